"""What the made-up office did about its tasks: those that were due are done, in time."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from huifang.flow.office.desk import Desk
from huifang.flow.tasks.issuing import issue_tasks
from huifang.tables.declared.task_rules import A_FILE, WORDS
from huifang.tables.declared.tasks import TASKS

_REVIEWER = "C01"


def do_tasks(desk: Desk) -> None:
    """Enter the tasks that came up, and do those that were due before today."""
    issue_tasks(desk)
    issued, now = desk.state.tasks.issued, desk.present
    read, cells = now.read(TASKS), dict[str, Any]()
    for row in read.rows:
        task = issued.get(row["task_no"])
        if task is None or task.done_with or row["done_at"] or task.due_on >= now.today:
            continue
        done: dict[str, Any] = {"done_at": datetime.combine(task.due_on, time(16, 0)), "reviewed_by": _REVIEWER}
        if task.hands_in == WORDS:
            done["result"] = f"{task.task}已办，没有新的问题"
        if task.hands_in == A_FILE:
            done["document"] = f"{task.task}-{task.period}.docx"
        cells |= {f"{read.letters[key]}{row.number}": value for key, value in done.items()}
    if cells:
        desk.edit_register(TASKS, (), cells)
