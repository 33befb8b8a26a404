"""Whose password is kept: the mailbox's, or that of somebody's attachments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from huifang.core.catalogue import because
from huifang.core.reasons import Reason
from huifang.edges.post.mail_link import MailLink
from huifang.edges.post.mail_trouble import MailTrouble
from huifang.edges.post.secrets import MAIL_VARIABLE, SHEET_VARIABLE, forget_password, keep_password, sheet_entry
from huifang.flow.office.desk import Desk
from huifang.policy.mail import Mailbox


@dataclass(frozen=True)
class SecretOf:
    """What a password is for: what it is called, the name of whom or what, where the keyring has it."""

    label: str
    name: str
    entry: str
    variable: str
    is_chosen_by_us: bool = False


def subject_of(desk: Desk, person_no: str | None) -> SecretOf:
    """The mailbox, or the attachments of a person of the staff.

    Raises:
        MailTrouble: the office has no mailbox, or nobody is called that.
    """
    now = desk.present
    if person_no is None:
        box = require_mailbox(now.policy.mailbox)
        return SecretOf(f"{box.address} 的{box.called}", box.address, box.address, MAIL_VARIABLE)
    person = now.people.find(person_no)
    if person is None:
        raise MailTrouble(because("Y906", person=person_no))
    number = person.person_no
    label = f"{person.label} 的附件密码"
    return SecretOf(label, number, sheet_entry(number), SHEET_VARIABLE.format(number), is_chosen_by_us=True)


def require_mailbox(mailbox: Mailbox) -> Mailbox:
    """The office's mailbox.

    Raises:
        MailTrouble: it has none.
    """
    if not mailbox.is_used:
        raise MailTrouble(because("Y901"))
    return mailbox


def logins(desk: Desk, link: MailLink) -> Iterator[tuple[str, Reason | None]]:
    """Whether the mailbox lets us in, to send and to fetch; why not, where it does not."""
    mailbox = desk.present.policy.mailbox
    for what in ("发信", "收信"):
        try:
            if what == "发信":
                link.talk(mailbox).close()
            else:
                with link.inbox(mailbox):
                    pass
        except MailTrouble as error:
            yield what, error.reason
        else:
            yield what, None


def keep(subject: SecretOf, password: str) -> None:
    """Let the keyring keep it.

    Raises:
        MailTrouble: it does not.
    """
    keep_password(subject.entry, password, subject.variable)


def forget(subject: SecretOf) -> bool:
    """Let the keyring forget it; whether it knew it.

    Raises:
        MailTrouble: it cannot be used.
    """
    return forget_password(subject.entry, subject.variable)
