"""``huifang run``."""

from __future__ import annotations

import click

from huifang.cli.session import Session, office_command


@click.command("run", short_help="按日期和时刻，依次完成现在该做的事。")
@click.option("--clock-ok", is_flag=True, help="确认电脑的日期没有错(比上次记录晚 40 天以上时需要)。")
@click.pass_obj
@office_command
def command(session: Session, clock_ok: bool) -> None:
    """收表、出到期的报告、排本期计划，依次完成；没有该做的事就什么也不做。"""
    from huifang.flow.running import run

    with session.writing(clock_ok) as desk:
        steps = run(desk)
    for step in steps:
        session.say(step.text)
    if not steps:
        session.say("现在没有要做的事。")
    why = [step.why for step in steps if step.why]
    if why:
        session.say(f"需要处理(退出码 1)：{'；'.join(why)}。")
    body = {"steps": [{"step": step.step, "text": step.text, "why": step.why, **step.data} for step in steps]}
    session.finish({**body, "why": why}, clean=not why)
