"""Offices to test with: a small planned one, made once and copied; sheets to fill in; commands run in-process."""

from __future__ import annotations

import inspect
import json
import shutil
import traceback
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from click.testing import CliRunner
from msgspec.structs import asdict
from openpyxl import Workbook, load_workbook

from huifang.cli.main import group
from huifang.edges.books.call_layout import Layout, laid_out
from huifang.edges.known.presets import load_preset
from huifang.edges.store.issued_calls import calls_of_all
from huifang.edges.store.losses import WITNESSES
from huifang.edges.store.office import JOURNAL, Office
from huifang.edges.store.run_notes import RUN_NOTES
from huifang.flow.office.desk import Desk
from huifang.tables.declared.calls import CALLS
from huifang.tables.model import column_letter
from made_once import made_once

PERIOD = "2026-11下旬"
FOUNDED = "2026-11-20 08:30"
PLANNED = "2026-11-20 09:00"
MONDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 27)
NOW = "2026-11-24 17:00"
SAMPLED = "2026-11-12 09:00"
IN_TIME, DUE_DAY = "2026-11-30 16:00", "2026-11-30 18:00"
SHEET, RECORD, RESULTS = CALLS.name, "_huifang", "校验结果"

PEOPLE = (
    ("C01", "马建国", "老板", "", "在职", None),
    ("B01", "周丽华", "主管", "C01", "在职", None),
    ("D01", "孙正平", "监督岗", "C01", "在职", None),
    ("A01", "李晓明", "业务员", "B01", "在职", None),
    ("A02", "王海燕", "业务员", "B01", "在职", None),
    ("A03", "张志强", "业务员", "B01", "在职", None),
    ("A04", "王伟", "业务员", "B01", "在职", None),
    ("A05", "王伟", "业务员", "B01", "在职", None),
    ("A06", "钱国庆", "业务员", "B01", "离职", date(2026, 11, 1)),
)
#: Customers by agent; K0080 was given up, K0090 is out of use, both A01's and in no plan.
CUSTOMERS = {"A01": range(1, 7), "A02": range(7, 10), "A03": range(10, 12)}
GIVEN_UP, OUT_OF_USE = "K0080", "K0090"
REVIEWED = date(2026, 11, 14)


@dataclass(frozen=True)
class Ran:
    """What a command did: exit code, the JSON object (None without --json), and what it printed."""

    code: int
    data: dict[str, Any]
    out: str
    err: str

    @property
    def listed(self) -> dict[str, list[str]]:
        """The files in every list of ``collect``."""
        names = ("accepted", "filled", "returned", "duplicates", "ignored")
        return {name: [Path(entry["file"]).name for entry in self.data[name]] for name in names if self.data[name]}


def run(*args: str, json_wanted: bool = True) -> Ran:
    """Run the command line in this process; a traceback fails the test, and so does anything but JSON on stdout."""
    parameters = inspect.signature(CliRunner).parameters
    apart: dict[str, Any] = {"mix_stderr": False} if "mix_stderr" in parameters else {}
    runner = CliRunner(**apart)
    result = runner.invoke(group, [*(["--json"] if json_wanted else []), *args], prog_name="huifang")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise AssertionError("traceback:\n" + "".join(traceback.format_exception(result.exception)))
    data = json.loads(result.stdout) if json_wanted and result.stdout.strip() else {}
    return Ran(result.exit_code, data, result.stdout, result.stderr)


@dataclass(frozen=True)
class TestOffice:
    """An office folder of one test, and a folder beside it for sheets on their way."""

    root: Path
    outside: Path
    __test__ = False

    def run(self, *args: str | Path, now: str = NOW, json_wanted: bool = True) -> Ran:
        """Run a command in this office."""
        return run("-C", str(self.root), "--now", now, *map(str, args), json_wanted=json_wanted)

    def path(self, relative: str) -> Path:
        """A file of the office by its relative path."""
        return self.root / relative

    def issued(self, agent: str = "A01", period: str = PERIOD) -> Path:
        """The workbook that was issued to the agent."""
        return next(iter(sorted(self.path(f"回访计划/{period}").glob(f"{agent}-*.xls[xm]"))))

    def sheet(self, agent: str = "A01", name: str = "") -> Path:
        """A copy of the agent's issued workbook, outside the office."""
        self.outside.mkdir(exist_ok=True)
        target = self.outside / (name or self.issued(agent).name)
        shutil.copy(self.issued(agent), target)
        return target

    def filled(self, agent: str = "A01", name: str = "", count: int | None = None, **over: Any) -> Path:
        """A copy of the agent's workbook with its first ``count`` calls (None: all) answered well."""
        path = self.sheet(agent, name)
        with edited(path) as book:
            for row in issued_rows(book)[:count]:
                put(book[SHEET], row, good_answer(row, **over))
        return path

    def send(self, *paths: Path) -> None:
        """Put copies into the inbox."""
        for path in paths:
            shutil.copy(path, self.path("收件箱") / path.name)

    def collect(self, *paths: Path, now: str = NOW) -> Ran:
        """Collect these files, or the inbox."""
        return self.run("collect", *paths, now=now)

    def report(self, now: str = DUE_DAY, period: str = PERIOD) -> Ran:
        """Make the period's report."""
        return self.run("report", "--period", period, now=now)

    def journal(self) -> list[dict[str, Any]]:
        """The journal's entries."""
        lines = self.path(".huifang/journal.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def write_journal(self, content: bytes) -> None:
        """Write the journal anew, as whoever forges it would: with nothing left that knows the old one's head."""
        self.path(JOURNAL).write_bytes(content)
        for witness in WITNESSES:
            self.path(witness).unlink(missing_ok=True)

    def entries(self, kind: str) -> list[dict[str, Any]]:
        """The data of the journal's entries of one kind."""
        return [entry["data"] for entry in self.journal() if entry["kind"] == kind]

    def submissions(self) -> list[dict[str, Any]]:
        """What the journal says of each sheet that came back, with the segment that holds its rows."""
        return [
            {**sheet, "segments": data["segments"] if sheet["rows"] else {}, "archived": data["archived"]}
            for data in self.entries("submission")
            for sheet in data["sheets"]
        ]

    def calls(self, agent: str = "A01") -> list[dict[str, Any]]:
        """What the agent's newest workbook was issued with."""
        office = Office(self.root)
        book = next(b for b in reversed(Desk(office, datetime(2026, 12, 31)).state.books) if b.agent == agent)
        calls = (asdict(call) for call in calls_of_all(office, [book])[0][1])
        return [{k: v.isoformat() if isinstance(v, date) else v for k, v in call.items()} for call in calls]

    def forms(self) -> list[Path]:
        """The 更正单 in the outbox."""
        return sorted(self.path("发件箱").glob("更正单-*.xlsx"))

    def ledger(self, now: str = DUE_DAY, period: str = PERIOD) -> dict[str, dict[str, Any]]:
        """The ledger as the 台账 workbook of a report made now shows it, by 记录编号."""
        self.report(now, period)
        rows = table(self.path(f"台账/{period}.xlsx"), "台账")
        return {row["记录编号"]: row for row in rows if row["记录编号"]}

    def correct(self, *rows: tuple[Any, ...], now: str = NOW, name: str = "更正单.xlsx") -> Ran:
        """Apply a form typed by hand: rows of (表, 编号, 列, 原值, 新值, 更正人, 原因)."""
        book = Workbook()
        sheet = book.active
        sheet.title = "更正单"
        for cells in (("表", "编号", "列", "原值", "新值", "更正人", "原因"), *rows):
            sheet.append(cells)
            for cell in sheet[sheet.max_row]:
                cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
        self.outside.mkdir(exist_ok=True)
        path = self.outside / name
        book.save(path)
        return self.run("correct", path, now=now)


def load(file: Path | BinaryIO, **options: Any) -> Workbook:
    """Open with openpyxl, whose warnings about validations are of no interest; macros are kept by the file's name."""
    has_macros = isinstance(file, Path) and file.suffix == ".xlsm"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(file, keep_vba=has_macros, **options)
    if book.vba_archive:  # openpyxl leaves it open for writing, and whoever throws it away finds that out too late
        parts = book.vba_archive.fp
        book.vba_archive.close()
        book.vba_archive = zipfile.ZipFile(parts)
    return book


@contextmanager
def edited(path: Path) -> Iterator[Workbook]:
    """A workbook opened for changes and saved again."""
    book = load(path)
    yield book
    book.save(path)
    book.close()


def table(path: Path, sheet: str) -> list[dict[str, Any]]:
    """The rows of a sheet by header."""
    book = load(path)
    rows = [[cell.value for cell in cells] for cells in book[sheet].iter_rows()]
    book.close()
    return [dict(zip(rows[0], cells, strict=True)) for cells in rows[1:]]


def listed(sheet: Any, *headers: str) -> set[tuple[Any, ...]]:
    """What stands below these headers in the first list of a sheet that has all of them."""
    rows = [[cell.value for cell in cells] for cells in sheet.iter_rows()]
    top, at = next((n, [row.index(one) for one in headers]) for n, row in enumerate(rows) if {*headers} <= {*row})
    return {tuple(row[place] for place in at) for row in rows[top + 1 :]}


def columns(sheet: Any) -> dict[str, int]:
    """Column numbers (from 1) by header."""
    return {str(cell.value): cell.column for cell in sheet[1] if cell.value is not None}


def at(header: str, row: int) -> str:
    """The address of a cell of an issued call sheet without questions, of the regulation that most offices have."""
    return f"{_ten_day_sheet().table.letter(CALLS.by_header[header].key)}{row}"


def behind_last(row: int) -> str:
    """The address of the first cell behind the columns of such a sheet."""
    return f"{column_letter(len(_ten_day_sheet().table.columns))}{row}"


@cache
def _ten_day_sheet() -> Layout:
    preset = load_preset("sales-ten-day")
    return laid_out(preset.fitted(CALLS), preset.policy, preset.policy.methods_of(""))


def put(sheet: Any, row: int, values: Mapping[str, Any]) -> None:
    """Enter values by header; text that begins with ``=`` stays text, :class:`Formula` becomes a formula."""
    headers = columns(sheet)
    for header, value in values.items():
        cell = sheet.cell(row, headers[header])
        cell.value = value.text if isinstance(value, Formula) else value
        if isinstance(value, str) and cell.data_type in ("f", "n"):
            cell.data_type = "s"


@dataclass(frozen=True)
class Formula:
    """A formula, or an error value, to be entered as such."""

    text: str


def change(path: Path, *cells: tuple[int, Mapping[str, Any]], sheet: str = SHEET) -> Path:
    """Enter values into rows of a workbook."""
    with edited(path) as book:
        for row, values in cells:
            put(book[sheet], row, values)
    return path


def add_rows(path: Path, sheet: str, *rows: Mapping[str, Any]) -> None:
    """Enter rows below the last filled one."""
    with edited(path) as book:
        page = book[sheet]
        last = max(
            (row for row in range(1, page.max_row + 1) if any(c.value is not None for c in page[row])), default=1
        )
        for offset, values in enumerate(rows, start=1):
            put(page, last + offset, values)


def emptied(path: Path) -> Path:
    """The same register with nothing but its headers."""
    with edited(path) as book:
        for page in book.worksheets:
            cells = [cell for row in page.iter_rows(min_row=2) for cell in row if not page.merged_cells.ranges]
            for cell in cells:
                cell.value = None
    return path


def issued_rows(book: Workbook) -> list[int]:
    """The rows of a call sheet that hold an issued call."""
    at = columns(book[SHEET])["计划编号"]
    return [row for row in range(2, book[SHEET].max_row + 1) if book[SHEET].cell(row, at).value]


def plan_numbers(path: Path) -> list[str]:
    """The plan numbers of a call sheet, from row 2 on."""
    return [row["计划编号"] for row in table(path, SHEET) if row["计划编号"]]


def good_answer(row: int, **over: Any) -> dict[str, Any]:
    """A faultless answer; each row has its own time."""
    minutes = 540 + 10 * row
    start, end = (time(*divmod(m, 60)) for m in (minutes, minutes + 4))
    return {
        "回访日期": MONDAY, "开始时间": start, "结束时间": end, "回访方式": "电话", "通话结果": "接通",
        "满意度": "满意", "客户意见或需求": "无", "处理情况": "无问题", **over,
    }  # fmt: skip


def missed(row: int, result: str = "无人接听") -> dict[str, Any]:
    """The answer of a call that did not connect."""
    return {key: result if key == "通话结果" else good_answer(row)[key] for key in list(good_answer(row))[:5]}


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return sha256(path.read_bytes()).hexdigest()


def snapshot(folder: Path) -> dict[str, str]:
    """The hash of every file below a folder, but for the lines that runs leave for people in 日志."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.parent.name != RUN_NOTES)
    return {str(path.relative_to(folder)): digest(path) for path in files}


def patched(path: Path, part: Callable[[str], bool], replace: Callable[[bytes], bytes]) -> None:
    """Rewrite parts of the package by hand."""
    with zipfile.ZipFile(path) as package:
        parts = {info.filename: package.read(info.filename) for info in package.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, replace(content) if part(name) else content)


def codes(findings: Iterable[Mapping[str, Any]]) -> list[str]:
    """The codes of JSON findings."""
    return [finding["code"] for finding in findings]


def find(findings: Iterable[Mapping[str, Any]], code: str) -> list[tuple[str, str | None, str | None]]:
    """(severity, sheet, cell) of every finding of that code."""
    return [(f["severity"], f["sheet"], f["cell"]) for f in findings if f["code"] == code]


def _blank() -> Path:
    """The small office, before any plan."""
    return made_once("办公室", _found)


def _found(root: Path) -> None:
    assert run("--now", FOUNDED, "init", str(root), "--policy", "sales-ten-day").code == 0
    headers = ("工号", "姓名", "角色", "上级", "状态", "离职日期")
    people = [{**dict(zip(headers, p, strict=True)), "部门": "销售部"} for p in PEOPLE]
    add_rows(root / "人员.xlsx", "人员", *people)
    exception = {"对象": "客户", "编号": GIVEN_UP, "起": REVIEWED, "处理": "放弃", "批准人": "B01", "原因": "停业"}
    add_rows(root / "人员.xlsx", "例外", exception)
    rows = [customer(f"K{n:04d}", agent) for agent, numbers in CUSTOMERS.items() for n in numbers]
    rows[1]["勿扰时段"] = "12:00-14:00"
    rows += [customer(GIVEN_UP, "A01"), customer(OUT_OF_USE, "A01", 审核状态="停用")]
    add_rows(root / "客户资料库.xlsx", "客户", *rows)


def customer(number: str, agent: str, **over: Any) -> dict[str, Any]:
    """A row of 客户."""
    return {
        "客户编号": number, "客户名称": f"{number[1:]} 号商行", "客户类别": "普通客户", "业务员": agent,
        "联系人": "王女士", "电话": f"1380000{number[1:]}", "审核状态": "已审核", "审核人": "C01",
        "审核日期": REVIEWED, **over,
    }  # fmt: skip


def _planned() -> Path:
    return made_once("排了计划", _plan)


def _plan(root: Path) -> None:
    shutil.copytree(_blank(), root)
    ran = run("-C", str(root), "--now", PLANNED, "plan", "--period", PERIOD)
    assert ran.code == 0, ran.err


def _collected() -> Path:
    return made_once("收了表", _collect)


def _collect(root: Path) -> None:
    """The planned office with the sheets of A01 and A02 accepted."""
    shutil.copytree(_planned(), root)
    office = TestOffice(root, root.parent / "寄出")
    office.send(office.filled("A01"), office.filled("A02"))
    ran = office.collect()
    assert ran.code == 0, ran.err


def _sample(preset: str, now: str) -> Path:
    def make(root: Path) -> None:
        assert run("--now", now, "init", str(root), "--policy", preset, "--sample").code == 0

    return made_once(f"{preset} {now.replace(':', '')}", make)


def copy_of(template: Callable[[], Path], folder: Path) -> TestOffice:
    """A copy of a template office for one test."""
    shutil.copytree(template(), folder / "办公室")
    return TestOffice(folder / "办公室", folder / "寄出")


def blank_office(folder: Path) -> TestOffice:
    """The small office without any plan."""
    return copy_of(_blank, folder)


def planned_office(folder: Path) -> TestOffice:
    """The small office with the plan of 2026-11下旬."""
    return copy_of(_planned, folder)


def collected_office(folder: Path) -> TestOffice:
    """The same with the sheets of A01 and A02 accepted."""
    return copy_of(_collected, folder)


def sample_office(folder: Path, preset: str = "sales-ten-day", now: str = SAMPLED) -> TestOffice:
    """The made-up office of the regulation that ``init --sample`` makes on that day."""
    return copy_of(lambda: _sample(preset, now), folder)
