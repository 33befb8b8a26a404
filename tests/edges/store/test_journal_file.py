"""Appending to the journal: on the disk when it returns, and never over what another program wrote there."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from huifang.edges.store import journal_file
from huifang.edges.store.files import OfficeError
from huifang.edges.store.journal_file import Journal
from huifang.edges.store.office import Office
from huifang.ledger.journal import Entry, next_entry, parse_chain, to_line
from huifang.ledger.kinds import LedgerRefreshed, OfficeFounded

NOW = datetime(2026, 11, 24, 9)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    (tmp_path / ".huifang").mkdir()
    office = Office(tmp_path)
    Journal(office).append(NOW, OfficeFounded(office_id="1", preset="sales-ten-day", name="回访"))
    append(Journal(office), "一")
    return office


def append(journal: Journal, file: str) -> Entry:
    return journal.append(NOW, LedgerRefreshed(file=file))


def lines(office: Office) -> list[bytes]:
    return office.journal.read_bytes().splitlines(keepends=True)


def another_run(office: Office) -> None:
    append(Journal(office), "另一次运行")


def older_copy(office: Office) -> None:
    """A sync client puts the file of yesterday back, as a new file."""
    beside = office.journal.with_suffix(".new")
    beside.write_bytes(lines(office)[0])
    beside.replace(office.journal)


def longer_copy(office: Office) -> None:
    beside = office.journal.with_suffix(".new")
    entries = parse_chain(office.journal.read_bytes()).entries
    line = to_line(next_entry(entries[-1], "2026-11-24 09:00", "ledger", {"file": "另一台电脑"}))
    beside.write_bytes(office.journal.read_bytes() + line)
    beside.replace(office.journal)


def other_chain(office: Office) -> None:
    first = parse_chain(office.journal.read_bytes()).entries[0]
    line = to_line(next_entry(first, "2026-11-24 09:00", "ledger", {"file": "二"}))
    office.journal.write_bytes(lines(office)[0] + line)


CHANGES = {
    "another run": another_run, "an older copy": older_copy, "a longer copy": longer_copy, "another chain": other_chain,
    "emptied": lambda office: office.journal.write_bytes(b""), "gone": lambda office: office.journal.unlink(),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_journal_that_changed_meanwhile_is_left_alone(office: Office, change: Callable[[Office], None]) -> None:
    journal = Journal(office)
    change(office)
    before = office.journal.read_bytes() if office.journal.exists() else None
    with pytest.raises(OfficeError) as refused:
        append(journal, "二")
    assert refused.value.reason.code in ("Y831", "Y812")
    assert (office.journal.read_bytes() if office.journal.exists() else None) == before


def test_the_same_content_in_another_file_is_no_change(office: Office) -> None:
    journal = Journal(office)
    beside = office.journal.with_suffix(".new")
    beside.write_bytes(office.journal.read_bytes())
    beside.replace(office.journal)
    append(journal, "二")
    append(journal, "三")
    assert len(parse_chain(office.journal.read_bytes()).entries) == 4


@pytest.mark.parametrize("torn", [b'{"seq": 3, "at": "20', b"\0" * 100])
@pytest.mark.parametrize("meanwhile", [False, True])
def test_a_torn_last_line_is_replaced(office: Office, torn: bytes, meanwhile: bool) -> None:
    journal = Journal(office) if meanwhile else None
    whole = office.journal.read_bytes()
    office.journal.write_bytes(whole + torn)
    append(journal or Journal(office), "二")
    chain = parse_chain(office.journal.read_bytes())
    assert (len(chain.entries), chain.broken_at) == (3, None)
    assert office.journal.read_bytes().startswith(whole)


@pytest.mark.parametrize("meanwhile", [False, True])
def test_a_whole_last_line_that_lost_its_line_break_stays(office: Office, meanwhile: bool) -> None:
    journal = Journal(office) if meanwhile else None
    office.journal.write_bytes(office.journal.read_bytes().removesuffix(b"\n"))
    if journal:
        with pytest.raises(OfficeError, match="改动"):
            append(journal, "二")
        return
    again = Journal(office)
    append(again, "二")
    append(again, "三")
    chain = parse_chain(office.journal.read_bytes())
    assert (len(chain.entries), chain.broken_at, chain.unended) == (4, None, False)


def test_a_file_put_there_while_the_line_is_written(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line went into a file that has no name any more: it did not happen, and the run says so."""
    journal, sync = Journal(office), os.fsync

    def replaced(handle: int) -> None:
        sync(handle)
        older_copy(office)

    monkeypatch.setattr(journal_file.os, "fsync", replaced)
    with pytest.raises(OfficeError) as refused:
        append(journal, "二")
    assert refused.value.reason.code == "Y831" and len(lines(office)) == 1


def test_what_could_not_be_written_leaves_nothing(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    journal, before = Journal(office), office.journal.read_bytes()

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "disk full")

    with monkeypatch.context() as patch:
        patch.setattr(journal_file.os, "fsync", full)
        with pytest.raises(OfficeError, match="disk full"):
            append(journal, "二")
    assert office.journal.read_bytes() == before
    append(journal, "三")
    assert len(lines(office)) == 3


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_nobody_else_may_read_it(office: Office) -> None:
    assert office.journal.stat().st_mode & 0o777 == 0o600
