"""What each rule that holds for a customer has asked for, what became of it, and when it asks next, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from huifang.core.periods import Period, add_months, month_period
from huifang.decisions.calls.ages import ended_on
from huifang.decisions.calls.covering import rules_of
from huifang.decisions.calls.cycles import current
from huifang.decisions.calls.demands import asking_of, demands_of, months_around
from huifang.decisions.calls.facts import BY_HAND, Cells, classes_of, day_of, first_number_of, number_of
from huifang.decisions.calls.owed import PlanningView, is_owed, obligation_of, open_obligations
from huifang.decisions.calls.subjects import named
from huifang.decisions.calls.trigger import Demand
from huifang.decisions.calls.triggers import trigger_of
from huifang.policy.customers import Customer
from huifang.policy.rules import Rule
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.options import ABOUT_PLAN, GIVE_UP

#: So many months it is looked ahead for the next call.
AHEAD = 13
#: So many rows of a register are named.
_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTold:
    """One rule for one customer: ``is_due`` where it asks for an open call by now, else the window of the next one, as
    far as it is known. ``said`` is that in words, with what it asked for last.
    """

    rule: Rule
    is_due: bool
    next_from: date | None
    next_until: date | None
    said: str


def rhythm_of(rule: Rule) -> str:
    """When the rule asks for a call, in a few words, and to whom."""
    return trigger_of(rule).rhythm(rule) + (f"({rule.contact_role})" if rule.contact_role else "")


def told_of_rules(view: PlanningView, customer: Customer, today: date, until: date) -> list[RuleTold]:
    """Every rule that holds for the customer in this month or asked for something; ``until`` is the last day on which
    a window may begin that counts as open by now.
    """
    asked, left = _asked(view, customer, today, until)
    month = month_period(today.year, today.month)
    held = rules_of(view.policy, view.facts, customer, month, view.issued.get(customer.customer_no, ()))
    return [
        _told(view, customer, rule, asked.get(rule.rule, []), left.get(rule.rule, []), (today, until))
        for rule in view.policy.all_rules
        if rule in held or rule.rule in asked or _is_offered(view, customer, rule, month)
    ]


def _is_offered(view: PlanningView, customer: Customer, rule: Rule, month: Period) -> bool:
    """Whether calls to such customers are offered by the rule."""
    classes = classes_of(view.policy, view.facts, customer, month)
    return trigger_of(rule).offers and (not rule.classes or bool(classes & {*rule.classes}))


def _asked(
    view: PlanningView, customer: Customer, today: date, until: date
) -> tuple[dict[str, list[Demand]], dict[str, list[Cells]]]:
    """By rule, what it asks for of the customer, by now and in months ahead; and the rows that it did not select."""
    number, customers = customer.customer_no, [one for one in view.customers.values() if one.approved]
    first = add_months(until.replace(day=1), 1)
    later = [add_months(first, step) for step in range(AHEAD)]
    ahead = [month_period(day.year, day.month) for day in later]
    issued, chosen = view.issued, view.numbers.keys()
    now = asking_of(view.policy, view.facts, customers, months_around(min(today, until), until), chosen, issued)
    then = asking_of(view.policy, view.facts, [customer], ahead, chosen, issued)
    asked: dict[str, list[Demand]] = {}
    left: dict[str, list[Cells]] = {}
    for rule in view.policy.all_rules:
        pool = trigger_of(rule).pool
        mine = [one for one in demands_of(now, rule) if one.customer.customer_no == number]
        if trigger_of(rule).offers:  # whose turn it is later, nobody knows
            pass
        elif pool is None:
            known = {one.key for one in mine}
            mine += [one for one in demands_of(then, rule) if one.key not in known]
        else:
            keys = {one.key for one in mine}
            rows = [row for period in now.periods(rule) for row in pool(now, rule, period)]
            left[rule.rule] = [row.cells for row in rows if row.customer.customer_no == number and row.key not in keys]
        if mine:
            asked[rule.rule] = sorted(mine, key=lambda one: (one.from_on, one.due_on))
    return asked, left


def _told(
    view: PlanningView,
    customer: Customer,
    rule: Rule,
    asked: Sequence[Demand],
    left: Sequence[Cells],
    days: tuple[date, date],
) -> RuleTold:
    today, until = days
    begun = [one for one in asked if one.from_on <= until]
    ahead = [one for one in asked if one.from_on > until and is_owed(view, one, obligation_of(view, one), today)]
    ended = ended_on(view.facts, customer, rule) if trigger_of(rule).rolls else None
    is_open = trigger_of(rule).rolls and not (ended and not _rolls_on(view, customer, rule, today))
    is_due = is_open or any(is_owed(view, one, obligation_of(view, one), today) for one in begun)
    following = ahead[0] if ahead else None
    said = [*_last(view, begun, today), *_not_selected(rule, left), *_next(following)]
    if ended and not is_due:
        said = [f"下一次要在{rule.ends_before} {ended} 或以后才到期，不再回访"]
    if not said and not is_due:
        said = [*_nothing_yet(view, customer, rule)]
    return RuleTold(
        rule=rule, is_due=is_due, next_from=following.from_on if following else None,
        next_until=following.due_on if following else None,
        said="；".join(said) or "有一次要做的回访",
    )  # fmt: skip


def _rolls_on(view: PlanningView, customer: Customer, rule: Rule, today: date) -> bool:
    """Whether a call of the rolling rule is open for the customer."""
    alone = replace(view, customers={customer.customer_no: customer})
    return any(one.rule.rule == rule.rule for one in open_obligations(alone, today))


def _last(view: PlanningView, begun: Sequence[Demand], today: date) -> Iterator[str]:
    """What it asked for last, and what became of that."""
    if begun:
        demand = begun[-1]
        obligation, about = obligation_of(view, demand), named(demand.about)
        why = f"{about}，" if about else f"{demand.basis}，"
        yield f"最近一次：{why}应访 {obligation.from_on} 至 {obligation.due_on}，{_fate(view, demand, today)}"


def _fate(view: PlanningView, demand: Demand, today: date) -> str:
    customer, obligation = demand.customer, obligation_of(view, demand)
    issues = [one for one in view.issued.get(customer.customer_no, ()) if demand.key in one.keys]
    reached = min((view.connected[one.plan_no] for one in issues if one.plan_no in view.connected), default=None)
    started, number = view.policy.started_on, obligation.plan_no
    ended = view.people.exemption(ABOUT_PLAN, number, today, GIVE_UP) if number else None
    if reached or demand.kept_on:
        return f"已于 {reached or demand.kept_on} 回访"
    if is_owed(view, demand, obligation, today):
        return "还没有回访"
    if ended:
        return f"{ended.approved_by} 已结束它：{ended.reason}"
    if obligation.issue is None and started and demand.due_on < started:
        return f"在启用日期 {started} 以前到期，不补"
    if obligation.issue is None and not customer.owes(demand.open_since):
        return "那时已经不回访这位客户"
    if obligation.is_excused:
        return "因为暂停，不计"
    return f"过了 {obligation.lapses_on} 没有访到，不再补做" if obligation.lapses_on else "不用回访"


def _not_selected(rule: Rule, left: Sequence[Cells]) -> Iterator[str]:
    if left and rule.anchor is None:
        yield f"{current(rule)}没有抽中，不用回访"
    elif left and rule.anchor:
        numbers = "、".join(first_number_of(rule.anchor.sheet, cells) for cells in left[-_NAMED:])
        yield f"{rule.anchor.sheet} {numbers} 没有抽中，不用回访"


def _next(following: Demand | None) -> Iterator[str]:
    if following:
        yield f"下一次：应访 {following.from_on} 至 {following.due_on}({following.basis})"


def _nothing_yet(view: PlanningView, customer: Customer, rule: Rule) -> Iterator[str]:
    """Why nothing was ever asked for: what the rule counts from is not there."""
    if rule.anchor is None:
        if trigger_of(rule).offers:
            yield f"{current(rule)}的定额里还没有轮到这位客户，需要时可以自选"
            return
        selects = trigger_of(rule).pool is not None
        yield f"{current(rule)}期初不在抽取的客户里，下一期再抽" if selects else "目前没有这样的安排"
        return
    sheet, header = rule.anchor.sheet, rule.anchor.header
    rows = view.facts.of(sheet, customer)
    if sheet == CUSTOMERS.name:
        yield f"客户资料里没有填写“{header}”，填写以后才安排"
        return
    by_hand = [number_of(sheet, cells) for cells in rows if cells.get(BY_HAND)]
    fitting = [cells for cells in rows if all(one.holds(cells.get(one.source.header)) for one in rule.conditions)]
    undated = [cells for cells in fitting if not day_of(cells, rule.anchor) and not cells.get(BY_HAND)]
    waiting = [number_of(sheet, cells) for cells in undated]
    if by_hand:
        yield f"{sheet} {'、'.join(by_hand[-_NAMED:])} 已经登记了人工回访"
    if waiting:
        yield f"{sheet} {'、'.join(waiting[-_NAMED:])} 还没有“{header}”，有了才安排"
    if not by_hand and not waiting:
        yield f"“{sheet}”里没有这位客户{'符合条件' if rows else ''}的行，有了才安排"
