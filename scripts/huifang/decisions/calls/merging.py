"""One call for several rules that want the same contact in overlapping windows; the strictest window holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time

from huifang.decisions.calls.owed import Open
from huifang.decisions.calls.triggers import trigger_of


def grouped(wanted: Iterable[Open]) -> list[tuple[Open, ...]]:
    """What is served by one call each, the strictest first.

    What was issued together stays together, and an issued call takes nothing more in; what is issued now is merged
    where the windows have a day in common and the same person calls the same telephone, unless a rule forbids it.
    """
    issued: dict[str, list[Open]] = {}
    free: dict[tuple[str, str, str], list[Open]] = {}
    for one in wanted:
        if one.obligation.issue is not None:
            issued.setdefault(one.obligation.issue.plan_no, []).append(one)
        else:
            who = one.contact.phone or one.contact.role
            free.setdefault((one.customer.customer_no, who, one.caller.person_no), []).append(one)
    groups = list(issued.values())
    for ones in free.values():
        groups.extend(_merged(ones))
    return [_strictest_first(group) for group in groups]


def _merged(ones: Sequence[Open]) -> list[list[Open]]:
    groups: list[list[Open]] = []
    for one in sorted(ones, key=_strictness):
        for group in groups:
            start, end = common_window([*group, one])
            together = [*group, one]
            if start <= end and all(_may_be_one(one, other) for other in group) and _one_way_pays(together):
                group.append(one)
                break
        else:
            groups.append([one])
    return groups


def _may_be_one(one: Open, other: Open) -> bool:
    """Whether one call may serve both: a day that was agreed for one must lie in the other's window. Two of one quota
    are two calls; what is counted in hours stands with what ends on the same day.
    """
    are_counted_by_role = trigger_of(one.rule).counted_by_role and trigger_of(other.rule).counted_by_role
    if are_counted_by_role and (one.contact.role != other.contact.role or one.rule is other.rule):
        return False
    if one.obligation.due_on != other.obligation.due_on and (one.rule.in_hours or other.rule.in_hours):
        return False
    return one.rule.merge and other.rule.merge and _agrees(one, other) and _agrees(other, one)


def _one_way_pays(group: Sequence[Open]) -> bool:
    """Whether one call can be made that counts for all of them: in a way that all allow where that matters for one, and
    to somebody of the role for which it rolls.
    """
    roles = {one.contact.role for one in group}
    if len(roles) > 1 and any(one.pays.role for one in group):
        return False
    return not any(one.pays.methods for one in group) or bool(ways_in_common(group))


def ways_in_common(group: Sequence[Open]) -> list[str]:
    """The ways of calling that all of them allow, in the order of the first."""
    rules = [one.rule for one in group]
    return [method for method in rules[0].methods if all(method in rule.methods for rule in rules)]


def _agrees(one: Open, other: Open) -> bool:
    if one.agreed is None or (other.agreed and other.agreed.on == one.agreed.on):
        return True
    return other.obligation.from_on <= one.agreed.on <= other.obligation.due_on


def _strictest_first(group: list[Open]) -> tuple[Open, ...]:
    """In the order of strictness; what was issued keeps the obligation in front whose number the call has."""
    ordered = sorted(group, key=_strictness)
    issue = ordered[0].obligation.issue
    return tuple(sorted(ordered, key=lambda one: issue is not None and one.obligation.plan_no != issue.plan_no))


def _strictness(one: Open) -> tuple[date, date, bool, str]:
    obligation = one.obligation
    return (obligation.due_on, obligation.from_on, one.goes_along, obligation.key)


def common_window(group: Sequence[Open]) -> tuple[date, date]:
    """The days that all windows have in common, both ends inclusive; of a call that was issued, its window then."""
    issue = group[0].obligation.issue
    if issue is not None:
        return issue.from_on, issue.due_on
    return max(one.obligation.from_on for one in group), min(one.obligation.due_on for one in group)


def common_end(group: Sequence[Open]) -> time | None:
    """The time of day on the last of these days by which the call is to have begun; None: all day."""
    issue = group[0].obligation.issue
    if issue is not None:
        return issue.until
    last = common_window(group)[1]
    return min((o.until for o in (one.obligation for one in group) if o.until and o.due_on == last), default=None)
