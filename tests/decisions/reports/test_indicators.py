"""What is to be reached beyond one rule: counted by hand, for the office, a department and each agent."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from huifang.core.periods import parse_period
from huifang.decisions.calls.facts import Facts, MadeContact
from huifang.decisions.calls.obligations import Base, Connection, Obligation
from huifang.decisions.calls.triggers import NEEDED
from huifang.decisions.reports.figures import AgentFigures, Figures, Owed
from huifang.decisions.reports.part import Share
from huifang.decisions.reports.parts.indicators import indicators, indicators_told
from huifang.decisions.reports.parts_view import PartsView
from huifang.edges.known.presets import load_preset
from huifang.ledger.records import EMPTY, CallRecord
from huifang.policy.build import read_policy
from huifang.policy.customers import Customer
from huifang.policy.people import People, Person
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.indicator_rules import INDICATOR_RULES
from huifang.tables.model import Row, Sheet

D = date.fromisoformat
NOVEMBER = parse_period("2026-11")
PEOPLE = People(
    (
        Person(person_no="A01", name="李明", role="业务员", department="一部"),
        Person(person_no="A02", name="王强", role="业务员", department="二部"),
    )
)


def policy(**cells):
    """The ten-day regulation with one indicator."""
    grids = dict(load_preset("sales-ten-day").grids())
    row = {"指标": "甲", "要求": "≥", "目标": 80, **cells}
    headers = [column.header for column in INDICATOR_RULES.columns]
    grids["指标"] = [headers, [row.get(header, "") for header in headers]]
    return read_policy(grids, "制度.xlsx", NEEDED)


def owed(number, agent, done=None, due="2026-11-10", rule="R1"):
    call = Connection(D(done), done, "H", "H-1") if done else None
    obligation = Obligation(
        customer_no=number, rule=rule, key=number, base=Base(D("2026-11-01"), False, ""), from_on=D("2026-11-01"),
        due_on=D(due), fulfilled_by=call,
    )  # fmt: skip
    return Owed(obligation, customer(number, agent), agent, "")


def customer(number, agent):
    return Customer(
        customer_no=number, name=number, customer_class="普通客户" if number != "K3" else "大客户", owner=agent,
        contact="", phone="", review_status="已审核", reviewed_on=None, registered_on=None,
    )  # fmt: skip


def record(number, agent, result="接通", satisfaction="满意", method="电话"):
    fields = {
        "record_no": f"{number}-1", "customer_no": number, "agent": agent, "rule": "R1", "result": result,
        "satisfaction": satisfaction if result == "接通" else "", "method": method, "called_on": D("2026-11-05"),
    }  # fmt: skip
    return CallRecord({**EMPTY, **fields})


def line(agent):
    counts = dict.fromkeys(AgentFigures.__dataclass_fields__, 0)
    return AgentFigures(**{**counts, "agent": agent, "name": agent, "submitted_at": None, "sheet_state": ""})


def view(rules):
    """K1 and K2 are A01's, K3 and K4 A02's: three of four reached, one of them late; two of three content."""
    owners = {"K1": "A01", "K2": "A01", "K3": "A02", "K4": "A02"}
    lines = (
        owed("K1", "A01", "2026-11-05"), owed("K2", "A01", "2026-11-12"), owed("K3", "A02", "2026-11-06"),
        owed("K4", "A02"),
    )  # fmt: skip
    records = (
        record("K1", "A01"), record("K2", "A01", satisfaction="不满意"), record("K3", "A02", method="上门"),
        record("K4", "A02", result="占线"),
    )  # fmt: skip
    came = {"complaint_no": "T1", "received_at": datetime(2026, 11, 5, 9, 0), "customer_no": "K3"}
    complaint = Row(dict.fromkeys(COMPLAINTS.by_key) | came, Sheet("f", "投诉", {}), 2)
    return PartsView(
        period=NOVEMBER, before=NOVEMBER, policy=rules, people=PEOPLE,
        customers={number: customer(number, owner) for number, owner in owners.items()},
        figures=Figures((line("A01"), line("A02")), lines, ()), records=records, records_before=(), problems=(),
        now=datetime(2026, 12, 1, 9, 0), registers=lambda table: [complaint] if table is COMPLAINTS else [],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "found"),
    [
        ({"算什么": "完成率"}, [("", 3, 4, False)]),
        ({"算什么": "完成率", "目标": 75}, [("", 3, 4, True)]),
        ({"算什么": "完成率", "每": "业务员"}, [("A02 王强", 1, 2, False), ("A01 李明", 2, 2, True)]),
        ({"算什么": "按时率", "每": "部门"}, [("一部", 1, 2, False), ("二部", 1, 2, False)]),
        ({"算什么": "完成率", "范围": "大客户"}, [("", 1, 1, True)]),
        ({"算什么": "接通率", "目标": 75}, [("", 3, 4, True)]),
        ({"算什么": "接通率", "范围": "上门"}, [("", 1, 1, True)]),
        ({"算什么": "满意率"}, [("", 2, 3, False)]),
        ({"算什么": "投诉率", "要求": "≤", "目标": 25}, [("", 1, 4, True)]),
        ({"算什么": "投诉率", "要求": "≤", "目标": 25, "每": "业务员"}, [
            ("A02 王强", 1, 2, False), ("A01 李明", 0, 2, True),
        ]),
        ({"算什么": "差错率", "要求": "≤", "目标": 5}, [("", 0, 4, True)]),
        ({"算什么": "满意率", "范围": "短信"}, [("", 0, 0, None)]),
    ],
)  # fmt: skip
def test_an_indicator_is_counted_and_judged(cells, found):
    read = policy(**cells)
    assert read.findings == ()
    part = indicators(view(read.policy))
    told = [(one["of"], one["count"], one["total"], one["reached"]) for one in indicators_told([part])]
    assert told == [(whose or "单位", *rest) for whose, *rest in found]  # what was missed comes first
    assert ("没有达到" in part.sentences[0]) == any(reached is False for *_, reached in found)


@pytest.mark.parametrize(
    ("cells", "code", "left"),
    [
        ({"算什么": "满意率", "范围": "登门"}, "P607", 1),
        ({"算什么": "投诉率", "要求": "≤", "范围": "电话"}, "P605", 0),
        ({"算什么": "满意率", "要求": "≤"}, "P605", 0),
        ({"算什么": "差错率"}, "P605", 0),
        ({"算什么": "满意率", "目标": 101}, "P605", 0),
        ({"算什么": "满意率", "周期": "月"}, "P605", 0),
        ({"算什么": "满意率", "不同客户": "是"}, "P605", 0),
        ({"算什么": "定额", "目标": 20, "每": "部门"}, "P605", 0),
        ({"算什么": "定额", "目标": 0.5}, "P605", 0),
        ({"算什么": "定额", "目标": 20, "范围": "R1"}, "P605", 0),
        ({"算什么": "定额", "目标": 20, "要求": "≤"}, "P605", 0),
    ],
)
def test_an_indicator_that_cannot_be_counted_is_said(cells, code, left):
    read = policy(**cells)
    assert [finding.code for finding in read.findings] == [code] and len(read.policy.indicators) == left


def test_a_quota_is_counted_by_who_called_and_judged_when_its_period_is_over():
    """3 different customers a month of each, of two each: 2. A01 reached K1 twice and K3, of A02's; A02 called K4 on
    a day before the month. By the quarter only the month that is over is judged, the other is told.
    """
    read = policy(算什么="定额", 目标=3, 不同客户="是", 周期="月")
    made = [("A02", "K4", "10-30"), ("A01", "K1", "11-03"), ("A01", "K1", "11-04"), ("A01", "K3", "11-05")]
    facts = Facts({}, contacted=[MadeContact(agent, no, D(f"2026-{day}"), "电话") for agent, no, day in made])
    seen = replace(view(read.policy), facts=facts)
    part = indicators(seen)
    assert part.sentences[0].endswith("没有达到的：甲(A02 王强) 0/2(0%)，差 2 位客户。")
    assert [row[2:] for row in part.listings[0].rows] == [
        ("A02 王强", Share(0, 2), "≥ 2 位客户(定额 3)", "没有达到"),
        ("A01 李明", Share(2, 2), "≥ 2 位客户(定额 3)", "达到"),
    ]  # fmt: skip
    weekly = replace(
        seen, policy=policy(算什么="定额", 目标=1, 周期="周", 范围="电话").policy, now=datetime(2026, 11, 6)
    )
    rows = [(row[0], row[2], f"{row[3]}"[:3], row[5]) for row in indicators(weekly).listings[0].rows]
    assert ("甲(2026W45)", "A01 李明", "3/1", "达到") in rows
    assert ("甲(2026W45)", "A02 王强", "0/1", "期末才判断") in rows
    assert ("甲(2026W44)", "A02 王强", "1/1", "达到") in rows
