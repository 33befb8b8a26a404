"""Customers who are not approved any more, and to whom something is owed all the same (decision 16)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from huifang.core.catalogue import found
from huifang.core.findings import Finding
from huifang.decisions.calls.owed import PlanningView, open_obligations
from huifang.policy.customers import Customer


def ended_but_owed(view: PlanningView, today: date) -> Iterator[Finding]:
    """T542 for each of them, until a person gives the calls up."""
    counts: dict[str, int] = {}
    ended: dict[str, Customer] = {}
    for one in open_obligations(view, today) if any(c.ended_on for c in view.customers.values()) else ():
        if one.customer.ended_on:
            ended[one.customer.customer_no] = one.customer
            counts[one.customer.customer_no] = counts.get(one.customer.customer_no, 0) + 1
    for number, customer in sorted(ended.items()):
        yield found(
            "T542", customer.origin.place("review_status"), number=number, status=customer.review_status,
            since=customer.ended_on, count=counts[number],
        )  # fmt: skip
