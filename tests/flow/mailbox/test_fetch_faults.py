"""Whatever goes wrong while mails are fetched, none is lost and none comes twice: the table of docs/mail-in.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from fetch_matrix import OBSTACLES, PAGE, Obstacle, outcome, row

pytestmark = pytest.mark.slow

ROWS = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")][2:]


@pytest.mark.parametrize("obstacle", OBSTACLES, ids=lambda one: one.name)
def test_nothing_is_lost(tmp_path: Path, obstacle: Obstacle) -> None:
    seen = outcome(tmp_path, obstacle)
    assert (seen.lost, seen.doubled) == (0, 0) and 0 < seen.runs <= 2
    assert row(obstacle, seen) in ROWS, "run: python tests/support/fetch_matrix.py, and read the difference"


def test_the_table_has_nothing_else() -> None:
    assert len(ROWS) == len(OBSTACLES)
