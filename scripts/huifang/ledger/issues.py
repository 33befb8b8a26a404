"""Calls as they were issued to agents; what was issued is journaled by its hash and never changes afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, time
from typing import Any, NamedTuple

import msgspec

from huifang.core.periods import Period
from huifang.ledger.formats import Format, NewerFormat, StoredDocument


class IssuedCall(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """One call of a batch.

    ``plan_no`` names the obligation and keeps it for ever; a call that serves several has the number of the strictest,
    ``covers`` lists the numbers of all, that one first, and ``keys`` says in the same order what each is owed for.
    ``from_on`` to ``due_on`` is the window, both inclusive; ``base_on`` the day it counts from, a connected call's when
    ``base_is_call``. ``basis`` says it in words. ``last_call`` is what the caller was told of the calls before,
    ``purpose`` what the register said this customer is called for, ``papers`` what is to be had ready,
    ``participants`` who takes part besides, ``until`` the time of day on the window's last day (None: all day).
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
    last_call: str = ""
    purpose: str = ""
    papers: str = ""
    participants: str = ""
    until: time | None = None


class IssuedCalls(StoredDocument, frozen=True, kw_only=True):
    """What one workbook was issued with, and for whom, so that no two are the same: one line of a file.

    ``calls`` has a column for each field of a call; one whose cells are all the same has this one value only. ``again``
    are the numbers of calls that the workbook holds as they were issued to the agent before, in the same batch.
    """

    FORMAT = Format("发放的回访")

    office: str
    agent: str
    period: str
    calls: dict[str, list[Any]]
    again: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """One workbook issued to an agent; ``seq`` is the journal entry that issued it, on the day ``issued_on``.

    ``calls_in`` is the stored file with what the workbook was issued with: ``length`` bytes from ``start`` on, whose
    SHA-256 is the ``digest`` that the workbook itself holds as well. ``rules`` are those of its whole plan.
    """

    file: str
    agent: str
    span: Period
    digest: str
    sha256: str
    seq: int
    issued_on: date
    calls_in: str
    start: int
    length: int
    rules: frozenset[str]
    versions: Mapping[str, str]

    @property
    def period(self) -> str:
        """The name of the batch."""
        return self.span.name


class Contents(NamedTuple):
    """What a workbook holds: the ``calls`` that were issued with it, and the numbers of those that stood ``again``."""

    book: Book
    calls: tuple[IssuedCall, ...]
    again: tuple[str, ...] = ()

    @property
    def plan_nos(self) -> frozenset[str]:
        """The numbers of all its calls."""
        return frozenset((*self.again, *(call.plan_no for call in self.calls)))


#: What a call has, in the order of its fields, and what it had where an older release did not say.
_FIELDS = IssuedCall.__struct_fields__
_DEFAULTS = {one.name: one.default for one in msgspec.structs.fields(IssuedCall) if not one.required}


def calls_to_line(
    office_id: str, agent: str, period: str, calls: Sequence[IssuedCall], again: Iterable[str] = ()
) -> bytes:
    """What one workbook was issued with, as one line."""
    columns = {name: [getattr(call, name) for call in calls] for name in _FIELDS}
    kept = {name: column[:1] if column[1:] == column[:-1] else column for name, column in columns.items()}
    said = IssuedCalls(office=office_id, agent=agent, period=period, calls=kept, again=tuple(again))
    return said.to_json() + b"\n"


def calls_from_line(line: bytes) -> tuple[tuple[IssuedCall, ...], tuple[str, ...]]:
    """The calls that were issued with one workbook, and the numbers of those that stood in it again.

    Raises:
        NewerFormat: a newer release issued them.
        ValueError: the line does not hold calls.
    """
    said = IssuedCalls.from_json(line)
    kept = said.calls
    if not kept.keys() <= {*_FIELDS}:
        raise NewerFormat(IssuedCalls.FORMAT.name)
    count = max(map(len, kept.values()), default=0)
    columns = {**{name: [default] for name, default in _DEFAULTS.items()}, **kept}
    whole = (column if len(column) == count else column * count for column in map(columns.__getitem__, _FIELDS))
    return tuple(msgspec.convert(list(zip(*whole, strict=True)), list[IssuedCall])), said.again


def renumbered_calls(calls: tuple[IssuedCall, ...], numbers: Mapping[str, str]) -> tuple[IssuedCall, ...]:
    """The same with the customers' numbers as they are now, where they got others."""
    if not any(call.customer_no in numbers for call in calls):
        return calls
    now = (numbers.get(call.customer_no, call.customer_no) for call in calls)
    return tuple(msgspec.structs.replace(call, customer_no=no) for call, no in zip(calls, now, strict=True))


class Issued:
    """All calls ever issued, book by book, oldest first: what planning and reports look at.

    ``standing`` names the books that were not taken back with their plan; the numbers of all others stay used.
    """

    def __init__(self, books: Iterable[Contents], standing: Set[str]) -> None:
        self._standing: list[Contents] = []
        #: (customer, key) of every obligation ever issued → its plan_no
        self.numbers: dict[tuple[str, str], str] = {}
        for contents in books:
            for call in contents.calls:
                self.numbers.update(
                    {(call.customer_no, key): no for key, no in zip(call.keys, call.covers, strict=True)}
                )
            if contents.book.file in standing:
                self._standing.append(contents)

    def of_period(self, period: str) -> tuple[IssuedCall, ...]:
        """The batch as it stands, in order of issue; of a call issued twice, the newer issue."""
        calls = (call for book, calls, _ in self._standing if book.period == period for call in calls)
        return tuple({call.plan_no: call for call in calls}.values())

    def by_customer(self) -> dict[str, list[IssuedCall]]:
        """All issued calls of each customer, oldest first."""
        found: dict[str, list[IssuedCall]] = {}
        for _, calls, _ in self._standing:
            for call in calls:
                found.setdefault(call.customer_no, []).append(call)
        return found

    @property
    def all_numbers(self) -> frozenset[str]:
        """Every plan number that was ever given."""
        calls = (call for _, calls, _ in self._standing for call in calls)
        return frozenset((*self.numbers.values(), *(call.plan_no for call in calls)))

    def newest_of(self, plan_nos: Set[str]) -> dict[str, IssuedCall]:
        """These calls, by number, as they were issued last."""
        return {call.plan_no: call for _, calls, _ in self._standing for call in calls if call.plan_no in plan_nos}

    def likeliest_book(self, plan_nos: Set[str]) -> Book | None:
        """The book that holds the most of the numbers; of several the newest; of one issue, the highest number's."""
        held = [(contents, contents.plan_nos & plan_nos) for contents in self._standing]
        return max(
            ((len(here), contents.book.seq, max(here), contents.book) for contents, here in held if here),
            key=lambda one: one[:3],
            default=(0, 0, "", None),
        )[3]
