"""What the rules that are not rolling ask for: one demand per customer, rule and occasion, each with its window."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from huifang.core.periods import Period, add_months, month_period
from huifang.core.tickets import ticket
from huifang.decisions.calls.facts import HANDLING, Cells, Facts, classes_of, day_of, events, number_of
from huifang.ledger.issues import IssuedCall
from huifang.policy.customers import Customer
from huifang.policy.model import Policy
from huifang.policy.rules import BY_DATE, CAMPAIGN, DORMANT, MONTHLY, ROLLING, SERVED, SHARE, Rule

#: What a service of the month owes does not lapse sooner than so many days after it (decision 3).
AFTER_SERVICE = timedelta(days=7)
#: The share in percent that wants everybody.
_ALL = 100


@dataclass(frozen=True, slots=True)
class Demand:
    """One call that a rule asks for. ``key`` names the occasion for ever; the window's ends are inclusive.

    ``lapses_on`` is the last day on which it is owed (None: until it is fulfilled or a person ends it); ``row`` the row
    of a register that it is about, if any. ``basis`` and ``steps`` say in words what it counts from
    and how the window was worked out.
    """

    customer: Customer
    rule: Rule
    key: str
    counted_from: date
    from_on: date
    due_on: date
    basis: str
    steps: tuple[str, ...]
    lapses_on: date | None = None
    row: Cells | None = None


def months_around(from_on: date, until_on: date) -> list[Period]:
    """The months that may owe something in these days: the one before, for services at its end, to the last one."""
    first = add_months(from_on.replace(day=1), -1)
    count = (until_on.year - first.year) * 12 + until_on.month - first.month + 1
    starts = (add_months(first, step) for step in range(count))
    return [month_period(start.year, start.month) for start in starts]


def demands(
    policy: Policy,
    facts: Facts,
    customers: Sequence[Customer],
    months: Sequence[Period],
    chosen: Set[tuple[str, str]],
    issued: Mapping[str, Sequence[IssuedCall]] = MappingProxyType({}),
) -> Iterator[Demand]:
    """Everything that the rules ask for in these months, or on a day that stands in a register.

    ``chosen`` are the (customer, key) that ever got a number: what a share selected stays selected. ``issued`` are the
    calls of each customer: a quota of which a call was issued holds for its month.
    """
    for month in months:
        covered = [
            (customer, rule)
            for customer in customers
            for rule in _covering(policy, facts, customer, month, issued.get(customer.customer_no, ()))
        ]
        for customer, rule in covered:
            yield from _MONTHLY.get(rule.trigger, _nothing)(facts, customer, rule, month)
        shares = [rule for rule in policy.rules if rule.trigger == SHARE]
        for rule in shares:
            yield from _shares(facts, rule, shares, month, [c for c, covering in covered if covering is rule], chosen)
    yield from _still_due(policy, facts, customers, months[0].from_on, chosen)
    for customer in customers:
        classes = classes_of(policy, facts, customer, months[-1])
        for rule in policy.rules_for(classes, frozenset(customer.tags)):
            if rule.trigger == BY_DATE:
                yield from _by_date(facts, customer, rule)
            if rule.trigger == CAMPAIGN:
                yield from _campaigns(policy, classes, customer, rule)


def _covering(
    policy: Policy, facts: Facts, customer: Customer, month: Period, issues: Sequence[IssuedCall]
) -> Sequence[Rule]:
    """The rules that cover the customer in that month.

    A quota of which a call was issued covers it to the end: who renews in the month in which the contract ends is
    called as one whose contract ends, and not by another quota besides.
    """
    quotas = [
        rule
        for rule in policy.rules
        if rule.trigger == MONTHLY
        and any(key.startswith(f"{rule.rule}|{month.name}/") for issue in issues for key in issue.keys)
    ]
    rules = policy.rules_for(classes_of(policy, facts, customer, month), frozenset(customer.tags))
    return _largest_quotas([*quotas, *(rule for rule in rules if rule not in quotas)])


def _largest_quotas(rules: Sequence[Rule]) -> Sequence[Rule]:
    """Of several monthly quotas for one role the largest holds (decision 8); one that may not merge is apart."""
    largest: dict[str, Rule] = {}
    for rule in rules:
        if rule.trigger == MONTHLY and rule.merge:
            known = largest.get(rule.contact_role)
            largest[rule.contact_role] = rule if known is None or rule.times > known.times else known
    return [
        rule
        for rule in rules
        if rule.trigger != ROLLING and (rule.trigger != MONTHLY or not rule.merge or largest[rule.contact_role] is rule)
    ]


def _nothing(facts: Facts, customer: Customer, rule: Rule, month: Period) -> Iterator[Demand]:
    return iter(())


def _quota(facts: Facts, customer: Customer, rule: Rule, month: Period) -> Iterator[Demand]:
    """n times in the month, in windows that split it evenly; the first ones take the days that are left over."""
    days = (month.until_on - month.from_on).days + 1
    size, longer = divmod(days, rule.times)
    start = month.from_on
    for number in range(1, rule.times + 1):
        end = start + timedelta(days=size + (number <= longer) - 1)
        steps = (f"{month.name} 共 {days} 天，平分为 {rule.times} 段，第 {number} 段是 {start} 至 {end}",)
        basis = f"{month.name} 第 {number} 次"
        key = f"{rule.rule}|{month.name}/{number}"
        yield Demand(customer, rule, key, start, start, end, basis, steps, month.until_on)
        start = end + timedelta(days=1)


def _served(facts: Facts, customer: Customer, rule: Rule, month: Period) -> Iterator[Demand]:
    """Whoever was served in the month, once."""
    days = sorted(day for _, day in events(facts, rule, customer) if day in month)
    if not days:
        return
    end = max(month.until_on, days[-1] + AFTER_SERVICE)
    steps = (
        f"{month.name} 内有 {len(days)} 次服务，第一次 {days[0]}，最后一次 {days[-1]}",
        _service_end(month, days[-1]),
    )
    basis = f"{month.name} 接受过服务({days[0]})"
    yield Demand(customer, rule, f"{rule.rule}|{month.name}", days[0], days[0], end, basis, steps, end)


def _service_end(month: Period, day: date) -> str:
    return f"应访止 = 月末 {month.until_on} 与服务后 {AFTER_SERVICE.days} 天 {day + AFTER_SERVICE} 中较晚的一天"


def _dormant(facts: Facts, customer: Customer, rule: Rule, month: Period) -> Iterator[Demand]:
    """Whoever was served once, but not in the months before this one, nor in it so far."""
    days = [day for _, day in events(facts, rule, customer) if day <= month.until_on]
    last = max([*days, *(day for header, day in customer.days if header == LAST_SERVED)], default=None)
    if last is None or add_months(last, rule.interval) > month.from_on:
        return
    until = add_months(last, rule.interval)
    steps = (
        f"最近一次服务 {last}，加 {rule.interval} 个月是 {until}，不晚于 {month.from_on}",
        f"应访期是 {month.name} 全月：{month.from_on} 至 {month.until_on}",
    )
    basis = f"最近一次服务是 {last}"
    key = f"{rule.rule}|{month.name}"
    yield Demand(customer, rule, key, last, month.from_on, month.until_on, basis, steps, month.until_on)


LAST_SERVED = "最近服务日期"
#: Between a rule and the number of the handling after which it asks, in a key.
AGAIN = "#"
_MONTHLY: Mapping[str, Callable[[Facts, Customer, Rule, Period], Iterator[Demand]]] = {
    MONTHLY: _quota, SERVED: _served, DORMANT: _dormant,
}  # fmt: skip


def _shares(
    facts: Facts,
    rule: Rule,
    shares: Sequence[Rule],
    month: Period,
    customers: Sequence[Customer],
    chosen: Set[tuple[str, str]],
) -> Iterator[Demand]:
    """So many percent of the month's rows, rounded up; the tickets decide which, and what was selected stays.

    What another one of the ``shares`` selected, before the customer's class changed, counts as well: it keeps its key.
    """
    assert rule.anchor is not None
    counted = []
    for customer in customers:
        for cells, day in events(facts, rule, customer):
            if day in month:
                number = number_of(rule.anchor.sheet, cells)
                keys = [f"{one.rule}|{number}" for one in (rule, *shares) if one.anchor == rule.anchor]
                selected_as = [key for key in keys if (customer.customer_no, key) in chosen]
                is_free, key = not selected_as, (selected_as or keys)[0]
                counted.append((is_free, ticket(month.name, rule.rule, key), key, customer, cells, day))
    counted.sort(key=lambda entry: entry[:3])
    wanted = -(-len(counted) * rule.share // 100)
    selected = [entry for entry in counted if not entry[0]]
    selected += [entry for entry in counted if entry[0]][: max(0, wanted - len(selected))]
    part = f"{month.name} 共 {len(counted)} 次，按 {rule.share}% 至少回访 {wanted} 次"
    for _, _, key, customer, cells, day in selected:
        yield _of_share(customer, rule, key, cells, day, part)


def _of_share(customer: Customer, rule: Rule, key: str, cells: Cells, day: date, why: str) -> Demand:
    month = month_period(day.year, day.month)
    end = max(month.until_on, day + AFTER_SERVICE)
    lapses_on = end if rule.share < _ALL else None  # what is owed to all of them stays due (decision 3)
    steps = (why, _service_end(month, day))
    return Demand(customer, rule, key, day, day, end, f"{rule.anchor} {day}", steps, lapses_on, cells)


def _still_due(
    policy: Policy, facts: Facts, customers: Sequence[Customer], before: date, chosen: Set[tuple[str, str]]
) -> Iterator[Demand]:
    """What was selected in months before that day by rules that want all of them."""
    for rule in (rule for rule in policy.rules if rule.trigger == SHARE and rule.share == _ALL):
        assert rule.anchor is not None
        for customer in customers:
            for cells, day in events(facts, rule, customer):
                key = f"{rule.rule}|{number_of(rule.anchor.sheet, cells)}"
                if day < before and (customer.customer_no, key) in chosen:
                    why = f"{day:%Y-%m} 的服务 {_ALL}% 回访，没有访到的一直有效"
                    yield _of_share(customer, rule, key, cells, day, why)


def _by_date(facts: Facts, customer: Customer, rule: Rule) -> Iterator[Demand]:
    """A window before or after the day in a row, for every row that has one."""
    assert rule.anchor is not None
    for cells, day in events(facts, rule, customer):
        start = after(day, rule.window[0], rule.unit)
        end = after(start, rule.window[1], rule.unit)
        unit = "个月" if rule.unit == "月" else "天"
        steps = [f"应访起 = {rule.anchor} {day} {_signed(rule.window[0])} {unit} = {start}"]
        steps.append(f"应访止 = 应访起 {start} + {rule.window[1]} {unit} = {end}")
        before = day_of(cells, rule.ends_before) if rule.ends_before else None
        if before:
            end = max(start, before - timedelta(days=1))
            steps[1] = f"应访止 = {rule.ends_before} {before} 的前一天 = {end}"
        subject, handling = number_of(rule.anchor.sheet, cells), cells.get(HANDLING, 1)
        name = rule.rule
        if handling > 1:
            name = f"{rule.rule}{AGAIN}{handling}"
            steps.append(f"上一次回访时客户不满意，这是第 {handling} 次办理以后的回访")
        key = f"{name}|{f'{day}' if subject == customer.customer_no else subject}"
        yield Demand(customer, rule, key, day, start, end, f"{rule.anchor} {day}", tuple(steps), row=cells)


def _campaigns(policy: Policy, classes: Set[str], customer: Customer, rule: Rule) -> Iterator[Demand]:
    """Once in the days of every row of 专项 that is for the customer; what is said on them in one place is one."""
    rounds = {(c.from_on, c.until_on, c.regions): c for c in policy.campaigns if c.covers(classes, customer.region)}
    for from_on, until_on, regions in sorted(rounds):
        where = "、".join(regions) or "全部区域"
        steps = (f"专项的起止就是应访期：{from_on} 至 {until_on}，区域：{where}",)
        key = f"{rule.rule}|{from_on}~{until_on}|{','.join(regions)}"
        basis = f"专项({where})"
        yield Demand(customer, rule, key, from_on, from_on, until_on, basis, steps, until_on)


def after(day: date, count: int, unit: str) -> date:
    """The day so many days or months later (negative: earlier); months are clamped to their end."""
    return add_months(day, count) if unit == "月" else day + timedelta(days=count)


def _signed(count: int) -> str:
    return f"+ {count}" if count >= 0 else f"- {-count}"
