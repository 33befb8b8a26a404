"""What is late, as far as anybody can know: a call whose sheet is not due yet is out with its agent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from huifang.decisions.calls.obligations import Obligation
from huifang.decisions.calls.owed import PlanningView, open_obligations

#: By agent and batch: the day on which the last sheet was handed in.
HandedIn = Mapping[tuple[str, str], date]


@dataclass(frozen=True, order=True)
class Out:
    """So many calls of an agent's sheet are past their window; whether they were made is known when it is in, which is
    to be by ``due_on`` (inclusive).
    """

    due_on: date
    period: str
    agent: str
    count: int


def past_window(view: PlanningView, today: date) -> list[Obligation]:
    """The open obligations past their window that somebody should call now: not paused, attempts not used up or ended,
    and not agreed for a day that is not over.
    """
    past = []
    for one in open_obligations(view, today):
        if view.is_paused(one.obligation, today) or view.waits_for_correction(one.obligation.plan_no, today):
            continue
        if one.ended or one.is_exhausted(view.policy.max_attempts, today) or one.waits_for_its_day(today):
            continue
        if one.obligation.due_on < today:
            past.append(one.obligation)
    return past


def sheet_awaited(view: PlanningView, obligation: Obligation, came: HandedIn, today: date) -> date | None:
    """Until when (inclusive) the sheet may still come that says whether this call was made; None where it is known that
    it was not, or was not in time: nobody has such a sheet, it was late already when it was planned, or the sheet came
    after the window without it.
    """
    issue = obligation.issue
    if issue is None or issue.planned_on > obligation.due_on:
        return None
    last = came.get((issue.agent, issue.period))
    if last is not None and last > obligation.due_on:
        return None
    due_on = view.policy.sheets_due_on(view.policy.parse_period(issue.period), view.calendar)
    return due_on if today <= due_on else None


def told_apart(
    view: PlanningView, past: Iterable[Obligation], came: HandedIn, today: date
) -> tuple[list[Obligation], list[Out]]:
    """Those that are late for certain, and how many are out with whom."""
    late: list[Obligation] = []
    out: Counter[tuple[date, str, str]] = Counter()
    for obligation in past:
        due_on, issue = sheet_awaited(view, obligation, came, today), obligation.issue
        if due_on is None or issue is None:
            late.append(obligation)
        else:
            out[due_on, issue.period, issue.agent] += 1
    return late, sorted(Out(*whose, count) for whose, count in out.items())
