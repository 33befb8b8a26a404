"""An office of any size with its sheets filled in, made fast: for measuring only."""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import islice
from pathlib import Path

from huifang.edges.books.call_layout import laid_out
from huifang.edges.known.presets import load_preset
from huifang.edges.store.office import Office
from huifang.flow.calls.planning import plan_batch
from huifang.flow.moving_in.founding import found_office
from huifang.flow.office.opening import writing_desk
from huifang.tables.declared.calls import CALLS

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
EMPTY_CELL = re.compile(r'<c r="([A-Z]+)([0-9]+)"( s="[0-9]+")/>')
MORNING = datetime(2026, 11, 20, 8, 0)
EVENING = datetime(2026, 11, 30, 17, 0)
FIRST_DAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Made:
    """The office, and the folder with the sheets that came back."""

    office: Path
    sheets: Path


def make(folder: Path, sheets: int, rows: int) -> Made:
    """``sheets`` agents with ``rows`` customers each, planned, and every sheet filled in without a mistake."""
    office = found(folder, sheets, rows)
    with writing_desk(office, MORNING) as desk:
        plan_batch(desk, desk.present.policy.parse_period("2026-11下旬"))
        books = list(desk.state.books)
    came_back = folder / "sheets"
    came_back.mkdir()
    for book in books:
        (came_back / Path(book.file).name).write_bytes(filled(office.path(book.file), rows))
    return Made(office.root, came_back)


def found(folder: Path, agents: int, customers_each: int) -> Office:
    """An office with so many agents, each with so many approved customers; nothing is planned."""
    preset = load_preset("sales-ten-day")
    people = [
        {"person_no": "C01", "name": "老板", "role": "老板", "status": "在职"},
        *({"person_no": f"A{n:04d}", "name": f"业务{n:04d}", "role": "业务员", "status": "在职", "daily_limit": 500}
          for n in range(agents)),
    ]  # fmt: skip
    customers = [_customer(n, customers_each) for n in range(agents * customers_each)]
    return found_office(folder / "office", preset, MORNING, {"人员": people, "客户": customers}).office


def _customer(number: int, rows: int) -> dict[str, object]:
    return {
        "customer_no": f"K{number:07d}", "customer_name": f"客户{number:07d}", "customer_class": "普通客户",
        "agent": f"A{number // rows:04d}", "contact": "王女士", "phone": f"138{number:08d}", "review_status": "已审核",
        "reviewed_by": "C01", "reviewed_on": date(2026, 11, 12),
    }  # fmt: skip


def filled(issued: Path, calls: int, first_day: date = FIRST_DAY) -> bytes:
    """The issued workbook as its agent sends it back: the answers typed into it, nothing else changed."""
    with zipfile.ZipFile(issued) as package:
        parts = {info.filename: package.read(info) for info in package.infolist()}
    texts = _Texts(parts[STRINGS].decode())
    preset = load_preset("sales-ten-day")
    table = laid_out(preset.fitted(CALLS), preset.policy, preset.policy.methods_of("")).table
    letters = {table.letter(column.key): column.key for column in table.columns if not column.issued}
    answers = dict(enumerate(islice(_answers(first_day), calls), start=2))

    def typed(cell: re.Match[str]) -> str:
        value = answers.get(int(cell[2]), {}).get(letters.get(cell[1], ""))
        if value is None:
            return cell[0]
        kind, text = (' t="s"', texts.number(value)) if isinstance(value, str) else ("", _serial(value))
        return f'<c r="{cell[1]}{cell[2]}"{cell[3]}{kind}><v>{text}</v></c>'

    parts[SHEET] = EMPTY_CELL.sub(typed, parts[SHEET].decode()).encode()
    parts[STRINGS] = texts.as_xml().encode()
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return stream.getvalue()


class _Texts:
    """The shared strings of a workbook, with more of them."""

    def __init__(self, xml: str) -> None:
        self._xml, self._count = xml, xml.count("<si>")
        self._added: dict[str, int] = {}

    def number(self, text: str) -> int:
        return self._added.setdefault(text, self._count + len(self._added))

    def as_xml(self) -> str:
        added = "".join(f"<si><t>{text}</t></si>" for text in self._added)
        return self._xml.replace("</sst>", f"{added}</sst>")


def _serial(value: object) -> float:
    """A day or a time of day as Excel counts it."""
    if isinstance(value, time):
        return (value.hour * 60 + value.minute) / 1440
    assert isinstance(value, date)
    return (value - date(1899, 12, 30)).days


def _answers(first_day: date) -> Iterator[dict[str, object]]:
    """Calls without a mistake: five minutes each, sixty a day."""
    for number in range(10_000):
        start = datetime.combine(first_day + timedelta(days=number // 60 % 5), time(9, 0))
        start += timedelta(minutes=10 * (number % 60) if number % 60 < 60 else 0)
        entered: dict[str, object] = {
            "called_on": start.date(), "started_at": start.time(), "ended_at": (start + timedelta(minutes=4)).time(),
            "method": "电话", "result": "接通" if number % 7 else "无人接听",
        }  # fmt: skip
        if number % 7:
            entered |= {"satisfaction": "满意", "wishes": "想了解新品价格", "handling": "无问题"}
        yield entered


def copied(made: Made, to: Path) -> Made:
    """The same office once more, so that it can be measured from the start; the copy is on the disk."""
    shutil.copytree(made.office, to / "office")
    if hasattr(os, "sync"):
        os.sync()
    return Made(to / "office", made.sheets)
