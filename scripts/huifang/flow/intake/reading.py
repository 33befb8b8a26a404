"""Reading many sheets: each file → guard → parser → checks, in this process or, when there are many, in several."""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from multiprocessing import Pipe, get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from huifang.core.catalogue import because
from huifang.edges.arriving.arrivals import Arrival
from huifang.edges.reading.cell_digest import cell_digest
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.whole_file import read_file
from huifang.edges.reading.xlsx_read import read_book
from huifang.edges.store.files import OfficeError, digest
from huifang.flow.intake.judging import Judged, Stranger
from huifang.flow.intake.register_forms import FilledForm, register_form
from huifang.flow.intake.returned_forms import judge_book
from huifang.flow.office.desk import Desk
from huifang.flow.office.locks import opened

#: From how many files on workers are worth starting; how many files one of them is given at a time.
MANY, AT_A_TIME = 40, 12
#: After so many files in a row over which a worker died, it is not the files.
MAX_DEATHS = 10


@dataclass(frozen=True)
class Errand:
    """One file to read: by its path, or with the bytes that came out of a mail or archive."""

    path: Path
    shown: str
    kept_as: str
    content: bytes | None

    def read(self) -> bytes:
        """The file's bytes."""
        return read_file(self.path) if self.content is None else self.content


@dataclass(frozen=True)
class Outcome:
    """What reading a file gave: the hash of its bytes, and either the judged sheet with the fingerprint of its cells,
    the filled form about a register, or the problem: Stranger, Unreadable, OSError.
    """

    sha: str
    judged: Judged | None = None
    cells: str = ""
    problem: Exception | None = None
    form: FilledForm | None = None


Read = tuple[Arrival, Outcome | None]


def read_sheet(desk: Desk, arrival: Arrival, content: bytes | None = None) -> Outcome:
    """Read and judge one file, by the ledger as it is now.

    Raises:
        OfficeError: the office itself cannot be read.
    """
    job = _job(arrival)
    return _read(desk, job if content is None else replace(job, content=content))


def read_sheets(
    desk: Desk, arrivals: Iterable[Arrival], is_wanted: Callable[[Arrival], bool], meanwhile: Callable[[], None]
) -> Iterator[list[Read]]:
    """All arrivals in their order, some at a time, with what reading them gave (None: it was not wanted).

    Where there are many, or the last run died of one, they are read by workers: ahead, by the ledger as it was when
    this began. ``meanwhile`` is done once they are at work.
    """
    coming = iter(arrivals)
    first = list(islice(coming, MANY))
    if len(first) < MANY and not desk.after_crash:
        for arrival in first:
            yield [(arrival, read_sheet(desk, arrival) if is_wanted(arrival) else None)]
        return
    workers = _Workers(desk)
    try:
        yield from workers.read(chain(first, coming), is_wanted, meanwhile)
    finally:
        workers.stop()


def _job(arrival: Arrival) -> Errand:
    return Errand(arrival.path, arrival.shown, arrival.kept_as, arrival.content)


def _read(desk: Desk, job: Errand) -> Outcome:
    sha = ""
    try:
        content = job.read()
        sha = digest(content)
        raw = read_book(opened(desk, content, job.shown))
        form = register_form(raw, job.shown)
        if form:  # judged where the registers are written to
            return Outcome(sha, form=form)
        return Outcome(sha, judge_book(desk, raw, job.shown, job.kept_as), cell_digest(raw))
    except (Stranger, Unreadable, OSError) as problem:
        return Outcome(sha, problem=problem)


def start_method() -> str:
    """How a worker is started: as a copy of this process, which has all it needs at once, where that is safe.

    It is not where a library has threads of its own: one may hold a lock that nobody in the copy gives back.
    """
    is_safe = sys.platform == "linux" and "polars" not in sys.modules and threading.active_count() == 1
    return "fork" if is_safe else "spawn"


@contextmanager
def _interrupts_held_back(method: str) -> Iterator[None]:
    """Ctrl+C waits until this is over; a process started meanwhile does not get it at all, where systems can do so."""
    hold = getattr(signal, "pthread_sigmask", None)
    if hold and method == "spawn":
        resource_tracker.ensure_running()  # it would let them through again, were it started in between
    before = hold(signal.SIG_BLOCK, {signal.SIGINT}) if hold else None
    try:
        yield
    finally:
        if hold:
            hold(signal.SIG_SETMASK, before)


def _serve(connection: Connection, other_end: Connection, open_desk: Callable[[], Desk]) -> None:
    """A worker: reads what it is sent, with one desk for all of it, until it is sent nothing more."""
    other_end.close()  # this is a copy, and while there is one nobody notices that the process that had it is gone
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # to interrupt is to end the process that started this one
    gc.disable()  # sheets leave no cycles behind, and looking for some would take a tenth of the time
    desk: Desk | None = None
    with suppress(EOFError, OSError):  # the process that started this one is gone
        while jobs := connection.recv():
            try:
                desk = desk or open_desk()
                answer: list[Outcome] | Exception = [_read(desk, job) for job in jobs]
            except Exception as error:  # raised again where it is seen: only a process that ended is a crash
                answer = error
            connection.send(answer)


@dataclass(eq=False)
class _Bundle:
    """Some arrivals in their order; ``jobs`` are those of the wanted ones, ``outcomes`` what reading them gave."""

    arrivals: list[tuple[Arrival, bool]]
    jobs: list[Errand]
    is_taken: bool = False
    outcomes: list[Outcome] | None = None


class _Died(Exception):
    """A worker ended without an answer."""


class _Worker:
    """One process that reads, a bundle at a time."""

    def __init__(self, desk: Desk) -> None:
        method = start_method()
        context: Any = get_context(method)
        anew = partial(Desk, desk.office, desk.now, desk.present.registers)
        open_desk = anew if method == "spawn" else lambda: desk
        self.connection, other_end = Pipe()
        self._process = context.Process(target=_serve, args=(other_end, self.connection, open_desk), daemon=True)
        with _interrupts_held_back(method):  # and never delivered to the worker
            self._process.start()
        other_end.close()  # so that the death of the process is noticed
        self.bundles: deque[_Bundle] = deque()

    def has_room_for(self, bundle: _Bundle) -> bool:
        """Whether it may be given the bundle: one to work on, and one to go on with.

        Files that are sent with their bytes are not sent ahead: they could fill the pipe while the answer does, too.
        """
        is_small = all(job.content is None for job in bundle.jobs)
        return len(self.bundles) < (2 if is_small else 1)

    def send(self, jobs: list[Errand]) -> None:
        """Give it work."""
        with suppress(OSError):  # it died: that is noticed when its answer is asked for
            self.connection.send(jobs)

    def answer(self) -> list[Outcome]:
        """What it found out, in the order of the jobs.

        Raises:
            OfficeError: the office cannot be read.
            _Died: it ended without an answer.
        """
        try:
            answer: list[Outcome] | Exception = self.connection.recv()
        except (EOFError, OSError) as error:
            raise _Died from error
        if isinstance(answer, Exception):
            raise answer
        return answer

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        self.connection.close()
        self._process.kill()
        self._process.join()


class _Workers:
    """Processes that read; one that dies costs the file that it died of."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._count = min(os.cpu_count() or 1, 8)
        self._workers: list[_Worker] = []
        self._deaths = 0

    def stop(self) -> None:
        """End the processes."""
        for worker in self._workers:
            worker.stop()
        self._workers.clear()

    def read(
        self, arrivals: Iterator[Arrival], is_wanted: Callable[[Arrival], bool], meanwhile: Callable[[], None]
    ) -> Iterator[list[Read]]:
        """See :func:`read_sheets`; never more than a few bundles ahead of what was taken."""
        ahead: deque[_Bundle] = deque()
        while True:
            while len(ahead) < 3 * self._count and (some := list(islice(arrivals, AT_A_TIME))):
                marked = [(arrival, is_wanted(arrival)) for arrival in some]
                ahead.append(_Bundle(marked, [_job(arrival) for arrival, wanted in marked if wanted]))
            if not ahead:
                return
            had_none = not self._workers
            self._hand_out(ahead)
            if had_none and self._workers:
                meanwhile()
            if ahead[0].jobs and ahead[0].outcomes is None:
                self._take_in()
                continue
            bundle = ahead.popleft()
            outcomes = iter(bundle.outcomes or ())
            yield [(arrival, next(outcomes) if wanted else None) for arrival, wanted in bundle.arrivals]

    def _hand_out(self, ahead: Iterable[_Bundle]) -> None:
        """Give the bundles that nobody has to the workers that have least to do."""
        for bundle in ahead:
            if bundle.is_taken or not bundle.jobs:
                continue
            if len(self._workers) < self._count and all(worker.bundles for worker in self._workers):
                self._workers.append(_Worker(self._desk))
            worker = min(self._workers, key=lambda worker: len(worker.bundles))
            if not worker.has_room_for(bundle):
                return
            bundle.is_taken = True
            worker.bundles.append(bundle)
            worker.send(bundle.jobs)

    def _take_in(self) -> None:
        """Wait until a worker has an answer, or died."""
        ready = wait([worker.connection for worker in self._workers if worker.bundles])
        for worker in [worker for worker in self._workers if worker.connection in ready]:
            bundle = worker.bundles.popleft()
            try:
                bundle.outcomes = worker.answer()
            except _Died:
                self._workers.remove(worker)
                worker.stop()
                for waiting in worker.bundles:
                    waiting.is_taken = False
                bundle.outcomes = [self._read_alone(job) for job in bundle.jobs]

    def _read_alone(self, job: Errand) -> Outcome:
        """A file of a bundle over which a worker died, with nothing beside it, so that it is known which one it was."""
        worker = _Worker(self._desk)
        try:
            worker.send([job])
            outcome = worker.answer()[0]
            self._deaths = 0
            return outcome
        except _Died:
            self._deaths += 1
            if self._deaths >= MAX_DEATHS:
                raise OfficeError(because("Y822")) from None
            return Outcome(digest(job.read()), problem=Unreadable(because("Y117")))
        finally:
            worker.stop()
