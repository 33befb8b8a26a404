"""Reading many sheets: each file → guard → parser → checks, in this process or, when there are many, in several."""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path

from huifang.edges.arrivals import Arrival
from huifang.edges.cell_digest import cell_digest
from huifang.edges.files import digest
from huifang.edges.office import Office
from huifang.edges.unreadable import Unreadable
from huifang.edges.xlsx_read import read_book
from huifang.flow.desk import Desk
from huifang.flow.judging import Judged, Stranger, judge
from huifang.policy.register_read import Registers

#: From how many files on workers are worth starting; how many files one of them is given at a time.
MANY, AT_A_TIME = 40, 12


@dataclass(frozen=True)
class Job:
    """One file to read: by its path, or with the bytes that came out of a mail or archive."""

    path: Path
    shown: str
    kept_as: str
    content: bytes | None

    def read(self) -> bytes:
        """The file's bytes."""
        return self.path.read_bytes() if self.content is None else self.content


@dataclass(frozen=True)
class Outcome:
    """What reading a file gave: the hash of its bytes, and either the judged sheet with the fingerprint of its cells
    or the problem: Stranger, Unreadable, OSError.
    """

    sha: str
    judged: Judged | None = None
    cells: str = ""
    problem: Exception | None = None


Read = tuple[Arrival, Outcome | None]


def read_sheet(desk: Desk, arrival: Arrival, content: bytes | None = None) -> Outcome:
    """Read and judge one file, by the ledger as it is now.

    Raises:
        OfficeError: the office itself cannot be read.
    """
    job = _job(arrival)
    return _read(desk, job if content is None else replace(job, content=content))


def read_sheets(desk: Desk, arrivals: Iterable[Arrival], is_wanted: Callable[[Arrival], bool]) -> Iterator[list[Read]]:
    """All arrivals in their order, some at a time, with what reading them gave (None: it was not wanted).

    Where there are many, or the last run died of one, they are read by workers: ahead, by the ledger as it was when
    this began.
    """
    coming = iter(arrivals)
    first = list(islice(coming, MANY))
    if len(first) < MANY and not desk.after_crash:
        for arrival in first:
            yield [(arrival, read_sheet(desk, arrival) if is_wanted(arrival) else None)]
        return
    workers = _Workers(desk)
    try:
        yield from workers.read(chain(first, coming), is_wanted)
    finally:
        workers.stop()


def _job(arrival: Arrival) -> Job:
    return Job(arrival.path, arrival.shown, arrival.kept_as, arrival.content)


def _read(desk: Desk, job: Job) -> Outcome:
    sha = ""
    try:
        content = job.read()
        sha = digest(content)
        raw = read_book(content)
        return Outcome(sha, judge(desk, raw, job.shown, job.kept_as), cell_digest(raw))
    except (Stranger, Unreadable, OSError) as problem:
        return Outcome(sha, problem=problem)


_desk: list[Desk] = []  # in a worker: the one desk that it has


def _open_desk(root: Path, now: datetime, registers: Registers) -> None:
    gc.disable()  # sheets leave no cycles behind, and looking for some would take a tenth of the time
    desk = Desk(Office(root), now)
    desk.registers = registers  # read once, by the process that started this one
    _desk.append(desk)


def _read_some(jobs: list[Job]) -> list[Outcome]:
    return [_read(_desk[0], job) for job in jobs]


@dataclass
class _Bundle:
    """Some arrivals in their order; ``jobs`` are those of the wanted ones."""

    arrivals: list[tuple[Arrival, bool]]
    jobs: list[Job]
    reading: Future[list[Outcome]] | None = None


class _Workers:
    """Processes that read; one that dies costs the file that it died of."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._count = min(os.cpu_count() or 1, 8)
        self._pool: ProcessPoolExecutor | None = None

    def stop(self) -> None:
        """End the processes."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def read(self, arrivals: Iterator[Arrival], is_wanted: Callable[[Arrival], bool]) -> Iterator[list[Read]]:
        """See :func:`read_sheets`; never more than a few bundles ahead of what was taken."""
        ahead: deque[_Bundle] = deque()
        while True:
            while len(ahead) < 3 * self._count and (some := list(islice(arrivals, AT_A_TIME))):
                marked = [(arrival, is_wanted(arrival)) for arrival in some]
                bundle = _Bundle(marked, [_job(arrival) for arrival, wanted in marked if wanted])
                bundle.reading = self._submit(bundle.jobs)
                ahead.append(bundle)
            if not ahead:
                return
            bundle = ahead.popleft()
            outcomes = iter(self._outcomes(bundle, ahead))
            yield [(arrival, next(outcomes) if wanted else None) for arrival, wanted in bundle.arrivals]

    def _submit(self, jobs: list[Job]) -> Future[list[Outcome]] | None:
        if not jobs:
            return None
        if self._pool is None:
            given = (self._desk.office.root, self._desk.now, self._desk.registers)
            self._pool = ProcessPoolExecutor(self._count, get_context("spawn"), _open_desk, given)
        return self._pool.submit(_read_some, jobs)

    def _outcomes(self, bundle: _Bundle, ahead: Iterable[_Bundle]) -> list[Outcome]:
        if bundle.reading is None:
            return []
        try:
            return bundle.reading.result()
        except BrokenProcessPool:
            outcomes = [self._read_alone(job) for job in bundle.jobs]
            for waiting in ahead:
                waiting.reading = self._submit(waiting.jobs)
            return outcomes

    def _read_alone(self, job: Job) -> Outcome:
        """A file of a bundle over which a worker died, with nothing beside it, so that it is known which one it was."""
        self.stop()
        try:
            reading = self._submit([job])
            return reading.result()[0] if reading else Outcome("")
        except BrokenProcessPool:
            self.stop()
            advice = "请在 Excel 或 WPS 里打开，把内容复制到新发的表里，保存后再发送。"
            return Outcome(digest(job.read()), problem=Unreadable("文件使读取程序意外中断", advice))
