"""Calls as they were issued to agents; what was issued is journaled by its hash and never changes afterwards."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from huifang.core.periods import Period


class IssuedCall(NamedTuple):
    """One call of a batch.

    ``plan_no`` names the obligation and keeps it for ever; a call that serves several has the number of the strictest,
    ``covers`` lists the numbers of all, that one first, and ``keys`` says in the same order what each is owed for.
    ``from_on`` to ``due_on`` is the window, both inclusive; ``base_on`` the day it counts from, a connected call's when
    ``base_is_call``. ``basis`` says it in words.
    """

    plan_no: str
    customer_no: str
    customer_name: str
    contact_role: str
    contact: str
    phone: str
    agent: str
    owner: str
    rule: str
    method: str
    reason_to_call: str
    message: str
    from_on: date
    due_on: date
    planned_on: date
    base_on: date
    base_is_call: bool
    basis: str
    covers: tuple[str, ...]
    period: str
    book: str
    keys: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Plain values, by field."""
        return {key: value.isoformat() if isinstance(value, date) else value for key, value in self._asdict().items()}


_DATES = ("from_on", "due_on", "planned_on", "base_on")


@dataclass(frozen=True, slots=True)
class Book:
    """One workbook issued to an agent; ``seq`` is the journal entry that issued it.

    ``calls_in`` is the stored file with what the workbook was issued with: ``length`` bytes from ``start`` on, whose
    SHA-256 is the ``digest`` that the workbook itself holds as well. ``rules`` are those of its whole plan.
    """

    file: str
    agent: str
    span: Period
    digest: str
    sha256: str
    seq: int
    calls_in: str
    start: int
    length: int
    rules: frozenset[str]
    versions: Mapping[str, str]

    @property
    def period(self) -> str:
        """The name of the batch."""
        return self.span.name


def calls_to_line(office_id: str, agent: str, period: str, calls: Sequence[IssuedCall]) -> bytes:
    """What one workbook was issued with, column by column, as one line; it says for whom, so no two are the same.

    A column whose cells are all the same is kept as this one value, in a list of its own.
    """
    columns: dict[str, list[Any]] = {name: [getattr(call, name) for call in calls] for name in IssuedCall._fields}
    for key in _DATES:
        columns[key] = [day.isoformat() for day in columns[key]]
    kept = {name: column[:1] if column[1:] == column[:-1] else column for name, column in columns.items()}
    body = {"office": office_id, "agent": agent, "period": period, "calls": kept}
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def calls_from_line(line: bytes) -> tuple[IssuedCall, ...]:
    """The calls of one workbook."""
    columns = json.loads(line)["calls"]
    for key in _DATES:
        columns[key] = [date.fromisoformat(day) for day in columns[key]]
    for key in ("covers", "keys"):
        columns[key] = [tuple(listed) for listed in columns[key]]
    count = max(map(len, columns.values()))
    whole = (column if len(column) == count else column * count for column in map(columns.get, IssuedCall._fields))
    return tuple(map(IssuedCall._make, zip(*whole, strict=True)))


class Issued:
    """All calls ever issued, book by book, oldest first: what planning and reports look at.

    ``standing`` names the books that were not taken back with their plan; the numbers of all others stay used.
    """

    def __init__(self, books: Iterable[tuple[Book, tuple[IssuedCall, ...]]], standing: Set[str]) -> None:
        self._standing: list[tuple[Book, tuple[IssuedCall, ...]]] = []
        #: (customer, key) of every obligation ever issued → its plan_no
        self.numbers: dict[tuple[str, str], str] = {}
        for book, calls in books:
            for call in calls:
                self.numbers.update(
                    {(call.customer_no, key): no for key, no in zip(call.keys, call.covers, strict=True)}
                )
            if book.file in standing:
                self._standing.append((book, calls))

    def of_period(self, period: str) -> tuple[IssuedCall, ...]:
        """The batch as it stands, in order of issue; of a call issued twice, the newer issue."""
        calls = (call for book, calls in self._standing if book.period == period for call in calls)
        return tuple({call.plan_no: call for call in calls}.values())

    def by_customer(self) -> dict[str, list[IssuedCall]]:
        """All issued calls of each customer, oldest first."""
        found: dict[str, list[IssuedCall]] = {}
        for _, calls in self._standing:
            for call in calls:
                found.setdefault(call.customer_no, []).append(call)
        return found

    def newest_book(self, plan_nos: Set[str]) -> Book | None:
        """The book of the newest issue that holds one of the numbers; of several in one issue, the highest number's."""
        last = [
            (book.seq, call.plan_no, book)
            for book, calls in self._standing
            for call in calls
            if call.plan_no in plan_nos
        ]
        return max(last, key=lambda issue: issue[:2])[2] if last else None
