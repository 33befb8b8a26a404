"""Checks of the columns that an office has of its own: that they are there, and filled where they are asked for."""

from __future__ import annotations

from collections.abc import Iterator

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.rules.context import RegisterContext


def own_columns_there(context: RegisterContext) -> Iterator[Finding]:
    """F103 for each column of 列 that a register's sheet lacks, C201 for each empty cell of one that must be filled."""
    reads, own = context.registers.reads, context.registers.policy.own
    for table in context.tables:
        letters = reads[table.name].letters if own.of(table.name) else {}
        for one in own.of(table.name) if letters else ():
            header, key = one.column.header, one.column.key
            if key not in letters:
                place = Place(reads[table.name].lines.sheet.file, table.name, "A1")
                yield found("F103", place, sheet=table.name, column=header)
                continue
            for row in reads[table.name].rows if one.needed else ():
                if row[key] is None and key not in row.broken:
                    yield found("C201", row.place(key), column=header, example="")
