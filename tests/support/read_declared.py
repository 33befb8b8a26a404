"""A sheet that people fill in, as openpyxl reads it, beside the declaration of its table: each difference in words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from huifang.tables.model import Column, Kind, Table
from read_back import headers_of, hidden_columns, rules_at, words_of

#: How a cell of a kind is shown; all others are text, so that no zero in front and no long number is lost.
SHOWN = {
    Kind.DATE: "yyyy-mm-dd", Kind.DATETIME: "yyyy-mm-dd hh:mm", Kind.TIME: "hh:mm", Kind.INTEGER: "0",
    Kind.NUMBER: "General",
}  # fmt: skip
#: What Excel checks of a kind.
CHECKED = {
    Kind.DATE: "date", Kind.DATETIME: "date", Kind.TIME: "time", Kind.INTEGER: "whole", Kind.NUMBER: "decimal",
}  # fmt: skip
#: The days between which every day lies, as Excel counts them; the limits of a time of day.
DAYS = tuple((day - date(1899, 12, 30)).days for day in (date(2000, 1, 1), date(2099, 12, 31)))
NOT_TO_CHANGE = "由系统填写,请勿修改"
#: What a column is wider than its characters, in characters: five pixels.
PADDING = 5 / 7


@dataclass(frozen=True, kw_only=True)
class Declared:
    """A table and what its choices are in this office: ``choices`` are all there is, ``offered`` may be written beside,
    of ``growing`` lists another word is asked about. So many columns stay in sight, so many rows are ready to be typed.
    """

    table: Table
    choices: Mapping[str, tuple[str, ...]]
    offered: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    growing: Collection[str] = ()
    people: tuple[str, ...] = ()
    frozen: int = 1
    spare: int = 500

    def words(self, column: Column) -> tuple[tuple[str, ...], bool | None]:
        """What the column's list has, and whether nothing else may be typed (None: asks)."""
        if column.kind is Kind.CHOICE and (words := self.choices.get(column.options or "", ())):
            return words, None if column.options in self.growing else True
        if column.kind is Kind.PERSON:
            return self.people, False
        if column.kind is Kind.CHOICE or not column.options:
            return self.offered.get(column.options or "", ()), False
        return self.choices.get(column.options, ()) or self.offered.get(column.options, ()), False


def told_of(sheet: Worksheet, declared: Declared) -> list[str]:
    """What differs between the sheet and its declaration."""
    table = declared.table
    if headers_of(sheet) != [column.header for column in table.columns]:
        return [f"{sheet.title}: has the headers {headers_of(sheet)}"]
    filled = max((row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value is not None), default=2)
    checks = (_sheet(sheet, declared, filled), _columns(sheet, table, filled), _rules(sheet, declared, filled))
    return [f"{sheet.title}: {fault}" for check in checks for fault in check]


def _sheet(sheet: Worksheet, declared: Declared, filled: int) -> Iterator[str]:
    table, last = declared.table, get_column_letter(len(declared.table.columns))
    if sheet.title != table.name or (sheet.sheet_state != "visible") is not table.hidden:
        yield f"is {sheet.sheet_state}, and should be called {table.name}"
    if [*sheet.tables] != [table.name]:
        yield f"has the tables {[*sheet.tables]}"
        return
    left, top, right, bottom = range_boundaries(sheet.tables[table.name].ref)
    if (left, top, get_column_letter(right)) != (1, 1, last) or bottom < filled:
        yield f"the table is {sheet.tables[table.name].ref}, rows are filled down to {filled}"
    if sheet.freeze_panes != f"{get_column_letter(declared.frozen + 1)}2":
        yield f"stays in sight down to {sheet.freeze_panes}"
    if sheet.print_title_rows not in ("1:1", "$1:$1"):
        yield f"repeats {sheet.print_title_rows} on paper"
    if sheet.page_setup.orientation != "landscape" or sheet.page_setup.fitToHeight != 0:
        yield f"is printed {sheet.page_setup.orientation}, {sheet.page_setup.fitToHeight} pages high"
    if table.title[:60] not in (sheet.oddHeader.center.text or "").replace("&&", "&"):
        yield f"says above the page {sheet.oddHeader.center.text}"
    below = f"{sheet.oddFooter.left.text}{sheet.oddFooter.right.text}"
    if not re.search(r"&\[Page\]|&P", below) or not re.search(r"&\[Pages\]|&N", below):
        yield f"says below the page {below}"
    if sheet.protection.sheet:
        yield "is locked"


def column_at(sheet: Worksheet, at: int) -> Any:
    """What the sheet says of a whole column."""
    return next(one for one in sheet.column_dimensions.values() if one.min <= at <= one.max)


def _columns(sheet: Worksheet, table: Table, filled: int) -> Iterator[str]:
    hidden = {at for at, column in enumerate(table.columns, start=1) if column.hidden}
    if hidden_columns(sheet) != hidden:
        yield f"hides {hidden_columns(sheet)}, declared is {hidden}"
    for at, column in enumerate(table.columns, start=1):
        how = SHOWN.get(column.kind, "@")
        formats = {sheet.cell(2, at).number_format, sheet.cell(filled, at).number_format}
        formats.add(column_at(sheet, at).number_format)  # where nobody typed yet
        if formats != {how}:
            yield f"{column.header} is shown as {formats}, not {how}"
        if abs(column_at(sheet, at).width - column.width - PADDING) > 0.3:
            yield f"{column.header} is {column_at(sheet, at).width} wide, not {column.width}"
        for row in range(2, filled + 1):
            yield from wrong_type(column, sheet.cell(row, at))


def wrong_type(column: Column, cell: Any) -> Iterator[str]:
    """That what stands in the cell is of another type than its column's."""
    value, is_day = cell.value, isinstance(cell.value, datetime | date)
    if value is None or cell.data_type == "f":
        return
    if column.kind not in SHOWN and not isinstance(value, str):
        yield f"{cell.coordinate}: {column.header} is no text: {value!r}"
    if column.kind in (Kind.DATE, Kind.DATETIME) and not is_day:
        yield f"{cell.coordinate}: {column.header} is no day: {value!r}"
    if column.kind in (Kind.INTEGER, Kind.NUMBER) and (isinstance(value, bool) or not isinstance(value, int | float)):
        yield f"{cell.coordinate}: {column.header} is no number: {value!r}"


def _rules(sheet: Worksheet, declared: Declared, filled: int) -> Iterator[str]:
    last = filled + declared.spare
    for at, column in enumerate(declared.table.columns, start=1):
        first, end = rules_at(sheet, at, 2), rules_at(sheet, at, last)
        if first != end:
            yield f"{column.header} is checked in row 2 in another way than in row {last}"
        words, insists = declared.words(column)
        is_checked = words or column.kind in CHECKED and (column.kind not in _COUNTED or column.high is not None)
        if not first:
            if is_checked or prompts(column):
                yield f"{column.header} neither checks nor says anything"
            continue
        rule = first[0]
        yield from (f"{column.header} {fault}" for fault in _said(column, rule))
        if words:
            yield from (f"{column.header} {fault}" for fault in _offers(sheet, rule, words, insists))
        elif is_checked:
            yield from (f"{column.header} {fault}" for fault in _limits(column, rule))
        elif rule.type not in (None, "none"):
            yield f"{column.header} is checked as {rule.type}"
        if column.required:
            yield from (f"{column.header} {fault}" for fault in _missed(sheet, declared.table, at, last))


_COUNTED = (Kind.INTEGER, Kind.NUMBER)


def prompts(column: Column) -> list[str]:
    """What the prompt beside a cell says, each piece."""
    if column.issued:
        return [NOT_TO_CHANGE]
    said = ["必填" if column.required else "", column.help, f"{column.needed_when}必填" if column.needed_when else ""]
    return [one for one in said if one]


def _said(column: Column, rule: Any) -> Iterator[str]:
    wanted = prompts(column)
    if wanted and column.example and not column.issued:
        wanted.append(column.example)
    for piece in wanted:
        if piece[:200] not in (rule.prompt or ""):
            yield f"does not say “{piece}”: {rule.prompt}"
    if wanted and rule.promptTitle != column.header[:32]:
        yield f"has a prompt under the title {rule.promptTitle}"


def _offers(sheet: Worksheet, rule: Any, words: tuple[str, ...], insists: bool | None) -> Iterator[str]:
    if rule.type != "list":
        yield f"offers nothing of {words}"
        return
    if words_of(sheet, rule) != [*words]:
        yield f"offers {words_of(sheet, rule)}, declared is {words}"
    style = (rule.errorStyle or "stop") if rule.showErrorMessage else ""
    if style != {True: "stop", None: "warning", False: ""}[insists]:
        yield f"takes other words in another way than it should: {style}"


def _limits(column: Column, rule: Any) -> Iterator[str]:
    if rule.type != CHECKED[column.kind] or not rule.showErrorMessage:
        yield f"is checked as {rule.type}"
        return
    limits = (float(rule.formula1), float(rule.formula2))
    if column.kind is Kind.TIME:
        wanted: tuple[float, ...] = (0, 1439 / 1440)
    else:
        wanted = (column.low or 0, column.high or 0) if column.kind in _COUNTED else DAYS
    if any(abs(one - other) > 1e-6 for one, other in zip(limits, wanted, strict=True)):
        yield f"lies between {limits}, declared is {wanted}"


def _missed(sheet: Worksheet, table: Table, at: int, last: int) -> Iterator[str]:
    """A required cell that is empty in a row that is not gets a colour."""
    letter, end = get_column_letter(at), get_column_letter(len(table.columns))
    wanted = f'AND(COUNTA($A2:${end}2)>0,${letter}2="")'
    for area in sheet.conditional_formatting:
        for one in str(area.sqref).split():
            left, top, right, bottom = range_boundaries(one)
            formulas = [rule.formula[0] for rule in area.rules if rule.type == "expression"]
            if (left, top, right) == (at, 2, at) and bottom >= last and wanted in formulas:
                return
    yield "is not coloured where it is missing"
