"""控制台.xlsm: the first page and what a command did, as lines of a workbook."""
