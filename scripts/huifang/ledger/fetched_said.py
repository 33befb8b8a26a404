"""What the journal's entries say of mails that came. No address stands in them, only digests, and no subject."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from huifang.ledger.formats import Format, StoredPart
from huifang.ledger.said import Said


class MailKind(Enum):
    """What a mail is."""

    ATTACHED = "有附件"
    BOUNCE = "退信"
    AWAY = "自动回复"
    READ = "已读回执"
    CLOUD = "云端链接"
    LETTER = "来信"


class FetchedMail(StoredPart, frozen=True, kw_only=True):
    """One mail that was taken out of the mailbox, into ``file``: its hash, and when the server had taken it, on the
    office's wall clock.

    ``sender`` is the digest of the address it came from, ``person`` whose that is (工号; empty: not one person's).
    ``known_as`` is a digest by which the mail is known again, whatever number the server gives it. ``kind`` is what it
    is, ``doubt`` why it may decide nothing (empty: nothing speaks against its sender).
    """

    file: str
    sha256: str
    arrived_at: datetime
    uid: int
    sender: str
    person: str
    known_as: str
    kind: str
    doubt: str = ""


class MailsFetched(Said, frozen=True, kw_only=True):
    """Mails that were taken out of a ``folder`` of the mailbox: all up to ``last_uid`` were looked at, by the numbers
    that the server gave under ``validity``. ``senders`` are the digests of those whose mails are fetched from now on.
    """

    KIND, FORMAT = "mails-fetched", Format("收取的信")

    folder: str
    validity: int
    last_uid: int
    mails: tuple[FetchedMail, ...]
    senders: tuple[str, ...] = ()


class MailBounced(Said, frozen=True, kw_only=True):
    """A mail of ours that somebody did not get: by its Message-ID and the digest of the address, with the code of the
    reason and what the server answered. ``is_final``: nobody tries again.
    """

    KIND, FORMAT = "mail-bounced", Format("退回的信")

    message_id: str
    receiver: str
    why: str
    said: str
    is_final: bool


class FormByMail(Said, frozen=True, kw_only=True):
    """A form for a person (its hash ``form``) that a mail (its hash ``mail``) brought from who may decide it (工号),
    and what became of its rows. What is not ``is_done`` waits for a person.
    """

    KIND, FORMAT = "form-by-mail", Format("随信执行的单子")

    form: str
    mail: str
    by: str
    applied: int
    declined: int
    refused: int
    is_done: bool


#: All that is said of mails that came.
ABOUT_FETCHED: tuple[type[Said], ...] = (MailsFetched, MailBounced, FormByMail)
