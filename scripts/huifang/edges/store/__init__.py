"""The office folder: files, lock, journal, segments, what was issued, caches."""
