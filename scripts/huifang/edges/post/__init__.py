"""What is sent: mail drafts."""
