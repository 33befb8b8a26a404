"""Who sent a mail, and what speaks against believing it.

Whoever sends a mail writes its From. What can be seen from here: that it names one address and no other, that nobody
else says to have sent it, and what the receiving server found out about it, where that says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser

from huifang.core.catalogue import because
from huifang.core.reasons import Reason
from huifang.core.text import clean
from huifang.edges.arriving.letters import is_of
from huifang.edges.arriving.mail_headers import MAX_HEADER, decode_words, header_text, raw_headers
from huifang.policy.mail import ADDRESS

#: One address, perhaps with a name before it and a remark behind it; a name without quotes has none of these signs.
_ONE = re.compile(
    rf"""\s*(?:("(?:[^"\\]|\\.)*"|[^"<>@,;:()]*)\s*<\s*({ADDRESS.pattern})\s*>|({ADDRESS.pattern}))\s*(?:\([^()@]*\))?\s*""",
    re.ASCII,
)
_REMARK = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"\s*([a-z-]+)(?:/\d+)?\s*=\s*([a-z]+)(.*)", re.IGNORECASE | re.S)
_PROPERTY = re.compile(r"\b(?:header\.(?:d|i|from)|smtp\.(?:mailfrom|mail|from|helo))\s*=\s*\"?<?([^\s;\">]+)", re.I)
#: No honest sender needs more.
_LONGEST = 1_000
_PASSED, _FAILED = "pass", ("fail", "softfail", "hardfail", "permerror")


@dataclass(frozen=True)
class MailSender:
    """The one address in From, in small letters (empty: there is not exactly one), and what the sender is called;
    ``doubt`` is why the mail may decide nothing, None where nothing speaks against its address.
    """

    address: str = ""
    name: str = ""
    doubt: Reason | None = None


@dataclass(frozen=True)
class _Found:
    """What a server found out in one way: by which, with what result, for which domain (empty: it does not say)."""

    way: str
    result: str
    domain: str


def sender_in(content: bytes, server: str = "") -> MailSender:
    """The sender of a whole mail, or of its headers; ``server`` is the receiving server's name (empty: unknown)."""
    try:
        return sender_of(BytesHeaderParser().parsebytes(content.removeprefix(b"\xef\xbb\xbf")), server)
    except Exception:  # somebody else's headers and the parser's own mistakes: then nobody sent it
        return MailSender(doubt=because("Y340"))


def sender_of(mail: Message, server: str = "") -> MailSender:
    """The same of a mail that was parsed."""
    address, name = _one_address(_lines(mail, "from"))
    if not address:
        return MailSender(name=name, doubt=because("Y340"))
    named = {match[0].lower() for match in ADDRESS.finditer(name)}
    if named - {address}:
        return MailSender(address, name, because("Y341", name=name, address=address))
    others = [_one_address([line])[0] for line in _lines(mail, "sender")]
    if any(other != address for other in others):
        return MailSender(address, name, because("Y342", address=address, other=others[0] or "别人"))
    failed = _what_failed(mail, server, address.rpartition("@")[2])
    return MailSender(address, name, because("Y343", address=address, found=failed) if failed else None)


def _lines(mail: Message, header: str) -> list[str]:
    """The lines of a header as far as an honest one goes, their spaces single: nothing in them is tried in two ways."""
    return [re.sub(r" +", " ", header_text(raw)[:_LONGEST]) for raw in raw_headers(mail, header)]


def _one_address(written: Sequence[str]) -> tuple[str, str]:
    """The address and the name before it; no address, where there is none, or more than one, or it is written so that
    programs may read another one out of it. Encoded words are looked into last: what they say is a name.
    """
    if len(written) != 1:
        return "", ""
    one = _ONE.fullmatch(written[0])
    if not one:
        return "", _shown(written[0])
    address = (one[2] or one[5]).lower()
    return address, _shown((one[1] or "").strip().strip('"').replace('\\"', '"'))


def _shown(text: str) -> str:
    return " ".join(clean(decode_words(text)).split())[:80]


def _what_failed(mail: Message, server: str, domain: str) -> str:
    """What the receiving server found that speaks against the domain, in its own words; empty where it found nothing.

    In each way the topmost line counts: a server writes above what came to it. Where the office does not say which
    server is its own, any counts: the worst that a made-up line can do is to make a mail wait.
    """
    found = [*_found(mail, server)]
    dmarc = [one for one in found if one.way == "dmarc"]
    if any(one.result == _PASSED and _are_same(one.domain, domain, unsaid=True) for one in dmarc):
        return ""
    passed = [one for one in found if one.result == _PASSED]
    if not dmarc or all(one.result not in _FAILED for one in dmarc):
        if any(_are_same(one.domain, domain) for one in passed):
            return ""
        dmarc = []
    failed = dmarc or [one for one in found if one.result in _FAILED] or [one for one in passed if one.domain]
    return "，".join(dict.fromkeys(f"{one.way}={one.result}{f' {one.domain}' * bool(one.domain)}" for one in failed))


def _found(mail: Message, server: str) -> Iterator[_Found]:
    """The results of SPF, DKIM and DMARC, those of the topmost line in each way."""
    seen: set[str] = set()
    for raw in raw_headers(mail, "authentication-results"):
        text = _REMARK.sub(" ", header_text(raw)[:MAX_HEADER])
        by, *results = text.split(";")
        if server and not is_of((by.split() or [""])[0].lower(), server):
            continue
        lines = [match for result in results if (match := _RESULT.fullmatch(result))]
        ways = {match[1].lower() for match in lines} & {"spf", "dkim", "dmarc"} - seen
        for match in lines:
            if match[1].lower() in ways:
                about = _PROPERTY.search(match[3])
                said = about[1].rpartition("@")[2].lower().strip(".") if about else ""
                yield _Found(match[1].lower(), match[2].lower(), said)
        seen |= ways


def _are_same(one: str, domain: str, unsaid: bool = False) -> bool:
    """Whether both are of one domain; ``unsaid`` is what is said of a result that names none."""
    if not one:
        return unsaid
    return one == domain or one.endswith(f".{domain}") or domain.endswith(f".{one}")
