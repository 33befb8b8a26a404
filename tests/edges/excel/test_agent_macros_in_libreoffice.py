"""The macros of the call sheet, run by LibreOffice: what they write, what they say, and that they find what we find."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from huifang.core.findings import Finding
from huifang.core.periods import parse_period
from huifang.core.worktime import WorkCalendar, parse_spans
from huifang.edges.books.agent_buttons import BUTTONS
from huifang.edges.books.agent_facts import Surroundings, serial
from huifang.edges.books.call_sheet import Handout, agent_book
from huifang.edges.books.hidden_record import RECORD, HiddenRecord
from huifang.edges.drawing.sheet_names import RESULTS
from huifang.edges.known.presets import load_preset
from huifang.edges.marking.marked_copy import AUTHOR, mark
from huifang.edges.marking.results_sheet import FIXED, NEW, SEVERITY_NAMES, STILL
from huifang.edges.patching.notes import signature_of
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
from office import patched
from tools import require_package

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


#: Excel calls what a double click does; LibreOffice is made to by this.
TRIAL = """Attribute VB_Name = "Trial"
Option Explicit
Public Function DoubleClicked(ByVal row As Long, ByVal column As Long) As Boolean
    Dim cancelled As Boolean
    Sheet1.Worksheet_BeforeDoubleClick ThisWorkbook.Worksheets("回访记录").Cells(row, column), cancelled
    DoubleClicked = cancelled
End Function
Public Sub WriteNote(ByVal address As String, ByVal text As String)
    ThisWorkbook.Worksheets("回访记录").Range(address).AddComment text
End Sub
"""


@pytest.fixture
def small(macros: Macros, tmp_path: Path) -> Iterator[Sheet]:
    """A sheet of six calls, open in LibreOffice."""
    sheet = made(tmp_path, 6)
    with_trial(sheet.path)
    rehearse(macros, sheet)
    yield sheet
    macros.close(sheet.path)


def with_trial(path: Path) -> None:
    require_package("pyopenvba")
    from build_macros import built, texts

    patched(path, lambda name: name.endswith("vbaProject.bin"), lambda _: built({**texts("agent"), "Trial.bas": TRIAL}))


def test_a_double_click_writes_the_present_time(macros: Macros, small: Sheet) -> None:
    def clicked(key: str, row: int) -> bool:
        return bool(macros.run(small.path, "Trial.DoubleClicked", float(row), float(small.columns[key] + 1)))

    def value(key: str, row: int) -> Any:
        return macros.cell(small.path, CALLS.name, small.at(key, row))

    before = now_of_day()
    assert clicked("started_at", 2) and clicked("ended_at", 2)
    after = now_of_day()
    assert value("called_on", 2) == serial(TODAY)  # who calls now calls today
    start, end = (round(value(key, 2) * 1440) for key in ("started_at", "ended_at"))
    assert before <= start <= after or after < before  # midnight
    assert end in (start + 1, start + 2)  # a minute that has begun counts, as where minutes are typed
    assert clicked("started_at", 3) and round(value("started_at", 3) * 1440) >= end  # two calls touch at most
    assert not clicked("started_at", 2)  # what stands there stays, and is changed as ever
    assert not clicked("notes", 3) and not clicked("started_at", 1)
    macros.select(small.path, CALLS.name, small.at("ended_at", 4))
    macros.run(small.path, "Agent.记时间")
    assert 0 <= value("ended_at", 4) < 1


def now_of_day() -> int:
    now = datetime.now()  # noqa: DTZ005  (as LibreOffice has it)
    return now.hour * 60 + now.minute


def test_the_next_call_is_gone_to_and_told(macros: Macros, small: Sheet) -> None:
    """From row to row, round and round, what is due first; what was called is passed over."""
    rows = {2: {**GOOD}, 4: {**GOOD, "result": "占线"}}
    type_in(macros, small, rows)
    macros.select(small.path, CALLS.name, "A1")
    seen = []
    for _ in range(4):
        macros.press(small.path, CALLS.name, BUTTONS[0])
        seen.append(macros.selected(small.path))
    start = column_letter(small.columns["started_at"])
    assert seen == [f"{CALLS.name}.{start}{row}" for row in (3, 5, 6, 7)]
    said = str(macros.run(small.path, "Agent.NextCall"))  # from below the last one to the top
    assert macros.selected(small.path) == f"{CALLS.name}.{start}3"
    assert said.split("\n")[:2] == ["请打：2 号商行　王女士", "电话：13800000002"]
    assert "事由：例行回访。介绍冬季新品" in said and "上次：没有记录" in said and "今天要打的还有 4 个" in said
    type_in(macros, small, {row: GOOD if row != 4 else rows[4] for row in range(2, 8)})
    said = str(macros.run(small.path, "Agent.NextCall"))
    assert said.startswith("这张表里要打的都打过了。没有接通要再打的有 1 个")


def test_what_is_found_is_marked_listed_and_taken_back(macros: Macros, small: Sheet) -> None:
    """As in the sheet that comes back: the same list, the same notes, which the program knows again as its own."""
    good = {**GOOD, **answered(small)}
    wrong, unhappy = {**good, "result": "通了吗"}, {**good, "started_at": 0.6, "satisfaction": "不满意"}
    type_in(macros, small, {2: wrong, 3: unhappy})
    own = small.at("dissatisfied_because", 3)
    macros.run(small.path, "Trial.WriteNote", own, "再问一次")
    macros.press(small.path, CALLS.name, BUTTONS[1])
    at = {small.at("result", 2): "C205", small.at("dissatisfied_because", 3): "R308"}
    assert {(line[5], line[2], line[8]) for line in listed(macros, small)} == {(*one, NEW) for one in at.items()}
    notes = macros.notes(small.path, CALLS.name)
    assert notes.keys() == at.keys() and all(signature_of(AUTHOR) in note for note in notes.values())
    assert notes[own].endswith(f"{signature_of(AUTHOR)}\n再问一次")
    assert notes[own].startswith("【错误】客户“不满意”，但没有填写“不满意原因”。")
    office = [
        "错误",
        "T503",
        "不是本人的客户",
        CALLS.name,
        "A7",
        "别人的客户。",
        "请核对。",
        NEW,
        "T503|回访记录|A|H|1",
    ]
    macros.fill(small.path, RESULTS, "B4:J4", [office])
    type_in(macros, small, {2: good, 3: unhappy})
    said = str(macros.run(small.path, "Agent.CheckSheet"))
    assert "错误 1 处" in said and "退回时指出的还有 1 处" in said
    states = {str(line[2]): line[8] for line in listed(macros, small)}
    assert states == {"C205": FIXED, "R308": STILL, "T503": NEW}  # what only the office can check stays
    left = macros.notes(small.path, CALLS.name)
    assert left == {own: notes[own], "A7": f"【错误】别人的客户。请核对。\n{signature_of(AUTHOR)}"}
    macros.save_as(small.path, small.path.with_name("交.xlsm"))
    content = mark(small.path.with_name("交.xlsm").read_bytes(), [])
    assert read_book(content).sheets[RESULTS][1][2] in ("R308", "T503")
    after = load_workbook(BytesIO(content))[CALLS.name]
    assert [cell.coordinate for row in after.iter_rows() for cell in row if cell.comment] == [own]


def test_a_lost_header_is_told_and_nothing_else_is_judged(macros: Macros, small: Sheet) -> None:
    macros.set_cell(small.path, CALLS.name, small.at("result", 1), "结果如何")
    macros.run(small.path, "Agent.CheckSheet")
    assert [(line[2], line[5]) for line in listed(macros, small)] == [("F103", "A1")]
    assert "缺少“通话结果”" in str(macros.run(small.path, "Agent.NextCall"))


def test_handing_in_saves_under_the_right_name_and_says_to_whom(macros: Macros, small: Sheet) -> None:
    type_in(macros, small, {2: {**GOOD, **answered(small)}})
    said = str(macros.run(small.path, "Agent.HandIn"))
    beside = small.path.with_name("A01-李晓明-2026-11下旬.xlsm")
    assert said.startswith("已经保存：A01-李晓明-2026-11下旬.xlsm") and said.endswith("请发给周丽华。")
    assert macros.cell(beside, CALLS.name, small.at("result", 2)) == "接通"
    macros.close(beside)
    again = str(macros.run(small.path, "Agent.HandIn"))  # nothing that lies there is written over
    assert "A01-李晓明-2026-11下旬-2.xlsm" in again and beside.with_name("A01-李晓明-2026-11下旬-2.xlsm").exists()


def answered(sheet: Sheet) -> dict[str, Any]:
    """What the questions of the sheet are answered with."""
    asked = [column for column in sheet.table.columns if column.key.startswith("问卷.")]
    return {column.key: sheet.options[column.options or ""][0] for column in asked}
