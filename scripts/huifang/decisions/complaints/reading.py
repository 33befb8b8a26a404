"""One clock of one complaint: when it runs out, whether it was met, who is to be told by now.

A moment that lies after today counts as not filled yet. Where only the day was typed, a deadline counts as met on its
day. A deadline that was missed stays missed, whatever is closed or judged afterwards (decision 18).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time

from huifang.core.worktime import WorkHours
from huifang.decisions.complaints.deadlines import FORMAT, deadline, extended, levels_after, levels_passed
from huifang.decisions.complaints.escalation import Ladder, Owner, ladder
from huifang.decisions.complaints.legs import ComplaintLeg
from huifang.decisions.complaints.moments import Ending, is_before, is_filled, step_done
from huifang.decisions.complaints.stops import Pauses, Stop, minutes_between
from huifang.decisions.complaints.watch import Unhappy
from huifang.policy.complaints import AGAIN, Complaint, ComplaintClock, clock_again, is_valid, last_word
from huifang.policy.model import Policy
from huifang.policy.people import Exemption, People, Person
from huifang.tables.declared.complaints import COMPLAINTS

OK, DUE, OVERDUE, WAITING, CLOSED = "ok", "due", "overdue", "waiting", "closed"
#: Of a single clock only: it was met (in time or not), it never was and never will be, or it is not owed any more.
DONE, MISSED, OFF = "done", "missed", "off"
_RUNNING = (OVERDUE, DUE, OK)
#: Steps that a complaint does not go through once it is judged 不成立.
_OF_VALID_ONES = frozenset({"assigned_at", "investigated_at", "approved_at", "carried_out_at"})
#: What is done by telling a person, whatever else was done (decision 17).
_REPORTED = "reported_at"


@dataclass(frozen=True, kw_only=True)
class ClockView:
    """What the clocks are read by; ``rounds`` are the times that each complaint's customer was dissatisfied so far,
    ``legs`` those that are finished, ``major_since`` when those that had been
    seen as ordinary ones were first seen as 重大, ``first_written`` the moments first seen in cells that were written
    over, by column, all by 投诉编号.
    """

    policy: Policy
    hours: WorkHours
    people: People
    now: datetime
    rounds: Mapping[str, Sequence[Unhappy]] = field(default_factory=dict)
    legs: Mapping[str, Sequence[ComplaintLeg]] = field(default_factory=dict)
    major_since: Mapping[str, datetime] = field(default_factory=dict)
    first_written: Mapping[str, Mapping[str, datetime]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A complaint as its clocks see it: who answers for it, whether it is closed, its pauses, its former rounds.

    ``major_since`` is when it was first seen as 重大; None where it never was seen otherwise. Steps are judged by what
    was ``first_written``, whatever stands there now. ``passed_on`` is a start that nobody wrote: when the department
    that has it now was first seen.
    """

    complaint: Complaint
    owner: Owner
    closed: bool
    pauses: Pauses
    rounds: Sequence[Unhappy] = ()
    major_since: datetime | None = None
    first_written: Complaint = field(default_factory=dict)
    passed_on: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReading:
    """One deadline of one complaint. ``overdue_minutes`` run on the wall clock, until now or until it was met; those of
    pauses do not count.

    ``told`` are the 工号 of those who are to be told by now, from below. ``done_by`` is the column that says that it
    was met; ``judged_by`` the same, where its own is empty. ``first_due`` is until when it had been, where
    ``extensions`` granted more time.
    """

    clock: ComplaintClock
    state: str
    started_at: datetime | None = None
    due: datetime | None = None
    done_at: datetime | None = None
    overdue_minutes: int = 0
    told: tuple[str, ...] = ()
    done_by: str = ""
    judged_by: str = ""
    steps: tuple[str, ...] = ()
    extensions: tuple[Exemption, ...] = ()
    first_due: datetime | None = None

    def after(self, state: str, *sentences: str) -> ClockReading:
        """The same in that state, which these sentences derive."""
        counts = state in _RUNNING or state in (DONE, MISSED)
        return replace(
            self, state=state, steps=(*self.steps, *sentences), overdue_minutes=self.overdue_minutes if counts else 0
        )

    @property
    def is_running(self) -> bool:
        """Whether it has started and was not met yet."""
        return self.state in _RUNNING

    @property
    def is_stopped(self) -> bool:
        """Whether it has started, and stands still."""
        return self.state == WAITING and self.started_at is not None

    @property
    def is_decided(self) -> bool:
        """Whether it was met or missed."""
        return self.state in (DONE, MISSED) or bool(self.overdue_minutes)

    @property
    def in_time(self) -> bool:
        """Whether it was met before it ran out."""
        return self.state == DONE and not self.overdue_minutes

    @property
    def ends_before_it_starts(self) -> bool:
        """Whether the two moments contradict each other, so that nobody can say how long it took."""
        return self.started_at is not None and self.done_at is not None and is_before(self.done_at, self.started_at)


def read_clock(view: ClockView, clock: ComplaintClock, subject: Subject) -> ClockReading:
    """How a clock of 投诉时限 stands; it belongs to the first time that the complaint is dealt with."""
    complaint, start = subject.complaint, subject.complaint.get(clock.starts_with)
    begins, ends = header_of(clock.starts_with), header_of(clock.done_with)
    said = f"“{clock.stage}”：从“{begins}”起 {clock.amount} {clock.unit}内填写“{ends}”，依据 {clock.clause or '(未写)'}"
    done = step_done({**complaint, **subject.first_written}, clock.done_with)
    own = is_filled(complaint, clock.done_with)
    if start is None:
        waits = f"“{begins}”还没有填写，时限没有起算"
        return ClockReading(
            clock=clock, state=DONE if own else WAITING, done_at=done.at if own else None, steps=(said, waits)
        )
    start, since = _start(clock, subject, start, done.at)
    if start > view.now and start == subject.major_since:
        return ClockReading(clock=clock, state=WAITING, steps=(said, "那时还没有判为“重大”，时限没有起算"))
    first_round = subject.rounds[0].moment if subject.rounds and clock.done_with != _REPORTED else None
    if first_round and start > first_round:
        return ClockReading(clock=clock, state=OFF, steps=(said, f"投诉人不满意以后才起算，由“{AGAIN}”计时"))
    if first_round and (done.at is None or done.at > first_round):
        done, own = Ending(first_round, "reaction"), own or done.at is None
    reading = begun(view, clock, subject, start, done.at, (said, since))
    not_needed = not is_valid(complaint) and clock.done_with in _OF_VALID_ONES and not own
    if done.at and not (not_needed and not reading.overdue_minutes):
        return replace(_done(reading, done), done_by=done.by, judged_by="" if own else done.by)
    if not_needed:
        return replace(reading, done_at=None).after(OFF, "投诉不成立，不必再办这一步")
    if subject.closed:
        closed_at = complaint["closed_at"]
        if reading.due is None or view.now <= reading.due:
            return reading.after(OFF, "投诉已经关闭，时限不再计算")
        over = _minutes_over(closed_at, reading.due, subject.pauses.stops(view.now))
        return replace(reading, overdue_minutes=over).after(MISSED, f"投诉已经关闭，“{ends}”始终没有填写")
    return running(view, reading, subject)


def _start(clock: ComplaintClock, subject: Subject, filled: datetime, done_at: datetime | None) -> tuple[datetime, str]:
    """When the clock starts, and the sentence that says so.

    What is owed for major complaints alone is not owed before one was seen as such (decision 17); what was done by then
    was done in time.
    """
    seen, said = subject.major_since, f"起算：“{header_of(clock.starts_with)}”{filled:{FORMAT}}"
    if filled == subject.passed_on:
        said = (
            f"起算：没有为现在的责任部门填写“{header_of(clock.starts_with)}”，从见到改由它办理的 {filled:{FORMAT}} 起算"
        )
    if seen is None or not clock.tells_at_once or seen <= filled:
        return filled, said
    said += f"，{seen:{FORMAT}} 才见到判为“重大”"
    if done_at and done_at < seen:
        return max(filled, done_at), f"{said}，以前已经办到"
    return seen, f"{said}，从那时起算"


def read_again(view: ClockView, subject: Subject, number: int) -> ClockReading:
    """The clock of dealing with it again, after the customer was dissatisfied for the ``number``-th time (from 0)."""
    clock, one = clock_again(view.policy.again_within), subject.rounds[number]
    limit = f"从发现时起 {clock.amount} {clock.unit}内再次告知结果，依据 {clock.clause}"
    said = f"“{AGAIN}”：投诉人第 {number + 1} 次不满意，{limit}"
    done = _round_done(subject, number)
    reading = begun(view, clock, subject, one.seen, done.at, (said, f"起算：发现不满意 {one.seen:{FORMAT}}"))
    return replace(_done(reading, done), done_by=done.by) if done.at else running(view, reading, subject)


def _round_done(subject: Subject, number: int) -> Ending:
    """When that round was over: the result was told again, or a person closed it."""
    one = subject.rounds[number]
    if number + 1 < len(subject.rounds):
        return Ending(max(subject.rounds[number + 1].moment, one.seen), "outcome_told_at")
    complaint = subject.complaint
    unhappy = last_word(complaint).satisfied is False
    keys = ("closed_at",) if unhappy else ("outcome_told_at", "revisited_at", "closed_at")
    later = [(complaint[key], key) for key in keys if complaint.get(key) and complaint[key] > one.moment]
    if not later or (unhappy and not subject.closed):
        return Ending()
    at, key = min(later)
    return Ending(max(at, one.seen), key)


def begun(
    view: ClockView,
    clock: ComplaintClock,
    subject: Subject,
    start: datetime,
    done_at: datetime | None,
    steps: tuple[str, ...],
) -> ClockReading:
    """A clock that has started: when it runs out, and by how much it is over."""
    stops = subject.pauses.stops(view.now)
    first = deadline(clock, start, view.hours, stops)
    counted = extended(first, clock, subject.pauses.granted(clock), stops)
    over = _minutes_over(done_at or view.now, counted.due, stops) if counted.due else 0
    return ClockReading(
        clock=clock,
        state=OK,
        started_at=start,
        due=counted.due,
        done_at=done_at,
        overdue_minutes=over,
        steps=(*steps, *counted.steps),
        extensions=counted.extensions,
        first_due=first.due if counted.extensions else None,
    )


def _done(reading: ClockReading, done: Ending) -> ClockReading:
    assert done.at is not None
    over = reading.overdue_minutes
    late = f"，超过 {in_words(over)}" if over else "，在时限之内"
    if reading.ends_before_it_starts:
        late = f"，早于“{header_of(reading.clock.starts_with)}”，不能判断是否按时，请核对"
    what = header_of(done.by or reading.clock.done_with)
    return reading.after(DONE, f"“{what}”{done.at:{FORMAT}}{late}")


def running(view: ClockView, reading: ClockReading, subject: Subject) -> ClockReading:
    """The reading of a clock that runs: how it stands now, who is to be told by now, and who would be next."""
    rungs = ladder(view.people, reading.clock, subject.owner, view.now.date())
    pause, due = subject.pauses.in_force(view.now), reading.due
    if pause and not reading.overdue_minutes:
        until = f"到 {pause.ends:{FORMAT}}" if pause.ends else "何时结束未定"
        why = f"暂停：自 {pause.starts:{FORMAT}} 起，{until}，{pause.approved_by} 批准，{pause.reason}"
        return reading.after(WAITING, why)
    assert due is not None and reading.started_at is not None  # it runs
    over, left = reading.overdue_minutes, int((due - view.now).total_seconds()) // 60
    state = OVERDUE if over else DUE if due.date() == view.now.date() else OK
    sentences = [f"现在 {view.now:{FORMAT}}，" + (f"已超过 {in_words(over)}" if over else f"还有 {in_words(left)}")]
    stops = subject.pauses.stops(view.now)
    if reading.extensions:
        level = levels_after(reading.clock, due, view.hours, view.now, len(rungs.later), stops)
    else:
        level = levels_passed(reading.clock, reading.started_at, view.hours, view.now, len(rungs.later), stops)
    sentences.extend(_told(rungs, level))
    told = tuple(person.person_no for person in (*rungs.at_once, *rungs.later[:level]))
    return replace(reading.after(state, *sentences), told=told)


def _told(rungs: Ladder, level: int) -> Iterable[str]:
    if rungs.at_once:
        yield f"重大投诉，一登记就告诉 {_names(rungs.at_once)}"
    if level:
        yield f"已经超时，应告诉 {_names(rungs.later[:level])}"
    if level < len(rungs.later):
        when = "再超过一个时限，再告诉" if level else "如果超时，告诉"
        yield f"{when} {rungs.later[level].label}"
    if not rungs.at_once and not rungs.later:
        yield "《人员》里没有可以上报的人"


def _names(people: Iterable[Person]) -> str:
    return "、".join(person.label for person in people)


def _minutes_over(moment: datetime, due: datetime, stops: Sequence[Stop]) -> int:
    """How many minutes the moment is behind the deadline; 0 in time."""
    if moment.time() == time.min and moment.date() <= due.date():
        return 0
    return minutes_between(due, moment, stops)


def header_of(key: str) -> str:
    """What people call the column of 投诉."""
    return COMPLAINTS.by_key[key].header


def in_words(minutes: int) -> str:
    """``1 天 2 小时 5 分钟``, without the parts that are 0."""
    days, rest = divmod(minutes, 1440)
    hours, minutes = divmod(rest, 60)
    parts = [(days, "天"), (hours, "小时"), (minutes, "分钟")]
    return " ".join(f"{number} {unit}" for number, unit in parts if number) or "0 分钟"
