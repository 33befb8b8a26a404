"""From the rows of 客户类别 to the classes that follow from the data."""

from __future__ import annotations

from collections.abc import Iterator

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding
from huifang.core.text import split_list
from huifang.policy.build_rules import contradiction, no_such_values, source_of
from huifang.policy.impossible import Impossible
from huifang.policy.own_columns import OwnColumns
from huifang.policy.rules import ANY_ROW, EQUALS, OF_DAYS, SUM_AT_LEAST, Condition, DerivedClass
from huifang.tables.declared import house_rules
from huifang.tables.model import Row
from huifang.tables.options import Options


def read_states(rows: tuple[Row, ...], lists: Options, own: OwnColumns) -> Iterator[DerivedClass | Finding]:
    """The classes that follow from the data."""
    for row in rows:
        yield from _unread_of_class(row)
        if not row["source"]:
            continue
        try:
            source = source_of(row["source"], "source", own, a_day=row["test"] in OF_DAYS)
            if row["test"] is None:
                raise Impossible(because("Y609"), "test")
            values = split_list(row["values"] or "")
            reason = contradiction(Condition(source, values)) if row["test"] == EQUALS else None
            if reason:
                raise Impossible(reason, "values")
            yield DerivedClass(row["customer_class"], source, row["test"], values, _amount(row))
            if row["test"] == EQUALS:
                yield from no_such_values(row, house_rules.CLASSES, "values", Condition(source, values), lists)
        except Impossible as impossible:
            yield found("P605", row.place(impossible.key), value=row["customer_class"], reason=impossible.reason)


def _unread_of_class(row: Row) -> Iterator[Finding]:
    """P615 for a 判断 without a column to judge by, and for a 判断值 that the 判断 does not look at."""
    table = house_rules.CLASSES
    if not row["source"]:
        why = f"没有填写“{table.by_key['source'].header}”"
        keys: tuple[str, ...] = ("test", "values")
    elif row["test"] in (*OF_DAYS, ANY_ROW):
        why, keys = f"“{table.by_key['test'].header}”为“{row['test']}”的不看这一格", ("values",)
    else:
        return
    for key in keys:
        if row[key]:
            yield found("P615", row.place(key), column=table.by_key[key].header, value=row[key], why=why)


def _amount(row: Row) -> float:
    if row["test"] != SUM_AT_LEAST:
        return 0.0
    try:
        return float(row["values"] or "")
    except ValueError:
        raise Impossible(because("Y610"), "values") from None
