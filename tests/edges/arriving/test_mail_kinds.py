"""What kind of mail one is, told from mails as programs and servers write them."""

from __future__ import annotations

import pytest

import mails_arriving as made
from huifang.edges.arriving.mail_kinds import look_at
from huifang.ledger.fetched_said import MailKind
from mails import XLSX, book, forwarded, mail, named, part, zipped

BOUNCES = {
    "Postfix": (made.of_postfix(), "a01@office.test", "Y320", True, True),
    "Postfix tries again": (made.of_postfix(action="delayed"), "a01@office.test", "Y321", False, True),
    "Exchange": (made.of_exchange(), "a01@office.test", "Y321", True, True),
    "QQ": (made.of_qq(), "a01@qq.example", "Y320", True, False),
    "163": (made.of_163(), "a01@163.example", "Y320", True, False),
}


@pytest.mark.parametrize("whose", BOUNCES)
def test_a_letter_that_came_back(whose: str) -> None:
    content, address, why, is_final, is_sure = BOUNCES[whose]
    seen = look_at(content)
    assert (seen.kind, seen.answers[0]) == (MailKind.BOUNCE, made.OURS)
    failed = next(one for one in seen.failed if one.address == address)
    assert (failed.why.code, failed.is_final, failed.is_sure) == (why, is_final, is_sure)
    assert failed.said and failed.why.advice


@pytest.mark.parametrize(
    ("status", "said", "why"),
    [
        ("5.1.1", "550 no such user", "Y320"),
        ("5.2.2", "552 over quota", "Y321"),
        ("5.3.4", "552 5.3.4 message size exceeds limit", "Y322"),
        ("5.7.1", "554 DT:SPM rejected by policy", "Y323"),
        ("5.4.4", "Host or domain name not found", "Y324"),
        ("5.0.0", "sorry", "Y325"),
    ],
)
def test_why_it_came_back(status: str, said: str, why: str) -> None:
    content = made.of_postfix().replace(b"Status: 5.1.1", f"Status: {status}".encode())
    content = content.replace(b"smtp; 550 5.1.1", f"smtp; {said} #".encode())
    content = content.replace(b"Recipient address rejected: User unknown in virtual mailbox table", b"-")
    (failed,) = look_at(content).failed
    assert failed.why.code == why


@pytest.mark.parametrize("style", ["outlook", "qq", "vacation", "x-autoreply"])
def test_a_machine_answers(style: str) -> None:
    assert look_at(made.away(style)).kind is MailKind.AWAY


def test_a_receipt_that_it_was_read() -> None:
    assert look_at(made.read_receipt()).kind is MailKind.READ
    by_hand = made.letter(made.text_part("已读"), subject="已读：回访表", headers=["Auto-Submitted: auto-replied"])
    assert look_at(by_hand).kind is MailKind.READ


@pytest.mark.parametrize("page", made.CLOUDS)
def test_a_link_in_place_of_an_attachment(page: str) -> None:
    seen = look_at(made.cloud(page))
    assert (seen.kind, seen.clouds) == (MailKind.CLOUD, (made.CLOUDS[page],))


def test_a_letter_to_be_read() -> None:
    question = made.letter(made.text_part("这个客户搬走了，还要打吗？", "gb2312"), subject="Re: 回访表")
    assert look_at(question).kind is MailKind.LETTER
    ours = made.letter(made.text_part("见 https://www.example.com/"), subject="请退信给我")
    assert look_at(ours).kind is MailKind.LETTER
    picture = made.letter(made.text_part("看图"), part(b"\x89PNG", 'inline; filename="a.png"', "image/png"))
    assert look_at(picture).kind is MailKind.LETTER


@pytest.mark.parametrize(
    "content",
    [
        mail(named(book(), "a.xlsx")),
        mail(part(book(), "attachment", XLSX)),
        mail(part(book(), 'attachment; filename="a.dat"')),
        mail(named(zipped({"a.xlsx": b""}), "a.zip")),
        mail(named(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "tcmime.1.bin")),
        mail(part(b"x", "", "application/ms-tnef")),
        mail(forwarded(mail(named(book(), "a.xlsx"), mark="B9"))),
        made.letter(named(book(), "a.xlsx"), subject="自动回复：表在附件", headers=["Auto-Submitted: auto-replied"]),
        made.letter(named(book(), "a.xlsx"), made.text_part("https://pan.baidu.com/s/1", kind="html")),
    ],
)  # fmt: skip
def test_something_is_attached(content: bytes) -> None:
    assert look_at(content).kind is MailKind.ATTACHED


def test_nobody_can_make_it_fail() -> None:
    for content in (
        b"",
        b"\xef\xbb\xbf",
        b"\0" * 100,
        made.of_postfix()[:700],
        b"Content-Type: multipart/report\n\n--",
        b"Subject: =?x?B?",
    ):
        assert look_at(content).kind in MailKind
    broken = (
        made.of_postfix().replace(b"rfc822; a01@office.test", b"\xff\xfe;;;").replace(b"rfc822;a01@office.test", b"=?")
    )
    assert look_at(broken).kind is MailKind.BOUNCE


def test_a_long_text_is_read_to_a_limit() -> None:
    assert look_at(made.letter(made.text_part("甲" * 300_000 + "https://pan.baidu.com/s/1"))).kind is MailKind.LETTER
