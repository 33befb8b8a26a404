"""目标 of 回访规则, as people type it."""

import pytest

from huifang.policy.targets import RuleTarget, parse_target


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ("100%", RuleTarget("100%", percent=100)),
        ("１００％", RuleTarget("100%", percent=100)),
        ("1", RuleTarget("100%", percent=100)),  # typed as 100 % into a cell that is no text
        ("0.3", RuleTarget("不少于 30%", percent=30)),
        ("≥30%", RuleTarget("不少于 30%", percent=30)),
        (">= 30 %", RuleTarget("不少于 30%", percent=30)),
        ("不少于30%", RuleTarget("不少于 30%", percent=30)),
        ("至少 30%", RuleTarget("不少于 30%", percent=30)),
        ("每月2次", RuleTarget("每月 2 次", times=2)),
        ("每月至少 1 次", RuleTarget("每月 1 次", times=1)),
        ("重点客户100%", RuleTarget("重点客户 100%", percent=100, customer_class="重点客户")),
        ("重点客户不少于50%", RuleTarget("重点客户 不少于 50%", percent=50, customer_class="重点客户")),
        ("每个月2次", RuleTarget("每月 2 次", times=2)),
        *((wrong, None) for wrong in ("全部", "30", "2", "0.0", "0%", "101%", "每月0次", "每月32次", "每周2次")),
    ],
)
def test_a_target_is_read_as_people_type_it(typed, target):
    assert parse_target(typed) == target


@pytest.mark.parametrize(("total", "needed"), [(0, 0), (1, 1), (3, 1), (4, 2), (10, 3)])
def test_a_part_of_a_call_is_a_whole_one(total, needed):
    assert RuleTarget("", percent=30).needed(total) == needed
