"""What the boss decides first: problems that agents could not solve, and remedies of complaints."""

from __future__ import annotations

from collections.abc import Mapping

from huifang.decisions.complaints.clocks import ComplaintStatus
from huifang.decisions.reports.cover.model import Card
from huifang.decisions.reports.cover.voices import whose
from huifang.decisions.reports.cover.words import cut
from huifang.decisions.reports.report import Problem, Report
from huifang.tables.options import says_nothing

_QUOTE, _PROPOSAL = 28, 24
_NOT_WRITTEN = "(未写明)"


def cards_of(report: Report, names: Mapping[str, str], asked: Mapping[str, int]) -> list[Card]:
    """A card for each, who waits longest first; ``names`` are those of agents, ``asked`` says by record how often a
    decision was asked for before.
    """
    late = (problem for problem in report.problems if problem.decision and _days_late(problem, report))
    problems = sorted([*report.undecided, *late], key=lambda p: (-p.open_days, p.record.record_no))
    cards = [_card(problem, names, report, asked) for problem in problems]
    cards += [_of_complaint(status, names, report) for status in report.approvals]
    return sorted(cards, key=lambda card: -card.days)


def _days_late(problem: Problem, report: Report) -> int:
    """By how many days a decision was not carried out in time, as of the report's day."""
    day, until = min(report.made_at.date(), report.period.until_on), problem.order.until_on if problem.order else None
    return max(0, (day - until).days) if until else 0


def _card(problem: Problem, names: Mapping[str, str], report: Report, asked: Mapping[str, int]) -> Card:
    record = problem.record
    words = "；".join(t for t in (record.dissatisfied_because, record.wishes) if not says_nothing(t))
    proposal = "" if says_nothing(record.measures) else record.measures
    decider = "" if problem.decider == _NOT_WRITTEN else problem.decider.partition(" ")[2] or problem.decider
    return Card(
        customer=whose(record),
        phone=record.phone,
        agent=f"{cut(names.get(record.agent, record.agent), 8)} {record.called_on:%m-%d}",
        quote=cut(words, _QUOTE),
        proposal=cut(proposal, _PROPOSAL),
        decider=cut(decider, 12),
        document="" if says_nothing(record.report_document) else cut(record.report_document, 40),
        days=problem.open_days,
        asked=asked.get(record.record_no, 0),
        overdue=_days_late(problem, report) if problem.decision else 0,
        decided=_decided(problem),
    )


def _decided(problem: Problem) -> str:
    order = problem.order
    if not (problem.decision and order and order.until_on):
        return ""
    return f"已批示：{cut(problem.decision, 20)}。由 {cut(order.carrier, 12)} 办，限 {order.until_on:%m-%d}"


def _of_complaint(status: ComplaintStatus, names: Mapping[str, str], report: Report) -> Card:
    """The remedy that is proposed; the decision is entered in the register (批准人, 批准时间)."""
    row, owner = status.row, status.owner.person
    received = row["received_at"]
    day = min(report.made_at.date(), report.period.until_on)
    who = names.get(owner.person_no, owner.name) if owner else "客服"
    return Card(
        customer=cut(row["complainant"] or "投诉人", 18),
        phone=row["contact_details"] or "",
        agent=f"{cut(who, 8)}{f' {received:%m-%d}' if received else ''}",
        quote=cut(row["content"] or "", _QUOTE),
        proposal=cut(row["remedy"] or "", _PROPOSAL),
        decider="",
        document="",
        complaint=status.label,
        days=max(0, (day - received.date()).days) if received else 0,
    )
