"""What customers said of being called again: on an agreed day, not at all, not under this number."""

from dataclasses import replace

import pytest
from test_planning import (
    CALENDAR,
    LATE_NOVEMBER,
    PHONE,
    POLICY,
    RULE,
    TODAY,
    D,
    codes,
    customer,
    days,
    exempt,
    staff,
    view,
)

from huifang.decisions.calls.agreements import Agreements, InVain, agreed_for
from huifang.decisions.calls.facts import AGREEMENT, Facts
from huifang.decisions.calls.late import past_window
from huifang.decisions.calls.obligations import Attempt
from huifang.decisions.calls.owed import Contact, open_obligations
from huifang.decisions.calls.planning import make_plan
from huifang.policy.rules import Rule, parse_source
from huifang.tables.declared.calls import CALLS
from huifang.tables.options import GIVE_UP, PAUSE, RESTART

SELDOM = replace(POLICY, rules=(replace(RULE, interval=60),))
ROLE = Rule(rule="R2", title="前台回访", trigger="每月", times=1, methods=("电话",), contact_role="前台", clause="一")
COMPLAINT = Rule(
    rule="R3", title="投诉回访", trigger="日期", anchor=parse_source("投诉.处理完成"), window=(0, 7), methods=("电话",),
    clause="二",
)  # fmt: skip


def said(result="改约", day="11-19", agreed=None, plan_no="", role="", phone=PHONE):
    return InVain(
        record_no=f"U{day}", called_on=D(day), moment=f"2026-{day} 10:00", result=result, plan_no=plan_no, role=role,
        phone=phone, agreed_on=D(agreed) if agreed else None,
    )  # fmt: skip


def record(day, agreed, result="接通", number="K1", record_no="H1-1", kept=None, **more):
    """A call in which a day was agreed, as rules look at it."""
    cells = {column.header: None for column in CALLS.columns}
    cells |= {"客户编号": number, "回访日期": D(day), "通话结果": result, "下次联系日期": D(agreed), **more}
    known = agreed_for(D(agreed), record_no, CALENDAR, D(kept) if kept else None)
    return {**cells, AGREEMENT: known}


def seen(*customers, moved=(), ended=(), facts=(), contacts=None, **more):
    agreements = Agreements(moved={"K1": moved} if moved else {}, ended={"K1": ended} if ended else {})
    looked = replace(view(*customers, **more), agreements=agreements, facts=Facts({"回访记录": facts}))
    return replace(looked, contacts=contacts or {})


def planned(looked, today=TODAY):
    return make_plan(looked, LATE_NOVEMBER, today)


def test_a_call_that_was_put_off_stands_on_the_agreed_day():
    looked = seen(customer("K1"), moved=[said(agreed="11-26")])
    (call,) = planned(looked).new
    assert (call.planned_on, call.from_on, call.due_on) == (D("11-26"), D("11-21"), D("11-24"))


@pytest.mark.parametrize(
    ("agreed", "on"),
    [("11-28", "11-30"), ("11-21", "11-23"), ("11-20", "11-23"), ("12-01", None), ("12-24", None)],
)
def test_the_agreed_day_a_day_off_in_the_past_or_behind_the_batch(agreed, on):
    assert days(planned(seen(customer("K1"), moved=[said(agreed=agreed)]))).get("K1") == on


def test_a_call_is_put_off_until_the_customer_may_be_called_at_all():
    looked = seen(customer("K1"), moved=[said(agreed="11-26")], people=staff(exempt(PAUSE, "11-25", "11-27")))
    assert days(planned(looked)) == {"K1": "11-30"}
    looked = seen(customer("K1"), moved=[said(agreed="11-26")], people=staff(exempt(GIVE_UP, "11-20")))
    assert planned(looked).new == ()


def test_the_last_word_counts_and_a_call_for_something_else_moves_nothing():
    words = [said(day="11-18", agreed="11-25"), said(day="11-19", agreed="11-27")]
    assert days(planned(seen(customer("K1"), moved=words))) == {"K1": "11-27"}
    assert days(planned(seen(customer("K1"), moved=[said(agreed="11-27", plan_no="H9-9")]))) == {"K1": "11-23"}


def test_nobody_is_late_before_the_day_after():
    looked = seen(customer("K1", "11-01"), moved=[said(agreed="11-28")])  # a Saturday
    assert past_window(looked, D("11-30")) == [] and len(past_window(looked, D("12-01"))) == 1


def test_what_was_agreed_costs_no_attempt_and_is_kept_after_all_of_them():
    tries = [Attempt(D("11-17"), "2026-11-17 09:00", PHONE), Attempt(D("11-18"), "2026-11-18 09:00", PHONE)]
    put_off = Attempt(D("11-19"), "2026-11-19 10:00", PHONE, D("11-26"))
    looked = seen(customer("K1"), failures={"K1": [*tries, put_off]}, moved=[said(agreed="11-26")])
    assert days(planned(looked)) == {"K1": "11-26"} and codes(planned(looked)) == []
    late = replace(looked, failures={"K1": [*tries, replace(tries[0], called_on=D("11-19")), put_off]})
    assert days(planned(late)) == {"K1": "11-26"}
    assert codes(planned(replace(late, agreements=Agreements()))) == ["L703"]


def test_what_was_agreed_in_a_connected_call_is_a_call_of_its_own():
    looked = seen(customer("K1"), last_on={"K1": D("11-20")}, facts=[record("11-20", "11-24")], policy=SELDOM)
    (call,) = planned(looked).new
    assert (call.rule, call.from_on, call.due_on, call.planned_on) == ("约定", D("11-24"), D("11-26"), D("11-24"))
    assert (call.reason_to_call, call.method, call.keys) == ("约定回访", "电话", ("约定|H1-1",))


def test_it_is_merged_where_the_agreed_day_is_in_the_other_window_too():
    looked = seen(customer("K1"), last_on={"K1": D("11-18")}, facts=[record("11-18", "11-26")])  # due 11-28 otherwise
    (call,) = planned(looked).new
    assert (call.from_on, call.due_on, call.planned_on, len(call.covers)) == (D("11-26"), D("11-28"), D("11-26"), 2)
    before = seen(customer("K1"), last_on={"K1": D("11-18")}, facts=[record("11-18", "11-24")])
    assert sorted((call.rule, call.from_on) for call in planned(before).new) == [
        ("R1", D("11-25")),
        ("约定", D("11-24")),
    ]


def test_what_was_kept_or_belongs_to_a_rule_of_the_office_is_not_asked_for():
    kept = seen(
        customer("K1"), last_on={"K1": D("11-20")}, facts=[record("11-18", "11-24", kept="11-24")], policy=SELDOM
    )
    assert planned(kept).new == ()
    own = Rule(
        rule="R4", title="答复", trigger="日期", anchor=parse_source("回访记录.下次联系日期"), window=(0, 1),
        methods=("电话",), clause="三",
    )  # fmt: skip
    policy = replace(SELDOM, rules=(*SELDOM.rules, own))
    looked = seen(customer("K1"), last_on={"K1": D("11-20")}, facts=[record("11-20", "11-24")], policy=policy)
    assert [call.rule for call in planned(looked).new] == ["R4"]
    off = replace(SELDOM, keeps_agreed_days=False)
    looked = replace(looked, policy=off)
    assert planned(looked).new == ()


def test_what_no_open_call_carries_any_more_becomes_one():
    lapsed = record("11-19", "11-26", result="改约", 计划编号="H1")
    monthly = replace(POLICY, rules=(replace(ROLE, contact_role="", classes=("大客户",)),))
    looked = seen(customer("K1"), facts=[lapsed], moved=[said(agreed="11-26", plan_no="H1")], policy=monthly)
    assert [(call.rule, call.planned_on) for call in planned(looked).new] == [("约定", D("11-26"))]
    rolling = seen(customer("K1"), facts=[replaced(lapsed)], moved=[said(agreed="11-26")])
    assert [(call.rule, call.planned_on) for call in planned(rolling).new] == [("R1", D("11-26"))]


def replaced(cells):
    """The same, said in a call that answered none."""
    return {**cells, "计划编号": "", AGREEMENT: replace(cells[AGREEMENT], record_no="U11-19")}


def test_what_was_agreed_stays_owed_when_the_customer_is_approved_no_longer():
    gone = replace(customer("K1"), review_status="停用", ended_on=D("11-21"))
    looked = seen(gone, last_on={"K1": D("11-22")}, facts=[record("11-20", "11-26")], policy=SELDOM)
    assert [one.rule.rule for one in open_obligations(looked, TODAY, D("11-30"))] == ["约定"]


def test_the_contact_who_was_called_is_called_again():
    contacts = {("K1", "前台"): Contact("李前", "13600000009")}
    call = record("11-20", "11-24", 联系角色="前台", 联系人="旧前", 电话="13600000001")
    looked = seen(customer("K1"), last_on={"K1": D("11-20")}, facts=[call], contacts=contacts, policy=SELDOM)
    assert [(c.contact_role, c.contact, c.phone) for c in planned(looked).new] == [("前台", "李前", "13600000009")]
    looked = seen(customer("K1"), last_on={"K1": D("11-20")}, facts=[call], policy=SELDOM)
    assert [(c.contact_role, c.contact, c.phone) for c in planned(looked).new] == [("前台", "旧前", "13600000001")]


@pytest.mark.parametrize(("result", "code"), [("拒访", "L716"), ("空号", "L717"), ("停机", "L717")])
def test_after_a_refusal_or_a_dead_number_nobody_calls(result, code):
    looked = seen(customer("K1"), ended=[said(result)], failures={"K1": [Attempt(D("11-19"), "x", PHONE)]})
    assert planned(looked).new == () and codes(planned(looked)) == [code]
    assert past_window(looked, D("11-28")) == []


@pytest.mark.parametrize(
    ("entry", "called"),
    [
        (exempt(RESTART, "11-19"), True),
        (exempt(RESTART, "11-21"), True),
        (exempt(RESTART, "11-18"), False),
        (exempt(RESTART, "11-24"), False),
        (exempt(PAUSE, "11-19", "11-20"), True),
        (exempt(PAUSE, "11-10", "11-20"), False),
        (exempt(RESTART, "11-21", number="K2"), False),
    ],
)
def test_a_person_lets_the_calls_go_on(entry, called):
    looked = seen(customer("K1"), ended=[said("拒访")], people=staff(entry))
    assert bool(planned(looked).new) is called


def test_another_number_is_called_and_another_spelling_is_none():
    assert days(planned(seen(customer("K1", phone="13900000002"), ended=[said("空号")]))) == {"K1": "11-23"}
    assert codes(planned(seen(customer("K1", phone="138-0000-0001"), ended=[said("空号")]))) == ["L717"]
    assert codes(planned(seen(customer("K1", phone="13900000002"), ended=[said("拒访")]))) == ["L716"]


def test_one_contact_does_not_refuse_for_another():
    policy = replace(POLICY, rules=(ROLE, replace(ROLE, rule="R5", contact_role="客房部")))
    contacts = {("K1", "前台"): Contact("李前", "1360000001"), ("K1", "客房部"): Contact("王房", "1360000002")}
    for word in (said("拒访", role="前台", phone="1360000001"), said("空号", role="前台", phone="1360000001")):
        looked = seen(customer("K1"), ended=[word], contacts=contacts, policy=policy)
        assert [call.contact_role for call in planned(looked).new] == ["客房部"]


def test_a_refusal_does_not_end_the_duty_to_a_complaint():
    row = {"客户编号": "K1", "投诉编号": "T1", "执行完成时间": D("11-20"), "是否成立": "成立"}
    policy = replace(POLICY, rules=(*POLICY.rules, COMPLAINT))
    looked = replace(seen(customer("K1"), ended=[said("拒访")], policy=policy), facts=Facts({"投诉": [row]}))
    assert [call.rule for call in planned(looked).new] == ["R3"]
    dead = replace(looked, agreements=Agreements(ended={"K1": [said("空号")]}))
    assert planned(dead).new == ()
    numbers = {("K1", "R3|T1"): "H5"}
    refused = replace(looked, numbers=numbers, agreements=Agreements(ended={"K1": [said("拒访", plan_no="H5")]}))
    assert planned(refused).new == ()
