"""Until when a project is under warranty (S12): a caller who is asked should know."""

from __future__ import annotations

from datetime import date

from huifang.core.periods import add_months
from huifang.decisions.calls.facts import Cells
from huifang.policy.model import Policy
from huifang.tables.declared.projects import PROJECTS

_POWERED_ON, _SHIPPED = (PROJECTS.by_key[key].header for key in ("powered_on", "shipped_on"))


def warranty_end(policy: Policy, project: Cells) -> date | None:
    """The last day, the earlier of those counted from power-on and from shipping (decision 9).

    None where the policy counts from neither, or neither has happened.
    """
    counted = ((_POWERED_ON, policy.warranty_from_power_on), (_SHIPPED, policy.warranty_from_shipping))
    ends = [add_months(day, months) for header, months in counted if months and (day := project.get(header))]
    return min(ends, default=None)
