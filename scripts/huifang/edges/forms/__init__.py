"""Printed forms: drawn as templates with marks, and filled."""
