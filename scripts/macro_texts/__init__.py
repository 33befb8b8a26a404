"""The generated module ``Declared`` of each macro project: names and words from the declarations, as VBA."""
