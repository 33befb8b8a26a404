"""``huifang live``: the same commands on what is open in Excel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huifang.cli.chinese import ChineseGroup
from huifang.cli.session import Session, office_command

if TYPE_CHECKING:
    from huifang.edges.excel.open_workbook import MarkedInPlace
    from huifang.flow.intake.collected import Collected
    from huifang.flow.live.choosing import LiveOffice
    from huifang.flow.office.desk import Desk


@dataclass(frozen=True, kw_only=True)
class LiveSession(Session):
    """A run on an office some of whose workbooks are open in Excel; ``more`` goes into the JSON object."""

    live: LiveOffice
    more: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def writing(self, clock_ok: bool | None = None) -> Iterator[Desk]:
        """What is written into open registers is written there, not into their files."""
        with super().writing(clock_ok) as desk:
            desk.open_registers = self.live.written_to
            yield desk

    def finish(self, body: Mapping[str, Any], clean: bool) -> None:
        """Name the copies, then finish like any other."""
        for copy in self.live.copies:
            self.say(f"已另存副本：{copy}")
        super().finish({**body, "workbook": self.live.book.name, "copies": self.live.copies, **self.more}, clean)


class ReportingSession(LiveSession):
    """The same for a report, which opens beside what is open."""

    def finish(self, body: Mapping[str, Any], clean: bool) -> None:
        """Open it."""
        super().finish({**body, "opened": list(self._open_reports(body))}, clean)

    def _open_reports(self, body: Mapping[str, Any]) -> Iterator[str]:
        from huifang.edges.excel.open_workbook import ExcelRefused
        from huifang.edges.store.office import REPORTS

        for file in body["files"]:
            if file.startswith(f"{REPORTS}/") and file.endswith(".xlsx"):
                try:
                    self.live.book.open_beside(self.live.office.path(file).resolve())
                except ExcelRefused as refused:
                    self.say(f"没有打开 {file}：{refused}")
                    continue
                self.say(f"已在 Excel 里打开 {file}")
                yield file


@click.group("live", cls=ChineseGroup, short_help="在 Excel 打开着的工作簿上检查、收表、排计划、出报告。")
def command() -> None:
    """不用保存和关闭，就在 Microsoft Excel 打开着的工作簿上工作。处理的是最前面的工作簿，或 --book 写明的那个。

    正在编辑单元格时，Excel 不接受别的程序，会一直等到编辑结束。用 WPS 的，请保存后用不带 live 的命令。
    """


_book = click.option("--book", "book", metavar="名称", help="打开着的工作簿的名称；默认为最前面的那个。")
_save = click.option("--save", "do_save", is_flag=True, help="登记表有没有保存的修改，先替您保存(以前的另留一份)。")


def _live(session: Session, book: str | None, kind: type[LiveSession] = LiveSession) -> LiveSession:
    """The session of the office that the open workbook belongs to."""
    from huifang.edges.excel.open_workbook import open_books
    from huifang.flow.live.choosing import live_office

    live = live_office(open_books(), book, Path(session.folder), session.now)
    return kind(
        folder=str(live.office.root), now=session.now, as_json=session.as_json, is_fixed=session.is_fixed, live=live
    )


def _saved(session: Session, book: str | None, do_save: bool, kind: type[LiveSession] = LiveSession) -> LiveSession:
    """The same for a command that goes by what is saved."""
    started = _live(session, book, kind)
    for name in started.live.require_saved(do_save):
        session.say(f"已保存 {name}。")
    return started


@command.command("check", short_help="检查打开着的工作簿，就在上面做标记。")
@_book
@click.pass_obj
@office_command
def check_command(session: Session, book: str | None) -> None:
    """检查打开着的登记表、回访表或其他标准表格，没有保存的修改也算；颜色、批注和“校验结果”直接标在上面，不保存。

    登记表连同其他登记表一起检查，只列出这一本里的问题。
    """
    from huifang.cli.check_command import tell_checked
    from huifang.flow.live.checking import check_open

    started = _live(session, book)
    done = check_open(started.reading(), started.live)
    started.say(f"已检查打开着的“{started.live.book.name}”。")
    if done.marked:
        _say_marked(started, done.marked)
    if done.elsewhere:
        started.say(f"别的登记表里另有 {done.elsewhere} 处，请运行 huifang check 查看。")
    started.more.update(
        marked=[started.live.book.name] if done.marked else [],
        unmarked=list(done.marked.closed) if done.marked else [],
        elsewhere=done.elsewhere,
    )
    tell_checked(started, replace(done.checked, waiting=(), out=()))


def _say_marked(session: Session, marked: MarkedInPlace) -> None:
    session.say("问题标在单元格上；改好后再运行一次，或运行 huifang live clear 取下标记。")
    for sheet in marked.closed:
        session.say(f"工作表“{sheet}”不能改动(多半是受保护)，没有在上面做标记。")
    if marked.unnoted:
        session.say(f"有 {marked.unnoted} 个单元格只着色，没有批注；问题都列在“校验结果”里。")
    if marked.lacks_list:
        session.say("没有加上“校验结果”工作表(多半是工作簿的结构受保护)。")


@command.command("clear", short_help="取下检查时做的标记。")
@_book
@click.pass_obj
@office_command
def clear_command(session: Session, book: str | None) -> None:
    """取下打开着的工作簿上的标记：颜色、批注和“校验结果”。自己的颜色、格式和批注不变。"""
    from huifang.flow.live.checking import clear_open

    started = _live(session, book)
    cleared = clear_open(started.live)
    taken = cleared.marks or cleared.had_list
    started.say(f"已取下“{started.live.book.name}”上的标记。" if taken else "没有要取下的标记。")
    for sheet in cleared.closed:
        started.say(f"工作表“{sheet}”不能改动(多半是受保护)。请撤销保护，再运行一次。")
    body = {"cleared": cleared.marks, "list_removed": cleared.had_list, "unmarked": list(cleared.closed)}
    started.finish(body, clean=not cleared.closed)


@command.command("collect", short_help="收取打开着的回访表或表单。")
@_book
@_save
@click.pass_obj
@office_command
def collect_command(session: Session, book: str | None, do_save: bool) -> None:
    """收取打开着的回访表或填好的表单，没有保存的修改也算；打开着的登记表，新的行直接写在里面。"""
    from huifang.cli.collect_command import collect_and_tell

    started = _saved(session, book, do_save)

    def take(desk: Desk) -> Collected:
        from huifang.edges.arriving.arrivals import Arrival
        from huifang.flow.intake.collecting import collect_arrivals

        name = started.live.book.name
        opened = Arrival(path=Path(name), shown=name, from_inbox=False, content=started.live.content()[0])
        return collect_arrivals(desk, [opened])

    collect_and_tell(started, take)


@command.command("plan", short_help="生成本期的回访计划表。")
@click.option("--period", "period_name", metavar="P", help="期间，如 2026-11下旬；默认为今天所在的一期。")
@_book
@_save
@click.pass_context
@office_command
def plan_command(context: click.Context, period_name: str | None, book: str | None, do_save: bool) -> None:
    """生成回访计划工作簿，和 huifang plan 一样；打开着的登记表要先保存，新的行直接写在里面。"""
    from huifang.cli.plan_command import command as plan

    context.obj = _saved(context.obj, book, do_save)
    context.invoke(plan, period_name=period_name)


@command.command("report", short_help="生成报告，并在 Excel 里打开。")
@click.option("--kind", metavar="K", help="报告的名称，如 旬报；默认为制度里的第一种。")
@click.option("--period", "period_name", metavar="P", help="期间，如 2026-11中旬；默认为今天所在的一期。")
@_book
@_save
@click.pass_context
@office_command
def report_command(
    context: click.Context, kind: str | None, period_name: str | None, book: str | None, do_save: bool
) -> None:
    """生成报告，和 huifang report 一样，并在同一个 Excel 里打开；打开着的登记表要先保存。"""
    from huifang.cli.report_command import command as report

    context.obj = _saved(context.obj, book, do_save, ReportingSession)
    context.invoke(report, kind=kind, period_name=period_name)
