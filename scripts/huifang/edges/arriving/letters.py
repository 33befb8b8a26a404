"""What the envelope of a mail says: when it reached its receiver, who sent it, and what in it does not fit together.

Whoever sends a mail writes its Date and may write lines of Received below those of the servers. Only the line of the
receiving server counts; whatever else gives another time is named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses

from huifang.edges.arriving.mail_headers import decode_words, first_moment, header_text, raw_headers

#: Times of one mail that lie further apart do not fit together.
TOLERANCE = timedelta(hours=1)
_BY = re.compile(r"\bby\s+([^\s;()]+)", re.IGNORECASE)
_DAY = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """The outermost mail that a file came in.

    ``at`` is when the receiving server took it, on the office's wall clock, or None for the reason ``lacking`` gives.
    ``is_checked`` says that the line is known to be that server's. ``others`` are other times that the mail gives,
    further apart than they can honestly be; ``sender`` is the address in From.
    """

    at: datetime | None = None
    is_checked: bool = False
    lacking: str = ""
    others: tuple[str, ...] = ()
    sender: str = ""


@dataclass(frozen=True)
class _Line:
    """One line of Received: by which server, and when."""

    by: str
    at: datetime | None


def letter_of(mail: Message, server: str) -> Envelope:
    """What the mail's headers say; ``server`` is the name of the receiving server, empty where it is not known."""
    lines = [_line(header_text(value)) for value in raw_headers(mail, "received")]
    own = [line for line in lines if is_of(line.by, server)] if server else lines
    sender = _sender(mail)
    if not own:
        lacking = f"没有收信服务器“{server}”写的收到时间" if server and lines else "没有服务器写的收到时间"
        return Envelope(lacking=lacking, sender=sender)
    if own[0].at is None:
        return Envelope(lacking="服务器写的收到时间认不出来", sender=sender)
    at = own[0].at
    dated = [(f"经过 {line.by or '服务器'} 的时间", line.at) for line in lines if line is not own[0]]
    dated += [("发信的时间", first_moment([header_text(value)])) for value in raw_headers(mail, "date")]
    others = tuple(f"{name} {moment:{_DAY}}" for name, moment in dated if moment and abs(moment - at) > TOLERANCE)
    return Envelope(at=at, is_checked=bool(server), others=others, sender=sender)


def letter_in(content: bytes, server: str) -> Envelope:
    """The same of a whole mail as a file, reading no further than its headers."""
    try:
        return letter_of(BytesHeaderParser().parsebytes(content.removeprefix(b"\xef\xbb\xbf")), server)
    except Exception:  # somebody else's file and the parser's own mistakes: then it says nothing
        return Envelope(lacking="邮件的信头认不出来")


def _line(text: str) -> _Line:
    by = _BY.search(text)
    return _Line(by[1].lower().rstrip(".") if by else "", first_moment([text.rpartition(";")[2]]))


def is_of(by: str, server: str) -> bool:
    """Whether the server that wrote a line is this one, or one of its domain."""
    name = server.lower().strip(". ")
    return by == name or by.endswith(f".{name}")


def _sender(mail: Message) -> str:
    """The address in From; what encoded words say is a name, unless there is nothing else."""
    texts = [header_text(value) for value in raw_headers(mail, "from")]
    return ", ".join(_addresses(texts) or _addresses([decode_words(text) for text in texts]))


def _addresses(texts: list[str]) -> list[str]:
    return [address.lower() for _, address in getaddresses(texts) if "@" in address]
