"""A mailbox of our own behind TLS, for fetching: mails with numbers, dates and marks, and what servers do to us."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime

from huifang.edges.store.office import Office
from huifang.flow.office.desk import Desk
from huifang.ledger.mail_said import MailEnded, MailStarted
from huifang.ledger.mails import address_digest
from imap_stub import HOST, server_context
from mails_arriving import OFFICE, OURS
from mails_refused import trusted, trusting
from office import TestOffice, edited, put

ADDRESSES = {number: f"{number.lower()}@office.test" for number in ("C01", "B01", "D01", "A01", "A02", "A03")}
ARRIVED = datetime(2026, 11, 24, 15, 59, 30)


@dataclass
class Mail:
    """A mail in the mailbox."""

    uid: int
    content: bytes
    at: datetime = ARRIVED
    flags: set[str] = field(default_factory=set)


@dataclass
class Mailbox:
    """One that several connections open, one after the other. ``said`` are all commands.

    ``validity`` is its UIDVALIDITY; ``demands_id``: it opens no folder for who did not say who he is; ``refuses`` are
    the numbers of mails that it does not give; after ``hangs_up_after`` whole mails it is gone (None: never).
    """

    mails: list[Mail] = field(default_factory=list)
    validity: int = 7
    demands_id: bool = False
    refuses: set[int] = field(default_factory=set)
    hangs_up_after: int | None = None
    hangs_up_at: str = ""
    offers: str = "IMAP4rev1 ID UIDPLUS"
    said: list[str] = field(default_factory=list)
    given: int = 0
    port: int = 0
    last_uid: int = 0

    def add(self, content: bytes, at: datetime = ARRIVED) -> Mail:
        """A mail arrives."""
        self.last_uid = max([self.last_uid, *(one.uid for one in self.mails)]) + 1  # a number never comes again
        mail = Mail(self.last_uid, content, at)
        self.mails.append(mail)
        return mail

    def renumber(self, first: int = 100) -> None:
        """The server numbers everything anew."""
        self.validity, self.last_uid = self.validity + 1, 0
        for number, mail in enumerate(self.mails, start=first):
            mail.uid = number

    @property
    def flags(self) -> dict[int, set[str]]:
        """The marks of the mails, by number."""
        return {mail.uid: mail.flags for mail in self.mails}


class _HungUp(Exception):
    pass


class _Talk:
    """One connection."""

    def __init__(self, box: Mailbox, talk: socket.socket) -> None:
        self._box, self._stream = box, talk.makefile("rwb")
        self._named = self._may_write = False

    def _say(self, text: str | bytes) -> None:
        self._stream.write((text.encode() if isinstance(text, str) else text) + b"\r\n")
        self._stream.flush()

    def talk(self) -> None:
        self._say("* OK ready")
        for raw in self._stream:
            tag, _, line = raw.decode("utf-8", "replace").strip().partition(" ")
            verb = line.removeprefix("UID ").split(" ")[0].upper()
            self._box.said.append(verb if verb == "LOGIN" else line)
            if verb == self._box.hangs_up_at:
                return
            if verb == "LOGIN" and "wrong" in line:
                self._say(f"{tag} NO LOGIN failed")
                continue
            handle = getattr(self, f"_{verb.lower()}", None)
            try:
                refused = handle(line) if handle else None
            except _HungUp:
                return
            self._say(f"{tag} {refused or 'OK done'}")
            if verb == "LOGOUT":
                return

    def _capability(self, line: str) -> None:
        self._say(f"* CAPABILITY {self._box.offers}")

    def _id(self, line: str) -> None:
        self._named = True
        self._say('* ID ("name" "stub")')

    def _select(self, line: str) -> str | None:
        if self._box.demands_id and not self._named:
            return "NO SELECT Unsafe Login. Please contact kefu@188.com for help"
        self._may_write = line.startswith("SELECT")
        self._say(f"* {len(self._box.mails)} EXISTS")
        self._say(f"* OK [UIDVALIDITY {self._box.validity}] ok")
        return None

    _examine = _select

    def _search(self, line: str) -> None:
        found = list(self._box.mails)
        for key, value in re.findall(r"(UID|SINCE|FROM) (\"[^\"]*\"|\S+)", line.removeprefix("UID SEARCH ")):
            text = value.strip('"')
            if key == "UID":
                numbers = self._numbers(text)
                found = [mail for mail in found if mail.uid in numbers]
            elif key == "SINCE":
                since = datetime.strptime(text, "%d-%b-%Y").date()
                found = [mail for mail in found if mail.at.date() >= since]
            else:
                found = [mail for mail in found if text.lower().encode() in _header(mail.content, b"from").lower()]
        if "DELETED" in line:
            found = [mail for mail in found if r"\Deleted" in mail.flags]
        self._say("* SEARCH " + " ".join(str(mail.uid) for mail in found))

    def _numbers(self, text: str) -> set[int]:
        last = max((mail.uid for mail in self._box.mails), default=1)
        numbers: set[int] = set()
        for part in text.split(","):
            ends = [last if end == "*" else int(end) for end in part.split(":")]
            numbers.update(range(min(ends), max(ends) + 1))
        return numbers

    def _fetch(self, line: str) -> str | None:
        numbers = self._numbers(line.split(" ")[2])
        for place, mail in enumerate(self._box.mails, start=1):
            if mail.uid not in numbers:
                continue
            if "BODY.PEEK[]" in line:
                if mail.uid in self._box.refuses:
                    return "NO cannot be read"
                if self._box.given == self._box.hangs_up_after:
                    raise _HungUp
                self._box.given += 1
                self._literal(f"* {place} FETCH (UID {mail.uid} BODY[] ", mail.content)
            else:
                names = re.search(r"HEADER\.FIELDS \(([^)]*)\)", line)
                wanted = names[1].split() if names else []
                head = b"".join(
                    name.title().encode() + b": " + value + b"\r\n"
                    for name in wanted
                    for value in _headers(mail.content, name.lower().encode())
                )
                about = f'RFC822.SIZE {len(mail.content)} INTERNALDATE "{mail.at:%d-%b-%Y %H:%M:%S} +0800"'
                self._literal(f"* {place} FETCH (UID {mail.uid} {about} BODY[HEADER.FIELDS (X)] ", head + b"\r\n")
        return None

    def _literal(self, start: str, content: bytes) -> None:
        self._stream.write(f"{start}{{{len(content)}}}\r\n".encode() + content + b")\r\n")
        self._stream.flush()

    def _store(self, line: str) -> str | None:
        if not self._may_write:
            return "NO it is read-only"
        for mail in self._box.mails:
            if mail.uid in self._numbers(line.split(" ")[2]):
                mail.flags.update(re.findall(r"\\\w+", line))
        return None

    def _expunge(self, line: str) -> None:
        numbers = self._numbers(line.split(" ")[2]) if line.startswith("UID") else None
        self._box.mails = [
            mail
            for mail in self._box.mails
            if not (r"\Deleted" in mail.flags and (numbers is None or mail.uid in numbers))
        ]


def _headers(content: bytes, name: bytes) -> Iterator[bytes]:
    head = re.split(rb"\r?\n\r?\n", content, maxsplit=1)[0]
    for found in re.finditer(rb"(?im)^" + re.escape(name) + rb":[ \t]*((?:[^\n]|\n[ \t])*)$", head):
        yield found[1].rstrip(b"\r").replace(b"\n", b"\r\n").replace(b"\r\r", b"\r")


def _header(content: bytes, name: bytes) -> bytes:
    return b", ".join(_headers(content, name))


@contextmanager
def mailbox_served(box: Mailbox) -> Iterator[Mailbox]:
    """The mailbox, while it is needed; whoever checks certificates trusts its one."""
    listening, context = socket.create_server((HOST, 0)), server_context(trusted())
    box.port = listening.getsockname()[1]

    def serve() -> None:
        while True:
            try:
                raw, _ = listening.accept()
            except OSError:
                return
            with suppress(OSError), context.wrap_socket(raw, server_side=True) as safe:
                _Talk(box, safe).talk()

    threading.Thread(target=serve, daemon=True).start()
    try:
        with trusting(trusted()):
            yield box
    finally:
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()


def with_mailbox(office: TestOffice, port: int, **settings: object) -> TestOffice:
    """An office whose mailbox is at that port, and whose people have addresses."""
    values = {
        "服务商": "其他", "邮箱地址": OFFICE, "IMAP服务器": HOST, "IMAP端口": port, "IMAP加密": "SSL", **settings,
    }  # fmt: skip
    set_mailbox(office, **values)
    with edited(office.path("人员.xlsx")) as book:
        for row in range(2, book["人员"].max_row + 1):
            number = book["人员"].cell(row, 1).value
            if number in ADDRESSES:
                put(book["人员"], row, {"邮箱": ADDRESSES[number]})
    return office


def set_mailbox(office: TestOffice, **values: object) -> None:
    """Settings of 邮箱, by item."""
    with edited(office.path("制度.xlsx")) as book:
        sheet = book["邮箱"]
        rows = {sheet.cell(row, 1).value: row for row in range(2, sheet.max_row + 1)}
        for item, value in values.items():
            sheet.cell(rows[item], 2).value = value


def inbox(office: TestOffice) -> list[str]:
    """What lies in 收件箱."""
    return sorted(path.name for path in office.path("收件箱").iterdir() if path.is_file())


def desk_of(office: TestOffice) -> Desk:
    """The office, opened in the morning of the day on which mails arrive."""
    return Desk(Office(office.root), datetime(2026, 11, 24, 9))


def sent(office: TestOffice, *to: str, message_id: str = OURS) -> None:
    """The journal says that a letter went to these people."""
    desk = desk_of(office)
    receivers = tuple(address_digest(desk.state.office_id, one) for one in (*to, OFFICE))
    desk.commit(
        MailStarted(
            file="发件箱/回访表-A01 李晓明-2026-11下旬.eml", kind="回访表", message_id=message_id, sha256="0" * 64,
            receivers=receivers,
        )
    )  # fmt: skip
    desk.commit(MailEnded(message_id=message_id, delivered=receivers, refused=(), answer="250 ok"))
    desk.close()
