"""``huifang import FILE --to 话单``: a list of calls is shown, and kept when that is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huifang.cli.session import Session

if TYPE_CHECKING:
    from huifang.flow.moving_in.phone_importing import PhoneProposal
    from huifang.flow.office.desk import Desk
    from huifang.tables.model import Table

#: So many calls are shown; of those in JSON that many.
SHOWN, IN_JSON = 5, 200
#: Rows of which it cannot be told when or how long.
_NOT_READ = ("M021", "M022")


@dataclass(frozen=True)
class PhoneAsked:
    """What was asked for: the file, which of its columns is which, what was said of all of it; whether to write, and
    whether somebody can be asked.
    """

    file: Path
    told: Mapping[str, str]
    given: Mapping[str, Any]
    yes: bool
    asks: bool


def is_phone_list(table: Table) -> bool:
    """Whether it is the table of calls, which is no register."""
    from huifang.tables.declared.phone_lists import PHONE_LIST

    return table.name == PHONE_LIST.name


def import_phone_list(session: Session, desk: Desk, asked: PhoneAsked) -> None:
    """Show what the list is, and keep it where that is wanted."""
    from huifang.flow.moving_in.phone_importing import carry_out_phone_list, propose_phone_list

    proposal = propose_phone_list(desk, asked.file, asked.told, asked.given)
    _say(session, proposal)
    can_be = proposal.changes_something
    wanted = asked.yes or (asked.asks and can_be and click.confirm("现在写入吗？", err=True))
    written = carry_out_phone_list(desk, proposal) if wanted else False
    if written:
        session.say(f"话单已经留存：新增 {len(proposal.new)} 个通话，以前的话单里已有 {proposal.known} 个。")
    elif proposal.is_on_file:
        session.say("这份话单以前已经导入，没有需要写入的内容。")
    elif can_be and not wanted:
        session.say("还没有写入。核对无误后，在同一条命令后面加上 --yes 再运行一次。")
    session.finish(_body(proposal, written), clean=not proposal.findings)


def _say(session: Session, proposal: PhoneProposal) -> None:
    from huifang.flow.moving_in.phone_importing import phone_rows
    from huifang.tables.declared.phone_lists import BEIJING

    read = proposal.read
    if read.located:
        plain = f"工作表“{read.sheet}”，表头在第 {read.located.row + 1} 行"
        session.say(f"读取{f'{read.layout} 的话单(没有表头)' if read.layout else plain}。各列的对应关系：")
        for match in read.located.matches:
            session.say(f"  {match.said} → {match.column.header}")
    if proposal.span:
        first, last = proposal.span
        clock = "北京时间" if proposal.zone == BEIJING else f"由 {proposal.zone} 换算成的北京时间"
        session.say(f"时间是{clock}，从 {first:%Y-%m-%d %H:%M} 到 {last:%Y-%m-%d %H:%M}。")
        session.say(f"通话 {len(read.calls)} 个，其中新的 {len(proposal.new)} 个：")
        for row in phone_rows(proposal.new[:SHOWN]):
            session.say(f"  {' | '.join(row.values())}")
        if len(proposal.new) > SHOWN:
            session.say(f"  ……还有 {len(proposal.new) - SHOWN} 个。")
    session.say_findings(proposal.findings)


def _body(proposal: PhoneProposal, written: bool) -> dict[str, Any]:
    from huifang.flow.moving_in.phone_importing import phone_rows
    from huifang.tables.declared.phone_lists import PHONE_LIST

    read, keeps = proposal.read, proposal.changes_something
    first, last = proposal.span or (None, None)
    return {
        "table": PHONE_LIST.name,
        "sheet": read.sheet or None,
        "layout": read.layout or None,
        "mapping": proposal.mapping,
        "headers": list(read.located.headers) if read.located else [],
        "new": phone_rows(proposal.new[:IN_JSON]) if keeps else [],
        "appended": len(proposal.new) if keeps else 0,
        "changed": [],
        "duplicates": [],
        "unchanged": proposal.known if keeps else len(read.calls),
        "rows": read.count,
        "left_out": sum(finding.code in _NOT_READ for finding in read.findings),
        "zone": proposal.zone,
        "from": f"{first:%Y-%m-%d %H:%M}" if first else None,
        "until": f"{last:%Y-%m-%d %H:%M}" if last else None,
        "findings": [finding.as_json() for finding in proposal.findings],
        "written": written,
    }
