"""Telling: people are told of a major complaint when it is first seen, and of a deadline before it runs out; once.

What was told stands in the journal. 上报时间 in the register follows from it: while somebody has the register open it
waits, and the next run fills it in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.decisions.complaints.clocks import ComplaintStatus
from huifang.decisions.complaints.reading import CLOSED, ClockReading
from huifang.edges.store.files import FileBusy, OfficeError
from huifang.flow.complaints.complaining import complaints, letter_of, near_deadlines, unnumbered_key
from huifang.flow.office.desk import Desk
from huifang.flow.post.sending import send_major
from huifang.ledger.kinds import ComplaintsTold, ToldOf
from huifang.ledger.told_of import AHEAD, MAJOR_SEEN
from huifang.tables.declared.complaints import COMPLAINTS, WORKBOOK
from huifang.tables.options import MAJOR

_KEY = "reported_at"


@dataclass
class Reported:
    """The major complaints of which letters were written, to whom (工号), where they are, what stood in the way."""

    complaints: list[str] = field(default_factory=list)
    receivers: list[str] = field(default_factory=list)
    letters: list[str] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)

    @property
    def did_something(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.complaints or self.notes)

    def said(self, label: Callable[[str], str]) -> str:
        """Of which complaints letters were written to whom; empty where none was."""
        people = "、".join(map(label, self.receivers))
        about = "、".join(self.complaints)
        return f"重大投诉：{about}，已写好给 {people} 的上报信，请从发件箱发出。" if about else ""


def report_major(desk: Desk) -> Reported:
    """Write to those who are told of each major complaint that nobody was told of yet; fill in 上报时间."""
    done = Reported()
    if WORKBOOK not in desk.workbooks:
        return done
    new = [status for status in complaints(desk).statuses if _is_to_be_told(desk, status)]
    for status in new:
        if not status.at_once:
            done.notes.append(found("J809", status.row.place("severity"), number=status.label))
    _write_letters(desk, [status for status in new if status.at_once], done)
    _fill_in(desk, done)
    return done


def _is_to_be_told(desk: Desk, status: ComplaintStatus) -> bool:
    """Whether it is major and nobody was told; what was closed before the office began is history."""
    row = status.row
    if row["severity"] != MAJOR or row[_KEY] is not None or letter_of(desk.state, row):
        return False
    received = row["received_at"]
    return status.state != CLOSED or received is None or received.date() >= desk.state.founded_on


def _write_letters(desk: Desk, new: Sequence[ComplaintStatus], done: Reported) -> None:
    people, failed = desk.present.people, set[str]()
    for number in dict.fromkeys(number for status in new for number in status.at_once):
        mine = [status for status in new if number in status.at_once]
        sent = send_major(desk, people.by_no[number], mine)
        done.notes.extend(sent.notes)
        if sent.path:
            done.letters.append(sent.path)
            done.receivers.append(number)
        else:
            failed.update(status.label for status in mine)
    told = [status for status in new if status.label not in failed]
    done.complaints.extend(status.label for status in told)
    if told:
        lines = tuple(
            ToldOf(
                complaint_no=one.complaint_no or unnumbered_key(desk.state, one.row),
                stage="", due="", receivers=one.at_once,
            )
            for one in told
        )  # fmt: skip
        desk.commit(ComplaintsTold(occasion=MAJOR_SEEN, told=lines, letters=tuple(done.letters)))


def _fill_in(desk: Desk, done: Reported) -> None:
    """上报时间 of the complaints that letters were written of, where it is empty."""
    cells = {}
    for row in desk.present.rows(COMPLAINTS) if desk.state.told_of.letters else ():
        letter = letter_of(desk.state, row)
        if letter and _KEY in row.sheet.letters and row[_KEY] is None and _KEY not in row.broken:
            cells[row.place(_KEY).cell or ""] = letter.at
    if not cells:
        return
    try:
        desk.edit_register(COMPLAINTS, (), cells)
    except FileBusy:
        done.notes.append(found("J802", Place(WORKBOOK), file=WORKBOOK))
    except OfficeError as error:  # never stops a letter
        place = Place(WORKBOOK, COMPLAINTS.name)
        done.notes.append(found("J810", place, count=len(cells), reason=error.reason))


def remind(desk: Desk) -> list[tuple[ComplaintStatus, ClockReading]]:
    """The deadlines that come near and that nobody was reminded of yet."""
    now = desk.present
    near = near_deadlines(now, complaints(desk).statuses)
    new = [(status, reading) for status, reading in near if _key(status, reading) not in desk.state.told_of.reminded]
    if new:
        desk.commit(ComplaintsTold(occasion=AHEAD, told=tuple(_lines(new)), letters=()))
    return new


def _lines(new: Iterable[tuple[ComplaintStatus, ClockReading]]) -> Iterable[ToldOf]:
    for status, reading in new:
        number, stage, due = _key(status, reading)
        owner = status.owner.person_no
        yield ToldOf(complaint_no=number, stage=stage, due=due, receivers=(owner,) if owner else ())


def _key(status: ComplaintStatus, reading: ClockReading) -> tuple[str, str, str]:
    return status.complaint_no, reading.clock.stage, f"{reading.due:%Y-%m-%d %H:%M}"
