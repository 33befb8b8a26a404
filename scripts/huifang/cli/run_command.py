"""``huifang run``."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import click

from huifang.cli.session import Session, office_command

if TYPE_CHECKING:
    from huifang.flow.office.desk import Desk
    from huifang.flow.run_steps import Step


@click.command("run", short_help="按日期和时刻，依次完成现在该做的事。")
@click.option("--clock-ok", is_flag=True, help="确认电脑的日期没有错(比上次记录晚 40 天以上时需要)。")
@click.option("--mail", is_flag=True, help="先从单位邮箱收信，最后发出可以自动发送的信。")
@click.option("--schedule", is_flag=True, help="打印让电脑按时自动运行的设置，不运行。")
@click.option("--install", is_flag=True, help="和 --schedule 一起，在 Windows 上直接加入任务计划。")
@click.pass_obj
@office_command
def command(session: Session, clock_ok: bool, mail: bool, schedule: bool, install: bool) -> None:
    """收表、出到期的报告、排本期计划，依次完成；没有该做的事就什么也不做。"""
    if install and not schedule:
        raise click.UsageError("--install 要和 --schedule 一起写。")
    if schedule:
        _schedule(session, install)
    else:
        _run(session, clock_ok, mail)


def _run(session: Session, clock_ok: bool, mail: bool) -> None:
    from huifang.edges.store.files import OfficeError
    from huifang.flow.running import run
    from huifang.flow.told_runs import told_in_a_line

    try:
        with session.writing(clock_ok) as desk:
            steps = _by_mail(desk) if mail else run(desk)
    except OfficeError as error:
        _note(session, f"没有运行：{error}")
        raise
    if not desk.clock_is_doubtful:  # its day may be no day
        _note(session, told_in_a_line(steps) if steps else "没有要做的事。", quiet=not steps)
    if desk.present.policy.console:
        _keep_console(session)
    _say(session, steps)


def _keep_console(session: Session) -> None:
    """控制台.xlsm as the office is after the run; that it cannot be written stops nothing."""
    from huifang.edges.store.files import OfficeError
    from huifang.page.console.keeping import keep_console

    with suppress(OfficeError, OSError):
        keep_console(session.reading(), has_run=True)


def _by_mail(desk: Desk) -> list[Step]:
    from huifang.edges.post.mail_link import MailLink
    from huifang.flow.by_mail import run_by_mail

    return run_by_mail(desk, MailLink())


def _say(session: Session, steps: list[Step]) -> None:
    for step in steps:
        session.say(step.text)
    if not steps:
        session.say("现在没有要做的事。")
    why = [step.why for step in steps if step.why]
    if why:
        session.say(f"需要处理(退出码 1)：{'；'.join(why)}。")
    body = {"steps": [{"step": step.step, "text": step.text, "why": step.why, **step.data} for step in steps]}
    session.finish({**body, "why": why}, clean=not why)


def _note(session: Session, text: str, quiet: bool = False) -> None:
    """The run's line in 日志; that it cannot be written stops nothing."""
    from huifang.edges.store.run_notes import RUN_NOTES, note_run

    try:
        note_run(session.office(), session.now, text, quiet)
    except OSError as error:
        session.say(f"“{RUN_NOTES}”写不进：{error.strerror or error}。请检查磁盘空间和权限。")


def _schedule(session: Session, install: bool) -> None:
    from huifang.edges.system.scheduling import WINDOWS, entry, kind_here
    from huifang.edges.system.scheduling import install as enter
    from huifang.flow.scheduling import scheduled_run

    desk = session.reading()
    run, kind, today = scheduled_run(desk), kind_here(), session.now.date()
    if install:
        enter(run, today)
        session.say(f"已加入任务计划：{run.name}，每 {run.minutes} 分钟运行一次；做了什么见“日志”文件夹。")
    elif kind == WINDOWS:
        session.say("下面是任务计划的内容；用 huifang run --schedule --install 可以直接加入。")
    text = entry(kind, run, today)
    if not install:
        session.say(text.rstrip("\n"))
    session.finish({"kind": kind, "text": text}, clean=True)
