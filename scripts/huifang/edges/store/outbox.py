"""发件箱: what is to be sent lies there; what cannot be put there yet waits inside the office for the next run."""

from __future__ import annotations

from contextlib import suppress
from pathlib import PurePosixPath

from huifang.edges.store.files import OfficeError, lies_there, read_bytes, write_bytes
from huifang.edges.store.office import INNER, OUTBOX, Office

WAITING = f"{INNER}/outbox"
#: The folder in 发件箱 of what is not to be sent any more.
LAPSED = "已作废"


def put_in_outbox(office: Office, path: str, content: bytes) -> OfficeError | None:
    """Put a file in place below 发件箱; gives why it waits for the next run instead, None where it does not.

    Raises:
        OfficeError: it cannot be kept until then, either.
    """
    waiting = office.path(f"{WAITING}/{PurePosixPath(path).name}")
    try:
        write_bytes(office.path(path), content)
    except OfficeError as error:
        write_bytes(waiting, content)
        return error
    if lies_there(waiting):  # an older one
        with suppress(OSError):
            waiting.unlink()
    return None


def lapsed(office: Office, path: str) -> str:
    """Move a draft that is not to be sent any more out of the way; its new path (empty: it lies where it lay)."""
    aside = f"{OUTBOX}/{LAPSED}/{PurePosixPath(path).name}"
    try:
        office.path(aside).parent.mkdir(exist_ok=True)
        office.path(path).replace(office.path(aside))
    except OSError:
        return ""  # open elsewhere: the next run tries again
    return aside


def put_what_waits(office: Office) -> None:
    """Put into 发件箱 what could not be put there by the runs before; what still cannot goes on waiting."""
    folder = office.path(WAITING)
    if not folder.is_dir():
        return
    with suppress(OSError):
        for waiting in sorted(folder.iterdir()):
            if not waiting.name.startswith("."):
                with suppress(OfficeError, OSError):
                    write_bytes(office.path(f"{OUTBOX}/{waiting.name}"), read_bytes(waiting))
                    waiting.unlink()
