"""The sheet 今天: the values of the first page, as lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from huifang.edges.books.console_lines import (
    ALARM_HEADING,
    ALARM_LINE,
    BAND,
    BUTTON_ROW,
    DAY,
    FILE,
    GAP,
    HEADING,
    HEADS,
    QUIET,
    ROW,
    ROW_GOOD,
    ROW_LATE,
    ROW_TODAY,
    STEP,
    TEXT,
    ConsoleLine,
)
from huifang.flow.office.desk import Desk
from huifang.flow.screen.alarms import alarms
from huifang.flow.screen.coming import comes_next
from huifang.flow.screen.complaints import LATE, TODAY, WAITING, OpenComplaint, OpenComplaints, open_complaints
from huifang.flow.screen.progress import AgentProgress, PeriodProgress, progress
from huifang.flow.screen.recent import Result, recent
from huifang.flow.screen.rehearsing import Rehearsed
from huifang.flow.screen.to_confirm import to_confirm
from huifang.flow.screen.to_do import to_do
from huifang.flow.screen.waits import Wait, waits
from huifang.page.frame import day_line
from huifang.page.roles import Role
from huifang.page.words import linked
from huifang.tables.declared.complaints import WORKBOOK as COMPLAINT_BOOK

#: Where nobody looked for what is due: it takes as long to find out as to do.
ASK = "点“刷新”，看今天还有什么要做。"
#: So many of a kind are shown.
_MOST, _RESULTS = 12, 5
#: A share as so many squares.
_SQUARES = 10
_OPEN = "打开"
_TAGS = {LATE: ROW_LATE, TODAY: ROW_TODAY, WAITING: ROW}


def today_lines(desk: Desk, rehearsed: Rehearsed | None, unknown: str = ASK) -> tuple[ConsoleLine, ...]:
    """The whole sheet; ``rehearsed`` is what a run would do now: None, where nobody looked, which ``unknown`` says."""
    found, policy = open_complaints(desk), desk.present.policy
    return (
        ConsoleLine(BAND, (f"控制台 · {policy.unit_name or desk.office.root.name}",)),
        ConsoleLine(DAY, (f"{day_line(policy, desk.now.date())}　　这一页写于 {desk.now:%m-%d %H:%M}",)),
        ConsoleLine(BUTTON_ROW),
        *_alarms(desk, found, rehearsed),
        *_to_do(desk, rehearsed, unknown),
        *_waits(waits(desk)),
        *_complaints(found),
        *_records(found),
        *_progress(progress(desk)),
        *_results(recent(desk, _RESULTS)),
    )


def said(text: str) -> str:
    """A sentence of a command, with the commands that it names called as on the page."""
    return "".join(f"{piece.text}" for piece in linked(text, Role.SUPERVISOR))


def _heading(text: str, more: str = "") -> Iterator[ConsoleLine]:
    yield ConsoleLine(GAP)
    yield ConsoleLine(HEADING, (f"{text}　{more}" if more else text,))


def _more(listed: Sequence[object], what: str) -> Iterator[ConsoleLine]:
    if len(listed) > _MOST:
        yield ConsoleLine(QUIET, (f"另 {len(listed) - _MOST} {what}，在回访台里看。",))


def _alarms(desk: Desk, found: OpenComplaints, rehearsed: Rehearsed | None) -> Iterator[ConsoleLine]:
    listed = alarms(desk, found, rehearsed)
    if not listed:
        return
    yield ConsoleLine(GAP)
    yield ConsoleLine(ALARM_HEADING, (f"有 {len(listed)} 件要先处理",))
    for one in listed[:_MOST]:
        is_file = bool(one.at) and not one.at.startswith(("#", "/"))
        opens = ("打开这张表", one.at) if is_file else ("", "")
        yield ConsoleLine(ALARM_LINE, (f"{one.head}：{said(one.more)}", opens[0]), opens[1])
    yield from _more(listed, "件")


def _to_do(desk: Desk, rehearsed: Rehearsed | None, unknown: str) -> Iterator[ConsoleLine]:
    todo = to_do(desk, rehearsed.steps) if rehearsed else ()
    yield from _heading("今天该做的", f"{len(todo)} 件" if todo else "")
    if desk.clock_is_doubtful:
        text = "电脑的日期可能不对，先不做。日期没有错的，请点“打开回访台”，在那里确认一次。"
        yield ConsoleLine(TEXT, (text,))
    elif rehearsed is None:
        yield ConsoleLine(TEXT, (unknown,))
    elif todo:
        for number, one in enumerate(todo[:_MOST], 1):
            notes = "".join(f"\n{said(note)}" for note in one.notes)
            yield ConsoleLine(STEP, (f"{number}", f"{one.text}{notes}"))
        yield from _more(todo, "件")
        yield ConsoleLine(
            QUIET, ("点“做今天该做的”，做完给您看结果。信只放进“发件箱”，不会自己寄出；已入账的不会改动。",)
        )
    elif rehearsed.refused:
        yield ConsoleLine(TEXT, (f"现在什么也做不了：{said(rehearsed.refused)}",))
    else:
        following = comes_next(desk)
        then = f"下一件：{following.said(desk.now.date())}。" if following else ""
        yield ConsoleLine(TEXT, (f"今天没有要做的事。{then}",))
    if confirming := to_confirm(desk).count:
        yield ConsoleLine(TEXT, (f"有 {confirming} 件待您确认，请点“打开回访台”，在“待确认”里看。",))


def _waits(listed: Sequence[Wait]) -> Iterator[ConsoleLine]:
    yield from _heading("等谁", f"{sum(one.count for one in listed)} 件")
    if not listed:
        yield ConsoleLine(TEXT, ("没有等谁办的事。",))
        return
    yield ConsoleLine(HEADS, ("谁", "等什么", "哪些", "最久", ""))
    before = ""
    for one in listed[:_MOST]:
        kind = ROW if one.days is None else ROW_LATE if one.is_late else ROW_TODAY
        what = f"{one.matter} {one.count} {one.unit}" + (f"\n{one.bad_news}" if one.bad_news else "")
        days = "" if one.days is None else f"{one.days} 天" if one.days else "今天起"
        opens = (one.opens[0].label, one.opens[0].path) if one.opens else ("", "")
        name = "" if one.person == before else one.name
        yield ConsoleLine(kind, (name, what, one.listed, days, opens[0]), opens[1])
        before = one.person
    yield from _more(listed, "件")


def _complaints(found: OpenComplaints) -> Iterator[ConsoleLine]:
    if not found.has_register:
        return
    late = f"，超时 {len(found.late)} 件" if found.late else ""
    yield from _heading("投诉", f"没有关闭的 {len(found.listed)} 件{late}")
    if found.listed:
        yield ConsoleLine(HEADS, ("编号", "什么事", "下一步", "时限", ""))
    else:
        yield ConsoleLine(TEXT, ("没有没关闭的投诉。",))
    for one in found.listed[:_MOST]:
        yield _complaint(one)
    yield from _more(found.listed, "件")
    yield ConsoleLine(FILE, ("编号、经过和时限都在这本登记表里。", _OPEN), COMPLAINT_BOOK)


def _records(found: OpenComplaints) -> Iterator[ConsoleLine]:
    """The rows of other registers that have a limit."""
    if found.records:
        late = f"，超时 {len(found.late_records)} 件" if found.late_records else ""
        yield from _heading("有时限的登记", f"没有办完的 {len(found.records)} 件{late}")
        yield ConsoleLine(HEADS, ("编号", "什么事", "下一步", "时限", ""))
        yield from (_complaint(one) for one in found.records[:_MOST])
        yield from _more(found.records, "件")


def _complaint(one: OpenComplaint) -> ConsoleLine:
    number = f"{one.number}\n重大" if one.is_major else one.number
    fill_in = f"\n接着填：{one.fill_in}" if one.fill_in else ""
    left = f"{one.left}\n{one.due}" if one.due else one.left
    what = f"{one.what}\n{one.who}" if one.who else one.what
    return ConsoleLine(_TAGS.get(one.tag, ROW_GOOD), (number, what, f"{one.next_step} {one.owner}{fill_in}", left))


def _progress(made: PeriodProgress) -> Iterator[ConsoleLine]:
    if not made.planned:
        return
    yield from _heading("本期进度", f"{made.done} / {made.planned} 位，{made.percent}%")
    yield ConsoleLine(HEADS, ("业务员", "打了", "打了 / 应打 / 到今天该打", "今天", ""))
    for one in made.agents[:_MOST]:
        yield _agent(one)
    yield from _more(made.agents, "人")
    yield ConsoleLine(QUIET, ("每格是应打的十分之一。数字来自已经交上来的表；没交的看不见。",))


def _agent(one: AgentProgress) -> ConsoleLine:
    full = min(_SQUARES, one.done * _SQUARES // one.planned) if one.planned else 0
    squares = "■" * full + "□" * (_SQUARES - full)
    now = "还没交" if not one.has_come else f"慢 {one.slow} 位" if one.slow else ""
    now = now or (f"今天 {one.today} 位" if one.today else "")
    kind = ROW_TODAY if one.slow else ROW
    return ConsoleLine(kind, (one.name, squares, f"{one.done} / {one.planned} / {one.expected}", now))


def _results(listed: Sequence[Result]) -> Iterator[ConsoleLine]:
    yield from _heading("最近的结果")
    if not listed:
        yield ConsoleLine(TEXT, ("还没有。",))
    for one in listed:
        opens = (one.opens[0].label, one.opens[0].path) if one.opens else ("", "")
        yield ConsoleLine(FILE, (f"{one.at:%m-%d %H:%M}　{one.said}", opens[0]), opens[1])


def file_lines(listed: Sequence[tuple[str, str]]) -> Iterator[ConsoleLine]:
    """Files by what people call them, each with its link."""
    for name, path in listed:
        yield ConsoleLine(FILE, (name, _OPEN), PurePosixPath(path).as_posix())
