"""Calls: what is due, planned, explained, and about which row of a register."""
