"""Workbooks and lists that people made, behind the guard, as raw grids."""
