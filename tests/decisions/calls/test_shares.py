"""比例 of customers, of rows with windows of their own, as fractions and with a least number; worked out by hand."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from fractions import Fraction

import pytest

from huifang.decisions.calls.demands import demands, months_around
from huifang.decisions.calls.facts import Facts
from huifang.decisions.calls.triggers import NEEDED
from huifang.policy.build import read_policy
from huifang.policy.customers import Customer
from huifang.policy.rules import Rule, parse_share, parse_source

DONE = parse_source("服务单.完工时间")
POLICY = replace(read_policy({}, "", NEEDED).policy, classes=("老客户", "休眠"), keeps_agreed_days=False)


def D(text):
    return date.fromisoformat(f"2026-{text}")


def rule(share=30, **more):
    return Rule(**{"rule": "R5", "title": "抽访", "trigger": "比例", "methods": ("电话",), "share": share, **more})


def customer(number, reviewed="01-01", **more):
    known = {"customer_no": number, "name": number, "customer_class": "老客户", "owner": "A01",
             "review_status": "已审核", "reviewed_on": D(reviewed)}  # fmt: skip
    return Customer(**{**known, **more})


def customers(count, **more):
    return [customer(f"K{n:03d}", **more) for n in range(count)]


def order(number, day, owner="K000"):
    return {"服务单号": number, "客户编号": owner, "完工时间": D(day)}


def asked(one, known, rows=(), day="11-15", chosen=(), **changes):
    policy, on = replace(POLICY, rules=(one,), **changes), D(day)
    facts = Facts({"服务单": [*rows]})
    return list(demands(policy, facts, known, months_around(on, on), frozenset(chosen)))


def of(found, period):
    return [one for one in found if one.key.endswith(f"|{period}")]


@pytest.mark.parametrize(
    ("typed", "share"),
    [
        ("30", 30), ("30%", 30), ("0.3", 30), ("12.5", Fraction(25, 2)), ("100", 100), ("1", 1),
        ("\uff13\uff10\uff05", 30), ("2/3", Fraction(200, 3)), ("1/1", 100), ("1/0", None), ("3/2", None), ("0", None),
        ("101", None), ("多数", None), ("", None), ("-5", None),
    ],
)  # fmt: skip
def test_a_share_as_people_type_it(typed, share):
    assert parse_share(typed) == share


@pytest.mark.parametrize(
    ("one", "count", "wanted"),
    [
        (rule(30), 10, 3),
        (rule(30), 11, 4),  # a part counts as a whole one
        (rule(parse_share("2/3")), 3, 2),  # exactly, not 66.6 % rounded up
        (rule(parse_share("2/3")), 4, 3),
        (rule(10, times=3), 12, 3),  # 10 % are 2: not fewer than 3
        (rule(10, times=3), 2, 2),  # there are no more
        (rule(100), 5, 5),
        (rule(30), 0, 0),
    ],
)
def test_so_many_customers_of_a_quarter(one, count, wanted):
    found = of(asked(replace(one, cycle="季"), customers(count)), "2026Q4")
    assert len(found) == wanted and len({one.customer.customer_no for one in found}) == wanted
    assert all((one.due_on, one.lapses_on) == (D("12-31"), D("12-31")) for one in found)


def test_those_count_who_were_customers_on_the_first_day():
    """Of six, four count: K1 was approved on the very day, K2 the day after; K3 ended before, K4 in between; K5 sleeps;
    K6 became 老客户 only in November, K7 was one until then.
    """
    known = [
        customer("K1", "10-01"), customer("K2", "10-02"), customer("K3", ended_on=D("09-30")),
        customer("K4", ended_on=D("11-10")), customer("K5", customer_class="休眠"),
        customer("K6", moved=(("客户类别", "休眠", D("11-05")),)),
        customer("K7", customer_class="休眠", moved=(("客户类别", "老客户", D("11-05")),)),
    ]  # fmt: skip
    found = of(asked(rule(100, cycle="季", classes=("老客户",)), known), "2026Q4")
    assert {one.customer.customer_no for one in found} == {"K1", "K4", "K7"}


def test_the_selected_are_spread_over_the_period():
    """12 of 120 a year: the first from 1 January, then one every 30 or 31 days; all of them until 31 December."""
    found = of(asked(rule(10, cycle="年"), customers(120)), "2026")
    days = sorted(one.from_on for one in found)
    assert len(days) == 12 and days[0] == D("01-01")
    assert {(later - earlier).days for earlier, later in zip(days, days[1:], strict=False)} <= {30, 31}


def test_an_office_that_began_within_the_period_counts_from_there():
    found = of(asked(rule(50, cycle="年"), customers(10, reviewed="10-20"), started_on=D("11-01")), "2026")
    assert len(found) == 5 and min(one.from_on for one in found) == D("11-01")


def test_who_was_selected_stays_selected():
    known = customers(10)
    before = {one.customer.customer_no for one in of(asked(rule(30, cycle="月"), known), "2026-11")}
    chosen = {(number, "R5|2026-11") for number in before}
    grown = [customer(f"A{n}") for n in range(40)] + known
    after = {one.customer.customer_no for one in of(asked(rule(30, cycle="月"), grown, chosen=chosen), "2026-11")}
    assert before < after and len(after) == 15
    assert of(asked(rule(30, cycle="月"), grown), "2026-10") != []


WINDOWED = rule(30, anchor=DONE, window=(0, 1), has_window=True)


def test_rows_are_drawn_day_by_day():
    """Two repairs on each of ten days. After day 1: 30 % of 2 is 1; of 4: 2; of 6: 2; of 8: 3; of 10: 3; of 12: 4; of
    14: 5; of 16: 5; of 18: 6; of 20: 6. Each is to be called that day or the next, and counts until the month's end.
    """
    rows = [order(f"F{day:02d}{n}", f"11-{day:02d}") for day in range(1, 11) for n in (1, 2)]
    found = asked(WINDOWED, customers(1), rows)
    drawn = {day: sum(one.from_on == D(f"11-{day:02d}") for one in found) for day in range(1, 11)}
    assert [drawn[day] for day in range(1, 11)] == [1, 1, 0, 1, 0, 1, 1, 0, 1, 0]
    assert all(one.due_on == one.from_on + timedelta(days=1) and one.lapses_on == D("11-30") for one in found)


def test_what_comes_later_changes_nothing_that_was_drawn():
    rows = [order(f"F{day:02d}{n}", f"11-{day:02d}") for day in range(1, 21) for n in (1, 2)]
    whole = asked(WINDOWED, customers(1), rows)
    for count in range(1, len(rows)):
        some = asked(WINDOWED, customers(1), rows[:count])
        last = rows[count - 1]["完工时间"]
        assert {one.key for one in some if one.from_on < last} == {one.key for one in whole if one.from_on < last}


def test_a_row_that_was_entered_late_draws_none_whose_window_is_over():
    """F01 of the 1st and F05 of the 5th were issued. Then three more of the 2nd are entered: 30 % of 9 are 3. The third
    is F04, which may be called on the 5th, too; of the days before nobody is. With two more of the 6th, 30 % of 11 are
    4.
    """
    early = [order(f"F0{day}", f"11-0{day}") for day in (1, 2, 3, 4)]
    rows = [*early, order("F05", "11-05"), order("F06", "11-05")]
    chosen = {("K000", "R5|F01"), ("K000", "R5|F05")}
    assert {one.key for one in asked(WINDOWED, customers(1), rows, chosen=chosen)} == {"R5|F01", "R5|F05"}
    late = [*rows, *(order(f"G{n}", "11-02") for n in range(3))]
    keys = {one.key for one in asked(WINDOWED, customers(1), late, chosen=chosen)}
    assert keys == {"R5|F01", "R5|F05", "R5|F04"}
    more = [*late, order("F07", "11-06"), order("F08", "11-06")]
    keys = {one.key for one in asked(WINDOWED, customers(1), more, chosen=chosen)}
    assert len(keys) == 4 and len(keys & {"R5|F07", "R5|F08"}) == 1 and keys > {"R5|F01", "R5|F05", "R5|F04"}


def test_the_window_has_the_unit_of_the_rule():
    one = replace(WINDOWED, share=100, window=(1, 2), unit="月")
    (found,) = asked(one, customers(1), [order("F1", "11-05")])
    assert (found.from_on, found.due_on, found.lapses_on) == (D("12-05"), date(2027, 2, 5), None)


def test_a_window_in_hours_is_counted_from_the_moment():
    one = replace(WINDOWED, share=100, window=(0, 24), unit="小时")
    (found,) = asked(one, customers(1), [{**order("F1", "11-05"), "完工时间": datetime(2026, 11, 5, 16, 30)}])
    assert (found.from_on, found.due_on, found.until) == (D("11-05"), D("11-06"), time(16, 30))


def test_without_a_window_everything_is_as_it_was():
    """The keys and the draw of the offices that there are: 30 % of twelve services of November, told to end with it."""
    rows = [order(f"F{n:02d}", f"11-{n:02d}") for n in range(1, 13)]
    found = asked(rule(30, anchor=DONE), customers(1), rows)
    assert sorted(one.key for one in found) == ["R5|F02", "R5|F07", "R5|F09", "R5|F11"]  # by sha256sum
    assert all((one.due_on, one.lapses_on) == (D("11-30"), D("11-30")) for one in found)
