"""The agents on the cover: trouble first, then by rank, the last first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import floor

from huifang.decisions.reports.cover.counts import Counts, Past, blocks
from huifang.decisions.reports.cover.model import AgentLine
from huifang.decisions.reports.cover.words import FALL, cut, points
from huifang.decisions.reports.figures import AgentFigures
from huifang.decisions.reports.handing_in import INCOMPLETE, LATE, MISSING
from huifang.decisions.reports.part import percent
from huifang.ledger.refused import ReturnedRow

#: So many agents have a line of their own.
MOST_AGENTS = 10
#: So much of a name; the agent's own sheet has all of it.
MOST_OF_NAME = 10
LOOK, BEST = "▲", "★"


@dataclass(frozen=True)
class AgentsView:
    """What the lines are made from, by agent; ``past`` ends with the period just before, ``period`` is this one's
    name.
    """

    period: str
    figures: Sequence[AgentFigures]
    counts: Mapping[str, Counts]
    past: Sequence[Past]
    refused: Sequence[ReturnedRow]


@dataclass(frozen=True)
class Agents:
    """The lines to be drawn, what is said of the others, the line of all together, and the scale of the columns."""

    lines: tuple[AgentLine, ...]
    all_lines: tuple[AgentLine, ...]
    others: str
    total: AgentLine
    scale: str


def agents_of(view: AgentsView, total: Counts) -> Agents:
    """All of it."""
    ranks, shares = _ranks(view), {line.agent: _shares(view, line.agent) for line in view.figures}
    of_all = [past.total.done_share if past.total else None for past in view.past] + [total.done_share]
    lowest = _lowest([share for listed in (*shares.values(), of_all) for share in listed if share is not None])
    drawn = _Drawn(view, lowest)
    lines = [drawn.line(figures, ranks.get(figures.agent), shares[figures.agent]) for figures in view.figures]
    lines = _with_best(lines, len(ranks))
    ordered = sorted(lines, key=_order)
    heard = total_refused(view.refused)
    whole = drawn.named("", "合计", total, of_all, (total.dissatisfied, heard[0]), (total.open_problems, heard[1]))
    scale = f"小柱从 {percent(lowest)} 到 100%"
    return Agents(tuple(ordered[:MOST_AGENTS]), tuple(ordered), _others(ordered[MOST_AGENTS:]), whole, scale)


def total_refused(rows: Sequence[ReturnedRow]) -> tuple[int, int]:
    """How many of the rows speak of a customer who is not content, and of a problem that is not solved."""
    return sum(row.said.is_dissatisfied for row in rows), sum(row.said.unsolved for row in rows)


def _shares(view: AgentsView, agent: str) -> list[float | None]:
    before = [past.agents[agent].done_share if agent in past.agents else None for past in view.past]
    return [*before, view.counts[agent].done_share]


def _lowest(shares: Sequence[float]) -> float:
    """The lowest share rounded down to a ten, so that columns begin there; 100 % has a column, too."""
    return min(0.9, floor(min(shares, default=1.0) * 10 + 1e-9) / 10)


def _ranks(view: AgentsView) -> dict[str, int]:
    """By 完成率, then 满意率; equal ones share a rank, who had nothing to do has none."""
    keys = {a: (c.done_share, c.satisfied_share or 0.0) for a, c in view.counts.items() if c.done_share is not None}
    return {agent: 1 + sum(other > key for other in keys.values()) for agent, key in keys.items()}


class _Drawn:
    """How a line is made."""

    def __init__(self, view: AgentsView, lowest: float) -> None:
        self._view, self._lowest = view, lowest
        self._periods = [*(past.period for past in view.past), view.period]

    def named(
        self, agent: str, name: str, counts: Counts, shares: Sequence[float | None], unhappy: tuple[int, int],
        unsolved: tuple[int, int],
    ) -> AgentLine:  # fmt: skip
        said = (f"{p} {'没有数字' if s is None else percent(s)}" for p, s in zip(self._periods, shares, strict=True))
        return AgentLine(
            agent=agent, name=cut(name, MOST_OF_NAME), rank=None, done=counts.done, planned=counts.planned,
            done_share=counts.done_share, spark=blocks(shares, self._lowest), spark_said="，".join(said),
            change=points(shares[-1], shares[-2]), satisfied_share=counts.satisfied_share,
            dissatisfied=unhappy, unresolved=unsolved,
        )  # fmt: skip

    def line(self, figures: AgentFigures, rank: int | None, shares: Sequence[float | None]) -> AgentLine:
        counts = self._view.counts[figures.agent]
        mine = [row for row in self._view.refused if row.sheet.agent == figures.agent]
        unhappy, unsolved = total_refused(mine)
        line = self.named(
            figures.agent, figures.name, counts, shares,
            (counts.dissatisfied, unhappy), (counts.open_problems, unsolved),
        )  # fmt: skip
        told = [said for say in _TROUBLES if (said := say(figures, line, len(mine)))]
        falls = _falls(shares)
        if told and falls > 1 and len(told) < 2:
            told.append(f"连降 {falls} 期")
        note = told[0] if len("、".join(told[:2])) > 14 else "、".join(told[:2])
        return replace(line, rank=rank, mark=LOOK if told else "", note=note)


def _falls(shares: Sequence[float | None]) -> int:
    """For how many periods on end the share fell."""
    count = 0
    for now, before in zip(reversed(shares), [*reversed(shares)][1:], strict=False):
        if now is None or before is None or now >= before:
            break
        count += 1
    return count


def _returned(_: AgentFigures, __: AgentLine, rows: int) -> str:
    return f"{rows} 行退回未改" if rows else ""


def _sheet(figures: AgentFigures, _: AgentLine, __: int) -> str:
    said = {MISSING: "没有交表", INCOMPLETE: f"表缺 {figures.open_rows} 行", LATE: f"迟交 {figures.late_days} 天"}
    return said.get(figures.sheet_state, "")


def _open(_: AgentFigures, line: AgentLine, __: int) -> str:
    return f"{line.unresolved[0]} 个未解决" if line.unresolved[0] else ""


def _unhappy(_: AgentFigures, line: AgentLine, __: int) -> str:
    return f"{line.dissatisfied[0]} 位不满意" if line.dissatisfied[0] else ""


def _fell(_: AgentFigures, line: AgentLine, __: int) -> str:
    return f"降 {-line.change} 个百分点" if line.change is not None and line.change <= -FALL else ""


#: What there is to look at, the gravest first.
_TROUBLES: tuple[Callable[[AgentFigures, AgentLine, int], str], ...] = (_returned, _sheet, _open, _unhappy, _fell)


def _order(line: AgentLine) -> tuple[object, ...]:
    refused = line.dissatisfied[1] + line.unresolved[1]
    trouble = (-refused, -line.unresolved[0], -line.dissatisfied[0]) if line.is_trouble else (0, 0, 0)
    return (not line.is_trouble, *trouble, -(line.rank or 0), line.agent)


def _with_best(lines: Sequence[AgentLine], ranked: int) -> list[AgentLine]:
    """Who is first of several without trouble, and who rose most, are named."""
    rises = [line.change for line in lines if line.change and line.change > 0]
    found = []
    for line in lines:
        if line.mark or ranked < 2:
            found.append(line)
        elif line.rank == 1 and line.done == line.planned:
            found.append(replace(line, mark=BEST, note="全部访到"))
        elif line.change and rises and line.change == max(rises) and line.change >= FALL:
            found.append(replace(line, note="升得最多"))
        else:
            found.append(line)
    return found


def _others(lines: Sequence[AgentLine]) -> str:
    """What is said of those who have no line of their own."""
    if not lines:
        return ""
    trouble = sum(line.is_trouble for line in lines)
    shares = [line.done_share for line in lines if line.done_share is not None]
    span = "没有应访的"
    if shares:
        low, high = percent(min(shares)), percent(max(shares))
        span = f"完成率 {low}" if low == high else f"完成率 {low}–{high}"
    done, planned = sum(line.done for line in lines), sum(line.planned for line in lines)
    told = f"，其中 {trouble} 人有要看的事" if trouble else "没有要过问的"
    return f"其余 {len(lines)} 人{told}：{span}，合计 {done}/{planned}"
