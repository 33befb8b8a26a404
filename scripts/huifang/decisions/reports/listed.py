"""How calls are listed: which columns, how wide, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from huifang.ledger.issues import IssuedCall
from huifang.ledger.records import FIELDS, CallRecord, answers_of
from huifang.ledger.state import State
from huifang.tables.declared.calls import ISSUED_KEYS
from huifang.tables.model import Column, Kind, Table

#: What no record keeps, as it follows from others: the rows that the call is about, the class the customer counts as.
ABOUT, COUNTED_AS = Column("关于", "about", width=22), Column("算作的类别", "counted_as", width=13)
#: Behind which column that stands.
_BEHIND = "reason_to_call"


@dataclass(frozen=True)
class CallLists:
    """The columns of a report's records, and the keys of those in which one says something.

    ``sources`` says where the original of each submission lies now; ``told`` by record number what follows from others.
    """

    columns: tuple[Column, ...]
    filled: frozenset[str]
    sources: Mapping[str, str]
    told: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def lines(self, records: Iterable[CallRecord], columns: Iterable[Column]) -> Iterator[tuple[Any, ...]]:
        """What stands in these columns, record by record."""
        keys = [column.key for column in columns]
        for record in records:
            said = {**record.cells, **answers_of(record), **self.told.get(record.record_no, {})}
            said["source_file"] = self.sources.get(record.submission, record.source_file)
            yield tuple(said.get(key, "") for key in keys)


def call_lists(
    table: Table,
    records: Sequence[CallRecord],
    sources: Mapping[str, str],
    told: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> CallLists:
    """How these records are listed; ``table`` is 回访记录 with all they keep, what the rules do not use out of sight.

    What the system fills in, what the rules do not use, and what follows from others, is left out where no record says
    anything in it. The answers to a question that the rules no longer ask stand under its 题号.
    """
    answered = {key for said in {record.answers: record for record in records}.values() for key in answers_of(said)}
    gone = [Column(key, key, width=16) for key in sorted(answered - table.by_key.keys())]
    filled = answered | {key for key in FIELDS if any(map(attrgetter(key), records))}
    filled |= {key for said in told.values() for key, text in said.items() if text}
    used = [column for column in table.columns if column.key in filled or not (column.issued or column.hidden)]
    at = next((place for place, column in enumerate(used, 1) if column.key == _BEHIND), 0)
    derived = [column for column in (ABOUT, COUNTED_AS) if column.key in filled]
    columns = (*used[:at], *derived, *used[at:], *gone)
    return CallLists(tuple(map(_for_a_list, columns)), frozenset(filled), sources, told)


def _for_a_list(column: Column) -> Column:
    """As it is in sight; what people write takes more room than where they type it."""
    wider = column.width // 3 if column.kind is Kind.TEXT and not column.issued else 0
    return replace(column, width=column.width + wider, hidden=False)


def as_issued(records: Iterable[CallRecord], issued: Mapping[str, Sequence[IssuedCall]]) -> Iterator[CallRecord]:
    """The records with what their calls were issued with (by customer): release 0.1.0 did not keep all of it."""
    for record in records:
        calls = (call for call in reversed(issued.get(record.customer_no, ())) if call.plan_no == record.plan_no)
        call = next(calls, None)
        said = {key: getattr(call, key) for key in ISSUED_KEYS if not getattr(record, key)} if call else {}
        yield record.but(**said) if any(said.values()) else record


def sources_of(state: State) -> dict[str, str]:
    """Where the original of each submission lies now, by its number."""
    brought = {kept.number: kept.path for kept in state.past_lists}
    return {**brought, **{submission.number: submission.archived for submission in state.submissions}}
