"""Offices as this release makes them, frozen for the tests of later ones."""
