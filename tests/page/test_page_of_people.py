"""The pages of customers, of results and of what waits: drawn, linked, and escaped whatever stands in a cell."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from werkzeug.test import Client, TestResponse

import huifang
from huifang.page.app import Application
from huifang.page.forms import correct
from huifang.page.forms.listed import BY_NAME
from huifang.page.forms.model import CommandForm
from huifang.page.frame import Screen
from huifang.page.guard import Guard, Secrets
from huifang.page.jobs import BODY, CODE, JOB, SAID, JobOrder
from huifang.page.outcome import STEPS
from huifang.page.place import Whereabouts
from huifang.page.roles import Role
from huifang.page.words import linked
from office import SHEET, TestOffice, change, columns, edited, plan_numbers, planned_office, put, run

NOW = "2026-11-26 09:00"
PACKAGE = Path(huifang.__file__).parent
EVIL = "<script>alert(1)</script>&\"'"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"
WHO = {"by": "B01", "why": "核对过"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    """Every name has HTML in it; A02 reported a problem, and sent a sheet again that changes two values."""
    office = planned_office(tmp_path_factory.mktemp("page"))
    with edited(office.path("客户资料库.xlsx")) as book:
        sheet = book["客户"]
        at = columns(sheet)
        for row in range(2, sheet.max_row + 1):
            if sheet.cell(row, at["客户编号"]).value in ("K0008", "K0009"):
                put(sheet, row, {"客户名称": EVIL, "联系人": EVIL, "备注": EVIL})
    path = office.filled("A02")
    with edited(path) as book:
        unsolved = {"满意度": "不满意", "处理情况": "未解决", "上报对象": "B01", "上报文件": EVIL,
                    "不满意原因": EVIL, "处理措施": EVIL}  # fmt: skip
        put(book[SHEET], 2, unsolved)
    assert office.collect(path, now="2026-11-24 17:00").code == 0
    office.collect(change(path, (3, {"满意度": "一般", "备注": EVIL})), now="2026-11-25 17:00")
    return office


def screen(office: TestOffice, role: Role = Role.SUPERVISOR) -> Screen:
    guard = Guard(Secrets(once="o", cookie="c", csrf="x"), port=80)
    moment = datetime.fromisoformat(NOW)
    return Screen(place=Whereabouts.at(office.root), role=role, guard=guard, clock=lambda: moment, fixed_now=moment)


class Visitor:
    """Somebody in front of the page."""

    def __init__(self, page: Screen) -> None:
        self.page = page
        self._client = Client(Application(page))
        self._client.set_cookie(page.guard.cookie_name, "c", domain="127.0.0.1")

    def get(self, where: str) -> TestResponse:
        return self._client.get(where, base_url="http://127.0.0.1:80", headers={"Host": "127.0.0.1:80"})

    def html(self, where: str) -> str:
        answer = self.get(where)
        assert answer.status_code == 200, (where, answer.status_code)
        html = answer.get_data(as_text=True)
        assert "alert(1)</script>" not in html and " style=" not in html
        assert html.encode("gbk")
        return html

    def finished(self, form: str, code: int, body: Mapping[str, Any], said: str = "", **typed: str) -> str:
        """The address of a job that ended so."""
        folder = self.page.jobs.make_room(self.page.now())
        order = JobOrder(
            form=form, title=BY_NAME[form].title, argv=(form,), typed={key: (value,) for key, value in typed.items()},
            role=self.page.role.value, started_at=NOW,
        )  # fmt: skip
        (folder / JOB).write_bytes(order.to_json())
        (folder / SAID).write_text(said, encoding="utf-8")
        (folder / BODY).write_text(json.dumps(body), encoding="utf-8")
        (folder / CODE).write_text(str(code), encoding="ascii")
        return f"/jobs/{folder.name}"


@pytest.fixture(scope="module")
def visitor(office: TestOffice) -> Visitor:
    return Visitor(screen(office))


def test_the_page_of_a_customer(visitor: Visitor, office: TestOffice) -> None:
    html = visitor.html("/customers/K0009")
    assert ESCAPED in html and "未解决 3 天" in html and "等待批示" in html and "原件第 2 行" in html
    record = f"{plan_numbers(office.issued('A02'))[0]}-1"
    assert f"/do/correct-value?record={record}" in html and "/do/explain?who=K0009&amp;as_page=1" in html
    assert visitor.get("/customers/K9999").status_code == 404


def test_customers_are_searched(visitor: Visitor) -> None:
    assert visitor.get("/customers?q=k0009").headers["Location"].startswith("/customers/K0009?q=")
    assert "有 2 位客户" in visitor.html("/customers?q=script")
    html = visitor.html("/customers?q=%3Cscript%3Ealert(1)%3C/script%3E%26x")
    assert "没有查到" in html and ESCAPED in html
    assert "查客户" in visitor.html("/customers?q=")


def test_what_waits_and_how_to_say_yes_or_no(visitor: Visitor, office: TestOffice) -> None:
    html = visitor.html("/confirm")
    record = f"{plan_numbers(office.issued('A02'))[1]}-1"
    assert f"/do/accept?record={record}&amp;values=" in html
    assert f"/do/decline?record={record}&amp;column=" in html
    assert "发件箱里等您填的更正单" in html and "/do/correct?waiting=" in html
    accept = re.search(r'href="(/do/accept[^"]+)"', html)
    assert accept
    form = visitor.html(accept[1].replace("&amp;", "&"))
    assert form.count('type="hidden" name="values"') == 2 and "B01 周丽华" in form


def test_the_auditor_sees_customers_and_nothing_that_is_the_supervisors(office: TestOffice) -> None:
    auditor = Visitor(screen(office, Role.AUDITOR))
    html = auditor.html("/customers/K0009")
    assert "原件第 2 行" in html and "/do/correct" not in html and "/do/form" not in html
    assert auditor.get("/confirm").status_code == 404
    assert auditor.get("/do/take-back").status_code == 404


def test_a_run_is_told_step_by_step_and_person_by_person(visitor: Visitor, office: TestOffice, tmp_path: Path) -> None:
    copy = TestOffice(tmp_path / "办公室", tmp_path / "寄出")
    shutil.copytree(office.root, copy.root)
    path = change(copy.filled("A01"), (2, {"回访日期": datetime(2026, 11, 10)}), (3, {"不满意原因": EVIL}))
    copy.send(path, copy.filled("A03"))
    copy.path("收件箱/张三.jpg").write_bytes(b"\xff\xd8\xff")
    ran = run("-C", str(copy.root), "--now", NOW, "run")
    mine = Visitor(screen(copy))
    html = mine.html(mine.finished("run", ran.code, ran.data, ran.err))
    assert re.search(r"做完了 \d 步，有 \d 步要您看一看", html)
    assert "! 入账 5 行，退回 1 行" in html and "√ 全部入账 2 行" in html and "第 2 行：" in html
    assert "发给李晓明的话" in html and "李晓明，您好" in html and "退回的表" in html
    assert "没有做的" in html and "张三.jpg" in html
    assert re.search(r"/do/take-back\?record=T\d{4}", html) and "回到今天" in html


def test_bad_news_that_comes_after_the_report_asks_for_a_new_one(office: TestOffice, tmp_path: Path) -> None:
    copy = TestOffice(tmp_path / "办公室", tmp_path / "寄出")
    shutil.copytree(office.root, copy.root)
    assert copy.report(now="2026-11-30 18:00").code in (0, 1)
    unhappy = {"满意度": "不满意", "不满意原因": "送货慢"}
    ran = copy.collect(change(copy.filled("A03"), (2, unhappy)), now="2026-12-01 09:00")
    (one,) = ran.data["people"]
    assert (one["rows"], one["returned_rows"], one["bad_entered"]) == (2, 0, {"dissatisfied": 1, "unresolved": 0})
    mine = Visitor(screen(copy))
    html = mine.html(mine.finished("collect", ran.code, ran.data, ran.err))
    assert "里面有不满意 1 位" in html and "旬报要出新版" in html
    assert "/do/report?kind=%E6%97%AC%E6%8A%A5&amp;period=2026-11%E4%B8%8B%E6%97%AC" in html
    assert f"/do/take-back?record={one['submission']}" in html


def test_other_commands_say_their_findings_and_files(visitor: Visitor) -> None:
    finding = {"code": "L718", "severity": "warning", "file": EVIL, "sheet": "客户", "cell": "A2", "message": EVIL,
               "hint": "见 huifang check。"}  # fmt: skip
    body = {"findings": [finding, {**finding, "cell": "A3"}], "files": ["客户资料库.xlsx", "没有的.xlsx"]}
    said = f"共 2 处。\n提醒 L718 {EVIL}\n    {EVIL}\n"
    html = visitor.html(visitor.finished("check", 1, body, said))
    assert html.count(ESCAPED) == 2 and "A2:A3" in html and "有 2 处要您看一看" in html
    assert ">客户资料库.xlsx</button>" in html and "没有的.xlsx" not in html
    assert '<a href="/do/check">“检查表格”</a>' in html


def test_wrong_use_draws_the_form_again_with_what_was_typed(visitor: Visitor) -> None:
    said = f"用法不对：台账里没有记录“{EVIL}”。\n请看 huifang correct --help。"
    where = visitor.finished("correct-value", 2, {}, said, record="H9", column="备注", new=EVIL, **WHO)
    answer = visitor.get(where)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "没有记录" in html and "--help" not in html
    assert 'value="H9"' in html and ESCAPED in html and "alert(1)</script>" not in html


def test_what_stopped_says_what_is_safe(visitor: Visitor) -> None:
    html = visitor.html(visitor.finished("check", 70, {}, "Traceback"))
    assert "没有做完就停了" in html and "不会重复" in html and "再做一次" in html and "Traceback" not in html
    html = visitor.html(visitor.finished("check", 3, {"error": "x"}, "无法继续：“制度.xlsx”正在使用。请关闭以后再试。"))
    assert "没有办成" in html and "正在使用" in html


def test_a_running_job_can_be_left(visitor: Visitor) -> None:
    folder = visitor.page.jobs.get(visitor.finished("check", 0, {}).rpartition("/")[2])
    assert folder is not None
    (folder.folder / CODE).unlink()
    order = JobOrder.from_json((folder.folder / JOB).read_bytes())
    (folder.folder / JOB).write_bytes(replace(order, pid=os.getpid(), host=socket.gethostname()).to_json())
    (folder.folder / SAID).write_text("检查表格：已完成 3 / 10\n", encoding="utf-8")
    html = visitor.html(f"/jobs/{folder.number}")
    assert 'http-equiv="refresh" content="2"' in html and "可以关掉这个页面" in html and "3 / 10" in html
    (folder.folder / CODE).write_text("0", encoding="ascii")


def test_a_preview_offers_to_do_it(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    form = CommandForm(
        name="handover", command=("handover",), title="交接客户", explained="", button="看",
        words=lambda page, typed: (), previews=True,
    )  # fmt: skip
    monkeypatch.setitem(BY_NAME, "handover", form)
    body = {"customers": [{"customer_no": "K0009", "name": EVIL}], "calls": [], "written": False}
    said = "A01 交给 A02：客户 1 位。\n  K0009\n还没有写入。核对无误后，在同一条命令后面加上 --yes 再运行一次。"
    html = visitor.html(visitor.finished("handover", 0, body, said))
    assert "就这样写入" in html and "先看一看，还没有写入" in html and ESCAPED in html and "--yes" not in html
    html = visitor.html(visitor.finished("handover", 0, {**body, "written": True}, "已写入客户资料库。"))
    assert "交接客户：做好了" in html and "已写入" in html


def test_corrections_become_words_of_the_command(visitor: Visitor) -> None:
    page = visitor.page
    typed = {"record": ["H2611-0001-1"], "column": ["满意度"], "new": ["--一般"], "by": ["B01"], "why": ["选错"]}
    assert [*correct.VALUE.words(page, typed)] == [
        "--record=H2611-0001-1", "--set=满意度=--一般", "--by=B01", "--why=选错",
    ]  # fmt: skip
    back = {"record": ["T0001、T0002\nT0003"], "by": ["B01"], "why": ["重复"]}
    assert [*correct.TAKE_BACK.words(page, back)][:4] == [
        "--record=T0001", "--record=T0002", "--record=T0003", "--take-back",
    ]  # fmt: skip
    for outside in ("制度.xlsx", "../x.xlsx", "发件箱/../制度.xlsx"):
        with pytest.raises(correct.WrongAnswer):
            correct.FILE.words(page, {"waiting": [outside]})
    assert {choice.value for choice in correct.deciders(page)} == {"B01", "C01"}
    assert {"满意度", "批示", "到达时间", "电话"} - {choice.value for choice in correct.columns(page)} <= {"电话"}
    assert any(choice.value.startswith("发件箱/更正单-") for choice in correct.files(page))


def test_every_step_of_a_run_has_a_heading() -> None:
    named = set[str]()
    for path in PACKAGE.rglob("flow/**/*.py"):
        source = path.read_text(encoding="utf-8")
        named |= {*re.findall(r'Step\(\s*"([a-z-]+)"', source), *re.findall(r'step="([a-z-]+)"', source)}
    assert {"collect", "mail-fetch", "reminder"} <= named <= STEPS.keys()


def test_commands_that_are_named_are_links(visitor: Visitor) -> None:
    pieces = [*linked("请运行 huifang run --clock-ok，或 huifang nothing。", Role.SUPERVISOR)]
    assert [(one.text, one.form) for one in pieces] == [
        ("请运行 ", ""), ("“做今天该做的”", "run"), ("，或 huifang nothing。", ""),
    ]  # fmt: skip
    assert [one.form for one in linked("然后运行 correct。correct 不是链接", Role.SUPERVISOR)] == ["", "correct", ""]
    assert [one.form for one in linked("huifang run", Role.AUDITOR)] == [""]
