"""How much of a claim the office pays (000/一): what is above the limit is the claimant's."""

from __future__ import annotations

import re

from huifang.policy.model import Policy
from huifang.tables.model import Row

#: How a supervisor says no.
_NO = re.compile(r"不同意|不予|不批|不准|不报|不通过|未通过|退回|驳回|拒绝|^[拒否不]$")


def is_refused(claim: Row) -> bool:
    """Whether the supervisor said no to it."""
    return bool(_NO.search(claim["audit_result"] or ""))


def is_paid_though_refused(claim: Row) -> bool:
    """Whether finance paid what the supervisor said no to."""
    return bool(claim["paid_on"]) and is_refused(claim)


def limit_of(policy: Policy, claim: Row) -> float | None:
    """The limit of a row of 报销, in yuan: what the row states, else the policy's for its kind; None: no limit."""
    stated: float | None = claim["limit_yuan"]
    return stated if stated is not None else dict(policy.expense_limits).get(claim["expense_type"] or "")


def own_share(policy: Policy, claim: Row) -> float:
    """What the claimant pays, in yuan: all that is above the limit."""
    limit = limit_of(policy, claim)
    return max(0.0, claim["amount_yuan"] - limit) if limit is not None else 0.0
