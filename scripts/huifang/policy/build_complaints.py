"""From the rows of 投诉时限, 投诉分派 and 投诉要求 to values, with a finding for each that cannot be carried out."""

from __future__ import annotations

from collections.abc import Iterator

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding
from huifang.core.text import nearest, split_list
from huifang.policy.build_rules import no_such_values, read_conditions
from huifang.policy.complaints import (
    ALL,
    DAYS,
    HOURS,
    MINUTES,
    SUPERIOR,
    WORK_HOURS,
    WORK_MINUTES,
    WORKDAYS,
    ComplaintClock,
    ComplaintNeed,
    Dispatch,
)
from huifang.policy.impossible import Impossible
from huifang.policy.own_columns import OwnColumns
from huifang.policy.row_needs import is_about_complaints
from huifang.policy.rules import WHETHER_FILLED, Condition
from huifang.tables.declared import complaint_rules
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.model import Column, Kind, Row, Table
from huifang.tables.options import MAJOR, NO, ORDINARY, SUGGESTED, Options

CATEGORIES = "投诉类别"
#: The most that a limit may be: about ten years.
LONGEST = {MINUTES: 100_000, HOURS: 87_840, DAYS: 3_660, WORK_MINUTES: 100_000, WORK_HOURS: 20_000, WORKDAYS: 2_600}


def read_dispatches(rows: tuple[Row, ...]) -> tuple[Dispatch, ...]:
    """Which class of complaint goes where."""
    return tuple(Dispatch(row["category"], row["department"], row["head"] or "") for row in rows)


def known_categories(options: Options, dispatches: tuple[Dispatch, ...]) -> tuple[str, ...]:
    """The classes a complaint may have: the office's own list and 投诉分派; where both are empty, the usual ones."""
    own = (*options.get(CATEGORIES, ()), *(dispatch.category for dispatch in dispatches))
    return tuple(dict.fromkeys(own)) or SUGGESTED[CATEGORIES]


def read_clocks(
    rows: tuple[Row, ...], subjects: tuple[str, ...], lists: Options, own: OwnColumns
) -> Iterator[ComplaintClock | Finding]:
    """The deadlines that can be carried out; ``subjects`` are the words that 适用 may have besides 全部."""
    for row in filter(is_about_complaints, rows):
        try:
            starts, ends = _moment(row, "starts_with"), _moment(row, "done_with")
            check_amount(row, starts, ends)
            applies_to = _subject(row, complaint_rules.LIMITS, subjects)
            if isinstance(applies_to, Finding):
                yield applies_to
                continue
            conditions = _conditions(row, applies_to, own)
            for condition in conditions:
                yield from no_such_values(row, complaint_rules.LIMITS, "where_values", condition, lists)
            yield ComplaintClock(
                stage=row["stage"],
                starts_with=starts,
                amount=row["amount"],
                unit=row["unit"],
                done_with=ends,
                applies_to=applies_to,
                escalate_to=row["escalate_to"] or SUPERIOR,
                clause=row["clause"] or "",
                conditions=conditions,
                extended_by=extender(row),
            )
        except Impossible as impossible:
            yield _said(row, impossible)


def check_amount(row: Row, starts: str, ends: str) -> None:
    """Refuses a limit between a column and itself, and one that is too long."""
    if starts == ends:
        raise Impossible(because("Y611"), "done_with")
    if row["amount"] > LONGEST[row["unit"]]:
        raise Impossible(because("Y612", limit=LONGEST[row["unit"]], unit=row["unit"]), "amount")


def extender(row: Row) -> str:
    """Who may grant more time; empty where nobody may."""
    word: str = row["extended_by"] or ""
    return "" if word == NO else word


def _conditions(row: Row, applies_to: str, own: OwnColumns) -> tuple[Condition, ...]:
    """What 条件列 and 条件值 ask of a complaint; nothing that 适用 rules out."""
    conditions = read_conditions(row, own)
    for one in conditions:
        if one.source.sheet != COMPLAINTS.name or one.source.column is None:
            raise Impossible(because("Y656", sheet=COMPLAINTS.name), "where")
        words = {word for word in one.values if word not in WHETHER_FILLED}
        if one.source.key == "severity" and applies_to in (ORDINARY, MAJOR) and words and applies_to not in words:
            raise Impossible(because("Y655", value=applies_to, column=one.source), "where_values")
    return conditions


def read_needs(rows: tuple[Row, ...], subjects: tuple[str, ...]) -> Iterator[ComplaintNeed | Finding]:
    """What each step asks for; columns that are not known are findings, the others of the line count."""
    for row in rows:
        try:
            step = _column(row, "done_with", row["done_with"]).key
            subject = _subject(row, complaint_rules.NEEDS, subjects)
        except Impossible as impossible:
            yield _said(row, impossible)
            continue
        if isinstance(subject, Finding):
            yield subject
            continue
        asked = []
        for header in split_list(row["asked"]):
            try:
                asked.append(_column(row, "asked", header).key)
            except Impossible as impossible:
                yield _said(row, impossible)
        if asked:
            yield ComplaintNeed(step, tuple(asked), subject, row["clause"] or "")


def _column(row: Row, key: str, header: str) -> Column:
    """The column of 投诉 with that header."""
    if header not in COMPLAINTS.by_header:
        close = nearest(header, COMPLAINTS.by_header)
        hint = f"，是不是“{close}”" if close else ""
        raise Impossible(because("Y602", sheet=COMPLAINTS.name, column=header, nearest=hint), key)
    return COMPLAINTS.by_header[header]


def _moment(row: Row, key: str) -> str:
    """The key of the column of moments that the cell names."""
    column = _column(row, key, row[key])
    if column.kind is not Kind.DATETIME:
        raise Impossible(because("Y613", column=column.header), key)
    return column.key


def _subject(row: Row, table: Table, subjects: tuple[str, ...]) -> str | Finding:
    word: str = row["applies_to"] or ALL
    if word not in (ALL, *subjects):
        header, options = table.by_key["applies_to"].header, "、".join((ALL, *subjects))
        return found("P607", row.place("applies_to"), column=header, value=word, options=options)
    return word


def _said(row: Row, impossible: Impossible) -> Finding:
    value = row["stage"] or row["done_with"]
    return found("P605", row.place(impossible.key), value=value, reason=impossible.reason)
