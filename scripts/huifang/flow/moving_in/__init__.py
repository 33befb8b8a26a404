"""An office begins: founded, and its own lists brought in."""
