"""November 2026 of an office with the basic rules about complaints (S13), by ``run`` alone, and a month without any.
All figures were worked out by hand; see the test.
"""

from __future__ import annotations

from datetime import date, datetime, time
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from month_office import REACHED, RULES, STAFF, MonthOffice, columns, done, figures
from office import codes, put, table

pytestmark = pytest.mark.slow

MONTH = "2026-11"
PEOPLE = (
    ("C01", "钱总", "老板", None), ("B01", "赵主管", "主管", "C01"), ("A01", "李明", "业务员", "B01"),
    ("A02", "王强", "业务员", "B01"), ("A03", "张燕", "业务员", "B01"),
)  # fmt: skip
OWNERS = {"K1": "A01", "K2": "A01", "K3": "A02", "K4": "A03", "K5": "A02"}
CONTENT, SAID = "对处理结果是否满意", "客户的反应"


@pytest.fixture
def play(tmp_path: Path) -> MonthOffice:
    customers = [
        {"customer_no": no, "customer_name": f"{no}公司", "customer_class": "客户", "agent": owner, "contact": "王女士",
         "phone": f"1380000000{no[1]}", "review_status": "已审核", "reviewed_by": "B01",
         "reviewed_on": date(2026, 10, 31)}
        for no, owner in OWNERS.items()
    ]  # fmt: skip
    return MonthOffice(tmp_path, "complaint-basic", datetime(2026, 11, 2, 8, 0), PEOPLE, customers)


def received(play: MonthOffice, number: str, at: str, customer: str, **more: Any) -> None:
    """As 3.2 wants it: name, contact, address, object, content, time."""
    cells = {
        "接收时间": at,
        "渠道": "电话",
        "投诉人": "王女士",
        "联系方式": "13800000000",
        "地址": "城东",
        "客户编号": customer,
        "投诉对象": "售后",
        "投诉内容": "送货慢",
        "首问责任人": OWNERS[customer],
        **more,
    }
    play.complaint(number, **cells)


def settled(play: MonthOffice, number: str, done_at: str, told_at: str, **more: Any) -> None:
    cells = {
        "是否成立": "成立",
        "原因": "车辆少",
        "处理结果": "已补送",
        "执行完成时间": done_at,
        "告知客户时间": told_at,
    }
    play.complaint(number, **{**cells, **more})


def owed(play: MonthOffice, now: str) -> list[tuple[str, str, str, str]]:
    """The batch as it stands at that moment: customer, agent, window."""
    calls = play.office.run("plan", now=now).data["calls"]
    return sorted((call["customer_no"], call["agent"], call["from"][5:], call["due_on"][5:]) for call in calls)


def test_a_month(play: MonthOffice) -> None:
    """MONTH. Told to be accepted after: T1 3 hours, T2 (entered four days late) 89 hours, T3 5 minutes, T4 30 minutes,
    T5 of Sunday 11-29, entered on 12-01: not by the end. On 11-20 the day becomes 2 hours: in time T3 and T4 of five.

    Revisits within 7 days of the handling: T1 11-06 to 13; T2 (不成立) told 11-10, to 17; T3 11-12 to 19, A02 is away,
    A01 calls; T4 11-17 to 24, A03 leaves, B01 does not reach K4.
    """
    assert done(play.run(2, "08:30")) == []
    received(play, "T1", "03 09:00", "K1", 渠道="书信")
    assert done(play.run(3, "11:00")) == []
    play.complaint("T1", 受理告知时间="03 12:00")
    settled(play, "T1", "06 11:00", "06 15:00")
    assert done(play.run(6)) == ["plan"] and done(play.run(6)) == []
    assert owed(play, "2026-11-06 18:30") == [("K1", "A01", "11-06", "11-13")]
    received(play, "T2", "05 16:00", "K2")
    (late,) = play.run(9, "08:30")
    assert (late["complaints"], late["told"]) == (["T2"], ["B01", "C01"])
    play.complaint("T2", 受理告知时间="09 09:00", 是否成立="不成立", 原因="误会", 告知客户时间="10 09:00")
    received(play, "T3", "10 10:00", "K3", 受理告知时间="10 10:05")
    assert done(play.run(10)) == ["plan"]
    play.call("A01", "K1", 10, "10:00", {**REACHED, CONTENT: "满意", SAID: "很快"})

    # K2 is not content that nothing came of it: noted in T2's own row, done again. A01's sheet for K3 comes back.
    unhappy = {"满意度": "不满意", "不满意原因": "没有解决", "客户意见或需求": "请再查", "处理情况": "已解决"}
    play.call("A01", "K2", 12, "10:00", {**REACHED, **unhappy, CONTENT: "不满意"})
    play.hand_in("A01", MONTH)
    play.enter(STAFF, "代班", 2, {"工号": "A02", "起": play.day(12), "止": play.day(20), "代理人": "A01"})
    settled(play, "T3", "12 11:00", "12 15:00")
    steps = play.run(12)
    assert done(steps) == ["collect", "writeback", "heard", "complaints", "plan"]
    assert steps[1]["revisits"] == 2 and steps[3]["complaints"] == ["T2"]
    assert ("K3", "A01", "11-12", "11-19") in owed(play, "2026-11-12 18:30")
    rows = {row["投诉编号"]: row for row in table(play.office.path("投诉登记表.xlsx"), "投诉") if row["投诉编号"]}
    assert list(rows) == ["T1", "T2", "T3"] and rows["T2"]["回访满意度"] == "不满意"
    play.complaint("T1", 关闭时间="13 10:00", 归档号="1")
    play.complaint("T2", 执行完成时间="16 10:00", 告知客户时间="16 11:00", 客户反馈="满意")
    received(play, "T4", "16 10:00", "K4", 受理告知时间="16 10:30")
    settled(play, "T4", "15 16:00", "17 17:00")  # done before it was received: the supervisor puts it right
    assert "T518" in codes(play.office.run("check", now="2026-11-17 17:00").data["findings"])
    play.complaint("T4", 执行完成时间="17 16:00")
    play.complaint("T2", 关闭时间="17 10:00", 归档号="2")
    assert done(play.run(17)) == ["plan"] and ("K4", "A03", "11-17", "11-24") in owed(play, "2026-11-17 18:30")
    play.enter(STAFF, "人员", 6, {"状态": "离职", "离职日期": play.day(18)})
    play.call("A01", "K3", 18, "10:00", {**REACHED, "结束时间": time(9, 50), CONTENT: "一般"})
    play.hand_in("A01", MONTH)
    steps = play.run(18)
    assert done(steps) == ["collect", "plan"] and len(steps[0]["returned"]) == 1
    assert ("K4", "B01", "11-17", "11-24") in owed(play, "2026-11-18 18:30")
    with play.on_the_desk("A01", MONTH, -1) as sheet:
        wrong = next(r for r in range(2, 40) if sheet.cell(r, columns(sheet)["结束时间"]).value == time(9, 50))
        put(sheet, wrong, {"结束时间": time(10, 3)})
    play.hand_in("A01", MONTH)
    assert done(play.run(19)) == ["collect", "writeback"]
    play.complaint("T3", 关闭时间="20 10:00", 归档号="3")
    play.enter(RULES, "投诉时限", 2, {"时限": 2, "单位": "小时"})
    play.call("B01", "K4", 24, "10:00", {"通话结果": "无人接听"})
    assert done(play.run(30)) == ["seal"]
    received(play, "T5", "29 20:00", "K5", 受理告知时间="12-01 08:30")
    assert done(play.run(date(2026, 12, 1), "08:40")) == ["plan"]
    assert owed(play, "2026-12-01 09:00") == [("K4", "B01", "11-17", "11-24")]
    assert done(play.run(date(2026, 12, 3), "17:55")) == []
    assert done(play.run(date(2026, 12, 3))) == ["report"] and done(play.run(date(2026, 12, 3))) == []
    play.hand_in("B01", MONTH)
    assert done(play.run(date(2026, 12, 4))) == ["collect", "report"]
    the_report(play)

    # December: K4 is reached, T5 dealt with and revisited; nobody complains any more, which is reported as well.
    settled(play, "T5", "12-02 10:00", "12-02 11:00")
    play.does("W2612-001", "12-05 10:00", 文件="投诉通报-2026-11.docx")
    play.does("W2611-001", "12-05 11:00", 结果="复审一次，没有改动")
    assert done(play.run(date(2026, 12, 7), "08:30")) == ["plan"]
    assert ("K5", "A02", "12-02", "12-09") in owed(play, "2026-12-07 09:00")
    play.call("B01", "K4", date(2026, 12, 8), "10:00")
    play.call("A02", "K5", date(2026, 12, 8), "10:00")
    for agent in ("A02", "B01"):
        play.hand_in(agent, "2026-12")
    assert done(play.run(date(2026, 12, 9))) == ["collect", "writeback"]
    play.complaint("T4", 关闭时间="12-10 10:00", 归档号="4")
    play.complaint("T5", 关闭时间="12-10 10:00", 归档号="5")
    assert done(play.run(date(2026, 12, 31))) == ["seal", "report"]  # all sheets are in
    assert done(play.run(date(2027, 1, 3), "18:00")) == []
    december = play.parts("2026-12", "2027-01-03 18:00")["投诉"]
    assert december.sentence.startswith("本期没有接到投诉(上期 5 件)；") and december.lists["未办结的投诉"] == []
    assert figures(play.report("2026-12", "2027-01-03 18:10")) == {"A02": (1, 1, 0, 0), "B01": (1, 1, 0, 0)}

    # January: no call, no complaint. The bulletin falls due all the same, and is made once.
    play.does("W2701-001", datetime(2027, 1, 5, 9, 0), 文件="投诉通报-2026-12.docx")
    assert done(play.run(date(2027, 2, 1), "08:30")) == []
    assert done(play.run(date(2027, 2, 3), "17:55")) == []
    assert done(play.run(date(2027, 2, 3))) == ["report"] and done(play.run(date(2027, 2, 4))) == []
    empty = play.parts("2027-01", "2027-02-03 18:05")
    assert empty["投诉"].tiles == {"接到投诉": 0, "已办结(占接到)": "0/0", "超时": 0} and empty["待办"].tiles == {
        "等待处理": 0
    }
    assert play.office.run("verify", now="2027-02-04 19:00").data["ok"]


def the_report(play: MonthOffice) -> None:
    """A01: T1, T2, T3. B01: T4, not reached, the sheet a day late; A03 has no call left. Of five minutes, half an hour,
    three hours and 89 hours the middle is 1:45. At the end T4 waits for the revisit, T5 for a word (of 12-01).
    """
    report = play.report(MONTH, "2026-12-05 09:00")
    assert figures(report) == {"A01": (3, 3, 0, 0), "B01": (1, 0, 1, 0)}
    assert {"reported": 4, "connected": 3, "satisfied": 2, "dissatisfied": 1}.items() <= report["figures"].items()
    parts = play.parts(MONTH, "2026-12-05 09:00")
    assert parts["投诉"].tiles == {"接到投诉": 5, "已办结(占接到)": "3/5", "超时": 1}
    speed = ("受理告知", 5, "2/5", "1 小时 45 分钟", "3 天 17 小时")
    again = ("重新办理", 1, "0/1", "3 天 16 小时 55 分钟", "3 天 16 小时 55 分钟")  # T2: seen on the 12th, to the 15th
    assert parts["投诉"].lists["办理的快慢"] == [speed, again]
    assert parts["投诉"].lists["按原因"] == [("车辆少", 3, ""), ("(没有写明原因)", 1, "")]  # T2's 误会 is 不成立
    assert [(*row[:2], row[3]) for row in parts["投诉"].lists["未办结的投诉"]] == [
        ("T5", "受理告知", "A02 王强"), ("T4", "待回访", "B01 赵主管"),
    ]  # fmt: skip
    assert parts["待办"].lists == {
        "等待 A02 王强": [("办理投诉：受理告知", "T5", date(2026, 11, 29), 1)],
        "等待 B01 赵主管": [
            ("办理投诉：待回访", "T4", date(2026, 11, 16), 14),
            ("复审投诉管理制度", "W2611-001 2026", date(2026, 11, 2), 28),
        ],
    }  # fmt: skip


def test_departments_hear_of_their_complaints_and_measures_are_followed(play: MonthOffice) -> None:
    """5.2, 5.3. Of November's three complaints two were 售后部's and one 物流部's: each head has a letter with these
    alone, once the report is made, and never again. What was decided to do better is called to mind three days before
    its day, stands in the report until it is verified, and is owed by name when it is late.
    """
    for row, department in ((4, "售后部"), (5, "物流部")):
        play.enter(STAFF, "人员", row, {"部门": department})
    for number, customer, department in (("T1", "K1", "售后部"), ("T2", "K3", "物流部"), ("T3", "K2", "售后部")):
        received(play, number, "03 09:00", customer, 受理告知时间="03 09:30", 责任部门=department)
        settled(play, number, "04 09:00", "04 10:00", 原因="配件缺货" if department == "售后部" else "车辆少")
    measure = {"措施编号": "C1", "措施": "备足配件", "负责人": "A01", "期限": date(2026, 12, 6), "验证人": "B01"}
    play.add("投诉登记表.xlsx", "措施", measure)
    play.run(4)
    play.run(date(2026, 12, 3))
    told = {tuple(one["letters"]): one["about"] for one in play.written if one["occasion"] == "部门通报"}
    assert told == {("A01", "A02"): ["售后部", "物流部"]}
    letters = {path.name.split("-")[4]: path for path in play.office.path("发件箱").glob("部门通报-*.eml")}
    said = {name: letter_text(path) for name, path in letters.items()}
    assert sorted(said) == ["A01 李明", "A02 王强"]
    assert "T1" in said["A01 李明"] and "T3" in said["A01 李明"] and "T2" not in said["A01 李明"]
    assert "投诉 2 件，已办结 0 件；原因：配件缺货 2 件" in said["A01 李明"] and "T2" in said["A02 王强"]
    assert [one["about"] for one in play.written if one["occasion"] == "措施到期"] == [["C1"]]
    parts = play.parts(MONTH, "2026-12-03 18:10")
    assert [row[:2] for row in parts["措施"].lists["措施"]] == [("进行中", "C1")]
    play.run(date(2026, 12, 7))
    assert [one["occasion"] for one in play.written].count("部门通报") == 1
    waiting = play.office.run("check", now="2026-12-07 18:10").data["waiting"]
    assert ("A01 李明", "完成改进措施", "C1") in {tuple(one.values())[:3] for one in waiting}


def letter_text(path: Path) -> str:
    """What a draft says."""
    body = message_from_bytes(path.read_bytes(), policy=policy.default).get_body(("plain",))
    return str(body.get_content()) if body else ""
