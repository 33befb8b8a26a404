"""Writing: whole or not at all, never into a file that is open elsewhere, and one run at a time."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from huifang.core.catalogue import because
from huifang.core.text import file_name
from huifang.edges.store import files
from huifang.edges.store.files import FileBusy, OfficeError, digest, free_path, open_elsewhere, write_bytes
from huifang.edges.store.lock import writing
from huifang.edges.store.office import Office
from office import (
    DUE_DAY,
    FOUNDED,
    PERIOD,
    PLANNED,
    TestOffice,
    add_rows,
    blank_office,
    change,
    collected_office,
    customer,
    edited,
    good_answer,
    planned_office,
    put,
    run,
    snapshot,
)

LEDGER = f"台账/{PERIOD}.xlsx"
LOCK = ".huifang/lock"


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    return planned_office(tmp_path)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "回访.xlsx"
    path.write_bytes(b"old")
    return path


def leftovers(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.rglob("*") if p.is_file() and (p.suffix == ".tmp" or p.name.startswith(".回")))


# write_bytes


def test_writing_returns_the_hash_and_makes_folders(tmp_path: Path) -> None:
    path = tmp_path / "甲" / "乙" / "丙.xlsx"
    assert write_bytes(path, b"new") == digest(b"new")
    assert path.read_bytes() == b"new"
    assert [p.name for p in path.parent.iterdir()] == ["丙.xlsx"]


def test_writing_replaces(target: Path) -> None:
    write_bytes(target, b"new")
    assert target.read_bytes() == b"new"
    assert leftovers(target.parent) == []


class Disk:
    """Makes one system call fail."""

    def __init__(self, code: int) -> None:
        self.code = code
        self.calls = 0

    def __call__(self, *arguments: object, **more: object) -> None:
        self.calls += 1
        raise OSError(self.code, os.strerror(self.code))


def test_a_full_disk_leaves_the_target_as_it_was(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files.os, "fsync", Disk(errno.ENOSPC))
    with pytest.raises(OfficeError) as caught:
        write_bytes(target, b"new")
    assert not isinstance(caught.value, FileBusy)
    assert (target.read_bytes(), leftovers(target.parent)) == (b"old", [])


def test_a_full_disk_while_writing(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(handle: int, mode: str) -> None:
        os.write(handle, b"ha")
        os.close(handle)
        raise OSError(errno.ENOSPC, "disk full")

    monkeypatch.setattr(files.os, "fdopen", opened)
    with pytest.raises(OfficeError):
        write_bytes(target, b"new")
    monkeypatch.undo()
    assert (target.read_bytes(), leftovers(target.parent)) == (b"old", [])


@pytest.mark.parametrize(("code", "kind"), [(errno.EACCES, FileBusy), (errno.EIO, OfficeError)])
def test_a_failed_replace_leaves_the_target_as_it_was(
    target: Path, monkeypatch: pytest.MonkeyPatch, code: int, kind: type[Exception]
) -> None:
    """Windows refuses to replace a file that Excel holds: PermissionError, after some patience."""
    monkeypatch.setattr(files.time, "sleep", lambda seconds: None)
    failing = Disk(code)
    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(kind):
        write_bytes(target, b"new")
    assert failing.calls == (3 if code == errno.EACCES else 1)
    assert (target.read_bytes(), leftovers(target.parent)) == (b"old", [])


def test_a_file_that_is_held_for_a_moment_is_written(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files.time, "sleep", lambda seconds: None)
    replace, calls = Path.replace, []

    def held_twice(self: Path, other: Path) -> Path:
        calls.append(other)
        if len(calls) < 3:
            raise PermissionError(errno.EACCES, "held")
        return replace(self, other)

    monkeypatch.setattr(Path, "replace", held_twice)
    write_bytes(target, b"new")
    assert (target.read_bytes(), leftovers(target.parent)) == (b"new", [])


@pytest.mark.skipif(os.name != "posix", reason="folders are synced on POSIX only")
def test_a_folder_that_cannot_be_synced_is_either_written_or_not(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some network and FUSE file systems refuse fsync on a folder: then the file must not be written and refused."""
    sync, calls = os.fsync, []

    def only_files(handle: int) -> None:
        calls.append(handle)
        if len(calls) > 1:
            raise OSError(errno.EINVAL, "not for folders")
        sync(handle)

    monkeypatch.setattr(files.os, "fsync", only_files)
    try:
        write_bytes(target, b"new")
        refused = False
    except OfficeError:
        refused = True
    assert target.read_bytes() == (b"old" if refused else b"new")


@pytest.mark.parametrize("mark", ["~$回访.xlsx", ".~lock.回访.xlsx#"])
def test_a_file_open_elsewhere_is_busy(target: Path, mark: str) -> None:
    (target.parent / mark).write_bytes(b"")
    assert open_elsewhere(target)
    with pytest.raises(FileBusy) as caught:
        write_bytes(target, b"new")
    assert caught.value.reason == because("Y805", file=target.name)
    assert isinstance(caught.value, OfficeError)
    assert target.read_bytes() == b"old"
    assert sorted(p.name for p in target.parent.iterdir()) == sorted([mark, target.name])
    (target.parent / mark).unlink()
    write_bytes(target, b"new")
    assert target.read_bytes() == b"new"


def test_another_file_open_elsewhere_is_no_hindrance(target: Path) -> None:
    (target.parent / "~$别的.xlsx").write_bytes(b"")
    (target.parent / ".~lock.别的.xlsx#").write_bytes(b"")
    write_bytes(target, b"new")
    assert target.read_bytes() == b"new"


def test_a_read_only_folder_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the system says it: root, who runs the tests at times, may write everywhere."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files.os, "open", refuse)
    with pytest.raises(OfficeError):
        write_bytes(tmp_path / "x.xlsx", b"new")
    monkeypatch.undo()
    assert list(tmp_path.iterdir()) == []


def test_a_free_name_does_not_replace(target: Path) -> None:
    assert free_path(target).name == "回访-2.xlsx"
    free_path(target).write_bytes(b"2")
    assert free_path(target).name == "回访-3.xlsx"
    assert free_path(target.with_name("新.xlsx")).name == "新.xlsx"


# Names


@pytest.mark.parametrize(
    "text",
    [
        *("CON", "con", "Aux", "nul", "COM1", "lpt9", "CON.xlsx", "con.表", "COM\u00b9"),
        *("a/b:c?", 'a<b>c"d|e*f', "a\\b", "尾点.", "尾点. . ", "尾空格 ", " 头空格", "", ".", "..", "..."),
        *("\x00\x01", "\t", "换\n行", "../../越界", "长" * 300, "a" * 90 + ". .", "\u202e反向"),
    ],
)
def test_names_that_windows_accepts(text: str) -> None:
    name = file_name(text)
    assert name
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', name)
    assert name == name.rstrip(". ")
    assert not re.fullmatch(r"(?i)(con|prn|aux|nul|com[1-9\u00b9\u00b2\u00b3]|lpt[1-9\u00b9\u00b2\u00b3])(\..*)?", name)
    assert len(name) <= 200
    assert "\u202e" not in name


def test_ordinary_names_stay_as_they_are() -> None:
    for name in ("A01-李晓明", "旬报-2026-11下旬", "console", "张三 (第2版)", "a.b"):
        assert file_name(name) == name


def test_agents_with_awkward_names_get_workbooks(tmp_path: Path) -> None:
    office = blank_office(tmp_path)
    with edited(office.path("人员.xlsx")) as book:
        for row, name in ((5, "a/b:c?"), (6, "CON"), (7, "尾点.")):
            put(book["人员"], row, {"姓名": name})
    made = office.run("plan", "--period", PERIOD, now=PLANNED)
    assert len(made.data["files"]) == 3
    for file in made.data["files"]:
        assert office.path(file).is_file()
        assert Path(file).parent.as_posix() == f"回访计划/{PERIOD}"
        assert not re.search(r'[<>:"\\|?*]', file)
    assert office.collect(office.filled("A01")).code == 0


@pytest.mark.slow
def test_an_agent_number_that_is_a_reserved_name(tmp_path: Path) -> None:
    office = blank_office(tmp_path)
    with edited(office.path("人员.xlsx")) as book:
        put(book["人员"], 5, {"工号": "CON", "姓名": None})
    add_rows(office.path("客户资料库.xlsx"), "客户", customer("K0500", "CON"))
    made = office.run("plan", "--period", PERIOD, now=PLANNED)
    names = {Path(file).stem for file in made.data["files"]}
    assert "CON" not in names
    assert any("CON" in name for name in names)


# One run at a time


def lock(office: TestOffice, **holder: object) -> Path:
    body = {"host": socket.gethostname(), "user": "李四", "pid": os.getpid(), "since": "2026-11-24 09:00", **holder}
    office.path(LOCK).write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
    return office.path(LOCK)


def dead_pid() -> int:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


@pytest.mark.slow
@pytest.mark.parametrize("command", [["collect"], ["plan"], ["report"], ["correct", __file__], ["run"]])
def test_a_second_run_is_refused(office: TestOffice, command: list[str]) -> None:
    office.send(office.filled())
    held = lock(office)
    before = snapshot(office.root)
    ran = office.run(*command)
    assert ran.code == 3
    assert "李四" in ran.err
    assert "2026-11-24 09:00" in ran.err
    assert list(ran.data) == ["error", "reason_code"]
    assert snapshot(office.root) == before
    held.unlink()
    assert office.collect().data["accepted"]


def test_a_running_process_holds_the_lock(office: TestOffice) -> None:
    with writing(Office(office.root), datetime(2026, 11, 24, 9)):
        assert office.run("collect").code == 3
    assert office.run("collect").code == 0


def test_looking_needs_no_lock(office: TestOffice) -> None:
    lock(office)
    assert office.run("check", now=PLANNED).code == 0
    assert office.run("verify").code == 0
    assert office.run("explain", "K0001").code in (0, 1)
    assert office.path(LOCK).exists()


@pytest.mark.slow
def test_a_dead_process_lock_is_taken_over(office: TestOffice) -> None:
    lock(office, pid=dead_pid())
    office.send(office.filled())
    assert office.collect().data["accepted"][0]["rows"] == 6
    assert not office.path(LOCK).exists()


def test_a_lock_of_another_computer_is_respected(office: TestOffice) -> None:
    lock(office, host="另一台电脑", pid=dead_pid())
    ran = office.collect()
    assert ran.code == 3
    assert "另一台电脑" in ran.err


@pytest.mark.parametrize("content", ["{", "[]", "null", '{"pid": "x"}'])
def test_an_unreadable_lock_is_refused_with_advice(office: TestOffice, content: str) -> None:
    office.path(LOCK).write_text(content, encoding="utf-8")
    ran = office.collect()
    assert ran.code == 3
    assert LOCK in ran.err


def test_the_lock_goes_when_a_run_ends_and_when_it_fails(office: TestOffice) -> None:
    office.collect(office.filled())
    assert not office.path(LOCK).exists()
    assert office.run("report", "--period", "不是期间").code == 2
    assert not office.path(LOCK).exists()
    assert office.run("correct", office.root / "没有.xlsx").code in (2, 3)
    assert not office.path(LOCK).exists()


# What is open elsewhere stops nothing


@pytest.mark.slow
@pytest.mark.parametrize("mark", ["~${}", ".~lock.{}#"])
def test_an_open_ledger_workbook_does_not_stop_the_report(tmp_path: Path, mark: str) -> None:
    office = collected_office(tmp_path)
    office.collect(office.filled("A03"))
    office.report()
    before = office.path(LEDGER).read_bytes()
    opened = office.path(LEDGER).with_name(mark.format(office.path(LEDGER).name))
    opened.write_bytes(b"")
    number = office.calls()[0]["plan_no"]
    office.correct(("回访记录", f"{number}-1", "满意度", "满意", "不满意", "B01", "核对"), now=DUE_DAY)
    ran = office.report()
    assert ran.code == 1
    assert "J802" in ran.err
    assert ran.data["version"] == 2
    assert ran.data["figures"]["dissatisfied"] == 1
    assert LEDGER not in ran.data["files"]
    assert office.path(LEDGER).read_bytes() == before
    assert office.run("verify").data["ok"]
    opened.unlink()
    again = office.report()
    assert again.code == 0
    assert LEDGER in again.data["files"]
    assert office.path(LEDGER).read_bytes() != before
    assert office.run("verify").data["ok"]


def test_an_open_correction_form_does_not_stop_a_posting(tmp_path: Path) -> None:
    office = collected_office(tmp_path)
    sheet = change(office.filled(), (2, {"满意度": "一般"}), (9, {**good_answer(20), "客户编号": "K0001"}))
    form = office.path(f"发件箱/更正单-A01 李晓明-{PERIOD}-{digest(sheet.read_bytes())[:8]}.xlsx")
    form.write_bytes(b"in use")
    form.with_name(f"~${form.name}").write_bytes(b"")
    ran = office.collect(sheet)
    assert ran.data["accepted"][0]["rows"] == 1
    assert len(ran.data["pending"]) == 1
    assert [note["code"] for note in ran.data["notes"]] == ["J831"]
    assert form.read_bytes() == b"in use"


def test_an_open_marked_copy_does_not_stop_a_posting(office: TestOffice) -> None:
    sheet = change(office.filled(), (2, {"满意度": None}))
    marked = office.path(f"发件箱/退回-A01 李晓明-{PERIOD}-{digest(sheet.read_bytes())[:8]}.xlsx")
    marked.write_bytes(b"in use")
    marked.with_name(f".~lock.{marked.name}#").write_bytes(b"")
    ran = office.collect(sheet)
    assert (ran.data["accepted"][0]["rows"], ran.data["returned"][0]["marked"]) == (5, None)
    assert [note["code"] for note in ran.data["notes"]] == ["J831"]


def test_a_register_that_is_open_is_still_read(office: TestOffice) -> None:
    office.path("~$客户资料库.xlsx").write_bytes(b"")
    assert office.collect(office.filled()).data["accepted"][0]["rows"] == 6


# What is not in the journal did not happen


@pytest.mark.slow
@pytest.mark.parametrize("broken", ["journal", "segment", "archive"])
def test_a_crash_before_the_journal_line_loses_nothing(
    office: TestOffice, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    sheet = office.filled()
    office.send(sheet)
    before = office.journal()
    write, name = files.write_bytes, {"segment": "segments", "archive": "归档/提交"}.get(broken)

    def failing(path: Path, content: bytes, sync: bool = True) -> str:
        if name and name in path.as_posix():
            raise OfficeError(because("Y802", file="x", error="磁盘已满"))
        return write(path, content, sync)

    def no_append(*arguments: object, **more: object) -> None:
        raise OfficeError(because("Y802", file="x", error="磁盘已满"))

    if broken == "journal":
        monkeypatch.setattr("huifang.edges.store.journal_file.Journal.append", no_append)
    else:
        monkeypatch.setattr("huifang.edges.store.keeping.write_bytes", failing)
    ran = office.collect()
    assert ran.code == 3
    assert (office.path("收件箱") / sheet.name).exists()
    monkeypatch.undo()
    assert office.journal() == before
    assert office.run("verify").data["ok"]
    assert office.collect().data["accepted"][0]["rows"] == 6
    assert office.run("verify").data["ok"]
    assert office.report().data["figures"]["reported"] == 6


def test_a_full_disk_while_journaling_leaves_a_whole_journal(
    office: TestOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The line is written in part, then the disk is full: the next run goes on from the last whole line."""
    office.send(office.filled())
    before = office.journal()
    sync, calls = os.fsync, []

    def full_at_the_end(handle: int) -> None:
        calls.append(handle)
        if stat.S_ISREG(os.fstat(handle).st_mode) and os.fstat(handle).st_ino == journal.stat().st_ino:
            raise OSError(errno.ENOSPC, "disk full")
        sync(handle)

    journal = office.path(".huifang/journal.jsonl")
    monkeypatch.setattr(os, "fsync", full_at_the_end)
    ran = office.collect()
    assert ran.code == 3
    monkeypatch.undo()
    assert office.journal()[: len(before)] == before
    assert office.collect().code == 0
    assert office.report().data["figures"]["reported"] == 6
    assert office.run("verify").data["ok"]


# Founding


def test_a_folder_that_is_not_empty_is_refused(tmp_path: Path) -> None:
    (tmp_path / "我的.txt").write_text("x", encoding="utf-8")
    ran = run("--now", FOUNDED, "init", str(tmp_path), "--policy", "sales-ten-day")
    assert ran.code in (2, 3)
    assert [p.name for p in tmp_path.iterdir()] == ["我的.txt"]


def test_an_interrupted_founding_can_be_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "新"
    write, calls = files.write_bytes, []

    def failing(path: Path, content: bytes, **more: bool) -> str:
        calls.append(path)
        if len(calls) == 3:
            raise OfficeError(because("Y802", file="x", error="磁盘已满"))
        return write(path, content, **more)

    monkeypatch.setattr("huifang.flow.moving_in.founding.write_bytes", failing)
    assert run("--now", FOUNDED, "init", str(folder), "--policy", "sales-ten-day").code == 3
    monkeypatch.undo()
    assert run("--now", FOUNDED, "init", str(folder), "--policy", "sales-ten-day").code == 0
    assert run("-C", str(folder), "--now", FOUNDED, "verify").data["ok"]


def test_an_office_may_be_copied_elsewhere(tmp_path: Path) -> None:
    """No absolute path is stored."""
    office = collected_office(tmp_path)
    office.report()
    elsewhere = TestOffice(tmp_path / "另一处" / "办公室", tmp_path / "寄出二")
    shutil.copytree(office.root, elsewhere.root)
    shutil.rmtree(office.root)
    assert elsewhere.run("verify").data["ok"]
    assert elsewhere.collect(elsewhere.filled("A03")).data["accepted"][0]["rows"] == 2
    inside = (elsewhere.path(".huifang/journal.jsonl")).read_text(encoding="utf-8")
    assert str(tmp_path) not in inside
