"""Everything is judged, planned and told by a moment: nobody but the desk makes one, or looks at registers without it.

The desk gives no rules, people, customers, rows or today by themselves, and no function of the flow is given such
parts of a moment loose beside each other.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from places import PACKAGE

OFFICE = PACKAGE / "flow" / "office"
OUTSIDE = [
    module
    for floor in ("flow", "cli")
    for module in sorted((PACKAGE / floor).rglob("*.py"))
    if OFFICE not in module.parents
]
#: What only a moment says.
OF_A_MOMENT = {
    name for name in (*vars(Moment), *Moment.__annotations__) if not name.startswith("_")
} - {"office", "state", "ledger"}  # fmt: skip
#: What only the room of the office looks into, and what only the desk makes.
WITHIN_THE_ROOM = {"huifang.flow.office.shelf", "huifang.flow.office.readings"}
MADE_BY_THE_DESK = {"Moment", "Shelf", "Readings"}
#: Parts of a moment: of these, a function is given at most one.
PARTS = {"registers", "hashes", "versions", "policy", "today", "Moment"}


def broken(source: str) -> Iterator[str]:
    """Every place, as ``line: what``, where ``source`` goes past the moment."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module in WITHIN_THE_ROOM:
            yield f"{node.lineno}: import {node.module}"
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "desk":
            if node.attr in OF_A_MOMENT or node.attr.startswith("_"):
                yield f"{node.lineno}: desk.{node.attr}"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MADE_BY_THE_DESK:
            yield f"{node.lineno}: {node.func.id}()"
        elif isinstance(node, ast.FunctionDef):
            given = [ast.unparse(one.annotation) if one.annotation else "" for one in _parameters(node)]
            named = [one.arg for one in _parameters(node)]
            loose = [part for part in (*named, *given) if part in PARTS]
            if len(loose) > 1:
                yield f"{node.lineno}: def {node.name}({', '.join(loose)})"


def _parameters(function: ast.FunctionDef) -> list[ast.arg]:
    return [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]


@pytest.mark.parametrize("module", OUTSIDE, ids=lambda module: module.relative_to(PACKAGE).as_posix())
def test_outside_the_office_everything_is_known_by_a_moment(module: Path) -> None:
    assert [*broken(module.read_text(encoding="utf-8"))] == []


def test_the_desk_itself_says_nothing_of_a_moment() -> None:
    assert {"policy", "people", "customers", "registers", "rows", "today", "at", "versions"} <= OF_A_MOMENT
    assert OF_A_MOMENT.isdisjoint(dir(Desk))


def test_only_the_desk_makes_a_moment() -> None:
    made = {module.name: module.read_text(encoding="utf-8").count("Moment(\n") for module in OFFICE.glob("*.py")}
    assert {name: count for name, count in made.items() if count} == {"desk.py": 1}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def f(desk):\n    return desk.policy", ["2: desk.policy"]),
        ("def f(desk):\n    return desk.registers.people", ["2: desk.registers"]),
        ("def f(desk):\n    return desk._readings", ["2: desk._readings"]),
        ("from huifang.flow.office.shelf import Shelf", ["1: import huifang.flow.office.shelf"]),
        ("from huifang.flow.office.moment import Moment\nMoment(at=now)", ["2: Moment()"]),
        ("def f(policy, today): ...", ["1: def f(policy, today)"]),
        ("def f(then: Moment, policy: Policy): ...", ["1: def f(policy, Moment)"]),
        ("def f(desk, then: Moment):\n    return desk.present.policy, then.today, desk.now, desk.state", []),
    ],
)
def test_a_planted_way_past_it_is_found(source: str, found: list[str]) -> None:
    assert [*broken(source)] == found
