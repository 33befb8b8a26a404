"""执行: who makes the calls of a rule. Worked out by hand; November 2026: the 21st is a Saturday."""

from dataclasses import replace
from datetime import date

import pytest
from msgspec import structs

from huifang.core.periods import parse_period
from huifang.core.worktime import WorkCalendar
from huifang.decisions.calls.callers import caller_by_rule, caller_of_issue
from huifang.decisions.calls.facts import Facts
from huifang.decisions.calls.owed import PlanningView
from huifang.decisions.calls.planning import make_plan
from huifang.decisions.calls.today import HeardOfDay, calls_of_day
from huifang.decisions.calls.triggers import NEEDED
from huifang.policy.build import read_policy
from huifang.policy.callers import callers_of, parse_caller
from huifang.policy.complaints import Dispatch
from huifang.policy.customers import Customer
from huifang.policy.people import People, Person, StandIn
from huifang.policy.rules import CallBy, Rule, agreed_rule, parse_source
from huifang.tables.model import Origin, Sheet

PERIOD = parse_period("2026-11下旬")
HANDLED, DONE = parse_source("投诉.处理完成"), parse_source("服务单.完工时间")


def D(text):
    return date.fromisoformat(f"2026-{text}")


def person(number, role, superior="B01", **more):
    return Person(person_no=number, name=f"{number}号", role=role, superior=superior, **more)


PERSONS = (
    person("A01", "业务员"),
    person("A02", "业务员"),
    person("F01", "客服", regions=("城东",)),
    person("F02", "客服", regions=("城西",)),
    person("B01", "主管", "C01", department="客服部"),
    person("B02", "主管", "C01", department="维修部"),
    person("C01", "老板", ""),
)
ROLLING = Rule(rule="R1", title="例行回访", trigger="滚动", interval=10, methods=("电话",))
REVISIT = Rule(rule="R2", title="投诉回访", trigger="日期", methods=("电话",), anchor=HANDLED, window=(0, 7))
REPAIR = Rule(rule="R3", title="维修回访", trigger="日期", methods=("电话",), anchor=DONE, window=(0, 7))
POLICY = replace(
    read_policy({}, "", NEEDED).policy, classes=("普通客户",), dispatches=(Dispatch("维修", "维修部", ""),)
)
COMPLAINT = {
    "投诉编号": "T1", "客户编号": "K1", "接收时间": D("11-18"), "执行完成时间": D("11-20"), "投诉类别": "维修",
    "首问责任人": "A02",
}  # fmt: skip
ORDER = {"服务单号": "S1", "客户编号": "K1", "完工时间": D("11-20"), "服务人员": "张师傅、F02号"}


def customer(number="K1", reviewed="11-14", **more):
    return Customer(
        **{
            "customer_no": number, "name": f"客户{number}", "customer_class": "普通客户", "owner": "A01",
            "contact": "王女士", "phone": f"138000000{number[1:]:0>2}", "review_status": "已审核",
            "reviewed_on": D(reviewed), "region": "城东", **more,
        }
    )  # fmt: skip


def view(*rules, customers=(), persons=PERSONS, stand_ins=(), batch=(), **sheets):
    known = customers or (customer(),)
    issued = {}
    for call in batch:
        issued.setdefault(call.customer_no, []).append(call)
    numbers = {(call.customer_no, key): no for call in batch for key, no in zip(call.keys, call.covers, strict=True)}
    return PlanningView(
        policy=replace(POLICY, rules=rules), calendar=WorkCalendar(frozenset(range(5))),
        people=People(persons, tuple(stand_ins)), customers={one.customer_no: one for one in known}, last_on={},
        failures={}, issued=issued, batch=tuple(batch), numbers=numbers,
        facts=Facts({"投诉": [COMPLAINT], "服务单": [ORDER], **sheets}),
    )  # fmt: skip


def plan(*rules, day="11-21", **more):
    return make_plan(view(*rules, **more), PERIOD, D(day))


def by(rule, text):
    return replace(rule, caller=parse_caller(text, rule.anchor))


def agents(result):
    return {call.customer_no: call.agent for call in result.new}


def codes(result):
    return [finding.code for finding in result.findings]


@pytest.mark.parametrize(
    ("rule", "text", "agent"),
    [
        (ROLLING, "业务员", "A01"),
        (ROLLING, "上级", "B01"),
        (ROLLING, "角色:客服", "F01"),  # who has the customer's region
        (ROLLING, "角色\uff1a客服", "F01"),
        (ROLLING, "角色:业务员", "A01"),  # the customer's own one is of that role
        (ROLLING, "人员:F02", "F02"),
        (ROLLING, "人员:F02号", "F02"),
        (REVISIT, "首问责任人", "A02"),
        (REVISIT, "投诉.首问责任人", "A02"),
        (REVISIT, "责任部门负责人", "B02"),  # 投诉分派 gives 维修 to 维修部, whose one supervisor is B02
        (REPAIR, "服务单.服务人员", "F02"),  # 张师傅 is not in 人员
    ],
)
def test_who_is_meant(rule, text, agent):
    result = plan(by(rule, text))
    assert (agents(result), codes(result)) == ({"K1": agent}, [])
    assert result.new[0].owner == agent


@pytest.mark.parametrize(
    ("rule", "text", "changes", "reason"),
    [
        (ROLLING, "人员:X9", {}, "《人员》里没有“X9”"),
        (ROLLING, "角色:质检", {}, "没有在职的质检"),
        (REVISIT, "首问责任人", {"投诉": [{**COMPLAINT, "首问责任人": None}]}, "“首问责任人”没有填写"),
        (REVISIT, "责任部门负责人", {"投诉": [{**COMPLAINT, "投诉类别": "其他"}]}, "这一行没有责任部门"),
        (REVISIT, "责任部门负责人", {"投诉": [{**COMPLAINT, "责任部门": "财务部"}]}, "看不出财务部的负责人"),
        (REPAIR, "服务单.服务人员", {"服务单": [{**ORDER, "服务人员": "张师傅"}]}, "写的是“张师傅”，《人员》里没有"),
        (
            ROLLING, "人员:F02", {"persons": [*PERSONS[:3], replace(PERSONS[3], left_on=D("11-01")), *PERSONS[4:]]},
            "F02 F02号 已离职",
        ),
    ],
)  # fmt: skip
def test_nobody_found_is_said_and_the_superior_calls(rule, text, changes, reason):
    result = plan(by(rule, text), **changes)
    assert (agents(result), codes(result)) == ({"K1": "B01"}, ["L721"])
    assert reason in result.findings[0].message and "B01 B01号" in result.findings[0].message


@pytest.mark.parametrize(
    ("rule", "text", "sheet", "where"),
    [
        (REVISIT, "首问责任人", "投诉", ("投诉登记表.xlsx", "P9")),
        (REVISIT, "责任部门负责人", "投诉", ("投诉登记表.xlsx", "S9")),
        (REPAIR, "服务单.服务人员", "服务单", ("服务单.xlsx", "G9")),
    ],
)
def test_the_cell_that_was_to_name_the_caller_is_said(rule, text, sheet, where):
    row = {**{"投诉": COMPLAINT, "服务单": ORDER}[sheet], "首问责任人": None, "投诉类别": "其他", "服务人员": None}
    letters = {"first_asked": "P", "department": "S", "served_by": "G"}
    row["来处"] = Origin(Sheet(where[0], sheet, letters), 9)
    (found,) = plan(by(rule, text), **{sheet: [row]}).findings
    assert (found.code, found.place.file, found.place.cell) == ("L721", *where)


def test_a_yearly_return_is_called_by_whom_its_row_names():
    day = replace(REPAIR, trigger="周年", window=(0, 7))
    assert agents(plan(by(day, "服务单.服务人员"), 服务单=[{**ORDER, "完工时间": date(2025, 11, 22)}])) == {"K1": "F02"}


def test_what_is_missing_is_said_once_for_all():
    result = plan(by(ROLLING, "人员:X9"), customers=[customer(f"K{n}") for n in (1, 2, 3)])
    assert codes(result) == ["L721"] and "有 3 个回访" in result.findings[0].message


def test_several_of_a_role_share_the_customers_and_keep_them():
    persons = [replace(one, regions=()) for one in PERSONS]
    customers = [customer(f"K{n}") for n in range(1, 41)]
    rule = by(ROLLING, "角色:客服")
    before = agents(plan(rule, customers=customers, persons=persons))
    assert sorted({*before.values()}) == ["F01", "F02"]
    assert min(list(before.values()).count(one) for one in ("F01", "F02")) >= 10
    more = agents(plan(rule, customers=customers, persons=[*persons, person("F03", "客服")]))
    assert all(agent in (before[number], "F03") for number, agent in more.items())
    fewer = agents(plan(rule, customers=customers, persons=[one for one in persons if one.person_no != "F02"]))
    assert {*fewer.values()} == {"F01"}


AWAY = StandIn("F01", D("11-20"), D("11-30"), "F02")


def test_a_stand_in_calls_for_the_caller():
    """The pair with 代班: F01 is to call, F02 stands in; the customer's 业务员 being away changes nothing."""
    rule = by(ROLLING, "角色:客服")
    (call,) = plan(rule, stand_ins=[AWAY]).new
    assert (call.agent, call.owner) == ("F02", "F01")
    assert agents(plan(rule, stand_ins=[StandIn("A01", D("11-20"), D("11-30"), "A02")])) == {"K1": "F01"}
    back = StandIn("F01", D("11-20"), D("11-23"), "F02")  # the window is 21 to 24: F01 is back on its last day
    (call,) = plan(rule, stand_ins=[back]).new
    assert (call.agent, call.planned_on) == ("F01", D("11-24"))


def test_the_callers_daily_limit_counts():
    customers = [customer(f"K{n}", owner=f"A0{n % 2 + 1}") for n in range(1, 7)]
    persons = [replace(one, daily_limit=3) if one.person_no == "F01" else one for one in PERSONS]
    result = plan(by(ROLLING, "角色:客服"), customers=customers, persons=persons)
    assert sorted(call.planned_on for call in result.new) == [D("11-23")] * 3 + [D("11-24")] * 3


def test_only_calls_of_one_caller_are_merged():
    assert [len(call.covers) for call in plan(ROLLING, REPAIR).new] == [2]
    apart = plan(ROLLING, by(REPAIR, "服务单.服务人员"))
    assert sorted((call.agent, call.rule) for call in apart.new) == [("A01", "R1"), ("F02", "R3")]
    together = plan(by(ROLLING, "人员:F02"), by(REPAIR, "服务单.服务人员")).new
    assert [(call.agent, len(call.covers)) for call in together] == [("F02", 2)]


def test_an_open_call_goes_to_who_stands_in_the_register_now():
    rule = by(REPAIR, "服务单.服务人员")
    batch = plan(rule).new
    assert plan(rule, batch=batch, day="11-23").new == ()
    changed = {"服务单": [{**ORDER, "服务人员": "F01"}]}
    (moved,) = plan(rule, batch=batch, day="11-23", **changed).new
    assert (moved.agent, moved.owner, moved.plan_no) == ("F01", "F01", batch[0].plan_no)
    todo = calls_of_day(view(rule, batch=batch, **changed), PERIOD, D("11-23"), D("11-23"), HeardOfDay())
    assert [one.agent for one in todo] == ["F01"]
    # the customer gets another 业务员: that is none of the caller's business
    other = [customer(owner="A02")]
    assert plan(rule, batch=batch, day="11-23", customers=other).new == ()


def test_an_open_call_of_a_caller_who_left_goes_on():
    batch = plan(by(ROLLING, "角色:客服")).new
    persons = [replace(one, left_on=D("11-23")) if one.person_no == "F01" else one for one in PERSONS]
    again = plan(by(ROLLING, "角色:客服"), batch=batch, day="11-23", persons=persons)
    assert (agents(again), codes(again)) == ({"K1": "F02"}, [])
    named = plan(by(ROLLING, "人员:F01"), batch=batch, day="11-23", persons=persons)
    assert (agents(named), codes(named)) == ({"K1": "B01"}, ["L721"])


def test_what_is_left_open_is_carried_over_with_its_caller():
    rule = by(REPAIR, "服务单.服务人员")
    batch = plan(rule).new
    later = replace(view(rule, batch=batch), batch=())
    (call,) = make_plan(later, parse_period("2026-12上旬"), D("12-01")).new
    assert (call.agent, call.plan_no, call.due_on) == ("F02", batch[0].plan_no, batch[0].due_on)


def test_what_was_agreed_is_kept_by_who_was_to_make_that_call():
    rule = by(ROLLING, "人员:F02")
    batch = plan(rule).new
    known = view(rule, batch=batch)
    agreed, row = agreed_rule([rule]), {"计划编号": batch[0].plan_no}
    assert caller_by_rule(known, agreed, customer(), row, D("11-24")).person_no == "F02"
    assert caller_by_rule(known, agreed, customer(), {"计划编号": None}, D("11-24")).person_no == "A01"
    later = structs.replace(batch[0], rule="约定", keys=(f"约定|{batch[0].plan_no}-1",), plan_no="H9", covers=("H9",))
    assert caller_of_issue(known, later, D("11-24")).person_no == "F02"


def test_whom_somebody_may_call_unplanned():
    rules = (by(ROLLING, "角色:客服"), by(REVISIT, "首问责任人"), replace(by(ROLLING, "人员:F02"), classes=("其他",)))
    known = view(*rules)
    assert callers_of(known.policy, known.people, customer(), D("11-24")) == ("F01",)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("人员:A01", CallBy("人员", "A01")),
        (" 上级 ", CallBy("上级")),
        ("客户.业务员", None),
        ("服务单.服务人员", CallBy("列", "", parse_source("服务单.服务人员"))),
    ],
)
def test_how_it_is_written(text, read):
    assert parse_caller(text, DONE) == read
