"""How much of a claim the office pays (000/一): what is above the limit is the claimant's."""

from __future__ import annotations

from huifang.policy.model import Policy
from huifang.tables.model import Row


def limit_of(policy: Policy, claim: Row) -> float | None:
    """The limit of a row of 报销, in yuan: what the row states, else the policy's for its kind; None: no limit."""
    stated: float | None = claim["limit_yuan"]
    return stated if stated is not None else dict(policy.expense_limits).get(claim["expense_type"] or "")


def own_share(policy: Policy, claim: Row) -> float:
    """What the claimant pays, in yuan: all that is above the limit."""
    limit = limit_of(policy, claim)
    return max(0.0, claim["amount_yuan"] - limit) if limit is not None else 0.0
