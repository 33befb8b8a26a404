"""The cover, made once from what the report says, what was before, and what is ahead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from huifang.core.catalogue import CATALOGUE
from huifang.core.periods import Period
from huifang.decisions.reports.cover.agents import Agents, AgentsView, agents_of, total_refused
from huifang.decisions.reports.cover.ahead import ahead_lines, load_in_short
from huifang.decisions.reports.cover.cards import cards_of
from huifang.decisions.reports.cover.counts import Counts, Past, counts_of, total_of
from huifang.decisions.reports.cover.figures import figures_of_calls, figures_of_parts
from huifang.decisions.reports.cover.lede import lede
from huifang.decisions.reports.cover.message import message
from huifang.decisions.reports.cover.model import Cover, PartLine, ReturnedOf
from huifang.decisions.reports.cover.voices import Remarks, said_in, voices_of, voices_part
from huifang.decisions.reports.cover.words import cut
from huifang.decisions.reports.part import Part
from huifang.decisions.reports.report import Report
from huifang.ledger.issues import IssuedCall
from huifang.ledger.journal import DIGITS_SHOWN
from huifang.ledger.records import CallRecord
from huifang.ledger.refused import ReturnedRow
from huifang.policy.model import Policy
from huifang.policy.people import People
from huifang.tables.options import REMARKS

MOST_CARDS, MOST_REFUSED = 3, 3
#: So many parts have a line where the report is about calls, and where it is not.
MOST_PARTS = {True: 5, False: 12}


@dataclass(frozen=True, kw_only=True)
class CoverView:
    """What the report does not hold itself.

    ``past`` are the five periods of the same kind before, the oldest first; ``records_before`` the calls of the last of
    them, None where nothing is known of it. ``ahead`` are the calls of the ``following`` period; ``asked`` says by
    record how often a decision was asked for before.
    """

    report: Report
    policy: Policy
    people: People
    past: Sequence[Past]
    records_before: Sequence[CallRecord] | None
    following: Period
    ahead: Sequence[IssuedCall]
    asked: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class CoverMade:
    """The cover, the sheet with all that customers said, and the counts that later covers compare with."""

    cover: Cover
    voices: Part | None
    agents: Mapping[str, Counts]


def cover_of(view: CoverView) -> CoverMade:
    """The cover of the report."""
    report = view.report
    counts = counts_of(report.figures, report.records)
    names = {person.person_no: person.name for person in view.people.persons}
    refused, more = _refused(report.refused, names)
    cards = cards_of(report, names, view.asked)
    plain = Cover(
        title=f"{report.kind} · {report.period.name}",
        to="、".join(_receivers(view)),
        unit_name=report.unit_name,
        about=_about(report),
        lede="",
        cards=cards[:MOST_CARDS],
        cards_in_all=len(cards),
        figures=(),
        has_calls=report.has_calls,
        refused=refused,
        refused_rows=len(report.refused),
        refused_more=more,
        parts=_part_lines(report),
        parts_in_all=len(report.parts),
        digits=report.head[:DIGITS_SHOWN],
    )
    if not report.has_calls:
        cover = replace(plain, figures=figures_of_parts(report.parts))
        cover = replace(cover, lede=lede(cover, None))
        return CoverMade(replace(cover, message=message(cover, None)), None, counts)
    agents = agents_of(
        AgentsView(report.period.name, report.figures.agents, counts, view.past, report.refused),
        total_of(counts.values()),
    )
    cover, said = _with_calls(plain, view, agents, counts, names)
    cover = replace(cover, lede=lede(cover, agents))
    return CoverMade(replace(cover, message=message(cover, agents)), voices_part(said, report.labels), counts)


def _with_calls(
    cover: Cover, view: CoverView, agents: Agents, counts: Mapping[str, Counts], names: Mapping[str, str]
) -> tuple[Cover, Remarks]:
    report, groups = view.report, view.policy.options.get(REMARKS, ())
    said = said_in(report.records, groups)
    before = None if view.records_before is None else said_in(view.records_before, groups)
    problems = [problem.record for problem in report.problems]
    drawn = replace(
        cover,
        figures=figures_of_calls(report, total_of(counts.values()), view.past[-1].total if view.past else None),
        agents=agents.lines, others=agents.others, total=agents.total, scale=agents.scale,
        unchecked=_unchecked(report),
        voices=voices_of(said, before, problems, names),
        ahead_title=f"下期（{_span(view.following)}）",
        ahead_short=load_in_short(view.ahead),
        ahead=ahead_lines(view.ahead, view.following, names, [*report.records, *problems], view.policy.campaigns),
    )  # fmt: skip
    return drawn, said


def _unchecked(report: Report) -> str:
    count = sum(line.unchecked for line in report.figures.agents)
    return f"{count} 人的交表时间未核对" if count else ""


def _span(period: Period) -> str:
    return f"{period.from_on.month}月{period.from_on.day}日 至 {period.until_on.month}月{period.until_on.day}日"


def _receivers(view: CoverView) -> Iterator[str]:
    """Who gets it, by name where the role has somebody."""
    day = view.report.period.until_on
    for receiver in view.report.recipients:
        holders = [p.name for p in view.people.persons if p.role == receiver and p.active_on(day)]
        yield cut("、".join(holders) if holders else receiver, 12)


def _about(report: Report) -> tuple[str, ...]:
    period = report.period
    first = (
        f"{report.unit_name}　{period.from_on:%Y-%m-%d} 至 {period.until_on:%Y-%m-%d}　报告日 {report.due_on:%m-%d}　"
        f"制表 {report.made_at:%m-%d %H:%M}"
    )
    if report.version < 2:
        return (first,)
    said = report.changes.sentences[0] if report.changes else ""
    return first, f"第 {report.version} 版：{said.partition('：')[2] or said}"


def _refused(rows: Sequence[ReturnedRow], names: Mapping[str, str]) -> tuple[tuple[ReturnedOf, ...], str]:
    """Who has to correct rows, bad news first, and how many others."""
    mine: dict[str, list[ReturnedRow]] = {}
    for row in rows:
        mine.setdefault(row.sheet.agent, []).append(row)
    ordered = sorted(mine, key=lambda a: (-sum(total_refused(mine[a])), -len(mine[a]), a))
    shown = tuple(
        ReturnedOf(who=cut(names.get(a, a), 8), rows=len(mine[a]), bad=_bad(mine[a]), causes=_causes(mine[a]))
        for a in ordered[:MOST_REFUSED]
    )
    rest = [row for agent in ordered[MOST_REFUSED:] for row in mine[agent]]
    bad = _bad(rest)
    more = f"等 {len(ordered)} 人；其余 {len(rest)} 行{f'，里面有：{bad}' if bad else '里没有坏消息'}" if rest else ""
    return shown, more


def _bad(rows: Sequence[ReturnedRow]) -> str:
    unhappy, unsolved = total_refused(rows)
    said = (f"{unhappy} 位不满意" if unhappy else "", f"{unsolved} 个未解决" if unsolved else "")
    return "、".join(filter(None, said))


def _causes(rows: Iterable[ReturnedRow]) -> str:
    """Why they were returned, each cause with the number of rows."""
    counts: dict[str, int] = {}
    for row in rows:
        cells = (f for f in row.sheet.findings if f.is_error and f.place.cell and _row(f.place.cell) == row.said.row)
        for title in dict.fromkeys(CATALOGUE[f.code].title for f in cells):
            counts[title] = counts.get(title, 0) + 1
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return "；".join(f"{title}（{count}）" for title, count in ordered[:3])


def _row(cell: str) -> int:
    return int("".join(filter(str.isdigit, cell)) or 0)


def _part_lines(report: Report) -> list[PartLine]:
    """The parts in their order; where there are too many, those that ask for attention."""
    lines = [_part_line(part) for part in report.parts]
    chosen = sorted(lines, key=lambda line: not line.is_bad)[: MOST_PARTS[report.has_calls]]
    return [line for line in lines if line in chosen]


def _part_line(part: Part) -> PartLine:
    said = part.sentences[0] if part.sentences else ""
    return PartLine(part.name, cut(said, 60), any(tile.is_bad for tile in part.tiles))
