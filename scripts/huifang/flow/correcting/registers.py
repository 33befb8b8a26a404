"""表 = a register: which value of a cell counts from now on, another number of a row, or a row that was a mistake."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from huifang.core.catalogue import because
from huifang.decisions.complaints.moments import equal_to
from huifang.decisions.evidence.counting import Register
from huifang.flow.correcting.form import Asked, Form, Refused
from huifang.flow.office.desk import Desk
from huifang.ledger.kinds import RegisterCorrected
from huifang.ledger.seen import text_of
from huifang.ledger.told_of import matter_of
from huifang.policy.register_read import cell_options
from huifang.tables.cells import read_cell, shown
from huifang.tables.days import Days
from huifang.tables.declared.corrections import OF_REGISTERS
from huifang.tables.model import Column

_EMPTY = ("", "(空)")


def correct_register(desk: Desk, form: Form, asked: Asked) -> bool:
    """Settle a cell of a register, or a row; the register itself is the office's own, and not changed."""
    now = desk.present
    table = now.policy.whole(OF_REGISTERS[asked.row["table"]])
    if table.workbook not in desk.workbooks or now.evidence is None:
        raise Refused(because("Y425", sheet=table.name), "table")
    register = replace(now.evidence.of(table), history=now.evidence.history(table))
    history = register.history
    number = history.renamed.get(asked.number, asked.number)
    if number not in history.rows and number not in history.changed:
        raise Refused(because("Y426", sheet=table.name, number=asked.number))
    said = {**asked.said, "subject_no": number, "table": table.name}
    if asked.whole:
        return _take_back(desk, form, register, RegisterCorrected(**said, key=""))
    column = table.by_header.get(asked.row["column"])
    if column is not None and column.key == table.unique[0]:
        return _renumber(desk, form, register, RegisterCorrected(**said, key=column.key))
    if column is None or column.key not in register.keys | register.ending | _told_of(
        desk, matter_of(table.name, number)
    ):
        raise Refused(because("Y413", column=asked.row["column"]), "column")
    return _settle(desk, form, register, asked, column)


def _told_of(desk: Desk, matter: str) -> Set[str]:
    """The cells by which people were told that a deadline of the complaint was missed, although no limit names them
    any more.
    """
    told = [miss for (one, *_), miss in desk.state.told_overdue.items() if one == matter]
    return {key for miss in told for key in (miss.starts_with, miss.done_with, *equal_to(miss.done_with)) if key}


def _take_back(desk: Desk, form: Form, register: Register, said: RegisterCorrected) -> bool:
    """The row was a mistake: nothing of it counts any more, once it is gone."""
    changed = register.history.changed.get(said.subject_no)
    if changed is None or changed.gone_at is None:
        raise Refused(because("Y427", sheet=register.table.name, number=said.subject_no))
    if changed.taken_back:
        return False
    form.commit(desk, said)
    return True


def _renumber(desk: Desk, form: Form, register: Register, said: RegisterCorrected) -> bool:
    """The row that is gone is another one now: what was seen of it goes with it."""
    history, old, new = register.history, said.subject_no, said.new
    if history.renamed.get(said.old) == new:
        return False
    gone = history.changed.get(old)
    if said.old != old or gone is None or gone.gone_at is None:
        raise Refused(because("Y428", sheet=register.table.name, number=said.old or "(空)"), "old")
    if new not in history.rows:
        raise Refused(because("Y426", sheet=register.table.name, number=new or "(空)"), "new")
    form.commit(desk, said)
    return True


def _settle(desk: Desk, form: Form, register: Register, asked: Asked, column: Column) -> bool:
    history, table = register.history, register.table
    number = history.renamed.get(asked.number, asked.number)
    changed = history.changed.get(number)
    keys = [one.key for one in table.watched]
    texts = changed.counting() if changed else dict(zip(keys, history.rows[number], strict=True))
    counts = texts[column.key]
    old = _text(desk, column, asked.old, "old")
    new = _text(desk, column, asked.row["new"] or "", "new")
    is_late = changed is not None and column.key in changed.filled.keys() - changed.settled
    if new == counts and not is_late:
        return False
    if old != counts and not (is_late and new == counts and old is None):
        raise Refused(because("Y429", old=_said(desk, register, number, column)), "old")
    said = {**asked.said, "subject_no": number, "old": old or "", "new": new or ""}
    form.commit(desk, RegisterCorrected(**said, table=table.name, key=column.key))
    return True


def _text(desk: Desk, column: Column, typed: str, where: str) -> str | None:
    """What was typed, read as the cell would be, as such cells are kept."""
    if typed in _EMPTY:
        return None
    choices = cell_options(desk.present.policy).get(column.options or "", ())
    reading = read_cell(column, typed, choices, Days(read_on=desk.now.date()))
    if reading.value is None:
        raise Refused(because("Y414", new=typed, column=column.header), where)
    return text_of(column, reading.value, desk.state.office_id)


def _said(desk: Desk, register: Register, number: str, column: Column) -> str:
    """The value that counts, as people read it."""
    rows = {row[register.table.unique[0]]: row for row in desk.present.rows(register.table)}
    return shown(rows[number][column.key]) or "(空)" if number in rows else "(空)"
