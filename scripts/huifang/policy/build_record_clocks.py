"""From the rows of 投诉时限 with 表 to the clocks of the other registers, with a finding for each that cannot run."""

from __future__ import annotations

from collections.abc import Iterator

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding
from huifang.core.text import half_width, nearest
from huifang.policy.build_complaints import check_amount, extender
from huifang.policy.build_rules import no_such_values, read_conditions
from huifang.policy.complaints import DAYS, SUPERIOR, WORKDAYS, ComplaintClock
from huifang.policy.impossible import Impossible
from huifang.policy.own_columns import OwnColumns
from huifang.policy.row_needs import is_about_complaints
from huifang.tables.declared.complaint_rules import LIMITS
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.events import EVENTS
from huifang.tables.declared.feedback import FEEDBACK, MEASURES
from huifang.tables.declared.services import SERVICES
from huifang.tables.model import Column, Kind, Row, Table
from huifang.tables.options import Options

#: The registers besides 投诉 whose rows may have limits.
LIMITED = {table.name: table for table in (SERVICES, FEEDBACK, EVENTS, MEASURES)}


def read_record_clocks(rows: tuple[Row, ...], lists: Options, own: OwnColumns) -> Iterator[ComplaintClock | Finding]:
    """The limits of the registers besides 投诉."""
    for row in rows:
        if is_about_complaints(row):
            continue
        sheet = row["sheet"]
        if sheet not in LIMITED:
            column, options = LIMITS.by_key["sheet"].header, "、".join((COMPLAINTS.name, *LIMITED))
            yield found("P607", row.place("sheet"), column=column, value=sheet, options=options)
            continue
        if row["applies_to"]:
            column, why = LIMITS.by_key["applies_to"].header, f"这一格是“{COMPLAINTS.name}”表的，别的表请写条件列"
            yield found("P615", row.place("applies_to"), column=column, value=row["applies_to"], why=why)
        try:
            yield from _clock(row, own.added_to(LIMITED[sheet]), lists, own)
        except Impossible as impossible:
            yield found("P605", row.place(impossible.key), value=row["stage"], reason=impossible.reason)


def is_of_replies(clock: ComplaintClock) -> bool:
    """Whether it says until when slips are answered that state no day of their own."""
    return (clock.table, clock.starts_with, clock.done_with) == (FEEDBACK.name, "issued_on", "handled_on")


def _clock(row: Row, table: Table, lists: Options, own: OwnColumns) -> Iterator[ComplaintClock | Finding]:
    starts, ends = _day_of(row, "starts_with", table), _day_of(row, "done_with", table)
    check_amount(row, starts.key, ends.key)
    if row["unit"] not in (DAYS, WORKDAYS):
        for column in (starts, ends):
            if column.kind is not Kind.DATETIME:
                raise Impossible(because("Y670", column=column.header), "unit")
    conditions = read_conditions(row, own)
    for one in conditions:
        if one.source.sheet != table.name or one.source.column is None:
            raise Impossible(because("Y671", sheet=table.name), "where")
        yield from no_such_values(row, LIMITS, "where_values", one, lists)
    yield ComplaintClock(
        stage=row["stage"], starts_with=starts.key, amount=row["amount"], unit=row["unit"], done_with=ends.key,
        escalate_to=row["escalate_to"] or SUPERIOR, clause=row["clause"] or "", conditions=conditions,
        table=table.name, headers=(starts.header, ends.header), extended_by=extender(row),
    )  # fmt: skip


def _day_of(row: Row, key: str, table: Table) -> Column:
    """The column of days or moments that the cell names."""
    columns = {half_width(one.header): one for one in table.columns}
    column = columns.get(half_width(row[key]))
    if column is None:
        close = nearest(row[key], [one.header for one in table.columns])
        hint = f"，是不是“{close}”" if close else ""
        raise Impossible(because("Y602", sheet=table.name, column=row[key], nearest=hint), key)
    if column.kind not in (Kind.DATE, Kind.DATETIME):
        raise Impossible(because("Y607", column=column.header), key)
    return column
