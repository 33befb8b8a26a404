"""The committed blank forms are exactly what the declarations give now."""

import pytest

from huifang.edges.books.blank_books import blank_books
from places import ROOT


def committed():
    folder = ROOT / "workbooks" / "blank"  # no part of the installed package
    return {f"{preset.name}/{book.name}": book.read_bytes() for preset in folder.iterdir() for book in preset.iterdir()}


def test_committed_forms_are_up_to_date():
    made, kept = blank_books(), committed()
    assert sorted(made) == sorted(kept), "run: python scripts/regenerate.py"
    assert [name for name in made if made[name] != kept[name]] == [], "run: python scripts/regenerate.py"


@pytest.mark.slow
def test_building_twice_gives_the_same_bytes():
    assert blank_books() == blank_books()
