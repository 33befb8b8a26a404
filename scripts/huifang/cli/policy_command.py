"""``huifang policy``: the regulation of this office."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huifang.cli.chinese import ChineseGroup
from huifang.cli.session import Session, office_command

if TYPE_CHECKING:
    from huifang.flow.trying import DueOtherwise, PolicyTrial

#: So many changes of a kind are shown on the screen.
SHOWN = 30


@click.group("policy", cls=ChineseGroup, short_help="改制度之前先试：会多打少打多少电话。")
def command() -> None:
    """本单位的制度：改好以后先试一试，看会怎么样，再照着执行。"""


@command.command("try", short_help="改过的制度生效前，先看会怎么样。")
@click.argument("file", metavar="[FILE]", required=False, type=click.Path(path_type=Path, readable=False))
@click.pass_obj
@office_command
def try_command(session: Session, file: Path | None) -> None:
    """改过的制度要是现在生效，会怎么样：哪些行改了，今后两个月每人多打、少打多少电话，哪些时限和报告会变。

    FILE 是改好的 制度.xlsx，也可以是 .toml 或 制度草案.xlsx；不写的，就拿办公文件夹里改过、还没有执行过的 制度.xlsx
    和现在执行的比。只是算一算，什么也不写。估算时当作电话都在计划的那天打通。
    """
    from huifang.flow.trying import try_policy

    if file is not None:
        session.existing(file)
    trial = try_policy(session.office(), session.now, file)
    _say(session, trial)
    session.say_findings(trial.findings)
    session.say("什么也没有写。要执行的，请把改好的内容写进 制度.xlsx；下一次运行起就按新的执行。")
    session.finish(_body(trial), clean=not trial.findings)


def _say(session: Session, trial: PolicyTrial) -> None:
    if not trial.changes:
        session.say("制度没有改动。")
        return
    session.say(f"制度改了 {len(trial.changes)} 处：")
    for one in trial.changes[:SHOWN]:
        if one.column:
            session.say(f"  {one.sheet} {one.row} 的“{one.column}”：{one.old or '(空)'} → {one.new or '(空)'}")
        else:
            session.say(f"  {one.sheet} {'新增' if one.new else '去掉'}一行 {one.row}：{one.new or one.old}")
    if len(trial.changes) > SHOWN:
        session.say(f"  ……还有 {len(trial.changes) - SHOWN} 处，用 --json 可看全部。")
    session.say(f"从 {trial.from_on} 起两个月(到 {trial.until_on} 前)的回访：")
    for who in trial.calls:
        session.say(f"  {who.name}：{who.before} → {who.after} 个(多 {who.more}，少 {who.fewer})")
    before, after = (sum(getattr(who, name) for who in trial.calls) for name in ("before", "after"))
    session.say(f"  合计：{before} → {after} 个。" if trial.calls else "  没有要打的电话，以前和以后都一样。")
    _say_moved(session, "没有办完的投诉，时限会变的", trial.deadlines)
    _say_moved(session, "会变的报告", trial.reports)


def _say_moved(session: Session, heading: str, moved: tuple[DueOtherwise, ...]) -> None:
    session.say(f"{heading}：" if moved else f"{heading}：没有。")
    for one in moved[:SHOWN]:
        session.say(f"  {one.what} {one.matter}：{one.old or '(没有)'} → {one.new or '(没有)'}")
    if len(moved) > SHOWN:
        session.say(f"  ……还有 {len(moved) - SHOWN} 条，用 --json 可看全部。")


def _body(trial: PolicyTrial) -> dict[str, Any]:
    return {
        "findings": [finding.as_json() for finding in trial.findings],
        "changes": [
            {
                "sheet": one.sheet, "row": one.row, "column": one.column or None, "old": one.old, "new": one.new,
                "cell": one.place.cell,
            }
            for one in trial.changes
        ],
        "effect": {
            "from": trial.from_on.isoformat(),
            "until": trial.until_on.isoformat(),
            "calls": [
                {
                    "agent": who.agent, "name": who.name, "before": who.before, "after": who.after, "more": who.more,
                    "fewer": who.fewer,
                }
                for who in trial.calls
            ],
            "deadlines": [
                {"complaint_no": one.what, "stage": one.matter, "old": one.old or None, "new": one.new or None}
                for one in trial.deadlines
            ],
            "reports": [
                {"report": one.what, "matter": one.matter, "old": one.old, "new": one.new} for one in trial.reports
            ],
        },
    }  # fmt: skip
