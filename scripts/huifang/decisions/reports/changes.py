"""What a report that is made again says otherwise than the version before, and what happened in between."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from huifang.core.periods import Period
from huifang.decisions.reports.part import Listing, Part, said
from huifang.ledger.state import MadeCorrection, MadeReport, Submission, Version
from huifang.policy.people import Exemption, People
from huifang.tables.options import ABOUT_PERSON, APPEAL, EXCUSE, UPHOLD

NAME = "变化"
TITLE = "与上一版相比"
#: The figures about calls: their key, what they are called, and their unit.
FIGURES = (
    ("planned", "应访", "个"), ("done", "完成", "个"), ("lapsed", "错过、不再补做", "个"), ("reported", "拨打", "次"),
    ("connected", "接通", "次"), ("satisfied", "满意", "次"), ("neutral", "一般或没有评价", "次"),
    ("dissatisfied", "不满意", "次"), ("unresolved", "本期未解决", "个"), ("open_problems", "未解决", "个"),
    ("refused_rows", "退回未入账", "行"), ("late_days", "迟交", "天"), ("incomplete", "没有交齐的表", "份"),
    ("open_rows", "交表日缺的行", "行"), ("missing", "没有交的表", "份"), ("fine_yuan", "罚款", "元"),
)  # fmt: skip
_HEADERS = ("类别", "内容", "上一版", "这一版", "说明")
#: The kinds of lines, in their order, with what is counted of them.
FIGURE, SHEET, CORRECTION, EXEMPTION, REGISTER = "数字", "交表", "更正", "例外", "登记表"
_COUNTED = {
    FIGURE: "数字变了 {} 处", SHEET: "新收到的表 {} 份", CORRECTION: "更正 {} 处", EXEMPTION: "例外变了 {} 条",
    REGISTER: "改动过的登记表 {} 个",
}  # fmt: skip
_NONE = "—"
_Line = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class Since:
    """What happened since the version ``before``: the sheets that came in, the corrections, the newest version of each
    register workbook that changed; ``exemptions_before`` are those that version listed.
    """

    before: MadeReport
    sheets: Sequence[Submission]
    corrections: Sequence[MadeCorrection]
    registers: Sequence[Version]
    exemptions_before: Collection[Exemption]


def exemptions_of(period: Period, at_its_end: People, now: People) -> list[Exemption]:
    """The exceptions that a report on the period lists: those of its end, and what was decided about being late since,
    because nobody is excused before being late.
    """
    verdicts = (e for e in now.exemptions if e.subject == ABOUT_PERSON and e.treatment in (EXCUSE, APPEAL, UPHOLD))
    listed = dict.fromkeys([*at_its_end.exemptions, *verdicts])
    return [e for e in listed if e.from_on <= period.until_on]


def tiles_of(parts: Iterable[Part]) -> dict[str, dict[str, str]]:
    """The figures of the parts as they are printed, by part and label."""
    return {part.name: {tile.label: said(tile.value) for tile in part.tiles} for part in parts}


def says_otherwise(before: MadeReport, figures: Mapping[str, float], tiles: Mapping[str, Mapping[str, str]]) -> bool:
    """Whether a figure has another value than in that version; what only one of them has is not compared."""
    told = before.tiles or {}
    return any(before.figures.get(key, value) != value for key, value in figures.items()) or any(
        told.get(part, {}).get(label, value) != value for part, said in tiles.items() for label, value in said.items()
    )


def changes(
    since: Since,
    figures: Mapping[str, float] | None,
    tiles: Mapping[str, Mapping[str, str]],
    exemptions: Sequence[Exemption],
    people: People,
) -> Part:
    """What changed; ``figures`` are those about calls, None where the report is not about them."""
    moved = [*_of_calls(since.before, figures), *_of_parts(since.before, tiles)]
    lines = [*moved, *_sheets(since.sheets, people), *map(_correction, since.corrections)]
    lines += _exemptions(since.exemptions_before, exemptions, people)
    if moved:  # only then they explain something
        lines += [(REGISTER, v.workbook, _NONE, f"{v.at:%Y-%m-%d %H:%M}", "有改动") for v in since.registers]
    counts = {kind: sum(line[0] == kind for line in lines) for kind in _COUNTED}
    found = "，".join(_COUNTED[kind].format(count) for kind, count in counts.items() if count)
    before = f"第 {since.before.version} 版({since.before.at:%Y-%m-%d %H:%M})"
    sentences = [f"与{before}相比：{found}。" if found else f"与{before}相比没有变化。"]
    if tiles and since.before.tiles is None:
        sentences.append("上一版没有留下各部分的数字，这些数字没有比较。")
    return Part(NAME, tuple(sentences), listings=(Listing(TITLE, _HEADERS, lines, "没有变化。"),))


def _of_calls(before: MadeReport, figures: Mapping[str, float] | None) -> Iterator[_Line]:
    for key, name, unit in FIGURES if figures is not None else ():
        old, new = before.figures.get(key, 0), (figures or {})[key]
        if old != new:
            yield FIGURE, name, f"{old:g} {unit}", f"{new:g} {unit}", ""


def _of_parts(before: MadeReport, tiles: Mapping[str, Mapping[str, str]]) -> Iterator[_Line]:
    if before.tiles is None:
        return
    for part in dict.fromkeys([*tiles, *before.tiles]):
        old, new = before.tiles.get(part, {}), tiles.get(part, {})
        for label in dict.fromkeys([*new, *old]):
            if old.get(label) != new.get(label):
                yield FIGURE, f"{part}：{label}", old.get(label, _NONE), new.get(label, _NONE), ""


def _sheets(sheets: Iterable[Submission], people: People) -> Iterator[_Line]:
    for sheet in sheets:
        arrived = f"{sheet.arrived_at:%Y-%m-%d %H:%M}"
        yield SHEET, f"{people.label(sheet.agent)} {sheet.period}", _NONE, arrived, f"入账 {sheet.rows} 行"


def _correction(made: MadeCorrection) -> _Line:
    what = f"{made.subject_no} {made.column}"
    return CORRECTION, what, made.old or _NONE, made.new or _NONE, f"{made.by}：{made.why}"


def _exemptions(before: Collection[Exemption], now: Sequence[Exemption], people: People) -> Iterator[_Line]:
    given, taken_back = [e for e in now if e not in before], [e for e in before if e not in now]
    for exemption in (*given, *taken_back):
        about = exemption.subject_no
        about = people.label(about) if exemption.subject == ABOUT_PERSON else f"{exemption.subject} {about}"
        decided = f"{exemption.treatment}({exemption.from_on} 至 {exemption.until_on or '长期'})"
        why = f"{people.label(exemption.approved_by)}：{exemption.reason}"
        yield EXEMPTION, about, *((_NONE, decided) if exemption in given else (decided, _NONE)), why
