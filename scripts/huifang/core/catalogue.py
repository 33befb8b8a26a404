"""The catalogue: one entry per code of a finding, and one per code of a reason for which something is refused.

Everything a person reads about a problem comes from here: the terminal, the marked workbook, the report, the docs.
``{names}`` in the texts are filled by :func:`found` and :func:`because`, which take just these.
"""

from __future__ import annotations

from collections.abc import Mapping

from huifang.core.codes.office import OFFICE
from huifang.core.codes.reasons.arriving import ARRIVING
from huifang.core.codes.reasons.correcting import CORRECTING
from huifang.core.codes.reasons.excel import EXCEL
from huifang.core.codes.reasons.mailing import MAILING
from huifang.core.codes.reasons.office import OFFICE as OF_OFFICE
from huifang.core.codes.reasons.patching import PATCHING
from huifang.core.codes.reasons.settings import SETTINGS
from huifang.core.codes.registers import REGISTERS
from huifang.core.codes.sheets import SHEETS
from huifang.core.findings import Finding, Place
from huifang.core.reasons import Reason

CATALOGUE = {entry.code: entry for entry in (*SHEETS, *REGISTERS, *OFFICE)}
#: Why something is refused; a finding may tell such a reason (``{reason.text}``), and then names its code, too.
REASONS = {entry.code: entry for entry in (*ARRIVING, *CORRECTING, *SETTINGS, *PATCHING, *OF_OFFICE, *MAILING, *EXCEL)}
#: What the texts of each code name.
NAMES = {code: entry.names for entries in (CATALOGUE, REASONS) for code, entry in entries.items()}


def found(code: str, place: Place, **values: object) -> Finding:
    """A finding of that code at that place, its message and hint filled with the values.

    Raises:
        TypeError: the values are not exactly those that the entry's text names.
    """
    _require_names(code, values)
    entry, reason = CATALOGUE[code], values.get("reason")
    message, hint = entry.message.format_map(values), entry.hint.format_map(values).strip()
    return Finding(code, entry.severity, place, message, hint, reason.code if isinstance(reason, Reason) else None)


def found_among(code: str, place: Place, known: Mapping[str, object]) -> Finding:
    """A finding whose code is only known when it is made: its text takes what it names of what is ``known``."""
    return found(code, place, **{name: known[name] for name in NAMES[code]})


def because(code: str, **values: object) -> Reason:
    """The reason of that code, its text and advice filled with the values.

    Raises:
        TypeError: the values are not exactly those that the entry's text names.
    """
    _require_names(code, values)
    entry = REASONS[code]
    return Reason(code, entry.text.format_map(values), entry.advice.format_map(values))


def _require_names(code: str, values: Mapping[str, object]) -> None:
    if values.keys() != NAMES[code]:
        lacking, surplus = sorted(NAMES[code] - values.keys()), sorted(values.keys() - NAMES[code])
        raise TypeError(f"{code} is given without the names {lacking} and with names that it does not have {surplus}")
