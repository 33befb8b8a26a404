"""What is offered for a quota, beside all that is to be called anyhow: those calls count for it as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from huifang.core.periods import Period
from huifang.decisions.calls.owed import Open, PlanningView
from huifang.decisions.calls.quotas import counts, meant, periods_of_quota
from huifang.decisions.calls.trigger import rule_and_subject
from huifang.decisions.calls.triggers import trigger_of
from huifang.policy.indicators import Indicator
from huifang.policy.rules import Rule


def offered(view: PlanningView, wanted: Sequence[Open], period: Period) -> list[Open]:
    """All of ``wanted``; of what no number was given to yet for a quota so much as the other calls of the batch leave
    that its person is to make, and nothing to customers whom somebody calls anyhow.
    """
    left = [*wanted]
    for quota, rule in view.policy.quotas.items():
        anyhow = {*_called_anyhow(view, wanted, rule)}
        called = {number for number, _, _ in anyhow}
        asked = [customer for number, customer in view.customers.items() if number in called]
        ours = {customer.customer_no for customer in meant(view.policy, view.facts, quota, asked, period.until_on)}
        fresh = [one for one in left if one.rule.rule == rule.rule and one.obligation.issue is None]
        for agent in {one.caller.person_no for one in fresh}:
            mine = [one for one in fresh if one.caller.person_no == agent]
            theirs = {
                number
                for number, caller, method in anyhow
                if caller == agent and number in ours and (not quota.methods or method in quota.methods)
            }
            room = max(0, len(mine) - len(theirs - _counted_already(view, agent, quota, period)))
            kept = [one for one in mine if one.customer.customer_no not in called][:room]
            gone = {id(one) for one in mine} - {id(one) for one in kept}
            left = [one for one in left if id(one) not in gone]
    return left


def _called_anyhow(view: PlanningView, wanted: Iterable[Open], rule: Rule) -> Iterator[tuple[str, str, str]]:
    """Who is to be called in this batch for other reasons: the customer, by whom, how."""
    for one in wanted:
        if not trigger_of(one.rule).offers:
            yield one.customer.customer_no, one.caller.person_no, one.rule.methods[0]
    for call in view.batch:
        if rule.rule not in {rule_and_subject(key)[0] for key in call.keys} and not view.is_done(call):
            yield call.customer_no, call.agent, call.method


def _counted_already(view: PlanningView, agent: str, quota: Indicator, period: Period) -> set[str]:
    """Of a quota of different customers, those who count already."""
    if not quota.apart:
        return set()
    spans = periods_of_quota(view.policy, quota, period.until_on, period.until_on)
    return {
        contact.customer_no
        for contact in view.facts.contacted
        if contact.agent == agent and counts(quota, contact) and any(contact.on in span for span in spans)
    }
