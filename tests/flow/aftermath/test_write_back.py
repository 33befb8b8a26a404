"""回访记录编号: the numbers of calls about a project are written into its row of 项目台账."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from huifang.edges.known.presets import load_preset
from huifang.edges.store.office import Office
from huifang.flow.office.desk import Desk
from huifang.flow.samples.calls import fill_in, habits_of
from office import TestOffice, codes, digest, edited, planned_office, put, sample_office, table

NOW, LATER, BOOK = "2026-11-30 17:00", "2026-11-30 19:00", "项目台账.xlsx"


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    """An office of S12 with calls about projects issued for November."""
    made = sample_office(tmp_path_factory.mktemp("s12"), "equipment-lifecycle", "2026-11-20 08:30")
    assert made.run("plan", now="2026-11-20 09:00").code in (0, 1)
    return made


@pytest.fixture
def office(issued: TestOffice, tmp_path: Path) -> TestOffice:
    shutil.copytree(issued.root, tmp_path / "办公室")
    return TestOffice(tmp_path / "办公室", tmp_path / "寄出")


def sheets(office: TestOffice) -> list[Path]:
    """Every issued workbook of the batch, answered."""
    office.outside.mkdir(exist_ok=True)
    habits = habits_of(Desk(Office(office.root), datetime(2026, 12, 12, 9)))
    made = []
    for path in sorted(office.path("回访计划/2026-11").glob("*.xlsx")):
        target = office.outside / path.name
        target.write_bytes(fill_in(path.read_bytes(), habits=habits))
        made.append(target)
    return made


def numbers(office: TestOffice) -> dict[str, str]:
    return {row["项目编号"]: row["回访记录编号"] or "" for row in table(office.path(BOOK), "台账") if row["项目编号"]}


def connected(office: TestOffice, *paths: Path) -> set[str]:
    """The plan numbers that the sheets say were reached, of calls that are about a project."""
    rules = load_preset("equipment-lifecycle").content["回访规则"]
    stages = {rule["规则编号"] for rule in rules if rule["起算"].startswith("台账.")}
    calls = office.run("plan", now="2026-11-20 09:30").data["calls"]
    about = {call["plan_no"] for call in calls if call["rule"] in stages}
    rows = [row for path in paths for row in table(path, "回访记录")]
    return {row["计划编号"] for row in rows if row["计划编号"] in about and row["通话结果"] == "接通"}


def test_connected_calls_are_noted_in_their_projects(office: TestOffice) -> None:
    before, paths = numbers(office), sheets(office)
    reached = connected(office, *paths)
    assert reached
    data = office.collect(*paths, now=NOW).data
    after = numbers(office)
    new = {n for project in after for n in after[project].split("、") if n} - {
        n for project in before for n in before[project].split("、") if n
    }
    assert {number.rpartition("-")[0] for number in new} == reached
    assert data["written_back"] >= len(new) > 0
    assert all(after[project].startswith(before[project]) for project in before)
    assert office.run("verify").data["ok"]


def test_collecting_again_writes_nothing_twice(office: TestOffice) -> None:
    paths = sheets(office)
    office.collect(*paths, now=NOW)
    before = digest(office.path(BOOK))
    assert office.collect(*paths, now=LATER).data["written_back"] == 0
    assert digest(office.path(BOOK)) == before


@pytest.mark.slow
@pytest.mark.parametrize("command", ["collect", "report", "run"])
def test_while_the_workbook_is_open_numbers_wait_for_the_next_run(office: TestOffice, command: str) -> None:
    paths, mark = sheets(office), office.path(f"~${BOOK}")
    mark.write_bytes(b"")
    before = digest(office.path(BOOK))
    data = office.collect(*paths, now=NOW).data
    assert data["accepted"] and data["written_back"] == 0 and codes(data["notes"]) == ["J802"]
    assert digest(office.path(BOOK)) == before
    mark.unlink()
    words = {"collect": (), "report": ("--period", "2026-11"), "run": ()}[command]
    assert office.run(command, *words, now=LATER).code in (0, 1)
    noted = {n.rpartition("-")[0] for cell in numbers(office).values() for n in cell.split("、") if n}
    assert noted >= connected(office, *paths)


def test_what_people_entered_stays(office: TestOffice) -> None:
    first = next(iter(numbers(office)))
    with edited(office.path(BOOK)) as book:
        for row in range(2, book["台账"].max_row + 1):
            put(book["台账"], row, {"回访记录编号": "手工-1，手工-2"} if book["台账"].cell(row, 1).value else {})
    office.collect(*sheets(office), now=NOW)
    cells = numbers(office)
    assert first in cells and all(cell.startswith("手工-1") and "手工-2" in cell for cell in cells.values())
    noted = [cell for cell in cells.values() if "-1" in cell.replace("手工-1", "")]
    assert noted and all(cell.startswith("手工-1、手工-2、") for cell in noted)


def test_a_workbook_that_cannot_be_changed_never_stops_a_posting(office: TestOffice) -> None:
    with edited(office.path(BOOK)) as book:
        book["台账"].protection.set_password("secret")
        book["台账"].protection.enable()
    data: dict[str, Any] = office.collect(*sheets(office), now=NOW).data
    assert data["accepted"] and codes(data["notes"]) == ["J805"]
    assert "密码" in data["notes"][0]["message"]


def test_other_offices_have_nothing_to_write_back(tmp_path: Path) -> None:
    other = planned_office(tmp_path)
    assert other.collect(other.filled(), now=NOW).data["written_back"] == 0
