"""Files that arrive: from the inbox, or given by path."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from huifang.core.catalogue import because
from huifang.core.reasons import Reason
from huifang.edges.arriving.looking import Seen, files_in, printable
from huifang.edges.reading.odd_package import holds_workbook
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.whole_file import read_file
from huifang.edges.store.files import CONTAINER_ENDINGS, WORKBOOK_ENDINGS, OfficeError, digest
from huifang.edges.store.keeping import keep
from huifang.edges.store.office import ARCHIVE, Office

if TYPE_CHECKING:
    from huifang.edges.arriving.letters import Envelope

#: When the server took the mail with a hash; None: it was not fetched.
FetchedAt = Callable[[str], datetime | None]

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
#: What people send of a sheet that no machine reads, by its ending.
UNREAD = {
    "照片": (".jpg", ".jpeg", ".heic", ".heif", ".tif", ".tiff"),
    "图片": (".png", ".webp", ".bmp", ".gif"),
    " PDF": (".pdf",),
    " OFD 文件": (".ofd",),
    "文档": (".doc", ".docx", ".wps", ".rtf", ".pages", ".ppt", ".pptx"),
    "录音": (".mp3", ".m4a", ".amr", ".wav", ".aac", ".wma", ".silk"),
    "视频": (".mp4", ".mov", ".avi", ".3gp", ".mkv"),
}


@dataclass(frozen=True)
class Container:
    """A mail or archive: where it is kept, its bytes, the hashes of the files in it, and whether it is in the inbox."""

    kept_at: str
    content: bytes
    sha: str
    members: frozenset[str] = frozenset()
    in_inbox: bool = False


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """One file: ``shown`` is how it is named to people; one from the inbox is moved out of it when it is dealt with.

    ``seen`` is how it lay there when it was found (None: it was not looked at in a folder).
    A file that came ``inside`` a mail or archive has its ``content`` already, or the ``problem`` it had there, and
    ``letter``, what the mail says of itself. The mail or archive itself follows its files, as ``opened``.
    """

    path: Path
    shown: str
    from_inbox: bool
    seen: Seen | None = None
    content: bytes | None = None
    letter: Envelope | None = None
    problem: Exception | None = None
    inside: Container | None = None
    opened: Container | None = None

    @property
    def kept_as(self) -> str:
        """How it is named in what is stored: no absolute path, which would mean nothing on another computer."""
        return Path(self.shown).name if Path(self.shown).is_absolute() else self.shown

    @property
    def name(self) -> str:
        """Its own name, as people read it."""
        return self.shown.rpartition("!")[2].rpartition("/")[2]

    @property
    def is_workbook(self) -> bool:
        """Whether its name says that it is one, or its bytes do: some call an .xlsx an .xls."""
        return self.path.suffix.lower() in WORKBOOK_ENDINGS or not self.is_container and self._holds_workbook()

    def _holds_workbook(self) -> bool:
        if self.content is not None:
            return holds_workbook(io.BytesIO(self.content))
        try:
            with self.path.open("rb") as stream:
                return holds_workbook(stream)
        except OSError:
            return False

    @property
    def is_container(self) -> bool:
        """Whether its name says that it is a mail or an archive."""
        return self.path.suffix.lower() in CONTAINER_ENDINGS

    @property
    def why_ignored(self) -> Reason | None:
        """Why it is nothing to read; None for a workbook, and for what should have been readable."""
        if self.is_workbook or self.problem:
            return None
        ending = self.path.suffix.lower()
        for what, endings in UNREAD.items():
            if ending in endings:
                return because("Y361", what=what)
        advice = ADVICE.get(self.path.name.lower()) or ADVICE.get(ending)
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

    Temporary files of Excel and WPS are left out; what the system does not let be looked at comes with its problem.

    Raises:
        OfficeError: a path does not exist.
    """
    given = list(paths)
    for path in given:
        if not os.path.lexists(path):
            raise OfficeError(because("Y817", path=printable(str(path))))
        shown = PurePosixPath(office.relative(path))
        for file, seen in files_in(path):
            yield _arrival(file, seen, str(shown / file.relative_to(path).as_posix()), from_inbox=False)
    if not given and office.inbox.is_dir():
        for file, seen in files_in(office.inbox):
            yield _arrival(file, seen, file.relative_to(office.root).as_posix(), from_inbox=True)


def _arrival(path: Path, seen: Seen | OSError, shown: str, from_inbox: bool) -> Arrival:
    shown = printable(shown)
    if isinstance(seen, Seen):
        return Arrival(path=path, shown=shown, from_inbox=from_inbox, seen=seen)
    return Arrival(path=path, shown=shown, from_inbox=from_inbox, problem=seen)


def unpacked(arrivals: Iterable[Arrival], server: str = "", fetched: FetchedAt | None = None) -> Iterator[Arrival]:
    """The same with what is in mails and archives in front of each of them; mails first, in the order they arrived.

    ``server`` is the name of the server that receives the office's mail (empty: not known); ``fetched`` says of the
    hash of a mail when that server took it, as it said itself (None: no mail was fetched from it).
    """
    listed = list(arrivals)
    times = {arrival.path: _mailed_at(arrival, server, fetched) for arrival in listed}
    for arrival in sorted(listed, key=lambda a: (times[a.path] is None, times[a.path])):
        yield from _open(arrival, server) if arrival.is_container else (arrival,)


def _mailed_at(arrival: Arrival, server: str, fetched: FetchedAt | None) -> datetime | None:
    if arrival.path.suffix.lower() != ".eml":
        return None
    from huifang.edges.arriving.letters import letter_in  # noqa: PLC0415  (most arrivals are no mails)

    try:
        at = fetched(arrival.read()[1]) if fetched else None
        if at:
            return at
        with arrival.path.open("rb") as stream:
            return letter_in(stream.read(MAX_HEADERS), server).at
    except (OSError, Unreadable):
        return None


def _open(arrival: Arrival, server: str) -> Iterator[Arrival]:
    from huifang.edges.arriving.containers import unpack  # noqa: PLC0415  (most arrivals are no mails)

    try:
        content, sha = arrival.read()
    except (OSError, Unreadable) as error:
        yield replace(arrival, problem=error)
        return
    suffix = arrival.path.suffix.lower()
    parcels = unpack(arrival.shown, content, server)
    inside = Container(f"{ARCHIVE}/{KEPT_IN[suffix]}/{sha[:16]}{suffix}", content, sha, in_inbox=arrival.from_inbox)
    for parcel in parcels:
        path = Path(parcel.name.rpartition("!")[2])
        yield Arrival(
            path=path,
            shown=parcel.name,
            from_inbox=False,
            content=parcel.content,
            letter=parcel.letter,
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
