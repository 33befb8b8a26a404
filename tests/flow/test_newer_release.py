"""An office that a newer release went on with: every command says so and does nothing; ``verify`` says what it can."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import office as offices
from huifang.edges.books.hidden_record import RECORD
from huifang.ledger.formats import canonical
from huifang.ledger.journal import Entry, next_entry, parse_chain, to_line
from office import Ran, TestOffice, edited, put

JOURNAL = ".huifang/journal.jsonl"
CLOSED = "2026-12-01 09:00"
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


def a_key_more(text: str, **more: Any) -> str:
    return json.dumps({**json.loads(text), **more}, ensure_ascii=False)


@pytest.mark.parametrize("more", [{"signed": "x"}, {"v": 2}], ids=["a key more", "a version more"])
def test_a_sheet_that_a_newer_release_issued_is_returned(office: TestOffice, more: dict[str, Any]) -> None:
    sheet = office.filled("A03")
    with edited(sheet) as book:
        book[RECORD]["A1"].value = a_key_more(book[RECORD]["A1"].value, **more)
    before = office.path(JOURNAL).read_bytes()
    ran = office.collect(sheet)
    (returned,) = ran.data["returned"]
    assert (ran.code, ran.data["accepted"]) == (1, [])
    assert returned["reason"] == f"这张回访表{SENTENCE[:-1]}"
    assert [f["message"] for f in returned["findings"]] == [f"文件无法读取：这张回访表{SENTENCE}"]
    checked = office.run("check", sheet)
    assert [f["message"] for f in checked.data["findings"]] == [f"文件无法读取：这张回访表{SENTENCE}"]
    assert office.path(JOURNAL).read_bytes() == before


def test_a_form_that_a_newer_release_made_is_refused_before_a_row_of_it_is_applied(office: TestOffice) -> None:
    again = office.filled("A01", 满意度="一般")
    office.collect(again)
    (form,) = office.forms()
    with edited(form) as book:
        for row in range(2, book["更正单"].max_row + 1):
            put(book["更正单"], row, {"更正人": "B01", "原因": "已核对"})
        book[RECORD]["A1"].value = a_key_more(book[RECORD]["A1"].value, signed="x")
    before = office.path(JOURNAL).read_bytes()
    ran = office.run("correct", form)
    assert ran.code == 3 and f"这张更正单{SENTENCE}" in ran.data["error"]
    assert office.path(JOURNAL).read_bytes() == before


@pytest.mark.parametrize(
    "more", [{"v": 2}, {"signed": "x"}, {"calls": "a column more"}], ids=["a version more", "a key more", "a column"]
)
def test_what_a_newer_release_issued_is_not_guessed_at(office: TestOffice, more: dict[str, Any]) -> None:
    """The journal says the hash of the line: a newer release that lists something more has written both."""
    (path,) = office.path(".huifang/issued").glob("*.jsonl")
    line = path.read_bytes().splitlines(keepends=True)[0]
    body = json.loads(line)
    body = {**body, "calls": {**body["calls"], "wish": ["x"]}} if "calls" in more else {**body, **more}
    content = path.read_bytes().replace(line, canonical(body) + b"\n")
    path.write_bytes(content)
    entries, last = b"", None
    for entry in parse_chain(office.path(JOURNAL).read_bytes()).entries:
        said = json.loads(bytes(entry.data))
        if entry.kind == "plan":
            start = 0
            for book, issued in zip(said["books"], content.splitlines(keepends=True), strict=True):
                book.update(start=start, length=len(issued), digest=sha256(issued).hexdigest())
                start += len(issued)
        last = next_entry(last, entry.at, entry.kind, said, entry.by, entry.v)
        entries += to_line(last)
    office.write_journal(entries)
    for command in ("check", "plan", "report"):
        assert refused(office.run(command)) == f"发放的回访{SENTENCE}"


def test_a_frame_that_a_newer_release_sealed_is_not_drawn_from(office: TestOffice) -> None:
    on = ("--period", offices.PERIOD)
    assert office.run("spotcheck", "draw", "--seed", "0711", *on, now=CLOSED).code in (0, 1)
    (path,) = office.path("归档/抽查").glob("*.json")
    path.write_bytes(canonical({**json.loads(path.read_bytes()), "v": 2}))
    sha, journal = sha256(path.read_bytes()).hexdigest(), office.path(JOURNAL)
    content, last = b"", None
    for entry in parse_chain(journal.read_bytes()).entries:
        said = json.loads(bytes(entry.data))
        if entry.kind == "frame":
            said["archived"] = {said["path"]: sha}
        if entry.kind in ("frame", "draw"):
            said["frame_sha256"] = sha
        last = next_entry(last, entry.at, entry.kind, said, entry.by, entry.v)
        content += to_line(last)
    office.write_journal(content)
    for arguments in (("draw", "--seed", "0712"), ("verify",)):
        assert refused(office.run("spotcheck", *arguments, *on, now=CLOSED)) == f"封存的名单{SENTENCE}"
    assert journal.read_bytes() == content
