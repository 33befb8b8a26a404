"""Keeping an office: copies of it, and the way back."""
