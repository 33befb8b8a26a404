"""Posting a sheet: which rows are new records, which are known, and which would change what was accepted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from huifang.ledger.entering import Entered
from huifang.ledger.records import CallRecord, answers_of
from huifang.tables.declared.calls import FILLED


@dataclass(frozen=True, slots=True)
class Change:
    """A resent row that differs from the accepted record in one column; old and new as people read them."""

    record_no: str
    key: str
    column: str
    old: str
    new: str


@dataclass(frozen=True)
class Posting:
    """Which rows of a sheet are new and under which number (by their place in it), changes of known records, and the
    numbers of all known ones that came again. ``unplanned`` of the new ones answer no plan number.
    """

    numbers: Mapping[int, str]
    changes: tuple[Change, ...]
    seen: frozenset[str]
    unplanned: int


def post(entered: Entered, existing: Iterable[CallRecord], unplanned_so_far: int) -> Posting:
    """Sort the rows of one sheet into new, changed and known; new ones are numbered by the time of the call.

    A new row gets plan_no + attempt, an unplanned one U + number; one that was an accepted call under another time
    is a change of that call. ``existing`` are all versions-as-they-stand of records that may share a plan number or
    customer with the rows, withdrawn ones included (their numbers stay used; a withdrawn record that is sent again is a
    new one).
    """
    known: dict[tuple[str, str, str], CallRecord] = {}
    by_no: dict[str, CallRecord] = {}
    attempts: dict[str, int] = {}
    for record in existing:
        if not record.withdrawn:
            known[record.key] = by_no[record.record_no] = record
        if record.plan_no:
            attempts[record.plan_no] = max(attempts.get(record.plan_no, 0), int(record.record_no.rpartition("-")[2]))
    numbers: dict[int, str] = {}
    changes: list[Change] = []
    seen: set[str] = set()
    plan_nos, moments, unplanned = entered.columns["plan_no"], entered.columns["moment"], 0
    for place in sorted(range(len(entered)), key=moments.__getitem__):  # the rows are in the order of the sheet
        accepted = known.get(entered.keys[place]) or by_no.get(entered.former.get(place, "")) if known else None
        if accepted is not None:
            changes.extend(_differences(accepted, entered.record(place), entered.headers))
            seen.add(accepted.record_no)
        elif plan_nos[place]:
            attempts[plan_nos[place]] = attempts.get(plan_nos[place], 0) + 1
            numbers[place] = f"{plan_nos[place]}-{attempts[plan_nos[place]]}"
        else:
            unplanned += 1
            numbers[place] = f"U{unplanned_so_far + unplanned:05d}"
    return Posting(numbers, tuple(changes), frozenset(seen), unplanned)


def _differences(accepted: CallRecord, row: CallRecord, questions: Mapping[str, str]) -> Iterable[Change]:
    answered = {key: questions.get(key, key) for key in sorted({*answers_of(accepted), *answers_of(row)})}
    for key, header in {**{column.key: column.header for column in FILLED}, **answered}.items():
        old, new = accepted.text(key), row.text(key)
        if old != new:
            yield Change(accepted.record_no, key, header, old, new)
