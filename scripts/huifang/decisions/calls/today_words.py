"""The day's calls of one agent in words: a message to paste into a chat, and the line of each call in a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from huifang.decisions.calls.telling import one_line, shortened
from huifang.decisions.calls.today import Todo
from huifang.policy.people import Person

#: A chat takes no longer message at once.
LONGEST = 2000
#: How the way to call by telephone is named: it is not said.
_USUAL = "电话"
_NAME = 24


def message(agent: Person, todos: Sequence[Todo], today: date, day: date, off: str) -> str:
    """What is pasted; ``off`` says why today is no working day, where ``day`` is the next one."""
    when = f"{day:%m-%d}"
    lines = [f"今天({today:%m-%d} {off})休息，下一个工作日是 {when}。"] if day != today else []
    if not todos:
        return "\n".join(
            [*lines, f"{agent.name or agent.person_no}：{'今天' if day == today else f'{when} '}没有要打的电话。"]
        )
    title = "今天要打的电话" if day == today else "下一个工作日要打的电话"
    lines.append(f"【{title}】{agent.name or agent.person_no} {when}（{len(todos)} 个）")
    ending = "写着“原定”的，已经打过的请略过，并尽快交表。" if any(todo.is_left_over(day) for todo in todos) else ""
    room = LONGEST - len(ending) - 40 - sum(len(line) + 1 for line in lines)
    for place, todo in enumerate(todos):
        line = f"{place + 1} {_line(todo, day)}"
        room -= len(line) + 1
        if room < 0:
            lines.append(f"……还有 {len(todos) - place} 个，见日历和回访表。")
            break
        lines.append(line)
    return "\n".join(filter(None, [*lines, ending]))


def whom(todo: Todo) -> str:
    """Customer, contact (where the customer is not named after it) and telephone."""
    call = todo.call
    name, contact = (shortened(one_line(text), _NAME) for text in (call.customer_name, call.contact))
    return " ".join(filter(None, (name, contact if contact not in name else "", one_line(call.phone) or "(没有电话)")))


def what(todo: Todo, day: date) -> str:
    """Why and how the customer is called, and for which day it was planned where that is over."""
    call = todo.call
    way = f"（{call.method}）" if call.method != _USUAL else ""
    return f"{todo.subject}{way}{f'（原定 {call.planned_on:%m-%d}）' if todo.is_left_over(day) else ''}"


def _line(todo: Todo, day: date) -> str:
    at = f"(约 {todo.appointed:%H:%M}) " if todo.appointed else "(约好这天) " if todo.agreed else ""
    return f"{at}{whom(todo)}　{what(todo, day)}"
