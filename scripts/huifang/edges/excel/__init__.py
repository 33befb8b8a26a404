"""Excel itself: the macros in our own workbooks, and the workbook that is open."""
