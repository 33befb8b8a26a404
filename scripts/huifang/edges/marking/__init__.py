"""The sheet that comes back marked, and what became of the findings of the round before."""
