"""An office of any size with its sheets filled in, made fast: for measuring only."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path

import xlsxwriter

from huifang.edges.call_sheet import RECORD, HiddenRecord
from huifang.edges.issued_calls import calls_of_all
from huifang.edges.presets import load_preset
from huifang.flow.desk import writing_desk
from huifang.flow.founding import found_office
from huifang.flow.planning import plan_batch
from huifang.ledger.issues import Book, IssuedCall
from huifang.tables.calls import CALLS, ISSUED_KEYS

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
    preset = load_preset("sales-ten-day")
    people = [
        {"person_no": "C01", "name": "老板", "role": "老板", "status": "在职"},
        *({"person_no": f"A{n:04d}", "name": f"业务{n:04d}", "role": "业务员", "status": "在职", "daily_limit": 500}
          for n in range(sheets)),
    ]  # fmt: skip
    customers = [_customer(n, rows) for n in range(sheets * rows)]
    office = found_office(folder / "office", preset, MORNING, {"人员": people, "客户": customers}).office
    with writing_desk(office, MORNING) as desk:
        plan_batch(desk, desk.policy.parse_period("2026-11下旬"))
        issued, office_id = calls_of_all(office, desk.state.books), desk.state.office_id
    came_back = folder / "sheets"
    came_back.mkdir()
    for book, calls in issued:
        (came_back / Path(book.file).name).write_bytes(filled(book, calls, office_id))
    return Made(office.root, came_back)


def _customer(number: int, rows: int) -> dict[str, object]:
    return {
        "customer_no": f"K{number:07d}", "customer_name": f"客户{number:07d}", "customer_class": "普通客户",
        "agent": f"A{number // rows:04d}", "contact": "王女士", "phone": f"138{number:08d}", "review_status": "已审核",
        "reviewed_by": "C01", "reviewed_on": date(2026, 11, 12),
    }  # fmt: skip


def filled(book: Book, calls: tuple[IssuedCall, ...], office_id: str) -> bytes:
    """A sheet as an agent sends it back: the issued cells, the answers, the hidden record."""
    stream = BytesIO()
    made = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    sheet = made.add_worksheet(CALLS.name)
    day, clock = made.add_format({"num_format": "yyyy-mm-dd"}), made.add_format({"num_format": "hh:mm"})
    for column, declared in enumerate(CALLS.columns):
        sheet.write_string(0, column, declared.header)
    for row, (call, answer) in enumerate(zip(calls, _answers(), strict=False), start=1):
        values = {**{key: getattr(call, key) for key in ISSUED_KEYS}, **answer}
        for column, declared in enumerate(CALLS.columns):
            value = values.get(declared.key)
            if isinstance(value, (date, time)):
                sheet.write_datetime(row, column, value, day if isinstance(value, date) else clock)
            elif value:
                sheet.write_string(row, column, str(value))
    hidden = made.add_worksheet(RECORD)
    record = HiddenRecord(office_id, book.agent, book.period, book.file, book.digest)
    hidden.write_string(0, 0, record.to_text())
    hidden.very_hidden()
    made.close()
    return stream.getvalue()


def _answers() -> Iterator[dict[str, object]]:
    """Calls without a mistake: five minutes each, sixty a day."""
    for number in range(10_000):
        start = datetime.combine(FIRST_DAY + timedelta(days=number // 60 % 5), time(9, 0))
        start += timedelta(minutes=10 * (number % 60) if number % 60 < 60 else 0)
        entered: dict[str, object] = {
            "called_on": start.date(), "started_at": start.time(), "ended_at": (start + timedelta(minutes=4)).time(),
            "method": "电话", "result": "接通" if number % 7 else "无人接听",
        }  # fmt: skip
        if number % 7:
            entered |= {"satisfaction": "满意", "wishes": "想了解新品价格", "handling": "无问题"}
        yield entered


def copied(made: Made, to: Path) -> Made:
    """The same office once more, so that it can be measured from the start."""
    shutil.copytree(made.office, to / "office")
    return Made(to / "office", made.sheets)
