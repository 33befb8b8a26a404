"""The lock file holds all that the product needs, pinned and hashed, on every system, and nothing of a registry."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from huifang.edges.windows.locked import Locked, lock_text, locked_in, windows
from places import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
COMPUTERS = {
    "windows 3.11": windows("3.11"),
    "windows 3.14": windows("3.14"),
    "linux 3.11": windows("3.11") | {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "mac 3.13": windows("3.13") | {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
}
ENTRY = "click==8.5.1 ; sys_platform == 'win32' \\\n    --hash=sha256:" + "0" * 64 + "\n"


def named(text: str) -> dict[str, Locked]:
    return {one.name: one for one in locked_in(text)}


def lacking(text: str, needed: list[str], computer: dict[str, str]) -> list[str]:
    """What of the needed is not locked for such a computer, or in another version."""
    lock, missing = named(text), []
    for line in needed:
        requirement = Requirement(line)
        if requirement.marker and not requirement.marker.evaluate({**computer, "extra": ""}):
            continue
        one = lock.get(canonicalize_name(requirement.name))
        if one is None or not one.is_needed(computer) or one.version not in requirement.specifier:
            missing.append(line)
    return missing


@pytest.mark.parametrize("computer", COMPUTERS)
def test_every_dependency_is_locked_for_every_computer(computer: str) -> None:
    assert lacking(lock_text(), PROJECT["dependencies"], COMPUTERS[computer]) == []


@pytest.mark.parametrize("computer", COMPUTERS)
def test_so_is_what_they_need_in_turn(computer: str) -> None:
    asked = {}
    for one in locked_in(lock_text()):
        try:
            asked[one.name] = metadata.distribution(one.name)
        except metadata.PackageNotFoundError:
            continue  # of another system
    assert {"polars", "keyring", "waitress"} <= set(asked)
    needed = {
        name: lacking(
            lock_text(), [line for line in found.requires or () if "extra ==" not in line], COMPUTERS[computer]
        )
        for name, found in asked.items()
        if named(lock_text())[name].is_needed(COMPUTERS[computer]) and found.version == named(lock_text())[name].version
    }
    assert {name: lines for name, lines in needed.items() if lines} == {}


def test_each_is_pinned_and_hashed_and_no_address_is_in_it() -> None:
    text = lock_text()
    assert len({one.name for one in locked_in(text)}) == len(list(locked_in(text))) > len(PROJECT["dependencies"])
    assert all(re.fullmatch("[0-9a-f]{64}", sha) for one in locked_in(text) for sha in one.hashes)
    assert not re.search(r"://|index|find-links|\bhttp|@", text)
    assert text.isascii() and "\r" not in text


@pytest.mark.parametrize(
    ("needed", "is_lacking"),
    [("click>=8.1", False), ("click>=9", True), ("other", True), ("click; sys_platform == 'linux'", False)],
)
def test_a_planted_lack_is_found(needed: str, is_lacking: bool) -> None:
    assert lacking(ENTRY, [needed], windows("3.13")) == ([needed] if is_lacking else [])
    assert lacking(ENTRY, ["click"], COMPUTERS["linux 3.11"]) == ["click"]


@pytest.mark.parametrize("line", ["click>=8", "click==8.1", "click @ file:///x --hash=sha256:0", "-r other.txt"])
def test_a_line_that_pins_nothing_is_refused(line: str) -> None:
    with pytest.raises(ValueError):
        list(locked_in(line))


@pytest.mark.parametrize(
    ("marker", "holds"),
    [
        ("sys_platform == 'win32'", True),
        ("sys_platform != 'win32'", False),
        ("python_full_version < '3.12'", False),
        ("python_full_version >= '3.9'", True),
        ("python_version == '3.13'", True),
        ("implementation_name != 'PyPy' and platform_python_implementation != 'PyPy'", True),
        ("sys_platform == 'linux' or (os_name == 'nt' and python_full_version < '3.14')", True),
    ],
)
def test_markers_are_read(marker: str, holds: bool) -> None:
    assert Locked("x", "1", marker, frozenset()).is_needed(windows("3.13")) is holds


@pytest.mark.parametrize("marker", ["print('x')", "sys_platform", "'win32' == sys_platform", "sys_platform > 'a'"])
def test_a_marker_that_is_not_understood_is_no_answer(marker: str) -> None:
    with pytest.raises(ValueError):
        Locked("x", "1", marker, frozenset()).is_needed(windows("3.13"))
