"""What is known of one customer: what is due, why nothing is, and every call so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from huifang.decisions.calls.told_of_rules import RuleTold
from huifang.ledger.records import CallRecord
from huifang.policy.customers import Customer


@dataclass(frozen=True, kw_only=True)
class DueCall:
    """The customer's open call: its rule and clause, its window, who and when, and the derivation step by step."""

    rule: str
    title: str
    clause: str
    plan_no: str
    from_on: str
    due_on: str
    agent: str
    planned_on: str
    status: str
    steps: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """What is due, why nothing is (``reasons``), what each rule that holds says (``rules``), the classes that the
    customer counts as this month, and every call so far; ``sources`` says where the originals lie.
    """

    customer: Customer
    classes: tuple[str, ...]
    due: tuple[DueCall, ...]
    reasons: tuple[str, ...]
    rules: tuple[RuleTold, ...]
    history: tuple[CallRecord, ...]
    sources: Mapping[str, str]

    @property
    def others(self) -> tuple[RuleTold, ...]:
        """The rules of which nothing is due, where something else is."""
        return tuple(told for told in self.rules if not told.is_due) if self.due else ()
