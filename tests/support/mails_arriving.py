"""Mails as they arrive in an office's mailbox, as the programs and servers of our time write them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable

from mails import multipart, part

OFFICE = "huifang@office.test"
#: What our own letters are known by.
OURS = "0123abcd.huifang@office.test"


def word(text: str, charset: str = "utf-8") -> str:
    """An encoded word."""
    return (
        f"=?{charset}?B?{b64encode(text.encode('gb18030' if charset.lower().startswith('gb') else charset)).decode()}?="
    )


def text_part(text: str, charset: str = "utf-8", kind: str = "plain") -> bytes:
    """Text or a page, as base64."""
    raw = text.encode("gb18030" if charset.lower().startswith("gb") else charset)
    return part(raw, "", f"text/{kind}; charset={charset}", "base64")


def letter(
    *parts: bytes,
    sender: str = "a01@office.test",
    subject: str = "回访表",
    headers: Iterable[str] = (),
    kind: str = "mixed",
    message_id: str = "m1@client.test",
    mark: str = "A0",
) -> bytes:
    """A whole mail with these parts; ``sender`` and ``headers`` go in as they are given."""
    lines = [
        f"From: {sender}", f"To: {OFFICE}", f"Subject: {subject if subject.isascii() else word(subject)}",
        "Date: Mon, 30 Nov 2026 15:58:00 +0800", f"Message-ID: <{message_id}>", *headers, "MIME-Version: 1.0",
    ]  # fmt: skip
    body = (
        parts[0]
        if len(parts) == 1 and parts[0].startswith(b"Content-Type: text/")
        else multipart(*parts, kind=kind, mark=mark)
    )
    return "\n".join(lines).encode() + b"\n" + body


def report(*parts: bytes, about: str = "delivery-status", **more: object) -> bytes:
    """A report of the standard's form."""
    made = letter(*parts, kind="report", **more)  # type: ignore[arg-type]
    return made.replace(b"multipart/report;", f"multipart/report; report-type={about};".encode(), 1)


def _status(to: str, status: str, said: str, action: str = "failed") -> bytes:
    return (
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mail.office.test\n\n"
        f"Final-Recipient: rfc822; {to}\nOriginal-Recipient: rfc822;{to}\nAction: {action}\n"
        f"Status: {status}\nDiagnostic-Code: smtp; {said}\n"
    ).encode()


def _returned(message_id: str, to: str) -> bytes:
    inner = f"From: {OFFICE}\nTo: {to}\nSubject: {word('【回访表】')}\nMessage-ID: <{message_id}>\n\n正文\n"
    return b"Content-Type: message/rfc822\n\n" + inner.encode()


def of_postfix(to: str = "a01@office.test", message_id: str = OURS, action: str = "failed") -> bytes:
    """As Postfix reports it."""
    said = f"550 5.1.1 <{to}>: Recipient address rejected: User unknown in virtual mailbox table"
    text = f"This is the mail system at host mail.office.test.\n\n<{to}>: host mx.office.test said: {said}\n"
    return report(
        part(b"", "", "text/plain; charset=us-ascii", "7bit", text.encode()),
        _status(
            to,
            "5.1.1" if action == "failed" else "4.2.2",
            said if action == "failed" else "452 4.2.2 mailbox full",
            action,
        ),
        _returned(message_id, to),
        sender="MAILER-DAEMON@mail.office.test (Mail Delivery System)",
        subject="Undelivered Mail Returned to Sender" if action == "failed" else "Delayed Mail (still being retried)",
        headers=["Auto-Submitted: auto-replied", "Return-Path: <>"],
        message_id="20261130.1@mail.office.test",
    )


def of_exchange(to: str = "a01@office.test", message_id: str = OURS) -> bytes:
    """As Exchange and Microsoft 365 report it in Chinese: a page, the status, the headers alone."""
    whom = f'<p>未能向以下收件人传递邮件：</p><p><a href="mailto:{to}">{to}</a></p>'
    page = f"<html><body>{whom}<p>收件人的邮箱已满，无法立即接受邮件。</p></body></html>"
    texts = text_part("未能向以下收件人传递邮件", "gb2312"), text_part(page, "gb2312", "html")
    headers = f"Message-ID: <{message_id}>\r\nSubject: x\r\nFrom: {OFFICE}\r\n\r\n"
    return report(
        multipart(*texts, kind="alternative", mark="E1"),
        _status(to, "5.2.2", "550 5.2.2 STOREDRV.Deliver; mailbox full"),
        part(headers.encode(), "", "text/rfc822-headers", "7bit", headers.encode()),
        sender=f"{word('Microsoft Outlook')} <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@partner.test>",
        subject="未送达: 【回访表】2026-11下旬",
        headers=["Auto-Submitted: auto-replied", "X-MS-Exchange-Message-Is-Ndr:"],
    )  # fmt: skip


def of_qq(to: str = "a01@qq.example", message_id: str = OURS) -> bytes:
    """As QQ Mail tells it: a page in GBK, no report of the standard's form."""
    page = (
        f"<html><body><div>抱歉，您的邮件被退回来了……</div><table><tr><td>主题：</td><td>【回访表】</td></tr>"
        f"<tr><td>收件人：</td><td><a>{to}</a></td></tr><tr><td>退信原因：</td><td>收件人邮件地址({to})不存在，邮件无法送达。<br>"
        f"host mx3.qq.example said: 550 Mailbox not found.</td></tr></table></body></html>"
    )
    return letter(
        multipart(text_part(page, "gb18030", "html"), kind="alternative", mark="Q1"),
        sender=f"{word('PostMaster', 'gb18030')} <PostMaster@qq.example>",
        subject="系统退信/The email is returned",
        headers=[f"In-Reply-To: <{message_id}>"],
        message_id="tencent_1@qq.example",
    )


def of_163(to: str = "a01@163.example", message_id: str = OURS) -> bytes:
    """As 163 tells it: in words, with the headers of the mail that came back below."""
    text = (
        f"您的邮件没有成功发送给 {to}。\n原因：User not found\n550 User not found: {to}\n"
        f"---- 原邮件信头 ----\nMessage-ID: <{message_id}>\n"
    )
    return letter(
        text_part(text, "gbk"), sender="Postmaster@163.example", subject="系统退信", headers=["Return-Path: <>"]
    )


def away(style: str = "outlook", sender: str = "a01@office.test") -> bytes:
    """Somebody's mailbox answers that they are away."""
    if style == "outlook":
        return letter(
            text_part("我正在休假，12月3日回来。"), sender=sender, subject="自动答复: 【回访表】2026-11下旬",
            headers=["Auto-Submitted: auto-generated", "X-Auto-Response-Suppress: All"],
        )  # fmt: skip
    if style == "qq":
        return letter(
            text_part("您好，我最近正在休假中，无法亲自回复您的邮件。", "gb18030"),
            sender=sender,
            subject=word("自动回复: 回访表", "gb18030"),
        )
    if style == "vacation":
        return letter(
            text_part("away"), sender=sender, subject="Re: x", headers=["Auto-Submitted: auto-replied (vacation)"]
        )
    return letter(text_part("不在"), sender=sender, subject="Re: x", headers=["X-Autoreply: yes"])


def read_receipt(sender: str = "a01@office.test", message_id: str = OURS) -> bytes:
    """A receipt that a letter was shown."""
    said = (
        f"Content-Type: message/disposition-notification\n\nReporting-UA: foxmail\nFinal-Recipient: rfc822;{sender}\n"
        f"Original-Message-ID: <{message_id}>\nDisposition: manual-action/MDN-sent-manually; displayed\n"
    )
    return report(
        text_part("您的邮件已被阅读", "gb2312"),
        said.encode(),
        about="disposition-notification",
        sender=sender,
        subject="已读: 【回访表】",
    )


def _link(where: str) -> str:
    return f'<a href="https://{where}">回访表.xlsx</a>'


_QQ, _163 = "QQ邮箱的超大附件(文件中转站)", "网易邮箱的云附件"
#: Pages with a link in place of an attachment, and what that is called.
CLOUDS = {
    f"<div>从QQ邮箱发来的超大附件</div>{_link('mail.qq.com/cgi-bin/ftnExs_download?t=exs_ftn_download&k=01')}": _QQ,
    _link("wx.mail.qq.com/ftn/download?func=3&k=0123"): _QQ,
    f"<div>从网易163邮箱发来的云附件</div>{_link('mail.163.com/large-attachment-download/index.html?p=01')}": _163,
    _link("www.jianguoyun.com/p/0123"): "坚果云",
    "链接: https://pan.baidu.com/s/1abc 提取码: 8888": "百度网盘",
    "https://www.kdocs.cn/l/0123": "金山文档",
    "【腾讯文档】回访表 https://docs.qq.com/sheet/0123": "腾讯文档",
    "<div>从某某邮箱发来的超大附件</div>回访表.xlsx 进入下载页面": "云端",
}


def cloud(page: str, sender: str = "a01@office.test") -> bytes:
    """A mail whose attachment is only a link."""
    return letter(
        multipart(text_part("请查收"), text_part(page, "gbk", "html"), kind="alternative", mark="C1"), sender=sender
    )
