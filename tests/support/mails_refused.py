"""Why mails are not sent or fetched, by the code of the reason: what is provoked without an office."""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from huifang.edges.post import mailbox_imap
from huifang.edges.post.secrets import attachment_password, keep_password, mailbox_password
from huifang.flow.post.drafting import locked_files
from huifang.flow.post.passwords import require_mailbox
from huifang.policy.mail import STARTTLS, Mailbox
from huifang.policy.people import Person
from imap_stub import HOST, certificate, imap_stub

OFFICE = "office@office.test"


class Memory(KeyringBackend):
    """A keyring that forgets everything when the test ends; ``locked`` as one whose user did not log in."""

    priority = 1.0

    def __init__(self, locked: bool = False) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.known: dict[tuple[str, str], str] = {}
        self.locked = locked

    def _open(self) -> dict[tuple[str, str], str]:
        if self.locked:
            raise KeyringLocked("Failed to unlock the collection!")
        return self.known

    def get_password(self, service: str, username: str) -> str | None:
        return self._open().get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._open()[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self._open()[service, username]


@contextmanager
def keyring_of(backend: KeyringBackend) -> Iterator[KeyringBackend]:
    """That keyring instead of the machine's, and no password in the environment."""
    before = keyring.get_keyring()
    keyring.set_keyring(backend)
    plain = {name: value for name, value in os.environ.items() if not name.startswith("HUIFANG_")}
    try:
        with mock.patch.dict(os.environ, plain, clear=True):
            yield backend
    finally:
        keyring.set_keyring(before)


@cache
def trusted() -> Path:
    """A certificate of this process for the loopback address."""
    return certificate(Path(tempfile.mkdtemp(prefix="huifang-cert-")))


@contextmanager
def trusting(cert: Path) -> Iterator[None]:
    """Whoever checks a certificate trusts this one."""
    with mock.patch.dict(os.environ, {"SSL_CERT_FILE": str(cert)}):
        yield


def mailbox_at(port: int, security: str = "SSL", host: str = HOST) -> Mailbox:
    return Mailbox(provider="其他", address=OFFICE, imap_host=host, imap_port=port, imap_security=security)


def open_and_select(mailbox: Mailbox, password: str = "authcode") -> None:
    with mailbox_imap.opened_mailbox(mailbox, password) as client:
        client.select_folder("INBOX", readonly=True)


def _with_stub(password: str = "authcode", security: str = "SSL", trust: bool = True, **how: Any) -> None:
    known = trusted() if trust else Path(os.devnull)
    with imap_stub(trusted(), **how) as stub, trusting(known):
        stub.demands_id = True
        if stub.greeting.endswith("no ID"):
            stub.offers = "IMAP4rev1"
        open_and_select(mailbox_at(stub.port, security), password)


def _silent() -> None:
    with (
        socket.create_server((HOST, 0)) as deaf,
        mock.patch.object(mailbox_imap, "PATIENCE", 0.2),
        trusting(trusted()),
    ):
        open_and_select(mailbox_at(deaf.getsockname()[1]))


def _nobody_there() -> None:
    with socket.create_server((HOST, 0)) as gone:
        port = gone.getsockname()[1]
    open_and_select(mailbox_at(port))


def _with_keyring(backend: KeyringBackend, act: Callable[[], object]) -> None:
    with keyring_of(backend):
        act()


def _locked_what_is_none() -> None:
    with mock.patch.dict(os.environ, {"HUIFANG_SHEET_PASSWORD_A01": "x"}):
        locked_files({"表.xlsx": b"PK"}, Person(person_no="A01"))


MAILBOXES: dict[str, Callable[[], object]] = {
    "Y901": lambda: require_mailbox(Mailbox()),
    "Y902": lambda: _with_keyring(Memory(), lambda: mailbox_password(OFFICE)),
    "Y903": lambda: _with_keyring(Memory(locked=True), lambda: keep_password(OFFICE, "authcode")),
    "Y904": lambda: _with_keyring(Memory(), lambda: attachment_password("A01")),
    "Y905": lambda: open_and_select(mailbox_at(993, host="")),
    "Y907": _locked_what_is_none,
    "Y911": lambda: _with_stub(password="wrong"),
    "Y912": _nobody_there,
    "Y913": lambda: _with_stub(trust=False),
    "Y914": lambda: _with_stub(security=STARTTLS, tls=False),
    "Y915": _silent,
    "Y916": lambda: _with_stub(hangs_up_at="EXAMINE"),
    "Y917": lambda: _with_stub(greeting="* OK ready, no ID"),
}
