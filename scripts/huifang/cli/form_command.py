"""``huifang form``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from huifang.cli.session import Session, office_command

if TYPE_CHECKING:
    from huifang.flow.office.desk import Desk


@click.command("form", short_help="把空白的标准表格写到一个文件夹。")
@click.option("--blank", "folder", metavar="DIR", type=click.Path(path_type=Path), help="写到这个文件夹。")
@click.option("--policy", "name", metavar="PRESET", help="制度的名称，见 huifang policies；默认为本办公文件夹的制度。")
@click.pass_obj
@office_command
def command(session: Session, folder: Path | None, name: str | None) -> None:
    """把制度所用的全部空白表格(包括更正单)写到 DIR；在办公文件夹里，选项按本单位的制度。不会覆盖已有的文件。"""
    from huifang.edges.known.presets import UnknownPreset, load_preset
    from huifang.flow.forms.handing_out import AlreadyThere, hand_out_blanks

    if folder is None:
        raise click.UsageError("请写明空白表格放到哪个文件夹，例如：huifang form --blank 空白表格。")
    desk = None if name else _reading(session)
    try:
        preset = load_preset(desk.state.preset if desk else str(name))
        written = hand_out_blanks(folder, preset, desk.present.policy if desk else None)
    except (UnknownPreset, AlreadyThere) as error:
        raise click.UsageError(str(error)) from None
    names = "、".join(path.name for path in written)
    session.say(f"已把《{preset.name}》的 {len(written)} 个空白表格写到“{folder}”：{names}。")
    session.finish({"files": [desk.office.relative(p) if desk else p.as_posix() for p in written]}, clean=True)


def _reading(session: Session) -> Desk:
    from dataclasses import replace

    from huifang.edges.store.files import OfficeError

    try:
        session.office()
    except OfficeError as error:
        advice = f"{error.reason.advice}没有办公文件夹的，请用 --policy 写明制度，名称见 huifang policies。"
        raise OfficeError(replace(error.reason, advice=advice)) from None
    return session.reading()
