"""What signals the simulated sheets give: how many honest agents have one in a period, and how many who cheat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from huifang.decisions.audit.signals import signals
from huifang.decisions.audit.signals.observed import Observed
from sheets_simulated import CHEATS, FIRST_DAY, Habit, Rows, Setting, office_of, shared

AGENTS = 5
SHARES = (0.3, 0.5, 1.0)
TWO_SHARING = "两人抄一份"


@dataclass
class Tried:
    """So many agents' periods, how many of them had a signal, and which ones they had."""

    periods: int = 0
    with_signal: int = 0
    kinds: Counter[str] = field(default_factory=Counter)

    def note(self, kinds: Sequence[str]) -> None:
        """One more."""
        self.periods += 1
        self.with_signal += bool(kinds)
        self.kinds.update({*kinds})

    @property
    def share(self) -> str:
        """The share of those that had one."""
        return f"{100 * self.with_signal / max(self.periods, 1):.1f}%"


def kinds_in(rows: Mapping[str, Rows], before: Mapping[str, Rows], seed: str) -> dict[str, list[str]]:
    """The signals of each agent."""
    found: dict[str, list[str]] = {agent: [] for agent in rows}
    for one in signals(Observed(records=rows, before=before, seed=seed)):
        found[one.agent].append(one.what)
    return found


def honest(setting: Setting, seed: int, offices: int) -> Mapping[str, tuple[Tried, Tried]]:
    """By habit: what agents have who work beside others of all habits, and beside others of the same one."""
    rng = Random(seed)
    found = {habit.name: (Tried(), Tried()) for habit in setting.habits}
    for number in range(offices):
        mixed = rng.choices(setting.habits, k=AGENTS)
        alike = [setting.habits[number % len(setting.habits)]] * AGENTS
        for which, habits in enumerate((mixed, alike)):
            before = office_of(rng, setting, habits, FIRST_DAY - timedelta(days=10))
            kinds = kinds_in(office_of(rng, setting, habits), before, str(number))
            for habit, of_agent in zip(habits, kinds.values(), strict=True):
                found[habit.name][which].note(of_agent)
    return found


def cheating(
    setting: Setting, seed: int, offices: int, shares: Sequence[float] = SHARES
) -> Iterator[tuple[str, float, Tried]]:
    """Each kind of cheat, how much of a period, and what the agent has who works so beside honest ones."""
    rng = Random(seed)
    for name in (*CHEATS, TWO_SHARING):
        for share in shares:
            tried = Tried()
            for number in range(offices):
                habits: Sequence[Habit] = rng.choices(setting.habits, k=AGENTS)
                rows = office_of(rng, setting, habits)
                mine, other = rows["A01"], rows["A02"]
                cheated = CHEATS[name](rng, mine, share) if name in CHEATS else shared(rng, mine, other, share)
                tried.note(kinds_in({**rows, "A01": cheated}, {}, str(number))["A01"])
            yield name, share, tried
