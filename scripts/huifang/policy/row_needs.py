"""What must be filled in a row of a register or of 回访记录 that has come to a step: rows of 投诉要求 with 表."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding
from huifang.core.text import half_width, nearest, split_list
from huifang.policy.impossible import Impossible
from huifang.policy.own_columns import OPEN_TABLES, OwnColumns
from huifang.policy.rules import ANYTHING, Condition, Source
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.complaint_rules import NEEDS, RETURNED
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.model import NOT_READ, Column, Kind, Origin, Row

_CUSTOMER_NO = "customer_no"
#: ``列+次日``, ``列+3天``: until when the days that are asked for must be at the latest.
_WITHIN = re.compile(r"(?P<header>.+)\+(?P<days>当日|当天|次日|\d{1,3}天)")
_DAYS = {"当日": 0, "当天": 0, "次日": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowNeed:
    """Where all ``conditions`` hold of a row of ``sheet``, the cells ``asked`` are filled; where it says ``within``
    (key, days), with days at most so many after that one. Only for calls of these ``rules`` and customers of these
    ``classes``, if any are named. A row of 回访记录 that breaks it is sent back where it ``returns``.
    """

    sheet: str
    conditions: tuple[Condition, ...]
    asked: tuple[Column, ...]
    within: tuple[str, int] | None = None
    rules: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    returns: bool = False
    step: str = ""
    clause: str = ""
    origin: Origin = field(default=NOT_READ, compare=False)

    def lacking(self, cells: Mapping[str, Any], today: date) -> Iterator[tuple[Column, date | None]]:
        """What the row (cells by key) lacks, each with the day until which it had to be there, if there is one."""
        if not all(one.holds(cells.get(one.source.key)) for one in self.conditions):
            return
        begun = _day(cells.get(self.within[0])) if self.within else None
        if self.within and begun is None:
            return
        until = begun + timedelta(days=self.within[1]) if begun and self.within else None
        for column in self.asked:
            value = cells.get(column.key)
            is_late = until is not None and (_day(value) or today) > until
            if is_late or (until is None and value is None):
                yield column, until


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def is_about_complaints(row: Row) -> bool:
    """Whether the row of 投诉要求 or 投诉时限 is one about the register of complaints."""
    return row["sheet"] in (None, COMPLAINTS.name)


@dataclass(frozen=True, kw_only=True)
class Named:
    """What such rows may name: numbers of rules, classes (those that follow from the data are ``derived``), columns."""

    own: OwnColumns
    rules: tuple[str, ...]
    classes: tuple[str, ...]
    derived: frozenset[str]
    questions: tuple[Column, ...] = ()


def read_row_needs(rows: tuple[Row, ...], named: Named) -> Iterator[RowNeed | Finding]:
    """The needs of registers and calls; what cannot be carried out is a finding with its cell."""
    for row in rows:
        if is_about_complaints(row):
            yield from _unread(row, ("rules", "classes", "otherwise"), f"“{COMPLAINTS.name}”表的要求不看这一格")
            continue
        sheet = row["sheet"]
        if sheet not in OPEN_TABLES:
            yield _unknown(row, "sheet", sheet, tuple(OPEN_TABLES))
            continue
        yield from _unread(row, ("applies_to",), f"这一格是“{COMPLAINTS.name}”表的")
        if sheet != CALLS.name:
            yield from _unread(row, ("rules",), f"只有“{CALLS.name}”表的行有规则")
            returned = row["otherwise"] == RETURNED
            yield from _unread(row, ("otherwise",), "登记表不退回，只提醒") if returned else ()
        try:
            yield from _need(row, sheet, named)
        except Impossible as impossible:
            yield found("P605", row.place(impossible.key), value=row["done_with"], reason=impossible.reason)


def _need(row: Row, sheet: str, named: Named) -> Iterator[RowNeed | Finding]:
    rules, classes = split_list(row["rules"] or ""), split_list(row["classes"] or "")
    for key, words, known in (("rules", rules, named.rules), ("classes", classes, named.classes)):
        wrong = [word for word in words if word not in known]
        yield from (_unknown(row, key, word, known) for word in wrong)
        if wrong and len(wrong) == len(words):
            return
    for name in named.derived & {*classes}:
        why, header = "这个类别按数据判断，这里只看客户资料里选的类别", NEEDS.by_key["classes"].header
        yield found("P615", row.place("classes"), column=header, value=name, why=why)
    table = named.own.added_to(OPEN_TABLES[sheet])
    columns = {half_width(one.header): one for one in (*table.columns, *(named.questions if table is CALLS else ()))}
    conditions, within = _step(row, sheet, columns)
    asked = tuple(_column(row, "asked", header, sheet, columns) for header in split_list(row["asked"]))
    undated = [one for one in asked if within and one.kind not in (Kind.DATE, Kind.DATETIME)]
    if undated:
        raise Impossible(because("Y607", column=undated[0].header), "asked")
    yield RowNeed(
        sheet=sheet, conditions=conditions, asked=asked, within=within, rules=tuple(rules), classes=tuple(classes),
        returns=sheet == CALLS.name and row["otherwise"] in (None, RETURNED), step=row["done_with"],
        clause=row["clause"] or "", origin=row.origin,
    )  # fmt: skip


def _step(row: Row, sheet: str, columns: Mapping[str, Column]) -> tuple[tuple[Condition, ...], tuple[str, int] | None]:
    """What 办到 says: columns that are filled, or hold a value; and the day from which others are counted."""
    conditions: list[Condition] = []
    within = None
    for item in split_list(row["done_with"]):
        plain = half_width(item)
        matched = _WITHIN.fullmatch(plain)
        header, is_value, value = (matched["header"], "", "") if matched else plain.partition("=")
        column = _column(row, "done_with", header.strip(), sheet, columns)
        if matched:
            if within or column.kind not in (Kind.DATE, Kind.DATETIME):
                raise Impossible(because("Y607", column=column.header), "done_with")
            word = matched["days"]
            within = (column.key, _DAYS[word] if word in _DAYS else int(word.removesuffix("天")))
            continue
        values = tuple(one.strip() for one in value.split("/")) if is_value else (ANYTHING,)
        conditions.append(Condition(Source(sheet, column.header, column), values))
    return tuple(conditions), within


def _column(row: Row, key: str, header: str, sheet: str, columns: Mapping[str, Column]) -> Column:
    column = columns.get(half_width(header))
    if column is None:
        close = nearest(header, [one.header for one in columns.values()])
        raise Impossible(
            because("Y602", sheet=sheet, column=header, nearest=f"，是不是“{close}”" if close else ""), key
        )
    return column


def _unread(row: Row, keys: tuple[str, ...], why: str) -> Iterator[Finding]:
    for key in keys:
        if row[key]:
            yield found("P615", row.place(key), column=NEEDS.by_key[key].header, value=row[key], why=why)


def _unknown(row: Row, key: str, word: str, known: tuple[str, ...]) -> Finding:
    return found("P607", row.place(key), column=NEEDS.by_key[key].header, value=word, options="、".join(known))
