"""The six figures of the cover, and those of the parts where the report is not about calls."""

from __future__ import annotations

from collections.abc import Iterable

from huifang.decisions.reports.became import IN_VAIN, NOT_CALLED, TO_CORRECT, why_not_reached
from huifang.decisions.reports.cover.agents import total_refused
from huifang.decisions.reports.cover.counts import Counts
from huifang.decisions.reports.cover.model import Headline
from huifang.decisions.reports.cover.words import SAME, change, cut, points
from huifang.decisions.reports.handing_in import INCOMPLETE, LATE, MISSING
from huifang.decisions.reports.part import Part, Tile, percent, said
from huifang.decisions.reports.report import Report
from huifang.policy.duties import CALLS_PART

#: Of the parts' figures so many stand on the cover, the bad ones first.
MOST_OF_PARTS = 12
_NOTE = 14


def figures_of_calls(report: Report, now: Counts, before: Counts | None) -> tuple[Headline, ...]:
    """完成回访 没有访到 满意 不满意 未解决 按时交表, each with its change."""
    unhappy, unsolved = total_refused(report.refused)
    were = (before.dissatisfied, before.open_problems) if before else (None, None)
    return (
        _done(now, before),
        _undone(report, now, before),
        _satisfied(now, before, bool(unhappy)),
        _counted("不满意", "位", (now.dissatisfied, were[0]), unhappy, "dissatisfied"),
        _counted("未解决", "个", (now.open_problems, were[1]), unsolved, "open_problems"),
        _handed_in(report, now, before),
    )  # fmt: skip


def _share(value: float | None) -> str:
    return "—" if value is None else percent(value)


def _of_share(now: float | None, before: Counts | None, was: float | None) -> tuple[str, bool | None]:
    """A share with nothing to compare with has not changed; only the first period is the first."""
    if before is not None and (now is None or was is None):
        return "→ 没有可比", None
    return change(points(now, was), "百分点", True)


def _done(now: Counts, before: Counts | None) -> Headline:
    words, better = _of_share(now.done_share, before, before.done_share if before else None)
    return Headline(
        label="完成回访", value=_share(now.done_share), unit=f"{now.done}/{now.planned}", change=words, better=better,
        note="" if now.planned else "没有应访的", key="done",
    )  # fmt: skip


def _undone(report: Report, now: Counts, before: Counts | None) -> Headline:
    words, better = change(now.undone - before.undone if before else None, "个", False)
    why = [why_not_reached(o.status) for o in report.figures.owed if o.obligation.fulfilled_by is None]
    counts = [(name, why.count(name)) for name in (TO_CORRECT, IN_VAIN, NOT_CALLED)]
    note = "，".join(f"{name} {count}" for name, count in counts if count)
    short = (
        note
        if len(note) <= _NOTE
        else "，".join(
            f"{name[:2]}{count}" if name == TO_CORRECT else f"{name}{count}" for name, count in counts if count
        )
    )
    return Headline(
        label="没有访到", value=str(now.undone), unit="个", change=words, better=better, note=short,
        is_bad=bool(now.undone), note_is_bad=TO_CORRECT in why, key="undone",
    )  # fmt: skip


def _satisfied(now: Counts, before: Counts | None, unheard: bool) -> Headline:
    words, better = _of_share(now.satisfied_share, before, before.satisfied_share if before else None)
    return Headline(
        label="满意", value=_share(now.satisfied_share), unit=f"{now.satisfied}/{now.heard} 位", change=words,
        better=better, note="退回的行不在内" if unheard else "每位客户只算一次", note_is_bad=unheard, key="satisfied",
    )  # fmt: skip


def _counted(label: str, unit: str, counts: tuple[int, int | None], returned: int, key: str) -> Headline:
    """A count that is good news only where nothing of the kind stands in returned rows."""
    now, was = counts
    words, better = change(None if was is None else now - was, unit, False)
    if returned and better:
        words, better = words.removesuffix(" 好转"), None
    elif returned and words == SAME:
        words = "→ 另有退回的"
    return Headline(
        label=label, value=str(now), unit=unit, change=words, better=better,
        note=f"另有 {returned} {unit}在退回的行里" if returned else "", note_is_bad=bool(returned),
        is_bad=bool(now or returned), key=key, sheet="未解决" if key == "open_problems" else "",
    )  # fmt: skip


def _handed_in(report: Report, now: Counts, before: Counts | None) -> Headline:
    late = now.sheets - now.on_time
    was = before.sheets - before.on_time if before else None
    words, better = change(None if was is None else was - late, "人", True)
    names = {line.agent: line.name for line in report.figures.agents}
    told = [
        (names[sheet.agent], {MISSING: "没交", LATE: f"迟 {sheet.late_days} 天", INCOMPLETE: "没交齐"}[sheet.state])
        for sheet in sorted(report.figures.hand_ins, key=lambda s: s.state != MISSING)
        if sheet.is_told
    ]
    note = f"{cut(told[0][0], 6)} {told[0][1]}" if len({name for name, _ in told}) == 1 else f"{late} 人没有按时交齐"
    return Headline(
        label="按时交表", value=f"{now.on_time}/{now.sheets}", unit="人", change=words, better=better,
        note=note if told else "" if now.sheets else "还没有到期的表", note_is_bad=bool(told), is_bad=bool(told),
        sheet=CALLS_PART,
    )  # fmt: skip


def figures_of_parts(parts: Iterable[Part]) -> tuple[Headline, ...]:
    """The parts' own figures, those that ask for attention first."""
    listed = [(part, tile) for part in parts for tile in part.tiles]
    ordered = sorted(listed, key=lambda pair: not pair[1].is_bad)
    return tuple(_of_part(part, tile) for part, tile in ordered[:MOST_OF_PARTS])


def _of_part(part: Part, tile: Tile) -> Headline:
    value, _, share = said(tile.value).partition("(")
    return Headline(
        label=cut(tile.label, 12), value=share.rstrip(")") or value or "—", unit=value if share else "",
        note=cut(f"见{part.name}", _NOTE), is_bad=tile.is_bad, sheet=part.name,
    )  # fmt: skip
