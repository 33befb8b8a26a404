"""What the first month will be like: how many calls each agent has, and on the fullest day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from huifang.core.periods import add_months
from huifang.flow.office.moment import Moment
from huifang.flow.trying import calls_to_come

#: A month is crowded where so many days hold so many percent of an agent's calls, of at least so many calls.
CROWDED_DAYS, CROWDED, FEWEST = 3, 80, 12


@dataclass(frozen=True, kw_only=True)
class AgentMonth:
    """An agent's month: ``days`` on which there are calls; the ``most`` on one, which is ``most_on``; whether nearly
    all fall on a few days, or the fullest holds more than the agent makes in a day.
    """

    name: str
    calls: int
    days: int
    most: int
    most_on: date
    limit: int
    is_crowded: bool

    @property
    def a_day(self) -> int:
        """How many on a day that has any, rounded up."""
        return -(-self.calls // self.days)


def first_month(now: Moment) -> tuple[AgentMonth, ...]:
    """The month from today on, agent by agent; nothing is written."""
    by_agent: dict[str, Counter[date]] = {}
    for call in calls_to_come(now, add_months(now.today, 1)):
        by_agent.setdefault(call.agent, Counter())[call.planned_on] += 1
    people = now.people.by_no
    return tuple(
        month_of(
            people[agent].name if agent in people else agent,
            days,
            (people[agent].daily_limit if agent in people else None) or now.policy.daily_limit,
        )
        for agent, days in sorted(by_agent.items())
    )


def month_of(name: str, days: Counter[date], limit: int) -> AgentMonth:
    """The month of somebody who makes ``limit`` calls a day at most and has so many on these days."""
    most_on = min(days, key=lambda day: (-days[day], day))
    on_few = sum(count for _, count in days.most_common(CROWDED_DAYS))
    crowded = days.total() >= FEWEST and on_few * 100 >= CROWDED * days.total()
    return AgentMonth(
        name=name, calls=days.total(), days=len(days), most=days[most_on], most_on=most_on, limit=limit,
        is_crowded=crowded or days[most_on] > limit,
    )  # fmt: skip
