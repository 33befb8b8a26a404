"""The first broken link of everything that is verified, and what was made after it and depends on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huifang.flow.audit.faults import Fault
from huifang.ledger.audits_said import AuditReported
from huifang.ledger.checks_said import ChecksEntered, DrawExtended
from huifang.ledger.journal import Entry
from huifang.ledger.kinds import Draw, FrameSealed, LedgerRefreshed, ReportMade, said_by
from huifang.ledger.phone_said import PhoneListKept
from huifang.ledger.said import Said

#: What people go by, and how it is called; each is told of where it depends on a broken link.
_GONE_BY: Mapping[type[Said], Callable[[Any], str]] = {
    FrameSealed: lambda said: f"{said.period} 封存的抽查名单",
    Draw: lambda said: f"{said.period} 的第 {said.number} 次抽签",
    DrawExtended: lambda said: f"{said.period} 第 {said.draw} 次抽签的续抽({said.sheet.agent})",
    ChecksEntered: lambda said: f"{said.period} 的抽查结果({said.agent})",
    ReportMade: lambda said: f"{said.report} {said.period} 第 {said.version} 版",
    AuditReported: lambda said: f"抽查报告 {said.period} 第 {said.version} 版",
}
#: On these rests what is of their own period, and what is said of spot checks from then on; no other report.
_OF_ITS_PERIOD = (FrameSealed, Draw, DrawExtended, ChecksEntered)
#: Nothing depends on these.
_LAST = (ReportMade, AuditReported, LedgerRefreshed)
#: What is found of these kinds breaks something; what was merely saved again or cannot be read here does not.
_BREAKING = ("altered", "missing", "chain")


@dataclass(frozen=True)
class Broken:
    """``at`` is the journal's entry of the first broken link (0: none), ``what`` says in a sentence what it is, and
    ``depends`` in a sentence each what depends on it, in the order of the journal.
    """

    at: int
    what: str
    depends: Sequence[str]


def first_broken(faults: Iterable[Fault], known: Sequence[tuple[Entry, Said]], after: Iterable[Entry]) -> Broken | None:
    """The first one, and what depends on it; None where nothing is broken. ``after`` are the entries behind the
    ``known`` ones, which cannot be relied on.
    """
    brought = {path: entry.seq for entry, said in known for path in (*said.archived, *said.segments, *said.produced)}
    placed = [(one.at or brought.get(one.file, 0), one) for one in faults if one.kind in _BREAKING]
    if not placed:
        return None
    at, fault = min(placed, key=lambda one: one[0] or float("inf"))
    if not at:
        return Broken(0, f"{fault.file}：{fault.detail}。", ())
    entry, said = next((one for one in known if one[0].seq == at), (None, None))
    name = f"第 {at} 条({said.FORMAT.name}，{entry.at})" if entry and said else f"第 {at} 行"
    later = (one for entry, one in known if entry.seq > at)
    resting = [one for one in (*later, *_readable(after)) if _rests(one, None if fault.kind == "chain" else said)]
    depends = dict.fromkeys(_GONE_BY[type(one)](one) for one in resting)
    return Broken(
        at,
        f"最先断开的一环是日志{name}，在它之前的都没有断开。",
        tuple(f"{one}要靠这一环，查清以前请不要引用。" for one in depends),
    )


def _readable(entries: Iterable[Entry]) -> Iterator[Said]:
    for entry in entries:
        try:
            yield said_by(entry)
        except ValueError:
            continue


def _rests(one: Said, broken: Said | None) -> bool:
    """Whether what a later entry says is gone by, and rests on the broken one (None: all that comes later does)."""
    if type(one) not in _GONE_BY or isinstance(broken, _LAST):
        return False
    if isinstance(broken, PhoneListKept) or isinstance(one, AuditReported):
        return isinstance(one, AuditReported)
    if not isinstance(broken, _OF_ITS_PERIOD):
        return True
    return not isinstance(one, ReportMade) and getattr(one, "period", "") == getattr(broken, "period", "")
