"""What the journal says of mails so far: which were handed to the server, and what became of each."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

from huifang.ledger.mail_said import MailEnded, MailStarted, RefusedReceiver
from huifang.ledger.said import Said


def address_digest(office_id: str, address: str) -> str:
    """What an address is known by in the journal of that office."""
    return sha256(f"{office_id}|{address.strip().lower()}".encode()).hexdigest()[:16]


@dataclass(kw_only=True)
class SentMail:
    """One mail under its Message-ID. ``receivers`` are all that it ever was to go to; ``delivered`` who has it, since
    when; ``refused`` what was last said of the others. ``in_doubt_since`` is when a talk about it began whose end
    nobody knows (None: no such talk), ``under_way`` to whom it went then; ``can_be_found``: a copy of that goes to
    ourselves. ``tries`` counts the talks that it did not get through, those of unknown end included.
    """

    message_id: str
    file: str
    kind: str
    sha: str
    first_at: datetime
    last_at: datetime
    receivers: dict[str, None] = field(default_factory=dict)
    delivered: dict[str, datetime] = field(default_factory=dict)
    refused: dict[str, RefusedReceiver] = field(default_factory=dict)
    in_doubt_since: datetime | None = None
    under_way: tuple[str, ...] = ()
    can_be_found: bool = False
    tries: int = 0
    answer: str = ""


@dataclass
class MailsSoFar:
    """All mails that were handed to the server, by Message-ID."""

    sent: dict[str, SentMail] = field(default_factory=dict)
    _by_content: dict[str, str] = field(default_factory=dict)

    def note(self, said: Said, at: datetime) -> None:
        """Carry it over one entry, written ``at`` that time."""
        if isinstance(said, MailStarted):
            self._started(said, at)
        elif isinstance(said, MailEnded) and said.message_id in self.sent:
            _ended(self.sent[said.message_id], said, at)

    def _started(self, said: MailStarted, at: datetime) -> None:
        mail = self.sent.setdefault(
            said.message_id,
            SentMail(
                message_id=said.message_id, file=said.file, kind=said.kind, sha=said.sha256, first_at=at, last_at=at
            ),
        )  # fmt: skip
        mail.file, mail.last_at, mail.in_doubt_since = said.file, at, at
        mail.receivers.update(dict.fromkeys(said.receivers))
        mail.under_way, mail.can_be_found = said.receivers, said.to_ourselves
        mail.tries += 1
        self._by_content[said.sha256] = said.message_id

    def of_content(self, sha: str) -> SentMail | None:
        """The mail that was made of a draft with this hash."""
        return self.sent.get(self._by_content.get(sha, ""))

    def delivered_on(self, day: date) -> int:
        """How many mails the server took on that day."""
        return sum(any(at.date() == day for at in mail.delivered.values()) for mail in self.sent.values())


def _ended(mail: SentMail, said: MailEnded, at: datetime) -> None:
    """What is not said to be delivered or refused was not handed over."""
    for one in said.delivered:
        mail.delivered.setdefault(one, at)
        mail.refused.pop(one, None)
    mail.refused.update((one.receiver, one) for one in said.refused if one.receiver not in mail.delivered)
    mail.last_at = at
    if said.goes_on:
        gone = {one.receiver for one in said.refused}
        mail.under_way = tuple(one for one in mail.under_way if one not in gone)
        return
    mail.in_doubt_since, mail.under_way, mail.answer = None, (), said.answer
    if said.delivered:
        mail.tries = 0
