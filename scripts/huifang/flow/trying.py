"""Trying a changed 制度: what it would do from today on, worked out in memory; nothing of the office is touched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from huifang.core.findings import Finding
from huifang.core.periods import Period, add_months
from huifang.core.worktime import WorkCalendar
from huifang.decisions.calls.foreseen import foreseen
from huifang.decisions.complaints.clocks import ComplaintStatus
from huifang.decisions.rule_changes import ChangedCell, rule_changes
from huifang.edges.books.register_books import build_books
from huifang.edges.reading.whole_file import read_given
from huifang.edges.store.keeping import read_kept
from huifang.edges.store.office import Office
from huifang.flow.calls.planning import planning_view
from huifang.flow.complaints.complaining import complaints
from huifang.flow.moving_in.own_regulation import is_to_be_made, read_own
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.office.settings_in_use import setting_errors
from huifang.ledger.issues import IssuedCall
from huifang.tables.declared import house_rules, mail_rules
from huifang.tables.declared.complaints import COMPLAINTS

MONTHS = 2
#: The mailbox is no rule, and 制度 keeps no secret that a trial should tell.
_TABLES = tuple(table for table in house_rules.TABLES if table is not mail_rules.MAILBOX)


@dataclass(frozen=True)
class AgentCalls:
    """How many calls somebody has by the rules in force and by the changed ones; how many come, how many fall away."""

    agent: str
    name: str
    before: int
    after: int
    more: int
    fewer: int


@dataclass(frozen=True)
class DueOtherwise:
    """Something that is due at another time, or differs otherwise: what, and what is said of it by both."""

    what: str
    matter: str
    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class PolicyTrial:
    """What the changed rules would do from ``from_on`` to before ``until_on``. Where they cannot be read at all, there
    are findings alone.
    """

    findings: tuple[Finding, ...]
    changes: tuple[ChangedCell, ...] = ()
    from_on: date
    until_on: date
    calls: tuple[AgentCalls, ...] = ()
    deadlines: tuple[DueOtherwise, ...] = ()
    reports: tuple[DueOtherwise, ...] = ()


def try_policy(office: Office, now: datetime, path: Path | None) -> PolicyTrial:
    """The rules in ``path``, else the office's 制度.xlsx as it lies there, against those that the last run knew.

    Raises:
        OfficeError: the office or the file cannot be read.
    """
    today = now.date()
    until = add_months(today, MONTHS)
    changed = Desk(office, now)
    if path is not None:
        content = read_given(path)
        if is_to_be_made(path.name, content):
            own = read_own(content, path.name)
            if own.preset is None:
                return PolicyTrial(findings=own.findings, from_on=today, until_on=until)
            content = build_books(own.preset, only=(house_rules.WORKBOOK,))[house_rules.WORKBOOK]
        changed.shelf.show_open(house_rules.WORKBOOK, content)
    in_force = Desk(office, now)
    kept = in_force.state.versions_at(None).get(house_rules.WORKBOOK)
    if kept is not None:
        in_force.shelf.show_open(house_rules.WORKBOOK, read_kept(office, kept.archived, kept.sha256))
    both = _Both(in_force.present, changed.present)
    file = path.name if path else house_rules.WORKBOOK
    errors = {*setting_errors(in_force)}
    return PolicyTrial(
        findings=tuple(_told_of(one, file) for one in setting_errors(changed) if path or one not in errors),
        changes=tuple(rule_changes(_TABLES, both.before.registers.reads, both.after.registers.reads)),
        from_on=today,
        until_on=until,
        calls=tuple(_calls(both, until)),
        deadlines=tuple(_deadlines(in_force, changed)),
        reports=tuple(_reports(both, until)),
    )


@dataclass(frozen=True)
class _Both:
    """The office by the rules in force, and as it would be by the others."""

    before: Moment
    after: Moment


def _told_of(finding: Finding, file: str) -> Finding:
    """The finding with its place in the file that was given."""
    if finding.place.file != house_rules.WORKBOOK:
        return finding
    return replace(finding, place=replace(finding.place, file=file))


def _calls(both: _Both, until: date) -> Iterator[AgentCalls]:
    planned = [_counted(now, until) for now in (both.before, both.after)]
    for agent in sorted({agent for one in planned for agent in one}):
        old, new = (one.get(agent, Counter()) for one in planned)
        more, fewer = (new - old).total(), (old - new).total()
        yield AgentCalls(agent, both.after.people.label(agent), old.total(), new.total(), more, fewer)


def _counted(now: Moment, until: date) -> Mapping[str, Counter[tuple[str, str]]]:
    """How often each customer is called for each rule, by agent."""
    counted: dict[str, Counter[tuple[str, str]]] = {}
    for call in calls_to_come(now, until):
        counted.setdefault(call.agent, Counter())[call.customer_no, call.rule] += 1
    return counted


def calls_to_come(now: Moment, until: date) -> tuple[IssuedCall, ...]:
    """The calls that are planned for a day from today to before ``until``, if all goes as planned."""
    batches = [*_batches(now, until)]
    view = planning_view(now, batches[0][0])
    return tuple(one for one in foreseen(view, batches, now.today) if one.planned_on < until)


def _batches(now: Moment, until: date) -> Iterator[tuple[Period, WorkCalendar]]:
    period = now.policy.period_of(now.today)
    while period.from_on < until:
        yield period, now.calendar(period.from_on, period.until_on)
        period = now.policy.period_of(period.until_on + timedelta(days=1))


def _deadlines(in_force: Desk, changed: Desk) -> Iterator[DueOtherwise]:
    """The open complaints, and rows of other registers, whose next step is due at another time."""
    both = (complaints(in_force), complaints(changed))
    old, new = ({_named(one): one for one in (*found.open, *found.open_records)} for found in both)
    for number, status in new.items():
        was = old.get(number)
        if was is None or (was.due, was.stage) != (status.due, status.stage):
            yield DueOtherwise(number, status.stage, f"{was.due:%Y-%m-%d %H:%M}" if was and was.due else "",
                        f"{status.due:%Y-%m-%d %H:%M}" if status.due else "")  # fmt: skip
    yield from (DueOtherwise(number, was.stage, "", "") for number, was in old.items() if number not in new)


def _named(status: ComplaintStatus) -> str:
    """A complaint by its number, another register's row with what it is."""
    return status.complaint_no if status.table == COMPLAINTS.name else f"{status.table} {status.complaint_no}"


def _reports(both: _Both, until: date) -> Iterator[DueOtherwise]:
    """The reports that come or go, are due on other days, have other parts, or go to others."""
    old, new = (_said_of_reports(now, until) for now in (both.before, both.after))
    for report in dict.fromkeys((*new, *old)):
        for matter in ("截止", "内容", "收件角色"):
            was, is_now = (one.get(report, {}).get(matter, "") for one in (old, new))
            if was != is_now:
                yield DueOtherwise(report, matter, was, is_now)


def _said_of_reports(now: Moment, until: date) -> dict[str, dict[str, str]]:
    said = {}
    for duty in now.policy.reports:
        period, days = now.policy.period_of(now.today, duty.span), []
        while period.from_on < until:
            days.append(now.policy.due_on(duty, period, now.calendar(period.from_on, period.until_on)))
            period = now.policy.period_of(period.until_on + timedelta(days=1), duty.span)
        listed = "、".join(f"{day:%m-%d}" for day in days if now.today <= day < until)
        said[duty.report] = {
            "截止": listed or "这两个月没有", "内容": "、".join(duty.parts), "收件角色": "、".join(duty.recipients),
        }  # fmt: skip
    return said
