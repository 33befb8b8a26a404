"""``mail send`` through real servers: what arrives, what they refuse, and a line that is cut after the last word."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from unittest import mock

import pytest
from imapclient import IMAPClient

from cut_talks import CutLine, cut_line
from mail_servers import HOST, PASSWORD, MailServers, mail_servers
from mails_refused import trusting
from office import TestOffice, change, collected_office, edited
from post_office import put_draft, set_mailbox
from tools import require_mail_servers

pytestmark = pytest.mark.slow

BUSY = "wang@office.test"
SETTINGS = f"""\
smtpd_recipient_restrictions = check_recipient_access inline:{{{{ {BUSY} = 450 4.2.0 greylisted }}}}, permit
message_size_limit = 300000
"""


@dataclass(frozen=True)
class Post:
    """The office, its servers, and the line between them."""

    office: TestOffice
    servers: MailServers
    line: CutLine

    def mails(self, account: str, count: int) -> list[bytes]:
        """What lies in somebody's mailbox, as soon as it is so many."""
        with IMAPClient(HOST, port=self.servers.imaps, ssl_context=self.servers.trust, timeout=20) as box:
            box.login(self.servers.address(account), PASSWORD)
            until = time.monotonic() + 20
            while True:
                box.select_folder("INBOX", readonly=True)
                found = box.search()
                if len(found) >= count or time.monotonic() > until:
                    return [one[b"BODY[]"] for one in box.fetch(found, ["BODY.PEEK[]"]).values()] if found else []
                time.sleep(0.1)


@pytest.fixture(scope="module")
def servers() -> Iterator[MailServers]:
    require_mail_servers()
    with mail_servers(["office", "boss", "li", "wang"], SETTINGS) as running:
        yield running


@pytest.fixture
def post(tmp_path: Path, servers: MailServers) -> Iterator[Post]:
    office = collected_office(tmp_path)
    with (
        cut_line(servers.submission) as line,
        trusting(servers.folder / "cert.pem"),
        mock.patch.dict(os.environ, {"HUIFANG_MAIL_PASSWORD": PASSWORD}),
    ):
        set_mailbox(
            office, 服务商="其他", 邮箱地址=servers.address("office"), SMTP服务器=HOST, SMTP端口=line.port,
            SMTP加密="STARTTLS", IMAP服务器=HOST, IMAP端口=servers.imaps,
        )  # fmt: skip
        with edited(office.path("人员.xlsx")) as book:
            sheet = book["人员"]
            column = next(cell.column for cell in sheet[1] if cell.value == "邮箱")
            for row in range(2, sheet.max_row + 1):
                sheet.cell(row, column).value = servers.address("li" if sheet.cell(row, 1).value == "A03" else "boss")
        yield Post(office, servers, line)


def test_a_returned_sheet_reaches_its_agent(post: Post) -> None:
    office = post.office
    before = len(post.mails("li", 0))
    office.send(change(office.filled("A03"), (2, {"满意度": "很满意呀"})))
    returned = office.collect().data["returned"]
    told = office.run("mail", "send", now="2026-11-24 17:01")
    assert returned and all(len(one["to"]) for one in told.data["sent"]), told.data
    came = [message_from_bytes(mail, policy=policy.default) for mail in post.mails("li", before + 1)[before:]]
    (mail,) = [mail for mail in came if "退回" in str(mail["Subject"])]
    (attached,) = mail.iter_attachments()
    marked = office.path(f"发件箱/已发送/{Path(returned[0]['marked']).name}").read_bytes()
    assert attached.get_payload(decode=True) == marked and "退回" in str(attached.get_filename())
    assert str(mail["Message-ID"]) in [one["message_id"] for one in told.data["sent"]]
    assert post.servers.address("office") in str(mail["From"]) and mail["X-Unsent"] is None


def test_what_the_server_refuses_for_now_and_for_good(post: Post) -> None:
    put_draft(post.office, "报告-等", BUSY, post.servers.address("li"))
    put_draft(post.office, "报告-无", "nobody@office.test")
    put_draft(post.office, "报告-大", post.servers.address("boss"), attached={"a.xlsx": os.urandom(400_000)})
    told = post.office.run("mail", "send", now="2026-11-24 18:00").data
    kept = {Path(one["file"]).stem: one["reason_code"] for one in told["kept"]}
    assert kept == {"报告-等": "Y928", "报告-无": "Y929", "报告-大": "Y923"}
    assert [one["to"] for one in told["sent"] if "报告-等" in one["file"]] == [[post.servers.address("li")]]
    assert "收件邮箱不存在" in post.office.path("发件箱/未能发出/报告-无.txt").read_text(encoding="utf-8-sig")


def test_cut_after_the_last_word_it_is_found_in_the_mailbox(post: Post) -> None:
    before = len(post.mails("boss", 0))
    put_draft(post.office, "报告-断", post.servers.address("boss"), attached={"a.xlsx": os.urandom(150_000)})
    post.line.after = 180_000
    told = post.office.run("mail", "send", now="2026-11-24 19:00").data
    post.line.after = 0
    assert post.line.cuts == 1
    if told["kept"]:  # the copy was still under way
        assert told["kept"][0]["reason_code"] == "Y930"
        post.mails("boss", before + 1)
        told = post.office.run("mail", "send", now="2026-11-24 19:30").data
    assert [one["to"] for one in told["sent"]] == [[post.servers.address("boss")]] and told["kept"] == []
    assert len(post.mails("boss", before + 1)) == before + 1
    assert post.office.entries("mail-ended")[-1]["found"] is True
