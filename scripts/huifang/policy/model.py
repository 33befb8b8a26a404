"""The house rules of one office as frozen values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

from huifang.core.periods import SPANS, Period, parse_period, period_of, periods_between, previous_period
from huifang.core.worktime import Span, WorkCalendar
from huifang.policy.complaints import ComplaintClock, ComplaintNeed, Dispatch, TimeLimit
from huifang.policy.days import NamedDays, seasons_between
from huifang.policy.duties import ReportDuty
from huifang.policy.indicators import Indicator, quota_rule
from huifang.policy.mail import Mailbox
from huifang.policy.notices import Notice
from huifang.policy.own_columns import NO_OWN_COLUMNS, OwnColumns
from huifang.policy.questions import Question
from huifang.policy.row_needs import RowNeed
from huifang.policy.rules import AGREED, DerivedClass, Rule, agreed_rule
from huifang.policy.tasks import PeriodicTask
from huifang.tables.model import NOT_READ, Origin, Table
from huifang.tables.options import Options


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """Content that the boss ordered for some days (both inclusive), classes and 区域 (empty: all).

    What was decided for a whole round (000/四 2): its ``theme``, the ``departments`` and ``participants`` that take
    part. ``led_by`` leads the round of visits, as typed.
    """

    from_on: date
    until_on: date
    classes: tuple[str, ...] = ()
    message: str
    regions: tuple[str, ...] = ()
    theme: str = ""
    departments: str = ""
    participants: str = ""
    led_by: str = ""
    origin: Origin = field(default=NOT_READ, compare=False)

    @property
    def told(self) -> str:
        """What is to be said, under its theme."""
        return f"{self.theme}：{self.message}" if self.theme else self.message

    @property
    def taking_part(self) -> str:
        """The departments and people that take part."""
        return "、".join(text for text in (self.departments, self.participants) if text)

    def covers(self, classes: Set[str], region: str) -> bool:
        """Whether it is for a customer of these classes, there."""
        return (not self.classes or bool(classes & {*self.classes})) and (not self.regions or region in self.regions)

    def is_on(self, day: date) -> bool:
        """Whether it is ordered for that day."""
        return self.from_on <= day <= self.until_on


@dataclass(frozen=True, kw_only=True)
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
    keeps_agreed_days: bool
    daily_limit: int
    spot_checks: int
    seeds_from: str
    suspected_share: float
    audit_to_supervisor: bool
    console: bool
    agent_macros: bool
    reviewer_role: str
    written_report: bool
    heard_into: str
    marked_when_settled: bool
    reply_days: int | None
    slip_receivers: tuple[tuple[str, str], ...]
    measure_deciders: tuple[tuple[str, str], ...]
    measure_verifier: str
    satisfied_to_close: bool
    again_within: TimeLimit
    further_registers: tuple[str, ...]
    posting: str
    incomplete_is_late: bool
    mail_server: str
    warranty_from_power_on: int | None
    warranty_from_shipping: int | None
    expense_limits: tuple[tuple[str, float], ...]
    retention_years: int
    shift: str
    structure: int
    mailbox: Mailbox = Mailbox()
    classes: tuple[str, ...] = ()
    states: tuple[DerivedClass, ...] = ()
    rules: tuple[Rule, ...] = ()
    questions: tuple[Question, ...] = ()
    own: OwnColumns = NO_OWN_COLUMNS
    clocks: tuple[ComplaintClock, ...] = ()
    record_clocks: tuple[ComplaintClock, ...] = ()
    dispatches: tuple[Dispatch, ...] = ()
    needs: tuple[ComplaintNeed, ...] = ()
    row_needs: tuple[RowNeed, ...] = ()
    reports: tuple[ReportDuty, ...] = ()
    tasks: tuple[PeriodicTask, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    notices: tuple[Notice, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    day_marks: Mapping[date, tuple[str, str]] = field(default_factory=dict)
    named_days: tuple[NamedDays, ...] = ()
    options: Options = field(default_factory=dict)

    @cached_property
    def all_rules(self) -> tuple[Rule, ...]:
        """The rules of 回访规则, and behind them the one that keeps what was agreed with customers, and those that
        offer calls for a quota.
        """
        agreed = (agreed_rule(self.rules),) if self.rules and self.keeps_agreed_days else ()
        return (*self.rules, *agreed, *self.quotas.values())

    @cached_property
    def quotas(self) -> Mapping[Indicator, Rule]:
        """The rule that offers the calls of each quota."""
        return {one: quota_rule(one, self.rules) for one in self.indicators if one.is_quota}

    def whole(self, table: Table) -> Table:
        """The register with the columns that the office has of its own."""
        return self.own.added_to(table)

    def period_of(self, day: date, span: str | None = None) -> Period:
        """The period of that kind (None: the policy's 批次) that contains the day."""
        return period_of(day, span or self.batch, self.report_days)

    def periods_of(self, rule: Rule, from_on: date, until_on: date) -> list[Period]:
        """The periods of the rule that have a day from ``from_on`` to ``until_on``, in order."""
        if rule.cycle in SPANS:
            return periods_between(from_on, until_on, rule.cycle, self.report_days)
        return seasons_between(self.named_days, rule.cycle, from_on, until_on)

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
        """The rules that are for a customer of these classes, in order; which of them hold, their triggers say."""
        return tuple(
            rule
            for rule in self.rules
            if (not rule.classes or classes & {*rule.classes}) and (not rule.tags or tags & {*rule.tags})
        )

    def methods_for(self, rule_no: str, keys: Sequence[str]) -> tuple[str, ...]:
        """The methods in which a call may be made that was issued for the rule and is owed for these ``keys``: where it
        serves several rules that run side by side, those that all of them allow.
        """
        allowed, numbers = self.methods_of(rule_no), {key.partition("|")[2].rpartition("|")[0] for key in keys}
        beside = [rule for rule in self.rules if rule.rule in numbers]
        common = tuple(way for way in allowed if all(way in rule.methods for rule in beside))
        return common if common and len(beside) > 1 else allowed

    def methods_of(self, rule_no: str) -> tuple[str, ...]:
        """The methods a rule allows; for an unplanned call, those that any rule allows."""
        if rule_no == AGREED:
            return agreed_rule(self.rules).methods
        for rule in (*self.rules, *self.quotas.values()):
            if rule.rule == rule_no:
                return rule.methods
        return tuple(dict.fromkeys(method for rule in self.rules for method in rule.methods))

    @property
    def revisits_complaints(self) -> bool:
        """Whether a rule orders a revisit of every complaint that was dealt with."""
        return any(rule.revisits_complaints for rule in self.rules)

    def dispatch_of(self, category: str | None) -> Dispatch | None:
        """Where complaints of that class go."""
        return next((dispatch for dispatch in self.dispatches if dispatch.category == category), None)

    def notices_of(self, occasion: str) -> tuple[Notice, ...]:
        """The rows of 通知 about that occasion."""
        return tuple(notice for notice in self.notices if notice.occasion == occasion)

    def duty_of(self, report: str) -> ReportDuty | None:
        """The row of 报告 with that name."""
        return next((duty for duty in self.reports if duty.report == report), None)

    def due_on(self, duty: ReportDuty | PeriodicTask | None, period: Period, calendar: WorkCalendar) -> date:
        """The last day on which the period's report, or task, is in time (decision 1: no shift unless 顺延 says so)."""
        due = self.unshifted_due_on(duty, period) if duty else period.until_on
        if self.shift == "不顺延" or calendar.is_workday(due):
            return due
        return calendar.workday_before(due) if self.shift == "提前" else calendar.workday_after(due)

    def unshifted_due_on(self, duty: ReportDuty | PeriodicTask, period: Period) -> date:
        """The same before any shift; of a report on a round, counted from the last day of those within the period."""
        ordered = (one for one in self.campaigns if one.from_on <= period.until_on and one.until_on >= period.from_on)
        ends = [one.until_on for one in ordered] if duty.due_day.after_round else []
        return max(ends) + timedelta(days=duty.due_day.days) if ends else duty.due_day.of(period)

    @property
    def sheet_duty(self) -> ReportDuty | None:
        """The report that the agents' sheets are handed in for: the first one of the policy's own 批次."""
        return next((duty for duty in self.reports if duty.span == self.batch), None)

    def sheets_due_on(self, batch: Period, calendar: WorkCalendar) -> date:
        """The last day on which a batch's sheets are in time: that of their report, never before the batch ends."""
        at_the_end = self.due_on(None, batch, calendar)
        duty = self.sheet_duty
        return max(at_the_end, self.due_on(duty, batch, calendar)) if duty else at_the_end

    def closes_at(self, period: Period) -> datetime:
        """报告时刻 of the period's last day: then nothing more is added to its batch, and its frame can be sealed."""
        return datetime.combine(period.until_on, self.report_at)
