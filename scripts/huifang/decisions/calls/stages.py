"""How far the calls about each row of a register are: made, due, late or still to come, whatever the day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from huifang.decisions.calls.demands import demands, months_around
from huifang.decisions.calls.owed import PlanningView, is_owed, obligation_of
from huifang.decisions.calls.trigger import rule_and_subject
from huifang.policy.rules import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One call about a row: by which rule, about which row, its window; ``made_on`` when it was made (None: it was not)
    and whether it is owed.
    """

    subject: str
    rule: Rule
    from_on: date
    due_on: date
    made_on: date | None
    is_owed: bool

    def is_late(self, day: date) -> bool:
        """Whether its window was over before that day, and nobody was reached."""
        return self.is_owed and self.due_on < day

    def said(self, day: date) -> str:
        """The same in a few words, as of that day."""
        if self.made_on:
            return f"√ {self.made_on}"
        if not self.is_owed:
            return "不用访"
        if self.is_late(day):
            return f"逾期：{self.due_on}"
        return f"应访：至 {self.due_on}" if self.from_on <= day else f"{self.from_on} 起"


def stages_of(view: PlanningView, sheet: str, day: date) -> Iterator[Stage]:
    """The calls that the rules ask for about each row of the sheet, of customers who may be called."""
    rules = tuple(rule for rule in view.policy.rules if rule.anchor and rule.anchor.sheet == sheet)
    if not rules:
        return
    customers = [customer for customer in view.customers.values() if customer.approved]
    policy = replace(view.policy, rules=rules)
    for demand in demands(policy, view.facts, customers, months_around(day, day), view.numbers.keys(), view.issued):
        if demand.rule not in rules:
            continue
        number, obligation = demand.customer.customer_no, obligation_of(view, demand)
        issues = [issue for issue in view.issued.get(number, ()) if demand.key in issue.keys]
        made = [view.connected[issue.plan_no] for issue in issues if issue.plan_no in view.connected]
        yield Stage(
            subject=rule_and_subject(demand.key)[1], rule=demand.rule, from_on=obligation.from_on,
            due_on=obligation.due_on, made_on=min(made, default=None),
            is_owed=not made and is_owed(view, demand, obligation, day),
        )  # fmt: skip
