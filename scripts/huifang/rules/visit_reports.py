"""Checks on what follows a visit: its report the next day, borrowed papers returned or let be kept (000/一)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.policy.visit_reports import report_due_on, return_due_on, unreported, why_kept
from huifang.rules.context import RegisterContext
from huifang.tables.declared.visit_reports import LOANS, VISIT_REPORTS

#: So many visits are named in one finding.
MOST_NAMED = 5


def papers_returned(context: RegisterContext) -> Iterator[Finding]:
    """000/一 四.3: what was borrowed is back the day after the visit, or the supervisor lets it be kept."""
    for row in context.rows(LOANS) if context.visits is not None else ():
        due, why = return_due_on(row, context.visits or {}), why_kept(row, context.registers.people)
        if why and due and due < context.today:
            late, paper = (context.today - due).days, row["paper"] or "(没有写资料名称)"
            yield found("T524", row.place("returned_on"), value=paper, due=due, count=late, reason=why)


def reports_written(context: RegisterContext) -> Iterator[Finding]:
    """000/一 五.1: every visit has its report the next day. One finding per person, with the oldest visits."""
    read = context.registers.reads.get(VISIT_REPORTS.name)
    if read is None or context.visits is None:
        return
    missing = unreported(context.visits, read.rows, context.today)
    for agent, theirs in groupby(sorted(missing, key=lambda pair: pair[1].agent), key=lambda pair: pair[1].agent):
        visits = [*theirs]
        named = [f"{number}(迟 {(context.today - report_due_on(visit.called_on)).days} 天)" for number, visit in visits]
        subject = "、".join(named[:MOST_NAMED]) + ("等" if len(named) > MOST_NAMED else "")
        place = Place(VISIT_REPORTS.workbook, VISIT_REPORTS.name)
        yield found("T525", place, agent=context.registers.people.label(agent), count=len(visits), subject=subject)


VISIT_RULES = (papers_returned, reports_written)
