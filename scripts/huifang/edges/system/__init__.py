"""The computer itself: what it runs at its hours."""
