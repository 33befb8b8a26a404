"""What follows from the answers of a first start: the address to go on at, mostly that of a job."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Final

from werkzeug import Request

from huifang.core.text import clean, file_name
from huifang.flow.moving_in.importing import importable, propose, target_of, values_told
from huifang.page import begun
from huifang.page.forms import choices
from huifang.page.forms.days import day_of
from huifang.page.forms.folders import near
from huifang.page.forms.import_list import NAME, words_of
from huifang.page.forms.model import WrongAnswer, option
from huifang.page.frame import Screen
from huifang.page.jobs import FILES, JobOrder
from huifang.page.typed_lists import TypedRows, WrongLine, customers_of, people_of, write_list
from huifang.page.views.doing import kept_upload
from huifang.policy.items import LONGEST_NAME
from huifang.tables.declared.past_calls import PAST_CALLS

#: The fields of people, with the role of each.
ROLES = {"callers": "业务员", "supervisors": "主管", "bosses": "老板", "auditors": "监督岗"}
#: With what the 工号 of a role begins.
LETTERS = {"业务员": "A", "主管": "B", "老板": "C", "监督岗": "D"}
APPROVED = "已审核"


def name_it(page: Screen, asked: Request) -> str:
    """The name that was typed; nothing is made yet."""
    name = clean(asked.form.get("name", ""))
    if not name:
        raise WrongAnswer("name", "请填写单位的名称。")
    if len(name) > LONGEST_NAME:
        raise WrongAnswer("name", f"名称有 {len(name)} 个字，请不要超过 {LONGEST_NAME} 个。")
    folder = page.place.base / file_name(name)
    if folder.exists() and any(folder.iterdir() if folder.is_dir() else (folder,)):
        raise WrongAnswer("name", f"旁边已经有文件夹“{folder.name}”。请换一个名称；它是您的单位的，请从上面打开。")
    begun.go_to(page, "policy")
    return "/start/policy"


def make_it(page: Screen, asked: Request) -> str:
    """The office of that name under that regulation is made."""
    name = clean(begun.typed_at(page, "unit").get("name", ""))
    if not name:
        return "/start/unit"
    own = _uploaded(page, asked)
    preset = near(own) if own else asked.form.get("preset", "")
    if not own and preset not in {choice.value for choice in choices.regulations(page)}:
        raise WrongAnswer("preset", "请选一个制度，或者选自己的制度文件。")
    start = day_of({"start": (asked.form.get("start", ""),)}, "start")
    folder = near(page.place.base / file_name(name))
    words = ("init", *option("--policy", preset), *option("--name", name), *option("--start", start), "--", folder)
    return _set_going(page, JobOrder(form="init", title=f"建立“{name}”", argv=words))


def staff_it(page: Screen, asked: Request) -> str:
    """The people who were typed, or a list of them."""
    if path := _uploaded(page, asked):
        return _looked_at(page, path, "人员", ())
    rows = [*_typed_people(asked)]
    known = page.desk().present.people.persons
    if not rows and known:
        begun.go_to(page, "customers")
        return "/start/customers"
    there = {person.role for person in known} | {row["角色"] for row in rows}
    for field, role in ROLES.items():
        if role in ("业务员", "老板") and role not in there:
            raise WrongAnswer(field, f"请写至少一位{role}。")
    return _brought_in(page, "人员", _numbered(rows, {one.person_no for one in known}), (), "callers")


def fill_it(page: Screen, asked: Request) -> str:
    """The customers who were typed, or a list of them; with their approval, where that is told."""
    values = [*_approval(page, asked)]
    if path := _uploaded(page, asked):
        return _looked_at(page, path, "客户", values)
    now = page.desk().present
    text = asked.form.get("lines", "")
    if not text.strip() and now.customers:
        begun.go_to(page, "past")
        return "/start/past"
    agents = [one for one in now.people.persons if one.role == ROLES["callers"]]
    called = {word for one in now.people.persons for word in (one.name, one.person_no) if word}
    try:
        rows = customers_of(text, called, [*now.policy.classes])
    except WrongLine as wrong:
        raise WrongAnswer("lines", str(wrong)) from None
    if not rows:
        raise WrongAnswer("lines", "请选一份名单，或者写至少一位客户。")
    lacking = next((row["客户名称"] for row in rows if "业务员" not in row), "")
    if lacking and len(agents) != 1:
        raise WrongAnswer("lines", f"“{lacking}”没有写由谁打电话。请在这一行写上业务员的姓名。")
    if lacking:
        values.append(f"业务员={agents[0].person_no}")
    return _brought_in(page, "客户", rows, values, "lines")


def remember_it(page: Screen, asked: Request) -> str:
    """A list of calls that were made before; without one, what rolls begins with the approval of each customer."""
    if path := _uploaded(page, asked):
        return _looked_at(page, path, PAST_CALLS.name, ())
    begun.go_to(page, "plan")
    return "/start/plan"


def plan_it(page: Screen, asked: Request) -> str:
    """The first plan."""
    period = page.desk().present.policy.period_of(page.now().date())
    words = ("plan", *option("--period", period.name))
    return _set_going(page, JobOrder(form="plan", title="排第一份计划", argv=words))


ANSWERS: Final[Mapping[str, Callable[[Screen, Request], str]]] = {
    "unit": name_it, "policy": make_it, "people": staff_it, "customers": fill_it,
    "past": remember_it, "plan": plan_it,
}  # fmt: skip


def _typed_people(asked: Request) -> Iterator[Mapping[str, str]]:
    for field, role in ROLES.items():
        try:
            yield from people_of(asked.form.get(field, ""), role)
        except WrongLine as wrong:
            raise WrongAnswer(field, str(wrong)) from None


def _numbered(rows: TypedRows, taken: Collection[str]) -> TypedRows:
    """The people with a 工号 of their role's letter. Agents answer to the first supervisor, the others to the boss."""
    free = {role: _numbers(letter, taken) for role, letter in LETTERS.items()}
    numbered = [{"工号": next(free[row["角色"]]), **row} for row in rows]
    first = {row["角色"]: row["工号"] for row in reversed(numbered)}
    boss = first.get("老板", "")
    above = {"主管": boss, "监督岗": boss, "业务员": first.get("主管", boss)}
    return [{**row, "上级": above.get(row["角色"], "")} for row in numbered]


def _numbers(letter: str, taken: Collection[str]) -> Iterator[str]:
    return (number for place in count(1) if (number := f"{letter}{place:02d}") not in taken)


def _approval(page: Screen, asked: Request) -> Iterator[str]:
    """What new customers say of their approval: who approved them, and when; nothing where it is still to come."""
    reviewer = asked.form.get("reviewer", "")
    if not reviewer:
        return
    if page.desk().present.people.find(reviewer) is None:
        raise WrongAnswer("reviewer", "请重新选择由谁审核的。")
    day = day_of({"approved_on": (asked.form.get("approved_on", ""),)}, "approved_on")
    if not day:
        raise WrongAnswer("approved_on", "请写审核的日期；记不清的，写个大概。")
    yield from (f"审核状态={APPROVED}", f"审核人={reviewer}", f"审核日期={day}")


def _uploaded(page: Screen, asked: Request) -> Path | None:
    upload = asked.files.get("file")
    if upload is None or not upload.filename:
        return None
    return kept_upload(upload, page.jobs.make_room(page.now()) / FILES / "file-0")


def _looked_at(page: Screen, path: Path, table: str, values: Sequence[str]) -> str:
    """The preview of a list."""
    typed = {"file": (str(path),), "table": (table,), "set": tuple(values), "beginning": (begun.step_now(page),)}
    words = ("import", *words_of(page, typed))
    return f"/import/{page.do(JobOrder(form=NAME, title=f'导入{table}', argv=words, typed=typed)).number}"


def _brought_in(page: Screen, table: str, rows: TypedRows, values: Sequence[str], field: str) -> str:
    """Write what was typed, where all of it can be: else it is said what cannot, and nothing is written."""
    room = page.jobs.make_room(page.now())
    path = room / FILES / "file-0" / f"{table}.csv"
    write_list(path, rows)
    desk = page.desk()
    target = target_of(desk, importable(desk)[table])
    given = values_told(desk, target.table, dict(text.split("=", 1) for text in values))
    proposal = propose(desk, path, target, {}, given)
    wrong = [one for one in proposal.findings if one.is_error]
    if wrong:
        line = int((wrong[0].place.cell or "A1").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) - 1
        raise WrongAnswer(field, f"第 {line} 位：{wrong[0].message}{wrong[0].hint}")
    alike = [one.value for one in proposal.arrivals.duplicates if not one.added]
    if alike:
        raise WrongAnswer(field, f"已经有了：{'、'.join(alike[:5])}。请从这里删去，其余的不变。")
    typed = {"file": (str(path),), "table": (table,), "set": tuple(values)}
    words = ("import", *words_of(page, typed), "--yes")
    order = JobOrder(form=NAME, title=f"写入{table}", argv=words, typed=typed)
    return f"/start/working/{page.do(order, room=room).number}"


def _set_going(page: Screen, order: JobOrder) -> str:
    return f"/start/working/{page.do(order).number}"
