"""An office played through a month: ``run`` day by day, agents who call and hand in, people who edit registers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

from huifang.decisions.part import Share
from huifang.edges.office import Office
from huifang.edges.presets import load_preset
from huifang.flow.desk import Desk
from huifang.flow.founding import found_office
from huifang.flow.reporting import build_report, default_kind
from office import TestOffice, edited, put

STAFF, RULES = "人员.xlsx", "制度.xlsx"
REACHED = {"通话结果": "接通", "满意度": "满意", "处理情况": "无问题", "客户意见或需求": "无"}


class MonthOffice:
    """An office in which each agent has one copy of every workbook that was issued, and fills it in over the days.

    ``people`` are number, name, role and superior; ``customers`` and ``registers`` (by sheet) are rows by column key.
    Days are days of the month in which the office was founded.
    """

    def __init__(
        self,
        folder: Path,
        preset: str,
        founded: datetime,
        people: Sequence[tuple[str, str, str, str | None]],
        customers: Sequence[Mapping[str, Any]] = (),
        **registers: Sequence[Mapping[str, Any]],
    ) -> None:
        staff = [
            {"person_no": no, "name": name, "role": role, "superior": above, "status": "在职"}
            for no, name, role, above in people
        ]
        rows: Mapping[str, Any] = {"人员": staff, "客户": list(customers), **registers}
        root = folder / "办公室"
        found_office(root, load_preset(preset), founded, rows)
        self.month = founded.strftime("%Y-%m")
        self.office, self.desks = TestOffice(root, folder / "寄出"), folder / "桌上"
        self.desks.mkdir()
        self.copies: list[Path] = []  # in the order of their issue

    def day(self, day: int | date) -> date:
        """That day of the month; a date is what it is."""
        return day if isinstance(day, date) else date.fromisoformat(f"{self.month}-{day:02d}")

    def run(self, day: int | date, hour: str = "18:05") -> list[dict[str, Any]]:
        """What ``run`` did at that hour; every agent takes what was issued."""
        steps = self.office.run("run", now=f"{self.day(day)} {hour}").data["steps"]
        for book in self.office.path("回访计划").rglob("*.xlsx"):
            copy = self.desks / f"{book.parent.name}-{book.name}"
            if not copy.exists():
                shutil.copy(book, copy)
                self.copies.append(copy)
        return list(steps)

    def call(self, agent: str, customer: str, day: int | date, hour: str, values: Mapping[str, Any] = REACHED) -> None:
        """A call in the customer's first row without a result, in the newest of the agent's workbooks that has one;
        where none has, once more in a row at the end of the newest that has the customer.
        """
        start = datetime.combine(self.day(day), time.fromisoformat(hour))
        entered = {
            "回访日期": start.date(), "开始时间": start.time(), "结束时间": (start + timedelta(minutes=3)).time(),
            "回访方式": "电话", **values,
        }  # fmt: skip
        copies = [copy for copy in reversed(self.copies) if f"-{agent}-" in copy.name]
        for copy, again in [(copy, False) for copy in copies] + [(copy, True) for copy in copies]:
            with edited(copy) as book:
                sheet = book["回访记录"]
                at = columns(sheet)
                rows = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, at["客户编号"]).value == customer]
                row = next((row for row in rows if not sheet.cell(row, at["通话结果"]).value), None)
                if row is None and rows and again:
                    row = next(row for row in range(2, 100) if not sheet.cell(row, at["客户编号"]).value)
                    entered = {"计划编号": sheet.cell(rows[0], at["计划编号"]).value, "客户编号": customer, **entered}
                if row is not None:
                    put(sheet, row, entered)
                    return
        raise AssertionError(f"{agent} has no workbook with {customer}")

    def hand_in(self, agent: str, period: str) -> None:
        """All the agent's workbooks of the period, as they are now, into the inbox."""
        for copy in self.desks.glob(f"{period}-{agent}-*.xlsx"):
            shutil.copy(copy, self.office.path("收件箱") / copy.name.removeprefix(f"{period}-"))

    @contextmanager
    def on_the_desk(self, agent: str, period: str) -> Iterator[Worksheet]:
        """The records of the agent's newest workbook of the period, to be edited."""
        copy = next(copy for copy in reversed(self.copies) if copy.name.startswith(f"{period}-{agent}-"))
        with edited(copy) as book:
            yield book["回访记录"]

    def enter(self, file: str, sheet: str, row: int, values: Mapping[str, Any]) -> None:
        """Type into a workbook of the office."""
        with edited(self.office.path(file)) as book:
            put(book[sheet], row, values)

    def report(self, period: str, now: str, *options: str) -> dict[str, Any]:
        """Make the report and take its JSON."""
        return dict(self.office.run("report", "--period", period, *options, now=now).data)

    def parts(self, period: str, now: str, kind: str | None = None) -> dict[str, Told]:
        """What each part of that report (None: the first of the policy) says when it is made at that moment."""
        desk = Desk(Office(self.office.root), datetime.fromisoformat(now))
        report = build_report(desk, desk.policy.parse_period(period), kind or default_kind(desk.policy))
        return {
            part.name: Told(
                part.sentences,
                {tile.label: plain(tile.value) for tile in part.tiles},
                {one.title: [tuple(map(plain, row)) for row in one.rows] for one in part.listings},
            )
            for part in report.parts
        }


@dataclass(frozen=True)
class Told:
    """A part of a report: its sentences, its figures by label, its lists by title; shares as they are shown."""

    sentences: tuple[str, ...]
    tiles: dict[str, Any]
    lists: dict[str, list[tuple[Any, ...]]]


def plain(value: Any) -> Any:
    """A share as text, everything else as it is."""
    return str(value) if isinstance(value, Share) else value


def columns(sheet: Worksheet) -> dict[Any, int]:
    """Where each header stands."""
    return {cell.value: cell.column for cell in sheet[1]}


def done(steps: Sequence[Mapping[str, Any]]) -> list[str]:
    """The names of the steps."""
    return [step["step"] for step in steps]


def figures(report: Mapping[str, Any]) -> dict[str, tuple[int, int, int, float]]:
    """Planned, done, days late and fine, by agent."""
    return {a["agent"]: (a["planned"], a["done"], a["late_days"], a["fine_yuan"]) for a in report["agents"]}
