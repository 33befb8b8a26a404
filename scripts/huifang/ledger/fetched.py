"""What the journal says of mails that came so far: which, when, and what of ours came back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from huifang.ledger.fetched_said import FetchedMail, FormByMail, MailBounced, MailsFetched
from huifang.ledger.said import Said


def known_as(message_id: str, size: int) -> str:
    """What a mail is known by again when its server has numbered all mails anew; empty for one without a Message-ID."""
    return sha256(f"{message_id}|{size}".encode()).hexdigest()[:24] if message_id else ""


@dataclass(kw_only=True)
class FolderSoFar:
    """A folder of the mailbox as far as it was looked through: up to ``last_uid``; the numbers of what was ``taken``,
    and of what the ``latest`` entry took, which may not have been marked or deleted there yet.
    """

    validity: int
    last_uid: int = 0
    taken: set[int] = field(default_factory=set)
    latest: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounced:
    """That somebody did not get a mail, as it was last said."""

    at: datetime
    message_id: str
    why: str
    said: str
    is_final: bool


@dataclass(kw_only=True)
class FetchedSoFar:
    """By folder how far it was looked through; the mails by hash; what came back, by Message-ID and receiver."""

    folders: dict[str, FolderSoFar] = field(default_factory=dict)
    mails: dict[str, FetchedMail] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    files: dict[str, FetchedMail] = field(default_factory=dict)
    senders: set[str] = field(default_factory=set)
    bounced: dict[tuple[str, str], Bounced] = field(default_factory=dict)
    forms: dict[str, FormByMail] = field(default_factory=dict)
    _heard: dict[str, datetime] = field(default_factory=dict)
    _lost: dict[str, Bounced] = field(default_factory=dict)

    def note(self, said: Said, at: datetime) -> None:
        """Carry it over one entry, written ``at`` that time."""
        if isinstance(said, MailsFetched):
            self._note_fetched(said, at)
        elif isinstance(said, MailBounced):
            bounced = Bounced(
                at=at, message_id=said.message_id, why=said.why, said=said.said, is_final=said.is_final
            )  # fmt: skip
            self.bounced[said.message_id, said.receiver] = bounced
            if said.is_final:
                self._lost[said.receiver] = bounced
        elif isinstance(said, FormByMail):
            self.forms[said.form] = said

    def _note_fetched(self, said: MailsFetched, at: datetime) -> None:
        before = self.folders.get(said.folder)
        if before is None or before.validity != said.validity:
            before = self.folders[said.folder] = FolderSoFar(validity=said.validity)
        before.last_uid = max(before.last_uid, said.last_uid)
        before.latest = tuple(mail.uid for mail in said.mails)
        before.taken.update(before.latest)
        self.senders.update(said.senders)
        for mail in said.mails:
            self.mails.setdefault(mail.sha256, mail)  # when it came first counts
            self.known.update([mail.known_as] if mail.known_as else [])
            self.files[mail.file] = mail
            self._heard[mail.sender] = at

    def arrived_at(self, sha: str) -> datetime | None:
        """When the server took the mail with this hash; None: it was not fetched."""
        mail = self.mails.get(sha)
        return mail.arrived_at if mail else None

    @property
    def forms_done(self) -> set[str]:
        """The hashes of forms that came by mail and were carried out."""
        return {sha for sha, form in self.forms.items() if form.is_done}

    def is_news(self, said: MailBounced) -> bool:
        """Whether nobody has said so yet."""
        before = self.bounced.get((said.message_id, said.receiver))
        return before is None or (before.why, before.is_final) != (said.why, said.is_final)

    def of_file(self, path: str) -> FetchedMail | None:
        """The mail that was fetched into this file."""
        return self.files.get(path)

    def doubtful(self, receiver: str) -> Bounced | None:
        """Why mails to the address with this digest may not arrive: the last one came back for good, and nothing has
        come from there since. None where nothing speaks against it.
        """
        lost, heard = self._lost.get(receiver), self._heard.get(receiver)
        return lost if lost and not (heard and heard > lost.at) else None
