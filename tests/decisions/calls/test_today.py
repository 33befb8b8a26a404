"""Which calls stand on a day's list, in whose, in which order, at what time, and in what words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time

import pytest
from msgspec import structs
from test_standing import CUSTOMERS, FIRST, PERIOD, STAFF, D, view

from huifang.core.worktime import Span, parse_spans
from huifang.decisions.calls.agreements import Agreements, InVain
from huifang.decisions.calls.today import (
    HeardOfDay,
    Todo,
    calls_of_day,
    day_to_look_at,
    slots_of_day,
    spread_over,
    times_of,
)
from huifang.decisions.calls.today_words import LONGEST, message
from huifang.ledger.issues import IssuedCall
from huifang.policy.people import Exemption, People, Person, StandIn
from huifang.tables.options import ABOUT_CUSTOMER, GIVE_UP, PAUSE

MONDAY, TUESDAY = D("11-23"), D("11-24")
#: K1 and K2 are planned for Monday, K3 for Tuesday.
BATCH = tuple(
    structs.replace(
        call, planned_on=TUESDAY if call.customer_no == "K3" else MONDAY, plan_no=f"H2611-{call.customer_no}",
        covers=(f"H2611-{call.customer_no}",),
    )
    for call in sorted(FIRST, key=lambda call: call.customer_no)
)  # fmt: skip
LI = Person(person_no="A01", name="李晓明")


def no(customer: str) -> str:
    return f"H2611-{customer}"


def todos(day: date = MONDAY, today: date | None = None, heard: HeardOfDay | None = None, **more: object) -> list[Todo]:
    looked = view(batch=BATCH, **more)
    return list(calls_of_day(looked, PERIOD, today or day, day, heard or HeardOfDay()))


def listed(day: date = MONDAY, **more: object) -> list[str]:
    return [todo.call.customer_no for todo in todos(day, **more)]  # type: ignore[arg-type]


def said(result: str, customer: str, agreed: date | None = None) -> InVain:
    phone = next(one.phone for one in CUSTOMERS if one.customer_no == customer)
    return InVain(
        record_no="H-1", called_on=MONDAY, moment="2026-11-23 09:00", result=result, plan_no=no(customer), role="",
        phone=phone, agreed_on=agreed,
    )  # fmt: skip


def exempt(treatment: str, until: date | None = None) -> People:
    entry = Exemption(
        subject=ABOUT_CUSTOMER, subject_no="K1", from_on=MONDAY, until_on=until, treatment=treatment, approved_by="C01",
        reason="停业",
    )  # fmt: skip
    return People(STAFF, exemptions=(entry,))


def test_what_is_planned_for_the_day_comes_before_what_was_left() -> None:
    assert listed() == ["K1", "K2"]
    assert listed(TUESDAY) == ["K3", "K1", "K2"]
    assert [todo.is_left_over(TUESDAY) for todo in todos(TUESDAY)] == [False, True, True]


@pytest.mark.parametrize(
    "more",
    [
        {"connected": {no("K1"): MONDAY}},
        {"last_on": {"K1": MONDAY}},
        {"people": exempt(PAUSE, TUESDAY)},
        {"people": exempt(GIVE_UP)},
        {"returned": {no("K1"): MONDAY}},
        {"heard": HeardOfDay(tried=frozenset({no("K1")}))},
        {"heard": HeardOfDay(tried=frozenset({"K1"}))},
        {"agreements": Agreements(ended={"K1": (said("空号", "K1"),)})},
        {"agreements": Agreements(ended={"K1": (said("拒访", "K1"),)})},
        {"agreements": Agreements(moved={"K1": (said("改约", "K1", D("11-26")),)})},
    ],
    ids=["reached", "met", "paused", "given up", "returned", "tried", "tried unplanned", "dead", "refused", "agreed"],
)
def test_what_is_not_to_be_made_today_is_left_out(more: dict[str, object]) -> None:
    assert listed(TUESDAY, **more) == ["K3", "K2"]


def test_a_pause_that_is_over_holds_no_call_back() -> None:
    assert "K1" in listed(D("11-25"), people=exempt(PAUSE, TUESDAY))


def test_what_was_agreed_comes_first_by_its_time() -> None:
    agreed = Agreements(moved={"K2": (said("改约", "K2", TUESDAY),)})
    found = todos(TUESDAY, agreements=agreed, heard=HeardOfDay(appointed={("K1", ""): datetime(2026, 11, 24, 10, 30)}))
    assert [(one.call.customer_no, one.agreed, one.appointed) for one in found] == [
        ("K1", True, time(10, 30)), ("K2", True, None), ("K3", False, None),
    ]  # fmt: skip
    assert found[1].call.planned_on == TUESDAY


def test_an_appointment_brings_a_later_call_forward() -> None:
    assert listed(heard=HeardOfDay(appointed={("K3", ""): datetime(2026, 11, 23, 15, 0)})) == ["K3", "K1", "K2"]


def test_a_stand_in_has_the_calls_of_the_day() -> None:
    away = People(STAFF, (StandIn("A01", TUESDAY, TUESDAY, "A02"),))
    assert {todo.agent for todo in todos(MONDAY, people=away)} == {"A01"}
    assert {todo.agent for todo in todos(TUESDAY, people=away)} == {"A02"}


def test_a_customer_who_was_handed_over_is_called_by_the_new_owner() -> None:
    given = {one.customer_no: replace(one, owner="A03" if one.customer_no == "K2" else "A01") for one in CUSTOMERS}
    assert [todo.agent for todo in todos(customers=given)] == ["A01", "A03"]


def test_telephone_and_contact_are_those_of_now() -> None:
    moved = {one.customer_no: replace(one, phone="13900000000", contact="张经理") for one in CUSTOMERS}
    assert {(todo.call.phone, todo.call.contact) for todo in todos(customers=moved)} == {("13900000000", "张经理")}


def test_on_a_day_off_the_next_working_day_is_looked_at() -> None:
    sunday = D("11-22")
    assert day_to_look_at(view(batch=BATCH), MONDAY) == MONDAY
    assert day_to_look_at(view(batch=BATCH), sunday) == MONDAY
    on_sunday = tuple(structs.replace(call, planned_on=sunday) for call in BATCH)
    assert day_to_look_at(view(batch=on_sunday), sunday) == sunday
    assert listed(MONDAY, today=sunday) == ["K1", "K2"]


def clock(minutes: Sequence[int]) -> list[str]:
    return [f"{minute // 60:02d}:{minute % 60:02d}" for minute in minutes]


SLOTS = slots_of_day(parse_spans("09:00-12:00,13:30-18:00"), parse_spans("08:30-17:00"))


def test_calls_begin_in_working_time_in_which_customers_may_be_called() -> None:
    assert clock(SLOTS)[:2] == ["09:00", "09:05"] and clock(SLOTS)[-1] == "16:55"
    assert "11:55" in clock(SLOTS) and not {"12:00", "13:25"} & {*clock(SLOTS)}


def test_a_night_shift_that_may_call_nobody_calls_when_it_may() -> None:
    assert clock(slots_of_day(parse_spans("22:00-06:00"), parse_spans("10:00-10:10"))) == ["10:00", "10:05"]


@pytest.mark.parametrize(
    ("count", "begin"),
    [(0, []), (3, ["09:00", "09:30", "10:00"]), (20, ["09:00", "09:15", "09:30"]), (200, ["09:00", "09:00", "09:00"])],
)
def test_calls_are_spread(count: int, begin: list[str]) -> None:
    found = spread_over(SLOTS, [()] * count)
    assert clock(found)[:3] == begin and found == sorted(found) and len(found) == count


@pytest.mark.parametrize(
    ("quiet", "at"),
    [("09:00-10:00", "10:00"), ("08:00-09:02", "09:05"), ("12:00-14:00", "09:00"), ("00:00-24:00", "09:00")],
)
def test_nobody_is_disturbed(quiet: str, at: str) -> None:
    assert clock(spread_over(SLOTS, [parse_spans(quiet)])) == [at]


def test_who_is_only_free_before_is_called_before() -> None:
    late: tuple[Span, ...] = parse_spans("09:30-24:00")
    assert clock(spread_over(SLOTS, [(), (), late])) == ["09:00", "09:30", "09:25"]


def test_agreed_times_stand_and_the_others_keep_clear_of_them() -> None:
    looked = view(batch=BATCH)
    heard = HeardOfDay(appointed={("K2", ""): datetime(2026, 11, 24, 9, 5)})
    mine = calls_of_day(looked, PERIOD, TUESDAY, TUESDAY, heard)
    assert [todo.call.customer_no for todo in mine] == ["K2", "K3", "K1"]

    def at(now: datetime) -> list[str]:
        return [f"{one:%d %H:%M}" for one in times_of(looked, mine, TUESDAY, now)]

    assert at(datetime(2026, 11, 24, 8, 0)) == ["24 09:05", "24 09:20", "24 09:50"]
    assert at(datetime(2026, 11, 24, 10, 2)) == ["24 09:05", "24 10:05", "24 10:35"]
    assert at(datetime(2026, 11, 24, 22, 0)) == at(datetime(2026, 11, 24, 8, 0))


def test_the_message() -> None:
    heard = HeardOfDay(appointed={("K2", ""): datetime(2026, 11, 24, 10, 30)})
    assert message(LI, todos(TUESDAY, heard=heard), TUESDAY, TUESDAY, "") == (
        "【今天要打的电话】李晓明 11-24（3 个）\n"
        "1 (约 10:30) 客户2 王女士 13800000002　十日例行回访\n"
        "2 客户3 王女士 13800000003　十日例行回访\n"
        "3 客户1 王女士 13800000001　十日例行回访（原定 11-23）\n"
        "写着“原定”的，已经打过的请略过，并尽快交表。"
    )


def test_the_message_of_a_day_off_and_of_nothing() -> None:
    sunday = D("11-22")
    assert message(LI, todos(MONDAY, today=sunday), sunday, MONDAY, "周日").splitlines()[:2] == [
        "今天(11-22 周日)休息，下一个工作日是 11-23。", "【下一个工作日要打的电话】李晓明 11-23（2 个）",
    ]  # fmt: skip
    assert message(LI, (), MONDAY, MONDAY, "") == "李晓明：今天没有要打的电话。"
    assert message(LI, (), sunday, MONDAY, "周日").endswith("李晓明：11-23 没有要打的电话。")


def test_a_line_stays_a_line_and_says_how_where_it_is_no_telephone_call() -> None:
    (todo, _) = todos()
    odd: IssuedCall = structs.replace(todo.call, customer_name="东升\n超市", contact="", phone="", method="上门")
    assert message(LI, [replace(todo, call=odd)], MONDAY, MONDAY, "").splitlines()[1:] == [
        "1 东升 超市 (没有电话)　十日例行回访（上门）"
    ]


def test_a_contact_after_whom_the_customer_is_named_is_named_once() -> None:
    (todo, _) = todos()
    one = replace(todo, call=structs.replace(todo.call, customer_name="王女士（京A00109）"))
    assert message(LI, [one], MONDAY, MONDAY, "").splitlines()[1].startswith("1 王女士（京A00109） 13800000001　")


def test_a_message_is_never_longer_than_a_chat_takes() -> None:
    (todo, _) = todos()
    text = message(LI, [todo] * 150, MONDAY, MONDAY, "")
    shown = len([line for line in text.splitlines() if "客户1" in line])
    assert len(text) <= LONGEST and text.endswith(f"……还有 {150 - shown} 个，见日历和回访表。") and shown > 40
