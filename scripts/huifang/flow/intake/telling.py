"""What people are told of sheets that need somebody: whose, why, and which file to send now."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from huifang.flow.intake.collected import Collected, Returned


def told_of(result: Collected, label: Callable[[str], str]) -> Iterator[str]:
    """A sentence for each file and each change that waits for somebody; ``label`` names a person."""
    yield from (told_of_returned(returned, label) for returned in result.returned)
    yield from told_of_others(result)


def told_of_returned(returned: Returned, label: Callable[[str], str]) -> str:
    """Whose sheet came back, why, and what to send to whom."""
    whose = f"({label(returned.agent)} {returned.period})" if returned.agent else ""
    marked = f"，标记后的表在 {returned.marked}" if returned.marked else ""
    send = f"；请把它发给 {label(returned.agent)}(同名的 .eml 是写好的邮件草稿)" if marked else ""
    return f"已退回 {returned.file}{whose}：{returned.reason.text}{marked}{send}。"


def told_of_others(result: Collected) -> Iterator[str]:
    """Files that are none of our sheets, and changes that wait for the supervisor."""
    for file, reason in result.ignored:
        yield f"未处理 {file}：{reason.text}。"
    for file, change in result.pending:
        yield f"待确认 {file}：{change.record_no} 的“{change.column}”由“{change.old}”改为“{change.new}”。"
    for form in result.forms:
        yield f"请主管填写更正单：{form}(同名的 .eml 是邮件草稿)"
