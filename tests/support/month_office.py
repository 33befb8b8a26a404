"""An office played through a month: ``run`` day by day, agents who call and hand in, people who edit registers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from huifang.core.periods import parse_period
from huifang.decisions.reports.part import Part, Share
from huifang.edges.known.presets import load_preset
from huifang.edges.store.office import Office
from huifang.flow.moving_in.founding import found_office
from huifang.flow.office.desk import Desk
from huifang.flow.reports.reporting import build_report, default_kind
from office import TestOffice, add_rows, edited, load, put

STAFF, RULES, COMPLAINTS = "人员.xlsx", "制度.xlsx", "投诉登记表.xlsx"
TASKS = "任务.xlsx"
REACHED = {"通话结果": "接通", "满意度": "满意", "处理情况": "无问题", "客户意见或需求": "无"}


class MonthOffice:
    """An office in which each agent has one copy of every workbook that was issued, and fills it in over the days.

    ``people`` are number, name, role and superior; ``customers`` and ``registers`` (by sheet) are rows by column key.
    Days are days of the month in which the office was founded. ``in_short`` says whether agents type days and times in
    short: 24, 905, 3 minutes.
    """

    in_short = False

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
        self.written: list[dict[str, Any]] = []  # the letters
        self.tasks: list[str] = []  # the numbers of those that came up
        self._taken: list[Path] = []  # as they were issued
        self._open: dict[Path, Workbook] = {}  # that agents are filling in

    def day(self, day: int | date) -> date:
        """That day of the month; a date is what it is."""
        return day if isinstance(day, date) else date.fromisoformat(f"{self.month}-{day:02d}")

    def run(self, day: int | date, hour: str = "18:05") -> list[dict[str, Any]]:
        """What ``run`` did at that hour besides letters and tasks; every agent takes what was issued."""
        steps = [*self.office.run("run", now=f"{self.day(day)} {hour}").data["steps"]]
        self.written += [one for step in steps if step["step"] == "letters" for one in step["written"]]
        self.tasks += [number for step in steps if step["step"] == "tasks" for number in step["issued"]]
        steps = [step for step in steps if step["step"] not in ("letters", "tasks")]
        for book in self.office.path("回访计划").rglob("*.xls[xm]"):
            copy = self.desks / f"{book.parent.name}-{book.name}"
            if not copy.exists():
                shutil.copy(book, copy)
                self._taken.append(copy)
        return steps

    def call(
        self, agent: str, customer: str, day: int | date, hour: str, values: Mapping[str, Any] = REACHED, **which: str
    ) -> None:
        """A call in the customer's first row that has no result in any of the agent's workbooks, in the newest that has
        it; where there is none, once more in a row at the end of the newest that has the customer.

        Of several rows ``which`` tells by its cells: ``联系角色="前台"``. The planned way is left as it stands there.
        """
        start = datetime.combine(self.day(day), time.fromisoformat(hour))
        copies = [book for book in reversed(self._taken) if f"-{agent}-" in book.name]
        sheets = {copy: self._opened(copy)["回访记录"] for copy in copies}
        made = {number for sheet in sheets.values() for number in _made(sheet)}
        for copy, again in [(copy, False) for copy in copies] + [(copy, True) for copy in copies]:
            sheet = sheets[copy]
            at = columns(sheet)
            cells = {"客户编号": customer, **which}
            rows = [r for r in range(2, 100) if all(sheet.cell(r, at[h]).value == v for h, v in cells.items())]
            row = next((row for row in rows if sheet.cell(row, at["计划编号"]).value not in made), None)
            entered = {**self._typed(start, copy), **values}
            if row is None and rows and again:
                row = next(row for row in range(2, 100) if not sheet.cell(row, at["客户编号"]).value)
                entered = {"计划编号": sheet.cell(rows[0], at["计划编号"]).value, "客户编号": customer, **entered}
            if row is not None:
                way = {} if sheet.cell(row, at["回访方式"]).value else {"回访方式": "电话"}
                put(sheet, row, {**way, **entered})
                return
        raise AssertionError(f"{agent} has no workbook with {customer}")

    def _opened(self, copy: Path) -> Workbook:
        """An agent's copy, which stays open from call to call."""
        if copy not in self._open:
            self._open[copy] = load(copy)
        return self._open[copy]

    def _close_all(self) -> None:
        """Save and close what agents are filling in."""
        for copy, book in self._open.items():
            book.save(copy)
            book.close()
        self._open.clear()

    def _typed(self, start: datetime, copy: Path) -> dict[str, Any]:
        """Day, start and end of a call of three minutes; ``in_short`` as agents type them who follow the prompts."""
        end = start + timedelta(minutes=3)
        if not self.in_short:
            return {"回访日期": start.date(), "开始时间": start.time(), "结束时间": end.time()}
        name = next(part.name for part in self.office.path("回访计划").iterdir() if copy.name.startswith(part.name))
        period = parse_period(name, (10, 20, 30))
        is_within = period.from_on <= start.date() <= period.until_on
        day = start.day if is_within else start.date().toordinal() - date(1899, 12, 30).toordinal()
        return {"回访日期": day, "开始时间": start.hour * 100 + start.minute, "结束时间": 3}

    def hand_in(self, agent: str, period: str) -> None:
        """All the agent's workbooks of the period, as they are now, into the inbox."""
        self._close_all()
        for copy in self.desks.glob(f"{period}-{agent}-*.xls[xm]"):
            shutil.copy(copy, self.office.path("收件箱") / copy.name.removeprefix(f"{period}-"))

    @contextmanager
    def on_the_desk(self, agent: str, period: str, number: int = 0) -> Iterator[Worksheet]:
        """The records of the agent's workbook of the period (1: -补1, -1: the newest), to be edited."""
        self._close_all()
        with edited([book for book in self._taken if book.name.startswith(f"{period}-{agent}-")][number]) as book:
            yield book["回访记录"]

    def enter(self, file: str, sheet: str, row: int, values: Mapping[str, Any]) -> None:
        """Type into a workbook of the office."""
        with edited(self.office.path(file)) as book:
            put(book[sheet], row, values)

    def add(self, file: str, sheet: str, *rows: Mapping[str, Any]) -> None:
        """Type rows below the last one."""
        add_rows(self.office.path(file), sheet, *rows)

    def complaint(self, number: str, **cells: Any) -> None:
        """Fill in the complaint's row, a new one where it has none; a 时间 is written ``24 09:00``, ``12-02 09:00``."""
        values = {h: self.moment(v) if h.endswith("时间") and v is not None else v for h, v in cells.items()}
        with edited(self.office.path(COMPLAINTS)) as book:
            numbers = [cell.value for cell in book["投诉"]["A"] if cell.value] + [number]
            put(book["投诉"], 1 + numbers.index(number), {"投诉编号": number, **values})

    def does(self, number: str, at: str | datetime, **cells: Any) -> None:
        """Fill in that a task was done at that moment."""
        values = {"完成时间": at if isinstance(at, datetime) else self.moment(at), **cells}
        with edited(self.office.path(TASKS)) as book:
            numbers = [cell.value for cell in book["任务"]["A"]]
            put(book["任务"], 1 + numbers.index(number), values)

    def moment(self, text: str) -> datetime:
        """That moment, of the month where the text names none."""
        return datetime.fromisoformat(f"{self.month[: 4 if text[2] == '-' else 7]}-{text}")

    def set(self, item: str, value: str) -> None:
        """Change an item of 基本."""
        with edited(self.office.path(RULES)) as book:
            (row,) = (cell.row for cell in book["基本"]["A"] if cell.value == item)
            put(book["基本"], row, {"值": value})

    def plan_no(self, customer: str) -> str:
        """The number of the newest call that was issued for the customer."""
        desk = Desk(Office(self.office.root), datetime(2099, 1, 1))
        return desk.ledger.issued().by_customer()[customer][-1].plan_no

    def parts(self, period: str, now: str, kind: str = "") -> dict[str, SeenPart]:
        """The parts of the report (of the first kind, where none is named) as they would be made at that moment; no
        version is made.
        """
        desk = Desk(Office(self.office.root), datetime.fromisoformat(now))
        policy = desk.present.policy
        report = build_report(desk, policy.parse_period(period), kind or default_kind(policy))
        return {part.name: SeenPart.of(part) for part in report.parts}

    def report(self, period: str, now: str, *options: str) -> dict[str, Any]:
        """Make the report and take its JSON."""
        return dict(self.office.run("report", "--period", period, *options, now=now).data)


@dataclass(frozen=True)
class SeenPart:
    """A part of a report as it is read: figures by label, rows by the title of their list; a share is ``3/4``."""

    sentence: str
    tiles: Mapping[str, Any]
    lists: Mapping[str, list[tuple[Any, ...]]]

    @classmethod
    def of(cls, part: Part) -> SeenPart:
        """What the part shows."""
        return cls(
            part.sentences[0],
            {tile.label: _shown(tile.value) for tile in part.tiles},
            {one.title: [tuple(map(_shown, row)) for row in one.rows] for one in part.listings},
        )


def _shown(value: Any) -> Any:
    return f"{value.count}/{value.total}" if isinstance(value, Share) else value


def columns(sheet: Worksheet) -> dict[Any, int]:
    """Where each header stands."""
    return {cell.value: cell.column for cell in sheet[1]}


def _made(sheet: Worksheet) -> set[Any]:
    """The plan numbers of the rows that have a result."""
    at = columns(sheet)
    rows = sheet.iter_rows(min_row=2, values_only=True)
    return {row[at["计划编号"] - 1] for row in rows if row[at["通话结果"] - 1]}


def done(steps: Sequence[Mapping[str, Any]]) -> list[str]:
    """The names of the steps."""
    return [step["step"] for step in steps]


def figures(report: Mapping[str, Any]) -> dict[str, tuple[int, int, int, float]]:
    """Planned, done, days late and fine, by agent."""
    return {a["agent"]: (a["planned"], a["done"], a["late_days"], a["fine_yuan"]) for a in report["agents"]}
