"""The catalogue of findings: one entry per code, with title, cause, message and remedy.

Everything a person reads about a problem comes from here: the terminal, the marked workbook, the report, the docs.
``{names}`` in message and hint are filled by :func:`found`, which takes just these.
"""

from __future__ import annotations

from collections.abc import Mapping

from huifang.core.codes.office import OFFICE
from huifang.core.codes.registers import REGISTERS
from huifang.core.codes.sheets import SHEETS
from huifang.core.findings import Finding, Place

CATALOGUE = {entry.code: entry for entry in (*SHEETS, *REGISTERS, *OFFICE)}
#: What the message and hint of each code name.
NAMES = {code: entry.names for code, entry in CATALOGUE.items()}


def found(code: str, place: Place, **values: object) -> Finding:
    """A finding of that code at that place, its message and hint filled with the values.

    Raises:
        TypeError: the values are not exactly those that the entry's text names.
    """
    if values.keys() != NAMES[code]:
        lacking, surplus = sorted(NAMES[code] - values.keys()), sorted(values.keys() - NAMES[code])
        raise TypeError(f"{code} is found with names missing {lacking} and names that it does not have {surplus}")
    entry = CATALOGUE[code]
    return Finding(code, entry.severity, place, entry.message.format_map(values), entry.hint.format_map(values).strip())


def found_among(code: str, place: Place, known: Mapping[str, object]) -> Finding:
    """A finding whose code is only known when it is made: its text takes what it names of what is ``known``."""
    return found(code, place, **{name: known[name] for name in NAMES[code]})
