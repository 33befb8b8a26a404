"""Registers drawn at random, and what planning sees of them: for properties of obligations."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from huifang.core.periods import parse_period
from huifang.core.worktime import WorkCalendar
from huifang.decisions.calls.facts import Facts
from huifang.decisions.calls.owed import PlanningView
from huifang.decisions.calls.triggers import NEEDED
from huifang.policy.build import read_policy
from huifang.policy.customers import Customer
from huifang.policy.people import People, Person
from huifang.policy.rules import Rule, parse_source

D = date.fromisoformat
FINISHED, EXPERIENCED = parse_source("服务单.完工时间"), parse_source("客户.体验日期")


def made_rule(rule: str, title: str, trigger: str, *classes: str, **more: Any) -> Rule:
    return Rule(rule=rule, title=title, trigger=trigger, methods=("电话",), classes=classes, **more)


RULES = (
    made_rule("R1", "例行", "滚动", "甲", interval=10),
    made_rule("R2", "每月", "每月", "乙", times=3),
    made_rule("R3", "体验", "日期", anchor=EXPERIENCED, window=(3, 4)),
    made_rule("R4", "抽取", "比例", "乙", anchor=FINISHED, share=30),
    made_rule("R5", "服务", "当月服务", "丙", anchor=FINISHED, merge=False),
    made_rule("R6", "流失", "久未服务", "丙", anchor=FINISHED, interval=3, unit="月"),
)
POLICY = replace(
    read_policy({}, "", NEEDED).policy, rules=RULES, classes=("甲", "乙", "丙"), min_gap_days=4, daily_limit=6
)
CALENDAR = WorkCalendar(frozenset(range(5)))
PEOPLE = People(
    (Person(person_no="A01", name="李明", role="业务员"), Person(person_no="A02", name="王强", role="业务员"))
)
PERIOD, TODAY = parse_period("2026-11"), D("2026-11-03")

days = st.dates(D("2026-07-01"), D("2026-12-10"))


@st.composite
def registers(draw: st.DrawFn) -> tuple[list[Customer], list[dict[str, object]]]:
    """Some customers of all classes, and services that were done for them."""
    customers = []
    for number in range(draw(st.integers(1, 7))):
        experienced = draw(st.none() | days)
        status = draw(st.sampled_from(["已审核", "已审核", "待审核"]))
        customer_class, owner = draw(st.sampled_from(POLICY.classes)), draw(st.sampled_from(["A01", "A02"]))
        own = (("体验日期", experienced),) if experienced else ()
        made = Customer(
            customer_no=f"K{number}", name=f"客户{number}", customer_class=customer_class, owner=owner,
            phone=f"1380000000{number}", review_status=status, reviewed_on=draw(days), days=own,
        )  # fmt: skip
        customers.append(made)
    services: list[dict[str, object]] = [
        {"服务单号": f"F{number}", "客户编号": draw(st.sampled_from(customers)).customer_no, "完工时间": draw(days)}
        for number in range(draw(st.integers(0, 12)))
    ]
    return customers, services


def view(customers: list[Customer], services: list[dict[str, object]], **more: object) -> PlanningView:
    own = [{"客户编号": c.customer_no, **dict(c.days)} for c in customers]
    known: dict[str, Any] = {"last_on": {}, "failures": {}, "issued": {}, "batch": (), "numbers": {}, **more}
    return PlanningView(
        policy=POLICY, calendar=CALENDAR, people=PEOPLE, customers={c.customer_no: c for c in customers},
        facts=Facts({"客户": own, "服务单": services}), **known,
    )  # fmt: skip
