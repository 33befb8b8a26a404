"""Where new rows belong, and what each of their cells gets: value, formula, format."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from huifang.core.catalogue import because
from huifang.core.text import clean
from huifang.edges.patching.areas import MAX_COLUMN, MAX_ROW, Area, column_number
from huifang.edges.patching.cells import Formula
from huifang.edges.patching.changes import AppendRows, CannotPatch, Value
from huifang.edges.patching.extending import Growth
from huifang.edges.patching.filling import Filling
from huifang.edges.patching.formulas import is_total, moved
from huifang.edges.patching.markup import Element
from huifang.edges.patching.page import Page
from huifang.edges.patching.rows import RowSeen
from huifang.edges.patching.strings import shared_texts
from huifang.edges.patching.survey import Survey
from huifang.edges.patching.tables import ListTable

_TOTAL_WORDS = re.compile(r"合\s*计|总\s*计|小\s*计|共\s*计|汇\s*总|total", re.IGNORECASE)


@dataclass(frozen=True)
class AppendTo:
    """Where rows are appended: the body of a table, or of a plain list below its header row."""

    sheet: str
    body: Area
    table: ListTable | None
    header_row: int | None


@dataclass(frozen=True)
class Appended:
    """What was appended: the first new row, how far it grew, and what new rows look like."""

    first: int
    growth: Growth
    table: ListTable | None
    looks: Mapping[str, str]


def find_place(sheet: str, tables: Sequence[ListTable], wanted: AppendRows) -> AppendTo:
    """The table that is named, the sheet's only one or the one of the sheet's name; else the plain list.

    Raises:
        CannotPatch: it is not clear which table is meant, or it may not grow.
    """
    if not tables and not wanted.table:
        body = Area(wanted.header_row + 1, 1, MAX_ROW, MAX_COLUMN)
        return AppendTo(sheet, body, None, wanted.header_row)
    chosen = [t for t in tables if t.name == (wanted.table or sheet)]
    if not chosen and not wanted.table:
        keys = {clean(key) for row in wanted.rows for key in row}
        chosen = list(tables) if len(tables) == 1 else [t for t in tables if keys <= t.columns.keys()]
    if len(chosen) != 1:
        names = "、".join(t.name for t in tables) or "无"
        raise CannotPatch(because("Y719", sheet=sheet, tables=names))
    table = chosen[0]
    if table.is_query:
        raise CannotPatch(because("Y720", table=table.name))
    if any(calculated.is_array for calculated in table.calculated.values()):
        raise CannotPatch(because("Y721", table=table.name))
    return AppendTo(sheet, table.body, table, None)


def append(filling: Filling, place: AppendTo, wanted: AppendRows, tables: Sequence[ListTable]) -> Appended:
    """Plan the cells of the new rows.

    Raises:
        CannotPatch: something is in the way, or a column is not known.
    """
    page, survey = filling.page, filling.page.survey
    model = page.seen(survey.last)
    if model is not None and (place.table is None or model.row.number > place.body.bottom):
        _refuse_total(filling, place, model)
    first = (survey.last.number if survey.last else place.body.top - 1) + 1
    last = first + len(wanted.rows) - 1
    _refuse_obstacles(filling, place, tables, first, last)
    columns = place.table.columns if place.table else _headers(filling, place)
    new_cells = _NewCells(filling, place, model, dict(_formulas(filling, place, last)))
    prepared = {row.number: page.seen(row) for row in survey.after}
    for number, values in enumerate(wanted.rows, start=first):
        given = {_column(place, columns, key): value for key, value in values.items()}
        new_cells.plan(number, prepared.get(number), given)
    above = place.body.bottom if place.table and last > place.body.bottom else first - 1
    growth = Growth(place.body.top, above, last, place.body.left, place.body.right)
    return Appended(first, growth, place.table, model.looks if model else {})


class _NewCells:
    """What the cells of a new row are made of: values, the formulas of the row above, the formats of both."""

    def __init__(
        self, filling: Filling, place: AppendTo, model: RowSeen | None, formulas: Mapping[int, tuple[int, str]]
    ) -> None:
        self._filling = filling
        self._model = model
        self._formulas = formulas
        if place.table:
            self._columns = frozenset(range(place.body.left, place.body.right + 1))
        else:
            self._columns = frozenset({*(model.cells if model else ()), *self._formulas})

    def plan(self, number: int, prepared: RowSeen | None, given: Mapping[int, Value]) -> None:
        """Give the row its cells; what stands ready in a prepared row stays."""
        for column in sorted(self._columns.union(given)):
            here = prepared.cells.get(column) if prepared else None
            value = given.get(column)
            style = self._style(column, prepared)
            if value is not None and value != "":
                self._filling.put(number, column, value, style)
                if here is not None and here.child("f") is not None:
                    self._filling.lost_formulas = True
            elif here is not None and here.child("f") is not None:
                continue
            elif column in self._formulas:
                from_row, text = self._formulas[column]
                self._filling.put(number, column, Formula(moved(text, number - from_row)), style)
            elif here is None and style:
                self._filling.put(number, column, None, style)

    def _style(self, column: int, prepared: RowSeen | None) -> int:
        for row in (prepared, self._model):
            style = row.style(column) if row else None
            if style is not None:
                return style
        return self._filling.page.column_style(column)


def _formulas(filling: Filling, place: AppendTo, last: int) -> Iterator[tuple[int, tuple[int, str]]]:
    """The formulas that new rows get, by column, with the row they are written for.

    Those of a table's calculated columns, and those that two rows in a row have in common, or the only row has.
    """
    survey, page = filling.page.survey, filling.page
    bottom = min(place.body.bottom, last)
    rows = [page.seen(r) for r in (survey.before_last, survey.last, *survey.after) if r and r.number <= bottom]
    known = [dict(_own_formulas(place, survey, row)) for row in rows if row]
    numbers = [row.row.number for row in rows if row]
    calculated = place.table.calculated if place.table else {}
    is_only = place.table is None and survey.before_last is None
    for column in sorted({column for texts in known for column in texts}):
        for at in range(len(known) - 1, -1, -1):
            text, above = known[at].get(column), known[at - 1].get(column) if at else None
            if text is None:
                continue
            is_shared = above is not None and moved(above, numbers[at] - numbers[at - 1]) == text
            if column in calculated or is_shared or is_only:
                yield column, (numbers[at], text)
                break
    for column, formula in calculated.items():
        if not any(column in texts for texts in known):
            yield column, (place.body.top, formula.text)


def _own_formulas(place: AppendTo, survey: Survey, row: RowSeen) -> Iterator[tuple[int, str]]:
    for column in row.cells:
        formula = row.formula(column)
        if formula is None:
            continue
        if formula.attributes.get("t") == "array":
            raise CannotPatch(because("Y722", sheet=place.sheet, number=row.row.number))
        yield column, _text_of(formula, survey.shared, row.row.number, column)


def _text_of(formula: Element, shared: Mapping[str, tuple[int, int, str]], row: int, column: int) -> str:
    """The formula as it reads in its cell, also where it is shared with others."""
    if formula.text or formula.attributes.get("t") != "shared":
        return formula.text
    from_row, from_column, text = shared.get(formula.attributes.get("si", ""), (row, column, ""))
    return moved(text, row - from_row, column - from_column)


def _refuse_total(filling: Filling, place: AppendTo, last: RowSeen) -> None:
    """Nobody wants rows below the line that adds them up."""
    row = last.row.number
    words = texts_of(filling.page, last).values()
    formulas = [formula.text for column in last.cells if (formula := last.formula(column)) is not None]
    if any(_TOTAL_WORDS.fullmatch(word) for word in words) or any(is_total(text, row) for text in formulas):
        raise CannotPatch(because("Y723", sheet=place.sheet, number=row))


def _refuse_obstacles(filling: Filling, place: AppendTo, tables: Sequence[ListTable], first: int, last: int) -> None:
    page, table = filling.page, place.table
    where = _rows(place, first, last)
    if last > MAX_ROW:
        raise CannotPatch(because("Y724", sheet=place.sheet, count=last - first + 1))
    target = Area(first, place.body.left, last, place.body.right)
    for merged in page.merged:
        if merged.meets(target):
            raise CannotPatch(because("Y725", where=where, merged=merged))
    refuse_arrays(page, target, where)
    grown = replace(target, top=min(first, place.body.bottom + 1))  # rows typed below a table become its own
    for other in tables:
        if other is not table and other.area.meets(grown):
            raise CannotPatch(because("Y726", where=_rows(place, grown.top, last), table=other.name))
    if table is None or last <= table.body.bottom:
        return
    if table.totals_rows:
        raise CannotPatch(because("Y727", table=table.name))
    below = page.survey.below
    if below is not None and below <= last:
        raise CannotPatch(because("Y728", table=table.name, number=below))


def _rows(place: AppendTo, first: int, last: int) -> str:
    return f"工作表“{place.sheet}”第 {first} 至 {last} 行"


def refuse_arrays(page: Page, area: Area, where: str) -> None:
    """Array formulas and what-if tables belong together as a whole: no cell of theirs is written.

    Raises:
        CannotPatch: one of them is in the way.
    """
    for array in page.survey.arrays:
        if array.meets(area):
            raise CannotPatch(because("Y729", where=where, array=array))


def _headers(filling: Filling, place: AppendTo) -> dict[str, int]:
    """The columns of a plain list by header; of two alike the first."""
    seen = filling.page.seen(filling.page.survey.rows.get(place.header_row or 0))
    found = texts_of(filling.page, seen) if seen else {}
    return {clean(found[column]): column for column in sorted(found, reverse=True)}


def texts_of(page: Page, seen: RowSeen) -> dict[int, str]:
    """The texts of a row by column; numbers as they are written."""
    shared = {
        column: int(value.text)
        for column, cell in seen.cells.items()
        if cell.attributes.get("t") == "s" and (value := cell.child("v")) is not None and value.text.isdigit()
    }
    known = shared_texts(page.book, frozenset(shared.values()))
    texts: dict[int, str] = {}
    for column, cell in seen.cells.items():
        value, inline = cell.child("v"), cell.child("is")
        if column in shared:
            texts[column] = known.get(shared[column], "")
        elif inline is not None:
            texts[column] = "".join(text.text for text in _spoken(inline))
        elif value is not None:
            texts[column] = value.text
    return {column: text for column, text in texts.items() if text}


def _spoken(inline: Element) -> list[Element]:
    """The text elements of a rich text, without its phonetic readings."""
    runs = [inline, *inline.all("r")]
    return [text for run in runs for text in run.all("t")]


def _column(place: AppendTo, columns: Mapping[str, int], key: str) -> int:
    """The column of a header, or of a letter where no header reads like that."""
    header = clean(key)
    if header in columns:
        return columns[header]
    if re.fullmatch("[A-Z]{1,3}", header) and place.body.left <= column_number(header) <= place.body.right:
        return column_number(header)
    known = "、".join(sorted(columns, key=lambda known: columns[known])[:20]) or "无"
    raise CannotPatch(because("Y730", sheet=place.sheet, column=key, known=known))
