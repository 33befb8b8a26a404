"""The rows of a 更正单 about what is no record: a sheet that came in, a plan, past calls, a row of a register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from huifang.flow.office.desk import Desk
from huifang.ledger.state import FORMAT
from huifang.tables.cells import shown
from huifang.tables.declared.corrections import ARRIVAL, OF_PAST, OF_PLAN, OF_REGISTERS, OF_SUBMISSION, WHOLE
from huifang.tables.model import Table

#: A row of the form, by column key; what is to be filled in is left out.
Prefilled = Mapping[str, str]


def rows_about(desk: Desk, number: str) -> Iterator[Prefilled]:
    """What can be corrected of all that has this number; nothing where nothing has."""
    yield from _of_submissions(desk, number)
    yield from _of_plans(desk, number)
    yield from _of_past_calls(desk, number)
    for table in OF_REGISTERS.values():
        if table.workbook in desk.workbooks:
            yield from _of_register(desk, table, number)


def _of_submissions(desk: Desk, number: str) -> Iterator[Prefilled]:
    for sheet in desk.state.submissions:
        if sheet.number == number and not sheet.withdrawn:
            yield _row(OF_SUBMISSION, number, ARRIVAL, f"{sheet.arrived_at:{FORMAT}}")
            yield _row(OF_SUBMISSION, number, WHOLE[OF_SUBMISSION], sheet.file)


def _of_plans(desk: Desk, number: str) -> Iterator[Prefilled]:
    books = desk.state.books_of(number)
    if books:
        yield _row(OF_PLAN, number, WHOLE[OF_PLAN], f"{len(books)} 个工作簿")


def _of_past_calls(desk: Desk, number: str) -> Iterator[Prefilled]:
    for kept in desk.state.past_lists:
        if kept.number == number:
            yield _row(OF_PAST, number, WHOLE[OF_PAST], f"{kept.file}，{kept.appended} 个")


def _of_register(desk: Desk, table: Table, number: str) -> Iterator[Prefilled]:
    """The cells whose value counts as it is kept, with that value; its number; and all of it, where it is gone."""
    now = desk.present
    evidence = now.evidence
    if evidence is None:
        return
    register = replace(evidence.of(table), history=evidence.history(table))
    number = register.history.renamed.get(number, number)
    row = next((row for row in now.rows(table) if row[table.unique[0]] == number), None)
    if row is None:
        return
    for column in table.watched:
        if column.key in register.keys | register.ending:
            yield _row(table.name, number, column.header, shown(row[column.key]))
    changed = register.history.changed.get(number)
    if changed and changed.gone_at:
        yield _row(table.name, number, table.by_key[table.unique[0]].header, number)
        yield _row(table.name, number, WHOLE[table.name], "")


def _row(table: str, number: str, column: str, old: str) -> Prefilled:
    return {"table": table, "subject_no": number, "column": column, "old": old}
