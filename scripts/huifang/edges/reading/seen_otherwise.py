"""What people see in a sheet and its cells do not hold: zeros that a format puts before a number, merged cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape

from huifang.tables.odd_cells import AsShown

#: Merged areas beyond so many are not looked at.
MAX_MERGED = 20_000
_TWO_NOUGHTS = re.compile(rb"""formatCode=["'][^"'0]*(?:&quot;[^"'0]*)*0[^"'.#,;%]{0,9}0""")
_FORMATS = re.compile(r"<(?:\w+:)?numFmt\b[^>]*>")
_CELL_FORMATS = re.compile(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_CELL_FORMAT = re.compile(r"<(?:\w+:)?xf\b[^>]*>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
#: A format of nothing but noughts and text around them: texts in quotes, or behind a backslash.
_NOUGHTS = re.compile(r'(?:0|[-\s()]|"[^"]*"|\\.|[\u3000-\u9fff])*')
_PIECE = re.compile(r'"[^"]*"|\\.|.', re.DOTALL)
_MERGED = re.compile(
    rb"""<(?:\w+:)?mergeCell\b[^>]*?\bref\s*=\s*["']([A-Z]{1,3})([1-9]\d{0,6}):[A-Z]{1,3}([1-9]\d{0,6})["']"""
)

Address = tuple[int, int]


def merged_down(below: bytes) -> tuple[tuple[int, int, int], ...]:
    """The merged areas of more than one row, in what stands ``below`` the cells of a sheet's part: row and column of
    the first cell, and the last row, from 0.
    """
    if b"mergeCell" not in below:
        return ()
    areas = ((int(first) - 1, column_number(letters), int(last) - 1) for letters, first, last in _MERGED.findall(below))
    tall = [area for area in areas if area[2] > area[0]]
    return tuple(tall) if len(tall) <= MAX_MERGED else ()


def column_number(letters: bytes) -> int:
    """``A`` → 0."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def formats_with_noughts(part: bytes) -> Mapping[str, str]:
    """The formats that put noughts before a number, by the index with which cells name them; of the part of styles."""
    if not _TWO_NOUGHTS.search(part):
        return {}
    styles = part.decode("utf-8", "replace")
    formats = (_attributes(tag) for tag in _FORMATS.findall(styles))
    codes = {one.get("numFmtId", ""): unescape(one.get("formatCode", "")) for one in formats}
    with_noughts = {key: code for key, code in codes.items() if _noughts(code) > 1 and _NOUGHTS.fullmatch(code)}
    listed = _CELL_FORMATS.search(styles) if with_noughts else None
    if not listed:
        return {}
    used = (_attributes(tag).get("numFmtId", "") for tag in _CELL_FORMAT.findall(listed[0]))
    return {str(index): with_noughts[key] for index, key in enumerate(used) if key in with_noughts}


def shown_with_noughts(cells: bytes, formats: Mapping[str, str]) -> Iterator[tuple[Address, AsShown]]:
    """The whole numbers in cells with these formats, as people see them."""
    named = "|".join(formats).encode()
    cell = re.compile(
        rb'<(?:\w+:)?c\b(?=[^>]*\ss="('
        + named
        + rb')")(?=[^>]*\sr="([A-Z]{1,3})([1-9]\d{0,6})")(?![^>]*\st="(?!n"))[^>]*>'
        rb"(?:<(?:\w+:)?f\b[^<]*(?:</(?:\w+:)?f>)?)?<(?:\w+:)?v>(\d{1,15})(?:\.0*)?</"
    )
    for style, letters, row, number in cell.findall(cells):
        text = _laid_out(number.decode(), formats[style.decode()])
        yield (int(row) - 1, column_number(letters)), AsShown(float(number), text)


def _attributes(tag: str) -> dict[str, str]:
    return {name: one or other for name, one, other in _ATTRIBUTE.findall(tag)}


def _noughts(code: str) -> int:
    return sum(piece == "0" for piece in _PIECE.findall(code))


def _laid_out(digits: str, code: str) -> str:
    """The digits in the places of the noughts, those that are too many before the first of them."""
    count = _noughts(code)
    digits = digits.zfill(count)
    left = iter([digits[: len(digits) - count + 1], *digits[len(digits) - count + 1 :]])
    return "".join(
        next(left) if piece == "0" else piece.strip('"').removeprefix("\\") for piece in _PIECE.findall(code)
    )
