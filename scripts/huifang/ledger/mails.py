"""What the journal says of mails so far: which were handed to the server, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable
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
    """One mail under its Message-ID. ``delivered`` is who has it, since when; ``refused`` what was last said of others.

    ``talks`` counts those that began; ``open`` are those whose end nobody knows, by their number, and to whom it went
    in each, ``last_at`` is when the last one began or ended. ``tries`` are the talks since ``first_at``, before which
    nothing was to be tried again.
    """

    message_id: str
    file: str
    kind: str
    sha: str
    first_at: datetime
    last_at: datetime
    delivered: dict[str, datetime] = field(default_factory=dict)
    refused: dict[str, RefusedReceiver] = field(default_factory=dict)
    talks: int = 0
    open: dict[int, tuple[str, ...]] = field(default_factory=dict)
    tries: int = 0

    @property
    def receivers(self) -> frozenset[str]:
        """All to whom it went, by digest, be it in vain."""
        return frozenset((*self.delivered, *self.refused, *(one for to in self.open.values() for one in to)))

    def left(self, receivers: Iterable[str]) -> list[str]:
        """Who of them is to be written to: who was not yet, or is to be tried again; else who was refused for good."""
        lacking = [one for one in receivers if one not in self.delivered]
        again = [one for one in lacking if one not in self.refused or self.refused[one].is_for_now]
        return again or lacking


@dataclass(frozen=True, slots=True, kw_only=True)
class MailLine:
    """What became of a talk about a mail, as people read it."""

    at: datetime
    mail: SentMail
    said: MailEnded


@dataclass
class MailsSoFar:
    """All mails that were handed to the server, by Message-ID, and what was said of them in its order."""

    sent: dict[str, SentMail] = field(default_factory=dict)
    lines: list[MailLine] = field(default_factory=list)
    _by_content: dict[str, str] = field(default_factory=dict)

    def note(self, said: Said, at: datetime) -> None:
        """Carry it over one entry, written ``at`` that time."""
        if isinstance(said, MailStarted):
            self._started(said, at)
        elif isinstance(said, MailEnded) and said.message_id in self.sent:
            mail = self.sent[said.message_id]
            _ended(mail, said, at)
            self.lines.append(MailLine(at=at, mail=mail, said=said))

    def _started(self, said: MailStarted, at: datetime) -> None:
        mail = self.sent.setdefault(
            said.message_id,
            SentMail(
                message_id=said.message_id, file=said.file, kind=said.kind, sha=said.sha256, first_at=at, last_at=at
            ),
        )  # fmt: skip
        if not mail.tries:
            mail.first_at = at
        mail.file, mail.last_at = said.file, at
        mail.talks += 1
        mail.tries += 1
        mail.open[mail.talks] = said.receivers
        self._by_content[said.sha256] = said.message_id

    def of_content(self, sha: str) -> SentMail | None:
        """The mail that was made of a draft with this hash."""
        return self.sent.get(self._by_content.get(sha, ""))

    def is_open(self, file: str) -> bool:
        """Whether nobody knows what became of a draft of that path."""
        return any(mail.file == file and mail.open for mail in self.sent.values())

    def has_gone(self, file: str) -> bool:
        """Whether a draft of that path went out, to anybody."""
        return any(mail.file == file and mail.delivered for mail in self.sent.values())

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
        mail.open[mail.talks] = tuple(one for one in mail.open.get(mail.talks, ()) if one not in gone)
        return
    mail.open.clear()
    if not any(one.is_for_now for one in mail.refused.values()):
        mail.tries = 0
