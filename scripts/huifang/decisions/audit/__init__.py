"""What the auditor checks: who is drawn."""
