"""A rehearsal: what ``run`` would do now, found out by letting it do it, in a copy of the office.

It takes as long as the run itself, so it is done beside: who asks is told what is known, and that it is being looked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock, Thread
from time import perf_counter
from typing import Any

from huifang.edges.store.lock import held_by
from huifang.edges.store.mirror import fingerprint, mirrored
from huifang.edges.store.office import Office
from huifang.edges.system.processes import run_itself

#: So long a rehearsal is believed, where nothing in the office changed: something may come due in the meantime.
BELIEVED = timedelta(minutes=5)
#: So long a run may take, in seconds; how often an office is copied in which somebody is writing.
_LONGEST, _ATTEMPTS = 600, 3


@dataclass(frozen=True, kw_only=True)
class Rehearsed:
    """What a run would have done at ``at``: its steps as ``run --json`` tells them. ``refused`` says why it would have
    done nothing at all; ``seconds`` is how long it took.
    """

    at: datetime
    of: str
    steps: tuple[Mapping[str, Any], ...] = ()
    refused: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Foreseen:
    """What is known of the next run (None: nothing yet), whether it is being found out, and whether somebody is writing
    the office, so that it has to wait.
    """

    rehearsed: Rehearsed | None
    is_looking: bool
    is_held: bool = False


def rehearse(office: Office, now: datetime) -> Rehearsed:
    """Let ``run`` do now in a copy what is due; nothing is sent, and the office does not change."""
    began = perf_counter()
    for attempt in range(_ATTEMPTS):
        before = fingerprint(office)
        try:
            with mirrored(office) as copy:
                if fingerprint(office) != before and attempt + 1 < _ATTEMPTS:
                    continue
                said = run_itself("-C", str(copy.root), "--now", f"{now:%Y-%m-%d %H:%M}", "run", seconds=_LONGEST)
        except OSError as error:
            return Rehearsed(at=now, of=before, refused=f"没有看成：{error.strerror or error}。")
        break
    steps = tuple(said.get("steps", ()))
    refused = "" if "steps" in said else str(said.get("error") or "没有看成：程序没有说明原因。")
    return Rehearsed(at=now, of=before, steps=steps, refused=refused, seconds=perf_counter() - began)


class Rehearsals:
    """The rehearsals of one office: the last one, and never two at once."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._turn = Lock()
        self._last: Rehearsed | None = None
        self._at_work: Thread | None = None

    def look(self, now: datetime) -> Foreseen:
        """What is known of the next run; where that may be true no more, another rehearsal begins beside.

        What came out for an office that has changed since is not told any more.
        """
        with self._turn:
            last, of = self._last, fingerprint(self._office)
            is_true = last is not None and last.of == of and last.at.date() == now.date()
            is_fresh = is_true and last is not None and timedelta() <= now - last.at <= BELIEVED
            known = last if is_true else None
            if is_fresh:
                return Foreseen(known, False)
            if self._at_work is None and held_by(self._office):
                return Foreseen(known, True, is_held=True)
            if self._at_work is None:
                self._at_work = Thread(target=self._rehearse, args=(now,), name="rehearsal", daemon=True)
                self._at_work.start()
            return Foreseen(known, True)

    def wait(self, seconds: float) -> None:
        """Until the rehearsal that is under way has ended, at most so long."""
        with self._turn:
            thread = self._at_work
        if thread:
            thread.join(seconds)

    def _rehearse(self, now: datetime) -> None:
        try:
            done = rehearse(self._office, now)
            with self._turn:
                self._last = done
        finally:
            with self._turn:
                self._at_work = None
