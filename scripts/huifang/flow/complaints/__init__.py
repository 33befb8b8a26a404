"""Complaints with their clocks."""
