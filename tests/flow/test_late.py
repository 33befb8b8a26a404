"""Overdue is what can be known to be late: a call whose sheet is not due yet is out with its agent.

A01 has K1, due on the 15th, K2, due on the 16th, and K3, due after the period, in the batch that is to be handed in on
the 20th; A02 has K9, due after it.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import offices_made as made
from huifang.decisions.reports.handing_in import HandIn, hand_ins_of
from huifang.edges.store.office import Office
from huifang.flow.office.desk import Desk
from huifang.flow.reports import handed_in
from huifang.flow.reports.handed_in import batch_duties, never_came
from offices_made import call, customer, huifang

pytestmark = pytest.mark.slow

MID, LAST = "2026-11中旬", "2026-11下旬"
OUT = {"agent": "A01", "period": MID, "due_on": "2026-11-20", "count": 2}


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    customers = [customer(f"K{n}", "A01", on) for n, on in ((1, "11-05"), (2, "11-06"), (3, "11-12"))]
    office = made.make_office(tmp_path_factory.mktemp("late") / "o", [*customers, customer("K9", "A02", "11-12")])
    huifang(office, "plan", now="2026-11-12 09:00")
    return office


@pytest.fixture(scope="module")
def lived(planned: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Nothing of A01's came for the first batch, nothing of A02's for the second."""
    office = made.copied(planned, tmp_path_factory.mktemp("lived") / "o")
    huifang(office, "plan", now="2026-11-21 09:00")
    answers = {f"K{n}": call("11-24", f"1{n}:00") for n in (1, 2, 3)}
    made.hand_in(office, "2026-11-30 17:00", {"a.xlsx": made.filled(made.issued_book(office, LAST, "A01"), answers)})
    return office


@pytest.fixture
def office(planned: Path, tmp_path: Path) -> Path:
    return made.copied(planned, tmp_path / "o")


def late(office: Path, now: str) -> tuple[int, list[dict[str, Any]]]:
    """How many customers are told to be overdue, and what is told to be out."""
    said = huifang(office, "check", now=now)
    overdue = [finding["message"] for finding in said["findings"] if finding["code"] == "L709"]
    return sum(int(message.split()[1]) for message in overdue), said["out"]


def test_a_call_is_out_with_its_agent_until_the_sheet_is_due(office: Path) -> None:
    assert late(office, "2026-11-15 20:00") == (0, [])
    assert late(office, "2026-11-18 10:00") == late(office, "2026-11-20 23:00") == (0, [OUT])
    assert late(office, "2026-11-21 08:00") == (2, [])
    said = huifang(office, "check", now="2026-11-18 10:00", text=True)
    assert "A01 的 2026-11中旬 回访表里有 2 个回访过了应访日期，表应在 2026-11-20 前交，交回后才知道" in said.stdout
    assert "逾期未回访" not in said.stdout and said.code == 0
    for now, status in (("11-18", "在业务员手里，回访表在 2026-11-20 前交回后才知道"), ("11-21", "逾期 6 天")):
        assert huifang(office, "explain", "K1", now=f"2026-{now} 09:00")["due"][0]["status"] == status


def test_what_a_sheet_left_open_after_the_window_is_late(office: Path) -> None:
    answers = {"K1": call("11-13", "10:00")}
    made.hand_in(office, "2026-11-16 18:00", {"a.xlsx": made.filled(made.issued_book(office, MID, "A01"), answers)})
    assert late(office, "2026-11-18 10:00") == (0, [{**OUT, "count": 1}])  # the 16th was not over yet
    more = {**answers, "K3": call("11-17", "10:00")}
    made.hand_in(office, "2026-11-17 18:00", {"b.xlsx": made.filled(made.issued_book(office, MID, "A01"), more)})
    assert late(office, "2026-11-18 10:00") == (1, [])


def test_what_nobody_was_asked_for_in_time_is_late(planned: Path, tmp_path: Path) -> None:
    unplanned = made.make_office(tmp_path / "o", [customer("K1", "A01", "11-05")])
    assert late(unplanned, "2026-11-18 10:00") == (1, [])
    huifang(unplanned, "plan", now="2026-11-18 11:00")
    assert late(unplanned, "2026-11-18 12:00") == (1, [])


def test_what_carries_over_stays_late(lived: Path, tmp_path: Path) -> None:
    office = made.copied(lived, tmp_path / "o")
    huifang(office, "plan", now="2026-12-01 09:00")
    assert late(office, "2026-12-03 10:00") == (1, [])  # K9 of A02, whose sheet did not come


def missing(desk: Desk) -> list[HandIn]:
    """All batches looked at whole."""
    found: list[HandIn] = []
    for batch in desk.state.batches():
        then = desk.at_end_of(batch)
        if then.is_past:
            hand_ins = hand_ins_of(batch_duties(desk, then, batch), then.policy, desk.present.people, desk.now)
            found.extend(one for one in hand_ins if one.missing)
    return found


@pytest.mark.parametrize("now", ["2026-11-20 23:00", "2026-11-21 08:00", "2026-11-30 18:00", "2026-12-05 09:00"])
def test_sheets_that_never_came_are_those_that_are_missing_in_all_batches(lived: Path, now: str) -> None:
    desk = Desk(Office(lived), datetime.strptime(now, "%Y-%m-%d %H:%M"))
    assert [*never_came(desk)] == missing(desk)
    assert [one.agent for one in missing(desk)] == {"11-20": [], "11-21": ["A01"], "11-30": ["A01"]}.get(
        now[5:10], ["A01", "A02"]
    )


def test_batches_of_which_all_is_in_are_not_looked_into(
    planned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = made.copied(planned, tmp_path / "o")
    for agent, numbers in (("A01", (1, 2, 3)), ("A02", (9,))):
        answers = {f"K{n}": call("11-13", f"1{n}:00") for n in numbers}
        book = made.issued_book(office, MID, agent)
        made.hand_in(office, "2026-11-20 17:00", {f"{agent}.xlsx": made.filled(book, answers)})
    monkeypatch.setattr(handed_in, "collect_rows", lambda frame: pytest.fail("the ledger was asked"))
    assert [*never_came(Desk(Office(office), datetime(2026, 12, 5, 9)))] == []
