"""Looking for mails of ours in the office's mailbox, by their Message-ID: what lies there was taken by the server."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from huifang.edges.post.mailbox_imap import opened_mailbox
from huifang.edges.post.outgoing import TALK
from huifang.policy.mail import Mailbox

if TYPE_CHECKING:
    from imapclient import IMAPClient

#: So many of the newest mails of a folder are looked at, so many at once.
_NEWEST, _AT_ONCE = 2000, 200
#: Folders in which providers keep what was sent, besides those that say so.
_SENT = ("Sent Messages", "Sent Items", "Sent", "已发送", "已发送邮件")
_FIELDS = f"BODY.PEEK[HEADER.FIELDS (MESSAGE-ID {TALK.upper()})]"


def found_in_mailbox(
    mailbox: Mailbox, password: str, wanted: Collection[tuple[str, int]], since: date
) -> set[tuple[str, int]]:
    """Which of these mails (Message-ID, in which talk) lie in the inbox or among what was sent, since that day.

    Servers are asked for headers and compare nothing: some search wrongly.

    Raises:
        MailTrouble: the mailbox cannot be looked into.
    """
    found: set[tuple[str, int]] = set()
    with opened_mailbox(mailbox, password) as client:
        for folder in _folders(client):
            found |= {one for one in _lying_in(client, folder, since) if one in wanted}
            if len(found) == len({*wanted}):
                break
    return found


def _folders(client: IMAPClient) -> Iterator[str]:
    yield "INBOX"
    for flags, _, name in client.list_folders():
        if b"\\Sent" in flags or name in _SENT:
            yield name


def _lying_in(client: IMAPClient, folder: str, since: date) -> Iterator[tuple[str, int]]:
    client.select_folder(folder, readonly=True)
    numbers: Sequence[int] = sorted(client.search(["SINCE", since]))[-_NEWEST:]
    for start in range(0, len(numbers), _AT_ONCE):
        for said in client.fetch(numbers[start : start + _AT_ONCE], [_FIELDS]).values():
            for key, header in said.items():
                if key.startswith(b"BODY[") and isinstance(header, bytes):
                    yield _named(header)


def _named(header: bytes) -> tuple[str, int]:
    text = re.sub(r"\r?\n(?=[ \t])", "", header.decode("ascii", "replace"))
    known = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in text.splitlines())
    }
    talk = known.get(TALK.lower(), "1")
    return known.get("message-id", ""), int(talk) if talk.isdecimal() else 1
