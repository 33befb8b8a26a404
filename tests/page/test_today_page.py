"""The first page: what is going to be done, what waits for whom, files put into the inbox; the auditor's own."""

from __future__ import annotations

import re
import shutil
import socket
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from days_made import complaint_day, report_day
from huifang.edges.store.mirror import fingerprint
from huifang.edges.store.office import Office
from huifang.flow.screen import rehearsing
from huifang.flow.screen.rehearsing import Rehearsed
from huifang.page.jobs import JOB, JobOrder
from huifang.page.roles import Role
from huifang.page.views.today import rehearsals_of
from office import DUE_DAY, PERIOD, TestOffice, edited, planned_office, put, run
from page_made import MadePage, made_page, plain

WAITING = "正在看今天有什么要做……"


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    return report_day(tmp_path_factory.mktemp("day"))


@pytest.fixture(scope="module")
def ran(day: TestOffice, tmp_path_factory: pytest.TempPathFactory) -> tuple[TestOffice, list[dict[str, Any]]]:
    """The same office after its run, and what that said."""
    root = tmp_path_factory.mktemp("ran") / "办公室"
    shutil.copytree(day.root, root)
    office = TestOffice(root, root.parent / "寄出")
    return office, office.run("run", now=DUE_DAY).data["steps"]


@pytest.fixture
def rehearsed(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The steps that rehearsals find: a test says which."""
    steps: list[dict[str, Any]] = []

    def known(office: Office, now: datetime) -> Rehearsed:
        return Rehearsed(at=now, of=fingerprint(office), steps=tuple(steps), seconds=3.2)

    monkeypatch.setattr(rehearsing, "rehearse", known)
    return steps


def looked_at(page: MadePage) -> str:
    """The page of today when the rehearsal has ended."""
    page.get("/")
    assert page.screen.office
    rehearsals_of(page.screen.office).wait(20)
    return page.get("/").get_data(as_text=True)


def test_it_says_what_is_going_to_be_done(
    day: TestOffice, ran: tuple[TestOffice, list[dict[str, Any]]], rehearsed: list[dict[str, Any]]
) -> None:
    rehearsed.extend(ran[1])
    html = looked_at(made_page(day.root, DUE_DAY))
    text = plain(html)
    assert "收 3 份" not in text and re.search(r"收 2 份 ?交上来的表：李晓明（5 行）、王海燕（3 行）", text)
    assert "李晓明 的表要退回：1 处错误" in text and f"出 旬报 {PERIOD}" in text and "大约 4 秒" in text
    assert 'action="/do/run"' in html and "data-again" not in html and "http-equiv" not in html
    assert "收件箱里现在有 3 个文件" in text
    assert "校验值" not in text and "huifang" not in text and str(day.root) not in html


def test_while_it_is_found_out_the_page_comes_back_by_itself(
    day: TestOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(day.root, tmp_path / "办公室")
    monkeypatch.setattr(rehearsing.Rehearsals, "look", lambda self, now: rehearsing.Foreseen(None, True))
    html = made_page(tmp_path / "办公室", DUE_DAY).get("/").get_data(as_text=True)
    assert WAITING in html and '<noscript><meta http-equiv="refresh" content="3"></noscript>' in html
    assert 'data-again="2"' in html and 'action="/do/run"' in html


def test_the_part_that_is_found_out_can_be_had_alone(tmp_path: Path, rehearsed: list[dict[str, Any]]) -> None:
    """The script puts it in its place; what waits for a confirmation is told in it, and commands are links."""
    office = planned_office(tmp_path)
    rehearsed.append({"step": "report", "kind": "旬报", "period": PERIOD, "why": "有 1 处，见 huifang check 的说明"})
    page = made_page(office.root, "2026-11-24 17:00")
    looked_at(page)
    office.path("收件箱/待确认").mkdir()
    office.path("收件箱/待确认/更正单.xlsx").write_bytes(b"?")
    page.get("/")
    rehearsals_of(Office(office.root)).wait(20)
    html = page.get("/?part=today").get_data(as_text=True)
    assert html.lstrip().startswith('<section class="main" id="today">') and "等谁" not in html
    assert "1 件待确认" in html and 'href="/confirm"' in html and '<a href="/do/check">' in html


def test_an_office_without_customers_is_led_to_their_list(tmp_path: Path, rehearsed: list[dict[str, Any]]) -> None:
    run("--now", "2026-11-24 09:00", "init", str(tmp_path / "新办"), "--policy", "sales-ten-day")
    html = looked_at(made_page(tmp_path / "新办", "2026-11-24 17:00"))
    assert "客户资料库里还没有客户" in html and 'href="/do/import"' in html


def test_whom_it_is_about_is_a_click_away(tmp_path: Path, rehearsed: list[dict[str, Any]]) -> None:
    office = planned_office(tmp_path)
    with edited(office.path("客户资料库.xlsx")) as book:
        put(book["客户"], 2, {"审核状态": "待审核"})
    html = looked_at(made_page(office.root, "2026-11-24 17:00"))
    assert re.search(r'审核客户 <strong>1</strong> 件：<a href="/customers/K0001">K0001 0001 号商行</a>', html)


def test_what_waits_has_what_to_press_with(
    ran: tuple[TestOffice, list[dict[str, Any]]], rehearsed: list[dict[str, Any]]
) -> None:
    html = looked_at(made_page(ran[0].root, "2026-12-03 09:00"))
    text = plain(html)
    assert "今天没有要做的事。下一件：12-10 18:00" in text and 'action="/do/run"' not in html
    assert re.search(rf"李晓明 改正退回的行 1 行：{PERIOD} 第 3 行 里面有 1 位不满意 3 天 退回的表 微信文字", text)
    assert "李晓明，您好：" in text and re.search(rf"张志强 交回访表 1 份：{PERIOD}", text)
    page = made_page(ran[0].root, "2026-12-03 09:00")
    shown = page.get("/").get_data(as_text=True)
    (key,) = re.findall(r'action="/open/(\w+)"[^>]*>(?:(?!</form>).)*退回的表', shown)
    page.post(f"/open/{key}")
    assert [path.name.startswith("退回-A01 李晓明") for path in page.opened] == [True]


def test_complaints_come_first_where_they_are_late(tmp_path: Path, rehearsed: list[dict[str, Any]]) -> None:
    office = complaint_day(tmp_path)
    text = plain(looked_at(made_page(office.root, "2026-11-06 11:00")))
    assert (
        text.index("有 1 件要先处理")
        < text.index("今天该做的 今天没有")
        < text.index("等谁")
        < text.index("投诉 没有关闭的")
    )
    assert "投诉 T2611-003 超时 1 天 2 小时 ：“首次响应”，责任人 王海燕，还没告诉" in text
    assert "没有关闭的 4 件，超时 1 件" in text and "T2611-005 重大 处理单 客户被锁在门外 王女士" in text


def test_a_doubtful_clock_does_nothing_before_somebody_says_that_it_is_right(
    ran: tuple[TestOffice, list[dict[str, Any]]], rehearsed: list[dict[str, Any]]
) -> None:
    html = looked_at(made_page(ran[0].root, "2027-06-01 09:00"))
    assert (
        "电脑的日期可能不对，先不做" in html
        and "/do/run?clock_ok=1" in html
        and '<button class="main-button"' not in html
    )
    assert "今天没有要做的事" not in html


def test_a_job_that_died_is_told_first(tmp_path: Path, rehearsed: list[dict[str, Any]]) -> None:
    page = made_page(planned_office(tmp_path).root, "2026-11-24 17:00")
    folder = page.screen.jobs.make_room(datetime(2026, 11, 24, 16, 0))
    order = JobOrder(
        form="run",
        title="做今天该做的",
        argv=("run",),
        started_at="2026-11-24 16:00",
        host=socket.gethostname(),
        pid=2**22 + 1,
    )
    (folder / JOB).write_bytes(order.to_json())
    html = looked_at(page)
    assert f'<a href="/jobs/{folder.name}">“做今天该做的”没有做完</a>' in html and "有 1 件要先处理" in html


def test_files_go_into_the_inbox_under_their_own_names(tmp_path: Path, rehearsed: list[dict[str, Any]]) -> None:
    office = planned_office(tmp_path)
    sheet = office.filled("A02").read_bytes()
    page = made_page(office.root, "2026-11-24 17:00")
    answer = page.post("/inbox", {"files": [(BytesIO(sheet), "王海燕(1).xlsx")], "folder": []})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/#inbox")
    assert office.path("收件箱/王海燕(1).xlsx").read_bytes() == sheet
    again = page.post(
        "/inbox",
        {
            "files": [(BytesIO(sheet), "a/../../王海燕(2).xlsx"), (BytesIO(b"\xff\xd8\xff\xe0x"), "<b>张三.jpg")],
            "folder": [(BytesIO(b"PK"), "他的表/坏.xlsx")],
        },
    ).get_data(as_text=True)
    assert "内容和收件箱里的一个文件一样" in again and "<b>张三" not in again
    assert "没有放进去的" in again and "张三" in again
    names = {path.name for path in office.path("收件箱").iterdir() if path.is_file()}
    assert "王海燕(1).xlsx" in names and "王海燕(2).xlsx" not in names
    assert not list(tmp_path.rglob("*(2).xlsx"))
    nothing = page.post("/inbox", {"files": [(BytesIO(b""), "")]})
    assert nothing.status_code == 422 and "还没有选文件" in nothing.get_data(as_text=True)


def test_names_from_registers_are_text(tmp_path: Path, rehearsed: list[dict[str, Any]]) -> None:
    office = planned_office(tmp_path)
    with edited(office.path("人员.xlsx")) as book:
        book["人员"]["B5"].value = "<script>alert(1)</script>"
    html = looked_at(made_page(office.root, "2026-11-24 17:00"))
    assert "<script>alert" not in html and "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_each_role_has_a_page_of_its_own(
    ran: tuple[TestOffice, list[dict[str, Any]]], rehearsed: list[dict[str, Any]], tmp_path: Path
) -> None:
    shutil.copytree(ran[0].root, tmp_path / "办公室")
    office = TestOffice(tmp_path / "办公室", tmp_path)
    drawn = run(
        "-C", str(office.root), "--now", "2026-12-01 09:00", "spotcheck", "draw", "--period", PERIOD, "--seed", "12345"
    )
    sheets = [file for file in drawn.data["files"] if file.endswith(".xlsx")]
    theirs = made_page(office.root, "2026-12-01 10:00", Role.AUDITOR)
    text = plain(theirs.get("/").get_data(as_text=True))
    assert "种子“12345”" in text and "核查表" in text and f"旬报 {PERIOD}" in text
    assert "等谁" not in text and "做今天该做的" not in text and "收到的文件放这里" not in text
    html = looked_at(made_page(office.root, "2026-12-01 10:00"))
    assert sheets and "12345" not in html and "核查表" not in html
    assert not any(Path(sheet).name in html for sheet in sheets)


def test_a_complaint_leads_to_its_form(tmp_path: Path, rehearsed: list[dict[str, Any]]) -> None:
    page = made_page(complaint_day(tmp_path).root, "2026-11-06 11:00")
    html = looked_at(page)
    link = re.search(r'href="(/do/form\?[^"]*)">处理单', html)
    assert link and "客户投诉处理单" in page.text(link[1].replace("&amp;", "&"))
