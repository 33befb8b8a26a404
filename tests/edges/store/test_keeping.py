"""What is kept is never overwritten, is checked when it is read, and belongs to its owner."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from huifang.edges.store.files import OfficeError, digest, write_bytes
from huifang.edges.store.keeping import announce, announced, keep, read_kept, settle
from huifang.edges.store.office import Office
from office import DUE_DAY, FOUNDED, PERIOD, TestOffice, collected_office, run

SHEET = f"归档/提交/{PERIOD}/T0001-表.xlsx"
posix = pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    (tmp_path / ".huifang").mkdir()
    return Office(tmp_path)


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_the_same_again_is_the_same_file(office: Office) -> None:
    first = keep(office, SHEET, b"1")
    assert first == (SHEET, digest(b"1")) and keep(office, SHEET, b"1") == first


def test_something_else_gets_a_name_of_its_own(office: Office) -> None:
    for number in (1, 2, 3, 2):
        path, _ = keep(office, SHEET, str(number).encode())
        assert path == (SHEET if number == 1 else SHEET.replace("表", f"表-{number}"))
        assert office.path(path).read_bytes() == str(number).encode()
    assert keep(office, ".huifang/segments/000003.parquet", b"1").path == ".huifang/segments/000003.parquet"
    assert keep(office, ".huifang/segments/000003.parquet", b"2").path == ".huifang/segments/000003-2.parquet"


def test_nothing_in_the_archive_is_replaced(office: Office) -> None:
    keep(office, SHEET, b"1")
    assert write_bytes(office.path(SHEET), b"1") == digest(b"1")
    with pytest.raises(OfficeError, match="T0001"):
        write_bytes(office.path(SHEET), b"2")
    assert office.path(SHEET).read_bytes() == b"1"
    assert [path.name for path in office.path(SHEET).parent.iterdir()] == ["T0001-表.xlsx"]
    write_bytes(office.path("报告/旬报.html"), b"1")
    write_bytes(office.path("报告/旬报.html"), b"2")
    assert office.path("报告/旬报.html").read_bytes() == b"2"


def test_what_is_read_is_what_was_kept(office: Office) -> None:
    path, sha = keep(office, SHEET, b"1")
    assert read_kept(office, path, sha) == b"1"
    office.path(path).write_bytes(b"2")
    with pytest.raises(OfficeError, match="T0001"):
        read_kept(office, path, sha)
    office.path(path).unlink()
    with pytest.raises(OfficeError, match="T0001"):
        read_kept(office, path, sha)


def test_what_is_going_to_be_kept_is_announced_until_the_journal_names_it(office: Office) -> None:
    keep(office, SHEET, b"1")
    announce(office, ("归档/没有写成.xlsx", SHEET))
    other, _ = keep(office, "归档/版本/人员.xlsx", b"2")
    assert announced(office) == {SHEET, "归档/没有写成.xlsx", other}
    settle(office, {SHEET: "1"})
    assert announced(office) == {other}
    settle(office, {SHEET: "1", other: "2"})
    assert announced(office) == frozenset() and [*office.path(".huifang").iterdir()] == []


@pytest.mark.parametrize("torn", range(1, 12))
def test_an_announcement_that_was_torn_off_takes_no_other_with_it(office: Office, torn: int) -> None:
    """Its end may fall within a character of three bytes."""
    other = "归档/提交/别的.xlsx"
    announce(office, (SHEET,))
    file = office.path(".huifang/announced.txt")
    whole = file.read_bytes()
    announce(office, (other,))
    file.write_bytes(whole + file.read_bytes()[len(whole) :][:torn])
    assert SHEET in announced(office)
    announce(office, (other,))
    assert {SHEET, other} <= announced(office)


def test_what_a_dead_run_left_beside_is_not_written_through(office: Office) -> None:
    """It died between giving the file its name and taking away the other one; the next run has the same number."""
    path = office.path(keep(office, SHEET, b"1").path)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    beside.hardlink_to(path)
    with pytest.raises(OfficeError):
        write_bytes(path, b"2")
    path.rename(path.with_name("T0002.xlsx"))
    write_bytes(path, b"2")
    assert path.with_name("T0002.xlsx").read_bytes() == b"1"


def modes(office: TestOffice) -> dict[str, int]:
    files = {path.relative_to(office.root).as_posix(): path for path in office.root.rglob("*") if path.is_file()}
    return {name: stat.S_IMODE(path.stat().st_mode) for name, path in files.items()}


@posix
@pytest.mark.usefixtures("umask")
def test_files_with_customers_belong_to_their_owner(tmp_path: Path) -> None:
    root = tmp_path / "办公室"
    assert run("--now", FOUNDED, "init", str(root), "--policy", "sales-ten-day").code == 0
    office = TestOffice(root, tmp_path)
    founded = modes(office)
    assert len(founded) > 5 and set(founded.values()) == {0o600}
    collected = collected_office(tmp_path / "二")
    for path in collected.path("回访计划").rglob("*"):
        path.chmod(0o770) if path.is_dir() else path.unlink()
    collected.run("report", now=DUE_DAY)
    collected.run("plan", "--period", "2026-12上旬", now="2026-12-01 09:00")
    found = modes(collected)
    shared = {name: mode for name, mode in found.items() if name.startswith(("收件箱/", "回访计划/"))}
    assert shared and {mode for name, mode in found.items() if name not in shared} == {0o600}


@posix
@pytest.mark.usefixtures("umask")
@pytest.mark.parametrize("folder", ["收件箱", "回访计划/2026-11下旬"])
@pytest.mark.parametrize("mode", [0o755, 0o700, 0o2770])
def test_shared_folders_keep_their_mode(office: Office, folder: str, mode: int) -> None:
    office.path(folder).mkdir(parents=True)
    office.path(folder).chmod(mode)
    write_bytes(office.path(f"{folder}/表.xlsx"), b"1")
    assert stat.S_IMODE(office.path(f"{folder}/表.xlsx").stat().st_mode) == mode & 0o666


@posix
@pytest.mark.usefixtures("umask")
def test_folders_within_shared_ones_are_shared(office: Office) -> None:
    office.path("回访计划").mkdir()
    office.path("回访计划").chmod(0o770)
    write_bytes(office.path("回访计划/2026-11下旬/组/表.xlsx"), b"1")
    found = {path.name: stat.S_IMODE(path.stat().st_mode) for path in office.path("回访计划").rglob("*")}
    assert found == {"2026-11下旬": 0o770, "组": 0o770, "表.xlsx": 0o660}


@posix
@pytest.mark.usefixtures("umask")
def test_a_folder_that_is_only_called_so_is_not_shared(tmp_path: Path) -> None:
    office = Office(tmp_path / "回访计划")
    (office.root / ".huifang").mkdir(parents=True)
    write_bytes(office.path("客户资料库.xlsx"), b"1")
    assert stat.S_IMODE(office.path("客户资料库.xlsx").stat().st_mode) == 0o600
