"""Why a mail is not taken, or decides nothing, by the code of the reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from unittest import mock

from openpyxl import Workbook

import mails_arriving as made
from huifang.edges.arriving.mail_kinds import look_at
from huifang.edges.arriving.mail_senders import sender_in
from huifang.edges.store.office import Office
from huifang.flow.mailbox import fetching
from huifang.flow.office.desk import Desk
from huifang.flow.post.senders import Senders
from mailbox_stub import ADDRESSES, Mailbox, mailbox_served, sent, with_mailbox
from mails import named, part
from office import NOW, TestOffice

Codes = list[str]


def came_back(said: str) -> Codes:
    content = made.of_postfix().replace(b"550 5.1.1 <a01@office.test>: Recipient", f"{said} -".encode())
    content = content.replace(b" address rejected: User unknown in virtual mailbox table", b"")
    return [one.why.code for one in look_at(content.replace(b"Status: 5.1.1", b"Status: 5.0.0")).failed]


def of_sender(*lines: str) -> Codes:
    doubt = sender_in("\n".join((*lines, "", "")).encode()).doubt
    return [doubt.code] if doubt else []


#: Without an office.
NOT_TAKEN: dict[str, Callable[[], Codes]] = {
    "Y320": lambda: came_back("550 user unknown"),
    "Y321": lambda: came_back("552 over quota"),
    "Y322": lambda: came_back("552 message size exceeds"),
    "Y323": lambda: came_back("554 spam"),
    "Y324": lambda: came_back("Host not found"),
    "Y325": lambda: came_back("550 no"),
    "Y340": lambda: of_sender("From: a@b.example, c@d.example"),
    "Y341": lambda: of_sender('From: "a@b.example" <c@d.example>'),
    "Y342": lambda: of_sender("From: a@b.example", "Sender: c@d.example"),
    "Y343": lambda: of_sender("From: a@b.example", "Authentication-Results: mx; dmarc=fail"),
}


def collected(office: TestOffice, content: bytes) -> Codes:
    office.path("收件箱/信.eml").write_bytes(content)
    return [one["reason_code"] for one in office.collect().data["ignored"]]


def fetched(office: TestOffice, *mails: bytes, refuses: int = 0, limit: int = 1_000_000) -> dict[str, list[str]]:
    """The codes of reasons in each list of ``mail fetch``."""
    with (
        mailbox_served(Mailbox(refuses={refuses})) as box,
        mock.patch.dict("os.environ", {"HUIFANG_MAIL_PASSWORD": "authcode"}),
        mock.patch.object(fetching, "MAX_FILE_BYTES", limit),
    ):
        with_mailbox(office, box.port)
        for content in mails:
            box.add(content)
        data = office.run("mail", "fetch", now=NOW).data
    return {name: [one.get("reason_code") for one in data[name]] for name in ("ignored", "forms")}


def form(office: TestOffice, *signed: str) -> bytes:
    """A mail from B01 with a 更正单 of rows that these people signed."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "更正单"
    sheet.append(("表", "编号", "列", "原值", "新值", "更正人", "原因"))
    for who in signed:
        sheet.append(("客户", "K0001", "审核日期", "2026-11-14", "2026-11-10", who, "核对"))
    office.outside.mkdir(exist_ok=True)
    book.save(office.outside / "更正单.xlsx")
    attached = named((office.outside / "更正单.xlsx").read_bytes(), "更正单.xlsx")
    return made.letter(made.text_part("x"), attached, sender=ADDRESSES["B01"])


def signed_by_another(office: TestOffice) -> Codes:
    with (
        mailbox_served(Mailbox()) as box,
        mock.patch.dict("os.environ", {"HUIFANG_MAIL_PASSWORD": "authcode"}),
    ):
        with_mailbox(office, box.port)
        box.add(form(office, "C01"))
        (done,) = office.run("mail", "fetch", now=NOW).data["forms"]
    return [finding["reason_code"] for finding in done["refused"]]


def why_not_counted(office: TestOffice, sender: str) -> Codes:
    with_mailbox(office, 993)
    doubt = Senders(Desk(Office(office.root), datetime.fromisoformat(NOW))).why_not_deciding(
        sender_in(f"From: {sender}\n\n".encode())
    )
    return [doubt.code] if doubt else []


def bounced(office: TestOffice) -> Codes:
    with_mailbox(office, 993)
    sent(office, ADDRESSES["A01"])
    return fetched(office, made.of_postfix())["ignored"]


def doubtful(office: TestOffice) -> Codes:
    bounced(office)
    draft = f"X-Unsent: 1\nTo: {ADDRESSES['A01']}\nSubject: x\n\nx\n"
    office.path("发件箱/回访表-再发.eml").write_text(draft, encoding="utf-8")
    return [one["reason_code"] for one in office.run("mail", "send").data["doubtful"]]


#: In an office.
TO_AN_OFFICE: dict[str, Callable[[TestOffice], Codes]] = {
    "Y354": lambda office: collected(office, made.letter(made.text_part("在吗"))),
    "Y355": lambda office: collected(office, made.cloud(next(iter(made.CLOUDS)))),
    "Y356": lambda office: collected(
        office, made.letter(made.text_part("x"), named(office.issued().read_bytes(), "a.xlsx"))
    )[:1],
    "Y357": lambda office: collected(office, made.away()),
    "Y358": lambda office: collected(office, made.read_receipt()),
    "Y359": bounced,
    "Y360": doubtful,
    "Y330": lambda office: fetched(office, made.letter(made.text_part("x"), sender="x@y.example"))["ignored"],
    "Y331": lambda office: fetched(office, made.letter(part(b"x" * 9_000)), limit=5_000)["ignored"],
    "Y332": lambda office: fetched(office, made.letter(made.text_part("x")), refuses=1)["ignored"],
    "Y344": lambda office: why_not_counted(office, ADDRESSES["A01"]),
    "Y345": lambda office: why_not_counted(office, "x@y.example"),
    "Y346": signed_by_another,
    "Y347": lambda office: fetched(office, form(office, "C01"))["forms"],
    "Y348": lambda office: fetched(office, form(office))["forms"],
}
