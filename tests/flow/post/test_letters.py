"""Letters on the occasions of 通知: a month of two offices leaves none without its letter, and each is written once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from huifang.edges.known.presets import load_preset, presets
from huifang.flow.occasions import OCCASIONS
from huifang.flow.reports.asking import ASKED
from huifang.tables.declared import notice_rules
from month_office import REACHED, MonthOffice

PEOPLE = (
    ("C01", "钱老板", "老板", None), ("B01", "赵主管", "主管", "C01"), ("A01", "李明", "业务员", "B01"),
    ("A02", "王强", "业务员", "B01"),
)  # fmt: skip
GUEST, PHONE = "王女士", "13800000001"


def test_every_occasion_of_the_sheet_is_written_of() -> None:
    assert {one.name for one in OCCASIONS} == {*notice_rules.OCCASIONS} and len(OCCASIONS) == len(
        notice_rules.OCCASIONS
    )
    for preset in presets():
        assert preset.policy.notices, preset.preset
        assert bool(preset.policy.notices_of(notice_rules.DECISION)) == bool(preset.policy.rules), preset.preset


def drafts(play: MonthOffice, occasion: str) -> list[EmailMessage]:
    paths = sorted(play.office.path("发件箱").rglob(f"{occasion}-*.eml"))
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]


def text(draft: EmailMessage) -> str:
    body = draft.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def letters(play: MonthOffice, occasion: str) -> list[tuple[str, str]]:
    """To whom on which day."""
    entries = [entry for entry in play.office.entries("letters") if entry["occasion"] == occasion]
    return [(one["receiver"], re.findall(r"2026-11(-\d\d)-", one["file"])[-1]) for e in entries for one in e["letters"]]


def wanted(preset: str) -> set[str]:
    return {notice.occasion for notice in load_preset(preset).policy.notices}


def written(play: MonthOffice) -> set[str]:
    return {entry["occasion"] for entry in play.office.entries("letters")}


@pytest.fixture(scope="module")
def sales(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MonthOffice]:
    """A month of a ten-day office: for the first ten days A02 never hands in, for the second A01 does three days late;
    a problem is decided about and solved.
    """
    customers = [
        {"customer_no": no, "customer_name": f"{no}商行", "customer_class": "普通客户", "agent": owner,
         "contact": "王女士", "phone": f"1380000000{no[1]}", "review_status": "已审核", "reviewed_by": "C01",
         "reviewed_on": date(2026, 10, 31), "registered_on": date(2026, 10, 30)}
        for no, owner in {"K1": "A01", "K2": "A02"}.items()
    ]  # fmt: skip
    play = MonthOffice(
        tmp_path_factory.mktemp("sales"), "sales-ten-day", datetime(2026, 11, 2, 8, 0), PEOPLE, customers
    )
    play.run(2, "08:30")
    play.run(9, "09:00")
    unsolved = {
        **REACHED, "满意度": "不满意", "不满意原因": "门锁坏了", "处理情况": "未解决", "处理措施": "建议退货",
        "上报对象": "C01", "上报文件": "退货单.docx",
    }  # fmt: skip
    play.call("A01", "K1", 9, "10:00", unsolved)
    play.hand_in("A01", "2026-11上旬")
    play.run(10, "09:00")
    play.run(10, "18:05")
    play.run(11, "09:00")
    play.office.correct(("回访记录", "H2611-0001-1", "批示", None, "同意退货", "C01", "批示"), now="2026-11-11 10:00")
    play.run(11, "11:00")
    for day in (12, 19):
        play.run(day, "09:00")
    solved = {**REACHED, "处理情况": "已解决", "处理措施": "已经退货"}
    play.call("A01", "K1", 19, "10:00", solved)
    play.call("A02", "K2", 19, "10:00")
    play.hand_in("A02", "2026-11中旬")
    for day, hour in ((20, "09:00"), (20, "18:05"), (21, "09:00"), (23, "09:00")):
        play.run(day, hour)
    play.hand_in("A01", "2026-11中旬")
    play.run(23, "11:00")
    for day in (28, 29, 30):
        play.run(day, "09:00")
    for customer, agent in (("K1", "A01"), ("K2", "A02")):
        play.call(agent, customer, 29, "10:00")
        play.hand_in(agent, "2026-11下旬")
    play.call("A02", "K2", 30, "16:00", {**REACHED, "满意度": "非常不满意", "处理情况": "未解决"})  # without reason
    play.hand_in("A02", "2026-11下旬")
    play.run(30, "18:05")
    yield play


@pytest.mark.slow
def test_a_month_of_sales_leaves_no_occasion_without_its_letter(sales: MonthOffice) -> None:
    assert written(sales) - {ASKED} == wanted("sales-ten-day")
    (first, *_), (other, *_) = (drafts(sales, f"交表提醒-2026-11-{day}") for day in ("09", "10"))
    assert str(first["Subject"]) == "【请交回访表】2026-11上旬" and "要在 2026-11-10交，还有 1 个回访没有结果" in text(
        first
    )
    assert "今天" in text(other) and "王强" in text(other)
    assert [(letter[0], letter[1]) for letter in letters(sales, "交表提醒")] == [
        ("A01", "-09"), ("A02", "-09"), ("A02", "-10"), ("A01", "-19"), ("A02", "-19"), ("A01", "-20"),
        ("A01", "-28"), ("A02", "-28"), ("A01", "-30"), ("A02", "-30"),
    ]  # fmt: skip
    assert letters(sales, "催交") == [("A02", "-11"), ("A01", "-21")]
    chased = drafts(sales, "催交")[0]
    assert text(chased).startswith("王强") and "到现在还没有收到" in text(chased)
    assert letters(sales, "报告") == [("C01", f"-{day}") for day in (10, 20, 28, 30)]
    (report,) = drafts(sales, "报告-2026-11-10")
    assert [part.get_filename() for part in report.iter_attachments()] == [
        "旬报-2026-11上旬.xlsx", "旬报-2026-11上旬.html", "李明-2026-11上旬.xlsx",
    ]  # fmt: skip
    (order,) = drafts(sales, "批示")
    assert text(order).startswith("李明") and "同意退货" in text(order)


@pytest.mark.slow
def test_bad_news_of_a_returned_row_is_told_the_same_day(sales: MonthOffice) -> None:
    (told,) = drafts(sales, "退回的不满")
    said = text(told)
    assert said.startswith("赵主管") and "K2商行(K2)，电话 13800000002" in said and "A02 王强" in said
    assert "客户说：非常不满意，未解决" in said and "2026-11下旬 回访表第" in said


@pytest.mark.slow
def test_what_is_over_is_put_aside_and_nothing_is_written_twice(sales: MonthOffice) -> None:
    lying = [path.name.rpartition("-")[0] for path in sales.office.path("发件箱").glob("*.eml")]
    assert [name for name in sorted(lying) if not name.startswith("批示")] == [
        "催交-2026-11-11-A02 王强", "报告-2026-11-10-C01 钱老板", "报告-2026-11-28-C01 钱老板",
        "报告-2026-11-30-C01 钱老板", "退回-A02 王强-2026-11下旬", "退回的不满-2026-11-30-B01 赵主管",
    ]  # fmt: skip
    assert len([*sales.office.path("发件箱/已作废").glob("交表提醒-*.eml")]) == 10
    count = len(sales.office.entries("letters"))
    sales.run(30, "18:10")
    assert len(sales.office.entries("letters")) == count


@pytest.fixture(scope="module")
def scenic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MonthOffice]:
    """A month of a scenic area: a major complaint, one that is late for every level, one about somebody's manner."""
    play = MonthOffice(
        tmp_path_factory.mktemp("scenic"), "scenic-complaints", datetime(2026, 11, 2, 8, 0),
        [("L01", "郑班长", "业务员", "B01"), ("A09", "丁一", "业务员", "L01"), *PEOPLE],
    )  # fmt: skip
    play.run(2, "08:30")
    made: dict[str, Any] = {"投诉人": GUEST, "联系方式": PHONE, "首问责任人": "A09"}
    play.complaint("T1", 投诉内容="游船进水", 接收时间="03 10:00", 严重程度="重大", **made)
    play.run(3, "10:02")
    play.run(3, "10:12")
    play.run(3, "10:22")
    play.run(3, "10:32")
    play.complaint(
        "T1", 开始处理时间="03 10:33", 是否成立="成立", 原因="船体老化", 处理方案="退票", 处理结果="已退票",
        执行完成时间="03 14:00",
    )  # fmt: skip
    play.run(3, "14:05")
    play.complaint("T1", 告知客户时间="03 15:00", 客户反馈="满意")
    play.run(3, "15:05")
    play.complaint(
        "T2", 投诉内容="检票员态度差", 接收时间="05 09:00", 开始处理时间="05 09:05", 是否成立="成立", 责任人="A01",
        原因="对王女士态度生硬", 处罚意见="扣奖金 200 元，向王女士(13800000001)道歉", 执行完成时间="05 12:00",
        告知客户时间="05 12:10", 客户反馈="满意", 关闭时间="05 13:00", **made,
    )  # fmt: skip
    measures = {"C1": ("检票口加设雨棚", None), "C2": ("培训待客礼仪", date(2026, 11, 20))}
    for number, (measure, done_on) in measures.items():
        row = {"措施编号": number, "措施": measure, "负责人": "A01", "期限": date(2026, 12, 5), "完成日期": done_on}
        play.add("投诉登记表.xlsx", "措施", {**row, "验证人": "C01"})
    play.run(date(2026, 12, 3), "18:05")
    play.run(date(2026, 12, 6), "09:00")
    yield play


@pytest.mark.slow
def test_measures_are_called_to_mind_until_they_are_verified(scenic: MonthOffice) -> None:
    """C1 is due on 12-05: A01 is written to on 12-03 and, as it is late, on 12-06. C2 is done: C01 is to verify it."""
    letters = {(str(one["To"] or ""), text(one)) for one in drafts(scenic, "措施到期")}
    said = sorted(words for _, words in letters)
    assert len(said) == 3 and sum("C1 检票口加设雨棚" in words for words in said) == 2
    assert [words[:2] for words in said if "请抓紧办理" in words] == ["李明"]
    assert [words[:2] for words in said if "已经逾期" in words] == ["李明"]
    assert [words[:3] for words in said if "C2 培训待客礼仪" in words and "核实效果" in words] == ["钱老板"]


@pytest.mark.slow
def test_a_month_of_complaints_leaves_no_occasion_without_its_letter(scenic: MonthOffice) -> None:
    assert written(scenic) == wanted("scenic-complaints")
    told = [one["receiver"] for entry in scenic.office.entries("letters") if entry["occasion"] == "投诉超时"
            for one in entry["letters"]]  # fmt: skip
    assert told[:3] == ["L01", "B01", "C01"] and len(told) == len({*told}) + told.count("C01") - 1
    (result,) = drafts(scenic, "投诉结果")
    assert text(result).startswith(GUEST) and "已退票" in text(result) and result["To"] is None
    (thanks,) = scenic.office.path("发件箱").rglob("投诉致谢-*.eml")
    assert "-请L01 郑班长发出-" in thanks.name  # A09 dealt with it and is nobody's superior


@pytest.mark.slow
def test_the_notice_to_all_staff_names_no_guest(scenic: MonthOffice) -> None:
    (notice,) = drafts(scenic, "员工通报")
    (page,) = scenic.office.path("发件箱").glob("员工通报-*.html")
    for said in (text(notice), page.read_text(encoding="utf-8")):
        assert GUEST not in said and PHONE not in said and "客人" in said
        assert "扣奖金 200 元" in said and "李明" in said and "2026 年 11 月" in said
    assert [part.get_filename() for part in notice.iter_attachments()] == [page.name]


@pytest.mark.slow
def test_no_customer_is_named_in_the_journal_or_in_the_name_of_a_draft(scenic: MonthOffice) -> None:
    said = scenic.office.path(".huifang/journal.jsonl").read_text(encoding="utf-8")
    assert GUEST not in said
    assert not [path for path in scenic.office.path("发件箱").rglob("*") if GUEST in path.name]
