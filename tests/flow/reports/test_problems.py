"""Unsolved is unsolved (decision 19): what ends a problem, what does not, and how it is counted."""

from __future__ import annotations

from pathlib import Path

import pytest

import offices_made as made
from offices_made import UNSOLVED, call, customer, huifang

pytestmark = pytest.mark.slow

MID, LATE = "2026-11中旬", "2026-11下旬"
SOLVED = {"处理情况": "已解决", "处理措施": "补送一箱"}


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """K1 of A01 has a problem since 11-16, which was reported to B01; 下旬 is planned."""
    folder = made.make_office(tmp_path / "o", [customer("K1", "A01", "11-07"), customer("K2", "A01", "11-12")])
    huifang(folder, "plan", now="2026-11-14 09:00")
    made.hand_in(folder, "2026-11-18 10:00", {"a.xlsx": sheet(folder, MID, K1=call("11-16", "10:00", **UNSOLVED))})
    huifang(folder, "plan", now="2026-11-24 09:00")
    return folder


def sheet(office: Path, period: str, **answers: dict[str, object]) -> bytes:
    return made.filled(sorted((office / "回访计划" / period).glob("A01-*.xlsx"))[-1], answers)


def called(office: Path, now: str = "2026-11-27 17:00", **over: object) -> None:
    """K1 is called again on 11-26."""
    made.hand_in(office, now, {"b.xlsx": sheet(office, LATE, K1=call("11-26", "10:00", **over))})


def correct(office: Path, column: str, old: str | None, new: str, now: str = "2026-11-28 09:00") -> None:
    form = office.parent / f"更正-{column}.xlsx"
    made.form_of_corrections(form, ("回访记录", number(office), column, old, new, "B01", "核对"))
    assert huifang(office, "correct", form, now=now)["applied"] == 1


def number(office: Path) -> str:
    return str(huifang(office, "explain", "K1", now="2026-11-24 09:00")["history"][0]["record_no"])


def counted(office: Path, period: str = LATE, now: str = "2026-11-30 18:00") -> tuple[int, int, int]:
    """``unresolved`` of the period, all ``open_problems``, and the column of A01."""
    said = huifang(office, "report", "--period", period, now=now)
    return said["figures"]["unresolved"], said["figures"]["open_problems"], said.agent("A01")["open_problems"]


def printed(office: Path) -> list[str]:
    said = huifang(office, "report", "--period", LATE, now="2026-11-30 18:00")
    return made.texts(next(office / file for file in said["files"] if file.startswith("报告") and "xlsx" in file))


def test_it_stays_open_whatever_its_age(office: Path) -> None:
    assert counted(office, MID, "2026-11-20 18:00") == (1, 1, 1)
    assert counted(office) == (0, 1, 1)
    assert counted(office, "2026-12下旬", "2026-12-30 18:00") == (0, 1, 1)


def test_a_call_that_found_nothing_wrong_does_not_close_it(office: Path) -> None:
    called(office)
    assert counted(office) == (0, 1, 1)


def test_solved_without_saying_how_does_not_close_it(office: Path) -> None:
    called(office, 处理情况="已解决")
    assert counted(office) == (0, 1, 1)


def test_a_later_row_that_says_how_it_was_solved_closes_it(office: Path) -> None:
    called(office, **SOLVED)
    assert counted(office) == (0, 0, 0)
    assert counted(office, MID, "2026-11-30 18:00") == (1, 1, 1)  # then it was open
    assert {"没有批示就解决的问题", number(office)} <= {*printed(office)}  # the policy asks for a decision


def test_another_problem_does_not_close_it(office: Path) -> None:
    called(office, **{**UNSOLVED, "不满意原因": "又送错了"})
    assert counted(office) == (1, 2, 2)


def test_a_correction_to_solved_closes_it_one_to_no_problem_does_not(office: Path) -> None:
    correct(office, "处理情况", "未解决", "无问题")
    assert counted(office) == (0, 1, 1)
    correct(office, "处理情况", "无问题", "已解决")
    assert counted(office) == (0, 1, 1)
    correct(office, "处理措施", None, "补送一箱")
    assert counted(office) == (0, 0, 0)


def test_a_decision_that_nothing_is_done_closes_it(office: Path) -> None:
    correct(office, "批示", None, "不再处理，已向客户说明")
    assert counted(office) == (0, 0, 0)


def test_a_decision_goes_to_who_carries_it_out_and_into_the_next_sheet(office: Path) -> None:
    correct(office, "批示", None, "周五前补送一箱", now="2026-11-24 10:00")
    (letter,) = (office / "发件箱").glob("批示-2026-11-24-A01*.eml")
    mail = made.mail(letter)
    assert "周五前补送一箱" in mail and number(office) in mail
    assert counted(office) == (0, 1, 1)  # decided is not done
    planned = huifang(office, "plan", "--period", "2026-12上旬", now="2026-12-01 09:00")
    (book,) = [office / file for file in planned["files"]]
    texts = [*made.texts(book)]
    assert any("先回告：周五前补送一箱。" in text for text in texts)
    assert any(text.startswith("【批示 11-24 ") and "】周五前补送一箱。" in text and "未解决" in text for text in texts)
    called(office, **SOLVED)
    assert "没有批示就解决的问题" not in printed(office)
