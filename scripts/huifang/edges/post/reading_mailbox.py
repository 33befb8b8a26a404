"""What lies in a folder of the office's mailbox: looked at from outside first, then taken; nothing is changed there
unless the office says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from huifang.edges.arriving.mail_headers import CHINA
from huifang.policy.mail import DELETE, LEAVE, MARK_READ

if TYPE_CHECKING:
    from imapclient import IMAPClient

FOLDER = "INBOX"
#: Of so many mails the headers are asked for at once.
AT_A_TIME = 50
_HEADERS = (
    "FROM SENDER SUBJECT MESSAGE-ID RETURN-PATH CONTENT-TYPE X-FAILED-RECIPIENTS AUTHENTICATION-RESULTS"
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Lying:
    """A mail as it lies in the folder: its number, its size in bytes, when the server took it (on the office's wall
    clock; None: it does not say), and the headers that tell whether it is wanted.
    """

    uid: int
    size: int
    at: datetime | None
    headers: bytes


class OpenFolder:
    """The folder in which mails arrive, opened; read-only where nothing in it is to be changed."""

    def __init__(self, client: IMAPClient, when_fetched: str) -> None:
        self._client = client
        self._when_fetched = when_fetched
        client.normalise_times = False
        chosen = client.select_folder(FOLDER, readonly=when_fetched == LEAVE)
        #: Under which the numbers of the mails hold: with another one they are all new.
        self.validity = int(chosen.get(b"UIDVALIDITY") or 0)

    def after(self, last_uid: int, since: date) -> list[int]:
        """The numbers above that one, of mails that came since that day."""
        found = self._client.search(["UID", f"{last_uid + 1}:*", "SINCE", since])
        return sorted(uid for uid in found if uid > last_uid)  # "n:*" always has the last one

    def sent_by(self, whom: str, until: int, since: date) -> list[int]:
        """The numbers up to that one of mails whose From has this text."""
        return sorted(uid for uid in self._client.search(["FROM", whom, "SINCE", since]) if uid <= until)

    def look(self, uids: Sequence[int]) -> Iterator[Lying]:
        """These mails from outside, in their order; those that are gone are left out."""
        wanted = ["RFC822.SIZE", "INTERNALDATE", f"BODY.PEEK[HEADER.FIELDS ({_HEADERS})]"]
        for start in range(0, len(uids), AT_A_TIME):
            some = uids[start : start + AT_A_TIME]
            answers = self._client.fetch(some, wanted)
            for uid in some:
                if uid in answers:
                    yield _lying(uid, answers[uid])

    def content(self, uid: int) -> bytes | None:
        """The whole mail; None where the server does not give it, though it goes on talking.

        Raises:
            OSError, imapclient.exceptions.IMAPClientError: it talks no more.
        """
        from imapclient.exceptions import IMAPClientError  # noqa: PLC0415  (imported by whoever connected)

        try:
            answer = self._client.fetch([uid], ["BODY.PEEK[]"]).get(uid, {})
        except self._client.AbortError:
            raise
        except IMAPClientError:
            return None
        content = answer.get(b"BODY[]")
        return content if isinstance(content, bytes) and content else None

    def settle(self, uids: Iterable[int]) -> None:
        """Do with mails that are safe here what the office wants done in the mailbox."""
        known = [*uids]
        if not known or self._when_fetched == LEAVE:
            return
        lie_there = self._client.search(["UID", ",".join(map(str, known))])
        if lie_there and self._when_fetched == MARK_READ:
            self._client.add_flags(lie_there, [rb"\Seen"], silent=True)
        elif lie_there and self._when_fetched == DELETE:
            self._delete(lie_there)

    def _delete(self, uids: Sequence[int]) -> None:
        """Only these: where the server can only empty the whole folder of what is marked, and somebody else has marked
        something, they are marked, too, and stay.
        """
        from imapclient.exceptions import IMAPClientError  # noqa: PLC0415

        others = set(self._client.search(["DELETED"])) - set(uids)
        self._client.delete_messages(uids, silent=True)
        if self._client.has_capability("UIDPLUS"):
            self._client.uid_expunge(uids)
        elif not others:
            with suppress(IMAPClientError):
                self._client.expunge()


def _lying(uid: int, answer: dict[bytes, Any]) -> Lying:
    headers = next((value for key, value in answer.items() if key.startswith(b"BODY[HEADER")), b"")
    at = answer.get(b"INTERNALDATE")
    return Lying(
        uid=uid,
        size=int(answer.get(b"RFC822.SIZE") or 0),
        at=_on_our_clock(at) if isinstance(at, datetime) else None,
        headers=headers if isinstance(headers, bytes) else b"",
    )


def _on_our_clock(at: datetime) -> datetime:
    if at.tzinfo is not None:
        at = at.astimezone(CHINA).replace(tzinfo=None)
    return at.replace(second=0, microsecond=0)
