"""Imports point down and make no circle, nothing below cli asks the clock or draws, and no module grows too long."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from places import ROOT

PACKAGE = ROOT / "scripts" / "huifang"
MODULES = sorted(PACKAGE.rglob("*.py"))
MAX_LINES = 320

PLANTED = [
    ("core", "tables"),
    ("tables", "policy"),
    ("policy", "ledger"),
    ("ledger", "rules"),
    ("rules", "decisions"),
    ("decisions", "rules"),
    ("decisions", "edges"),
    ("edges", "flow"),
    ("flow", "page"),
    ("page", "cli"),
]

CLOCK = {
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "time.time",
    "time.time_ns",
}
CHANCE = {"random", "secrets", "uuid"}


def lint_imports(source_root: Path) -> subprocess.CompletedProcess[str]:
    """Runs import-linter with the project's contracts over the ``huifang`` that lies in ``source_root``."""
    # not ``-m importlinter.cli``: that does nothing, and says that all is well
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", command, "--no-cache", "--config", str(ROOT / "pyproject.toml")],
        cwd=source_root,
        env={**os.environ, "PYTHONPATH": str(source_root), "COLUMNS": "200", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_imports_point_down_only() -> None:
    linted = lint_imports(PACKAGE.parent)
    assert linted.returncode == 0, linted.stdout + linted.stderr
    assert "0 broken" in linted.stdout


@pytest.mark.parametrize(("lower", "upper"), PLANTED, ids=lambda floor: floor)
def test_a_planted_upward_import_is_found(lower: str, upper: str, tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "huifang", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "huifang" / lower / "planted.py").write_text(f"import huifang.{upper}\n", encoding="utf-8")
    linted = lint_imports(tmp_path)
    assert linted.returncode != 0
    assert f"huifang.{lower}.planted -> huifang.{upper} (l.1)" in linted.stdout, linted.stdout + linted.stderr


@pytest.mark.parametrize("module", ["flow.office.planted", "flow.planted.inner"], ids=["of files", "of rooms"])
def test_a_planted_circle_is_found(module: str, tmp_path: Path) -> None:
    """One that only type checkers see, too."""
    shutil.copytree(PACKAGE, tmp_path / "huifang", ignore=shutil.ignore_patterns("__pycache__"))
    planted = tmp_path.joinpath("huifang", *module.split(".")).with_suffix(".py")
    planted.parent.mkdir(exist_ok=True)
    (planted.parent / "__init__.py").touch()
    planted.write_text("import huifang.flow.office.desk\n", encoding="utf-8")
    with (tmp_path / "huifang" / "flow" / "office" / "desk.py").open("a", encoding="utf-8") as desk:
        desk.write(f"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import huifang.{module}\n")
    linted = lint_imports(tmp_path)
    assert linted.returncode != 0
    assert "No circle, of rooms or of files BROKEN" in linted.stdout, linted.stdout + linted.stderr


def clock_and_chance(source: str) -> list[str]:
    """Each place, as ``line: name``, where ``source`` asks the clock or imports something that draws at random."""
    nodes = list(ast.walk(ast.parse(source)))
    bound: dict[str, str] = {}  # local name -> what it is, by its full name
    found = []
    for node in nodes:
        if isinstance(node, ast.Import):
            imported = [(alias, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            imported = [(alias, f"{node.module}.{alias.name}") for alias in node.names]
        else:
            continue
        for alias, full_name in imported:
            top = full_name.partition(".")[0]
            whole = alias.asname or isinstance(node, ast.ImportFrom)
            bound[alias.asname or alias.name.partition(".")[0]] = full_name if whole else top
            if top in CHANCE:
                found.append(f"{node.lineno}: {full_name}")
    found += [
        f"{node.lineno}: {name}"
        for node in nodes
        if isinstance(node, (ast.Name, ast.Attribute)) and (name := _full_name(node, bound)) in CLOCK
    ]
    return found


def _full_name(node: ast.expr, bound: dict[str, str]) -> str | None:
    """``dt.date`` is ``datetime.date`` after ``import datetime as dt``; None stands for what was not imported."""
    if isinstance(node, ast.Name):
        return bound.get(node.id)
    if isinstance(node, ast.Attribute) and (base := _full_name(node.value, bound)):
        return f"{base}.{node.attr}"
    return None


@pytest.mark.parametrize(
    "module",
    [module for module in MODULES if module.relative_to(PACKAGE).parts[0] != "cli"],
    ids=lambda module: module.relative_to(PACKAGE).as_posix(),
)
def test_nothing_below_cli_asks_the_clock_or_draws(module: Path) -> None:
    assert clock_and_chance(module.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import datetime\ndatetime.datetime.now()", ["2: datetime.datetime.now"]),
        ("import datetime as dt\nx = dt.datetime.utcnow()", ["2: datetime.datetime.utcnow"]),
        ("from datetime import datetime\nx = datetime.now().date()", ["2: datetime.datetime.now"]),
        ("from datetime import datetime as When\nx = When.today()", ["2: datetime.datetime.today"]),
        ("from datetime import date\ndef f(today=date.today): ...", ["2: datetime.date.today"]),
        ("import time\ndef f():\n    return time.time()", ["3: time.time"]),
        ("def f():\n    from time import time\n    return time()", ["3: time.time"]),
        ("import random", ["1: random"]),
        ("import os, uuid as u", ["1: uuid"]),
        ("from secrets import token_hex", ["1: secrets.token_hex"]),
        ("from datetime import datetime, time\nimport time as t\nt.sleep(1)\ntime(9)\ndatetime.strptime(a, b)", []),
        ("from datetime import date\ndef f(desk, now: date):\n    return desk.now, desk.today(), now.today", []),
    ],
)
def test_a_planted_clock_or_draw_is_found(source: str, found: list[str]) -> None:
    assert clock_and_chance(source) == found


def test_modules_stay_short() -> None:
    lines = {module: len(module.read_text(encoding="utf-8").splitlines()) for module in MODULES}
    assert {module.relative_to(ROOT).as_posix(): n for module, n in lines.items() if n > MAX_LINES} == {}


def test_there_is_no_module_for_leftovers() -> None:
    assert [module for module in MODULES if module.name == "utils.py"] == []
