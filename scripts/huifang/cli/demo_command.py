"""``huifang demo``."""

from __future__ import annotations

from pathlib import Path

import click

from huifang.cli.session import Session, office_command

DEFAULT = "回访演示"


@click.command("demo", short_help="演示：在空文件夹里走完一个十日周期。")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.pass_obj
@office_command
def command(session: Session, folder: Path | None) -> None:
    """建立一个虚构的单位，走完一个十日周期：排计划、填表、收表、退回错误、更正、出报告。"""
    from huifang.edges.store.files import free_path
    from huifang.flow.moving_in.founding import NotEmpty
    from huifang.flow.samples.demo import play

    target = folder or free_path(Path(DEFAULT))
    try:
        played = play(target, session.now)
    except NotEmpty as error:
        raise click.UsageError(str(error)) from None
    session.say(f"演示完成：{target.as_posix()}/ 里是一个虚构的单位，{played.period} 这一期已经走完。请打开看看：")
    for path, what in played.worth_opening:
        session.say(f"  {what}\n      {target.as_posix()}/{path}")
    body = {
        "office": target.as_posix(),
        "period": played.period,
        "files": [{"file": path, "what": what} for path, what in played.worth_opening],
    }
    session.finish(body, clean=True)
