"""Sync folders: copies of a register are named, a second journal stops every command that writes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from office import NOW, TestOffice, collected_office, find


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    return collected_office(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "客户资料库(1).xlsx", "客户资料库 (王 的冲突副本 2026-11-21).xlsx", "人员-DESKTOP-AB12CD3.xlsx",
        "制度.sync-conflict-20261121-101010-ABCDEFG.xlsx", "人员 - 副本.xlsx", "制度 (conflicted copy).xlsx",
    ],
)  # fmt: skip
def test_a_copy_of_a_register_is_named(office: TestOffice, name: str) -> None:
    shutil.copy(office.path("人员.xlsx"), office.path(name))
    ran = office.run("check")
    assert [f["file"] for f in ran.data["findings"] if f["code"] == "J804"] == [name]


@pytest.mark.parametrize("name", ["人员名单旧.xlsx", "~$人员.xlsx", "报表.xlsx", "人员.xlsx.bak"])
def test_other_files_are_nobodys_copy(office: TestOffice, name: str) -> None:
    shutil.copy(office.path("人员.xlsx"), office.path(name))
    assert not find(office.run("check").data["findings"], "J804")


@pytest.mark.parametrize("command", ["plan", "collect", "report", "run", "check"])
def test_a_second_journal_stops_the_run(office: TestOffice, command: str) -> None:
    journal = office.path(".huifang/journal.jsonl")
    fork = journal.with_name("journal (1).jsonl")
    fork.write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-1]))
    before = journal.read_bytes()
    ran = office.run(command, now=NOW)
    assert (ran.code, list(ran.data), ran.data["reason_code"]) == (3, ["error", "reason_code"], "Y813")
    assert fork.name in ran.err
    assert journal.read_bytes() == before


def test_a_journal_that_was_given_another_name_is_missing(office: TestOffice) -> None:
    journal = office.path(".huifang/journal.jsonl")
    journal.rename(journal.with_name("journal (1).jsonl"))
    assert office.run("check").data["reason_code"] == "Y833"


@pytest.mark.parametrize("name", ["journal.jsonl.bak", "journal.jsonl.old", "journal.jsonl~", "journal-1126.zip"])
def test_what_a_person_keeps_beside_the_journal_is_no_conflict(office: TestOffice, name: str) -> None:
    journal = office.path(".huifang/journal.jsonl")
    journal.with_name(name).write_bytes(b"".join(journal.read_bytes().splitlines(keepends=True)[:-1]))
    assert office.run("check").code in (0, 1) and office.run("run", now=NOW).code in (0, 1)
    assert office.run("verify").data["ok"]


@pytest.mark.parametrize(
    "name",
    [
        "journal 2.jsonl",
        "journal.sync-conflict-20261121-1.jsonl",
        "journal.jsonl.sync-conflict-1",
        "journal(冲突).jsonl",
    ],
)
def test_however_the_second_journal_is_called(office: TestOffice, name: str) -> None:
    journal = office.path(".huifang/journal.jsonl")
    shutil.copy(journal, journal.with_name(name))
    assert office.run("check").data["reason_code"] == "Y813"


def test_verify_names_the_second_journal(office: TestOffice) -> None:
    journal = office.path(".huifang/journal.jsonl")
    shutil.copy(journal, journal.with_name("journal-DESKTOP-1.jsonl"))
    ran = office.run("verify")
    assert (ran.code, ran.data["ok"]) == (1, False)
    assert [p["kind"] for p in ran.data["problems"]] == ["chain"]
