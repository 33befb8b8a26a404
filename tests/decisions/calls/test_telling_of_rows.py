"""回访内容: every register says with its table what its rows say to whoever calls about them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from huifang.core.worktime import parse_spans
from huifang.decisions.calls.assigning import Due
from huifang.decisions.calls.briefing import LEAST, LENGTH, message_of
from huifang.decisions.calls.facts import HANDLING, Cause, Facts
from huifang.decisions.calls.obligations import Base, Obligation
from huifang.decisions.calls.owed import Contact, Open, PlanningView
from huifang.decisions.calls.telling import Piece, fitted, keys_of
from huifang.ledger.problems import KnownProblem
from huifang.ledger.records import EMPTY, CallRecord
from huifang.policy.customers import ContactPerson, Customer
from huifang.policy.model import Campaign
from huifang.policy.rules import DERIVED, SOURCES, Rule, parse_source
from huifang.tables.model import WORKED_OUT
from huifang.tables.options import ON_SITE
from obligations_made import POLICY, made_rule, view

DAY = date(2026, 11, 20)
CUSTOMER = Customer(customer_no="K1", name="东升超市", contact="王芳", phone="13800000001")
DONE = datetime(2026, 11, 18, 10, 0)
COMPLAINT = {
    "投诉编号": "T2611-004", "投诉内容": "发票抬头错", "责任部门": "财务部", "处理结果": "已重开",
    "执行完成时间": datetime(2026, 11, 16, 9, 0),
}  # fmt: skip
REPAIR = {"服务单号": "W1123", "服务类型": "维修", "服务内容": "换锁芯", "服务人员": "刘师傅", "完工时间": DONE}
SURVEY = {"调查编号": "D12", "调查项目": "保洁", "整改完成日期": date(2026, 11, 10)}
PROJECT = {
    "项目编号": "P1", "工程名称": "城东变电站改造", "产品型号": "KYN28-12", "产品数量": 12.0,
    "送电日期": date(2026, 10, 15),
}  # fmt: skip
SLIP = {
    "反馈单号": "X1", "内容": "柜门关不严", "责任部门": "品质部", "处理结果": "已换铰链",
    "处理完成日期": date(2026, 11, 17),
}  # fmt: skip
RECORD = {
    "回访日期": date(2026, 11, 12), "回访方式": "电话", "处理情况": "未解决", "不满意原因": "门锁三天就坏",
    "客户意见或需求": "无", "下次联系日期": date(2026, 11, 20),
}  # fmt: skip
EVENT = {"事件编号": "E1", "事件类型": "开工", "时间": DONE, "经办人": "李明", "备注": "二号楼"}
LEAVER = {"工号": "A03", "姓名": "张燕", "离职日期": date(2026, 11, 16)}
ABOUT = {
    "投诉.处理完成": (COMPLAINT, "投诉 T2611-004 发票抬头错：11-16 已重开（财务部）。请告知结果，问满不满意。"),
    "服务单.完工时间": (REPAIR, "维修单 W1123：11-18 换锁芯，刘师傅。"),
    "调查.整改完成日期": (SURVEY, "调查 D12“保洁”：11-10 已整改。"),
    "反馈.处理完成日期": (SLIP, "反馈单 X1 柜门关不严：11-17 已换铰链（品质部）。请告知结果，问满不满意。"),
    "台账.送电日期": (PROJECT, "项目 P1 城东变电站改造：KYN28-12×12，送电日期 11-20，质保期至 2027-10-15。"),
    "回访记录.下次联系日期": (RECORD, "11-12 电话回访：门锁三天就坏，未解决，约好 11-20。"),
    "事件登记.时间": (EVENT, "开工 E1：11-18，二号楼，经办 李明。"),
    "人员.离职日期": (LEAVER, "原来由 张燕（A03）负责，11-16 离职。"),
    "客户.保险到期日": ({"客户编号": "K1"}, "保险到期日 11-20。"),
}


def subject(source: str, cells: dict[str, Any], on: date = DAY) -> Cause:
    return Cause(parse_source(source), {"客户编号": "K1", **cells}, on)


def call(*titled: tuple[str, Cause], customer: Customer = CUSTOMER, **of_rule: Any) -> Due:
    """A call about these rows, each under the title of its rule."""
    obligation = Obligation(customer_no="K1", rule="R", key="R|1", base=Base(DAY, False, ""), from_on=DAY, due_on=DAY)
    served = tuple(
        Open(
            customer=customer,
            rule=made_rule("R", title, "日期", **of_rule),
            obligation=obligation,
            attempts=(),
            contact=Contact("王芳", ""),
            about=(about,),
        )  # fmt: skip
        for title, about in titled
    )
    return Due(served, (DAY, DAY), "A01", (DAY,), DAY, False)


def routine(customer: Customer = CUSTOMER, rule: Rule | None = None) -> Due:
    obligation = Obligation(customer_no="K1", rule="R", key="R|1", base=Base(DAY, False, ""), from_on=DAY, due_on=DAY)
    one = Open(
        customer=customer, rule=rule or made_rule("R", "十日例行回访", "滚动"), obligation=obligation, attempts=(),
        contact=Contact("王芳", ""),
    )  # fmt: skip
    return Due((one,), (DAY, DAY), "A01", (DAY,), DAY, False)


def seen(facts: dict[str, list[dict[str, Any]]] | None = None, **more: Any) -> PlanningView:
    policy = replace(POLICY, warranty_from_power_on=12, warranty_from_shipping=18, **more.pop("policy", {}))
    return replace(view([CUSTOMER], []), policy=policy, facts=Facts(facts or {}), **more)


def told(due: Due, planning: PlanningView | None = None, method: str = "电话") -> str:
    return message_of(planning or seen(), due, DAY, method)


@pytest.mark.parametrize("name", SOURCES)
def test_every_register_that_a_rule_may_count_from_says_what_it_is_about(name: str) -> None:
    table = SOURCES[name]
    assert table.tells is not None and table.tells.clauses
    keys = {key for clause in table.tells.clauses for text in clause.texts for key in keys_of(text)}
    keys |= {clause.where[0] for clause in table.tells.clauses if clause.where}
    assert keys <= {*table.by_key, *WORKED_OUT}
    assert table.tells.clauses[0].texts and not table.tells.thing or table.tells.thing in table.by_key
    number = table.unique[:1]  # what people call the row is never cut
    assert name in ("客户",) or not number or any(number[0] in keys_of(c.texts[0]) for c in table.tells.clauses[:1])


@pytest.mark.parametrize("source", ABOUT)
def test_the_row_that_caused_the_call(source: str) -> None:
    cells, words = ABOUT[source]
    assert told(call(("投诉回访", subject(source, cells)))) == f"【投诉回访】{words}"


def test_all_registers_are_tried() -> None:
    assert {source.partition(".")[0] for source in ABOUT} == {*SOURCES} | {sheet for sheet, _ in DERIVED}


@pytest.mark.parametrize("source", ABOUT)
def test_a_row_with_nothing_but_its_number_is_told_of_all_the_same(source: str) -> None:
    table = SOURCES[source.partition(".")[0]]
    number = {table.by_key[key].header: "N1" for key in table.unique[:1]}
    words = told(call(("回访", subject(source, number))))
    assert words.startswith("【回访】") and ("N1" in words or not table.unique or table.name == "客户")
    assert "None" not in words and "（）" not in words and "，。" not in words


def test_an_invalid_complaint_is_told_as_such() -> None:
    cells = {**COMPLAINT, "执行完成时间": None, "处理结果": None, "是否成立": "不成立", "调查结论": "发票没有错"}
    words = told(call(("投诉回访", subject("投诉.处理完成", cells))))
    assert "投诉 T2611-004 发票抬头错：经查不成立，发票没有错（财务部）。请告知结果" in words
    assert "第 2 次办理" in told(call(("投诉回访", subject("投诉.处理完成", {**COMPLAINT, HANDLING: 2}))))


def test_a_routine_reason_is_not_printed() -> None:
    assert told(routine()) == ""


def test_two_orders_are_two_numbered_clauses() -> None:
    other = {**REPAIR, "服务单号": "W1124", "服务内容": "修门", "服务类型": None}
    one, two = (subject("服务单.完工时间", cells) for cells in (REPAIR, other))
    words = told(call(("维修回访", one), ("维修回访", two)))
    assert words == "【维修回访】①维修单 W1123：11-18 换锁芯，刘师傅；②服务单 W1124：11-18 修门，刘师傅。"
    assert (
        told(call(("甲", one), ("乙", one))) == "【甲、乙】维修单 W1123：11-18 换锁芯，刘师傅。"
    )  # one row, two rules


def test_rows_without_a_number_are_told_apart() -> None:
    """Records of calls have their customer's number only, and a row whose number is missing counts all the same."""
    for source, cells in (("回访记录.下次联系日期", RECORD), ("服务单.完工时间", {"服务内容": "换锁芯"})):
        words = told(call(("答复", subject(source, cells)), ("答复", subject(source, cells))))
        assert words.startswith("【答复】①") and "；②" in words


def test_reminders_name_the_day_and_the_car() -> None:
    rows = {"服务单": [{"客户编号": "K1", "车牌号": "京A1"}, {"客户编号": "K1", "车牌号": "京A1"}, {"客户编号": "K1"}]}
    due, late = (subject(f"客户.{header}", {}, DAY) for header in ("保养到期日", "保险到期日"))
    words = told(call(("保养提醒", due), ("保险提醒", late)), seen(rows))
    assert words == "【保养提醒】保养到期日 11-20，京A1。【保险提醒】保险到期日 11-20，京A1。"


def test_days_of_another_year_have_it() -> None:
    cells = {**REPAIR, "完工时间": datetime(2025, 11, 18)}
    assert "：2025-11-18 换锁芯" in told(call(("流失客户回访", subject("服务单.完工时间", cells))))


def test_what_is_ordered_stands_word_by_word() -> None:
    """However long it is, and however much else there is to say."""
    long = "介绍冬季新品，说明特价到月底" * 8
    quiet = replace(CUSTOMER, quiet_hours=parse_spans("12:00-14:00"), address="建设路 1 号")
    planning = seen(policy={"campaigns": (Campaign(from_on=DAY, until_on=DAY, classes=(), message=long),)})
    about = subject("服务单.完工时间", {**REPAIR, "服务内容": "换" * 200})
    words = told(call(("维修回访", about), customer=quiet, message="问候"), planning, ON_SITE)
    assert words.startswith("【维修回访】维修单 W1123：11-18 换换换") and "…，刘师傅。" in words
    assert words.endswith(f"问候。专项：{long}。地址：建设路 1 号。勿扰 12:00–14:00。")
    assert len(words) <= len(f"问候。专项：{long}。地址：建设路 1 号。勿扰 12:00–14:00。") + LEAST


def test_decisions_about_open_problems_come_first() -> None:
    record = CallRecord({**EMPTY, "record_no": "H1-1", "decision": "同意退货"})
    solved = KnownProblem(CallRecord({**EMPTY, "record_no": "H2-1", "decision": "换货"}), "H3-1")
    planning = seen(problems={"K1": [KnownProblem(record), solved]}, returned={"": DAY})
    assert "请重新回访并填写。先回告：同意退货。" in told(routine(), planning)
    assert "换货" not in told(routine(), planning)


def test_who_is_called_and_how_the_customer_buys() -> None:
    """职务, 年龄, 消费特点 of the one who is called: the first to give way."""
    known = replace(
        CUSTOMER, habits="每季度集中采购", contacts=(
            ContactPerson("前台", "李明", "1"), ContactPerson("负责人", "王芳", "2", "采购部", "经理", 40),
        ),
    )  # fmt: skip
    assert told(routine(known)) == "王芳：采购部经理，40 岁。消费特点：每季度集中采购。"
    busy = subject("投诉.处理完成", {**COMPLAINT, "投诉内容": "发票抬头错，请重开" * 9})
    words = told(call(("投诉回访", busy), customer=known))
    assert len(words) <= LENGTH and "采购部" not in words and "已重开（财务部）" in words


@pytest.mark.parametrize("length", range(2, 40, 3))
def test_what_is_least_important_gives_way_first(length: int) -> None:
    pieces = [Piece("甲" * 6), Piece("乙" * 9, 2, 4), Piece("丙" * 9, 3), Piece("丁" * 9, 1)]
    text = fitted(pieces, length)
    assert len(text) <= max(length, 10) and text.startswith("甲" * 6 + "乙")
    assert "丙" not in text or text.count("乙") == 9
    assert "丁" in text or length < 6 + 4 + 9


def test_what_customers_type_is_no_formula_and_stays_on_one_line() -> None:
    cells = {**REPAIR, "服务单号": "=1+1", "服务内容": "=HYPERLINK(1)\n换锁", "服务类型": "+"}
    words = told(call(("维修回访", subject("服务单.完工时间", cells))))
    assert words == "【维修回访】+单 =1+1：11-18 =HYPERLINK(1) 换锁，刘师傅。"
