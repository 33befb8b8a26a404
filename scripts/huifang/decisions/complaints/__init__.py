"""Complaints: how far each is, which clock runs, who answers for it, and what is filed."""
