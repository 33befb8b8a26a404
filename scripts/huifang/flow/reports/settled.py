"""What 更正单 said of registers, as the report that it is about lists it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from huifang.core.periods import Period
from huifang.flow.office.moment import Moment
from huifang.ledger.seen import Settlement, is_digest, text_of, value_of
from huifang.ledger.state import MadeCorrection
from huifang.tables.cells import shown
from huifang.tables.declared.corrections import OF_REGISTERS
from huifang.tables.declared.registers import EVERYWHERE
from huifang.tables.model import Column, Kind, Table

#: In the place of a name of which only the digest is kept, and nobody of the staff has it.
_SOMEBODY = "(姓名不留底)"


def settled_in(then: Moment, period: Period) -> Iterator[MadeCorrection]:
    """The corrections of registers that a report on the period is about: those that were entered in it, and those of
    rows of which a day lies in it. ``then`` is its end, or now; a person whose digest is kept is named by it.
    """
    made = {correction.seq: correction for correction in then.state.corrections}
    for said in then.state.settlements:
        table = then.policy.whole(OF_REGISTERS[said.table])
        if said.at.date() in period or (table.workbook not in EVERYWHERE and _is_of(then, table, said, period)):
            yield _as_read(then, table, said, made[said.seq])


def _is_of(then: Moment, table: Table, said: Settlement, period: Period) -> bool:
    """Whether the cell, before or after, or another one of its row is a day of the period."""
    if then.evidence is None:
        return False
    history = then.evidence.of(table).history
    row = history.changed.get(history.renamed.get(said.number, said.number))
    texts: Mapping[str, str | None] = row.counting() if row else {}
    days = {column.key for column in table.watched if column.kind in (Kind.DATE, Kind.DATETIME)}
    written = [*texts.items(), (said.key, said.old), (said.key, said.new)]
    return any(
        f"{period.from_on}" <= text[:10] <= f"{period.until_on}" for key, text in written if text and key in days
    )


def _as_read(then: Moment, table: Table, said: Settlement, made: MadeCorrection) -> MadeCorrection:
    column = table.by_key.get(said.key)
    old, new = (_said(then, column, text) if column else text or "" for text in (said.old, said.new))
    return replace(made, subject_no=f"{table.name} {said.number}", old=old, new=new)


def _said(then: Moment, column: Column, text: str | None) -> str:
    """The cell as people read it."""
    if text is None or not is_digest(column):
        return shown(value_of(column, text)) if text else ""
    office_id = then.state.office_id
    known = (
        p for p in then.people.persons if text in (text_of(column, one, office_id) for one in (p.person_no, p.name))
    )
    return next((person.label for person in known), _SOMEBODY)
