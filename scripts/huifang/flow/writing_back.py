"""Record numbers on their way back: a call about a project is noted in the project's row of 项目台账.

What is missing there follows from the journal, so that nothing is lost while somebody has the workbook open: the next
run writes it. Numbers that people entered stay.
"""

from __future__ import annotations

from dataclasses import dataclass

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.text import split_list
from huifang.edges.files import FileBusy, OfficeError
from huifang.flow.desk import Desk
from huifang.tables.projects import PROJECTS

_CELL, _BETWEEN = "record_nos", "、"


@dataclass(frozen=True)
class WrittenBack:
    """How many record numbers were entered, and what kept others from it."""

    count: int = 0
    notes: tuple[Finding, ...] = ()


def write_back(desk: Desk) -> WrittenBack:
    """Enter the numbers of connected calls that the projects' rows lack."""
    name = PROJECTS.workbook
    if name not in desk.workbooks or not desk.state.segments:
        return WrittenBack()
    calls = _calls_by_project(desk)
    if not calls:
        return WrittenBack()
    cells, count = {}, 0
    for row in desk.read_register(PROJECTS).rows:
        there = split_list(row[_CELL] or "")
        lacking = [number for number in calls.get(row["project_no"], ()) if number not in there]
        if lacking and _CELL in row.sheet.letters:
            cells[row.place(_CELL).cell or ""] = _BETWEEN.join([*there, *lacking])
            count += len(lacking)
    if not cells:
        return WrittenBack()
    from huifang.edges.register_edit import edited  # noqa: PLC0415  (only where something is to be written)

    try:
        desk.replace_register(name, edited(desk.content(name), PROJECTS.name, (), cells, name))
    except FileBusy:
        return WrittenBack(0, (found("J802", Place(name), file=name),))
    except OfficeError as error:  # never stops a posting
        return WrittenBack(0, (found("J805", Place(name, PROJECTS.name), reason=str(error)),))
    return WrittenBack(count)


def _calls_by_project(desk: Desk) -> dict[str, list[str]]:
    """The record numbers of connected calls, in order of time, by the 项目编号 that they were about."""
    from huifang.edges.segments import collect_rows  # noqa: PLC0415  (frames take long to import)
    from huifang.ledger.questions import connections, standing  # noqa: PLC0415

    rules = {rule.rule for rule in desk.policy.rules if rule.anchor and rule.anchor.sheet == PROJECTS.name}
    subjects: dict[str, dict[str, None]] = {}
    for calls in desk.issued.by_customer().values() if rules else ():
        for call in calls:
            keys = (key.partition("|") for key in call.keys)
            about = {subject: None for rule, _, subject in keys if rule in rules}
            subjects.setdefault(call.plan_no, {}).update(about)
    if not any(subjects.values()):
        return {}
    made = collect_rows(connections(standing(desk.segments())).select("plan_no", "record_no", "moment"))
    numbers: dict[str, list[str]] = {}
    for row in sorted(made, key=lambda row: (row["moment"], row["record_no"])):
        for project in subjects.get(row["plan_no"], ()):
            numbers.setdefault(project, []).append(row["record_no"])
    return numbers
