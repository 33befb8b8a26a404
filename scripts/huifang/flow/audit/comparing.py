"""Comparing the ledger with the archived sheets: every posted row says what its sheet says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from huifang.core.periods import Period
from huifang.core.text import half_width
from huifang.core.traditional import simplified
from huifang.decisions.calls.triggers import NEEDED
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.xlsx_read import read_book
from huifang.edges.store.office import Office
from huifang.edges.store.segments import read_segment
from huifang.flow.calls.call_tables import call_table
from huifang.flow.intake.call_sheets import find_call_sheet
from huifang.flow.office.locks import opened_for
from huifang.ledger.issues import Book
from huifang.ledger.records import CallRecord, answers_of
from huifang.ledger.sheets_said import SheetsPosted
from huifang.ledger.state import State
from huifang.policy.build import read_policy
from huifang.policy.model import Policy
from huifang.tables.cells import shown
from huifang.tables.declared.calls import FILLED
from huifang.tables.declared.house_rules import WORKBOOK
from huifang.tables.model import Row, Table


@dataclass(frozen=True, slots=True)
class Differing:
    """A record that does not say what its archived sheet says; ``segment`` is where it is kept."""

    segment: str
    record_no: str
    sheet: str


def differing_records(office: Office, state: State, posted: Iterable[SheetsPosted]) -> Iterator[Differing]:
    """The records of these entries that differ; what is missing or cannot be read is passed over.

    Raises:
        OfficeError: a later release wrote some of them.
    """
    policies: dict[str, Policy | None] = {}
    for said in posted:
        for segment in said.segments:
            try:
                records = read_segment(office.path(segment))
            except OSError:
                continue
            for sheet in said.sheets:
                mine = [record for record in records if record.submission == sheet.number]
                if not mine:  # it came together with others, and nothing was filled in
                    continue
                tables = _tables(office, state, sheet.agent, sheet.period, policies)
                for record_no in _differing(office, sheet.path, tables, mine):
                    yield Differing(segment, record_no, sheet.path)


def _tables(
    office: Office, state: State, agent: str, period: str, policies: dict[str, Policy | None]
) -> Iterator[tuple[Table, Period]]:
    """The sheet of calls as it was issued to the agent, by the rules of each issue, with its batch."""
    books: list[Book] = [*state.books_of(period, agent)]
    books += [book for book in state.withdrawn_books if (book.agent, book.period) == (agent, period)]
    for sha, rules, batch in dict.fromkeys((book.versions[WORKBOOK], book.rules, book.span) for book in books):
        if sha not in policies:
            policies[sha] = _policy(office, state, sha)
        policy = policies[sha]
        if policy is not None:
            yield call_table(policy, state.preset, rules)[0], batch


def _policy(office: Office, state: State, sha: str) -> Policy | None:
    """The rules in that version; None where it cannot be read."""
    path = next((version.archived for version in state.versions if version.sha256 == sha), "")
    try:
        return read_policy(read_book(office.path(path).read_bytes()).sheets, WORKBOOK, NEEDED).policy
    except (OSError, Unreadable):
        return None


def _differing(
    office: Office, path: str, tables: Iterable[tuple[Table, Period]], records: list[CallRecord]
) -> Iterator[str]:
    """The numbers of records that do not say what their sheet says, as any of the tables reads it."""
    try:
        sheet = find_call_sheet(read_book(opened_for(office.path(path).read_bytes(), records[0].agent)))
    except (OSError, Unreadable):
        return
    if sheet is None:
        return
    latest = max(r.called_on for r in records)  # the sheet came no earlier
    differing: list[set[str]] = []
    for table, batch in tables:
        rows = {row.number: row for row in sheet.read(table, "", {}, batch, latest).rows}
        asked = [column.key for column in table.columns if not column.issued]
        differing.append({r.record_no for r in records if not _says(rows.get(r.source_row), r, asked)})
    yield from sorted(set.intersection(*differing)) if differing else ()


def _says(row: Row | None, record: CallRecord, asked: Iterable[str]) -> bool:
    """Whether the row says what the record says, in every cell that an agent fills in."""
    keys = {*(column.key for column in FILLED), *asked, *answers_of(record)}
    return row is not None and all(_plain(shown(row[key])) == _plain(record.text(key)) for key in keys)


def _plain(text: str) -> str:
    """Text without what reading a cell may change in it."""
    return simplified(half_width(text))
