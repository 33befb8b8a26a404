"""The house rules of one office as frozen values."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date, datetime, time

from huifang.core.periods import Period, parse_period, period_of, previous_period
from huifang.core.worktime import Span, WorkCalendar
from huifang.policy.complaints import ComplaintClock, ComplaintNeed, Dispatch
from huifang.policy.rules import HANDLED, ROLLING, Rule, Source, State
from huifang.tables.complaints import COMPLAINTS
from huifang.tables.options import Options


@dataclass(frozen=True, slots=True)
class Question:
    """A question asked when a call connects; its text is the column's header."""

    question_no: str
    rules: tuple[str, ...]
    text: str
    form: str
    choices: tuple[str, ...]
    mandatory: bool

    @property
    def key(self) -> str:
        """The name of its column in code: no column of the house is called like that."""
        return f"问卷.{self.question_no}"


@dataclass(frozen=True, slots=True)
class ReportDuty:
    """A report that is owed: when, over which kind of period, to whom, and the fine for being late (None: none)."""

    report: str
    due: str
    span: str
    recipients: tuple[str, ...]
    fine_yuan: float | None
    clause: str


@dataclass(frozen=True, slots=True)
class Campaign:
    """Content that the boss ordered for some days (both inclusive) and classes (empty: all)."""

    from_on: date
    until_on: date
    classes: tuple[str, ...]
    message: str

    def applies(self, day: date, customer_class: str) -> bool:
        """Whether a call to that class on that day carries the message."""
        return self.from_on <= day <= self.until_on and (not self.classes or customer_class in self.classes)


@dataclass(frozen=True)
class Policy:
    """The settings of 基本 (see ``policy.items`` for each) and the rows of the other sheets."""

    unit_name: str
    title: str
    started_on: date | None
    batch: str
    report_days: tuple[int, ...]
    report_at: time
    workdays: frozenset[int]
    work_spans: tuple[Span, ...]
    call_spans: tuple[Span, ...]
    max_call_minutes: int | None
    early_days: int
    max_attempts: int
    min_gap_days: int
    daily_limit: int
    spot_checks: int
    reviewer_role: str
    written_report: bool
    satisfied_to_close: bool
    posting: str
    shift: str
    structure: int
    classes: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    rules: tuple[Rule, ...] = ()
    questions: tuple[Question, ...] = ()
    clocks: tuple[ComplaintClock, ...] = ()
    dispatches: tuple[Dispatch, ...] = ()
    needs: tuple[ComplaintNeed, ...] = ()
    reports: tuple[ReportDuty, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    day_marks: Mapping[date, tuple[str, str]] = field(default_factory=dict)
    options: Options = field(default_factory=dict)

    def period_of(self, day: date, span: str | None = None) -> Period:
        """The period of that kind (旬, 周 or 月; None: the policy's 批次) that contains the day."""
        return period_of(day, span or self.batch, self.report_days)

    def period_before(self, period: Period) -> Period:
        """The policy's own period just before this one."""
        return previous_period(period, self.batch, self.report_days)

    def parse_period(self, name: str) -> Period:
        """Any period by name, whatever the policy's 批次.

        Raises:
            UnknownPeriod: see ``core.periods.parse_period``.
        """
        return parse_period(name, self.report_days)

    def known_class(self, customer_class: str) -> str:
        """The class; one that 客户类别 does not know is treated as its first class."""
        return customer_class if customer_class in self.classes or not self.classes else self.classes[0]

    def rules_for(self, classes: Set[str], tags: Set[str] = frozenset()) -> tuple[Rule, ...]:
        """The rules that cover a customer of these classes: the first rolling one, and every other one."""
        covering = [
            rule
            for rule in self.rules
            if (not rule.classes or classes & {*rule.classes}) and (not rule.tags or tags & {*rule.tags})
        ]
        rolling = [rule for rule in covering if rule.trigger == ROLLING]
        return tuple(rule for rule in covering if rule.trigger != ROLLING or rule is rolling[0])

    def methods_of(self, rule_no: str) -> tuple[str, ...]:
        """The methods a rule allows; for an unplanned call, those that any rule allows."""
        for rule in self.rules:
            if rule.rule == rule_no:
                return rule.methods
        return tuple(dict.fromkeys(method for rule in self.rules for method in rule.methods))

    @property
    def revisits_complaints(self) -> bool:
        """Whether a rule orders a revisit of every complaint that was dealt with."""
        return any(rule.anchor == Source(COMPLAINTS.name, HANDLED) for rule in self.rules)

    def dispatch_of(self, category: str | None) -> Dispatch | None:
        """Where complaints of that class go."""
        return next((dispatch for dispatch in self.dispatches if dispatch.category == category), None)

    def report_due_on(self, period: Period, calendar: WorkCalendar) -> date:
        """The last day on which the period's sheet is in time (decision 1: no shift unless 顺延 says so)."""
        due = period.until_on
        if self.shift == "不顺延" or calendar.is_workday(due):
            return due
        return calendar.workday_before(due) if self.shift == "提前" else calendar.workday_after(due)

    def closes_at(self, period: Period) -> datetime:
        """报告时刻 of the period's last day: then nothing more is added to its batch, and its frame can be sealed."""
        return datetime.combine(period.until_on, self.report_at)

    def fine_for(self, report: str) -> float:
        """The fine, in yuan, for one late or missing report of that kind; 0 where the policy has none."""
        return next((duty.fine_yuan or 0 for duty in self.reports if duty.report == report), 0)
