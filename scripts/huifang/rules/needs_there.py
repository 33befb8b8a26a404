"""Checks of the settings about complaints and other rows: that the office has the registers and columns they name."""

from __future__ import annotations

from collections.abc import Iterator

from huifang.core.catalogue import found
from huifang.core.findings import Finding
from huifang.policy.own_columns import OPEN_TABLES
from huifang.policy.rules import Source
from huifang.rules.settings import SettingsContext, of_register
from huifang.tables.declared import complaint_rules
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.complaints import COMPLAINTS


def limits_and_needs_there(context: SettingsContext) -> Iterator[Finding]:
    """P611 for each deadline, and each row of what is asked for, about a register that this office lacks."""
    for table in complaint_rules.TABLES:
        for row in context.rows(table):
            key = next(column.key for column in table.columns if row[column.key])
            register = OPEN_TABLES.get(row["sheet"] or COMPLAINTS.name)
            if register not in (None, CALLS):
                yield from of_register(context, row, table, key, row[key], register)


def needs_can_be_filled(context: SettingsContext) -> Iterator[Finding]:
    """P611 for each column that 投诉要求 asks for, and that the call sheets of this office lack."""
    for need in context.registers.policy.row_needs:
        for column in need.asked if need.sheet == CALLS.name else ():
            source = Source(CALLS.name, column.header, None if column.header in CALLS.by_header else column)
            if column.header in CALLS.by_header and not context.has_column(source):
                what, header = (
                    f"“{CALLS.name}”表的“{column.header}”这一列",
                    complaint_rules.NEEDS.by_key["asked"].header,
                )
                place = need.origin.place("asked")
                yield found("P611", place, column=header, value=column.header, what=what, options="“列”表里写上的列")
