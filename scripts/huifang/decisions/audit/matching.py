"""Reported calls beside those of the telephone company (话单): which report is which call, and what differs.

What people type is not what a switchboard counts: times are typed to the minute and sometimes at the end of the day,
a length is the minutes that somebody remembers, bills count the ringing or round up. Only what none of this explains is
told; and a call is one report's alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huifang.core.dialled import LOCAL, MASK, lines_in, same_line
from huifang.decisions.audit.audited import Reconciled
from huifang.ledger.phone_said import PhoneCall

#: A report's time may be off so far before that is worth a word.
TIMES_ALIKE = timedelta(minutes=30)
#: A report may say the wrong day by so many days and still be about that call.
DAYS_OFF = 1
#: So short a call cannot have been the talk that somebody reports as one of some minutes.
HARDLY_ANY, SOME_MINUTES = 15, 2
#: So many seconds are no talk where a list counts the ringing as well.
RINGING = 10
#: Beyond the ringing and the minute that is typed: so many minutes, and this share of the shorter one, are nobody's
#: fault.
SPARE_MINUTES, SPARE_SHARE = 2.5, 0.5


@dataclass(frozen=True, kw_only=True)
class ReportedCall:
    """A record of a telephone call; ``is_connected``: in which somebody was reached.

    ``numbers`` are those at which the customer could be rung, as :func:`numbers_of` gives them; ``customer`` names the
    customer to people, ``minutes`` is None where unknown.
    """

    record_no: str
    agent: str
    customer_no: str
    customer: str
    numbers: tuple[str, ...]
    started_at: datetime
    minutes: int | None
    is_connected: bool = True


@dataclass(frozen=True)
class LineCall:
    """A call of a list, and whose line made it."""

    agent: str
    call: PhoneCall


def numbers_of(*texts: str) -> tuple[str, ...]:
    """The numbers in cells of telephones."""
    found = (number for text in texts for number in lines_in(text))
    return tuple(dict.fromkeys(number for number in found if len(number) >= LOCAL[0]))


class NumberIndex:
    """Whose number it may be: the customers by number, as a bill may write it."""

    def __init__(self, numbers: Iterable[tuple[str, str]]) -> None:
        self._whose: dict[str, set[str]] = {}
        self._ends: dict[str, set[str]] = {}
        self._corners: dict[tuple[str, str], set[str]] = {}
        for number, customer_no in numbers:
            self._whose.setdefault(number, set()).add(customer_no)
            self._ends.setdefault(number[-LOCAL[0] :], set()).add(number)
            self._corners.setdefault(_corners(number), set()).add(number)
        self._known: dict[str, frozenset[str]] = {}

    def customers(self, billed: str) -> frozenset[str]:
        """Those whose number it can be."""
        if billed not in self._known:
            near = self._near(billed) if billed not in self._whose else (billed,)
            same = (self._whose[number] for number in near if same_line(billed, number))
            self._known[billed] = frozenset().union(*same)
        return self._known[billed]

    def _near(self, billed: str) -> Iterable[str]:
        if MASK not in billed:
            return self._ends.get(billed[-LOCAL[0] :], ())
        corners = _corners(billed)
        return self._whose if MASK in "".join(corners) else self._corners.get(corners, ())


def _corners(number: str) -> tuple[str, str]:
    """What most bills leave of a number that they mask."""
    return number[:3], number[-4:]


@dataclass(frozen=True)
class Matched:
    """Which call each report is: ``calls`` by record number; ``unclaimed`` are the calls with customers that are no
    report's, each with those it can have been.
    """

    calls: Mapping[str, LineCall]
    unclaimed: Sequence[tuple[LineCall, frozenset[str]]]


def match(reported: Sequence[ReportedCall], lines: Iterable[LineCall], index: NumberIndex) -> Matched:
    """Give each report the nearest call that it can be, first one that was answered as it says, then any other."""
    by_customer: dict[str, list[int]] = {}
    of_customers = [(line, index.customers(line.call.other)) for line in lines]
    of_customers = [(line, whose) for line, whose in of_customers if whose]
    for at, (_, whose) in enumerate(of_customers):
        for customer_no in whose:
            by_customer.setdefault(customer_no, []).append(at)
    pairs = []
    for number, report in enumerate(reported):
        for at in by_customer.get(report.customer_no, ()):
            line = of_customers[at][0]
            days = abs((line.call.started_at.date() - report.started_at.date()).days)
            if days <= DAYS_OFF and (line.agent == report.agent or days == 0):
                apart = abs(line.call.started_at - report.started_at)
                is_other = line.call.is_answered is not report.is_connected
                pairs.append((is_other, line.agent != report.agent, apart, number, at))
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, _, number, at in sorted(pairs):
        if number not in chosen and at not in taken:
            chosen[number] = at
            taken.add(at)
    calls = {reported[number].record_no: of_customers[at][0] for number, at in chosen.items()}
    return Matched(calls, [one for at, one in enumerate(of_customers) if at not in taken])


def reconcile(
    reported: Sequence[ReportedCall], lines: Sequence[LineCall], index: NumberIndex, names: Mapping[str, str]
) -> dict[str, Reconciled]:
    """By agent, what the lists say of the reports; ``names`` are how customers are named to people."""
    matched = match(reported, lines, index)
    agents = dict.fromkeys([*(report.agent for report in reported), *(line.agent for line in lines)])
    spoken_on = {(report.customer_no, report.started_at.date() + timedelta(days=step))
                 for report in reported for step in range(-DAYS_OFF, DAYS_OFF + 1)}  # fmt: skip
    found = {}
    for agent in agents:
        mine = sorted((one for one in reported if one.agent == agent), key=lambda one: (one.started_at, one.record_no))
        sure = [report for report in mine if _is_shown(report, matched.calls.get(report.record_no))]
        spoken = [(report, matched.calls[report.record_no].call) for report in sure if report.is_connected]
        apart = [(report, call) for report, call in spoken if are_apart(report.minutes, call)]
        brief = {report.record_no for report, call in apart if (report.minutes or 0) * 60 > call.seconds}
        found[agent] = Reconciled(
            agent=agent,
            reported=len(mine),
            matched=len(sure),
            without_call=[_without_call(one, matched) for one in mine if one not in sure],
            without_report=[*_without_report(agent, matched, spoken_on, names)],
            durations_apart=[_beside(report, call) for report, call in apart],
            times_apart=[
                _beside(report, call) for report, call in spoken
                if abs(call.started_at - report.started_at) > TIMES_ALIKE
            ],
            proved=frozenset(report.record_no for report, _ in spoken) - brief,
        )  # fmt: skip
    return found


def _is_shown(report: ReportedCall, line: LineCall | None) -> bool:
    """Whether people spoke, by the list, or were rung where nobody was reached."""
    return line is not None and (line.call.is_answered or not report.is_connected)


def are_apart(minutes: int | None, call: PhoneCall) -> bool:
    """Whether the reported length and that of the call are further apart than typing, ringing and rounding explain."""
    if minutes is None:
        return False
    longest = call.seconds / 60
    shortest = 0.0 if call.step > 1 and longest <= 1 else max(0.0, (call.seconds - call.step + 1) / 60)
    hardly_any = HARDLY_ANY + (RINGING if call.has_ring else 0)
    if call.step == 1 and call.seconds < hardly_any and minutes >= SOME_MINUTES:
        return True
    too_long = minutes - longest > SPARE_MINUTES + SPARE_SHARE * longest
    return too_long or shortest - minutes > 2 * SPARE_MINUTES + minutes


def _without_call(report: ReportedCall, matched: Matched) -> str:
    line = matched.calls.get(report.record_no)
    if line is None:
        return f"{_said(report)}，话单里没有这个电话"
    return f"{_said(report)}，话单里只有 {line.call.started_at:%m-%d %H:%M} 一次没有接通的呼叫"


def _said(report: ReportedCall) -> str:
    length = f"接通，{report.minutes} 分钟" if report.minutes is not None else "接通"
    became = length if report.is_connected else "没有接通"
    return f"{report.record_no} {report.customer}：记录 {report.started_at:%m-%d %H:%M} {became}"


def _without_report(
    agent: str, matched: Matched, spoken_on: set[tuple[str, date]], names: Mapping[str, str]
) -> Iterable[str]:
    for line, whose in sorted(matched.unclaimed, key=lambda one: one[0].call.started_at):
        call = line.call
        if line.agent != agent or not (call.is_outgoing and call.is_answered) or len(whose) > 1:
            continue
        (customer_no,) = whose
        if (customer_no, call.started_at.date()) not in spoken_on:
            yield f"{names.get(customer_no, customer_no)}：话单 {_moment(call)}，没有回访记录"


def _moment(call: PhoneCall) -> str:
    return f"{call.started_at:%m-%d %H:%M} 通话 {_length(call)}"


def _length(call: PhoneCall) -> str:
    minutes, seconds = divmod(call.seconds, 60)
    if call.step > 1:
        return f"{minutes} 分钟(不足一分钟的按一分钟)"
    return f"{minutes} 分 {seconds} 秒" if minutes else f"{seconds} 秒"


def _beside(report: ReportedCall, call: PhoneCall) -> str:
    return f"{_said(report)}，话单 {_moment(call)}"
