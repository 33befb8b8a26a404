"""Files that arrive: from the inbox, or given by path."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath

from huifang.core.catalogue import because
from huifang.core.reasons import Reason
from huifang.core.text import file_name
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.whole_file import read_file
from huifang.edges.store.files import CONTAINER_ENDINGS, WORKBOOK_ENDINGS, OfficeError, digest, free_path
from huifang.edges.store.keeping import keep
from huifang.edges.store.office import ARCHIVE, ASIDE, INBOX, Office

#: Where in the archive mails and archives are kept, by their hash: one that comes again is the same file.
KEPT_IN = {".eml": "邮件", ".zip": "压缩包"}
#: How much of a mail is read to see when it arrived.
MAX_HEADERS = 256 * 1024

#: What people send instead of a workbook, and what they should do.
ADVICE = {
    ".rar": "请改用 .zip 压缩，或直接发送表格",
    ".7z": "请改用 .zip 压缩，或直接发送表格",
    ".xls": "请另存为 .xlsx 后再发送",
    ".et": "请在 WPS 里另存为 .xlsx 后再发送",
    ".csv": "请直接发送 .xlsx 原件",
    ".msg": "请在 Outlook 里另存为 .eml，或直接保存附件",
    "winmail.dat": "发件人的 Outlook 用了 RTF 格式，请改为 HTML 或纯文本格式后重发",
}


@dataclass(frozen=True)
class Container:
    """A mail or archive: where it is kept, its bytes, and the hashes of the files in it."""

    kept_at: str
    content: bytes
    sha: str
    members: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """One file: ``shown`` is how it is named to people; one from the inbox is moved out of it when it is dealt with.

    A file that came ``inside`` a mail or archive has its ``content`` already, or the ``problem`` it had there, and
    ``mailed_at``, when the mail came. The mail or archive itself follows its files, as ``opened``.
    """

    path: Path
    shown: str
    from_inbox: bool
    content: bytes | None = None
    mailed_at: datetime | None = None
    problem: Exception | None = None
    inside: Container | None = None
    opened: Container | None = None

    @property
    def kept_as(self) -> str:
        """How it is named in what is stored: no absolute path, which would mean nothing on another computer."""
        return Path(self.shown).name if Path(self.shown).is_absolute() else self.shown

    @property
    def is_workbook(self) -> bool:
        """Whether its name says that it is one."""
        return self.path.suffix.lower() in WORKBOOK_ENDINGS

    @property
    def is_container(self) -> bool:
        """Whether its name says that it is a mail or an archive."""
        return self.path.suffix.lower() in CONTAINER_ENDINGS

    @property
    def why_ignored(self) -> Reason | None:
        """Why it is nothing to read; None for a workbook, and for what should have been readable."""
        if self.is_workbook or self.problem:
            return None
        advice = ADVICE.get(self.path.name.lower()) or ADVICE.get(self.path.suffix.lower())
        return because("Y306", ending=self.path.suffix or "没有后缀", advice=f"，{advice}" if advice else "")

    def read(self) -> tuple[bytes, str]:
        """Content and SHA-256.

        Raises:
            OSError: it cannot be read now.
            Unreadable: it is too large, or could not be taken out of its mail or archive.
        """
        if self.problem:
            raise self.problem
        content = read_file(self.path) if self.content is None else self.content
        return content, digest(content)


def find_arrivals(office: Office, paths: Iterable[Path]) -> Iterator[Arrival]:
    """The files given (folders: what is in them; they are left in place), or all in the inbox.

    Temporary files of Excel and WPS are left out.

    Raises:
        OfficeError: a path does not exist.
    """
    given = list(paths)
    for path in given:
        if not path.exists():
            raise OfficeError(because("Y817", path=path))
        shown = PurePosixPath(office.relative(path))
        for file in _files_in(path):
            yield Arrival(path=file, shown=str(shown / file.relative_to(path).as_posix()), from_inbox=False)
    if not given and office.inbox.is_dir():
        for file in _files_in(office.inbox):
            yield Arrival(path=file, shown=file.relative_to(office.root).as_posix(), from_inbox=True)


def _files_in(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    hidden = (".", "~$")
    return sorted(
        file
        for file in path.rglob("*")
        if file.is_file() and ASIDE not in file.relative_to(path).parts and not file.name.startswith(hidden)
    )


def unpacked(arrivals: Iterable[Arrival]) -> Iterator[Arrival]:
    """The same with what is in mails and archives in front of each of them; mails first, in the order they arrived."""
    listed = list(arrivals)
    times = {arrival.path: _mailed_at(arrival) for arrival in listed}
    for arrival in sorted(listed, key=lambda a: (times[a.path] is None, times[a.path])):
        yield from _open(arrival) if arrival.is_container else (arrival,)


def _mailed_at(arrival: Arrival) -> datetime | None:
    if arrival.path.suffix.lower() != ".eml":
        return None
    from huifang.edges.arriving.mail_headers import arrival_time_of  # noqa: PLC0415  (most arrivals are no mails)

    try:
        with arrival.path.open("rb") as stream:
            return arrival_time_of(stream.read(MAX_HEADERS))
    except OSError:
        return None


def _open(arrival: Arrival) -> Iterator[Arrival]:
    from huifang.edges.arriving.containers import unpack  # noqa: PLC0415  (most arrivals are no mails)

    try:
        content, sha = arrival.read()
    except (OSError, Unreadable) as error:
        yield replace(arrival, problem=error)
        return
    suffix = arrival.path.suffix.lower()
    parcels = unpack(arrival.shown, content)
    inside = Container(f"{ARCHIVE}/{KEPT_IN[suffix]}/{sha[:16]}{suffix}", content, sha)
    for parcel in parcels:
        path = Path(parcel.name.rpartition("!")[2])
        yield Arrival(
            path=path,
            shown=parcel.name,
            from_inbox=False,
            content=parcel.content,
            mailed_at=parcel.arrived_at,
            problem=parcel.problem,
            inside=inside,
        )
    members = frozenset(digest(parcel.content) for parcel in parcels if parcel.content)
    yield replace(arrival, opened=replace(inside, members=members))


def keep_container(office: Office, container: Container | None) -> dict[str, str]:
    """Put a mail or archive unchanged into the archive, unless it is there; where it is, by hash, for the journal."""
    if container is None:
        return {}
    kept = keep(office, container.kept_at, container.content)
    return {kept.path: kept.sha}


def take_out(arrival: Arrival) -> None:
    """Remove a file of the inbox that is safe in the archive."""
    if arrival.from_inbox:
        arrival.path.unlink(missing_ok=True)


def put_aside(office: Office, arrival: Arrival, reason: str) -> None:
    """Move a file of the inbox that is not ours into 收件箱/搁置, with the reason beside it."""
    if not arrival.from_inbox:
        return
    folder = office.root / INBOX / ASIDE
    folder.mkdir(parents=True, exist_ok=True)
    target = free_path(folder / f"{file_name(arrival.path.stem)}{arrival.path.suffix[:10]}")
    target.with_name(f"{target.name}.原因.txt").write_text(f"{reason}\n", encoding="utf-8")
    shutil.move(arrival.path, target)
