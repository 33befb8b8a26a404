"""Findings that say the same are told once, with all their places."""

import pytest

from huifang.core.alike import cells_said, grouped
from huifang.core.findings import Finding, Place, Severity


def one(cell, message="没有填写。", code="C201", sheet="表"):
    return Finding(code, Severity.ERROR, Place("一.xlsx", sheet, cell), message, "请填写。")


@pytest.mark.parametrize(
    ("addresses", "said"),
    [
        ([], ""), (["L2"], "L2"), (["L2", "L3"], "L2:L3 共 2 处"), (["L2", "M2"], "L2、M2"), (["L2", "L2"], "L2"),
        (["L2", "L3", "L4", "L9", "M10"], "L2:L4、L9、M10 共 5 处"), (["L9", "L2"], "L9、L2"),
        ([f"L{row}" for row in range(2, 42)], "L2:L41 共 40 处"),
        ([f"L{row}" for row in range(2, 22, 2)], "L2、L4、L6、L8、L10 等 10 处"),
    ],
)  # fmt: skip
def test_cells_in_words(addresses, said):
    assert cells_said(addresses) == said


def test_what_says_the_same_of_one_sheet_is_one():
    said = [
        ("L2",),
        ("M2", "不是时间。", "C203"),
        ("L3",),
        ("L2", "没有填写。", "C201", "表二"),
        ("L4",),
        (None, "没有表。"),
    ]
    listed = [one(*values) for values in said]
    groups = grouped(listed)
    assert [group.where for group in groups] == [
        "一.xlsx!表!L2:L4 共 3 处", "一.xlsx!表!M2", "一.xlsx!表二!L2", "一.xlsx!表",
    ]  # fmt: skip
    assert [finding for group in groups for finding in group.findings] == [
        listed[at] for at in (0, 2, 4, 1, 3, 5)
    ] and groups[0].first is listed[0]
