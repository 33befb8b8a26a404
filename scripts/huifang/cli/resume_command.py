"""``huifang resume``."""

from __future__ import annotations

import click

from huifang.cli.session import Session, office_command


@click.command("resume", short_help="日志丢失了内容、又没有备份时，认可丢失后继续。")
@click.option("--by", required=True, metavar="工号", help="由谁决定：主管或老板的工号(或姓名)。")
@click.option("--why", required=True, metavar="原因", help="为什么会丢失、为什么不能恢复；原样记入日志。")
@click.option("--policy", "preset", metavar="PRESET", help="原来的制度；只在系统问到时才需要写。")
@click.pass_obj
@office_command
def command(session: Session, by: str, why: str, preset: str | None) -> None:
    """日志不见了、变短了或被换掉，又确实找不到备份时，由主管或老板认可丢失，把丢失的内容记入日志，然后继续使用。

    什么也不会被删除或覆盖：丢失的清单存进归档/丢失。计划排好以后，丢失的提交可以从归档里重新收取。
    """
    from huifang.flow.office.resuming import resume

    if not why.strip():
        raise click.UsageError("请写明原因：--why 后面不能是空的。")
    done = resume(session.office(), session.now, by, why.strip(), preset)
    if done.lost is None:
        session.say("日志没有丢失内容，这次什么也没有写。")
    else:
        session.say(f"{done.lost.what}。")
        session.say(
            f"已由 {by} 认可并记入日志：缺少 {len(done.lost.files)} 个文件、{len(done.lost.heads)} 份报告的记录。"
        )
        if any(path.startswith(".huifang/issued/") for path in done.lost.files):
            session.say("丢失的计划请先重新排(huifang plan --period 期间)；旧表上与新计划相同的行可以照收。")
        sheets = sorted({path.rpartition("/")[0] for path in done.lost.files if path.startswith("归档/提交/")})
        for folder in sheets:
            session.say(f"丢失的提交可以重新收取：huifang collect {folder}")
        session.say("请马上做一次备份：huifang backup 备份.zip")
    lost = done.lost
    body = {
        "resumed": lost is not None,
        "what": lost.what if lost else None,
        "lost": [*lost.files, *lost.heads] if lost else [],
        "entries": done.entries,
        "head": done.head,
    }
    session.finish(body, clean=True)
