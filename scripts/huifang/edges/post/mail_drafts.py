"""Mail drafts (.eml): a file that a mail program opens ready to be sent, the workbook attached."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
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
    if not draft.attached:
        return mail.as_bytes()
    for name, content in draft.attached.items():
        main, _, sub = _KINDS["." + name.rpartition(".")[2]].partition("/")
        mail.add_attachment(content, maintype=main, subtype=sub, filename=name)
    mail.set_boundary(f"=_huifang_{digest(b''.join(draft.attached.values()))[:32]}")  # "=_" stands in no base64 text
    return mail.as_bytes()


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


def _address(person: Person) -> Address | None:
    matched = _ADDRESS.fullmatch(_one_line(person.email))
    return Address(_one_line(person.name), matched[1], matched[2]) if matched else None
