"""Reports are never skipped and never stale (decision 21), and by a clock that may be wrong none is made."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import offices_made as made
from offices_made import add, call, customer, huifang, setting

pytestmark = pytest.mark.slow

EARLY, MID, LATE = "2026-11上旬", "2026-11中旬", "2026-11下旬"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A01 has two calls and A02 one, due in 中旬; the report on 上旬 is made, 中旬 is planned."""
    customers = [customer("K1", "A01", "11-05"), customer("K2", "A01", "11-05"), customer("K3", "A02", "11-06")]
    folder = made.make_office(tmp_path / "o", customers)
    assert steps(folder, "2026-11-11 09:00") == [("report", EARLY), ("plan", MID)]
    return folder


def steps(office: Path, now: str, *options: str) -> list[tuple[str, str | None]]:
    """What a run did, with its period."""
    done = huifang(office, "run", *options, now=now)["steps"]
    return [(step["step"], step.get("period")) for step in done if step["step"] != "letters"]


def reports(office: Path, now: str) -> list[str | None]:
    """The periods that a run made reports on, in its order."""
    return [period for step, period in steps(office, now) if step == "report"]


def send(office: Path, name: str, agent: str, *customers: str, on: str = "11-13") -> None:
    """An agent's sheet of 中旬 into the inbox, these customers reached."""
    answers = {number: call(on, f"09:{number[1]}0") for number in customers}
    content = made.filled(made.issued_book(office, MID, agent), answers)
    (office / "收件箱" / name).write_bytes(content)


def said(office: Path, period: str = MID) -> dict[str, object]:
    """What the journal says of the newest version of the report."""
    lines = (office / ".huifang/journal.jsonl").read_text(encoding="utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    newest = [e["data"] for e in entries if e["kind"] == "report" and e["data"]["period"] == period][-1]
    return {"version": newest["version"], **newest["figures"]}


def test_every_report_that_was_owed_is_made_the_oldest_first(office: Path) -> None:
    assert reports(office, "2026-12-11 09:00") == [MID, LATE, "2026-12上旬"]
    assert reports(office, "2026-12-11 09:30") == []


def test_a_row_of_reports_that_is_new_asks_for_nothing_that_was_over(office: Path) -> None:
    row = {"报告": "月报", "截止": "月末", "期间": "月", "收件角色": "老板", "内容": "回访"}
    steps(office, "2026-11-30 18:30")
    add(office, made.RULES, "报告", **row)
    assert "2026-11" not in reports(office, "2026-12-01 19:00")


def test_reports_by_the_day_of_the_week_the_quarter_the_half_year_and_the_year(tmp_path: Path) -> None:
    folder = tmp_path / "o"
    huifang(None, "init", folder, "--policy", "field-visit", now="2026-11-11 09:00")
    rows = ("周报 周五 周", "季报 期末后3天 季", "半年报 次月第一个周一 半年", "年报 次月15日 年")
    for report, due, span in map(str.split, rows):
        add(folder, made.RULES, "报告", 报告=report, 截止=due, 期间=span, 内容="待办")
    assert steps(folder, "2026-11-13 17:59") == []
    assert steps(folder, "2026-11-13 18:00") == [("report", "2026W46")]
    assert steps(folder, "2026-11-16 18:00") == [("report", "2026W46")]  # what came on Saturday and Sunday
    assert steps(folder, "2026-12-18 18:00") == [("report", f"2026W{week}") for week in (47, 48, 49, 50, 51)]
    new = [one for one in steps(folder, "2027-01-03 17:00") if one[1] != "2026W51"]
    assert new == [("report", "2026W52"), ("report", "2026W53")]
    assert steps(folder, "2027-01-04 17:00") == [("report", "2026Q4")]  # since the evening before
    assert steps(folder, "2027-01-04 18:00") == [("report", "2026下半年")]
    assert ("report", "2026") in steps(folder, "2027-01-15 18:00")
    again = huifang(folder, "report", "--kind", "年报", "--period", "2026", now="2027-01-16 09:00")
    assert (again["from"], again["until"], again["due_on"]) == ("2026-01-01", "2026-12-31", "2027-01-15")


def test_a_sheet_in_part_is_not_all(office: Path) -> None:
    send(office, "一.xlsx", "A01", "K1")
    send(office, "二.xlsx", "A02", "K3")
    assert reports(office, "2026-11-20 09:00") == []
    send(office, "三.xlsx", "A01", "K1", "K2")
    assert reports(office, "2026-11-20 10:00") == [MID]


def test_what_comes_after_a_report_of_the_morning_is_told_at_the_hour(office: Path) -> None:
    send(office, "一.xlsx", "A01", "K1", "K2")
    send(office, "二.xlsx", "A02", "K3")
    assert reports(office, "2026-11-20 09:00") == [MID]
    content = made.filled(made.issued_book(office, MID, "A01"), {}, [{"客户编号": "K1", **call("11-20", "11:00")}])
    (office / "收件箱" / "三.xlsx").write_bytes(content)
    assert reports(office, "2026-11-20 17:00") == []
    assert reports(office, "2026-11-20 18:00") == [MID]
    assert reports(office, "2026-11-20 18:30") == reports(office, "2026-11-21 18:30") == []
    assert (said(office)["version"], said(office)["reported"]) == (2, 4)


def test_a_late_sheet_and_its_fine_come_to_the_report_once_a_day(office: Path) -> None:
    made.change(office, made.RULES, "报告", "旬报", **{"迟交罚款(元)": 50})
    send(office, "二.xlsx", "A02", "K3")
    assert reports(office, "2026-11-20 18:00") == [MID]
    assert (said(office)["missing"], said(office)["late_days"], said(office)["fine_yuan"]) == (1, 0, 0)
    assert reports(office, "2026-11-21 17:59") == []
    assert reports(office, "2026-11-21 18:00") == [MID]
    assert (said(office)["late_days"], said(office)["fine_yuan"]) == (1, 50)
    send(office, "一.xlsx", "A01", "K1", "K2")
    assert reports(office, "2026-11-21 19:00") == []  # once a day
    assert reports(office, "2026-11-22 18:00") == [MID]
    assert (said(office)["version"], said(office)["missing"], said(office)["done"]) == (3, 0, 3)
    assert reports(office, "2026-11-23 18:00") == []


def test_none_is_made_again_after_the_next(office: Path) -> None:
    assert reports(office, "2026-11-30 18:00") == [MID, LATE]
    send(office, "一.xlsx", "A01", "K1", "K2")
    assert reports(office, "2026-12-01 18:00") == []
    assert (said(office)["version"], said(office)["done"]) == (1, 0)


def test_one_that_a_person_made_too_early_does_not_count(office: Path) -> None:
    huifang(office, "report", "--period", MID, now="2026-11-17 09:00")
    assert reports(office, "2026-11-20 18:00") == [MID]


def test_what_a_wrong_clock_made_does_not_count(office: Path) -> None:
    assert steps(office, "2026-12-05 09:00")[:2] == [("seal", MID), ("report", MID)]
    again = steps(office, "2026-11-20 18:00")
    assert again[0] == ("clock", None) and ("seal", MID) in again and ("report", MID) in again


@pytest.mark.parametrize("now", ["2026-12-21 09:01", "2028-01-01 09:00"])
def test_by_a_clock_far_ahead_nothing_is_done_until_somebody_says_it_is_right(office: Path, now: str) -> None:
    """The last entry is of 11-11 09:00; forty days later is 12-21 09:00."""
    setting(office, "每人抽查数", 4)  # a new version, which would be noted
    before = made.all_bytes(office)
    refused = huifang(office, "run", now=now)
    assert (refused.code, [step["code"] for step in refused["steps"]]) == (1, ["J815"])
    assert "--clock-ok" in refused["steps"][0]["text"]
    assert made.all_bytes(office) == before
    assert "J815" in huifang(office, "check", now=now).codes()  # other commands warn
    assert ("report", MID) in steps(office, now, "--clock-ok")
    journal = (office / ".huifang/journal.jsonl").read_text(encoding="utf-8")
    assert '"kind":"clock"' in journal and "2026-11-11 09:00" in journal
    assert ("clock", None) not in steps(office, now)


def test_forty_days_are_not_far(office: Path) -> None:
    assert ("report", MID) in steps(office, "2026-12-21 09:00")


def test_a_report_on_rounds_is_owed_for_weeks_with_a_round(tmp_path: Path) -> None:
    folder = tmp_path / "o"
    huifang(None, "init", folder, "--policy", "field-visit", now="2026-11-02")
    assert steps(folder, "2026-11-20 18:00") == []


def test_the_clock_of_a_quiet_office_that_runs_is_not_doubted(tmp_path: Path) -> None:
    """Nobody travels for months; the runs have nothing to do, and journal their time now and then."""
    folder = tmp_path / "o"
    huifang(None, "init", folder, "--policy", "field-visit", now="2026-11-02")
    for now in ("2026-11-20 18:00", "2026-12-05 18:00", "2026-12-24 18:00", "2027-01-08 18:00", "2027-02-01 18:00"):
        assert steps(folder, now) == []
    before = made.all_bytes(folder)
    assert steps(folder, "2027-02-01 18:00") == []
    assert made.all_bytes(folder) == before
