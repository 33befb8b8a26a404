"""Commands on the workbook that is open in Excel."""
