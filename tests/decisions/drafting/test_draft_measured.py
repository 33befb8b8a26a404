"""The labelled texts: their labels are sound, and what a draft finds in them does not rot."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from drafts_measured import FOLDER, Part, measured, same_noun
from places import ROOT

_FACT = {"clause", "quote", "kind", "value", "unit", "subject", "trigger_or_sheet", "sayable"}
_MORE = {"who", "method", "condition", "known_miss"}
_KINDS = {
    "cadence", "window", "share", "deadline", "report", "task", "fine", "target", "quota", "attempts", "hours_of_day",
    "retention", "other",
}  # fmt: skip
_UNITS = {
    "天", "工作日", "小时", "工作小时", "分钟", "周", "旬", "月", "季", "半年", "年", "%", "日", "星期", "时刻", "元",
    "分", "人", "户", "份", "次", *(f"次/{period}" for period in ("周", "旬", "月", "季", "半年", "年")),
}  # fmt: skip
_VALUE = re.compile(r"\d+(\.\d+)?|\d+-\d+|\d+/\d+|\d{1,2}:\d\d|\d{1,2}:\d\d-\d{1,2}:\d\d")
_WITHOUT_VALUE = {"other", "task", "window", "cadence", "deadline"}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_labels_quote_their_text(path: Path) -> None:
    text, label = path.with_suffix(".txt").read_text(encoding="utf-8"), tomllib.loads(path.read_text(encoding="utf-8"))
    for fact in label["fact"]:
        assert {*fact} >= _FACT and {*fact} <= _FACT | _MORE
        assert fact["quote"] in text and len(fact["quote"]) <= 40
        assert fact["kind"] in _KINDS and fact["sayable"] == (fact["trigger_or_sheet"] != "none")
        if fact["value"]:
            assert fact["unit"] in _UNITS and _VALUE.fullmatch(fact["value"])
        else:
            assert not fact["unit"] and fact["kind"] in _WITHOUT_VALUE
    assert all(other["quote"] in text for other in label.get("number_not_a_duty", []))


def test_the_texts_that_nobody_tuned_on_are_read_as_well_as_before() -> None:
    even = measured(Part.EVEN)
    assert even.facts > 150
    assert even.recall >= 0.84 and even.precision >= 0.88 and even.right_subject >= 0.85


def test_loose_papers_are_read_as_well_as_before() -> None:
    loose = measured(Part.LOOSE)
    assert loose.facts > 100 and loose.recall >= 0.81 and loose.precision >= 0.83 and loose.right_subject >= 0.85


def test_the_texts_it_was_tuned_on_are_read_whole() -> None:
    odd = measured(Part.ODD)
    assert odd.recall >= 0.97 and odd.precision >= 0.97 and odd.right_subject >= 0.90


def test_another_noun_is_not_the_right_subject() -> None:
    assert same_noun("慢性病患者随访", "慢性病患者") and not same_noun("客户回访", "70岁以上的老人")


def test_the_page_says_what_is_measured() -> None:
    page = (ROOT / "docs/draft.md").read_text(encoding="utf-8")
    for part in Part:
        one = measured(part)
        row = f"| {part} | {one.facts} | {one.recall:.2f} | {one.precision:.2f} | {one.right_subject:.2f} |"
        assert row in page, "run tests/bench/draft.py"
