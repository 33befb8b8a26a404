"""What kind of mail one is: something attached, a letter that could not be delivered, an answer by a machine, a
receipt, a link in place of an attachment, or a letter to be read. Bytes in, a value out; nothing here raises.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser

from huifang.core.charsets import in_charset
from huifang.core.text import clean
from huifang.edges.arriving.bounces import Failed, failures
from huifang.edges.arriving.mail_headers import (
    MAX_HEADER,
    attachment_name,
    decode_words,
    header_text,
    raw_headers,
)
from huifang.edges.reading.odd_package import holds_workbook
from huifang.edges.reading.xlsx_guard import OLE_MAGIC
from huifang.edges.store.files import CONTAINER_ENDINGS, WORKBOOK_ENDINGS
from huifang.ledger.fetched_said import MailKind

#: So much of a mail's text is looked through, and so many of its links.
_MAX_TEXT, _MAX_LINKS = 200_000, 200
#: What people attach in the belief that it is a sheet that we can read; each has advice of its own, later on.
_ATTACHED = (*WORKBOOK_ENDINGS, *CONTAINER_ENDINGS, ".rar", ".7z", ".xls", ".et", ".csv", ".msg", "winmail.dat")
_MACHINE = re.compile(r"(?:mailer-daemon|post-?master|mail-?daemon|mdaemon|bounces?)(?:[@+.-]|$)", re.IGNORECASE)
_RETURNED = re.compile(
    r"退信|未送达|无法(?:送达|投递)|投递失败|undeliver|returned (?:mail|to sender)|mail (?:is )?returned"
    r"|delivery (?:status|has )?.{0,12}fail|failure notice|non[- ]?delivery|could not be delivered",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"自动(?:回复|答复|应答)|auto(?:matic|mated)?[- ]?(?:re(?:ply|sponse)|response)|out of (?:the )?office",
    re.IGNORECASE,
)
_READ = re.compile(r"^(?:已读|已阅|read|阅读回执|已读回执)\s*[:：]", re.IGNORECASE)
#: Where attachments lie that are only links, and what people call that; by the host and the beginning of its path.
_CLOUDS = (
    (r"(?:\w+\.)*mail\.qq\.com/(?:cgi-bin/)?ftn|exmail\.qq\.com/\S*ftn", "QQ邮箱的超大附件(文件中转站)"),
    (r"(?:\w+\.)*(?:163|126|yeah)\.(?:com|net)/\S*(?:large-?attach|filehub|fs/display|disk|file)", "网易邮箱的云附件"),
    (r"(?:\w+\.)*aliyun\.com/\S*(?:attach|download|file)", "阿里邮箱的超大附件"),
    (r"(?:\w+\.)*10086\.cn/\S*(?:disk|file|download)", "139邮箱的超大附件"),
    (r"(?:\w+\.)*jianguoyun\.com/", "坚果云"),
    (r"(?:pan|yun)\.baidu\.com/", "百度网盘"),
    (r"(?:\w+\.)*(?:aliyundrive|alipan)\.com/", "阿里云盘"),
    (r"(?:\w+\.)*weiyun\.com/", "腾讯微云"),
    (r"(?:docs|doc)\.qq\.com/|doc\.weixin\.qq\.com/", "腾讯文档"),
    (r"(?:\w+\.)*kdocs\.cn/|(?:\w+\.)*wps\.cn/", "金山文档"),
    (r"(?:\w+\.)*(?:feishu|larksuite)\.(?:cn|com)/", "飞书"),
    (r"pan\.quark\.cn/", "夸克网盘"),
    (r"(?:\w+\.)*lanzou\w?\.com/", "蓝奏云"),
    (r"cloud\.189\.cn/|(?:\w+\.)*123pan\.com/|pan\.xunlei\.com/", "网盘"),
    (r"1drv\.ms/|onedrive\.live\.com/|(?:[\w-]+\.)*sharepoint\.c(?:om|n)/", "OneDrive"),
)
_LINKS = tuple((re.compile(f"(?:{host})", re.IGNORECASE | re.ASCII), name) for host, name in _CLOUDS)
_LINK = re.compile(r"https?://([!-~]{4,300})", re.IGNORECASE)
_SAYS_CLOUD = re.compile(r"发来的(?:超大|云)附件|(?:超大|云)附件[:：(（]|进入下载页面")


@dataclass(frozen=True, kw_only=True)
class SeenMail:
    """A mail: its kind, its subject and Message-ID; which mails it ``answers`` by theirs.

    ``failed`` is who did not get the mail that came back, ``clouds`` where links lead that stand in for attachments.
    """

    kind: MailKind
    subject: str = ""
    message_id: str = ""
    answers: tuple[str, ...] = ()
    failed: tuple[Failed, ...] = ()
    clouds: tuple[str, ...] = ()


def look_at(content: bytes) -> SeenMail:
    """What kind of mail it is; one that nobody can parse is a letter to be read."""
    try:
        return _seen(message_from_bytes(content.removeprefix(b"\xef\xbb\xbf")))
    except Exception:  # somebody else's mail and the parser's own mistakes: then a person looks at it
        return SeenMail(kind=MailKind.LETTER)


def headers_in(headers: bytes) -> SeenMail:
    """What can be told by the headers alone: subject, Message-ID, and whether it may be a letter that came back."""
    try:
        mail = BytesHeaderParser().parsebytes(headers.lstrip(b"\r\n"))
        subject = subject_of(mail)
        is_report = mail.get_content_type() == "multipart/report"
        kind = MailKind.BOUNCE if is_report or _comes_from_a_machine(mail, subject) else MailKind.LETTER
        return SeenMail(kind=kind, subject=subject, message_id=(ids_in(mail, "message-id") or ("",))[0])
    except Exception:  # as above
        return SeenMail(kind=MailKind.LETTER)


def subject_of(mail: Message) -> str:
    """The subject as people read it, in one line."""
    text = next((header_text(raw)[:MAX_HEADER] for raw in raw_headers(mail, "subject")), "")
    return " ".join(clean(decode_words(text)).split())[:200]


def ids_in(mail: Message, *headers: str) -> tuple[str, ...]:
    """The Message-IDs that these headers give, without their brackets."""
    texts = [header_text(raw)[:MAX_HEADER] for header in headers for raw in raw_headers(mail, header)]
    return tuple(dict.fromkeys(found for text in texts for found in re.findall(r"<\s*([^<>\s]+)\s*>", text)))


def _seen(mail: Message) -> SeenMail:
    subject = subject_of(mail)
    seen = SeenMail(
        kind=MailKind.LETTER, subject=subject, message_id=(ids_in(mail, "message-id") or ("",))[0],
        answers=ids_in(mail, "in-reply-to", "references"),
    )  # fmt: skip
    kinds = {part.get_content_type() for part in mail.walk()}
    if "message/disposition-notification" in kinds:
        return replace(seen, kind=MailKind.READ)
    if "message/delivery-status" in kinds or _comes_from_a_machine(mail, subject):
        failed, answers = failures(mail, text_of(mail))
        if failed or answers:
            return replace(seen, kind=MailKind.BOUNCE, answers=answers, failed=failed)
    if any(_is_attached(part) for part in _leaves(mail)):
        return replace(seen, kind=MailKind.ATTACHED)
    if _is_automatic(mail, subject):
        return replace(seen, kind=MailKind.READ if _READ.match(subject) else MailKind.AWAY)
    clouds = clouds_in(text_of(mail))
    return replace(seen, kind=MailKind.CLOUD, clouds=clouds) if clouds else seen


def _comes_from_a_machine(mail: Message, subject: str) -> bool:
    """Whether it looks like a report that a mail could not be delivered, though not of the standard's form."""
    froms = " ".join(header_text(raw)[:MAX_HEADER] for raw in raw_headers(mail, "from"))
    back = next((header_text(raw).strip() for raw in raw_headers(mail, "return-path")), "")
    if mail["x-failed-recipients"]:
        return True
    machine = any(_MACHINE.match(part) for part in re.findall(r"[\w.+-]+@", froms)) or back == "<>"
    return machine and _RETURNED.search(subject) is not None


def _leaves(part: Message) -> Iterator[Message]:
    """Its parts that have none of their own; a mail within it is one."""
    payload = part.get_payload()
    if part.get_content_type() == "message/rfc822" or not isinstance(payload, list):
        yield part
    else:
        for child in payload:
            if isinstance(child, Message):
                yield from _leaves(child)


def _is_attached(part: Message) -> bool:
    """Whether it is a workbook, or what somebody takes for one, or what may hold one."""
    name, kind = attachment_name(part).lower(), part.get_content_type()
    if kind == "message/rfc822" or kind == "application/ms-tnef" or name.endswith(_ATTACHED):
        return True
    if kind.startswith(("text/", "image/")) and not name:
        return False
    content = part.get_payload(decode=True)
    return isinstance(content, bytes) and (content.startswith(OLE_MAGIC) or holds_workbook(io.BytesIO(content)))


def _is_automatic(mail: Message, subject: str) -> bool:
    """Whether a machine answers in somebody's place (RFC 3834, and what was in use before and beside it)."""
    said = " ".join(header_text(raw).lower() for raw in raw_headers(mail, "auto-submitted")).strip()
    if said.startswith(("auto-replied", "auto-generated", "auto-notified")):
        return True
    if any(True for name in ("x-autoreply", "x-autorespond", "x-auto-reply") for _ in raw_headers(mail, name)):
        return True
    precedence = " ".join(header_text(raw).lower().strip() for raw in raw_headers(mail, "precedence"))
    return precedence == "auto_reply" or _AWAY.search(subject) is not None or _READ.match(subject) is not None


def clouds_in(text: str) -> tuple[str, ...]:
    """Where links lead that stand in for attachments, each named once."""
    links = [*dict.fromkeys(_LINK.findall(text))][:_MAX_LINKS]
    named = [name for leads, name in _LINKS if any(leads.match(link) for link in links)]
    return tuple(dict.fromkeys(named or (["云端"] if _SAYS_CLOUD.search(text) else [])))


def text_of(mail: Message) -> str:
    """What a person reads in it, pages with their marks: as far as it is looked through."""
    texts, left = [], _MAX_TEXT
    for part in _leaves(mail):
        if part.get_content_maintype() == "text" and not attachment_name(part) and left > 0:
            raw = part.get_payload(decode=True)
            texts.append(in_charset((raw if isinstance(raw, bytes) else b"")[:left], part.get_content_charset()))
            left -= len(texts[-1])
    return "\n".join(texts)
