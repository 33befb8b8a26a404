"""Signals of an office: found in the records and in the archived sheets that brought them."""

from __future__ import annotations

from datetime import datetime

import pytest

from huifang.core.periods import parse_period
from huifang.decisions.audit.audited import Signal
from huifang.edges.reading.saved_by import NOTHING_SAID, saved_by
from huifang.edges.store.office import Office
from huifang.flow.audit.signalling import signals_of
from huifang.flow.office.desk import Desk
from office import PERIOD, TestOffice
from suspects_made import suspect_office

pytestmark = pytest.mark.slow

LATER = datetime(2026, 12, 1, 9)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    return suspect_office(tmp_path_factory.mktemp("signals"))


@pytest.fixture(scope="module")
def found(office: TestOffice) -> tuple[Signal, ...]:
    return signals_of(Desk(Office(office.root), LATER), parse_period(PERIOD))


def test_signals_of_records_and_files(found: tuple[Signal, ...]) -> None:
    assert [(one.agent, one.what) for one in found] == [
        ("A01", "通话没有时长"),
        ("A01", "自己的记录文字雷同"),
        ("A01", "答复整行相同"),
        ("A01", "与别人的表同时保存"),
        ("A01", "表格保存得比电话早"),
        ("A02", "与别人的表同时保存"),
        ("A02", "表格保存得比电话早"),
    ]


def test_places_are_those_of_the_sheet_as_it_came(found: tuple[Signal, ...], office: TestOffice) -> None:
    assert found[0].place == f"《{office.issued('A01').name}》第 2–17 行"
    together = next(one for one in found if one.what == "与别人的表同时保存")
    assert together.figure.startswith("11-23 09:30 由“王海燕”保存，"), "the time of China"


def test_a_period_without_calls_has_no_signals(office: TestOffice) -> None:
    assert signals_of(Desk(Office(office.root), LATER), parse_period("2026-10下旬")) == ()


def test_what_is_no_workbook_or_was_never_saved_says_nothing(office: TestOffice) -> None:
    assert saved_by(b"PK no package") == NOTHING_SAID
    assert saved_by(office.issued("A03").read_bytes()).at is None
