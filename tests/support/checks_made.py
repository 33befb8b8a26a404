"""Auditor's sheets as they are filled in, over an office in which a draw was made."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from made_once import made_once
from office import PERIOD, Ran, TestOffice, collected_office, copy_of, edited, put, table

SEALED, DRAWN, RANG = "2026-11-30 18:00", "2026-12-01 09:00", "2026-12-02 09:00"
SEED = "8-15-22-31"
#: What a customer says who was called as the made-up office's records have it.
CONTENT = {
    "是否接通": "是", "是否接到回访": "是", "满意度(客户说)": "满意", "问题是否解决(客户说)": "无问题",
    "客户原话": "打来过", "核查人": "D01", "核查时间": datetime(2026, 12, 1, 10, 30),
}  # fmt: skip
NOBODY = {"是否接到回访": "否", "满意度(客户说)": None, "问题是否解决(客户说)": None, "客户原话": "没有人打来"}
SILENT = {**NOBODY, "是否接通": "否", "是否接到回访": None, "客户原话": None}


def _drawn() -> Path:
    return made_once("抽了签", _draw) / "办公室"


def _draw(folder: Path) -> None:
    office = collected_office(folder)
    assert office.run("spotcheck", "draw", "--period", PERIOD, now=SEALED).code == 0
    assert office.run("spotcheck", "draw", "--period", PERIOD, "--seed", SEED, now=DRAWN).code == 0


def drawn_office(folder: Path) -> TestOffice:
    """The office with the sheets of A01 and A02 accepted, sealed and drawn from."""
    return copy_of(_drawn, folder)


def sheet_of(office: TestOffice, agent: str = "A01", ending: str = "") -> Path:
    """The sheet about an agent's calls that the draw wrote."""
    return next(path for path in sorted(office.path(f"抽查/{PERIOD}").glob(f"抽查-{agent}-*{ending}.xlsx")))


def rang(
    office: TestOffice,
    *rows: Mapping[str, Any] | None,
    agent: str = "A01",
    sheet: str = "抽查",
    name: str = "",
    ending: str = "",
) -> Path:
    """A copy of the sheet with its first rows filled in: each says what differs from a good call (None: left empty)."""
    office.outside.mkdir(exist_ok=True)
    path = office.outside / (name or f"核查-{agent}.xlsx")
    if not path.exists():
        shutil.copy(sheet_of(office, agent, ending), path)
    with edited(path) as book:
        for number, row in enumerate(rows, start=2):
            if row is None:
                continue
            at = {"核查时间": datetime(2026, 12, 1, 8 + number, 30), "客户原话": f"打来过，第 {number} 位"}
            put(book[sheet], number, {**CONTENT, **at, **row})
    return path


def taken(office: TestOffice, *paths: Path, now: str = RANG) -> Ran:
    """Collect these sheets, or those that wait."""
    return office.run("spotcheck", "collect", *paths, now=now)


def about(ran: Ran, agent: str = "A01") -> dict[str, Any]:
    """What the run says of an agent."""
    return next(one for one in ran.data["agents"] if one["agent"] == agent)


def rows_of(path: Path, sheet: str = "抽查") -> list[dict[str, Any]]:
    """The rows of a sheet."""
    return [row for row in table(path, sheet) if row["抽查编号"]]
