"""What is counted, measured or dated in a text."""

from __future__ import annotations

import pytest

from huifang.decisions.drafting.clauses import fold
from huifang.decisions.drafting.quantities import Sort, quantities


@pytest.mark.parametrize(
    ("text", "sort", "value", "unit"),
    [
        ("出院后二十四小时内", Sort.SPAN, "24", "小时"),
        ("三至五个工作日", Sort.SPAN, "3-5", "工作日"),
        ("第三個月再回訪", Sort.NTH, "3", "月"),
        ("次日致电", Sort.DAY, "1", "天"),
        ("办结后第二天", Sort.DAY, "1", "天"),
        ("每两个月联系", Sort.PERIOD, "2", "月"),
        ("1~2次", Sort.COUNT, "1-2", "次"),
        ("一到两次", Sort.COUNT, "1-2", "次"),
        ("不少于三分之二", Sort.SHARE, "2/3", "%"),
        ("百分之三十", Sort.SHARE, "30", "%"),
        ("千分之三", Sort.SHARE, "0.3", "%"),
        ("七成的客户", Sort.SHARE, "70", "%"),
        ("８５％以上", Sort.SHARE, "85", "%"),
        ("下午四点半前", Sort.CLOCK, "16:30", ""),
        ("上午十時至晚間九時", Sort.HOURS, "10:00-21:00", ""),
        ("下午2:00至5:30", Sort.HOURS, "14:00-17:30", ""),
        ("每月最后一个周一", Sort.WEEKDAY, "1", "星期"),
        ("每周五交", Sort.WEEKDAY, "5", "星期"),
        ("次月2日报", Sort.MONTH_DAY, "2", "日"),
        ("每季度第一个月10日前", Sort.MONTH_DAY, "10", "日"),
        ("每旬结束后两日内", Sort.PERIOD_END, "2", "天"),
        ("罚二万元", Sort.MONEY, "20000", "元"),
        ("扣两分", Sort.POINTS, "2", "分"),
        ("半个月内", Sort.SPAN, "15", "天"),
    ],
)
def test_a_quantity_is_read(text: str, sort: Sort, value: str, unit: str) -> None:
    found = [*quantities(fold(text))]
    assert [(one.sort, one.value, one.unit) for one in found] == [(sort, value, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "第三条",
        "民国113年9月1日起",
        "2024年5月",
        "热线0735-2221234",
        "(02)8771-5520",
        "统一着装，一律佩戴",
        "第三方检测",
        "第一时间",
    ],
)
def test_a_name_or_a_date_is_none(text: str) -> None:
    assert [*quantities(fold(text))] == []


def test_every_week_once_is_no_monday() -> None:
    assert [one.sort for one in quantities("每周一次")] == [Sort.PERIOD, Sort.COUNT]


def test_the_days_of_a_month_go_on() -> None:
    assert [one.value for one in quantities("每月10日、25日")] == ["10", "25"]
