"""Drafts open right everywhere: two parts, names of attachments in both forms, the same bytes for the same letter."""

from __future__ import annotations

import email
import re
from dataclasses import replace
from datetime import datetime
from email import policy
from email.header import decode_header, make_header
from typing import Any

import mailparser
import pytest
from imap_tools import MailMessage

from huifang.edges.post.mail_drafts import Draft, SendingOffice, draft_mail
from huifang.policy.people import Person

TO = Person(person_no="A01", name="李明", email="liming@example.com")
LONG = "退回-A01 李明-2026-11上旬-名字很长很长很长很长很长很长很长很长很长很长很长很长.xlsx"
NAMES = ("旬报.html", LONG, "𠮷野家（补1）.xlsm", "plain name; with=signs.txt")
TEXT = "李明：\n\n您好 <b>&。\n第二行\n\n示范单位\n"


AT = datetime(2026, 11, 10, 9)
OFFICE = SendingOffice(at=AT, office_id="f00", name="示范单位", address="office@example.com")


def draft(*names: str, sender: SendingOffice = OFFICE, **over: Any) -> bytes:
    files = {name: f"内容 {name}".encode() for name in names}
    made = Draft(to=(TO,), subject="【回访表退回】2026-11上旬 李明", text=TEXT, attached=files)
    return draft_mail(replace(made, **over), sender)


@pytest.mark.parametrize("names", [(), NAMES[:1], NAMES])
def test_other_libraries_read_the_same(names: tuple[str, ...]) -> None:
    content = draft(*names)
    one, other = MailMessage.from_bytes(content), mailparser.parse_from_bytes(content)
    for subject, attached, text, page in (
        (one.subject, [a.filename for a in one.attachments], one.text, one.html),
        (other.subject, [a["filename"] for a in other.attachments], other.text_plain[0], other.text_html[0]),
    ):
        assert subject == "【回访表退回】2026-11上旬 李明" and attached == [*names]
        assert text.replace("\r\n", "\n") == TEXT
        assert "您好 &lt;b&gt;&amp;。<br>第二行</p>" in page and page.count("<p ") == 3
    assert [a.payload for a in one.attachments] == [f"内容 {name}".encode() for name in names]


def test_who_reads_only_encoded_words_reads_the_names() -> None:
    """As old programs do: the name behind Content-Type, in words of at most 75 signs, lines of at most 78."""
    content = draft(*NAMES)
    found = []
    for part in email.message_from_bytes(content).walk():
        named = re.search('name="([^"]*)"', part["Content-Type"] or "")
        if named:
            assert all(len(word) <= 75 for word in named[1].split())
            found.append(str(make_header(decode_header(re.sub(r"\s+", " ", named[1])))))
    assert found == [*NAMES]
    lines = [line for line in content.split(b"\r\n") if b"=?utf-8?b?" in line]
    assert len(lines) > 12 and max(map(len, lines)) <= 78 and content.isascii()


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert draft(*NAMES) == draft(*NAMES) != draft(*NAMES[:3])


def read(content: bytes) -> Any:
    return email.message_from_bytes(content, policy=policy.default)


def test_it_is_from_the_office_and_stands_in_the_threads_of_its_periods() -> None:
    content = draft(periods=("2026-11上旬", "2026-11"))
    one, other, mail = MailMessage.from_bytes(content), mailparser.parse_from_bytes(content), read(content)
    assert one.from_values is not None and one.from_values.full == "示范单位 <office@example.com>"
    assert other.from_ == [("示范单位", "office@example.com")] == other.reply_to
    assert (one.reply_to, one.to) == (("office@example.com",), ("liming@example.com",))
    assert one.date.isoformat() == "2026-11-10T09:00:00+08:00" and mail["X-Unsent"] == "1"
    threads = str(mail["References"]).split()
    assert len(threads) == len({*threads}) == 2 and mail["In-Reply-To"] == threads[1]
    assert all(re.fullmatch(r"<[0-9a-f]{24}\.period@example\.com>", thread) for thread in threads)
    assert str(read(draft(periods=("2026-11上旬",)))["References"]) == threads[0]
    other_office = replace(OFFICE, office_id="f01")
    assert str(read(draft(sender=other_office, periods=("2026-11上旬",)))["References"]) != threads[0]


def test_an_office_without_a_mailbox_names_no_sender_and_no_thread() -> None:
    mail = read(draft(sender=SendingOffice(at=AT, office_id="f00", name="示范单位"), periods=("2026-11上旬",)))
    assert not {"From", "Reply-To", "References", "In-Reply-To"} & {*mail.keys()}


INJECTED = "李明\r\nBcc: spy@example.com\r\n\r\nX-Evil: 1"


@pytest.mark.parametrize(
    "over",
    [
        {"subject": INJECTED},
        {"to": (Person(person_no="A01", name=INJECTED, email="liming@example.com"),)},
        {"to": (Person(person_no="A01", name="李明", email="liming@example.com\r\nBcc: spy@example.com"),)},
        {"to": (Person(person_no="A01", name="李明", email="liming@example.com, spy@example.com"),)},
        {"sender": replace(OFFICE, name=INJECTED)},
        {"sender": replace(OFFICE, address="office@example.com>\r\nBcc: spy@example.com")},
        {"sender": replace(OFFICE, name="很长的单位名称" * 40)},
        {"subject": "很长的题目" * 100 + INJECTED},
    ],
)
def test_nothing_that_is_typed_becomes_a_header(over: dict[str, Any]) -> None:
    content = draft(*NAMES, **over)
    mail = read(content)
    assert {*mail.keys()} <= {
        "X-Unsent", "From", "Reply-To", "To", "Subject", "Date", "MIME-Version", "Content-Type",
    }  # fmt: skip
    head = content.partition(b"\r\n\r\n")[0]
    assert content.isascii() and max(map(len, head.split(b"\r\n"))) <= 78
    addresses = [address for name in ("To", "From") if mail[name] for address in mail[name].addresses]
    assert {address.addr_spec for address in addresses} <= {"liming@example.com", "office@example.com"}


@pytest.mark.parametrize(
    "name", ["boss@bank.com", "王总 <boss@bank.com>", '"王总" <boss@bank.com>', "王总\u202emoc.knab@ssob", "a\\b@c"]
)
def test_a_name_is_never_taken_for_an_address(name: str) -> None:
    mail = read(draft(to=(Person(person_no="A01", name=name, email="liming@example.com"),)))
    (address,) = mail["To"].addresses
    assert address.addr_spec == "liming@example.com" and not {*address.display_name} & {*'@<>"\\\u202e'}


def test_what_customers_say_is_text_in_both_parts() -> None:
    said = "<img src=x onerror=alert(1)><a href='https://evil.example'>点这里</a><script>x</script>"
    one = MailMessage.from_bytes(draft(text=f"李明：\n\n客户说：{said}\n"))
    assert said in one.text and not re.search("<(img|a|script)[ >]", one.html) and "&lt;img src=x" in one.html
