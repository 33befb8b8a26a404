"""``huifang handover``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from huifang.cli.session import Session, office_command

if TYPE_CHECKING:
    from huifang.flow.calls.handing_over import Handover

#: So many customers and calls are shown before the rest is only counted.
SHOWN = 10


@click.command("handover", short_help="把客户和他们未打的回访交给另一位业务员。")
@click.argument("agent", metavar="AGENT")
@click.argument("more", metavar="[NO]...", nargs=-1)
@click.option("--to", "taker", metavar="AGENT", required=True, help="接手的人(工号或姓名)。")
@click.option("--customers", "numbers", metavar="NO…", multiple=True, help="只交这些客户；不写就是全部。")
@click.option("--yes", is_flag=True, help="不再询问，直接写入。")
@click.pass_obj
@office_command
def command(
    session: Session, agent: str, more: tuple[str, ...], taker: str, numbers: tuple[str, ...], yes: bool
) -> None:
    """把 AGENT 的客户交给另一位业务员：先列出客户和还没有打的回访，确认后写入客户资料库。

    还没有打的回访随接手人的下一份回访表发出；原来的人已经打了的，照样可以交表入账。
    --customers 后面可以写几个客户编号，用空格或逗号隔开；离职的人不写，就是他的全部客户。
    """
    from huifang.cli.shapes import call_json
    from huifang.flow.calls.handing_over import CannotHandOver, carry_out, propose

    if more and not numbers:
        raise click.UsageError(f"多出“{' '.join(more)}”。客户编号请写在 --customers 后面。")
    wanted = [number for text in (*numbers, *more) for number in _split(text)]
    asks = not yes and not session.as_json and sys.stdin.isatty()
    with session.writing() if yes or asks else session.looking() as desk:
        try:
            handover = propose(desk, agent, taker, wanted)
        except CannotHandOver as error:
            raise click.UsageError(str(error)) from None
        _say(session, handover, desk.present.people.label(handover.giver))
        agreed = yes or (asks and handover.customers and click.confirm("现在写入吗？", err=True))
        written = carry_out(desk, handover) if agreed else False
    _say_outcome(session, handover, written)
    body = {
        "from": handover.giver, "to": handover.taker.person_no,
        "customers": [{"customer_no": one.customer_no, "name": one.name} for one in handover.customers],
        "calls": [call_json(call, overdue) for call, overdue in handover.calls], "written": written,
    }  # fmt: skip
    session.finish(body, clean=True)


def _split(text: str) -> list[str]:
    from huifang.core.text import split_list

    return list(split_list(text))


def _say(session: Session, handover: Handover, giver: str) -> None:
    """Who is handed over, and what is to be called."""
    customers, calls = handover.customers, handover.calls
    session.say(f"{giver} 交给 {handover.taker.label}：客户 {len(customers)} 位，本期还没有打的回访 {len(calls)} 个。")
    for one in customers[:SHOWN]:
        session.say(f"  {one.customer_no} {one.name}".rstrip())
    if len(customers) > SHOWN:
        session.say(f"  ……还有 {len(customers) - SHOWN} 位，用 --json 可看全部。")
    for call, overdue in calls[:SHOWN]:
        late = f"，逾期 {overdue} 天" if overdue else ""
        session.say(f"  回访 {call.plan_no} {call.customer_name}，计划 {call.planned_on}，应访止 {call.due_on}{late}")
    if len(calls) > SHOWN:
        session.say(f"  ……还有 {len(calls) - SHOWN} 个回访。")
    if calls:
        session.say("其中有已经打了、还没有交表的，请先收表，免得客户再接一次电话。")


def _say_outcome(session: Session, handover: Handover, written: bool) -> None:
    if written:
        session.say(f"已写入客户资料库：{len(handover.customers)} 位客户的业务员改为 {handover.taker.label}。")
        if handover.calls:
            session.say(f"这些回访随 {handover.taker.label} 的下一份回访表发出，运行 plan 或 run 即可。")
    elif not handover.customers:
        session.say("没有需要交接的客户。")
    else:
        session.say("还没有写入。核对无误后，在同一条命令后面加上 --yes 再运行一次。")
