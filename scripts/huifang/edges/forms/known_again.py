"""What a filled form keeps out of sight, so that its answers are found again when it comes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import Any, NamedTuple

from huifang.edges.books.hidden_record import RECORD
from huifang.edges.forms.page import ComesBack, FormPage
from huifang.edges.forms.returned import PrintedRecord
from huifang.tables.printed import ANSWER, CUSTOMER, SIGNED

#: A cell holds so many signs at most, and a little more: what is longer stands in several below each other.
_PIECE = 30_000
#: A drop-down that names its words itself has at most so many signs.
_LONGEST_LIST = 255


class Put(NamedTuple):
    """A text that was put on the sheet: what mark it was all of, if it was one."""

    row: int
    address: str
    mark: str
    text: str


def record_of(back: ComesBack, sheet: str, pages: Sequence[FormPage], put: Sequence[Sequence[Put]]) -> PrintedRecord:
    """The record of a workbook in whose ``sheet`` these texts were put, page by page; a page that is about nothing
    known has no answers to be read. Of one about rows it says what stood there when it was printed.
    """
    numbered = ((back.number_of(page), page, texts) for page, texts in zip(pages, put, strict=True))
    kept = [(number, page, _answers(back, texts)) for number, page, texts in numbered if number is not None]
    stood = tuple(_stood(page, answers) for _, page, answers in kept) if back.of_rows else ()
    places = tuple((number, {key: one.address for key, one in answers.items()}) for number, _, answers in kept)
    return PrintedRecord(office_id=back.office_id, form=back.title, sheet=sheet, pages=places, stood=stood)


def _answers(back: ComesBack, put: Iterable[Put]) -> dict[str, Put]:
    """Where a form's answers stand, by what each is about."""
    put = [*put]
    at = {back.marks[one.mark]: one for one in put if one.mark in back.marks}
    asked, answered = back.questions
    texts = {one.row: one.text for one in put if one.mark == asked}
    at |= {f"{ANSWER}{texts[one.row]}": one for one in put if one.mark == answered and one.row in texts}
    signed = [one for one in put if back.signature and one.text.startswith(f"{back.signature}：")]
    return at | dict.fromkeys([SIGNED], signed[0]) if signed else at


def _stood(page: FormPage, answers: Mapping[str, Put]) -> dict[str, str]:
    stood = {key: one.text for key, one in answers.items() if one.text}
    return {**stood, CUSTOMER: page.customer_no} if page.customer_no else stood


def offered(record: PrintedRecord, choices: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """By address, the words of which one is chosen in the cell, separated by commas."""
    cells = ((address, choices.get(key, ())) for _, addresses in record.pages for key, address in addresses.items())
    return {address: words for address, said in cells if (words := ",".join(said)) and len(words) <= _LONGEST_LIST}


def offer(sheet: Any, cells: Mapping[str, str]) -> None:
    """Drop-downs with these words, for who fills the form in on the screen; by hand, and in other words, it may be
    filled in as well.
    """
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415  (few forms come back)

    lists: dict[str, Any] = {}
    for address, words in cells.items():
        lists.setdefault(words, DataValidation("list", formula1=f'"{words}"', allow_blank=True)).add(address)
    for made in lists.values():
        sheet.add_data_validation(made)


def keep_in(book: Any, record: PrintedRecord) -> None:
    """Put the record into a workbook that openpyxl writes."""
    hidden = book.create_sheet(RECORD)
    for row, piece in enumerate(_pieces(record), start=1):
        hidden.cell(row, 1, piece).data_type = "s"
    hidden.sheet_state = "veryHidden"


def leaf_of(record: PrintedRecord) -> bytes:
    """A workbook whose only sheet holds the record, to be put into another."""
    from xlsxwriter import Workbook  # noqa: PLC0415  (few offices have a letterhead)

    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        hidden = book.add_worksheet(RECORD)
        for row, piece in enumerate(_pieces(record)):
            hidden.write_string(row, 0, piece)
    return stream.getvalue()


def _pieces(record: PrintedRecord) -> list[str]:
    text = record.to_json().decode()
    return [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]
