"""Bringing in a list of calls (话单): understood, compared with what earlier lists had, shown, and kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from huifang.core.catalogue import found
from huifang.core.dialled import dialled
from huifang.core.findings import Finding, Place
from huifang.core.text import file_name
from huifang.edges.reading.cell_digest import digest_of
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.whole_file import read_given
from huifang.edges.store.files import digest
from huifang.edges.store.keeping import keep
from huifang.edges.store.office import ARCHIVE
from huifang.edges.store.phone_segments import kept_phone_calls, phone_segment_path, to_phone_segment
from huifang.edges.store.segments import collect_rows
from huifang.flow.moving_in.phone_lists import PhoneList, by_line, covered, read_phone_list
from huifang.flow.office.desk import Desk
from huifang.ledger.phone_said import PhoneCall, PhoneListKept
from huifang.ledger.questions import connections, within
from huifang.tables.declared.phone_lists import BEIJING, UTC
from huifang.tables.phone_moments import BEFORE_UTC

#: A zone is told by the ledger where so many of its calls are in the list by one clock, and fewer than a fifth of them
#: by the other.
ENOUGH, RIVAL = 3, 5
#: What people type and a switchboard counts may be apart so far.
_NEAR = timedelta(minutes=10)
#: Between these hours customers are called.
_FIRST_HOUR, _LAST_HOUR = 7, 22
#: So many strange lines are named.
MOST_NAMED = 5


@dataclass(frozen=True, kw_only=True)
class PhoneProposal:
    """What an import would do. ``new`` are the calls, in Beijing time, that no earlier list had; ``known`` is how many
    others had; ``span`` what the list covers (None: there are no calls).
    """

    file: str
    content: bytes
    read: PhoneList
    zone: str
    agent: str
    new: tuple[PhoneCall, ...]
    known: int
    span: tuple[datetime, datetime] | None
    findings: tuple[Finding, ...]
    is_on_file: bool

    @property
    def changes_something(self) -> bool:
        """Whether anything would be kept."""
        return bool(self.read.calls) and not self.is_on_file and not any(f.code == "M025" for f in self.findings)

    @property
    def mapping(self) -> dict[str, str]:
        """Which of its columns became which."""
        located = self.read.located
        return {match.source: match.column.header for match in located.matches} if located else {}


def propose_phone_list(desk: Desk, path: Path, told: Mapping[str, str], given: Mapping[str, Any]) -> PhoneProposal:
    """Understand the list; nothing is written. ``given`` is what was said of all of it, by key.

    Raises:
        OfficeError: the file cannot be read, or what earlier lists said.
    """
    content, people = read_given(path), desk.present.people
    try:
        read = read_phone_list(content, path.name, people, given, told, desk.now)
    except Unreadable as error:
        read = PhoneList(findings=(found("F101", Place(path.name), reason=error.reason),))
    zone, why = _zone(desk, read, given)
    if zone == UTC:
        read = replace(read, calls=tuple(replace(one, started_at=one.started_at + BEFORE_UTC) for one in read.calls))
    span = covered(read, given, desk.now) if read.calls else None
    earlier = {one.key for one in kept_phone_calls(desk.office, desk.state.phone_lists, *span)} if span else set()
    fresh = {one.key: one for one in read.calls if one.key not in earlier}
    place = Place(path.name, read.sheet or None)
    findings = [*read.findings]
    if zone == UTC:
        findings.append(found("M023", place, why=why))
    findings += _about_lines(desk, read, given, place)
    if read.left_out:
        findings.append(found("M026", place, count=read.left_out))
    person = people.find(str(given.get("agent") or ""))
    sha = digest(content)
    return PhoneProposal(
        file=path.name, content=content, read=read, zone=zone, agent=person.person_no if person else "",
        new=tuple(fresh.values()), known=len(read.calls) - len(fresh), span=span, findings=tuple(findings),
        is_on_file=any(one.sha256 == sha and one.zone == zone for one in desk.state.phone_lists),
    )  # fmt: skip


def _zone(desk: Desk, read: PhoneList, given: Mapping[str, Any]) -> tuple[str, str]:
    """The clock of the list's times, and why it is thought to be that one: as it was told, now or for such a list
    before; as most of the ledger's calls have it; else that of Beijing.
    """
    if told := given.get("zone"):
        return str(told), ""
    if read.is_sure or not read.calls:
        return BEIJING, ""
    headers = tuple(read.located.headers) if read.located else ()
    for earlier in reversed(desk.state.phone_lists):
        if (earlier.layout, earlier.headers) == (read.layout, headers):
            return earlier.zone, "(与上一份同样的话单一样)" if earlier.zone == UTC else ""
    here, there = (_agreeing(desk, read, ahead) for ahead in (timedelta(), BEFORE_UTC))
    if there >= ENOUGH and here * RIVAL < there:
        return UTC, f"(这样有 {there} 个通话与回访记录的时间相符)"
    if read.layout and not here and _is_by_night(read.calls, timedelta()) and not _is_by_night(read.calls, BEFORE_UTC):
        return UTC, "(不然有许多通话在夜里)"
    return BEIJING, ""


def _is_by_night(calls: Sequence[PhoneCall], ahead: timedelta) -> bool:
    """Whether a tenth of the calls or more would be at a time when nobody calls customers."""
    hours = [(one.started_at + ahead).hour for one in calls]
    return sum(not _FIRST_HOUR <= hour < _LAST_HOUR for hour in hours) * 10 > len(hours)


def _agreeing(desk: Desk, read: PhoneList, ahead: timedelta) -> int:
    """How many connected calls of the ledger have a call of the list to that number about that time."""
    first = min(one.started_at for one in read.calls) + ahead
    last = max(one.started_at for one in read.calls) + ahead
    rows = collect_rows(connections(within(desk.present.records, first.date(), last.date())).select("moment", "phone"))
    calls: dict[str, list[datetime]] = {}
    for one in read.calls:
        calls.setdefault(one.other, []).append(one.started_at + ahead)
    moments = ((dialled(row["phone"]), datetime.fromisoformat(row["moment"])) for row in rows)
    return sum(any(abs(at - moment) <= _NEAR for at in calls.get(number, ())) for number, moment in moments)


def _about_lines(desk: Desk, read: PhoneList, given: Mapping[str, Any], place: Place) -> Iterator[Finding]:
    """M025 where no call says whose it is, else M024 for lines that are nobody's."""
    nameless = [one for one in read.calls if not (one.line or one.agent)]
    if read.calls and len(nameless) * 2 > len(read.calls):
        yield found("M025", place)
        return
    known = {number for person in desk.present.people.persons for number in person.lines}
    strange = Counter(one.line for one in read.calls if one.line and one.line not in known and not one.agent)
    for line, count in strange.most_common(MOST_NAMED):
        yield found("M024", place, value=line, count=count)


def carry_out_phone_list(desk: Desk, proposal: PhoneProposal) -> bool:
    """Keep the list and its calls; False where there was nothing to keep.

    Raises:
        OfficeError: something cannot be written.
    """
    if not proposal.changes_something or proposal.span is None or proposal.read.located is None:
        return False
    sha = digest(proposal.content)
    name = f"{sha[:12]}-{file_name(Path(proposal.file).stem)}{Path(proposal.file).suffix.lower()}"
    path, _ = keep(desk.office, f"{ARCHIVE}/话单/{name}", proposal.content)
    segment = keep(desk.office, phone_segment_path(desk.journal.next_seq), to_phone_segment(proposal.new))
    cells = digest_of(proposal.content)
    desk.commit(
        PhoneListKept(
            file=proposal.file, sha256=sha, path=path, segment=segment.path, layout=proposal.read.layout,
            headers=tuple(proposal.read.located.headers), mapping=proposal.mapping, zone=proposal.zone,
            agent=proposal.agent, lines=tuple(sorted(filter(None, by_line(proposal.read.calls)))),
            from_at=proposal.span[0], until_at=proposal.span[1], calls=len(proposal.new), known=proposal.known,
            archived={path: sha, segment.path: segment.sha}, cells={path: cells} if cells else {},
        )
    )  # fmt: skip
    return True


def phone_rows(calls: Sequence[PhoneCall]) -> list[dict[str, str]]:
    """Calls as people read them, by header."""
    return [
        {
            "起始时间": f"{one.started_at:%Y-%m-%d %H:%M:%S}", "对方号码": one.other, "通话时长": _length(one),
            "本机号码": one.line or one.agent, "呼叫类型": "主叫" if one.is_outgoing else "被叫",
            "接通状态": "接通" if one.is_answered else "未接通",
        }
        for one in calls
    ]  # fmt: skip


def _length(call: PhoneCall) -> str:
    minutes, seconds = divmod(call.seconds, 60)
    return f"{minutes}分{seconds}秒"
