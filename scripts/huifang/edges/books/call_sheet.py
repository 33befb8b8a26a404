"""The workbook an agent gets: the calls to make, open rows, a guide, and a hidden record of what was issued."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any, NamedTuple

from xlsxwriter.worksheet import Worksheet

from huifang.core.periods import Period
from huifang.edges.books.agent_buttons import add_buttons
from huifang.edges.books.agent_facts import Surroundings, facts, write_facts
from huifang.edges.books.call_cells import CellStyles, validate_rows
from huifang.edges.books.call_guide import asked_by, steps
from huifang.edges.books.call_layout import IN_WRITING, LOWEST, Layout, laid_out
from huifang.edges.books.call_status import IS_LATE, RowFormulas, colour_rows, status_of
from huifang.edges.books.hidden_record import RECORD, HiddenRecord
from huifang.edges.drawing.forms import Drawing, add_table, print_setup, printed, start_drawing
from huifang.edges.drawing.guide import draw_guide
from huifang.ledger.issues import IssuedCall
from huifang.policy.model import Policy
from huifang.tables.declared.calls import CALLS, HANDED_OUT_KEYS, OPEN_ROWS
from huifang.tables.model import Table
from huifang.tables.options import REMARKS, Options, offered_remarks

#: Of the open rows so many are printed.
_PRINTED_OPEN = 3
#: The widest that one paper shows in a size to read, in pixels.
_WIDEST_PAGE = 1800
_METHODS = "回访方式"


@dataclass(frozen=True, kw_only=True)
class Handout:
    """A workbook that is issued: to whom, for which period and on which day, until when it is to be handed in, which
    customers may be called beside the planned ones, how many of the calls (the first ones) are new, which of them (by
    plan number) the customer wants on their day, what the workbook says of itself, and what its macros know, if it has
    any.
    """

    agent_no: str
    agent: str
    period: Period
    issued_on: date
    hand_in: datetime
    customers: tuple[str, ...]
    new: int
    agreed: Set[str] = frozenset()
    record: HiddenRecord
    macros: Surroundings | None = None

    @property
    def heading(self) -> str:
        """Whose it is and what it is for."""
        name = f"{self.agent}（{self.agent_no}）" if self.agent else self.agent_no
        span = f"{self.period.from_on:%m-%d} 至 {self.period.until_on:%m-%d}"
        return f"{name}　{self.period.name}（{span}）"


def agent_book(
    table: Table, calls: Sequence[IssuedCall], handout: Handout | None, options: Options, policy: Policy
) -> bytes:
    """The workbook for one agent; ``table`` is 回访记录 with the columns that this batch uses, ``options`` name the
    ways in which its calls may be made. Where nothing is handed out it is the blank form.
    """
    stream = BytesIO()
    heading = handout.heading if handout else f"{CALLS.name} · {policy.title}"
    options = {**options, REMARKS: offered_remarks(options.get(REMARKS, ()))}
    methods = options[_METHODS]
    layout = laid_out(table, policy, methods)
    drawing = start_drawing(stream, heading, options)
    sheet = drawing.book.add_worksheet(table.name)
    formulas = RowFormulas(layout, policy)
    ordered = _in_order(calls, handout)
    total = len(calls) + OPEN_ROWS
    _draw_rows(drawing, sheet, formulas, ordered, methods)
    add_table(drawing, sheet, layout.table, total, layout.frozen)
    sheet.set_row_pixels(0, layout.header_height)
    sheet.set_selection(1, layout.at("called_on"), 1, layout.at("called_on"))
    _print(sheet, layout, len(calls), handout, policy)
    validate_rows(drawing, sheet, layout, len(calls), handout.period if handout else None)
    if handout:
        _offer_customers(drawing, sheet, layout, len(calls), handout.customers)
    colour_rows(drawing, sheet, formulas, total)
    rules = {call.rule for call in calls}
    until = f"{handout.hand_in:%m-%d %H:%M} " if handout else "交表日"
    how = steps(layout.table, policy, methods, until, has_macros=bool(handout and handout.macros))
    draw_guide(drawing, heading, how, (layout.table,), asked=asked_by(policy, layout.table, rules))
    if handout:
        hidden = drawing.book.add_worksheet(RECORD)
        hidden.write_string(0, 0, handout.record.to_json().decode())
        if handout.macros:
            given = facts(
                layout.table, [line.call for line in ordered], options, policy, handout.period, handout.macros
            )
            write_facts(hidden, given)
            add_buttons(drawing, sheet, layout)
        hidden.very_hidden()
    sheet.activate()
    drawing.book.close()
    return stream.getvalue()


class _Line(NamedTuple):
    """A call with its 状态, and whether the customer wants it on its day."""

    call: IssuedCall
    status: str
    is_agreed: bool


def _in_order(calls: Sequence[IssuedCall], handout: Handout | None) -> list[_Line]:
    """The calls: the new ones first, and of all those that are late, then by the planned day."""
    if handout is None:
        return []
    lines = [
        _Line(call, status_of(call, handout.issued_on, call.plan_no in handout.agreed), call.plan_no in handout.agreed)
        for call in calls
    ]
    return [*sorted(lines[: handout.new], key=_place), *sorted(lines[handout.new :], key=_place)]


def _place(line: _Line) -> tuple[bool, date, date, str]:
    return (line.status != IS_LATE, line.call.planned_on, line.call.due_on, line.call.plan_no)


def _draw_rows(
    drawing: Drawing,
    sheet: Worksheet,
    formulas: RowFormulas,
    calls: Sequence[_Line],
    methods: Sequence[str],
) -> None:
    layout = formulas.layout
    cells = CellStyles(drawing, layout)
    sheet.set_default_row(LOWEST * 0.75)
    cells.set_columns(sheet)
    only_way = {"method": methods[0]} if len(methods) == 1 else {}
    for row, (call, status, is_agreed) in enumerate(calls, start=1):
        values = {**{key: getattr(call, key) for key in HANDED_OUT_KEYS}, "method": call.method, "status": status}
        height = layout.height([values.get(key) for key in layout.table.by_key])
        if height > LOWEST:
            sheet.set_row_pixels(row, height)  # others have no height of their own: they grow with what is typed
        said = RowFormulas(layout, formulas.policy, row + 1, is_agreed).status
        cells.write_row(sheet, row, values, said, is_issued=True)
    for row in range(len(calls) + 1, len(calls) + OPEN_ROWS + 1):
        cells.write_row(sheet, row, only_way, RowFormulas(layout, formulas.policy, row + 1).status, is_issued=False)


def _offer_customers(drawing: Drawing, sheet: Worksheet, layout: Layout, issued: int, customers: Sequence[str]) -> None:
    """In the open rows the name is picked, or typed; its number is found when the sheet is taken in."""
    index = layout.at("customer_name")
    rule: dict[str, Any] = {
        "validate": "any",
        "input_title": CALLS.by_key["customer_name"].header,
        "input_message": "计划外的回访：从列表选客户。编号收表时自动查到。",
    }
    if customers:
        rule |= {"validate": "list", "source": drawing.source_of(tuple(customers)), "show_error": False}
    sheet.data_validation(issued + 1, index, issued + OPEN_ROWS, index, rule)


def _print(sheet: Worksheet, layout: Layout, issued: int, handout: Handout | None, policy: Policy) -> None:
    """What is read and typed about a call, on papers as wide as that; a few open rows below the issued ones."""
    last = issued + (_PRINTED_OPEN if handout else OPEN_ROWS)
    sheet.print_area(0, 0, last, layout.printed - 1)
    pages = 1 if layout.printed_pixels <= _WIDEST_PAGE else 2
    if pages > 1:
        sheet.repeat_columns(0, layout.frozen - 1)
        sheet.print_across()
    title = layout.table.title
    unsolved = [layout.table.by_key[key].header for key in ("measures", *(IN_WRITING if policy.written_report else ()))]
    note = f"未解决的请在电脑上往右填{'、'.join(unsolved)}"
    whose, until = (handout.heading, f"{handout.hand_in:%m-%d %H:%M} 前交主管；") if handout else ("", "")
    header = printed("L", title, is_title=True) + printed("C", whose, is_title=True) + printed("R", policy.unit_name)
    print_setup(sheet, header, until + note, pages_wide=pages)
