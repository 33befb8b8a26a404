"""What stands on the cover, in its words; workbook, page and message draw the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A problem that waits for a decision; ``quote`` is what the customer said, ``proposal`` what the agent wrote.

    ``agent`` is who wrote it down and when; ``complaint`` is the number where it is one. ``asked`` is how often it was
    asked for before; ``overdue`` the days by which what was ``decided`` is late.
    """

    customer: str
    phone: str
    agent: str
    quote: str
    proposal: str
    decider: str
    document: str
    days: int
    asked: int = 0
    overdue: int = 0
    decided: str = ""
    complaint: str = ""

    @property
    def proposed(self) -> str:
        """What is proposed, and by whom."""
        if not self.proposal:
            return ""
        return f"{'处理方案' if self.complaint else '业务员'}：{self.proposal}"

    @property
    def source(self) -> str:
        """Where the problem is written down."""
        return f"{self.agent} 受理 · 投诉 {self.complaint}" if self.complaint else f"{self.agent} 回访"

    @property
    def waits(self) -> str:
        """How long it waits, as it stands on the right."""
        if self.overdue:
            return f"批示过期 {self.overdue} 天未办"
        return f"{f'催过 {self.asked} 次　' if self.asked else ''}已等 {self.days} 天"


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A figure with its change against the period before. ``better``: True, False, None where neither.

    ``unit`` stands small beside ``value``; ``key`` names the rows behind it, ``sheet`` where they are.
    """

    label: str
    value: str
    unit: str = ""
    change: str = ""
    better: bool | None = None
    note: str = ""
    is_bad: bool = False
    note_is_bad: bool = False
    key: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentLine:
    """An agent's line, or that of all together; shares are 0 to 1, None where there is nothing to share.

    ``change`` is in points; ``dissatisfied`` and ``unresolved`` are (in the books, in returned rows).
    ``mark`` is ▲, ★ or empty; ``spark_said`` says the small columns in numbers.
    """

    agent: str
    name: str
    rank: int | None
    done: int
    planned: int
    done_share: float | None
    spark: str
    spark_said: str
    change: int | None
    satisfied_share: float | None
    dissatisfied: tuple[int, int]
    unresolved: tuple[int, int]
    mark: str = ""
    note: str = ""

    @property
    def is_trouble(self) -> bool:
        """Whether it is to be looked at."""
        return self.mark == "▲"


@dataclass(frozen=True, slots=True)
class Group:
    """How many customers said something of that kind; ``before`` in the period before, None where nothing is known."""

    name: str
    count: int
    before: int | None

    @property
    def change(self) -> str:
        """Against the period before."""
        if self.before is None:
            return ""
        if not self.before:
            return "新"
        step = self.count - self.before
        return f"{'↑' if step > 0 else '↓'}{abs(step)}" if step else "→"


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """What customers complained of and what they want; ``quote`` in the words of one of them, ``quoted`` who."""

    complaints: str
    wishes: str
    complained: Sequence[Group] = ()
    wanted: Sequence[Group] = ()
    per_block: int = 1
    quote: str = ""
    quoted: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedOf:
    """Whose rows are not in the ledger; ``bad`` is the bad news that can be read in them, ``causes`` why."""

    who: str
    rows: int
    bad: str
    causes: str


@dataclass(frozen=True, slots=True)
class PartLine:
    """A part of the report and the first thing that it says."""

    name: str
    said: str
    is_bad: bool = False


@dataclass(frozen=True, kw_only=True)
class Cover:
    """One page. ``about`` is the line under the title; ``has_calls`` whether agents' calls are reported on.

    ``others`` is said of the agents without a line, ``unchecked`` of those whose sheets came by the sender's clock
    alone, ``refused_more`` of the returned rows without one; ``ahead_short`` is the load of the next period in a few
    words; ``digits`` are the first of the chain's head; ``message`` the same in five lines.
    """

    title: str
    to: str
    unit_name: str
    about: Sequence[str]
    lede: str
    cards: Sequence[Card]
    cards_in_all: int
    figures: Sequence[Headline]
    has_calls: bool
    agents: Sequence[AgentLine] = ()
    others: str = ""
    total: AgentLine | None = None
    scale: str = ""
    unchecked: str = ""
    voices: Voices = field(default_factory=lambda: Voices(complaints="", wishes=""))
    refused: Sequence[ReturnedOf] = ()
    refused_rows: int = 0
    refused_more: str = ""
    ahead_title: str = ""
    ahead: Sequence[str] = ()
    ahead_short: str = ""
    parts: Sequence[PartLine] = ()
    parts_in_all: int = 0
    digits: str = ""
    message: str = ""
