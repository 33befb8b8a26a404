"""Mail drafts (.eml): a file that a mail program opens ready to be sent, the workbook attached."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined

from huifang.core.text import clean
from huifang.edges.arriving.mail_headers import CHINA
from huifang.edges.store.files import digest
from huifang.policy.people import Person

_ADDRESS = re.compile(r"([A-Za-z0-9](?:[A-Za-z0-9_+-]|\.(?!\.|@)){0,63})@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
#: Stands for the name of an attachment until the mail is written; signs in an encoded word, which has at most 75; what
#: stands between two of them.
_NAME, _SIGNS, _ENCODED = "huifang-attachment-{}", 10, "\r\n "
_KINDS = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    ".html": "text/html",
    ".txt": "text/plain",
}


@dataclass(frozen=True)
class Draft:
    """A mail to be sent by a person; ``attached`` are its files by name, ``at`` is the office's wall clock."""

    to: Sequence[Person]
    subject: str
    text: str
    attached: Mapping[str, bytes]
    at: datetime


def covering_text(template: str, **values: object) -> str:
    """A covering text from a template of plain text, or a page."""
    return _environment(".html." in template).get_template(template).render(values)


@cache
def _environment(of_pages: bool) -> Environment:
    """It keeps the templates, which take longer to read than to fill in; a page's values are escaped."""
    return Environment(
        loader=FunctionLoader(lambda name: (files("huifang.templates") / name).read_text(encoding="utf-8")),
        autoescape=of_pages,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def draft_mail(draft: Draft) -> bytes:
    """The draft as a file. Those without a usable 邮箱 are left out of To; the same draft gives the same bytes."""
    mail = EmailMessage(policy=SMTP)
    mail["X-Unsent"] = "1"
    addresses = [address for person in draft.to if (address := _address(person))]
    if addresses:
        mail["To"] = addresses
    mail["Subject"] = _one_line(draft.subject)
    mail["Date"] = format_datetime(draft.at.replace(tzinfo=CHINA, microsecond=0))
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


def _address(person: Person) -> Address | None:
    matched = _ADDRESS.fullmatch(_one_line(person.email))
    return Address(_one_line(person.name), matched[1], matched[2]) if matched else None
