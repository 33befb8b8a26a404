"""The house rules of an office as frozen values, built from rows that someone else read."""
