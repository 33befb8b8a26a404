"""Click speaks Chinese: headings of the help, and what it says about wrong use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import click
from click.exceptions import BadParameter, MissingParameter, NoSuchOption

HEADINGS = {"Options": "选项", "Commands": "命令"}
PHRASES = {"Show this message and exit.": "显示这段说明。", "[required]": "[必填]"}
EXTRA = re.compile(r"Got unexpected extra arguments? \((.*)\)")


class ChineseFormatter(click.HelpFormatter):
    """Help pages with Chinese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The usage line."""
        args = args.replace("[OPTIONS]", "[选项]").replace("COMMAND [ARGS]...", "命令 [参数]...")
        super().write_usage(prog, args, prefix or "用法：")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """A list of options or commands."""
        translated = [(name, _translated(text)) for name, text in rows]
        super().write_dl(translated, col_max, col_spacing)

    @contextmanager
    def section(self, name: str) -> Iterator[None]:
        """A section with its heading translated."""
        with super().section(HEADINGS.get(name, name)):
            yield


def _translated(text: str) -> str:
    for english, chinese in PHRASES.items():
        text = text.replace(english, chinese)
    return text


class ChineseGroup(click.Group):
    """A group that answers an unknown command with the nearest known one as advice."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments name."""
        known = self.list_commands(ctx)
        if args and args[0] not in known:
            from huifang.core.text import nearest

            close = nearest(args[0], known)
            hint = f"是不是“{close}”？" if close else f"可用的有：{'、'.join(known)}。"
            raise click.UsageError(f"没有命令“{args[0]}”。{hint}", ctx)
        return super().resolve_command(ctx, args)


def explain_wrong_use(error: click.UsageError) -> str:
    """What is wrong with a command line, and where to read how it is meant."""
    command = error.ctx.command_path if error.ctx else "huifang"
    return f"用法不对：{_message(error)}\n请看 {command} --help。"


def _message(error: click.UsageError) -> str:
    if isinstance(error, NoSuchOption):
        close = f"是不是 {'、'.join(error.possibilities)}?" if error.possibilities else ""
        return f"没有选项 {error.option_name}。{close}"
    if isinstance(error, MissingParameter) and error.param is not None:
        return (
            f"缺少 {error.param.opts[0] if error.param.opts[0].startswith('-') else error.param.human_readable_name}。"
        )
    if isinstance(error, BadParameter) and error.param is not None and isinstance(error.param.type, click.IntRange):
        allowed = error.param.type
        return f"{error.param.human_readable_name} 应写 {allowed.min} 到 {allowed.max} 的整数。"
    if isinstance(error, BadParameter) and error.param is not None:
        return f"{error.param.human_readable_name} 的值不正确：{error.message}"
    extra = EXTRA.match(error.message)
    return f"多余的参数“{extra[1]}”。含空格的值请加引号。" if extra else error.message
