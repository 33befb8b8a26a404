"""A finding is given exactly what its text names: at run time, and at every place of the package that makes one."""

from __future__ import annotations

import ast

import pytest

from huifang.core.catalogue import CATALOGUE, NAMES, found, found_among
from huifang.core.findings import Place
from places import ROOT

PACKAGE = ROOT / "scripts" / "huifang"
HERE = Place("表.xlsx", "表", "A1")


def calls_of_found(source: str) -> list[ast.Call]:
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "found"]


def wrong_names(call: ast.Call) -> list[str]:
    """What is wrong with one ``found(code, place, name=…)``: a code or names that cannot be read, lacking, surplus."""
    said = ast.unparse(call)
    code = call.args[0]
    codes = [code.body, code.orelse] if isinstance(code, ast.IfExp) else [code]
    names = {keyword.arg for keyword in call.keywords}
    if not all(isinstance(one, ast.Constant) and one.value in CATALOGUE for one in codes) or None in names:
        return [f"not to be read: {said}"]
    wanted = {one.value: NAMES[one.value] for one in codes if isinstance(one, ast.Constant)}
    return [f"{code}: {sorted(names ^ named, key=str)}" for code, named in wanted.items() if names != named]


def test_every_call_site_gives_what_the_text_names() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py") if path.name != "catalogue.py"}
    calls = {path: calls_of_found(source) for path, source in sources.items()}
    wrong = [
        f"{path.name}:{call.lineno} {said}"
        for path, listed in calls.items()
        for call in listed
        for said in wrong_names(call)
    ]
    assert wrong == []
    assert sum(map(len, calls.values())) > 100


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("found('T509', here, value=1)", []),
        ("found('F107' if odd else 'F108', here, column=1)", []),
        ("found('T509', here)", ["T509: ['value']"]),
        ("found('F107' if odd else 'F106', here, column=1)", ["F106: ['column']"]),
        ("found(code, here, value=1)", ["not to be read: found(code, here, value=1)"]),
        ("found('T509', here, **said)", ["not to be read: found('T509', here, **said)"]),
        ("found('T000', here)", ["not to be read: found('T000', here)"]),
    ],
)
def test_a_planted_name_is_found(source: str, wrong: list[str]) -> None:
    assert [said for call in calls_of_found(source) for said in wrong_names(call)] == wrong


@pytest.mark.parametrize("code", CATALOGUE)
def test_found_takes_just_the_names_of_its_text(code: str) -> None:
    values = dict.fromkeys(NAMES[code], "某")
    finding = found(code, HERE, **values)
    assert (finding.code, finding.place) == (code, HERE)
    assert found_among(code, HERE, {**values, "further": 1}) == finding
    with pytest.raises(TypeError, match="further"):
        found(code, HERE, **values, further=1)
    for name in values:
        with pytest.raises(TypeError, match=name):
            found(code, HERE, **{other: 1 for other in values if other != name})
