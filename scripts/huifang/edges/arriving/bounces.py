"""A mail that came back: who did not get it, why, and which mail it was."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.message import Message

from huifang.core.catalogue import because
from huifang.core.reasons import Reason
from huifang.core.text import clean
from huifang.edges.arriving.mail_headers import header_text, raw_headers
from huifang.policy.mail import ADDRESS

_MARK = re.compile(r"<[^>]{1,500}>")
_ID = re.compile(r"message-id\s*[:：]\s*(?:<|&lt;)\s*([^<>\s&]+)\s*(?:>|&gt;)", re.IGNORECASE)
#: Why it came back, by what servers say of that; the first that fits counts. The codes are those of RFC 3463.
_WHY: tuple[tuple[str, Reason], ...] = (
    (
        r"\b[45]\.2\.2\b|over ?quota|quota exceed|exceed.{0,12}quota|mailbox.{0,8}full"
        r"|空间不足|邮箱.{0,4}满|容量.{0,3}满",
        because("Y321"),
    ),
    (r"\b[45]\.(?:2\.3|3\.4)\b|(?:message|mail).{0,10}size|too (?:large|big)|邮件过大|超过.{0,8}大小", because("Y322")),
    (
        r"\b[45]\.7\.\d|spam|virus|blocked|black ?list|reject(?:ed)? (?:by|due)|content reject|policy"
        r"|拒收|拒绝|垃圾邮件|黑名单",
        because("Y323"),
    ),
    (
        r"\b[45]\.1\.\d|user.{0,14}(?:unknown|not (?:exist|found|known))|unknown.{0,10}user"
        r"|no such (?:user|mailbox|recipient)|mailbox (?:not found|unavailable)|invalid (?:user|recipient|mailbox)"
        r"|does ?n[o']t (?:exist|have)|not exist|recipient.{0,16}(?:unknown|rejected)"
        r"|不存在|未开通|已注销|已停用|无此用户",
        because("Y320"),
    ),
    (
        r"\b[45]\.4\.\d|host.{0,10}not found|name service|dns|域名|connect.{0,12}(?:to|timed|refused)"
        r"|timed out|unreachable|lost connection",
        because("Y324"),
    ),
)
_FITS = tuple((re.compile(words, re.IGNORECASE), reason) for words, reason in _WHY)
_UNSAID = because("Y325")
#: Every such reason, by its code, which the journal keeps.
WHY_LOST: Mapping[str, Reason] = {reason.code: reason for reason in (*(reason for _, reason in _WHY), _UNSAID)}
#: So much of what a server answered is repeated.
_MAX_SAID = 160


@dataclass(frozen=True, kw_only=True)
class Failed:
    """One receiver, by address in small letters, who did not get a mail; ``said`` is what the server answered.

    ``is_final``: nobody tries again. ``is_sure``: the report says so in a form that programs read; else the address
    merely stands in its text, and may be anybody's.
    """

    address: str
    why: Reason
    said: str = ""
    is_final: bool = True
    is_sure: bool = True


def failures(mail: Message, text: str) -> tuple[tuple[Failed, ...], tuple[str, ...]]:
    """Who did not get it, and by which Message-ID it may be known; ``text`` is what a person reads in the report."""
    from flufl.bounce import all_failures  # noqa: PLC0415  (few mails come back)

    delayed, final = all_failures(mail)
    answers = {address: (final_answer, said) for address, said, final_answer in _answers(mail)}
    found: dict[str, Failed] = {}
    for raw, is_final in (*((one, True) for one in sorted(final)), *((one, False) for one in sorted(delayed))):
        address = raw.decode("ascii", "replace").lower()
        said = answers.get(address, (True, ""))[1] or _about(address, text)
        if ADDRESS.fullmatch(address):
            found.setdefault(address, Failed(address=address, why=_why(said), said=said, is_final=is_final))
    if not found:
        plain = _MARK.sub(" ", text)
        for address in dict.fromkeys(match[0].lower() for match in ADDRESS.finditer(plain)):
            said = _about(address, plain)
            found[address] = Failed(address=address, why=_why(plain), said=said, is_sure=False)
    return tuple(found.values()), tuple(dict.fromkeys(_about_which(mail, text)))


def _answers(mail: Message) -> Iterator[tuple[str, str, bool]]:
    """By receiver, what the server answered, as a report of the standard's form says it; and whether that is final."""
    for part in mail.walk():
        blocks = part.get_payload() if part.get_content_type() == "message/delivery-status" else ()
        for block in blocks if isinstance(blocks, list) else ():
            if not isinstance(block, Message):
                continue
            whom = _first(block, "original-recipient") or _first(block, "final-recipient")
            matched = ADDRESS.search(whom)
            if matched:
                said = " ".join(filter(None, (_first(block, "status"), _first(block, "diagnostic-code"))))
                yield matched[0].lower(), _short(said), not _first(block, "action").lower().startswith("delayed")


def _first(mail: Message, header: str) -> str:
    return next((header_text(raw)[:2000].strip() for raw in raw_headers(mail, header)), "")


def _about(address: str, text: str) -> str:
    """What stands around the address."""
    plain = _MARK.sub(" ", text)
    at = plain.lower().find(address)
    return _short(plain[max(0, at - 80) : at + len(address) + 200]) if at >= 0 else ""


def _short(said: str) -> str:
    return " ".join(clean(said).split())[:_MAX_SAID]


def _why(said: str) -> Reason:
    return next((reason for words, reason in _FITS if words.search(said)), _UNSAID)


def _about_which(mail: Message, text: str) -> Iterator[str]:
    """The Message-IDs of the mail that came back, as it lies in the report, or as the report quotes or names it."""
    for part in mail.walk():
        if part is mail:
            continue
        if part.get_content_type() == "text/rfc822-headers":
            raw = part.get_payload(decode=True)
            yield from _ID.findall((raw if isinstance(raw, bytes) else b"").decode("latin-1"))
        for header in ("message-id", "x-original-message-id"):
            yield from re.findall(r"<\s*([^<>\s]+)\s*>", _first(part, header))
    for header in ("in-reply-to", "references"):
        yield from re.findall(r"<\s*([^<>\s]+)\s*>", _first(mail, header))
    yield from _ID.findall(text)
