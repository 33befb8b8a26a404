"""Handing one mail over to the server, and saying in the journal that it is, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from huifang.edges.post.mail_link import MailLink
from huifang.edges.post.outgoing import NoMail, OurAddress, completed, message_id_of, too_large
from huifang.edges.post.smtp_talk import TAKEN, BrokenOff, ServerSaid
from huifang.flow.office.desk import Desk
from huifang.flow.post.mail_waiting import WaitingMail
from huifang.ledger.mail_said import MailEnded, MailStarted, RefusedReceiver
from huifang.ledger.mails import address_digest
from huifang.policy.mail import Mailbox
from huifang.tables.declared.mail_rules import BETWEEN_TWO

if TYPE_CHECKING:
    from huifang.edges.post.smtp_talk import SmtpTalk

TOO_LARGE = 552


class Handing:
    """One talk after the other, as long as there is something to hand over."""

    def __init__(self, desk: Desk, link: MailLink, mailbox: Mailbox) -> None:
        self.desk, self.link, self.mailbox = desk, link, mailbox
        self._own = address_digest(desk.state.office_id, mailbox.address)
        self._talk: SmtpTalk | None = None

    def close(self) -> None:
        """Say goodbye."""
        if self._talk:
            self._talk.close()

    def hand_over(self, mail: WaitingMail) -> tuple[str, ...]:
        """Hand it over to whom it is left to go; the digests of those for whom it was taken.

        A server takes so many mails in a talk, and then hangs up: the same mail again in the next one.

        Raises:
            MailTrouble: there is no talk to be had.
            BrokenOff: the server took nothing.
            Doubtful: nobody knows whether it was taken.
            NoMail: it cannot be sent as it is.
        """
        talk = self._opened()
        has_taken_others = bool(talk.mails)
        try:
            return self._handed_over(talk, mail)
        except BrokenOff:
            if talk.is_open or not has_taken_others:
                raise
        return self._handed_over(self._opened(), mail)

    def _opened(self) -> SmtpTalk:
        if self._talk is None or not self._talk.is_open:
            self._talk = self.link.talk(self.mailbox)
        return self._talk

    def _handed_over(self, talk: SmtpTalk, mail: WaitingMail) -> tuple[str, ...]:
        to = self._receivers(mail)
        message_id, content = self._written(mail)
        large = too_large(len(content), talk.largest)
        if large:
            raise NoMail(large)
        self.desk.commit(
            MailStarted(file=mail.file, kind=mail.kind, message_id=message_id, sha256=mail.sha, receivers=tuple(to))
        )
        refused: dict[str, ServerSaid] = {}
        try:
            said = talk.announce(self.mailbox.address, [*to.values()], len(content))
            refused = {one: said[address] for one, address in to.items() if address in said}
            left = [one for one in to if one not in refused]
            if not any(one in mail.addresses for one in left):
                talk.take_back()
                self._end(message_id, refused=refused)
                return ()
            if refused:
                self._end(message_id, refused=refused, goes_on=True)
            answer = talk.hand_over(content)
        except BrokenOff as broken:
            is_of_us = broken.answer.code >= 500 and broken.answer.code != TOO_LARGE
            lacking = [] if is_of_us else [one for one in to if one not in refused]
            self._end(message_id, refused=dict.fromkeys(lacking, broken.answer))
            raise
        if answer.code == TAKEN:
            self._end(message_id, delivered=left, answer=answer)
            return tuple(one for one in left if one in mail.addresses)
        self._end(message_id, refused=dict.fromkeys(left, answer), answer=answer)
        return ()

    def _receivers(self, mail: WaitingMail) -> Mapping[str, str]:
        """By digest: to whom it is left to go, and the office itself, where it can be looked for afterwards."""
        to = {one: mail.addresses[one] for one in mail.left(self.desk)}
        return to if mail.kind in BETWEEN_TWO else {**to, self._own: self.mailbox.address}

    def _written(self, mail: WaitingMail) -> tuple[str, bytes]:
        """Its Message-ID, the same on every try, and the mail as it is handed over."""
        desk, box, known = self.desk, self.mailbox, mail.known(self.desk)
        name = mail.file.rpartition("/")[2]
        message_id = known.message_id if known else ""
        message_id = message_id or message_id_of(desk.state.office_id, name, mail.content, box.domain)
        sender = OurAddress(box.address, box.sender_name or desk.present.policy.unit_name)
        return message_id, completed(mail.draft, sender, message_id, desk.now, known.talks + 1 if known else 1)

    def _end(
        self,
        message_id: str,
        *,
        delivered: Iterable[str] = (),
        refused: Mapping[str, ServerSaid] | None = None,
        answer: ServerSaid | None = None,
        goes_on: bool = False,
    ) -> None:
        """Say what became of it; that the office's own copy was refused is no reason to try again."""
        kept = tuple(
            RefusedReceiver(receiver=one, code=max(said.code, 500 * (one == self._own)), answer=said.text)
            for one, said in (refused or {}).items() if goes_on or one != self._own
        )  # fmt: skip
        text = f"{answer.code} {answer.text}" if answer else ""
        self.desk.commit(
            MailEnded(message_id=message_id, delivered=tuple(delivered), refused=kept, answer=text, goes_on=goes_on)
        )
