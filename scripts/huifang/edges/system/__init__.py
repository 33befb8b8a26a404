"""The computer itself: what it runs at its hours, processes of their own, files that it opens."""
