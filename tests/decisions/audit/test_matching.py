"""Reported calls and those of 话单: case by case, and how many of made-up offices are told apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from huifang.decisions.audit.audited import Reconciled
from huifang.decisions.audit.matching import LineCall, NumberIndex, ReportedCall, are_apart, numbers_of, reconcile
from huifang.ledger.phone_said import PhoneCall
from phone_made import BILLS, PhoneNoise, made_calls

AT = datetime(2026, 11, 23, 9, 30)
REPORT = ReportedCall(
    record_no="H2611-0001-1", agent="A01", customer_no="K1", customer="K1 永安五金商行", numbers=("13812340001",),
    started_at=AT, minutes=4,
)  # fmt: skip
NAMES = {"K1": "K1 永安五金商行", "K2": "K2 城东商行"}
INDEX = NumberIndex([("13812340001", "K1"), ("57188880002", "K2")])


def line(minutes: float = 0, seconds: int = 230, agent: str = "A01", **over: object) -> LineCall:
    call = PhoneCall(
        started_at=AT + timedelta(minutes=minutes), seconds=seconds, step=1, has_ring=False, line="8001",
        other="13812340001", agent="", is_outgoing=True, is_answered=seconds > 0, row=2,
    )  # fmt: skip
    return LineCall(agent, replace(call, **over))  # type: ignore[arg-type]


def found(reports: Sequence[ReportedCall], *lines: LineCall) -> Reconciled:
    return reconcile(reports, lines, INDEX, NAMES)["A01"]


@pytest.mark.parametrize(
    ("call", "is_proved"),
    [
        (line(), True),
        (line(12), True),
        (line(300), True),
        (line(24 * 60), True),
        (line(3 * 24 * 60), False),
        (line(other="138****0001"), True),
        (line(other="139****0001"), False),
        (line(is_outgoing=False), True),
        (line(agent="A02"), True),
        (line(24 * 60, agent="A02"), False),
        (line(seconds=0), False),
        (line(seconds=7), False),
        (line(step=60, seconds=240), True),
    ],
    ids=str,
)
def test_which_call_proves_a_report(call: LineCall, is_proved: bool) -> None:
    assert (found([REPORT], call).proved == {"H2611-0001-1"}) is is_proved


def test_one_call_proves_one_report() -> None:
    again = replace(REPORT, record_no="H2611-0001-2", started_at=AT + timedelta(hours=2))
    both = found([REPORT, again], line(115))
    assert both.proved == {"H2611-0001-2"} and both.matched == 1
    assert both.without_call == ["H2611-0001-1 K1 永安五金商行：记录 11-23 09:30 接通，4 分钟，话单里没有这个电话"]
    assert found([REPORT, again], line(1), line(130)).proved == {"H2611-0001-1", "H2611-0001-2"}


def test_ringing_that_nobody_answered_is_told_of() -> None:
    assert found([REPORT], line(1, 0)).without_call == [
        "H2611-0001-1 K1 永安五金商行：记录 11-23 09:30 接通，4 分钟，话单里只有 11-23 09:31 一次没有接通的呼叫"
    ]
    tried = replace(REPORT, is_connected=False, minutes=None)
    assert (found([tried], line(1, 0)).matched, found([tried]).matched) == (1, 0)
    (nothing,) = found([tried]).without_call
    assert nothing == "H2611-0001-1 K1 永安五金商行：记录 11-23 09:30 没有接通，话单里没有这个电话"


def test_calls_to_customers_that_nobody_reported() -> None:
    other = line(60, other="57188880002", seconds=95)
    assert found([REPORT], line(), other).without_report == [
        "K2 城东商行：话单 11-23 10:30 通话 1 分 35 秒，没有回访记录"
    ]
    local = found([REPORT], line(), line(60, other="88880002", seconds=95))
    assert len(local.without_report) == 1
    quiet = (line(60, other="13700001111"), line(60, other="57188880002", seconds=0), line(90, seconds=30))
    assert found([REPORT], line(), *quiet).without_report == []


@pytest.mark.parametrize(
    ("minutes", "seconds", "step", "is_apart"),
    [
        (4, 240, 1, False), (4, 200, 1, False), (4, 265, 1, False), (4, 300, 60, False), (1, 5, 1, False),
        (2, 8, 1, True), (4, 8, 1, True), (6, 65, 1, True), (5, 60, 60, True), (10, 300, 1, False), (3, 60, 60, False),
        (12, 240, 1, True), (2, 600, 1, True), (5, 600, 1, False), (None, 8, 1, False),
    ],
)  # fmt: skip
def test_lengths_that_typing_ringing_and_rounding_do_not_explain(
    minutes: int | None, seconds: int, step: int, is_apart: bool
) -> None:
    assert are_apart(minutes, line(seconds=seconds, step=step).call) is is_apart


def test_numbers_in_cells() -> None:
    assert numbers_of("13812340001/0571-88880002转801", "+86 138 1234 0001", "暂无", "8001") == (
        "13812340001", "57188880002",
    )  # fmt: skip


@pytest.mark.parametrize("noise", BILLS.values(), ids=BILLS)
def test_invented_calls_are_found_and_true_ones_are_not_flagged(noise: PhoneNoise) -> None:
    untrue = missed = true = flagged = 0
    for seed in range(10):
        made = made_calls(seed, noise)
        proved = made.proved()
        untrue, missed = untrue + len(made.untrue), missed + len(made.untrue & proved)
        true += len(made.reports) - len(made.untrue)
        flagged += sum(one.record_no not in proved | made.untrue for one in made.reports)
    assert missed <= 0.01 * untrue and flagged <= 0.005 * true
