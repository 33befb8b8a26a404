"""What 回访台 shows, as values: everything here only looks."""
