"""``huifang restore``."""

from __future__ import annotations

from pathlib import Path

import click

from huifang.cli.session import Session, office_command


@click.command("restore", short_help="把备份恢复到一个新文件夹。")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.pass_obj
@office_command
def command(session: Session, file: Path, folder: Path) -> None:
    """把备份 FILE 恢复到空文件夹 DIR(没有就新建)，并核对日志、归档和账目。原来的办公文件夹不会被改动。"""
    from huifang.cli.backup_words import held_words
    from huifang.flow.keeping.restoring import restore
    from huifang.flow.moving_in.founding import NotEmpty

    try:
        done = restore(file, folder)
    except NotEmpty as error:
        raise click.UsageError(str(error)) from None
    session.say(f"已恢复到“{folder}”。以后请在这个文件夹里工作，不要再用原来的。")
    session.say(held_words(done.manifest, session.now))
    session.say("之后收的表和出的报告不在里面：请重新收取，并用报告上印的链首核对(huifang verify --head)。")
    for problem in done.problems:
        session.say(f"提醒 {problem.file}：{problem.detail}。")
    manifest = done.manifest
    body = {
        "office": folder.as_posix(),
        "entries": manifest.entries,
        "head": manifest.head,
        "files": sorted(manifest.files),
        "made_at": manifest.made_at,
        "last_at": manifest.last_at,
        "problems": [{"kind": p.kind, "file": p.file, "detail": p.detail} for p in done.problems],
    }
    session.finish(body, clean=not done.problems)
