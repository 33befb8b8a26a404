"""What people are told of sheets that need somebody: whose, why, and which file to send now."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from huifang.flow.intake.collected import Collected, Returned, TakenForm, TakenRow


def told_of(result: Collected, label: Callable[[str], str]) -> Iterator[str]:
    """A sentence for each file and each change that waits for somebody; ``label`` names a person."""
    for filled in result.filled:
        yield from told_of_filled(filled)
    yield from (told_of_returned(returned, label) for returned in result.returned)
    yield from told_of_others(result)


def told_of_returned(returned: Returned, label: Callable[[str], str]) -> str:
    """Whose sheet came back, why, and what to send to whom."""
    whose = f"({label(returned.agent)} {returned.period})" if returned.agent else ""
    marked = f"，标记后的表在 {returned.marked}" if returned.marked else ""
    to = label(returned.agent) if returned.agent else "填表的人"
    send = f"；请把它发给 {to}(同名的 .eml 是写好的邮件草稿)" if marked else ""
    return f"已退回 {returned.file}{whose}：{returned.reason.text}{marked}{send}。"


def told_of_filled(filled: TakenForm) -> Iterator[str]:
    """Which form went into which row of which register, and what of it."""
    for row in filled.rows:
        what = f"{'新登记' if row.added else ''}{filled.sheet} {row.number}".rstrip()
        yield f"已收 {filled.file}(《{filled.form}》，{what})：{'；'.join(_told_of_cells(row))}。"
    if not filled.rows:
        yield f"已收 {filled.file}(《{filled.form}》)：没有登记任何内容。"


def _told_of_cells(row: TakenRow) -> Iterator[str]:
    for cells, said in ((row.entered, "登记"), (row.there, "登记表里已经一样的"), (row.waiting, "等待确认")):
        if cells:
            yield f"{said} {len(cells)} 格({'、'.join(cells)})"


def told_of_others(result: Collected) -> Iterator[str]:
    """Files that are none of our sheets, and changes that wait for the supervisor."""
    for file, reason in result.ignored:
        yield f"未处理 {file}：{reason.sentence}"
    for file, change in result.pending:
        yield f"待确认 {file}：{change.record_no} 的“{change.column}”由“{change.old}”改为“{change.new}”。"
    for form in result.forms:
        yield f"请主管填写更正单：{form}(同名的 .eml 是邮件草稿)"
