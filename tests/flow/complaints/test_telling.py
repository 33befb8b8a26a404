"""Letters about major complaints, once at first sight, and reminders before a deadline (decision 17)."""

from __future__ import annotations

from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from complaints_made import BOOK, RULE_BOOK, complain, complaint_office, fill, listed
from office import TestOffice, add_rows, edited, put, table

BASE = {
    "投诉编号": "T1", "接收时间": "2026-11-16 10:00", "投诉人": "王女士", "联系方式": "13800000001",
    "投诉内容": "导游迟到", "首问责任人": "A02",
}  # fmt: skip
PRESETS = (
    "property", "scenic-complaints", "hotel-subscription", "travel-complaints", "car-dealer", "car-dealer-store",
    "experience-followup", "complaint-basic",
)  # fmt: skip


def steps(office: TestOffice, now: str, step: str) -> list[dict[str, Any]]:
    return [one for one in office.run("run", now=now).data["steps"] if one["step"] == step]


def letters(office: TestOffice) -> list[str]:
    return sorted(path.name for path in office.path("发件箱").glob("重大投诉-*.eml"))


@pytest.mark.slow
@pytest.mark.parametrize("preset", PRESETS)
def test_a_major_complaint_is_reported_once_however_far_it_is(preset: str, tmp_path: Path) -> None:
    office = complaint_office(tmp_path, preset)
    complain(office, {**BASE, "严重程度": "重大", "开始处理时间": "2026-11-16 10:01"})
    (step,) = steps(office, "2026-11-16 10:06", "major")
    receivers = ["L01", "B01", "C01"] if preset == "scenic-complaints" else ["L01"]
    assert step["complaints"] == ["T1"] and step["letters"] == receivers and "T1" in step["text"]
    assert len(letters(office)) == len(receivers)
    one = listed(office, "2026-11-16 10:07")["T1"]
    assert (one["letters"], one["told"][: len(receivers)]) == (receivers, receivers)
    (row,) = table(office.path(BOOK), "投诉")
    assert f"{row['上报时间']:%Y-%m-%d %H:%M}" == "2026-11-16 10:06"
    assert steps(office, "2026-11-16 10:08", "major") == []
    (entry,) = (one for one in office.entries("letters") if one["occasion"] == "重大投诉")
    assert [(one["receiver"], one["about"]) for one in entry["letters"]] == [(to, ["T1"]) for to in receivers]


def test_the_list_writes_no_letter_and_says_that_none_was_written(tmp_path: Path) -> None:
    office = complaint_office(tmp_path)
    complain(office, {**BASE, "严重程度": "重大"})
    for now, unwritten in (("2026-11-16 10:03", True), ("2026-11-16 10:05", False)):
        one = listed(office, now)["T1"]
        assert (any("还没有写信" in step for step in one["derivation"]), one["letters"] == []) == (unwritten, unwritten)
        office.run("run", now="2026-11-16 10:04")


def test_of_a_major_complaint_without_a_number_one_letter_is_written(tmp_path: Path) -> None:
    """It names the row and the customer; when the register is open meanwhile, and when a number is given, none more."""
    office = complaint_office(tmp_path)
    complain(office, {**BASE, "投诉编号": None, "严重程度": "重大"})
    (step,) = steps(office, "2026-11-16 10:06", "major")
    assert step["complaints"] == ["(没有编号，第 2 行)"] and step["letters"] == ["L01"]
    (letter,) = office.path("发件箱").glob("重大投诉-*.eml")
    text = message_from_bytes(letter.read_bytes(), policy=policy.default).get_body(("plain",)).get_content()
    assert "第 2 行" in text and "王女士" in text
    entry = next(one for one in office.entries("letters") if one["occasion"] == "重大投诉")
    (about,) = entry["letters"][0]["about"]
    assert about.startswith("(没有编号)") and "王" not in about

    fill(office, 2, 上报时间=None)  # as where the register could not be written to
    assert steps(office, "2026-11-16 10:20", "major") == []
    fill(office, 2, 投诉编号="T1", 上报时间=None)
    assert steps(office, "2026-11-16 10:30", "major") == []
    one = listed(office, "2026-11-16 10:40")["T1"]
    assert one["letters"] == ["L01"] and len(letters(office)) == 1


def test_what_is_judged_major_later_is_reported_then(tmp_path: Path) -> None:
    office = complaint_office(tmp_path)
    complain(office, {**BASE, "严重程度": "一般", "首次响应时间": "2026-11-16 11:00"})
    assert steps(office, "2026-11-16 12:00", "major") == []
    fill(office, 2, 严重程度="重大")
    (step,) = steps(office, "2026-11-18 09:00", "major")
    assert step["complaints"] == ["T1"]


@pytest.mark.parametrize("looked", ["2026-11-16 12:00", None])
def test_the_clock_of_major_ones_starts_when_it_was_first_seen_as_one(tmp_path: Path, looked: str | None) -> None:
    """Judged so two days later, it is reported in time by the run that sees it; entered as a major one, it is late."""
    office = complaint_office(tmp_path, "scenic-complaints")
    complain(office, {**BASE, "严重程度": "一般", "开始处理时间": "2026-11-16 10:01"})
    if looked:
        steps(office, looked, "major")
    fill(office, 2, 严重程度="重大")
    assert steps(office, "2026-11-18 09:00", "major")
    one = listed(office, "2026-11-18 11:00")["T1"]
    (told,) = [step for step in one["derivation"] if step.startswith("“重大投诉上报”")]
    assert ("在时限之内" in told) == bool(looked) and "2026-11-18 09:00" in told


def test_what_a_person_reported_needs_no_letter(tmp_path: Path) -> None:
    office = complaint_office(tmp_path)
    complain(office, {**BASE, "严重程度": "重大", "上报时间": "2026-11-16 10:03"})
    assert steps(office, "2026-11-16 10:06", "major") == [] and letters(office) == []


def test_what_was_closed_before_the_office_began_is_history(tmp_path: Path) -> None:
    office = complaint_office(tmp_path)
    closed = {"关闭时间": "2026-10-05 10:00", "关闭说明": "撤回"}
    complain(office, {**BASE, "接收时间": "2026-10-01 10:00", "严重程度": "重大", **closed})
    assert steps(office, "2026-11-16 10:06", "major") == []


def test_a_deadline_that_comes_near_is_said_once_by_run(tmp_path: Path) -> None:
    office = complaint_office(tmp_path)
    complain(office, {**BASE, "严重程度": "一般"})
    assert steps(office, "2026-11-17 09:29", "reminder") == []
    (step,) = steps(office, "2026-11-17 09:40", "reminder")
    assert step["complaints"] == ["T1"] and "首次响应" in step["text"]
    assert steps(office, "2026-11-17 09:50", "reminder") == []
    for command in ("complaints", "check"):
        found = office.run(command, now="2026-11-17 09:50").data["findings"]
        assert [(f["severity"], f["code"]) for f in found if f["code"] == "D117"] == [("warning", "D117")]


def test_each_time_before_is_reminded_of_and_two_at_once_are_one(tmp_path: Path) -> None:
    office = complaint_office(tmp_path)
    complain(office, {**BASE, "严重程度": "一般"})
    add_rows(office.path(RULE_BOOK), "通知", {"场合": "投诉到期前", "提前": 2, "单位": "小时"})
    run_at = ("2026-11-17 08:05", "2026-11-17 08:30", "2026-11-17 09:40", "2026-11-17 09:50")
    assert [len(steps(office, now, "reminder")) for now in run_at] == [1, 0, 1, 0]
    slept = complaint_office(tmp_path / "slept")
    complain(slept, {**BASE, "严重程度": "一般"})
    add_rows(slept.path(RULE_BOOK), "通知", {"场合": "投诉到期前", "提前": 2, "单位": "小时"})
    assert len(steps(slept, run_at[2], "reminder")) == 1
    assert len([*slept.path("发件箱").glob("投诉到期前-*.eml")]) == 1 and steps(slept, run_at[3], "reminder") == []


def test_of_what_comes_later_in_the_day_the_letter_takes_the_place_of_the_first(tmp_path: Path) -> None:
    """One letter a day to a person on an occasion; what was sent, or is of yesterday, stands."""
    office = complaint_office(tmp_path)
    complain(office, {**BASE, "严重程度": "一般"})
    outbox = office.path("发件箱")

    def overdue() -> list[str]:
        return sorted(path.name for path in outbox.glob("投诉超时-*.eml"))

    office.run("run", now="2026-11-17 10:05")
    (first,) = overdue()
    complain(office, {**BASE, "投诉编号": "T2", "接收时间": "2026-11-16 11:00"})
    office.run("run", now="2026-11-17 11:05")
    (second,) = overdue()
    assert first != second and (outbox / "已作废" / first).exists()
    text = message_from_bytes((outbox / second).read_bytes(), policy=policy.default).get_body(("plain",)).get_content()
    assert "T1" in text and "T2" in text
    (outbox / second).unlink()  # sent
    complain(office, {**BASE, "投诉编号": "T3", "接收时间": "2026-11-16 12:00"})
    office.run("run", now="2026-11-17 12:05")
    (third,) = overdue()
    text = message_from_bytes((outbox / third).read_bytes(), policy=policy.default).get_body(("plain",)).get_content()
    assert "T3" in text and "T1" not in text
    office.run("run", now="2026-11-17 12:06")
    assert overdue() == [third]


def test_the_office_says_how_long_before(tmp_path: Path) -> None:
    office = complaint_office(tmp_path)
    complain(office, {**BASE, "严重程度": "一般"})
    for row, count in (({"提前": 3, "单位": "小时"}, 1), ({"场合": "重大投诉", "提前": None, "单位": None}, 0)):
        with edited(office.path(RULE_BOOK)) as book:
            put(book["通知"], 3, row)
        found = office.run("complaints", now="2026-11-17 08:00").data["findings"]
        assert len([f for f in found if f["code"] == "D117"]) == count
