"""The rows of a sheet that have an answer and could not be entered: what is kept of them until they are corrected."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from huifang.ledger.records import CallRecord, kept, subject_of
from huifang.ledger.sheets_said import RefusedRow
from huifang.policy.questions import Question
from huifang.rules.context import SheetContext
from huifang.tables.cells import shown
from huifang.tables.declared.calls import ENTERED_KEYS
from huifang.tables.model import Rows, column_letter
from huifang.tables.options import DISSATISFIED, UNRESOLVED, says_nothing
from huifang.tables.reading import Grid

#: What people write who are not content, and of what was not solved, also where no option is written like that.
_UNHAPPY = re.compile(r"不.{0,2}满意|不满|差(?!不多)|糟|投诉|生气")
#: So much of a cell is kept.
_KEPT = 60
_UNSOLVED = re.compile(rf"{UNRESOLVED}|没.{{0,2}}(解决|处理)|未.{{0,2}}(解决|处理)|(无法|不能)解决|解决不了")


def refused_rows(
    rows: Rows, answered: Sequence[int], entered: Iterable[int], grid: Grid, context: SheetContext
) -> tuple[RefusedRow, ...]:
    """Those of the ``answered`` places that are not ``entered``, and those whose answer nobody can read; without what
    is in the books as it stands there.
    """
    unreadable = {place for place, keys in rows.broken.items() if keys & {*ENTERED_KEYS}}
    refused = {*answered, *unreadable}.difference(entered)
    if not refused:
        return ()
    known = {_in_the_books(record) for record in context.accepted}
    places = sorted(place for place in refused if place in unreadable or _as_typed(rows, place) not in known)
    plan_nos, customers, days = (rows.cells(key) for key in ("plan_no", "customer_no", "called_on"))
    heard = {place: _heard(rows, place, grid, context.policy.questions) for place in places}
    return tuple(
        RefusedRow(
            row=rows.numbers[place], plan_no=plan_nos[place] or "", customer_no=customers[place] or "",
            called_on=shown(days[place]), unhappy=any(heard[place][:2]), dissatisfied=heard[place][0],
            unsolved=heard[place][1], said=heard[place][2],
        )
        for place in places
    )  # fmt: skip


#: A row with these cells says what the books say.
_TOLD = ("called_on", "started_at", "result", "satisfaction", "dissatisfied_because", "handling", "measures")


def _in_the_books(record: CallRecord) -> tuple[str, ...]:
    return (subject_of(record.plan_no, record.customer_no), *map(record.text, _TOLD))


def _as_typed(rows: Rows, place: int) -> tuple[str, ...]:
    subject = subject_of(rows.cells("plan_no")[place] or "", rows.cells("customer_no")[place] or "")
    return (subject, *(shown(kept(key, [rows.cells(key)[place]])[0]) for key in _TOLD))


def _heard(rows: Rows, place: int, grid: Grid, asked: Iterable[Question]) -> tuple[bool, bool, str]:
    """Whether the row speaks of dissatisfaction, and of an unsolved problem, as far as it can be read; and in which
    words.
    """
    texts = {question.key: question.text for question in asked}
    said = dict(_said(rows, place, grid, ("satisfaction", "dissatisfied_because", "handling", *texts)))
    unhappy = _UNHAPPY.search(said.get("satisfaction", "")) is not None
    because = said.get("dissatisfied_because")
    answered = [f"{text}：{said[key]}" for key, text in texts.items() if said.get(key) in DISSATISFIED]
    unsolved = _UNSOLVED.search(said.get("handling", "")) is not None
    words = [said["satisfaction"]] if unhappy else []
    words += [because] if because and not says_nothing(because) else []
    words += [*answered, *([said["handling"]] if unsolved else [])]
    return unhappy or len(words) > unhappy + unsolved, unsolved, "，".join(word[:_KEPT] for word in words)


def _said(rows: Rows, place: int, grid: Grid, keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The cells as they were typed, those that no option fits too."""
    cells = grid[rows.numbers[place] - 1]
    at = {column_letter(index): index for index in range(len(cells))}
    for key in keys:
        index = at.get(rows.sheet.letters.get(key, ""))
        if index is not None:
            yield key, shown(cells[index]).strip()
