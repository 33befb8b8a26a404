"""What the page of today says: sentences with names and counts, taken from what other flows decide."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from days_made import complaint_day, report_day
from huifang.edges.store.office import Office
from huifang.flow.office.desk import Desk
from huifang.flow.screen.alarms import alarms
from huifang.flow.screen.coming import comes_next
from huifang.flow.screen.complaints import open_complaints
from huifang.flow.screen.progress import progress
from huifang.flow.screen.recent import recent
from huifang.flow.screen.rehearsing import Rehearsed
from huifang.flow.screen.to_do import to_do
from huifang.flow.screen.waits import TO_HAND_IN, waits
from office import DUE_DAY, IN_TIME, PERIOD, TestOffice, planned_office

MAJOR_DAY = "2026-11-06 11:00"


def at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M")


def desk_of(office: TestOffice, now: str) -> Desk:
    return Desk(Office(office.root), at(now))


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    return report_day(tmp_path_factory.mktemp("before"))


@pytest.fixture(scope="module")
def ran(before: TestOffice, tmp_path_factory: pytest.TempPathFactory) -> tuple[TestOffice, list[dict[str, Any]]]:
    """The same office after its run on the report day, and what the run said."""
    root = tmp_path_factory.mktemp("after") / "办公室"
    shutil.copytree(before.root, root)
    office = TestOffice(root, root.parent / "寄出")
    steps: list[dict[str, Any]] = office.run("run", now=DUE_DAY).data["steps"]
    return office, steps


@pytest.fixture(scope="module")
def complaining(tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    return complaint_day(tmp_path_factory.mktemp("complaints"))


def test_steps_are_told_as_what_is_going_to_be_done(
    before: TestOffice, ran: tuple[TestOffice, list[dict[str, Any]]]
) -> None:
    todo = to_do(desk_of(before, DUE_DAY), ran[1])
    texts = [one.text for one in todo]
    assert texts[0] == "收 2 份交上来的表：李晓明（5 行）、王海燕（3 行）"
    assert todo[0].said[1] == "2 份" and todo[0].notes[0] == "李晓明 的表要退回：1 处错误"
    assert todo[0].notes[1] == "照片.jpg 收不进，做完告诉您为什么"
    assert f"封存 {PERIOD} 的抽查名单，监督岗抽查时用" in texts and f"出 旬报 {PERIOD}" in texts
    assert any(text.startswith("写 ") and "封" in text for text in texts)
    assert not any(word in "".join(texts) for word in ("huifang", "校验值", ".huifang"))


def test_a_second_version_and_a_corrected_sheet_are_called_so(ran: tuple[TestOffice, list[dict[str, Any]]]) -> None:
    desk = desk_of(ran[0], "2026-12-01 09:00")
    sheet = {"file": "a.xlsx", "agent": "A01", "period": PERIOD, "rows": 1}
    collect = {
        "step": "collect", "sheets": [sheet], "to_send": [], "ignored": [], "pending": 2, "filled": [], "duplicates": 1,
    }  # fmt: skip
    report = {"step": "report", "kind": "旬报", "period": PERIOD, "why": ""}
    added = {"agent": "A04", "calls": 2, "first_due_on": "2026-12-03", "file": "回访计划/x.xlsx"}
    further = {"agent": "A01", "calls": 1, "first_due_on": "2026-12-05", "file": "回访计划/y.xlsx"}
    plan = {"step": "plan", "period": PERIOD, "handed_out": [added, further], "why": ""}
    told_only = {"step": "complaints", "text": "投诉：1 件超时。"}
    unknown = {"step": "new", "text": "做了一件新的事。\n细节"}
    todo = to_do(desk, [collect, report, plan, told_only, unknown])
    assert [one.text for one in todo] == [
        "收 1 份交上来的表：李晓明（改好的 1 行）",
        "移走 1 个收过的文件",
        f"出 旬报 {PERIOD} 第 2 版",
        f"发 1 张 {PERIOD} 的回访表，共 2 个回访：A04 王伟",  # there are two of that name
        "给 李晓明 补一张表：新增 1 个回访，最早的要在 12-05 前打",
        "做了一件新的事。",
    ]
    assert todo[0].notes == ("有 2 处和已入账的不同，要您确认",)


def test_where_nothing_is_due_the_next_thing_is_named(before: TestOffice, complaining: TestOffice) -> None:
    coming = comes_next(desk_of(before, IN_TIME))
    assert coming and coming.said(at(IN_TIME).date()) == f"今天 18:00 收表，出 旬报 {PERIOD}"
    coming = comes_next(desk_of(before, DUE_DAY))
    assert coming and coming.said(at(DUE_DAY).date()) == "12-01 发 2026-12上旬 的回访表"
    coming = comes_next(desk_of(complaining, "2026-11-06 09:30"))
    assert coming and coming.what.startswith("投诉 T2611-00") and coming.what.endswith("到期")


def test_what_waits_says_how_long_and_what_there_is_to_press_with(
    ran: tuple[TestOffice, list[dict[str, Any]]], tmp_path: Path
) -> None:
    office = TestOffice(tmp_path / "办公室", tmp_path / "寄出")
    shutil.copytree(ran[0].root, office.root)
    found = waits(desk_of(office, "2026-12-03 09:00"))
    by = {(one.person, one.matter): one for one in found}
    rows = by["A01 李晓明", "改正退回的行"]
    assert (rows.count, rows.unit, rows.days, rows.bad_news) == (1, "行", 3, "里面有 1 位不满意")
    assert rows.listed == f"{PERIOD} 第 3 行"
    (returned,) = rows.opens
    assert returned.label == "退回的表" and office.path(returned.path).is_file()
    assert rows.message.startswith("李晓明，您好：\n") and "请改正后重新发送" in rows.message  # as the draft says it
    missing = by["A03 张志强", TO_HAND_IN]
    assert (missing.subjects, missing.days, missing.unit) == ((PERIOD,), 3, "份")
    said = f"有 1 份等您办，最久的已等 3 天。交回访表：{PERIOD}。"
    assert missing.message == f"张志强，您好。{said}请尽快办理，办好告诉我一声。"
    steps = office.run("run", now="2026-12-01 09:00").data["steps"]
    (plan,) = [one for one in steps if one["step"] == "plan"]
    handed_out = {one["agent"]: one["calls"] for one in plan["handed_out"]}
    assert handed_out == {"A01": 5, "A02": 3, "A03": 2}  # A03's again, under their numbers
    chased = {one.person: one for one in waits(desk_of(office, "2026-12-03 09:00")) if one.matter == TO_HAND_IN}
    assert "张志强" in chased["A03 张志强"].message and chased["A03 张志强"].message != missing.message  # the letter's
    told = office.run("check", now="2026-12-03 09:00").data["waiting"]
    assert sum(one.count for one in found if one.matter != TO_HAND_IN) == len(told)


def test_progress_is_that_of_the_report(ran: tuple[TestOffice, list[dict[str, Any]]]) -> None:
    office, _ = ran
    desk = desk_of(office, "2026-11-30 19:00")
    found = progress(desk)
    (line,) = [made for made in desk.state.reports if made.period == PERIOD]
    assert (found.done, found.planned) == (line.figures["done"], line.figures["planned"]) == (8, 11)
    by = {one.agent: one for one in found.agents}
    assert (by["A01"].done, by["A01"].planned, by["A01"].slow) == (5, 6, 1) and found.agents[0].agent == "A01"
    assert (by["A02"].slow, by["A02"].has_come) == (0, True)
    assert (by["A03"].slow, by["A03"].has_come, by["A03"].today) == (0, False, 2)  # nobody knows yet
    assert replace(by["A03"], has_come=True).slow == 2


def test_today_is_behind_what_was_planned_so_far(tmp_path: Path) -> None:
    office = planned_office(tmp_path)
    planned = [call["planned_on"] for call in office.calls("A01")]
    for day in ("2026-11-24", "2026-11-26"):
        (one,) = [one for one in progress(desk_of(office, f"{day} 09:00")).agents if one.agent == "A01"]
        assert one.expected == sum(on <= day for on in planned) and one.planned == len(planned)


def test_the_last_results_name_files_that_are_there(ran: tuple[TestOffice, list[dict[str, Any]]]) -> None:
    office, _ = ran
    found = recent(desk_of(office, "2026-12-03 09:00"))
    said = [one.said for one in found]
    assert f"旬报 {PERIOD}" in said and "收 2 份表：李晓明 5 行，退回 1 行；王海燕 3 行，全部入账" in said
    assert said[-1] == f"发放 {PERIOD} 3 张表（李晓明、王海燕、张志强）"
    report = next(one for one in found if one.said == f"旬报 {PERIOD}")
    assert [one.label for one in report.opens] == ["工作簿", "网页", "五行微信文字"]
    opens = [one.path for result in found for one in result.opens]
    assert opens and all(office.path(path).exists() for path in opens)
    assert not any("抽查" in path for path in opens) and not any("抽查" in text for text in said)


def test_complaints_have_their_clocks_and_the_late_ones_are_alarms(complaining: TestOffice) -> None:
    desk = desk_of(complaining, MAJOR_DAY)
    found = open_complaints(desk)
    numbers = [one.number for one in found.listed]
    listed = complaining.run("complaints", now=MAJOR_DAY).data["complaints"]
    assert numbers == [one["complaint_no"] for one in listed if one["state"] != "closed"] and found.has_register
    late = {one["complaint_no"] for one in listed if one["state"] == "overdue"}
    assert {one.number for one in found.late} == late and late
    for one in found.late:
        assert one.left.startswith("超 ") and one.due.endswith("到期")
    told = alarms(desk, found, None)
    assert [alarm.head.split(" ")[1] for alarm in told] == [one.number for one in found.late]
    assert "责任人 王海燕，还没告诉 周丽华、马建国。" in told[0].more
    assert all("超时 " in alarm.head and "责任人" in alarm.more and alarm.at == "#complaints" for alarm in told)
    running = [one for one in found.listed if one.tag in ("today", "good")]
    assert all(one.left.startswith("还剩 ") for one in running)


def test_what_stands_in_the_way_is_an_alarm(tmp_path: Path) -> None:
    office = planned_office(tmp_path)
    quiet = desk_of(office, "2026-11-24 09:00")
    none = open_complaints(quiet)
    assert not alarms(quiet, none, Rehearsed(at=quiet.now, of="")) and not none.has_register
    office.path(".huifang/lock").write_text("")  # of a run that died
    office.path("客户资料库 (1).xlsx").write_bytes(office.path("客户资料库.xlsx").read_bytes())
    late = desk_of(office, "2027-03-01 09:00")
    heads = [one.head for one in alarms(late, none, Rehearsed(at=late.now, of="", refused="磁盘满了。"))]
    assert any("日期" in head or "时间" in head for head in heads), heads
    assert "上一次运行没有做完" in heads and "现在什么也做不了" in heads
    assert "有一份像是副本的表：客户资料库 (1).xlsx" in heads
