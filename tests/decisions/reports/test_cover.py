"""The cover as a value: counts of customers, small columns, order, groups of what was said, the five lines."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from huifang.core.periods import Period
from huifang.decisions.reports.became import IN_VAIN, LAPSED, NOT_CALLED, RETURNED, TO_CORRECT, why_not_reached
from huifang.decisions.reports.cover.agents import AgentsView, agents_of
from huifang.decisions.reports.cover.ahead import ahead_lines
from huifang.decisions.reports.cover.counts import Counts, Past, blocks, counts_of
from huifang.decisions.reports.cover.message import MOST, message
from huifang.decisions.reports.cover.model import Card, Cover, Group, Headline, PartLine, ReturnedOf
from huifang.decisions.reports.cover.voices import OTHER, said_in, voices_of, voices_part
from huifang.decisions.reports.cover.words import change, cut, plus, points
from huifang.decisions.reports.figures import AgentFigures, Figures
from huifang.edges.known.presets import Preset, presets
from huifang.ledger.records import EMPTY, CallRecord
from huifang.tables.options import REMARKS

GROUPS = ("要报价单=报价,价格表", "问新品＝新品，样品", "质量")


def record(customer: str, agent: str = "A01", at: str = "2026-11-12 09:00", **said: object) -> CallRecord:
    cells = {
        "customer_no": customer, "customer_name": f"{customer}店", "agent": agent, "moment": at, "result": "接通",
        "called_on": date.fromisoformat(at[:10]), "satisfaction": "满意", "record_no": f"{customer}{at}", **said,
    }  # fmt: skip
    return CallRecord({**EMPTY, **cells})


def figures(agent: str, planned: int = 0, done: int = 0, **more: object) -> AgentFigures:
    counted = dict.fromkeys(
        ("lapsed", "reported", "connected", "satisfied", "neutral", "dissatisfied", "unresolved", "open_problems",
         "refused_rows", "refused_unhappy", "open_rows", "late_days", "incomplete", "missing", "fine_yuan"), 0,
    )  # fmt: skip
    given = {"submitted_at": None, "sheet_state": "", "name": agent, **counted, **more}
    return AgentFigures(agent=agent, planned=planned, done=done, **given)


# --- counts


def test_a_customer_counts_once_and_as_content_as_in_the_worst_row() -> None:
    said = [
        record("K1", at="2026-11-12 09:00", satisfaction="不满意"),
        record("K1", agent="A02", at="2026-11-13 09:00"),
        record("K2", at="2026-11-12 10:00"),
        record("K2", at="2026-11-13 10:00"),
        record("K3", result="占线", satisfaction=""),
    ]
    counts = counts_of(Figures((figures("A01"), figures("A02")), (), ()), said)
    assert (counts["A01"].heard, counts["A01"].satisfied, counts["A01"].dissatisfied) == (2, 1, 1)
    assert counts["A02"].heard == 0


@pytest.mark.parametrize(
    ("shares", "lowest", "drawn"),
    [((0.7, 1.0, None), 0.7, "▁█·"), ((1.0,), 0.9, "█"), ((0.0, 0.5, 1.0), 0.0, "▁▅█"), ((0.2,), 0.9, "▁")],
)
def test_a_small_column_per_period(shares: tuple[float | None, ...], lowest: float, drawn: str) -> None:
    assert blocks(shares, lowest) == drawn


def test_points_are_those_of_the_printed_shares() -> None:
    assert points(0.925, 0.894) == 93 - 89
    assert points(None, 0.5) is None


@pytest.mark.parametrize(
    ("step", "up_is_good", "said"),
    [
        (3, True, ("↑ 3 位 好转", True)), (3, False, ("↑ 3 位 变差", False)), (-2, False, ("↓ 2 位 好转", True)),
        (0, True, ("→ 持平", None)), (None, True, ("→ 第一期", None)),
    ],
)  # fmt: skip
def test_a_change_has_its_arrow_and_its_verdict(step: int | None, up_is_good: bool, said: tuple[object, ...]) -> None:
    assert change(step, "位", up_is_good) == said


def test_what_was_returned_stands_behind_a_plus() -> None:
    assert [plus(pair) for pair in ((0, 0), (2, 0), (1, 1), (0, 1))] == ["·", "2", "1+1", "0+1"]


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (RETURNED, TO_CORRECT), ("未接通 2 次", IN_VAIN), ("3 次未接通，待处理", IN_VAIN), ("拒访，待处理", IN_VAIN),
        ("约定 11-25 回访", IN_VAIN), ("逾期未回访", NOT_CALLED), ("待回访", NOT_CALLED), (LAPSED, NOT_CALLED),
    ],
)  # fmt: skip
def test_why_nobody_was_reached_is_one_of_three(status: str, why: str) -> None:
    assert why_not_reached(status) == why


# --- agents


def lines_of(*listed: AgentFigures, past: tuple[Past, ...] = (), **counts: Counts) -> list[str]:
    known = {one.agent: counts.get(one.agent, Counts(planned=one.planned, done=one.done)) for one in listed}
    before = (*[Past("x")] * (5 - len(past)), *past)
    return [line.agent for line in agents_of(AgentsView("本期", listed, known, before, ()), Counts()).lines]


def test_trouble_stands_first_then_the_last_of_the_ranking() -> None:
    listed = (figures("A01", 10, 10), figures("A02", 10, 8), figures("A03", 10, 9, sheet_state="未交"))
    assert lines_of(*listed) == ["A03", "A02", "A01"]


def test_who_fell_by_five_points_is_looked_at() -> None:
    past = Past("上期", Counts(planned=20, done=20), {a: Counts(planned=10, done=10) for a in ("A01", "A02")})
    counts = {"A01": Counts(planned=10, done=9), "A02": Counts(planned=10, done=10)}
    listed = (figures("A01", 10, 9), figures("A02", 10, 10))
    before = (*[Past("x")] * 4, past)
    made = agents_of(AgentsView("本期", listed, counts, before, ()), Counts(planned=20, done=19))
    first, second = made.lines
    assert (first.agent, first.mark, first.note, first.change) == ("A01", "▲", "降 10 个百分点", -10)
    assert (second.mark, second.note, second.rank) == ("★", "全部访到", 1)
    assert made.scale == "小柱从 90% 到 100%" and first.spark == "····█▁"


def test_of_fifty_agents_ten_have_a_line() -> None:
    listed = [figures(f"A{n:02}", 10, 10 if n else 3) for n in range(50)]
    counts = {one.agent: Counts(planned=one.planned, done=one.done) for one in listed}
    made = agents_of(AgentsView("本期", listed, counts, [Past("x")] * 5, ()), Counts(planned=500, done=493))
    assert len(made.lines) == 10 and made.lines[0].agent == "A00"
    assert made.others == "其余 40 人没有要过问的：完成率 100%，合计 400/400"


def test_without_agents_there_is_the_total_alone() -> None:
    made = agents_of(AgentsView("本期", (), {}, [Past("x")] * 5, ()), Counts())
    assert (made.lines, made.others, made.total.spark) == ((), "", "······")


# --- what customers said


def test_remarks_are_of_the_first_group_that_has_a_word_of_them() -> None:
    said = said_in(
        [
            record("K1", wishes="请发价格表"), record("K2", wishes="要样品"), record("K3", wishes="晚点来"),
            record("K4", wishes="要报价单"), record("K5", wishes="无"),
            record("K6", satisfaction="不满意", dissatisfied_because="质量太差", wishes="请报价，也看新品"),
        ],
        GROUPS,
    )  # fmt: skip
    assert [r.group for r in said.wishes] == ["要报价单", "问新品", OTHER, "要报价单", "要报价单"]
    assert [(r.group, r.text) for r in said.complaints] == [("质量", "质量太差")]


def test_a_complaint_without_a_reason_is_told_in_the_customers_words() -> None:
    said = said_in([record("K1", handling="未解决", wishes="门锁坏了，质量不行")], GROUPS)
    assert [r.group for r in said.complaints] == ["质量"] and not said.wishes


def test_without_groups_equal_remarks_are_one() -> None:
    said = said_in([record("K1", wishes="要发票。"), record("K2", wishes="要发票")], ())
    voices = voices_of(said, None, (), {})
    assert voices.wanted == (Group("要发票", 2, None),)
    assert voices.complaints == "抱怨：没有"


def test_what_does_not_fit_on_the_cover_is_other() -> None:
    many = [record(f"K{n}{m}", wishes=f"第{n}种") for n in range(6) for m in range(n + 1)]
    voices = voices_of(said_in(many, ()), said_in(many[:3], ()), (), {})
    assert [(g.name, g.count) for g in voices.wanted] == [("第5种", 6), ("第4种", 5), ("第3种", 4), (OTHER, 6)]
    assert [g.change for g in voices.wanted] == ["新", "新", "新", ""]


def test_a_customer_counts_once_in_a_group_and_among_all() -> None:
    twice = [record("K1", wishes="报价"), record("K1", at="2026-11-13 09:00", wishes="价格表")]
    voices = voices_of(said_in(twice, GROUPS), None, (), {})
    assert (voices.wishes, voices.wanted[0].count) == ("想要（1 位）", 1)


def test_who_only_praises_wants_nothing() -> None:
    groups = (*GROUPS, "表扬=不错,谢谢")
    calls = [record("K1", wishes="服务不错"), record("K2", wishes="要报价单，谢谢"), record("K3", wishes="谢谢")]
    said = said_in(calls, groups)
    voices = voices_of(said, None, (), {})
    assert voices.wishes == "想要（1 位，另有 2 位夸奖）" and [g.name for g in voices.wanted] == ["要报价单"]
    assert voices_of(said_in(calls[:1], groups), None, (), {}).wishes == "想要：没有（另有 1 位夸奖）"
    praises = voices_part(said, {}).listings[2]
    assert praises.title == "夸奖" and [row[1] for row in praises.rows] == ["K1 K1店", "K3 K3店"]


@pytest.mark.parametrize("preset", [preset for preset in presets() if preset.policy.rules], ids=lambda p: p.preset)
def test_each_trade_groups_what_its_customers_say(preset: Preset) -> None:
    assert preset.trade
    wishes = [record(f"K{i}", wishes=text) for i, text in enumerate(preset.trade.wishes)]
    unhappy = [
        record(f"U{i}", satisfaction="不满意", dissatisfied_because=text)
        for i, text in enumerate(preset.trade.grievances)
    ]
    said = said_in([*wishes, *unhappy], preset.policy.options[REMARKS])
    assert len(said.praises) == 1 and OTHER not in {remark.group for remark in said.wishes}
    assert len({remark.group for remark in (*said.wishes, *said.complaints)}) > 4


def test_who_waits_longest_and_is_not_content_is_quoted() -> None:
    old = record("K9", at="2026-10-05 09:00", satisfaction="不满意", wishes="两次都没送到，" * 9)
    new = record("K1", satisfaction="不满意", dissatisfied_because="慢")
    voices = voices_of(said_in([new], ()), None, [old], {"A01": "李明"})
    assert voices.quote.startswith("两次都没送到") and len(voices.quote) == 30 and voices.quote.endswith("…")
    assert voices.quoted == "K9店，李明 10-05 记"


# --- the message


def cover(**over: object) -> Cover:
    counted = [Headline(label=x, value="1", unit="1/1", change="→ 持平") for x in ("完成回访", "没有访到", "满意")]
    counted += [Headline(label="不满意", value="0", unit="位", change="→ 另有退回的", note="另有 1 位在退回的行里",
                          note_is_bad=True)]  # fmt: skip
    counted += [Headline(label=x, value="1", unit="个", change="↑ 1 个 变差") for x in ("未解决", "按时交表")]
    plain = {
        "title": "旬报 · 2026-11中旬", "to": "吴姐", "unit_name": "华东五金", "about": ("x",), "lede": "", "cards": (),
        "cards_in_all": 0, "figures": counted, "has_calls": True, "ahead_title": "下期", "ahead_short": "应访 3 个。",
    }  # fmt: skip
    return Cover(**{**plain, **over})


def test_five_lines_and_a_title() -> None:
    lines = message(cover(), None).splitlines()
    assert len(lines) == 6 and lines[0] == "【旬报 2026-11中旬】华东五金"
    assert "不满意 0+1 位" in lines[1] and "未解决 1 个（↑1）" in lines[1]
    assert [line[:2] for line in lines[1:]] == ["1 ", "2 ", "3 ", "4 ", "5 "]


def test_the_message_is_never_longer_than_300() -> None:
    card = Card(
        customer="很长的名字" * 4, phone="", agent="x", quote="话" * 28, proposal="", decider="", document="", days=9
    )
    rows = [ReturnedOf(who="名" * 12, rows=99, bad="9 位不满意、9 个未解决", causes="")] * 3
    said = message(cover(cards=(card,) * 3, cards_in_all=30, refused=rows, unit_name="单位" * 30), None)
    assert len(said) <= MOST and len(said.splitlines()) == 6


def test_a_report_without_calls_has_its_parts() -> None:
    parts = (PartLine("投诉", "超过时限 2 件。", True),)
    said = message(cover(has_calls=False, figures=(), parts=parts), None)
    assert "超过时限 2 件" in said and len(said.splitlines()) == 6


@pytest.mark.parametrize("sign", [*"▁▂▃▄▅▆▇█·▲★↑↓→■□－–…①②③【】“”"])
def test_every_sign_is_known_to_every_chinese_machine(sign: str) -> None:
    assert sign.encode("gbk")


def test_what_is_ahead_of_nobody() -> None:
    period = Period(date(2026, 11, 21), date(2026, 11, 30), "2026-11下旬")
    assert ahead_lines((), period, {}, (), ()) == ("现在看，没有应访的客户。",)
    promised = record("K1", next_contact_on=datetime(2026, 11, 23).date())
    assert ahead_lines((), period, {"A01": "李明"}, [promised], ())[1] == "答应客户的日子：11-23 K1店（李明）。"


def test_long_text_is_cut_to_its_room() -> None:
    assert cut("一二\n三四五", 4) == "一二 …" and cut("一二", 2) == "一二"
