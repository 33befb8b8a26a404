"""What a filled form keeps out of sight, so that its answers are found again when it comes back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, NamedTuple

from huifang.edges.books.hidden_record import RECORD
from huifang.edges.forms.page import ComesBack, FormPage
from huifang.edges.forms.returned import PrintedRecord
from huifang.tables.printed import ANSWER, PLAN_NO, SIGNED

#: A drop-down that names its words itself has at most so many signs.
_LONGEST_LIST = 255
PageAnswers = tuple[str, dict[str, str]]


class Put(NamedTuple):
    """A text that was put on the sheet: what mark it was all of, if it was one."""

    row: int
    address: str
    mark: str
    text: str


def record_of(back: ComesBack, sheet: str, pages: Sequence[FormPage], put: Sequence[Sequence[Put]]) -> PrintedRecord:
    """The record of a workbook in whose ``sheet`` these texts were put, page by page; a page that is about nothing
    known has no answers to be read.
    """
    return PrintedRecord(
        office_id=back.office_id, form=back.title, sheet=sheet, pages=tuple(_pages(back, pages, put))
    )  # fmt: skip


def _pages(back: ComesBack, pages: Sequence[FormPage], put: Sequence[Sequence[Put]]) -> Iterator[PageAnswers]:
    for page, texts in zip(pages, put, strict=True):
        number = str(page.values[PLAN_NO])
        if number:
            yield number, _answers_at(back, texts)


def _answers_at(back: ComesBack, put: Iterable[Put]) -> dict[str, str]:
    """The addresses of a form's answers, by what each is about."""
    put = [*put]
    at = {back.marks[one.mark]: one.address for one in put if one.mark in back.marks}
    asked, answered = back.questions
    texts = {one.row: one.text for one in put if one.mark == asked}
    at |= {f"{ANSWER}{texts[one.row]}": one.address for one in put if one.mark == answered and one.row in texts}
    signed = [one.address for one in put if back.signature and one.text.startswith(f"{back.signature}：")]
    return at | dict.fromkeys([SIGNED], signed[0]) if signed else at


def offer(sheet: Any, record: PrintedRecord, choices: Mapping[str, Sequence[str]]) -> None:
    """Drop-downs in the cells that one of these is chosen in, for who fills the form in on the screen; by hand, and in
    other words, it may be filled in as well.
    """
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415  (few forms come back)

    lists: dict[str, Any] = {}
    for _, addresses in record.pages:
        for key, address in addresses.items():
            words = ",".join(choices.get(key, ()))
            if words and len(words) <= _LONGEST_LIST:
                made = lists.setdefault(words, DataValidation("list", formula1=f'"{words}"', allow_blank=True))
                made.add(address)
    for made in lists.values():
        sheet.add_data_validation(made)


def keep_in(book: Any, record: PrintedRecord) -> None:
    """Put the record into a workbook that openpyxl writes."""
    hidden = book.create_sheet(RECORD)
    hidden["A1"] = record.to_json().decode()
    hidden["A1"].data_type = "s"
    hidden.sheet_state = "veryHidden"


def leaf_of(record: PrintedRecord) -> bytes:
    """A workbook whose only sheet holds the record, to be put into another."""
    from xlsxwriter import Workbook  # noqa: PLC0415  (few offices have a letterhead)

    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        book.add_worksheet(RECORD).write_string(0, 0, record.to_json().decode())
    return stream.getvalue()
