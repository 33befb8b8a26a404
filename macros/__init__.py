"""VBA as text, and the project binaries built from it, which workbooks carry; see README.md beside it."""
