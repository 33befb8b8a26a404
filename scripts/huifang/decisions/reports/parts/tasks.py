"""任务: what came up by 定期任务 and was due in the period: done in time, late or not at all, and what was drawn."""

from __future__ import annotations

from collections.abc import Iterator

from huifang.decisions.reports.part import Listing, Part, Share, Tile
from huifang.decisions.reports.parts_view import PartsView, headers_of
from huifang.decisions.tasks.standing import DONE_LATE, GIVEN_UP, LATE, NOTHING_DRAWN, ON_TIME, OPEN, TaskStanding
from huifang.tables.declared.tasks import TASKS

NAME = "任务"
#: The columns of the register that the list has.
_SHOWN = ("task_no", "task", "period", "who", "due_on", "done_at", "result", "document", "reviewed_by")


def tasks(view: PartsView) -> Part:
    """Every task that was due in the period, or due before it and still open as it began; then what is open yet."""
    due = [one for one in _told(view) if one.state not in (OPEN, NOTHING_DRAWN)]
    coming = [one for one in _told(view) if one.state == OPEN]
    owed = [one for one in due if one.state != GIVEN_UP]
    states = [one.state for one in owed]
    on_time = Share(states.count(ON_TIME), len(owed))
    late, missing = states.count(DONE_LATE), states.count(LATE)
    said = f"应完成的定期任务 {len(owed)} 件：按时 {on_time}，迟办 {late} 件，过期未办 {missing} 件。"
    if not owed:
        said = "本期没有应完成的定期任务。"
    given_up = f"另有 {len(due) - len(owed)} 件经批准免办。" if len(due) > len(owed) else ""
    drawn = [row for one in (*due, *coming) for row in _drawn(view, one)]
    headers = (*headers_of(TASKS, *_SHOWN), "状态", "上报给")
    lists = [
        Listing("应完成的任务", headers, [_row(view, one) for one in due], "没有应完成的任务。", "过期未办的在前。"),
        Listing("没有到期的任务", headers[:5], [_row(view, one)[:5] for one in coming], "没有。"),
    ]
    if drawn:
        about = "签号由封存的名单和抽签以前日志的校验值算出，verify 可以复核；这里印前 12 位。"
        lists.append(Listing("抽中的记录", ("任务编号", "业务员", "记录编号", "签号"), drawn, "", about))
    return Part(
        NAME, (said + given_up,),
        (
            Tile("按时(占应完成的任务)", on_time, on_time.count < on_time.total, "应完成的任务"),
            Tile("过期未办的任务", missing, bool(missing), "应完成的任务"),
        ),
        tuple(lists),
    )  # fmt: skip


def _told(view: PartsView) -> list[TaskStanding]:
    """Those that the period is about, late ones first."""
    told = [one for one in view.tasks if _is_about(view, one)]
    return sorted(told, key=lambda one: (one.state != LATE, one.task.due_on, one.task.number))


def _is_about(view: PartsView, one: TaskStanding) -> bool:
    if one.is_open:
        return True
    done_before = one.done_on is not None and one.done_on < view.period.from_on
    return one.task.due_on in view.period or (one.task.due_on < view.period.from_on and not done_before
                                              and one.state == DONE_LATE)  # fmt: skip


def _row(view: PartsView, one: TaskStanding) -> tuple[object, ...]:
    task, row = one.task, one.row
    done = (row["result"], row["document"], view.label(row["reviewed_by"])) if row else (None, None, None)
    when = (row["done_at"] if row else None) or one.done_on
    told = "、".join(person.label for person in one.told)
    return (task.number, task.task, task.period, one.who, task.due_on, when, *done, _state(one), told)


def _state(one: TaskStanding) -> str:
    """The state, and what explains it."""
    if one.state == GIVEN_UP:
        return f"{GIVEN_UP}(批准 {one.given_up_by}：{one.why})"
    if one.lacks:
        return f"{one.state}(缺{one.lacks})"
    if one.state == DONE_LATE and one.done_on and one.done_on <= one.task.due_on:
        return f"{DONE_LATE}(补填)"
    return one.state


def _drawn(view: PartsView, one: TaskStanding) -> Iterator[tuple[str, str, str, str]]:
    for record in one.task.drawn:
        yield one.task.number, view.label(record.agent), record.record_no, record.ticket[:12]
