"""VBA sources and the project binary built from them will live here; nothing needs them yet."""
