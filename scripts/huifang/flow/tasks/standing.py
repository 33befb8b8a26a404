"""How the office's tasks stand, by the journal and the registers, and which ones are to come up now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.periods import Period
from huifang.decisions.tasks.owed import TaskOwed, tasks_owed
from huifang.decisions.tasks.standing import LATE, TaskEvidence, TaskStanding, standing_of
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.ledger.tasks_said import IssuedTask
from huifang.policy.rules import SOURCES, parse_source
from huifang.policy.tasks import PeriodicTask
from huifang.rules.tasks import numbers_unknown
from huifang.tables.declared import house_rules
from huifang.tables.declared.tasks import TASKS
from huifang.tables.options import ABOUT_TASK, GIVE_UP


def tasks_to_issue(desk: Desk) -> list[TaskOwed]:
    """The tasks that have come up and were not issued, the oldest first: since the row stands in 制度."""
    now, issued = desk.present, {task.key for task in desk.state.tasks.issued.values()}
    roles, owed = now.policy.options["角色"], list[TaskOwed]()
    for rule in now.policy.tasks:
        periods = [(period, _due_on(now, rule, period)) for period in _periods(desk, rule)]
        owed += [one for one in tasks_owed(rule, periods, now.people, roles, now.today) if one.key not in issued]
    return sorted(owed, key=lambda one: (one.period.from_on, one.due_on))


def _due_on(now: Moment, rule: PeriodicTask, period: Period) -> date:
    day = rule.due_day.of(period)
    return now.policy.due_on(rule, period, now.calendar(min(day, period.from_on), max(day, period.until_on)))


def _periods(desk: Desk, rule: PeriodicTask) -> Iterator[Period]:
    """The periods from the one in which the row first stood in 制度 up to the present one."""
    policy, today = desk.present.policy, desk.present.today
    first = desk.once(("task stood first", rule.task, len(desk.state.versions)), partial(_stood_first, desk, rule))
    period = policy.period_of(first, rule.span)
    while period.from_on <= today:
        yield period
        period = policy.period_of(period.until_on + timedelta(days=1), rule.span)


def _stood_first(desk: Desk, rule: PeriodicTask) -> date:
    """The day from which the row stands in 制度; what no row says is owed from the present period on."""
    if rule.is_assumed:
        return desk.present.today
    name, known = house_rules.WORKBOOK, dict(desk.present.versions)
    for version in desk.state.versions:
        if version.workbook == name:
            then = desk.of_versions({**known, name: version.sha256}).policy
            if any(one.task == rule.task and not one.is_assumed for one in then.tasks):
                return max(version.at.date(), desk.state.founded_on)
    return desk.present.today


def standings(moment: Moment, day: date) -> list[TaskStanding]:
    """How every task that had come up by then stands on that day, in the order of their numbers."""
    so_far = moment.state.tasks
    tasks = [task for number, task in so_far.issued.items() if so_far.issued_at[number] <= moment.at]
    rows = {row["task_no"]: row for row in moment.rows(TASKS)} if tasks else {}
    settled = {one.number for one in moment.state.settlements if one.table == TASKS.name and one.key == "done_at"}
    found = []
    for task in tasks:
        told = so_far.told_late.get(task.number)
        known = TaskEvidence(
            since=moment.state.founded_on, row=rows.get(task.number), registered_on=_registered_on(moment, task, day),
            told_late_at=told if told and told <= moment.at else None, is_settled=task.number in settled,
            given_up=moment.people.exemption(ABOUT_TASK, task.number, day, GIVE_UP),
        )  # fmt: skip
        found.append(standing_of(task, known, moment.people, day))
    return found


def standings_now(desk: Desk) -> list[TaskStanding]:
    """How the tasks stand now, those that the next run is to enter among them."""
    now, coming = desk.present, list[TaskStanding]()
    for task in map(as_issued, tasks_to_issue(desk)):
        known = TaskEvidence(since=desk.state.founded_on, registered_on=_registered_on(now, task, now.today))
        coming.append(standing_of(task, known, now.people, now.today))
    return [*standings(now, now.today), *coming]


def as_issued(one: TaskOwed, number: str = "") -> IssuedTask:
    """The task as the journal keeps it."""
    rule, period = one.rule, one.period
    return IssuedTask(
        number=number, task=rule.task, period=period.name, from_on=period.from_on, until_on=period.until_on,
        due_on=one.due_on, who=one.who, hands_in=rule.hands_in, escalate_to=rule.escalate_to,
        done_with=str(rule.done_with) if rule.done_with else "", draw=rule.draw.text if rule.draw else "",
    )  # fmt: skip


def _registered_on(moment: Moment, task: IssuedTask, day: date) -> date | None:
    """The first day of the task's period that the register names in the column that says it was done."""
    if not task.done_with:
        return None
    source = parse_source(task.done_with)
    table = SOURCES[source.sheet]
    if table.workbook not in moment.versions:
        return None
    cells = (row[table.by_header[source.header].key] for row in moment.rows(table))
    days = (cell.date() if isinstance(cell, datetime) else cell for cell in cells if cell)
    return min((on for on in days if task.from_on <= on <= min(day, task.until_on)), default=None)


def task_findings(desk: Desk) -> Iterator[Finding]:
    """What is wrong in the register of tasks, and which are late."""
    now = desk.present
    yield from numbers_unknown(now.read(TASKS).rows, {*desk.state.tasks.issued})
    for one in standings(now, now.today):
        if one.state == LATE:
            place = one.row.place("done_at") if one.row else Place(TASKS.workbook, TASKS.name)
            task, column = one.task, f"和{one.lacks}" if one.lacks else ""
            yield found(
                "L731", place, number=task.number, value=task.task, period=task.period, owner=one.who,
                due_on=task.due_on, column=column,
            )  # fmt: skip
