"""The byte-wise tools of the patch: edits in streams, one pass over a sheet in pieces of any size."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huifang.edges.patching.areas import Area, address, parse_area
from huifang.edges.patching.extending import Growth
from huifang.edges.patching.markup import Document, Edit, NotXml, sorted_edits, splicing, with_attribute
from huifang.edges.patching.survey import Wanted, survey_sheet
from patched import parts
from workbooks_made import CORPUS


@given(
    st.binary(max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9)), max_size=6), st.integers(1, 9)
)
def test_edits_in_a_stream_are_edits_of_the_whole(content: bytes, wanted: list[tuple[int, int]], size: int) -> None:
    edits, free = [], 0
    for number, (gap, length) in enumerate(wanted):
        start = min(free + gap % 7, len(content))
        free = min(start + length, len(content))
        edits.append(Edit(start, free, f"<{number}>".encode()))
    chunks = [content[at : at + size] for at in range(0, len(content), size)]
    expected, at = b"", 0
    for edit in sorted_edits(edits):
        expected += content[at : edit.start] + edit.xml
        at = edit.end
    assert b"".join(splicing(chunks, sorted_edits(edits))) == expected + content[at:]


@pytest.mark.parametrize("name", CORPUS)
@pytest.mark.parametrize("size", [1, 7, 100])
def test_a_pass_over_a_sheet_does_not_depend_on_the_pieces(name: str, size: int) -> None:
    made = parts(CORPUS[name][0]())
    sheet = next(content for part, content in made.items() if part.startswith("xl/worksheets/sheet"))
    wanted = Wanted(frozenset({1, 3, 50}), Area(2, 1, 4, 6), 3)
    whole = survey_sheet([sheet], wanted)
    pieces = survey_sheet([sheet[at : at + size] for at in range(0, len(sheet), size)], wanted)
    assert pieces == whole
    assert whole.head + sheet[len(whole.head) : whole.tail_at] + whole.tail == sheet
    for row in (*whole.rows.values(), *whole.after, *([whole.last] if whole.last else [])):
        assert sheet[row.start : row.end] == row.raw
        assert row.raw.rstrip().endswith((b"row>", b"/>"))


def test_an_element_without_content_gets_children() -> None:
    document = Document(b'<x:a><x:b count="0" /><c/></x:a>')
    document.append(document.root.children[0], document.xml("<d/>"), document.xml('<d e="f:g"/>'))
    assert document.result() == b'<x:a><x:b count="2"><x:d/><x:d e="f:g"/></x:b><c/></x:a>'


def test_a_replaced_element_forgets_its_edits() -> None:
    document = Document(b"<a><b><c/></b><b/></a>")
    first, second = document.root.children
    document.insert(first.start, b"!")
    document.set(first.children[0], d=1)
    document.insert(first.end, b"?")
    document.replace(first, b"<e/>")
    document.set(second, d='"<&\n')
    assert document.result() == b'<a>!<e/>?<b d="&quot;&lt;&amp;&#10;"/></a>'


@pytest.mark.parametrize(
    "content", [b"", b"<a>", b"<!DOCTYPE a []><a/>", '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16")]
)
def test_what_no_program_writes_is_no_xml(content: bytes) -> None:
    with pytest.raises(NotXml):
        Document(content)


@pytest.mark.parametrize(
    ("tag", "value", "expected"),
    [
        (b'<a b="1" cb="2">', "3", b'<a b="3" cb="2">'),
        (b"<a b = '1'/>", None, b"<a/>"),
        (b"<a />", "x", b'<a b="x"/>'),
        (b"<a:b>", "1", b'<a:b b="1">'),
    ],
)
def test_attributes_change_in_place(tag: bytes, value: str | None, expected: bytes) -> None:
    assert with_attribute(tag, "b", value) == expected


@given(st.integers(1, 1_048_576), st.integers(1, 16_384))
def test_addresses(row: int, column: int) -> None:
    assert parse_area(address(row, column)) == Area(row, column, row, column)
    assert parse_area(f"${address(row, column)}") == Area(row, column, row, column)


@pytest.mark.parametrize("text", ["", "A0", "1A", "A1:", "B2:A1", "AAAA1", "XFE1", "A1048577", "A1 B2", "-1"])
def test_what_is_no_area(text: str) -> None:
    with pytest.raises(ValueError):
        parse_area(text)


GROWTH = Growth(first=2, above=10, last=15, left=1, right=5)


@pytest.mark.parametrize(
    ("areas", "expected"),
    [
        ("A2:A10", "A2:A15"),
        ("A2:A12", "A2:A15"),  # it ends among the new rows
        ("A2:A15", None),
        ("A2:A9", None),  # it ends above
        ("F2:F10", None),  # beside the table
        ("A10", None),  # a rule for one row
        ("A:A 3:4", None),
        ("B2:C10 E2:E10 G2:G10", "B2:C15 E2:E15 G2:G10"),
    ],
)
def test_what_grows_along(areas: str, expected: str | None) -> None:
    assert GROWTH.of_areas(areas) == expected


def test_the_only_row_is_where_everything_ends() -> None:
    assert Growth(first=2, above=2, last=4, left=1, right=3).of_areas("A2 B2:C2") == "A2:A4 B2:C4"


def test_a_sheet_without_rows() -> None:
    """A new sheet has none; openpyxl closes the element at once."""
    survey = survey_sheet([b"<worksheet><sheetData/><a/></worksheet>"], Wanted(frozenset({3})))
    assert (survey.self_closed, survey.tail, survey.starts) == (True, b"<a/></worksheet>", {3: 23})
