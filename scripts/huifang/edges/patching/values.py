"""Values into a sheet: single cells, and rows below the last one."""

from __future__ import annotations

from collections.abc import Sequence

from huifang.core.catalogue import because
from huifang.edges.patching.appending import append, find_place, refuse_arrays
from huifang.edges.patching.areas import Area, address, parse_address
from huifang.edges.patching.book import PatchedBook, SheetEntry
from huifang.edges.patching.changes import AppendRows, CannotPatch, SetCell, Value
from huifang.edges.patching.filling import Filling
from huifang.edges.patching.page import Page
from huifang.edges.patching.styles import Styles
from huifang.edges.patching.survey import Wanted
from huifang.edges.patching.tables import ListTable, grow, tables_of


class Fill:
    """What one sheet is to get.

    Raises:
        CannotPatch: an address is none, or it is not clear where rows belong.
    """

    def __init__(
        self, book: PatchedBook, entry: SheetEntry, sets: Sequence[SetCell], append_to: AppendRows | None
    ) -> None:
        self._book = book
        self._append_to = append_to
        self._targets = {_target(entry.name, change.address): change.value for change in sets}
        self._tables = tables_of(book, entry.part)
        self._place = find_place(entry.name, self._tables, append_to) if append_to else None

    @property
    def wanted(self) -> Wanted:
        """What has to be known of the sheet first."""
        rows = {row for row, _ in self._targets}
        place = self._place
        if place is None or self._append_to is None:
            return Wanted(frozenset(rows))
        rows |= {place.header_row} if place.header_row else set()
        typed_below = place.table is not None and not place.table.totals_rows
        return Wanted(frozenset(rows), place.body, len(self._append_to.rows) + 1, place.table is None, typed_below)

    def into(self, page: Page, styles: Styles) -> None:
        """Set the cells and append the rows.

        Raises:
            CannotPatch: that cannot be done without harm.
        """
        book, filling = self._book, Filling(page, styles)
        appended = None
        if self._place and self._append_to:
            appended = append(filling, self._place, self._append_to, self._tables)
        for (row, column), value in self._targets.items():
            _set(filling, self._tables, row, column, value)
        if appended is None:
            filling.write(range(0), {})
        else:
            filling.write(range(appended.first, appended.growth.last + 1), appended.looks)
            page.extend(appended.growth)
            book.extend_names(page.entry.name, appended.growth)
            if appended.table:
                grow(book, appended.table, appended.growth.last)
        if filling.cells:
            _let_calculate(book, filling)


def _target(sheet: str, text: str) -> tuple[int, int]:
    try:
        return parse_address(text)
    except ValueError:
        raise CannotPatch(because("Y731", address=text, sheet=sheet)) from None


def _set(filling: Filling, tables: Sequence[ListTable], row: int, column: int, value: Value) -> None:
    page = filling.page
    where = f"工作表“{page.entry.name}”的单元格 {address(row, column)}"
    for merged in page.merged:
        if merged.holds(row, column) and (row, column) != (merged.top, merged.left):
            raise CannotPatch(because("Y732", where=where, merged=merged))
    refuse_arrays(page, Area(row, column, row, column), where)
    for table in tables:
        if table.area.holds(row, column) and not table.body.holds(row, column):
            raise CannotPatch(because("Y733", where=where, table=table.name))
    seen = page.seen(page.survey.rows.get(row))
    formula = seen.formula(column) if seen else None
    if formula is not None:
        if formula.attributes.get("t") == "shared" and formula.text and formula.attributes.get("ref", "").find(":") > 0:
            raise CannotPatch(because("Y734", where=where))
        filling.lost_formulas = True
    style = seen.style(column) if seen else None
    filling.put(row, column, value, page.column_style(column) if style is None else style)


def _let_calculate(book: PatchedBook, filling: Filling) -> None:
    """Formulas that are new, or that may depend on what was written, are worked out when the workbook is opened."""
    if filling.lost_formulas:
        book.forget_calculation()
    if filling.has_new_formulas or filling.page.survey.formulas or book.related("calcChain"):
        book.calculate_on_load()
