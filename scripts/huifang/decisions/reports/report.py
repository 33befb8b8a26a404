"""What a report says, before anybody decides how it looks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from huifang.core.findings import Finding
from huifang.core.periods import Period
from huifang.decisions.complaints.clocks import ComplaintStatus
from huifang.decisions.reports.duties import Duty
from huifang.decisions.reports.figures import Figures
from huifang.decisions.reports.handing_in import INCOMPLETE, LATE
from huifang.decisions.reports.listed import CallLists
from huifang.decisions.reports.part import Listing, Part, percent
from huifang.decisions.reports.reached import Reached
from huifang.ledger.records import CallRecord
from huifang.ledger.refused import ReturnedRow
from huifang.ledger.state import MadeCorrection
from huifang.policy.people import Exemption
from huifang.policy.rules import Rule
from huifang.tables.options import CONNECTED


@dataclass(frozen=True, slots=True)
class TrendPoint(Reached):
    """One period of the trend."""

    period: str
    planned: int
    done: int
    connected: int
    satisfied: int

    @property
    def satisfied_share(self) -> float | None:
        """Satisfied of connected, 0 to 1; None where nobody was reached."""
        return self.satisfied / self.connected if self.connected else None


@dataclass(frozen=True, slots=True)
class GivenOrder:
    """Who carries out what was decided, and until when (inclusive; None: nothing was said)."""

    carrier: str
    until_on: date | None


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem: whose customer, what, who must decide; the record that says how it was solved (empty: none does).

    ``order`` is who carries out what a 批示单 decided about it.
    """

    record: CallRecord
    agent_label: str
    decider: str
    open_days: int
    solved_by: str = ""
    order: GivenOrder | None = None

    @property
    def decision(self) -> str:
        """What was decided in writing; empty as long as it is asked for."""
        return self.record.decision


@dataclass(frozen=True, kw_only=True)
class Report:
    """A report on one period. ``head`` is the journal's chain head when it was made.

    ``lists`` says how its calls are listed, ``rules`` are those by which they are owed, by number, ``rows_told`` says
    by plan number which rows a call is about, ``has_states`` whether classes follow from data; ``has_calls`` whether it
    is about the agents' calls; ``parts`` are what else it is about, in their order, ``duties`` what every rule reached
    where they tell it, ``approvals`` are complaints whose remedy waits for a decision; ``unasked`` are problems that
    were solved without the decision that the policy asks for; ``changes`` says what the version before said otherwise
    (None: there is none).
    """

    unit_name: str
    kind: str
    period: Period
    due_on: date
    version: int
    made_at: datetime
    head: str
    recipients: tuple[str, ...]
    figures: Figures
    records: Sequence[CallRecord]
    problems: Sequence[Problem]
    refused: Sequence[ReturnedRow]
    unasked: Sequence[Problem]
    trend: Sequence[TrendPoint]
    findings: Sequence[Finding]
    exemptions: Sequence[Exemption]
    corrections: Sequence[MadeCorrection]
    labels: Mapping[str, str]
    lists: CallLists
    rules: Mapping[str, Rule] = field(default_factory=dict)
    rows_told: Mapping[str, str] = field(default_factory=dict)
    has_states: bool = False
    has_calls: bool = True
    parts: Sequence[Part] = ()
    duties: Sequence[Duty] = ()
    approvals: Sequence[ComplaintStatus] = ()
    changes: Part | None = None

    @property
    def title(self) -> str:
        """As it stands on the cover; made again, a report is called 第n版."""
        again = f"(第 {self.version} 版)" if self.version > 1 else ""
        return f"{self.kind} · {self.period.name}{again}"

    @property
    def changed(self) -> Listing | None:
        """The list of what changed since the version before, where anything did."""
        return self.changes.listings[0] if self.changes and self.changes.listings[0].rows else None

    @property
    def undecided(self) -> list[Problem]:
        """The unresolved problems that somebody must decide about."""
        return [problem for problem in self.problems if not problem.decision]

    @property
    def unheard(self) -> int:
        """How many of the rows that were returned and not corrected speak of dissatisfaction or an unsolved problem."""
        return self.figures.total("refused_unhappy")

    @property
    def now(self) -> TrendPoint:
        """This period as a point of the trend."""
        return point(self.period.name, self.figures.totals())

    @property
    def unpunctual(self) -> int:
        """How many agents have not handed in, or did so late or not all of it."""
        return sum(any(sheet.is_told for sheet in sheets) for sheets in self.figures.sheets_of().values())


def point(period: str, totals: Mapping[str, Any]) -> TrendPoint:
    """A trend point from a report's totals."""
    return TrendPoint(
        period, int(totals["planned"]), int(totals["done"]), int(totals["connected"]), int(totals["satisfied"])
    )


def sentences(report: Report) -> list[str]:
    """The report in a few sentences, for somebody with half a minute."""
    return [*cover_sentences(report), *(part.sentences[0] for part in report.parts if part.sentences)]


def cover_sentences(report: Report) -> list[str]:
    """Those with which the workbook begins: the first of each part stands beside its name anyway."""
    about_calls = _about_calls(report) if report.has_calls else ()
    return [*_about_changes(report), *about_calls, *_refused_sentence(report)]


def _about_changes(report: Report) -> tuple[str, ...]:
    return report.changes.sentences if report.changes else ()


def _about_calls(report: Report) -> list[str]:
    total = report.now
    lines = []
    if total.planned:
        lines.append(
            f"本期应回访 {total.planned} 个，完成 {total.done} 个({share(total.done_share)})，"
            f"未完成 {total.undone} 个{_lapsed(report.figures.total('lapsed'))}。"
        )
    else:
        lines.append("本期没有应回访的客户。")
    if total.connected:
        unhappy = report.figures.total("dissatisfied")
        lines.append(
            f"接通 {total.connected} 次，其中满意 {total.satisfied} 次({share(total.satisfied_share)})，"
            f"一般 {report.figures.total('neutral')} 次，不满意 {unhappy} 次。"
        )
    lines.extend(_silent_sentence(report))
    lines.append(_problem_sentence(report))
    lines.append(_hand_in_sentence(report))
    return lines


def _silent_sentence(report: Report) -> Iterator[str]:
    """Who did not answer: nobody knows whether they are content."""
    undone, failed = report.now.undone, sum(record.result not in ("", CONNECTED) for record in report.records)
    silent = [f"没有访到的 {undone} 个" if undone else "", f"没有接通的 {failed} 次" if failed else ""]
    if report.now.connected and any(silent):
        yield f"{'、'.join(filter(None, silent))}没有回答，满意率只说明接通的客户。"


def _refused_sentence(report: Report) -> Iterator[str]:
    if report.refused:
        heard = f"其中 {report.unheard} 行说到不满意或没有解决的问题" if report.unheard else "没有说到不满意的"
        yield f"退回未入账 {len(report.refused)} 行，{heard}；这些行不在上面的数字里。"


def _lapsed(count: int) -> str:
    return f"，其中 {count} 个已错过期限、不再补做(见应访名单)" if count else ""


def _problem_sentence(report: Report) -> str:
    if not report.problems:
        return f"{'已经入账的记录里' if report.unheard else ''}没有未解决的问题。"
    deciders: dict[str, int] = {}
    for problem in report.undecided:
        deciders[problem.decider] = deciders.get(problem.decider, 0) + 1
    decided = len(report.problems) - len(report.undecided)
    waiting = "、".join(f"{name} {count} 件" for name, count in sorted(deciders.items()))
    states = [f"等待批示：{waiting}" if waiting else "", f"已经批示、正在办理 {decided} 件" if decided else ""]
    return f"有 {len(report.problems)} 个问题尚未解决，{'；'.join(filter(None, states))}。"


def _hand_in_sentence(report: Report) -> str:
    sheets, names = report.figures.hand_ins, {line.agent: line.name for line in report.figures.agents}
    missing = list(dict.fromkeys(names[s.agent] for s in sheets if s.missing))
    incomplete = [f"{names[s.agent]}(缺 {s.open_rows} 行)" for s in sheets if s.state == INCOMPLETE]
    late = [f"{names[s.agent]}(迟 {s.late_days} 天)" for s in sheets if s.state == LATE]
    waiting = sum(not s.state for s in sheets)
    parts = []
    if missing:
        parts.append("还没有交表：" + "、".join(missing))
    if incomplete:
        parts.append("没有交齐：" + "、".join(incomplete))
    if late:
        parts.append("迟交：" + "、".join(late))
    if waiting:
        parts.append(f"交表日未到，还有 {waiting} 份表没有交")
    if not parts:
        return "回访表全部按时交齐。" if sheets else "本期没有要交的回访表。"
    return "；".join(parts) + "。"


def of(count: int, total: int) -> str:
    """So many of so many, and which share that is, as it stands on the cover."""
    return f"{count} / {total}({percent(count / total)})" if total else f"{count} / {total}"


def share(value: float | None) -> str:
    """A share as a person reads it."""
    return "—" if value is None else percent(value)
