"""The parts of a report: figures by hand, with what they are shares of."""

from dataclasses import replace
from datetime import date, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huifang.core.periods import parse_period
from huifang.core.worktime import WorkCalendar, WorkHours
from huifang.decisions.calls.obligations import Base, Connection, Obligation
from huifang.decisions.calls.triggers import NEEDED
from huifang.decisions.complaints.clocks import status_of
from huifang.decisions.complaints.reading import ClockView
from huifang.decisions.complaints.watch import Unhappy
from huifang.decisions.reports.duties import duties_of
from huifang.decisions.reports.figures import AgentFigures, Figures, Owed
from huifang.decisions.reports.handing_in import HandIn
from huifang.decisions.reports.part import Share
from huifang.decisions.reports.parts import PARTS, parts_named
from huifang.decisions.reports.parts.measures import state_of
from huifang.decisions.reports.parts_view import PartsView
from huifang.decisions.reports.report import Problem, share
from huifang.decisions.tasks.standing import standing_of
from huifang.ledger.records import EMPTY, CallRecord
from huifang.ledger.sheets_said import RefusedRow
from huifang.ledger.tasks_said import DrawnRecord
from huifang.policy.build import read_policy
from huifang.policy.complaints import ComplaintClock
from huifang.policy.customers import Customer
from huifang.policy.expenses import own_share
from huifang.policy.model import Campaign, Question
from huifang.policy.people import People, Person
from huifang.policy.rules import Rule
from huifang.policy.targets import parse_target
from huifang.policy.visit_reports import Visit, why_kept
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.declared.expenses import EXPENSES
from huifang.tables.declared.feedback import FEEDBACK, MEASURES
from huifang.tables.declared.house_rules import REPORT_PARTS
from huifang.tables.declared.projects import PROJECTS
from huifang.tables.declared.surveys import SURVEYS
from huifang.tables.declared.visit_reports import LOANS, VISIT_REPORTS
from huifang.tables.model import Row, Sheet, Table
from tasks_made import entered, issued

D = date.fromisoformat
NOVEMBER, OCTOBER = parse_period("2026-11"), parse_period("2026-10")
POLICY = read_policy({}, "", NEEDED).policy
PEOPLE = People(
    (
        Person(person_no="A01", name="李明", role="业务员", superior="B01", phone="13900000001"),
        Person(person_no="A02", name="王强", role="业务员", superior="B01"),
        Person(person_no="B01", name="赵主管", role="主管", superior="C01"),
        Person(person_no="C01", name="钱老板", role="老板"),
    )
)


def customer(number, customer_class="普通客户", owner="A01", status="已审核", region=""):
    return Customer(
        customer_no=number,
        name=f"客户{number}",
        customer_class=customer_class,
        owner=owner,
        contact="",
        phone="",
        review_status=status,
        reviewed_on=None,
        registered_on=D("2026-10-20"),
        region=region,
    )


def record(number, customer_no="K1", on="2026-11-05", result="接通", satisfaction="满意", **more):
    fields = {
        "record_no": number, "seq": 1, "submission": "s", "plan_no": number, "customer_no": customer_no,
        "customer_name": f"客户{customer_no}", "contact_role": "", "contact": "", "phone": "", "agent": "A01",
        "batch": "2026-11", "rule": "R1", "called_on": D(on), "started_at": "09:00", "ended_at": "09:05",
        "moment": f"{on} 09:00", "method": "电话", "result": result,
        "satisfaction": satisfaction if result == "接通" else "", "dissatisfied_because": "", "wishes": "无",
        "handling": "无问题", "measures": "", "reported_to": "", "report_document": "", "next_contact_on": None,
        "notes": "", "answers": "{}", "source_file": "f.xlsx", "source_row": 2, **more,
    }  # fmt: skip
    return CallRecord({**EMPTY, **fields})


def rows(table: Table, *cells):
    return [
        Row(dict.fromkeys(table.by_key) | dict(one), Sheet("f", table.name, {}), n) for n, one in enumerate(cells, 2)
    ]


def owed(customer_no, agent="A01", done=None, from_on="2026-11-01", due_on="2026-11-10"):
    call = Connection(D(done), done, "H1", "H1-1") if done else None
    obligation = Obligation(
        customer_no=customer_no,
        rule="R1",
        key="k",
        base=Base(D(from_on), False, ""),
        from_on=D(from_on),
        due_on=D(due_on),
        fulfilled_by=call,
    )
    return Owed(obligation, customer(customer_no), agent, "已回访" if done else "逾期未回访")


def agent(number="A01"):
    return AgentFigures(
        agent=number,
        name=number,
        planned=0,
        done=0,
        lapsed=0,
        reported=0,
        connected=0,
        satisfied=0,
        neutral=0,
        dissatisfied=0,
        unresolved=0,
        open_problems=0,
        refused_rows=0,
        refused_unhappy=0,
        submitted_at=None,
        sheet_state="",
        open_rows=0,
        late_days=0,
        incomplete=0,
        missing=0,
        fine_yuan=0.0,
    )


def hand_in(number="A01", submitted="2026-11-30 10:00", late=0, missing=False, fine=0.0, verdict="", **more):
    at = datetime.fromisoformat(submitted) if submitted else None
    open_rows = more.get("open_rows", 2 if missing else 0)
    state = "未交" if missing else "迟" if late else "不完整" if open_rows else "按时"
    return HandIn(
        agent=number,
        batch="2026-11",
        due_on=D("2026-11-30"),
        submitted_at=at,
        state=state,
        open_rows=open_rows,
        still_open=open_rows,
        late_days=late,
        excused_by=more.get("by", ""),
        fine_yuan=fine,
        verdict=verdict,
        reason="",
        arrival_by=more.get("arrival_by", ""),
    )


def view(records=(), before=(), customers=(), figures=None, policy=POLICY, registers=None, **more):
    return PartsView(
        period=NOVEMBER, before=OCTOBER, policy=policy, people=PEOPLE,
        customers={c.customer_no: c for c in customers}, figures=figures or Figures((), (), ()), records=records,
        records_before=before, problems=more.pop("problems", ()), now=datetime(2026, 12, 1, 9, 0),
        registers=lambda table: (registers or {}).get(table.name, ()), **more,
    )  # fmt: skip


def made(name, *arguments, **more):
    return PARTS[name](view(*arguments, **more))


def listing(part, title):
    (found,) = [one for one in part.listings if one.title == title]
    assert all(len(row) == len(found.headers) for row in found.rows)
    return [tuple(str(v) if isinstance(v, Share) else v for v in row) for row in found.rows]


def test_every_part_of_a_report_is_made():
    assert {"回访", *PARTS} == {*REPORT_PARTS}


@pytest.mark.parametrize(
    ("named", "parts"),
    [
        (["回访", "待办"], ["回访率", "待办"]),  # as 内容 of an older office says it
        (["回访", "抱怨", "回访率"], ["回访率", "抱怨"]),
        (["走访", "回访率", "待办"], ["走访", "回访率", "待办"]),
        (["投诉", "待办"], ["投诉", "待办"]),
    ],
)
def test_a_report_on_calls_says_what_every_rule_reached(named, parts):
    assert parts_named(named) == parts


@pytest.mark.parametrize("name", PARTS)
def test_nothing_to_report_says_so(name):
    part = made(name)
    assert part.name == name and part.sentences and part.sentences[0].endswith(("。", "。)"))
    assert not any(listing.rows for listing in part.listings if listing.title != "测量结果")
    assert all(listing.rows or listing.empty for listing in part.listings)


# --- shares


@pytest.mark.parametrize(
    ("count", "total", "low", "high"),
    [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0), (90, 100, 0.8256, 0.9448)],
)
def test_the_interval_is_wilsons(count, total, low, high):
    assert Share(count, total).interval() == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


@given(st.integers(0, 500), st.integers(1, 500))
def test_the_share_lies_in_its_interval(count, total):
    share = Share(min(count, total), total)
    low, high = share.interval()
    assert 0 <= low <= share.value + 1e-12 and share.value <= high + 1e-12 and high <= 1


@pytest.mark.parametrize(
    ("count", "total", "shown"),
    [(1, 8, "13%"), (5, 8, "63%"), (57, 200, "29%"), (0, 3, "0%"), (2, 3, "67%"), (9, 9, "100%")],
)
def test_half_a_percent_goes_up_as_people_round(count, total, shown):
    assert str(Share(count, total)) == f"{count}/{total}({shown})" and share(count / total) == shown


def test_nothing_has_no_share():
    assert (Share(0, 0).value, Share(0, 0).interval(), str(Share(0, 0)), str(Share(1, 3))) == (
        None,
        None,
        "0/0",
        "1/3(33%)",
    )


# --- what customers said


def test_grievances_by_cause_and_class():
    bad = {"satisfaction": "不满意", "dissatisfied_because": "发错货"}
    records = [
        record("H1", "K1", **bad), record("H2", "K2", **bad), record("H3", "K2", handling="未解决"),
        record("H4", "K3"), record("H5", "K3", result="占线"),
    ]  # fmt: skip
    before = [record("G1", on="2026-10-05", **bad), record("G2", on="2026-10-06")]
    customers = [customer("K1", "大客户"), customer("K2"), customer("K3")]
    part = made("抱怨", records, before, customers)
    assert part.sentences == (
        "接通的 4 次里有抱怨的 3/4(75%)；上期 1/2(50%)。",
        "没有接通的 1 次不计在内，他们有没有抱怨并不知道。",
        "最多的原因是“发错货”，2 次。",
        "上期也有的原因：发错货。",
    )
    assert part.listings[0].headers == ("原因", "合计", "上期", "普通客户", "大客户")
    assert listing(part, "按原因和客户类别") == [("发错货", 2, 1, 1, 1), ("(没有写明原因)", 1, 0, 1, 0)]
    assert listing(part, "按客户类别") == [("普通客户", 3, "2/3(67%)"), ("大客户", 1, "1/1(100%)")]
    assert [row[0] for row in listing(part, "逐条")] == ["H1", "H2", "H3"]
    assert part.charts[0].bars == [("发错货", 2), ("(没有写明原因)", 1)]


def test_answers_count_who_was_asked():
    ask = Question("Q1", ("R1",), "正常吗", "是否", (), False)
    why = Question("Q2", ("R2",), "没有来的原因", "文字", (), False)
    records = [
        record("H1", answers='{"问卷.Q1": "是"}'), record("H2", answers='{"问卷.Q1": "否"}'), record("H3"),
        record("H4", result="占线"), record("H5", rule="R2", answers='{"问卷.Q2": "搬走了"}'),
    ]  # fmt: skip
    part = made("问卷", records, policy=replace(POLICY, questions=(ask, why)))
    assert listing(part, "各题的回答") == [
        ("正常吗", 3, "2/3(67%)", "否", "1/2(50%)"), ("正常吗", 3, "2/3(67%)", "是", "1/2(50%)"),
        ("没有来的原因", 1, "1/1(100%)", "(文字，见下表)", "1/1(100%)"),
    ]  # fmt: skip
    assert listing(part, "文字回答") == [("没有来的原因", "搬走了", "H5", "K1 客户K1", "A01 李明", D("2026-11-05"))]
    assert "应答 3/4(75%)" in part.sentences[0]


def test_satisfaction_is_measured_against_who_was_reached():
    records = [record(f"H{n}", satisfaction="满意" if n < 8 else "一般") for n in range(10)] + [
        record("H10", result="占线")
    ]
    before = [record(f"G{n}", on="2026-10-05", satisfaction="满意" if n < 3 else "不满意") for n in range(5)]
    feedback = rows(
        FEEDBACK,
        {"feedback_no": "X1", "feedback_type": "产品质量", "issued_on": D("2026-11-03"), "content": "跳闸"},
        {"feedback_no": "X2", "feedback_type": "产品质量", "issued_on": D("2026-10-03"), "content": "漏油"},
        {"feedback_no": "X3", "feedback_type": "建议", "issued_on": D("2026-11-30"), "content": "中文图纸"},
        {"feedback_no": "X4", "feedback_type": "咨询", "issued_on": D("2026-11-04"), "content": "价格"},
    )
    figures = Figures((), tuple(owed(f"K{n}", done="2026-11-05" if n < 10 else None) for n in range(12)), ())
    part = made("满意度测量", records, before, figures=figures, registers={"反馈": feedback})
    assert listing(part, "测量结果") == [
        ("总体满意", "8/10(80%)", "95% 区间 49% 至 94%", "3/5(60%)", "+20.0"),
        ("产品质量问题", "1/10(10%)", "95% 区间 2% 至 40%", "1/5(20%)", "-10.0"),
        ("服务质量问题", "0/10(0%)", "95% 区间 0% 至 28%", "0/5(0%)", "+0.0"),
        ("建议问题", "1/10(10%)", "95% 区间 2% 至 40%", "0/5(0%)", "+10.0"),
    ]
    assert "应回访 12 个，访到 10/12(83%)" in part.sentences[0]
    assert [row[0] for row in listing(part, "提出的问题和建议")] == ["X1", "X3"]


def test_product_and_service_are_measured_by_stage_and_by_product():
    """003/五 6.2.4: marks 5, 4, 3 for 非常满意, 满意, 一般; two projects of one call count for the model of each."""
    ask = Question("Q1", (), "产品质量", "满意度", (), False)
    stages = [
        Rule(rule=no, title=title, trigger="日期", methods=("电话",))
        for no, title in (("R1", "一个月"), ("R2", "半年"))
    ]
    records = [
        record("H1", answers='{"问卷.Q1": "非常满意"}'), record("H2", answers='{"问卷.Q1": "一般"}'), record("H3"),
        record("H4", rule="R2", satisfaction="不满意", answers='{"问卷.Q1": "满意"}'), record("H5", result="占线"),
    ]  # fmt: skip
    before = [record("G1", on="2026-10-05", answers='{"问卷.Q1": "不满意"}')]
    projects = rows(PROJECTS, *({"project_no": f"P{n}", "model": model} for n, model in enumerate(("甲", "乙", None))))
    about = {"H1": ("P0", "P1"), "H2": ("P0",), "H4": ("P2",), "G1": ("P1",)}
    policy = replace(POLICY, questions=(ask,), rules=tuple(stages))
    part = made("满意度测量", records, before, policy=policy, registers={"台账": projects}, about=lambda _: about)
    assert [row for row in listing(part, "各项满意度") if row[0] == "产品质量"] == [
        ("产品质量", "", "合计", 3, "2/3(67%)", 4.0, "0/1(0%)", "+66.7", 2.0),
        ("产品质量", "阶段", "一个月", 2, "1/2(50%)", 4.0, "0/1(0%)", "+50.0", 2.0),
        ("产品质量", "阶段", "半年", 1, "1/1(100%)", 4.0, "0/0", "—", "—"),
        ("产品质量", "产品型号", "(没有写型号)", 1, "1/1(100%)", 4.0, "0/0", "—", "—"),
        ("产品质量", "产品型号", "乙", 1, "1/1(100%)", 5.0, "0/1(0%)", "+100.0", 2.0),
        ("产品质量", "产品型号", "甲", 2, "1/2(50%)", 4.0, "0/0", "—", "—"),
    ]
    assert "产品质量满意 2/3(67%)、平均 4.0 分" in part.sentences[2]


def test_who_was_not_reached_stands_by_the_day_that_was_due():
    """Whatever order the rules give them in."""
    days = {"K3": "2026-11-20", "K2": "2026-11-10", "K1": "2026-11-20"}
    figures = Figures((), tuple(owed(number, due_on=day) for number, day in days.items()), ())
    named = [row[0].split()[0] for row in listing(made("满意度测量", figures=figures), "没有访到的")]
    assert named == ["K2", "K1", "K3"]


# --- the six steps


def test_six_steps():
    customers = [
        customer("K1"),
        customer("K2", status="待审核"),
        customer("K3", owner="A02"),
        customer("K4", status="停用"),
    ]
    records = [
        record("H1"), record("H2", "K3", agent="A02", on="2026-11-22"),
        record("H3", handling="未解决", reported_to="B01"), record("H4", handling="已解决"),
    ]  # fmt: skip
    figures = Figures(
        (agent("A01"), agent("A02")),
        (owed("K1", done="2026-11-05"), owed("K9"), owed("K3", "A02", "2026-11-22", "2026-11-15", "2026-11-25")),
        (hand_in("A01", late=2, submitted="2026-12-02 08:00"), hand_in("A02")),
    )
    campaign = Campaign(from_on=D("2026-11-20"), until_on=D("2026-11-30"), classes=(), message="新品")
    policy = replace(POLICY, campaigns=(campaign,))
    part = made(
        "六步", records, customers=customers, figures=figures, policy=policy, messages={"H2": "问好\n新品"},
        faulty_rows={"A01": ["a.xlsx 第 7 行"]},
    )  # fmt: skip
    assert listing(part, "各业务员的六步") == [
        ("A01 李明", "1/2(50%)", "1/2(50%)", "3/4(75%)", "0/1(0%)", "1/2(50%)", "0/0", "缺第 1、2、3、4、5 步"),
        ("A02 王强", "1/1(100%)", "1/1(100%)", "1/1(100%)", "1/1(100%)", "0/0", "1/1(100%)", "齐全"),
    ]
    assert part.sentences[0].startswith("六步都做到的业务员 1/2(50%)。")
    assert listing(part, "没有做到的") == [
        ("A01 李明", "1 名单经审批", "K2 客户K2"), ("A01 李明", "2 按时回访", "K9 客户K9(应访止 2026-11-10)"),
        ("A01 李明", "3 填写完整", "a.xlsx 第 7 行"), ("A01 李明", "4 按时交表", "2026-11(应交 2026-11-30)"),
        ("A01 李明", "5 解决或书面上报", "H3 K1 客户K1"),
    ]  # fmt: skip


def six_steps_of_special_content(announced, **more):
    campaign = Campaign(from_on=D("2026-11-01"), until_on=D("2026-11-10"), classes=(), message="新品")
    figures = Figures((agent("A01"),), (owed("K1", done="2026-11-05"),), (hand_in("A01"),))
    part = made(
        "六步", [record("H1", announced=announced)], customers=[customer("K1")], figures=figures,
        policy=replace(POLICY, campaigns=(campaign,)), messages={"H1": "专项：新品。"}, **more,
    )  # fmt: skip
    (row,) = listing(part, "各业务员的六步")
    (table,) = [one for one in part.listings if one.title == "各业务员的六步"]
    return row[6], table.about, listing(part, "没有做到的")


def test_that_something_was_told_is_claimed_only_where_it_was_written_down():
    """Where the sheet asks what was told, an empty cell is no proof; the auditor hears the rest."""
    share, about, missed = six_steps_of_special_content("冬季新品两款", asks_announced=True)
    assert share == "1/1(100%)" and "监督岗抽查" in about and missed == []
    for silent in ("", "无", "/"):
        share, _, missed = six_steps_of_special_content(silent, asks_announced=True)
        assert share == "0/2(0%)"
        assert missed == [
            ("A01 李明", "6 专项内容", "新品(没有一位客户记着告知)"),
            ("A01 李明", "6 专项内容", "K1 客户K1(新品，接通了，没有写推送内容)"),
        ]


def test_what_the_sheet_does_not_ask_is_not_claimed():
    share, about, _ = six_steps_of_special_content("")
    assert share == "1/1(100%)" and "只看得出专项期间接通、表上有专项内容" in about


def test_a_sheet_in_time_is_in_time_although_a_row_of_it_was_returned():
    figures = Figures((agent("A01"),), (), (hand_in("A01"),))
    said = RefusedRow(row=3, plan_no="H1", customer_no="K1", called_on="2026-11-05", unhappy=False)
    sheet = SimpleNamespace(agent="A01", period="2026-11", file="a.xlsx", posted_on=D("2026-11-29"))
    part = made("六步", figures=figures, refused=[SimpleNamespace(sheet=sheet, said=said)])
    assert [row[3:5] for row in listing(part, "各业务员的六步")] == [("0/1(0%)", "1/1(100%)")]


# --- sheets, fines, waiting


def test_hand_ins():
    sheets = (
        hand_in("A01", late=2, fine=50, submitted="2026-12-02 08:00"), hand_in("A02"),
        hand_in("B01", submitted=None, missing=True, late=1, verdict="申诉"),
        hand_in("C01", submitted=None, missing=True, late=1, fine=50, verdict="维持"),
        hand_in("D01", submitted=None, missing=True, late=1, verdict="免责", by="B01"),  # nobody is to be asked
        hand_in("E01", open_rows=3),
    )  # fmt: skip
    part = made("交表", figures=Figures((), (), sheets))
    assert [(row[0], row[5], row[8]) for row in listing(part, "交表登记")] == [
        ("A01 李明", "迟", 50), ("A02 王强", "按时", ""), ("B01 赵主管", "未交，申诉", ""),
        ("C01 钱老板", "未交，维持", 50), ("D01", "未交，免责", ""), ("E01", "不完整(缺 3 行)", ""),
    ]  # fmt: skip
    assert listing(part, "每人合计")[2] == ("B01 赵主管", 1, 1, 0, 0, 1, 0)
    assert [row[0] for row in listing(part, "催交名单")] == ["B01 赵主管", "C01 钱老板", "E01"]
    assert part.sentences[0] == "应交 6 份，按时 1/6(17%)，不完整 1 份，还没有交 3 份，罚款合计 100 元。"


@pytest.mark.parametrize(
    ("clocks", "column"),
    [
        (("邮件(未核对)", "收表"), ["邮件(未核对)", "收表"]),
        (("更正单", "邮件"), ["更正单", "邮件"]),
        (("收表", ""), None),  # no sheet came by mail
        (("更正单", "收表"), None),
    ],
)
def test_by_whose_clock_a_sheet_came_stands_where_one_came_by_mail(clocks, column):
    sheets = [hand_in(f"A0{n}", arrival_by=by) for n, by in enumerate(clocks, 1)]
    part = made("交表", figures=Figures((), (), tuple(sheets)))
    (listed,) = [one for one in part.listings if one.title == "交表登记"]
    assert all(len(row) == len(listed.headers) for row in listed.rows)
    if column is None:
        assert "到达依据" not in listed.headers
    else:
        place = listed.headers.index("到达依据")
        assert listed.headers[place - 1] == "交表时间" and [row[place] for row in listed.rows] == column


def test_waiting_is_one_list_per_person():
    measures = rows(MEASURES, {"measure_no": "C1", "done_on": D("2026-11-20"), "verified_by": "A02"})
    feedback = rows(FEEDBACK, {"feedback_no": "X1", "issued_on": D("2026-11-10"), "department": "物流部"})
    reports = rows(VISIT_REPORTS, {"report_no": "B1", "reported_by": "A01", "reported_on": D("2026-11-28")})
    problem = Problem(record("H1", handling="未解决"), "A01 李明", "B01 赵主管", 3)
    part = made(
        "待办", customers=[customer("K1", status="待审核")], problems=[problem], exhausted=[("K7", "客户K7")],
        pending=[("H2-1", "满意度")], registers={"措施": measures, "反馈": feedback, "回访报告": reports},
    )  # fmt: skip
    assert part.sentences == ("共有 7 件事等待 4 处处理。",)
    assert listing(part, "等待 B01 赵主管") == [
        ("写明对回访报告的意见", "B1", D("2026-11-28"), 2),
        ("处理多次未接通的客户", "K7 客户K7", None, None),
        ("批示未解决的问题", "H1 客户K1", D("2026-11-05"), 25),
        ("确认更正", "H2-1 满意度", None, None),
    ]
    assert listing(part, "等待 C01 钱老板") == [("审核客户", "K1 客户K1", D("2026-10-20"), 41)]
    assert listing(part, "等待 物流部")[0][1] == "X1" and listing(part, "等待 A02 王强")[0][1] == "C1"


def test_nothing_waits_for_who_has_left():
    gone = [replace(p, left_on=D("2026-11-20")) if p.person_no == "B01" else p for p in PEOPLE.persons]
    new = Person(person_no="B02", name="孙主管", role="主管", superior="C01")
    reports = rows(VISIT_REPORTS, {"report_no": "B1", "reported_by": "A01", "reported_on": D("2026-11-28")})
    seen = replace(view(pending=[("H2-1", "满意度")], registers={"回访报告": reports}), people=People((*gone, new)))
    listed = [(part.title, part.rows[0][1]) for part in PARTS["待办"](seen).listings]
    assert listed == [("等待 B02 孙主管", "H2-1 满意度"), ("等待 C01 钱老板", "B1")]  # B01's superior reads it


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        ({"due_on": D("2026-11-30")}, "进行中"), ({"due_on": D("2026-11-29")}, "逾期"), ({}, "进行中"),
        ({"due_on": D("2026-11-01"), "done_on": D("2026-11-29")}, "待验证"),
        ({"done_on": D("2026-11-29"), "verification": "有效"}, "已验证"),
    ],
)  # fmt: skip
def test_states_of_measures(cells, state):
    assert state_of(rows(MEASURES, cells)[0], D("2026-11-30")) == state


def test_measures_that_are_verified_stay_in_the_report_of_their_month():
    listed = rows(
        MEASURES, {"measure_no": "C1", "done_on": D("2026-11-02"), "verification": "有效"},
        {"measure_no": "C2", "done_on": D("2026-10-02"), "verification": "有效"},
        {"measure_no": "C3", "due_on": D("2026-11-02"), "owner": "A01"},
    )  # fmt: skip
    part = made("措施", registers={"措施": listed})
    assert [row[:2] for row in listing(part, "措施")] == [("逾期", "C3"), ("已验证", "C1")]
    assert part.sentences == ("措施共 2 项，完成 1/2(50%)，逾期 1 项，等待验证 0 项。",)


# --- what the head reviews, and what is evaluated

UNHAPPY = {"satisfaction": "不满意", "dissatisfied_because": "等得太久"}


def reviewed(records, before=(), **more):
    return made("记录审核", records, before, policy=replace(POLICY, max_call_minutes=3), **more)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"ended_at": "09:03"}, None), ({"ended_at": "09:04"}, "通话过长"), ({"ended_at": ""}, None),
        ({"ended_at": "08:59"}, None), ({**UNHAPPY, "ended_at": "09:30"}, "不满意"),
        ({"ended_at": "09:30", "handling": "已解决"}, None), ({"ended_at": "09:30", "handling": "未解决"}, "未解决"),
        ({"ended_at": "09:01", "next_contact_on": D("2026-11-06")}, "没有答清"),
        ({"ended_at": "09:09", "next_contact_on": D("2026-11-06")}, "通话过长、没有答清"),
        ({"ended_at": "09:01", "result": "改约", "next_contact_on": D("2026-11-06")}, None),
    ],
)  # fmt: skip
def test_which_records_the_head_looks_at(fields, why):
    part = reviewed([record("H1", **fields)])
    assert [row[1] for row in listing(part, "请审核的记录")] == ([why] if why else [])


def test_open_questions_are_followed_until_somebody_answers():
    ask = {"next_contact_on": D("2026-11-08"), "ended_at": "09:02"}
    before = [
        record("G1", "K1", "2026-10-28", next_contact_on=D("2026-10-29")),  # answered in November
        record("G2", "K2", "2026-10-28", next_contact_on=D("2026-10-29")), record("G3", "K2", "2026-10-29"),
    ]  # fmt: skip
    records = [
        record("H1", "K1", "2026-11-02", ended_at="09:02"),
        record("H2", "K3", "2026-11-05", wishes="问保质期", **ask),
        record("H3", "K3", "2026-11-06", result="占线"),
        record("H4", "K4", "2026-11-05", **ask), record("H5", "K4", "2026-11-09", ended_at="09:02"),
        record("H6", "K5", "2026-11-29", ended_at="09:02", next_contact_on=D("2026-12-01")),
    ]  # fmt: skip
    part = reviewed(records, before)
    assert [(row[0], *row[6:]) for row in listing(part, "没有答清的问题")] == [
        ("G1", "已答复", "H1", D("2026-11-02")), ("H2", "过了约定的日子", "", None),
        ("H4", "已答复", "H5", D("2026-11-09")), ("H6", "等待再回访", "", None),
    ]  # fmt: skip
    assert part.sentences[1] == "没有答清、约定再回访的问题 4 个，已经答复 2/4(50%)，过了约定的日子 1 个。"


def test_the_statistics_of_the_records():
    records = [
        record("H1", ended_at="09:02"), record("H2", ended_at="09:10"), record("H3", result="占线"),
        record("H4", satisfaction="", ended_at="09:03"), record("H5", agent="A02", ended_at="09:01", **UNHAPPY),
    ]  # fmt: skip
    assert listing(reviewed(records), "记录的统计") == [
        ("A01 李明", 4, "3/4(75%)", "2/3(67%)", "2/2(100%)", 3, 1, 1),
        ("A02 王强", 1, "1/1(100%)", "1/1(100%)", "0/1(0%)", 1, 0, 1),
    ]


def test_what_changed_in_the_customers_files():
    then = rows(
        CUSTOMERS, {"customer_no": "K1", "customer_name": "甲", "phone": "13900000001"},
        {"customer_no": "K2", "customer_name": "乙"}, {"customer_no": "K3", "customer_name": "丙"},
    )  # fmt: skip
    now = rows(
        CUSTOMERS, {"customer_no": "K1", "customer_name": "甲公司", "phone": "13900000009"},
        {"customer_no": "K4", "customer_name": "丁"}, {"customer_no": "K3", "customer_name": "丙"},
    )  # fmt: skip
    part = reviewed((), registers={"客户": now}, rows_at_start=lambda table: then if table is CUSTOMERS else ())
    assert listing(part, "客户档案的改动") == [
        ("K1", "甲公司", "客户名称", "甲", "甲公司"), ("K1", "甲公司", "电话", "13900000001", "13900000009"),
        ("K4", "丁", "(新登记)", "", ""), ("K2", "乙", "(已删除)", "", ""),
    ]  # fmt: skip
    assert part.to_sign[0] == "审核意见" and "C01 钱老板" in part.to_sign[1]


def evaluated(*cells, reopened=None):
    policy = replace(POLICY, clocks=(ANSWER, HANDLE))
    return made("评估", complaints=complained(*cells, reopened=reopened), policy=policy)


def test_the_evaluation_by_department_and_person():
    part = evaluated(*MONTH, reopened={"T1": 1})
    assert listing(part, "按责任部门评估") == [
        ("(没有填写)", 2, 1, "1/1(100%)", "0/0", "1/2(50%)", "0/0", 0),
        ("客服部", 1, 1, "0/1(0%)", "0/1(0%)", "0/1(0%)", "0/0", 0),
        ("物流部", 1, 1, "1/1(100%)", "1/1(100%)", "1/1(100%)", "1/1(100%)", 1),
    ]
    assert part.listings[0].headers[3:5] == ("首次响应按时", "处理按时")
    assert [row[0] for row in listing(part, "按责任人评估")] == ["(没有填写)", "A01 李明", "A02 王强"]
    assert part.sentences == (
        "评估投诉 4 件(上期 1 件)：时限按时 3/5(60%)，有反馈的里面满意 1/1(100%)，常见的原因 1 个，建议培训 4 项。",
        "最多的是“服务”类，2 件。",
    )


def test_the_areas_and_causes_against_the_period_before():
    part = evaluated(*MONTH, {**MONTH[1], "complaint_no": "T5"}, {**MONTH[2], "complaint_no": "T6", "cause": "误会"})
    assert listing(part, "高发的领域") == [
        ("服务", 3, 0, "+3", "3/6(50%)"), ("质量", 3, 0, "+3", "3/6(50%)"), ("(没有填写)", 0, 1, "-1", "0/6(0%)"),
    ]  # fmt: skip
    assert listing(part, "常见的原因") == [
        ("态度生硬", 2, 0, "客服部", "T2、T5"), ("送货晚", 1, 1, "物流部", "T1"),
    ]  # fmt: skip


def test_what_is_to_be_trained_follows_from_the_cases():
    part = evaluated(*MONTH, {**MONTH[0], "complaint_no": "T7", "received_at": N("12 09:00"), "cause": "漏发",
                              "reaction": "不满意", "closed_at": None})  # fmt: skip
    assert [row[:4] for row in listing(part, "培训计划")] == [
        ("怎样避免“送货晚”", "本期 1 件，上期 1 件", "T1", "物流部"),
        (
            "按时完成“首次响应”",
            "超过时限 2 件",
            "T2、T7",
            "A02 王强、A01 李明",
        ),  # T7 was answered and dealt with before it came: not at all
        ("按时完成“处理”", "超过时限 2 件", "T2、T7", "A02 王强、A01 李明"),
        ("怎样提出投诉人能接受的方案", "投诉人不满意或重新办理 1 件", "T7", "物流部"),
    ]
    assert all(row[4:] == ("", "", "") for row in listing(part, "培训计划"))
    assert part.to_sign == ("会议结论和改进措施", "主持人(签字)、日期")


# --- registers


def test_surveys_of_the_quarter():
    listed = rows(
        SURVEYS,
        {"survey_no": "D1", "customer_no": "K1", "surveyed_on": D("2026-10-09"), "item": "保洁", "rating": "不满意"},
        {"survey_no": "D2", "customer_no": "K1", "surveyed_on": D("2026-11-09"), "item": "绿化", "rating": "满意"},
        {"survey_no": "D3", "customer_no": "K2", "surveyed_on": D("2026-11-09"), "item": "保洁", "rating": "非常不满意",
         "put_right_on": D("2026-11-20")},
        {"survey_no": "D4", "customer_no": "K2", "surveyed_on": D("2026-12-09"), "item": "保洁", "rating": "不满意"},
        {"survey_no": "D5", "customer_no": "K3", "surveyed_on": D("2026-11-09"), "item": "保洁"},
        {"survey_no": "D6", "customer_no": "K3", "surveyed_on": D("2026-09-30"), "item": "保洁", "rating": "不满意"},
    )  # fmt: skip
    part = made("调查", registers={"调查": listed})
    assert part.sentences[0] == "2026Q4 调查了 3 位客户的 4 个项目，有评价的里面不满意 2/3(67%)，其中已整改 1/2(50%)。"
    assert listing(part, "各项目") == [("保洁", 2, "2/2(100%)"), ("绿化", 1, "0/1(0%)")]
    assert [row[0] for row in listing(part, "不满意的项目")] == ["D1", "D3"]


def test_a_quarter_without_survey_is_a_reminder():
    assert made("调查").sentences == ("2026Q4 还没有做意见调查。",)


def test_visit_reports_are_due_the_next_day():
    records = [record(f"H{n}-1", on="2026-11-05") for n in range(1, 4)] + [record("H4-1", result="占线")]
    written = rows(
        VISIT_REPORTS,
        {
            "record_no": "H1-1",
            "reported_on": D("2026-11-06"),
            "supervisor_opinion": "同意",
            "file_category": "例行回访",
        },
        {"record_no": "H2-1", "reported_on": D("2026-11-09")},
    )
    loans = rows(
        LOANS, {"paper": "合同", "borrower": "A01", "lent_on": D("2026-11-04")},
        {"paper": "图纸", "lent_on": D("2026-11-04"), "returned_on": D("2026-11-06")},
        {"paper": "样品", "lent_on": D("2026-11-04"), "approved_by": "B01"},
    )  # fmt: skip
    part = made("报告表", records, registers={"回访报告": written, "资料借还": loans})
    assert part.sentences[0] == "回访 3 次，应交报告 3 份，次日写好 1/3(33%)，主管写了意见 1/3(33%)，已归档 1/3(33%)。"
    assert [(row[0], row[5]) for row in listing(part, "回访与报告")] == [
        ("H2-1", "迟 3 天"),
        ("H3-1", "未交"),
        ("H1-1", "按时"),
    ]
    assert listing(part, "未归还的资料") == [
        (None, "合同", "A01 李明", D("2026-11-04"), D("2026-11-05"), 26, "没有归还，也没有批准留存")
    ]


def test_a_visit_on_the_last_day_has_its_report_due_after_the_period():
    """Made on the morning of 1 December: the report on the visit of the 30th is due that day."""
    part = made("报告表", [record("H1-1", on="2026-11-28"), record("H2-1", on="2026-11-30")])
    assert part.sentences[0].startswith("回访 2 次，应交报告 1 份，次日写好 0/1(0%)，")
    assert [(row[0], row[5]) for row in listing(part, "回访与报告")] == [("H1-1", "未交"), ("H2-1", "未到期")]


def test_reports_of_earlier_visits_that_were_never_written():
    visits = {
        "G1-1": Visit(D("2026-10-20"), "A01", "K1 客户K1", True), "G2-1": Visit(D("2026-10-21"), "A01", "K2", False),
        "G3-1": Visit(D("2026-10-22"), "A02", "K3 客户K3", True), "H1-1": Visit(D("2026-11-28"), "A01", "K1", True),
    }  # fmt: skip
    written = rows(VISIT_REPORTS, {"record_no": "G3-1", "reported_on": D("2026-10-30")})
    loans = rows(LOANS, {"record_no": "G1-1", "paper": "合同", "borrower": "A02", "lent_on": D("2026-10-01")})
    seen = {"visits": visits, "registers": {"回访报告": written, "资料借还": loans}}
    part = made("报告表", **seen)
    assert listing(part, "往期还没有写报告的") == [("G1-1", "K1 客户K1", "A01 李明", D("2026-10-20"), 41)]
    assert part.sentences[-1] == "往期的回访还有 1 次没有写报告。"
    todo = made("待办", **seen)
    assert listing(todo, "等待 A01 李明") == [
        ("写回访报告", "G1-1 K1 客户K1", D("2026-10-21"), 40), ("写回访报告", "H1-1 K1", D("2026-11-29"), 1),
    ]  # fmt: skip
    assert listing(todo, "等待 A02 王强") == [("归还借出的资料", "合同", D("2026-10-21"), 40)]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({}, "没有归还，也没有批准留存"), ({"returned_on": D("2026-11-06")}, ""), ({"approved_by": "B01"}, ""),
        ({"approved_by": "C01"}, ""), ({"approved_by": "A02"}, "批准人 A02 王强 不是主管"),
        ({"approved_by": "A01"}, "批准人就是借用人"), ({"borrower": "B01", "approved_by": "B01"}, "批准人就是借用人"),
    ],
)  # fmt: skip
def test_who_may_let_a_paper_be_kept(cells, why):
    (loan,) = rows(LOANS, {"paper": "合同", "borrower": "A01", "lent_on": D("2026-11-04"), **cells})
    assert why_kept(loan, PEOPLE) == why


def test_field_visits_place_by_place():
    customers = [customer("K1", region="新湖镇"), customer("K2", region="英俊镇"), customer("K3")]
    records = [
        record("H1", "K1", "2026-11-14", wishes="想要种苗"), record("H2", "K1", "2026-11-15", satisfaction="一般"),
        record("H3", "K2", "2026-11-14", result="无人接听"), record("H4", "K3", "2026-11-14", handling="未解决"),
    ]  # fmt: skip
    part = made("走访", records, customers=customers)
    assert part.sentences[0] == "2026-11-14 至 2026-11-15 走访了 3 个区域，见到 2/3(67%) 位客户，记下 1 条需要和问题。"
    assert listing(part, "各区域") == [
        ("(没有填写区域)", "11-14", 1, 1, "1/1(100%)", 1), ("新湖镇", "11-14、11-15", 2, 2, "1/2(50%)", 0),
        ("英俊镇", "11-14", 1, 0, "0/0", 0),
    ]  # fmt: skip
    assert listing(part, "撰写人和联系方式") == [("A01 李明", "13900000001", "")]


def test_expenses_above_the_limit_are_the_claimants():
    policy = replace(POLICY, expense_limits=(("交通费", 80.0),))
    claims = rows(
        EXPENSES,
        {"claim_no": "E1", "claimant": "A01", "spent_on": D("2026-11-05"), "expense_type": "交通费",
         "amount_yuan": 86.5, "audited_on": D("2026-11-06"), "audited_by": "B01", "paid_on": D("2026-11-08")},
        {"claim_no": "E2", "claimant": "A01", "spent_on": D("2026-11-06"), "expense_type": "交通费",
         "amount_yuan": 100, "limit_yuan": 90},
        {"claim_no": "E3", "claimant": "A02", "spent_on": D("2026-11-06"), "expense_type": "住宿", "amount_yuan": 300},
        {"claim_no": "E4", "claimant": "A02", "spent_on": D("2026-12-01"), "expense_type": "住宿", "amount_yuan": 1},
    )  # fmt: skip
    part = made("费用", policy=policy, registers={"报销": claims})
    assert part.sentences[0] == "报销 3 笔，共 486.5 元，其中超过限额自付 16.5 元；等待主管审核 2 笔。"
    assert listing(part, "每人合计") == [("A01 李明", 2, 186.5, 16.5, 80.0), ("A02 王强", 1, 300, 0.0, 0)]
    assert [own_share(policy, claim) for claim in claims] == [6.5, 10, 0, 0]


@pytest.mark.parametrize(
    ("said", "paid"),
    [("不同意", True), ("退回", True), ("不予报销", True), ("同意", False), ("部分同意", False), (None, False)],
)
def test_what_the_supervisor_refused_and_finance_paid_all_the_same_is_listed(said, paid):
    claim = {
        "claim_no": "E1", "claimant": "A01", "spent_on": D("2026-11-03"), "amount_yuan": 86,
        "audited_on": D("2026-11-04"), "audit_result": said, "paid_on": D("2026-11-05"),
    }  # fmt: skip
    part = made("费用", registers={"报销": rows(EXPENSES, claim, {**claim, "claim_no": "E2", "paid_on": None})})
    assert [row[0] for row in listing(part, "主管不同意、却已付款的")] == (["E1"] if paid else [])
    assert ("不同意的 2 笔，其中本期却已付款的 1 笔" in part.sentences[0]) == paid


def test_who_came_late_to_an_appointment_is_told():
    on_time = record("H1", started_at="09:00", moment="2026-11-05 09:00", appointed_at=datetime(2026, 11, 5, 9, 0))
    late = on_time.but(record_no="H2", customer_no="K2", moment="2026-11-05 09:25")
    next_day = on_time.but(record_no="H3", customer_no="K3", moment="2026-11-06 09:00")
    missed = on_time.but(record_no="H4", result="无人接听", moment="2026-11-05 12:00")
    part = made("报告表", [on_time, late, next_day, missed, record("H5")])
    assert "约好时间的 3 次，准时到 1/3(33%)。" in part.sentences
    assert [(row[0], row[-1]) for row in listing(part, "约好时间的回访")] == [("H3", 1440), ("H2", 25), ("H1", None)]
    assert not any("约好" in text for text in made("报告表", [record("H5")]).sentences)


def test_a_row_that_was_only_prepared_is_no_report_yet():
    prepared = {"report_no": "B1", "record_no": "H1", "reported_by": "A01"}
    (visit,) = [record("H1", on="2026-11-05")]
    for row, state in ((prepared, "未交"), ({**prepared, "reported_on": D("2026-11-06")}, "按时")):
        part = made("报告表", [visit], registers={"回访报告": rows(VISIT_REPORTS, row)})
        assert [one[5] for one in listing(part, "回访与报告")] == [state]


def test_wishes_are_listed_by_their_group_with_what_is_known_of_the_customer():
    policy = replace(POLICY, options={**POLICY.options, "意见归类": ("要报价单=报价,价格表", "新品")})
    known = replace(customer("K1", region="城东"), habits="每季度集中采购")
    records = [
        record("H1", wishes="请发价格表", handling="已解决", measures="已发"), record("H2", wishes="报价"),
        record("H3", "K2", wishes="有什么新品"), record("H4", "K2", wishes="无"), record("H5", "K2", result="占线"),
    ]  # fmt: skip
    before = [record("G1", "K3", on="2026-10-05", wishes="新品目录")]
    part = made("需求", records, before, [known, customer("K2")], policy=policy)
    assert part.sentences == ("2 位客户说了 3 条需求，最多的是“新品”，1 位。",)
    assert listing(part, "各类需求") == [("新品", 1, 1), ("要报价单", 1, 0)]
    each = listing(part, "逐位客户的需求")
    assert [(row[0], row[1], row[6], row[7]) for row in each] == [
        ("新品", "K2 客户K2", "", "有什么新品"), ("要报价单", "K1 客户K1", "每季度集中采购", "请发价格表"),
        ("要报价单", "K1 客户K1", "每季度集中采购", "报价"),
    ]  # fmt: skip


# --- complaints and feedback

HOURS = WorkHours(WorkCalendar(frozenset(range(5))), POLICY.work_spans)
ANSWER = ComplaintClock(stage="首次响应", starts_with="received_at", amount=24, unit="小时", done_with="responded_at")
HANDLE = ComplaintClock(stage="处理", starts_with="received_at", amount=5, unit="天", done_with="carried_out_at")
T = datetime.fromisoformat


def N(text):
    """A moment in November."""
    return T(f"2026-11-{text}")


def complained(*cells, reopened=None):
    clocks = ClockView(
        policy=replace(POLICY, clocks=(ANSWER, HANDLE)), hours=HOURS, people=PEOPLE, now=T("2026-11-30 23:59"),
        rounds={number: (Unhappy(None, N("04 08:00")),) * times for number, times in (reopened or {}).items()},
    )  # fmt: skip
    return [status_of(clocks, row) for row in rows(COMPLAINTS, *cells)]


MONTH = (
    {"complaint_no": "T1", "received_at": N("02 09:00"), "responded_at": N("02 10:00"), "category": "服务",
     "carried_out_at": N("03 09:00"), "cause": "送货晚", "department": "物流部", "reaction": "满意",
     "outcome_told_at": N("03 10:00"), "closed_at": N("04 09:00"), "responsible": "A01"},
    {"complaint_no": "T2", "received_at": N("10 09:00"), "responded_at": N("12 09:00"),
     "category": "服务", "cause": "态度生硬", "conclusion": "服务态度不好",
     "responsible": "A02", "department": "客服部", "content": "不理人"},
    {"complaint_no": "T3", "received_at": N("20 09:00"), "category": "质量", "upheld": "不成立",
     "outcome_told_at": N("20 15:00"), "closed_at": N("21 09:00"), "closing_note": "检测合格，已说明"},
    {"complaint_no": "T4", "received_at": N("30 20:00"), "category": "质量"},
    {"complaint_no": "T0", "received_at": T("2026-10-10 09:00"), "responded_at": T("2026-10-10 09:30"),
     "cause": "送货晚", "carried_out_at": T("2026-10-12 09:00"), "reaction": "满意", "closed_at": T("2026-10-13 09:00"),
     "outcome_told_at": T("2026-10-12 10:00")},
)  # fmt: skip


def test_the_complaints_of_a_month():
    part = made("投诉", complaints=complained(*MONTH), registers={"投诉": rows(COMPLAINTS, *MONTH)})
    assert part.sentences == (
        "接到投诉 4 件(上期 1 件)，其中不成立 1 件，已办结 2/4(50%)；现在未办结 2 件，超时 1 件。",
        "上期也有的原因：送货晚，请一并整改。",
    )
    assert listing(part, "办理的快慢") == [
        ("首次响应", 4, "2/3(67%)", "6 小时", "2 天"),
        ("处理", 4, "1/2(50%)", "1 天", "1 天"),
    ]
    assert listing(part, "按原因") == [("(没有写明原因)", 1, ""), ("态度生硬", 1, ""), ("送货晚", 1, "是")]
    assert listing(part, "按责任部门") == [
        ("(没有填写)", 2, "1/2(50%)"),
        ("客服部", 1, "0/1(0%)"),
        ("物流部", 1, "1/1(100%)"),
    ]
    assert [row[0] for row in listing(part, "未办结的投诉")] == ["T2", "T4"]
    assert [row[0] for row in listing(part, "写明原因关闭的投诉")] == ["T3"]
    assert [row[0] for row in listing(part, "本期的投诉")] == ["T2", "T1", "T3", "T4"]


def test_what_nobody_can_have_done_is_not_counted():
    """An answer before the question, a day without its minutes, what was done after the report's end (11-30)."""
    cells = (
        {"complaint_no": "T1", "received_at": N("05 14:30"), "responded_at": N("05 14:00")},
        {"complaint_no": "T2", "received_at": N("06 09:00"), "responded_at": N("06 00:00")},
        {"complaint_no": "T3", "received_at": N("07 09:00"), "responded_at": N("07 10:00"),
         "carried_out_at": N("08 09:00"), "outcome_told_at": N("08 09:00"), "reaction": "满意",
         "closed_at": T("2026-12-01 09:00")},
    )  # fmt: skip
    statuses = complained(*cells)
    part = made("投诉", complaints=statuses)
    assert listing(part, "办理的快慢")[0] == ("首次响应", 3, "2/3(67%)", "1 小时", "1 小时")
    assert statuses[0].clocks[0].state == "overdue"  # what lies before the receipt counts as empty
    assert (statuses[2].stage, statuses[2].state) == ("待关闭", "waiting")


def test_manner_is_punished_and_told_to_all():
    punished = {**MONTH[1], "complaint_no": "T5", "punishment": "书面检讨，扣当月奖金", "content": "大声训斥客人"}
    part = made("处罚", complaints=complained(*MONTH, punished))
    assert part.sentences == ("因服务态度引起的投诉 2 件，已有处理意见 1 件，还没有处理意见 1 件。",)
    assert [row[0] for row in listing(part, "态度投诉")] == ["T2", "T5"]
    assert listing(part, "致全体员工的通告") == [("A02 王强", "大声训斥客人", "书面检讨，扣当月奖金")]
    rejected = {**MONTH[1], "upheld": "不成立"}
    assert made("处罚", complaints=complained(rejected)).listings[0].rows == []


def test_open_complaints_wait_for_their_owners():
    part = made("待办", complaints=complained(*MONTH))
    waits = [row[:2] for one in part.listings for row in one.rows]
    assert ("写明态度投诉的处罚意见", "T2") in waits and ("办理投诉：首次响应", "T4") in waits
    assert not {"T1", "T3", "T0"} & {number for _, number in waits}


def test_feedback_flows():
    slips = rows(
        FEEDBACK,
        {"feedback_no": "X1", "feedback_type": "咨询", "issued_on": D("2026-11-02"), "handled_on": D("2026-11-04"),
         "reply_due_on": D("2026-11-05")},
        {"feedback_no": "X2", "feedback_type": "咨询", "issued_on": D("2026-11-02"), "handled_on": D("2026-11-08"),
         "reply_due_on": D("2026-11-05")},
        {"feedback_no": "X3", "feedback_type": "咨询", "issued_on": D("2026-11-20"), "reply_due_on": D("2026-11-25")},
        {"feedback_no": "X4", "feedback_type": "销售机会", "issued_on": D("2026-11-21"), "region_owner": "A01",
         "interest": "较强", "expected_when": "明年一季度"},
        {"feedback_no": "X5", "feedback_type": "建议", "issued_on": D("2026-10-01")},
        {"feedback_no": "X6", "feedback_type": "建议", "issued_on": D("2026-12-01")},
    )  # fmt: skip
    part = made("反馈", registers={"反馈": slips})
    assert part.sentences == (
        "发出信息反馈单 4 张，已答复和逾期的里面按期答复 1/3(33%)；现在没有答复的 3 张，其中逾期 1 张。",
    )
    assert listing(part, "各类反馈") == [("咨询", 3, "1/3(33%)", 1, 4), ("销售机会", 1, "0/0", 1, "—")]
    assert [row[:2] for row in listing(part, "没有答复的")] == [("逾期", "X3"), ("", "X4"), ("", "X5")]
    assert listing(part, "销售机会") == [("X4", None, "A01 李明", None, "较强", "明年一季度", None, None)]


def test_what_was_done_after_the_report_had_not_been_done():
    registers = {
        "反馈": rows(FEEDBACK, {"feedback_no": "X1", "issued_on": D("2026-11-20"), "reply_due_on": D("2026-11-25"),
                                "handled_on": D("2026-12-01"), "outcome": "已答复"}),
        "措施": rows(MEASURES, {"measure_no": "C1", "due_on": D("2026-11-20"), "done_on": D("2026-12-01"),
                                "verification": "有效"}),
    }  # fmt: skip
    assert [row[:2] for row in listing(made("反馈", registers=registers), "没有答复的")] == [("逾期", "X1")]
    assert [row[:2] for row in listing(made("措施", registers=registers), "措施")] == [("逾期", "C1")]
    waits = [row[:2] for one in made("待办", registers=registers).listings for row in one.rows]
    assert ("答复信息反馈单", "X1") in waits and ("验证措施", "C1") not in waits


# --- every figure names its rows

DAY = D("2026-11-10")
RICH_REGISTERS = {
    "投诉": rows(COMPLAINTS, *MONTH),
    "反馈": rows(
        FEEDBACK,
        {"feedback_no": "X1", "feedback_type": "建议", "issued_on": DAY, "handled_on": DAY, "reply_due_on": DAY},
        {"feedback_no": "X2", "feedback_type": "咨询", "issued_on": DAY, "reply_due_on": D("2026-11-12")},
        {"feedback_no": "X3", "feedback_type": "咨询", "issued_on": D("2026-10-02")},
    ),
    "措施": rows(MEASURES, {"measure_no": "C1", "due_on": DAY}, {"measure_no": "C2", "due_on": D("2026-12-09")}),
    "调查": rows(
        SURVEYS, {"survey_no": "D1", "customer_no": "K1", "surveyed_on": DAY, "item": "保洁", "rating": "不满意"},
        {"survey_no": "D2", "customer_no": "K1", "surveyed_on": DAY, "item": "绿化", "rating": "不满意",
         "put_right_on": DAY},
        {"survey_no": "D3", "customer_no": "K1", "surveyed_on": DAY, "item": "绿化", "rating": "满意"},
    ),
    "回访报告": rows(VISIT_REPORTS, {"report_no": "B1", "record_no": "H1", "reported_on": D("2026-11-06")}),
    "资料借还": rows(LOANS, {"paper": "合同", "borrower": "A01", "lent_on": DAY}),
    "报销": rows(
        EXPENSES,
        {"claim_no": "E1", "claimant": "A01", "spent_on": DAY, "amount_yuan": 86.5, "audited_on": DAY},
        {"claim_no": "E2", "claimant": "A01", "spent_on": DAY, "amount_yuan": 10},
        {"claim_no": "E3", "claimant": "A02", "spent_on": DAY, "amount_yuan": 5, "audited_on": DAY,
         "audit_result": "不同意", "paid_on": DAY},
    ),
}  # fmt: skip


ALL = Rule(rule="R1", title="回访", trigger="日期", methods=("电话",), target=parse_target("100%"))


#: Done in time, with two levels told that it is late, done late.
TASKS_OF_NOVEMBER = [
    standing_of(task, known, PEOPLE, D("2026-12-01"))
    for task, known in (
        (issued("W1"), entered("2026-11-19 10:00", result="交了")), (issued("W2", due="2026-11-22"), entered()),
        (issued("W3", drawn=(DrawnRecord(agent="A01", record_no="H1", ticket="ab" * 32),)),
         entered("2026-11-25 09:00", reviewed_by="C01")),
    )
]  # fmt: skip


def test_tasks_are_told_late_ones_first_with_what_was_drawn():
    part = made("任务", tasks=TASKS_OF_NOVEMBER)
    assert part.sentences == ("应完成的定期任务 3 件：按时 1/3(33%)，迟办 1 件，过期未办 1 件。",)
    assert [(row[0], row[3], row[-2], row[-1]) for row in listing(part, "应完成的任务")] == [
        ("W2", "A01 李明", "过期未办", "B01 赵主管、C01 钱老板"),
        ("W1", "A01 李明", "按时", ""),
        ("W3", "A01 李明", "迟办", ""),
    ]
    assert listing(part, "抽中的记录") == [("W3", "A01 李明", "H1", "ab" * 6)]
    assert listing(part, "没有到期的任务") == []


def rich():
    records = [
        record("H1", appointed_at=datetime(2026, 11, 5, 8, 50)),
        record("H2", "K2", satisfaction="不满意", dissatisfied_because="送货晚", wishes="早点送"),
        record("H3", "K3", result="占线"), record("H4", "K2", satisfaction="", next_contact_on=D("2026-11-07")),
    ]  # fmt: skip
    before = [record("G1", on="2026-10-05", satisfaction="不满意", dissatisfied_because="送货晚")]
    figures = Figures(
        (agent("A01"),), (owed("K1", done="2026-11-05"), owed("K3")),
        (hand_in("A01"), hand_in("A02", late=2, fine=50.0, submitted="2026-12-02 08:00")),
    )  # fmt: skip
    return view(
        records, before, [customer("K1"), customer("K2"), customer("K3", status="待审核")], figures,
        registers={**RICH_REGISTERS, "客户": rows(CUSTOMERS, {"customer_no": "K1", "phone": "13900000009"})},
        complaints=complained(*MONTH),
        duties=duties_of(replace(POLICY, rules=(ALL,)), NOVEMBER, D("2026-12-01"), figures.owed, ()),
        tasks=TASKS_OF_NOVEMBER,
        rows_at_start=lambda table: rows(CUSTOMERS, {"customer_no": "K1", "phone": "13900000001"}),
    )  # fmt: skip


@pytest.mark.parametrize("name", PARTS)
def test_a_part_is_the_same_when_it_is_made_again(name):
    """On the day after the period, and weeks later with everything dealt with in between."""
    later = {
        "反馈": {"handled_on": D("2026-12-05"), "outcome": "已答复"}, "报销": {"audited_on": D("2026-12-05")},
        "措施": {"done_on": D("2026-12-05"), "verification": "有效"}, "调查": {"put_right_on": D("2026-12-05")},
        "回访报告": {"reviewed_on": D("2026-12-05"), "supervisor_opinion": "同意"},
        "资料借还": {"returned_on": D("2026-12-05")},
    }  # fmt: skip
    first = rich()

    def dealt_with(table):
        cells = later.get(table.name, {})
        for row in first.registers(table):
            is_open = any(row[key] is None for key in [*cells][:1])
            yield Row({**row.values, **cells}, row.sheet, row.number) if is_open else row

    again = replace(first, now=datetime(2026, 12, 20, 9, 0), registers=lambda table: [*dealt_with(table)])
    assert PARTS[name](again) == PARTS[name](first)


def column(part, title, header):
    (found,) = [one for one in part.listings if one.title == title]
    return [row[found.headers.index(header)] for row in found.rows]


#: Part → label of a figure → what its list says: the same number, worked out from the rows.
TRACED = {
    ("回访率", "达到目标(占有目标的规则)"): lambda p: Share(
        column(p, "各项规则", "达到目标").count("达到"), sum(bool(one) for one in column(p, "各项规则", "达到目标"))
    ),
    ("记录审核", "请审核的记录"): lambda p: len(column(p, "请审核的记录", "记录编号")),
    ("记录审核", "已答复(占没有答清的)"): lambda p: Share(
        column(p, "没有答清的问题", "状态").count("已答复"), len(column(p, "没有答清的问题", "状态"))
    ),
    ("记录审核", "客户档案的改动"): lambda p: len(column(p, "客户档案的改动", "列")),
    ("任务", "按时(占应完成的任务)"): lambda p: Share(column(p, "应完成的任务", "状态").count("按时"), 3),
    ("任务", "过期未办的任务"): lambda p: column(p, "应完成的任务", "状态").count("过期未办"),
    ("评估", "评估的投诉"): lambda p: len(column(p, "评估的投诉", "投诉编号")),
    ("评估", "按时(占已完成和超时的步骤)"): lambda p: Share(5 - len(column(p, "超过时限的", "阶段")), 5),
    ("评估", "满意(占有反馈)"): lambda p: Share(column(p, "评估的投诉", "客户反馈").count("满意"), 1),
    ("评估", "建议培训"): lambda p: len(column(p, "培训计划", "培训内容")),
    ("六步", "六步齐全(占业务员)"): lambda p: Share(column(p, "各业务员的六步", "结论").count("齐全"), 1),
    ("抱怨", "抱怨(占接通)"): lambda p: Share(len(column(p, "逐条", "记录编号")), 3),
    ("抱怨", "重复出现的原因"): lambda p: sum(n > 0 for n in column(p, "按原因和客户类别", "上期")),
    ("满意度测量", "满意(占有评价的接通)"): lambda p: Share(
        column(p, "逐条的评价", "满意度").count("满意"),
        len(column(p, "逐条的评价", "满意度")) - column(p, "逐条的评价", "满意度").count("(没有评价)"),
    ),
    ("满意度测量", "访到(占应访)"): lambda p: Share(2 - len(column(p, "没有访到的", "客户")), 2),
    ("投诉", "接到投诉"): lambda p: len(column(p, "本期的投诉", "投诉编号")),
    ("投诉", "已办结(占接到)"): lambda p: Share(
        sum(n not in column(p, "未办结的投诉", "投诉编号") for n in column(p, "本期的投诉", "投诉编号")),
        len(column(p, "本期的投诉", "投诉编号")),
    ),
    ("投诉", "超时"): lambda p: sum(bool(late) for late in column(p, "未办结的投诉", "超时")),
    ("处罚", "态度投诉"): lambda p: len(column(p, "态度投诉", "投诉编号")),
    ("反馈", "没有答复"): lambda p: len(column(p, "没有答复的", "反馈单号")),
    ("反馈", "逾期"): lambda p: column(p, "没有答复的", "").count("逾期"),
    ("措施", "逾期的措施"): lambda p: column(p, "措施", "状态").count("逾期"),
    ("调查", "不满意(占评价)"): lambda p: Share(len(column(p, "不满意的项目", "调查编号")), 3),
    ("调查", "已整改(占不满意)"): lambda p: Share(
        sum(day is not None for day in column(p, "不满意的项目", "整改完成日期")),
        len(column(p, "不满意的项目", "调查编号")),
    ),
    ("报告表", "次日交报告(占应交)"): lambda p: Share(
        column(p, "回访与报告", "状态").count("按时"),
        sum(state != "未到期" for state in column(p, "回访与报告", "状态")),
    ),
    ("报告表", "未还的资料"): lambda p: len(column(p, "未归还的资料", "资料")),
    ("走访", "见到(占走访)"): lambda p: Share(
        len({c for c, said in zip(column(p, "走访名单", "客户"), column(p, "走访名单", "结果"), strict=True)
             if said == "接通"}),
        len(set(column(p, "走访名单", "客户"))),
    ),
    ("走访", "需要跟进"): lambda p: len(column(p, "需要和问题", "记录编号")),
    ("费用", "报销(元)"): lambda p: sum(column(p, "逐笔", "金额(元)")),
    ("费用", "等待审核"): lambda p: column(p, "逐笔", "审核日期").count(None),
    ("费用", "不同意却已付款"): lambda p: len(column(p, "主管不同意、却已付款的", "报销单号")),
    ("报告表", "准时到访(占约好的)"): lambda p: Share(
        column(p, "约好时间的回访", "迟到(分钟)").count(None), len(column(p, "约好时间的回访", "客户"))
    ),
    ("需求", "有需求的客户"): lambda p: len(set(column(p, "逐位客户的需求", "客户"))),
    ("交表", "按时交表(占应交)"): lambda p: Share(
        column(p, "交表登记", "状态").count("按时"), len(column(p, "交表登记", "状态"))
    ),
    ("交表", "罚款合计(元)"): lambda p: sum(fine or 0 for fine in column(p, "交表登记", "罚款(元)")),
    ("待办", "等待处理"): lambda p: sum(len(one.rows) for one in p.listings),
}  # fmt: skip


def test_every_figure_is_the_number_of_its_rows():
    parts = {name: make(rich()) for name, make in PARTS.items()}
    tiles = {(name, tile.label): tile for name, part in parts.items() for tile in part.tiles}
    assert tiles.keys() == TRACED.keys()
    assert {key: tile.value for key, tile in tiles.items()} == {key: TRACED[key](parts[key[0]]) for key in TRACED}
    assert all(tile.value not in (0, None) for tile in tiles.values() if not isinstance(tile.value, Share))


def test_every_figure_says_where_its_rows_are():
    for name, make in PARTS.items():
        part = make(rich())
        titles = [one.title for one in part.listings]
        for tile in part.tiles:
            assert tile.source == "下面每人一张" or any(tile.source.startswith(title) for title in titles), (name, tile)


def test_every_share_says_of_what():
    for name, make in PARTS.items():
        part = make(rich())
        for tile in part.tiles:
            assert not isinstance(tile.value, Share) or "占" in tile.label, (name, tile.label)
        for one in part.listings:
            for header, values in zip(one.headers, zip(*one.rows, strict=True), strict=False):
                shares = any(isinstance(value, Share) for value in values)
                said = header + one.about + one.title
                assert not shares or any(word in said for word in ("占", "/", "分母")), (name, one.title, header)


def test_the_slips_of_the_period_are_named_with_their_answers():
    part = PARTS["反馈"](rich())
    assert [(row[0], row[-1]) for row in listing(part, "本期发出的")] == [("X1", "按期"), ("X2", "逾期")]


def test_the_deadlines_that_were_missed_are_named():
    part = PARTS["投诉"](rich())
    missed = [(row[0], row[1], row[5]) for row in listing(part, "超过时限的")]
    assert missed == [("T2", "首次响应", "1 天"), ("T2", "处理", "15 天")]


def test_everybody_who_was_asked_is_listed_with_the_answer():
    ask = Question("Q1", ("R1",), "正常吗", "是否", (), False)
    records = [record("H1", answers='{"问卷.Q1": "是"}'), record("H2"), record("H3", result="占线")]
    part = made("问卷", records, policy=replace(POLICY, questions=(ask,)))
    assert [row[:3] for row in listing(part, "逐条")] == [("正常吗", "是", "H1"), ("正常吗", "(没有回答)", "H2")]


@pytest.mark.parametrize(
    ("count", "total", "missed", "said"),
    [
        (16, 54, None, "16/54(30%)"), (16, 54, 30, "16/54(29.6%)"), (15, 54, 30, "15/54(28%)"),
        (199, 200, 100, "199/200(99.5%)"), (9999, 10000, 100, "9999/10000(99.99%)"), (21, 200, 10, "21/200(11%)"),
        (41, 400, 10, "41/400(10.3%)"), (0, 0, 10, "0/0"),
    ],
)  # fmt: skip
def test_a_share_is_never_rounded_to_the_target_that_it_misses(count, total, missed, said):
    assert str(Share(count, total, missed)) == said
