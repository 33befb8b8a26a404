"""Correcting: a filled 更正单 → checks → new versions → journal. A file per kind of subject. Nothing goes."""
