"""Tasks: the ones that came up are entered, and told of."""
