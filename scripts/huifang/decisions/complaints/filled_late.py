"""Times that were filled in late: they count as written and are marked 补填.

Only where people had been told that the deadline was missed does it stay missed, until a 更正单 says otherwise
(decision 16): who fills in the next morning needs no form, and who fills in after the letter does.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import replace
from datetime import datetime

from huifang.decisions.complaints.clocks import ComplaintStatus
from huifang.decisions.complaints.deadlines import FORMAT
from huifang.decisions.complaints.reading import ClockReading, header_of, in_words

#: A deadline that was missed: the complaint, the stage, and the moment from which it ran.
Missed = tuple[str, str, datetime]


def with_late_entries(
    status: ComplaintStatus, filled: Mapping[str, datetime], told: Container[Missed]
) -> ComplaintStatus:
    """The complaint whose cells (by key) were first seen filled at these moments, although they had been seen empty."""
    sentences: list[str] = []
    clocks = []
    for reading in status.clocks:
        seen = filled.get(reading.clock.done_with)
        if reading.done_at and seen and seen.date() > reading.done_at.date():
            reading, said = _marked(status.complaint_no, reading, seen, told)
            sentences.append(said)
        clocks.append(reading)
    if not sentences:
        return status
    return replace(status, clocks=tuple(clocks), derivation=(*status.derivation, *sentences))


def _marked(number: str, reading: ClockReading, seen: datetime, told: Container[Missed]) -> tuple[ClockReading, str]:
    header = header_of(reading.clock.done_with)
    said = f"“{reading.clock.stage}”：“{header}”{reading.done_at:{FORMAT}} 是补填的({seen:{FORMAT}} 才见到)"
    missed = reading.started_at is not None and (number, reading.clock.stage, reading.started_at) in told
    if not missed or reading.overdue_minutes or reading.due is None:
        return reading, f"{said}，照所填的时间计算"
    over = max(1, int((seen - reading.due).total_seconds()) // 60)
    said += f"；此前已经告知超时，仍计超过 {in_words(over)}，确已按时办理的请填更正单"
    return replace(reading, overdue_minutes=over, steps=(*reading.steps, said)), said
