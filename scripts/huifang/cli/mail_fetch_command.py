"""``huifang mail fetch``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from huifang.cli.session import Session, office_command

if TYPE_CHECKING:
    from huifang.flow.mailbox.fetched import Fetched


@click.command("fetch", short_help="从单位邮箱收取交来的表，放进收件箱。")
@click.pass_obj
@office_command
def fetch_command(session: Session) -> None:
    """从单位邮箱收取《人员》里的人发来的信，放进收件箱；再运行 collect 入账。邮箱里的原信照“取信以后”的设置办。

    主管、老板从自己的邮箱发来的填好的更正单、批示单，收取时就执行；别人发来的，由 collect 放到待确认。
    """
    from huifang.edges.post.mail_link import MailLink
    from huifang.flow.mailbox.fetching import fetch_mails

    with session.writing() as desk:
        result = fetch_mails(desk, MailLink())
    _say(session, result)
    session.finish(_body(result), clean=result.is_clean)


def _say(session: Session, result: Fetched) -> None:
    for line in result.told:
        session.say(line)
    session.say_findings([*(one for form in result.forms for one in form.refused), *result.notes])
    if result.trouble:
        session.say(f"{'现在不能收信' if result.is_nothing else '没有收完'}：{result.trouble.sentence}")
    elif result.is_nothing:
        session.say("邮箱里没有新的信。")


def _body(result: Fetched) -> dict[str, Any]:
    return {
        "fetched": [
            {
                "file": mail.file, "from": mail.sender, "subject": mail.subject,
                "arrived_at": f"{mail.arrived_at:%Y-%m-%d %H:%M}",
                **({"about": mail.about.text, "about_code": mail.about.code} if mail.about else {}),
            }
            for mail in result.fetched
        ],
        "ignored": [{"subject": left.subject, **left.reason.as_json()} for left in result.ignored],
        "bounced": [
            {
                "file": one.file, "message_id": one.message_id, "to": one.to, "final": one.is_final,
                **one.reason.as_json(), "hint": one.reason.advice,
            }
            for one in result.came_back
        ],
        "forms": [
            {
                "file": form.file, "by": form.by, "applied": form.applied, "declined": form.declined,
                "refused": [finding.as_json() for finding in form.refused],
                **(form.reason.as_json() if form.reason else {}),
            }
            for form in result.forms
        ],
        "notes": [note.as_json() for note in result.notes],
        "trouble": result.trouble.as_json() if result.trouble else None,
    }  # fmt: skip
