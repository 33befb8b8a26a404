"""Jobs: commands that run as processes of their own, so that closing the page stops none of them half-way.

Each has a folder in the office's caches, with the words that it was given, what it said, its JSON, and its exit code;
whoever opens the page later finds it there. Without an office yet, the folder is one of the process.
"""

from __future__ import annotations

import json
import re
import shutil
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec import structs

from huifang.edges.store.caches import FOLDER as CACHES
from huifang.edges.store.lock import alive
from huifang.edges.system.processes import start_apart, this_python
from huifang.ledger.formats import Format, StoredDocument
from huifang.page.roles import Role

JOBS = f"{CACHES}/jobs"
JOB, SAID, BODY, CODE, FILES = "job.json", "said.txt", "body.json", "code.txt", "files"
#: So many jobs are kept; the oldest go first.
KEPT = 60
#: A line by which a command tells how far it is.
_PROGRESS = re.compile(r"^(?P<what>.+)：已完成 (?P<done>\d+) / (?P<total>\d+)$")
_MOMENT = "%Y-%m-%d %H:%M"


class JobOrder(StoredDocument, frozen=True, kw_only=True):
    """A command to be run as a job, and what is known of it once it was started; ``argv`` are the words after
    ``huifang``, ``typed`` what the form had.
    """

    FORMAT = Format("回访台的任务")

    form: str
    title: str
    argv: tuple[str, ...]
    typed: dict[str, tuple[str, ...]] = {}
    role: str = Role.SUPERVISOR.value
    started_at: str = ""
    host: str = ""
    pid: int = 0


@dataclass(frozen=True, kw_only=True)
class PageJob:
    """A job as it stands now. ``typed`` is what the form had, so that it can be drawn again."""

    number: str
    folder: Path
    form: str
    title: str
    argv: tuple[str, ...]
    typed: Mapping[str, tuple[str, ...]]
    role: Role
    started_at: datetime
    code: int | None
    died: bool

    @property
    def is_running(self) -> bool:
        """Whether it goes on."""
        return self.code is None and not self.died

    @property
    def said(self) -> Sequence[str]:
        """The lines for people, as a terminal would show them, without those of progress."""
        return [line for line in self._lines() if not _PROGRESS.match(line)]

    @property
    def progress(self) -> tuple[str, int, int] | None:
        """What is being done, and how many of how many are; None where nothing was told yet."""
        told = [found for line in self._lines() if (found := _PROGRESS.match(line))]
        return (told[-1]["what"], int(told[-1]["done"]), int(told[-1]["total"])) if told else None

    @property
    def body(self) -> dict[str, Any]:
        """The command's JSON; empty where it printed none."""
        with suppress(OSError, ValueError):
            body = json.loads((self.folder / BODY).read_bytes())
            return body if isinstance(body, dict) else {}
        return {}

    @property
    def files(self) -> Path:
        """Where what was uploaded for it lies."""
        return self.folder / FILES

    def _lines(self) -> list[str]:
        with suppress(OSError):
            return (self.folder / SAID).read_text(encoding="utf-8", errors="replace").splitlines()
        return []


class Jobs:
    """The jobs of the office that is open; ``root`` gives the folder in which they lie now."""

    def __init__(self, root: Callable[[], Path], role: Role) -> None:
        self._root, self._role = root, role

    def make_room(self, now: datetime) -> Path:
        """A new folder for a job, in which uploads can be laid before it starts.

        Raises:
            OSError: it cannot be made.
        """
        root = self._root()
        root.mkdir(parents=True, exist_ok=True)
        self._tidy(root)
        for number in range(1, 10_000):
            folder = root / f"{now:%m%d-%H%M}-{number}"
            with suppress(FileExistsError):
                folder.mkdir()
                (folder / FILES).mkdir()
                return folder
        raise FileExistsError(root)

    def start(self, order: JobOrder, now: datetime, *, room: Path | None = None, told: str = "") -> PageJob:
        """Start a job; ``told`` is typed into it, and kept nowhere.

        Raises:
            OSError: it cannot be started.
        """
        folder = room or self.make_room(now)
        about = structs.replace(
            order, role=self._role.value, started_at=f"{now:{_MOMENT}}", host=socket.gethostname()
        )  # fmt: skip
        try:
            (folder / JOB).write_bytes(about.to_json())
            words = this_python("-m", "huifang.page.working", str(folder))
            pid = start_apart(words, said=folder / SAID, body=folder / BODY, told=told.encode())
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        beside = folder / f".{JOB}.tmp"
        beside.write_bytes(structs.replace(about, pid=pid).to_json())
        beside.replace(folder / JOB)
        job = self.get(folder.name)
        assert job is not None
        return job

    def get(self, number: str) -> PageJob | None:
        """The job of that number, if this role may see it."""
        job = self._read(self._root() / number) if re.fullmatch(r"\d{4}-\d{4}-\d{1,4}", number) else None
        return job if job and job.role is self._role else None

    def recent(self) -> list[PageJob]:
        """The jobs of this role, the newest first."""
        return [job for job in self._all() if job.role is self._role]

    def running(self) -> PageJob | None:
        """What runs now in this office, whoever started it."""
        return next((job for job in self._all() if job.is_running), None)

    def _all(self) -> Iterator[PageJob]:
        for folder in _newest_first(self._root()):
            if (job := self._read(folder)) is not None:
                yield job

    def _read(self, folder: Path) -> PageJob | None:
        with suppress(OSError, ValueError):
            kept = JobOrder.from_json((folder / JOB).read_bytes())
            code = _code(folder)
            if code is None and kept.host != socket.gethostname():
                return None  # the office lies on a network drive: who works there is told by its lock
            died = code is None and kept.pid != 0 and not alive(kept.pid)
            if died:  # it may have ended between the two looks
                code = _code(folder)
            return PageJob(
                number=folder.name, folder=folder, form=kept.form, title=kept.title, argv=kept.argv, typed=kept.typed,
                role=Role(kept.role), started_at=datetime.strptime(kept.started_at, _MOMENT), code=code,
                died=died and code is None,
            )  # fmt: skip
        return None

    def _tidy(self, root: Path) -> None:
        for folder in _newest_first(root)[KEPT:]:
            job = self._read(folder)
            if job is None or not job.is_running:
                shutil.rmtree(folder, ignore_errors=True)


def _newest_first(root: Path) -> list[Path]:
    with suppress(OSError):
        return sorted((path for path in root.iterdir() if path.is_dir()), key=_started, reverse=True)
    return []


def _started(folder: Path) -> tuple[int, str]:
    with suppress(OSError):
        return (folder / JOB).stat().st_mtime_ns, folder.name
    return 0, folder.name


def _code(folder: Path) -> int | None:
    with suppress(OSError, ValueError):
        return int((folder / CODE).read_text(encoding="ascii"))
    return None
