"""Simulated customers whom an auditor rings: what they remember of a call, and of one that nobody made.

``TUNING`` and ``REPORTED`` are two sets, as for the sheets (:mod:`sheets_simulated`); what is said is compared by the
product itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from msgspec.structs import replace as changed

import sheets_simulated
from huifang.decisions.audit.audited import Agreement, CheckedCall, PeriodChecked, Verdict
from huifang.decisions.audit.comparing_calls import Claims, compare
from huifang.decisions.audit.judging import Suspicion, customers_wanted, judge, measured_forgetting
from huifang.ledger.checks_said import CheckedRow
from huifang.ledger.records import CallRecord
from huifang.tables.declared.spot_checks import CANNOT_SAY, SOMEBODY_ELSE
from huifang.tables.options import BUILT_IN, CONNECTED, NO, NO_PROBLEM, UNRESOLVED, YES

STEPS = BUILT_IN["满意度"]
DRAWN, CUSTOMERS = 3, 30


@dataclass(frozen=True, kw_only=True)
class Memory:
    """What an agent's customers are like: how many answer, how many deny a call that was, or cannot say; how many say
    another day or answer; and how many say yes to whatever they are asked.
    """

    reached: float = 0.75
    denies: float = 0.03
    cannot_say: float = 0.08
    says_day: float = 0.6
    other_day: float = 0.02
    other_answer: float = 0.01
    somebody_else: float = 0.04
    agrees_anyway: float = 0.10


_TUNING = Memory()
_REPORTED = Memory(reached=0.7, denies=0.025, cannot_say=0.12, says_day=0.5, other_day=0.03, agrees_anyway=0.12)
_TUNING_MEMORIES: Mapping[str, Memory] = {
    "细致": _TUNING,
    "简短": replace(_TUNING, denies=0.035),
    "小地方同样的话": replace(_TUNING, cannot_say=0.04),
    "多数没人接": replace(_TUNING, reached=0.4),
    "客户记不清": replace(_TUNING, denies=0.07, cannot_say=0.2, other_day=0.05),
}
_REPORTED_MEMORIES: Mapping[str, Memory] = {
    "细致": _REPORTED,
    "简短": replace(_REPORTED, denies=0.03, says_day=0.4),
    "小地方同样的话": replace(_REPORTED, cannot_say=0.05, agrees_anyway=0.15),
    "多数没人接": replace(_REPORTED, reached=0.35),
    "客户记不清": replace(_REPORTED, denies=0.06, cannot_say=0.25, other_day=0.06),
}


@dataclass(frozen=True)
class Setting:
    """Habits of agents and of their customers, and a seed."""

    sheets: sheets_simulated.Setting
    memories: Mapping[str, Memory]
    seed: int


TUNING = Setting(sheets_simulated.TUNING, _TUNING_MEMORIES, 1)
REPORTED = Setting(sheets_simulated.REPORTED, _REPORTED_MEMORIES, 20261130)
#: How an agent's true rows become those that are handed in.
Cheating = Callable[[Random, list[CallRecord]], list[CallRecord]]


def history(
    rng: Random, setting: Setting, habit: sheets_simulated.Habit, periods: int, cheat: Cheating | None = None
) -> list[PeriodChecked]:
    """So many periods of one agent, who is called after the habit, each checked."""
    made = []
    for number in range(periods):
        true = sheets_simulated.called(rng, setting.sheets, habit, habit.name, CUSTOMERS)
        claimed = cheat(rng, true) if cheat else true
        kept = {record.record_no for record in claimed}
        real = [record for record in true if record.record_no in kept]
        made.append(checked(rng, str(number), claimed, real, setting.memories[habit.name]))
    return made


Histories = Mapping[str, Sequence[PeriodChecked]]


def without_lists(office: Histories) -> Histories:
    """The same office where no call record proves a call."""
    return {who: [_told_by_customers(one) for one in periods] for who, periods in office.items()}


def with_lists(office: Histories) -> Histories:
    """The same office where lists of calls are there: a call that they prove is not denied, it is forgotten."""
    return {who: [_told_by_lists_too(one) for one in periods] for who, periods in office.items()}


def forgetting_in(office: Histories) -> list[float]:
    """How often customers forget, as it is measured after each period."""
    periods = range(1, max(map(len, office.values())) + 1)
    return [measured_forgetting(one for checked in office.values() for one in checked[:until]) for until in periods]


def found_in(periods: Sequence[PeriodChecked], forgetting: Sequence[float]) -> int | None:
    """After how many periods of an agent a review was advised (None: never)."""
    for number in range(1, len(periods) + 1):
        if judge(periods[:number], Suspicion(forgetting[number - 1]))[-1].verdict is Verdict.REVIEW:
            return number
    return None


def _told_by_customers(period: PeriodChecked) -> PeriodChecked:
    return replace(period, calls=[replace(call, is_proved=False, is_forgotten=False) for call in period.calls])


def _told_by_lists_too(period: PeriodChecked) -> PeriodChecked:
    calls = [replace(call, agreement=Agreement.UNSURE) if call.is_forgotten else call for call in period.calls]
    return replace(period, calls=calls)


def checked(
    rng: Random, period: str, claimed: Sequence[CallRecord], true: Sequence[CallRecord], memory: Memory
) -> PeriodChecked:
    """The auditor's calls about one agent: three customers, the next where nobody answers, three more for each that
    differs. ``true`` are the calls that were made, as they were.
    """
    agent = claimed[0].agent
    by_customer = _by_customer(claimed)
    real = _by_customer(true)
    end = max(record.called_on for record in claimed)
    calls: list[CheckedCall] = []
    for order, customer in enumerate(rng.sample(sorted(by_customer), len(by_customer)), 1):
        said = [call.agreement for call in calls]
        wanted = customers_wanted(DRAWN, said.count(Agreement.DIFFERS), said.count(Agreement.UNSURE))
        if len(said) - said.count(Agreement.UNREACHED) >= wanted:
            break
        row = _heard(rng, customer, order, real.get(customer, ()), memory, end)
        found = compare(row, Claims(agent=agent, sealed=by_customer[customer], steps=STEPS))
        is_proved = any(one.result == CONNECTED for one in real.get(customer, ()))
        calls.append(
            CheckedCall(
                agent=agent, period=period, draw=1, order=order, check_no=row.check_no, customer_no=customer,
                customer=customer, record_no=found.record_no, agreement=found.agreement, differences=found.differences,
                unsure=found.unsure, is_proved=is_proved,
                is_forgotten=is_proved and found.is_denied,
            )
        )  # fmt: skip
    return PeriodChecked(agent=agent, period=period, claimed=len(by_customer), calls=calls)


def _by_customer(records: Sequence[CallRecord]) -> dict[str, list[CallRecord]]:
    found: dict[str, list[CallRecord]] = {}
    for record in records:
        found.setdefault(record.customer_no, []).append(record)
    return found


def _heard(rng: Random, customer: str, order: int, real: Sequence[CallRecord], memory: Memory, end: date) -> CheckedRow:
    """What the customer says; ``real`` are the calls that were made to him."""
    row = CheckedRow(
        check_no=f"{customer}-{order}", order=order, customer_no=customer, row=order + 1, sheet="抽查", reached=NO,
        checked_by="D01", checked_at=datetime.combine(end + timedelta(days=3), time(10)),
    )  # fmt: skip
    if rng.random() >= memory.reached:
        return row
    spoke = [one for one in real if one.result == CONNECTED]
    row = changed(row, reached=YES, answered_by=SOMEBODY_ELSE if rng.random() < memory.somebody_else else "")
    if rng.random() < memory.cannot_say:
        return changed(row, was_called=CANNOT_SAY)
    if not spoke:
        if rng.random() >= memory.agrees_anyway:
            return changed(row, was_called=NO)
        return changed(row, was_called=YES, satisfaction="满意", solved=NO_PROBLEM)
    if rng.random() < memory.denies:
        return changed(row, was_called=NO)
    return _remembered(rng, row, spoke[-1], memory)


def _remembered(rng: Random, row: CheckedRow, about: CallRecord, memory: Memory) -> CheckedRow:
    """What somebody tells of a call that was."""
    day = None
    if rng.random() < memory.says_day:
        off = rng.choice((2, 3, 4)) if rng.random() < memory.other_day else rng.choice((0, 0, 0, 1))
        day = about.called_on + timedelta(days=rng.choice((-off, off)))
    step = STEPS.index(about.satisfaction) if about.satisfaction in STEPS else 1
    if rng.random() < memory.other_answer:
        step = step + 2 if step < 2 else step - 2
    elif rng.random() < 0.2:
        step = min(max(step + rng.choice((-1, 1)), 0), len(STEPS) - 1)
    solved = NO if about.handling == UNRESOLVED else rng.choice((YES, NO_PROBLEM))
    return changed(row, was_called=YES, called_on=day, satisfaction=STEPS[step], solved=solved)
