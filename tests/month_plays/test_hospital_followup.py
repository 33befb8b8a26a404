"""November 2026 of a ward, by ``run`` alone: who was discharged is called by whoever treated them.

R12: one, two and three weeks after the discharge by the kind of illness, everybody three months after the last call.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from month_office import REACHED, STAFF, MonthOffice, done, figures

pytestmark = pytest.mark.slow

MONTH = "2026-11"
PEOPLE = (
    ("C01", "钱院长", "老板", None), ("B01", "赵主任", "主管", "C01"), ("A01", "李明", "业务员", "B01"),
    ("A02", "王强", "业务员", "B01"),
)  # fmt: skip
#: Who looks after the patient at home, and since when the patient is known.
OWNERS = {
    "K1": ("A01", date(2026, 10, 26)), "K2": ("A01", date(2026, 10, 26)), "K3": ("A01", date(2026, 10, 26)),
    "K4": ("A02", date(2026, 10, 26)), "K5": ("A02", date(2026, 10, 26)), "K6": ("A02", date(2026, 8, 20)),
}  # fmt: skip
ASKED = {"恢复情况": "好转", "是否按时服药": "是", "住院期间的服务": "满意"}


@pytest.fixture
def play(tmp_path: Path) -> MonthOffice:
    customers = [
        {"customer_no": no, "customer_name": f"{no}号患者", "customer_class": "普通患者", "agent": owner,
         "contact": "王女士", "phone": f"1380000000{no[1]}", "review_status": "已审核", "reviewed_by": "B01",
         "reviewed_on": since}
        for no, (owner, since) in OWNERS.items()
    ]  # fmt: skip
    office = MonthOffice(tmp_path, "hospital-followup", datetime(2026, 11, 2, 8, 0), PEOPLE, customers)
    office.in_short = True
    return office


def discharged(play: MonthOffice, number: str, customer: str, day: int, illness: str, by: str) -> None:
    row = {"事件编号": number, "客户编号": customer, "事件类型": "出院", "时间": play.moment(f"{day:02d} 10:00"),
           "经办人": by, "病种": illness}  # fmt: skip
    play.add("事件登记.xlsx", "事件登记", row)


def due(play: MonthOffice, agent: str) -> dict[str, str]:
    """Until when each call of the agent's newest sheet is to be made."""
    return {c["customer_no"]: c["due_on"][5:] for c in play.office.calls(agent)}


def test_a_month(play: MonthOffice) -> None:
    """MONTH. E1 (K1, one week) to 11-10, E2 (K2, two) to 11-18, E3 (K4, three) to 11-26, E4 (K5, one) to 11-19.

    A02 treated K2, whom A01 looks after: it lies in A02's sheet. A01, who treated K5, leaves on 11-14: B01 calls, and
    that is said. K6 is known since 08-20: three months later is 11-20, the only call that no discharge asks for. A call
    that connects is also the last one from which everybody's three months count.
    """
    assert done(play.run(2, "08:30")) == []
    discharged(play, "E1", "K1", 3, "普通", "A01")
    discharged(play, "E2", "K2", 4, "慢性病", "A02")
    discharged(play, "E3", "K4", 5, "肿瘤", "王强")
    assert done(play.run(5, "12:00")) == ["plan"]
    assert (due(play, "A01"), due(play, "A02")) == ({"K1": "11-10"}, {"K2": "11-18", "K4": "11-26"})
    play.call("A01", "K1", 6, "10:00", {**REACHED, **ASKED})
    play.call("A02", "K2", 6, "10:00", {**REACHED, **ASKED})
    play.call("A02", "K4", 6, "11:00", {"通话结果": "无人接听"})
    for agent in ("A01", "A02"):
        play.hand_in(agent, "2026W45")
    assert done(play.run(8)) == ["collect", "seal"]

    assert done(play.run(9, "08:30")) == ["plan"] and due(play, "A02") == {"K4": "11-26"}
    play.call("A02", "K4", 11, "10:00", {**REACHED, **ASKED})
    discharged(play, "E4", "K5", 12, "普通", "A01")
    assert done(play.run(12, "18:00")) == ["plan"] and due(play, "A01") == {"K5": "11-19"}
    play.enter(STAFF, "人员", 4, {"状态": "离职", "离职日期": play.day(14)})
    play.hand_in("A02", "2026W46")
    steps = play.run(16, "08:30")
    assert done(steps) == ["collect", "seal", "plan"] and "A01 李明 已离职" in steps[-1]["text"]
    assert (due(play, "B01"), due(play, "A02")) == ({"K5": "11-19"}, {"K6": "11-20"})
    play.call("B01", "K5", 17, "10:00", {**REACHED, **ASKED})
    play.call("A02", "K6", 18, "10:00", {**REACHED, "恢复情况": "痊愈"})
    for agent in ("A02", "B01"):
        play.hand_in(agent, "2026W47")
    assert done(play.run(22)) == ["collect", "seal"] and play.run(30) == []
    play.run(date(2026, 12, 1), "08:30")
    assert play.tasks == ["W2612-001"]  # to look at two records of each doctor, when the month is over
    assert play.run(date(2026, 12, 5), "17:59") == []
    assert done(play.run(date(2026, 12, 5), "18:00")) == ["report"]
    assert figures(play.report(MONTH, "2026-12-05 18:10")) == {
        "A01": (3, 3, 0, 0), "A02": (5, 5, 0, 0), "B01": (1, 1, 0, 0),
    }  # fmt: skip
    parts = play.parts(MONTH, "2026-12-05 18:10")
    assert [(row[0], *row[3:6]) for row in parts["回访率"].lists["各项规则"]] == [
        ("R1", 2, 2, "2/2"), ("R2", 1, 1, "1/1"), ("R3", 1, 1, "1/1"), ("R4", 5, 5, "5/5"), ("合计", 9, 9, "9/9"),
    ]  # fmt: skip
    assert [(row[2][:3], row[3]) for row in parts["指标"].lists["各项指标"]] == [
        ("A01", "1/1"), ("A02", "2/2"), ("B01", "1/1"),
    ]  # fmt: skip
    recovered = [row for row in parts["问卷"].lists["各题的回答"] if row[0] == "恢复情况"]
    assert [row[3:] for row in recovered] == [("好转", "4/5"), ("痊愈", "1/5")]
    assert [one["occasion"] for one in play.written] == ["报告"]
    assert play.office.run("verify", now="2026-12-05 18:20").data["ok"]
