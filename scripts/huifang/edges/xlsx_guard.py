"""What must be known about a workbook before a parser sees it.

The parser aborts the whole process on absurd cell references, and reports error cells and formulas without a saved
result as empty. So each sheet's XML is inflated once, within limits, and scanned for those.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from posixpath import normpath

from huifang.tables.cells import BadCell

MAX_PARTS = 2_000
MAX_PART_BYTES = 64 * 1024 * 1024
MAX_TOTAL_BYTES = 128 * 1024 * 1024
MAX_ROWS, MAX_COLUMNS, MAX_CELLS = 1_048_576, 16_384, 4_000_000
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

#: What the zip reader of the standard library raises on damaged packages.
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, LookupError, ValueError)
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(/>|>(.*?)</(?:\w+:)?c>)", re.S)
_REF = re.compile(rb'\br="\$?([A-Za-z]+)\$?(\d+)"')
_CELL_REF = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Za-z]+)(\d+)"')
_BAD_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="(?![A-Za-z]{1,3}[0-9]{1,7}")([^"]*)')
_BAD_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(?![0-9]{1,7}")([^"]*)')
_FAR_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="(?:[A-Za-z]{3}|[A-Za-z]+[0-9]{5})')
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_VALUE = re.compile(rb"<(?:\w+:)?v[^>]*>(.*?)</", re.S)
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*?>")
_ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*"([^"]*)"')


class Unreadable(Exception):
    """The file cannot be read as a workbook: the reason, and what the sender should do."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(reason, advice)  # both, so that it survives being sent between processes
        self.reason = reason
        self.advice = advice


@dataclass(frozen=True)
class Scan:
    """Cells of a sheet that hold no usable value, by (row, column) from 0."""

    bad_cells: Mapping[tuple[int, int], BadCell]


def _unsafe(detail: str) -> Unreadable:
    return Unreadable(f"文件结构异常({detail})", "请在 Excel 或 WPS 里打开，另存为新的 .xlsx 文件后再发送。")


def scan_workbook(content: bytes) -> dict[str, Scan]:
    """Check the package and scan every sheet, by sheet name.

    Raises:
        Unreadable: it is no workbook that may be given to the parser.
    """
    if content.startswith(OLE_MAGIC):
        raise Unreadable("文件是旧版 .xls 格式，或设置了打开密码", "请取消密码，并另存为 .xlsx 格式后再发送。")
    if not content.startswith(b"PK"):
        raise Unreadable("文件不是 Excel 工作簿", "请确认发送的是 .xlsx 文件，不要只改文件名的后缀。")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names = _safe_names(package)
            budget = [MAX_TOTAL_BYTES]
            parts = _sheet_parts(package, names, budget)
            return {sheet: _scan_sheet(_inflate(package, part, budget)) for sheet, part in parts.items()}
    except _BROKEN as error:
        raise Unreadable("文件不完整或已损坏", "请重新保存并再次发送；若邮件附件总是损坏，请压缩后发送。") from error


def _safe_names(package: zipfile.ZipFile) -> frozenset[str]:
    infos = package.infolist()
    names = [info.filename for info in infos]
    if len(names) > MAX_PARTS:
        raise _unsafe("部件过多")
    if len({name.lower() for name in names}) != len(names):
        raise _unsafe("部件重名")
    if any(name.startswith(("/", "\\")) or ".." in name.split("/") or "\\" in name for name in names):
        raise _unsafe("部件路径不安全")
    if any(info.flag_bits & 1 for info in infos):
        raise Unreadable("文件设置了密码", "请取消密码后再发送。")
    if "xl/workbook.xml" not in names:
        raise Unreadable("文件里没有工作簿", "请在 Excel 或 WPS 里另存为 .xlsx 文件后再发送。")
    if any(info.file_size > MAX_PART_BYTES for info in infos):
        raise Unreadable("文件展开后过大", "请删除多余的行、列和图片，只保留本期的表格后再发送。")
    return frozenset(names)


def _inflate(package: zipfile.ZipFile, name: str, budget: list[int]) -> bytes:
    limit = min(MAX_PART_BYTES, budget[0])
    with package.open(name) as stream:
        content = stream.read(limit + 1)
    if len(content) > limit:
        raise Unreadable("文件展开后过大", "请删除多余的行、列和图片，只保留本期的表格后再发送。")
    budget[0] -= len(content)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise _unsafe("编码不是 UTF-8")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise _unsafe("含有实体声明")
    return content


def _attributes(tag: str) -> dict[str, str]:
    return {name.rpartition(":")[2]: value for name, value in _ATTRIBUTE.findall(tag)}


def _sheet_parts(package: zipfile.ZipFile, names: frozenset[str], budget: list[int]) -> dict[str, str]:
    book = _inflate(package, "xl/workbook.xml", budget).decode("utf-8", "replace")
    targets: dict[str, str] = {}
    if "xl/_rels/workbook.xml.rels" in names:
        links = _inflate(package, "xl/_rels/workbook.xml.rels", budget).decode("utf-8", "replace")
        for tag in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", links):
            link = _attributes(tag)
            target = link.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")
            targets[link.get("Id", "")] = path
    parts: dict[str, str] = {}
    for tag in _SHEET.findall(book):
        attributes = _attributes(tag)
        part = targets.get(attributes.get("id", ""))
        if part in names:
            parts[unescape(attributes.get("name", ""))] = str(part)
    if not parts:
        raise Unreadable("工作簿里没有工作表", "请在 Excel 或 WPS 里打开检查后再发送。")
    return parts


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number - 1


def _scan_sheet(xml: bytes) -> Scan:
    """Refuse references out of range; find error cells and formulas without a saved result."""
    _require_sane_extent(xml)
    if b't="e"' not in xml and not _FORMULA.search(xml):
        return Scan({})
    return Scan(dict(_bad_cells(xml)))


def _require_sane_extent(xml: bytes) -> None:
    """The parser lays out the whole rectangle up to the last cell: refuse one that no memory holds.

    Sheets of ordinary size are told by two searches; only large ones are measured cell by cell.
    """
    bad = _BAD_ROW.search(xml) or _BAD_CELL.search(xml)
    if bad:
        raise _unsafe(f"行号或单元格地址“{bad[1][:20].decode('ascii', 'replace')}”超出范围")
    if _FAR_CELL.search(xml) is None:
        return
    last_row = last_column = 0
    for reference in _CELL_REF.finditer(xml):
        last_row = max(last_row, int(reference[2]))
        last_column = max(last_column, _column_number(reference[1]) + 1)
    if last_row > MAX_ROWS or last_column > MAX_COLUMNS or last_row * last_column > MAX_CELLS:
        raise Unreadable(
            f"表格伸展到第 {last_row} 行、第 {last_column} 列", "请删除表格以外多余的行和列，保存后再发送。"
        )


def _bad_cells(xml: bytes) -> Iterator[tuple[tuple[int, int], BadCell]]:
    for cell in _CELL.finditer(xml):
        attributes, body = cell[1], cell[3]
        reference = _REF.search(attributes)
        if reference is None or not body:
            continue
        at = (int(reference[2]) - 1, _column_number(reference[1]))
        if b't="e"' in attributes:
            value = _VALUE.search(body)
            yield at, BadCell(value[1].decode("utf-8", "replace") if value else "#N/A")
        elif _FORMULA.search(body) and b't="str"' not in attributes:
            value = _VALUE.search(body)
            if value is None or not value[1]:
                yield at, BadCell("=")
