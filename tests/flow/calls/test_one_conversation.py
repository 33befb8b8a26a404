"""A row for each finished order (000/二 3.5 to 3.7); one conversation may do for several, and counts once."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from month_office import REACHED, MonthOffice, columns
from office import put

pytestmark = pytest.mark.slow

PEOPLE = (("C01", "钱老板", "老板", None), ("B01", "赵主管", "主管", "C01"), ("A01", "李明", "业务员", "B01"))
NOVEMBER, AT = "2026-11", {"回访日期": date(2026, 11, 6), "回访方式": "电话"}


def answered(play: MonthOffice, *ends: time) -> list[dict[str, Any]]:
    """Fill in the first rows, all begun at ten and over at these times."""
    with play.on_the_desk("A01", NOVEMBER) as sheet:
        rows = [{h: sheet.cell(row, at).value for h, at in columns(sheet).items()} for row in range(2, 5)]
        for row, end in enumerate(ends, start=2):
            put(sheet, row, {**AT, **REACHED, "开始时间": time(10), "结束时间": end})
    play.hand_in("A01", NOVEMBER)
    return rows


def test_a_row_for_each_order_and_one_conversation(tmp_path: Path) -> None:
    customer = {
        "customer_no": "K1", "customer_name": "一室", "customer_class": "业主", "agent": "A01", "contact": "王女士",
        "phone": "13800000001", "review_status": "已审核", "reviewed_by": "B01", "reviewed_on": date(2026, 10, 5),
    }  # fmt: skip
    play = MonthOffice(tmp_path, "property", datetime(2026, 11, 2, 8, 0), PEOPLE, [customer])
    for number, content, day in (("W1", "换锁芯", 3), ("W2", "修水管", 4)):
        done = datetime.combine(play.day(day), time(16))
        play.add(
            "服务单.xlsx", "服务单",
            {"服务单号": number, "客户编号": "K1", "服务类型": "维修", "服务内容": content, "完工时间": done},
        )  # fmt: skip
    for number, item in (("D1", "保洁"), ("D2", "绿化")):
        play.add(
            "意见调查.xlsx", "调查",
            {"调查编号": number, "客户编号": "K1", "调查日期": play.day(2), "调查项目": item, "评价": "不满意",
             "整改完成日期": play.day(4)},
        )  # fmt: skip
    play.run(5, "08:30")
    rows = answered(play, time(10, 5), time(10, 5), time(10, 8))
    told = [row["回访内容"] for row in rows]
    assert sorted(told) == [
        "【意见整改回访】①调查 D1“保洁”：11-04 已整改；②调查 D2“绿化”：11-04 已整改。",  # one row names all
        "【维修回访】维修单 W1：11-03 换锁芯。", "【维修回访】维修单 W2：11-04 修水管。",
    ]  # fmt: skip
    assert len({row["计划日期"] for row in rows}) == 1 and {row["上次回访"] for row in rows} == {"第一次回访"}

    (back,) = play.office.run("collect", now="2026-11-06 12:00").data["returned"]
    # who goes on talking is not in the same conversation
    assert [one["code"] for one in back["findings"] if one["severity"] == "error"] == ["X402"]
    answered(play, time(10, 5), time(10, 5), time(10, 5))
    taken = play.office.run("collect", now="2026-11-06 13:00").data
    assert taken["returned"] == [] and [sheet["rows"] for sheet in taken["accepted"]] == [1]  # the two others are in
    figures = play.report(NOVEMBER, "2026-11-07 09:00")["figures"]
    assert (figures["done"], figures["reported"], figures["connected"], figures["satisfied"]) == (4, 3, 1, 1)
