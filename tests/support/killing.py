"""A process that is killed before a write, or before a word to a server: from then on nothing reaches anybody.

An audit hook of the interpreter sees every file that is opened for writing, moved, removed or made, so no write can be
forgotten.
"""

from __future__ import annotations

import json
import os
import smtplib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from office import TestOffice, run

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
MOVES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.link", "os.symlink")
DEAD = 2**22 + 1


class Killed(BaseException):
    """The process ends here."""


@dataclass
class _Watch:
    """Counts the writes below ``folder``; from number ``kill_at`` (from 1; 0: never) on they are not carried out."""

    folder: str = ""
    kill_at: int = 0
    writes: list[str] = field(default_factory=list)

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.folder or not self._is_write(event, arguments):
            return
        path = os.fspath(arguments[0]) if not isinstance(arguments[0], int) else ""
        path = path.decode() if isinstance(path, bytes) else path
        if str(path).startswith(self.folder):
            self.step(f"{event} {path[len(self.folder) :]}")

    def step(self, what: str) -> None:
        """The process is killed before it, or it is counted."""
        if self.folder:
            self.writes.append(what)
            if self.kill_at and len(self.writes) >= self.kill_at:
                raise Killed

    @staticmethod
    def _is_write(event: str, arguments: tuple[Any, ...]) -> bool:
        if event == "open":
            return isinstance(arguments[2], int) and bool(arguments[2] & WRITES)
        return event in MOVES


WATCH = _Watch()
sys.addaudithook(lambda event, arguments: WATCH(event, arguments))


@contextmanager
def watched(office: TestOffice, kill_at: int = 0) -> Iterator[_Watch]:
    WATCH.folder, WATCH.kill_at, WATCH.writes = str(office.root), kill_at, []
    try:
        yield WATCH
    finally:
        WATCH.folder = ""


def killed_at(office: TestOffice, arguments: list[str], kill_at: int) -> bool:
    """Run the command and kill it before its n-th write; False if it has fewer."""
    with watched(office, kill_at):
        try:
            run(*arguments)
        except (Killed, AssertionError) as ended:
            assert isinstance(ended, Killed) or "Killed" in str(ended)
            died = True
        else:
            died = False
    lock = office.path(".huifang/lock")
    if died and lock.exists() and lock.stat().st_size:  # this very process lives on; the killed one would not
        lock.write_text(json.dumps({**json.loads(lock.read_text(encoding="utf-8")), "pid": DEAD}), encoding="utf-8")
    return died


@contextmanager
def talks_watched() -> Iterator[None]:
    """What is said to the server that takes mails, and what it answers, are steps, too."""
    send, getreply = smtplib.SMTP.send, smtplib.SMTP.getreply
    talks: dict[smtplib.SMTP, None] = {}

    def watched_send(smtp: smtplib.SMTP, s: Any) -> None:
        WATCH.step("said to the server")
        send(smtp, s)

    def watched_reply(smtp: smtplib.SMTP) -> tuple[int, bytes]:
        talks[smtp] = None
        said = getreply(smtp)
        WATCH.step("answered by the server")
        return said

    with mock.patch.multiple(smtplib.SMTP, send=watched_send, getreply=watched_reply):
        yield
    for talk in talks:
        talk.close()  # as a process that ends does
