"""Signals: each kind is provoked, honest habits give hardly any, and what was counted is what is said."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random

import pytest

from huifang.decisions.audit.audited import Signal
from huifang.decisions.audit.signals import signals
from huifang.decisions.audit.signals.near_copies import near_copies
from huifang.decisions.audit.signals.observed import Observed, SavedSheet
from huifang.ledger.records import CallRecord
from places import ROOT
from sheets_simulated import CHEATS, FIRST_DAY, REPORTED, called, office_of, row, shared
from signals_tried import cheating

Rows = list[CallRecord]
DAY = date(2026, 11, 23)
WELL = {"result": "接通", "satisfaction": "满意", "handling": "无问题", "wishes": "无"}


def honest(agent: str, seed: int = 1) -> Rows:
    return called(Random(seed), REPORTED, REPORTED.habits[0], agent)


def found(rows: Rows, **more: object) -> dict[str, Signal]:
    """The signals of A01, who works beside two honest agents, by what they are."""
    office = {"A01": rows, "A02": honest("A02", 2), "A03": honest("A03", 3)}
    observed = Observed(records=office, seed="名单", **more)  # type: ignore[arg-type]
    return {one.what: one for one in signals(observed) if one.agent == "A01"}


def timed(starts: Sequence[int], lasts: Callable[[int], int]) -> Rows:
    """Calls of one day, each with a sentence of its own."""
    said = [{**WELL, "satisfaction": ("满意", "非常满意", "一般")[n % 3]} for n in range(len(starts))]
    return [row("A01", f"K{n:03d}", DAY, start, start + lasts(n), n + 2, **said[n]) for n, start in enumerate(starts)]


UNEVEN = [540 + 7 * n + n * n % 5 for n in range(20)]
NO_TIME = timed(UNEVEN, lambda n: 0 if n < 15 else 2 + n % 3)
DENSE = timed([540 + sum(2 + k % 4 for k in range(n)) for n in range(20)], lambda n: 2 + n % 4)
SAME_LENGTH = timed(UNEVEN, lambda n: 4)
EVEN = timed([541 + 9 * n for n in range(20)], lambda n: 1 + n % 5)
ROUND = timed([540 + 5 * (n + n * n % 3) + 10 * n for n in range(20)], lambda n: 1 + n % 5)
FULL_HOUR = timed([540 + n for n in range(45)], lambda n: 0)


@pytest.mark.parametrize(
    ("rows", "what", "figure"),
    [
        (NO_TIME, "通话没有时长", "接通并有评价的 20 通里，15 通开始和结束是同一分钟"),
        (DENSE, "电话之间没有间隔", "同一天里前后相接的 19 次拨打里，19 次在上一通结束的同一分钟开始"),
        (SAME_LENGTH, "通话时长一样", "接通的 20 通里，20 通都是 4 分钟"),
        (EVEN, "拨打的间隔一样", "前后相接的 19 次拨打里，19 次都是隔 9 分钟开始"),
        (ROUND, "时间的尾数集中", "20 次拨打里，20 次的开始时间以 0 或 5 结尾(照表记下的约五分之一)"),
        (FULL_HOUR, "一小时里的电话太多", "11-23 09:00 起的一小时里接通 45 通"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 12 else "",
)
def test_times(rows: Rows, what: str, figure: str) -> None:
    assert found(rows)[what].figure == figure


def test_a_signal_says_where_and_how_usual_it_is() -> None:
    signal = found(NO_TIME)["通话没有时长"]
    assert signal.place == "《A01.xlsx》第 2–16 行"
    assert signal.usual == "另外 2 位业务员的中位数是 0%"


def test_few_calls_give_no_signal() -> None:
    assert found(NO_TIME[:7]) == {}
    assert found([]) == {}


def test_what_everybody_does_is_no_signal() -> None:
    """A whole office that rounds its times."""
    rows = {f"A{n:02d}": [one.but(agent=f"A{n:02d}") for one in ROUND] for n in range(1, 5)}
    assert [one for one in signals(Observed(records=rows, seed="")) if one.what == "时间的尾数集中"] == []


def test_notes_copied_within_and_between_agents() -> None:
    words = "客户对产品比较认可近期会继续合作"
    mine = [one.but(wishes=f"{words}。" if n % 2 else words[:-1]) for n, one in enumerate(honest("A01"))]
    own = found(mine)["自己的记录文字雷同"]
    assert "条较长的与自己别的客户的相同或几乎相同，如“客户对产品比较认可近期会继续合" in own.figure
    taken = shared(Random(5), honest("A01"), honest("A02", 2), 1.0)
    assert " 李娜(A02)" in found(taken, names={"A02": "李娜(A02)"})["与别人的记录文字雷同"].figure


def test_rows_that_another_agent_has() -> None:
    mine, other = honest("A01"), honest("A02", 2)
    signal = found(shared(Random(5), mine, other, 1.0), names={"A02": "A02 李娜"})["与别人的行相同"]
    answered = sum(one.result == "接通" for one in mine)
    assert signal.figure.startswith(
        f"接通的 {answered} 通里，{answered} 通的起止时间和答复别人的表里也有，与 A02 李娜 相同"
    )
    assert "与别人的行相同" not in found(mine)


def test_what_is_chosen_from_a_list_is_copied_by_nobody() -> None:
    words = "希望提前一天通知送货的时间"
    mine = [one.but(wishes=words) for one in honest("A01")]
    assert "自己的记录文字雷同" in found(mine)
    assert "自己的记录文字雷同" not in found(mine, phrases=frozenset({words}))


def test_rows_that_are_alike() -> None:
    copies = found(CHEATS["复制的行"](Random(8), honest("A01"), 1.0))["答复整行相同"]
    assert "打乱重排 2000 次，没有一次这么高" in copies.usual
    again = found(CHEATS["复制的行"](Random(8), honest("A01"), 1.0))["答复整行相同"]
    assert copies == again, "the same draws for the same frame"


def test_results_that_never_vary() -> None:
    starts = [540 + 11 * (n % 10) + n % 3 for n in range(60)]
    days = [DAY + timedelta(days=n // 10) for n in range(60)]
    rows = [row("A01", f"K{n:03d}", days[n], at, at + 2 + n % 5, n, **WELL) for n, at in enumerate(starts)]
    assert {"几乎次次接通", "评价没有变化"} <= found(rows).keys()


def test_the_sheet_of_the_period_before() -> None:
    rows = honest("A01")
    before = {"A01": [one.but(called_on=one.called_on - timedelta(days=10)) for one in rows]}
    signal = found(rows, before=before)["与上期的表相同"]
    assert "位的这一行与上期相同" in signal.figure
    assert "与上期的表相同" not in found(rows, before={"A01": honest("A01", 9)})


AT = datetime(2026, 11, 24, 17, 30)


def saved(agent: str, by: str, at: datetime, last_call: datetime | None = None) -> SavedSheet:
    return SavedSheet(agent=agent, file=f"{agent}.xlsx", saved_by=by, saved_at=at, last_call=last_call)


@pytest.mark.parametrize(
    ("sheets", "agents"),
    [
        ((saved("A01", "李娜", AT), saved("A02", "李娜", AT + timedelta(minutes=9))), ["A01", "A02"]),
        ((saved("A01", "李娜", AT), saved("A02", "李娜", AT + timedelta(minutes=11))), []),
        ((saved("A01", "李娜", AT), saved("A01", "李娜", AT)), []),
        ((saved("A01", "Administrator", AT), saved("A02", "Administrator", AT)), []),
        ((saved("A01", "", AT), saved("A02", "", AT)), []),
        (tuple(saved(f"A0{n}", "文员", AT) for n in range(1, 4)), []),
        ((saved("A01", "李娜", AT, AT + timedelta(minutes=61)),), ["A01"]),
        ((saved("A01", "李娜", AT, AT + timedelta(minutes=59)),), []),
    ],
    ids=["together", "later", "one agent", "nobody", "nothing said", "a clerk", "before the call", "clocks"],
)
def test_what_files_say_of_themselves(sheets: Sequence[SavedSheet], agents: Sequence[str]) -> None:
    assert [one.agent for one in signals(Observed(records={}, seed="", sheets=sheets))] == agents


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("客户对产品比较认可会继续合作", "客户对产品比较认可会继续合作的", True),
        ("客户对产品比较认可会继续合作", "客户对服务不太满意要求退货处理", False),
        ("送货比上个月慢了三天请尽快改善", "送货比上个月慢了五天请尽快改善", True),
    ],
)
def test_near_copies(one: str, other: str, same: bool) -> None:
    groups = near_copies([one, other])
    assert (groups[one] == groups[other]) is same


def test_who_cheats_all_the_time_is_seen() -> None:
    """How often, and how much less of it is seen, is in ``docs/audit.md``."""
    seen = {name: tried.with_signal for name, _, tried in cheating(REPORTED, 4, 4, (1.0,))}
    assert [seen[name] for name in ("编造的通话", "打了没有问", "别的时间")] == [4, 4, 4]
    assert seen["入账后改动"] == 0, "which verify shows"


def test_honest_offices_give_hardly_any_signal_and_the_words_can_be_printed() -> None:
    rng, flagged, agents = Random(20), 0, 0
    said: list[Signal] = []
    for number in range(25):
        rows: Mapping[str, Rows] = office_of(rng, REPORTED)
        now = signals(Observed(records=rows, seed=str(number)))
        flagged, agents = flagged + len({one.agent for one in now}), agents + len(rows)
        said += now
    assert flagged <= agents * 0.03
    for one in (*said, *found(NO_TIME).values(), *found(EVEN).values(), *found(DENSE).values()):
        " ".join((one.what, one.place, one.figure, one.usual)).encode("gbk")


def test_each_kind_is_explained_with_what_honest_people_do() -> None:
    """In ``docs/audit.md``, by the words of the report."""
    page = (ROOT / "docs" / "audit.md").read_text(encoding="utf-8").partition("## 七")[2]
    room = ROOT / "scripts" / "huifang" / "decisions" / "audit" / "signals"
    source = "".join(path.read_text(encoding="utf-8") for path in sorted(room.glob("*.py")))
    kinds = re.findall(r'(?:what=|_signal\(one, )"([^"]+)"', source)
    assert len(kinds) > 12 and [kind for kind in kinds if kind not in page] == []


def test_three_thousand_records_take_no_time_to_speak_of() -> None:
    rng = Random(3)
    rows = {f"A{n:02d}": called(rng, REPORTED, REPORTED.habits[n % 5], f"A{n:02d}", 60) for n in range(40)}
    assert sum(map(len, rows.values())) > 3000
    begin = time.process_time()
    signals(Observed(records=rows, seed=str(FIRST_DAY)))
    assert time.process_time() - begin < 5, "measured: 0.2 s"
