"""Opening an office for a run that writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from huifang.edges.store.leftovers import remove_leftovers
from huifang.edges.store.lock import writing
from huifang.edges.store.office import Office
from huifang.edges.store.outbox import put_what_waits
from huifang.flow.office.desk import Desk


@contextmanager
def writing_desk(office: Office, now: datetime, clock_ok: bool | None = None) -> Iterator[Desk]:
    """The office opened for a run that writes: locked, what changed in its registers archived and noted.

    ``clock_ok`` is for a run that does nothing by a doubtful clock: whether somebody confirmed it, which is journaled;
    nothing is journaled where nobody did.
    """
    with writing(office, now) as after_crash:
        desk = Desk(office, now)
        try:
            desk.after_crash = after_crash
            if after_crash:
                remove_leftovers(office)
            put_what_waits(office)
            desk.require_sound_registers()
            if desk.clock_is_doubtful and clock_ok is not None:
                if not clock_ok:
                    yield desk
                    return
                desk.confirm_clock()
            desk.keep_versions()
            yield desk
        finally:
            desk.close()
