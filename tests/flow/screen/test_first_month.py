"""What the first month will be like, before anything is planned: it agrees with what is planned then."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import pytest

from huifang.edges.store.office import Office
from huifang.flow.office.desk import Desk
from huifang.flow.screen.first_month import first_month, month_of
from office import blank_office, snapshot

NOW = "2026-12-01 09:00"


def months(office):
    return {one.name: one for one in first_month(Desk(Office(office.root), datetime.fromisoformat(NOW)).present)}


def test_the_month_has_the_calls_that_its_batches_get_and_leaves_no_trace(tmp_path):
    office = blank_office(tmp_path)
    before = snapshot(office.root)
    month = months(office)
    assert snapshot(office.root) == before
    planned = Counter(call["agent"] for call in office.run("plan", "--period", "2026-12上旬", now=NOW).data["calls"])
    assert len(month) == len(planned) == 3
    first = sorted(planned.values())
    assert all(
        one.calls >= 2 * few for one, few in zip(sorted(month.values(), key=lambda m: m.calls), first, strict=True)
    )
    assert all(one.a_day <= one.most <= one.limit and not one.is_crowded for one in month.values())


@pytest.mark.parametrize(
    ("days", "limit", "crowded"),
    [
        ({1: 10, 2: 10, 3: 10}, 20, True),
        ({1: 10, 2: 10, 3: 8, 4: 7}, 20, True),  # 28 of 35 are 80 %
        ({1: 10, 2: 10, 3: 7, 4: 8}, 20, True),
        (dict.fromkeys(range(1, 21), 2), 20, False),
        ({1: 3, 2: 3, 3: 3}, 20, False),  # too few to speak of
        (dict.fromkeys(range(1, 21), 5) | {21: 21}, 20, True),
    ],
)
def test_a_month_that_falls_on_three_days_or_has_a_day_that_is_too_full_is_said(days, limit, crowded):
    month = month_of("甲", Counter({date(2026, 12, day): count for day, count in days.items()}), limit)
    assert (month.is_crowded, month.calls, month.days) == (crowded, sum(days.values()), len(days))
    assert month.most == max(days.values()) and days[month.most_on.day] == month.most
