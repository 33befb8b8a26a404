"""The commands as forms: one file for each."""
