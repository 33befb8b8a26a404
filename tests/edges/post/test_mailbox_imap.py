"""The office's mailbox by IMAP, and where its password comes from."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from huifang.edges.post import secrets
from huifang.edges.post.mail_trouble import MailTrouble, answer_text
from huifang.edges.post.mailbox_imap import opened_mailbox
from huifang.edges.post.secrets import (
    attachment_password,
    forget_password,
    keep_password,
    mailbox_password,
    sheet_entry,
)
from imap_stub import certificate, imap_stub
from mails_refused import MAILBOXES, OFFICE, Memory, keyring_of, mailbox_at, open_and_select, trusted, trusting

NULL = "keyring.backends.null"


def test_who_we_are_is_said_after_the_login_and_before_a_folder_is_opened():
    with imap_stub(trusted()) as stub, trusting(trusted()):
        stub.demands_id = True
        open_and_select(mailbox_at(stub.port))
    verbs = [line.split()[0] for line in stub.said if not line.startswith("CAPABILITY")]
    assert verbs == ["LOGIN", "ID", "EXAMINE", "LOGOUT"]


def test_a_certificate_of_somebody_else_is_not_trusted(tmp_path: Path):
    other = certificate(tmp_path, "DNS:mail.example.com")
    with imap_stub(other) as stub, trusting(other), pytest.raises(MailTrouble) as refused:
        open_and_select(mailbox_at(stub.port))
    assert refused.value.reason.code == "Y913" and not stub.said


@pytest.mark.parametrize("verb", ["CAPABILITY", "LOGIN", "ID", "EXAMINE"])
def test_a_server_that_goes_away_is_said_to_be_gone(verb: str):
    with imap_stub(trusted(), hangs_up_at=verb) as stub, trusting(trusted()), pytest.raises(MailTrouble) as refused:
        open_and_select(mailbox_at(stub.port))
    assert refused.value.reason.code in ("Y916", "Y917"), refused.value


def test_what_a_caller_stumbles_over_is_told_in_words():
    with (
        imap_stub(trusted()) as stub,
        trusting(trusted()),
        pytest.raises(MailTrouble) as refused,
        opened_mailbox(mailbox_at(stub.port), "authcode"),
    ):
        raise ssl.SSLEOFError(8, "EOF occurred in violation of protocol")
    assert refused.value.reason.code == "Y916"


@pytest.mark.parametrize("code", [code for code in MAILBOXES if code.startswith("Y91")])
def test_no_password_is_told(code: str, provoke: dict[str, Callable[[], object]] = MAILBOXES):
    with pytest.raises(MailTrouble) as refused:
        provoke[code]()
    assert "wrong" not in str(refused.value) and "authcode" not in str(refused.value)


def test_a_servers_answer_is_one_short_line_without_addresses():
    said = answer_text(b"5.1.1 <wang@example.com>:\r\n\tunknown \xff user\x07 secret" + b"!" * 500, "secret")
    assert said.startswith("5.1.1 <…>: unknown ") and "secret" not in said and len(said) < 170
    said.encode("gbk")


def test_a_password_is_kept_by_the_keyring_and_the_environment_goes_before(monkeypatch: pytest.MonkeyPatch):
    with keyring_of(Memory()):
        keep_password(OFFICE, "authcode")
        keep_password(sheet_entry("A01"), "甲乙丙")
        assert (mailbox_password(OFFICE), attachment_password("A01")) == ("authcode", "甲乙丙")
        monkeypatch.setenv("HUIFANG_MAIL_PASSWORD", " other ")
        monkeypatch.setenv("HUIFANG_SHEET_PASSWORD_A01", "丁")
        assert (mailbox_password(OFFICE), attachment_password("A01")) == ("other", "丁")
        monkeypatch.undo()
        assert forget_password(OFFICE) and not forget_password(OFFICE)


@pytest.mark.parametrize("name", ["null", "fail"])
def test_a_machine_without_a_keyring(name: str):
    backend = __import__(f"keyring.backends.{name}", fromlist=["Keyring"]).Keyring()
    with keyring_of(backend), pytest.raises(MailTrouble) as refused:
        keep_password(OFFICE, "authcode")
    assert refused.value.reason.code == "Y903" and "HUIFANG_MAIL_PASSWORD" in str(refused.value)


def test_a_keyring_that_waits_for_somebody_is_not_waited_for(monkeypatch: pytest.MonkeyPatch):
    asked = threading.Event()

    class Asking(Memory):
        def get_password(self, service: str, username: str) -> str | None:
            asked.wait(20)
            return None

    monkeypatch.setattr(secrets, "PATIENCE", 0.1)
    with keyring_of(Asking()), pytest.raises(MailTrouble) as refused:
        mailbox_password(OFFICE)
    asked.set()
    assert refused.value.reason.code == "Y903"
