"""A week of November 2026 of a repair shop for appliances, by ``run`` alone: the call centre calls within three hours.

R18: judged by the minute at which the call began; who is not content is visited again, and called by the next day.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from month_office import REACHED, MonthOffice, done, figures
from office import table

pytestmark = pytest.mark.slow

WEEK = "2026W45"
PEOPLE = (
    ("C01", "钱老板", "老板", None), ("B01", "赵主管", "主管", "C01"), ("A01", "李明", "业务员", "B01"),
    ("H01", "孙倩", "呼叫中心", "B01"),
)  # fmt: skip
GOOD = {**REACHED, "师傅是否按约定的时间到": "是", "服务人员的态度": "满意", "机器现在好不好用": "是"}
BAD = {
    "通话结果": "接通", "满意度": "不满意", "处理情况": "未解决", "不满意原因": "又漏水",
    "客户意见或需求": "要求再上门", "师傅是否按约定的时间到": "是", "服务人员的态度": "一般", "机器现在好不好用": "否",
}  # fmt: skip


@pytest.fixture
def play(tmp_path: Path) -> MonthOffice:
    customers = [
        {"customer_no": no, "customer_name": f"{no}号用户", "customer_class": "用户", "agent": "A01",
         "contact": "王女士", "phone": f"1380000000{no[1]}", "review_status": "已审核", "reviewed_by": "B01",
         "reviewed_on": date(2026, 10, 26)}
        for no in ("K1", "K2", "K3", "K4")
    ]  # fmt: skip
    office = MonthOffice(tmp_path, "appliance-service", datetime(2026, 11, 2, 8, 0), PEOPLE, customers)
    office.in_short = True
    return office


def finished(play: MonthOffice, number: str, customer: str, at: str) -> None:
    row = {
        "服务单号": number,
        "客户编号": customer,
        "服务类型": "维修",
        "服务人员": "张师傅",
        "完工时间": play.moment(at),
    }
    play.add("服务单.xlsx", "服务单", row)


def test_a_month(play: MonthOffice) -> None:
    """WEEK. F1 (K1) finished 10:00: until 13:00, called 12:59. F2 (K2) 10:15: until 13:15, called 13:16, a minute late.

    F3 (K3) 19:30: until 22:30, called 20:30; it leaks again, which goes to the department as 反馈. Put right on 11-05:
    once more by 11-06. The cards of 11-02 are checked that day, those of 11-03 a day late, the others never.
    """
    assert done(play.run(2, "08:30")) == [] and play.tasks == ["W2611-001"]
    play.does("W2611-001", "02 20:00", 结果="相符")
    finished(play, "F1", "K1", "03 10:00")
    finished(play, "F2", "K2", "03 10:15")
    assert done(play.run(3, "10:30")) == ["plan"] and [c["due_on"] for c in play.office.calls("H01")] == 2 * [
        "2026-11-03"
    ]
    play.call("H01", "K1", 3, "12:59", GOOD)
    play.call("H01", "K2", 3, "13:16", GOOD)
    finished(play, "F3", "K3", "03 19:30")
    assert done(play.run(3, "19:45")) == ["plan"]
    play.call("H01", "K3", 3, "20:30", BAD)
    play.hand_in("H01", WEEK)
    steps = play.run(4, "08:30")
    assert done(steps) == ["collect", "heard"] and steps[1]["registered"] == ["X2611-001"]
    play.does("W2611-002", "04 09:00", 结果="相符")
    (slip,) = table(play.office.path("信息反馈单.xlsx"), "反馈")
    assert (slip["客户编号"], slip["内容"], slip["责任部门"]) == ("K3", "又漏水", "服务部")
    play.enter("信息反馈单.xlsx", "反馈", 2, {"处理结果": "更换接头", "处理完成日期": play.day(5)})
    assert done(play.run(5, "17:00")) == ["plan"]
    play.call("H01", "K3", 6, "09:00", {**REACHED, "机器现在好不好用": "是"})
    play.hand_in("H01", WEEK)
    assert done(play.run(6, "12:00")) == ["collect"]
    assert done(play.run(8)) == ["seal", "report"]  # everything is there
    steps = play.run(9, "18:00")
    assert done(steps) == ["report"] and "数字变了" in steps[0]["text"]  # the tasks that nobody did
    assert figures(play.report(WEEK, "2026-11-09 18:10")) == {"H01": (4, 4, 0, 0)}
    parts = play.parts(WEEK, "2026-11-09 18:10")
    assert [(row[0], *row[3:6]) for row in parts["回访率"].lists["各项规则"]] == [
        ("R1", 3, 3, "3/3"), ("R2", 1, 1, "1/1"), ("合计", 4, 4, "4/4"),
    ]  # fmt: skip
    assert [row[3:] for row in parts["指标"].lists["各项指标"]] == [("2/3", "≥ 100%", "没有达到")]
    assert parts["抱怨"].tiles["抱怨(占接通)"] == "1/4"
    assert parts["任务"].tiles == {"按时(占应完成的任务)": "1/7", "过期未办的任务": 5}
    assert [one["occasion"] for one in play.written if one["occasion"] != "任务过期"] == ["反馈单"]
    assert play.office.run("verify", now="2026-11-09 18:20").data["ok"]
