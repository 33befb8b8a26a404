"""How content customers are with what, on the whole, at each stage and with each product: shares and marks, against the
period before (003/五 6.2.4, 6.3.1).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from huifang.decisions.reports.part import Listing, Share
from huifang.decisions.reports.parts_view import PartsView
from huifang.ledger.records import CallRecord
from huifang.tables.declared.projects import PROJECTS
from huifang.tables.options import BUILT_IN, CONNECTED, SATISFIED

_RATED = "满意度"
#: What an answer counts: five for the best.
_MARKS = {answer: 5 - place for place, answer in enumerate(BUILT_IN[_RATED])}
_ON_THE_WHOLE, _ALL, _NO_MODEL = "总体", "合计", "(没有写型号)"
_HEADERS = (
    "评价的是",
    "按",
    "分组",
    "有评价",
    "满意(占有评价)",
    "平均分(5 分最好)",
    "上期满意(占有评价)",
    "变化(百分点)",
    "上期平均分",
)
_TOLD = "同一次回访问到几个项目的，按每个型号各算一次；阶段是回访所按的规则。"


@dataclass(frozen=True)
class _Rating:
    """One answer: to what (key of a column or a question), at which stage, about which products."""

    of: str
    mark: int
    is_good: bool
    stage: str
    models: tuple[str, ...]


def rated(view: PartsView) -> tuple[tuple[str, str], ...]:
    """What customers rate: all in all, then question by question; key and name."""
    asked = ((question.key, question.text) for question in view.policy.questions if question.form == _RATED)
    return (("satisfaction", _ON_THE_WHOLE), *asked)


def satisfied_with(view: PartsView) -> Listing:
    """The list: what is rated, all together, by stage, by product."""
    titles = {rule.rule: rule.title for rule in view.policy.all_rules}
    models = {row["project_no"]: row["model"] or _NO_MODEL for row in view.rows(PROJECTS)}
    about = view.about(PROJECTS) if models else {}
    now, before = ([*_ratings(view, records, titles, about, models)] for records in (view.records, view.records_before))
    rows: list[tuple[object, ...]] = []
    for key, name in rated(view):
        mine, then = ([one for one in some if one.of == key] for some in (now, before))
        if not mine and not then:
            continue
        rows.append((name, "", _ALL, *_figures(mine, then)))
        stages = dict.fromkeys(one.stage for one in (*mine, *then))
        ordered = [title for title in dict.fromkeys(titles.values()) if title in stages]
        for stage in ordered:
            at = [[one for one in some if one.stage == stage] for some in (mine, then)]
            rows.append((name, "阶段", stage, *_figures(*at)))
        for model in sorted({model for one in (*mine, *then) for model in one.models}):
            of = [[one for one in some if model in one.models] for some in (mine, then)]
            rows.append((name, "产品型号", model, *_figures(*of)))
    return Listing("各项满意度", _HEADERS, rows, "没有客户作出评价。", _TOLD)


def said_of(view: PartsView) -> str:
    """The shares and marks of all questions in a sentence; empty where none was answered."""
    told = [
        f"{row[0]}满意 {row[4]}、平均 {row[5]} 分" for row in satisfied_with(view).rows if row[2] == _ALL and row[3]
    ]
    return f"{'；'.join(told)}。" if told else ""


def _ratings(
    view: PartsView, records: Sequence[CallRecord], titles: Mapping[str, str],
    about: Mapping[str, Sequence[str]], models: Mapping[str, str],
) -> Iterator[_Rating]:  # fmt: skip
    for record in records:
        if record.result == CONNECTED:
            named = dict.fromkeys(models[no] for no in about.get(record.plan_no, ()) if no in models)
            for key, _ in rated(view):
                answer = record.text(key)
                if answer in _MARKS:
                    stage = titles.get(record.rule, "")
                    yield _Rating(key, _MARKS[answer], answer in SATISFIED, stage, tuple(named))


def _figures(now: Sequence[_Rating], before: Sequence[_Rating]) -> tuple[object, ...]:
    share, then = _share(now), _share(before)
    change = f"{100 * (share.value - then.value):+.1f}" if share.value is not None and then.value is not None else "—"
    return len(now), share, _mean(now), then, change, _mean(before)


def _share(ratings: Sequence[_Rating]) -> Share:
    return Share(sum(one.is_good for one in ratings), len(ratings))


def _mean(ratings: Sequence[_Rating]) -> float | str:
    return round(sum(one.mark for one in ratings) / len(ratings), 1) if ratings else "—"
