"""Bringing in calls of before the office began: understood, given to customers, compared with earlier lists, kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.text import file_name
from huifang.decisions.past_calls import CustomersKnownBy, NotOne
from huifang.edges.reading.cell_digest import digest_of
from huifang.edges.reading.whole_file import read_given
from huifang.edges.store.files import digest
from huifang.edges.store.keeping import keep
from huifang.edges.store.office import ARCHIVE
from huifang.edges.store.segments import past_segment_path, to_parquet, to_records
from huifang.flow.moving_in.lists import Into, OwnList, read_own_list
from huifang.flow.moving_in.starting import begin_on, may_begin_now
from huifang.flow.moving_in.words import ListWords, meanings
from huifang.flow.office.desk import Desk
from huifang.ledger.imported_said import PastCallsKept
from huifang.ledger.records import COLUMNS, EMPTY, CallRecord, columns_of, kept, moment_of
from huifang.policy.customers import Customer
from huifang.tables.declared.past_calls import IMPORTED, PAST_CALLS
from huifang.tables.model import Row
from huifang.tables.options import BY_PHONE, CONNECTED
from huifang.tables.reading import NOTHING_READ

#: What is taken where a list does not say it.
_USUAL = {"method": BY_PHONE, "result": CONNECTED}
#: So many of the rows that are left out are named.
_NAMED = 5
_KEYS = tuple(key for key in PAST_CALLS.by_key if key in COLUMNS)


@dataclass(frozen=True, kw_only=True)
class PastProposal:
    """What an import would do. ``new`` are the calls that no earlier list had, ``known`` is how many others had, and
    ``known_in`` the numbers of these; ``before`` is the day before which calls are past (None: that is not told yet,
    and will be today).
    """

    file: str
    content: bytes
    own: OwnList
    new: tuple[CallRecord, ...]
    known: int
    known_in: tuple[str, ...]
    before: date
    begins_now: bool
    findings: tuple[Finding, ...]

    @property
    def left_out(self) -> int:
        """How many rows are not brought in: each stands in a finding."""
        return self.own.count - len(self.new) - self.known


def propose_past_calls(
    desk: Desk, path: Path, told: Mapping[str, str], given: Mapping[str, Any], words: ListWords
) -> PastProposal:
    """Understand the list; nothing is written. ``given`` is what was said of all of it, by key, ``words`` of its words.

    Raises:
        OfficeError: the file cannot be read, or what earlier lists said.
        NoSuchColumn: a source header that was told is not in the list.
    """
    content = read_given(path)
    own = read_own_list(desk, content, path.name, Into(PAST_CALLS, NOTHING_READ, {}, words), told)
    place, before = Place(path.name, own.sheet or None), first_own_day(desk)
    usual = {**_USUAL, **given}
    rows, without_day = _with_day(own)
    past = [row for row in rows if row["called_on"] < before]
    whose, strangers, doubtful = _whose(desk, past)
    findings = [*own.findings, *without_day]
    findings += _left_out(strangers, doubtful)
    if too_new := [row for row in rows if row["called_on"] >= before]:
        findings.append(found("M033", too_new[0].place("called_on"), count=len(too_new), day=before))
    findings += _assumed(own, [row for row, _ in whose], given)
    fresh, known, again = _compared(desk, ((row, _record(desk, row, customer, usual)) for row, customer in whose))
    findings += _said_twice(again)
    begins = may_begin_now(desk)
    if begins and fresh:
        findings.append(found("M034", place, day=desk.now.date()))
    return PastProposal(
        file=path.name, content=content, own=own, new=fresh, known=len(known),
        known_in=tuple(sorted({*known})), before=before, begins_now=begins, findings=tuple(findings),
    )  # fmt: skip


def first_own_day(desk: Desk) -> date:
    """The first day whose calls come with the agents' sheets: 启用日期, else that of the first batch, else today."""
    first = min((book.span.from_on for book in desk.state.books), default=desk.now.date())
    return desk.present.policy.started_on or first


def _with_day(own: OwnList) -> tuple[list[Row], list[Finding]]:
    """The rows that say on which day; of those that do not, a finding for each, or one for a column that is lacking."""
    lacking = [row for row in own.rows if row["called_on"] is None]
    column = PAST_CALLS.by_key["called_on"]
    if lacking and column.key not in own.present:
        return [], [found("M002", lacking[0].place(), column=column.header, count=len(lacking))]
    said = [
        found("C201", row.place(column.key), column=column.header, example=f"例如：{column.example}。")
        for row in lacking
    ]
    return [row for row in own.rows if row["called_on"] is not None], said


def _whose(desk: Desk, rows: Sequence[Row]) -> tuple[list[tuple[Row, Customer]], list[Row], list[Row]]:
    """The rows with their customers, those of nobody we know, and those that may be several people's."""
    known = CustomersKnownBy(desk.present.registers.customers.values())
    whose: list[tuple[Row, Customer]] = []
    strangers, doubtful = [], []
    for row in rows:
        try:
            customer = known.of(row)
        except NotOne:
            doubtful.append(row)
            continue
        if customer is None:
            strangers.append(row)
        else:
            whose.append((row, customer))
    return whose, strangers, doubtful


def _left_out(strangers: Sequence[Row], doubtful: Sequence[Row]) -> Iterator[Finding]:
    """One finding for all rows that are left out for one reason: the first of them are named."""
    if strangers:
        yield found("M031", strangers[0].place(), count=len(strangers), value=_named(strangers))
    if doubtful:
        yield found("M032", doubtful[0].place(), count=len(doubtful), value=_named(doubtful))


def _compared(
    desk: Desk, calls: Iterable[tuple[Row, CallRecord]]
) -> tuple[tuple[CallRecord, ...], list[str], list[tuple[Row, CallRecord]]]:
    """The calls that no earlier list had; of the others, the numbers of the lists that had them; and the rows that say
    a call which a row before them said, with that one.
    """
    earlier = {_same(one): one.submission for one in to_records(desk.ledger.past())} if desk.state.past_lists else {}
    fresh: dict[tuple[str, ...], CallRecord] = {}
    known: list[str] = []
    again: list[tuple[Row, CallRecord]] = []
    for row, call in calls:
        if (same := _same(call)) in earlier:
            known.append(earlier[same])
        elif fresh.setdefault(same, call) is not call:
            again.append((row, fresh[same]))
    return tuple(fresh.values()), known, again


def _said_twice(again: Sequence[tuple[Row, CallRecord]]) -> Iterator[Finding]:
    """One finding for the rows that say the same call as another row of the list before them."""
    if again:
        named = "、".join(f"第 {row.number} 行与第 {first.source_row} 行相同" for row, first in again[:_NAMED])
        more = " 等" if len(again) > _NAMED else ""
        yield found("M037", again[0][0].place("called_on"), count=len(again), value=f"{named}{more}")


def _named(rows: Sequence[Row]) -> str:
    said = (row["customer_name"] or row["customer_no"] or row["phone"] or "(没有写)" for row in rows)
    named = [f"第 {row.number} 行 {text}" for row, text in zip(rows[:_NAMED], said, strict=False)]
    return f"{'、'.join(named)}{' 等' if len(rows) > _NAMED else ''}"


def _assumed(own: OwnList, rows: Sequence[Row], given: Mapping[str, Any]) -> Iterator[Finding]:
    """What is taken for said though it was not, where it makes a difference: whether somebody was reached."""
    for key, value in _USUAL.items():
        without = [row for row in rows if row[key] is None]
        if without and key not in given and key == "result":
            yield found("M035", without[0].place(), count=len(without), column=COLUMNS[key].header, value=value)


def _record(desk: Desk, row: Row, customer: Customer, usual: Mapping[str, Any]) -> CallRecord:
    """The call as the ledger keeps it, but for its number: nobody's plan, and no batch of ours."""
    cells = {key: kept(key, [row[key] if row[key] is not None else usual.get(key)])[0] for key in _KEYS}
    agent = str(row["agent"] or usual.get("agent") or "")
    person = desk.present.people.find(agent) if agent else None
    cells |= {
        "customer_no": customer.customer_no, "customer_name": customer.name,
        "agent": person.person_no if person else agent,
        "batch": IMPORTED, "source_file": row.sheet.file, "source_row": row.number,
        "moment": moment_of(row["called_on"].isoformat(), cells["started_at"]),
    }  # fmt: skip
    return CallRecord({**EMPTY, "withdrawn": False, **cells})


def _same(record: CallRecord) -> tuple[str, str, str, str]:
    """What is the same call in whatever list it stands."""
    return record.customer_no, record.moment, record.method, record.result


def carry_out_past_calls(desk: Desk, proposal: PastProposal) -> str:
    """Keep the list and its calls, and begin today where the office has no 启用日期; the number by which it can be
    taken back, empty where there is nothing new.

    Raises:
        OfficeError: something cannot be written.
    """
    if not proposal.new or proposal.own.located is None:
        return ""
    if proposal.begins_now:
        begin_on(desk, desk.now.date())
    seq, sha = desk.journal.next_seq, digest(proposal.content)
    number = f"DR{seq:06d}"
    new = [one.but(seq=seq, submission=number, record_no=f"{number}-{at}") for at, one in enumerate(proposal.new, 1)]
    name = f"{sha[:12]}-{file_name(Path(proposal.file).stem)}{Path(proposal.file).suffix.lower()}"
    path, _ = keep(desk.office, f"{ARCHIVE}/导入/{name}", proposal.content)
    segment = keep(desk.office, past_segment_path(seq), to_parquet(columns_of(new)))
    days, cells = [one.called_on for one in new], digest_of(proposal.content)
    desk.commit(
        PastCallsKept(
            table=PAST_CALLS.name, workbook=PAST_CALLS.workbook, file=proposal.file, sha256=sha, number=number,
            path=path, segment=segment.path, headers=tuple(proposal.own.located.headers), mapping=proposal.own.mapping,
            appended=len(new), numbers=(), changed=(), from_on=min(days), until_on=max(days), known=proposal.known,
            archived={path: sha, segment.path: segment.sha}, cells={path: cells} if cells else {},
            guessed=tuple(match.source for match in proposal.own.guessed), values=meanings(proposal.own.words),
        )
    )  # fmt: skip
    return number


def past_rows(calls: Sequence[CallRecord]) -> list[dict[str, str]]:
    """Calls as people read them, by header."""
    keys = ("customer_no", "customer_name", "called_on", "method", "result", "satisfaction", "wishes", "handling")
    return [
        {**{COLUMNS[key].header: text for key in keys if (text := one.text(key))}, "业务员": one.agent} for one in calls
    ]
