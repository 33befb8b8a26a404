"""``huifang import``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huifang.cli.list_words import say_understood, told_words, words_json
from huifang.cli.session import Session, office_command

if TYPE_CHECKING:
    from huifang.flow.moving_in.importing import Proposal
    from huifang.flow.office.desk import Desk
    from huifang.tables.model import Table

#: So many new rows and duplicates are shown before the rest is only counted; of changes every one is.
SHOWN = 5


@dataclass(frozen=True)
class SaidOfList:
    """The options that say how a list is to be understood, and whether it is to be written."""

    maps: tuple[str, ...]
    values: tuple[str, ...]
    words: tuple[str, ...]
    yes: bool


@click.command("import", short_help="把自己的名单导入客户、人员等表。")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path, readable=False))
@click.option(
    "--to", "name", metavar="TABLE", required=True, help="导入哪张表，如 客户、人员、联系人、服务单、回访记录、话单。"
)
@click.option("--map", "maps", metavar="源列=目标列", multiple=True, help="指明一列；只写“源列=”表示不导入这一列。")
@click.option("--set", "values", metavar="列=值", multiple=True, help="新增的行里，名单没有写的这一列都填这个值。")
@click.option(
    "--value", "words", metavar="列=写法=选项", multiple=True, help="名单里的写法是哪个选项，如 客户类别=A=普通客户。"
)
@click.option("--yes", is_flag=True, help="不再询问，直接写入。")
@click.pass_obj
@office_command
def command(session: Session, /, file: Path, name: str, **options: Any) -> None:
    """导入自己的名单(.xlsx、.xlsm、.csv，也可以是旧的 .xls、.et)：先显示各列的对应关系、新增和改动，确认后再写入。

    没有编号的行会接着本单位的编号往下编；表里已有的行只更新不同的内容，空单元格不会覆盖原有内容，也不删除任何行。
    电话或名称与已有的相同、又没有自己编号的行不导入，会列出来请人核对。

    --to 回访记录：启用以前的回访。算作历史和上次联系，不算谁的成绩；同一个回访只算一次，客户按编号、电话、名称认。

    --to 话单：运营商或电话交换机的通话清单，用来和回访记录对账；同一个通话只算一次。
    """
    from huifang.cli.past_import import PastAsked, import_past_calls, is_past_list
    from huifang.cli.phone_import import PhoneAsked, import_phone_list, is_phone_list
    from huifang.flow.moving_in.importing import (
        NoSuchValue,
        carry_out,
        import_options,
        propose,
        target_of,
        values_told,
    )
    from huifang.flow.moving_in.lists import NoSuchColumn
    from huifang.flow.moving_in.words import NoSuchWord, words_told

    said = SaidOfList(**options)
    asks = not said.yes and not session.as_json and _is_terminal()
    with session.writing() if said.yes or asks else session.looking() as desk:
        target = target_of(desk, _table(desk, name))
        told = _told(target.table, said.maps)
        session.existing(file)
        try:
            given = values_told(desk, target.table, _given(target.table, said.values))
            meant = words_told(target.table, told_words(said.words), import_options(desk.present.policy))
            if is_phone_list(target.table):
                import_phone_list(session, desk, PhoneAsked(file, told, given, said.yes, asks))
                return
            if is_past_list(target.table):
                import_past_calls(session, desk, PastAsked(file, told, given, meant, said.yes, asks))
                return
            proposal = propose(desk, file, target, told, given, meant)
        except (NoSuchColumn, NoSuchValue, NoSuchWord) as error:
            raise click.UsageError(str(error)) from None
        _say(session, proposal)
        wanted = said.yes or (asks and proposal.changes_something and click.confirm("现在写入吗？", err=True))
        written = carry_out(desk, proposal) if wanted else False
    _say_outcome(session, proposal, written, wanted)
    troubled = proposal.findings or proposal.arrivals.duplicates
    session.finish(_body(proposal, written), clean=not troubled)


def _is_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty()


def _table(desk: Desk, name: str) -> Table:
    from huifang.core.text import nearest
    from huifang.flow.moving_in.importing import importable

    tables = importable(desk)
    if name not in tables:
        close = nearest(name, tables)
        hint = f"是不是“{close}”？" if close else ""
        raise click.UsageError(f"本单位没有可以导入的表“{name}”。{hint}可用的有：{'、'.join(tables)}。")
    return tables[name]


def _told(table: Table, maps: Iterable[str]) -> Mapping[str, str]:
    """The columns that were named, by source header; telephones may stand in several."""
    from huifang.tables.model import Kind

    told: dict[str, str] = {}
    for text in maps:
        source, sign, target = (part.strip() for part in text.rpartition("="))
        if not (sign and source):
            raise click.UsageError(f"--map 应写成 源列=目标列，现在是“{text}”。")
        if target and target not in table.by_header:
            raise click.UsageError(f"“{table.name}”表里没有列“{target}”。可用的有：{'、'.join(table.by_header)}。")
        if target and target in told.values() and table.by_header[target].kind is not Kind.PHONE:
            raise click.UsageError(f"有两列都指明为“{target}”，请只留一列。")
        told[source] = target
    return told


def _given(table: Table, values: Iterable[str]) -> Mapping[str, str]:
    """What new rows say where the list says nothing, by header."""
    given: dict[str, str] = {}
    for text in values:
        header, sign, value = (part.strip() for part in text.partition("="))
        if not (sign and value):
            raise click.UsageError(f"--set 应写成 列=值，现在是“{text}”。")
        if header not in table.by_header:
            raise click.UsageError(f"“{table.name}”表里没有列“{header}”。可用的有：{'、'.join(table.by_header)}。")
        given[header] = value
    return given


def _say(session: Session, proposal: Proposal) -> None:
    """The mapping, the first rows, and everything that needs a look."""
    own, arrivals = proposal.own, proposal.arrivals
    say_understood(session, own)
    _say_some(session, f"新增 {len(proposal.new)} 行", map(_row_text, proposal.new), len(proposal.new))
    if arrivals.changes:
        session.say(f"改动 {len(arrivals.changes)} 处，写入后原来的内容就被替换：")
    for c in arrivals.changes:
        session.say(f"  {c.key} 的“{c.column.header}”由“{c.old}”改为“{c.new}”({c.place})")
    duplicates = (
        f"{d.place} 与 {d.other} 的{'、'.join(c.header for c in d.columns)}相同：{d.value}"
        f"({'有自己的编号，作为新的一行' if d.added else '没有导入'})"
        for d in arrivals.duplicates
    )
    _say_some(session, f"疑似重复 {len(arrivals.duplicates)} 行", duplicates, len(arrivals.duplicates))
    session.say_findings(proposal.findings)
    if own.located:
        session.say(
            f"名单共 {own.count} 行：新增 {len(proposal.new)}，有改动 {arrivals.changed_rows}，"
            f"与表里相同 {arrivals.unchanged}，没有导入 {_left(proposal)}。"
        )


def _left(proposal: Proposal) -> int:
    """How many rows of the list are not brought in; each stands in a finding, or among the duplicates."""
    arrivals = proposal.arrivals
    return proposal.own.count - len(proposal.new) - arrivals.changed_rows - arrivals.unchanged


def _say_some(session: Session, heading: str, lines: Iterable[str], count: int) -> None:
    if not count:
        return
    session.say(f"{heading}：")
    for line in islice(lines, SHOWN):
        session.say(f"  {line}")
    if count > SHOWN:
        session.say(f"  ……还有 {count - SHOWN} 条，用 --json 可看全部。")


def _row_text(row: Mapping[str, Any]) -> str:
    from huifang.tables.cells import shown

    return " | ".join(shown(value) for value in list(row.values())[:8])


def _say_outcome(session: Session, proposal: Proposal, written: bool, wanted: bool) -> None:
    name = f"{proposal.table.workbook} 的“{proposal.table.name}”"
    if written:
        session.say(f"已写入 {name}：新增 {len(proposal.new)} 行，改动 {len(proposal.arrivals.changes)} 处。")
    elif not proposal.changes_something:
        session.say(f"{name}没有需要写入的内容，有 {proposal.arrivals.unchanged} 行与表里相同。")
    elif not wanted:
        session.say("还没有写入。核对无误后，在同一条命令后面加上 --yes 再运行一次。")


def _body(proposal: Proposal, written: bool) -> dict[str, Any]:
    from huifang.tables.cells import shown

    arrivals, columns = proposal.arrivals, proposal.table.by_key
    return {
        "table": proposal.table.name,
        "sheet": proposal.own.sheet or None,
        "mapping": proposal.own.mapping,
        "headers": list(proposal.own.located.headers) if proposal.own.located else [],
        "new": [{columns[key].header: shown(value) for key, value in row.items()} for row in proposal.new],
        "appended": len(proposal.new),
        "changed": [
            {"key": c.key, "column": c.column.header, "old": c.old, "new": c.new, "place": str(c.place)}
            for c in arrivals.changes
        ],
        "duplicates": [
            {
                "place": str(d.place), "other": str(d.other), "columns": [c.header for c in d.columns],
                "value": d.value, "appended": d.added,
            }
            for d in arrivals.duplicates
        ],
        "words": words_json(proposal.own.words),
        "unchanged": arrivals.unchanged,
        "rows": proposal.own.count,
        "left_out": _left(proposal),
        "findings": [finding.as_json() for finding in proposal.findings],
        "written": written,
    }  # fmt: skip
