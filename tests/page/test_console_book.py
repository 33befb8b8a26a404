"""控制台.xlsm: what its sheets say, whose they are, what a press leaves behind, and when the workbook is written."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from days_made import complaint_day, report_day
from huifang.cli import console_door
from huifang.edges.books.console_book import ConsoleProgram, console_book, console_list
from huifang.edges.books.console_lines import (
    ALARM_LINE,
    BUTTON_ROW,
    BUTTONS,
    CONSOLE_BOOK,
    FILE,
    RESULT_SHEET,
    SETUP_SHEET,
    TODAY_SHEET,
    ConsoleLine,
    ConsoleSheets,
)
from huifang.edges.store.office import Office
from huifang.flow.office.desk import Desk
from huifang.flow.screen.alarms import alarms
from huifang.flow.screen.complaints import open_complaints
from huifang.flow.screen.progress import progress
from huifang.flow.screen.rehearsing import Rehearsed
from huifang.flow.screen.waits import waits
from huifang.page.console import pressing
from huifang.page.console.keeping import screen_of
from huifang.page.console.pressing import Pressed, press
from huifang.page.console.rooms import DONE, ROOMS, SHOWN, TROUBLE
from huifang.page.console.today import today_lines
from office import DUE_DAY, FOUNDED, NOW, PERIOD, TestOffice, change, collected_office, load, planned_office, run
from places import ROOT

COMPLAINT_DAY = "2026-11-06 15:00"


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M")


def pressed(office: TestOffice, word: str, now: str = NOW) -> Pressed:
    room = office.outside / "间"
    room.mkdir(parents=True, exist_ok=True)
    return press(screen_of(Office(office.root), moment(now), is_fixed=True), word, room, lambda job: None)


def words(lines: Iterable[ConsoleLine]) -> str:
    return "\n".join("|".join(line.cells) for line in lines)


@pytest.fixture(autouse=True)
def nothing_due(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a run would do is found out elsewhere (tests/page/test_today_page.py), and takes as long as one."""
    monkeypatch.setattr(pressing, "rehearse", lambda office, now: Rehearsed(at=now, of=""))


@pytest.mark.parametrize(("make", "now"), [(complaint_day, COMPLAINT_DAY), (report_day, DUE_DAY)])
def test_the_first_sheet_has_the_values_of_the_first_page(make: Any, now: str, tmp_path: Path) -> None:
    office = make(tmp_path)
    desk = Desk(Office(office.root), moment(now))
    steps = (
        {"step": "plan", "text": "发表", "why": "", "period": PERIOD, "handed_out": []},
        {"step": "新", "text": "新事"},
    )
    lines = today_lines(desk, Rehearsed(at=desk.now, of="", steps=steps))
    said = words(lines)
    found, made = open_complaints(desk), progress(desk)
    assert "1|新事" in said
    assert [line.cells[0].partition("：")[0] for line in lines if line.kind == ALARM_LINE] == [
        one.head for one in alarms(desk, found, None)
    ]
    assert all(f"{one.matter} {one.count} {one.unit}" in said and one.name in said for one in waits(desk))
    for one in found.listed:
        assert one.number in said and f"{one.next_step} {one.owner}" in said and one.left in said and one.due in said
    if made.planned:
        assert f"本期进度　{made.done} / {made.planned} 位，{made.percent}%" in said
        assert all(f"{one.name}|" in said and f"{one.done} / {one.planned} / " in said for one in made.agents)
    assert all(desk.office.path(line.link).exists() for line in lines if line.link)
    assert ("投诉" in said) == found.has_register and "huifang" not in said


@pytest.mark.slow
def test_nothing_of_spot_checks_is_shown(tmp_path: Path) -> None:
    office = collected_office(tmp_path)
    drawn = office.run("spotcheck", "draw", "--period", PERIOD, "--seed", "080412", now="2026-12-01 09:00").data
    secret = {one["ticket"] for one in drawn["draws"]} | {drawn["seed"], *drawn["files"]}
    for word in ("run", "refresh"):
        sheets = pressed(office, word, "2026-12-01 10:00").sheets
        lines = (*sheets.today, *sheets.result)
        assert not any(part in words(lines) for part in secret)
        assert not any(line.link.startswith("抽查") for line in lines) and not sheets.opened


def test_findings_stand_there_as_on_the_page_with_their_workbook(tmp_path: Path) -> None:
    office = planned_office(tmp_path)
    change(office.path("客户资料库.xlsx"), (2, {"电话": "13"}), sheet="客户")
    done = pressed(office, "check")
    told = office.run("check").data["findings"]
    errors = [one for one in told if one["severity"] == "error"]
    row = next(line for line in done.sheets.result if line.link == "客户资料库.xlsx")
    assert done.code == 1 and errors and row.cells[:3] == (
        "客户资料库", errors[0]["message"] + errors[0]["hint"], f"客户 {errors[0]['cell']}"
    )  # fmt: skip
    assert row.cells[3:] == ("错误", "打开")
    assert pressed(office, "refresh").sheets.result == done.sheets.result


def test_a_sheet_that_goes_back_brings_the_words_for_its_agent(tmp_path: Path) -> None:
    done = pressed(report_day(tmp_path), "collect", DUE_DAY)
    lines = done.sheets.result
    at = next(number for number, line in enumerate(lines) if "发给李晓明的话" in "".join(line.cells))
    assert "上周三" in lines[at + 1].cells[0] and "李晓明" in lines[at + 1].cells[0]
    assert any(line.link.startswith("发件箱/退回-") and line.cells[3] == "! 入账 5 行，退回 1 行" for line in lines)
    assert "照片.jpg|这是照片，机器读不了" in words(lines)


def test_what_is_too_much_for_a_cell_stays_within_it() -> None:
    line = ConsoleLine(FILE, ("一行字\n" * 60, "打开"), "长" * 300)
    sheets = ConsoleSheets((ConsoleLine(BUTTON_ROW), line), (ConsoleLine(BUTTON_ROW),))
    book = load_workbook(io.BytesIO(console_book(sheets, "单位", ConsoleProgram(program="p", words=""))))
    assert book[TODAY_SHEET].row_dimensions[2].height == 408 and book[TODAY_SHEET]["F2"].value == "打开"
    plain = load_workbook(io.BytesIO(console_list(sheets)))[TODAY_SHEET]
    assert plain["B2"].value == 408 and plain["C2"].value in (None, "")


def test_who_holds_the_office_is_named(tmp_path: Path) -> None:
    office = planned_office(tmp_path)
    holder = {"host": "前台电脑", "user": "周丽华", "pid": 7, "since": "2026-11-24 16:58"}
    office.path(".huifang/lock").write_text(json.dumps(holder), encoding="utf-8")
    done = pressed(office, "collect")
    assert done.code == 3 and "周丽华 正在使用这个办公室（前台电脑" in words(done.sheets.result)
    assert "再点一次“收表”" in words(done.sheets.result) and "再点“刷新”" in words(done.sheets.today)
    assert not [*office.path(".huifang/cache/jobs").glob("*")]


def test_what_a_command_refuses_and_an_office_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    office = planned_office(tmp_path)
    done = pressed(office, "mail-send")
    assert done.code == 1 and "发信：有要您看一看的" in words(done.sheets.result)
    assert "请在 制度.xlsx 的“邮箱”里填写" in words(done.sheets.result)
    office.path("制度.xlsx").write_bytes(b"x")
    done = pressed(office, "plan")
    assert done.code == 3 and "办公室现在读不了" in words(done.sheets.today)
    assert done.sheets.result[3].cells == ("没有办成",) and "制度.xlsx" in words(done.sheets.result)


@pytest.mark.slow
@pytest.mark.parametrize(("word", "said"), [("page", "回访台打开了"), ("auditor", "监督岗的页面打开了")])
def test_a_page_is_opened_and_stays_open(word: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    real = pressing.start_in_window

    def start(command: Any, log: Path) -> subprocess.Popen[bytes]:
        started.append(real(command, log))
        return started[-1]

    monkeypatch.setattr(pressing, "start_in_window", start)
    monkeypatch.delenv("DISPLAY", raising=False)
    office = planned_office(tmp_path)
    done = pressed(office, word)
    try:
        assert done.code == 0 and said in words(done.sheets.result) and "token=" not in words(done.sheets.result)
        assert not [*(office.outside / "间").iterdir()], "no address is left behind"
        assert started[0].poll() is None and ("--auditor" in started[0].args) == (word == "auditor")  # type: ignore
    finally:
        started[0].terminate()
        started[0].wait(20)


def test_a_page_that_does_not_open_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pressing, "this_python", lambda *words: ("/bin/sh", "-c", "echo 端口打不开 >&2; exit 2"))
    done = pressed(planned_office(tmp_path), "page")
    assert done.code == 3 and "回访台没有打开\n端口打不开" in words(done.sheets.result)


def where(office: TestOffice) -> str:
    return str(office.root).encode("utf-16-be").hex()


def test_a_press_leaves_what_is_shown_and_an_ascii_code(tmp_path: Path) -> None:
    office = planned_office(tmp_path)
    assert console_door.open_door("check", "17", where(office), NOW.replace(" ", "T")) == 0
    room = office.path(ROOMS) / "17"
    assert (room / DONE).read_bytes() == b"0"
    assert load(room / SHOWN).sheetnames == [TODAY_SHEET, RESULT_SHEET, SETUP_SHEET]
    assert console_door.open_door("check", "17", where(office)) == 2  # two ways of starting it reached the same press
    assert console_door.open_door("check", "1/../7", where(office)) == 2
    assert console_door.open_door("check", "18", str(tmp_path).encode("utf-16-be").hex()) == 2
    for number in range(20, 27):
        (office.path(ROOMS) / f"{number}").mkdir()
    assert console_door.open_door("没有的", "30", where(office), NOW.replace(" ", "T")) == 70
    assert (office.path(ROOMS) / "30" / DONE).read_bytes() == b"70"
    assert "KeyError" in (office.path(ROOMS) / "30" / TROUBLE).read_text(encoding="utf-8")
    assert len([*office.path(ROOMS).iterdir()]) == 5 and not (office.path(ROOMS) / "30" / SHOWN).exists()


@pytest.mark.slow
def test_xlwings_starts_a_press_and_does_not_wait(tmp_path: Path) -> None:
    office = planned_office(tmp_path)
    console_door.begin(f"没有的 5 {where(office)}")
    done = office.path(ROOMS) / "5" / DONE
    until = time.monotonic() + 30
    while not done.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert done.read_bytes() == b"70"


@pytest.mark.slow
def test_run_makes_it_where_it_is_wanted_and_leaves_it_alone_while_it_is_open(tmp_path: Path) -> None:
    office = planned_office(tmp_path)
    path = office.path(CONSOLE_BOOK)
    assert office.run("run").code in (0, 1) and not path.exists()
    settings = [row[0].value for row in load(office.path("制度.xlsx"))["基本"].iter_rows()]
    change(office.path("制度.xlsx"), (settings.index("控制台") + 1, {"值": "是"}), sheet="基本")
    office.run("run")
    first = path.read_bytes()
    assert load(path)[TODAY_SHEET]["B2"].value.endswith("这一页写于 11-24 17:00")
    mark = office.path(f"~${CONSOLE_BOOK}")
    mark.write_bytes(b"x")
    office.run("run", now="2026-11-24 17:30")
    assert path.read_bytes() == first
    mark.unlink()
    office.run("run", now="2026-11-24 17:30")
    assert load(path)[TODAY_SHEET]["B2"].value.endswith("这一页写于 11-24 17:30")


@pytest.mark.slow
def test_init_makes_it_of_a_made_up_office_too(tmp_path: Path) -> None:
    from openxml_audit import OpenXmlValidator

    made = run(
        "--now", FOUNDED, "init", str(tmp_path / "单位"), "--policy", "scenic-complaints", "--sample", "--macros"
    )
    path = tmp_path / "单位" / CONSOLE_BOOK
    assert made.code == 0 and made.data["files"][-1] == CONSOLE_BOOK
    assert OpenXmlValidator().validate(str(path)).is_valid
    assert "点“刷新”，看今天还有什么要做。" in [row[1].value for row in load(path)[TODAY_SHEET].iter_rows()]
    assert Desk(Office(tmp_path / "单位"), moment(FOUNDED)).present.policy.console
    shutil.rmtree(tmp_path / "单位")


def test_every_button_has_its_macro() -> None:
    text = (ROOT / "macros/console/Declared.bas").read_text(encoding="utf-8")
    assert all(f'Public Sub {one.caption}()\n    按下 "{one.word}", "{one.caption}"' in text for one in BUTTONS)
