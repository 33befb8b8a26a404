"""What is sent: mail drafts, and calendars for telephones."""
