"""An office whose sheets give signals: one agent made up his calls, another one saved the sheets of both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from pathlib import Path
from random import Random

from made_once import made_once
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
    copy_of,
    customer,
    edited,
    patched,
    put,
)
from sheets_simulated import REPORTED

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


def _suspect() -> Path:
    return made_once("可疑的", _make) / "办公室"


def _make(folder: Path) -> None:
    office = blank_office(folder)
    with edited(office.path("人员.xlsx")) as book:
        for row in range(2, 11):
            number = book["人员"].cell(row, 1).value
            if number:
                put(book["人员"], row, {"邮箱": f"{str(number).lower()}@example.com"})
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


def suspect_office(folder: Path) -> TestOffice:
    """A01's calls took no time and say one thing; A02 saved the sheets of both, before the calls."""
    return copy_of(_suspect, folder)
