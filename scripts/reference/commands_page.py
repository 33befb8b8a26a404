"""docs/commands.md: from click's declarations, and from the transcripts of what the commands print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click

from huifang.cli.main import COMMANDS, group
from huifang.page.groups import shown_groups
from reference.markdown import page, table
from reference.transcripts import Command, merged_shape, parse, printed_json, shape_text

EXIT_CODES = (
    (0, "一切正常。"),
    (1, "有错误或提醒需要处理（包括读不了的回访表）。"),
    (2, "用法不对：命令、选项或参数写错了。"),
    (3, "办公文件夹本身不能读取或写入。"),
)
_HEADERS = ("选项", "必填", "作用")


def commands_page(transcripts: Mapping[str, str]) -> str:
    """The page; the transcripts come as text by file name."""
    recorded = {name: [step for step in parse(text) if isinstance(step, Command)] for name, text in transcripts.items()}
    return page(
        "命令",
        "写法：`huifang [总选项] 命令 [选项] [参数]`。总选项写在命令之前。",
        table(
            ("", "命令", "作用"),
            (
                (group_name if name == commands[0] else "", f"[`{name}`](#{name})", COMMANDS[name])
                for group_name, commands in shown_groups()
                for name in commands
            ),
        ),
        "## 总选项",
        _options(group),
        "## 退出码",
        table(("退出码", "含义"), EXIT_CODES),
        "## JSON",
        "加上 `--json`，标准输出只有一个 JSON 对象，给人看的话改走标准错误。日期写成 `2026-11-21`，"
        "时刻写成 `2026-11-21 09:00`，路径都相对于办公文件夹，`agent` 是工号。",
        *(block for name in COMMANDS for block in _command(name, recorded)),
    )


def _command(name: str, recorded: Mapping[str, Sequence[Command]]) -> list[str]:
    command = _load(name)
    runs = [run for commands in recorded.values() for run in commands if run.name == name]
    files = [file for file, commands in recorded.items() if any(run.name == name for run in commands)]
    shape = merged_shape(found for run in runs if run.code in (0, 1) and (found := printed_json(run)) is not None)
    codes = sorted({run.code for run in runs if run.code is not None})
    return [
        f"## {name}",
        *_described(name, command),
        f"`--json` 的内容：\n\n```\n{shape_text(shape)}\n```" if shape else "",
        f"实例（退出码 {'、'.join(map(str, codes))}）："
        + "、".join(f"[{f}](../tests/data/transcripts/{f})" for f in files),
    ]


def _described(name: str, command: click.Command) -> list[str]:
    """Help, usage and options of a command, and of its own commands where it is a group."""
    below = command.commands if isinstance(command, click.Group) else {}
    return [
        command.help or "",
        f"```\n{_usage(name, command)}\n```",
        _options(command),
        *(line for sub, inner in below.items() for line in (f"### {name} {sub}", *_described(f"{name} {sub}", inner))),
    ]


def _load(name: str) -> click.Command:
    command = group.get_command(click.Context(group, info_name="huifang"), name)
    if command is None:
        raise LookupError(name)
    return command


def _usage(name: str, command: click.Command) -> str:
    parent = click.Context(group, info_name="huifang")
    pieces = command.collect_usage_pieces(click.Context(command, info_name=name, parent=parent))
    return " ".join(["huifang", name, *pieces]).replace("[OPTIONS]", "[选项]")


def _options(command: click.Command) -> str:
    options = [param for param in command.params if isinstance(param, click.Option)]
    rows = [(_written(option), "是" if option.required else "", option.help or "") for option in options]
    return table(_HEADERS, rows) if rows else ""


def _written(option: click.Option) -> str:
    value = "" if option.is_flag else f" {option.metavar or option.type.name.upper()}"
    return "`" + ", ".join(option.opts) + value + "`"
