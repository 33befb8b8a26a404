"""Offices that earlier releases made, on the page: every page of theirs opens, and the button goes on with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from frozen_offices import FROZEN, unpacked
from huifang.page.roles import Role
from page_made import made_page, plain

pytestmark = pytest.mark.slow


@pytest.mark.sampled
@pytest.mark.parametrize("archive", FROZEN, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_an_old_office_is_gone_on_with(archive: Path, tmp_path: Path) -> None:
    frozen = unpacked(archive, tmp_path)
    for role in (Role.AUDITOR, Role.SUPERVISOR):
        page = made_page(frozen.office.root, frozen.now, role)
        seen = 0
        for path, answer in page.walked(("/", "/do", "/jobs")):
            assert answer.status_code in (200, 303), (path, plain(answer.get_data(as_text=True)))
            seen += 1
        assert seen > 8
    assert page.done(page.post("/do/run")).code in (0, 1)
    assert page.done(page.post("/do/verify")).code == 0
