"""Mail drafts (.eml): a file that a mail program opens ready to be sent, the workbook attached."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache

from jinja2 import Environment

from huifang.core.text import clean
from huifang.edges.arriving.mail_headers import CHINA
from huifang.edges.drawing.templates import templates
from huifang.edges.store.files import digest
from huifang.policy.mail import ADDRESS
from huifang.policy.people import Person

#: Stands for the name of an attachment until the mail is written; signs in an encoded word, which has at most 75; what
#: stands between two of them.
_NAME, _SIGNS, _ENCODED = "huifang-attachment-{}", 10, "\r\n "
_KINDS = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    ".html": "text/html",
    ".txt": "text/plain",
    ".zip": "application/zip",
}


#: What stands in no name that a mail shows: a program that shows the name alone would take it for an address.
_NOT_IN_NAMES = str.maketrans({"<": "＜", ">": "＞", "@": "＠", '"': "”", "\\": "＼"})


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What is to be sent by a person; ``attached`` are its files by name, ``periods`` the periods that it is about: it
    stands in their threads.
    """

    to: Sequence[Person]
    subject: str
    text: str
    attached: Mapping[str, bytes] = field(default_factory=dict)
    periods: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SendingOffice:
    """The office that writes: ``at`` is its wall clock. Without an ``address`` the draft names no sender and stands in
    no thread: it is sent from somebody's own mailbox.
    """

    at: datetime
    office_id: str = ""
    name: str = ""
    address: str = ""

    def thread(self, period: str) -> str:
        """The Message-ID below which everything of the period stands; nobody learns the office's own id from it."""
        return f"<{digest(f'{self.office_id}|{period}'.encode())[:24]}.period@{self.address.rpartition('@')[2]}>"


def covering_text(template: str, **values: object) -> str:
    """A covering text from a template of plain text, or a page."""
    return _environment(".html." in template).get_template(template).render(values)


@cache
def _environment(of_pages: bool) -> Environment:
    """It keeps the templates, which take longer to read than to fill in; a page's values are escaped."""
    return templates(of_pages)


def draft_mail(draft: Draft, sender: SendingOffice) -> bytes:
    """The draft as a file. Those without a usable 邮箱 are left out of To; the same draft gives the same bytes."""
    mail = EmailMessage(policy=SMTP)
    mail["X-Unsent"] = "1"
    if office := mail_address(sender.name, sender.address):
        mail["From"] = mail["Reply-To"] = office
    addresses = [address for person in draft.to if (address := mail_address(person.name, person.email))]
    if addresses:
        mail["To"] = addresses
    mail["Subject"] = _one_line(draft.subject)
    mail["Date"] = format_datetime(sender.at.replace(tzinfo=CHINA, microsecond=0))
    if office and draft.periods:
        threads = [*map(sender.thread, draft.periods)]
        mail["In-Reply-To"], mail["References"] = threads[-1], " ".join(threads)
    mail.set_content(draft.text, cte="base64")
    mail.add_alternative(
        covering_text("mail.html.j2", paragraphs=_paragraphs(draft.text)), subtype="html", cte="base64"
    )
    mail.set_boundary(_boundary(draft.text.encode()))
    for number, (name, content) in enumerate(draft.attached.items()):
        main, _, sub = _KINDS["." + name.rpartition(".")[2]].partition("/")
        mail.add_attachment(content, maintype=main, subtype=sub, filename=name, params={"name": _NAME.format(number)})
    if draft.attached:
        mail.set_boundary(_boundary(*draft.attached.values()))
    return _named_twice(mail.as_bytes(), [*draft.attached])


def _boundary(*contents: bytes) -> str:
    """The same for the same contents; "=_" stands in no base64 text."""
    return f"=_huifang_{digest(b''.join(contents))[:32]}"


def text_of(mail: bytes) -> str:
    """What a draft says, without its attachments; empty where its text cannot be read."""
    try:
        body = message_from_bytes(mail, policy=SMTP).get_body(("plain",))
        return str(body.get_content()).replace("\r\n", "\n").strip() if body else ""
    except (LookupError, ValueError):  # a mail that its own program spoilt
        return ""


def _paragraphs(text: str) -> list[list[str]]:
    return [block.splitlines() for block in re.split(r"\n\s*\n", text.strip()) if block.strip()]


def _named_twice(mail: bytes, names: Sequence[str]) -> bytes:
    """The attachments' names as encoded words, too (RFC 2047 in ``name``): programs that read only those call an
    attachment whose name is in the form of RFC 2231 alone tcmime…bin or ATT00001. The library cannot write both.
    """
    for number, name in enumerate(names):
        words = _ENCODED.join(_in_words(name)).encode()
        mail = mail.replace(b'"' + _NAME.format(number).encode() + b'"', b'"' + words + b'"', 1)
    return mail


def _in_words(name: str) -> Iterator[str]:
    """The name in encoded words of at most 75 signs; no character is split between two."""
    for start in range(0, len(name), _SIGNS):
        yield f"=?utf-8?b?{b64encode(name[start : start + _SIGNS].encode()).decode()}?="


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


def mail_address(name: str, address: str) -> Address | None:
    """Somebody as a header names them, by a name that cannot be taken for an address; None: there is no usable one."""
    matched = ADDRESS.fullmatch(_one_line(address))
    return Address(_one_line(name).translate(_NOT_IN_NAMES), matched[1], matched[2]) if matched else None
