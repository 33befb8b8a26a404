"""Drafts open right everywhere: two parts, names of attachments in both forms, the same bytes for the same letter."""

from __future__ import annotations

import email
import re
from datetime import datetime
from email.header import decode_header, make_header

import mailparser
import pytest
from imap_tools import MailMessage

from huifang.edges.post.mail_drafts import Draft, draft_mail
from huifang.policy.people import Person

TO = Person(person_no="A01", name="李明", email="liming@example.com")
LONG = "退回-A01 李明-2026-11上旬-名字很长很长很长很长很长很长很长很长很长很长很长很长.xlsx"
NAMES = ("旬报.html", LONG, "𠮷野家（补1）.xlsm", "plain name; with=signs.txt")
TEXT = "李明：\n\n您好 <b>&。\n第二行\n\n示范单位\n"


def draft(*names: str) -> bytes:
    files = {name: f"内容 {name}".encode() for name in names}
    return draft_mail(Draft((TO,), "【回访表退回】2026-11上旬 李明", TEXT, files, datetime(2026, 11, 10, 9)))


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
