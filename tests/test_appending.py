"""Rows appended to workbooks that people own."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from importlib.resources import files

from openpyxl import load_workbook

from huifang.edges.patching import append_rows

BLANK = files("huifang.workbooks").joinpath("blank/sales-ten-day/客户资料库.xlsx").read_bytes()


def differing(before: bytes, after: bytes) -> set[str]:
    """The parts that are not the same in both packages."""
    old, new = (zipfile.ZipFile(io.BytesIO(content)) for content in (before, after))
    names = {*old.namelist(), *new.namelist()}
    return {n for n in names if n not in old.namelist() or n not in new.namelist() or old.read(n) != new.read(n)}


def test_a_blank_register_gets_rows() -> None:
    rows = [
        {"客户编号": f"K{n:04d}", "客户名称": "=甲", "电话": "0138", "首次登记日期": date(2026, 11, n)}
        for n in (1, 2, 3)
    ]
    after = append_rows(BLANK, "客户", rows)
    assert differing(BLANK, after) == {"xl/worksheets/sheet1.xml", "xl/tables/table1.xml"}
    sheet = load_workbook(io.BytesIO(after))["客户"]
    assert [[c.value for c in cells[:2]] for cells in sheet["A2:B4"]] == [
        ["K0001", "=甲"],
        ["K0002", "=甲"],
        ["K0003", "=甲"],
    ]
    assert (sheet["B2"].data_type, sheet["F4"].value, sheet["F4"].data_type) == ("s", "0138", "s")
    assert sheet["L4"].value.date() == date(2026, 11, 3)
    assert sheet["L4"].number_format == "yyyy-mm-dd"
    assert sheet.tables["客户"].ref == "A1:Q4"
