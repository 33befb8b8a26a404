"""What in a period's records and sheets deserves a look, for the auditor and the boss alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from huifang.core.periods import Period
from huifang.decisions.audit.audited import Signal
from huifang.decisions.audit.signals import signals
from huifang.decisions.audit.signals.observed import Observed, SavedSheet
from huifang.edges.arriving.mail_headers import CHINA
from huifang.edges.reading.saved_by import saved_by
from huifang.edges.store.segments import to_records
from huifang.flow.office.desk import Desk
from huifang.flow.office.locks import opened_for
from huifang.flow.office.moment import Moment
from huifang.ledger.questions import within
from huifang.ledger.records import CallRecord
from huifang.tables.options import CONNECTED, REMARKS, offered_remarks

ByAgent = Mapping[str, Sequence[CallRecord]]


def signals_of(desk: Desk, period: Period) -> tuple[Signal, ...]:
    """The signals of the period's records, agent by agent; the same as long as nothing is entered.

    Raises:
        OfficeError: a register or the ledger cannot be read.
    """
    key = ("signals", period.name, len(desk.state.segments), period.name in desk.state.frames)
    return desk.once(key, lambda: signals(observed_in(desk, period)))


def observed_in(desk: Desk, period: Period) -> Observed:
    """What the signals of the period are found in."""
    then = desk.at_end_of(period)
    records, frame = _by_agent(then, period), desk.state.frames.get(period.name)
    return Observed(
        records=records,
        before=_by_agent(then, then.policy.period_before(period)),
        seed=frame.sha256 if frame else period.name,
        sheets=tuple(_sheets(desk, records)),
        phrases=frozenset(offered_remarks(then.policy.options.get(REMARKS, ()))),
        names={agent: then.people.label(agent) for agent in records},
    )


def _by_agent(then: Moment, period: Period) -> ByAgent:
    records: dict[str, list[CallRecord]] = {}
    for record in to_records(within(then.records, period.from_on, period.until_on)):
        records.setdefault(record.agent, []).append(record)
    order = {agent: sorted(mine, key=lambda one: (one.moment, one.record_no)) for agent, mine in records.items()}
    return dict(sorted(order.items()))


def _sheets(desk: Desk, records: ByAgent) -> Iterator[SavedSheet]:
    """The sheets that brought the records, as far as they are still what was archived."""
    last: dict[str, datetime] = {}
    for record in (record for mine in records.values() for record in mine if record.result == CONNECTED):
        ended = datetime.fromisoformat(f"{record.ended_on} {record.ended_at or '00:00'}")
        last[record.submission] = max(ended, last.get(record.submission, ended))
    for sheet in desk.state.submissions:
        if sheet.number in last:
            try:
                content = desk.office.path(sheet.archived).read_bytes()
            except OSError:
                continue
            saved = saved_by(opened_for(content, sheet.agent))
            at = saved.at.astimezone(CHINA).replace(tzinfo=None) if saved.at else None
            file = sheet.file.rpartition("/")[2]
            yield SavedSheet(agent=sheet.agent, file=file, saved_by=saved.by, saved_at=at, last_call=last[sheet.number])
