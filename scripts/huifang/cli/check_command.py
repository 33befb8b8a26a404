"""``huifang check``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from huifang.cli.session import Session, office_command

if TYPE_CHECKING:
    from huifang.decisions.reports.parts.waiting import Waiting
    from huifang.flow.checking import Checked


@click.command("check", short_help="检查表格，指出错误和提醒。")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(path_type=Path, readable=False))
@click.option("--mark", is_flag=True, help="把有问题的表复制到发件箱，在单元格上做标记。")
@click.pass_obj
@office_command
def command(session: Session, paths: tuple[Path, ...], mark: bool) -> None:
    """检查办公文件夹里的各个工作簿，或指定的标准表格；不改动任何原件。"""
    from huifang.flow.checking import check

    desk = session.reading()
    session.existing(*paths)
    tell_checked(session, check(desk, paths, mark))


def tell_checked(session: Session, checked: Checked) -> None:
    """Say what was found."""
    from huifang.core.findings import count_errors

    errors = count_errors(checked.findings)
    warnings = len(checked.findings) - errors
    session.say_findings(checked.findings)
    _say_waiting(session, checked.waiting)
    for out in checked.out:
        session.say(
            f"{out.agent} 的 {out.period} 回访表里有 {out.count} 个回访过了应访日期，"
            f"表应在 {out.due_on} 前交，交回后才知道是否逾期。"
        )
    for path in checked.marked:
        session.say(f"标记后的表：{path}")
    session.say(f"共 {errors} 处错误，{warnings} 处提醒。" if checked.findings else "检查完毕，没有发现问题。")
    body = {
        "findings": [finding.as_json() for finding in checked.findings],
        "errors": errors,
        "warnings": warnings,
        "marked": list(checked.marked),
        "waiting": [
            {"person": one.person, "matter": one.matter, "subject": one.subject,
             "since": one.since.isoformat() if one.since else None}
            for one in checked.waiting
        ],
        "out": [
            {"agent": one.agent, "period": one.period, "due_on": one.due_on.isoformat(), "count": one.count}
            for one in checked.out
        ],
    }  # fmt: skip
    session.finish(body, clean=not checked.findings)


def _say_waiting(session: Session, waiting: Sequence[Waiting]) -> None:
    """One line per person: how many of each kind, and the first."""
    people: dict[str, dict[str, list[str]]] = {}
    for one in waiting:
        people.setdefault(one.person, {}).setdefault(one.matter, []).append(one.subject)
    for person, matters in people.items():
        said = "；".join(f"{matter} {len(subjects)} 件(如 {subjects[0]})" for matter, subjects in matters.items())
        session.say(f"等待 {person}：{said}。")
