"""What the rules ask for and nobody can be called about: said, instead of silently left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.periods import Period, month_period
from huifang.decisions.calls.demands import demands, months_around
from huifang.decisions.calls.facts import CUSTOMER_NO, ORIGIN, classes_of, number_of
from huifang.decisions.calls.owed import PlanningView, is_owed, obligation_of, open_obligations
from huifang.decisions.calls.trigger import Demand
from huifang.decisions.calls.triggers import trigger_of
from huifang.policy.customers import Customer
from huifang.policy.rules import OVER, SOURCES, Rule
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.model import Origin
from huifang.tables.options import ABOUT_CUSTOMER, APPROVED, GIVE_UP, OUT_OF_USE

#: A person has noted here that the complaint was followed up.
_FOLLOWED_UP = "回访时间"


def rows_without_a_customer(view: PlanningView, today: date, until: date) -> Iterator[Finding]:
    """L713 for each register with rows that ask for a call by ``until``, but to nobody who may be called: the row has
    no customer, one that is not known, or one that is not approved. Customers who are 停用 are left alone on purpose.
    """
    rules = tuple(rule for rule in view.policy.rules if _is_about_rows(rule))
    sheets = {rule.anchor.sheet for rule in rules if rule.anchor}
    named = {str(cells.get(CUSTOMER_NO) or "") for sheet in sheets for cells in view.facts.rows(sheet)}
    customers = [view.customers.get(number) or _unknown(number) for number in sorted(named)]
    strangers = {c.customer_no: c for c in customers if c.review_status not in (APPROVED, OUT_OF_USE)}
    asked = [replace(customer, ended_on=None) for customer in strangers.values()]
    policy = replace(view.policy, rules=rules)
    said: dict[tuple[str, str], dict[str, Place]] = {}
    for demand in demands(policy, view.facts, asked, months_around(min(today, until), until), frozenset()):
        if not _is_about_rows(demand.rule) or demand.from_on > until:
            continue
        if not is_owed(view, demand, obligation_of(view, demand), today):
            continue
        is_done = demand.row is not None and demand.row.get(_FOLLOWED_UP)
        if is_done or strangers[demand.customer.customer_no].left_open(demand.from_on):
            continue
        sheet = demand.rule.anchor.sheet if demand.rule.anchor else ""
        subject = number_of(sheet, demand.row) if demand.row else demand.customer.customer_no
        said.setdefault((sheet, _why(view, demand.customer, sheet)), {})[subject] = _looked_at(view, demand, sheet)
    for (sheet, reason), places in sorted(said.items(), key=lambda item: item[0]):
        first = min(places)
        yield found("L713", places[first], sheet=sheet, count=len(places), reason=reason, subject=first)


def over_and_asked(view: PlanningView, today: date) -> Iterator[Finding]:
    """L719 for each customer one of whose days is over (a contract that ended), and whom no call is owed for it any
    more: somebody has to say whether it goes on.
    """
    states = [state for state in view.policy.states if state.test == OVER]
    if not states:
        return
    month, names = month_period(today.year, today.month), {state.name for state in states}
    asked = {one.customer.customer_no for one in open_obligations(view, today) if names & {*one.rule.classes}}
    for number, customer in view.customers.items():
        held = classes_of(view.policy, view.facts, customer, month) if customer.review_status == APPROVED else ()
        if number in asked or view.people.exemption(ABOUT_CUSTOMER, number, today, GIVE_UP):
            continue
        for state in states:
            if state.name in held:
                header = state.source.header
                days = [day for cells in view.facts.of(state.source.sheet, customer) if (day := cells.get(header))]
                of_customer = state.source.sheet == CUSTOMERS.name
                place = customer.origin.place(CUSTOMERS.by_header[header].key if of_customer else "customer_no")
                yield found("L719", place, name=customer.name, customer_no=number, column=header, day=max(days))


def _is_about_rows(rule: Rule) -> bool:
    is_of_register = rule.anchor is not None and rule.anchor.sheet != CUSTOMERS.name
    return is_of_register and trigger_of(rule).about_rows


def _unknown(number: str) -> Customer:
    return Customer(customer_no=number)


def _why(view: PlanningView, customer: Customer, sheet: str) -> str:
    if not customer.customer_no:
        return "没有填写客户编号，也没有联系方式和地址" if sheet == COMPLAINTS.name else "没有填写客户编号"
    return "客户还没有审核" if customer.customer_no in view.customers else "客户资料库里没有这位客户"


def _looked_at(view: PlanningView, demand: Demand, sheet: str) -> Place:
    """The cell that keeps the row from being called about: the customer's 审核状态, else the row's 客户编号."""
    if demand.customer.customer_no in view.customers:
        return demand.customer.origin.place("review_status")
    row = demand.row.get(ORIGIN) if demand.row else None
    return row.place("customer_no") if isinstance(row, Origin) else Place(SOURCES[sheet].workbook, sheet)


def referred_to_in_vain(view: PlanningView, period: Period) -> Iterator[Finding]:
    """What the rules refer to in the period and is not there, trigger by trigger."""
    for trigger in dict.fromkeys(map(trigger_of, view.policy.rules)):
        yield from trigger.lacking(view.policy, view.customers.values(), period)
