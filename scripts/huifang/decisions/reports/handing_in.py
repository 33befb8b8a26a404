"""Handing in: which sheets of the period's batches were due, when each came, and what being late costs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from huifang.core.periods import Period
from huifang.policy.model import Policy
from huifang.policy.people import Exemption, People
from huifang.tables.options import ABOUT_PERSON, APPEAL, EXCUSE, UPHOLD


@dataclass(frozen=True)
class BatchDuty:
    """One batch whose sheets fall due in the period: who got workbooks, when each handed in, and the due day."""

    period: Period
    due_on: date
    agents: frozenset[str]
    arrivals: Mapping[str, Sequence[datetime]]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandIn:
    """One agent's sheet of one batch.

    ``missing`` from the due day on while it has not come; ``late_days`` after the due day, counted to now while it is
    missing. ``verdict`` is what a person decided about being late: an appeal (申诉) suspends the fine, 免责 ends it,
    维持 confirms it; ``excused_by`` says who, ``reason`` why.
    """

    agent: str
    batch: str
    due_on: date
    submitted_at: datetime | None
    late_days: int
    missing: bool
    excused_by: str
    fine_yuan: float
    verdict: str = ""
    reason: str = ""


def hand_ins_of(batches: Iterable[BatchDuty], policy: Policy, excuses: People, now: datetime) -> Iterable[HandIn]:
    """Each agent's sheet of each batch, as far as it has come by now."""
    for batch in batches:
        end = datetime.combine(batch.due_on, time.max)
        for agent in sorted(batch.agents):
            arrivals = sorted(batch.arrivals.get(agent, ()))
            in_time = [moment for moment in arrivals if moment <= end]
            submitted = in_time[-1] if in_time else arrivals[0] if arrivals else None
            last_day = submitted.date() if submitted else now.date()
            late_days = max(0, (last_day - batch.due_on).days)
            missing = submitted is None and now.date() >= batch.due_on
            verdict = _verdict(excuses, agent, batch.due_on)
            excused = verdict is not None and verdict.treatment in (EXCUSE, APPEAL)
            duty = policy.sheet_duty
            fine = (duty.fine_yuan or 0) if duty else 0
            yield HandIn(
                agent=agent, batch=batch.period.name, due_on=batch.due_on, submitted_at=submitted, late_days=late_days,
                missing=missing, excused_by=verdict.approved_by if verdict and verdict.treatment == EXCUSE else "",
                fine_yuan=fine if late_days and not excused else 0,
                verdict=verdict.treatment if verdict else "", reason=verdict.reason if verdict else "",
            )  # fmt: skip


def _verdict(excuses: People, agent: str, due_on: date) -> Exemption | None:
    """What was decided about a sheet that was late on that day; a decision goes before the appeal that led to it."""
    for treatment in (EXCUSE, UPHOLD, APPEAL):
        entry = excuses.exemption(ABOUT_PERSON, agent, due_on, treatment)
        if entry:
            return entry
    return None
