"""本期进度: what each agent has done of the period's calls, and where today should be."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from huifang.core.periods import Period
from huifang.decisions.reports.figures import Figures, Owed, figures_of
from huifang.flow.calls.today import day_looked_at
from huifang.flow.office.desk import Desk
from huifang.flow.reports.counting import figures_view, problems_of
from huifang.flow.screen.names import name_of


@dataclass(frozen=True, kw_only=True)
class AgentProgress:
    """``done`` of ``planned``; ``expected`` is how many were planned up to today, ``today`` how many are to be called
    today. ``has_come``: something of this period came in, so that being ``slow`` says something.
    """

    agent: str
    name: str
    planned: int
    done: int
    expected: int
    today: int
    has_come: bool

    @property
    def slow(self) -> int:
        """How many are lacking of what was planned up to today."""
        return max(0, self.expected - self.done) if self.has_come else 0


@dataclass(frozen=True)
class PeriodProgress:
    """Of all agents, who is furthest behind first; the sums are those of the report."""

    period: Period
    agents: tuple[AgentProgress, ...]
    planned: int
    done: int

    @property
    def percent(self) -> int:
        """Of the whole, rounded down: all done alone is 100."""
        return self.done * 100 // self.planned if self.planned else 0


def progress(desk: Desk) -> PeriodProgress:
    """How far the present period is, by the figures of its report."""
    now = desk.present
    period = now.policy.period_of(now.today)
    problems = [problem.record for problem in problems_of(now, period)]
    figures = figures_of(figures_view(desk, now, period, problems))
    today = Counter(todo.agent for todo in day_looked_at(now).todos)
    came = {sheet.agent for sheet in desk.state.submissions if sheet.period == period.name and sheet.is_handed_in}
    listed = [_of_agent(desk, figures, line.agent, today, line.agent in came) for line in figures.agents]
    shown = [one for one in listed if one.planned or one.today]
    shown.sort(key=lambda one: (-one.slow, one.agent))
    return PeriodProgress(period, tuple(shown), int(figures.total("planned")), int(figures.total("done")))


def _of_agent(desk: Desk, figures: Figures, agent: str, today: Counter[str], has_come: bool) -> AgentProgress:
    mine = [line for line in figures.owed if line.agent == agent]
    line = next(one for one in figures.agents if one.agent == agent)
    return AgentProgress(
        agent=agent, name=name_of(desk.present.people, agent), planned=line.planned, done=line.done,
        expected=sum(_is_expected(desk, one) for one in mine), today=today[agent], has_come=has_come,
    )  # fmt: skip


def _is_expected(desk: Desk, owed: Owed) -> bool:
    """Whether it was planned up to today, or is done; what was never issued, whether it is due by today."""
    one = owed.obligation
    day = one.issue.planned_on if one.issue else one.due_on
    return one.fulfilled_by is not None or day <= desk.now.date()
