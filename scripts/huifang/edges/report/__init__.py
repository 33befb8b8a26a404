"""The report as a workbook and as a page."""
