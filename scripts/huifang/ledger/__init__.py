"""Formats and posting: journal entries and their chain, call records, and questions over them. No file is touched."""
