"""What a call is about, as people look it up."""

from datetime import date

import pytest

from huifang.decisions.calls.agreements import Agreed
from huifang.decisions.calls.facts import AGREEMENT, Cause
from huifang.decisions.calls.subjects import named
from huifang.policy.rules import NEXT_CONTACT, parse_source

DAY = date(2026, 11, 5)
AGREED = Agreed(said=DAY, on=DAY, until=DAY, record_no="H2611-0007-1")


@pytest.mark.parametrize(
    ("causes", "said"),
    [
        ([], ""),
        ([("投诉.处理完成", {"投诉编号": "T1"})], "投诉 T1"),
        ([("服务单.完工时间", {"服务单号": "F1"}), ("服务单.完工时间", {"服务单号": "F2"})], "服务单 F1、F2"),
        ([("调查.整改完成日期", {"调查编号": "D1"}), ("投诉.处理完成", {"投诉编号": "T1"})], "调查 D1；投诉 T1"),
        ([("客户.体验日期", {"客户编号": "K1", "体验日期": DAY})], "体验日期 2026-11-05"),
        ([(str(NEXT_CONTACT), {"客户编号": "K1", AGREEMENT: AGREED})], "回访记录 H2611-0007-1"),
        ([(str(NEXT_CONTACT), {"客户编号": "K1"})], "下次联系日期 2026-11-05"),
    ],
)
def test_rows_are_named_by_register_and_number(causes, said):
    assert named(Cause(parse_source(source), cells, DAY) for source, cells in causes) == said
