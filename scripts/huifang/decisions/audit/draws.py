"""Spot checks: the frame and what a seed draws from it.

The frame is every agent's approved list when a period ends, and every customer whom the agent claims to have called in
it. The frame is sealed before the seed is known, so nobody can choose who is drawn; afterwards anybody can draw again.
The draw is consistent: each ticket depends on seed, agent and customer only, so a larger sample extends a smaller one.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from msgspec import field

from huifang.core.periods import Period
from huifang.core.tickets import ticket
from huifang.ledger.formats import Format, StoredDocument, StoredPart
from huifang.ledger.spot_checks import DrawnCustomer
from huifang.policy.customers import Customer

#: For each customer that is to be called so many more stand by, in the order of their tickets.
RESERVES_PER_CHECK = 3


class Listed(StoredPart, frozen=True, kw_only=True):
    """A customer of an agent's list, with the newest record of the period (None: there is none)."""

    customer_no: str
    record_no: str | None


class AgentList(StoredPart, frozen=True, kw_only=True):
    """The list of one agent, by 客户编号."""

    agent: str
    customers: tuple[Listed, ...]


class StoredFrame(StoredDocument, frozen=True, kw_only=True):
    """A frame as it is stored and hashed."""

    FORMAT = Format("封存的名单")

    period: str
    from_on: date = field(name="from")
    until_on: date = field(name="until")
    per_agent: int
    agents: tuple[AgentList, ...]


@dataclass(frozen=True)
class Frame:
    """Who can be drawn: per agent the approved list at the period's end, and whoever the agent claims to have called in
    it, deleted and moved customers too (decision 4). ``per_agent`` is 基本/每人抽查数 of then.
    """

    period: Period
    per_agent: int
    lists: Mapping[str, tuple[Listed, ...]]

    def to_bytes(self) -> bytes:
        """The frame as it is stored and hashed: the same frame gives the same bytes, in whatever order it came."""
        return StoredFrame(
            period=self.period.name,
            from_on=self.period.from_on,
            until_on=self.period.until_on,
            per_agent=self.per_agent,
            agents=tuple(
                AgentList(agent=agent, customers=tuple(sorted(self.lists[agent], key=lambda one: one.customer_no)))
                for agent in sorted(self.lists)
            ),
        ).to_json()

    @property
    def sha256(self) -> str:
        """Lower-case hex SHA-256 of the stored frame."""
        return sha256(self.to_bytes()).hexdigest()


@dataclass(frozen=True)
class Sample:
    """What a seed draws: ``chosen`` are to be called, ``reserve`` one by one where somebody cannot be reached."""

    chosen: tuple[DrawnCustomer, ...]
    reserve: tuple[DrawnCustomer, ...]


def make_frame(
    period: Period,
    per_agent: int,
    customers: Iterable[Customer],
    agents: Container[str],
    claims: Mapping[str, Mapping[str, str]],
) -> Frame:
    """The frame from the registers at the period's end; ``agents`` are the known 工号, anybody else holds no list.

    ``claims`` are the newest records of the period by customer and agent, in the order of their time; for a customer of
    the list whom only somebody else claims, the last of those records is named.
    """
    lists: dict[str, dict[str, str | None]] = {}
    for customer in customers:
        if customer.approved and customer.owner in agents:
            claimed = [*claims.get(customer.customer_no, {}).values()]
            lists.setdefault(customer.owner, {})[customer.customer_no] = claimed[-1] if claimed else None
    for number, records in claims.items():
        for agent, record_no in records.items():
            if agent in agents:
                lists.setdefault(agent, {})[number] = record_no
    frame = {agent: sorted(listed.items()) for agent, listed in lists.items()}
    return Frame(
        period, per_agent, {a: tuple(Listed(customer_no=n, record_no=r) for n, r in held) for a, held in frame.items()}
    )


def parse_frame(content: bytes) -> Frame:
    """The frame from its stored bytes, whose hash is known to be the one that was journaled.

    Raises:
        NewerFormat: a newer release sealed it.
        ValueError: it is no frame.
    """
    stored = StoredFrame.from_json(content)
    period = Period(stored.from_on, stored.until_on, stored.period)
    return Frame(period, stored.per_agent, {one.agent: one.customers for one in stored.agents})


def in_order(frame: Frame, seed: str, agent: str) -> list[DrawnCustomer]:
    """The agent's whole list in the order of the tickets."""
    record_of = {listed.customer_no: listed.record_no for listed in frame.lists.get(agent, ())}
    tickets = sorted((ticket(seed, agent, number), number) for number in record_of)
    return [
        DrawnCustomer(agent=agent, order=order, customer_no=number, record_no=record_of[number], ticket=hashed)
        for order, (hashed, number) in enumerate(tickets, start=1)
    ]


def draw_from(frame: Frame, seed: str) -> Sample:
    """Order every agent's list by ticket; the first ``per_agent`` are chosen, the next ones stand by in order."""
    chosen: list[DrawnCustomer] = []
    reserve: list[DrawnCustomer] = []
    for agent in sorted(frame.lists):
        ordered = in_order(frame, seed, agent)
        chosen += ordered[: frame.per_agent]
        reserve += ordered[frame.per_agent : frame.per_agent * (1 + RESERVES_PER_CHECK)]
    return Sample(tuple(chosen), tuple(reserve))
