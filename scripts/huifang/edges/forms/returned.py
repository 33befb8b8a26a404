"""Forms that come back filled in: what a form says about itself, and the answers in its cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from huifang.core.text import clean, half_width
from huifang.edges.books.hidden_record import RECORD
from huifang.ledger.formats import Format, NewerFormat, StoredDocument
from huifang.tables.cells import shown
from huifang.tables.printed import ANSWER, SIGNED

#: Before an answer that is not chosen, and what people put there to choose it.
_BOX = "□"
_TICKED = re.compile(r"(?:[√\u2713\u2714\u2611■\u25a3●]|[vV](?![A-Za-z0-9]))\s*")
_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
_DAY = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")


class PrintedRecord(StoredDocument, frozen=True, kw_only=True):
    """Which office printed a form, its title, and for each page the call that it answers and where: the address of the
    cell by the column or the question that it is for.

    A form about rows of a register has the number of the row there, none where it is a new one, and what ``stood`` in
    those cells when it was printed.
    """

    FORMAT = Format("这张打印的表")

    office_id: str
    form: str
    sheet: str
    pages: tuple[tuple[str, dict[str, str]], ...]
    stood: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True)
class Answered:
    """What one page says about its call, or its row: the cells by column key or question, where each stands, and what
    stood there before.
    """

    number: str
    cells: Mapping[str, Any]
    addresses: Mapping[str, str]
    stood: Mapping[str, str]


def printed_record(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> PrintedRecord | None:
    """What the workbook says about itself; None where it is no form that comes back, a newer release made it, or
    somebody changed what it says.
    """
    pieces = (row[0] for row in sheets.get(RECORD, ()) if row)
    try:
        record = PrintedRecord.from_json("".join(piece for piece in pieces if isinstance(piece, str)))
    except (NewerFormat, TypeError, ValueError):
        return None
    addresses = (address for _, at in record.pages for address in at.values())
    is_whole = all(map(_ADDRESS.fullmatch, addresses)) and len(record.stood) in (0, len(record.pages))
    return record if is_whole else None


def answers_in(record: PrintedRecord, grid: Sequence[Sequence[Any]]) -> list[Answered]:
    """The pages on which something was filled in; what is known to have stood there before is none of it."""
    found = []
    before = record.stood or ({},) * len(record.pages)
    for (number, addresses), stood in zip(record.pages, before, strict=True):
        raws = {key: _at(grid, address) for key, address in addresses.items()}
        cells = {key: _answer(key, raw) for key, raw in raws.items() if _is_new(raw, stood.get(key))}
        given = {key: value for key, value in cells.items() if value not in (None, "")}
        if given:
            found.append(Answered(number, given, addresses, stood))
    return found


def _is_new(raw: Any, stood: str | None) -> bool:
    return stood is None or clean(shown(raw)) != clean(stood)


def _at(grid: Sequence[Sequence[Any]], address: str) -> Any:
    letters = address.rstrip("0123456789")
    row, column = int(address[len(letters) :]) - 1, 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return grid[row][column - 1] if row < len(grid) and column <= len(grid[row]) else None


def _answer(key: str, raw: Any) -> Any:
    """A cell as it would be typed into a sheet of calls; of several boxes the ticked one."""
    if not isinstance(raw, str):
        return raw
    text = clean(raw)
    if key == SIGNED:
        return _day(half_width(text))
    if not key.startswith(ANSWER) or (_BOX not in text and not _TICKED.match(text)):
        return text
    options = [option.strip() for option in re.split(r"[\u3000]+|\s{2,}", text)]
    ticked = [_TICKED.sub("", option, count=1) for option in options if _TICKED.match(option)]
    return "、".join(ticked) or None


def _day(text: str) -> date | str | None:
    """The day that a signature was given; as it is written, where there is no such day."""
    found = _DAY.search(text)
    if found is None:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return found[0]
