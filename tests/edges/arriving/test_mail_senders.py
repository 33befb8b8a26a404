"""Who sent a mail, and what speaks against it: names that lie, several senders, lines that do not belong there."""

from __future__ import annotations

import pytest

from huifang.edges.arriving.letters import letter_in
from huifang.edges.arriving.mail_senders import MailSender, sender_in
from mails import encoded
from mails_arriving import word

HONEST = {
    "a@b.example": "",
    "<A@B.example>": "",
    f"{word('李晓明', 'gbk')} <a@b.example>": "李晓明",
    '"李 晓明" <a@b.example>': "李 晓明",
    "李晓明（主管） <a@b.example>": "李晓明（主管）",
    "a@b.example (Li)": "",
    '"a@b.example" <a@b.example>': "a@b.example",
}


@pytest.mark.parametrize("header", HONEST)
def test_an_honest_sender(header: str) -> None:
    assert sender_in(b"From: " + encoded(header) + b"\n\nx") == MailSender("a@b.example", HONEST[header])


LIES = {
    '"boss@o.example" <x@evil.example>': ("x@evil.example", "Y341"),
    f"{word('老板 boss@o.example')} <x@evil.example>": ("x@evil.example", "Y341"),
    f"{word('<boss@o.example>')} <x@evil.example>": ("x@evil.example", "Y341"),
    r'"x\" <boss@o.example>" <x@evil.example>': ("x@evil.example", "Y341"),
    "boss@o.example <x@evil.example>": ("", "Y340"),
    "boss@o.example(<x@evil.example>": ("", "Y340"),
    "boss@o.example, x@evil.example": ("", "Y340"),
    "<boss@o.example> <x@evil.example>": ("", "Y340"),
    "g: boss@o.example;": ("", "Y340"),
    "boss@o.example\nFrom: x@evil.example": ("", "Y340"),
    "boss@o.example\n from: x@evil.example": ("", "Y340"),
    "boss@o.example\0": ("", "Y340"),
    "boss＠o.example": ("", "Y340"),
    "bоss@o.example": ("", "Y340"),
    "": ("", "Y340"),
    "boss@o.example\nSender: x@evil.example": ("boss@o.example", "Y342"),
    "boss@o.example\nSender: boss@o.example, x@evil.example": ("boss@o.example", "Y342"),
}


@pytest.mark.parametrize("header", LIES)
def test_a_sender_who_is_not_believed(header: str) -> None:
    sender = sender_in(f"From: {header}\n\nx".encode())
    assert (sender.address, sender.doubt and sender.doubt.code) == LIES[header]


def test_who_says_to_be_the_boss_is_whom_the_address_names() -> None:
    assert sender_in(f"From: {word('老板')} <x@evil.example>\n\n".encode()).address == "x@evil.example"
    lying = f"From: {word('<boss@o.example>')} <x@evil.example>\nReceived: by a; Mon, 30 Nov 2026 16:00:00 +0800\n\n"
    assert letter_in(lying.encode(), "").sender == "x@evil.example"


def test_a_second_header_in_the_body_is_none() -> None:
    assert sender_in(b"Subject: x\r\n\r\nFrom: boss@o.example\r\n\r\n").address == ""


PASSED, FAILED = None, "Y343"
FOUND_OUT = {
    ("mx.o.example; spf=pass smtp.mailfrom=a@b.example; dkim=none", "mx.o.example"): PASSED,
    ("mx.o.example; spf=pass smtp.mailfrom=<a@b.example>; dmarc=none", ""): PASSED,
    ("mx.o.example; dmarc=pass (p=none) header.from=b.example; spf=softfail smtp.mailfrom=z.test", "o.example"): PASSED,
    ("mx.o.example; dkim=pass header.d=mail.b.example", "mx.o.example"): PASSED,
    ("mx.o.example; spf=none; dkim=none", "mx.o.example"): PASSED,
    ("mx.o.example; dmarc=fail header.from=b.example; spf=pass smtp.mailfrom=b.example", "mx.o.example"): FAILED,
    ("mx.o.example; spf=fail smtp.mailfrom=a@b.example", "mx.o.example"): FAILED,
    ("mx.o.example 1; spf=softfail (not allowed; really) smtp.mailfrom=a@b.example; dkim=none", "mx.o.example"): FAILED,
    ("mx.o.example; spf=pass smtp.mailfrom=x@evil.example", "mx.o.example"): FAILED,
    ("mx.o.example; dkim=pass header.d=evil.example", "mx.o.example"): FAILED,
    ("mx.o.example; dmarc=fail header.from=b.example", ""): FAILED,
    ("mx.elsewhere.example; dmarc=fail header.from=b.example", "mx.o.example"): PASSED,
}  # fmt: skip


@pytest.mark.parametrize(("line", "server"), FOUND_OUT)
def test_what_the_receiving_server_found_out(line: str, server: str) -> None:
    content = f"Authentication-Results: {line}\nFrom: a@b.example\n\n".encode()
    doubt = sender_in(content, server).doubt
    assert (doubt and doubt.code) == FOUND_OUT[line, server]


def test_a_line_that_came_with_the_mail_does_not_outdo_the_servers_own() -> None:
    own, forged = "spf=fail smtp.mailfrom=b.example", "spf=pass smtp.mailfrom=b.example"
    lines = "".join(f"Authentication-Results: mx.o.example; {said}\n" for said in (own, forged))
    assert sender_in(f"{lines}From: a@b.example\n\n".encode(), "mx.o.example").doubt
