"""The ``huifang`` command: global options, lazily loaded commands, exit codes.

Exit codes: 0 clean, 1 findings, 2 wrong use, 3 the office itself cannot be read or written.
"""

from __future__ import annotations

import gc
import sys
from importlib import import_module

import click

from huifang import __version__
from huifang.cli.chinese import ChineseFormatter, ChineseGroup, explain_wrong_use
from huifang.cli.session import BROKEN, WRONG_USE, Session, clock, print_error
from huifang.page.groups import shown_groups

click.Context.formatter_class = ChineseFormatter

#: One line of help for each command.
_ABOUT = {
    "policies": "列出可用的制度。",
    "draft": "从条文写出制度的草案，逐行勾选。",
    "init": "建立新的办公文件夹。",
    "check": "检查表格，指出错误和提醒。",
    "live": "在 Excel 打开着的工作簿上检查、收表、排计划、出报告。",
    "plan": "生成本期的回访计划表。",
    "today": "列出今天要打的电话，并写成日历。",
    "collect": "收取交回的表格并入账。",
    "report": "生成报告。",
    "spotcheck": "抽查：封存名单、抽签、核对抽签。",
    "complaints": "列出投诉和各自的时限。",
    "policy": "改制度之前先试：会多打少打多少电话。",
    "explain": "说明为什么、什么时候回访某个客户。",
    "correct": "执行主管填好的更正单。",
    "import": "把自己的名单导入客户、人员等表。",
    "handover": "把客户和他们未打的回访交给另一位业务员。",
    "mail": "从单位邮箱收发信；保存邮箱的密码。",
    "form": "把空白的标准表格写到一个文件夹。",
    "verify": "核对日志、归档和账目是否完好。",
    "backup": "把办公文件夹备份成一个文件。",
    "restore": "把备份恢复到一个新文件夹。",
    "resume": "日志丢失了内容、又没有备份时，认可丢失后继续。",
    "run": "按日期和时刻，依次完成现在该做的事。",
    "page": "打开回访台：在浏览器里做这里的每一件事。",
    "pack-windows": "做一个 Windows 上不用安装就能用的文件夹。",
    "demo": "演示：在空文件夹里走完一个十日周期。",
}
#: Command → one line of help, group by group; modules are imported only when their command runs.
COMMANDS = {command: _ABOUT[command] for _, commands in shown_groups() for command in commands}


class LazyGroup(ChineseGroup):
    """A group that knows its commands by name and imports one only when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's module."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"huifang.cli.{cmd_name.replace('-', '_')}_command")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands group by group, without importing them."""
        widest = max(map(len, COMMANDS))
        for name, commands in shown_groups():
            with formatter.section(f"命令·{name}"):
                formatter.write_dl([(command.ljust(widest), COMMANDS[command]) for command in commands])


@click.group(cls=LazyGroup, context_settings={"max_content_width": 100})
@click.option("-C", "folder", type=click.Path(), default=".", help="办公文件夹(默认：当前文件夹，并向上查找)。")
@click.option("--today", metavar="YYYY-MM-DD", help="把这一天当作今天(时刻为 12:00)。")
@click.option("--now", metavar='"YYYY-MM-DD HH:MM"', help="把这个时刻当作现在。")
@click.option("--json", "as_json", is_flag=True, help="在标准输出只打印一个 JSON 对象。")
@click.version_option(__version__, message="%(prog)s %(version)s", help="显示版本。")
@click.help_option("-h", "--help", help="显示这段说明。")
@click.pass_context
def group(context: click.Context, folder: str, today: str | None, now: str | None, as_json: bool) -> None:
    """回访:让办公室用标准 Excel 表格按时回访客户、如实汇报。"""
    context.obj = Session(folder, clock(today, now), as_json, is_fixed=bool(today or now))


def main() -> None:
    """Run the command; what the office cannot do is said in one line, never in a traceback."""
    gc.set_threshold(100_000)  # a command ends before looking for cycles more often could pay
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
    try:
        code = group.main(prog_name="huifang", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        code = WRONG_USE
    except click.UsageError as error:
        click.echo(explain_wrong_use(error), err=True)
        print_error(error.format_message(), wanted="--json" in sys.argv[1:])
        code = WRONG_USE
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断。已经入账的内容不受影响，可以再运行一次。", err=True)
        code = BROKEN
    gc.freeze()  # the process ends: to look through all that it holds once more would be waste
    sys.exit(code)
