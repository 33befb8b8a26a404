"""Signals of an office: found in the records and in the archived sheets that brought them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from random import Random

import pytest

from huifang.core.periods import parse_period
from huifang.decisions.audit.audited import Signal
from huifang.edges.reading.saved_by import NOTHING_SAID, saved_by
from huifang.edges.store.office import Office
from huifang.flow.audit.signalling import signals_of
from huifang.flow.office.desk import Desk
from office import (
    MONDAY,
    NOW,
    PERIOD,
    PLANNED,
    SHEET,
    TestOffice,
    add_rows,
    blank_office,
    change,
    customer,
    patched,
)
from sheets_simulated import REPORTED

pytestmark = pytest.mark.slow

LATER = datetime(2026, 12, 1, 9)
#: The time of the last saving, in UTC as programs write it.
SAVED = "2026-11-23T01:30:00Z"
CALLS = 16


def saved_last(by: str, at: str) -> Callable[[bytes], bytes]:
    """The properties of a file that this person saved then."""

    def properties(content: bytes) -> bytes:
        head, _, _ = content.partition(b"<cp:coreProperties")
        names = 'xmlns:cp="cp" xmlns:dc="dc" xmlns:dcterms="dcterms"'
        return (
            head
            + (
                f"<cp:coreProperties {names}><dc:creator>huifang</dc:creator>"
                f"<dcterms:created>2026-01-01T00:00:00Z</dcterms:created><cp:lastModifiedBy>{by}</cp:lastModifiedBy>"
                f"<dcterms:modified>{at}</dcterms:modified></cp:coreProperties>"
            ).encode()
        )

    return properties


def answered(minutes: int, words: str, last: int) -> dict[str, object]:
    return {
        "回访日期": MONDAY, "开始时间": time(*divmod(minutes, 60)), "结束时间": time(*divmod(minutes + last, 60)),
        "回访方式": "电话", "通话结果": "接通", "满意度": "满意", "处理情况": "无问题", "客户意见或需求": words,
    }  # fmt: skip


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    """A01's calls took no time and say one thing; A02 saved the sheets of both, before the calls."""
    office = blank_office(tmp_path_factory.mktemp("signals"))
    more = [customer(f"K{n:04d}", agent) for agent, at in (("A01", 100), ("A02", 200)) for n in range(at, at + 14)]
    add_rows(office.path("客户资料库.xlsx"), "客户", *more)
    assert office.run("plan", "--period", PERIOD, now=PLANNED).code == 0
    rng, rows = Random(1), range(2, 2 + CALLS)
    alike = [(n, answered(545 + 13 * n + n % 3, "客户比较认可会继续合作下去", 0)) for n in rows]
    own = [(n, answered(545 + 11 * n + n % 4, REPORTED.words.note(rng), 2 + n % 4)) for n in rows]
    for agent, cells, at in (("A01", alike, SAVED), ("A02", own, SAVED.replace("00Z", "40Z"))):
        path = change(office.sheet(agent), *cells, sheet=SHEET)
        patched(path, lambda name: name == "docProps/core.xml", saved_last("王海燕", at))
        office.send(path)
    assert len(office.collect(now=NOW).data["accepted"]) == 2
    return office


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
