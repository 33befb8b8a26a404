"""An office that a newer release went on with: every command says so and does nothing; ``verify`` says what it can."""

from pathlib import Path
from typing import Any

import pytest

import office as offices
from huifang.ledger.journal import Entry, next_entry, parse_chain, to_line
from office import Ran, TestOffice

JOURNAL = ".huifang/journal.jsonl"
SENTENCE = "由较新的版本写成，请先升级 huifang。"
COMMANDS = {
    "check": (), "plan": (), "collect": (), "report": (), "complaints": (), "explain": ("K0001",), "run": (),
    "spotcheck draw": ("--period", offices.PERIOD), "spotcheck verify": ("--period", offices.PERIOD),
}  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    return offices.collected_office(tmp_path)


def appended(office: TestOffice, kind: str, data: Any, v: int = 1) -> Entry:
    """One more entry, by a newer release."""
    path = office.path(JOURNAL)
    last = parse_chain(path.read_bytes()).entries[-1]
    entry = next_entry(last, last.at, kind, data, "0.9.0", v)
    path.write_bytes(path.read_bytes() + to_line(entry))
    return entry


def refused(ran: Ran) -> str:
    assert (ran.code, ran.out.count("\n")) == (3, 1), ran
    said: str = ran.data["error"]
    assert said.endswith(SENTENCE), said
    return said


CORRECTED = {
    "subject_no": "H2611-0001-1", "column": "满意度", "old": "满意", "new": "一般", "by": "周丽华", "why": "",
    "whole": False, "key": "satisfaction",
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "data", "v", "what"),
    [
        ("correction", {**CORRECTED, "agreed_by": "C01"}, 1, "(更正)"),
        ("correction", CORRECTED, 2, "(更正)"),
        ("handover", {"from": "A01", "to": "A02"}, 1, ""),
    ],
    ids=["a key more", "a version more", "a kind more"],
)
def test_every_command_refuses_what_a_newer_release_wrote(
    office: TestOffice, kind: str, data: Any, v: int, what: str
) -> None:
    seq = appended(office, kind, data, v).seq
    before = offices.snapshot(office.root)
    for command, arguments in COMMANDS.items():
        said = refused(office.run(*command.split(), *arguments))
        assert said == f"日志第 {seq} 条{what}{SENTENCE}"
    assert offices.snapshot(office.root) == before
    refused(office.correct(("回访记录", "H2611-0001-1", "满意度", "满意", "一般", "B01", "选错")))


def test_verify_says_what_it_can(office: TestOffice) -> None:
    seq = appended(office, "correction", {**CORRECTED, "agreed_by": "C01"}).seq
    archived = next(office.path("归档/提交").rglob("*A01*.xlsx"))
    archived.unlink()
    ran = office.run("verify")
    assert ran.code == 1 and ran.data["entries"] == seq and not ran.data["ok"]
    found = {(one["kind"], one["file"]): one["detail"] for one in ran.data["problems"]}
    assert found["newer", JOURNAL] == f"日志第 {seq} 条(更正){SENTENCE[:-1]}"
    assert ("missing", archived.relative_to(office.root).as_posix()) in found  # the rest is verified all the same
    assert [one["release"] for one in ran.data["releases"]][-1] == "0.9.0"
    assert ran.data["releases"][-1] == {"release": "0.9.0", "entries": 1, "segments": 0, "issued": 0, "workbooks": 0}
    assert "由 0.9.0 版写成：日志 1 条。" in office.run("verify", json_wanted=False).out


def test_a_forged_entry_is_no_traceback(office: TestOffice) -> None:
    appended(office, "correction", {"subject_no": 1})
    ran = office.run("check")
    assert ran.code == 3 and "内容不完整" in ran.data["error"]
    assert [one["kind"] for one in office.run("verify").data["problems"]] == ["chain"]
