"""What the caller is told of a call: why it is made, how, and what to say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from huifang.core.periods import month_period
from huifang.decisions.calls.assigning import Due
from huifang.decisions.calls.facts import classes_of, number_of
from huifang.decisions.calls.owed import PlanningView
from huifang.decisions.calls.warranty import warranty_end
from huifang.policy.customers import Customer
from huifang.tables.declared.projects import PROJECTS
from huifang.tables.options import ON_SITE

#: What stands before everything else where the last answer was returned and nobody corrected it.
RETURNED = "退回未改：上次填写的内容有错误，已退回，没有改正；请重新回访并填写。"


def reason_of(call: Due) -> str:
    """Why somebody is called: the names of the rules."""
    return "、".join(dict.fromkeys(one.rule.title for one in call.served))


def method_of(view: PlanningView, call: Due) -> str:
    """The first method that all of the rules allow; on site where one of them asks for it, or allows nothing else."""
    rules = [one.rule for one in call.served]
    for one in call.served:
        on_site = one.rule.on_site_classes
        if on_site:
            day = one.obligation.from_on
            if classes_of(view.policy, view.facts, call.customer, month_period(day.year, day.month)) & {*on_site}:
                return ON_SITE
    common = [method for method in rules[0].methods if all(method in rule.methods for rule in rules)]
    return (common or [ON_SITE if any(rule.methods[0] == ON_SITE for rule in rules) else rules[0].methods[0]])[0]


def message_of(view: PlanningView, call: Due, day: date, method: str) -> str:
    """What to say: what was decided about open problems, the rules' own content, the boss's special content for that
    day, where to go, when not to call.
    """
    returned = any(one.obligation.plan_no in view.returned for one in call.served)
    parts = [*([RETURNED] if returned else ()), *view.decided.get(call.customer.customer_no, ())]
    parts += dict.fromkeys(one.rule.message for one in call.served)
    parts += special_content(view, call.customer, day)
    parts += dict.fromkeys(_warranties(view, call))
    if method == ON_SITE and call.customer.address:
        parts.append(f"地址：{call.customer.address}")
    if call.customer.quiet_hours:
        parts.append("勿扰时段：" + ",".join(str(span) for span in call.customer.quiet_hours))
    return "\n".join(part for part in parts if part)


def special_content(view: PlanningView, customer: Customer, day: date) -> list[str]:
    """What the boss has ordered the customer to be told on that day."""
    ordered = [campaign for campaign in view.policy.campaigns if campaign.is_on(day)]
    if not ordered:
        return []
    classes = classes_of(view.policy, view.facts, customer, month_period(day.year, day.month))
    return [campaign.message for campaign in ordered if campaign.covers(classes, customer.region)]


def _warranties(view: PlanningView, call: Due) -> Iterator[str]:
    """Until when the projects that the call is about are under warranty."""
    for one in call.served:
        if one.row and one.rule.anchor and one.rule.anchor.sheet == PROJECTS.name:
            end = warranty_end(view.policy, one.row)
            if end:
                yield f"{number_of(PROJECTS.name, one.row)} 质保期至 {end}"
