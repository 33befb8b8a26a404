"""A day with complaints: clocks that run or have run out, a form printed, answered, confirmed, and the case closed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from browser import visiting
from complaints_made import complain as enter
from complaints_made import complaint_office, fill, listed
from forms_filled import fill as fill_form
from page_served import serving

DAY, NEXT_DAY = "2026-11-05 16:40", "2026-11-06 10:00"
BARE = {"渠道": "电话", "投诉人": "王女士", "联系方式": "13800000001", "严重程度": "一般", "首问责任人": "A02"}
LATE, NEW = "T2611-001", "T2611-002"
ANSWERED = {
    "责任部门": "客服部", "责任人": "王海燕", "分派时间": "2026-11-05 16:50", "是否成立": "成立",
    "调查完成时间": "2026-11-05 18:00", "调查结论": "导游漏了一个景点", "证据": "行程单", "处理方案": "退还门票并道歉",
    "方案类型": "补偿", "补偿金额(元)": 50, "批准人": "周丽华", "处理结果": "已退还",
    "执行完成时间": "2026-11-06 09:10", "告知客户时间": "2026-11-06 09:30", "客户反馈": "满意",
}  # fmt: skip


@pytest.mark.slow
def test_a_complaint_is_answered_and_closed_through_the_page(tmp_path, browser):
    office = complaint_office(tmp_path)
    enter(
        office,
        {**BARE, "投诉编号": LATE, "接收时间": "2026-11-04 09:00", "投诉类别": "行程", "投诉内容": "少了一个景点"},
        {**BARE, "投诉编号": NEW, "接收时间": "2026-11-05 15:00", "投诉类别": "产品", "投诉内容": "住宿不合标准"},
    )
    wrong: list[str] = []

    def look(name: str) -> str:
        visitor.page.get_by_text("正在看今天有什么要做").wait_for(state="detached")
        wrong.extend(visitor.wrong(f"投诉-{name}"))
        return visitor.text

    with visiting(browser) as visitor:
        with serving(office, DAY) as served:
            visitor.enter(served)
            said = look("超时")
            assert "有 1 件要先处理" in said and "没有关闭的 2 件，超时 1 件" in said
            assert "超 7 小时 40 分" in said and "还剩 22 小时 20 分" in said
            visitor.press("做今天该做的")
            assert "周丽华" in visitor.finish()  # who is told that it is late
            look("做了")
            fill(
                office,
                2,
                受理告知时间="2026-11-05 16:45",
                开始处理时间="2026-11-05 16:45",
                首次响应时间="2026-11-05 16:45",
            )
            visitor.go("/do/form")
            visitor.page.get_by_label("客户投诉处理单").check()
            visitor.page.get_by_label("哪些").fill(LATE)
            look("打印")
            visitor.press("填好")
            assert "客户投诉处理单" in visitor.finish()
            look("打印好了")
        (form,) = office.path("发件箱").glob("客户投诉处理单-*.xlsx")
        office.outside.mkdir(exist_ok=True)
        answered = fill_form(Path(shutil.copy(form, office.outside)), ANSWERED)
        with serving(office, NEXT_DAY) as served:
            visitor.enter(served)
            visitor.page.locator("#inbox .drop input[type=file]").set_input_files(answered)
            visitor.press("放进收件箱")
            visitor.press("做今天该做的")
            visitor.finish()
            look("填回来了")
            visitor.go("/")
            visitor.go("/confirm")
            assert "周丽华" in look("批准")
            visitor.follow("核对过，执行")
            visitor.press("执行")
            visitor.finish()
            look("批准了")
            fill(office, 2, 关闭时间=NEXT_DAY, 归档号="2026-11-001")
            visitor.go("/")
            said = look("关闭了")
            assert LATE not in said and NEW in said and "没有关闭的 1 件" in said
    assert listed(office, NEXT_DAY)[LATE]["state"] == "closed"
    assert office.run("verify", now=NEXT_DAY).data["ok"]
    assert not wrong, "\n".join(wrong)
