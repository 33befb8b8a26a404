"""One declaration per workbook table, and the pure reading of cells and rows against it."""
