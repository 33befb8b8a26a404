"""Every clause of every regulation lives somewhere and is shown by a test that is there, or says why it cannot be."""

from __future__ import annotations

import ast
import re
from functools import cache
from itertools import groupby, pairwise

import pytest

from huifang.edges.known.presets import Preset, presets
from places import ROOT
from reference.coverage_page import FOLDER, Clause, clauses_of, unknown_places

WRITTEN = [preset for preset in presets() if clauses_of(preset)]
CLAUSES = [(preset, clause) for preset in WRITTEN for clause in clauses_of(preset)]
NAMES = [f"{preset.preset}-{clause.number}" for preset, clause in CLAUSES]
_DIGITS = "零一二三四五六七八九十"


def test_every_regulation_has_its_clauses() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == {preset.preset for preset in presets()}


@pytest.mark.parametrize(("preset", "clause"), CLAUSES, ids=NAMES)
def test_a_clause_lives_where_it_says(preset: Preset, clause: Clause) -> None:
    assert [*unknown_places(preset, clause)] == []
    assert clause.says and (bool(clause.beyond) != bool(clause.lives or clause.open)), clause.number
    assert not clause.lives or clause.shown or clause.open, "no test shows it"


@cache
def functions_of(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(
        node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


@pytest.mark.parametrize(("preset", "clause"), CLAUSES, ids=NAMES)
def test_the_tests_of_a_clause_are_there(preset: Preset, clause: Clause) -> None:
    for name in clause.shown:
        path, _, function = name.partition("::")
        assert (ROOT / path).is_file(), name
        assert function.rpartition("::")[2] in functions_of(path), name


@pytest.mark.parametrize("preset", WRITTEN, ids=lambda preset: preset.preset)
def test_no_clause_is_left_out(preset: Preset) -> None:
    """Numbers of one level follow each other from the first on; none stands twice."""
    numbers = [clause.number for clause in clauses_of(preset)]
    assert len(numbers) == len({*numbers})
    paths = [re.findall(r"[A-Za-z]+|\d+|[零一二三四五六七八九十]+", number) for number in numbers]
    for depth in range(max(map(len, paths))):
        for above, group in groupby((path for path in paths if len(path) > depth), key=lambda path: path[:depth]):
            counted = [count(path[depth]) for path in group]
            steps = [b - a for a, b in pairwise(counted) if a is not None and b is not None]
            assert all(step in (0, 1) for step in steps), (above, counted)


def count(word: str) -> int | None:
    """The number that a word says; None where it says none."""
    if word.isdigit():
        return int(word)
    if not set(word) <= set(_DIGITS):
        return None
    tens, _, ones = word.partition("十")
    if "十" not in word:
        return _DIGITS.index(word)
    return (_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0)


def test_numbers_are_read_in_words() -> None:
    assert count("十二") == 12 and count("二十") == 20 and count("x") is None
