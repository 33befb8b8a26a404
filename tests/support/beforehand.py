"""What has to be so before anything else of the tests is imported."""

import os

# What openpyxl reads here was made here: what checks it against hostile XML, where that is installed, takes its time.
os.environ.setdefault("OPENPYXL_DEFUSEDXML", "False")
