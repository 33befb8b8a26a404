"""What happened with a customer, the newest first: calls, decisions and corrections, and the rows of every register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from huifang.decisions.calls.explained import Explanation
from huifang.decisions.complaints.clocks import ComplaintStatus
from huifang.decisions.complaints.reading import CLOSED, OVERDUE
from huifang.edges.report.customer_page import Filled, heard
from huifang.flow.calls.whole_history import rows_about, said_in
from huifang.flow.complaints.complaining import complaints
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.screen.names import name_of
from huifang.ledger.records import CallRecord, answers_of, header_of
from huifang.ledger.state import FORMAT, MadeCorrection
from huifang.tables.cells import shown
from huifang.tables.declared.calls import DECISION
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.forms import COMPLAINT
from huifang.tables.declared.past_calls import IMPORTED
from huifang.tables.model import Kind, Row, Table
from huifang.tables.options import BY_TELEPHONE, CONNECTED, DISSATISFIED, UNRESOLVED, says_nothing

CALL, DECIDED, CORRECTED = "回访", "批示", "更正"
#: A text of a row that takes so much room is what the row is about.
_WIDE = 24


@dataclass(frozen=True, slots=True)
class EventWord:
    """A word of what came of it; ``bad``: nobody is to overlook it."""

    text: str
    bad: bool = False


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened: when (a moment, a day, empty: nobody wrote it), what and through whom, what the customer
    said, and what came of it; ``more`` is all else that is known. ``source`` is where the original lies, and in which
    ``row``; ``form`` a printed form that is made from it.
    """

    at: str
    kind: str
    number: str = ""
    what: str = ""
    said: str = ""
    outcome: Sequence[EventWord] = ()
    more: Sequence[Filled] = ()
    source: str = ""
    row: int = 0
    form: str = ""
    withdrawn: bool = False


def events_of(desk: Desk, now: Moment, explained: Explanation) -> list[Event]:
    """All of them."""
    events = [*_calls(now, explained), *_decisions(now, explained), *_rows(desk, now, explained)]
    events.sort(key=lambda one: (one.at[:10], one.at[11:] or "00:00"))
    return events[::-1]


def _calls(now: Moment, explained: Explanation) -> Iterator[Event]:
    for record in explained.history:
        said = next((text for text in (record.dissatisfied_because, record.wishes) if not says_nothing(text)), "")
        yield Event(
            at=record.moment if record.started_at else record.moment[:10],
            kind=CALL,
            number=record.record_no,
            what=_how(now, record),
            said=said,
            outcome=[*_outcomes(record)],
            more=[(header, text) for header, text in (*heard(record), *_answers(now, record)) if text != said],
            source=explained.sources.get(record.submission, ""),
            row=record.source_row,
        )


def _how(now: Moment, record: CallRecord) -> str:
    minutes = record.minutes
    by_other_means = record.method if record.method not in BY_TELEPHONE else ""
    who = f"{role} {record.contact}".strip() if (role := record.text("contact_role")) else ""
    brought = IMPORTED if record.batch == IMPORTED else ""
    told = (
        brought,
        name_of(now.people, record.agent),
        by_other_means,
        f"{minutes} 分钟" if minutes else "",
        record.result,
        who,
    )
    return "，".join(part for part in told if part)


def _outcomes(record: CallRecord) -> Iterator[EventWord]:
    if record.result != CONNECTED:
        return
    if record.satisfaction:
        yield EventWord(record.satisfaction, record.satisfaction in DISSATISFIED)
    if record.handling:
        yield EventWord(record.handling, record.handling == UNRESOLVED)
    if not says_nothing(record.report_document):
        yield EventWord("已书面上报")


def _answers(now: Moment, record: CallRecord) -> Iterator[Filled]:
    for key, answer in answers_of(record).items():
        yield header_of(key, now.policy.questions), answer


def _decisions(now: Moment, explained: Explanation) -> Iterator[Event]:
    """What a superior decided about the customer's problems, and what else was corrected of the calls."""
    records = {record.record_no for record in explained.history}
    for made in now.state.corrections:
        if made.subject_no not in records or datetime.strptime(made.at, FORMAT) > now.at:
            continue
        decided = made.column == DECISION.header
        more = [] if decided else [("列", made.column), ("原值", made.old or "(空)"), ("新值", made.new or "(空)")]
        yield Event(
            at=made.at, kind=DECIDED if decided else CORRECTED, number=made.subject_no, what=made.by,
            outcome=[EventWord(_carried_out(now, made) if decided else f"{made.column}改为“{made.new or '(空)'}”")],
            more=[*more, ("原因", made.why)] if made.why else more,
        )  # fmt: skip


def _carried_out(now: Moment, made: MadeCorrection) -> str:
    """The decision, with who carries it out until when."""
    told = [made.new]
    if made.decision and made.decision.carrier:
        told.append(f"{name_of(now.people, made.decision.carrier)}办")
    if made.decision and made.decision.until_on:
        told.append(f"限 {made.decision.until_on[5:]}")
    return "，".join(part.rstrip("。；") for part in told)


def _rows(desk: Desk, now: Moment, explained: Explanation) -> Iterator[Event]:
    statuses: Mapping[str, ComplaintStatus] = {}
    for table, rows in rows_about(now, explained):
        if table is COMPLAINTS and not statuses:
            statuses = {status.complaint_no: status for status in complaints(desk).statuses}
        for row in rows:
            yield _row(now, table, row, statuses)


def _row(now: Moment, table: Table, row: Row, statuses: Mapping[str, ComplaintStatus]) -> Event:
    number = str(row[table.unique[0]] or "") if table.unique else ""
    said = _about(table, row)
    status = statuses.get(number) if table is COMPLAINTS else None
    told = [*said_in(now, table, row, {"customer_no", *table.unique})]
    return Event(
        at=_when(table, row),
        kind=table.name,
        number=number,
        said=said,
        outcome=[*_stands(status), *_ratings(table, row)],
        more=[(header, text) for header, text in told if text != said],
        source=table.workbook,
        row=row.number,
        form=COMPLAINT.title if status else "",
    )


def _when(table: Table, row: Row) -> str:
    """The first time that the row says something happened at."""
    for column in table.columns:
        value = row[column.key]
        if isinstance(value, datetime):
            return f"{value:%Y-%m-%d %H:%M}"
        if isinstance(value, date) and not column.ahead:
            return value.isoformat()
    return ""


def _about(table: Table, row: Row) -> str:
    texts = [column for column in table.columns if column.kind is Kind.TEXT and not says_nothing(row[column.key])]
    chosen = next((column for column in texts if column.width >= _WIDE), texts[0] if texts else None)
    return shown(row[chosen.key]) if chosen else ""


def _stands(status: ComplaintStatus | None) -> Iterator[EventWord]:
    """How a complaint stands."""
    if status is None:
        return
    if status.state == OVERDUE:
        yield EventWord("超时", bad=True)
    elif status.state == CLOSED:
        yield EventWord("已关闭")
    else:
        yield EventWord(f"没有关闭，{status.stage}" if status.stage else "没有关闭")


def _ratings(table: Table, row: Row) -> Iterator[EventWord]:
    """How content the customer was."""
    for column in table.columns:
        if column.options == "满意度" and row[column.key]:
            yield EventWord(str(row[column.key]), row[column.key] in DISSATISFIED)
