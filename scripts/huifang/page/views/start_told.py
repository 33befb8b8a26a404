"""What the steps of a first start show besides what was typed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from huifang.core.alike import grouped
from huifang.flow.checking import check
from huifang.flow.moving_in.past_importing import first_own_day
from huifang.flow.screen.first_month import first_month
from huifang.page import begun
from huifang.page.forms import choices
from huifang.page.frame import Screen


def told_of_unit(page: Screen) -> dict[str, Any]:
    """The regulations, and what was typed of the name."""
    return {
        "unit": begun.typed_at(page, "unit").get("name", ""),
        "regulations": choices.regulations(page),
        "today": page.now().date().isoformat(),
        "others": [one.root.name for one in page.place.offices()],
    }


def told_of_staff(page: Screen) -> dict[str, Any]:
    """Who is there already, who approves customers, and how many customers there are."""
    now = page.desk().present
    people, role = now.people.persons, now.policy.reviewer_role
    return {
        "regulation": now.policy.title,
        "people": people,
        "customers": len(now.customers),
        "role": role,
        "reviewers": [one for one in people if one.role == role],
        "approved_on": (page.now().date().replace(day=1) - timedelta(days=1)).replace(day=1).isoformat(),
        "preset": page.desk().state.preset,
    }


def told_of_past(page: Screen) -> dict[str, Any]:
    """How many past calls were brought in, and until when calls are past."""
    desk = page.desk()
    return {
        **told_of_staff(page),
        "past": sum(kept.appended for kept in desk.state.past_lists),
        "before": first_own_day(desk),
    }


def told_of_plan(page: Screen) -> dict[str, Any]:
    """What the office's tables say, and for which days the first plan is."""
    desk = page.desk()
    checked = check(desk, (), with_marks=False)
    listed = grouped(sorted(checked.findings, key=lambda one: not one.is_error))
    return {
        **told_of_staff(page),
        "findings": listed,
        "errors": sum(len(one.findings) for one in listed if one.first.is_error),
        "period": desk.present.policy.period_of(page.now().date()),
        "month": first_month(desk.present),
        "started_on": desk.present.policy.started_on,
        "waiting": sum(not one.approved for one in desk.present.customers.values()),
    }
