"""Files in the inbox that are not all there yet: being copied, downloaded or synced. They wait for a later run.

One that stays as it is for some time will not become more: then it is taken for what it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO, NamedTuple

from huifang.core.catalogue import because
from huifang.core.reasons import Reason
from huifang.core.zip_end import has_its_own_end
from huifang.edges.arriving.arrivals import MAX_HEADERS, Arrival
from huifang.edges.arriving.looking import Seen
from huifang.edges.store.caches import cache, cached
from huifang.edges.store.files import WORKBOOK_ENDINGS, OfficeError
from huifang.edges.store.office import Office
from huifang.ledger.formats import Format, StoredDocument

#: How programs call what they have not yet written to the end.
PARTIAL = (
    ".part", ".partial", ".crdownload", ".download", ".downloading", ".opdownload", ".filepart", ".tmp", ".temp",
    ".xltd", ".td", ".td.cfg", ".aria2", ".!ut", ".!qb", ".!sync", ".bc!", ".inprogress", ".icloud", ".~tmp",
)  # fmt: skip
#: Unchanged so long, by the clock of the runs that saw it, a file is as whole as it will be.
PATIENCE = timedelta(minutes=10)
#: In so many bytes at the end of a mail its last line is looked for.
_LAST = 65_536
_BOUNDARY = re.compile(rb"""boundary\s*=\s*(?:"([^"\r\n]+)"|([^\s";]+))""", re.IGNORECASE)
_NAME = "waiting-inbox.json"


class WaitingFile(NamedTuple):
    """A file that is not whole, as a run saw it first."""

    size: int
    changed_ns: int
    since: str


class WaitingFiles(StoredDocument, frozen=True, kw_only=True):
    """Those of the inbox, by name; without this copy each of them is seen for the first time."""

    FORMAT = Format("等待的文件")

    files: dict[str, WaitingFile] = {}


class Unfinished:
    """What one run knows of them."""

    def __init__(self, office: Office, now: datetime) -> None:
        self._office, self._now = office, now
        self._before = _remembered(office)
        self._waiting: dict[str, WaitingFile] = {}

    def why_it_waits(self, arrival: Arrival) -> Reason | None:
        """The reason to leave a file of the inbox where it is; None for all that can be taken for what it is."""
        if not arrival.from_inbox or arrival.seen is None:
            return None
        if arrival.path.name.lower().endswith(PARTIAL):
            return because("Y312")
        try:
            if Seen.of(arrival.path) != arrival.seen:
                return because("Y313")
            if _is_whole(arrival.path, arrival.seen.size):
                return None
        except OSError:
            return None  # reading it says what is wrong
        return self._not_whole(arrival.shown, arrival.seen)

    def _not_whole(self, name: str, seen: Seen) -> Reason | None:
        before = self._before.get(name)
        since = f"{self._now:%Y-%m-%d %H:%M}"
        if before and (before.size, before.changed_ns) == (seen.size, seen.changed_ns):
            if self._now - datetime.strptime(before.since, "%Y-%m-%d %H:%M") >= PATIENCE:
                return None
            since = before.since
        self._waiting[name] = WaitingFile(seen.size, seen.changed_ns, since)
        return because("Y313")

    def remember(self) -> None:
        """Keep for the next run what waits; that it cannot be kept makes it wait once more."""
        if self._waiting != self._before:
            with suppress(OfficeError):
                cache(self._office, _NAME, WaitingFiles(files=self._waiting).to_json(), keeping=1)


def _remembered(office: Office) -> Mapping[str, WaitingFile]:
    path = cached(office, _NAME)
    with suppress(OSError, ValueError):
        return WaitingFiles.from_json(path.read_bytes()).files if path else {}
    return {}


def _is_whole(path: Path, size: int) -> bool:
    """Whether the file could be all that it is going to be: a zip has an end, a mail of parts its last line."""
    ending = path.suffix.lower()
    if ending not in (*WORKBOOK_ENDINGS, ".zip", ".eml"):
        return size > 0 or not ending
    with path.open("rb") as stream:
        if not stream.read(4).strip(b"\0"):
            return False  # nothing yet, or room that was only reserved
        return _ends(stream, size) if ending == ".eml" else has_its_own_end(stream)


def _ends(stream: BinaryIO, size: int) -> bool:
    """Whether a mail that says by what line it ends has that line."""
    stream.seek(0)
    boundary = _BOUNDARY.search(stream.read(MAX_HEADERS))
    stream.seek(max(0, size - _LAST))
    return boundary is None or b"--" + (boundary[1] or boundary[2]) + b"--" in stream.read()
