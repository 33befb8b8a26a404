"""任务到期前 and 任务过期: whose a task is hears before it is due, and with who is above them when it is late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from huifang.decisions.tasks.standing import LATE, OPEN, TaskStanding
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.post.letters import Matter, Occasion
from huifang.flow.tasks.standing import standings
from huifang.ledger.letters import matter_key
from huifang.policy.notices import Notice
from huifang.tables.declared import notice_rules


def _standing(desk: Desk) -> list[TaskStanding]:
    now, so_far = desk.present, desk.state.tasks
    key = ("tasks", now.at, len(so_far.issued), len(so_far.told_late), *now.versions.values())
    return desk.once(key, lambda: standings(now, now.today))


def _near(desk: Desk, notice: Notice) -> Iterator[Matter]:
    """The tasks that are due in so many days, or fewer, and not done."""
    now, ahead = desk.present, notice.ahead.amount if notice.ahead else 0
    for one in _standing(desk):
        if one.state == OPEN and now.today >= one.task.due_on - timedelta(days=ahead):
            key = matter_key(one.task.number, f"{ahead} 天")
            yield Matter(key=key, label=one.task.number, about=one, concerns=one.persons)


def _late(desk: Desk, notice: Notice) -> Iterator[Matter]:
    """The tasks that are late; at each level again, for whose they are and for everybody who is told by then."""
    for one in _standing(desk):
        if one.state == LATE:
            key = matter_key(one.task.number, f"第 {len(one.told)} 级")
            yield Matter(key=key, label=one.task.number, about=one, concerns=(*one.persons, *one.told))


def _near_subject(now: Moment, matters: Sequence[Matter]) -> str:
    return f"【任务提醒】{'、'.join(dict.fromkeys(matter.about.task.task for matter in matters))}"


def _late_subject(now: Moment, matters: Sequence[Matter]) -> str:
    return f"【任务过期】{'、'.join(dict.fromkeys(matter.about.task.task for matter in matters))}"


TASKS_AHEAD = Occasion(
    name=notice_rules.BEFORE_TASK, template="task_mail.txt.j2", subject=_near_subject, find=_near, lapses=True,
)  # fmt: skip
LATE_TASKS = Occasion(
    name=notice_rules.LATE_TASK, template="task_late_mail.txt.j2", subject=_late_subject, find=_late, lapses=True,
)  # fmt: skip
