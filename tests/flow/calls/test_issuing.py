"""What is handed out now, and what waits for the next working day; how the sheets of one batch are called."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from huifang.edges.store.office import Office
from huifang.flow.calls.issuing import held_back, issue
from huifang.flow.office.desk import Desk
from huifang.ledger.issues import IssuedCall
from office import PERIOD, TestOffice, plan_numbers, planned_office

SATURDAY, SUNDAY, MONDAY = date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23)


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    return planned_office(tmp_path)


def at(office: TestOffice, day: date, hour: int = 9) -> Desk:
    return Desk(Office(office.root), datetime(day.year, day.month, day.day, hour))


def calls_of(desk: Desk, agent: str) -> list[IssuedCall]:
    return [call for call in desk.ledger.issued().of_period(PERIOD) if call.agent == agent]


def one_more(desk: Desk, planned_on: date = MONDAY, agent: str = "A01") -> IssuedCall:
    """A call that was never issued."""
    last = max(desk.ledger.issued().all_numbers)
    number = f"{last[:-4]}{int(last[-4:]) + 1:04d}"
    known = calls_of(desk, "A01")[0]
    return replace(
        known, plan_no=number, covers=(number,), keys=(f"滚动|R1|{number}",), agent=agent, planned_on=planned_on
    )


@pytest.mark.parametrize(
    ("planned_on", "agent", "at_leisure", "is_ready"),
    [
        (MONDAY, "A01", False, True),  # somebody asked for it on a Saturday
        (MONDAY, "A01", True, False),
        (SATURDAY, "A01", True, True),  # to be made that very day
        (MONDAY, "A04", True, True),  # who has no sheet yet
    ],
)
def test_on_a_day_off_what_can_wait_waits(
    office: TestOffice, planned_on: date, agent: str, at_leisure: bool, is_ready: bool
) -> None:
    desk = at(office, SATURDAY)
    call = one_more(desk, planned_on, agent)
    ready, said = held_back(desk, desk.present.policy.parse_period(PERIOD), [call], at_leisure)
    assert (ready, said) == ((call,) if is_ready else (), ())


def test_the_second_addition_of_a_day_waits_and_is_told_of(office: TestOffice) -> None:
    desk = at(office, MONDAY)
    period = desk.present.policy.parse_period(PERIOD)
    issue(desk, period, [one_more(desk)], [], frozenset())
    for hour, day, waits in ((15, MONDAY, True), (9, date(2026, 11, 24), False)):
        later = at(office, day, hour)
        ready, said = held_back(later, period, [one_more(later), one_more(later, agent="A02")], at_leisure=False)
        assert [call.agent for call in ready] == (["A02"] if waits else ["A01", "A02"])
        assert [finding.code for finding in said] == ["L715"] * waits


def test_what_did_not_change_is_kept_as_a_reference(office: TestOffice) -> None:
    """The store grows with what is new; the ledger knows of all that each sheet holds."""
    desk = at(office, MONDAY)
    period, rest = desk.present.policy.parse_period(PERIOD), calls_of(desk, "A01")
    rest[1] = replace(rest[1], phone="13900009999")
    new = one_more(desk)
    (path,) = issue(desk, period, [new], rest, frozenset())
    assert path == f"回访计划/{PERIOD}/A01-李晓明-{PERIOD}-补1123.xlsx"
    assert plan_numbers(office.path(path)) == [new.plan_no, *(call.plan_no for call in rest)]
    kept = office.path(f".huifang/issued/{desk.state.books[-1].seq:06d}.jsonl").read_text(encoding="utf-8")
    assert kept.count("13900009999") == 1 and rest[2].customer_name not in kept
    issued = at(office, MONDAY).ledger.issued()
    assert [call.phone for call in issued.by_customer()[rest[1].customer_no]][1:] == ["13900009999"]
    assert len(issued.by_customer()[rest[2].customer_no]) == 1
    found = issued.likeliest_book({call.plan_no for call in rest})
    assert found and found.file == path


def test_a_sheet_after_one_that_was_taken_back_has_another_name(office: TestOffice) -> None:
    """Somebody may have the one that was taken back open."""
    desk = at(office, MONDAY)
    period = desk.present.policy.parse_period(PERIOD)
    issue(desk, period, [one_more(desk)], [], frozenset())
    taken_back = ("回访计划", PERIOD, "整批", None, "撤销", "B01", "排错了")
    ran = office.correct(taken_back, now="2026-11-23 10:00")
    assert ran.data["applied"] == 1, ran.data
    again = at(office, MONDAY, 11)
    (path,) = issue(again, period, [one_more(again)], [], frozenset())
    assert path == f"回访计划/{PERIOD}/A01-李晓明-{PERIOD}-补1123-2.xlsx"
