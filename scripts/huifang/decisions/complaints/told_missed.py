"""What people were told of as missed stays so, although the limit is another one now, or starts from another moment.

A 更正单 that speaks of the cells that started or met it, or a pause that a superior approved, settles it (decisions 15
and 16). A cell that was filled in late is judged by its own clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from huifang.decisions.complaints.clocks import ComplaintStatus, Finished
from huifang.decisions.complaints.deadlines import FORMAT
from huifang.decisions.complaints.filled_late import Missed
from huifang.decisions.complaints.legs import ComplaintLeg
from huifang.decisions.complaints.moments import cells_for
from huifang.decisions.complaints.reading import MISSED, ClockReading, in_words
from huifang.ledger.seen import Settlement
from huifang.ledger.told_of import ToldMiss
from huifang.policy.complaints import MINUTES, ComplaintClock

LIMIT_CHANGED = "时限或起算改动"


def with_told_misses(
    status: ComplaintStatus, told: Mapping[Missed, ToldMiss], settlements: Iterable[Settlement], now: datetime
) -> ComplaintStatus:
    """The complaint with the deadlines that had been told as missed by ``now`` and that no clock says are, any more."""
    mine = {key: one for key, one in told.items() if key[0] == status.matter and one.at <= now}
    if not mine or not status.complaint_no or status.pauses.approved:
        return status
    settled = [one for one in settlements if one.table == status.table and one.number == status.complaint_no]
    for (_, stage, start), miss in mine.items():
        spoken = {one.key for one in settled if one.at >= miss.at}
        if (
            miss.due is None
            or spoken & {miss.starts_with, *cells_for(miss.done_with)}
            or _is_said(status, stage, start, miss)
        ):
            continue
        status = _with(status, stage, start, miss)
    return status


def _is_said(status: ComplaintStatus, stage: str, start: datetime, miss: ToldMiss) -> bool:
    """Whether a clock says so: that of the stage, or of the same cells where the stage is called otherwise now."""
    same = (r for r in _readings(status) if r.started_at == start and r.overdue_minutes)
    cells = (miss.starts_with, miss.done_with)
    return any(r.clock.stage == stage or (r.clock.starts_with, r.clock.done_with) == cells for r in same)


def _readings(status: ComplaintStatus) -> Iterator[ClockReading]:
    yield from (one.reading for one in status.earlier)
    yield from status.clocks


def _with(status: ComplaintStatus, stage: str, start: datetime, miss: ToldMiss) -> ComplaintStatus:
    assert miss.due is not None  # only such a one is kept
    said = f"“{stage}”：原定 {miss.due:{FORMAT}} 到期，{miss.at:{FORMAT}} 已经告知超时"
    said += "，以后的改动不能抹去，确已按时办理的请填更正单"
    derivation = (*status.derivation, said)
    for place, reading in enumerate(status.clocks):
        if (reading.clock.stage, reading.started_at) == (stage, start) and not reading.is_running:
            over = _minutes(miss.due, reading.done_at or miss.at)
            kept = replace(reading, due=miss.due, overdue_minutes=over, steps=(*reading.steps, said))
            clocks = (*status.clocks[:place], kept, *status.clocks[place + 1 :])
            return replace(status, clocks=clocks, derivation=derivation)
    clock = ComplaintClock(stage=stage, starts_with=miss.starts_with, amount=0, unit=MINUTES, done_with=miss.done_with)
    over = _minutes(miss.due, miss.at)
    reading = ClockReading(
        clock=clock, state=MISSED, started_at=start, due=miss.due, overdue_minutes=over,
        steps=(said, f"告知时已超过 {in_words(over)}"),
    )  # fmt: skip
    leg = ComplaintLeg(status.row.values, miss.at, LIMIT_CHANGED)
    return replace(status, earlier=(*status.earlier, Finished(leg, reading)), derivation=derivation)


def _minutes(due: datetime, moment: datetime) -> int:
    return max(1, int((moment - due).total_seconds()) // 60)
