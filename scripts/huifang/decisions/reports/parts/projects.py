"""项目进度: every project with all of its stages, made, due, late or to come (003/五 6.2.1, 6.2.2)."""

from __future__ import annotations

from datetime import date, timedelta

from huifang.decisions.calls.stages import Stage
from huifang.decisions.reports.part import Listing, Part
from huifang.decisions.reports.parts_view import PartsView, headers_of
from huifang.tables.declared.projects import PROJECTS

NAME = "项目进度"
_SHOWN = ("project_no", "project_name", "customer_no", "model", "powered_on")
#: So many days ahead it is told what comes next.
_AHEAD = 31


def projects(view: PartsView) -> Part:
    """A row per project and a column per stage, the project whose next call comes first in front."""
    day, by_project = view.day, dict[str, list[Stage]]()
    for stage in view.stages:
        by_project.setdefault(stage.subject, []).append(stage)
    own = [rule for rule in view.policy.rules if rule.anchor and rule.anchor.sheet == PROJECTS.name]
    titles = [*dict.fromkeys(rule.title for rule in own)]
    rows = []
    for row in view.rows(PROJECTS):
        stages = by_project.get(row["project_no"] or "", [])
        said = {stage.rule.title: stage.said(day) for stage in stages}
        coming = min((max(stage.from_on, day) for stage in stages if stage.is_owed), default=None)
        cells = (said.get(title, "—") for title in titles)
        rows.append((*view.cells(row, PROJECTS, *_SHOWN), coming, *cells))
    rows.sort(key=lambda row: (row[len(_SHOWN)] or date.max, str(row[0])))
    known = {row["project_no"] for row in view.rows(PROJECTS)}
    stages = [stage for stage in view.stages if stage.subject in known]
    late = sum(stage.is_late(day) for stage in stages)
    soon = sum(
        stage.is_owed and stage.due_on >= day and stage.from_on <= day + timedelta(days=_AHEAD) for stage in stages
    )
    sentence = f"在册项目 {len(rows)} 个，逾期的阶段 {late} 个，{_AHEAD} 天之内要访的 {soon} 个。"
    headers = (*headers_of(PROJECTS, *_SHOWN), "下次", *titles)
    return Part(
        NAME, (sentence if rows else "项目台账里没有项目。",),
        listings=(Listing("各项目的阶段", headers, rows, "项目台账里没有项目。", "“—”：起算的日期还没有填写。"),),
    )  # fmt: skip
