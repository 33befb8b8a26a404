"""What is drawn for a task: records of its period, sealed before the seed is known, in the order of their tickets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec import field

from huifang.core.periods import Period
from huifang.core.tickets import ticket
from huifang.ledger.formats import Format, StoredDocument, StoredPart
from huifang.ledger.tasks_said import DrawnRecord
from huifang.policy.tasks import DrawSize


class ListedRecord(StoredPart, frozen=True, kw_only=True):
    """A record that may be drawn, and whose it is."""

    agent: str
    record_no: str


class RecordFrame(StoredDocument, frozen=True, kw_only=True):
    """The records of a period that may be drawn, in the order of their numbers."""

    FORMAT = Format("待抽的记录")

    period: str
    from_on: date = field(name="from")
    until_on: date = field(name="until")
    records: tuple[ListedRecord, ...]


def record_frame(period: Period, records: Iterable[tuple[str, str]]) -> RecordFrame:
    """The frame of these records (agent, number): the same ones give the same bytes, in whatever order they came."""
    listed = tuple(ListedRecord(agent=agent, record_no=number) for agent, number in sorted(records))
    return RecordFrame(period=period.name, from_on=period.from_on, until_on=period.until_on, records=listed)


def drawn_from(frame: RecordFrame, seed: str, size: DrawSize) -> tuple[DrawnRecord, ...]:
    """The records with the smallest tickets: of all, or of each agent."""
    of_agent: dict[str, list[DrawnRecord]] = {}
    for one in frame.records:
        hashed = ticket(seed, one.agent, one.record_no)
        drawn = DrawnRecord(agent=one.agent, record_no=one.record_no, ticket=hashed)
        of_agent.setdefault(one.agent if size.of_each else "", []).append(drawn)
    return tuple(
        record
        for agent in sorted(of_agent)
        for record in sorted(of_agent[agent], key=lambda record: record.ticket)[: size.of(len(of_agent[agent]))]
    )
