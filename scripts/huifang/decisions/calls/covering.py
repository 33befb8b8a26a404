"""Which rules hold for a customer."""

from __future__ import annotations

from collections.abc import Sequence

from huifang.core.periods import Period
from huifang.decisions.calls.facts import Facts, classes_of
from huifang.decisions.calls.triggers import holding, trigger_of
from huifang.ledger.issues import IssuedCall
from huifang.policy.customers import Customer
from huifang.policy.model import Policy
from huifang.policy.rules import Rule
from huifang.tables.declared.complaints import COMPLAINTS


def rules_of(
    policy: Policy, facts: Facts, customer: Customer, period: Period, issues: Sequence[IssuedCall] = ()
) -> Sequence[Rule]:
    """The rules that hold for the customer in that period: those for the classes and tags, as far as their triggers let
    them stand side by side, and those that calls issued before keep.
    """
    keys = [key for issue in issues for key in issue.keys]
    kept = [rule for rule in policy.rules if trigger_of(rule).keeps(rule, period, keys)]
    covering = policy.rules_for(classes_of(policy, facts, customer, period), frozenset(customer.tags))
    if customer.is_complainant:  # nothing but the complaint is asked about
        covering = tuple(rule for rule in covering if rule.anchor and rule.anchor.sheet == COMPLAINTS.name)
    holds = [r for r in covering if r not in kept and trigger_of(r).holds_in(facts, customer, r, period)]
    return holding([*kept, *holds])


def rolling_rules(policy: Policy, facts: Facts, customer: Customer, month: Period) -> list[Rule]:
    """The rules by which the customer is called so long after the last contact, each with ways of its own, in order."""
    held = rules_of(policy, facts, customer, month)
    return [rule for rule in policy.rules if rule in held and trigger_of(rule).rolls]


def counted_as(policy: Policy, facts: Facts, customer: Customer, rule: Rule | None, month: Period) -> str:
    """The class by which the rule is for the customer in that month: the one that was chosen where the rule names it,
    else the first of 客户类别 that follows from the data; where the rule is for none of them, the only one it names.
    """
    own, wanted = policy.known_class(customer.customer_class), rule.classes if rule else ()
    if own in wanted:
        return own
    held = classes_of(policy, facts, customer, month)
    order = policy.classes or tuple(sorted(held))
    one = wanted[0] if len(wanted) == 1 else own
    return next((name for name in order if name in held and (not wanted or name in wanted)), one)
