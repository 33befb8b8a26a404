"""Times that were filled in late: they count as written and are marked 补填.

Only where people had been told that the deadline was missed does it stay missed, until a 更正单 says otherwise
(decision 16): who fills in the next morning needs no form, and who fills in after the letter does. That holds for
every cell that ends the clock, not only for its own.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from huifang.decisions.complaints.clocks import ComplaintStatus
from huifang.decisions.complaints.deadlines import FORMAT
from huifang.decisions.complaints.reading import ClockReading, header_of, in_words

#: A deadline that was missed: the complaint, the stage, and the moment from which it ran.
Missed = tuple[str, str, datetime]


@dataclass(frozen=True, slots=True)
class EntriesSeen:
    """When cells of a complaint, by key, were first seen ``filled`` that had been seen empty, or ``written`` over, by
    what was written; ``settled`` are those about which a 更正单 spoke.
    """

    filled: Mapping[str, datetime]
    written: Mapping[tuple[str, str | None], datetime] = field(default_factory=dict)
    settled: Container[str] = ()

    def late(self, reading: ClockReading) -> datetime | None:
        """When what ended that clock was first seen, where that was on a later day than it says; None otherwise."""
        key, done_at = reading.done_by, reading.done_at
        seen = self.written.get((key, str(done_at)), self.filled.get(key))
        if seen is None or done_at is None or seen.date() <= done_at.date():
            return None
        return None if reading.clock.done_with in self.settled or key in self.settled else seen


def with_late_entries(status: ComplaintStatus, entered: EntriesSeen | None, told: Container[Missed]) -> ComplaintStatus:
    """The complaint with what is said of times that were entered late; None: none was."""
    sentences: list[str] = []
    clocks = []
    for reading in status.clocks:
        seen = entered.late(reading) if entered else None
        if seen:
            reading, said = _marked(status.complaint_no, reading, seen, told)
            sentences.append(said)
        clocks.append(reading)
    if not sentences:
        return status
    return replace(status, clocks=tuple(clocks), derivation=(*status.derivation, *sentences))


def _marked(number: str, reading: ClockReading, seen: datetime, told: Container[Missed]) -> tuple[ClockReading, str]:
    header = header_of(reading.done_by)
    said = f"“{reading.clock.stage}”：“{header}”{reading.done_at:{FORMAT}} 是补填的({seen:{FORMAT}} 才见到)"
    missed = reading.started_at is not None and (number, reading.clock.stage, reading.started_at) in told
    if not missed or reading.overdue_minutes or reading.due is None:
        return reading, f"{said}，照所填的时间计算"
    over = max(1, int((seen - reading.due).total_seconds()) // 60)
    said += f"；此前已经告知超时，仍计超过 {in_words(over)}，确已按时办理的请填更正单"
    return replace(reading, overdue_minutes=over, steps=(*reading.steps, said)), said
