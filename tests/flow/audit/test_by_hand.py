"""What ``docs/audit.md`` tells people to do by hand: its commands, run with a hash tool alone, and its tables."""

from __future__ import annotations

import re
import subprocess

import pytest

from huifang.decisions.audit.judging import NOTHING_FROM, REVIEW_FROM, Suspicion, most_untrue
from office import PERIOD, TestOffice, collected_office
from places import ROOT
from tools import require_tool

PAGE = (ROOT / "docs" / "audit.md").read_text(encoding="utf-8")
FRAME, DRAWN, HEAD = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
(EXAMPLE,) = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
SEALED, LATER = "2026-11-30 19:00", "2026-12-01 09:00"


def rows_of(heading: str) -> list[list[str]]:
    """The cells of the table below this header line."""
    below = PAGE.split(heading, 1)[1].split("\n\n", 1)[0]
    return [[cell.strip() for cell in line.strip("| ").split("|")] for line in below.strip().splitlines()[1:]]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    office = collected_office(tmp_path_factory.mktemp("office"))
    office.run("spotcheck", "draw", "--period", PERIOD, now=SEALED)
    return office


def by_hand(office: TestOffice, commands: str) -> list[str]:
    for tool in ("bash", "sha256sum", "sed", "grep"):
        require_tool(tool)
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands], cwd=office.root, capture_output=True, encoding="utf-8", check=True
    )
    return ran.stdout.splitlines()


@pytest.mark.slow
def test_the_same_three_customers_are_drawn_by_hand(office: TestOffice) -> None:
    made = office.run("spotcheck", "draw", "--period", PERIOD, "--seed", "0711", now=LATER).data
    lines = by_hand(office, DRAWN)
    assert lines == [f"{one['ticket']} {one['customer_no']}" for one in made["draws"] if one["agent"] == "A01"]
    assert lines == EXAMPLE.splitlines()


@pytest.mark.slow
def test_the_frame_is_the_one_that_was_sealed(office: TestOffice) -> None:
    lying, journaled = by_hand(office, FRAME)
    assert lying == journaled == office.run("spotcheck", "draw", "--period", PERIOD, now=LATER).data["frame_sha256"]


@pytest.mark.slow
def test_the_head_is_that_of_the_last_line(office: TestOffice) -> None:
    counted, stated = by_hand(office, HEAD)
    assert counted == stated == office.run("verify", now=LATER).data["head"]


def test_the_bounds_are_those_of_the_table() -> None:
    rows = rows_of("| 核对清楚 | 不符 0 条 | 不符 1 条 | 不符 2 条 | 不符 3 条 |")
    assert [[int(cell) for cell in row] for row in rows] == [
        [told, *(most_untrue(30, told, differing) for differing in range(4))] for told in (3, 6, 9, 12)
    ]


def test_the_scores_are_those_of_the_tables() -> None:
    rows = rows_of("| 客户记错的比例 | 相符一条 | 不符一条 |")
    for share, agreed, differed in rows:
        suspicion = Suspicion(int(share.removesuffix("%")) / 100)
        assert (agreed, differed) == (f"{suspicion.evidence(1, 0):+.2f}", f"{suspicion.evidence(0, 1):+.2f}")
    assert len(rows) == 4
    assert (f"到 {NOTHING_FROM:.2f} |" in PAGE, f"到 {REVIEW_FROM:.2f} |" in PAGE) == (True, True)
