"""A few simulated audits, as ``tests/bench/audit.py`` makes hundreds of: who invents is found, who does not is not."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from random import Random

from customers_simulated import REPORTED, forgetting_in, found_in, history, with_lists, without_lists
from places import ROOT
from sheets_simulated import CHEATS

HABITS = REPORTED.sheets.habits
PAGE = (ROOT / "docs" / "audit.md").read_text(encoding="utf-8")


def test_who_invents_half_of_the_calls_is_found_within_three_periods() -> None:
    rng = Random(REPORTED.seed)
    invent = CHEATS["编造的通话"]
    found = []
    for number in range(20):
        habit = HABITS[number % len(HABITS)]
        kept = without_lists({"A01": history(rng, REPORTED, habit, 3, lambda chance, rows: invent(chance, rows, 0.5))})
        found.append(found_in(kept["A01"], forgetting_in(kept)))
    assert found.count(None) <= 2


def test_an_honest_office_is_let_be() -> None:
    rng = Random(REPORTED.seed)
    office = with_lists({habit.name: history(rng, REPORTED, habit, 12) for habit in HABITS})
    forgetting = forgetting_in(office)
    assert [name for name, year in office.items() if found_in(year, forgetting)] == []


def test_the_measuring_runs_and_gives_the_tables_of_the_page() -> None:
    """With one office of each kind, so that its figures mean nothing."""
    command = [sys.executable, "-X", "utf8", str(ROOT / "tests" / "bench" / "audit.py"), "--runs", "1"]
    support = str(ROOT / "tests" / "support")
    ran = subprocess.run(
        command, capture_output=True, encoding="utf-8", check=False, env={**os.environ, "PYTHONPATH": support}
    )
    assert ran.returncode == 0, ran.stderr
    headers = [line for line in ran.stdout.splitlines() if line.startswith("| ") and not line[2].isspace()]
    assert {line for line in headers if "---" not in line and "%" not in line} <= {*PAGE.splitlines()}


def test_the_figures_stand_in_the_page() -> None:
    figures = PAGE.split("<!-- 模拟 -->", 1)[1].split("<!-- 模拟完 -->")[0]
    tables = re.findall(r"(?:^\|.*\|\n)+", figures, re.MULTILINE)
    assert [bool(re.search(r"\d%", table)) for table in tables] == [True] * 5
    for habit in HABITS:
        assert f"| {habit.name} |" in figures
    for cheat in CHEATS:
        assert f"| {cheat}" in figures
    edited, seen = re.findall(r"改了 (\d+) 次，`huifang verify` 指出 (\d+) 次", figures)[0]
    assert edited == seen != "0"
