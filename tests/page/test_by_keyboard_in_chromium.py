"""By keyboard alone: from an empty folder to work that is done, and to a customer's page."""

from __future__ import annotations

import re

import pytest

from browser import visiting
from page_served import serving


@pytest.mark.slow
def test_from_an_empty_folder_to_a_done_job_by_keyboard_alone(tmp_path, browser):
    with serving(tmp_path, "2026-11-12 09:00") as served, visiting(browser) as visitor:
        visitor.enter(served)
        visitor.reach("单位名称")
        visitor.type("样例五金", then="Enter")
        visitor.page.wait_for_url("**/start/policy")
        visitor.reach("制度", then="Space")  # the first; from there by arrows, as with all radio buttons
        for _ in range(20):
            if visitor.page.get_by_label("销售十日回访制度").is_checked():
                break
            visitor.page.keyboard.press("ArrowDown")
        visitor.reach("用这个制度做一个样例单位", then="Enter")
        visitor.page.get_by_text("今天该做的").first.wait_for()
        visitor.reach("做今天该做的", then="Enter")
        visitor.page.wait_for_url("**/jobs/*")
        assert "旬报" in visitor.finish()
        visitor.go("/")
        visitor.reach("客户名、电话、编号")
        visitor.type("K0003", then="Enter")
        visitor.page.wait_for_url(re.compile("/customers/K0003"))
        assert "K0003" in visitor.text
