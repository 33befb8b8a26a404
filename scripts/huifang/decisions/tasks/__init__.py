"""Tasks that come up again and again: whose they are, what is drawn for them, how they stand."""
