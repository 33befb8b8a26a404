"""What every rule was to reach, and what it reached; worked out by hand."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from huifang.core.periods import parse_period
from huifang.decisions.calls.obligations import Base, Connection, Obligation
from huifang.decisions.calls.triggers import NEEDED
from huifang.decisions.reports.duties import Duty, duties_of
from huifang.decisions.reports.figures import Owed
from huifang.decisions.reports.part import Share
from huifang.decisions.reports.parts.duties import duties
from huifang.decisions.reports.selected import InPool
from huifang.policy.build import read_policy
from huifang.policy.customers import Customer
from huifang.policy.rules import Rule, parse_source
from huifang.policy.targets import parse_target

D = date.fromisoformat
NOVEMBER, AFTER, DURING = parse_period("2026-11"), D("2026-12-01"), D("2026-11-20")
LAPSED, LATE = "错过，不再补做", "逾期未回访"


def customer(number, kind="一般客户"):
    return Customer(
        customer_no=number, name=number, customer_class=kind, owner="A01", contact="", phone="", review_status="已审核",
        reviewed_on=None, registered_on=None,
    )  # fmt: skip


def owed(number="K1", done=False, due_on="2026-11-30", status="", rule="R1", kind="一般客户"):
    obligation = Obligation(
        customer_no=number, rule=rule, key="k", base=Base(D("2026-11-01"), False, ""), from_on=D("2026-11-01"),
        due_on=D(due_on), fulfilled_by=Connection(D("2026-11-05"), "m", "", "") if done else None,
    )  # fmt: skip
    return Owed(obligation, customer(number, kind), "A01", status or ("已回访" if done else LATE), kind)


def car(number, selected=True, called=False, due_on="2026-11-30", kind="一般客户"):
    return InPool(
        rule="R1", number=number, on=D("2026-11-03"), customer=customer(number), counted_as=kind,
        due_on=D(due_on) if selected else None, called_on=D("2026-11-05") if called else None,
    )  # fmt: skip


def judged(target, lines, told_on=AFTER, pooled=(), period=NOVEMBER, **rule) -> Duty:
    one = Rule(rule="R1", title="回访", trigger="日期", methods=("电话",), target=parse_target(target), **rule)
    policy = replace(read_policy({}, "", NEEDED).policy, rules=(one,))
    (duty,) = duties_of(policy, period, told_on, lines, pooled)
    return duty


@pytest.mark.parametrize(
    ("target", "lines", "told_on", "share", "verdict"),
    [
        ("100%", [owed(done=True), owed("K2", done=True)], AFTER, Share(2, 2), "达到"),
        ("100%", [owed(done=True), owed("K2")], AFTER, Share(1, 2), "没有达到"),
        ("100%", [owed(done=True), owed("K2", status="待回访")], DURING, Share(1, 2), "还没有到期"),
        ("100%", [owed(done=True), owed("K2", due_on="2026-11-19")], DURING, Share(1, 2), "没有达到"),
        # that the customer wants the call later makes nobody late before that day
        ("100%", [owed("K2", status="约定 12-02 回访")], AFTER, Share(0, 1), "还没有到期"),
        ("100%", [], AFTER, Share(0, 0), "没有应访的"),
        ("50%", [owed(done=True), owed("K2"), owed("K3")], AFTER, Share(1, 3), "没有达到"),  # two of three are needed
        ("50%", [owed(done=True), owed("K2", done=True), owed("K3")], AFTER, Share(2, 3), "达到"),
        # two a month for each: K1 had both, K2 one of them
        ("每月2次", [*2 * [owed(done=True)], owed("K2", done=True), owed("K2")], AFTER, Share(1, 2), "没有达到"),
        ("每月2次", [owed(done=True), owed(status="待回访")], DURING, Share(0, 1), "还没有到期"),
        ("每月1次", [owed(done=True), owed("K2", status=LAPSED, due_on="2026-12-30")], AFTER, Share(1, 2), "没有达到"),
        # only one class has a target: K2's call does not count
        ("VIP客户100%", [owed(done=True, kind="VIP客户"), owed("K2")], AFTER, Share(1, 1), "达到"),
        ("", [owed(done=True)], AFTER, None, ""),
    ],
)  # fmt: skip
def test_a_rule_is_held_against_its_target(target, lines, told_on, share, verdict):
    duty = judged(target, lines, told_on)
    assert (duty.share, duty.verdict) == (share, verdict)


def test_so_many_a_month_is_judged_of_whole_months():
    duty = judged("每月1次", [owed(done=True)], period=parse_period("2026-11上旬"))
    assert (duty.share, duty.verdict) == (None, "满一个月才判断")


@pytest.mark.parametrize(
    ("cars", "told_on", "share", "verdict"),
    [
        # three of ten are enough, of eleven four are needed
        ([car("F1", called=True), car("F2", called=True), car("F3", called=True)] + 7 * [car("F", False)], AFTER,
         Share(3, 10), "达到"),
        ([car("F1", called=True), car("F2", called=True), car("F3", called=True)] + 8 * [car("F", False)], AFTER,
         Share(3, 11), "没有达到"),
        ([car("F1", called=True), car("F2", due_on="2026-12-06"), *3 * [car("F", False)]], AFTER,
         Share(1, 5), "还没有到期"),
    ],
)  # fmt: skip
def test_a_rule_that_selects_is_held_against_all_among_which_it_does(cars, told_on, share, verdict):
    duty = judged("不少于30%", [owed(done=True)], told_on, cars, share=30, anchor=parse_source("服务单.完工时间"))
    assert (duty.share, duty.verdict, duty.basis) == (share, verdict, "占本期的服务")


def test_every_line_stands_with_one_rule():
    """What was agreed with customers, and what a rule asked for that is gone, stand behind the rules of the office."""
    lines = [owed(), owed("K2", rule="约定"), owed("K3", rule="R9", done=True)]
    one = Rule(rule="R1", title="回访", trigger="日期", methods=("电话",))
    policy = replace(read_policy({}, "", NEEDED).policy, rules=(one,))
    found = duties_of(policy, NOVEMBER, AFTER, lines, ())
    assert [(duty.number, duty.title, len(duty.owed), duty.done) for duty in found] == [
        ("R1", "回访", 1, 0), ("约定", "约定回访", 1, 0), ("R9", "(制度里已经没有)", 1, 1),
    ]  # fmt: skip


def told(targets):
    """The first sentence about rules with these targets, each with one call that was missed and one that was made."""
    rules = tuple(
        Rule(rule=f"R{n}", title=f"第{n}项", trigger="日期", methods=("电话",), target=parse_target(target))
        for n, target in enumerate(targets, 1)
    )
    policy = replace(read_policy({}, "", NEEDED).policy, rules=rules)
    lines = [owed(f"K{at}", done=at == 1, rule=rule.rule) for rule in rules for at in (1, 2)]
    found = duties_of(policy, NOVEMBER, AFTER, lines, ())
    return duties(SimpleNamespace(duties=found, shares=(), policy=policy, label=str)).sentences[0]


def test_few_rules_are_all_named_of_many_those_that_reached_too_little():
    assert told(["50%", "100%"]) == (
        "有目标的规则 2 条，达到 1 条：第1项 1/2(50%)，达到(目标 不少于 50%)；第2项 1/2(50%)，没有达到(目标 100%)。"
    )
    many = told(["50%", *6 * ["100%"]])
    assert many.startswith("有目标的规则 7 条，达到 1 条：第2项") and many.endswith("；另有 2 条，见“各项规则”。")
