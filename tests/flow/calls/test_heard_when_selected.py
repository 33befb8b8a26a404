"""A customer who complains in a call that was selected stays what the call was selected for in that month."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from month_office import MonthOffice

pytestmark = pytest.mark.slow

PEOPLE = (("B01", "赵主管", "主管", None), ("A01", "李明", "业务员", "B01"))
UNHAPPY = {"通话结果": "接通", "满意度": "不满意", "不满意原因": "异响", "客户意见或需求": "返修", "处理情况": "已解决",
           "处理措施": "返修"}  # fmt: skip


def test_a_selected_customer_who_complains_stays_ordinary_for_the_month(tmp_path: Path) -> None:
    """Of three cars one is selected, and its customer complains: nothing more is selected, and the share is met by it.

    A car that this customer brings in December is a target's, to be called about in any case.
    """
    customers = [
        {"customer_no": f"K{n}", "customer_name": f"{n} 号车主", "customer_class": "一般客户", "agent": "A01",
         "contact": "王女士", "phone": f"1380000000{n}", "review_status": "已审核", "reviewed_by": "B01",
         "reviewed_on": date(2026, 10, 5)}
        for n in range(1, 4)
    ]  # fmt: skip
    day = datetime(2026, 11, 3, 15, 0)
    services = [
        {"service_no": f"F{n}", "customer_no": f"K{n}", "service_type": "保养", "finished_at": day + timedelta(hours=n)}
        for n in range(1, 4)
    ]
    play = MonthOffice(tmp_path, "car-dealer", datetime(2026, 11, 2, 8, 0), PEOPLE, customers, 服务单=services)
    play.run(4, "08:30")
    (called,) = {call["customer_no"] for call in play.office.calls("A01")}
    play.call("A01", called, 5, "10:00", UNHAPPY)
    play.hand_in("A01", "2026-11")
    play.run(5)
    play.run(6, "08:30")
    assert {call["customer_no"] for call in play.office.calls("A01")} == {called}
    rates = play.parts("2026-11", "2026-12-01 09:00")["回访率"]
    assert [row[:6] for row in rates.lists["各项规则"]][1] == ("R2", "维修保养回访", "不少于 30%", 1, 1, "1/1")
    assert [row[:5] for row in rates.lists["按比例抽取的"]][0] == ("R2", "一般客户", 3, 1, 1)

    later = {"服务单号": "F9", "客户编号": called, "服务类型": "保养", "完工时间": datetime(2026, 12, 2, 16, 0)}
    play.add("服务单.xlsx", "服务单", later)
    calls = play.office.run("plan", "--period", "2026-12", now="2026-12-03 09:00").data["calls"]
    assert {(call["customer_no"], call["rule"]) for call in calls} == {(called, "R1")}
