"""November 2026 of a ten-day office, day by day by ``run`` alone: late, missing, wrong and resent sheets, somebody who
leaves, somebody who is away, rules that change in the middle. All figures were worked out by hand; see MONTH.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from huifang.edges.presets import load_preset
from huifang.flow.founding import found_office
from office import TestOffice, edited, put

FIRST, MIDDLE, LAST = "2026-11上旬", "2026-11中旬", "2026-11下旬"
RULES, STAFF = "制度.xlsx", "人员.xlsx"
PEOPLE = (
    ("C01", "钱老板", "老板", None), ("B01", "赵主管", "主管", "C01"), ("A01", "李明", "业务员", "B01"),
    ("A02", "王强", "业务员", "B01"), ("A03", "张燕", "业务员", "B01"),
)  # fmt: skip
OWNERS = {"K1": "A01", "K2": "A01", "K3": "A02", "K4": "A02", "K5": "A03", "K6": "A03"}
REACHED = {"通话结果": "接通", "满意度": "满意", "处理情况": "无问题", "客户意见或需求": "无"}


class Play:
    """An office in which each agent has one copy of every workbook that was issued, and fills it in over the days."""

    def __init__(self, folder: Path) -> None:
        people = [
            {"person_no": no, "name": name, "role": role, "superior": above, "status": "在职"}
            for no, name, role, above in PEOPLE
        ]
        customers = [
            {"customer_no": no, "customer_name": f"{no}商行", "customer_class": "普通客户", "agent": owner,
             "contact": "王女士", "phone": f"1380000000{no[1]}", "review_status": "已审核", "reviewed_by": "C01",
             "reviewed_on": date(2026, 10, 31), "registered_on": date(2026, 10, 30)}
            for no, owner in OWNERS.items()
        ]  # fmt: skip
        rows: Mapping[str, Any] = {"人员": people, "客户": customers}
        root = folder / "办公室"
        found_office(root, load_preset("sales-ten-day"), datetime(2026, 11, 2, 8, 0), rows)
        self.office, self.desks = TestOffice(root, folder / "寄出"), folder / "桌上"
        self.desks.mkdir()
        with edited(root / RULES) as book:
            put(book["报告"], 2, {"迟交罚款(元)": 50})

    def run(self, day: int, hour: str = "18:05") -> list[dict[str, Any]]:
        """What ``run`` did at that hour; every agent takes what was issued."""
        steps = self.office.run("run", now=f"2026-11-{day:02d} {hour}").data["steps"]
        for book in self.office.path("回访计划").rglob("*.xlsx"):
            copy = self.desks / f"{book.parent.name}-{book.name}"
            if not copy.exists():
                shutil.copy(book, copy)
        return list(steps)

    def call(self, agent: str, customer: str, day: int, hour: str, values: Mapping[str, Any] = REACHED) -> None:
        """A call in the agent's newest workbook that has the customer, in the customer's first row without a result."""
        start = datetime.combine(date(2026, 11, day), time.fromisoformat(hour))
        entered = {
            "回访日期": start.date(), "开始时间": start.time(), "结束时间": (start + timedelta(minutes=4)).time(),
            "回访方式": "电话", **values,
        }  # fmt: skip
        for copy in sorted(self.desks.glob(f"*-{agent}-*.xlsx"), key=lambda path: -path.stat().st_mtime_ns):
            with edited(copy) as book:
                sheet = book["回访记录"]
                at = {cell.value: cell.column for cell in sheet[1]}
                rows = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, at["客户编号"]).value == customer]
                if not rows:
                    continue
                if all(sheet.cell(row, at["通话结果"]).value for row in rows):  # once more, in a row at the end
                    free = next(row for row in range(2, 100) if not sheet.cell(row, at["客户编号"]).value)
                    plan_no = sheet.cell(rows[0], at["计划编号"]).value
                    put(sheet, free, {"计划编号": plan_no, "客户编号": customer, **entered})
                else:
                    row = next(row for row in rows if not sheet.cell(row, at["通话结果"]).value)
                    put(sheet, row, entered)
                return
        raise AssertionError(f"{agent} has no workbook with {customer}")

    def hand_in(self, agent: str, period: str) -> None:
        """All the agent's workbooks of the period, as they are now, into the inbox."""
        for copy in self.desks.glob(f"{period}-{agent}-*.xlsx"):
            shutil.copy(copy, self.office.path("收件箱") / copy.name.removeprefix(f"{period}-"))

    def register(self, sheet: str, row: int, **values: Any) -> None:
        with edited(self.office.path(STAFF)) as book:
            put(book[sheet], row, values)

    def report(self, period: str, now: str) -> dict[str, Any]:
        return dict(self.office.run("report", "--period", period, now=now).data)


def done(steps: list[dict[str, Any]]) -> list[str]:
    return [step["step"] for step in steps]


def figures(report: Mapping[str, Any]) -> dict[str, tuple[int, int, int, float]]:
    """Planned, done, days late and fine, by agent."""
    return {a["agent"]: (a["planned"], a["done"], a["late_days"], a["fine_yuan"]) for a in report["agents"]}


@pytest.fixture
def play(tmp_path: Path) -> Play:
    return Play(tmp_path)


def test_a_month(play: Play) -> None:
    """MONTH. All six customers were approved on 10-31: due on 11-10, from 11-07.

    上旬: A01 reaches K1 and K2 on 11-09. A02 reaches K3 on 11-09, K4 not on 11-09 nor 11-10, and is two days late.
    A03 reaches K5 and K6 on 11-10; the sheet has an end before its start and is sent again the same day.
    """
    assert done(play.run(2, "08:30")) == ["plan"]
    for customer, agent in OWNERS.items():
        if agent != "A03" and customer != "K4":
            play.call(agent, customer, 9, f"{8 + int(customer[1])}:05".zfill(5))
    play.call("A02", "K4", 9, "15:00", {"通话结果": "无人接听"})
    play.call("A02", "K4", 10, "15:00", {"通话结果": "占线"})
    play.call("A03", "K5", 10, "09:30")
    play.call("A03", "K6", 10, "10:30", {**REACHED, "结束时间": time(10, 0)})
    play.hand_in("A01", FIRST)
    play.hand_in("A03", FIRST)
    (collected,) = play.run(10, "12:00")
    assert (collected["accepted"], len(collected["returned"])) == (2, 1)
    play.call("A03", "K6", 10, "14:30")  # a further row; the wrong one is put right below
    for copy in play.desks.glob(f"{FIRST}-A03-*.xlsx"):
        with edited(copy) as book:
            sheet = book["回访记录"]
            at = {cell.value: cell.column for cell in sheet[1]}
            wrong = next(r for r in range(2, 40) if sheet.cell(r, at["结束时间"]).value == time(10, 0))
            put(sheet, wrong, {"结束时间": time(10, 34)})
    play.hand_in("A03", FIRST)
    steps = play.run(10)
    assert done(steps) == ["collect", "seal", "report"]
    first = play.report(FIRST, "2026-11-10 18:10")
    assert figures(first) == {"A01": (2, 2, 0, 0), "A02": (2, 0, 0, 0), "A03": (2, 2, 0, 0)}

    # 中旬. A02 is away from 11-16 to 11-20, A01 stands in. On 11-11 what A02 reported is not known yet.
    play.register("代班", 2, 工号="A02", 起=date(2026, 11, 16), 止=date(2026, 11, 20), 代理人="A01")
    assert done(play.run(11, "08:30")) == ["plan"]
    play.call("A02", "K4", 12, "09:00", {"通话结果": "关机"})
    play.hand_in("A02", FIRST)
    steps = play.run(12, "12:00")
    assert done(steps) == ["collect", "plan"]  # K3 was reached on 11-09: due on 11-19, when A02 is away
    again = play.report(FIRST, "2026-11-12 12:30")
    assert again["version"] == 3 and figures(again)["A02"] == (2, 1, 2, 50)
    assert play.office.calls("A01")[-1]["customer_no"] == "K3"

    # On 11-16 A03 leaves; the boss changes 间隔 from 10 to 15 days. What was issued keeps its windows.
    play.register("人员", 6, 状态="离职", 离职日期=date(2026, 11, 16))
    play.register("例外", 2, 对象="人员", 编号="A03", 起=date(2026, 11, 16), 处理="免责", 批准人="B01", 原因="已离职")
    with edited(play.office.path(RULES)) as book:
        for row in (2, 3):
            if book["回访规则"].cell(row, 1).value:
                put(book["回访规则"], row, {"间隔": 15})
    steps = play.run(16, "08:30")
    assert done(steps) == ["plan"]
    handed_over = {call["customer_no"] for call in play.office.calls("B01")}
    assert handed_over == {"K5", "K6"}
    for customer in ("K1", "K2", "K3"):
        play.call("A01", customer, 18, f"1{customer[1]}:00")
    for customer in ("K5", "K6"):
        play.call("B01", customer, 18, f"1{customer[1]}:00")
    for agent in ("A01", "A02", "B01"):
        play.hand_in(agent, MIDDLE)
    assert done(play.run(20)) == ["collect", "seal", "report"]
    middle = play.report(MIDDLE, "2026-11-20 18:10")
    assert {agent: line[:2] for agent, line in figures(middle).items() if line[0]} == {
        "A01": (3, 3), "A02": (1, 0), "B01": (2, 2),
    }  # fmt: skip
    assert middle["figures"]["fine_yuan"] == 0

    # 下旬. Reached on 11-18, counted by 15 days: due on 12-03, from 11-30, so they are issued, and nobody hands in.
    # None is due by the 30th but K4, who was called in vain three times.
    play.run(23, "08:30")
    assert "plan" not in done(play.run(24, "08:30"))
    found = [f for f in play.office.run("check", now="2026-11-25 09:00").data["findings"] if f["code"] == "L703"]
    assert len(found) == 1 and "K4" in found[0]["message"]
    last = play.report(LAST, "2026-11-30 18:10")
    assert (last["figures"]["planned"], last["figures"]["done"]) == (1, 0)
    month = play.report("2026-11", "2026-12-01 09:00")
    assert month["figures"]["fine_yuan"] == 50 + 3 * 50  # A02 in 上旬; A01, A02 and B01 never handed in 下旬
    assert month["figures"]["missing"] == 4  # and A03's of 中旬, who is excused
    assert play.office.run("verify", now="2026-12-01 09:00").data["ok"]
