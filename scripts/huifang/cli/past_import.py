"""``huifang import FILE --to 回访记录``: a list of past calls is shown, and kept when that is wanted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huifang.cli.list_words import say_understood, words_json
from huifang.cli.session import Session

if TYPE_CHECKING:
    from huifang.flow.moving_in.past_importing import PastProposal
    from huifang.flow.moving_in.words import ListWords
    from huifang.flow.office.desk import Desk
    from huifang.tables.model import Table

#: So many calls are shown; of those in JSON that many.
SHOWN, IN_JSON = 5, 200


@dataclass(frozen=True)
class PastAsked:
    """What was asked for: the file, which of its columns is which, what was said of all of it and of its words;
    whether to write, and whether somebody can be asked.
    """

    file: Path
    told: Mapping[str, str]
    given: Mapping[str, Any]
    words: ListWords
    yes: bool
    asks: bool


def is_past_list(table: Table) -> bool:
    """Whether it is the table of past calls, which is no register."""
    from huifang.tables.declared.past_calls import PAST_CALLS

    return table.name == PAST_CALLS.name


def import_past_calls(session: Session, desk: Desk, asked: PastAsked) -> None:
    """Show what the list is, and keep it where that is wanted."""
    from huifang.flow.moving_in.past_importing import carry_out_past_calls, propose_past_calls

    proposal = propose_past_calls(desk, asked.file, asked.told, asked.given, asked.words)
    _say(session, proposal)
    wanted = asked.yes or (asked.asks and proposal.new and click.confirm("现在写入吗？", err=True))
    number = carry_out_past_calls(desk, proposal) if wanted else ""
    if number:
        session.say(f"过去的回访已经留存：新增 {len(proposal.new)} 个，算作历史和上次联系，不算谁的成绩。")
        session.say(
            f"这份名单的编号是 {number}。导入错了的，主管可以撤销，再重新导入："
            f"huifang correct --record {number} --take-back --by 工号 --why 原因，在更正单上填也可以。"
        )
    elif not proposal.new:
        session.say(f"没有需要写入的内容，有 {_known(proposal)}。")
    elif not wanted:
        session.say("还没有写入。核对无误后，在同一条命令后面加上 --yes 再运行一次。")
    session.finish(_body(proposal, number), clean=not proposal.findings)


def _say(session: Session, proposal: PastProposal) -> None:
    from huifang.flow.moving_in.past_importing import past_rows

    own = proposal.own
    say_understood(session, own)
    if proposal.new:
        session.say(f"新增 {len(proposal.new)} 个回访：")
        for row in past_rows(proposal.new[:SHOWN]):
            session.say(f"  {' | '.join(filter(None, row.values()))}")
        if len(proposal.new) > SHOWN:
            session.say(f"  ……还有 {len(proposal.new) - SHOWN} 个。")
    session.say_findings(proposal.findings)
    if own.located:
        session.say(
            f"名单共 {own.count} 行：新增 {len(proposal.new)}，以前已经导入 {proposal.known}，"
            f"没有导入 {proposal.left_out}。"
        )


def _known(proposal: PastProposal) -> str:
    lists = f"(名单 {'、'.join(proposal.known_in)})" if proposal.known_in else ""
    return f"{proposal.known} 个以前已经导入{lists}"


def _body(proposal: PastProposal, number: str) -> dict[str, Any]:
    from huifang.flow.moving_in.past_importing import past_rows
    from huifang.tables.declared.past_calls import PAST_CALLS

    own, days = proposal.own, [one.called_on for one in proposal.new]
    return {
        "table": PAST_CALLS.name,
        "sheet": own.sheet or None,
        "mapping": own.mapping,
        "headers": list(own.located.headers) if own.located else [],
        "new": past_rows(proposal.new[:IN_JSON]),
        "appended": len(proposal.new),
        "changed": [],
        "duplicates": [],
        "words": words_json(own.words),
        "unchanged": proposal.known,
        "known_in": [*proposal.known_in],
        "rows": own.count,
        "left_out": proposal.left_out,
        "from": min(days).isoformat() if days else None,
        "until": max(days).isoformat() if days else None,
        "findings": [finding.as_json() for finding in proposal.findings],
        "number": number or None,
        "written": bool(number),
    }
