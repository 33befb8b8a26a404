"""Registers as evidence: what counts of a cell that people wrote over, what is gone, and what is to be told of it."""
