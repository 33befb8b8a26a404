"""The clocks of complaints: which deadline runs, how much is left, who answers for it and who is told.

A moment that lies after today counts as not filled yet. Where only the day was typed, a deadline counts as met on its
day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time

from huifang.core.worktime import WorkHours
from huifang.decisions.complaints.deadlines import FORMAT, deadline, levels_passed
from huifang.decisions.complaints.escalation import Ladder, Owner, ladder, owner_of
from huifang.decisions.complaints.legs import ComplaintLeg, as_first_met, ended
from huifang.decisions.complaints.life import AGAIN, Life, life_of
from huifang.policy.complaints import Complaint, ComplaintClock, covers, is_valid
from huifang.policy.model import Policy
from huifang.policy.people import People, Person
from huifang.tables.declared.afterwards import as_it_stood
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.model import Row

OK, DUE, OVERDUE, WAITING, CLOSED = "ok", "due", "overdue", "waiting", "closed"
#: Of a single clock only: it was met (in time or not), or it is not owed any more.
DONE, OFF = "done", "off"
_RUNNING = (OVERDUE, DUE, OK)
#: Steps that a complaint does not go through once it is judged 不成立.
_OF_VALID_ONES = frozenset({"assigned_at", "investigated_at", "approved_at", "carried_out_at"})


@dataclass(frozen=True, kw_only=True)
class ClockView:
    """What the clocks are read by; ``reopened`` is how often each complaint's customer was dissatisfied so far, and
    ``legs`` are those of each complaint that are finished.
    """

    policy: Policy
    hours: WorkHours
    people: People
    now: datetime
    reopened: Mapping[str, int] = field(default_factory=dict)
    legs: Mapping[str, Sequence[ComplaintLeg]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReading:
    """One deadline of one complaint. ``overdue_minutes`` run on the wall clock, until now or until it was met.

    ``told`` are the 工号 of those who are to be told by now, from below.
    """

    clock: ComplaintClock
    state: str
    started_at: datetime | None = None
    due: datetime | None = None
    done_at: datetime | None = None
    overdue_minutes: int = 0
    told: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()

    def after(self, state: str, *sentences: str) -> ClockReading:
        """The same in that state, which these sentences derive."""
        running = state in _RUNNING or state == DONE
        return replace(
            self, state=state, steps=(*self.steps, *sentences), overdue_minutes=self.overdue_minutes if running else 0
        )

    @property
    def is_running(self) -> bool:
        """Whether it has started and was not met yet."""
        return self.state in _RUNNING

    @property
    def ends_before_it_starts(self) -> bool:
        """Whether the two moments contradict each other, so that nobody can say how long it took."""
        if self.started_at is None or self.done_at is None:
            return False
        only_the_day = self.done_at.time() == time.min
        start = datetime.combine(self.started_at, time.min) if only_the_day else self.started_at
        return self.done_at < start


@dataclass(frozen=True, slots=True)
class Finished:
    """The result of a deadline of a leg that is finished."""

    leg: ComplaintLeg
    reading: ClockReading


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplaintStatus:
    """A complaint as it stands: its most urgent clock, or what it waits for where none runs.

    ``earlier`` are the results of the deadlines that started from moments which were written over.
    """

    complaint_no: str
    row: Row
    stage: str
    state: str
    life: Life
    owner: Owner
    clock: ClockReading | None
    clocks: tuple[ClockReading, ...]
    earlier: tuple[Finished, ...] = ()
    derivation: tuple[str, ...] = ()

    @property
    def readings(self) -> tuple[ClockReading, ...]:
        """All its deadlines, those of legs that are finished first."""
        return (*(one.reading for one in self.earlier), *self.clocks)

    @property
    def due(self) -> datetime | None:
        """The deadline of the clock that runs."""
        return self.clock.due if self.clock else None

    @property
    def overdue_minutes(self) -> int:
        """Of the clock that runs."""
        return self.clock.overdue_minutes if self.clock else 0

    @property
    def told(self) -> tuple[str, ...]:
        """Who is to be told by now, from below."""
        return self.clock.told if self.clock else ()

    @property
    def needs_attention(self) -> bool:
        """Whether it is late or has to be done again."""
        return self.state == OVERDUE or (self.state != CLOSED and self.life.stage == AGAIN)


def status_of(view: ClockView, row: Row) -> ComplaintStatus:
    """The complaint in that row; a gap in it takes away neither the complaint nor its clocks."""
    row = as_it_stood(row, COMPLAINTS, view.now.date())
    complaint: Complaint = row.values
    number = complaint.get("complaint_no") or ""
    reopened = view.reopened.get(number, 0)
    life = life_of(view.policy, complaint, reopened)
    owner = owner_of(view.policy, view.people, complaint, view.now.date(), reopened)
    about = [clock for clock in view.policy.clocks if covers(clock.applies_to, complaint)]
    legs = view.legs.get(number, ())
    clocks = tuple(_read(view, clock, as_first_met(clock, complaint, legs), owner, life.is_closed) for clock in about)
    clock = min((reading for reading in clocks if reading.is_running), key=_urgency, default=None)
    state = CLOSED if life.is_closed else clock.state if clock else WAITING
    stage = clock.clock.stage if clock and life.stage != AGAIN else life.stage
    status = ComplaintStatus(
        complaint_no=number, row=row, stage=stage, state=state, life=life, owner=owner, clock=clock, clocks=clocks,
        earlier=tuple(_finished(view, complaint, legs)),
    )  # fmt: skip
    return replace(status, derivation=tuple(_derivation(view, status)))


def _finished(view: ClockView, complaint: Complaint, legs: Sequence[ComplaintLeg]) -> Iterator[Finished]:
    """The deadlines of the legs before, each as it stood when its leg was finished."""
    for clock in view.policy.clocks:
        for leg, until in reversed([*ended(clock, complaint, legs)]):
            then = replace(view, now=until)
            owner = owner_of(view.policy, view.people, leg.cells, until.date())
            yield Finished(leg, _read(then, clock, leg.cells, owner, closed=False))


def by_urgency(status: ComplaintStatus) -> tuple[int, str, str]:
    """Overdue first, then by deadline; what waits comes behind, what is closed last."""
    order = (OVERDUE, DUE, OK, WAITING, CLOSED)
    rank = 0 if status.needs_attention else order.index(status.state)
    return rank, str(status.due or "9"), status.complaint_no


def _urgency(reading: ClockReading) -> tuple[datetime, bool]:
    """The earliest deadline; of two the one whose levels are told at once."""
    assert reading.due is not None  # it runs
    return reading.due, not reading.clock.tells_at_once


def _read(view: ClockView, clock: ComplaintClock, complaint: Complaint, owner: Owner, closed: bool) -> ClockReading:
    start, done = complaint.get(clock.starts_with), complaint.get(clock.done_with)
    begins, ends = _header(clock.starts_with), _header(clock.done_with)
    said = f"“{clock.stage}”：从“{begins}”起 {clock.amount} {clock.unit}内填写“{ends}”，依据 {clock.clause or '(未写)'}"
    if start is None:
        waits = f"“{begins}”还没有填写，时限没有起算"
        return ClockReading(clock=clock, state=DONE if done else WAITING, done_at=done, steps=(said, waits))
    counted = deadline(clock, start, view.hours)
    steps = (said, f"起算：“{begins}”{start:{FORMAT}}", *counted.steps)
    reading = ClockReading(
        clock=clock,
        state=OK,
        started_at=start,
        due=counted.due,
        done_at=done,
        overdue_minutes=_minutes_over(done or view.now, counted.due),
        told=(),
        steps=steps,
    )
    if done:
        over = reading.overdue_minutes
        late = f"，超过 {in_words(over)}" if over else "，在时限之内"
        if reading.ends_before_it_starts:
            late = f"，早于“{begins}”，不能判断是否按时，请核对"
        return reading.after(DONE, f"“{ends}”{done:{FORMAT}}{late}")
    if closed:
        return reading.after(OFF, "投诉已经关闭，时限不再计算")
    if not is_valid(complaint) and clock.done_with in _OF_VALID_ONES:
        return reading.after(OFF, "投诉不成立，不必再办这一步")
    return _running(view, reading, counted.due, ladder(view.people, clock, owner, view.now.date()))


def _running(view: ClockView, reading: ClockReading, due: datetime, rungs: Ladder) -> ClockReading:
    """The reading of a clock that runs: how it stands now, who is to be told by now, and who would be next."""
    over, left = reading.overdue_minutes, int((due - view.now).total_seconds()) // 60
    state = OVERDUE if over else DUE if due.date() == view.now.date() else OK
    sentences = [f"现在 {view.now:{FORMAT}}，" + (f"已超过 {in_words(over)}" if over else f"还有 {in_words(left)}")]
    assert reading.started_at is not None  # it runs
    level = levels_passed(reading.clock, reading.started_at, view.hours, view.now, len(rungs.later))
    if rungs.at_once:
        sentences.append(f"重大投诉，一登记就告诉 {_names(rungs.at_once)}")
    if level:
        sentences.append(f"已经超时，应告诉 {_names(rungs.later[:level])}")
    if level < len(rungs.later):
        when = "再超过一个时限，再告诉" if level else "如果超时，告诉"
        sentences.append(f"{when} {rungs.later[level].label}")
    if not rungs.at_once and not rungs.later:
        sentences.append("《人员》里没有可以上报的人")
    told = tuple(person.person_no for person in (*rungs.at_once, *rungs.later[:level]))
    return replace(reading.after(state, *sentences), told=told)


def _names(people: Iterable[Person]) -> str:
    return "、".join(person.label for person in people)


def _minutes_over(moment: datetime, due: datetime) -> int:
    """How many minutes the moment is behind the deadline; 0 in time."""
    if moment.time() == time.min and moment.date() <= due.date():
        return 0
    return max(0, int((moment - due).total_seconds()) // 60)


def _derivation(view: ClockView, status: ComplaintStatus) -> Iterator[str]:
    """The clock that runs first, step by step; then the others in short, who answers for it, and what comes next."""
    life, owner, complaint = status.life, status.owner, status.row.values
    if status.clock:
        yield from status.clock.steps
    for reading in status.clocks:
        if reading is not status.clock:
            yield f"“{reading.clock.stage}”：{reading.steps[-1]}"
    if not status.clocks:
        yield "《制度》没有给这件投诉规定时限"
    dispatch = view.policy.dispatch_of(complaint.get("category"))
    if dispatch and not complaint.get("department"):
        yield f"“{dispatch.category}”类投诉由 {dispatch.department} 负责"
    yield f"负责人：{owner.person.label}({owner.why})" if owner.person else f"负责人：{owner.why}"
    if life.reopened:
        yield f"投诉人对结果不满意已有 {life.reopened} 次"
    if life.is_closed:
        yield "已经关闭" + (f"，还应补填：{'、'.join(life.missing)}" if life.missing else "")
        return
    yield f"办到：{life.stage}；接着填写：{'、'.join(life.missing)}"
    if life.obstacles:
        yield f"现在不能关闭：{'、'.join(life.obstacles)}"


def _header(key: str) -> str:
    return COMPLAINTS.by_key[key].header


def in_words(minutes: int) -> str:
    """``1 天 2 小时 5 分钟``, without the parts that are 0."""
    days, rest = divmod(minutes, 1440)
    hours, minutes = divmod(rest, 60)
    parts = [(days, "天"), (hours, "小时"), (minutes, "分钟")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 分钟"
