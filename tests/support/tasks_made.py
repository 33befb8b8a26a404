"""What an office's tasks say, as people and programs read it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import offices_made as made
from huifang.decisions.tasks.standing import TaskEvidence
from huifang.ledger.tasks_said import IssuedTask
from huifang.tables.declared.tasks import TASKS
from huifang.tables.model import Row, Sheet
from office import TestOffice, edited
from offices_made import add, huifang

D = date.fromisoformat
BOOK, SHEET = "任务.xlsx", "任务"


def run(office: Path, now: str) -> dict[str, Any]:
    """What a run said of tasks; empty where it said nothing."""
    steps = huifang(office, "run", now=now)["steps"]
    return next((step for step in steps if step["step"] == "tasks"), {})


def rows(office: Path) -> list[dict[str, Any]]:
    """The rows of the register."""
    return made.records(made.opened(office / BOOK)[SHEET])


def issued(number: str = "W1", due: str = "2026-11-20", who: str = "A01", **more: Any) -> IssuedTask:
    """A task of November."""
    cells: dict[str, Any] = {
        "task": "交资料", "period": "2026-11", "from_on": D("2026-11-01"), "until_on": D("2026-11-30"),
        "hands_in": "无", "escalate_to": "上级", **more,
    }  # fmt: skip
    return IssuedTask(number=number, due_on=D(due), who=who, **cells)


def entered(done: str = "", **cells: Any) -> TaskEvidence:
    """Its row, done at that time (empty: not yet)."""
    done_at = datetime.fromisoformat(done) if done else None
    row = dict.fromkeys(TASKS.by_key) | {"done_at": done_at, **cells}
    return TaskEvidence(row=Row(row, Sheet("任务.xlsx", "任务", {}), 2))


def with_tasks(office: TestOffice) -> TestOffice:
    """The office, with a task of each week that came up on Tuesday."""
    add(office.root, "制度.xlsx", "定期任务", 任务="交资料", 周期="周", 截止="周五", 由谁="A01")
    assert office.run("run", now="2026-11-24 09:00").code == 0
    return office


def a_late_task(office: TestOffice) -> list[Any]:
    """What the check says on the day after it was due."""
    return list(with_tasks(office).run("check", now="2026-11-28 09:00").data["findings"])


def a_task_of_ones_own(office: TestOffice) -> list[Any]:
    """What the check says of a row that somebody added."""
    add(with_tasks(office).root, BOOK, SHEET, 任务编号="W9", 任务="打扫", 应完成=D("2026-11-30"))
    return list(office.run("check", now="2026-11-24 10:00").data["findings"])


def a_register_of_tasks_under_a_password(office: TestOffice) -> list[Any]:
    """What the run of the next week notes."""
    with edited(with_tasks(office).path(BOOK)) as book:
        book[SHEET].protection.set_password("secret")
    steps = office.run("run", now="2026-12-01 09:00").data["steps"]
    return [note for step in steps if step["step"] == "tasks" for note in step["notes"]]
