"""``huifang init``."""

from __future__ import annotations

from pathlib import Path

import click

from huifang.cli.session import Session, office_command


@click.command("init", short_help="建立新的办公文件夹。")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--policy", "preset_name", required=True, metavar="PRESET", help="制度的名称，见 huifang policies。")
@click.option("--sample", is_flag=True, help="填入一个虚构的样例单位，并走完一期。")
@click.pass_obj
@office_command
def command(session: Session, folder: Path, preset_name: str, sample: bool) -> None:
    """在 DIR 建立办公文件夹：制度所用的各个工作簿和所需的文件夹。"""
    from huifang.edges.known.presets import UnknownPreset, load_preset
    from huifang.flow.moving_in.founding import NotEmpty, found_office
    from huifang.flow.samples.sample import sample_office

    target = folder
    try:
        preset = load_preset(preset_name)
        files = (
            sample_office(target, preset, session.now).files
            if sample
            else found_office(target, preset, session.now).files
        )
    except (UnknownPreset, NotEmpty) as error:
        raise click.UsageError(str(error)) from None
    session.say(f"已在“{target}”建立办公文件夹，执行《{preset.name}》。")
    if sample:
        session.say("样例单位已走完一期，可以直接运行 huifang check 和 huifang plan。")
    else:
        session.say(
            "接下来：在 Excel 或 WPS 里填写 人员.xlsx 和 客户资料库.xlsx，再运行 huifang check 和 huifang plan。"
        )
    session.finish({"office": target.as_posix(), "files": list(files)}, clean=True)
