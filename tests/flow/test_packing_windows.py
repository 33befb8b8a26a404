"""The folder for Windows, made from a made-up Python and tiny wheels: whole or not at all, and the product is in it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from huifang.edges.windows.doors import bat
from huifang.flow import packing_windows
from office import run
from places import PACKAGE, ROOT
from windows_made import embeddable, wheel

RUN = """
import huifang, huifang.templates
assert huifang.__file__.startswith(sys.path[0]), huifang.__file__
assert list(huifang.templates.__path__)[0].startswith(sys.path[0])
from huifang.cli.main import main
sys.argv = ["huifang", "--json", "policies"]
main()
"""


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The options, with a lock of two packages of which Windows needs one and a half."""
    (tmp_path / "wheels").mkdir()
    pure = wheel(tmp_path / "wheels", "tiny", {"tiny/__init__.py": b"VALUE = 1\n"})
    compiled = wheel(tmp_path / "wheels", "fast", {"fast.pyd": b"MZ"}, "cp313-cp313-win_amd64")
    entries = (("fast", "", compiled), ("linux-only", " ; sys_platform == 'linux'", "0" * 64), ("tiny", "", pure))
    lock = "".join(f"{name}==1.0{marker} \\\n    --hash=sha256:{sha}\n" for name, marker, sha in entries)
    monkeypatch.setattr(packing_windows, "lock_text", lambda: lock)
    python = embeddable(tmp_path / "python-3.13.9-embed-amd64.zip")
    return ["--python", str(python), "--wheels", str(tmp_path / "wheels")]


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_folder_holds_all_that_is_needed_and_no_office(tmp_path: Path, given: list[str]) -> None:
    folder = tmp_path / "回访 台&(1)"
    ran = run("pack-windows", str(folder), *given)
    assert (ran.code, ran.data["python"], ran.data["packages"]) == (0, "3.13", 2)
    assert sorted(path.name for path in folder.iterdir()) == sorted(["python", "启动.bat", "收表.bat", "请先看.txt"])
    assert (folder / "启动.bat").read_bytes() == bat("page") and (folder / "收表.bat").read_bytes() == bat("drop")
    assert ran.data["files"] == len(names(folder))
    (packages,) = (folder / "python" / "Lib").iterdir()
    assert (folder / "python" / "python313._pth").read_text(encoding="ascii").splitlines()[
        -1
    ] == f"Lib\\{packages.name}"
    own = {name for name in names(packages) if name.startswith("huifang/")}
    sources = {f"huifang/{name}" for name in names(PACKAGE) if "__pycache__" not in name}
    assert sources <= own and "huifang/requirements-lock.txt" in own
    assert {f"huifang/templates/{name}" for name in names(ROOT / "templates") if name.endswith(".j2")} <= own
    assert {f"huifang/workbooks/policies/{name}" for name in names(ROOT / "workbooks/policies")} <= own
    assert {"tiny/__init__.py", "fast.pyd"} <= names(packages)
    assert not any("__pycache__" in name or "/blank/" in name for name in own)


def test_what_was_packed_runs(tmp_path: Path, given: list[str]) -> None:
    """By this Python, with the packages of this system behind what was packed."""
    assert run("pack-windows", str(tmp_path / "p"), *given).code == 0
    (packages,) = (tmp_path / "p/python/Lib").iterdir()
    here = [path for path in sys.path if path.endswith("site-packages")]
    code = f"import sys; sys.path[:0] = {[str(packages)]}; sys.path += {here}\n{RUN}"
    ran = subprocess.run([sys.executable, "-I", "-S", "-c", code], cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert ran.returncode == 0, ran.stderr
    assert len(json.loads(ran.stdout)["policies"]) > 10


def test_nothing_is_left_of_a_pack_that_fails(tmp_path: Path, given: list[str]) -> None:
    before = names(tmp_path)
    next((tmp_path / "wheels").glob("tiny*")).write_bytes(b"other")
    failed = run("pack-windows", str(tmp_path / "p"), *given)
    assert failed.code == 3 and failed.data["reason_code"] == "Y873"
    assert names(tmp_path) == before and not (tmp_path / "p").exists()


def test_nothing_is_put_into_a_folder_that_holds_something(tmp_path: Path, given: list[str]) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "办公.xlsx").touch()
    assert run("pack-windows", str(tmp_path / "p"), *given).data["reason_code"] == "Y827"
    (tmp_path / "p" / "办公.xlsx").unlink()
    assert run("pack-windows", str(tmp_path / "p"), *given).code == 0


def test_another_release_lies_in_another_folder_and_the_same_in_the_same(tmp_path: Path, given: list[str]) -> None:
    def packages(name: str) -> str:
        assert run("pack-windows", str(tmp_path / name), *given).code == 0
        (found,) = (tmp_path / name / "python" / "Lib").iterdir()
        return found.name

    first = packages("one")
    assert packages("two") == first
    embeddable(tmp_path / "python-3.13.9-embed-amd64.zip", minor=14)
    wheels = tmp_path / "wheels"
    (wheels / "fast-1.0-cp313-cp313-win_amd64.whl").rename(wheels / "fast-1.0-cp314-cp314-win_amd64.whl")
    assert packages("three") != first
