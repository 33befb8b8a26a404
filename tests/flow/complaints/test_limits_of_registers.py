"""投诉时限 with 表: repairs, slips and events have limits, too; more time is granted, and a clock is stopped, in 例外.

2026-11-02 is a Monday; the office works from 09:00 to 18:00, Saturdays and Sundays not.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from complaints_made import moment
from huifang.edges.store.office import Office
from huifang.flow.office.desk import Desk
from huifang.flow.reports.reporting import build_report, default_kind
from huifang.flow.scheduling import scheduled_run
from huifang.flow.screen.complaints import open_complaints
from month_office import SeenPart
from office import TestOffice, add_rows, codes, edited, put
from records_made import except_for, repairs_office

pytestmark = pytest.mark.slow

REPAIR = {
    "阶段": "报修办完", "表": "服务单", "起算": "报修时间", "时限": 3, "单位": "工作日", "完成": "完工时间",
    "可延期": "主管", "依据": "《业主回访管理制度》第2条",
}  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    return repairs_office(tmp_path)


def listed(office: TestOffice, now: str) -> Mapping[str, Any]:
    return {one["complaint_no"]: one for one in office.run("complaints", now=now).data["records"]}


def reported(office: TestOffice, now: str) -> Mapping[str, list[tuple[Any, ...]]]:
    """The lists of the part 投诉 of November's report, as it would be made then."""
    desk = Desk(Office(office.root), datetime.fromisoformat(now))
    rules = desk.present.policy
    report = build_report(desk, rules.parse_period("2026-11"), default_kind(rules))
    return next(SeenPart.of(part) for part in report.parts if part.name == "投诉").lists


def finish(office: TestOffice, row: int, at: str) -> None:
    with edited(office.path("服务单.xlsx")) as book:
        put(book["服务单"], row, {"完工时间": moment(at)})


def test_a_repair_is_late_after_three_working_days(office: TestOffice) -> None:
    """Reported on Tuesday 11-03: until the office closes on Friday 11-06; then the repairman's superiors are told."""
    now = listed(office, "2026-11-06 17:00")["F1"]
    assert (now["table"], now["due"], now["state"]) == ("服务单", "2026-11-06 18:00", "due")
    finish(office, 2, "11-06 17:29")
    late = listed(office, "2026-11-09 10:00")
    assert (late["F1"]["state"], late["F2"]["state"]) == ("closed", "overdue")
    assert late["F2"]["told"] == ["L01"]
    found = office.run("check", now="2026-11-09 10:00").data["findings"]
    told = [f["message"] for f in found if f["code"] == "D120"]
    assert len(told) == 3 and "服务单 F2 的“报修办完”应在 2026-11-06 18:00 前完成" in told[0]


def test_more_time_counts_only_when_it_was_granted_by_who_may(office: TestOffice) -> None:
    """F1: by the supervisor, until 11-10. F2: by an agent. F3: only on 11-09, when it was over. F4: until 11-09, then
    paused from 11-07 to 11-08 inclusive (by the repairman's superior): two days more, 11-11.
    """
    except_for(office, "F1", "延期", 起=date(2026, 11, 5), 止=date(2026, 11, 10))
    except_for(office, "F2", "延期", 起=date(2026, 11, 5), 止=date(2026, 11, 10), 批准人="A01")
    except_for(office, "F3", "延期", 起=date(2026, 11, 9), 止=date(2026, 11, 12))
    except_for(office, "F4", "延期", 起=date(2026, 11, 5), 止=date(2026, 11, 9))
    except_for(office, "F4", "暂停计时", 起=date(2026, 11, 7), 止=date(2026, 11, 8))
    now = listed(office, "2026-11-09 10:00")
    assert {no: (one["due"], one["state"]) for no, one in now.items()} == {
        "F1": ("2026-11-10 23:59", "ok"), "F2": ("2026-11-06 18:00", "overdue"),
        "F3": ("2026-11-06 18:00", "overdue"), "F4": ("2026-11-11 23:59", "ok"),
    }  # fmt: skip
    assert now["F1"]["clocks"][0]["extended_from"] == "2026-11-06 18:00"
    assert "B01 2026-11-05 同意延期(等配件)，延到 2026-11-10 23:59" in now["F1"]["derivation"]
    found = office.run("check", now="2026-11-09 10:00").data["findings"]
    assert [f["message"].partition("由")[0] for f in found if f["code"] == "D122"] == [
        "服务单 F2 的延期",
        "服务单 F3 的延期",
    ]
    later = listed(office, "2026-11-11 10:00")["F1"]
    assert (later["state"], later["overdue_minutes"]) == ("overdue", 10 * 60 + 1)


def test_a_stopped_clock_stands_and_what_was_told_stays_told(office: TestOffice) -> None:
    """F1 stands from Thursday until who approved it says more; F2 was told as late before anybody granted more time."""
    except_for(office, "F1", "暂停计时", 起=datetime(2026, 11, 5, 9, 0), 批准人="L01")
    first = listed(office, "2026-11-09 10:00")
    assert (first["F1"]["state"], first["F1"]["due"]) == ("waiting", None)
    assert first["F2"]["state"] == "overdue"
    except_for(office, "F2", "延期", 起=date(2026, 11, 5), 止=date(2026, 11, 12))
    again = listed(office, "2026-11-09 10:10")["F2"]
    assert (again["state"], again["due"]) == ("ok", "2026-11-12 23:59")
    assert [one["state"] for one in again["earlier"]] == ["missed"]
    assert any("已经告知超时" in line for line in again["derivation"])


def test_of_a_complaint_more_time_is_granted_likewise(office: TestOffice) -> None:
    """One without 可延期 has no more time, whoever grants it; with it the supervisor does."""
    limit = {"阶段": "答复", "起算": "接收时间", "时限": 2, "单位": "工作日", "完成": "告知客户时间"}
    add_rows(
        office.path("制度.xlsx"), "投诉时限", {**limit, "可延期": "主管"}, {**limit, "阶段": "分派", "完成": "分派时间"}
    )
    told = {"投诉人": "王女士", "投诉内容": "漏水", "首问责任人": "A01", "严重程度": "一般"}
    add_rows(office.path("投诉登记表.xlsx"), "投诉", {"投诉编号": "T1", "接收时间": moment("11-03 09:00"), **told})
    except_for(office, "T1", "延期", 对象="投诉", 起=date(2026, 11, 4), 止=date(2026, 11, 9), 批准人="B01")
    (one,) = office.run("complaints", now="2026-11-04 09:00").data["complaints"]
    assert {c["stage"]: c["due"] for c in one["clocks"]} == {
        "答复": "2026-11-09 23:59", "分派": "2026-11-05 18:00",
    }  # fmt: skip


def test_a_limit_that_cannot_run_says_why(office: TestOffice) -> None:
    slip = {**REPAIR, "表": "反馈", "起算": "发出日期", "完成": "处理完成日期", "可延期": None}
    add_rows(
        office.path("制度.xlsx"), "投诉时限",
        {**slip, "阶段": "钟点", "单位": "小时"}, {**REPAIR, "阶段": "列", "完成": "完工的时间"},
        {**REPAIR, "阶段": "别的表", "条件列": "投诉.渠道", "条件值": "电话"},
        {**REPAIR, "阶段": "没有的表", "表": "工单"},
        {**REPAIR, "阶段": "适用", "适用": "重大"}, {**REPAIR, "阶段": "没有这个人", "可延期": "总监"},
    )  # fmt: skip
    found = office.run("check", now="2026-11-04 09:00").data["findings"]
    assert sorted(codes(f for f in found if f["sheet"] == "投诉时限")) == [
        "P605", "P605", "P605", "P607", "P611", "P612", "P615",
    ]  # fmt: skip


def test_people_are_written_to_and_the_report_names_who_granted_time(office: TestOffice) -> None:
    """F1 was extended, F2 done in time, F3 and F4 are late on Monday: their repairman's superior is written to."""
    except_for(office, "F1", "延期", 起=date(2026, 11, 5), 止=date(2026, 11, 10))
    finish(office, 3, "11-06 17:59")
    steps = {one["step"]: one for one in office.run("run", now="2026-11-09 10:00").data["steps"]}
    assert [one["number"] for one in steps["limits"]["records"]] == ["F3", "F4"]
    written = [one for one in steps["letters"]["written"] if one["occasion"] == "投诉超时"]
    assert [(one["about"], one["letters"]) for one in written] == [(["F3", "F4"], ["L01"])]
    (file,) = written[0]["files"]
    mail = message_from_bytes((office.root / file).read_bytes(), policy=policy.default)
    assert mail["Subject"] == "【超时】2 个时限已经超过，请过问"
    assert "服务单 F3 的“报修办完”" in mail.get_body().get_content()
    shown = open_complaints(Desk(Office(office.root), moment("11-09 10:05")))
    assert [(one.number, one.tag) for one in shown.records] == [
        ("服务单 F3", "alarm"), ("服务单 F4", "alarm"), ("服务单 F1", "good"),
    ]  # fmt: skip
    assert len(shown.late_records) == 2
    assert all(one.who.split()[-1].isdecimal() for one in shown.records)  # whom it is about, and the telephone
    lists = reported(office, "2026-12-05 18:10")
    assert lists["登记的时限"] == [("服务单", "报修办完", 4, "1/4", 3)]
    assert [row[1] for row in lists["登记的事超过时限的"]] == ["F3", "F4", "F1"]
    assert [(row[1], str(row[3]), str(row[4]), row[5]) for row in lists["延期的"]] == [
        ("F1", "2026-11-06 18:00:00", "2026-11-10 23:59:00", "B01 周丽华"),
    ]  # fmt: skip


def test_slips_are_answered_in_working_days(office: TestOffice) -> None:
    """Where a row says it, the item does not count; a slip that states its own day keeps it."""
    limit = {"阶段": "回复", "表": "反馈", "起算": "发出日期", "时限": 2, "单位": "工作日", "完成": "处理完成日期"}
    with edited(office.path("制度.xlsx")) as book:
        sheet = book["基本"]
        for row in range(2, sheet.max_row + 1):
            if sheet.cell(row, 1).value in ("另用登记表", "反馈回复期限(天)"):
                sheet.cell(row, 2).value = {"另用登记表": "信息反馈单", "反馈回复期限(天)": 1}[sheet.cell(row, 1).value]
    add_rows(office.path("制度.xlsx"), "投诉时限", limit)
    office.run("run", now="2026-11-05 09:00")
    slip = {"反馈类型": "建议", "内容": "晚一点送", "责任部门": "产品部", "发出日期": date(2026, 11, 6)}
    add_rows(
        office.path("信息反馈单.xlsx"), "反馈",
        {**slip, "反馈单号": "X1"}, {**slip, "反馈单号": "X2", "回复期限": date(2026, 11, 7)},
    )  # fmt: skip
    now = listed(office, "2026-11-09 10:00")
    assert (now["X1"]["due"], now["X1"]["owner"]) == ("2026-11-10 18:00", "B02") and "X2" not in now
    found = office.run("check", now="2026-11-09 10:00").data["findings"]
    assert [f["message"][:7] for f in found if f["code"] == "D112"] == ["反馈单 X2 "]


def test_a_limit_in_minutes_needs_the_time_and_is_looked_at_every_five_minutes(office: TestOffice) -> None:
    at_once = {"阶段": "上门", "表": "服务单", "起算": "报修时间", "时限": 30, "单位": "分钟", "完成": "完工时间"}
    add_rows(office.path("制度.xlsx"), "投诉时限", {**at_once, "依据": "《业主回访管理制度》第2条"})
    with edited(office.path("服务单.xlsx")) as book:
        put(book["服务单"], 2, {"报修时间": moment("11-03 00:00")})
    found = office.run("check", now="2026-11-03 10:00").data["findings"]
    assert [(f["sheet"], f["cell"]) for f in found if f["code"] == "D108"] == [("服务单", "E2")]
    assert scheduled_run(Desk(Office(office.root), datetime(2026, 11, 3, 10))).minutes == 5
