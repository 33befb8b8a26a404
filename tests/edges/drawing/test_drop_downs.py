"""Option lists too long for a cell stand on a hidden sheet, as many as the tables have."""

from __future__ import annotations

from io import BytesIO

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from huifang.edges.drawing.forms import INLINE_LIST_LIMIT, Drawing, draw_table
from huifang.edges.drawing.looks import Palette, new_book
from huifang.edges.drawing.sheet_names import LISTS
from huifang.tables.model import Column, Kind, Table

LIST_COUNT = 40
LISTED = {
    f"表{number}": tuple(f"第{number}张单子的第{choice}个选项" for choice in range(20 + number))
    for number in range(1, LIST_COUNT + 1)
}


def test_each_of_forty_lists_is_the_one_its_drop_down_points_at() -> None:
    assert all(len(",".join(choices)) > INLINE_LIST_LIMIT for choices in LISTED.values())
    columns = tuple(Column(name, name, Kind.CHOICE, options=name) for name in LISTED)
    stream = BytesIO()
    with new_book(stream, "很多单子") as book:
        draw_table(
            Drawing(book=book, palette=Palette(book), options=LISTED),
            Table("很多", "很多.xlsx", "很多单子", columns),
            [],
            "某公司",
        )
    read = load_workbook(stream)
    offered = {}
    for validation in read["很多"].data_validations.dataValidation:
        (cells,) = validation.sqref.ranges
        sheet, _, area = validation.formula1.rpartition("!")
        assert sheet == f"'{LISTS}'"
        left, top, right, bottom = range_boundaries(area)
        rows = read[LISTS].iter_rows(top, bottom, left, right, values_only=True)
        offered[read["很多"].cell(1, cells.min_col).value] = tuple(value for (value,) in rows)
    assert offered == LISTED
