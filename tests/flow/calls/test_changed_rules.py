"""A rule of 制度 that was changed makes nobody late for the time before (decision 15)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import offices_made as made
from huifang.edges.store.office import Office
from huifang.flow.calls.changed_rules import policy_as_seen
from huifang.flow.office.opening import writing_desk
from offices_made import change, customer, huifang


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Every 30 days from the first day on; K1 was approved on 5 November, K2 on 16 October: due by 15 November."""
    customers = [customer("K1", "A01", "11-05"), customer("K2", "A02", "10-16")]
    folder = made.make_office(tmp_path / "o", customers)
    change(folder, made.RULES, "回访规则", "R1", 间隔=30)
    huifang(folder, "complaints", now="2026-11-02 09:00")
    return folder


def every(folder: Path, days: int) -> None:
    change(folder, made.RULES, "回访规则", "R1", 间隔=days)


def due(folder: Path, number: str, now: str) -> tuple[str, str]:
    (one,) = huifang(folder, "explain", number, now=now)["due"]
    return one["from"], one["due_on"]


def test_nobody_is_late_for_the_days_before_the_change(office: Path) -> None:
    assert due(office, "K1", "2026-11-19 09:00") == ("2026-12-02", "2026-12-05")
    every(office, 10)
    window = ("2026-11-20", "2026-11-23")
    assert due(office, "K1", "2026-11-20 09:00") == window  # compared, although no run has noted it
    huifang(office, "complaints", now="2026-11-20 10:00")  # keeps the version, and plans nothing
    assert due(office, "K1", "2026-11-22 09:00") == window
    planned: Any = huifang(office, "plan", "--period", "2026-11下旬", now="2026-11-22 10:00")
    assert (planned.call("K1")["due_on"], planned.call("K1")["overdue_days"]) == ("2026-11-23", 0)


def test_who_was_late_stays_so(office: Path) -> None:
    assert due(office, "K2", "2026-11-19 09:00") == ("2026-11-12", "2026-11-15")
    every(office, 10)
    assert due(office, "K2", "2026-11-20 09:00") == ("2026-11-12", "2026-11-15")


def test_the_report_on_the_days_before_knows_the_rule_of_then(office: Path) -> None:
    every(office, 10)
    huifang(office, "complaints", now="2026-11-21 10:00")
    report: Any = huifang(office, "report", "--period", "2026-11中旬", now="2026-11-22 09:00")
    assert [(line["agent"], line["planned"]) for line in report.json["agents"]] == [("A02", 1)]


def test_without_an_earlier_version_nothing_is_read(tmp_path: Path) -> None:
    folder = made.make_office(tmp_path / "o", [customer("K1", "A01", "11-05")])
    with writing_desk(Office(folder), datetime(2026, 11, 3)) as desk:
        assert policy_as_seen(desk.present) is desk.present.policy
