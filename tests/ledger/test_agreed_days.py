"""What the ledger says of days that were agreed with customers, and of calls after which nobody calls any more."""

from datetime import date

import narwhals as nw
import polars as pl
import pytest

from huifang.ledger.questions import agreed_days, ended_attempts
from huifang.ledger.records import EMPTY, FIELDS

D = date.fromisoformat
EARLY = D("2026-11-01")


def call(day, result="接通", agreed=None, customer="K1", plan="H1", role="", phone="138", at="09:00"):
    """A call in November."""
    return {
        **EMPTY, "seq": 1, "record_no": f"{customer}-{day}-{at}", "customer_no": customer, "plan_no": plan,
        "contact_role": role, "phone": phone, "called_on": D(f"2026-11-{day}"), "moment": f"2026-11-{day} {at}",
        "result": result, "next_contact_on": D(f"2026-11-{agreed}") if agreed else None,
    }  # fmt: skip


def frame(*calls):
    kinds = {str: pl.String, int: pl.Int64, bool: pl.Boolean, float: pl.Float64, date: pl.Date}
    schema = {name: kinds.get(kind, pl.Datetime) for name, kind in FIELDS.items()}
    return nw.from_native(pl.LazyFrame([{**one, "withdrawn": False} for one in calls], schema=schema))


def rows(asked):
    return asked.collect(backend="polars").iter_rows(named=True)


def kept(*calls, since=EARLY):
    """By the day of the call in which it was agreed, the day of November on which that was answered."""
    found = rows(agreed_days(frame(*calls), since))
    return {row["called_on"].day: row["kept_on"] and row["kept_on"].day for row in found}


@pytest.mark.parametrize(
    ("later", "on"),
    [
        ((), None),
        ((call("18"),), None),
        ((call("19"),), 19),  # from the day before on
        ((call("25"), call("24")), 24),
        ((call("20", "无人接听"),), None),
        ((call("16", agreed="27"),), 16),  # another day was agreed
        ((call("20", customer="K2"),), None),
        ((call("20", plan=""),), 20),
    ],
)
def test_who_was_reached_and_agreed_on_a_day_is_called_from_the_day_before_on(later, on):
    assert kept(call("12", agreed="20"), *later)[12] == on


@pytest.mark.parametrize(
    ("later", "on"),
    [
        ((), None),
        ((call("15"),), 15),
        ((call("15", "占线"),), None),
        ((call("20", "占线"),), 20),
        ((call("15", "改约", agreed="27"),), 15),
        ((call("15", "改约", agreed="27", plan="H2"),), None),  # about something else
        ((call("15", "改约", agreed="27", plan=""),), 15),
    ],
)
def test_a_call_that_was_put_off_waits_until_it_connects_or_is_tried_on_its_day(later, on):
    assert kept(call("12", "改约", agreed="20"), *later)[12] == on


def test_a_call_of_the_same_day_answers_only_what_was_agreed_before_it():
    assert kept(call("12", agreed="12", at="10:00"), call("12", at="09:00")) == {12: None}
    assert kept(call("12", agreed="12", at="10:00"), call("12", at="11:00")) == {12: 12}


def test_what_was_answered_before_a_day_is_left_out():
    calls = call("02", agreed="05"), call("05"), call("06", agreed="20"), call("20")
    assert kept(*calls, since=D("2026-11-11")) == {6: 20}
    assert kept(*calls, since=D("2026-11-21")) == {}


def test_contacts_of_different_roles_do_not_answer_for_each_other():
    promised = call("12", agreed="20", role="前台")
    assert kept(promised, call("20", role="客房部"), since=D("2026-11-25")) == {12: None}
    assert kept(promised, call("20", role="前台")) == {12: 20}
    assert kept(promised, call("20", role="")) == {12: 20}


def ended(*calls):
    return sorted((row["result"], row["called_on"].day) for row in rows(ended_attempts(frame(*calls))))


def test_attempts_are_ended_until_the_contact_is_reached_again():
    assert ended(call("12", "拒访"), call("13", "占线")) == [("拒访", 12)]
    assert ended(call("12", "拒访"), call("13")) == []
    assert ended(call("12", "空号"), call("13", phone="139")) == [("空号", 12)]
    assert ended(call("12", "停机"), call("13"), call("14", "停机")) == [("停机", 14)]
    assert ended(call("12", "拒访", role="前台"), call("13", role="客房部")) == [("拒访", 12)]
    assert ended(call("12", "无人接听"), call("13", "关机")) == []
