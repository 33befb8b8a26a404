"""What lies in 发件箱 after a mail went out, or could not: it is moved, with what people read of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from email import message_from_bytes
from pathlib import Path, PurePosixPath

from huifang.edges.arriving.mail_headers import attachment_name
from huifang.edges.store.files import OfficeError, free_path, lies_there, read_bytes, sync_folder, write_bytes
from huifang.edges.store.office import OUTBOX, Office
from huifang.tables.declared.mail_rules import TO_CONFIRM, TO_DECIDE

#: The folders in 发件箱 of what was sent, and of what nobody takes.
SENT, UNSENT = f"{OUTBOX}/已发送", f"{OUTBOX}/未能发出"
#: What is attached to these is to be filled in here, too.
_TO_BE_FILLED = (TO_CONFIRM, TO_DECIDE)


def drafts_in_outbox(office: Office) -> list[str]:
    """The drafts that lie in 发件箱, by name."""
    try:
        names = [path.name for path in office.path(OUTBOX).iterdir() if path.suffix.lower() == ".eml"]
    except OSError:
        return []
    return [f"{OUTBOX}/{name}" for name in sorted(names) if not name.startswith((".", "~"))]


def moved(office: Office, file: str, content: bytes, folder: str, kind: str) -> str:
    """Move a draft to that folder, and beside it what lay beside it as a copy of what is attached; its new path.

    Where it cannot be moved now, it stays and the next run tries again.
    """
    if PurePosixPath(file).parent == PurePosixPath(folder):
        return file
    along = [] if kind in _TO_BE_FILLED else [*_copies(office.path(file), content)]
    try:
        office.path(folder).mkdir(exist_ok=True)
        for path, same in along:
            _moved(path, office.path(folder), same)
        target = _moved(office.path(file), office.path(folder), content)
        if folder == SENT:  # why it could not be sent before
            office.path(f"{UNSENT}/{PurePosixPath(file).stem}.txt").unlink(missing_ok=True)
    except (OSError, OfficeError):
        return file
    sync_folder(office.path(folder))
    return f"{folder}/{target.name}"


def _moved(path: Path, folder: Path, content: bytes) -> Path:
    target = folder / path.name
    if lies_there(target) and read_bytes(target) != content:
        target = free_path(target)
    path.replace(target)
    return target


def _copies(draft: Path, mail: bytes) -> Iterable[tuple[Path, bytes]]:
    """Files beside the draft that have its name and are what it has attached."""
    attached: dict[str, object] = {}
    with suppress(Exception):  # a mail that its own program spoilt
        parts = (part for part in message_from_bytes(mail).walk() if not part.is_multipart())
        attached = {attachment_name(part): part.get_payload(decode=True) for part in parts}
    for name, content in attached.items():
        beside = draft.parent / PurePosixPath(name).name
        if isinstance(content, bytes) and PurePosixPath(name).stem == draft.stem and beside.is_file():
            with suppress(OfficeError):
                if read_bytes(beside) == content:
                    yield beside, content


def write_why(office: Office, file: str, lines: Iterable[str]) -> None:
    """Beside a mail that nobody took, a text that says why."""
    path = office.path(file).with_suffix(".txt")
    with suppress(OfficeError):
        write_bytes(path, _text(lines))


def write_record(office: Office, months: Mapping[str, Iterable[str]]) -> None:
    """By month (2026-11), what was sent, as people read it; what stands there already is left alone."""
    for month, lines in months.items():
        path, text = office.path(f"{SENT}/发信记录-{month}.txt"), _text(lines)
        with suppress(OfficeError, OSError):  # open elsewhere: the next run writes it
            if not lies_there(path) or read_bytes(path) != text:
                write_bytes(path, text)


def _text(lines: Iterable[str]) -> bytes:
    """For Windows' editor, too."""
    return b"\xef\xbb\xbf" + "".join(f"{line}\r\n" for line in lines).encode()
