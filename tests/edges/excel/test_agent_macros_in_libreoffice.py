"""The macros of the call sheet, run by LibreOffice: what they write, what they say, and that they find what we find."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from huifang.core.findings import Finding
from huifang.core.periods import parse_period
from huifang.core.worktime import WorkCalendar, parse_spans
from huifang.edges.books.agent_facts import Surroundings, serial
from huifang.edges.books.call_sheet import Handout, agent_book
from huifang.edges.books.hidden_record import RECORD, HiddenRecord
from huifang.edges.drawing.sheet_names import RESULTS
from huifang.edges.known.presets import load_preset
from huifang.edges.marking.results_sheet import SEVERITY_NAMES
from huifang.edges.reading.xlsx_read import read_book
from huifang.flow.calls.call_tables import call_table
from huifang.flow.intake.call_sheets import find_call_sheet
from huifang.ledger.issues import IssuedCall
from huifang.policy.people import People
from huifang.rules.call_checks import check_calls
from huifang.rules.context import SheetContext
from huifang.tables.declared.calls import CALLS
from huifang.tables.model import Table, column_letter
from libreoffice_macros import Macros
from macro_texts.agent import covered

TODAY = date(2026, 11, 27)
DAY = timedelta(days=1)
PERIOD = parse_period("2026-11下旬", (10, 20, 30))
CALENDAR = WorkCalendar(frozenset(range(5)), {date(2026, 11, 26): "停电"}, frozenset({date(2026, 11, 22)}))
QUIET = {"K0003": parse_spans("12:00-14:00"), "K0005": parse_spans("22:00-08:00")}
ROWS, ISSUED = 500, 470
#: A regulation with several ways, letters among them, and questions.
PRESET = "property"


@dataclass
class Sheet:
    """A call sheet with macros, and what it is judged by."""

    path: Path
    table: Table
    context: SheetContext
    options: dict[str, tuple[str, ...]]
    columns: dict[str, int]

    def at(self, key: str, row: int) -> str:
        return f"{column_letter(self.columns[key])}{row}"


def made(folder: Path, count: int) -> Sheet:
    """Problems go up in writing, and the first question must be answered."""
    shipped = load_preset(PRESET).policy
    asked = (replace(shipped.questions[0], mandatory=True), *shipped.questions[1:])
    policy, rules = replace(shipped, written_report=True, questions=asked), [rule.rule for rule in shipped.rules]
    table, options = call_table(policy, PRESET, rules)
    calls = [_call(number, rules) for number in range(1, count + 1)]
    record = HiddenRecord(office_id="o", agent="A01", period=PERIOD.name, book="A01.xlsm", digest="", structure=1)
    around = Surroundings(calendar=CALENDAR, quiet=QUIET, name="A01-李晓明-2026-11下旬.xlsm", hand_to="请发给周丽华。")
    handout = Handout(
        agent_no="A01", agent="李晓明", period=PERIOD, issued_on=TODAY, hand_in=datetime(2026, 11, 30, 18, 0),
        customers=("甲店",), new=count, record=record, macros=around,
    )  # fmt: skip
    path = folder / f"{count}.xlsm"
    path.write_bytes(agent_book(table, calls, handout, options, policy))
    issued = {call.plan_no: call for call in calls}
    context = SheetContext(
        table=table, policy=policy, calendar=CALENDAR, people=People((), (), ()), customers={}, customers_then={},
        quiet_hours=QUIET, agent="A01", period=PERIOD, here=frozenset(issued), issued=issued, today=TODAY,
    )  # fmt: skip
    header = read_book(path.read_bytes()).sheets[CALLS.name][0]
    by_header = {column.header: column.key for column in table.columns}
    columns = {by_header[text]: at for at, text in enumerate(header) if text in by_header}
    return Sheet(path, table, context, options, columns)


def _call(number: int, rules: Sequence[str]) -> IssuedCall:
    shared = (number - 1) % 7 if number % 3 == 0 else number
    return IssuedCall(
        plan_no=f"H2611-{number:04d}", customer_no=f"K{shared:04d}", customer_name=f"{shared} 号商行", contact_role="",
        contact="王女士", phone=f"1380000{shared:04d}", agent="A01", owner="A01", rule=rules[number % len(rules)],
        method="电话", reason_to_call="例行回访", message="介绍冬季新品", from_on=PERIOD.from_on,
        due_on=PERIOD.until_on - DAY * (number % 4), planned_on=PERIOD.from_on + DAY * (number % 10), base_on=TODAY,
        base_is_call=False, basis="", covers=(), period=PERIOD.name, book="A01.xlsm",
    )  # fmt: skip


#: What people type, by column; half of it is as it should be.
DATES = tuple(range(46_349, 46_354))
TYPED: dict[str, tuple[Any, ...]] = {
    "called_on": (
        *DATES * 5, 21, 24, 27, 29, 31, "24日", "11-23", "11月25日", "2026-11-24", "26.11.24", "20261123", "不记得",
        "2026/11/26 上午", "11-24 9:30", "24/11/2026", "二十四日", "2026年十一月二十三日", 11.23, 46_340, 46_362,
        "2026-13-01", "11-2四", 0, "23号星期一",
    ),
    "started_at": (
        *(0.375, 0.4, 0.45, 0.6, 930, 1405, 1120, 905, 1000, 1530) * 4, 830, 1250, 2359, "9:30", "9点半", "下午3:05",
        "上午9:05", "十点一刻", "０９：３０", "9;05", "25:70", "早上", 9, 9.05, 9.3, 0.98, "21点", "9:30:15", "1405",
        "14.05", 2465,
    ),
    "ended_at": (
        *(3, 4, 5, 2, 12, 45, 1, 0.38, 0.46, 0.62) * 3, 934, 1410, "6分钟", "1小时5分", "9:36", "15分", "1小时", 9.4,
        "好久", 120, "10点", "3'", "下午三点二十分", 0.06,
    ),
    "method": (*("电话",) * 9, "微信", "书信", "书信", "上门", "電話", "打电话"),
    "result": (*("接通",) * 20, "接 通", "无人接听", "占线", "改约", "没接", "關機", 1),
    "satisfaction": (*("满意",) * 12, "一般", "不满意", "不满意", "非常不满意", "非常满意", "滿意", "好", "无"),
    "dissatisfied_because": ("送货晚", "无", "/", "——"),
    "wishes": (*("无", "要报价单", "没有") * 6, 1e16),
    "handling": (*("无问题",) * 12, "已解决", "已解决", "未解决", "未解决", "待定", "未 解决"),
    "measures": ("已补发", "无", "-"),
    "reported_to": ("B01", "周丽华", "无", "/"),
    "report_document": ("上报单1", "—", "N/A"),
    "next_contact_on": (46_355, 46_345, "12-01", 30, "2026-12-03", "下周", 5),
    "notes": ("忙", "  "),
    "plan_no": ("", "", "H2611-0001", "H2611-0002", "H2611-0199"),
    "customer_no": ("", "", "K0003", "K0500", " K0005"),
    "customer_name": ("", "", "甲店", "乙店"),
    "phone": ("13900000000",),
    "due_on": (46_370, "下周"),
    "contact": ("李先生",),
}  # fmt: skip
GOOD = {
    "called_on": DATES[0], "started_at": 0.5, "ended_at": 5, "result": "接通", "method": "电话", "satisfaction": "满意",
    "wishes": "无", "handling": "无问题",
}  # fmt: skip
#: What chance would hardly bring together.
CERTAIN: dict[int, dict[str, Any]] = {
    2: {**GOOD, "ended_at": 0.5},  # in no time
    3: {**GOOD, "called_on": DATES[0] - 9},
    4: {**GOOD, "started_at": 0.98, "ended_at": 0.06},  # over midnight
    ISSUED + 2: {**GOOD, "called_on": DATES[2], "plan_no": "H2611-0001"},
    ISSUED + 4: {**GOOD, "called_on": DATES[2], "plan_no": "H2611-0001"},  # the same once more
    ISSUED + 5: {**GOOD, "called_on": DATES[3], "customer_no": "K0003", "started_at": 1230},  # in a quiet hour
    ISSUED + 3: {**GOOD, "called_on": DATES[1]},  # about nobody
}
#: How often each is filled in a row of a call; what is grey is seldom written over.
OFTEN = {"dissatisfied_because": 0.3, "measures": 0.3, "reported_to": 0.3, "report_document": 0.3,
         "next_contact_on": 0.2, "notes": 0.1}  # fmt: skip


def typed_rows(sheet: Sheet, draw: random.Random) -> dict[int, dict[str, Any]]:
    """By row what is written into it: most calls have a time of their own, most grey cells stay as they are."""
    rows: dict[int, dict[str, Any]] = {}
    questions = [column for column in sheet.table.columns if column.key.startswith("问卷.")]
    answered = ("called_on", "started_at", "ended_at", "result", "satisfaction", "wishes", "handling", *OFTEN)
    for row in range(2, ROWS + 2):
        issued, cells = row <= ISSUED + 1, dict[str, Any]()
        if draw.random() < 0.85:
            cells = {key: draw.choice(TYPED[key]) for key in answered if draw.random() < OFTEN.get(key, 0.9)}
            if draw.random() < 0.6:
                day, minute = divmod(row * 7, 480)
                cells |= {"called_on": DATES[0] + day % 6, "started_at": (540 + minute) / 1440}
            for column in (question for question in questions if draw.random() < 0.8):
                cells[column.key] = draw.choice((*sheet.options[column.options or ""], "乱写"))
            if draw.random() < 0.4 or not issued:
                cells["method"] = draw.choice(TYPED["method"])
        if issued and draw.random() < 0.06:
            key = draw.choice(("plan_no", "customer_no", "phone", "due_on", "contact"))
            cells[key] = draw.choice(TYPED[key])
        if not issued:
            cells |= {key: draw.choice(TYPED[key]) for key in ("plan_no", "customer_no", "customer_name")}
        rows[row] = {key: value for key, value in cells.items() if key in sheet.columns}
    return rows | CERTAIN


def found_by_us(sheet: Sheet, content: bytes) -> set[tuple[str, str, str, str]]:
    """What the program finds, of the codes that the macros know."""
    raw = read_book(content)
    calls = find_call_sheet(raw)
    assert calls
    read = calls.read(sheet.context.table, "表", sheet.options, PERIOD, TODAY)
    late = frozenset(
        row.number for row in read.lines if row["plan_no"] in sheet.context.issued and row["called_on"]
        and row["called_on"] > PERIOD.until_on and (row["started_at"] or row["method"] == "书信")
    )  # fmt: skip
    context = replace(sheet.context, late_calls=late)
    findings = [*read.findings, *check_calls(context, read.lines)]
    return {as_listed(finding) for finding in findings if finding.code in covered()}


def as_listed(finding: Finding) -> tuple[str, str, str, str]:
    """Where, which, how bad, and what is said."""
    said = finding.message if finding.code not in SAID_OTHERWISE else ""
    return (finding.place.cell or "", finding.code, SEVERITY_NAMES[finding.severity], said)


#: Numbers of sixteen digits are written by each program in its own way.
SAID_OTHERWISE = ("C216",)


def type_in(macros: Macros, sheet: Sheet, rows: dict[int, dict[str, Any]]) -> None:
    """Put what is typed into the open workbook, column by column; into grey cells one by one."""
    grey = {column.key for column in sheet.table.columns if column.issued}
    last = max(rows)
    for key in {key for cells in rows.values() for key in cells} - grey:
        column = [[rows.get(row, {}).get(key)] for row in range(2, last + 1)]
        macros.fill(sheet.path, CALLS.name, f"{sheet.at(key, 2)}:{sheet.at(key, last)}", column)
    for row, cells in rows.items():
        for key in cells.keys() & grey:
            macros.set_cell(sheet.path, CALLS.name, sheet.at(key, row), cells[key])


def rehearse(macros: Macros, sheet: Sheet) -> None:
    """No box waits for an answer, and today is a day of the batch."""
    macros.fill(sheet.path, RECORD, "A2:B2", [["试", serial(TODAY)]])


def listed(macros: Macros, sheet: Sheet) -> list[list[Any]]:
    """The lines of the list."""
    return [line for line in macros.cells(sheet.path, RESULTS, "A2:J2000") if line[2]]


def test_the_macros_find_what_we_find(macros: Macros, tmp_path: Path) -> None:
    """The same cells, codes, levels and words for 500 rows; each code that the macros know is among them."""
    sheet = made(tmp_path, ISSUED)
    rehearse(macros, sheet)
    type_in(macros, sheet, typed_rows(sheet, random.Random(21)))
    macros.run(sheet.path, "Agent.FindAll")
    macros.run(sheet.path, "Results.WriteResults")
    theirs = {
        (str(line[5]), str(line[2]), str(line[1]), str(line[6]) if line[2] not in SAID_OTHERWISE else "")
        for line in listed(macros, sheet)
    }
    macros.save_as(sheet.path, tmp_path / "存.xlsm")
    macros.close(sheet.path)
    ours = found_by_us(sheet, (tmp_path / "存.xlsm").read_bytes())
    assert theirs == ours
    assert {code for _, code, *_ in ours} == {*covered()} - {"F103"}  # see below
