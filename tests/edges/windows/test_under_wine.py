"""The .bat files run by Wine's cmd, with a stub in place of python.exe: what is called, with which exit code.

Wine's cmd knows no ``cmdcmdline`` and reads a ``%`` in a folder's name once more, which that of Windows does not: the
first is tried by its text in test_doors.py, the second nowhere.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import windows_stub
from huifang.edges.windows.doors import DOORS, START, TAKE, bat
from tools import require_tool

WINE = ("wine64", "/usr/lib/wine/wine64")
pytestmark = pytest.mark.slow

Run = Callable[..., tuple[int, list[str]]]


def of_windows(path: Path) -> str:
    return "Z:" + str(path).replace("/", "\\")


@pytest.fixture(scope="module")
def wine(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs a file of Windows with arguments; its exit code and the lines that it says."""
    program, prefix = require_tool(*WINE), tmp_path_factory.mktemp("wine")
    settings = {"WINEPREFIX": str(prefix / "prefix"), "WINEARCH": "win64", "WINEDEBUG": "-all", "LC_ALL": "C.UTF-8"}

    def run(path: Path, *arguments: str) -> tuple[int, list[str]]:
        ran = subprocess.run(
            [program, of_windows(path), *arguments],
            env={**os.environ, **settings, "HOME": str(prefix)}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, timeout=120, check=False,
        )  # fmt: skip
        wide = ran.stdout[1:2] == b"\0"
        return ran.returncode, ran.stdout.decode("utf-16-le" if wide else "utf-8", "replace").split("\n")

    return run


@pytest.fixture(scope="module")
def stub(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    require_tool(*WINE)
    require_tool("gcc")
    return windows_stub.compiled(tmp_path_factory.mktemp("stub"))


@pytest.fixture
def pack(tmp_path: Path, stub: bytes) -> Callable[[str, int], Path]:
    def make(name: str, code: int) -> Path:
        (tmp_path / name / "python").mkdir(parents=True)
        (tmp_path / name / "python" / "python.exe").write_bytes(windows_stub.program(stub, code))
        for door, what in DOORS.items():
            (tmp_path / name / door).write_bytes(bat(what))
        return tmp_path / name

    return make


@pytest.mark.parametrize("name", ["plain", "回访 台", "a&b (1)!", "^x^!;,=@", "R&D's 'x' [2] {3} ~`#$"])
def test_the_stub_is_called_wherever_the_folder_lies(wine: Run, pack: Callable[[str, int], Path], name: str) -> None:
    folder = pack(name, 7)
    code, (called, here, door, _, *_) = wine(folder / START)
    assert code == 7
    assert called == f'"{of_windows(folder)}\\python\\python.exe" -X utf8 -m huifang.cli.windows_doors page'
    assert (here, door) == (f"{of_windows(folder)}\\", f"{of_windows(folder)}\\{START}")


def test_what_stands_behind_an_ampersand_is_not_run(wine: Run, pack: Callable[[str, int], Path]) -> None:
    """cmd itself cuts such a name in two; ``exit`` ends it before the second half."""
    folder = pack("x", 0)
    (folder / "evil.bat").write_bytes(b'@echo off\r\necho EVIL>"%~dp0done.txt"\r\n')
    code, (called, *_) = wine(folder / TAKE, f"Z:\\a&{of_windows(folder / 'evil.bat')}", "Z:\\c d.xlsx")
    assert code == 0 and called.endswith("windows_doors drop") and not (folder / "done.txt").exists()


@pytest.mark.parametrize(
    ("dragged", "given"),
    [
        (["Z:\\c d^!.xlsx", "Z:\\表(1).xlsx", "Z:\\r &d.xlsx"], '"Z:\\c d^!.xlsx" Z:\\表(1).xlsx "Z:\\r &d.xlsx"'),
        (["Z:\\a^^"], "Z:\\a"),  # cmd itself takes one away, the line of the file the other
    ],
)
def test_the_arguments_come_through(
    wine: Run, pack: Callable[[str, int], Path], dragged: list[str], given: str
) -> None:
    code, (called, _, _, said, *_) = wine(pack("x", 3) / TAKE, *dragged)
    assert code == 3 and called.endswith(" drop")
    assert said.strip() == given


def test_a_file_that_was_taken_out_alone_says_so(wine: Run, pack: Callable[[str, int], Path]) -> None:
    folder = pack("alone", 0)
    (folder / "python" / "python.exe").unlink()
    code, said = wine(folder / START)
    assert code == 3 and "python\\python.exe" in "".join(said)
