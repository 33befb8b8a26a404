"""What became of a job, as its page shows it: step by step, person by person, what is left undone, what to do now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from huifang.core.alike import Alike
from huifang.edges.post.mail_drafts import text_of
from huifang.edges.store.office import LEDGER, Office
from huifang.page.jobs import PageJob
from huifang.page.words import findings_in, without_findings

#: How the steps of ``run`` are headed.
STEPS: Final = {
    "clock": "日期", "settings": "设置", "books": "登记表", "collect": "收表", "writeback": "写回登记表",
    "heard": "回访中的不满", "major": "重大投诉", "seal": "抽查名单", "report": "报告", "ledger": "台账",
    "registers": "登记表", "not-called": "不再回访的客户", "same-customers": "可能重复的客户", "tasks": "定期任务",
    "reminder": "快到期的投诉", "complaints": "投诉", "limits": "登记的事", "plan": "发表",
    "forms": "待打印的表", "letters": "信", "mail-fetch": "收信", "mail-send": "发信", "failed": "没有做成",
}  # fmt: skip
#: How some of them begin what they say, other than with their heading.
_BEGINNINGS: Final = {"plan": "计划：", "same-customers": "客户资料库：", "seal": "封存：", "not-called": "回访："}
#: Forms whose JSON names files of a backup, or of another office: nothing that could be opened here by its name.
_ELSEWHERE = frozenset({"backup", "restore", "init"})
#: Under which keys of JSON the paths of files stand.
_FILES = frozenset({"files", "forms", "form", "marked", "kept", "notices", "ics", "txt", "made"})
_FINDINGS = ("findings", "refused", "notes")
#: The end of a letter's name, and the beginning of a kept form's, which tell people nothing.
_FINGERPRINT = re.compile(r"-[0-9a-f]{8}$|^[0-9a-f]{12}-")
#: Exit codes of commands.
_WRONG_USE, _BROKEN, _CRASHED = 2, 3, 70


@dataclass(frozen=True, kw_only=True)
class ShownFile:
    """A file that can be opened: what it is called; of a letter, its words."""

    path: str
    name: str
    message: str = ""

    @property
    def is_page(self) -> bool:
        """Whether the browser shows it."""
        return self.path.endswith((".html", ".txt"))


@dataclass(frozen=True, kw_only=True)
class ShownPerson:
    """What became of the sheet of one person: as JSON says it, and the words to send."""

    said: Mapping[str, Any]
    message: str

    @property
    def name(self) -> str:
        """Whose it is, as far as that is known."""
        return str(self.said["name"] or self.said["agent"] or Path(self.said["file"]).name)

    @property
    def tag(self) -> str:
        """In a few words, with the mark that says whether to look."""
        rows, back = self.said["rows"], self.said["returned_rows"]
        if not self.said["wrong"]:
            return f"√ 全部入账 {rows} 行" if rows else "√ 没有新的行"
        if not self.said["agent"]:
            return "! 读不了"
        return f"! 入账 {rows} 行，退回 {back} 行"

    def bad(self, key: str) -> str:
        """The bad news in what was entered or returned, in words."""
        found = self.said[key]
        parts = [f"不满意 {found['dissatisfied']} 位"] if found["dissatisfied"] else []
        parts += [f"未解决 {found['unresolved']} 个"] if found["unresolved"] else []
        return "、".join(parts)


@dataclass(frozen=True, kw_only=True)
class ShownStep:
    """One step: its heading, what was said, what of it needs somebody (``why``)."""

    title: str
    lines: Sequence[str]
    why: str = ""
    people: Sequence[ShownPerson] = ()
    findings: Sequence[Alike] = ()
    files: Sequence[ShownFile] = ()


@dataclass(frozen=True, kw_only=True)
class JobOutcome:
    """All that the page of a finished job says. ``mood`` is good, look or alarm."""

    mood: str
    headline: str
    told: str = ""
    steps: Sequence[ShownStep] = ()
    undone: Sequence[tuple[str, str]] = ()
    submissions: Sequence[str] = ()
    plan: str = ""
    preview: Sequence[tuple[str, Sequence[str], Sequence[Sequence[str]]]] = ()

    @property
    def to_look_at(self) -> Sequence[tuple[int, str, str]]:
        """What needs somebody: in which step (from 1), what, and why or what to do."""
        return [
            (number, *one)
            for number, step in enumerate(self.steps, 1)
            if step.why
            for one in ([*_returned(step)] or [(step.title, step.why)])
        ]


def _returned(step: ShownStep) -> Iterator[tuple[str, str]]:
    """The sheets that were returned, with the first reason; then what else needs somebody."""
    for one in step.people:
        if one.said["wrong"]:
            count = one.said["returned_rows"]
            what = f"{one.name}的表退回 {count} 行" if count else f"{one.name}的表没有入账"
            send = "信已写好，要您发给他。" if one.said["marked"] else ""
            yield what, f"{one.said['wrong'][0]['message']}{send}"
    others = [part for part in step.why.split("，") if not part.startswith("退回")]
    if step.people and others:
        yield step.title, "，".join(others)


def is_wrong_use(job: PageJob) -> bool:
    """Whether what was typed could not be understood."""
    return job.code == _WRONG_USE


def why_wrong(job: PageJob) -> str:
    """What was wrong with what was typed, without how a command line is used."""
    said = [line for line in job.said if not line.startswith("请看 huifang")]
    return "\n".join(said).removeprefix("用法不对：")


def outcome_of(job: PageJob, office: Office | None) -> JobOutcome:
    """What became of it."""
    if job.died or job.code == _CRASHED:
        return JobOutcome(
            mood="alarm", headline="没有做完就停了",
            told="电脑关机、断电，或者程序被关掉了。已经记入台账的都在，一行也没有丢；没有记完的，再做一次就接着做完，不会重复。",
        )  # fmt: skip
    if job.code == _BROKEN:
        return JobOutcome(mood="alarm", headline="没有办成", told=_cleaned(job.said))
    if job.form == "run" or "steps" in job.body:
        return _of_run(job, office)
    if "people" in job.body:
        return _of_collect(job, office)
    return _of_command(job, office)


def _cleaned(lines: Sequence[str]) -> str:
    return "\n".join(lines).replace("无法继续：", "", 1)


def _of_run(job: PageJob, office: Office | None) -> JobOutcome:
    raw = job.body.get("steps", [])
    steps = [_step(one, office) for one in raw]
    looks = sum(bool(step.why) for step in steps)
    done = f"做完了 {len(steps)} 步" if steps else "现在没有要做的事"
    collected: Mapping[str, Any] = next((one for one in raw if one["step"] == "collect"), {})
    plan = next((one["period"] for one in raw if one["step"] == "plan"), "")
    return JobOutcome(
        mood="look" if looks else "good",
        headline=f"{done}，有 {looks} 步要您看一看" if looks else f"{done}，没有要您处理的" if steps else done,
        steps=steps, undone=[*_undone(collected)], submissions=_submissions(collected), plan=plan,
    )  # fmt: skip


def _of_collect(job: PageJob, office: Office | None) -> JobOutcome:
    body = job.body
    left = {"left": body.get("ignored", []), "duplicates": body.get("duplicates", [])}
    rest = without_findings([line for line in job.said if not line.startswith(("已入账", "已退回", "未处理", "重复"))])
    why = "，".join(
        said
        for said, count in (
            (f"退回 {len(body['returned'])} 份", len(body["returned"])),
            (f"待确认更正 {len(body['pending'])} 处", len(body["pending"])),
            (f"没有收 {len(body['ignored'])} 份", len(body["ignored"])),
        )
        if count
    )
    shown = {**body, "step": "collect", "text": "\n".join(rest), "why": why}
    step = _step(shown, office)
    count = len(body["people"]) + len(body["filled"])
    headline = f"收了 {count} 份" if count else "收件箱里没有新的表格"
    return JobOutcome(
        mood="look" if why else "good", headline=f"{headline}，有要您看一看的" if why else headline, steps=[step],
        undone=[*_undone(left)], submissions=_submissions(body),
    )  # fmt: skip


def _of_command(job: PageJob, office: Office | None) -> JobOutcome:
    body = job.body
    findings = findings_in([one for key in _FINDINGS for one in body.get(key) or () if isinstance(one, dict)])
    count = sum(len(group.findings) for group in findings)
    lines, preview = without_findings(job.said), [*_preview(body)]
    if preview:
        lines = [line for line in lines if not line.startswith("  ")]
    files = [] if job.form in _ELSEWHERE else [*_files(body, office)]
    step = ShownStep(title="", lines=lines, findings=findings, files=files)
    looks = f"有 {count} 处要您看一看" if count else "有要您看一看的"
    headline = f"{job.title}：{'做好了' if job.code == 0 else looks}"
    if preview and not body["written"]:
        headline = f"{job.title}：先看一看，还没有写入"
    mood = "good" if job.code == 0 and not (preview and not body["written"]) else "look"
    return JobOutcome(mood=mood, headline=headline, steps=[step], preview=preview)


def _preview(body: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[str], Sequence[Sequence[str]]]]:
    """What a command that only shows so far would do, as tables."""
    if "customers" in body and "written" in body:
        rows = [(one["customer_no"], one["name"]) for one in body["customers"]]
        yield "交接的客户", ("编号", "客户"), rows
        calls = [(one["plan_no"], one["customer_no"], one["planned_on"], one["due_on"]) for one in body["calls"]]
        yield "还没有打的回访", ("计划编号", "客户编号", "计划日期", "应访止"), calls
    if "mapping" in body and "written" in body:
        yield "各列的对应", ("名单的列", "写入的列"), [*body["mapping"].items()]
        changed = [(one["key"], one["column"], one["old"], one["new"]) for one in body.get("changed", ())]
        yield "改动", ("编号", "列", "原来", "改为"), changed


def _step(said: Mapping[str, Any], office: Office | None) -> ShownStep:
    people = [_person(one, office) for one in said.get("people", ())]
    filled = [one for one in said.get("filled", ()) if isinstance(one, dict)]
    listed = [one for about in (said, *filled) for key in _FINDINGS for one in about.get(key) or ()]
    title = STEPS.get(said["step"], said["step"])
    lines = [line for line in str(said["text"]).splitlines() if line.strip()]
    if people:
        rows, back = (sum(one.said[key] for one in people) for key in ("rows", "returned_rows"))
        first = f"{len(people)} 份，入账 {rows} 行" + (f"，退回 {back} 行" if back else "")
        lines = [first, *(line for line in lines if not line.startswith(("收表：", "已退回", "未处理")))]
    if listed:
        lines = [line for line in lines if not line.startswith(("  错误", "  提醒", "  ……共"))]
    lines = [line.removeprefix(f"{title}：").removeprefix(_BEGINNINGS.get(said["step"], "")) for line in lines]
    mine = {person.said["marked"] for person in people}
    files = [file for file in _files(said, office) if file.path not in mine]
    return ShownStep(
        title=title, lines=lines, why=said["why"], people=people, findings=findings_in(listed), files=files
    )


def _person(said: Mapping[str, Any], office: Office | None) -> ShownPerson:
    message = ""
    if office and said["marked"]:
        with suppress(OSError):
            message = text_of(office.path(said["marked"]).with_suffix(".eml").read_bytes())
    return ShownPerson(said=said, message=message)


def _undone(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What was not done, and why."""
    for one in said.get("left", ()):
        yield Path(one["file"].rpartition("!")[2]).name, one["reason"].rstrip("。") + "。"
    again = said.get("duplicates", 0)
    count = again if isinstance(again, int) else len(again)
    if count:
        yield f"{count} 份", "与以前收到的完全相同，没有变化，不用再收。"


def _submissions(said: Mapping[str, Any]) -> list[str]:
    """The numbers of the sheets of which rows were entered."""
    people = said.get("people", ())
    return [one["submission"] for one in people if one["rows"] and one["submission"]]


def _files(said: Mapping[str, Any], office: Office | None) -> Iterator[ShownFile]:
    """The files that JSON names and that are there, each once."""
    for path in dict.fromkeys(_paths(said)):
        whole = office.path(path) if office else Path(path)
        if whole.is_file():
            message = ""
            if path.endswith(".eml"):
                with suppress(OSError):
                    message = text_of(whole.read_bytes())
            name = _FINGERPRINT.sub("", whole.stem if path.endswith(".eml") else whole.name)
            name = f"{LEDGER} {name}" if path.startswith(f"{LEDGER}/") else name  # which is called by its period alone
            yield ShownFile(path=path if office else str(whole.absolute()), name=name, message=message)


def _paths(said: Any, key: str = "") -> Iterator[str]:
    if isinstance(said, Mapping):
        for name, value in said.items():
            if name != "people":
                yield from _paths(value, name)
    elif isinstance(said, list):
        for value in said:
            yield from _paths(value, key)
    elif isinstance(said, str) and key in _FILES and said:
        yield said
