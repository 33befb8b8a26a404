"""What the world knows: the shipped regulations, public holidays, telephone numbers."""
