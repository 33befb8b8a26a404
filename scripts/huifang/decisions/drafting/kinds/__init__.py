"""One file for each kind of fact: from a quantity and what stands around it to a row, or to nothing."""
