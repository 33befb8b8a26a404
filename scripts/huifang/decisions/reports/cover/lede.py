"""The first sentence of the cover: better or worse than the period before, and what is to be asked about."""

from __future__ import annotations

from collections.abc import Iterator

from huifang.decisions.reports.cover.agents import Agents
from huifang.decisions.reports.cover.model import AgentLine, Cover, Headline
from huifang.decisions.reports.cover.words import FIRST, cut

#: So many changes and matters are named.
_CHANGES, _MATTERS = 2, 2
#: Two lines of it on the cover.
_MOST = 86


def lede(cover: Cover, agents: Agents | None) -> str:
    """One or two lines."""
    matters = [*matters_of(cover, agents)]
    asked = f"要过问 {len(matters)} 件：{'；'.join(matters[:_MATTERS])}。" if matters else _nothing(cover)
    return cut(f"{_compared(cover)}{asked}", _MOST)


def _nothing(cover: Cover) -> str:
    return "请您先批示下面的事。" if cover.cards else "没有要您过问的事。"


def _compared(cover: Cover) -> str:
    if not cover.has_calls:
        return ""
    if all(figure.change == FIRST for figure in cover.figures):
        return "第一期，没有上期可比。"
    moved = [figure for figure in cover.figures if figure.better is not None]
    better = sum(bool(figure.better) for figure in moved)
    if not moved:
        return "与上期持平。"
    if 2 * better == len(moved):
        named = [_moved(next(figure for figure in moved if figure.better is good)) for good in (True, False)]
        return f"与上期比有好有差：{'、'.join(named)}。"
    is_better = 2 * better > len(moved)
    named = [_moved(figure) for figure in moved if bool(figure.better) == is_better][:_CHANGES]
    return f"比上期{'好' if is_better else '差'}：{'、'.join(named)}。"


def _moved(figure: Headline) -> str:
    sign, count, unit, *_ = figure.change.split()
    name = f"{figure.label}率" if unit == "百分点" else figure.label
    name = name.replace("完成回访率", "完成率")
    return f"{name}{'升' if sign == '↑' else '降'} {count} {unit}"


def matters_of(cover: Cover, agents: Agents | None) -> Iterator[str]:
    """What somebody has to be asked about, the gravest first."""
    for one in cover.refused:
        yield f"{one.who} {one.rows} 行退回未改，里面{f'有 {one.bad}' if one.bad else '没有坏消息'}"
    if cover.refused_more:
        yield f"退回未改的{cover.refused_more}"
    for line in agents.all_lines if agents else ():
        if line.is_trouble and not line.note.endswith("行退回未改"):
            yield f"{cut(line.name, 8)} {_without_rows(line)}"
    for figure in cover.figures if not cover.has_calls else ():
        if figure.is_bad:
            yield f"{figure.label} {figure.unit or figure.value}（{figure.note}）"


def _without_rows(line: AgentLine) -> str:
    return line.note.partition("行退回未改、")[2] or line.note
