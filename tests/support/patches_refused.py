"""Changes that cannot be made in a workbook without harm: the code of the reason, and what it says."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table

from huifang.edges.marking.results_sheet import results_book
from huifang.edges.patching import AddSheet, Alteration, AppendRows, RemoveSheet, SetCell, package, patch
from huifang.edges.patching.survey import MAX_HELD_BYTES
from mails import encrypted
from patched import parts
from workbooks_made import by_hand, by_xlsxwriter, packed

NEW = AppendRows("客户", [{"编号": "003"}])
SHEET_PART, TABLE_PART = "xl/worksheets/sheet1.xml", "xl/tables/table1.xml"


@dataclass(frozen=True)
class Case:
    """A workbook, the changes that are refused, and words of the message; ``held`` is the most that may be held."""

    code: str
    name: str
    content: bytes
    changes: Sequence[Alteration]
    said: tuple[str, ...]
    held: int = MAX_HELD_BYTES

    def provoke(self) -> None:
        """Let it be refused."""
        with pytest.MonkeyPatch.context() as limits:
            limits.setattr(package, "MAX_HELD_BYTES", self.held)
            patch(self.content, self.changes)


def case(code: str, name: str, book: Workbook | bytes, change: Alteration, *said: str, **more: Any) -> Case:
    """A case of one change."""
    return Case(code, name, book if isinstance(book, bytes) else saved(book), [change], said, **more)


def saved(book: Workbook) -> bytes:
    """The workbook's bytes."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def changed_part(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The workbook with the first occurrence of some bytes of a part replaced."""
    return packed({name: c.replace(old, new, 1) if name == part else c for name, c in parts(content).items()})


def without(content: bytes, part: str) -> bytes:
    """The workbook without a part, to which others still point."""
    return packed({name: c for name, c in parts(content).items() if name != part})


def listed(**cells: Any) -> Workbook:
    """A plain list with two rows, and more cells."""
    book = Workbook()
    sheet = book.active
    sheet.title = "客户"
    for row in (("编号", "数量"), ("001", 1), ("002", 2)):
        sheet.append(row)
    for address, value in cells.items():
        sheet[address] = value
    return book


def merged() -> Workbook:
    """The list with merged cells below it."""
    book = listed()
    book["客户"].merge_cells("A4:B5")
    return book


def with_table(book: Workbook, *areas: tuple[str, str], **more: Any) -> Workbook:
    """The list with tables on it, by name."""
    for name, area in areas:
        book["客户"].add_table(Table(displayName=name, ref=area, **more))
    return book


def files() -> Iterator[Case]:
    """What the file itself stands in the way of."""
    wps, plain = by_hand("wps"), by_xlsxwriter()
    sound = saved(listed())
    yield case("Y701", "old format", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000), NEW, "密码", "另存为")
    yield case("Y701", "cut off", plain[:-3000], NEW, "另存为")
    yield case("Y702", "encrypted parts", encrypted({"[Content_Types].xml": b""}), NEW, "密码")
    yield case("Y703", "no workbook", b"PK\x05\x06" + bytes(18), NEW, "没有工作簿")
    yield case("Y704", "too large to be held", sound, NEW, "过大", held=100)
    tabled = saved(with_table(listed(), ("表", "A1:B3")))
    yield case("Y705", "no part of the table", without(tabled, TABLE_PART), NEW, TABLE_PART)
    yield case("Y706", "damaged part", damaged(sound, "xl/workbook.xml"), NEW, "损坏")
    yield case("Y707", "broken sheet", changed_part(wps, SHEET_PART, b"</row>", b""), NEW, "XML")
    entity = b"<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet "
    yield case("Y707", "entities", changed_part(wps, SHEET_PART, b"<worksheet ", entity), NEW, "XML")
    yield case("Y708", "no main part", changed_part(sound, "_rels/.rels", b'/officeDocument"', b'/other"'), NEW)
    main, strict = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/"
    strict = changed_part(wps, "xl/workbook.xml", main, strict + b"spreadsheetml/main")
    yield case("Y709", "strict", strict, NEW, "严格")
    yield case("Y710", "unknown sheet", listed(), AppendRows("投诉", [{"编号": "1"}]), "投诉")
    yield case("Y711", "no list of sheets", no_sheets(sound), AddSheet(results_book([], [])), "结构")
    locked = listed()
    locked["客户"].protection.set_password("1")
    locked["客户"].protection.enable()
    yield case("Y712", "sheet with a password", locked, NEW, "保护密码", "撤销")
    array = saved(listed(B2=ArrayFormula("B2:B3", "=A2:A3")))
    yield case("Y713", "odd area", changed_part(array, SHEET_PART, b'ref="B2:B3"', b'ref="?"'), NEW, "不认识")
    yield Case("Y714", "two appends", sound, [NEW, NEW], ("客户", "分几次"))
    rels = "xl/_rels/workbook.xml.rels"
    yield case("Y715", "no styles", changed_part(sound, rels, b'/styles"', b'/other"'), NEW, "样式表")
    no_formats = packed({name: c.replace(b"cellXfs", b"others") for name, c in parts(sound).items()})
    yield case("Y716", "no formats", no_formats, NEW, "样式表")


def values() -> Iterator[Case]:
    """What the value, the cell or its surroundings stand in the way of."""
    yield case("Y717", "before the calendar", listed(), SetCell("客户", "A2", date(1800, 1, 1)), "1800-01-01")
    yield case("Y718", "no number", listed(), SetCell("客户", "A2", float("inf")), "无穷大")
    arrays = listed(B2=ArrayFormula("B2:B3", "=A2:A3"))
    yield case("Y729", "array formula", arrays, SetCell("客户", "B3", 1), "B3", "数组公式")
    yield case("Y731", "no address", listed(), SetCell("客户", "A0", 1), "A0")
    yield case("Y732", "set a merged cell", merged(), SetCell("客户", "B4", 1), "B4", "A4:B5", "取消合并")
    yield case("Y725", "append into merged cells", merged(), NEW, "A4:B5", "取消合并")
    totals = with_table(listed(A4="汇总"), ("表", "A1:B4"), totalsRowCount=1)
    yield case("Y733", "write into a totals row", totals, SetCell("客户", "A4", "x"), "A4", "汇总")
    yield case("Y727", "totals row", totals, NEW, "表", "汇总行")
    table = with_table(listed(A5="附注"), ("表", "A1:B3"))
    yield case("Y733", "header of a table", table, SetCell("客户", "A1", "号"), "A1", "表头")
    yield case("Y728", "content below", table, AppendRows("客户", [{"编号": "003"}, {"编号": "004"}]), "第 5 行")
    yield case("Y734", "master of a shared formula", by_hand("wps"), SetCell("客户", "F2", 1), "F2", "共用")


def rows() -> Iterator[Case]:
    """What stands in the way of new rows."""
    two = with_table(listed(D1="甲", D2=1), ("表一", "A1:B3"), ("表二", "D1:D2"))
    yield case("Y719", "no such table", two, AppendRows("客户", [{"编号": "1"}], table="表三"), "表一、表二")
    table = saved(with_table(listed(), ("表", "A1:B3")))
    query = changed_part(table, TABLE_PART, b"<table ", b'<table tableType="queryTable" ')
    yield case("Y720", "table of a query", query, NEW, "外部数据")
    array = b'<calculatedColumnFormula array="1">1</calculatedColumnFormula></tableColumn>'
    column = parts(table)[TABLE_PART].partition(b"<tableColumn ")[2].partition(b"/>")[0]
    calculated = changed_part(table, TABLE_PART, column + b"/>", column.rstrip() + b">" + array)
    yield case("Y721", "column of array formulas", calculated, NEW, "数组公式", "手工添加")
    below_an_array = listed(B3=ArrayFormula("B3:B3", "=A3"))
    yield case("Y722", "append below an array formula", below_an_array, NEW, "数组公式")
    yield case("Y723", "totals by word", listed(A4="合 计", B4=3), NEW, "第 4 行", "合计")
    yield case("Y723", "totals by formula", listed(B4="=SUM(B2:B3)"), NEW, "第 4 行", "合计")
    yield case("Y724", "no room", listed(A1048576="x"), NEW, "放不下 1 行")
    stacked = with_table(listed(A5="甲", B5="乙", A6=1), ("表一", "A1:B3"), ("表二", "A5:B6"))
    twice = AppendRows("客户", [{"编号": "1"}, {"编号": "2"}], table="表一")
    yield case("Y726", "a table below", stacked, twice, "表二", "第 4 至 5 行")
    touching = with_table(listed(A4="甲", B4="乙", A5=1, B5=2), ("表一", "A1:B3"), ("表二", "A4:B5"))
    once = AppendRows("客户", [{"编号": "1"}], table="表一")
    yield case("Y726", "a table directly below", touching, once, "表二", "第 4 至 6 行")
    yield case("Y730", "unknown column", listed(), AppendRows("客户", [{"电话": "1"}]), "电话", "编号、数量")
    yield case("Y735", "odd area of a table", changed_part(table, TABLE_PART, b'ref="A1:B3"', b'ref="?"'), NEW, "范围")


def sheets() -> Iterator[Case]:
    """What stands in the way of a sheet that comes or goes."""
    leaf = AddSheet(results_book([], []))
    yield case("Y736", "a sheet of that name", patch(saved(listed()), [leaf]), leaf, "改名")
    yield case("Y737", "the only sheet", listed(), RemoveSheet("客户"), "唯一")
    locked = listed()
    locked.security = WorkbookProtection(lockStructure=True)
    yield case("Y738", "locked structure", locked, leaf, "撤销工作簿保护")


def damaged(content: bytes, part: str) -> bytes:
    """The package with bytes of a compressed part changed."""
    at = content.index(part.encode()) + len(part) + 10
    return content[:at] + b"\xff\xff\xff" + content[at + 3 :]


def no_sheets(content: bytes) -> bytes:
    """The workbook without its list of sheets."""
    book = parts(content)["xl/workbook.xml"]
    head, rest = book.split(b"<sheets>")
    return changed_part(content, "xl/workbook.xml", book, head + rest.partition(b"</sheets>")[2])


REFUSED = [*files(), *values(), *rows(), *sheets()]
