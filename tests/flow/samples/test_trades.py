"""What a regulation shows is of its own trade: the guide of its workbooks, and its made-up office."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from huifang.edges.books.blank_books import blanks_of
from huifang.edges.known.presets import Preset, presets
from huifang.edges.known.trades import TRADES
from huifang.flow.samples.sample import sample_rows

#: Words that belong to one trade alone.
OF_A_TRADE = {
    "cars": ("京A", "刹车", "机油"), "property": ("栋", "物业"), "hotel": ("酒店", "宾馆"),
    "sales": ("五金商行", "新品", "补货"), "scenic": ("检票口",), "travel": ("导游",), "power": ("变电站", "开关柜"),
    "farming": ("果园", "种植户"), "experience": ("会员",), "hospital": ("住院号",), "appliance": ("空调", "排水"),
    "insurance": ("投保人",), "gas": ("阀门", "灶前"),
}  # fmt: skip
ORAL = "口头上报无效"


def guide_of(preset: Preset) -> str:
    """All that the guide of the blank sheet of calls says."""
    book = load_workbook(BytesIO(blanks_of(preset)["回访记录.xlsx"]))
    return "\n".join(str(cell.value) for row in book["使用说明"].iter_rows() for cell in row if cell.value)


def test_every_regulation_names_its_trade() -> None:
    assert {preset.content["trade"] for preset in presets()} == {*TRADES}


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.preset)
def test_a_guide_says_what_its_own_regulation_asks(preset: Preset) -> None:
    said, policy = guide_of(preset), preset.policy
    assert (ORAL in said) is policy.written_report
    assert all(rule.title in said and rule.clause in said for rule in policy.rules)
    assert all(f"“{question.text}”" in said for question in policy.questions)
    strange = {word for trade, words in OF_A_TRADE.items() if trade != preset.content["trade"] for word in words}
    own = preset.name + preset.document + str(preset.content)
    assert not [word for word in strange if word in said and word not in own]


def test_two_offices_report_in_writing_alone() -> None:
    assert [preset.preset for preset in presets() if preset.policy.written_report] == [
        "aftersales-monthly", "sales-ten-day",
    ]  # fmt: skip


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.preset)
def test_made_up_customers_are_of_the_trade(preset: Preset) -> None:
    policy = preset.policy
    today = date(2026, 11, 12)
    rows = sample_rows(preset, policy.period_before(policy.period_of(today)), today)
    names = [row["customer_name"] for row in rows["客户"]]
    assert len(names) == len({*names}) or preset.content["trade"] in ("sales", "hotel", "power", "farming")
    told = " ".join([*names, *(str(value) for row in rows.get("服务单", ()) for value in row.values())])
    assert any(word in told for word in (*OF_A_TRADE[preset.content["trade"]], "商行", "号", "变电站"))
    if preset.content["trade"] == "cars" and "服务单.xlsx" in preset.workbooks:
        plates = {row["customer_no"]: row["plate"] for row in rows["服务单"]}
        assert all(
            plates[row["customer_no"]] in row["customer_name"] for row in rows["客户"] if row["customer_no"] in plates
        )
