"""Mails of unknown fate: handed over in a talk whose end nobody knows. They are looked for in the office's mailbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from huifang.core.catalogue import because
from huifang.core.reasons import Reason
from huifang.edges.post.mail_link import MailLink
from huifang.edges.post.mail_trouble import MailTrouble
from huifang.flow.office.desk import Desk
from huifang.flow.post.mail_waiting import KeptMail, WaitingMail, next_look, said_time
from huifang.flow.post.mails_sent import MailsSent, SentOut
from huifang.ledger.mail_said import MailEnded
from huifang.ledger.mails import SentMail, address_digest
from huifang.policy.mail import Mailbox


@dataclass(frozen=True)
class _Look:
    """What was found (Message-ID, number of the talk), or why nobody could look."""

    found: set[tuple[str, int]]
    trouble: Reason | None = None


class Doubts:
    """Settles them: found, they were delivered; not found, they wait, and are sent again when they do not come up.

    A mail of which no copy goes to the office is sent again only when somebody asks for just this one.
    """

    def __init__(self, desk: Desk, link: MailLink, mailbox: Mailbox, done: MailsSent) -> None:
        self.desk, self.link, self.mailbox, self.done = desk, link, mailbox, done
        self._own = address_digest(desk.state.office_id, mailbox.address)

    def settled(self, mails: Sequence[WaitingMail], has_just_gone: bool = False) -> list[WaitingMail]:
        """Those that were found, or are to be sent again; the others are kept."""
        doubtful = [(mail, known) for mail in mails if (known := mail.known(self.desk)) and known.open]
        if not doubtful:
            return []
        look = self._look([known for _, known in doubtful])
        return [mail for mail, known in doubtful if self._is_settled(mail, known, look, has_just_gone)]

    def _look(self, mails: Sequence[SentMail]) -> _Look:
        if not self.mailbox.imap.host:
            return _Look(set())
        wanted = {(known.message_id, number) for known in mails for number in known.open}
        since = min(known.first_at for known in mails).date() - timedelta(days=1)
        try:
            return _Look(self.link.found(self.mailbox, wanted, since))
        except MailTrouble as error:
            return _Look(set(), error.reason)

    def _is_settled(self, mail: WaitingMail, known: SentMail, look: _Look, has_just_gone: bool) -> bool:
        taken = [one for number in known.open if (known.message_id, number) in look.found for one in known.open[number]]
        if taken:
            self._was_delivered(mail, known, tuple(dict.fromkeys(taken)))
            return True
        can_be_found = bool(self.mailbox.imap.host) and all(self._own in who for who in known.open.values())
        if mail.by_name and not has_just_gone and (look.trouble or not can_be_found):
            return True
        at = next_look(known)
        if can_be_found and not look.trouble and at <= self.desk.now and not has_just_gone:
            return True
        if not can_be_found:
            kept = KeptMail(mail.file, because("Y931", file=mail.file))
        elif look.trouble:
            kept = KeptMail(mail.file, because("Y934", why=look.trouble.text))
        else:
            kept = KeptMail(mail.file, because("Y930", moment=said_time(self.desk, at)), at)
        self.done.kept.append(kept)
        return False

    def _was_delivered(self, mail: WaitingMail, known: SentMail, who: tuple[str, ...]) -> None:
        self.desk.commit(MailEnded(message_id=known.message_id, delivered=who, refused=(), answer="", found=True))
        to = tuple(mail.addresses[one] for one in who if one in mail.addresses)
        self.done.sent.append(SentOut(mail.file, to, known.message_id))
