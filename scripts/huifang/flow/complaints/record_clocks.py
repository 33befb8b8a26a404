"""The limits of other registers' rows: every row that has one, as it stands now, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from huifang.core.catalogue import found
from huifang.core.findings import Finding
from huifang.decisions.complaints.clocks import ComplaintStatus, by_urgency
from huifang.decisions.complaints.deadlines import FORMAT
from huifang.decisions.complaints.reading import CLOSED, OVERDUE, ClockReading, ClockView, in_words
from huifang.decisions.complaints.records import RecordsView, record_status
from huifang.decisions.complaints.reminding import coming_near
from huifang.decisions.complaints.told_missed import with_told_misses
from huifang.flow.complaints.working import work_hours
from huifang.flow.office.moment import Moment
from huifang.policy.build_record_clocks import LIMITED
from huifang.policy.complaints import TimeLimit
from huifang.policy.people import Exemption
from huifang.tables.declared.afterwards import as_it_stood
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.notice_rules import BEFORE_DEADLINE
from huifang.tables.model import Row, Table
from huifang.tables.options import EXTEND


def records_of(moment: Moment) -> list[ComplaintStatus]:
    """All rows that have a limit, the most urgent first."""
    rows = [*_rows(moment)]
    if not rows:
        return []
    policy = moment.policy
    hours = work_hours(moment, policy.record_clocks, (row for _, row in rows))
    clocks = ClockView(policy=policy, hours=hours, people=moment.people, now=moment.at)
    view = RecordsView(clocks=clocks, customers=moment.customers)
    told, settlements = moment.state.told_overdue, moment.state.settlements
    read = (record_status(view, table, as_it_stood(row, table, moment.today)) for table, row in rows)
    judged = (with_told_misses(one, told, settlements, moment.at) for one in read if one)
    return sorted(judged, key=by_urgency)


def _rows(moment: Moment) -> Iterator[tuple[Table, Row]]:
    """The rows of the registers that have limits and that the office has."""
    named = {clock.table for clock in moment.policy.record_clocks}
    for name in sorted(named):
        table = moment.policy.whole(LIMITED[name])
        if table.workbook in moment.versions:
            yield from ((table, row) for row in moment.rows(LIMITED[name]))


def near_records(
    moment: Moment, statuses: Sequence[ComplaintStatus], ahead: TimeLimit | None
) -> Iterator[tuple[ComplaintStatus, ClockReading]]:
    """The limits of these rows that will be over in so much time or less."""
    hours = work_hours(moment, moment.policy.record_clocks, (one.row for one in statuses))
    return coming_near(statuses, ahead, moment.at, hours)


def late_records(now: Moment) -> Iterator[Finding]:
    """D120 for every limit that is over, D121 for one that comes near, D122 for an exception that does nothing."""
    statuses = records_of(now)
    yield from near_findings(now, statuses)
    for status in statuses:
        yield from powerless(now, status)
        for reading in status.clocks:
            if reading.state == OVERDUE and reading.due:
                people = "、".join(map(now.people.label, reading.told)) or "主管"
                yield found(
                    "D120", status.row.place(reading.clock.done_with), table=status.table, number=status.label,
                    stage=reading.clock.stage, due=f"{reading.due:{FORMAT}}", late=in_words(reading.overdue_minutes),
                    owner=_owner(status), column=reading.clock.headers[1], people=people,
                )  # fmt: skip


def near_findings(now: Moment, statuses: Sequence[ComplaintStatus]) -> Iterator[Finding]:
    """D121 for each limit that comes near, by any of the rows of 通知 about that."""
    aheads = [notice.ahead for notice in now.policy.notices_of(BEFORE_DEADLINE)] if statuses else []
    near = {
        (one.matter, one.row.number, reading.clock.stage): (one, reading)
        for ahead in aheads
        for one, reading in near_records(now, statuses, ahead)
    }
    for status, reading in near.values():
        assert reading.due is not None  # it runs
        yield found(
            "D121", status.row.place(reading.clock.done_with), table=status.table, number=status.label,
            stage=reading.clock.stage, due=f"{reading.due:{FORMAT}}", owner=_owner(status),
            left=in_words(int((reading.due - now.at).total_seconds()) // 60), column=reading.clock.headers[1],
        )  # fmt: skip


def powerless(now: Moment, status: ComplaintStatus) -> Iterator[Finding]:
    """D122 for each row of 例外 about it that was approved by somebody who may not, or grants time where none may be
    granted.
    """
    if status.table != COMPLAINTS.name:
        why = f"不是负责人 {_owner(status)} 的上级"
        yield from (_powerless(now, status, one, why) for one in status.pauses.refused)
    named = dict.fromkeys(one.clock.extended_by for one in status.clocks if one.clock.extended_by)
    for one in status.pauses.extensions:
        if not one.words:
            why = f"可以同意延期的是{'、'.join(map(now.people.label, named))}" if named else "这里的时限不能延期"
            yield _powerless(now, status, one.said, why)
        elif one.said.until_on is None:
            yield _powerless(now, status, one.said, "没有写延到哪一天(止)")
        elif status.state != CLOSED and not _counts(status, one.said):
            yield _powerless(now, status, one.said, "同意的时候时限已经超过，或者没有延得更晚")


def _counts(status: ComplaintStatus, said: Exemption) -> bool:
    waits = any(one.started_at is None for one in status.clocks)
    return waits or any(said in one.extensions for one in status.clocks)


def _powerless(now: Moment, status: ComplaintStatus, one: Exemption, why: str) -> Finding:
    key = "until_on" if one.treatment == EXTEND and one.until_on is None else "approved_by"
    return found(
        "D122", one.origin.place(key), table=status.table, number=status.label, treatment=one.treatment,
        approved_by=now.people.label(one.approved_by), reason=why,
    )  # fmt: skip


def _owner(status: ComplaintStatus) -> str:
    return status.owner.person.label if status.owner.person else "主管"


def late_ones(statuses: Iterable[ComplaintStatus]) -> list[ComplaintStatus]:
    """Those of which somebody is to be told by now."""
    return [one for one in statuses if one.state != CLOSED and (one.state == OVERDUE or one.escalated)]
