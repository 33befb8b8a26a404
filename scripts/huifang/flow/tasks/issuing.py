"""Tasks that came up: journaled once under a number, and entered into 任务.xlsx; late ones are noted as told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import replace

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.periods import Period
from huifang.decisions.tasks.doers import label_of
from huifang.decisions.tasks.drawing import RecordFrame, drawn_from, record_frame
from huifang.decisions.tasks.owed import TaskOwed
from huifang.decisions.tasks.standing import LATE
from huifang.edges.known.presets import preset_in_use
from huifang.edges.store.files import FileBusy, OfficeError, digest, write_bytes
from huifang.edges.store.keeping import keep, read_kept
from huifang.edges.store.office import ARCHIVE
from huifang.edges.store.segments import collect_rows
from huifang.flow.aftermath.numbering import numbers_for
from huifang.flow.office.desk import Desk
from huifang.flow.tasks.standing import as_issued, standings, tasks_to_issue
from huifang.ledger.questions import within
from huifang.ledger.tasks_said import IssuedTask, RecordsSealed, TasksIssued, TasksToldLate
from huifang.tables.declared.people import PEOPLE
from huifang.tables.declared.tasks import TASKS


@dataclass
class TasksDone:
    """The tasks that came up, those that were entered now, and that are told late for the first time (by number), and
    what stood in the way.
    """

    issued: list[IssuedTask] = field(default_factory=list)
    entered: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)

    @property
    def did_something(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.issued or self.entered or self.late or self.notes)

    @property
    def said(self) -> str:
        """What was done, in words for people."""
        listed = "、".join(dict.fromkeys(task.task for task in self.issued))
        text = f"新列入 {len(self.issued)} 件({listed})，见{TASKS.workbook}。" if self.issued else ""
        again = len({*self.entered} - {task.number for task in self.issued})
        text += f"补列入 {again} 件。" if again else ""
        text += f"有 {len(self.late)} 件过期未办，请告诉上级；见 huifang check。" if self.late else ""
        return f"定期任务：{text}"

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "issued": [task.number for task in self.issued],
            "titles": [*dict.fromkeys(task.task for task in self.issued)], "entered": self.entered, "late": self.late,
            "notes": [note.as_json() for note in self.notes],
        }  # fmt: skip


def issue_tasks(desk: Desk) -> TasksDone:
    """Journal what has come up, and enter what the register lacks of it: also what an earlier run could not enter."""
    done = TasksDone()
    owed = tasks_to_issue(desk)
    if owed:
        sealed = {one.period.name: _sealed(desk, one.period) for one in owed if one.rule.draw}
        seed = desk.state.head  # of the entry before: nobody can choose it, and anybody can look it up
        used = [*desk.state.tasks.issued, *(row["task_no"] for row in desk.present.read(TASKS).rows)]
        numbers = numbers_for(desk, TASKS, used, len(owed))
        tasks = [_drawn(desk, one, as_issued(one, no), sealed, seed) for one, no in zip(owed, numbers, strict=True)]
        desk.commit(TasksIssued(seed=seed, tasks=tuple(tasks)))
        done.issued.extend(tasks)
    _enter_missing(desk, done)
    return done


def _sealed(desk: Desk, period: Period) -> RecordsSealed:
    """The records of the period that may be drawn, sealed before the seed is known."""
    if period.name not in desk.state.tasks.sealed:
        then = desk.at_end_of(period)
        rows = collect_rows(within(then.records, period.from_on, period.until_on).select("agent", "record_no"))
        content = record_frame(period, ((row["agent"], row["record_no"]) for row in rows)).to_json()
        path, sha = keep(desk.office, f"{ARCHIVE}/{TASKS.name}/{period.name}-{digest(content)[:12]}.json", content)
        desk.commit(RecordsSealed(period=period.name, frame_sha256=sha, path=path, archived={path: sha}))
    return desk.state.tasks.sealed[period.name]


def _drawn(desk: Desk, one: TaskOwed, task: IssuedTask, sealed: dict[str, RecordsSealed], seed: str) -> IssuedTask:
    if not one.rule.draw:
        return task
    frame = sealed[one.period.name]
    stored = RecordFrame.from_json(read_kept(desk.office, frame.path, frame.frame_sha256))
    return replace(task, frame=frame.path, drawn=drawn_from(stored, seed, one.rule.draw))


def _enter_missing(desk: Desk, done: TasksDone) -> None:
    """Append a row for each task that has none, unless a 更正单 has said what became of its row."""
    if not desk.state.tasks.issued:
        return
    place = Place(TASKS.workbook, TASKS.name)
    lacking: Sequence[IssuedTask] = ()
    try:
        _begin_register(desk)
        there = {row["task_no"] for row in desk.present.read(TASKS).rows}
        there |= {one.number for one in desk.state.settlements if one.table == TASKS.name and one.key != "done_at"}
        issued = (task for task in desk.state.tasks.issued.values() if not task.draws_nothing)
        lacking = [task for task in issued if task.number not in there]
        if lacking:
            desk.edit_register(TASKS, [_row(desk, task) for task in lacking], {})
            done.entered.extend(task.number for task in lacking)
    except FileBusy:
        done.notes.append(found("J802", Place(TASKS.workbook), file=TASKS.workbook))
    except OfficeError as error:  # the journal has them; the next run enters them
        done.notes.append(found("J841", place, count=len(lacking), sheet=TASKS.name, reason=error.reason))


def _begin_register(desk: Desk) -> None:
    """Write the register where the office has none yet: one founded before there were tasks, or that has just begun."""
    if TASKS.workbook in desk.workbooks:
        return
    from huifang.edges.books.register_books import build_books  # noqa: PLC0415  (once in an office's life)

    now, names = desk.present, (TASKS.workbook,)
    staff = [{"person_no": one.person_no, "name": one.name, "status": one.status} for one in now.people.persons]
    preset = preset_in_use(desk.state.preset).using(names)
    books = build_books(preset, {PEOPLE.name: staff}, policy=now.policy, only=names)
    write_bytes(desk.office.path(TASKS.workbook), books[TASKS.workbook])
    desk.keep_versions()


def _row(desk: Desk, task: IssuedTask) -> dict[str, Any]:
    """The cells by column letter of the sheet as it lies there."""
    now, letters = desk.present, desk.present.read(TASKS).letters
    cells = {
        "task_no": task.number, "task": task.task, "period": task.period, "due_on": task.due_on,
        "who": label_of(task.who, now.people, now.today), "drawn": "，".join(one.record_no for one in task.drawn),
    }  # fmt: skip
    return {TASKS.by_key[key].header: value for key, value in cells.items() if key in letters and value}


def note_late(desk: Desk) -> list[str]:
    """Note the tasks that people are told of as late for the first time; their numbers."""
    now, told = desk.present, desk.state.tasks.told_late
    late = [one.task.number for one in standings(now, now.today) if one.state == LATE and one.task.number not in told]
    if late:
        desk.commit(TasksToldLate(numbers=tuple(late)))
    return late
