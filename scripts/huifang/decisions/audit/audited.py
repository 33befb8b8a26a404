"""What the audit of a period found, agent by agent: the values that page, workbook and letter of 抽查报告 draw.

Nothing in them is a verdict on a person: what the customers said, how much of it can be wrong by chance, and what to do
next.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Agreement(StrEnum):
    """What one telephone call of the auditor says about the record of the call that it asks about."""

    AGREES = "相符"
    DIFFERS = "不符"
    UNSURE = "说不准"
    UNREACHED = "未联系上"


class Verdict(StrEnum):
    """What to do about an agent's records next."""

    NOTHING_FOUND = "无异常"
    GO_ON = "继续抽查"
    REVIEW = "建议全面复核"


@dataclass(frozen=True, kw_only=True)
class CheckedCall:
    """One customer whom the auditor rang, compared with what the ledger said when the frame was sealed.

    ``order`` is the customer's place among the agent's tickets, from 1. ``differences`` say in words what the customer
    says and what the record says, for 不符; ``unsure`` why nothing can be concluded, for 说不准. ``record_no`` is the
    record it is about; None where the agent claimed no call. ``is_proved``: 话单 shows that the call took place;
    ``is_forgotten``: it does, and the customer says that nobody called.
    """

    agent: str
    period: str
    draw: int
    order: int
    check_no: str
    customer_no: str
    customer: str
    record_no: str | None
    agreement: Agreement
    differences: Sequence[str] = ()
    unsure: str = ""
    words: str = ""
    checked_by: str = ""
    checked_at: datetime | None = None
    is_proved: bool = False
    is_forgotten: bool = False


@dataclass(frozen=True, kw_only=True)
class PeriodChecked:
    """All checked calls of one agent in one period; ``claimed`` is how many customers of the frame have a record,
    ``drawn`` how many were to be called before anything differed, ``listed`` how many the frame holds in all (None:
    not known).
    """

    agent: str
    period: str
    claimed: int
    calls: Sequence[CheckedCall]
    drawn: int = 3
    listed: int | None = None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What the checks of an agent say so far, up to and with ``period``.

    The four counts are of this period. ``upper_fake_share`` is the share of this period's records that may be untrue at
    most, at 95 % (None: nothing was claimed). ``verdict`` comes of all periods together; ``found``, ``limits`` and
    ``next_step`` are its words for the boss: what was found, what it can and cannot show, what to do. ``wanted`` is how
    many customers are to be reached in this period in all: those of the draw, three more for each contradiction, and
    one more for each who could not say.
    """

    agent: str
    period: str
    checked: int
    confirmed: int
    contradicted: int
    unsure: int
    unreachable: int
    upper_fake_share: float | None
    verdict: Verdict
    found: str
    limits: str
    next_step: str
    wanted: int


@dataclass(frozen=True, kw_only=True)
class Signal:
    """Something about an agent's records that deserves a look: evidence, never a verdict.

    ``what`` names its kind in a few words, ``place`` where it is to be seen (workbook, sheet and rows, or record
    numbers), ``figure`` how much it is, ``usual`` how usual that is in this office.
    """

    agent: str
    what: str
    place: str
    figure: str
    usual: str


@dataclass(frozen=True, kw_only=True)
class Reconciled:
    """An agent's reported calls beside the telephone company's records of a period.

    ``reported`` counts the records whose calls 话单 should show, ``matched`` those that it shows. The first three lists
    say in words what differs: a reported call without a call, a call to a customer that nobody reported, durations far
    apart. ``proved`` are the record numbers of the matched ones in which people spoke about as long as reported;
    ``times_apart`` says which were made at quite another time, ``notes`` what of the period 话单 does not cover.
    """

    agent: str
    reported: int
    matched: int
    without_call: Sequence[str]
    without_report: Sequence[str]
    durations_apart: Sequence[str]
    proved: frozenset[str]
    times_apart: Sequence[str] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class StepShown:
    """One of the six steps of 000/五 with the evidence behind it: how many of how many were done, and each one of them
    in words, those that were not done first.
    """

    name: str
    done: int
    all: int
    missed: Sequence[str]
    evidence: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class AgentAudit:
    """One agent in one period. ``before`` are the standings of earlier periods, the oldest first; ``waiting`` are the
    customers who are still to be rung, in the order of their tickets, in words. ``claimed`` is how many customers of
    the sealed frame have a record of the agent.
    """

    agent: str
    label: str
    standing: Standing
    claimed: int = 0
    calls: Sequence[CheckedCall] = ()
    waiting: Sequence[str] = ()
    before: Sequence[Standing] = ()
    signals: Sequence[Signal] = ()
    reconciled: Reconciled | None = None
    steps: Sequence[StepShown] = ()


@dataclass(frozen=True, kw_only=True)
class PeriodAudit:
    """The audit of one period. ``notes`` are about the checking itself: its haste, customers who were never drawn."""

    period: str
    unit_name: str
    made_at: datetime
    seeds: Sequence[str]
    sealed_before: bool
    agents: Sequence[AgentAudit]
    notes: Sequence[str] = ()
