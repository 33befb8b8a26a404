"""Calls of telephone lines (话单) as they come of calls that people report: with what bills and people do to them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from huifang.decisions.audit.matching import LineCall, NumberIndex, ReportedCall, reconcile
from huifang.ledger.phone_said import PhoneCall
from places import DATA

#: One made-up day of calls, as each company and switchboard lists it.
LISTS = DATA / "phone"


@dataclass(frozen=True, kw_only=True)
class PhoneNoise:
    """How calls and their reports differ where nobody means ill. Shares are of the true calls.

    ``off`` is by how many minutes typed times usually differ, ``late`` the share that is typed from memory (by up to
    ``hours``), ``wrong_day`` the share with the day before or after. ``rings`` adds the ringing to the length, ``step``
    rounds it up to whole minutes, ``masked`` hides four digits. ``tries`` calls before were not answered, ``returned``
    are calls that the customer made; ``private`` calls are with other people. ``lost`` is missing on the bill, and
    ``elsewhere`` went to a number of the customer's that nobody wrote down.
    """

    off: float = 1.5
    late: float = 0.1
    hours: float = 3.0
    wrong_day: float = 0.003
    rings: bool = False
    step: int = 1
    masked: bool = False
    tries: float = 0.2
    returned: float = 0.03
    private: float = 0.5
    lost: float = 0.0005
    elsewhere: float = 0.001


#: How bills look: each way once.
BILLS = {
    "逐秒": PhoneNoise(),
    "含响铃": PhoneNoise(rings=True),
    "按分钟进位": PhoneNoise(step=60),
    "号码遮盖": PhoneNoise(masked=True),
    "以上都有，三成凭记忆补填": PhoneNoise(rings=True, step=60, masked=True, late=0.3),
}


def phone_lines(chance: random.Random, true: Sequence[ReportedCall], noise: PhoneNoise) -> list[LineCall]:
    """The calls of a list in which the reported ones did take place, and others besides."""
    return [line for report in true for line in _of(chance, report, noise)]


def _of(chance: random.Random, report: ReportedCall, noise: PhoneNoise) -> Iterator[LineCall]:
    if chance.random() < noise.lost:
        return
    at = report.started_at + timedelta(seconds=int(chance.gauss(0, noise.off * 60)))
    if chance.random() < noise.late:
        at += timedelta(minutes=int(chance.uniform(-noise.hours, noise.hours) * 60))
    if chance.random() < noise.wrong_day:
        at += timedelta(days=chance.choice((-1, 1)))
    spoken = max(20, int((report.minutes or 1) * 60 + chance.uniform(-50, 40)))
    seconds = spoken + (int(chance.uniform(3, 35)) if noise.rings else 0)
    seconds = -(-seconds // noise.step) * noise.step
    if chance.random() < noise.elsewhere:
        report = replace(report, numbers=(f"1660{chance.randint(0, 9**7):07}",))
    number = _masked(report.numbers[0]) if noise.masked else report.numbers[0]

    def call(when: datetime, length: int, other: str, is_outgoing: bool = True) -> LineCall:
        made = PhoneCall(
            started_at=when, seconds=length, step=noise.step, has_ring=noise.rings, line=f"line of {report.agent}",
            other=other, agent="", is_outgoing=is_outgoing, is_answered=length > 0, row=0,
        )  # fmt: skip
        return LineCall(report.agent, made)

    if chance.random() < noise.tries:
        yield call(at - timedelta(minutes=chance.randint(2, 240)), 0, number)
    yield call(at, seconds, number, chance.random() >= noise.returned)
    if chance.random() < noise.private:
        other, when = f"1770{chance.randint(0, 9**7):07}", at + timedelta(minutes=chance.randint(3, 60))
        yield call(when, chance.randint(5, 900), other)


def _masked(number: str) -> str:
    return f"{number[:3]}****{number[7:]}" if len(number) == 11 else number


def made_reports(
    chance: random.Random, agent: str, customers: Sequence[tuple[str, str]], days: Sequence[datetime]
) -> list[ReportedCall]:
    """A report of one call with each customer (number and telephone), spread over the days."""
    reports = []
    for at, (customer_no, phone) in enumerate(customers):
        start = days[at % len(days)].replace(hour=9, minute=0, second=0) + timedelta(minutes=chance.randint(0, 500))
        reports.append(
            ReportedCall(
                record_no=f"{agent}-{customer_no}", agent=agent, customer_no=customer_no, customer=customer_no,
                numbers=(phone,), started_at=start, minutes=max(1, int(chance.lognormvariate(1.0, 0.5))),
            )
        )  # fmt: skip
    return reports


@dataclass(frozen=True)
class MadeCalls:
    """What agents report, what the lists have, and which of the reports (by record number) are untrue."""

    reports: Sequence[ReportedCall]
    lines: Sequence[LineCall]
    untrue: frozenset[str]

    def proved(self) -> frozenset[str]:
        """The records that the lists prove."""
        index = NumberIndex((number, one.customer_no) for one in self.reports for number in one.numbers)
        found = reconcile(self.reports, self.lines, index, {})
        return frozenset(number for one in found.values() for number in one.proved)


def made_calls(seed: int, noise: PhoneNoise, untrue: float = 0.3, *, brief: bool = False) -> MadeCalls:
    """Ten days of three agents with sixty customers each. Of the untrue reports every third was rung, and hung up
    before anybody answered; where they are ``brief``, each was rung, and hung up after some seconds of talk.
    """
    chance, days = random.Random(seed), [datetime(2026, 11, day) for day in range(21, 31)]
    reports: list[ReportedCall] = []
    lines: list[LineCall] = []
    invented = set()
    for agent in ("A01", "A02", "A03"):
        customers = [(f"{agent}{n:02}", f"1{chance.choice('38')}8{chance.randrange(10**8):08}") for n in range(60)]
        for report in made_reports(chance, agent, customers, days):
            reports.append(report)
            kind = chance.random() / untrue
            if kind >= 1:
                lines += phone_lines(chance, [report], noise)
                continue
            invented.add(report.record_no)
            if brief or kind < 1 / 3:
                seconds = -(-chance.randint(4, 12) // noise.step) * noise.step if brief else 0
                rung = replace(noise, private=0, tries=0, wrong_day=0)
                lines += [_hung_up(line, seconds) for line in phone_lines(chance, [report], rung)]
    return MadeCalls(reports, lines, frozenset(invented))


def _hung_up(line: LineCall, seconds: int) -> LineCall:
    return LineCall(line.agent, replace(line.call, seconds=seconds, is_answered=seconds > 0))
