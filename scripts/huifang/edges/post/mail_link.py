"""The way to the office's mailbox: what a journey is given instead of a network. Passwords are asked for here only."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager
from datetime import date
from typing import TYPE_CHECKING

from huifang.edges.post.secrets import mailbox_password
from huifang.policy.mail import Mailbox

if TYPE_CHECKING:
    from imapclient import IMAPClient

    from huifang.edges.post.smtp_talk import SmtpTalk


class MailLink:
    """The real one. Whatever it cannot do is a :class:`huifang.edges.post.mail_trouble.MailTrouble`."""

    def talk(self, mailbox: Mailbox) -> SmtpTalk:
        """A talk with the server that takes mails."""
        from huifang.edges.post.smtp_talk import SmtpTalk  # noqa: PLC0415  (only where something is to be sent)

        return SmtpTalk(mailbox, self._password(mailbox))

    def inbox(self, mailbox: Mailbox) -> AbstractContextManager[IMAPClient]:
        """The mailbox, logged in."""
        from huifang.edges.post.mailbox_imap import opened_mailbox  # noqa: PLC0415

        return opened_mailbox(mailbox, self._password(mailbox))

    def found(self, mailbox: Mailbox, wanted: Collection[tuple[str, int]], since: date) -> set[tuple[str, int]]:
        """Which of our mails lie there, by Message-ID and the number of the talk."""
        from huifang.edges.post.mail_search import found_in_mailbox  # noqa: PLC0415

        return found_in_mailbox(mailbox, self._password(mailbox), wanted, since)

    @staticmethod
    def _password(mailbox: Mailbox) -> str:
        return mailbox_password(mailbox.address, mailbox.called)
