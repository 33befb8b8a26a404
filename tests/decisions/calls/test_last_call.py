"""上次回访: one cell, newest first, short; an open problem and a promise are never cut."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huifang.decisions.calls.last_call import (
    FIRST,
    LENGTH,
    Before,
    Decision,
    OpenProblem,
    PastCall,
    last_call,
)  # fmt: skip

TODAY = date(2026, 11, 21)


def day(number: int) -> date:
    return date(2026, 11, number)


def called(number: int, result: str = "接通", **more: Any) -> PastCall:
    return PastCall(record_no=f"H{number}-1", called_on=day(number), result=result, **more)


def cell(*calls: PastCall, **more: Any) -> str:
    return last_call(Before(today=TODAY, calls=calls, **more))


UNHAPPY = called(
    12, satisfaction="不满意", because="门锁三天就坏", wishes="要求退货", handling="未解决", next_contact_on=day(20)
)
OPEN = OpenProblem(record_no="H12-1", since=day(12), what="门锁三天就坏")
DECIDED = Decision(said="同意退货，补发一把", by="吴姐", on=day(21), carried_out_by="钱大勇", until_on=day(25))


@pytest.mark.parametrize(
    ("text", "calls", "more"),
    [
        (FIRST, (), {}),
        ("11-12 满意", (called(12, satisfaction="满意", wishes="无"),), {}),
        (
            "11-12 满意。要报价单｜答应 11-20 回话",
            (called(12, satisfaction="满意", wishes="要报价单", next_contact_on=day(20)),),
            {},
        ),
        ("11-15 没接通（2 次：关机、占线）", (called(13, "关机"), called(15, "占线")), {}),
        ("11-15 没接通（关机）　11-12 一般", (called(12, satisfaction="一般"), called(15, "关机")), {}),
        (
            "11-15 没接通（改约）　11-12 一般｜约好 11-26 再打",
            (called(12, satisfaction="一般"), called(15, "改约", next_contact_on=day(26))),
            {},
        ),
        ("11-12 不满意：门锁三天就坏，要求退货｜未解决 9 天｜答应 11-20 回话", (UNHAPPY,), {"problems": [OPEN]}),
        (
            "【批示 11-21 吴姐】同意退货，补发一把。钱大勇办，限 11-25　"
            "11-12 不满意：门锁三天就坏，要求退货｜未解决 9 天｜答应 11-20 回话",
            (UNHAPPY,),
            {"problems": [OPEN], "decisions": [DECIDED]},
        ),
        (
            "11-19 满意。新品不错｜11-12 门锁三天就坏未解决 9 天",
            (called(19, satisfaction="满意", wishes="新品不错"),),
            {"problems": [OPEN]},
        ),
        (
            "11-12 一般｜未解决 2 个，最久 9 天",
            (called(12, satisfaction="一般"),),
            {"problems": [OPEN, OpenProblem(record_no="H14-1", since=day(14))]},
        ),
        (
            "11-12 不满意：发票错，已解决：已重开",
            (called(12, satisfaction="不满意", because="发票错", handling="已解决", measures="已重开"),),
            {},
        ),
        ("11-12（客房部） 满意", (called(12, satisfaction="满意", role="客房部"),), {"role": "前台"}),
        ("11-12 满意", (called(12, satisfaction="满意", role="前台"),), {"role": "前台"}),
        (
            "11-12 不满意：没修好",  # of the rows of one conversation
            (called(12, satisfaction="满意"), called(12, satisfaction="不满意", because="没修好")),
            {},
        ),
        (
            "【批示】不再处理。　11-12 一般",
            (called(12, satisfaction="一般"),),
            {"decisions": [Decision(said="不再处理")]},
        ),
    ],
)
def test_what_stands_in_the_cell(text: str, calls: tuple[PastCall, ...], more: dict[str, Any]) -> None:
    assert cell(*calls, **more) == text


words = st.text("甲乙丙丁，。 \n\u3000ab12=", max_size=70)


@given(words, words, words, st.sampled_from(["未解决", "已解决", "无问题"]), st.booleans(), st.integers(0, 3))
def test_the_middle_is_cut_first(
    because: str, wishes: str, measures: str, handling: str, promises: bool, missed: int
) -> None:
    """However much was said, the cell is short, on one line, and has day, mood, problem and promise."""
    past = called(
        12, satisfaction="不满意", because=because, wishes=wishes, measures=measures, handling=handling,
        next_contact_on=day(20) if promises else None,
    )  # fmt: skip
    problems = [OPEN] if handling == "未解决" else []
    again = [called(13 + number, "关机") for number in range(missed)]
    text = cell(past, *again, problems=problems, decisions=[DECIDED])
    decided, _, rest = text.partition("\u3000")
    assert decided.startswith("【批示 11-21 吴姐】同意退货") and "11-12 不满意" in rest
    assert ("未解决 9 天" in rest) is bool(problems) and ("答应 11-20 回话" in rest) is promises
    assert len(rest) <= LENGTH
    assert "\n" not in text


def test_a_long_decision_is_cut() -> None:
    text = cell(UNHAPPY, decisions=[Decision(said="先\n退货\u3000再" * 20, by="吴姐")])
    decided, _, rest = text.partition("\u3000")
    assert len(decided) < 45 and rest.startswith("11-12 不满意") and "\n" not in decided
