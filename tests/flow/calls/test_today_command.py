"""Two mornings of an office: who finds what in 发件箱, as text and as a calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar, Component

from month_office import MonthOffice
from office import TestOffice, add_rows, change, copy_of, good_answer, missed, planned_office, snapshot

FIRST, SECOND = "2026-11-23 08:00", "2026-11-24 08:00"
HEARD = "冰箱漏水三次"


class Mornings:
    """On the 23rd A01 reaches one customer, one number is dead, one customer wants to be called on the 24th; all of it
    was collected at night. On the 24th A02 is away, A03 stands in.
    """

    def __init__(self, office: TestOffice) -> None:
        self.office = office
        self.before = office.run("today", now=FIRST).data
        self.events_before = events(office, "A01 李晓明")
        book = office.sheet("A01")
        answers = ({**good_answer(2), "客户意见或需求": HEARD, "下次联系日期": date(2026, 11, 26)}, missed(3, "空号"),
                   {**missed(4, "改约"), "下次联系日期": date(2026, 11, 24)})  # fmt: skip
        change(book, *((row, values) for row, values in enumerate(answers, start=2)))
        office.send(book)
        assert office.collect(now="2026-11-23 20:00").data["accepted"]
        away = {"工号": "A02", "起": date(2026, 11, 24), "止": date(2026, 11, 24), "代理人": "A03"}
        add_rows(office.path("人员.xlsx"), "代班", away)
        self.seen = snapshot(office.root)
        self.ran = office.run("today", now=SECOND)
        self.after = self.ran.data


def events(office: TestOffice, who: str) -> dict[str, Component]:
    """The entries of somebody's calendar by plan number."""
    content = office.path(f"发件箱/今日-{who}.ics").read_bytes().decode()
    return {str(event["UID"]).partition("@")[0]: event for event in Calendar.from_ical(content).walk("VEVENT")}


def of(data: Mapping[str, Any], agent: str) -> dict[str, Any]:
    """What the command says of somebody."""
    return next(dict(one) for one in data["agents"] if one["agent"] == agent)


@pytest.fixture(scope="module")
def play(tmp_path_factory: pytest.TempPathFactory) -> Mornings:
    return Mornings(planned_office(tmp_path_factory.mktemp("mornings")))


def test_everybody_has_the_calls_of_the_day(play: Mornings) -> None:
    assert {one["agent"]: len(one["calls"]) for one in play.before["agents"]} == {"A01": 3, "A02": 2, "A03": 1}
    first = of(play.before, "A01")
    assert first["text"].splitlines()[0] == "【今天要打的电话】李晓明 11-23（3 个）"
    assert play.office.path(first["ics"]).is_file()
    assert [call["at"] for call in first["calls"]] == ["2026-11-23 09:00", "2026-11-23 09:30", "2026-11-23 10:00"]


def test_the_file_beside_is_the_text_on_the_screen(play: Mornings) -> None:
    mine = of(play.after, "A01")
    assert play.office.path(mine["txt"]).read_text(encoding="utf-8") == mine["text"] + "\n"
    assert mine["text"] in play.ran.err


def test_what_was_made_or_ended_is_called_off_and_what_was_agreed_comes_first(play: Mornings) -> None:
    made, dead, agreed = (call["plan_no"] for call in of(play.before, "A01")["calls"])
    mine = of(play.after, "A01")
    assert [call["plan_no"] for call in mine["calls"]][0] == agreed
    assert mine["calls"][0]["agreed_on"] == "2026-11-24"
    assert "1 (约好这天) 0006 号商行" in mine["text"]
    now = events(play.office, "A01 李晓明")
    assert now[made]["STATUS"] == now[dead]["STATUS"] == "CANCELLED"
    assert now[agreed]["STATUS"] == "CONFIRMED"
    assert {no for no, one in now.items() if one["STATUS"] == "CONFIRMED"} == {c["plan_no"] for c in mine["calls"]}
    assert all(now[no]["SEQUENCE"] > one["SEQUENCE"] for no, one in play.events_before.items())
    assert all(now[no]["UID"] == one["UID"] for no, one in play.events_before.items())
    assert all(len(one.walk("VALARM")) == (one["STATUS"] == "CONFIRMED") for one in now.values())


def test_the_stand_in_has_the_calls_of_whoever_is_away(play: Mornings) -> None:
    assert of(play.after, "A02")["calls"] == []
    assert {event["STATUS"] for event in events(play.office, "A02 王海燕").values()} == {"CANCELLED"}
    assert {call["plan_no"] for call in of(play.before, "A02")["calls"]} <= {
        call["plan_no"] for call in of(play.after, "A03")["calls"]
    }


def test_nothing_that_was_said_before_is_passed_on(play: Mornings) -> None:
    files = list(play.office.path("发件箱").glob("今日-*"))
    assert len(files) == 6
    assert not any(HEARD in path.read_text(encoding="utf-8") for path in files)


def test_what_was_agreed_in_a_call_is_told_without_what_was_said_in_it(play: Mornings, tmp_path: Path) -> None:
    office = copy_of(lambda: play.office.root, tmp_path)
    assert office.run("plan", now="2026-11-25 08:00").data["files"]
    mine = of(office.run("today", now="2026-11-26 08:00").data, "A01")
    first = mine["calls"][0]
    assert (first["customer_no"], first["planned_on"], first["subject"]) == ("K0001", "2026-11-26", "约定回访")
    assert "(约好这天) 0001 号商行" in mine["text"]
    assert HEARD not in mine["text"] + office.path(mine["ics"]).read_text(encoding="utf-8")
    assert HEARD in office.calls("A01")[0]["message"] + "".join(call["last_call"] for call in office.calls("A01"))


def test_it_writes_these_files_only_and_the_same_twice(play: Mornings) -> None:
    now = snapshot(play.office.root)
    assert {path for path in now if now[path] != play.seen.get(path)} <= {
        f"发件箱/{path.name}" for path in play.office.path("发件箱").glob("今日-*")
    }
    assert play.office.run("today", now=SECOND).data == play.after and snapshot(play.office.root) == now


def test_one_agent_by_name(play: Mornings) -> None:
    one = play.office.run("today", "张志强", now=SECOND).data["agents"]
    assert one == [of(play.after, "A03")]
    assert play.office.run("today", "B01", now=SECOND).data["agents"][0]["text"] == "周丽华：今天没有要打的电话。"


def test_before_the_next_plan_what_is_left_of_the_last_one_is_to_be_called(play: Mornings) -> None:
    later = play.office.run("today", "A03", now="2026-12-01 08:00")
    assert len(later.data["agents"][0]["calls"]) == 2 and "2026-12上旬 还没有发放回访表" in later.err


def test_an_agreed_time_is_kept(tmp_path: Path) -> None:
    """预约时间, where the sheet has it: given in a call that was put off, and on the day itself."""
    people = (("C01", "钱老板", "老板", None), ("A01", "李明", "业务员", "C01"))
    customers = [
        {"customer_no": f"K{n}", "customer_name": f"K{n}公司", "customer_class": "大客户", "agent": "A01",
         "contact": "王女士", "phone": f"1380000000{n}", "review_status": "已审核", "reviewed_by": "C01",
         "reviewed_on": date(2026, 10, 8)} for n in (1, 2)
    ]  # fmt: skip
    play = MonthOffice(tmp_path, "service-desk", datetime(2026, 11, 2, 8, 0), people, customers)
    play.run(2, "08:30")
    put_off = {"通话结果": "改约", "下次联系日期": date(2026, 11, 4)}
    play.call("A01", "K1", 3, "10:00", {**put_off, "预约时间": datetime(2026, 11, 4, 15, 30)})
    play.call("A01", "K2", 4, "09:00", {**put_off, "预约时间": datetime(2026, 11, 4, 14, 15)})
    play.hand_in("A01", "2026-11")
    play.run(4, "10:00")
    (one,) = play.office.run("today", now="2026-11-04 10:30").data["agents"]
    assert [line.partition("　")[0] for line in one["text"].splitlines()[1:]] == [
        "1 (约 14:15) K2公司 王女士 13800000002", "2 (约 15:30) K1公司 王女士 13800000001",
    ]  # fmt: skip
    starts = [event["DTSTART"].dt.time() for event in events(play.office, "A01 李明").values()]
    assert starts == [time(14, 15), time(15, 30)]
