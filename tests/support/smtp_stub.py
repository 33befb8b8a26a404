"""A server that takes mails and goes wrong where it is told to: with an answer, by hanging up, by being slow."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from imap_stub import HOST

#: Where a talk can go wrong, in its order.
STAGES = ("CONNECT", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "CONTENT", "END")
#: How, besides with an answer: it hangs up; the same, but the mail was taken; it says nothing for a while.
CUT, CUT_AFTER, SLOW = "cut", "cut after", "slow"


@dataclass
class Fault:
    """What goes wrong at a stage, so many times (None: always), for this receiver alone (empty: for all)."""

    stage: str
    how: str
    times: int | None = 1
    only: str = ""
    after: int = 0

    def strikes(self, stage: str, receivers: Sequence[str]) -> bool:
        """Whether it happens now; each time counts. ``after``: so many times it does not."""
        if stage != self.stage or self.times == 0 or (self.only and self.only not in receivers):
            return False
        if self.after:
            self.after -= 1
            return False
        if self.times is not None:
            self.times -= 1
        return True


@dataclass
class Taken:
    """Every mail that was taken: by receiver, the bytes; in order."""

    faults: list[Fault] = field(default_factory=list)
    mails: list[tuple[str, bytes]] = field(default_factory=list)
    talks: int = 0
    said: list[str] = field(default_factory=list)
    #: Where copies for the office go, as in a real mailbox.
    inbox: list[bytes] = field(default_factory=list)
    office: str = ""

    def struck(self, stage: str, receivers: Sequence[str] = ()) -> str:
        """How it goes wrong now; empty: it does not."""
        self.said.append(stage)
        return next((fault.how for fault in self.faults if fault.strikes(stage, receivers)), "")

    def take(self, receivers: Sequence[str], content: bytes) -> None:
        """The mail is delivered."""
        for receiver in receivers:
            if receiver == self.office:
                self.inbox.append(content)
            self.mails.append((receiver, content))


class _Server(SMTP):
    """The library's, but that it may go wrong before it has a say."""

    taken: Taken

    async def _handle_client(self) -> None:
        self.taken.talks += 1
        how = self.taken.struck("CONNECT")
        if how:
            if await self._goes_wrong(how) is not None:
                await self.push(how)
            self._wire().close()
            return
        await super()._handle_client()

    def _wire(self) -> asyncio.WriteTransport:
        assert isinstance(self.transport, asyncio.WriteTransport)
        return self.transport

    def _receivers(self) -> list[str]:
        assert self.envelope is not None
        return self.envelope.rcpt_tos

    async def _goes_wrong(self, how: str) -> str | None:
        """Hang up or wait; the answer to be given otherwise."""
        if how in (CUT, CUT_AFTER):
            self._wire().abort()
        elif how == SLOW:
            await asyncio.sleep(1.2)
            self._wire().abort()
        else:
            return how
        return None

    async def smtp_EHLO(self, hostname: str) -> None:
        how = self.taken.struck("EHLO")
        if not how:
            await super().smtp_EHLO(hostname)
        elif await self._goes_wrong(how) is not None:
            await self.push(how)

    async def smtp_HELO(self, hostname: str) -> None:
        await self.push("502 no")

    async def smtp_AUTH(self, arg: str) -> None:
        how = self.taken.struck("AUTH")
        if not how:
            await super().smtp_AUTH(arg)
        elif await self._goes_wrong(how) is not None:
            await self.push(how)

    async def smtp_MAIL(self, arg: str) -> None:
        how = self.taken.struck("MAIL")
        if not how:
            await super().smtp_MAIL(arg)
        elif await self._goes_wrong(how) is not None:
            await self.push(how)

    async def smtp_RCPT(self, arg: str) -> None:
        address = arg.partition("<")[2].partition(">")[0]
        how = self.taken.struck("RCPT", [address])
        if not how:
            await super().smtp_RCPT(arg)
        elif await self._goes_wrong(how) is not None:
            await self.push(how)

    async def smtp_DATA(self, arg: str) -> None:
        how = self.taken.struck("DATA", self._receivers())
        if how:
            if await self._goes_wrong(how) is not None:
                await self.push(how)
        elif how := self.taken.struck("CONTENT", self._receivers()):
            await self.push("354 go on")
            await self._goes_wrong(how)
        else:
            await super().smtp_DATA(arg)


class _Handler:
    def __init__(self, taken: Taken) -> None:
        self.taken = taken

    async def handle_DATA(self, server: _Server, session: Session, envelope: Envelope) -> str:
        how = self.taken.struck("END", envelope.rcpt_tos)
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        if how in ("", CUT_AFTER, SLOW):
            self.taken.take(envelope.rcpt_tos, content)
        if how:
            return await server._goes_wrong(how) or "250 nobody hears this"
        return "250 2.0.0 Ok: queued as 4F1B2"


def _login(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and data.password != b"wrong"
    return AuthResult(success=right, handled=False)


@contextmanager
def smtp_stub(
    context: ssl.SSLContext, taken: Taken, *, starttls: bool = False, offers_tls: bool = True
) -> Iterator[int]:
    """The server while it is needed; gives its port."""
    handler, begun = _Handler(taken), threading.Event()
    known: list[Any] = []

    async def serve() -> None:
        loop, over = asyncio.get_running_loop(), asyncio.Event()

        def server() -> _Server:
            one = _Server(
                handler, authenticator=_login, auth_require_tls=starttls, data_size_limit=20_000_000, loop=loop,
                enable_SMTPUTF8=False, tls_context=context if starttls and offers_tls else None,
            )  # fmt: skip
            one.taken = taken
            return one

        listening = await loop.create_server(server, HOST, 0, ssl=None if starttls else context)
        known.extend((listening.sockets[0].getsockname()[1], lambda: loop.call_soon_threadsafe(over.set)))
        begun.set()
        await over.wait()
        listening.close()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert begun.wait(20)
    port, end = known
    try:
        yield port
    finally:
        end()
        thread.join(20)
