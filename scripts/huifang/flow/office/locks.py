"""Workbooks that came back locked with the password that the office gave their agent are opened."""

from __future__ import annotations

from collections.abc import Iterator

from huifang.core.catalogue import because
from huifang.edges.post.locking import is_locked, unlocked
from huifang.edges.reading.unreadable import Unreadable
from huifang.flow.office.desk import Desk
from huifang.policy.people import People, Person

#: So many passwords are tried: each takes a while.
MOST_TRIED = 20


def opened(desk: Desk, content: bytes, name: str = "") -> bytes:
    """The workbook as it can be read; ``name`` may tell whose it is. One that is not locked is what it is.

    Raises:
        Unreadable: it is locked with another password than those that the office gave.
    """
    if not is_locked(content):
        return content
    passwords = desk.once(("attachment passwords", name), lambda: tuple(_passwords(desk.present.people, name)))
    plain = unlocked(content, passwords)
    if plain is None and passwords:
        raise Unreadable(because("Y133"))
    return content if plain is None else plain


def _passwords(people: People, name: str) -> Iterator[str]:
    """Those of the people whose attachments are locked, of those whom the name names first."""
    from huifang.edges.post.mail_trouble import MailTrouble  # noqa: PLC0415  (few have any)
    from huifang.edges.post.secrets import attachment_password  # noqa: PLC0415

    def is_named(person: Person) -> bool:
        return person.person_no in name or bool(person.name and person.name in name)

    locked = [person for person in people.by_no.values() if person.locks_attachments]
    for person in sorted(locked, key=lambda person: not is_named(person))[:MOST_TRIED]:
        try:
            yield attachment_password(person.person_no)
        except MailTrouble:
            continue


def opened_for(content: bytes, person_no: str) -> bytes:
    """The same of a sheet that is known to be that person's; one that the person's password does not open stays."""
    from huifang.edges.post.mail_trouble import MailTrouble  # noqa: PLC0415
    from huifang.edges.post.secrets import attachment_password  # noqa: PLC0415

    if not is_locked(content):
        return content
    try:
        return unlocked(content, [attachment_password(person_no)]) or content
    except MailTrouble:
        return content
