"""Whether the records that tasks were drawn are those that the sealed ones and the journal give."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from huifang.decisions.tasks.drawing import RecordFrame, drawn_from
from huifang.edges.store.files import OfficeError
from huifang.edges.store.keeping import read_kept
from huifang.edges.store.office import Office
from huifang.ledger.journal import Entry
from huifang.ledger.said import Said
from huifang.ledger.tasks_said import IssuedTask, TasksIssued
from huifang.policy.tasks import parse_draw


def other_draws(
    office: Office, known: Iterable[tuple[Entry, Said]], sealed: dict[str, str]
) -> Iterator[tuple[Entry, IssuedTask]]:
    """The tasks whose records another seed or other sealed records would have given, each with its entry; ``sealed``
    are the hashes of what is kept, by path. What is missing or altered is told of elsewhere.
    """
    for entry, said in known:
        if not isinstance(said, TasksIssued):
            continue
        for task in said.tasks:
            size = parse_draw(task.draw) if task.draw else None
            if size is None:
                continue
            try:
                frame = RecordFrame.from_json(read_kept(office, task.frame, sealed.get(task.frame, "")))
            except (OfficeError, ValueError):
                continue
            if said.seed != entry.prev or task.drawn != drawn_from(frame, said.seed, size):
                yield entry, task
