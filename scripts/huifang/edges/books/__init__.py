"""The workbooks we make or add to: registers, call sheets, forms, the ledger, the index of the file."""
