"""docs/architecture.md and CONTRIBUTING.md name only what is there, and every room."""

from __future__ import annotations

import re
import shlex
import shutil
import sys
import tomllib
from pathlib import Path

import pytest

from places import PACKAGE, ROOT

GUIDES = (ROOT / "docs" / "architecture.md", ROOT / "docs" / "decisions.md", ROOT / "CONTRIBUTING.md")
ARCHITECTURE, _, CONTRIBUTING = GUIDES
#: What stands for a name of one's own.
PLACEHOLDER = "NAME"
TOKEN = re.compile(r"`([^`\n]+)`")
#: A class or a constant, not a word of an option.
IDENTIFIER = re.compile(r"_?[A-Z][A-Za-z_]+")
ENDINGS = (".py", ".toml", ".md", ".txt", ".j2", ".xlsx")
MAX_LINES, MAX_STEPS = 120, 8
ROOMS = sorted(path.parent for path in PACKAGE.rglob("__init__.py") if path.parent != PACKAGE)


def paths_in(text: str) -> list[str]:
    """What is written as a path: from the root, or below the package. Workbooks of an office are none of ours."""
    tokens = dict.fromkeys(TOKEN.findall(text))
    return [token for token in tokens if token.isascii() and " " not in token and _is_path(token)]


def _is_path(token: str) -> bool:
    return "/" in token.rstrip("/") or token.endswith(("/", *ENDINGS))


def exists(path: str) -> bool:
    if PLACEHOLDER in path:
        path = path.rpartition("/")[0]
    return any((base / path).exists() for base in (ROOT, PACKAGE))


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_a_path_that_is_named_exists(guide: Path) -> None:
    named = paths_in(guide.read_text(encoding="utf-8"))
    assert named or guide.name == "decisions.md"
    assert [path for path in named if not exists(path)] == []


def test_a_path_that_does_not_exist_is_found() -> None:
    named = paths_in("`flow/nowhere.py` and `rules/`, `制度.xlsx`, `--json`, `tests/data/NAME.txt`, `gone/NAME.txt`")
    assert named == ["flow/nowhere.py", "rules/", "tests/data/NAME.txt", "gone/NAME.txt"]
    assert [path for path in named if not exists(path)] == ["flow/nowhere.py", "gone/NAME.txt"]


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.relative_to(PACKAGE).as_posix())
def test_every_room_is_in_the_architecture(room: Path) -> None:
    assert f"`{room.relative_to(PACKAGE).as_posix()}/`" in ARCHITECTURE.read_text(encoding="utf-8")


def test_the_architecture_is_one_page() -> None:
    assert len(ARCHITECTURE.read_text(encoding="utf-8").splitlines()) <= MAX_LINES


def commands() -> list[str]:
    (fenced,) = re.findall(r"```\n(.*?)```", CONTRIBUTING.read_text(encoding="utf-8"), flags=re.DOTALL)
    return list(fenced.splitlines())


@pytest.mark.parametrize("line", commands())
def test_a_command_that_is_named_is_real(line: str) -> None:
    program, *arguments = shlex.split(line)
    if program == "python":
        assert (ROOT / arguments[0]).is_file()
        return
    assert shutil.which(program, path=str(Path(sys.executable).parent)) or shutil.which(program), program
    if "-m" in arguments:
        markers = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]
        known = {marker.partition(":")[0] for marker in markers["ini_options"]["markers"]}
        assert arguments[arguments.index("-m") + 1].removeprefix("not ") in known


def test_a_recipe_is_short() -> None:
    recipes = CONTRIBUTING.read_text(encoding="utf-8").split("\n## Recipes\n", 1)[1].split("\n### ")[1:]
    assert len(recipes) == 12
    for recipe in recipes:
        steps = re.findall(r"^(\d+)\. ", recipe, flags=re.MULTILINE)
        assert steps == [str(number) for number in range(1, len(steps) + 1)] and 3 <= len(steps) <= MAX_STEPS


def steps() -> list[str]:
    """Each numbered step of a recipe, as one line."""
    recipes = CONTRIBUTING.read_text(encoding="utf-8").split("\n## Recipes\n", 1)[1]
    return [" ".join(step.split()) for step in re.findall(r"^\d+\. (?:.+\n)(?:   .+\n)*", recipes, flags=re.MULTILINE)]


def missing_names(step: str) -> list[str]:
    """The classes and constants that stand in none of the files that the step names."""
    places = [base / path for path in paths_in(step) for base in (ROOT, PACKAGE) if (base / path).exists()]
    files = [file for place in places for file in ([place] if place.is_file() else place.rglob("*.py"))]
    words = {word for file in files for word in re.findall(r"\w+", file.read_text(encoding="utf-8"))}
    return [name for name in TOKEN.findall(step) if IDENTIFIER.fullmatch(name) and name not in words]


@pytest.mark.parametrize("step", [step for step in steps() if paths_in(step)])
def test_a_class_or_constant_stands_where_a_recipe_says(step: str) -> None:
    assert missing_names(step) == []


def test_one_that_does_not_is_found() -> None:
    assert missing_names("1. A `Recipe` beside `Format` in `ledger/formats.py`.") == ["Recipe"]
    assert sum(bool(IDENTIFIER.search(step)) for step in steps()) > 8
