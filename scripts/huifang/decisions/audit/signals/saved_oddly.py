"""What the saved files say of themselves that does not fit what is in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from huifang.decisions.audit.audited import Signal
from huifang.decisions.audit.signals.observed import Observed, SavedSheet

#: Sheets that one computer saved so shortly after one another.
_SHORTLY = timedelta(minutes=10)
#: Clocks of computers differ; less is no difference.
_CLOCKS = timedelta(hours=1)
_PAIR = 2
#: Names that computers have whose owner never gave one.
_NOBODY = frozenset({
    "", "administrator", "admin", "user", "users", "pc", "microsoft office user", "windows user", "windows 用户",
    "微软用户", "微软中国", "用户", "wps", "wps office", "openpyxl", "huifang",
})  # fmt: skip


def saved_oddly(observed: Observed) -> Iterator[Signal]:
    """Two agents' sheets that one person saved within minutes, and a sheet that was saved before its last call."""
    yield from _by_one_person(observed.sheets)
    early = [sheet for sheet in observed.sheets if _is_early(sheet)]
    timed = sum(bool(sheet.saved_at and sheet.last_call) for sheet in observed.sheets)
    for sheet in early:
        yield Signal(
            agent=sheet.agent, what="表格保存得比电话早", place=f"《{sheet.file}》的文件属性",
            figure=f"最后一次保存是 {sheet.saved_at:%m-%d %H:%M}，表里最后一通电话是 {sheet.last_call:%m-%d %H:%M}",
            usual=f"本期有保存时间的 {timed} 份表里，{len(early)} 份这样",
        )  # fmt: skip


def _is_early(sheet: SavedSheet) -> bool:
    """Whether it was saved for the last time before its last call."""
    return bool(sheet.saved_at and sheet.last_call and sheet.saved_at + _CLOCKS < sheet.last_call)


def _by_one_person(sheets: Sequence[SavedSheet]) -> Iterator[Signal]:
    named = [one for one in sheets if one.saved_by.strip().lower() not in _NOBODY and one.saved_at]
    owners: dict[str, set[str]] = {}
    for one in named:
        owners.setdefault(one.saved_by, set()).add(one.agent)
    shared = [one for one in named if len(owners[one.saved_by]) > 1]
    if len(owners) == 1 and len({one.agent for one in named}) > _PAIR:
        return  # one person gathers what all of them fill in
    for sheet in shared:
        near = [one for one in shared if one.agent != sheet.agent and _together(one, sheet)]
        if near:
            files = "、".join(f"《{one.file}》" for one in near)
            yield Signal(
                agent=sheet.agent, what="与别人的表同时保存", place=f"《{sheet.file}》的文件属性",
                figure=f"{sheet.saved_at:%m-%d %H:%M} 由“{sheet.saved_by}”保存，{files}也由这个人在 10 分钟之内保存",
                usual=f"本期写着保存人的 {len(named)} 份表里，{len(shared)} 份是由一个人保存了几位业务员的",
            )  # fmt: skip


def _together(one: SavedSheet, other: SavedSheet) -> bool:
    """Whether one person saved both shortly after one another."""
    apart = one.saved_at - other.saved_at if one.saved_at and other.saved_at else None
    return one.saved_by == other.saved_by and apart is not None and abs(apart) <= _SHORTLY
