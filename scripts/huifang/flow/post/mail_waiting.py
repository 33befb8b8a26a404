"""What waits in 发件箱: each draft as it lies there, what is known of it, and whether it may go out now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from huifang.core.catalogue import because
from huifang.core.reasons import Reason
from huifang.edges.store.files import OfficeError, digest, read_bytes
from huifang.edges.store.office import OUTBOX
from huifang.flow.office.desk import Desk
from huifang.flow.post.mail_words import answer_of, in_words
from huifang.ledger.mails import SentMail, address_digest
from huifang.policy.mail import Mailbox
from huifang.tables.declared.mail_rules import OF_THE_WORK
from huifang.tables.declared.notice_rules import OCCASIONS

if TYPE_CHECKING:
    from huifang.edges.post.outgoing import ReadDraft

#: Of what nothing is wrong with: it is not sent unasked, or was sent before.
_NO_TROUBLE = frozenset(("Y925", "Y926", "Y927"))
#: Minutes until the next try, by how often it was tried; minutes until a mail of unknown fate is looked for again. What
#: was not taken for so long is set aside.
_PAUSES, _LOOKS, PATIENCE = (5, 15, 60, 240), (15, 60, 240), timedelta(days=3)


@dataclass(frozen=True, kw_only=True)
class WaitingMail:
    """One draft. ``by_name``: somebody asked for just this one. ``addresses`` are by their digests."""

    file: str
    content: bytes
    sha: str
    kind: str
    by_name: bool
    draft: ReadDraft
    addresses: dict[str, str]

    def known(self, desk: Desk) -> SentMail | None:
        """What the journal says of it."""
        return desk.state.mails.of_content(self.sha)

    def left(self, desk: Desk) -> list[str]:
        """To whom it is still to go, by digest."""
        known = self.known(desk)
        return known.left(self.addresses) if known else [*self.addresses]


@dataclass(frozen=True)
class KeptMail:
    """A draft that did not go out, or not to everybody: why, and when it is tried again (None: somebody has to act)."""

    file: str
    reason: Reason
    retry: datetime | None = None

    @property
    def is_trouble(self) -> bool:
        """Whether something is wrong with it; else it was sent before, or waits for somebody to send it."""
        return self.reason.code not in _NO_TROUBLE


def kind_of(file: str) -> str:
    """The kind of a draft, by its name; empty: a person's own mail."""
    word = PurePosixPath(file).stem.partition("-")[0]
    return word if word in (*OF_THE_WORK, *OCCASIONS) else ""


def named_files(desk: Desk, paths: Iterable[Path]) -> Iterable[str | KeptMail]:
    """Files that somebody named, as they are stored; those that do not lie in 发件箱 are not sent."""
    for path in paths:
        file = desk.office.relative(path)
        inside = PurePosixPath(file).parts[:1] == (OUTBOX,) and file.lower().endswith(".eml")
        yield file if inside else KeptMail(file, because("Y932"))


def waiting(desk: Desk, file: str, by_name: bool) -> WaitingMail | KeptMail:
    """The draft as it lies there."""
    from huifang.edges.post.outgoing import NoMail, read_draft  # noqa: PLC0415  (most runs send nothing)

    try:
        content = read_bytes(desk.office.path(file))
        draft = read_draft(content)
    except (OfficeError, NoMail) as error:
        return KeptMail(file, error.reason)
    addresses = {address_digest(desk.state.office_id, address): address for address in draft.receivers}
    return WaitingMail(
        file=file, content=content, sha=digest(content), kind=kind_of(file), by_name=by_name, draft=draft,
        addresses=addresses,
    )  # fmt: skip


def hindered(desk: Desk, mailbox: Mailbox, mail: WaitingMail, unattended: bool) -> KeptMail | None:
    """Why it does not go out now; None where it may."""
    if unattended and not mail.by_name:
        if not mail.kind:
            return KeptMail(mail.file, because("Y926"))
        if not mailbox.goes_unasked(mail.kind):
            return KeptMail(mail.file, because("Y925", occasion=mail.kind))
    known = mail.known(desk)
    at = next_try(known) if known else None
    if known and at and at > desk.now and not mail.by_name:
        return to_be_tried_again(desk, mail, known, at)
    return None


def next_try(known: SentMail) -> datetime | None:
    """When it is tried again; None where it need not wait."""
    if not known.tries:
        return None
    return known.last_at + timedelta(minutes=_PAUSES[min(known.tries, len(_PAUSES)) - 1])


def next_look(known: SentMail) -> datetime:
    """When a mail of unknown fate that was not found is given up as lost, and sent again."""
    return known.last_at + timedelta(minutes=_LOOKS[min(max(known.tries, 1), len(_LOOKS)) - 1])


def to_be_tried_again(desk: Desk, mail: WaitingMail, known: SentMail, at: datetime) -> KeptMail:
    """It waits until then, because of what the server last said."""
    said = [one for one in known.refused.values() if one.is_for_now]
    why, answer = (in_words(said[0]), answer_of(said[0])) if said else ("服务器请求稍后再发", "")
    return KeptMail(mail.file, because("Y928", moment=said_time(desk, at), why=why, answer=answer), at)


def said_time(desk: Desk, at: datetime) -> str:
    """A time, without the day where that is today."""
    return f"{at:%H:%M}" if at.date() == desk.now.date() else f"{at:%Y-%m-%d %H:%M}"
