"""Colours that can be told apart on paper and screen, and signs that every Chinese computer can write."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from huifang.edges.drawing import looks
from places import ROOT

#: What WCAG asks of text (AA).
ENOUGH = 4.5
SIGNS = "√★▲■□↑↓→▁▂▃▄▅▆▇█·｜【】"


def lightness(colour: str) -> float:
    """The relative luminance of a colour written ``#RRGGBB``."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    dark, light = sorted((lightness(one), lightness(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_it_is_defined():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#C55A11", "#FFFFFF") == pytest.approx(4.33, abs=0.05)  # too little: it was the alarm's once


@pytest.mark.parametrize(("ink", "ground"), [(ink, one) for ink, grounds in looks.ON_GROUND.items() for one in grounds])
def test_what_is_written_can_be_read(ink, ground):
    assert contrast(ink, ground) >= ENOUGH


def test_a_border_that_says_write_here_is_seen():
    assert contrast(looks.EDGE, looks.PAPER) >= 3


def test_bad_and_good_news_differ_by_more_than_lightness():
    """They are as dark as each other, so that words and arrows must say which is which; no text leaves it to colour."""
    assert abs(lightness(looks.ALARM) - lightness(looks.GOOD)) < 0.05


def test_the_signs_are_of_gbk():
    assert SIGNS.encode("gbk")


def test_what_we_print_is_of_gbk():
    edges, declared = ROOT / "scripts/huifang/edges", ROOT / "scripts/huifang/tables/declared"
    texts = [text for path in (*edges.rglob("*.py"), *declared.glob("*.py")) for text in _texts(path)]
    texts += [path.read_text(encoding="utf-8") for path in (ROOT / "templates").glob("*.j2")]
    assert len(texts) > 1000
    assert [text for text in texts if not all(map(_is_gbk, text))] == []


def _texts(path: Path) -> list[str]:
    return re.findall(r'"[^"\n]*"', path.read_text(encoding="utf-8"))


def _is_gbk(sign: str) -> bool:
    try:
        return bool(sign.encode("gbk"))
    except UnicodeEncodeError:
        return False
