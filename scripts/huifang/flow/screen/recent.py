"""最近的结果: what came in, went out and was decided, the newest first, with the files to open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import PurePosixPath

from huifang.flow.office.desk import Desk
from huifang.flow.screen.names import name_of, names_of
from huifang.flow.screen.waits import Opens
from huifang.ledger.state import Submission
from huifang.tables.declared.calls import DECISION

#: So many are shown.
MOST = 12
#: So many sheets are looked at, and so many of those that came together are named.
_SHEETS, _NAMED = 60, 4
#: What people call the files of a report.
_KINDS = {".xlsx": "工作簿", ".html": "网页", ".txt": "五行微信文字"}


@dataclass(frozen=True)
class Result:
    """What happened in one entry of the journal, when, and the files of it that still lie there."""

    seq: int
    at: datetime
    said: str
    opens: tuple[Opens, ...] = ()


def recent(desk: Desk, most: int = MOST) -> tuple[Result, ...]:
    """The last results; nothing of spot checks."""
    found = [*_sheets(desk), *reports_made(desk), *_plans(desk), *_corrections(desk)]
    return tuple(sorted(found, key=lambda one: -one.seq)[:most])


def _at(desk: Desk, seq: int) -> datetime:
    return datetime.fromisoformat(desk.journal.entries[seq - 1].at)


def _opens(desk: Desk, *files: tuple[str, str]) -> tuple[Opens, ...]:
    return tuple(Opens(label, path) for label, path in files if path and desk.office.path(path).exists())


def _sheets(desk: Desk) -> Iterator[Result]:
    """What came in together stands together."""
    for seq, came in groupby(desk.state.submissions[-_SHEETS:], key=lambda one: one.seq):
        sheets = [*came]
        if len(sheets) == 1:
            name, taken = _taken(desk, sheets[0])
            said, opens = f"收 {name} 的表 {taken}", _opens(desk, ("收下的原件", sheets[0].archived))
        else:
            told = [f"{name} {taken}" for name, taken in (_taken(desk, one) for one in sheets)]
            more = f"；另 {len(told) - _NAMED} 份" if len(told) > _NAMED else ""
            said = f"收 {len(sheets)} 份表：{'；'.join(told[:_NAMED])}{more}"
            opens = _opens(desk, ("收下的原件", str(PurePosixPath(sheets[0].archived).parent)))
        yield Result(seq, _at(desk, seq), said, opens)


def _taken(desk: Desk, one: Submission) -> tuple[str, str]:
    """Whose sheet, and what became of its rows."""
    refused = len(one.refused or ())
    back = f"，退回 {refused} 行" if refused else "，全部入账" if one.accepted and one.rows else ""
    undone = "（后来撤回了）" if one.withdrawn else ""
    taken = f"{one.rows} 行" if one.rows else "没有新入账的"
    return name_of(desk.present.people, one.agent), f"{taken}{back}{undone}"


def reports_made(desk: Desk) -> Iterator[Result]:
    """The last reports, each version by itself."""
    for one in desk.state.reports[-MOST:]:
        version = f" 第 {one.version} 版" if one.version > 1 else ""
        own = [file for file in one.files if PurePosixPath(file).name.startswith(one.kind)]
        yield Result(one.seq, one.at, f"{one.kind} {one.period}{version}", opened_with(desk, own))


def opened_with(desk: Desk, files: Iterable[str]) -> tuple[Opens, ...]:
    """The files that are there, each called by what it is."""
    return _opens(desk, *((_KINDS.get(PurePosixPath(file).suffix, "文件"), file) for file in files))


def _plans(desk: Desk) -> Iterator[Result]:
    people = desk.present.people
    for seq, books in groupby(desk.state.books, key=lambda book: book.seq):
        issued = [*books]
        period, first = issued[0].period, issued[0].file
        who = names_of(people, (book.agent for book in issued))
        said = f"发放 {period} {len(issued)} 张表（{who}）"
        yield Result(seq, _at(desk, seq), said, _opens(desk, ("打开文件夹", str(PurePosixPath(first).parent))))


def _corrections(desk: Desk) -> Iterator[Result]:
    people = desk.present.people
    for seq, made in groupby(desk.state.corrections[-MOST:], key=lambda one: one.seq):
        one = next(made)
        by = name_of(people, one.by.partition(" ")[0])
        if one.column == DECISION.header:
            yield Result(seq, _at(desk, seq), f"批示：{one.subject_no} {one.new}（{by}）")
        else:
            yield Result(seq, _at(desk, seq), f"更正：{one.subject_no} {one.column}（{by}：{one.why}）")
