"""指标: what the regulation wants to be reached beyond the calls of one rule, and whether it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from huifang.decisions.calls.quotas import periods_of_quota, stands_of
from huifang.decisions.reports.duties import is_done
from huifang.decisions.reports.figures import Owed
from huifang.decisions.reports.part import Listing, Part, Share, Tile
from huifang.decisions.reports.parts_view import PartsView
from huifang.ledger.records import CallRecord
from huifang.policy.customers import Customer
from huifang.policy.indicators import Indicator
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.indicator_rules import (
    AGENTS,
    COMPLAINED,
    CONNECTED,
    DEPARTMENTS,
    DONE,
    IN_TIME,
    RETURNED,
    SATISFIED,
)
from huifang.tables.options import CONNECTED as REACHED_BY_PHONE
from huifang.tables.options import SATISFIED as CONTENT

NAME = "指标"
REACHED, MISSED, NOTHING, OPEN = "达到", "没有达到", "本期没有可算的", "期末才判断"
HEADERS = ("指标", "算什么", "对象", "本期(占全部)", "要求", "结果")
#: Whether somebody, by 工号, belongs to whom it is counted for.
Belongs = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Measured:
    """An indicator as it was counted for the office, a department or an agent (``whose``); of a quota in one of its
    ``period``s, which may not be over.
    """

    indicator: Indicator
    whose: str
    share: Share
    period: str = ""
    is_over: bool = True

    @property
    def name(self) -> str:
        """What it is called, with its period where that is not the report's."""
        return f"{self.indicator.name}({self.period})" if self.period else self.indicator.name

    @property
    def wanted(self) -> str:
        """How the target is read; of a quota that was less for the person, what that was."""
        one, total = self.indicator, self.share.total
        if not one.is_quota or total == one.target:
            return one.wanted
        return f"{one.bound} {total} {one.counted_in}(定额 {one.target:g})"

    @property
    def lacking(self) -> str:
        """What was wanted of it; of a quota, how many are missing."""
        missing = f"差 {self.share.total - self.share.count} {self.indicator.counted_in}"
        return missing if self.indicator.is_quota else f"要求 {self.indicator.wanted}"

    @property
    def verdict(self) -> str:
        """Whether it was reached."""
        if not self.share.total:
            return NOTHING
        if self.indicator.is_quota:
            return REACHED if self.share.count >= self.share.total else MISSED if self.is_over else OPEN
        return REACHED if self.indicator.is_reached_by(self.share.count, self.share.total) else MISSED


def indicators(view: PartsView) -> Part:
    """Every indicator for everybody it is counted for; those that were missed first."""
    found = [*reached(view)]
    judged = [one for one in found if one.verdict in (REACHED, MISSED)]
    good = Share(sum(one.verdict == REACHED for one in judged), len(judged))
    missed = [f"{one.name}{f'({one.whose})' if one.whose else ''} {one.share}，{one.lacking}"
              for one in judged if one.verdict == MISSED]  # fmt: skip
    sentence = f"指标 {len(judged)} 项，达到 {good.count} 项。" if judged else "本期没有可以计算的指标。"
    if missed:
        sentence += f"没有达到的：{'；'.join(missed[:3])}{f'；共 {len(missed)} 项' if len(missed) > 3 else ''}。"
    ordered = sorted(found, key=lambda one: one.verdict != MISSED)
    rows = [
        (one.name, one.indicator.measure, one.whose or "单位", one.share, one.wanted, one.verdict) for one in ordered
    ]
    tiles = (Tile("达到的指标(占有结果的)", good, good.count < good.total, "各项指标"),) if judged else ()
    return Part(NAME, (sentence,), tiles, (Listing("各项指标", HEADERS, rows, "《制度》没有规定指标。"),))


def indicators_told(parts: Iterable[Part]) -> list[dict[str, Any]]:
    """The same for programs; empty where the report does not tell of indicators."""
    lists = [part.listings[0] for part in parts if part.name == NAME]
    return [
        {"indicator": name, "measure": measure, "of": whose, "count": share.count, "total": share.total,
         "wanted": wanted, "reached": {REACHED: True, MISSED: False}.get(verdict)}
        for listing in lists
        for name, measure, whose, share, wanted, verdict in listing.rows
    ]  # fmt: skip


def reached(view: PartsView) -> Iterator[Measured]:
    """Every indicator, counted for everybody it is to be counted for."""
    for one in view.policy.indicators:
        if one.is_quota:
            yield from _quota(view, one)
            continue
        count = _COUNTS[one.measure]
        for whose, belongs in _groups(view, one.each):
            measured = Measured(one, whose, count(view, one, belongs))
            is_missed = measured.verdict == MISSED
            yield replace(measured, share=replace(measured.share, missed=one.target)) if is_missed else measured


def _quota(view: PartsView, one: Indicator) -> Iterator[Measured]:
    """Everybody who looks after customers, in each period of the quota that ends in the report's, or else in the one in
    which that ends.
    """
    period, customers = view.period, [one for one in view.customers.values() if one.approved]
    known = periods_of_quota(view.policy, one, period.from_on, period.until_on)
    ended = [each for each in known if each.until_on in period] or known[-1:]
    for each in ended:
        name = "" if (each.from_on, each.until_on) == (period.from_on, period.until_on) else each.name
        is_over = each.until_on <= view.day
        for stand, _ in stands_of(view.policy, view.facts, one, each, customers):
            share = Share(stand.count, stand.wanted)
            yield Measured(one, view.label(stand.agent), share, name, is_over)


def _groups(view: PartsView, each: str) -> Iterator[tuple[str, Belongs]]:
    """Whom it is counted for: the agents of the period, or their departments, or all together (no name)."""
    if each not in (DEPARTMENTS, AGENTS):
        yield "", lambda _: True
        return
    agents = [line.agent for line in view.figures.agents]
    if each == AGENTS:
        yield from ((view.label(agent), agent.__eq__) for agent in agents)
        return
    of = {agent: person.department if (person := view.people.by_no.get(agent)) else "" for agent in agents}
    for department in dict.fromkeys(filter(None, of.values())):
        members = {agent for agent, where in of.items() if where == department}
        yield department, members.__contains__


def _owed(view: PartsView, one: Indicator, belongs: Belongs) -> list[Owed]:
    def counts(line: Owed) -> bool:
        of_class = not one.classes or (line.counted_as or line.customer.customer_class) in one.classes
        return of_class and (not one.rules or line.obligation.rule in one.rules) and belongs(line.agent)

    return [line for line in view.figures.owed if counts(line)]


def _records(view: PartsView, one: Indicator, belongs: Belongs) -> list[CallRecord]:
    def counts(record: CallRecord) -> bool:
        customer = view.customers.get(record.customer_no)
        of_class = not one.classes or (customer is not None and customer.customer_class in one.classes)
        by_way = not one.methods or record.method in one.methods
        return of_class and by_way and (not one.rules or record.rule in one.rules) and belongs(record.agent)

    return [record for record in view.records if record.result and counts(record)]


def _done(view: PartsView, one: Indicator, belongs: Belongs) -> Share:
    owed = _owed(view, one, belongs)
    return Share(sum(map(is_done, owed)), len(owed))


def _in_time(view: PartsView, one: Indicator, belongs: Belongs) -> Share:
    owed = _owed(view, one, belongs)
    return Share(sum(line.obligation.is_in_time for line in owed), len(owed))


def _connected(view: PartsView, one: Indicator, belongs: Belongs) -> Share:
    records = _records(view, one, belongs)
    return Share(sum(record.result == REACHED_BY_PHONE for record in records), len(records))


def _satisfied(view: PartsView, one: Indicator, belongs: Belongs) -> Share:
    rated = [record for record in _records(view, one, belongs) if record.satisfaction]
    return Share(sum(record.satisfaction in CONTENT for record in rated), len(rated))


def _complained(view: PartsView, one: Indicator, belongs: Belongs) -> Share:
    """Complaints of the period for each approved customer; one without a customer's number counts for the office."""

    def counts(customer: Customer) -> bool:
        return (not one.classes or customer.customer_class in one.classes) and belongs(customer.owner)

    mine = {number for number, customer in view.customers.items() if customer.approved and counts(customer)}
    came = view.in_period(COMPLAINTS, "received_at")
    everybody = not one.classes and belongs("")
    return Share(sum(everybody or row["customer_no"] in mine for row in came), len(mine))


def _returned(view: PartsView, one: Indicator, belongs: Belongs) -> Share:
    """Rows that were returned and are not corrected, of all rows that were filled in."""
    wrong = sum(belongs(row.sheet.agent) for row in view.refused if row.day in view.period)
    return Share(wrong, wrong + len(_records(view, one, belongs)))


_COUNTS: Mapping[str, Callable[[PartsView, Indicator, Belongs], Share]] = {
    DONE: _done, IN_TIME: _in_time, CONNECTED: _connected, SATISFIED: _satisfied, COMPLAINED: _complained,
    RETURNED: _returned,
}  # fmt: skip
