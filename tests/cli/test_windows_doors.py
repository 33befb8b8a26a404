"""What happens behind the .bat files, in this process: which office, which files, what is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from huifang.cli import main, windows_doors
from huifang.edges.store.office import FOLDERS

DOOR = "D:\\收表.bat"


class Doors:
    """The folder for Windows, and what is dragged onto its files."""

    def __init__(self, here: Path, patch: pytest.MonkeyPatch) -> None:
        self.here, self._patch = here, patch
        self.answers: list[str] = []
        patch.setattr("builtins.input", self._answer)

    def _answer(self, asked: str) -> str:
        print(asked)
        return "" if "回车键关闭" in asked else self.answers.pop(0)

    def office(self, name: str) -> Path:
        for folder in FOLDERS:
            (self.here / "办公室" / name / folder).mkdir(parents=True)
        return self.here / "办公室" / name

    def open(self, what: str, *paths: Path) -> int:
        dragged = " ".join(f'"{path}"' for path in paths)
        self._patch.setenv("HUIFANG_HERE", f"{self.here}/")
        self._patch.setenv("HUIFANG_DOOR", DOOR)
        self._patch.setenv("HUIFANG_DROPPED", f'cmd.exe /c ""{DOOR}" {dragged}"')
        return windows_doors.open_door(what)


@pytest.fixture
def doors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Doors:
    (tmp_path / "回访台 &(1)").mkdir()
    return Doors(tmp_path / "回访台 &(1)", monkeypatch)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "寄来 的" / "表(1).xlsx"
    path.parent.mkdir()
    path.write_bytes(b"x")
    return path


def test_files_go_into_the_only_office(doors: Doors, sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = doors.office("城东店")
    assert doors.open("drop", sheet) == 0
    assert [path.name for path in (office / "收件箱").iterdir()] == ["表(1).xlsx"]
    assert "已放入 表(1).xlsx。" in capsys.readouterr().out


def test_of_several_offices_one_is_asked_for(doors: Doors, sheet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = sorted([doors.office("城东店"), doors.office("城西店")])
    doors.answers = ["２"]
    assert doors.open("drop", sheet.parent) == 0
    assert "1 " + first.name in capsys.readouterr().out
    assert [path.name for path in (second / "收件箱").iterdir()] == ["表(1).xlsx"]
    assert list((first / "收件箱").iterdir()) == []
    for answer in ("", "3", "0", "x"):
        doors.answers = [answer]
        assert doors.open("drop", sheet) == 2
        assert "没有选" in capsys.readouterr().out


def test_without_files_or_without_an_office_it_is_said(
    doors: Doors, sheet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert doors.open("drop", sheet) == 2
    assert "请先双击 启动.bat" in capsys.readouterr().out
    assert doors.open("drop") == 2
    assert "拖到 收表.bat 的图标上" in capsys.readouterr().out


def test_the_page_opens_for_the_folder_beside_or_the_office_that_was_dragged(
    doors: Doors, sheet: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(main, "main", lambda: asked.append(windows_doors.sys.argv))
    assert doors.open("page") == 0 and (doors.here / "办公室").is_dir()
    office = doors.office("城东店")
    assert doors.open("page", office) == 0 and doors.open("page", office / "收件箱") == 0
    assert asked == [["huifang", "-C", str(folder), "page"] for folder in (doors.here / "办公室", office, office)]
    assert doors.open("page", sheet) == 2 and "收表.bat" in capsys.readouterr().out


def test_packages_of_an_earlier_release_are_removed_and_nothing_else(tmp_path: Path) -> None:
    for name in ("packages-2", "packages-1", "packages-1-old", "site-packages"):
        (tmp_path / name / "huifang").mkdir(parents=True)
    windows_doors._remove_old_packages(tmp_path / "site-packages")
    assert len(list(tmp_path.iterdir())) == 4
    windows_doors._remove_old_packages(tmp_path / "packages-2")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["packages-2", "site-packages"]
