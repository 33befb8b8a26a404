"""Checks over the register of complaints, and over the settings about complaints that name people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time

from huifang.core.catalogue import found
from huifang.core.findings import Finding
from huifang.policy.build_record_clocks import LIMITED
from huifang.policy.complaints import (
    HOURS,
    MINUTES,
    WORK_HOURS,
    WORK_MINUTES,
    covers,
    is_closed,
    next_file_no,
    obstacles,
)
from huifang.policy.people import Person
from huifang.rules.context import RegisterContext
from huifang.tables.declared import complaint_rules
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.model import Kind, Row
from huifang.tables.options import PAID_BACK

_MOMENTS = tuple(column for column in COMPLAINTS.columns if column.kind is Kind.DATETIME)
_TO_THE_MINUTE = (MINUTES, HOURS, WORK_MINUTES, WORK_HOURS)
#: What stands against a closing because of the customer, not of work that was left out.
_OF_THE_CUSTOMER = ("closing_note", "reaction")
_FILE_NO = "file_no"


def _header(key: str) -> str:
    return COMPLAINTS.by_key[key].header


def moments_passed(context: RegisterContext) -> Iterator[Finding]:
    """Nothing was done on a day that has not come."""
    for row in context.rows(COMPLAINTS):
        for column in _MOMENTS:
            moment = row[column.key]
            if moment and moment.date() > context.today:
                yield found("D104", row.place(column.key), column=column.header, day=moment.date(), today=context.today)


def moments_to_the_minute(context: RegisterContext) -> Iterator[Finding]:
    """A clock of minutes or hours needs the time of day it starts at."""
    policy = context.registers.policy
    clocks = [clock for clock in (*policy.clocks, *policy.record_clocks) if clock.unit in _TO_THE_MINUTE]
    for table in (COMPLAINTS, *LIMITED.values()):
        mine = [clock for clock in clocks if clock.table == table.name]
        for row in context.rows(table) if mine else ():
            for key, clock in {clock.starts_with: clock for clock in mine if clock.covers(row.values)}.items():
                if row[key] and row[key].time() == time.min:
                    yield found("D108", row.place(key), column=clock.headers[0] or _header(key))


def steps_complete(context: RegisterContext) -> Iterator[Finding]:
    """What the regulation asks for at the steps that were reached."""
    rows = context.rows(COMPLAINTS)
    for row in rows:
        for need in context.registers.policy.needs:
            if row[need.done_with] is None or not covers(need.applies_to, row.values):
                continue
            empty = [key for key in need.asked if row[key] is None]
            if empty:
                yield found(
                    "D101", row.place(empty[0]), step=_header(need.done_with), column="、".join(map(_header, empty)),
                    clause=need.clause or "(未写)", example=_proposed(rows, row) if _FILE_NO in empty else "",
                )  # fmt: skip


def _proposed(rows: tuple[Row, ...], row: Row) -> str:
    closed = row["closed_at"]
    if not isinstance(closed, datetime):
        return ""
    return f"可用的归档号：{next_file_no((other[_FILE_NO] for other in rows), closed.date())}。"


def closed_rightly(context: RegisterContext) -> Iterator[Finding]:
    """What was closed was handled, told and revisited where ordered, and the customer was not left dissatisfied."""
    policy = context.registers.policy
    for row in context.rows(COMPLAINTS):
        if row["closed_at"] is None:
            continue
        against = list(obstacles(row.values, policy.satisfied_to_close, policy.revisits_complaints))
        undone = "、".join(why for key, why in against if key not in _OF_THE_CUSTOMER)
        unhappy = "、".join(why for key, why in against if key in _OF_THE_CUSTOMER)
        if undone:
            yield found("D103", row.place("closed_at"), reason=undone)
        if unhappy:
            yield found("D102", row.place("closing_note"), reason=unhappy)


def first_asked_stays(context: RegisterContext) -> Iterator[Finding]:
    """Who was asked first stays responsible until the complaint is closed."""
    policy, staff = context.registers.policy, context.registers.people
    for row in context.rows(COMPLAINTS):
        before, now = context.first_asked.get(row["complaint_no"] or ""), row["first_asked"]
        if before is None or is_closed(row.values, policy.satisfied_to_close):
            continue
        if now is None or _number(staff.find(now), now) != _number(staff.find(before), before):
            yield found("D105", row.place("first_asked"), old=before, new=now or "(空)")


def _number(person: Person | None, text: str) -> str:
    return person.person_no if person else text


def dispatched_by_class(context: RegisterContext) -> Iterator[Finding]:
    """A complaint goes to the department that its class belongs to."""
    policy = context.registers.policy
    for row in context.rows(COMPLAINTS) if policy.dispatches else ():
        category, department = row["category"], row["department"]
        dispatch = policy.dispatch_of(category)
        if category and dispatch is None:
            known = "、".join(dispatch.category for dispatch in policy.dispatches)
            yield found("D106", row.place("category"), value=category, options=known)
        elif dispatch and department and department != dispatch.department:
            yield found(
                "D107", row.place("department"), value=category, department=dispatch.department, current=department
            )


def thanked_by_the_level(context: RegisterContext) -> Iterator[Finding]:
    """000/三 七: where thanks are asked for, a manager gives them, none below the level that decided."""
    registers = context.registers
    if not any("thanked_by" in need.asked for need in registers.policy.needs):
        return
    staff = registers.people
    managers = {superior.person_no for p in staff.persons if (superior := staff.find(p.superior))}
    for row in context.rows(COMPLAINTS):
        thanked = staff.find(row["thanked_by"])
        decided = staff.find(row["approved_by"])
        if thanked is None:
            continue
        if thanked.person_no not in managers or (
            decided and decided in staff.chain_above(thanked.person_no, context.today)
        ):
            level = decided.label if decided else "管理人员"
            yield found("D109", row.place("thanked_by"), value=thanked.label, owner=level)


def compensation_stated(context: RegisterContext) -> Iterator[Finding]:
    """000/三 五, 002 四.4: what a customer got back is a sum, once it was paid."""
    for row in context.rows(COMPLAINTS):
        is_paid = row["remedy_kind"] in PAID_BACK and row["carried_out_at"] is not None
        if is_paid and row["compensation_yuan"] is None:
            yield found("D130", row.place("compensation_yuan"), value=row["remedy_kind"])


def settings_name_people(context: RegisterContext) -> Iterator[Finding]:
    """部门负责人 is a person of 人员."""
    staff = context.registers.people
    for row in context.rows(complaint_rules.DISPATCHES):
        if row["head"] and staff.find(row["head"]) is None:
            header = complaint_rules.DISPATCHES.by_key["head"].header
            hint = staff.suggestion(row["head"])
            yield found("T507", row.place("head"), column=header, value=row["head"], nearest=hint)


COMPLAINT_RULES = (
    moments_passed,
    moments_to_the_minute,
    steps_complete,
    closed_rightly,
    first_asked_stays,
    dispatched_by_class,
    thanked_by_the_level,
    compensation_stated,
    settings_name_people,
)
