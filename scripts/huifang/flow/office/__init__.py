"""The opened office: what it holds, now and as it was."""
