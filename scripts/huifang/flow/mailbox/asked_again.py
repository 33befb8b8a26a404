"""Who sent a link in place of a sheet is asked for the sheet itself: once for each such mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.post.letters import Matter, Occasion, can_be_mailed
from huifang.ledger.fetched_said import MailKind
from huifang.ledger.letters import matter_key
from huifang.policy.notices import Notice
from huifang.tables.declared.mail_rules import RETURNED

#: So long a mail is answered.
_NEW = timedelta(days=20)


def _links(desk: Desk, notice: Notice) -> Iterator[Matter]:
    """The mails of people at work that brought a link alone."""
    now = desk.present
    for mail in desk.state.fetched.mails.values():
        person = now.people.by_no.get(mail.person)
        is_new = mail.kind == MailKind.CLOUD.value and now.at - mail.arrived_at <= _NEW
        if is_new and person and person.active_on(now.today) and can_be_mailed(person):
            yield Matter(
                key=matter_key(mail.sha256[:16]), label=f"云端链接 {mail.arrived_at:%m-%d %H%M}", about=mail,
                concerns=(person,),
            )  # fmt: skip


def _subject(now: Moment, matters: Sequence[Matter]) -> str:
    return "【请重新发送】附件是云端链接，没有收到表格"


LINKS_SENT = Occasion(
    name=RETURNED, template="link_sent_mail.txt.j2", subject=_subject, find=_links, of_the_work=True
)  # fmt: skip
