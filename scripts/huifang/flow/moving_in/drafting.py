"""A regulation's text into 制度草案.xlsx: read, drafted, judged as `init` will judge it, drawn, written."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import replace
from pathlib import Path

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding, Place
from huifang.decisions.calls.triggers import NEEDED
from huifang.decisions.drafting.drafting import PolicyDraft, draft
from huifang.decisions.drafting.proposals import UNSURE, ProposedRow
from huifang.edges.books.draft_book import draft_book, numbers_in
from huifang.edges.reading.regulation_text import regulation_lines
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.whole_file import read_given
from huifang.edges.store.files import OfficeError, write_bytes
from huifang.flow.moving_in.own_regulation import read_own
from huifang.tables.declared.drafts import DRAFT
from huifang.tables.declared.house_rules import DAYS

#: Of these the message says by itself what to change.
_SAYS_IT_ALL = ("P605",)


def write_draft(source: Path, out: Path) -> PolicyDraft | Finding:
    """The draft of the text in ``source``, written to ``out``; where the text cannot be read, what to do about it.

    Raises:
        OfficeError: there is a file at ``out`` already, or none can be written there.
    """
    if out.exists():
        raise OfficeError(because("Y836", file=out.name))
    try:
        made = judged(draft(regulation_lines(read_given(source), source.name)))
    except Unreadable as error:
        return found("F101", Place(source.name), reason=error.reason)
    write_bytes(out, draft_book(made, made.title or source.stem, tuple(NEEDED)), private=False)
    return made


def judged(made: PolicyDraft) -> PolicyDraft:
    """The draft; a row that `init` would not take says what has to be changed in it, and is not sure.

    All rows are judged together first, then those that nothing was found in: what is ticked as it stands founds an
    office.
    """
    ticked = {*range(len(made.rows))}
    while ticked:
        told = _told(made, ticked)
        if not told:
            break
        rows = (_to_change(row, told.get(number, ())) for number, row in enumerate(made.rows))
        made = replace(made, rows=tuple(rows))
        ticked -= {*told}
    return made


def _told(made: PolicyDraft, ticked: set[int]) -> dict[int, list[str]]:
    """What is wrong with each of these rows if they are ticked."""
    told: dict[int, list[str]] = {}
    to_name = {row.values["名称"] for row in made.rows if row.sheet == DAYS.name}
    for finding in read_own(draft_book(made, "", tuple(NEEDED), ticked), DRAFT).findings:
        numbers = numbers_in(made, finding.place.sheet or "")
        at = int("0" + re.sub(r"\D", "", finding.place.cell or "")) - 2
        if finding.is_error and 0 <= at < len(numbers):
            told.setdefault(numbers[at], []).append(_said(finding, made.rows[numbers[at]], to_name))
    return told


def _said(finding: Finding, row: ProposedRow, to_name: Container[object]) -> str:
    """What to change in the row, in words that fit a draft."""
    if row.sheet == DAYS.name:
        return "请填写“日期”(第一天)和“至”(最后一天，只有一天的不填)；不是每年都在这几天的，“每年重复”改成“否”。"
    name = row.values.get("周期", "")
    if name in to_name and f"{name}" in finding.message:
        return f"先在“日历”里填好“{name}”是哪几天，那一行和这一行一起采用。"
    return finding.message if finding.code in _SAYS_IT_ALL else f"{finding.message}{finding.hint}"


def _to_change(row: ProposedRow, said: Iterable[str]) -> ProposedRow:
    said = [*said]
    return replace(row, sure=UNSURE, change="\n".join(dict.fromkeys(said))) if said else row
