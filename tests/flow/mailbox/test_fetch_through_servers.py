"""An agent's sheet through real servers: by Postfix into the mailbox, out of Dovecot, into the ledger."""

from __future__ import annotations

import smtplib
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from imapclient import IMAPClient

import mails_arriving as made
from mail_servers import HOST, PASSWORD, MailServers, mail_servers
from mailbox_stub import ADDRESSES, set_mailbox, with_mailbox
from mails import named
from office import NOW, TestOffice, planned_office
from tools import require_mail_servers

pytestmark = pytest.mark.slow

CHINA = timezone(timedelta(hours=8))


@pytest.fixture
def servers(monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServers]:
    require_mail_servers()
    with mail_servers(["huifang", "a01"]) as running:
        monkeypatch.setenv("HUIFANG_MAIL_PASSWORD", PASSWORD)
        monkeypatch.setenv("SSL_CERT_FILE", str(running.folder / "cert.pem"))
        yield running


def arrivals(servers: MailServers, count: int) -> list[datetime]:
    """When the server took the mails of the office's mailbox, once so many are there."""
    with IMAPClient(HOST, port=servers.imaps, ssl_context=servers.trust, timeout=20) as box:
        box.normalise_times = False
        box.login(servers.address("huifang"), PASSWORD)
        until = time.monotonic() + 20
        while time.monotonic() < until:
            box.select_folder("INBOX", readonly=True)
            if len(found := box.search()) == count:
                taken = box.fetch(found, ["INTERNALDATE"])
                return [taken[uid][b"INTERNALDATE"].astimezone(CHINA).replace(tzinfo=None) for uid in sorted(taken)]
            time.sleep(0.1)
    raise AssertionError("it did not come")


def send(servers: MailServers, content: bytes) -> None:
    with smtplib.SMTP(HOST, servers.submission, timeout=20) as post:
        post.starttls(context=servers.trust)
        post.login(servers.address("a01"), PASSWORD)
        assert post.sendmail(servers.address("a01"), [servers.address("huifang")], content) == {}


def flags(servers: MailServers) -> list[set[bytes]]:
    with IMAPClient(HOST, port=servers.imaps, ssl_context=servers.trust, timeout=20) as box:
        box.login(servers.address("huifang"), PASSWORD)
        box.select_folder("INBOX", readonly=True)
        return [{*marks} - {rb"\Recent"} for marks in box.get_flags(box.search()).values()]


def sheet(office: TestOffice, message_id: str) -> bytes:
    attached = named(office.filled().read_bytes(), "A01.xlsx")
    forged = ["Received: from x by mail.office.test; Sat, 21 Nov 2026 09:00:00 +0800"]
    return made.letter(
        made.text_part("请查收"), attached, sender=ADDRESSES["A01"], headers=forged, message_id=message_id
    )


def test_from_the_agent_into_the_ledger(tmp_path: Path, servers: MailServers) -> None:
    office = with_mailbox(planned_office(tmp_path), servers.imaps)
    send(servers, sheet(office, "1@a01.test"))
    (taken,) = arrivals(servers, 1)
    ran = office.run("mail", "fetch", now=NOW)
    (came,) = ran.data["fetched"]
    assert (came["arrived_at"], came["from"]) == (f"{taken:%Y-%m-%d %H:%M}", "A01 李晓明")
    assert flags(servers) == [set()]
    collected = office.collect(now=f"{taken + timedelta(minutes=1):%Y-%m-%d %H:%M}")
    (entry,) = collected.data["accepted"]
    assert (entry["arrived_at"], entry["arrival"]) == (f"{taken:%Y-%m-%d %H:%M}", "邮件")
    assert not {"F119", "F120", "F121"} & {finding["code"] for finding in entry["findings"]}
    assert office.run("mail", "fetch", now=NOW).data["fetched"] == []
    set_mailbox(office, 取信以后="标为已读")
    send(servers, made.letter(made.text_part("收到了吗？"), sender=ADDRESSES["A01"], message_id="2@a01.test"))
    arrivals(servers, 2)
    assert len(office.run("mail", "fetch", now=NOW).data["fetched"]) == 1
    assert flags(servers) == [{rb"\Seen"}, {rb"\Seen"}]  # what the run before took is settled with the next
    set_mailbox(office, 取信以后="删除")
    send(servers, made.letter(made.text_part("好的"), sender=ADDRESSES["A01"], message_id="3@a01.test"))
    arrivals(servers, 3)
    assert len(office.run("mail", "fetch", now=NOW).data["fetched"]) == 1
    assert flags(servers) == [{rb"\Seen"}]
