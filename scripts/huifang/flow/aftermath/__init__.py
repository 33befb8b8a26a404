"""What follows from a call: registers that are written to, people who are told."""
