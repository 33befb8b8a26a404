"""What the macros of 控制台 know from the declarations."""

from __future__ import annotations

from macro_texts.written import constant, module


def declared() -> str:
    """The module ``Declared``."""
    return module("Declared", [constant("PROGRAM", "huifang")])
