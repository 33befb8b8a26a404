"""``huifang backup``."""

from __future__ import annotations

from pathlib import Path

import click

from huifang.cli.session import Session, office_command


@click.command("backup", short_help="把办公文件夹备份成一个文件。")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.pass_obj
@office_command
def command(session: Session, file: Path) -> None:
    """把整个办公文件夹写成一个备份(.zip)，写好后重新读一遍，核对日志和每个文件。已有的文件不会被覆盖。

    每次出报告之后、升级之前、换电脑之前都应备份，并把备份放到另一台电脑或移动硬盘上。
    """
    from huifang.cli.backup_words import held_words
    from huifang.flow.keeping.backing_up import back_up

    office = session.office()
    done = back_up(office, file, session.now)
    session.say(f"备份已写入“{file}”，并重新读过，完好无损({max(1, round(done.size / 1_000_000))} MB)。")
    session.say(held_words(done.manifest, session.now))
    for problem in done.problems:
        session.say(f"提醒 {problem.file}：{problem.detail}。备份里是它现在的样子；请运行 huifang verify。")
    if file.resolve().is_relative_to(office.root.resolve()):
        session.say("备份放在了办公文件夹里面；这台电脑坏了，它也会一起丢失，请再拷一份到别处。")
    body = {
        "file": file.as_posix(),
        "entries": done.manifest.entries,
        "head": done.manifest.head,
        "files": sorted(done.manifest.files),
        "last_at": done.manifest.last_at,
        "problems": [{"kind": p.kind, "file": p.file, "detail": p.detail} for p in done.problems],
    }
    session.finish(body, clean=not done.problems)
