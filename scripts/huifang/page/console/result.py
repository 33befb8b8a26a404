"""The sheet 结果: what became of the command behind the last button, as lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import PurePosixPath

from huifang.core.alike import Alike
from huifang.edges.books.console_lines import (
    BAD,
    BAND,
    BUTTON_ROW,
    DAY,
    FILE,
    GAP,
    GOOD,
    HEADING,
    HEADS,
    LOOK,
    QUIET,
    ROW,
    ROW_GOOD,
    ROW_LATE,
    ROW_TODAY,
    TEXT,
    ConsoleLine,
)
from huifang.edges.store.office import CHECKS, Office
from huifang.page.console.today import said
from huifang.page.jobs import PageJob
from huifang.page.outcome import JobOutcome, ShownPerson, ShownStep, is_wrong_use, outcome_of, why_wrong

#: So many of a kind are shown, and so many sentences of a step.
_MOST, _SENTENCES = 15, 40
#: What a terminal says of files, which are listed here by themselves.
_MADE = "已生成 "
_MOODS = {"good": GOOD, "look": LOOK}


def result_lines(job: PageJob | None, office: Office, at: datetime) -> tuple[ConsoleLine, ...]:
    """What became of a job that has ended; None: no button was pressed yet."""
    if job is None:
        return plain_lines(at, GOOD, "还没有按过按钮", "请到“今天”这张表点一个按钮，做了什么会写在这里。")
    outcome = outcome_of(job, office)
    if is_wrong_use(job):
        outcome = JobOutcome(mood="look", headline=f"{job.title}：没有做", told=why_wrong(job))
    return (*_head(job.title, job.started_at), *_outcome(outcome, office))


def plain_lines(at: datetime, kind: str, headline: str, *sentences: str) -> tuple[ConsoleLine, ...]:
    """A result of sentences alone."""
    return (*_head("结果", at), ConsoleLine(kind, (headline,)), *(ConsoleLine(TEXT, (one,)) for one in sentences))


def _head(title: str, at: datetime) -> Iterator[ConsoleLine]:
    yield ConsoleLine(BAND, (f"结果 · {title}" if title != "结果" else title,))
    yield ConsoleLine(DAY, (f"{at:%m-%d %H:%M} 开始",))
    yield ConsoleLine(BUTTON_ROW)


def _outcome(outcome: JobOutcome, office: Office) -> Iterator[ConsoleLine]:
    yield ConsoleLine(_MOODS.get(outcome.mood, BAD), (outcome.headline,))
    yield from _sentences(outcome.told.splitlines())
    for _, what, why in outcome.to_look_at[:_MOST]:
        yield ConsoleLine(TEXT, (f"▲ {what or '看下面'}：{said(why)}",))
    for number, step in enumerate(outcome.steps, 1):
        yield from _step(step, number if len(outcome.steps) > 1 else 0, office)
    if outcome.undone:
        yield from _heading("没有做的")
        yield ConsoleLine(HEADS, ("什么", "为什么"))
    for what, why in outcome.undone[:_MOST]:
        yield ConsoleLine(ROW, (what, said(why)))


def _heading(text: str) -> Iterator[ConsoleLine]:
    yield ConsoleLine(GAP)
    yield ConsoleLine(HEADING, (text,))


def _step(step: ShownStep, number: int, office: Office) -> Iterator[ConsoleLine]:
    if step.title:
        yield from _heading(f"{number}　{step.title}" if number else step.title)
    yield from _sentences(line for line in step.lines if not line.strip().startswith(_MADE))
    if step.people:
        yield ConsoleLine(HEADS, ("谁", "为什么", "里面有", "结果", ""))
        for one in step.people[:_MOST]:
            yield _person(one)
        for one in step.people[:_MOST]:
            if one.message:
                yield ConsoleLine(QUIET, (f"发给{one.name}的话，可以整格复制：",))
                yield ConsoleLine(TEXT, (one.message.strip(),))
    if step.findings:
        yield ConsoleLine(HEADS, ("哪本", "什么、怎样改", "哪张表、哪一格", "", ""))
        for group in step.findings[:_MOST]:
            yield _finding(group, office)
        if len(step.findings) > _MOST:
            yield ConsoleLine(QUIET, (f"另 {len(step.findings) - _MOST} 处，在回访台里看。",))
    for file in step.files[:_MOST]:
        if _may_be_opened(file.path):
            yield ConsoleLine(FILE, (file.name, "打开"), PurePosixPath(file.path).as_posix())


def _sentences(lines: Iterable[str]) -> Iterator[ConsoleLine]:
    listed = [line for line in lines if line.strip()]
    for line in listed[:_SENTENCES]:
        yield ConsoleLine(TEXT, (said(line),))
    if len(listed) > _SENTENCES:
        yield ConsoleLine(QUIET, (f"另 {len(listed) - _SENTENCES} 行，在回访台里看。",))


def _person(one: ShownPerson) -> ConsoleLine:
    """What became of somebody's sheet, with the marked one that is to be sent back."""
    wrong = "\n".join(said(each["message"]) for each in one.said["wrong"][:3])
    heard = (("", one.bad("bad_entered")), ("退回的有", one.bad("bad_returned")))
    bad = [f"{where}{news}" for where, news in heard if news]
    marked = one.said["marked"] or ""
    kind = ROW_TODAY if one.said["wrong"] else ROW_GOOD
    return ConsoleLine(kind, (one.name, wrong, "\n".join(bad), one.tag, "退回的表" if marked else ""), marked)


def _finding(group: Alike, office: Office) -> ConsoleLine:
    first, place = group.first, group.first.place
    opens = place.file if place.file and _may_be_opened(place.file) and office.path(place.file).is_file() else ""
    what, where = f"{said(first.message)}{said(first.hint)}", " ".join(filter(None, (place.sheet, group.cells)))
    kind, tag = (ROW_LATE, "错误") if first.is_error else (ROW_TODAY, "提醒")
    return ConsoleLine(kind, (PurePosixPath(place.file).stem, what, where, tag, "打开" if opens else ""), opens)


def _may_be_opened(path: str) -> bool:
    """Whether it is no file of spot checks, which are the auditor's alone."""
    return PurePosixPath(path).parts[:1] != (CHECKS,)
