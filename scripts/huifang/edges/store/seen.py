"""What runs saw in the registers, on disk: a file for each look and table that found something, checked by its hash.

Of a register of many thousands a copy of what changed in it is kept as well, so that not every run and every worker
reads all that was ever seen; without it, that is read again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

import msgspec

from huifang import __version__
from huifang.decisions.evidence.history import RowHistory
from huifang.edges.store.caches import cache, cached
from huifang.edges.store.files import OfficeError
from huifang.edges.store.keeping import read_kept
from huifang.edges.store.office import INNER, Office
from huifang.ledger.formats import NewerFormat
from huifang.ledger.seen import SeenChanges
from huifang.ledger.state import State

#: How many copies stay.
KEPT = 2


@dataclass(frozen=True, slots=True)
class KeptHistory:
    """What changed in a table: its rows' histories, numbers that rows got, the last version, and from when on approved
    customers without a day count.
    """

    changed: dict[str, RowHistory]
    renamed: dict[str, str]
    version: str
    undated: dict[str, date]


def seen_path(seq: int, table: str) -> str:
    """The relative path of what the look with journal entry ``seq`` found in the table of that name."""
    return f"{INNER}/seen/{seq:06d}-{table}.json"


def seen_in(office: Office, state: State, path: str) -> SeenChanges:
    """What was found, as it was journaled.

    Raises:
        OfficeError: the file is missing, or is not what was journaled; or a newer release wrote it.
    """
    try:
        return SeenChanges.from_json(read_kept(office, path, state.archived.get(path, "")))
    except NewerFormat as error:
        raise OfficeError(error.reason) from error


def cached_history(office: Office, of: Sequence[str]) -> KeptHistory | None:
    """The copy that was made of these looks and settlements, if there is one."""
    path = cached(office, _name(of))
    return msgspec.json.decode(path.read_bytes(), type=KeptHistory) if path else None


def keep_history(office: Office, of: Sequence[str], history: KeptHistory) -> None:
    """Make a copy of what these looks and settlements came to."""
    cache(office, _name(of), msgspec.json.encode(history), KEPT)


def _name(of: Sequence[str]) -> str:
    return f"seen-{sha256(repr((__version__, *of)).encode()).hexdigest()[:16]}.json"
