"""``huifang init``."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from huifang.cli.session import Session, office_command

if TYPE_CHECKING:
    from huifang.core.findings import Finding
    from huifang.edges.known.presets import Preset


@click.command("init", short_help="建立新的办公文件夹。")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--policy", "preset_name", required=True, metavar="PRESET|FILE",
    help="制度的名称，见 huifang policies；或自己的：选好的 制度草案.xlsx、另一个单位的 制度.xlsx，或 .toml 文件。",
)  # fmt: skip
@click.option("--name", "unit", metavar="单位名称", help="印在表格和报告上的单位名称；以后也可以在 制度.xlsx 里改。")
@click.option("--start", "start", metavar="YYYY-MM-DD", help="启用日期：以前就到期的回访，从这一天起分散安排，不补。")
@click.option("--sample", is_flag=True, help="填入一个虚构的样例单位，并走完一期。")
@click.option("--macros", is_flag=True, help="放一个 控制台.xlsm，在 Excel 里点按钮；以后也可以在 制度.xlsx 里改。")
@click.pass_obj
@office_command
def command(
    session: Session, /, folder: Path, preset_name: str, sample: bool, macros: bool, **said: str | None
) -> None:
    """在 DIR 建立办公文件夹：制度所用的各个工作簿和所需的文件夹。

    自己的制度有一处错误就不建立，各处错误都列出来。要用哪些登记表，由规则的起算、条件和投诉时限看出来。
    """
    from huifang.edges.known.presets import UnknownPreset
    from huifang.flow.moving_in.founding import NotEmpty, found_office
    from huifang.flow.samples.sample import sample_office

    target, items = folder, _items(said["unit"], said["start"])
    if sample and items:
        raise click.UsageError("样例单位有自己的名称和启用日期，--sample 不要和 --name、--start 一起写。")
    try:
        preset, findings = _regulation(preset_name, sample)
        session.say_findings(findings)
        if preset is None:
            session.say("没有建立：请改正以后再来。")
            session.finish({"office": None, "files": [], "findings": [f.as_json() for f in findings]}, clean=False)
            return
        preset = preset.saying({**items, **({"控制台": "是"} if macros else {})})
        files = (
            sample_office(target, preset, session.now).files
            if sample
            else found_office(target, preset, session.now).files
        )
        files = (*files, *(_console(target, session.now) if macros else ()))
    except (UnknownPreset, NotEmpty) as error:
        raise click.UsageError(str(error)) from None
    session.say(f"已在“{target}”建立办公文件夹，执行《{preset.name}》。")
    if sample:
        session.say("样例单位已走完一期，可以直接运行 huifang check 和 huifang plan。")
    else:
        session.say(
            "接下来：在 Excel 或 WPS 里填写 人员.xlsx 和 客户资料库.xlsx，再运行 huifang check 和 huifang plan。"
        )
    body = {"office": target.as_posix(), "files": list(files), "findings": [f.as_json() for f in findings]}
    session.finish(body, clean=not findings)


def _regulation(name: str, sample: bool) -> tuple[Preset | None, tuple[Finding, ...]]:
    """The regulation of that name, or that the file of that name says; None where it cannot be founded on."""
    from huifang.edges.known.presets import load_preset
    from huifang.edges.reading.whole_file import read_given
    from huifang.flow.moving_in.own_regulation import ENDINGS, read_own

    path = Path(name)
    if path.suffix.lower() not in ENDINGS:
        return load_preset(name), ()
    if sample:
        raise click.UsageError("自己的制度没有样例，--sample 请和制度的名称一起写。")
    own = read_own(read_given(path), path.name)
    return own.preset, own.findings


def _console(target: Path, now: datetime) -> tuple[str, ...]:
    """控制台.xlsm, with what it shows."""
    from huifang.edges.books.console_lines import CONSOLE_BOOK
    from huifang.edges.store.office import Office
    from huifang.flow.office.desk import Desk
    from huifang.page.console.keeping import keep_console

    return (CONSOLE_BOOK,) if keep_console(Desk(Office(target), now), has_run=False) else ()


def _items(unit: str | None, start: str | None) -> dict[str, str]:
    """What 基本 says of this office from the beginning."""
    from huifang.core.text import clean
    from huifang.policy.items import LONGEST_NAME

    items = {}
    if unit is not None:
        items["单位名称"] = clean(unit)
        if not 0 < len(items["单位名称"]) <= LONGEST_NAME:
            raise click.UsageError(f"单位名称应为 1 到 {LONGEST_NAME} 个字。")
    if start is not None:
        try:
            items["启用日期"] = date.fromisoformat(start).isoformat()
        except ValueError:
            raise click.UsageError(f"启用日期应写成 2026-11-21，现在是“{start}”。") from None
    return items
