"""The workbook an agent gets: the calls to make, open rows, a guide, and a hidden record of what was issued."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from xlsxwriter.worksheet import Worksheet

from huifang.core.periods import Period
from huifang.edges.books.hidden_record import RECORD, HiddenRecord
from huifang.edges.drawing.forms import Drawing, finish_table, fit_rows, start_drawing, validate, write_value
from huifang.edges.drawing.guide import draw_guide
from huifang.edges.drawing.looks import ALERT, MISSING, OVERDUE
from huifang.ledger.issues import IssuedCall
from huifang.tables.declared.calls import ANSWER_KEYS, CONNECTED_KEYS, HANDED_OUT_KEYS, OPEN_ROWS
from huifang.tables.model import Column, Table
from huifang.tables.options import CONNECTED, DISSATISFIED, UNRESOLVED, Options

STEPS = (
    "打开“回访记录”表。每一行是一个要打的电话，按“计划日期”安排；灰色单元格由系统填写，请勿修改。",
    "打完一个电话，填写回访日期、开始时间、结束时间、回访方式和通话结果。"
    "快捷键：Ctrl 加分号填入当天日期，Ctrl、Shift 加分号填入当前时间。",
    "接通的，再填写满意度、客户意见或需求、处理情况；客户不满意的，写明原因。",
    "问题当时不能解决的，处理情况选“未解决”，并填写上报对象和上报文件；必须有书面材料，口头上报无效。",
    "没有接通的，通话结果如实选择，下一个工作日再打：在表末的空行里填同一个计划编号，写新的日期和时间。",
    "计划以外的通话：在表末的空行里把计划编号留空，只填客户编号。",
    "可以排序和筛选，请不要删除行、改表头或改工作表名称。黄色是漏填，橙色是逾期，红色是不满意没有写原因。",
    "报告日之前保存，把整个文件用邮件发给主管。发现填错了，改好再发一次即可。",
)


@dataclass(frozen=True)
class Handout:
    """A workbook that is issued: for which period, and what it says of itself."""

    period: Period
    record: HiddenRecord


def agent_book(
    table: Table,
    calls: Sequence[IssuedCall],
    handout: Handout | None,
    options: Options,
    unit_name: str,
    heading: str,
) -> bytes:
    """The workbook for one agent; ``table`` is 回访记录 with the columns that this batch uses.

    Where nothing is handed out it is the blank form.
    """
    stream = BytesIO()
    drawing = start_drawing(stream, heading, options)
    sheet = drawing.book.add_worksheet(table.name)
    rows = [_row(call) for call in calls]
    _draw_rows(drawing, sheet, table, rows)
    fit_rows(sheet, table, rows, 24)
    total = len(rows) + OPEN_ROWS
    finish_table(drawing, sheet, table, total, unit_name, 3)
    _validate_rows(drawing, sheet, table, len(rows), total, handout.period if handout else None)
    _colour_rows(drawing, sheet, table, total)
    draw_guide(drawing, heading, STEPS, (table,))
    if handout:
        hidden = drawing.book.add_worksheet(RECORD)
        hidden.write_string(0, 0, handout.record.to_json().decode())
        hidden.very_hidden()
    sheet.activate()
    drawing.book.close()
    return stream.getvalue()


def _row(call: IssuedCall) -> Mapping[str, Any]:
    return {key: getattr(call, key) for key in HANDED_OUT_KEYS}


def _draw_rows(drawing: Drawing, sheet: Worksheet, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    for index, column in enumerate(table.columns):
        white, grey = drawing.palette.cell(column), drawing.palette.cell(column, grey=True)
        sheet.set_column(index, index, column.width, white, {"hidden": column.hidden})
        for offset, row in enumerate(rows, start=1):
            write_value(sheet, offset, index, row.get(column.key), grey if column.issued else white)
        for offset in range(len(rows) + 1, len(rows) + OPEN_ROWS + 1):
            sheet.write_blank(offset, index, None, white)


def _validate_rows(
    drawing: Drawing, sheet: Worksheet, table: Table, issued: int, total: int, period: Period | None
) -> None:
    for index, column in enumerate(table.columns):
        if not column.issued:
            if column.key == "called_on" and period is not None:
                _validate_call_day(sheet, index, column, total, period)
            else:
                validate(drawing, sheet, index, column, 1, total)
            continue
        if issued:
            validate(drawing, sheet, index, column, 1, issued)
        if column.key in ("plan_no", "customer_no"):
            sheet.data_validation(
                issued + 1, index, total, index,
                {
                    "validate": "any",
                    "input_title": column.header,
                    "input_message": "再次拨打：填原来的计划编号。计划外通话：计划编号留空，只填客户编号。",
                },
            )  # fmt: skip


def _validate_call_day(sheet: Worksheet, index: int, column: Column, total: int, period: Period) -> None:
    span = f"{period.from_on} 至 {period.until_on}"
    sheet.data_validation(
        1, index, total, index,
        {
            "validate": "date", "criteria": "between", "minimum": period.from_on, "maximum": period.until_on,
            "input_title": column.header, "input_message": f"实际打电话的日期，在 {span} 之内。",
            "error_title": column.header, "error_message": f"请填写 {span} 之内的日期。",
        },
    )  # fmt: skip


def _colour_rows(drawing: Drawing, sheet: Worksheet, table: Table, total: int) -> None:
    """Yellow: asked for and empty. Orange: overdue. Red: dissatisfied without a reason."""

    def colour(key: str, condition: str, background: str) -> None:
        index = list(table.by_key).index(key)
        style = drawing.book.add_format({"bg_color": background})
        rule = {"type": "formula", "criteria": f"={condition}", "format": style}
        sheet.conditional_format(1, index, total, index, rule)

    at = {column.key: f"${table.letter(column.key)}2" for column in table.columns}
    answered = f"COUNTA({at[ANSWER_KEYS[0]]}:{at[ANSWER_KEYS[-1]]})>0"
    for key in ANSWER_KEYS:
        colour(key, f'AND({answered},{at[key]}="")', MISSING)
    for key in CONNECTED_KEYS:
        colour(key, f'AND({at["result"]}="{CONNECTED}",{at[key]}="")', MISSING)
    for key in ("reported_to", "report_document"):
        colour(key, f'AND({at["handling"]}="{UNRESOLVED}",{at[key]}="")', MISSING)
    unhappy = ",".join(f'{at["satisfaction"]}="{value}"' for value in DISSATISFIED)
    colour("dissatisfied_because", f'AND(OR({unhappy}),{at["dissatisfied_because"]}="")', ALERT)
    colour("due_on", f'AND({at["due_on"]}<>"",{at["due_on"]}<TODAY(),{at["result"]}="")', OVERDUE)
