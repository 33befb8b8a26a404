"""Thirty public regulations: what the docs say of each is read as an office's own 制度 without a word."""

from __future__ import annotations

import pytest

from huifang.decisions.calls.triggers import NEEDED
from huifang.policy.build import read_policy
from huifang.tables.declared import house_rules
from reference.trades_page import FOLDER, Regulation, regulations


def test_all_thirty_are_there() -> None:
    assert [path.stem for path in sorted(FOLDER.glob("*.toml"))] == [f"R{number:02d}" for number in range(1, 31)]


@pytest.mark.parametrize("regulation", regulations(), ids=lambda regulation: regulation.name)
def test_what_can_be_said_is_read_without_a_finding(regulation: Regulation) -> None:
    preset = regulation.preset
    read = read_policy(preset.grids(), house_rules.WORKBOOK, NEEDED)
    assert [(finding.place.cell, finding.message) for finding in read.findings] == []
    assert len(read.policy.rules) == len(preset.content.get(house_rules.RULES.name, ()))
    for duty in regulation.duty:
        assert duty.says and (duty.put or duty.given or duty.cannot)
        for cells in duty.put:
            known = {
                column.header
                for table in house_rules.TABLES
                if table.name == cells["sheet"]
                for column in table.columns
            }
            assert {*cells} - {"sheet"} <= known, (cells["sheet"], {*cells} - known)
