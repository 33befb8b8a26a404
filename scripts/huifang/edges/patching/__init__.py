"""Changing workbooks that people own: only the parts concerned are written anew, all others keep their bytes."""

from huifang.edges.patching.changes import (
    AddSheet,
    Alteration,
    Annotate,
    AppendRows,
    CannotPatch,
    Highlight,
    Offer,
    RemoveSheet,
    SetCell,
    Value,
)
from huifang.edges.patching.patch import append_rows, patch, patch_file

__all__ = [
    "AddSheet", "Annotate", "AppendRows", "CannotPatch", "Alteration", "Highlight", "Offer", "RemoveSheet",
    "SetCell", "Value", "append_rows", "patch", "patch_file",
]  # fmt: skip
