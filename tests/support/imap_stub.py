"""An IMAP server of our own, with TLS, for what no real one does when it is asked to: the few commands that we use."""

from __future__ import annotations

import re
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"


def certificate(folder: Path, name: str = f"IP:{HOST}") -> Path:
    """A certificate for that name, with its key behind it in the same file."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    words = ("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
             "-subj", "/CN=office.test", "-addext", f"subjectAltName={name}", "-keyout", str(key),
             "-out", str(cert))  # fmt: skip
    subprocess.run(["openssl", *words], check=True, capture_output=True, timeout=30)
    return cert


def server_context(cert: Path) -> ssl.SSLContext:
    """What a server with that certificate speaks TLS with."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, cert.with_name("key.pem"))
    return context


class ImapStub:
    """It knows one user with any password but "wrong", and keeps ``mails`` (bytes) by the name of their folder.

    ``demands_id``: it opens no folder for who did not say who he is, as 163 does. It hangs up when it is asked for the
    command ``hangs_up_at``, and greets with ``greeting``. ``said`` are the commands that it was given.
    """

    def __init__(self, cert: Path, *, tls: bool = True, greeting: str = "* OK ready", hangs_up_at: str = "") -> None:
        self.mails: dict[str, list[bytes]] = {"INBOX": []}
        self.demands_id = False
        self.offers = "IMAP4rev1 ID"
        self.hangs_up_at = hangs_up_at
        self.greeting = greeting
        self.said: list[str] = []
        self._context = server_context(cert) if tls else None
        self._listening = socket.create_server((HOST, 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Take nobody in any more."""
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()

    def _serve(self) -> None:
        while True:
            try:
                talk, _ = self._listening.accept()
            except OSError:
                return
            with suppress(OSError), talk, self._secured(talk) as safe:
                self._talk(safe)

    def _secured(self, talk: socket.socket) -> socket.socket:
        return self._context.wrap_socket(talk, server_side=True) if self._context else talk

    def _talk(self, talk: socket.socket) -> None:
        stream = talk.makefile("rwb")
        folder, named = "INBOX", False

        def say(*lines: str | bytes) -> None:
            for line in lines:
                stream.write((line.encode() if isinstance(line, str) else line) + b"\r\n")
            stream.flush()

        say(self.greeting)
        for raw in stream:
            tag, _, line = raw.decode("utf-8", "replace").strip().partition(" ")
            words = line.split()
            verb = words[1].upper() if words[0].upper() == "UID" else words[0].upper()
            self.said.append(line if verb != "LOGIN" else "LOGIN")
            if verb == self.hangs_up_at:
                return
            if verb == "LOGIN" and "wrong" in line:
                say(f"{tag} NO LOGIN failed for {line}")
                continue
            named = named or verb == "ID"
            if verb == "CAPABILITY":
                say(f"* CAPABILITY {self.offers}")
            elif verb == "ID":
                say('* ID ("name" "stub")')
            elif verb == "LIST":
                say(*(f'* LIST (\\{"Sent" if name != "INBOX" else "Marked"}) "/" "{name}"' for name in self.mails))
            elif verb in ("SELECT", "EXAMINE"):
                folder = line.split(" ", 1)[1].strip('"')
                if self.demands_id and not named:
                    say(f"{tag} NO {verb} Unsafe Login. Please contact kefu@188.com for help")
                    continue
                say(f"* {len(self.mails[folder])} EXISTS", "* OK [UIDVALIDITY 1] ok")
            elif verb == "SEARCH":
                say("* SEARCH " + " ".join(str(n + 1) for n in range(len(self.mails[folder]))))
            elif verb == "FETCH":
                asked = line.partition("(BODY.PEEK")[2].partition("(")[2].partition(")")[0]
                for number in _numbers(words[2]):
                    head = self.mails[folder][number - 1].partition(b"\r\n\r\n")[0]
                    names = "|".join(asked.split()).encode()
                    lines = re.findall(rb"^(?:" + names + rb"):[^\r\n]*(?:\r\n[ \t][^\r\n]*)*", head, re.M | re.I)
                    field = b"".join(line + b"\r\n" for line in lines) + b"\r\n"
                    part = f"* {number} FETCH (UID {number} BODY[HEADER.FIELDS ({asked})] {{{len(field)}}}\r\n"
                    stream.write(part.encode() + field + b")\r\n")
            elif verb == "LOGOUT":
                say("* BYE", f"{tag} OK")
                return
            say(f"{tag} OK done")


def _numbers(text: str) -> Iterator[int]:
    for part in text.split(","):
        first, _, last = part.partition(":")
        yield from range(int(first), int(last or first) + 1)


@contextmanager
def imap_stub(cert: Path, mails: Sequence[bytes] = (), **how: Any) -> Iterator[ImapStub]:
    """The server, while it is needed."""
    stub = ImapStub(cert, **how)
    stub.mails["INBOX"] += mails
    try:
        yield stub
    finally:
        stub.close()
