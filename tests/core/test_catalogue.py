"""Findings and reasons are given exactly what their texts name: at run time, and at every place that makes one."""

from __future__ import annotations

import ast
import pickle

import pytest

from huifang.core.catalogue import CATALOGUE, NAMES, REASONS, because, found, found_among
from huifang.core.findings import Place
from huifang.core.reasons import Refusal
from huifang.edges.patching import CannotPatch
from huifang.edges.reading.unreadable import NotTakenOut, Unreadable
from huifang.edges.store.files import FileBusy, OfficeError
from huifang.flow.correcting.form import Refused
from huifang.flow.intake.judging import Stranger
from huifang.policy.duties import WrongDueDay
from huifang.policy.impossible import Impossible
from huifang.policy.item_values import WrongValue
from huifang.policy.rules import UnknownSource
from places import ROOT

PACKAGE = ROOT / "scripts" / "huifang"
HERE = Place("表.xlsx", "表", "A1")
#: Which codes may be given to which function.
MADE_BY = {"found": CATALOGUE, "because": REASONS}


def calls_of_makers(source: str) -> list[ast.Call]:
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in MADE_BY]


def wrong_names(call: ast.Call) -> list[str]:
    """What is wrong with one ``found(code, place, name=…)``: a code or names that cannot be read, lacking, surplus."""
    said = ast.unparse(call)
    assert isinstance(call.func, ast.Name)
    known = MADE_BY[call.func.id]
    codes = _codes(call)
    names = {keyword.arg for keyword in call.keywords}
    if not all(isinstance(one, ast.Constant) and one.value in known for one in codes) or None in names:
        return [f"not to be read: {said}"]
    wanted = {one.value: NAMES[one.value] for one in codes if isinstance(one, ast.Constant)}
    return [f"{code}: {sorted(names ^ named, key=str)}" for code, named in wanted.items() if names != named]


def test_every_call_site_gives_what_the_text_names() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py") if path.name != "catalogue.py"}
    calls = {path: calls_of_makers(source) for path, source in sources.items()}
    wrong = [
        f"{path.name}:{call.lineno} {said}"
        for path, listed in calls.items()
        for call in listed
        for said in wrong_names(call)
    ]
    assert wrong == []
    made = [ast.literal_eval(code) for listed in calls.values() for call in listed for code in _codes(call)]
    assert len(made) > 200
    assert set(REASONS) <= set(made)  # a reason that nothing gives is dead


def _codes(call: ast.Call) -> list[ast.expr]:
    code = call.args[0]
    return [code.body, code.orelse] if isinstance(code, ast.IfExp) else [code]


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
        ("because('Y402')", []),
        ("because('Y408')", ["Y408: ['old']"]),
        ("because('T509', value=1)", ["not to be read: because('T509', value=1)"]),
    ],
)
def test_a_planted_name_is_found(source: str, wrong: list[str]) -> None:
    assert [said for call in calls_of_makers(source) for said in wrong_names(call)] == wrong


@pytest.mark.parametrize("code", CATALOGUE)
def test_found_takes_just_the_names_of_its_text(code: str) -> None:
    values = {name: because("Y402") if name == "reason" else "某" for name in NAMES[code]}
    finding = found(code, HERE, **values)
    assert (finding.code, finding.place) == (code, HERE)
    assert found_among(code, HERE, {**values, "further": 1}) == finding
    with pytest.raises(TypeError, match="further"):
        found(code, HERE, **values, further=1)
    for name in values:
        with pytest.raises(TypeError, match=name):
            found(code, HERE, **{other: 1 for other in values if other != name})


@pytest.mark.parametrize("code", REASONS)
def test_because_takes_just_the_names_of_its_text(code: str) -> None:
    reason = because(code, **dict.fromkeys(NAMES[code], "某"))
    assert (reason.code, "{" in reason.sentence, reason.text[-1] in "。！") == (code, False, False)
    assert not reason.advice or reason.advice.endswith("。")
    with pytest.raises(TypeError, match="further"):
        because(code, **dict.fromkeys(NAMES[code], "某"), further=1)
    for name in NAMES[code]:
        with pytest.raises(TypeError, match=name):
            because(code, **dict.fromkeys(NAMES[code] - {name}, "某"))


def test_a_finding_tells_the_code_of_its_reason() -> None:
    told = found("F101", HERE, reason=because("Y104"))
    assert (told.message, told.hint) == ("文件无法读取：文件设置了密码。", "请取消密码后再发送。")
    assert told.as_json()["reason_code"] == "Y104"
    assert "reason_code" not in found("T509", HERE, value="张三").as_json()


def test_no_code_has_two_meanings() -> None:
    assert not CATALOGUE.keys() & REASONS.keys()
    titles = [(entry.text, entry.advice) for entry in REASONS.values()]
    assert len(set(titles)) == len(titles)


def test_a_refusal_survives_being_sent_between_processes() -> None:
    """Every refusal of the package, with all that it carries."""
    for kind in (
        Refusal,
        Unreadable,
        NotTakenOut,
        Stranger,
        CannotPatch,
        WrongValue,
        WrongDueDay,
        UnknownSource,
        OfficeError,
        FileBusy,
    ):
        sent = pickle.loads(pickle.dumps(kind(because("Y104"))))
        assert (type(sent), sent.reason, str(sent)) == (kind, because("Y104"), "文件设置了密码。请取消密码后再发送。")
    for keyed in (Refused, Impossible):
        sent = pickle.loads(pickle.dumps(keyed(because("Y402"), "reason")))
        assert (type(sent), sent.reason, sent.key) == (keyed, because("Y402"), "reason")
