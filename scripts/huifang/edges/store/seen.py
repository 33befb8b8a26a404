"""What runs saw in the registers, on disk: a file for each look and table that found something, checked by its hash."""

from __future__ import annotations

from huifang.edges.store.files import OfficeError
from huifang.edges.store.keeping import read_kept
from huifang.edges.store.office import INNER, Office
from huifang.ledger.formats import NewerFormat
from huifang.ledger.seen import SeenChanges
from huifang.ledger.state import State


def seen_path(seq: int, table: str) -> str:
    """The relative path of what the look with journal entry ``seq`` found in the table of that name."""
    return f"{INNER}/seen/{seq:06d}-{table}.json"


def seen_in(office: Office, state: State, path: str) -> SeenChanges:
    """What was found, as it was journaled.

    Raises:
        OfficeError: the file is missing, or is not what was journaled; or a newer release wrote it.
    """
    content = read_kept(office, path, state.archived.get(path, ""))
    try:
        return SeenChanges.from_json(content)
    except NewerFormat as error:
        raise OfficeError(error.reason) from error
