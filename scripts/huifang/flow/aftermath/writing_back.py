"""Results on their way back: a call about a row of a register is noted in that row.

A project gets the record numbers of its calls, a complaint the moment of its revisit and how content the customer was.
What is missing there follows from the journal, so that nothing is lost while somebody has the workbook open: the next
run writes it. What people entered stays; what an earlier revisit entered gives way to a newer one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.text import split_list
from huifang.edges.store.files import FileBusy, OfficeError
from huifang.flow.calls.calls_about import connected_calls, subjects_of_calls
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.projects import PROJECTS
from huifang.tables.model import Table

_CELL, _BETWEEN = "record_nos", "、"


@dataclass
class WrittenBack:
    """How many record numbers and how many revisits were entered, and what kept others from it."""

    numbers: int = 0
    revisits: int = 0
    notes: list[Finding] = field(default_factory=list)

    @property
    def did_something(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.numbers or self.revisits or self.notes)


def write_back(desk: Desk) -> WrittenBack:
    """Enter the results that the rows of projects and complaints lack."""
    done = WrittenBack()
    if not desk.state.segments:
        return done
    if PROJECTS.workbook in desk.workbooks:
        cells, count = _record_numbers(desk.present)
        done.numbers = count if _write(desk, PROJECTS, cells, done) else 0
    if COMPLAINTS.workbook in desk.workbooks:
        cells, count = _revisits(desk.present)
        done.revisits = count if _write(desk, COMPLAINTS, cells, done) else 0
    return done


def _write(desk: Desk, table: Table, cells: Mapping[str, Any], done: WrittenBack) -> bool:
    """Change these cells, by address; whether it was done."""
    name = table.workbook
    if not cells:
        return False
    try:
        desk.edit_register(table, (), cells)
    except FileBusy:
        done.notes.append(found("J802", Place(name), file=name))
        return False
    except OfficeError as error:  # never stops a posting
        done.notes.append(found("J805", Place(name, table.name), sheet=table.name, reason=error.reason))
        return False
    return True


def _record_numbers(now: Moment) -> tuple[dict[str, Any], int]:
    """The cells of projects that lack numbers of connected calls, and how many numbers."""
    subjects = subjects_of_calls(now, PROJECTS)
    calls: dict[str, list[str]] = {}
    for call in connected_calls(now, subjects):
        for project in subjects[call["plan_no"]]:
            calls.setdefault(project, []).append(call["record_no"])
    cells: dict[str, Any] = {}
    count = 0
    for row in now.read(PROJECTS).rows if calls else ():
        there = split_list(row[_CELL] or "")
        lacking = [number for number in calls.get(row["project_no"], ()) if number not in there]
        if lacking and _CELL in row.sheet.letters:
            cells[row.place(_CELL).cell or ""] = _BETWEEN.join([*there, *lacking])
            count += len(lacking)
    return cells, count


def _revisits(now: Moment) -> tuple[dict[str, Any], int]:
    """The cells of complaints that do not say that they were revisited, and how many; the newest call counts."""
    if not now.policy.revisits_complaints:
        return {}, 0
    keys = ("revisited_at", "revisit_satisfaction")
    rows = {
        row["complaint_no"]: row
        for row in now.rows(COMPLAINTS)
        if all(key in row.sheet.letters and key not in row.broken for key in keys)
    }
    subjects = subjects_of_calls(now, COMPLAINTS) if rows else {}
    calls: dict[str, list[tuple[datetime, str]]] = {}
    for call in connected_calls(now, subjects, "satisfaction"):
        for number in subjects[call["plan_no"]]:
            calls.setdefault(number, []).append((datetime.fromisoformat(call["moment"]), call["satisfaction"]))
    cells: dict[str, Any] = {}
    count = 0
    for number, made in calls.items():
        row = rows.get(number)
        if row and (all(row[key] is None for key in keys) or row["revisited_at"] in [at for at, _ in made[:-1]]):
            count += 1
            for key, value in zip(keys, made[-1], strict=True):
                cells[row.place(key).cell or ""] = value or None
    return cells, count
