"""A few searches say of formulas what reading the sheet tag by tag says, or that it takes a closer look."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huifang.edges.reading.careful_scan import CarefulScan, SharedTexts
from huifang.edges.reading.plain_formulas import without_result
from huifang.tables.odd_cells import BadCell

PLAIN = {
    "none": b'<c r="A1" t="s"><v>0</v></c>',
    "a number": b'<c r="A1" s="3"><f>SUM(B1:B9)</f><v>7</v></c>',
    "a text": b'<c r="AB12" s="3" t="str"><f ca="1">IF(B1&lt;TODAY(),"x","y")</f><v>x</v></c>',
    "an empty text": b'<c r="A1" t="str"><f>""</f><v></v></c>',
    "an empty text, left out": b'<c r="A1" t="str"><f>""</f></c>',
    "not worked out": b'<c r="C7" s="1"><f>B1</f><v></v></c>',
    "not worked out, left out": b'<c r="C7"><f>B1</f></c>',
    "not worked out, and another": b'<c r="C7"><f>B1</f><v/></c><c r="D7"><f>B2</f><v>1</v></c>',
    "shared": b'<c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f><v>1</v></c><c r="A2"><f t="shared" si="0"/><v>2</v></c>',  # noqa: E501
}
ODD = {
    "another program": b"<c r=\"A1\"><f>cmd|'/c calc'!A0</f><v>1</v></c>",
    "a picture": b'<c r="A1" t="str"><f>DISPIMG("id",1)</f><v>=DISPIMG("id",1)</v></c>',
    "a blank": b'<c r="A1"><f>B1</f><v> </v></c>',
    "shared, not worked out": b'<c r="A2"><f t="shared" si="0"/></c>',
    "another namespace": b'<x:c r="A1"><x:f>B1</x:f></x:c>',
    "written in another order": b'<c t="b" r="A1"><f>B1</f></c>',
    "without a reference": b"<c><f>B1</f></c>",
    "far away": b'<c r="ABC1"><f>B1</f></c>',
}


def carefully(cells: bytes) -> dict[tuple[int, int], BadCell]:
    careful = CarefulScan(b"<sheetData>" + cells + b"</sheetData>", lambda: SharedTexts(9, frozenset()), False)
    assert not careful.has_dde
    return careful.bad_cells


@pytest.mark.parametrize("cells", PLAIN.values(), ids=PLAIN)
def test_what_is_plain_is_what_a_careful_look_finds(cells: bytes) -> None:
    assert without_result(cells) == [*carefully(cells)]


@pytest.mark.parametrize("cells", ODD.values(), ids=ODD)
def test_what_is_not_plain_takes_a_closer_look(cells: bytes) -> None:
    assert without_result(cells) is None


@given(st.lists(st.sampled_from([*PLAIN.values()]), max_size=6))
def test_one_after_the_other_they_say_the_same(several: list[bytes]) -> None:
    cells = b"".join(several)
    assert dict.fromkeys(without_result(cells) or ()).keys() == carefully(cells).keys()
