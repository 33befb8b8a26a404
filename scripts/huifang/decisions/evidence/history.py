"""The history of a register's rows, from what every look at it found: which value of each cell counts.

What happened keeps the value first seen; how things stand may move on, never back (decision 16). Anything else that
people write over changes nothing until a 更正单 settles it. Where somebody else deals with a row, or its customer is
dissatisfied, the work begins anew: the finished leg keeps its cells, and what happened may be written once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime

from huifang.ledger.seen import SeenCells, Settlement
from huifang.tables.model import Column, Keeping, Kind, Table
from huifang.tables.options import MAJOR

#: Why the work began anew.
PASSED_ON, DISSATISFIED = "改由别人办理", "客户不满意"
Texts = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Held:
    """A value that counts although another one was seen last: since ``at`` they differ; ``version`` still had it."""

    text: str | None
    at: datetime
    version: str


@dataclass(frozen=True, slots=True)
class Move:
    """A cell that moved on, or was settled, as it was seen at that time."""

    key: str
    old: str | None
    new: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Leg:
    """A time that a row was dealt with, which is finished: what counted of its cells, until when, and why no longer.

    ``version`` is the last in which it stood before that was seen; empty where it was seen at the first look.
    """

    texts: Texts
    until: datetime
    why: str
    version: str = ""


@dataclass(slots=True, kw_only=True)
class RowHistory:
    """What is known of a row that changed. ``texts`` are its cells as they were last seen, ``version`` where.

    ``counted`` are the values that count instead; ``free`` the cells that may be written once more; ``filled`` when a
    cell was first seen filled that had been seen empty; ``settled`` those about which a 更正单 spoke.
    """

    texts: dict[str, str | None]
    version: str
    counted: dict[str, Held] = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)
    legs: list[Leg] = field(default_factory=list)
    free: set[str] = field(default_factory=set)
    filled: dict[str, datetime] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)
    gone_at: datetime | None = None
    taken_back: bool = False

    def counting(self) -> dict[str, str | None]:
        """The values that count."""
        return {**self.texts, **{key: one.text for key, one in self.counted.items()}}

    def last_move(self, *keys: str) -> datetime | None:
        """When one of the cells last moved on."""
        return max((move.at for move in self.moves if move.key in keys), default=None)

    def since(self, key: str, text: str) -> datetime | None:
        """When the cell came to say that, as it counts; None where it says otherwise, or said so when first seen.

        A 更正单 that leaves what counts changes nothing.
        """
        if self.counting()[key] != text:
            return None
        came = max((m.at for m in self.moves if m.key == key and m.old != m.new == text), default=None)
        return came or self.filled.get(key)


class TableHistory:
    """The rows of one table as all looks so far found them; the looks are told in their order.

    A row that never changed has only its cells, so that a register of many thousands costs little.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self.rows: dict[str, SeenCells] = {}
        self.changed: dict[str, RowHistory] = {}
        self.version = ""
        #: The number that a row has now, by the one that it had.
        self.renamed: dict[str, str] = {}
        self._news: list[tuple[datetime, Set[str]]] = []
        self._columns = {column.key: column for column in table.watched}
        self._passing = [column.key for column in table.watched if column.kept is Keeping.BEGINS]
        self._of_a_leg = _behind_the_first(self._passing, table.watched)

    @classmethod
    def of_changed(
        cls, table: Table, changed: dict[str, RowHistory], renamed: dict[str, str], version: str
    ) -> TableHistory:
        """Only the rows that changed, where no others are asked for."""
        history = cls(table)
        history.changed, history.renamed, history.version = changed, renamed, version
        return history

    def differences(self, present: Mapping[str, SeenCells]) -> tuple[dict[str, SeenCells], list[str]]:
        """What the table has now that was not seen last time: rows that are new or changed, and numbers gone."""
        before = self.rows
        rows = {number: cells for number, cells in present.items() if before.get(number) != cells}
        return rows, [number for number in before if number not in present]

    def see(self, at: datetime, version: str, rows: Mapping[str, SeenCells], gone: Iterable[str]) -> None:
        """One more look at it: what was new or changed, and what was gone."""
        known = [number for number in rows if number in self.rows or number in self.changed]
        self._news.append((at, rows.keys() - known if known else rows.keys()))
        for number in known:
            history = self._history(number)
            history.gone_at = None
            history.taken_back = False
            self._change(history, dict(zip(self._columns, rows[number], strict=True)), at)
            history.version = version
        for number in gone:
            self._history(number).gone_at = at
            self.rows.pop(number, None)
        self.rows.update(rows)
        self.version = version

    def first_seen(self, number: str) -> datetime | None:
        """When the row was first seen; None for one that never was."""
        number = next((old for old, new in self.renamed.items() if new == number), number)
        return next((at for at, numbers in self._news if number in numbers), None)

    def begin_anew(self, number: str, at: datetime, before: str = "") -> None:
        """The row's customer was dissatisfied: what follows is another time; ``before`` was the version until then."""
        if number in self.rows or number in self.changed:
            self._begin(self._history(number), at, DISSATISFIED, before)

    def settle(self, said: Settlement) -> None:
        """A 更正单 about a row that was seen."""
        if said.key == self.table.unique[0] and said.new:
            self._rename(said.number, said.new)
            return
        history = self._history(said.number)
        if said.whole:
            history.taken_back = True
            return
        history.moves.append(Move(said.key, said.old, said.new, said.at))
        history.settled.add(said.key)
        history.counted.pop(said.key, None)
        if history.texts.get(said.key) != said.new:
            history.counted[said.key] = Held(said.new, said.at, history.version)

    def _rename(self, old: str, new: str) -> None:
        """The row that was gone is the one of the new number: that goes by what counted of the old one."""
        before = self._history(old)
        now = self.rows.get(new)
        self.renamed[old] = new
        self.changed[new] = before
        del self.changed[old]
        before.gone_at = None
        if now is not None:
            texts = dict(zip(self._columns, now, strict=True))
            self._change(before, texts, self._news[-1][0])
            before.version = self.version

    def _history(self, number: str) -> RowHistory:
        if number not in self.changed:
            texts = dict(zip(self._columns, self.rows[number], strict=True))
            self.changed[number] = RowHistory(texts=texts, version=self.version)
        return self.changed[number]

    def _change(self, history: RowHistory, texts: dict[str, str | None], at: datetime) -> None:
        before = history.counting()
        if any(before.get(key) and texts[key] and texts[key] != before.get(key) for key in self._passing):
            self._begin(history, at, PASSED_ON, self.version)
        for key, new in texts.items():
            old = history.texts.get(key)
            if new != old:
                self._change_cell(history, key, new, at)
        history.texts = texts

    def _change_cell(self, history: RowHistory, key: str, new: str | None, at: datetime) -> None:
        held = history.counted.get(key)
        counts = held.text if held else history.texts.get(key)
        if new == counts:
            del history.counted[key]  # put right
        elif counts is None or _lies_ahead(self._columns[key], counts, at):
            history.counted.pop(key, None)
            history.filled.setdefault(key, at)
        elif key in history.free or self._moves_on(self._columns[key], counts, new):
            history.free.discard(key)
            history.counted.pop(key, None)
            history.moves.append(Move(key, counts, new, at))
        elif held is None:
            history.counted[key] = Held(counts, at, history.version)

    def _begin(self, history: RowHistory, at: datetime, why: str, before: str) -> None:
        history.legs.append(Leg(history.counting(), at, why, before))
        history.free = set(self._of_a_leg)
        for key in self._of_a_leg & history.counted.keys():  # what was written too early
            del history.counted[key]
            history.free.discard(key)

    def _moves_on(self, column: Column, old: str, new: str | None) -> bool:
        """Whether the new value may take the place of the old one without a 更正单."""
        if new is None or column.kept is Keeping.HAPPENED or column.kept is None:
            return False
        if column.kind in (Kind.DATE, Kind.DATETIME):
            return new > old
        return old != MAJOR  # what was major is reported as such, whatever is written over it


def _lies_ahead(column: Column, text: str, at: datetime) -> bool:
    """Whether that had not happened yet when it was written over: a mistyped day, of which nothing is to be kept."""
    happens = column.kept is Keeping.HAPPENED or (column.kept is None and column.kind is Kind.DATETIME)
    if not happens or column.kind not in (Kind.DATE, Kind.DATETIME):
        return False
    return text > (at.date().isoformat() if column.kind is Kind.DATE else at.isoformat(" "))


def _behind_the_first(passing: Sequence[str], watched: Sequence[Column]) -> Set[str]:
    """The cells of what happens behind the column that says who deals with the row; none where no column does."""
    keys = [column.key for column in watched]
    if not passing:
        return frozenset()
    behind = [*watched][keys.index(passing[0]) :]
    return frozenset(c.key for c in behind if c.kept in (None, Keeping.HAPPENED) and c.kind is not Kind.PERSON)
