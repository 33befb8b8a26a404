"""Offices made by hand for tests: staff and customers as rows, registers edited and sheets filled as people do it.

Everything goes through the command line in this process; :func:`huifang` gives back what it printed as JSON.
"""

from __future__ import annotations

import email.policy
import json
import re
import shutil
import warnings
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from email import message_from_bytes
from io import BytesIO
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from openpyxl import Workbook, load_workbook

from huifang.cli.main import group
from huifang.edges.known.presets import load_preset
from huifang.flow.moving_in.founding import found_office

PRESET = "sales-ten-day"
RULES, STAFF, CUSTOMERS = "制度.xlsx", "人员.xlsx", "客户资料库.xlsx"
CALLS = "回访记录"

#: The staff that most tests use.
PEOPLE = (
    ("C01", "马建国", "老板", ""),
    ("B01", "周丽华", "主管", "C01"),
    ("D01", "孙正平", "监督岗", "C01"),
    ("A01", "李明", "业务员", "B01"),
    ("A02", "王芳", "业务员", "B01"),
    ("A03", "陈静", "业务员", "B01"),
)


@dataclass(frozen=True)
class Answer:
    """What a command said: exit code, the JSON object (empty where there is none), and what went to stderr."""

    code: int
    json: dict[str, Any]
    stderr: str
    stdout: str = field(repr=False, default="")

    def __getitem__(self, key: str) -> Any:
        return self.json[key]

    def codes(self) -> list[str]:
        """The codes of its findings, sorted."""
        return sorted(finding["code"] for finding in self.json["findings"])

    def at(self, code: str) -> list[tuple[str, str | None, str | None]]:
        """File, sheet and cell of every finding of that code."""
        return [(f["file"], f["sheet"], f["cell"]) for f in self.json["findings"] if f["code"] == code]

    def call(self, customer_no: str) -> dict[str, Any]:
        """The one call of the batch to that customer."""
        call: dict[str, Any]
        (call,) = [call for call in self.json["calls"] if call["customer_no"] == customer_no]
        return call

    def customers(self) -> list[str]:
        """The customers of the batch, sorted."""
        return sorted(call["customer_no"] for call in self.json["calls"])

    def agent(self, number: str) -> dict[str, Any]:
        """The report's line of one agent."""
        line: dict[str, Any]
        (line,) = [line for line in self.json["agents"] if line["agent"] == number]
        return line


def huifang(
    folder: Path | None, *words: object, now: str = "", codes: Iterable[int] = (0, 1), text: bool = False
) -> Answer:
    """Run one command in the office; ``now`` is a day (noon) or a day and a time. Other exit codes fail the test."""
    line = ["-C", str(folder)] if folder is not None else []
    if now:
        line += ["--now" if " " in now else "--today", now]
    if not text:
        line.append("--json")
    result = CliRunner().invoke(group, [*line, *map(str, words)], prog_name="huifang")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    shown = f"{' '.join(map(str, words))}: {result.exit_code}\n{result.stdout[:2000]}\n{result.stderr[:3000]}"
    assert result.exit_code in tuple(codes), shown
    body = json.loads(result.stdout) if result.stdout.strip() and not text else {}
    return Answer(result.exit_code, body, result.stderr, result.stdout)


def day(text: str) -> date:
    """``11-05`` (of 2026) or ``2027-01-05`` as a date."""
    return date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


def person(number: str, name: str, role: str = "业务员", superior: str = "B01", **more: object) -> dict[str, Any]:
    """A row of 人员."""
    row = {"person_no": number, "name": name, "role": role, "superior": superior, "status": "在职"}
    return {**row, **more}


def customer(number: str, agent: str, reviewed: str, **more: object) -> dict[str, Any]:
    """A row of 客户, approved by the boss on ``reviewed``."""
    row = {
        "customer_no": number, "customer_name": f"客户{number}商行", "customer_class": "普通客户", "agent": agent,
        "contact": "王女士", "phone": f"138{int(re.sub(r'[^0-9]', '', number) or 0):08d}", "review_status": "已审核",
        "reviewed_by": "C01", "reviewed_on": day(reviewed), "registered_on": day(reviewed),
    }  # fmt: skip
    return {**row, **more}


def staff() -> list[dict[str, Any]]:
    """The usual people as rows."""
    return [person(*fields) for fields in PEOPLE]


def make_office(
    folder: Path,
    customers: Sequence[Mapping[str, Any]],
    people: Sequence[Mapping[str, Any]] | None = None,
    now: str = "2026-11-02 08:00",
    stand_ins: Sequence[Mapping[str, Any]] = (),
    exceptions: Sequence[Mapping[str, Any]] = (),
) -> Path:
    """An office of the ten-day preset with these registers."""
    rows = {
        "人员": people if people is not None else staff(), "客户": customers, "代班": stand_ins, "例外": exceptions,
    }  # fmt: skip
    found_office(folder, load_preset(PRESET), datetime.strptime(now, "%Y-%m-%d %H:%M"), rows, "测试单位")
    return folder


def copied(source: Path, target: Path) -> Path:
    """The office at another place."""
    shutil.copytree(source, target)
    return target


def opened(path: Path) -> Workbook:
    """The workbook through openpyxl, without its remarks about what it does not know."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(path)


def headers(sheet: Any, row: int = 1) -> dict[str, int]:
    """Column numbers (from 1) by header."""
    return {str(cell.value): cell.column for cell in sheet[row] if cell.value is not None}


def _row_of(sheet: Any, key: str) -> int:
    for row in range(2, sheet.max_row + 1):
        if str(sheet.cell(row, 1).value) == key:
            return row
    raise AssertionError(f"{sheet.title}: no row {key}")


def change(office: Path, book: str, sheet: str, key: str, **values: object) -> None:
    """Change cells (by header) of the row whose first cell is ``key``."""
    workbook = opened(office / book)
    columns = headers(workbook[sheet])
    row = _row_of(workbook[sheet], key)
    for header, value in values.items():
        workbook[sheet].cell(row, columns[header]).value = value
    workbook.save(office / book)


def add(office: Path, book: str, sheet: str, **values: object) -> int:
    """Write a row (by header) below the last one; returns its number."""
    workbook = opened(office / book)
    page = workbook[sheet]
    columns = headers(page)
    row = 2
    while any(page.cell(row, column).value is not None for column in columns.values()):
        row += 1
    for header, value in values.items():
        page.cell(row, columns[header]).value = value
    for table in page.tables.values():  # as a spreadsheet program does when one types below the table
        first, last = table.ref.split(":")
        letters, number = re.findall(r"[A-Z]+|\d+", last)
        table.ref = f"{first}:{letters}{max(int(number), row)}"
        if table.autoFilter is not None:
            table.autoFilter.ref = table.ref
    workbook.save(office / book)
    return row


def setting(office: Path, item: str, value: object) -> None:
    """Change one item of 制度's 基本."""
    change(office, RULES, "基本", item, 值=value)


def approve(office: Path, number: str, reviewed: str) -> None:
    """The boss approves a customer."""
    change(office, CUSTOMERS, "客户", number, 审核状态="已审核", 审核人="C01", 审核日期=day(reviewed))


def call(on: str, at: str, result: str = "接通", minutes: int = 4, **more: object) -> dict[str, object]:
    """What an agent enters about one call, by header; a connected one is satisfied and without problems."""
    hour, minute = map(int, at.split(":"))
    end = hour * 60 + minute + minutes
    entered: dict[str, object] = {
        "回访日期": day(on), "开始时间": time(hour, minute), "结束时间": time(end // 60, end % 60),
        "回访方式": "电话", "通话结果": result,
    }  # fmt: skip
    if result == "接通":
        entered.update({"满意度": "满意", "客户意见或需求": "无", "处理情况": "无问题"})
    return {**entered, **more}


UNSOLVED = {
    "满意度": "不满意", "不满意原因": "送货晚了两天", "处理情况": "未解决", "上报对象": "B01", "上报文件": "问题上报单",
}  # fmt: skip


def filled(
    book: Path, answers: Mapping[str, Mapping[str, object]], further: Iterable[Mapping[str, object]] = ()
) -> bytes:
    """The issued workbook with calls entered by customer number, and ``further`` rows in the open ones."""
    workbook = opened(book)
    sheet = workbook[CALLS]
    columns = headers(sheet)
    rows = {str(sheet.cell(row, columns["客户编号"]).value): row for row in range(2, sheet.max_row + 1)}
    numbers = {number: sheet.cell(row, columns["计划编号"]).value for number, row in rows.items()}
    for number, values in answers.items():
        for header, value in values.items():
            cell = sheet.cell(rows[number], columns[header])
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # typed as text, even when it begins with "="
    row = 2
    for values in further:
        while any(sheet.cell(row, columns[header]).value is not None for header in ("计划编号", "客户编号")):
            row += 1
        for header, value in values.items():
            wanted = numbers[str(value)] if header == "再拨" else value
            sheet.cell(row, columns["计划编号" if header == "再拨" else header]).value = wanted
    stream = BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def hand_in(office: Path, now: str, sheets: Mapping[str, bytes], accepted: int | None = None) -> Answer:
    """Put the sheets into 收件箱 and collect; without ``accepted`` all must be taken and none returned."""
    for name, content in sheets.items():
        (office / "收件箱" / name).write_bytes(content)
    said = huifang(office, "collect", now=now)
    assert len(said["accepted"]) == (len(sheets) if accepted is None else accepted), said.json
    if accepted is None:
        assert not said["returned"], said["returned"]
    return said


def issued_book(office: Path, period: str, agent: str, further: str = "") -> Path:
    """The agent's workbook of the batch (``further``: ``-补1`` and so on)."""
    (path,) = [p for p in (office / "回访计划" / period).glob(f"{agent}-*.xlsx") if _further(p) == further]
    return path


def _further(path: Path) -> str:
    found = re.search(r"-补\d+$", path.stem)
    return found[0] if found else ""


def all_bytes(folder: Path) -> dict[str, bytes]:
    """Every file below the folder."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def part(book: Path | bytes, name: str) -> str:
    """One part of a workbook as text."""
    with zipfile.ZipFile(BytesIO(book) if isinstance(book, bytes) else book) as archive:
        return archive.read(name).decode()


def parts(book: Path | bytes) -> list[str]:
    """The names of a workbook's parts."""
    with zipfile.ZipFile(BytesIO(book) if isinstance(book, bytes) else book) as archive:
        return archive.namelist()


def texts(book: Path) -> list[str]:
    """Every text cell of a workbook."""
    workbook = opened(book)
    return [
        str(cell.value) for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value is not None
    ]


def records(sheet: Any, header_row: int = 1) -> list[dict[str, Any]]:
    """The rows below a header as dictionaries, up to the first row that is empty."""
    columns = headers(sheet, header_row)
    listed = []
    for row in range(header_row + 1, sheet.max_row + 1):
        line = {header: sheet.cell(row, column).value for header, column in columns.items()}
        if not any(value is not None for value in line.values()):
            break
        listed.append(line)
    return listed


def form_of_corrections(path: Path, *rows: Sequence[object]) -> None:
    """A filled 更正单: table, number, column, old, new, by whom, why."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "更正单"
    for row in (("表", "编号", "列", "原值", "新值", "更正人", "原因"), *rows):
        sheet.append(row)
    workbook.save(path)


def mail(path: Path) -> str:
    """The text of a mail draft."""
    body = message_from_bytes(path.read_bytes(), policy=email.policy.default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())
