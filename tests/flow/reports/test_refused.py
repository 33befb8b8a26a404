"""Rows that were returned are not silence (decision 22): the boss hears of them, and nobody else calls meanwhile."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import offices_made as made
from offices_made import add, call, customer, day, huifang

pytestmark = pytest.mark.slow

MID, LATE = "2026-11中旬", "2026-11下旬"
UNHAPPY = {"满意度": "非常不满意"}  # and no 不满意原因: the row is returned
WRONG_END = {"结束时间": made.time(8, 0)}


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A01 has K1, K2 and K3, due on the 15th, 16th and 17th."""
    rows = [customer(f"K{n}", "A01", f"11-0{n + 4}") for n in (1, 2, 3)]
    folder = made.make_office(tmp_path / "o", rows)
    huifang(folder, "plan", now="2026-11-12 09:00")
    return folder


def send(office: Path, now: str, batch: str = MID, **rows: dict[str, object]) -> made.Answer:
    """A01's sheet with what differs from a good call, by customer."""
    answers = {no: call("11-12", f"1{no[1]}:00", **over) if over is not None else {} for no, over in rows.items()}
    book = sorted((office / "回访计划" / batch).glob("A01-*.xlsx"))[-1]
    (office / "收件箱" / "a.xlsx").write_bytes(made.filled(book, answers))
    return huifang(office, "collect", now=now)


def report(office: Path, now: str = "2026-11-20 18:00", period: str = MID) -> made.Answer:
    return huifang(office, "report", "--period", period, now=now)


def refused(office: Path, now: str = "2026-11-20 18:00") -> tuple[int, int]:
    figures = report(office, now)["figures"]
    return figures["refused_rows"], figures["refused_unhappy"]


def page(office: Path, said: made.Answer) -> str:
    return next((office / file).read_text(encoding="utf-8") for file in said["files"] if file.endswith(".html"))


def texts(office: Path, said: made.Answer) -> list[str]:
    return made.texts(next(office / file for file in said["files"] if file.endswith(".xlsx") and "报告" in file))


def good_tiles(page: str) -> set[str]:
    return set(re.findall(r'<span class="label">([^<]*)</span><span class="value"><b>', page))


def test_the_cover_says_what_was_returned_and_that_it_speaks_of_bad_news(office: Path) -> None:
    send(office, "2026-11-13 10:00", K1={}, K2=UNHAPPY, K3=WRONG_END)
    said = report(office)
    assert (said["figures"]["refused_rows"], said["figures"]["refused_unhappy"]) == (2, 1)
    assert said.agent("A01")["refused_rows"] == 2
    assert any(text.startswith("● 退回未入账 2 行，其中 1 行说到不满意") for text in texts(office, said))
    shown = page(office, said)
    assert "不满意" not in good_tiles(shown) and "未解决" in good_tiles(shown)
    for where in (shown, "\n".join(texts(office, said))):
        assert "另有 1 位在退回的行里" in where and "里面有：1 位不满意" in where and "0+1" in where
        assert re.search("要过问 .*2 行退回未改，里面有 1 位不满意", where)
    assert "改正退回的行" in texts(office, said)


def test_rows_without_bad_news_leave_the_tiles_green(office: Path) -> None:
    send(office, "2026-11-13 10:00", K1={}, K3=WRONG_END)
    said = report(office)
    assert refused(office) == (1, 0)
    assert {"不满意", "未解决"} <= good_tiles(page(office, said))


@pytest.mark.parametrize(
    "over",
    [
        {"满意度": "很不满意"}, {"满意度": None, "不满意原因": "送错了货"}, {"处理情况": "未解决"},
        {"处理情况": "未解决了"}, {"满意度": "不满意", "通话结果": "打通了"}, {"满意度": "很差"},
        {"满意度": "不太满意"}, {"处理情况": "还没有解决"}, {"处理情况": "解决不了"},
    ],
)  # fmt: skip
def test_bad_news_is_read_in_whatever_words(office: Path, over: dict[str, object]) -> None:
    assert len(send(office, "2026-11-13 10:00", K1={}, K2=over)["returned"]) == 1
    assert refused(office) == (1, 1)


def test_corrected_they_are_in_the_books_and_no_longer_told(office: Path) -> None:
    send(office, "2026-11-13 10:00", K1={}, K2=UNHAPPY, K3=WRONG_END)
    send(office, "2026-11-14 10:00", K1={}, K2={**UNHAPPY, "不满意原因": "送错了货"}, K3=WRONG_END)
    said = report(office)
    assert (said["figures"]["refused_rows"], said["figures"]["dissatisfied"]) == (1, 1)
    send(office, "2026-11-16 10:00", K1={}, K2={**UNHAPPY, "不满意原因": "送错了货"}, K3={})
    assert refused(office) == (0, 0)
    assert not any("退回未入账" in text for text in texts(office, report(office)))


def test_an_emptied_row_takes_nothing_back(office: Path) -> None:
    send(office, "2026-11-13 10:00", K1={}, K2=UNHAPPY)
    send(office, "2026-11-14 10:00", K1={})
    assert refused(office) == (1, 1)


def test_an_accepted_row_that_comes_again_with_bad_news_and_an_error(office: Path) -> None:
    send(office, "2026-11-13 10:00", K1={}, K2={})
    send(office, "2026-11-14 10:00", K1={}, K2=UNHAPPY)
    assert refused(office) == (1, 1)
    send(office, "2026-11-16 10:00", K1={}, K2={}, K3={})
    assert refused(office) == (0, 0)


def test_it_is_not_issued_again_for_five_working_days_and_then_with_a_note(office: Path) -> None:
    """Returned on Monday 11-16; the fifth working day after is Monday 11-23. K2 was due on that 16th."""
    send(office, "2026-11-16 10:00", K1={}, K2=UNHAPPY, K3={})
    assert "L709" not in huifang(office, "check", now="2026-11-20 09:00").codes()
    for period, now in ((MID, "2026-11-17 09:00"), (LATE, "2026-11-23 09:00")):
        (book,) = [office / file for file in huifang(office, "plan", "--period", period, now=now)["files"]]
        assert "K2" not in made.texts(book)
    again = huifang(office, "plan", "--period", LATE, now="2026-11-24 09:00")
    assert "K2" in again.customers() and len(again["files"]) == 1
    assert huifang(office, "plan", "--period", LATE, now="2026-11-24 09:30")["files"] == []  # once
    (book,) = [office / file for file in again["files"]]
    assert any(text.startswith("退回未改") for text in made.texts(book))
    row = call("11-24", "10:00", **UNHAPPY, 不满意原因="送错了货")
    (office / "收件箱" / "b.xlsx").write_bytes(made.filled(book, {"K2": row}))
    assert huifang(office, "collect", now="2026-11-24 17:00")["accepted"]
    assert refused(office, "2026-11-24 18:00") == (0, 0)


def test_a_call_that_was_returned_is_told_as_that_and_not_as_open(office: Path) -> None:
    send(office, "2026-11-13 10:00", K1={}, K2=UNHAPPY, K3={})
    said = report(office)
    assert "退回未入账" in texts(office, said) and "逾期未回访" not in texts(office, said)
    assert (said.agent("A01")["sheet_state"], said.agent("A01")["open_rows"]) == ("按时", 0)


def test_six_steps_certify_nothing_of_it(office: Path) -> None:
    send(office, "2026-11-13 10:00", K1={}, K2=UNHAPPY, K3={})
    said = texts(office, report(office))
    assert "缺第 2、3、5 步" in said and "按时(退回 1 行没有改好)" in said  # as the register of sheets says
    assert any(text == "● 已经入账的记录里没有未解决的问题。" for text in said)


def test_what_was_given_up_is_not_told(office: Path) -> None:
    send(office, "2026-11-13 10:00", K1={}, K2=UNHAPPY)
    common: dict[str, Any] = {"批准人": "C01", "原因": "停业", "起": day("11-14"), "处理": "放弃"}
    add(office, made.STAFF, "例外", 对象="客户", 编号="K2", **common)
    assert refused(office) == (0, 0)


def test_special_content_that_comes_later_goes_out_as_an_addition(office: Path) -> None:
    campaign = {"起": day("11-13"), "止": day("11-17"), "内容": "双节前订货优惠"}
    add(office, made.RULES, "专项", **campaign)
    again = huifang(office, "plan", now="2026-11-12 12:00")
    assert len(again["files"]) == 1
    (book,) = [office / file for file in again["files"]]
    assert any("双节前订货优惠" in text for text in made.texts(book))
    assert huifang(office, "plan", now="2026-11-12 12:30")["files"] == []


def test_six_steps_certify_no_special_content_that_reached_nobody(office: Path) -> None:
    send(office, "2026-11-13 10:00", K1={}, K2={}, K3={})
    assert "齐全" in texts(office, report(office))
    add(office, made.RULES, "专项", 起=day("11-18"), 止=day("11-19"), 内容="双节前订货优惠")
    assert "缺第 6 步" in texts(office, report(office))


def test_a_row_that_is_in_the_books_as_it_stands_was_not_refused(office: Path) -> None:
    """K1 comes again unchanged beside a row that begins while it lasts: the books have it."""
    send(office, "2026-11-13 10:00", K1={})
    overlapping = {"开始时间": made.time(11, 2), "结束时间": made.time(11, 6)}
    said = send(office, "2026-11-14 10:00", K1={}, K3=overlapping)
    assert len(said["returned"]) == 1
    assert refused(office) == (1, 0)


def test_nothing_is_said_to_be_well_while_bad_news_is_not_in_the_books(office: Path) -> None:
    send(office, "2026-11-13 10:00", K1={}, K2={**UNHAPPY, "处理情况": "未解决"}, K3={})
    said = report(office)
    shown = page(office, said)
    assert {"不满意", "未解决"}.isdisjoint(good_tiles(shown))
    lines = next(file for file in said["files"] if file.endswith(".txt"))
    for where in (shown, "\n".join(texts(office, said)), (office / lines).read_text(encoding="utf-8")):
        assert "没有未解决的问题" not in where.replace("已经入账的记录里没有未解决的问题", "")
        assert "0+1" in where and "1 位不满意、1 个未解决" in where
