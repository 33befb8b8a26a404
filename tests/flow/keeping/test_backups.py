"""Backups hold everything, are checked when they are made and when they are restored, and never cost anything."""

from __future__ import annotations

import os
import shutil
import stat
import zipfile
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import pytest

from huifang.edges.store import backups
from huifang.edges.store.backups import MANIFEST, is_inside
from huifang.edges.store.lock import writing
from huifang.edges.store.office import Office
from huifang.flow.keeping import restoring
from office import DUE_DAY, NOW, PERIOD, TestOffice, collected_office, run, snapshot

LATER = "2026-12-05 09:00"
JOURNAL = ".huifang/journal.jsonl"


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    """Two sheets accepted, a report made, a sheet in the inbox."""
    office = collected_office(tmp_path)
    office.report()
    office.send(office.filled("A03"))
    return office


@pytest.fixture
def backup(office: TestOffice) -> Path:
    target = office.outside / "备份.zip"
    assert office.run("backup", target, now=DUE_DAY).code == 0
    return target


def restored(backup: Path, folder: Path) -> TestOffice:
    ran = run("--now", LATER, "restore", str(backup), str(folder))
    assert ran.code == 0, ran.err
    return TestOffice(folder, folder.parent / "寄出二")


def lasting(office: TestOffice) -> dict[str, str]:
    return {path: sha for path, sha in snapshot(office.root).items() if not path.startswith(".huifang/cache/")}


def test_what_comes_back_is_what_there_was(office: TestOffice, tmp_path: Path) -> None:
    target = office.outside / "备份.zip"
    before = snapshot(office.root)
    made = office.run("backup", target, now=DUE_DAY)
    assert (made.code, snapshot(office.root)) == (0, before)
    assert (made.data["entries"], made.data["head"]) == (len(office.journal()), office.journal()[-1]["hash"])
    assert set(made.data["files"]) == set(lasting(office)) and made.data["problems"] == []
    for word in (f"共 {len(office.journal())} 条", DUE_DAY, "(今天)", "提交的原表 2 个", "还没有收取的文件 1 个"):
        assert word in made.err
    back = run("--now", LATER, "restore", str(target), str(tmp_path / "新"))
    assert (back.code, back.data["entries"], back.data["head"]) == (0, made.data["entries"], made.data["head"])
    assert back.data["files"] == made.data["files"] and "5 天前" in back.err
    other = TestOffice(tmp_path / "新", tmp_path / "寄出二")
    assert lasting(other) == lasting(office)
    assert other.run("verify").data["ok"]
    assert other.collect(now=LATER).data["accepted"][0]["rows"] == 2


def test_the_way_back_when_the_journal_is_lost(office: TestOffice, backup: Path, tmp_path: Path) -> None:
    shutil.rmtree(office.path(".huifang"))
    assert office.run("run", now=LATER).data["reason_code"] == "Y833"
    back = office.run("restore", backup, tmp_path / "新", now=LATER)
    assert back.code == 0
    assert TestOffice(tmp_path / "新", tmp_path).run("run", now=LATER).code in (0, 1)


def test_an_empty_folder_may_be_there(backup: Path, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    assert restored(backup, tmp_path / "空").run("verify").data["ok"]


def test_a_folder_that_holds_something_is_refused(office: TestOffice, backup: Path) -> None:
    before = snapshot(office.root)
    for _ in range(2):
        ran = run("--now", LATER, "restore", str(backup), str(office.root))
        assert ran.code == 2 and snapshot(office.root) == before


def test_nothing_is_overwritten(office: TestOffice, backup: Path) -> None:
    before = backup.read_bytes()
    ran = office.run("backup", backup, now=LATER)
    assert (ran.code, ran.data["reason_code"], backup.read_bytes()) == (3, "Y836", before)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_only_its_owner_may_read_it(backup: Path, tmp_path: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    office = restored(backup, tmp_path / "新")
    private = [path for path in office.root.rglob("*.xlsx") if path.relative_to(office.root).parts[0] == "归档"]
    assert private and {stat.S_IMODE(path.stat().st_mode) for path in private} == {0o600}


def test_a_backup_inside_the_office_is_left_out_of_the_next(office: TestOffice) -> None:
    first = office.run("backup", office.path("备份1.zip"), now=DUE_DAY)
    second = office.run("backup", office.path("备份2.zip"), now=DUE_DAY)
    assert "拷一份到别处" in first.err and second.data["files"] == first.data["files"]


def test_a_backup_that_somebody_sent_is_kept_as_all_that_was_sent(
    office: TestOffice, backup: Path, tmp_path: Path
) -> None:
    office.send(backup)
    office.collect(now=DUE_DAY)
    assert [*office.path("归档/压缩包").iterdir()] and not office.path(f"收件箱/{backup.name}").exists()
    later = office.outside / "后来.zip"
    assert office.run("backup", later, now=LATER).data["problems"] == []
    assert restored(later, tmp_path / "新").run("verify", now=LATER).data["ok"]


def test_an_office_in_an_office_is_refused(office: TestOffice, backup: Path) -> None:
    before = snapshot(office.root)
    ran = run("--now", LATER, "restore", str(backup), str(office.path("归档/新")))
    assert (ran.code, snapshot(office.root)) == (2, before) and office.root.name in ran.err


def test_nobody_writes_meanwhile(office: TestOffice) -> None:
    with writing(Office(office.root), datetime(2026, 11, 30, 9)):
        assert office.run("backup", office.outside / "备份.zip").data["reason_code"] == "Y807"
    assert not (office.outside / "备份.zip").exists()


def test_what_is_wrong_in_the_office_is_said(office: TestOffice, tmp_path: Path) -> None:
    gone = office.submissions()[0]["path"]
    office.path(gone).unlink()
    ran = office.run("backup", office.outside / "备份.zip", now=DUE_DAY)
    assert ran.code == 1 and [problem["file"] for problem in ran.data["problems"]] == [gone]
    back = run("--now", LATER, "restore", str(office.outside / "备份.zip"), str(tmp_path / "新"))
    assert back.code == 1 and gone in [problem["file"] for problem in back.data["problems"]]


def rewritten(backup: Path, change: dict[str, bytes | None], more: dict[str, bytes] | None = None) -> Path:
    """The backup with members changed (None: left out) or added."""
    other = backup.with_name("改.zip")
    with zipfile.ZipFile(backup) as package, zipfile.ZipFile(other, "w") as target:
        for name in package.namelist():
            content = change.get(name, package.read(name))
            if content is not None:
                target.writestr(name, content)
        for name, content in (more or {}).items():
            target.writestr(name, content)
    return other


SPOILED = {
    "a file changed": lambda b: rewritten(b, {"人员.xlsx": b"x"}),
    "a file gone": lambda b: rewritten(b, {"人员.xlsx": None}),
    "a file more": lambda b: rewritten(b, {}, {"多.xlsx": b"x"}),
    "a file elsewhere": lambda b: rewritten(b, {}, {"../多.xlsx": b"x"}),
    "no list": lambda b: rewritten(b, {MANIFEST: None}),
    "a list that is none": lambda b: rewritten(b, {MANIFEST: b"[]"}),
    "a shorter journal": lambda b: rewritten(b, {JOURNAL: b""}),
    "cut off": lambda b: _cut(b),
    "no zip": lambda b: _with(b, b"PK"),
    "nothing": lambda b: _with(b, b""),
    "one byte": lambda b: _flipped(b),
}


def _with(backup: Path, content: bytes) -> Path:
    other = backup.with_name("改.zip")
    other.write_bytes(content)
    return other


def _cut(backup: Path) -> Path:
    return _with(backup, backup.read_bytes()[:-100])


def _flipped(backup: Path) -> Path:
    content = bytearray(backup.read_bytes())
    content[len(content) // 3] ^= 0xFF
    return _with(backup, bytes(content))


@pytest.mark.parametrize("spoiled", SPOILED)
def test_a_spoiled_backup_is_refused(backup: Path, tmp_path: Path, spoiled: str) -> None:
    ran = run("--now", LATER, "restore", str(SPOILED[spoiled](backup)), str(tmp_path / "新"))
    assert (ran.code, ran.data["reason_code"]) == (3, "Y837"), ran.data
    assert "不完整" in ran.data["error"] or spoiled != "cut off"
    assert not (tmp_path / "新").exists() and not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("path", ["../x", "/etc/x", "a/../../x", "C:/x", "a\\..\\x", "", "a/./../x", "a\0b"])
def test_paths_that_lead_out_of_the_folder(path: str) -> None:
    assert not is_inside(path) and is_inside(f"归档/提交/{PERIOD}/T0001-表.xlsx")


def test_a_backup_that_is_written_wrongly_does_not_count(office: TestOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = zipfile.ZipFile.writestr

    def spoilt(self: zipfile.ZipFile, entry: zipfile.ZipInfo, content: bytes) -> None:
        whole(self, entry, b"x" if entry.filename == "人员.xlsx" else content)

    monkeypatch.setattr(backups.zipfile.ZipFile, "writestr", spoilt)
    ran = office.run("backup", office.outside / "备份.zip", now=NOW)
    assert ran.data["reason_code"] == "Y837" and [path.name for path in office.outside.iterdir()] == [
        f"A03-张志强-{PERIOD}.xlsx"
    ]


@pytest.mark.parametrize("is_there", [True, False])
def test_an_interrupted_restore_can_be_done_again(
    backup: Path, tmp_path: Path, is_there: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed while it unpacks or moves: the same command again makes the office."""
    folder = tmp_path / "新"
    if is_there:
        folder.mkdir()

    class Killed(BaseException):
        pass

    def killed(*_: object, **__: object) -> None:
        raise Killed

    for name, target in (("replace", Path), ("rename", Path), ("write_bytes", restoring)):
        with monkeypatch.context() as patch:
            patch.setattr(target, name, killed)
            patch.setattr(restoring.shutil, "rmtree", killed)
            with suppress(Killed):
                restoring.restore(backup, folder)
    assert restored(backup, folder).run("verify").data["ok"]
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
