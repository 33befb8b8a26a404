"""The office's own mailbox: what came in, and what it means."""
