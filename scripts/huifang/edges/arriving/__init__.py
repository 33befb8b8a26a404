"""What arrives: files, mails, archives."""
