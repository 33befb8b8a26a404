"""The office as of now and as of a period's end: what each knows of registers, calls and batches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

import offices_made as made
from huifang.core.periods import Period
from huifang.edges.store.office import Office
from huifang.edges.store.segments import collect_rows
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.tables.declared.people import PEOPLE
from offices_made import CUSTOMERS, STAFF, call, customer, huifang

MID = Period(date(2026, 11, 11), date(2026, 11, 20), "2026-11中旬")
LATE = Period(date(2026, 11, 21), date(2026, 11, 30), "2026-11下旬")
DECEMBER = datetime(2026, 12, 15, 9)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two batches that were called, and after the first of them another name, agent and interval."""
    folder = made.make_office(tmp_path_factory.mktemp("moment") / "o", [customer("K1", "A01", "11-02")])
    play(folder, MID, "11-12")
    made.change(folder, STAFF, "人员", "A01", 姓名="李明明")
    made.change(folder, CUSTOMERS, "客户", "K1", 业务员="A02")
    made.change(folder, made.RULES, "回访规则", "R1", 间隔=7)
    play(folder, LATE, "11-23")
    return folder


def play(folder: Path, period: Period, on: str) -> None:
    huifang(folder, "plan", "--period", period.name, now=f"{period.from_on}")
    (book,) = (folder / "回访计划" / period.name).glob("*.xlsx")
    made.hand_in(folder, f"{period.until_on} 12:00", {book.name: made.filled(book, {"K1": call(on, "09:00")})})


def days(moment: Moment) -> list[date]:
    return sorted(row["called_on"] for row in collect_rows(moment.records))


def names(moment: Moment) -> Iterator[str]:
    yield from (moment.people.label("A01"), moment.customers["K1"].owner, str(moment.policy.rules[0].interval))
    yield from (row["name"] for row in moment.rows(PEOPLE) if row["person_no"] == "A01")


def test_a_moment_of_the_past_knows_nothing_of_later(office: Path) -> None:
    then = Desk(Office(office), DECEMBER).at_end_of(MID)
    assert (then.is_past, then.today) == (True, MID.until_on)
    assert [*names(then)] == ["A01 李明", "A01", "10", "李明"]
    assert days(then) == [date(2026, 11, 12)]
    assert {one.period for one in then.issued.by_customer()["K1"]} == {MID.name}
    assert len(then.issued.numbers) == 1


def test_the_present_knows_everything(office: Path) -> None:
    now = Desk(Office(office), DECEMBER).present
    assert (now.is_past, now.at) == (False, DECEMBER)
    assert [*names(now)] == ["A01 李明明", "A02", "7", "李明明"]
    assert days(now) == [date(2026, 11, 12), date(2026, 11, 23)]
    assert len(now.issued.numbers) == 2


@pytest.mark.parametrize("now", [datetime(2026, 11, 30, 23, 59), datetime(2026, 11, 25, 9)])
def test_a_period_that_has_not_ended_is_told_as_of_now(office: Path, now: datetime) -> None:
    moment = Desk(Office(office), now).at_end_of(LATE)
    assert (moment.is_past, moment.at) == (False, now)


def test_a_batch_and_an_earlier_version_have_the_registers_of_then(office: Path) -> None:
    desk = Desk(Office(office), DECEMBER)
    first, second = (desk.state.books_of(period.name)[0] for period in (MID, LATE))
    batch = desk.of_versions(first.versions)
    assert [*names(batch)] == ["A01 李明", "A01", "10", "李明"] and batch.today == DECEMBER.date()
    assert [*names(desk.before(second.seq))] == [*names(desk.present)]
    assert [*names(desk.before(first.seq))] == [*names(batch)]
