"""Printed forms about rows of a register that came back filled in: which rows each page is about, and what they are to
hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from huifang.core.findings import Finding
from huifang.core.text import clean
from huifang.edges.books.hidden_record import RECORD
from huifang.edges.forms.returned import Answered, PrintedRecord, answers_in, printed_record
from huifang.edges.reading.active_content import active_findings
from huifang.edges.reading.xlsx_read import RawBook
from huifang.tables.cells import shown
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.declared.forms import FORMS
from huifang.tables.model import Row
from huifang.tables.options import DISSATISFIED
from huifang.tables.printed import ANSWER, CUSTOMER, SIGNED, Entries, PrintedForm

#: The cells of a form that say whom it is about, where it was printed about nobody.
NAMING = tuple(f"{CUSTOMERS.name}.{key}" for key in ("customer_name", "contact", "phone"))
_PARTS = re.compile(r"[;；\n]")


@dataclass(frozen=True)
class FilledForm:
    """Such a form as it came back: what it is, what it says about itself, and the pages on which something is filled in
    (None: its sheet is gone).
    """

    form: PrintedForm
    entries: Entries
    record: PrintedRecord
    pages: tuple[Answered, ...] | None
    remarks: tuple[Finding, ...]


def register_form(raw: RawBook, file: str) -> FilledForm | None:
    """The form that the workbook is; None where it is none, or one about a call."""
    record = printed_record(raw.sheets) if RECORD in raw.sheets else None
    form = next((form for form in FORMS if record and form.title == record.form), None)
    if record is None or form is None or form.entries is None:
        return None
    pages = tuple(answers_in(record, raw.sheets[record.sheet])) if raw.has(record.sheet) else None
    return FilledForm(form, form.entries, record, pages, tuple(active_findings(raw.active, file)))


@dataclass(kw_only=True)
class RowWanted:
    """A row as a page wants it: the ``page`` by its place, the ``row`` of the register (None: there is none yet), the
    cells as they were filled in and where each stands on the form, both by key; ``fixed`` are cells that a new row has
    besides. It is ``gone`` where the register has nothing of the number that the form was printed about.

    ``values`` are the cells as they were read.
    """

    page: int
    row: Row | None
    number: str
    raws: dict[str, Any]
    at: Mapping[str, str]
    fixed: dict[str, Any] = field(default_factory=dict)
    gone: bool = False
    values: dict[str, Any] = field(default_factory=dict)

    def address(self, key: str) -> str:
        """Where the cell stands; one that the form lacks, where the first that was filled in does."""
        ways = (key, *(NAMING if key == CUSTOMER else ()), *self.raws)
        return next((self.at[way] for way in ways if way in self.at), next(iter(self.at.values()), "A1"))


@dataclass(frozen=True)
class PagesOfRows:
    """The pages of a form, held against the rows of its register."""

    form: PrintedForm
    entries: Entries
    rows: Sequence[Row]

    def wanted(self, pages: Sequence[Answered]) -> Iterator[RowWanted]:
        """What each page wants of which rows, in their order."""
        for place, page in enumerate(pages):
            rows = self._numbered.get(page.number, []) if page.number else []
            fixed = {CUSTOMER: page.stood[CUSTOMER]} if page.stood.get(CUSTOMER) else {}
            one = RowWanted(
                page=place, row=rows[0] if rows else None, number=page.number, raws=self._own(page), at=page.addresses,
                fixed=fixed, gone=bool(page.number) and not rows,
            )  # fmt: skip
            one.raws |= self._signed(page, one)
            yield from self._lines(page, one) if self.entries.line and not one.gone else [one]

    @cached_property
    def _numbered(self) -> Mapping[str, list[Row]]:
        numbered: dict[str, list[Row]] = {}
        for row in self.rows:
            for key in self.form.by or self.form.table.unique[:1]:
                if row[key]:
                    numbered.setdefault(row[key], []).append(row)
        return numbered

    def _own(self, page: Answered) -> dict[str, Any]:
        return {key: page.cells[key] for key in self.form.entered if key in page.cells}

    def _signed(self, page: Answered, one: RowWanted) -> dict[str, Any]:
        """The day of the signature, where nothing else says it."""
        key = self.entries.signed_for
        is_there = key in one.raws or (one.row is not None and one.row[key] is not None)
        if not key or is_there or SIGNED not in page.cells:
            return {}
        one.at = {**one.at, key: page.addresses[SIGNED]}
        return {key: page.cells[SIGNED]}

    def _lines(self, page: Answered, whole: RowWanted) -> Iterator[RowWanted]:
        """A row for each answer of a survey, those of the round that the page is about among them."""
        assert self.entries.line is not None
        item, answer = self.entries.line
        own = {one[item]: one for one in self.rows if whole.row and _round(one) == _round(whole.row)}
        asked = [key.removeprefix(ANSWER) for key in page.addresses if key.startswith(ANSWER)]
        answers = {what: page.cells[f"{ANSWER}{what}"] for what in asked if f"{ANSWER}{what}" in page.cells}
        remark, first = self.form.remarks[1] if self.form.remarks else "", True
        said = _said(shown(whole.raws.pop(remark, "")), answers, [*asked, *own])
        if whole.row is not None:
            whole.fixed = {key: whole.row[key] for key in self.form.table.same_by if key != item}
        for what in dict.fromkeys([*answers, *said]):
            row = own.get(what)
            raws = whole.raws if row is None or first else {}
            raws = {**raws, **({answer: answers[what]} if what in answers else {})}
            raws |= {remark: said[what]} if what in said else {}
            at = {**whole.at, answer: page.addresses.get(f"{ANSWER}{what}", whole.address(answer))}
            first = False
            yield RowWanted(
                page=whole.page, row=row, number=row[self.form.table.unique[0]] if row else "", raws=raws, at=at,
                fixed={**whole.fixed, item: what},
            )  # fmt: skip


def _said(remarks: str, answers: Mapping[str, Any], items: Sequence[str]) -> dict[str, str]:
    """What was written about each item: behind its name, else about what the customer is dissatisfied with."""
    unhappy = [what for what, raw in answers.items() if clean(shown(raw)) in DISSATISFIED]
    default = next(iter([*unhappy, *answers, *items]), "")
    said: dict[str, str] = {}
    for part in filter(None, map(clean, _PARTS.split(remarks))):
        named = next((what for what in items if part.startswith((f"{what}：", f"{what}:"))), "")
        what, text = (named, part[len(named) + 1 :].strip()) if named else (default, part)
        said[what] = f"{said[what]}；{text}" if what in said else text
    return said


def _round(row: Row) -> tuple[Any, ...]:
    return row[CUSTOMER], row["surveyed_on"]
