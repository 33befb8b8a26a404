"""Of the wheels in a folder the one that runs on Windows is taken, by its hash, and laid where imports find it."""

from __future__ import annotations

from pathlib import Path

import pytest

from huifang.edges.store.files import OfficeError
from huifang.edges.windows.locked import Locked
from huifang.edges.windows.wheels import Wheel, unpack_wheel, wheels_in
from windows_made import wheel


def locked(name: str, *hashes: str) -> Locked:
    return Locked(name, "1.0", "", frozenset(hashes))


@pytest.mark.parametrize(
    ("tags", "runs"),
    [
        ("py3-none-any", True),
        ("py2.py3-none-any", True),
        ("cp313-cp313-win_amd64", True),
        ("cp310-abi3-win_amd64", True),
        ("py3-none-win_amd64", True),
        ("cp314-abi3-win_amd64", False),
        ("cp312-cp312-win_amd64", False),
        ("cp313-cp313t-win_amd64", False),
        ("cp313-cp313-win32", False),
        ("cp313-cp313-win_arm64", False),
        ("cp313-cp313-manylinux_2_17_x86_64", False),
        ("py2-none-any", False),
        ("pp311-pypy311_pp73-win_amd64", False),
    ],
)
def test_which_wheel_runs_there(tmp_path: Path, tags: str, runs: bool) -> None:
    sha = wheel(tmp_path, "tiny", {"tiny.py": b""}, tags)
    if runs:
        assert [one.sha for one in wheels_in(tmp_path, [locked("tiny", sha)], "3.13")] == [sha]
        return
    with pytest.raises(OfficeError) as refused:
        wheels_in(tmp_path, [locked("tiny", sha)], "3.13")
    assert refused.value.reason.code == "Y872" and "tiny 1.0" in refused.value.reason.text


def test_names_are_compared_as_registries_write_them(tmp_path: Path) -> None:
    sha = wheel(tmp_path, "Flufl.Some_thing", {"x.py": b""})
    assert len(wheels_in(tmp_path, [locked("flufl-some-thing", sha)], "3.13")) == 1


def test_the_locked_one_of_several_is_taken(tmp_path: Path) -> None:
    wheel(tmp_path, "tiny", {"tiny.py": b"other"}, "cp313-cp313-win_amd64")
    sha = wheel(tmp_path, "tiny", {"tiny.py": b"ours"}, "py3-none-any")
    assert [one.sha for one in wheels_in(tmp_path, [locked("tiny", sha)], "3.13")] == [sha]


def test_what_installs_into_several_places_is_laid_into_one(tmp_path: Path) -> None:
    files = {
        "tiny/__init__.py": b"",
        "tiny-1.0.data/purelib/pure.py": b"p",
        "tiny-1.0.data/platlib/plat.pyd": b"q",
        "tiny-1.0.data/scripts/tiny.exe": b"MZ",
        "tiny-1.0.data/data/share/x": b"x",
    }
    sha = wheel(tmp_path, "tiny", files)
    unpack_wheel(Wheel(tmp_path / "tiny-1.0-py3-none-any.whl", sha), tmp_path / "out")
    out = tmp_path / "out"
    found = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    assert found == ["plat.pyd", "pure.py", "tiny-1.0.dist-info/METADATA", "tiny/__init__.py"]


@pytest.mark.parametrize(
    "member", ["../evil.py", "/evil.py", "tiny-1.0.data/purelib/../../../evil.py", "C:\\evil.py", "a.py"]
)
def test_a_wheel_that_leads_elsewhere_or_over_another_is_refused(tmp_path: Path, member: str) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.py").write_bytes(b"theirs")
    sha = wheel(tmp_path, "tiny", {member: b"evil"})
    with pytest.raises(OfficeError) as refused:
        unpack_wheel(Wheel(tmp_path / "tiny-1.0-py3-none-any.whl", sha), tmp_path / "out")
    assert refused.value.reason.code == "Y873"
    assert (tmp_path / "out" / "a.py").read_bytes() == b"theirs" and not list(tmp_path.parent.glob("evil.py"))
