"""What comes up again and again beside the calls: the rows of 定期任务, and what offices without them go on with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding
from huifang.core.text import half_width, split_list
from huifang.policy.complaints import SUPERIOR
from huifang.policy.duties import DueDay, ReportDuty, WrongDueDay, parse_due_day
from huifang.policy.impossible import Impossible
from huifang.policy.rules import DERIVED, Source, UnknownSource, parse_source
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.surveys import SURVEYS
from huifang.tables.declared.task_rules import NOTHING
from huifang.tables.model import NOT_READ, Origin, Row
from huifang.tables.options import SUPERVISOR

_DRAW = re.compile(r"(?:(?P<each>每人)?(?P<count>[1-9]\d{0,2})[份条个]|(?P<percent>[1-9]\d?|100)%)")
_SURVEYED = SURVEYS.by_key["surveyed_on"]
#: A cell in which somebody typed 10 % holds a number: 0.1.
_TYPED = re.compile(r"0\.\d+|1")


@dataclass(frozen=True, slots=True)
class DrawSize:
    """How many records are drawn: ``count`` of all or of each agent, or so many ``percent`` of all; ``text`` is how it
    is read.
    """

    text: str
    count: int = 0
    percent: int = 0
    of_each: bool = False

    def of(self, total: int) -> int:
        """Of so many how many; a part of one counts as one."""
        return min(total, self.count or -(-total * self.percent // 100))


def parse_draw(text: str) -> DrawSize | None:
    """What 抽取 says: 5份, 10% or 每人2份; None where it says something else."""
    plain = half_width(text)
    if _TYPED.fullmatch(plain):
        plain = f"{round(float(plain) * 100)}%"
    said = _DRAW.fullmatch(plain)
    return DrawSize(plain, int(said["count"] or 0), int(said["percent"] or 0), bool(said["each"])) if said else None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodicTask:
    """A row of 定期任务. ``who`` are the words of 由谁; ``done_with`` is the column in which a day of the period says
    that it was done (None: its own 完成时间 does).
    """

    task: str
    span: str
    due_day: DueDay
    who: tuple[str, ...]
    draw: DrawSize | None = None
    hands_in: str = NOTHING
    done_with: Source | None = None
    escalate_to: str = SUPERIOR
    clause: str = ""
    origin: Origin = field(default=NOT_READ, compare=False)

    @property
    def is_assumed(self) -> bool:
        """Whether no row says it: an office without the sheet goes on with it."""
        return self.origin is NOT_READ


def read_tasks(rows: tuple[Row, ...]) -> Iterator[PeriodicTask | Finding]:
    """The tasks that come up; a row that cannot be carried out is a finding, and comes up never."""
    for row in rows:
        try:
            yield _task(row)
        except Impossible as wrong:
            yield found("P605", row.place(wrong.key), value=row["task"], reason=wrong.reason)


def _task(row: Row) -> PeriodicTask:
    try:
        due_day = parse_due_day(row["due"])
    except WrongDueDay as wrong:
        raise Impossible(wrong.reason, "due") from None
    if not due_day.fits(row["span"]):
        raise Impossible(because("Y617", value=row["due"], span=row["span"]), "due")
    draw = parse_draw(row["draw"]) if row["draw"] else None
    if row["draw"] and draw is None:
        raise Impossible(because("Y618"), "draw")
    done_with = _done_with(row["done_with"]) if row["done_with"] else None
    if draw and done_with:
        raise Impossible(because("Y619"), "done_with")
    if draw and not due_day.is_afterwards:
        raise Impossible(because("Y660"), "due")
    return PeriodicTask(
        task=row["task"], span=row["span"], due_day=due_day, who=split_list(row["who"]), draw=draw,
        hands_in=row["hands_in"] or NOTHING, done_with=done_with, escalate_to=row["escalate_to"] or SUPERIOR,
        clause=row["clause"] or "", origin=row.origin,
    )  # fmt: skip


def _done_with(text: str) -> Source:
    try:
        source = parse_source(text)
    except UnknownSource as unknown:
        raise Impossible(unknown.reason, "done_with") from None
    if source.sheet == CALLS.name or (source.sheet, source.header) in DERIVED:
        raise Impossible(because("Y608", column=source, sheet=SURVEYS.name, options=_SURVEYED.header), "done_with")
    if not source.is_day:
        raise Impossible(because("Y607", column=source), "done_with")
    return source


#: What was wired in before there was the sheet: a survey each quarter, where a report tells of surveys.
_SURVEY = PeriodicTask(
    task="安排本季度的意见调查", span="季", due_day=DueDay(), who=(SUPERVISOR,),
    done_with=Source(SURVEYS.name, _SURVEYED.header),
)  # fmt: skip


def before_the_task_sheet(reports: Iterable[ReportDuty]) -> tuple[PeriodicTask, ...]:
    """What an office without the sheet goes on with."""
    return (_SURVEY,) if any(SURVEYS.name in duty.parts for duty in reports) else ()
