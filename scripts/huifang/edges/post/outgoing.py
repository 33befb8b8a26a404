"""A draft as it goes out: to whom, and its bytes with the headers completed. What stands below them is not touched."""

from __future__ import annotations

import re
from base64 import encodebytes
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.header import Header
from email.headerregistry import Address, AddressHeader, HeaderRegistry
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import cast

from huifang.core.catalogue import because
from huifang.core.charsets import in_charset
from huifang.core.reasons import Reason, Refusal
from huifang.core.text import clean
from huifang.edges.arriving.mail_headers import CHINA, MAX_HEADER, decode_words, header_text
from huifang.edges.post.mail_drafts import mail_address
from huifang.edges.store.files import digest
from huifang.policy.mail import ADDRESS

#: Says in which talk about a mail this copy was handed over; in the first it says nothing.
TALK = "X-Huifang-Talk"
_TO = ("to", "cc", "bcc")
#: Said anew whenever a mail goes out, or nobody else's business.
_OURS = frozenset(
    ("x-unsent", "bcc", "resent-bcc", "message-id", "date", "return-path", "sender", "from", "reply-to", TALK.lower())
)
#: For the text of a program that does not say how it wrote it.
_BASE64 = ("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64")
_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:")


class NoMail(Refusal):
    """A draft that cannot be sent as it is."""


@dataclass(frozen=True)
class OurAddress:
    """Who sends: the office's address, and what it is called."""

    address: str
    name: str


@dataclass(frozen=True, kw_only=True)
class ReadDraft:
    """A draft: its header fields as they stand there, what follows, and to whom it goes, each once."""

    fields: Sequence[tuple[str, bytes]]
    body: bytes
    receivers: tuple[str, ...]

    @property
    def subject(self) -> str:
        """What it is about."""
        return next((_one_line(decode_words(_text(raw))) for name, raw in self.fields if name == "subject"), "")


def read_draft(content: bytes) -> ReadDraft:
    """Read a draft, ours or one that a person saved.

    Raises:
        NoMail: it is no mail, goes to nobody, or to an address that is none.
    """
    lines = re.sub(rb"\r\n?", b"\n", content.removeprefix(b"\xef\xbb\xbf"))
    head, gap, body = lines.partition(b"\n\n")
    fields = [*_fields(head)]
    if not (gap and fields):
        raise NoMail(because("Y933"))
    receivers = {address.lower(): address for name, raw in fields if name in _TO for address in _addresses(_text(raw))}
    if not receivers:
        raise NoMail(because("Y921"))
    return ReadDraft(fields=fields, body=body, receivers=tuple(receivers.values()))


def _fields(head: bytes) -> Iterator[tuple[str, bytes]]:
    for line in re.split(rb"\n(?![ \t])", head):
        named = _FIELD.match(line)
        if not named:
            raise NoMail(because("Y933"))
        yield named[1].decode().lower(), line


def _text(raw: bytes) -> str:
    """The value of a field as one line."""
    return header_text(raw.partition(b":")[2].decode("utf-8", "surrogateescape")).strip()


def _addresses(text: str) -> Iterator[str]:
    if text:
        for one in _parsed(text):
            if not ADDRESS.fullmatch(one.addr_spec):
                raise NoMail(because("Y922", address=_one_line(one.addr_spec or text)[:60]))
            yield one.addr_spec


def _parsed(text: str) -> tuple[Address, ...]:
    try:
        header = cast("AddressHeader", HeaderRegistry()("to", text[:MAX_HEADER]))
    except Exception as error:  # somebody else's header and the parser's own mistakes
        raise NoMail(because("Y922", address=_one_line(text)[:60])) from error
    return header.addresses


def message_id_of(office_id: str, name: str, content: bytes, domain: str) -> str:
    """The Message-ID of a draft: the same on every try, another one where its content is another."""
    return f"<huifang.{digest(f'{office_id}|{name}|{digest(content)}'.encode())[:32]}@{domain}>"


def completed(draft: ReadDraft, sender: OurAddress, message_id: str, at: datetime, talk: int = 1) -> bytes:
    """The mail as it is handed over: from the office, of now, nothing in it but ASCII.

    Raises:
        NoMail: somebody's mail that cannot be written so.
    """
    known, body = {name for name, _ in draft.fields}, draft.body
    own = [f"Date: {format_datetime(at.replace(tzinfo=CHINA, microsecond=0))}", f"Message-ID: {message_id}"]
    own += [f"{TALK}: {talk}"] if talk > 1 else []
    own += ["MIME-Version: 1.0"] if "mime-version" not in known else []
    ours = _OURS
    if not body.isascii() and "content-type" not in known:
        own, ours, body = [*own, *_BASE64], ours | {"content-transfer-encoding"}, encodebytes(in_charset(body).encode())
    kept = [raw if raw.isascii() else _in_ascii(name, raw) for name, raw in draft.fields if name not in ours]
    lines = b"\n".join((*_senders(draft, sender), *(line.encode() for line in own), *kept))
    body = body if body.endswith(b"\n") else body + b"\n"
    mail = re.sub(rb"\r?\n", b"\r\n", lines + b"\n\n" + body)
    return mail if mail.isascii() else _recoded(mail)


def _senders(draft: ReadDraft, sender: OurAddress) -> Iterator[bytes]:
    """From and Reply-To as they stand there, where they are the office's."""
    for name, called in (("From", "from"), ("Reply-To", "reply-to")):
        said = [raw for field, raw in draft.fields if field == called]
        if len(said) == 1 and said[0].isascii() and [*_quietly(said[0])] == [sender.address.lower()]:
            yield said[0]
        else:
            yield _from_us(name, sender)


def _quietly(raw: bytes) -> Iterable[str]:
    try:
        return [one.addr_spec.lower() for one in _parsed(_text(raw))]
    except NoMail:
        return ()


def _from_us(name: str, sender: OurAddress) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail[name] = mail_address(sender.name, sender.address)
    return mail.as_bytes().strip()


def _in_ascii(name: str, raw: bytes) -> bytes:
    """A field that a program wrote with other signs, as encoded words."""
    called = raw.partition(b":")[0].decode()
    text = _text(raw)
    if name in _TO:
        mail = EmailMessage(policy=SMTP)
        mail[called] = _parsed(text)
        return mail.as_bytes().strip()
    return f"{called}: {Header(_one_line(text), 'utf-8', header_name=called).encode()}".encode()


def _recoded(mail: bytes) -> bytes:
    try:
        coded = message_from_bytes(mail, policy=SMTP.clone(cte_type="7bit")).as_bytes()
    except Exception as error:  # a mail that its own program spoilt
        raise NoMail(because("Y933")) from error
    if not coded.isascii():
        raise NoMail(because("Y933"))
    return coded


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


def too_large(size: int, limit: int) -> Reason | None:
    """Why a mail of that size is not handed over; None where it is small enough, or nobody set a limit."""
    if not limit or size <= limit:
        return None
    return because("Y923", size=f"{size / 1_000_000:.1f}", limit=f"{limit / 1_000_000:.1f}")
