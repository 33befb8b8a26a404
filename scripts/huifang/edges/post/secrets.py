"""Passwords: of the mailbox, and of attachments. They come from the environment or from the system's keyring, and are
written nowhere else.
"""

from __future__ import annotations

import os
from concurrent.futures import Future
from threading import Thread

from huifang.core.catalogue import because
from huifang.edges.post.mail_trouble import MailTrouble

SERVICE = "huifang"
#: So many seconds a keyring has to answer.
PATIENCE = 60.0
MAIL_VARIABLE, SHEET_VARIABLE = "HUIFANG_MAIL_PASSWORD", "HUIFANG_SHEET_PASSWORD_{}"


def mailbox_password(address: str, called: str = "授权码") -> str:
    """The password of the mailbox; ``called`` is what its provider calls it.

    Raises:
        MailTrouble: there is none, or the keyring does not give it.
    """
    password = _known(MAIL_VARIABLE, address)
    if not password:
        raise MailTrouble(because("Y902", address=address, called=called))
    return password


def attachment_password(person_no: str) -> str:
    """The password of the attachments of that person (工号).

    Raises:
        MailTrouble: there is none, or the keyring does not give it.
    """
    password = _known(SHEET_VARIABLE.format(person_no), sheet_entry(person_no))
    if not password:
        raise MailTrouble(because("Y904", person=person_no))
    return password


def sheet_entry(person_no: str) -> str:
    """The name in the keyring of a person's password for attachments; that of a mailbox is its address."""
    return f"附件密码 {person_no}"


def _known(variable: str, entry: str) -> str:
    """From the environment, else from the keyring; empty where neither has it."""
    given = os.environ.get(variable, "").strip()
    if given:
        return given
    try:
        return _asked(entry) or ""
    except Exception as error:  # each system's keyring has errors of its own
        raise _unusable(variable) from error


def _asked(entry: str) -> str | None:
    """What the keyring has. One that is locked asks whoever sits there; where nobody does, we do not wait for ever."""
    import keyring  # noqa: PLC0415  (it looks through everything that is installed)

    known: Future[str | None] = Future()

    def ask() -> None:
        try:
            known.set_result(keyring.get_password(SERVICE, entry))
        except Exception as error:
            known.set_exception(error)

    Thread(target=ask, daemon=True).start()
    return known.result(PATIENCE)


def keep_password(entry: str, password: str, variable: str = MAIL_VARIABLE) -> None:
    """Let the system's keyring keep it.

    Raises:
        MailTrouble: it does not.
    """
    import keyring  # noqa: PLC0415

    try:
        keyring.set_password(SERVICE, entry, password)
        kept = keyring.get_password(SERVICE, entry) == password  # one kind takes everything and keeps nothing
    except Exception as error:
        raise _unusable(variable) from error
    if not kept:
        raise _unusable(variable)


def forget_password(entry: str, variable: str = MAIL_VARIABLE) -> bool:
    """Let the system's keyring forget it; whether it knew it.

    Raises:
        MailTrouble: it cannot be used.
    """
    import keyring  # noqa: PLC0415

    try:
        if keyring.get_password(SERVICE, entry) is None:
            return False
        keyring.delete_password(SERVICE, entry)
    except Exception as error:
        raise _unusable(variable) from error
    return True


def _unusable(variable: str) -> MailTrouble:
    return MailTrouble(because("Y903", variable=variable))
