"""Values of many fields are built by keyword, few parameters are enough, and one name has one meaning."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from enum import Enum

import click
import pytest

import huifang
from places import ROOT

PACKAGE = ROOT / "scripts" / "huifang"
MOST = 6
#: Declarations read like the head of what they declare: header, key and kind of a column; name, workbook, title and
#: columns of a table; name, sentences, figures, lists and charts of a part of a report. The rest is by keyword.
LEADING = {"Column": 3, "Table": 4, "Part": 5}
BY_PLACE = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


def classes() -> Iterator[type]:
    """Every class that the package defines."""
    for module in pkgutil.walk_packages(huifang.__path__, "huifang."):
        if not module.name.endswith("__main__"):
            here = vars(importlib.import_module(module.name)).values()
            yield from (one for one in here if inspect.isclass(one) and one.__module__ == module.name)


def too_many_by_position(one: type, leading: int = 0) -> bool:
    """Whether its constructor takes more than six values, and more than the leading ones of them by their place."""
    taken = inspect.signature(one).parameters.values()
    return len(taken) > MOST and sum(parameter.kind in BY_PLACE for parameter in taken) > leading


def test_values_of_many_fields_are_built_by_keyword() -> None:
    own = {one for one in classes() if not issubclass(one, (Enum, Exception, click.Command))}
    assert len(own) > 150
    wrong = {one.__name__ for one in own if too_many_by_position(one, LEADING.get(one.__name__, 0))}
    assert wrong == set()


def many_parameters(source: str) -> list[str]:
    """The functions that take more than six, not counting ``self`` and ``cls``."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            named = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            if sum(argument.arg not in ("self", "cls") for argument in named) > MOST:
                found.append(node.name)
    return found


def test_functions_take_six_parameters_at_most() -> None:
    wrong = {name for path in PACKAGE.rglob("*.py") for name in many_parameters(path.read_text(encoding="utf-8"))}
    assert wrong == set()


def lists_handed_in(source: str) -> list[str]:
    """The functions that are given a list of findings, which could only be there to be added to."""
    functions = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef))
    given = {one.name: [*one.args.posonlyargs, *one.args.args, *one.args.kwonlyargs] for one in functions}
    return [
        name
        for name, named in given.items()
        if any(a.annotation is not None and ast.unparse(a.annotation) == "list[Finding]" for a in named)
    ]


def test_findings_are_returned() -> None:
    wrong = {name for path in PACKAGE.rglob("*.py") for name in lists_handed_in(path.read_text(encoding="utf-8"))}
    assert wrong == set()
    assert lists_handed_in("def f(a: int, b: list[Finding]): ...\ndef g(b: Iterable[Finding]): ...") == ["f"]


def public_types(source: str) -> list[str]:
    """The public classes and type aliases that a module defines; an alias is written like a class, and assigned."""
    names = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef):
            names.append(node.name)
        elif isinstance(node, ast.Assign):
            names += [target.id for target in node.targets if isinstance(target, ast.Name) and not target.id.isupper()]
    return [name for name in names if name[0].isupper()]


def test_no_type_has_the_name_of_another() -> None:
    where: dict[str, list[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for name in public_types(path.read_text(encoding="utf-8")):
            where.setdefault(name, []).append(path.relative_to(PACKAGE).as_posix())
    assert {name: files for name, files in where.items() if len(files) > 1} == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("class One: ...\nTwo = dict[str, int]\nLIMIT = 2\n_Own = int\nd = 3", ["One", "Two"]),
        ("def f(a, b, c, d, e, f): ...", []),
    ],
)
def test_planted_names_are_found(source: str, found: list[str]) -> None:
    assert public_types(source) == found


def test_what_is_too_much_is_found() -> None:
    assert many_parameters("def f(self, a, b, c, d, e, f): ...\ndef g(a, b, c, d, e, *, f, h): ...") == ["g"]

    class Seven:
        def __init__(self, a: int, b: int, c: int, d: int, e: int, f: int, *, g: int) -> None: ...

    assert too_many_by_position(Seven) and not too_many_by_position(Seven, leading=6)
