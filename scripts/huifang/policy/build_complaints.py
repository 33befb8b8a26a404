"""From the rows of 投诉时限, 投诉分派 and 投诉要求 to values, with a finding for each that cannot be carried out."""

from __future__ import annotations

from collections.abc import Iterator

from huifang.core.catalogue import found
from huifang.core.findings import Finding
from huifang.core.text import nearest, split_list
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
from huifang.tables.declared import complaint_rules
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.model import Column, Kind, Row, Table
from huifang.tables.options import SUGGESTED, Options

CATEGORIES = "投诉类别"
#: The most that a limit may be: about ten years.
LONGEST = {MINUTES: 100_000, HOURS: 87_840, DAYS: 3_660, WORK_MINUTES: 100_000, WORK_HOURS: 20_000, WORKDAYS: 2_600}


class _Impossible(ValueError):
    """The line cannot be carried out: the finding that says so."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def read_dispatches(rows: tuple[Row, ...]) -> tuple[Dispatch, ...]:
    """Which class of complaint goes where."""
    return tuple(Dispatch(row["category"], row["department"], row["head"] or "") for row in rows)


def known_categories(options: Options, dispatches: tuple[Dispatch, ...]) -> tuple[str, ...]:
    """The classes a complaint may have: the office's own list and 投诉分派; where both are empty, the usual ones."""
    own = (*options.get(CATEGORIES, ()), *(dispatch.category for dispatch in dispatches))
    return tuple(dict.fromkeys(own)) or SUGGESTED[CATEGORIES]


def read_clocks(rows: tuple[Row, ...], subjects: tuple[str, ...]) -> Iterator[ComplaintClock | Finding]:
    """The deadlines that can be carried out; ``subjects`` are the words that 适用 may have besides 全部."""
    for row in rows:
        try:
            starts, ends = _moment(row, "starts_with"), _moment(row, "done_with")
            if starts == ends:
                reason = "“起算”和“完成”是同一列"
                raise _Impossible(found("P605", row.place("done_with"), value=row["stage"], reason=reason))
            if row["amount"] > LONGEST[row["unit"]]:
                reason = f"时限最多 {LONGEST[row['unit']]} {row['unit']}"
                raise _Impossible(found("P605", row.place("amount"), value=row["stage"], reason=reason))
            yield ComplaintClock(
                stage=row["stage"],
                starts_with=starts,
                amount=row["amount"],
                unit=row["unit"],
                done_with=ends,
                applies_to=_subject(row, complaint_rules.LIMITS, subjects),
                escalate_to=row["escalate_to"] or SUPERIOR,
                clause=row["clause"] or "",
            )
        except _Impossible as impossible:
            yield impossible.finding


def read_needs(rows: tuple[Row, ...], subjects: tuple[str, ...]) -> Iterator[ComplaintNeed | Finding]:
    """What each step asks for; columns that are not known are findings, the others of the line count."""
    for row in rows:
        try:
            step = _column(row, "done_with", row["done_with"]).key
            subject = _subject(row, complaint_rules.NEEDS, subjects)
        except _Impossible as impossible:
            yield impossible.finding
            continue
        asked = []
        for header in split_list(row["asked"]):
            try:
                asked.append(_column(row, "asked", header).key)
            except _Impossible as impossible:
                yield impossible.finding
        if asked:
            yield ComplaintNeed(step, tuple(asked), subject, row["clause"] or "")


def _column(row: Row, key: str, header: str) -> Column:
    """The column of 投诉 with that header."""
    if header not in COMPLAINTS.by_header:
        close = nearest(header, COMPLAINTS.by_header)
        reason = f"“{COMPLAINTS.name}”表里没有“{header}”这一列" + (f"，是不是“{close}”" if close else "")
        raise _Impossible(found("P605", row.place(key), value=_name(row), reason=reason))
    return COMPLAINTS.by_header[header]


def _moment(row: Row, key: str) -> str:
    """The key of the column of moments that the cell names."""
    column = _column(row, key, row[key])
    if column.kind is not Kind.DATETIME:
        reason = f"“{column.header}”不是时间列"
        raise _Impossible(found("P605", row.place(key), value=_name(row), reason=reason))
    return column.key


def _subject(row: Row, table: Table, subjects: tuple[str, ...]) -> str:
    word: str = row["applies_to"] or ALL
    if word not in (ALL, *subjects):
        header, options = table.by_key["applies_to"].header, "、".join((ALL, *subjects))
        raise _Impossible(found("P607", row.place("applies_to"), column=header, value=word, options=options))
    return word


def _name(row: Row) -> str:
    return str(row["stage"] or row["done_with"])
