"""Handing in: which sheets of the period's batches were due, how far each was in by then, and what being late costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from huifang.core.periods import Period
from huifang.policy.model import Policy
from huifang.policy.people import Exemption, People
from huifang.tables.options import ABOUT_PERSON, APPEAL, EXCUSE, UPHOLD

#: How far a sheet was in at the end of its due day (decision 20): all of it, a part, nothing until later, nothing.
ON_TIME, INCOMPLETE, LATE, MISSING = "按时", "不完整", "迟", "未交"
#: The gravest first.
STATES = (MISSING, LATE, INCOMPLETE, ON_TIME)


@dataclass(frozen=True)
class BatchDuty:
    """One batch whose sheets fall due in the period, on ``due_on``.

    ``owed`` are the numbers of the calls that each agent had to report by then, ``results`` when the first result of a
    call came, ``arrivals`` when each agent handed something in. ``arrival_by`` says by agent and
    moment by whose clock it came then.
    """

    period: Period
    due_on: date
    owed: Mapping[str, frozenset[str]]
    results: Mapping[str, datetime]
    arrivals: Mapping[str, Sequence[datetime]]
    arrival_by: Mapping[tuple[str, datetime], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn:
    """One agent's sheet of one batch.

    ``state`` is one of :data:`STATES`, judged at the end of the due day and kept; on the due day, of now; before it,
    empty as long as something is open. ``open_rows`` lacked a result then, ``still_open`` do so now. ``late_days`` are
    those after the due day until it came, until now while nothing has come. ``verdict`` is what a person decided about
    being late: an appeal (申诉) suspends the fine, 免责 ends it, 维持 confirms it; ``excused_by`` says who, ``reason``
    why. ``arrival_by`` is by whose clock it came at ``submitted_at``; empty where that is not known.
    """

    agent: str
    batch: str
    due_on: date
    state: str
    open_rows: int
    still_open: int
    submitted_at: datetime | None
    late_days: int
    excused_by: str
    fine_yuan: float
    verdict: str = ""
    reason: str = ""
    arrival_by: str = ""

    @property
    def missing(self) -> bool:
        """Whether nothing of it has come, and it was due."""
        return self.state == MISSING

    @property
    def is_told(self) -> bool:
        """Whether it did not come as it was to come."""
        return self.state not in ("", ON_TIME)

    @property
    def said(self) -> str:
        """Its state as people read it."""
        return f"{INCOMPLETE}(缺 {self.open_rows} 行)" if self.state == INCOMPLETE else self.state


def hand_ins_of(batches: Iterable[BatchDuty], policy: Policy, excuses: People, now: datetime) -> Iterable[HandIn]:
    """Each agent's sheet of each batch; of an agent who had nothing to report only what came all the same."""
    duty = policy.sheet_duty
    fine = (duty.fine_yuan or 0) if duty else 0
    for batch in batches:
        for agent in sorted({*(agent for agent, rows in batch.owed.items() if rows), *batch.arrivals}):
            looked_at = _Sheet(batch, agent, now)
            late_days = looked_at.late_days(policy.incomplete_is_late)
            submitted_at = looked_at.submitted_at
            verdict = _verdict(excuses, agent, batch.due_on)
            excused = verdict is not None and verdict.treatment in (EXCUSE, APPEAL)
            yield HandIn(
                agent=agent, batch=batch.period.name, due_on=batch.due_on, state=looked_at.state,
                open_rows=len(looked_at.open_then), still_open=len(looked_at.open_now),
                submitted_at=submitted_at, late_days=late_days,
                excused_by=verdict.approved_by if verdict and verdict.treatment == EXCUSE else "",
                fine_yuan=fine if late_days and not excused else 0,
                verdict=verdict.treatment if verdict else "", reason=verdict.reason if verdict else "",
                arrival_by=batch.arrival_by.get((agent, submitted_at), "") if submitted_at else "",
            )  # fmt: skip


class _Sheet:
    """One agent's sheet of a batch, looked at now."""

    def __init__(self, batch: BatchDuty, agent: str, now: datetime) -> None:
        rows, results = batch.owed.get(agent, frozenset()), batch.results
        end = datetime.combine(batch.due_on, time.max)
        self._due_on, self._now = batch.due_on, now
        self._came = {results[number] for number in rows if number in results}
        self._arrivals = sorted(batch.arrivals.get(agent, ()))
        self._in_time = sorted({moment for moment in (*self._arrivals, *self._came) if moment <= end})
        self.open_then = [number for number in rows if number not in results or results[number] > end]
        self.open_now = [number for number in rows if number not in results]

    @property
    def state(self) -> str:
        if not self.open_then:
            return ON_TIME
        if self._now.date() < self._due_on:
            return ""
        if self._in_time:
            return INCOMPLETE
        return LATE if self._arrivals or self._came else MISSING

    @property
    def submitted_at(self) -> datetime | None:
        """What completed it in time, else the last that came in time, else the first that came after it."""
        if self._came and not self.open_then:
            return max(self._came)
        if self._in_time:
            return self._in_time[-1]
        return min((*self._arrivals, *self._came), default=None)

    def late_days(self, incomplete_is_late: bool) -> int:
        """The days after the due day until it came: the first of it, or all where ``incomplete_is_late``."""
        until: datetime | None = None
        if self.state == LATE:
            until = self.submitted_at
        elif self.state == MISSING:
            until = self._now
        elif self.state == INCOMPLETE and incomplete_is_late:
            until = self._now if self.open_now else max(self._came)
        return max(timedelta(), until.date() - self._due_on).days if until else 0


def _verdict(excuses: People, agent: str, due_on: date) -> Exemption | None:
    """What was decided about a sheet that was late on that day; a decision goes before the appeal that led to it."""
    for treatment in (EXCUSE, UPHOLD, APPEAL):
        entry = excuses.exemption(ABOUT_PERSON, agent, due_on, treatment)
        if entry:
            return entry
    return None
