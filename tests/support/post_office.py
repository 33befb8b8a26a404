"""An office with a mailbox and its servers: mails go out, and copies come to where it looks for them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from unittest import mock

from huifang.edges.post import smtp_talk
from huifang.edges.post.mail_drafts import Draft, SendingOffice, draft_mail
from huifang.edges.post.mail_link import MailLink
from huifang.edges.store.office import Office
from huifang.flow.office.opening import writing_desk
from huifang.flow.post.mailing import send_mails
from huifang.flow.post.mails_sent import MailsSent
from huifang.policy.people import Person
from imap_stub import HOST, imap_stub, server_context
from mails_refused import OFFICE, trusted, trusting
from office import NOW, TestOffice, blank_office, edited
from smtp_stub import Fault, Taken, smtp_stub

BOSS, LI, WANG = "boss@office.test", "li@office.test", "wang@office.test"
START = datetime.fromisoformat(NOW)


def set_mailbox(office: TestOffice, **values: object) -> None:
    """Fill in the sheet 邮箱 of 制度.xlsx."""
    with edited(office.path("制度.xlsx")) as book:
        for row in book["邮箱"].iter_rows(min_row=2):
            if row[0].value in values:
                row[1].value = values[row[0].value]


def put_draft(
    office: TestOffice, name: str, *to: str, text: str = "见附件。", attached: dict[str, bytes] | None = None
) -> Path:
    """A draft in 发件箱 as we write them."""
    people = [Person(person_no=address, name=address.partition("@")[0], email=address) for address in to]
    path = office.path(f"发件箱/{name}.eml")
    draft = Draft(to=people, subject=f"信 {name}", text=text, attached=attached or {}, periods=("2026-11下旬",))
    sender = SendingOffice(at=START, office_id="test", name="城南公司", address=OFFICE)
    path.write_bytes(draft_mail(draft, sender))
    return path


@dataclass
class PostOffice:
    """The office, and what its server took."""

    office: TestOffice
    taken: Taken
    smtp_port: int = 0
    imap_port: int = 0
    plain_port: int = 0
    results: list[MailsSent] = field(default_factory=list)

    def send(self, minutes: int = 0, *, unattended: bool = False, files: Sequence[Path] | None = None) -> MailsSent:
        """One run, so many minutes after the beginning."""
        now = START + timedelta(minutes=minutes)
        with writing_desk(Office(self.office.root), now) as desk:
            done = send_mails(desk, MailLink(), unattended=unattended, files=files)
        self.results.append(done)
        return done

    def came(self) -> list[tuple[str, str]]:
        """For whom which mail (its subject) was taken, copies for the office left out; sorted."""
        return sorted((to, f"{subject_of(mail)}") for to, mail in self.taken.mails if to != OFFICE)

    def lies(self, folder: str = "") -> list[str]:
        """The files of 发件箱, or of a folder in it."""
        return sorted(path.name for path in self.office.path(f"发件箱/{folder}").glob("*.*") if path.is_file())


def parsed(mail: bytes) -> Message:
    return message_from_bytes(mail)


def subject_of(mail: bytes) -> str:
    from email.header import decode_header, make_header

    return str(make_header(decode_header(parsed(mail)["Subject"])))


@contextmanager
def quick() -> Iterator[None]:
    """Nobody waits long for a server that says nothing."""
    with mock.patch.multiple(smtp_talk, TO_CONNECT=0.6, TO_ANSWER=0.6, TO_TAKE=0.6):
        yield


@contextmanager
def post_office(office: TestOffice, *faults: Fault, starttls: bool = False, imap: bool = True) -> Iterator[PostOffice]:
    """The office with its servers running; without ``imap`` nobody can look into its mailbox. With ``starttls`` there
    is another server, at ``plain_port``, that does not offer it."""
    taken = Taken(faults=[*faults], office=OFFICE)
    with (
        smtp_stub(server_context(trusted()), taken, starttls=starttls) as port,
        smtp_stub(server_context(trusted()), taken, starttls=True, offers_tls=False)
        if starttls
        else nullcontext(0) as plain,
        imap_stub(trusted()) as box,
        trusting(trusted()),
        mock.patch.dict(os.environ, {"HUIFANG_MAIL_PASSWORD": "authcode"}),
        quick(),
    ):
        taken.inbox = box.mails["INBOX"]
        set_mailbox(
            office, 服务商="其他", 邮箱地址=OFFICE, SMTP服务器=HOST, SMTP端口=port,
            SMTP加密="STARTTLS" if starttls else "SSL", IMAP服务器=HOST if imap else None,
            IMAP端口=box.port if imap else None,
        )  # fmt: skip
        yield PostOffice(office, taken, port, box.port, plain)


def office_with_three(folder: Path) -> TestOffice:
    """Three drafts: to the boss, to two people at once, to one of these alone."""
    office = blank_office(folder)
    put_draft(office, "报告-甲", BOSS)
    put_draft(office, "报告-乙", LI, WANG)
    put_draft(office, "报告-丙", WANG)
    return office
