"""November and December 2026 of a travel agency, by ``run`` alone: 24 hours to answer, 24 hours to look into it.

002 三.1, 四: nobody is called; a complaint is closed when the customer is satisfied, or by a person with a reason.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from month_office import RULES, STAFF, MonthOffice, done

pytestmark = pytest.mark.slow

MONTH = "2026-11"
PEOPLE = (
    ("C01", "钱总", "老板", None), ("B01", "赵主管", "主管", "C01"), ("A01", "李明", "业务员", "B01"),
    ("A02", "王强", "业务员", "B01"),
)  # fmt: skip
ASKED = {"投诉人": "王女士", "联系方式": "13800000001"}
SOLVED: dict[str, Any] = {"是否成立": "成立", "处理方案": "道歉", "方案类型": "道歉", "处理结果": "已道歉"}


@pytest.fixture
def play(tmp_path: Path) -> MonthOffice:
    return MonthOffice(tmp_path, "travel-complaints", datetime(2026, 11, 2, 8, 0), PEOPLE)


def received(play: MonthOffice, number: str, moment: str, who: str, kind: str, **cells: Any) -> None:
    play.complaint(number, 投诉内容=f"{kind}问题", 投诉类别=kind, 接收时间=moment, 首问责任人=who, **ASKED, **cells)


def looked_into(play: MonthOffice, number: str, assigned: str, done_at: str, department: str, cause: str) -> None:
    play.complaint(
        number, 责任部门=department, 分派时间=assigned, 调查完成时间=done_at, 原因=cause, 调查结论="属实", 证据="行程单"
    )


def answered(play: MonthOffice, number: str, moment: str, said: str, **cells: Any) -> None:
    """Carried out and told at that moment, and what the customer said."""
    told = {"执行完成时间": moment, "告知客户时间": moment, "客户反馈": said}
    play.complaint(number, **{**SOLVED, **told, **cells})


def test_two_months(play: MonthOffice) -> None:
    """NOVEMBER. First answers: T1 after 1 h, T2 after 64 h, T3 and T5 after 3 h, T4's answer lies before its
    question and counts as none, so it is the 25 h until it was told; T6 none.

    On 11-16 the 24 hours become 2, and on 12-02 24 again: November goes by the rules at its end, so T1 alone of six
    was in time. Looked into, 24 hours after being assigned: T1 and T2 23 h, T4 8 h, T3 116 h. T2's customer said no
    twice, so that it went up to B01, who closed it with a reason. A02 leaves with T3 open: B01 answers for it.
    """
    assert play.run(2, "08:30") == []
    received(play, "T1", "02 09:00", "A01", "服务", 首次响应时间="02 10:00")
    looked_into(play, "T1", "02 11:00", "03 10:00", "服务部", "导游迟到")
    play.complaint("T1", 进度告知时间="03 11:00")
    answered(play, "T1", "04 15:00", "满意", 关闭时间="04 16:00", 归档号="2026-11-001")
    assert play.run(4) == []
    received(play, "T2", "06 17:00", "A02", "产品")
    (late,) = play.run(7, "17:01")  # a Saturday: hours run on the wall clock
    assert (late["complaints"], late["told"]) == (["T2"], ["B01"])
    (late,) = play.run(8, "17:01")
    assert late["told"] == ["B01", "C01"]
    play.complaint("T2", 首次响应时间="09 09:00")
    looked_into(play, "T2", "09 10:00", "10 09:00", "产品部", "酒店降级")
    answered(play, "T2", "11 10:00", "不满意", 方案类型="补偿", **{"补偿金额(元)": 200})
    assert done(play.run(11)) == ["complaints"]
    answered(play, "T2", "12 10:00", "不接受", 方案类型="补偿")
    (again,) = play.run(12)
    assert again["complaints"] == ["T2"]
    open_one, _ = play.office.run("complaints", now="2026-11-12 18:10").data["complaints"]
    assert (open_one["stage"], open_one["owner"]) == ("重新办理", "B01")
    play.does("W2611-001", "12 15:00", 文件="客户反馈会议纪要.docx")

    received(play, "T3", "12 09:00", "A02", "产品", 首次响应时间="12 12:00", 责任部门="产品部", 分派时间="12 14:00")
    (late,) = play.run(14, "09:00")  # entered two days late, and late already
    assert (sorted(late["complaints"]), late["told"]) == (["T2", "T3"], ["B01"])
    play.enter(RULES, "投诉时限", 2, {"时限": 2})
    play.enter(STAFF, "人员", 5, {"状态": "离职", "离职日期": play.day(16)})
    looked_into(play, "T3", "12 14:00", "17 10:00", "产品部", "酒店降级")
    received(play, "T4", "18 09:00", "A01", "价格", 首次响应时间="17 09:00")
    assert "T518" in {f["code"] for f in play.office.run("check", now="2026-11-18 09:30").data["findings"]}
    looked_into(play, "T4", "18 10:00", "18 18:00", "销售部", "报价不清")
    answered(play, "T4", "19 10:00", "满意", 关闭时间="19 11:00", 归档号="2026-11-002")
    play.complaint("T2", 关闭时间="20 10:00", 关闭说明="已退款，投诉人不再答复", 归档号="2026-11-003")
    received(play, "T5", "20 09:00", "A01", "其他", 首次响应时间="20 12:00", 是否成立="不成立")
    play.complaint("T5", 告知客户时间="20 14:00", 关闭时间="20 14:10", 处理结果="已说明", 归档号="2026-11-004")
    assert play.run(20) == []
    received(play, "T6", "30 16:00", "A01", "行程")
    assert [step["complaints"] for step in play.run(30)] == [["T6"]]
    for number, due, done_on in (("C1", 25, None), ("C2", 30, play.day(28)), ("C3", 20, play.day(18))):
        row = {"措施编号": number, "措施": "早会提醒", "负责人": "A01", "期限": play.day(due), "完成日期": done_on}
        play.add("投诉登记表.xlsx", "措施", {**row, "验证人": "B01", "验证结果": "有效" if number == "C3" else None})
    play.complaint("T6", 首次响应时间="12-01 09:00")
    answered(play, "T6", "12-02 10:00", "满意", 关闭时间="12-02 11:00", 归档号="2026-12-001")
    received(play, "T7", "12-02 19:00", "A01", "服务", 首次响应时间="12-02 19:30")
    play.enter(RULES, "投诉时限", 2, {"时限": 24})
    assert play.run(date(2026, 12, 3), "17:59") == []
    assert done(play.run(date(2026, 12, 3), "18:00")) == ["report"]
    assert play.run(date(2026, 12, 3), "18:00") == []
    check_november(play)

    looked_into(play, "T7", "12-03 09:00", "12-03 15:00", "服务部", "导游迟到")
    answered(play, "T7", "12-04 10:00", "接受", 关闭时间="12-04 10:30", 归档号="2026-12-002")
    answered(play, "T3", "12-05 10:00", "满意", 关闭时间="12-05 10:30", 归档号="2026-12-003")
    assert play.run(date(2026, 12, 31)) == []
    assert play.run(date(2027, 1, 3), "17:59") == []
    assert done(play.run(date(2027, 1, 3), "18:00")) == ["report"]
    december = play.parts("2026-12", "2027-01-03 18:10")["投诉"]
    assert december.tiles == {"接到投诉": 1, "已办结(占接到)": "1/1", "超时": 0} and "上期 6 件" in december.sentence
    assert december.lists["按原因"] == [("导游迟到", 1, "是")]
    assert play.office.run("verify", now="2027-01-03 18:10").data["ok"]


def check_november(play: MonthOffice) -> None:
    """At the end of 11-30 T1, T2, T4 and T5 are closed, T3 waits for a remedy, T6 (due 18:00) for its first answer.

    That T6 was closed on 12-02, and that T7 came, is December's.
    """
    parts = play.parts(MONTH, "2026-12-03 18:10")
    assert list(parts) == ["投诉", "评估", "措施", "任务", "待办"]
    part = parts["投诉"]
    assert part.tiles == {"接到投诉": 6, "已办结(占接到)": "4/6", "超时": 1}
    assert [row[:4] for row in part.lists["办理的快慢"]] == [  # the medians of 1, 3, 3, 25, 64 and of 8, 23, 23, 116
        ("首次响应", 6, "1/6", "3 小时"), ("分派", 6, "3/4", "3 小时 30 分钟"), ("调查", 4, "3/4", "23 小时"),
        ("告知结果", 3, "3/3", "0 分钟"),
        ("重新办理", 2, "1/2", "4 天 3 小时 55 分钟"),  # T2: told again on the 12th, closed on the 20th
    ]  # fmt: skip
    assert part.lists["按原因"][0] == ("酒店降级", 2, "")
    assert ("产品部", 2, "1/2") in part.lists["按责任部门"]
    assert [row[:4] for row in part.lists["未办结的投诉"]] == [
        ("T6", "首次响应", "5 小时 59 分钟", "A01 李明"), ("T3", "待定方案", "", "B01 赵主管"),
    ]  # fmt: skip
    assert [row[0] for row in part.lists["写明原因关闭的投诉"]] == ["T2"]
    judged = parts["评估"].lists
    assert judged["处理方案和费用"] == [("道歉", 3, 0, 0), ("补偿", 1, 1, 200)]  # T1, T4, T6; T2
    assert judged["告诉客户的"] == [
        ("处理的进度", 5, "1/5", "T2、T3、T4、T6"), ("处理的结果", 4, "4/4", ""),
    ]  # fmt: skip
    assert [row[:2] for row in parts["措施"].lists["措施"]] == [
        ("逾期", "C1"), ("已验证", "C3"), ("待验证", "C2"),
    ]  # fmt: skip
    assert {who: [row[:2] for row in rows] for who, rows in parts["待办"].lists.items()} == {
        "等待 A01 李明": [("办理投诉：首次响应", "T6"), ("完成改进措施", "C1")],
        "等待 B01 赵主管": [
            ("任务过期未办：客服人员培训", "W2611-002 2026-11"),
            ("办理投诉：待定方案", "T3"),
            ("验证措施", "C2"),
        ],
        "等待 C01 钱总": [("督办过期的任务", "W2611-002 2026-11 客服人员培训 主管")],
    }
    assert parts["任务"].tiles == {"按时(占应完成的任务)": "1/2", "过期未办的任务": 1}  # the meeting was held
