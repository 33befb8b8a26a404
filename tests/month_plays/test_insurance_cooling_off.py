"""November 2026 of an insurer, by ``run`` alone: every new policy is called about within its cooling-off period.

R25: within 15 days; a telephone call counts with the number of its recording, a visit with that of its receipt.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from month_office import REACHED, MonthOffice, columns, done
from office import put

pytestmark = pytest.mark.slow

MONTH, WEEK = "2026-11", "2026W45"
PEOPLE = (
    ("C01", "钱老板", "老板", None), ("B01", "赵主管", "主管", "C01"), ("A01", "李明", "业务员", "B01"),
)  # fmt: skip
KNOWS = {**REACHED, "知道犹豫期可以退保": "是", "知道收益不确定": "是"}


@pytest.fixture
def play(tmp_path: Path) -> MonthOffice:
    customers = [
        {"customer_no": no, "customer_name": f"{no}号投保人", "customer_class": "投保人", "agent": "A01",
         "contact": "王女士", "phone": f"1380000000{no[1]}", "review_status": "已审核", "reviewed_by": "B01",
         "reviewed_on": date(2026, 10, 26)}
        for no in ("K1", "K2", "K3")
    ]  # fmt: skip
    office = MonthOffice(tmp_path, "insurance-cooling-off", datetime(2026, 11, 2, 8, 0), PEOPLE, customers)
    office.in_short = True
    return office


def signed(play: MonthOffice, number: int, day: int) -> None:
    row = {"事件编号": f"E{number}", "客户编号": f"K{number}", "事件类型": "签收保单", "保险期间": "一年以上",
           "时间": play.moment(f"{day:02d} 10:00"), "保单号": f"P{number}"}  # fmt: skip
    play.add("事件登记.xlsx", "事件登记", row)


def test_a_month(play: MonthOffice) -> None:
    """K1 to 11-18, K2 to 11-19, K3 to 11-20. K1's call has no recording and comes back; with its number it counts.

    K2 is visited, with a receipt. K3 is tried three times in vain: missed, and the report says why. 2 of 3: below 95 %.
    """
    for number in (1, 2, 3):
        signed(play, number, number + 2)
    assert done(play.run(5, "12:00")) == ["plan"]
    due = {call["customer_no"]: call["due_on"][5:] for call in play.office.calls("A01")}
    assert due == {"K1": "11-18", "K2": "11-19", "K3": "11-20"}
    play.call("A01", "K1", 6, "10:00", KNOWS)
    play.call("A01", "K2", 6, "14:00", {**KNOWS, "回访方式": "上门", "回执号": "S-17"})
    play.hand_in("A01", WEEK)
    collected, *_ = play.run(8)
    assert (collected["accepted"], len(collected["returned"])) == (1, 1)
    ((wrong,),) = [person["wrong"] for person in collected["people"]]
    assert "“录音编号”应当填好" in wrong["message"] and wrong["rows"] == [2]
    with play.on_the_desk("A01", WEEK) as sheet:
        at = columns(sheet)
        row = next(row for row in range(2, 9) if sheet.cell(row, at["客户编号"]).value == "K1")
        put(sheet, row, {"录音编号": "L-0001"})
    play.hand_in("A01", WEEK)
    collected, *_ = play.run(9, "08:30")
    assert (collected["accepted"], collected["returned"]) == (1, [])
    for day in (10, 11, 12):
        play.call("A01", "K3", day, "10:00", {"通话结果": "无人接听"})
    play.hand_in("A01", "2026W46")
    assert done(play.run(15)) == ["collect", "seal"]
    play.run(30)
    assert play.run(date(2026, 12, 5), "17:59") == []
    assert done(play.run(date(2026, 12, 5), "18:00")) == ["report"]
    parts = play.parts(MONTH, "2026-12-05 18:10")
    assert [(row[0], *row[3:7]) for row in parts["回访率"].lists["各项规则"]] == [
        ("R1", 3, 2, "2/3", 1), ("合计", 3, 2, "2/3", 1),
    ]  # fmt: skip
    assert [row[2:5:2] + row[9:] for row in parts["回访率"].lists["没有完成的"]] == [
        ("K3 K3号投保人", "事件登记 E3", "未接通 3 次")
    ]
    assert [row[3:] for row in parts["指标"].lists["各项指标"]] == [("2/3", "≥ 95%", "没有达到")]
    assert [one["occasion"] for one in play.written] == ["报告"]
    assert play.office.run("verify", now="2026-12-05 18:20").data["ok"]
