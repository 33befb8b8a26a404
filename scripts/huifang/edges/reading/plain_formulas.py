"""Formulas that need no closer look: they neither ask a program nor show a picture, and it is plain what they gave.

Sheets that we hand out have one in each row, and programs save what it gave: a few searches tell it.
"""

from __future__ import annotations

import re

from huifang.edges.reading.seen_otherwise import column_number

_ANY = re.compile(rb"f(?<=[<:]f)[\s/>]")
_ATTRIBUTES = rb"(?:\s[^<>/]*+)?"
#: With a result that is not blank.
_GAVE = re.compile(rb"<f" + _ATTRIBUTES + rb"(?:>([^<]*+)</f>|/>)<v>(?=[^<\s])")
#: With an empty text as result, or with none.
_GAVE_NOTHING = re.compile(rb"</f>(?:<v></v>|<v/>|(?=</c>))")
_CELL = re.compile(rb'<c r="([A-Z]{1,2})([1-9][0-9]{0,3})"(?: s="[0-9]+")?( t="str")?><f' + _ATTRIBUTES + rb">([^<]*+)")
#: What a formula that is looked at holds: the sign between a program and what it is asked for, functions that show.
_ASKS, _SHOWS = b"|", (b"IMAGE", b"DISPIMG")


def without_result(cells: bytes) -> list[tuple[int, int]] | None:
    """The cells of a sheet's part, by row and column from 0, whose formula has no saved result; None where it takes a
    closer look.
    """
    count = len(_ANY.findall(cells)) if b"f" in cells else 0
    if not count:
        return []
    formulas: list[bytes] = _GAVE.findall(cells)
    without = []
    for end in _GAVE_NOTHING.finditer(cells):
        cell = _CELL.match(cells, cells.rfind(b"<c ", 0, end.start()), end.start())
        if cell is None:
            return None
        letters, row, is_text, formula = cell.groups()
        formulas.append(formula)
        if not is_text:  # else it gave an empty text
            without.append((int(row) - 1, column_number(letters)))
    text = b"\n".join(formulas).upper()
    if len(formulas) != count or _ASKS in text or any(word in text for word in _SHOWS):
        return None
    return without
