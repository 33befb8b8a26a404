"""What comes back: read, judged, posted."""
