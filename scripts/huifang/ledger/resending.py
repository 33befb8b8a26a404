"""A sheet that comes again: which of its rows are accepted calls whose time was changed (decision 23)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from huifang.ledger.records import CallRecord, record_key, subject_of
from huifang.tables.cells import shown
from huifang.tables.declared.calls import FILLED
from huifang.tables.model import Row, Rows
from huifang.tables.options import BY_LETTER, CONNECTED


def key_of(row: Row) -> tuple[str, str, str] | None:
    """What makes the row the same call as a record, see :attr:`CallRecord.key`; None where it does not say when."""
    if row["called_on"] is None or (row["started_at"] is None and row["method"] != BY_LETTER):
        return None
    return record_key(row["plan_no"] or "", row["customer_no"] or "", row["called_on"], shown(row["started_at"]))


@dataclass(frozen=True)
class Known:
    """What is known when a sheet of a batch comes: the agent's ``accepted`` calls that stand, those of them that this
    very sheet ``brought`` before, and the last day of the batch (inclusive).
    """

    accepted: Iterable[CallRecord]
    brought: Iterable[CallRecord]
    until_on: date

    def may_have_been(self, record: CallRecord, row: Row) -> bool:
        """Whether the row can be the call under another time.

        A call after the batch is none of those within it that reached nobody: it is a further attempt.
        """
        is_late = row["called_on"] is not None and row["called_on"] > self.until_on
        return not is_late or record.result == CONNECTED or record.called_on > self.until_on


def former_selves(rows: Rows, answered: Sequence[int], known: Known) -> Mapping[int, CallRecord]:
    """The accepted calls that rows (by their number) were before their time was changed.

    A call that this sheet brought, and whose time stands no longer in it, has become a row of the same plan number
    (else customer) that is no accepted call by itself: of several the one that is most like it. What remains is further
    attempts. A row that cannot be read takes the place of a call, too: it is returned, and no other row is mistaken for
    what it was.
    """
    mine = list(known.brought)
    if not mine:
        return {}
    filled = [rows.row(place) for place in answered]
    here = {key for row in filled if (key := key_of(row))}
    lost = [record for record in mine if record.key not in here]
    standing = {record.key for record in known.accepted}
    free: dict[str, list[Row]] = {}
    for row in filled:
        if key_of(row) not in standing:
            free.setdefault(subject_of(row["plan_no"] or "", row["customer_no"] or ""), []).append(row)
    pairs = [
        (record, row) for record in lost for row in free.get(record.key[0], ()) if known.may_have_been(record, row)
    ]
    found: dict[int, CallRecord] = {}
    taken = set[str]()
    for record, row in sorted(pairs, key=lambda pair: (-_likeness(*pair), pair[0].moment, pair[1].number)):
        if row.number not in found and record.record_no not in taken:
            found[row.number] = record
            taken.add(record.record_no)
    return found


def _likeness(record: CallRecord, row: Row) -> int:
    """In how many things they are the same."""
    same_cells = sum(record.text(column.key) == shown(row[column.key]) for column in FILLED)
    return same_cells + (record.source_row == row.number)
