"""Pure decisions: whom to call when, and what the figures of a period are."""
