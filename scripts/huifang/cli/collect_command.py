"""``huifang collect``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huifang.cli.session import Session, office_command

if TYPE_CHECKING:
    from huifang.flow.intake.collected import Collected
    from huifang.flow.office.desk import Desk


@click.command("collect", short_help="收取交回的表格并入账。")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path, readable=False))
@click.option("--drop", is_flag=True, help="只把这些文件、这些文件夹里的文件放进“收件箱”，先不收取。")
@click.pass_obj
@office_command
def command(session: Session, paths: tuple[Path, ...], drop: bool) -> None:
    """收取“收件箱”里(或指定的)回访表和填好的表单：检查、归档、入账或登记；有错误的做好标记，放进“发件箱”。"""
    if drop:
        _drop(session, paths)
        return
    from huifang.flow.intake.collecting import collect

    def take(desk: Desk) -> Collected:
        session.existing(*paths)
        return collect(desk, paths)

    collect_and_tell(session, take)


def collect_and_tell(session: Session, take: Callable[[Desk], Collected]) -> None:
    """Collect what ``take`` takes, and say what became of it."""
    from huifang.flow.intake.by_person import by_person
    from huifang.flow.intake.telling import told_of_returned

    with session.writing() as desk:
        result = take(desk)
        told = [told_of_returned(returned, desk.present.people.label) for returned in result.returned]
        people = by_person(desk, result)
    _say(session, result, told)
    warned = any(one.warnings for one in result.accepted) or any(one.warnings for one in result.filled)
    troubled = result.returned or result.ignored or result.pending or result.all_notes or warned
    session.finish({**_body(result), "people": people}, clean=not troubled)


def _drop(session: Session, paths: tuple[Path, ...]) -> None:
    """Copy the files into the inbox, and say what became of each."""
    from huifang.flow.intake.dropping import drop

    if not paths:
        raise click.UsageError("请写明要把哪些文件或文件夹放进收件箱。")
    office = session.office()
    session.existing(*paths)
    dropped = drop(office, paths)
    for file, place in dropped.placed:
        renamed = "" if place.endswith(f"/{file}") else f"，名称是 {place}"
        session.say(f"已放入 {file}{renamed}。")
    for file in dropped.there:
        session.say(f"已经有 {file}：收件箱里有一样的，没有再放。")
    for file, reason in dropped.refused:
        session.say(f"没有放 {file}：{reason.sentence}")
    if not (dropped.placed or dropped.there or dropped.refused):
        session.say("里面没有可以放进收件箱的文件。")
    lying = f"收件箱里现在有 {dropped.waiting} 个文件" if dropped.waiting else "收件箱是空的"
    session.say(f"{lying}{'，运行 huifang collect 就收取' if dropped.waiting else ''}。")
    body = {
        "dropped": [{"file": file, "placed": place} for file, place in dropped.placed],
        "there": [{"file": file} for file in dropped.there],
        "refused": [{"file": file, **reason.as_json()} for file, reason in dropped.refused],
        "waiting": dropped.waiting,
    }
    session.finish(body, clean=not dropped.refused)


def _say(session: Session, result: Collected, told: Sequence[str]) -> None:
    """What became of the files; ``told`` has a sentence for each that was returned."""
    from huifang.flow.intake.telling import told_of_filled, told_of_others

    for accepted in result.accepted:
        whose = f"{accepted.agent} {accepted.period}"
        rows = f"新增 {accepted.rows} 行" if accepted.rows else "没有新的行"
        session.say(f"已入账 {accepted.file}({whose}){rows}。")
        session.say_findings(accepted.warnings, limit=5)
    for filled in result.filled:
        for sentence in told_of_filled(filled):
            session.say(sentence)
        session.say_findings(filled.warnings, limit=5)
    for returned, sentence in zip(result.returned, told, strict=True):
        session.say(sentence)
        session.say_findings(returned.findings, limit=10)
    for file in result.duplicates:
        session.say(f"重复   {file}：与以前收到的相同，没有变化。")
    for sentence in told_of_others(result):
        session.say(sentence)
    _say_further(session, result)
    session.say_findings(result.all_notes)
    if not (result.accepted or result.filled or result.returned or result.duplicates or result.ignored):
        session.say("收件箱里没有新的表格。")


def _say_further(session: Session, result: Collected) -> None:
    """What followed from the calls: rows of registers, drafts, marks."""
    for one in result.passed.registered:
        session.say(f"已登记 {one.sheet} {one.number}：来自回访记录 {one.record_no}。")
    for draft in result.passed.drafts:
        session.say(f"已写好通知的邮件草稿：{draft}")
    if result.passed.reports:
        session.say(f"已为 {len(result.passed.reports)} 次回访留好回访报告的一行。")
    if result.passed.marked:
        session.say(f"投诉已经处理完成，给这些客户加上了重点标记：{'、'.join(result.passed.marked)}。")
    if result.passed.remarked:
        session.say(f"投诉的处理结果写进了这些客户的备注：{'、'.join(result.passed.remarked)}。")
    if result.back.numbers:
        session.say(f"已把 {result.back.numbers} 个回访记录编号写入项目台账。")
    if result.back.revisits:
        session.say(f"已把 {result.back.revisits} 次回访的时间和满意度写入投诉登记表。")


def _body(result: Collected) -> dict[str, Any]:
    from msgspec import to_builtins

    return {
        "accepted": [
            {
                "file": a.file, "agent": a.agent, "period": a.period, "rows": a.rows, "sha256": a.sha256,
                "warnings": len(a.warnings), "findings": [f.as_json() for f in a.warnings],
                "arrived_at": f"{a.arrived_at:%Y-%m-%d %H:%M}", "arrival": a.arrival_by,
            }
            for a in result.accepted
        ],
        "filled": [
            {
                "file": f.file, "form": f.form, "sheet": f.sheet, "sha256": f.sha256, "rows": to_builtins(f.rows),
                "warnings": len(f.warnings), "findings": [w.as_json() for w in f.warnings],
            }
            for f in result.filled
        ],
        "returned": [
            {
                "file": r.file, **r.reason.as_json(), "findings": [f.as_json() for f in r.findings], "marked": r.marked,
            }
            for r in result.returned
        ],
        "duplicates": [{"file": file} for file in result.duplicates],
        "ignored": [{"file": file, **reason.as_json()} for file, reason in result.ignored],
        "pending": [
            {"file": file, "record_no": c.record_no, "column": c.column, "old": c.old, "new": c.new}
            for file, c in result.pending
        ],
        "forms": result.forms,
        "heard": to_builtins(result.passed.registered),
        "notices": result.passed.drafts,
        "marked": result.passed.marked,
        "remarked": result.passed.remarked,
        "reports": to_builtins(result.passed.reports),
        "written_back": result.back.numbers + result.back.revisits,
        "notes": [note.as_json() for note in result.all_notes],
    }  # fmt: skip
