"""有 n 件要先处理: what people have to see before all else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from huifang.edges.store.conflicts import register_copies
from huifang.edges.store.lock import was_left
from huifang.flow.office.desk import Desk
from huifang.flow.office.settings_in_use import setting_errors
from huifang.flow.screen.complaints import OpenComplaints
from huifang.flow.screen.rehearsing import Rehearsed

#: The part of the page of today that lists complaints.
COMPLAINTS = "#complaints"
#: And that which lists the rows of other registers that have a limit.
RECORDS = "#records"


@dataclass(frozen=True)
class Alarm:
    """``head`` is what it is, ``more`` what is known and to be done; ``at`` is where: ``#part`` of the page,
    ``/another`` page, or a file of the office that can be opened (empty: nowhere).
    """

    head: str
    more: str
    at: str = ""


def alarms(desk: Desk, found: OpenComplaints, rehearsed: Rehearsed | None) -> tuple[Alarm, ...]:
    """Overdue complaints, a doubtful clock, errors in the settings, a run that died, one that could do nothing."""
    return (*_clock(desk), *_died(desk), *_refused(rehearsed), *_complaints(found), *_settings(desk), *_copies(desk))


def _complaints(found: OpenComplaints) -> Iterator[Alarm]:
    for what, late, at in (("投诉 ", found.late, COMPLAINTS), ("", found.late_records, RECORDS)):
        for one in late:
            head = f"{what}{one.number} {one.left.replace('超 ', '超时 ')}"
            told = f"，{one.told}" if one.told else ""
            yield Alarm(head, f"“{one.next_step}”，责任人 {one.owner}{told}。", at)


def _clock(desk: Desk) -> Iterator[Alarm]:
    for note in desk.clock_findings:
        yield Alarm(note.message.rstrip("。"), note.hint)


def _died(desk: Desk) -> Iterator[Alarm]:
    if was_left(desk.office):
        yield Alarm("上一次运行没有做完", "电脑可能中途关了。已经入账的没有丢，再做一次“今天该做的”就会接着做完。")


def _refused(rehearsed: Rehearsed | None) -> Iterator[Alarm]:
    if rehearsed and rehearsed.refused:
        yield Alarm("现在什么也做不了", rehearsed.refused)


def _settings(desk: Desk) -> Iterator[Alarm]:
    errors = setting_errors(desk)
    if errors:
        first = errors[0]
        more = f"如 {first.place}：{first.message}{first.hint}"
        yield Alarm(f"设置有 {len(errors)} 处错误，会影响安排", more, first.place.file)


def _copies(desk: Desk) -> Iterator[Alarm]:
    for name in register_copies(desk.office, desk.workbooks):
        yield Alarm(
            f"有一份像是副本的表：{name}", "请核对两份里哪一份是新的，把内容合到原来的表里，再移走这一份。", name
        )
