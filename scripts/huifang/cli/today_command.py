"""``huifang today``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from huifang.cli.session import Session, office_command

if TYPE_CHECKING:
    from huifang.flow.calls.today import AgentDay


@click.command("today", short_help="列出今天要打的电话，并写成日历。")
@click.argument("agent", metavar="[AGENT]", required=False)
@click.pass_obj
@office_command
def command(session: Session, agent: str | None) -> None:
    """列出每位业务员(或只列 AGENT，工号或姓名)今天要打的电话：约好时间的在前，不含以前谈过的内容。

    文字可以直接贴到微信；每人一个日历文件 发件箱/今日-工号 姓名.ics，发给本人，在手机上打开就有提醒，
    以后的文件更新同样的条目，打完的会取消。约好时间的照约好的时间，其余分散在上班并可以打电话的时间里。
    休息日列出下一个工作日的。只写这些文件，不入账。
    """
    from huifang.flow.calls.today import UnknownAgent, calls_today

    with session.looking() as desk:
        try:
            found = calls_today(desk, agent)
        except UnknownAgent as error:
            raise click.UsageError(str(error)) from None
    for one in found.agents:
        session.say(one.text)
        if one.calendar:
            session.say(f"  日历 {one.calendar}，文字 {one.text_file}")
        session.say()
    if found.unplanned:
        session.say(
            f"{found.unplanned} 还没有发放回访表，这里只有以前没有打完的；还没有计划的，请先运行 huifang plan。"
        )
    elif not found.agents:
        session.say(f"{found.day:%m-%d} 没有要打的电话。")
    session.finish({"day": found.day.isoformat(), "agents": [_body(one) for one in found.agents]}, clean=True)


def _body(one: AgentDay) -> dict[str, Any]:
    from huifang.cli.shapes import call_json

    calls = [
        {
            **call_json(listed.todo.call, listed.overdue, listed.agreed_on), "agent": listed.todo.agent,
            "customer_name": listed.todo.call.customer_name, "contact": listed.todo.call.contact,
            "phone": listed.todo.call.phone, "subject": listed.todo.subject, "at": f"{listed.at:%Y-%m-%d %H:%M}",
        }
        for listed in one.calls
    ]  # fmt: skip
    return {"agent": one.agent.person_no, "calls": calls, "text": one.text, "ics": one.calendar, "txt": one.text_file}
