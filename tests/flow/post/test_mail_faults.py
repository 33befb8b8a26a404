"""Whatever goes wrong while mails are sent: nothing is lost, nothing goes out twice, and the page says how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from mail_matrix import PAGE, TROUBLES, Trouble, outcome, row

pytestmark = pytest.mark.slow

ROWS = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")][2:]


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda one: one.name)
def test_nothing_is_lost_and_nothing_goes_out_twice(tmp_path: Path, trouble: Trouble) -> None:
    seen = outcome(trouble, tmp_path)
    assert (seen.lost, seen.doubled) == (0, 0), seen
    assert row(trouble, seen) in ROWS, "run: python tests/support/mail_matrix.py, and read the difference"


def test_the_page_lists_just_these() -> None:
    assert [line.split(" | ")[:2] for line in ROWS] == [[f"| {one.where}", one.how] for one in TROUBLES]
