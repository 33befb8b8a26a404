"""Every workbook that we make is read back with openpyxl, which knows nothing of how it was written, and compared with
what is declared. What is a new kind of workbook joins ``KINDS``; until then two tests here fail.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from audits_made import period_audit
from heard_made import setting
from huifang.edges.books.blank_books import blanks_of
from huifang.edges.known.own_macros import is_ours
from huifang.edges.known.presets import Preset, load_preset, presets
from huifang.edges.marking.accepted_copy import accepted_copy
from huifang.edges.report.audit_book import audit_book
from huifang.policy.items import ITEMS_OF
from huifang.policy.register_read import cell_options, offered_options
from huifang.tables.declared import complaints, corrections, decisions, spot_checks
from huifang.tables.declared.calls import ANSWER_KEYS, CALLS, CAME_FROM, CONNECTED_KEYS, KNOWN_BY, OPEN_ROWS
from huifang.tables.declared.forms import FORMS
from huifang.tables.declared.registers import BOOKS, GROWING_LISTS
from huifang.tables.model import TEXTUAL, Column, Kind, Table
from huifang.tables.options import YES_NO
from made_once import made_once
from office import TestOffice, load, sample_office
from places import ROOT
from read_back import faults_of, folded_columns, headers_of, hidden_columns, opened, rules_at, shown, words_of
from read_declared import NOT_TO_CHANGE, SHOWN, Declared, column_at, told_of, wrong_type

#: When the made-up offices go on: what is due is planned, reported, drawn and asked.
LATER = "2026-11-21 09:00"
#: These two have workbooks of every kind but these; of the others a sample is taken.
ALWAYS = {"sales-ten-day": {"档案索引"}, "property": {"批示单", "控制台"}}
#: The one that has 控制台; the others have macros in their call sheets.
WITH_CONSOLE = "sales-ten-day"
RECORD = "_huifang"
#: So many rows below the filled ones of a register are ready to be typed in, after the system entered some.
_SPARE = 100
CALL_SHEET = f"{CALLS.name}.xlsx"


@dataclass(frozen=True)
class Office:
    """A made-up office that went on for a while, its regulation, and who works there: names, and numbers with names."""

    office: TestOffice
    preset: Preset
    people: tuple[str, ...]
    numbered: tuple[str, ...]


Reader = Callable[[Any, str, Office], Iterator[str]]


# --- what each kind is compared with


def register(book: Any, name: str, life: Office) -> Iterator[str]:
    """A register, or 制度: every sheet is what its table declares."""
    yield from _registers(book, Path(name).name, life.preset, life.people)


def _registers(book: Any, name: str, preset: Preset, people: tuple[str, ...]) -> Iterator[str]:
    tables = preset.tables_of(name)
    wanted = [table.name for table in tables]
    if [title for title in book.sheetnames if not title.startswith("_")] != [*wanted, "使用说明"]:
        yield f"has the sheets {book.sheetnames}"
        return
    policy = preset.policy
    for table in map(policy.whole, tables):
        if table.name == complaints.COMPLAINTS.name:
            table = _asked(table, preset)
        declared = Declared(
            table=table, choices=cell_options(policy), offered=offered_options(policy), growing=GROWING_LISTS,
            people=people, spare=_SPARE,
        )  # fmt: skip
        faults = told_of(book[table.name], declared)
        items = ITEMS_OF.get(table.name)
        if items is not None:  # each value has its own choices
            faults = [fault for fault in faults if ": 值 " not in fault]
            faults += _items(book[table.name], items)
        yield from faults


def _asked(table: Table, preset: Preset) -> Table:
    """投诉 with what its regulation asks for at which step: the first one that names a column says it."""
    when: dict[str, str] = {}
    for need in preset.policy.needs:
        for key in need.asked:
            when.setdefault(key, f"填写了“{table.by_key[need.done_with].header}”，")
    columns = (replace(c, needed_when=when.get(c.key, c.needed_when)) for c in table.columns)
    return replace(table, columns=tuple(columns))


def _items(sheet: Worksheet, items: Mapping[str, Any]) -> Iterator[str]:
    at = headers_of(sheet).index("值") + 1
    for row in range(2, sheet.max_row + 1):
        item = items.get(str(sheet.cell(row, 1).value))
        rules = rules_at(sheet, at, row)
        offered = words_of(sheet, rules[0]) if rules else []
        if [*(item.choices if item else ())] != offered:
            yield f"{sheet.title}: {sheet.cell(row, 1).value} offers {offered}"


def call_sheet(book: Any, name: str, life: Office) -> Iterator[str]:
    """An agent's sheet of the office."""
    record = json.loads(str(book[RECORD]["A1"].value))
    whose = life.office.entries("office")[0]["office_id"]
    if book[RECORD].sheet_state != "veryHidden" or record["office_id"] != whose:
        yield f"does not know whose it is: {record}"
    if f"{record['agent']}-" not in name or record["period"] not in name:
        yield f"is another one's: {record}"
    if name.endswith(".xlsm"):
        yield from _macros(life.office.path(name), "agent", 1)
    yield from _calls(book, life.preset)


def _calls(book: Any, preset: Preset) -> Iterator[str]:
    sheet, policy = book[CALLS.name], preset.policy
    table = preset.fitted(CALLS)
    questions = {question.text: question for question in policy.questions}
    headers = headers_of(sheet)
    if {*headers} - {*questions} != {column.header for column in table.columns} or len({*headers}) < len(headers):
        yield f"has the headers {headers}"
        return
    columns: dict[str, Column] = {column.header: column for column in table.columns}
    at = {header: number for number, header in enumerate(headers, start=1)}
    numbers = [sheet.cell(row, at["计划编号"]).value for row in range(2, sheet.max_row + 1)]
    issued = len([number for number in numbers if number])
    last = 1 + issued + OPEN_ROWS
    if not all(numbers[:issued]) or sheet.tables[CALLS.name].ref != f"A1:{get_column_letter(len(headers))}{last}":
        yield f"has {issued} calls, and the table {sheet.tables[CALLS.name].ref}"
    pane = sheet.freeze_panes
    if sheet.cell(1, at["电话"] + 1).coordinate.replace("1", "2") != pane or headers[0] != "状态":
        yield f"stays in sight to {pane}"
    away = {at[c.header] for c in table.columns if c.hidden}
    folded = folded_columns(sheet)
    known_by = {at[header] for header in ("计划编号", "客户编号", "应访起", "应访止", "计划日期")}
    if not known_by - away <= folded or hidden_columns(sheet) != away | folded or not folded & {*range(len(at) + 1)}:
        yield f"folds away {folded}, hides {hidden_columns(sheet)}"
    choices = {**cell_options(policy), "回访方式": policy.methods_of("")}
    offered = offered_options(policy)
    for header, number in at.items():
        column = columns.get(header)
        first, open_row = rules_at(sheet, number, 2), rules_at(sheet, number, last)
        if column is None:
            said = words_of(sheet, open_row[0]) if open_row and open_row[0].type == "list" else []
            asked = questions[header]
            if said != [*{"满意度": choices["满意度"], "是否": YES_NO}.get(asked.form, asked.choices)]:
                yield f"{header} offers {said}"
            continue
        yield from (f"{header} {fault}" for fault in _call_cells(sheet, number, column, issued, last))
        if column.issued:
            if issued and [rule.prompt for rule in first] != [NOT_TO_CHANGE]:
                yield f"{header} does not say that it is not to be changed"
            continue
        if first != open_row:
            yield f"{header} is checked differently in the first row and in the last"
        words = choices.get(column.options or "", ()) or offered.get(column.options or "", ())
        if column.kind is Kind.CHOICE and words:
            said = words_of(sheet, first[0])
            if column.options == "回访方式":  # those of the rules of this batch
                if not said or not {*said} <= {*words}:
                    yield f"{header} offers {said}"
            elif said != [*words] or not first[0].showErrorMessage:
                yield f"{header} offers {said}, declared is {words}"
        if column.short and (first[0].type != "custom" or not first[0].error):
            yield f"{header} takes whatever is typed"
        helps = "上报文件" if column.key == "handling" and policy.written_report else column.help[:40]
        if not column.unread and helps and helps not in (first[0].prompt or ""):
            yield f"{header} does not say “{helps}”"
    coloured = {
        number
        for area in sheet.conditional_formatting
        for one in str(area.sqref).split()
        for left, top, right, bottom in [range_boundaries(one)]
        if (top, bottom) == (2, last)
        for number in range(left, right + 1)
    }
    for key in (*ANSWER_KEYS, *CONNECTED_KEYS, "status", "dissatisfied_because"):
        if at[CALLS.by_key[key].header] not in coloured:
            yield f"{CALLS.by_key[key].header} is not coloured where it is missing"
    area = str(sheet.print_area).replace("$", "").rpartition("!")[2]
    left, top, right, bottom = range_boundaries(area)
    if (left, top) != (1, 1) or right >= min(folded) or bottom < issued + 1:
        yield f"prints {area} of {issued} calls"
    if sheet.page_setup.orientation != "landscape" or sheet.print_title_rows not in ("1:1", "$1:$1"):
        yield "is printed upright, or without its headers"


def _call_cells(sheet: Worksheet, number: int, column: Column, issued: int, last: int) -> Iterator[str]:
    """What stands in the rows of a column, and how it is shown."""
    for row in (2, last):
        how = sheet.cell(row, number).number_format
        if column.unread:
            continue
        is_text = column.kind in TEXTUAL
        if (how != "@") if is_text else (column.issued and how != SHOWN.get(column.kind)):
            yield f"is shown as {how} in row {row}"
    for row in range(2, issued + 2):
        if not column.unread:
            yield from wrong_type(column, sheet.cell(row, number))


def returned(book: Any, name: str, life: Office) -> Iterator[str]:
    """A marked copy: the sheet as it was issued, with notes, colours and a list of what is wrong."""
    record = json.loads(str(book[RECORD]["A1"].value))
    (source,) = life.office.path(f"回访计划/{record['period']}").glob(f"{Path(record['book']).stem}*")
    before = opened(source.read_bytes())[CALLS.name]
    after = book[CALLS.name]
    yield from (f"{what} is otherwise than when it was issued" for what in _differing(_shape(before), _shape(after)))
    results = book["校验结果"]
    headers = headers_of(results)
    lines = [row for row in results.iter_rows(min_row=2, values_only=True) if row[0]]
    open_ones = [line for line in lines if line[headers.index("状态")] not in ("已改正", "未要求")]
    marked = {line[headers.index("单元格")] for line in open_ones if line[headers.index("工作表")] == CALLS.name}
    noted = {cell.coordinate for row in after.iter_rows() for cell in row if cell.comment}
    single = {cell for cell in marked if cell and re.fullmatch("[A-Z]+[0-9]+", str(cell))}
    if not lines or not noted or not single <= noted:
        yield f"has notes at {noted}, findings at {marked}"
    linked = {cell.hyperlink.location for row in results.iter_rows() for cell in row if cell.hyperlink}
    if not {f"'{CALLS.name}'!{cell}" for cell in single} <= linked:
        yield f"does not lead to {single}: {linked}"
    if hidden_columns(results) != {headers.index("标识") + 1} or results.freeze_panes != "A2":
        yield "shows what is for the next round, or moves its headers"


def _shape(sheet: Worksheet) -> dict[str, Any]:
    """All of a sheet but what stands in its cells, and but colours and notes."""
    rules = [
        (str(r.sqref), r.type, r.operator, r.formula1, r.formula2, r.prompt, r.promptTitle, r.error, r.errorStyle,
         r.showErrorMessage)
        for r in sheet.data_validations.dataValidation
    ]  # fmt: skip
    columns = [(c.min, c.max, c.width, c.hidden, c.outlineLevel, c.collapsed) for c in sheet.column_dimensions.values()]
    page, margins = sheet.page_setup, sheet.page_margins
    return {
        "validations": sorted(rules, key=str), "columns": columns, "panes": sheet.freeze_panes,
        "headers": headers_of(sheet), "tables": {table.name: table.ref for table in sheet.tables.values()},
        "paper": (page.paperSize, page.orientation, page.fitToWidth, page.fitToHeight, page.scale),
        "margins": (margins.left, margins.right, margins.top, margins.bottom), "titles": sheet.print_title_rows,
        "area": str(sheet.print_area), "above": str(sheet.oddHeader.center.text),
        "below": f"{sheet.oddFooter.left.text}{sheet.oddFooter.right.text}", "lock": sheet.protection.sheet,
        "formats": {cell.coordinate: (cell.value, cell.number_format) for row in sheet["A1:AD40"] for cell in row},
    }  # fmt: skip


def _differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """What differs, and how; of cells in which something else stands the format is not asked."""
    same = {cell: how for cell, how in one["formats"].items() if how[0] == other["formats"][cell][0]}
    before, after = {**one, "formats": same}, {**other, "formats": {cell: other["formats"][cell] for cell in same}}
    return [f"{name}: {before[name]} {after[name]}" for name in before if before[name] != after[name]]


def ledger(book: Any, name: str, life: Office) -> Iterator[str]:
    """台账 of a period: what a record is known by, all that its sheet had, where it came from."""
    (sheet,) = book.worksheets
    headers = headers_of(sheet)
    first, last = [c.header for c in KNOWN_BY], [c.header for c in CAME_FROM]
    middle = headers[len(first) : -len(last)]
    columns = [c for c in life.preset.fitted(CALLS).columns if not (c.unread or c.hidden)]
    declared = [c.header for c in columns if not c.issued]
    if sheet["A2"].value is not None:  # what every call is issued with
        declared += [c.header for c in columns if c.issued and c.kind is not Kind.TEXT] + ["客户名称", "回访事由"]
    if headers[: len(first)] != first or headers[-len(last) :] != last or not {*declared} <= {*middle}:
        yield f"has the headers {headers}"
    if [*sheet.tables] != ["台账"] or sheet.freeze_panes != "B2":
        yield f"has the tables {[*sheet.tables]} and stays at {sheet.freeze_panes}"
    yield from _under_headers(sheet, 1)


#: The columns of what is listed, by header.
_LISTED = {
    column.header: column
    for column in (*(c for tables in BOOKS.values() for t in tables for c in t.columns), *CALLS.columns, *KNOWN_BY)
    if column.kind in (Kind.DATE, Kind.PHONE, Kind.CODE, Kind.TIME)
}


def _under_headers(sheet: Worksheet, top: int) -> Iterator[str]:
    """Below its header days are days, times times, numbers and telephones texts, down to the first empty row."""
    at = {cell.column: _LISTED[cell.value] for cell in sheet[top] if cell.value in _LISTED}
    for row in range(top + 1, sheet.max_row + 1):
        if all(sheet.cell(row, column).value is None for column in at):
            return
        for column, declared in at.items():
            cell = sheet.cell(row, column)
            if isinstance(cell.value, str) and declared.kind not in (Kind.PHONE, Kind.CODE):
                continue  # "(没有记录)" and the like stand in such lists as well
            yield from wrong_type(declared, cell)


def report(book: Any, name: str, life: Office) -> Iterator[str]:
    """A report: a first page that prints on one, and lists with days as days and numbers as texts."""
    if book.sheetnames[0] != "封面" or book.active.title != "封面" or [*book.worksheets] != shown(book):
        yield f"has the sheets {book.sheetnames}"
    cover = book["封面"]
    if not cover.sheet_properties.pageSetUpPr.fitToPage or cover.page_setup.orientation == "landscape":
        yield f"has a cover that is printed {cover.page_setup.orientation}"
    for sheet in book.worksheets:
        for row in range(1, sheet.max_row + 1):
            if sum(cell.value in _LISTED for cell in sheet[row]) >= 3:
                yield from _under_headers(sheet, row)
                break


def filing(book: Any, name: str, life: Office) -> Iterator[str]:
    """档案索引: every case leads to where it stands."""
    (sheet,) = book.worksheets
    links = [cell.hyperlink for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    filled = len([row for row in sheet.iter_rows(min_row=2, max_col=2, values_only=True) if any(row)])
    if len(links) != filled or sheet.freeze_panes != "B2":
        yield f"has {len(links)} links for {filled} cases"
    known = {f"'{table.name}'" for tables in BOOKS.values() for table in tables}
    for link in links:
        target = (link.target or "").replace("\\", "/")  # as XlsxWriter has it; every program takes both
        leads_to = life.office.path("台账") / target
        title, _, cell = (link.location or "").rpartition("!")
        if target.count("/") != 1 or not leads_to.resolve().is_file() or title not in known or not cell[1:].isdigit():
            yield f"{link.ref} leads to {link.target} {link.location}"


def correction(book: Any, name: str, life: Office) -> Iterator[str]:
    """更正单: its table, and what it may be about in this office."""
    yield from _correction(book, life.preset)


def _correction(book: Any, preset: Preset) -> Iterator[str]:
    policy = preset.policy
    choices = {**cell_options(policy), **corrections.offered_subjects(preset.workbooks)}
    yield from told_of(
        book[corrections.CORRECTIONS.name],
        Declared(table=corrections.CORRECTIONS, choices=choices, frozen=2, offered={}),
    )
    if book[RECORD].sheet_state != "veryHidden":
        yield "shows what it was made with"


def decision(book: Any, name: str, life: Office) -> Iterator[str]:
    """批示单: of each card the choices, and that nothing may be written but the decision."""
    sheet = book[decisions.SHEET]
    labels = {decisions.LABELS[key]: key for key in decisions.LABELS}
    at = [(labels[cell.value], cell) for row in sheet.iter_rows() for cell in row if cell.value in labels]
    cards = [cell for key, cell in at if key == "decision"]
    open_cells = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    filled_in: set[str] = set()
    merged = {f"{get_column_letter(area.min_col)}{area.min_row}": area for area in sheet.merged_cells.ranges}
    for key, cell in at:
        behind = sheet.cell(cell.row, cell.column + 1)
        if key in ("decision", "carrier", "until_on", "tell_back", "decided_by"):
            filled_in.add(behind.coordinate)
        if key == "decision":
            filled_in.add(sheet.cell(cell.row, cell.column + 2).coordinate)
        wanted = {"decision": decisions.CHOICES, "tell_back": decisions.TELL_BACK}.get(key)
        rules = rules_at(sheet, behind.column, behind.row)
        if wanted and (not rules or words_of(sheet, rules[0]) != [*wanted]):
            yield f"{behind.coordinate} does not offer {wanted}"
        if key == "until_on" and (not isinstance(behind.value, datetime) or behind.number_format != SHOWN[Kind.DATE]):
            yield f"{behind.coordinate} is no day: {behind.value}"
        if key == "carrier" and rules and not {*words_of(sheet, rules[0])} <= {*life.numbered}:
            yield f"{behind.coordinate} offers {words_of(sheet, rules[0])}"
    every = {
        f"{get_column_letter(column)}{row}"
        for first in filled_in
        for left, top, right, bottom in [merged[first].bounds if first in merged else range_boundaries(first)]
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
    if not cards or not sheet.protection.sheet or sheet.protection.password or not filled_in <= open_cells <= every:
        yield f"may be written in {open_cells ^ filled_in}"
    if sheet.page_setup.orientation == "landscape" or sheet.page_setup.fitToHeight != 0:
        yield "is not printed upright"
    asked = [row[1] for row in book[corrections.CORRECTIONS.name].iter_rows(min_row=2, values_only=True) if row[1]]
    if len(asked) != len(cards) or json.loads(str(book[RECORD]["A1"].value))["cards"] != asked:
        yield f"has {len(cards)} cards for {asked}"


def checking(book: Any, name: str, life: Office) -> Iterator[str]:
    """The auditor's sheet: whom to ring, with nothing of what was claimed; a sheet to write on; how it was drawn."""
    choices = {**cell_options(life.preset.policy), **spot_checks.FIXED_OPTIONS}
    for table in (spot_checks.SPOT_CHECKS, spot_checks.RESERVE):
        if table is spot_checks.RESERVE and table.name not in book.sheetnames:
            continue
        declared = Declared(table=replace(table, title=table.name), choices=choices, frozen=2, spare=0)
        yield from told_of(book[table.name], declared)
    if "纸上记录" not in book.sheetnames or book[RECORD].sheet_state != "veryHidden":
        yield f"has the sheets {book.sheetnames}"


def printed_form(book: Any, name: str, life: Office) -> Iterator[str]:
    """A form to be signed: upright A4, all its marks filled, its signatures there, its words to choose from."""
    yield from _form(book, Path(name).stem)


def _form(book: Any, stem: str, is_filled: bool = True) -> Iterator[str]:
    (form,) = [form for form in FORMS if any(stem.startswith(title) for title in form.names)]
    (sheet,) = shown(book)
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    if is_filled and (not any(title in texts for title in form.names) or any("{" in text for text in texts)):
        yield f"says {texts[:20]}"
    for signature in form.signatures:
        if not any(text.startswith(f"{signature}：") for text in texts):
            yield f"has no place for {signature}"
    for caption, _ in form.blocks:
        if not any(text.endswith(f"、{caption}") for text in texts):
            yield f"does not say {caption}"
    if sheet.page_setup.orientation == "landscape" or not sheet.print_area or sheet.protection.sheet:
        yield f"is printed {sheet.page_setup.orientation}, {sheet.print_area}"
    if RECORD in book.sheetnames and book[RECORD].sheet_state != "veryHidden":
        yield "shows what it keeps"


def audit_report(book: Any, name: str, life: Office) -> Iterator[str]:
    """抽查报告: a cover, and behind it lists that stay under their headers."""
    if book.active.title != "封面":
        yield f"opens with {book.active.title}"
    for sheet in book.worksheets[1:]:
        if not sheet.freeze_panes or not sheet.print_title_rows:
            yield f"{sheet.title} moves its headers"


def console(book: Any, name: str, life: Office) -> Iterator[str]:
    """控制台.xlsm: two sheets, our macros and no others, and a macro of ours behind each button."""
    if [sheet.title for sheet in shown(book)] != ["今天", "结果"] or book.active.title != "今天":
        yield f"shows {book.sheetnames}"
    if any(sheet.sheet_state != "veryHidden" for sheet in book.worksheets if sheet.title.startswith("_")):
        yield "shows what the macros need"
    yield from _macros(life.office.path(name), "console", 8)


def _macros(path: Path, project: str, buttons: int) -> Iterator[str]:
    """Macros of ours and no others, and one of them behind each button."""
    with ZipFile(path) as package:
        if not is_ours(package.read("xl/vbaProject.bin")):
            yield "has macros that are not ours"
        drawn = "".join(package.read(part).decode() for part in package.namelist() if "vmlDrawing" in part)
    texts = "".join(text.read_text(encoding="utf-8") for text in (ROOT / "macros" / project).glob("*.bas"))
    pressed = {macro.rpartition("!")[2] for macro in re.findall("<x:FmlaMacro>(.*?)</x:FmlaMacro>", drawn)}
    if len(pressed) < buttons or not pressed <= {*re.findall(r"Public Sub (\w+)\(", texts)}:
        yield f"has buttons for {pressed}"


@dataclass(frozen=True)
class Made:
    """A kind of workbook: where an office has it, who reads it back, and the modules below ``edges/`` that write it."""

    path: str
    reader: Reader
    writers: tuple[str, ...]
    #: The headers under which a formula may stand, or the functions with which one may begin.
    formulas: frozenset[str] = frozenset()


_STATE = frozenset({"状态"})
#: Every kind of workbook that an office gets from us.
KINDS: Mapping[str, Made] = {
    "登记表和制度": Made(
        f"({'|'.join(BOOKS)})", register, ("books/register_books", "books/register_edit", "patching/patch")
    ),
    "回访表": Made("回访计划/.*", call_sheet, ("books/call_sheet",), _STATE),
    "退回的表": Made("发件箱/退回-.*", returned, ("marking/marked_copy", "marking/results_sheet"), _STATE),
    "台账": Made("台账/20.*", ledger, ("books/ledger_book",)),
    "档案索引": Made("台账/档案索引.xlsx", filing, ("books/filing_book",)),
    "报告": Made("报告/.*", report, ("report/book",)),
    "更正单": Made("发件箱/更正单-.*", correction, ("books/correction_form",)),
    "批示单": Made("发件箱/批示单-.*", decision, ("books/correction_form", "books/decision_form")),
    "核查表": Made("抽查/.*/抽查-.*", checking, ("books/spotcheck_sheet", "books/spotcheck_paper")),
    "控制台": Made("控制台.xlsm", console, ("books/console_book",), frozenset({"HYPERLINK"})),
    "打印的表": Made(
        f"发件箱/({'|'.join(name for form in FORMS for name in form.names)})-.*",
        printed_form,
        ("forms/drawn", "forms/filled", "forms/kept", "forms/known_again"),
    ),
}
#: What other tests here read back because no office has it as a file by itself, and copies of what people made.
ELSEWHERE = {
    "books/draft_book": "tests/flow/moving_in/test_drafting.py",
    "report/audit_book": "test_what_no_office_has_lying_about_is_read_back",
    "marking/accepted_copy": "test_what_no_office_has_lying_about_is_read_back",
    "marking/plain_copy": "of a workbook of somebody else's, written by openpyxl itself",
}
#: What makes or changes a workbook.
_WRITES = re.compile(r"(?<![\w.])(?:new_book|start_drawing|Workbook|load_workbook|patch)\(")


def kind_of(path: str) -> list[str]:
    """The kinds that a file of an office is of."""
    return [name for name, made in KINDS.items() if re.fullmatch(f"{made.path}(?<=\\.xlsx|\\.xlsm)", path)]


# --- the tests


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.preset)
def test_blank_books_are_what_their_tables_declare(preset: Preset) -> None:
    for name, content in blanks_of(preset).items():
        book = opened(content)
        faults = faults_of(book, _STATE)
        if name == CALL_SHEET:
            faults += _calls(book, preset)
        elif name == corrections.CORRECTIONS.workbook:
            faults += _correction(book, preset)
        else:
            faults += _registers(book, name, preset, ())
        assert faults == [], name


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.title)
def test_templates_of_forms_are_read_back(form: Any) -> None:
    book = opened((ROOT / "templates" / "forms" / f"{form.title}.xlsx").read_bytes())
    assert [*faults_of(book), *_form(book, form.title, is_filled=False)] == []


def _live(preset: str, root: Path) -> None:
    """A made-up office a while later: calls planned, a report and what it asks, a draw, forms, a sheet returned."""
    made = sample_office(root, preset)
    setting(made, "控制台" if preset == WITH_CONSOLE else "业务员宏", "是")
    assert made.run("run", now=LATER).code in (0, 1)
    assert made.run("correct", now=LATER).code == 0
    for period in {entry["period"] for entry in made.entries("frame")}:
        made.run("spotcheck", "draw", "--period", period, "--seed", "0711", now=LATER)
    for form in FORMS:
        made.run("form", form.title, now=LATER)  # of those that the regulation has
    for sheet in sorted(made.path("回访计划").glob("*/A01-*.xls[xm]"))[-1:]:
        spoiled = made.path("收件箱") / sheet.name
        shutil.copy(sheet, spoiled)
        _spoil(spoiled)
        assert made.run("collect", now=LATER).data["returned"]


def _spoil(path: Path) -> None:
    book = load(path)
    sheet = book[CALLS.name]
    at = {header: number for number, header in enumerate(headers_of(sheet), start=1)}
    for header, value in (("电话", "1"), ("通话结果", "也许"), ("回访日期", "哪一天")):
        sheet.cell(2, at[header]).value = value
    book.save(path)


@cache
def life_of(preset: str) -> Office:
    made = TestOffice(made_once(f"后来的 {preset}", lambda root: _live(preset, root)) / "办公室", Path())
    staff = opened(made.path("人员.xlsx").read_bytes())["人员"]
    at = headers_of(staff)
    rows = [dict(zip(at, row, strict=False)) for row in staff.iter_rows(min_row=2, values_only=True) if row[0]]
    here = [row for row in rows if row["状态"] != "离职"]
    people, numbered = tuple(row["姓名"] for row in here), tuple(f"{row['工号']} {row['姓名']}" for row in here)
    return Office(made, load_preset(preset), people, numbered)


def workbooks_of(life: Office) -> dict[str, Path]:
    """The office's workbooks by path, of the agents' and the auditor's sheets one; what was archived is a copy."""
    root = life.office.root
    found = {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*.xls[xm]"))}
    others = [one for kind in ("回访计划/", "抽查/") for one in [name for name in found if name.startswith(kind)][:-1]]
    return {name: path for name, path in found.items() if not name.startswith(("归档/", ".huifang/", *others))}


@pytest.mark.slow
@pytest.mark.parametrize(
    "preset",
    [pytest.param(one.preset, marks=() if one.preset in ALWAYS else pytest.mark.sampled) for one in presets()],
)
def test_every_workbook_of_an_office_is_read_back(preset: str) -> None:
    life, seen = life_of(preset), set()
    for name, path in workbooks_of(life).items():
        kinds = kind_of(name)
        seen.update(kinds)
        assert len(kinds) == 1, f"{name} is of no kind that is read back, or of several: {kinds}"
        made, book = KINDS[kinds[0]], opened(path.read_bytes())
        assert [*faults_of(book, made.formulas), *made.reader(book, name, life)] == [], name
    assert preset not in ALWAYS or seen == {*KINDS} - ALWAYS[preset]


def test_whatever_writes_a_workbook_is_read_back() -> None:
    """A new module that makes or changes workbooks belongs to a kind here."""
    below = ROOT / "scripts" / "huifang" / "edges"
    writing = {
        path.relative_to(below).with_suffix("").as_posix()
        for path in below.rglob("*.py")
        if _WRITES.search(path.read_text(encoding="utf-8"))
    }
    named = {*ELSEWHERE, *(writer for made in KINDS.values() for writer in made.writers)}
    assert writing - {"drawing/forms", "drawing/looks"} <= named  # these two are what all of them draw with
    assert [name for name in named if not (below / f"{name}.py").exists()] == []


@pytest.mark.slow
def test_what_no_office_has_lying_about_is_read_back() -> None:
    life = life_of(WITH_CONSOLE)
    audit = opened(audit_book(period_audit(), "抽查报告 2026-11下旬", "0" * 64))
    assert [*faults_of(audit), *audit_report(audit, "抽查报告", life)] == []
    (issued, *_) = [path for name, path in workbooks_of(life).items() if name.startswith("回访计划/")]
    accepted = accepted_copy(issued.read_bytes(), {"交表": "2026-11-20 17:00", "入账": "29 行"})
    before, after = opened(issued.read_bytes()), opened(accepted)
    assert faults_of(after, _STATE) == [] and after.sheetnames[0] == "已入账"
    assert _differing(_shape(before[CALLS.name]), _shape(after[CALLS.name])) == []


# --- that a fault is found: each is planted into the sheet of a blank register


def _rule(sheet: Worksheet, header: str) -> Any:
    return rules_at(sheet, headers_of(sheet).index(header) + 1, 2)[0]


def _set(what: str, value: Any) -> Callable[[Any], None]:
    """Set something of the validation at 客户类别 (or of what is named before it) to a value."""

    def plant(book: Any) -> None:
        where, _, name = what.rpartition(".")
        target = {"": _rule(book["客户"], "客户类别"), "sheet": book["客户"], "table": book["客户"].tables["客户"],
                  "page": book["客户"].page_setup, "day": _rule(book["客户"], "审核日期")}[where]  # fmt: skip
        setattr(target, name, value)

    return plant


def _twice(book: Any) -> None:
    book["联系人"].sheet_view.tabSelected = True


def _merged_into_table(book: Any) -> None:
    book["客户"].merge_cells("A1:B1")


def _typed(value: Any, how: str = "@") -> Callable[[Any], None]:
    def plant(book: Any) -> None:
        cell = book["客户"]["E2"]
        cell.value, cell.number_format = value, how

    return plant


def _second_list(book: Any) -> None:
    book["客户"].add_data_validation(
        DataValidation("list", formula1='"甲,乙"', sqref="C5", error="选", allow_blank=True)
    )


def _without_colours(sheet: Worksheet) -> None:
    sheet.conditional_formatting = type(sheet.conditional_formatting)()


PLANTED: Mapping[str, Callable[[Any], None]] = {
    "too many for a prompt": _set("prompt", "长" * 256),
    "too many for a title": _set("errorTitle", "长" * 33),
    "a list of 300 characters": _set("formula1", f'"{"长" * 300}"'),
    "a list from nowhere": _set("formula1", "='没有'!$A$1:$A$3"),
    "no choices": _set("formula1", '"甲,甲"'),
    "without its arrow": _set("showDropDown", True),
    "offers ['甲']": _set("formula1", '"甲"'),
    "refuses without a word": _set("error", None),
    "takes other words in another way": _set("errorStyle", "stop"),
    "lies between": _set("day.formula1", "1"),
    "checked in row 2 in another way": _set("sqref", "C2:C9"),
    "two validations in column": _second_list,
    "several sheets or none": _twice,
    "is filtered elsewhere": _set("table.autoFilter", None),
    "with merged cells": _merged_into_table,
    "stays in sight down to": _set("sheet.freeze_panes", "C4"),
    "is printed on paper 8": _set("page.paperSize", 8),
    "is printed portrait": _set("page.orientation", "portrait"),
    "a formula": _typed("=1+1"),
    "is no text": _typed(13800000001),
    "is shown as": _typed("王", "0"),
    "signs that nobody can read": lambda book: setattr(book["客户"]["E2"], "_value", "王\x07"),
    "is not coloured where it is missing": lambda book: _without_colours(book["客户"]),
    "opens with a sheet that nobody sees": lambda book: setattr(book.active, "sheet_state", "hidden"),
}


@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_fault_is_found(fault: str) -> None:
    preset = load_preset(WITH_CONSOLE)
    book = opened(_blanks()["客户资料库.xlsx"])
    assert [*faults_of(book), *_registers(book, "客户资料库.xlsx", preset, ())] == []
    PLANTED[fault](book)
    assert fault in "\n".join([*faults_of(book), *_registers(book, "客户资料库.xlsx", preset, ())])


#: The same of a blank call sheet.
PLANTED_IN_CALLS: Mapping[str, Callable[[Worksheet], None]] = {
    "folds away": lambda sheet: setattr(column_at(sheet, headers_of(sheet).index("计划编号") + 1), "hidden", False),
    "prints": lambda sheet: setattr(sheet, "print_area", "A1:AD31"),
    "offers ['接通']": lambda sheet: setattr(_rule(sheet, "通话结果"), "formula1", '"接通"'),
    "takes whatever is typed": lambda sheet: setattr(_rule(sheet, "开始时间"), "type", "whole"),
    "does not say": lambda sheet: setattr(_rule(sheet, "回访日期"), "prompt", "填"),
    "not coloured": _without_colours,
    "has 0 calls, and the table": lambda sheet: setattr(sheet.tables["回访记录"], "ref", "A1:D9"),
    "stays in sight": lambda sheet: setattr(sheet, "freeze_panes", "A2"),
}


@pytest.mark.parametrize("fault", PLANTED_IN_CALLS)
def test_a_fault_planted_into_a_call_sheet_is_found(fault: str) -> None:
    preset = load_preset(WITH_CONSOLE)
    book = opened(_blanks()[CALL_SHEET])
    assert [*_calls(book, preset)] == []
    PLANTED_IN_CALLS[fault](book[CALLS.name])
    assert fault in "\n".join(_calls(book, preset))


@cache
def _blanks() -> Mapping[str, bytes]:
    return blanks_of(load_preset(WITH_CONSOLE))
