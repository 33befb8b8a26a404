"""Drafts that went through real servers are what they were: names of attachments, contents, both parts."""

from __future__ import annotations

import smtplib
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from imapclient import IMAPClient

from huifang.edges.post.mail_drafts import Draft, SendingOffice, draft_mail
from huifang.policy.people import Person
from mail_servers import HOST, PASSWORD, MailServers, mail_servers
from tools import require_mail_servers

pytestmark = pytest.mark.slow

NAMES = ("旬报-2026-11上旬-名字很长很长很长很长很长很长很长很长很长.xlsx", "旬报-2026-11上旬.html")


@pytest.fixture(scope="module")
def servers() -> Iterator[MailServers]:
    require_mail_servers()
    with mail_servers(["office", "boss"]) as running:
        yield running


def came(servers: MailServers, account: str) -> tuple[bytes, datetime]:
    """The only mail of the mailbox, and when the server took it in."""
    with IMAPClient(HOST, port=servers.imaps, ssl_context=servers.trust, timeout=20) as box:
        box.login(servers.address(account), PASSWORD)
        until = time.monotonic() + 20
        while time.monotonic() < until:
            box.select_folder("INBOX", readonly=True)
            if found := box.search():
                (mail,) = box.fetch(found, ["BODY.PEEK[]", "INTERNALDATE"]).values()
                return mail[b"BODY[]"], mail[b"INTERNALDATE"]
            time.sleep(0.1)
    raise AssertionError("nothing came")


def test_a_draft_arrives_as_it_was_written(servers: MailServers) -> None:
    boss = Person(person_no="C01", name="马建国", email=servers.address("boss"))
    files = {name: bytes(range(256)) * 300 for name in NAMES}
    content = draft_mail(
        Draft(to=(boss,), subject="旬报 2026-11上旬", text="马建国：\n\n报告见附件。\n", attached=files),
        SendingOffice(at=datetime(2026, 11, 10, 18, 5), name="办公室", address=servers.address("office")),
    )
    with smtplib.SMTP(HOST, servers.submission, timeout=20) as post:
        post.starttls(context=servers.trust)
        post.login(servers.address("office"), PASSWORD)
        assert post.sendmail(servers.address("office"), [servers.address("boss")], content) == {}
    raw, at = came(servers, "boss")
    mail = message_from_bytes(raw, policy=policy.default)
    assert {part.get_filename(): part.get_payload(decode=True) for part in mail.iter_attachments()} == files
    for kind in ("plain", "html"):
        body = mail.get_body((kind,))
        assert body is not None and "报告见附件" in body.get_content()
    assert raw.count(b"=?utf-8?b?") >= len(NAMES) and str(mail["Subject"]) == "旬报 2026-11上旬"
    assert abs(at.astimezone(UTC) - datetime.now(UTC)) < timedelta(minutes=2) and "office.test" in mail["Received"]


def test_who_does_not_log_in_or_trusts_nobody_sends_nothing(servers: MailServers) -> None:
    with smtplib.SMTP_SSL(HOST, servers.smtps, timeout=20, context=servers.trust) as post:
        with pytest.raises(smtplib.SMTPAuthenticationError):
            post.login(servers.address("office"), "wrong")
        with pytest.raises(smtplib.SMTPException):
            post.sendmail(servers.address("office"), ["somebody@example.com"], b"Subject: x\r\n\r\nx\r\n")
    with pytest.raises(OSError, match="certificate verify failed"):
        smtplib.SMTP_SSL(HOST, servers.smtps, timeout=20, context=ssl.create_default_context())
