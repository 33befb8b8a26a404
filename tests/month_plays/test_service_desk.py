"""November 2026 of a service desk, day by day by ``run`` alone: visits, their written reports, papers and expenses.

The source (000/一) states no rhythm: 90 days for routine revisits, 30 for major customers, are the office's own.
"""

from __future__ import annotations

from datetime import date, datetime, time
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from month_office import REACHED, RULES, STAFF, MonthOffice, columns, done, figures
from office import put, table

pytestmark = pytest.mark.slow

MONTH = "2026-11"
PEOPLE = (
    ("C01", "钱老板", "老板", None), ("B01", "赵主管", "主管", "C01"), ("A01", "李明", "业务员", "B01"),
    ("A02", "王强", "业务员", "B01"), ("A03", "张燕", "业务员", "B01"), ("E01", "孙经理", "市场", "C01"),
)  # fmt: skip
#: Customer, owner, major or not, approved on.
CUSTOMERS = (
    ("K1", "A01", "一般客户", date(2026, 8, 17)), ("K2", "A01", "大客户", date(2026, 10, 12)),
    ("K3", "A02", "大客户", date(2026, 10, 13)), ("K4", "A02", "一般客户", date(2026, 8, 24)),
    ("K5", "A03", "大客户", date(2026, 10, 8)), ("K6", "A03", "一般客户", date(2026, 8, 20)),
    ("K7", "A01", "大客户", date(2026, 10, 25)),
)  # fmt: skip
VISITED = {**REACHED, "回访方式": "上门"}
REVIEWED = {"主管意见": "按约定跟进", "主管": "B01"}


@pytest.fixture
def play(tmp_path: Path) -> MonthOffice:
    customers = [
        {"customer_no": no, "customer_name": f"{no}公司", "customer_class": kind, "agent": owner, "contact": "王女士",
         "phone": f"1380000000{no[1]}", "review_status": "已审核", "reviewed_by": "B01", "reviewed_on": approved}
        for no, owner, kind, approved in CUSTOMERS
    ]  # fmt: skip
    waiting = {**customers[0], "customer_no": "K8", "review_status": "待审核", "registered_on": date(2026, 11, 2)}
    return MonthOffice(
        tmp_path, "service-desk", datetime(2026, 11, 2, 8, 0), PEOPLE, [*customers, waiting | {"reviewed_on": None}]
    )


def reported(play: MonthOffice, customer: str, day: int, who: str = "A01", **more: str) -> None:
    """The written report on the newest visit to the customer."""
    record_no = f"{play.plan_no(customer)}-1"
    row = {"报告编号": f"B-{record_no}", "记录编号": record_no, "报告人": who, "报告日期": play.day(day)}
    play.add("回访报告.xlsx", "回访报告", {**row, "过程评价": "准时", "结果评价": "达到目的", **more})


def papers_and_expenses(play: MonthOffice) -> None:
    lent = {"记录编号": f"{play.plan_no('K1')}-1", "借用人": "A01", "借出日期": play.day(11)}
    papers = ({"资料": "合同", "归还日期": play.day(13)}, {"资料": "样本", "批准人": "B01"}, {"资料": "图纸"})
    play.add("回访报告.xlsx", "资料借还", *({**lent, **paper} for paper in papers))
    signed = {"审核人": "B01", "审核日期": play.day(14), "审核结果": "同意"}
    claims = (
        {"报销人": "A01", "发生日期": play.day(10), "金额(元)": 86, **signed, "财务付款日期": play.day(20)},
        {"报销人": "A01", "发生日期": play.day(12), "金额(元)": 60},
        {"报销人": "A02", "发生日期": play.day(20), "金额(元)": 95, "限额(元)": 100, **signed},
        {"报销人": "A02", "发生日期": date(2026, 12, 1), "金额(元)": 1000},  # not of November
        {
            "报销人": "A01",
            "发生日期": play.day(23),
            "金额(元)": 30,
            **signed,
            "审核日期": play.day(24),
            "审核结果": "不同意",
            "财务付款日期": play.day(26),
        },
    )
    for number, claim in enumerate(claims, start=1):
        play.add("费用报销.xlsx", "报销", {"报销单号": f"E{number}", "费用类型": "交通费", **claim})


def check_parts(play: MonthOffice) -> None:
    """What the report of 12-01 says of reports, papers, expenses and of who is waited for."""
    parts = play.parts(MONTH, "2026-12-01 18:10")
    assert list(parts) == ["回访率", "报告表", "费用", "待办"]
    written = parts["报告表"]
    assert written.tiles == {"次日交报告(占应交)": "4/6", "未还的资料": 1, "准时到访(占约好的)": "1/2"}
    assert [(row[1], row[3], row[6]) for row in written.lists["约好时间的回访"]] == [
        ("K7 K7公司", "客户公司二楼", 15), ("K5 K5公司", "客户公司二楼", None),
    ]  # fmt: skip
    assert "主管写了意见 3/6(50%)，已归档 2/6(33%)" in written.sentence
    assert [(row[1], row[5]) for row in written.lists["回访与报告"]] == [
        ("K3 K3公司", "迟 1 天"), ("K7 K7公司", "未交"), ("K5 K5公司", "按时"), ("K2 K2公司", "按时"),
        ("K1 K1公司", "按时"), ("K2 K2公司", "按时"),
    ]  # fmt: skip
    assert [row[1] for row in written.lists["未归还的资料"]] == ["图纸"]
    assert parts["费用"].tiles == {"报销(元)": 271, "等待审核": 1, "不同意却已付款": 1}
    assert parts["费用"].lists["每人合计"] == [("A01 李明", 3, 176, 6, 110), ("A02 王强", 1, 95, 0, 0)]
    assert [(row[0], row[1]) for row in parts["费用"].lists["主管不同意、却已付款的"]] == [("E5", "A01 李明")]
    told = play.office.run("check", now="2026-12-01 18:10").data["findings"]
    assert [f["message"] for f in told if f["code"] == "T522"] == [
        "审核或付款(2026-11-26)不合规定：审核结果是“不同意”，却已付款。"
    ]
    waiting = {who: [(row[0], row[3]) for row in rows] for who, rows in parts["待办"].lists.items()}
    assert waiting == {  # with the days since then, up to 11-30
        "等待 A01 李明": [("写回访报告", 6), ("归还借出的资料", 17)],
        "等待 B01 赵主管": [
            ("写明对回访报告的意见", 17), ("写明对回访报告的意见", 2), ("审核客户", 28), ("批示未解决的问题", 7),
        ],
    }  # fmt: skip


def check_reports_asked(play: MonthOffice) -> None:
    """On 11-30 A01's sheet brings the visit to K7, on which nobody wrote: its row is there, the form with a letter."""
    record_no = f"{play.plan_no('K7')}-1"
    rows = [row for row in table(play.office.path("回访报告.xlsx"), "回访报告") if row["记录编号"] == record_no]
    assert [(row["报告人"], row["报告日期"], row["过程评价"]) for row in rows] == [("A01", None, None)]
    (letter,) = [one for one in play.written if one["occasion"] == "回访报告"]
    assert letter["letters"] == ["A01"] and letter["about"] == [rows[0]["报告编号"]]
    said = message_from_bytes(play.office.path(letter["files"][0]).read_bytes(), policy=policy.default)
    body, (form,) = said.get_body(), [*said.iter_attachments()]
    assert body is not None and "请在 2026-11-24 前写好（已经过了）" in body.get_content()
    assert form.get_filename() == f"客户回访报告表-{rows[0]['报告编号']}.xlsx"
    page = load_workbook(BytesIO(form.get_payload(decode=True))).worksheets[0]
    texts = {str(cell.value) for row in page.iter_rows() for cell in row}
    assert {"K7公司", "上门", "要求换货", "2026-11-23"} <= texts


def test_a_month(play: MonthOffice) -> None:
    """MONTH. Due: K5 11-07, K2 11-11, K3 11-12, K1 11-15, K6 11-18, K4 11-22, K7 11-24. K8 is not approved.

    A02 is away 11-09 to 11-13, all that is left of K3's window: A01 stands in. On 11-12 the 30 days become 20: issued
    calls keep their days, what is counted from a visit in November is due in it: K5 (11-05) on 11-25, K2 (11-10) on
    11-30, K3 (11-11) only on 12-01. A03 leaves on 11-16: K5 is given to A02, K6 falls to the superior B01.
    By 12-01: A01 owes K1, K2 twice, K3, K7; A02 K4, K5; A03 K5; B01 K6, and A02 and B01 have not handed in.

    Six visits are known by then: K5, K2, K3, K1, K7, K2. The report on K3 came on the second day, none on K7: 4/6 in
    time; the supervisor wrote to 3, 2 are filed. Of three papers one is neither back nor approved. Expenses
    86 + 60 + 95 + 30 = 271; 交通费 up to 80: 6 of 86 are A01's own; the 95 have a limit of 100 of their own. The 30
    were refused on 11-24 and paid on 11-26 all the same.
    K5 and K7 were appointed for 10:00 and 09:45 in their own offices, both begin at 10:00: K7 is 15 minutes late.
    K7 becomes known on 11-30 without a report: it has its row then, and A01 a letter with the form.
    Wishes: K5 wants a catalogue (11-05), K7 an exchange; that is an open problem, so a complaint and no wish.
    The supervisor owes: approval of K8, a decision on K7, two opinions. A01 owes the report on K7 (since 11-24) and the
    paper (since 11-13, the day after the visit).
    """
    play.set("费用限额(元)", "交通费 80")
    away = {"工号": "A02", "起": play.day(9), "止": play.day(13), "代理人": "A01"}
    play.enter(STAFF, "代班", 2, away)
    assert done(play.run(2, "08:30")) == ["same-customers", "plan", "forms"]
    assert play.run(2, "08:30") == []
    assert {c["customer_no"] for c in play.office.calls("A01")} == {"K1", "K2", "K3", "K7"}
    appointed = {"预约时间": datetime(2026, 11, 5, 10, 0), "预约地点": "客户公司二楼", "客户意见或需求": "想要新品目录"}
    play.call("A03", "K5", 5, "10:00", {**VISITED, **appointed})
    reported(play, "K5", 6, "A03", **REVIEWED, 归档类别="重点客户回访")
    play.call("A01", "K2", 10, "10:00", VISITED)
    reported(play, "K2", 11, **REVIEWED, 归档类别="重点客户回访")
    play.call("A01", "K3", 11, "10:00", VISITED)
    reported(play, "K3", 13, **REVIEWED)
    play.enter(RULES, "回访规则", 3, {"间隔": 20})
    play.call("A01", "K1", 12, "10:00", {**VISITED, "结束时间": time(9, 0)})
    reported(play, "K1", 13)
    play.hand_in("A03", MONTH)
    play.hand_in("A01", MONTH)
    steps = play.run(13)
    assert done(steps) == ["collect", "plan", "forms"]  # K5 for A03, K2 and K3 for their owners
    assert (steps[0]["accepted"], len(steps[0]["returned"])) == (2, 1)

    play.enter(STAFF, "人员", 6, {"状态": "离职", "离职日期": play.day(16)})
    play.enter("客户资料库.xlsx", "客户", 6, {"业务员": "A02"})
    assert done(play.run(16, "08:30")) == ["plan", "forms"]
    assert {c["customer_no"] for c in play.office.calls("A02")} == {"K5"}
    assert {c["customer_no"] for c in play.office.calls("B01")} == {"K6"}
    with play.on_the_desk("A01", MONTH) as sheet:
        at = columns(sheet)
        wrong = next(row for row in range(2, 40) if sheet.cell(row, at["结束时间"]).value == time(9, 0))
        put(sheet, wrong, {"结束时间": time(10, 30)})
    play.hand_in("A01", MONTH)
    (collected,) = play.run(16, "12:00")
    assert (collected["accepted"], collected["returned"], collected["pending"]) == (
        2,
        [],
        0,
    )  # with the -补1 in which K2 stands again

    play.call("B01", "K6", 18, "10:00", VISITED)  # and never hands in
    play.call("A02", "K4", 20, "10:00", VISITED)
    unsolved = {**VISITED, "处理情况": "未解决", "客户意见或需求": "要求换货", "上报对象": "B01"}
    unsolved |= {"预约时间": datetime(2026, 11, 23, 9, 45), "预约地点": "客户公司二楼"}
    play.call("A01", "K7", 23, "10:00", unsolved)
    play.call("A02", "K5", 24, "10:00", VISITED)
    play.call("A01", "K2", 27, "10:00", VISITED)
    reported(play, "K2", 28)
    papers_and_expenses(play)
    play.hand_in("A01", MONTH)
    assert done(play.run(30, "17:59")) == ["collect", "heard"]
    check_reports_asked(play)
    assert done(play.run(30)) == ["seal"]
    assert done(play.run(date(2026, 12, 1), "08:30")) == ["plan", "forms"]
    assert play.run(date(2026, 12, 1), "17:59") == []
    assert done(play.run(date(2026, 12, 1), "18:00")) == ["report"]
    assert play.run(date(2026, 12, 1), "18:00") == []
    report = play.report(MONTH, "2026-12-01 18:10")
    assert report["version"] == 2 and report["due_on"] == "2026-12-01"
    assert figures(report) == {"A01": (5, 5, 0, 0), "A02": (2, 0, 0, 0), "A03": (1, 1, 0, 0), "B01": (1, 0, 0, 0)}
    assert (report["figures"]["missing"], report["figures"]["unresolved"]) == (2, 1)

    check_parts(play)

    play.hand_in("A02", MONTH)
    assert done(play.run(date(2026, 12, 3), "09:00")) == ["collect", "heard", "report", "plan", "forms"]
    assert done(play.run(date(2026, 12, 3))) == ["report"]
    wishes = play.parts(MONTH, "2026-12-03 18:10", "客户需求清单")["需求"]
    assert [(row[1], row[7]) for row in wishes.lists["逐位客户的需求"]] == [("K5 K5公司", "想要新品目录")]
    (sent,) = [one for one in play.written if "客户需求清单 2026-11" in one["about"]]
    assert sent["letters"] == ["E01", "B01"]
    report = play.report(MONTH, "2026-12-03 18:10")
    assert figures(report)["A02"] == (2, 2, 2, 0) and report["figures"]["missing"] == 1
    assert play.office.run("verify", now="2026-12-03 18:10").data["ok"]
