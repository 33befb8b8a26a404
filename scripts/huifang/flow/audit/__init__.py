"""The auditor's side: spot checks, and whether everything stored is what was journaled."""
