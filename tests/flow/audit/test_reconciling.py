"""A list of calls is brought in and stands beside the ledger: in made-up offices, from the command line on."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from checks_made import NOBODY, drawn_office, rang, taken
from huifang.decisions.audit.audited import Agreement, CheckedCall, Reconciled
from huifang.edges.store.office import Office
from huifang.edges.store.segments import to_records
from huifang.flow.audit.checked import checked_in
from huifang.flow.audit.reconciling import reconciled_in
from huifang.flow.office.desk import Desk
from huifang.ledger.questions import connections
from huifang.ledger.records import CallRecord
from office import PERIOD, TestOffice, change, codes, collected_office, table
from phone_made import LISTS

LATER = "2026-12-01 09:00"
EXTENSIONS = {"A01": "8001", "A02": "8002", "A03": "8003"}
YEASTAR = ("timestart", "callfrom", "callto", "callduration", "talkduration", "status", "type")


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    return collected_office(tmp_path)


def row_of(office: TestOffice, agent: str) -> int:
    return 2 + [row["工号"] for row in table(office.path("人员.xlsx"), "人员")].index(agent)


def with_lines(office: TestOffice) -> None:
    cells = [(row_of(office, agent), {"外呼号码": line}) for agent, line in EXTENSIONS.items()]
    change(office.path("人员.xlsx"), *cells, sheet="人员")


def records(office: TestOffice) -> list[CallRecord]:
    desk = Desk(Office(office.root), datetime.fromisoformat(LATER))
    return sorted(to_records(connections(desk.present.records)), key=lambda record: record.record_no)


def listed(path: Path, rows: Iterable[tuple[datetime, str, str, int]]) -> Path:
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(YEASTAR)
        for at, line, other, seconds in rows:
            status = "ANSWERED" if seconds else "NO ANSWER"
            out.writerow([f"{at:%Y-%m-%d %H:%M:%S}", line, other, seconds + 9, seconds, status, "Outbound"])
    return path


def called(record: CallRecord) -> datetime:
    return datetime.fromisoformat(record.moment).replace(second=20)


def as_made(rows: Iterable[CallRecord]) -> list[tuple[datetime, str, str, int]]:
    return [(called(row), EXTENSIONS[row.agent], f"9{row.phone}", 200) for row in rows]


def reconciled(office: TestOffice) -> Mapping[str, Reconciled]:
    desk = Desk(Office(office.root), datetime.fromisoformat(LATER))
    return reconciled_in(desk, desk.present.policy.parse_period(PERIOD))


def brought_in(office: TestOffice, path: Path, *more: str) -> dict[str, Any]:
    ran = office.run("import", path, "--to", "话单", "--yes", *more, now=LATER)
    assert ran.code in (0, 1), ran.err
    return ran.data


def test_a_period_of_calls_is_shown_kept_and_reconciled(office: TestOffice) -> None:
    with_lines(office)
    rows = records(office)
    assert reconciled(office) == {}
    first, second, third, *rest = rows
    calls = as_made(rest)
    calls.append((called(second) + timedelta(minutes=4), EXTENSIONS[second.agent], second.phone, 7))
    calls.append((called(third), EXTENSIONS[third.agent], third.phone, 0))
    calls.append((datetime(2026, 11, 21, 10), "8003", "13800000011", 90))
    calls += [(datetime(2026, 11, day, 8, 5), "8003", "13377776666", 30) for day in (21, 30)]
    path = listed(office.outside / "话单.csv", calls)
    shown = office.run("import", path, "--to", "话单", now=LATER)
    assert (shown.code, shown.data["written"], shown.data["appended"]) == (0, False, len(calls))
    assert not office.entries("phone-list") and "加上 --yes" in shown.err
    assert brought_in(office, path)["written"]
    (kept,) = office.entries("phone-list")
    assert kept["path"].startswith("归档/话单/") and office.path(kept["segment"]).exists()
    assert (kept["calls"], kept["lines"]) == (len(calls), ["8001", "8002", "8003"])
    found = reconciled(office)
    mine = {agent: [row for row in rows if row.agent == agent] for agent in EXTENSIONS}
    assert {agent: (one.reported, one.matched) for agent, one in found.items()} == {
        "A01": (len(mine["A01"]), len(mine["A01"]) - 2), "A02": (len(mine["A02"]), len(mine["A02"])), "A03": (0, 0),
    }  # fmt: skip
    assert [text.split("：")[0] for text in found["A01"].without_call] == [
        f"{row.record_no} {row.customer}" for row in (first, third)
    ]
    assert "没有这个电话" in found["A01"].without_call[0] and "没有接通的呼叫" in found["A01"].without_call[1]
    assert [text.split()[0] for text in found["A01"].durations_apart] == [second.record_no]
    assert "7 秒" in found["A01"].durations_apart[0]
    assert found["A01"].proved == {row.record_no for row in mine["A01"]} - {row.record_no for row in rows[:3]}
    assert len(found["A03"].without_report) == 1 and found["A03"].without_report[0].startswith("K0011")
    assert office.run("verify", now=LATER).data["ok"]


def test_the_same_call_in_two_lists_is_one(office: TestOffice) -> None:
    with_lines(office)
    calls = as_made(records(office))
    brought_in(office, listed(office.outside / "上半月.csv", calls[:5]))
    again = brought_in(office, listed(office.outside / "全月.csv", calls))
    assert (again["appended"], again["unchanged"]) == (len(calls) - 5, 5)
    same = brought_in(office, office.outside / "全月.csv")
    assert (same["written"], same["appended"]) == (False, 0) and len(office.entries("phone-list")) == 2
    assert sum(one.matched for one in reconciled(office).values()) == len(calls)


def test_times_of_the_world_are_told_by_the_ledger(office: TestOffice) -> None:
    with_lines(office)
    calls = [(at - timedelta(hours=8), *rest) for at, *rest in as_made(records(office))]
    ran = brought_in(office, listed(office.outside / "话单.csv", calls))  # type: ignore[arg-type]
    assert ran["zone"] == "UTC" and codes(ran["findings"]) == ["M023"]
    later = listed(office.outside / "下月.csv", [(datetime(2026, 12, 1, 0, 30), "8001", "13377776666", 60)])
    again = office.run("import", later, "--to", "话单", now="2026-12-02 09:00").data
    assert (again["zone"], again["from"]) == ("UTC", "2026-12-01 08:30")
    assert all(one.matched == one.reported for one in reconciled(office).values())


def test_days_that_no_list_has_are_not_held_against_anybody(office: TestOffice) -> None:
    rows = [row for row in records(office) if row.agent == "A01"]
    calls = [(called(row), "", row.phone, 200) for row in rows]
    path = listed(office.outside / "李晓明.csv", calls)
    nameless = office.run("import", path, "--to", "话单", "--yes", now=LATER)
    assert (nameless.code, nameless.data["written"], codes(nameless.data["findings"])) == (1, False, ["M025"])
    brought_in(office, path, "--set", "业务员=A01")
    found = reconciled(office)
    assert (found["A01"].reported, found["A01"].matched, found["A01"].notes) == (len(rows), len(rows), ())
    assert (found["A02"].reported, found["A02"].matched) == (0, 0) and "不能对账" in found["A02"].notes[0]


def test_a_period_without_a_list_says_nothing(office: TestOffice) -> None:
    with_lines(office)
    brought_in(office, listed(office.outside / "话单.csv", [(datetime(2026, 10, 3, 9), "8001", "13800000001", 60)]))
    assert reconciled(office) == {}


def test_somebody_with_two_telephones_needs_the_lists_of_both(office: TestOffice) -> None:
    """Else a call on the other one would be held against her."""
    rows = [row for row in records(office) if row.agent == "A01"]
    change(office.path("人员.xlsx"), (row_of(office, "A01"), {"外呼号码": "13900000001/13900000002"}), sheet="人员")
    first, second = (
        [(called(row), f"1390000000{line}", row.phone, 200) for row in rows[line - 1 :: 2]] for line in (1, 2)
    )
    brought_in(office, listed(office.outside / "一.csv", first))
    assert "不能对账" in reconciled(office)["A01"].notes[0]
    brought_in(office, listed(office.outside / "二.csv", second))
    found = reconciled(office)["A01"]
    assert (found.reported, found.matched) == (len(rows), len(rows))


def test_a_list_that_ends_early_covers_what_somebody_says_that_it_does(office: TestOffice) -> None:
    rows = [row for row in records(office) if row.agent == "A01"]
    before = [(called(row) - timedelta(days=1), "", "13377776666", 60) for row in rows]
    path = listed(office.outside / "李晓明.csv", before)
    brought_in(office, path, "--set", "业务员=A01")
    assert (reconciled(office)["A01"].reported, len(reconciled(office)["A01"].notes)) == (0, 1)
    longer = listed(office.outside / "李晓明-到月底.csv", before[:-1])
    brought_in(office, longer, "--set", "业务员=A01", "--set", "查询止=2026-11-30")
    found = reconciled(office)["A01"]
    assert (found.reported, found.matched, len(found.without_call)) == (len(rows), 0, len(rows))


def test_a_switchboard_that_calls_at_night_has_the_clock_of_the_world(office: TestOffice) -> None:
    ran = office.run("import", LISTS / "asterisk.csv", "--to", "话单", now=LATER)
    assert (ran.data["zone"], ran.data["layout"], ran.data["from"]) == ("UTC", "Asterisk", "2026-11-23 09:20")
    assert codes(ran.data["findings"]) == ["M023", "M024"]
    told = office.run("import", LISTS / "asterisk.csv", "--to", "话单", "--set", "时区=北京时间", now=LATER)
    assert (told.data["zone"], told.data["from"]) == ("北京时间", "2026-11-23 01:20")


def test_a_list_whose_header_nobody_knows_is_mapped(office: TestOffice) -> None:
    path = LISTS / "telecom.csv"
    shown = office.run("import", path, "--to", "话单", "--set", "业务员=A01", now=LATER)
    assert codes(shown.data["findings"]) == ["M002", "M002", "M002"]
    assert shown.data["headers"] == ["通话那天", "几点", "打给谁", "计费(分钟)"]
    maps = ("通话那天=通话日期", "几点=起始时间", "打给谁=对方号码", "计费(分钟)=通话时长")
    words = [word for one in maps for word in ("--map", one)]
    ran = office.run("import", path, "--to", "话单", "--set", "业务员=A01", *words, "--yes", now=LATER)
    assert (ran.code, ran.data["appended"], ran.data["written"]) == (0, 4, True)


def test_whose_line_it_is_may_be_said_afterwards(office: TestOffice) -> None:
    """Calls that were rung at a line come in the other order where nobody knew that it is one."""
    rows = [row for row in records(office) if row.agent == "A01"]
    calls = [(called(row), "13900000009", row.phone, 200) for row in rows[1:]]
    path = listed(office.outside / "话单.csv", [*calls, (called(rows[0]), rows[0].phone, "13900000009", 200)])
    path.write_text(path.read_text(encoding="utf-8").replace("Outbound", ""), encoding="utf-8")
    brought_in(office, path)
    change(office.path("人员.xlsx"), (row_of(office, "A01"), {"外呼号码": "13900000009"}), sheet="人员")
    found = reconciled(office)["A01"]
    assert (found.reported, found.matched) == (len(rows), len(rows))


def test_what_a_customer_forgot_is_told_by_the_list(tmp_path: Path) -> None:
    """The customer says that nobody called, and the list has the call: that contradicts nobody, and is how often
    customers forget.
    """
    office = drawn_office(tmp_path)
    assert taken(office, rang(office, NOBODY)).code == 0

    def denied() -> CheckedCall:
        desk = Desk(Office(office.root), datetime.fromisoformat(LATER))
        checked = checked_in(desk, desk.present.policy.parse_period(PERIOD))
        (call,) = (call for mine in checked for call in mine.calls)
        return call

    assert denied().agreement is Agreement.DIFFERS and not denied().is_forgotten
    with_lines(office)
    brought_in(office, listed(office.outside / "话单.csv", as_made(records(office))))
    assert denied().agreement is Agreement.UNSURE and denied().is_forgotten
    assert "话单上有这次通话" in denied().unsure and not denied().differences
