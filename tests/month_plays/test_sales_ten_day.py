"""November 2026 of a ten-day office, day by day by ``run`` alone: late, missing, wrong and resent sheets, somebody who
leaves, somebody who is away, rules that change in the middle. All figures were worked out by hand; see MONTH.
"""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest

from month_office import REACHED, RULES, STAFF, MonthOffice, columns, done, figures
from office import put

pytestmark = pytest.mark.slow

FIRST, MIDDLE, LAST = "2026-11上旬", "2026-11中旬", "2026-11下旬"
PEOPLE = (
    ("C01", "钱老板", "老板", None), ("B01", "赵主管", "主管", "C01"), ("A01", "李明", "业务员", "B01"),
    ("A02", "王强", "业务员", "B01"), ("A03", "张燕", "业务员", "B01"),
)  # fmt: skip
OWNERS = {"K1": "A01", "K2": "A01", "K3": "A02", "K4": "A02", "K5": "A03", "K6": "A03"}


@pytest.fixture
def play(tmp_path: Path) -> MonthOffice:
    customers = [
        {"customer_no": no, "customer_name": f"{no}商行", "customer_class": "普通客户", "agent": owner,
         "contact": "王女士", "phone": f"1380000000{no[1]}", "review_status": "已审核", "reviewed_by": "C01",
         "reviewed_on": date(2026, 10, 31), "registered_on": date(2026, 10, 30)}
        for no, owner in OWNERS.items()
    ]  # fmt: skip
    office = MonthOffice(tmp_path, "sales-ten-day", datetime(2026, 11, 2, 8, 0), PEOPLE, customers)
    office.in_short = True
    office.enter(RULES, "报告", 2, {"迟交罚款(元)": 50})
    return office


def test_a_month(play: MonthOffice) -> None:
    """MONTH. All six customers were approved on 10-31: due on 11-10, from 11-07.

    上旬: A01 reaches K1 and K2 on 11-09. A02 reaches K3 on 11-09, K4 not on 11-09 nor 11-10, and is two days late.
    A03 reaches K5 and K6 on 11-10; the sheet has an end before its start and is sent again the same day.
    """
    play.set("业务员宏", "是")  # the sheets have macros: that changes nothing else
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
    with play.on_the_desk("A03", FIRST) as sheet:
        at = columns(sheet)
        wrong = next(r for r in range(2, 40) if sheet.cell(r, at["结束时间"]).value == time(10, 0))
        put(sheet, wrong, {"结束时间": time(10, 34)})
    play.hand_in("A03", FIRST)
    steps = play.run(10)
    assert done(steps) == ["collect", "seal", "report"]
    first = play.report(FIRST, "2026-11-10 18:10")
    assert figures(first) == {"A01": (2, 2, 0, 0), "A02": (2, 0, 0, 0), "A03": (2, 2, 0, 0)}

    # 中旬. A02 is away from 11-16 to 11-20, A01 stands in. On 11-11 what A02 reported is not known yet.
    play.enter(STAFF, "代班", 2, {"工号": "A02", "起": play.day(16), "止": play.day(20), "代理人": "A01"})
    assert done(play.run(11, "08:30")) == ["plan"]
    play.call("A02", "K4", 12, "09:00", {"通话结果": "关机"})
    play.hand_in("A02", FIRST)
    steps = play.run(12, "12:00")
    assert done(steps) == ["collect", "report", "plan"]  # K3 was reached on 11-09: due on 11-19, when A02 is away
    again = play.report(FIRST, "2026-11-12 12:30")
    assert again["version"] == 4 and figures(again)["A02"] == (2, 1, 2, 50)
    assert play.office.calls("A01")[-1]["customer_no"] == "K3"

    # On 11-16 A03 leaves; the boss changes 间隔 from 10 to 15 days. What was issued keeps its windows.
    play.enter(STAFF, "人员", 6, {"状态": "离职", "离职日期": play.day(16)})
    excused = {"对象": "人员", "编号": "A03", "起": play.day(16), "处理": "免责", "批准人": "B01", "原因": "已离职"}
    play.enter(STAFF, "例外", 2, excused)
    play.enter(RULES, "回访规则", 2, {"间隔": 15})
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
    assert month["figures"]["fine_yuan"] == 50  # A02 in 上旬; in 下旬 nobody had a call to report
    assert month["figures"]["missing"] == 0  # A03's calls of 中旬 are B01's
    assert play.office.run("verify", now="2026-12-01 09:00").data["ok"]
    handed_out = {path.suffix for path in play.office.path("回访计划").rglob("*-*.xls[xm]")}
    assert handed_out == {".xlsm"} and "F118" not in play.office.path(".huifang/journal.jsonl").read_text("utf-8")


def test_a_special_period(play: MonthOffice) -> None:
    """上旬 in which the boss has winter goods told from 11-07 to 11-10. A01 tells K1, with the leaflet sent by WeChat,
    and reaches K2 without writing that anything was told: 1 of 2. A02 tells K3 and reaches K4 on 11-10; K4's row comes
    back for its end, which is before its start: the sheet is in time all the same, the row is missed in step 3.
    """
    special = {"起": play.day(7), "止": play.day(10), "内容": "介绍冬季新品"}
    play.add(RULES, "专项", {**special, "决定人": "B01"})
    (wrong,) = (f for f in play.office.run("check", now="2026-11-02 08:20").data["findings"] if f["code"] == "P620")
    assert "是 B01 赵主管，应由老板决定" in wrong["message"]
    play.enter(RULES, "专项", 2, {"决定人": "C01"})
    assert "P620" not in {f["code"] for f in play.office.run("check", now="2026-11-02 08:20").data["findings"]}
    assert done(play.run(2, "08:30")) == ["plan"]
    told = {**REACHED, "推送内容": "冬季新品两款"}
    play.call("A01", "K1", 9, "09:05", {**told, "已发资料": "冬季新品手册"})
    play.call("A01", "K2", 9, "10:05")
    play.call("A02", "K3", 9, "11:05", told)
    play.call("A02", "K4", 10, "12:05", {**told, "结束时间": time(9, 0)})
    play.hand_in("A01", FIRST)
    play.hand_in("A02", FIRST)
    assert done(play.run(10)) == ["collect", "seal", "report"]
    steps = play.parts(FIRST, "2026-11-10 18:10")["六步"]
    by_agent = {row[0]: row[1:] for row in steps.lists["各业务员的六步"]}
    assert by_agent["A01 李明"][5] == "1/2" and by_agent["A01 李明"][-1] == "缺第 6 步"
    assert by_agent["A02 王强"][3] == "1/1" and by_agent["A02 王强"][-1] == "缺第 2、3、6 步"
    assert ("A01 李明", "6 专项内容", "K2 K2商行(介绍冬季新品，接通了，没有写推送内容)") in steps.lists["没有做到的"]
    sheets = {row[0]: row for row in play.parts(FIRST, "2026-11-10 18:10")["交表"].lists["交表登记"]}
    assert "按时(退回 1 行没有改好)" in sheets["A02 王强"]
    sent = {row["客户编号"]: row["已发资料"] for row in play.office.ledger("2026-11-10 18:10", FIRST).values()}
    assert sent["K1"] == "冬季新品手册"
