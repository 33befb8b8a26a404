"""The office's mailbox: its settings, and what each provider's servers are called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from huifang.tables.declared.mail_rules import EVERYTHING

#: How a server is spoken to: TLS from the first byte, or asked for in the talk.
TLS, STARTTLS = "SSL", "STARTTLS"
#: What is done with a mail that was fetched.
LEAVE, MARK_READ, DELETE = "不动", "标为已读", "删除"
_LOCAL = r"[A-Za-z0-9](?:[A-Za-z0-9_+-]|\.(?!\.|@)){0,63}"
#: A mail address as ours are written: ASCII alone, the name before the @ and the domain as groups.
ADDRESS = re.compile(rf"({_LOCAL})@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")


@dataclass(frozen=True)
class Server:
    """Where a server listens, and how it is spoken to."""

    host: str
    port: int
    security: str = TLS


@dataclass(frozen=True)
class Provider:
    """A provider of mailboxes: its servers, what it calls the password for programs, and where it gives that out."""

    name: str
    smtp: Server
    imap: Server
    password: str
    where: str


PROVIDERS: Mapping[str, Provider] = {
    one.name: one
    for one in (
        Provider(
            "QQ邮箱",
            Server("smtp.qq.com", 465),
            Server("imap.qq.com", 993),
            "授权码",
            "网页版：设置 > 账号 > POP3/IMAP/SMTP 服务，开启后按提示发短信，得到授权码",
        ),
        Provider(
            "163邮箱",
            Server("smtp.163.com", 465),
            Server("imap.163.com", 993),
            "授权密码",
            "网页版：设置 > POP3/SMTP/IMAP，开启 IMAP/SMTP 服务，新增授权密码",
        ),
        Provider(
            "126邮箱",
            Server("smtp.126.com", 465),
            Server("imap.126.com", 993),
            "授权密码",
            "网页版：设置 > POP3/SMTP/IMAP，开启 IMAP/SMTP 服务，新增授权密码",
        ),
        Provider(
            "企业微信邮箱",
            Server("smtp.exmail.qq.com", 465),
            Server("imap.exmail.qq.com", 993),
            "客户端专用密码",
            "网页版：设置 > 收发信设置，开启 IMAP/SMTP 服务；账户 > 客户端专用密码，生成新密码",
        ),
        Provider(
            "阿里邮箱",
            Server("smtp.qiye.aliyun.com", 465),
            Server("imap.qiye.aliyun.com", 993),
            "三方客户端安全密码",
            "网页版：设置 > 账户安全 > 三方客户端安全密码；管理员须先允许三方客户端",
        ),
        Provider(
            "Outlook",
            Server("smtp.office365.com", 587, STARTTLS),
            Server("outlook.office365.com", 993),
            "应用密码",
            "微软个人邮箱已不再接受密码登录，请改用别的邮箱；单位的邮箱由管理员允许 SMTP 验证以后，用应用密码",
        ),
    )
}
OTHER = "其他"


@dataclass(frozen=True, kw_only=True)
class Mailbox:
    """The settings of 邮箱; without an ``address`` the office sends and fetches no mail.

    ``unattended`` are the kinds of mails (occasions of 通知 and those that go with the work) that ``run --mail`` sends
    without being asked. ``also_from`` are senders besides the staff whose mails are fetched. ``largest`` is how large a
    mail may be, in bytes as it is sent.
    """

    provider: str = ""
    address: str = ""
    sender_name: str = ""
    login_name: str = ""
    smtp_host: str = ""
    smtp_port: int | None = None
    smtp_security: str = ""
    imap_host: str = ""
    imap_port: int | None = None
    imap_security: str = ""
    daily_limit: int = 100
    largest_mb: int = 20
    unattended: tuple[str, ...] = ()
    also_from: tuple[str, ...] = ()
    when_fetched: str = LEAVE
    masks_phones: bool = True

    @property
    def is_used(self) -> bool:
        """Whether the office sends and fetches by it."""
        return bool(self.address)

    @property
    def hides_phones(self) -> bool:
        """Whether telephone numbers are masked in what goes to roles that need none."""
        return self.is_used and self.masks_phones

    @property
    def domain(self) -> str:
        """What stands behind the @ of its address."""
        return self.address.rpartition("@")[2]

    @property
    def login(self) -> str:
        """What the servers know it by."""
        return self.login_name or self.address

    @property
    def known_provider(self) -> Provider | None:
        """Its provider; None where that is none that we know."""
        return PROVIDERS.get(self.provider)

    @property
    def called(self) -> str:
        """What its provider calls the password for programs."""
        return self.known_provider.password if self.known_provider else "授权码"

    @property
    def smtp(self) -> Server:
        """The server that takes mails; its host is empty where it is not known."""
        known = self.known_provider.smtp if self.known_provider else Server("", 465)
        return _server(self.smtp_host, self.smtp_port, self.smtp_security, known)

    @property
    def imap(self) -> Server:
        """The server that gives mails out; its host is empty where it is not known."""
        known = self.known_provider.imap if self.known_provider else Server("", 993)
        return _server(self.imap_host, self.imap_port, self.imap_security, known)

    @property
    def largest(self) -> int:
        """How large a mail may be, in bytes as it is sent."""
        return self.largest_mb * 1_000_000

    def goes_unasked(self, kind: str) -> bool:
        """Whether mails of that kind are sent without being asked."""
        return kind in self.unattended or EVERYTHING in self.unattended


def _server(host: str, port: int | None, security: str, known: Server) -> Server:
    """As it is set, what is not set as the provider has it; a port that was set says how its server is spoken to."""
    usual = {25: STARTTLS, 587: STARTTLS, 143: STARTTLS}
    return Server(
        host or known.host, port or known.port, security or (usual.get(port, TLS) if port else known.security)
    )
