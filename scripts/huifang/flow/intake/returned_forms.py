"""Printed forms that come back filled in: read as the rows of a sheet of calls, told of by the form's own cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from huifang.core.catalogue import because
from huifang.core.findings import Finding, Place
from huifang.edges.books.hidden_record import RECORD, HiddenRecord
from huifang.edges.forms.returned import Answered, PrintedRecord, answers_in, printed_record
from huifang.edges.known.presets import fitted
from huifang.edges.reading.xlsx_read import RawBook
from huifang.flow.intake.judging import Judged, Stranger, judge
from huifang.flow.office.desk import Desk
from huifang.ledger.issues import IssuedCall
from huifang.tables.cells import shown
from huifang.tables.declared.calls import CALLS, HANDED_OUT_KEYS
from huifang.tables.declared.forms import FORMS
from huifang.tables.model import column_letter
from huifang.tables.options import DISSATISFIED
from huifang.tables.printed import ANSWER, SIGNED, PrintedForm

#: That rows are missing is no fault of a form: it is about single calls.
_OF_WHOLE_SHEETS = frozenset({"T504"})
_NOTHING_SAID = "无"


def is_form(raw: RawBook) -> bool:
    """Whether the workbook is a printed form that comes back."""
    return RECORD in raw.sheets and printed_record(raw.sheets) is not None


def judge_book(desk: Desk, raw: RawBook, file: str, kept_as: str = "") -> Judged:
    """Read and check what an agent handed in: the workbook of a batch, or a printed form that was filled in.

    Raises:
        Stranger, Unreadable, OfficeError: see ``judge``.
    """
    record = printed_record(raw.sheets) if RECORD in raw.sheets else None
    nameless = next((form.title for form in FORMS if raw.has(form.title)), None)
    if nameless and RECORD not in raw.sheets and not raw.has(CALLS.name):
        raise Stranger(because("Y318", form=nameless))
    return judge(desk, raw, file, kept_as) if record is None else _judge_form(desk, raw, record, file, kept_as)


def _judge_form(desk: Desk, raw: RawBook, record: PrintedRecord, file: str, kept_as: str) -> Judged:
    form = next((form for form in FORMS if form.title == record.form), None)
    if record.office_id != desk.state.office_id:
        raise Stranger(because("Y302"))
    if form is None or not raw.has(record.sheet):
        raise Stranger(because("Y301", sheet=record.sheet))
    issued, numbers = desk.ledger.issued(), {number for number, _ in record.pages}
    book, calls = issued.likeliest_book(numbers), issued.newest_of(numbers)
    if book is None:
        raise Stranger(because("Y305"))
    pages = [page for page in answers_in(record, raw.sheets[record.sheet]) if _is_entered(page)]
    sheet = _AsSheet(desk, form, [page for page in pages if page.number in calls])
    known = HiddenRecord(
        office_id=record.office_id, agent=book.agent, period=book.period, book=book.file, digest=book.digest,
        structure=desk.present.policy.structure,
    )  # fmt: skip
    sheets = {CALLS.name: sheet.grid(calls), RECORD: [[known.to_json().decode()]]}
    judged = judge(desk, replace(raw, sheets=sheets, hidden={}, unseen=frozenset()), file, kept_as)
    findings = [one for one in judged.findings if one.code not in _OF_WHOLE_SHEETS]
    return replace(judged, findings=tuple(sheet.at_home(one, record.sheet) for one in findings))


def _is_entered(page: Answered) -> bool:
    """Whether more stands on it than what was there when it was printed."""
    return any(key not in CALLS.by_key or not CALLS.by_key[key].prefilled for key in page.cells)


@dataclass(frozen=True)
class _AsSheet:
    """The pages of a form as the rows of a sheet of calls."""

    desk: Desk
    form: PrintedForm
    pages: Sequence[Answered]

    @property
    def _headers(self) -> dict[str, str]:
        """The headers of the sheet, by the key of the column or the answer."""
        columns = {c.key: c.header for c in fitted(self.desk.state.preset, CALLS).columns if not c.unread}
        questions = {f"{ANSWER}{question.text}": question.text for question in self.desk.present.policy.questions}
        answered = {key for page in self.pages for key in page.cells}
        answered |= {f"{ANSWER}{self.form.details}"} if self.pages else set()
        return {**columns, **{key: text for key, text in questions.items() if key in answered}}

    def grid(self, calls: Mapping[str, IssuedCall]) -> list[list[Any]]:
        """The cells of that sheet, its header first."""
        headers = self._headers
        rows = [self._row(page, calls[page.number], headers) for page in self.pages]
        return [[*headers.values()], *([row.get(key, "") for key in headers] for row in rows)]

    def _row(self, page: Answered, call: IssuedCall, headers: Mapping[str, str]) -> dict[str, Any]:
        row = {key: getattr(call, key) for key in HANDED_OUT_KEYS if hasattr(call, key)} | dict(self.form.means)
        row |= {key: value for key, value in page.cells.items() if key in headers}
        remarks = []
        for question in self.form.further:
            answer = shown(page.cells.get(f"{ANSWER}{question.text}"))
            if question.key and answer:
                row[question.key] = dict(zip(question.choices, question.means, strict=False)).get(answer, answer)
            elif answer:
                remarks.append(f"{question.text}：{answer}")
        row.setdefault("called_on", page.cells.get(SIGNED, ""))
        details = f"{ANSWER}{self.form.details}"
        if remarks and details in headers:
            row[details] = "；".join(remarks)
        elif remarks:
            row["notes"] = "；".join([*filter(None, [shown(row.get("notes"))]), *remarks])
        if self.form.means:
            row.setdefault("wishes", _NOTHING_SAID)
            if row.get("satisfaction") in DISSATISFIED:
                row.setdefault("dissatisfied_because", row["wishes"])
        return row

    def at_home(self, finding: Finding, sheet: str) -> Finding:
        """The finding where its cell stands on the form; the page's signature, for a cell that the form lacks."""
        if finding.place.sheet != CALLS.name:
            return finding
        cell = finding.place.cell or ""
        letters = cell.rstrip("0123456789")
        number = int(cell[len(letters) :] or 0)
        keys = dict(zip(map(column_letter, range(len(self._headers))), self._headers, strict=True))
        address = None
        if 2 <= number < len(self.pages) + 2:
            page = self.pages[number - 2]
            ways = (*self._ways(keys.get(letters, "")), SIGNED)
            address = next((page.addresses[way] for way in ways if way in page.addresses), None)
        return replace(finding, place=Place(finding.place.file, sheet, address))

    def _ways(self, key: str) -> Iterator[str]:
        """As what the cell of a column may stand on the form."""
        yield key
        yield from (f"{ANSWER}{question.text}" for question in self.form.further if question.key == key)
        if key == "dissatisfied_because" and self.form.means:
            yield "wishes"
