"""Posting a sheet: which rows are new records, which are known, and which would change what was accepted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from huifang.ledger.records import FILLED, HEADER_OF, CallRecord, answers_of


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
    """New records (numbered), changes of known ones, and the numbers of all known ones that came again."""

    new: tuple[CallRecord, ...]
    changes: tuple[Change, ...]
    seen: frozenset[str]


def post(
    rows: Iterable[CallRecord],
    existing: Iterable[CallRecord],
    unplanned_so_far: int,
    headers: Mapping[str, str] = HEADER_OF,
) -> Posting:
    """Sort the rows of one sheet into new, changed and known.

    Rows come without ``record_no``; a new one gets plan_no + attempt, an unplanned one U + number. ``existing`` are
    all versions-as-they-stand of records that may share a plan number or customer with the rows, withdrawn ones
    included (their numbers stay used; a withdrawn record that is sent again is a new one). ``headers`` name the columns
    by key, those of questions included.
    """
    known: dict[tuple[str, str, str], CallRecord] = {}
    attempts: dict[str, int] = {}
    for record in existing:
        if not record.withdrawn:
            known[record.key] = record
        if record.plan_no:
            attempts[record.plan_no] = max(attempts.get(record.plan_no, 0), int(record.record_no.rpartition("-")[2]))
    new: list[CallRecord] = []
    changes: list[Change] = []
    seen: set[str] = set()
    for row in sorted(rows, key=lambda r: (r.moment, r.source_row)):
        accepted = known.get(row.key)
        if accepted is not None:
            changes.extend(_differences(accepted, row, headers))
            seen.add(accepted.record_no)
            continue
        if row.plan_no:
            attempts[row.plan_no] = attempts.get(row.plan_no, 0) + 1
            number = f"{row.plan_no}-{attempts[row.plan_no]}"
        else:
            unplanned_so_far += 1
            number = f"U{unplanned_so_far:05d}"
        new.append(replace(row, record_no=number))
    return Posting(tuple(new), tuple(changes), frozenset(seen))


def _differences(accepted: CallRecord, row: CallRecord, headers: Mapping[str, str]) -> Iterable[Change]:
    questions = sorted({*answers_of(accepted), *answers_of(row)})
    for key in (*FILLED, *questions):
        old, new = accepted.text(key), row.text(key)
        if old != new:
            yield Change(accepted.record_no, key, headers.get(key, key), old, new)
