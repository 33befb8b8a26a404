"""Ten days of an office, from an empty folder to what the boss decided, with nothing but the page and Excel."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest

import film
from browser import Visitor, visiting
from office import SHEET, TestOffice, edited, good_answer, issued_rows, put
from page_served import serving

UNIT = "杭州华东五金销售部"
PERIOD = "2026-11下旬"
CUSTOMERS = (
    ("东升超市", "张经理", "13800000033", "李晓明"), ("顺达百货", "李经理", "13800000034", "李晓明"),
    ("永兴五金行", "赵女士", "13800000035", "李晓明"), ("长青百货", "孙先生", "13800000036", "王海燕"),
    ("鼎盛建材", "周女士", "13800000037", "王海燕"),
)  # fmt: skip
#: What the boss has to decide, and what he does.
UNSOLVED = {
    "满意度": "不满意", "处理情况": "未解决", "不满意原因": "门锁三天就坏，要求退货", "处理措施": "建议退货，补发一把",
    "上报对象": "马建国", "上报文件": "退货申请-东升超市",
}  # fmt: skip
DECIDED = "同意退货，补发一把"


class Supervisor:
    """Who sits before the page; every page that is looked at is judged, and what is wrong with it is kept."""

    def __init__(self, visitor: Visitor, folder: Path) -> None:
        self.visitor, self.page, self.folder = visitor, visitor.page, folder
        self.wrong: list[str] = []

    @contextmanager
    def day(self, now: str) -> Iterator[None]:
        """A day on which the page is opened by its address."""
        with serving(self.folder, now) as served:
            self.visitor.enter(served)
            yield

    def look(self, name: str) -> str:
        """Judge the page that is open; what it says, when it has found out what is due."""
        self.page.get_by_text("正在看今天有什么要做").wait_for(state="detached")
        self.wrong += self.visitor.wrong(name)
        return self.visitor.text

    def type(self, **answers: str) -> None:
        """Fill in fields by their labels."""
        for label, text in answers.items():
            self.page.get_by_label(label).fill(text)

    def drop(self, *files: Path) -> None:
        """Choose files that came by WeChat, and put them into the inbox."""
        self.page.locator("#inbox .drop input[type=file]").set_input_files(files)
        self.visitor.press("放进收件箱")

    def do_what_is_due(self) -> str:
        """Press the button of the day; what its result says."""
        self.visitor.go("/")
        self.visitor.press("做今天该做的")
        return self.visitor.finish()


def first_start(she: Supervisor) -> TestOffice:
    """Four questions, and one about past calls that may be left out, to the first plan."""
    she.look("单位")
    she.type(单位名称=UNIT)
    she.visitor.press("下一步")
    she.look("制度")
    she.page.get_by_label("销售十日回访制度").check()
    she.visitor.film("1-policy")
    she.visitor.press("建立")
    she.page.wait_for_url("**/start/people")
    she.type(谁打电话="李晓明\n王海燕", 谁是主管="周丽华", 谁是老板="马建国")
    she.look("人员")
    she.visitor.press("下一步")
    she.page.wait_for_url("**/start/customers")
    she.type(或者写几位="\n".join(" ".join(one) for one in CUSTOMERS))
    she.look("名单")
    she.page.get_by_role("heading", name="客户名单").click()
    she.visitor.film("2-customers")
    she.visitor.press("下一步")
    she.page.wait_for_url("**/start/past")
    she.look("过去的回访")
    she.visitor.press("下一步")
    she.page.wait_for_url("**/start/plan")
    assert "没有发现问题" in she.look("第一份计划")
    she.visitor.press("排第一份计划")
    she.page.get_by_text("第一份计划排好了").wait_for()
    assert "一共 5 个回访" in she.look("排好了")
    she.visitor.film("3-plan")
    she.visitor.follow("去今天")
    return TestOffice(she.folder / UNIT, she.folder / "微信")


def answered(office: TestOffice, agent: str, **first: Any) -> dict[str, dict[str, Any]]:
    """The agent's sheet with all its calls answered, the first one so: what was typed, by number of the plan."""
    path, typed = office.sheet(agent), {}
    with edited(path) as book:
        sheet = book[SHEET]
        for row in issued_rows(book):
            answer = good_answer(row, **(first if row == 2 else {}))
            put(sheet, row, answer)
            typed[table_value(sheet, row, "计划编号")] = answer
    return typed


def decide(form: Path) -> None:
    """The boss writes into the first card, as he would by hand."""
    with edited(form) as book:
        sheet = book["批示单"]
        row = next(cell.row for cell in sheet["A"] if cell.value == "批示")
        sheet.cell(row, 2).value, sheet.cell(row, 3).value = "同意", DECIDED


def table_value(sheet: Any, row: int, header: str) -> Any:
    """A cell by its header."""
    return next(sheet.cell(row, cell.column).value for cell in sheet[1] if cell.value == header)


def as_shown(cells: dict[str, Any]) -> dict[str, Any]:
    """What was typed as the ledger shows it."""
    day = datetime.combine(cells["回访日期"], time())
    times = {header: f"{cells[header]:%H:%M}" for header in ("开始时间", "结束时间")}
    return {header: cells[header] for header in good_answer(2)} | times | {"回访日期": day}


def in_ledger(office: TestOffice, now: str) -> dict[str, dict[str, Any]]:
    """What the ledger says of each call that was typed, by the number of the plan."""
    headers = tuple(good_answer(2))
    rows = office.ledger(now, PERIOD).values()
    return {row["计划编号"]: {header: row[header] for header in headers} for row in rows}


@pytest.mark.slow
def test_ten_days_from_an_empty_folder_to_what_the_boss_decided(tmp_path, browser):
    base = tmp_path / "我的 单位"
    base.mkdir()
    with visiting(browser) as visitor:
        she = Supervisor(visitor, base)
        with she.day("2026-11-21 09:00"):
            office = first_start(she)
            she.look("第一天")
        she.folder = office.root
        typed = answered(office, "A01", **UNSOLVED) | answered(office, "A02")
        first_sheet_comes_back_and_is_corrected(she, office)
        report_day(she, office)
        the_boss_decides(she, office)
    assert not she.wrong, "\n".join(she.wrong)
    assert in_ledger(office, "2026-12-01 10:00") == {number: as_shown(cells) for number, cells in typed.items()}
    assert office.run("verify").data["ok"]
    assert tuple(visitor.filmed) == film.FILM


def first_sheet_comes_back_and_is_corrected(she: Supervisor, office: TestOffice) -> None:
    """An agent ends a call before it began; she sends him the sheet and the words, and the corrected one is entered."""
    sheet = office.outside / office.issued("A01").name
    late = {"结束时间": good_answer(3)["开始时间"], "开始时间": good_answer(3)["结束时间"]}
    with edited(sheet) as book:
        put(book[SHEET], 3, late)
    with she.day("2026-11-24 17:00"):
        she.drop(sheet)
        assert "收件箱里现在有 1 个文件" in she.look("放进了收件箱")
        she.visitor.film("4-today")
        she.do_what_is_due()
        said = she.look("退回")
        assert "李晓明" in said and "退回 1 行" in said
        words = she.page.get_by_label("发给李晓明的话").input_value()
        assert words.startswith("李晓明，您好") and "结束时间" in words
        she.visitor.film("5-returned")
        (returned,) = office.path("发件箱").glob("退回-*.xlsx")
    back = Path(shutil.copy(returned, office.outside))
    with edited(back) as book:
        put(book[SHEET], 3, {key: good_answer(3)[key] for key in late})
    with she.day("2026-11-25 09:00"):
        assert "改正退回的行 1 行" in she.look("等改")
        she.drop(back)
        assert "全部入账 1 行" in she.do_what_is_due()
        she.look("改好了")


def report_day(she: Supervisor, office: TestOffice) -> None:
    """The other sheet, the report, and the form for the boss."""
    with she.day("2026-11-30 18:00"):
        she.drop(office.outside / office.issued("A02").name)
        assert "出 旬报" in she.look("交表日")
        she.visitor.film("6-report-day")
        assert "全部入账 2 行" in she.do_what_is_due()
        she.look("出了报告")
        she.visitor.film("7-reported")
        with she.page.expect_navigation():
            she.page.get_by_role("link", name="在这里看").first.click()
        assert "请您批示" in she.visitor.text and "东升超市" in she.visitor.text
        she.visitor.go("/")
        assert "批示未解决的问题 1 件" in she.look("等老板")


def the_boss_decides(she: Supervisor, office: TestOffice) -> None:
    """He fills in his form; it waits until she has looked at it."""
    (decisions,) = office.path("发件箱").glob("批示单-*.xlsx")
    decided = Path(shutil.copy(decisions, office.outside))
    decide(decided)
    with she.day("2026-12-01 09:00"):
        she.drop(decided)
        she.do_what_is_due()
        she.look("批示单收到了")
        she.visitor.go("/")
        she.look("有待确认的")
        she.visitor.go("/confirm")
        assert DECIDED in she.look("待确认")
        she.visitor.film("8-decided")
        she.visitor.follow("核对过，执行")
        she.look("执行")
        she.visitor.press("执行")
        she.visitor.finish()
        she.look("执行了")
        she.visitor.go("/customers?q=东升")
        assert DECIDED in she.look("客户")
        she.visitor.go("/do/verify")
        she.visitor.press("开始核对")
        assert "完好" in she.visitor.finish()
