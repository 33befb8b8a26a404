"""What a customer tells the auditor beside what the ledger says: one line for each case, and for its neighbour."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from huifang.decisions.audit.audited import Agreement
from huifang.decisions.audit.checking_haste import haste_in
from huifang.decisions.audit.comparing_calls import LONG_AGO, Claims, Compared, compare
from huifang.ledger.checks_said import CheckedRow
from huifang.ledger.records import EMPTY, CallRecord
from huifang.tables.options import BUILT_IN

AGREES, DIFFERS, UNSURE, UNREACHED = Agreement
DAY = date(2026, 11, 24)


def heard(**cells: Any) -> CheckedRow:
    said = {
        "check_no": "2026-11下旬-A01-01", "order": 1, "customer_no": "K1", "row": 2, "sheet": "抽查", "reached": "是",
        "was_called": "是", "called_on": DAY, "satisfaction": "满意", "solved": "无问题", "checked_by": "D01",
        "checked_at": datetime(2026, 12, 1, 10, 0),
    }  # fmt: skip
    return CheckedRow(**{**said, **cells})


def called(number: str = "H1-1", **cells: Any) -> CallRecord:
    said = {
        "record_no": number, "seq": 5, "agent": "A01", "customer_no": "K1", "called_on": DAY, "started_at": "10:00",
        "method": "电话", "result": "接通", "satisfaction": "满意", "handling": "无问题", "contact": "王女士",
    }  # fmt: skip
    record = CallRecord({**EMPTY, **said, **cells})
    return record.but(moment=f"{record.called_on} {record.started_at}")


def compared(row: CheckedRow, *sealed: CallRecord, later: tuple[CallRecord, ...] = (), **more: Any) -> Compared:
    claims = Claims(agent="A01", sealed=sealed, later=later, **{"steps": BUILT_IN["满意度"], **more})
    return compare(row, claims)


DENIED = {"was_called": "否", "called_on": None, "satisfaction": "", "solved": ""}
NO_DAY = {"called_on": None}


@pytest.mark.parametrize(
    ("row", "record", "agreement"),
    [
        ({}, {}, AGREES),
        ({"reached": "否", **DENIED}, {}, UNREACHED),
        # Did the call take place?
        (DENIED, {}, DIFFERS),
        (DENIED, {"result": "无人接听"}, AGREES),
        (DENIED, {"result": "空号"}, UNSURE),
        (DENIED, {"method": "上门"}, UNSURE),
        (DENIED, {"agent": "A02"}, UNSURE),
        ({**DENIED, "was_called": "记不清"}, {}, UNSURE),
        # On which day?
        ({"called_on": date(2026, 11, 25)}, {}, AGREES),
        ({"called_on": date(2026, 11, 23)}, {}, AGREES),
        ({"called_on": date(2026, 11, 26)}, {}, DIFFERS),
        ({"called_on": date(2026, 11, 22)}, {}, DIFFERS),
        (NO_DAY, {}, AGREES),
        ({}, {"result": "无人接听"}, DIFFERS),
        (NO_DAY, {"result": "无人接听"}, UNSURE),
        ({}, {"result": "拒访"}, AGREES),
        ({}, {"result": "改约"}, AGREES),
        # How content?
        ({"satisfaction": "一般"}, {}, AGREES),
        ({"satisfaction": "不满意"}, {}, DIFFERS),
        ({"satisfaction": "一般"}, {"satisfaction": "非常满意"}, DIFFERS),
        ({"satisfaction": "非常满意"}, {"satisfaction": "一般"}, DIFFERS),
        ({"satisfaction": ""}, {}, AGREES),
        # Solved or not?
        ({"solved": "否"}, {}, DIFFERS),
        ({"solved": "否"}, {"handling": "已解决"}, DIFFERS),
        ({"solved": "否"}, {"handling": "未解决"}, AGREES),
        ({"solved": "是"}, {"handling": "未解决"}, UNSURE),
        ({"solved": "无问题"}, {"handling": "已解决"}, AGREES),
        ({"solved": "是"}, {}, AGREES),
        # Who was reached?
        ({**DENIED, "answered_by": "别人"}, {}, UNSURE),
        ({**DENIED, "words": "换人接听，她不知道"}, {}, UNSURE),
        ({"satisfaction": "不满意", "words": "是同事接的"}, {}, UNSURE),
        ({"answered_by": "本人", "satisfaction": "不满意"}, {}, DIFFERS),
        ({"answered_by": "别人"}, {}, AGREES),
    ],
)  # fmt: skip
def test_one_call(row: dict[str, Any], record: dict[str, Any], agreement: Agreement) -> None:
    assert compared(heard(**row), called(**record)).agreement is agreement


@pytest.mark.parametrize(("contact", "agreement"), [("王女士", DIFFERS), ("李经理", UNSURE), ("", DIFFERS)])
def test_another_contact_than_the_one_on_the_sheet(contact: str, agreement: Agreement) -> None:
    assert compared(heard(**DENIED), called(), contact=contact).agreement is agreement


def test_differences_say_what_the_customer_and_the_record_say() -> None:
    result = compared(heard(satisfaction="非常不满意", solved="否"), called())
    assert result.differences == (
        "客户说“非常不满意”；登记的是“满意”", "客户说问题没有解决；登记的是“无问题”",
    )  # fmt: skip
    assert result.record_no == "H1-1"
    assert compared(heard(**DENIED), called()).differences == ("客户说没有接到过回访；登记的是 11-24 10:00 已接通",)
    assert compared(heard(**DENIED, answered_by="别人"), called()).unsure.endswith("（回访在核查前 7 天）")


@pytest.mark.parametrize(("days", "agreement"), [(LONG_AGO, DIFFERS), (LONG_AGO + 1, UNSURE)])
def test_what_was_long_ago_is_held_against_nobody(days: int, agreement: Agreement) -> None:
    long_ago = date.fromordinal(date(2026, 12, 1).toordinal() - days)
    result = compared(heard(**DENIED), called(called_on=long_ago))
    assert (result.agreement, f"{days} 天" in result.unsure) == (agreement, agreement is UNSURE)


def test_a_call_that_the_ledger_lacks() -> None:
    """Told of by the customer, it differs; accepted later, it does not; nothing told and nothing claimed agrees."""
    lacking = compared(heard())
    assert (lacking.agreement, lacking.record_no) == (DIFFERS, None)
    assert "台账里没有" in lacking.differences[0]
    assert compared(heard(), later=(called(),)).agreement is AGREES
    assert compared(heard(), later=(called(called_on=date(2026, 11, 29)),)).agreement is DIFFERS
    assert compared(heard(**DENIED)) == Compared(agreement=AGREES)
    assert (
        compared(heard(**DENIED), later=(called(),)).agreement is DIFFERS
    )  # handed in after the draw, claimed all the same


def test_a_later_call_does_not_stand_for_the_claimed_one() -> None:
    """The customer tells of a day on which somebody did call, only not of the one that was claimed."""
    other = called("H2-1", called_on=date(2026, 11, 29))
    result = compared(heard(called_on=date(2026, 11, 29)), called(), later=(other,))
    assert (result.agreement, result.record_no) == (UNSURE, "H1-1")


def test_of_several_calls_the_one_that_is_meant_is_compared() -> None:
    first, second = called(satisfaction="不满意"), called("H1-2", called_on=date(2026, 11, 28), satisfaction="满意")
    assert compared(heard(satisfaction="不满意"), first, second).record_no == "H1-1"
    assert compared(heard(satisfaction="不满意", called_on=date(2026, 11, 28)), first, second).agreement is DIFFERS
    assert compared(heard(**NO_DAY, satisfaction="不满意"), first, second).agreement is AGREES
    assert compared(heard(**NO_DAY), first, second).record_no == "H1-2"


def test_an_auditor_in_haste_is_told() -> None:
    def at(minute: int, number: int, **cells: Any) -> CheckedRow:
        moment = datetime(2026, 12, 1, 10, minute)
        return heard(check_no=f"x-{number}", checked_at=moment, words=f"第 {number} 位", **cells)

    assert [*haste_in([at(0, 1), at(1, 2), at(4, 3)], str)] == []
    assert "前后只有 3 分钟" in next(haste_in([at(0, 1), at(1, 2), at(3, 3)], str))
    assert [*haste_in([at(0, 1), at(1, 2), at(3, 3, reached="否")], str)] == []
    alike = [heard(check_no=f"x-{n}", checked_at=datetime(2026, 12, 1, 10 + n)) for n in range(6)]
    assert "一个字也不差" in next(haste_in(alike, str))
    assert [*haste_in(alike[:5], str)] == []
