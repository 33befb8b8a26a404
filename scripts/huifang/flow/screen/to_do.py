"""今天该做的: what a rehearsed run did, told as what is going to be done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from huifang.flow.calls.refused import refused_of
from huifang.flow.office.desk import Desk
from huifang.flow.screen.names import name_of, names_of

#: What a run tells each time, and does nothing about.
_ONLY_TOLD = frozenset({"clock", "settings", "registers", "not-called", "complaints", "limits"})
#: A sentence names so many people or files.
_MOST = 6

StepSaid = Mapping[str, Any]


@dataclass(frozen=True)
class ToDo:
    """One thing that is going to be done, in pieces of which every second one is stressed; ``notes`` are what will need
    somebody afterwards.
    """

    said: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The whole sentence."""
        return "".join(self.said)


def to_do(desk: Desk, steps: Iterable[StepSaid]) -> tuple[ToDo, ...]:
    """What is going to be done, in the order of the run; ``desk`` is the office before it."""
    return tuple(
        one
        for step in steps
        if step["step"] not in _ONLY_TOLD
        for one in _TOLD.get(step["step"], _as_it_is)(desk, step)
    )


def _as_it_is(desk: Desk, step: StepSaid) -> Iterator[ToDo]:
    """What nobody has other words for: the run's own."""
    yield ToDo((str(step["text"]).partition("\n")[0],))


def _collect(desk: Desk, step: StepSaid) -> Iterator[ToDo]:
    people = desk.present.people
    sheets, returned = step["sheets"], step["to_send"]
    rows: dict[str, int] = {}
    for sheet in sheets:
        rows[sheet["agent"]] = rows.get(sheet["agent"], 0) + int(sheet["rows"])
    corrected = {(row.sheet.agent, row.sheet.period) for row in refused_of(desk.present)}
    again = {sheet["agent"] for sheet in sheets if (sheet["agent"], sheet["period"]) in corrected}
    told = [
        f"{name_of(people, agent)}（{'改好的 ' if agent in again else ''}{count} 行）" for agent, count in rows.items()
    ]
    notes = [f"{_whose(desk, one)}要退回：{one['reason'].rstrip('。')}" for one in returned]
    notes += [f"{_file(name)} 收不进，做完告诉您为什么" for name in step["ignored"]]
    notes += [f"有 {step['pending']} 处和已入账的不同，要您确认"] if step["pending"] else []
    alone = [one for one in returned if one["file"] not in {sheet["file"] for sheet in sheets}]
    came = len(sheets) + len(alone)
    if came:
        others = [_whose(desk, one).removesuffix(" ") for one in alone]
        yield ToDo(("收 ", f"{came} 份", f"交上来的表：{_listed([*told, *others])}"), tuple(notes))
        notes = []
    if step["filled"]:
        files = _listed(map(_file, step["filled"]))
        yield ToDo(("收 ", f"{len(step['filled'])} 张", f"填好的表单：{files}"), tuple(notes))
        notes = []
    if step["duplicates"]:
        yield ToDo(("移走 ", f"{step['duplicates']} 个", "收过的文件"), tuple(notes))
        notes = []
    if notes:
        yield ToDo(("看一看收件箱里的 ", f"{len(step['ignored'])} 个", "文件"), tuple(notes))


def _whose(desk: Desk, returned: Mapping[str, str]) -> str:
    """Whose sheet goes back; a file of which nobody knows that is called by its name."""
    agent = returned["agent"]
    return f"{name_of(desk.present.people, agent)} 的表" if agent else f"{_file(returned['file'])} "


def _file(name: str) -> str:
    return PurePosixPath(name.replace("\\", "/")).name


def _listed(names: Iterable[str]) -> str:
    listed = [*names]
    return "、".join(listed[:_MOST]) + (f" 等 {len(listed)} 份" if len(listed) > _MOST else "")


def _seal(desk: Desk, step: StepSaid) -> Iterator[ToDo]:
    yield ToDo(("封存 ", step["period"], " 的抽查名单，监督岗抽查时用"))


def _report(desk: Desk, step: StepSaid) -> Iterator[ToDo]:
    kind, period = step["kind"], step["period"]
    version = len(desk.state.reports_of(kind, period)) + 1
    again = f" 第 {version} 版" if version > 1 else ""
    notes = (f"{step['why']}，写在报告里",) if step["why"] else ()
    yield ToDo(("出 ", f"{kind} {period}{again}"), notes)


def _ledger(desk: Desk, step: StepSaid) -> Iterator[ToDo]:
    yield ToDo(("补写台账 ", "、".join(_file(file).removesuffix(".xlsx") for file in step["files"])))


def _books(desk: Desk, step: StepSaid) -> Iterator[ToDo]:
    if "made" in step:
        yield ToDo(("建 ", "、".join(step["made"]), " 的空表"))
    else:
        yield ToDo(("不再使用 ", "、".join(step["left"]), "，表和里面的内容不动"))


def _plan(desk: Desk, step: StepSaid) -> Iterator[ToDo]:
    """The sheets of a batch together; one that is added to an agent's by itself, as agents ask what it is about."""
    people, period = desk.present.people, step["period"]
    first = [one for one in step["handed_out"] if not desk.state.books_of(period, one["agent"])]
    notes = (step["why"],) if step["why"] else ()
    if first:
        calls = sum(one["calls"] for one in first)
        who = names_of(people, (one["agent"] for one in first))
        yield ToDo(("发 ", f"{len(first)} 张", f" {period} 的回访表，共 {calls} 个回访：{who}"), notes)
        notes = ()
    further = [one for one in step["handed_out"] if one not in first]
    for one in further:
        until = date.fromisoformat(one["first_due_on"])
        said = f" 补一张表：新增 {one['calls']} 个回访，最早的要在 {until:%m-%d} 前打"
        yield ToDo(("给 ", name_of(people, one["agent"]), said), notes)
        notes = ()


def _forms(desk: Desk, step: StepSaid) -> Iterator[ToDo]:
    if step["files"]:
        names = "、".join(_file(name).removesuffix(".xlsx") for name in step["files"])
        yield ToDo(("填好 ", f"{len(step['files'])} 份", f"要打印的表：{names}"), (step["why"],) if step["why"] else ())
    else:
        yield from _as_it_is(desk, step)


def _written_back(desk: Desk, step: StepSaid) -> Iterator[ToDo]:
    counts = [f"项目台账的 {step['numbers']} 个回访记录编号"] if step["numbers"] else []
    counts += [f"投诉登记表的 {step['revisits']} 次回访"] if step["revisits"] else []
    notes = (step["why"],) if step["why"] else ()
    yield ToDo(("填 " if counts else "再试着填登记表", "、".join(counts)), notes)


def _heard(desk: Desk, step: StepSaid) -> Iterator[ToDo]:
    """What customers said in calls, into registers and to people."""
    counts = [
        (len(step["registered"]), "登记 {} 件不满"), (len(step["notices"]), "写 {} 份通知"),
        (len(step["marked"]), "给 {} 位客户加重点标记"), (len(step["remarked"]), "备注 {} 位客户的投诉"),
        (len(step["reports"]), "留好 {} 次回访报告的一行"),
    ]  # fmt: skip
    said = "，".join(text.format(count) for count, text in counts if count)
    yield ToDo(("办回访里听到的事：", said or "再试一次"), (step["why"],) if step["why"] else ())


def _same_customers(desk: Desk, step: StepSaid) -> Iterator[ToDo]:
    yield ToDo(("告诉您 ", f"{len(step['findings'])} 组", "可能是同一家的客户"))


def _tasks(desk: Desk, step: StepSaid) -> Iterator[ToDo]:
    if step["issued"]:
        titles = _listed(step["titles"]).replace(" 份", " 件")
        yield ToDo(("列入 ", f"{len(step['issued'])} 件", f"定期任务：{titles}"))
    again = len({*step["entered"]} - {*step["issued"]})
    if again:
        yield ToDo(("把 ", f"{again} 件", "任务补进任务表"))
    if step["late"] or step["notes"]:
        yield ToDo(("记下 ", f"{len(step['late'])} 件", "过期没办的任务"), (step["why"],) if step["why"] else ())


def _letters(desk: Desk, step: StepSaid) -> Iterator[ToDo]:
    for one in step["written"]:
        yield from _letter(desk, one)
    if step["aside"]:
        yield ToDo(("把 ", f"{len(step['aside'])} 封", "过时的信移到“已作废”"))
    if not step["written"] and not step["aside"]:
        yield from _as_it_is(desk, step)


def _letter(desk: Desk, one: StepSaid) -> Iterator[ToDo]:
    """The letters of one occasion: how many, to whom."""
    mails = sum(file.endswith(".eml") for file in one["files"])
    notes = tuple(note["message"].rstrip("。") for note in one["notes"])
    if mails:
        who = names_of(desk.present.people, one["letters"])
        yield ToDo(
            ("写 ", f"{mails} 封", f"{one['occasion']}的信（{who}）" if who else f"{one['occasion']}的信"), notes
        )
    elif notes:
        yield ToDo((f"{one['occasion']}的信写不成",), notes)


_TOLD: Mapping[str, Callable[[Desk, StepSaid], Iterator[ToDo]]] = {
    "books": _books, "collect": _collect, "writeback": _written_back, "heard": _heard, "major": _letter,
    "reminder": _letter, "seal": _seal, "report": _report, "ledger": _ledger, "same-customers": _same_customers,
    "tasks": _tasks, "letters": _letters, "plan": _plan, "forms": _forms,
}  # fmt: skip
