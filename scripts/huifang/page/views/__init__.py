"""What is shown under each address."""
