"""Which cells count as they are kept, and the rows of a register by them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from huifang.decisions.complaints.moments import equal_to
from huifang.decisions.evidence.history import RowHistory, TableHistory
from huifang.ledger.seen import SeenCells, is_digest, value_of
from huifang.policy.model import Policy
from huifang.policy.rules import HANDLED, Source
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.model import Row, Sheet, Table

_CUSTOMER = "customer_no"
#: What says when a complaint was dealt with (decision 12).
_HANDLED_BY = ("carried_out_at", "upheld", "outcome_told_at", "investigated_at", "responded_at", "received_at")


def counting_keys(policy: Policy, table: Table) -> Set[str]:
    """The columns of the table, by key, whose cells count as they are kept: those that do in every office, and those
    that the policy's rules, classes and limits name.
    """
    keys = {column.key for column in table.watched if column.kept}
    for source in _named(policy):
        if source.sheet == table.name:
            keys.update(_HANDLED_BY if source.header == HANDLED else [source.key])
    if table.name == COMPLAINTS.name:
        keys.update(key for clock in policy.clocks for key in (clock.starts_with, clock.done_with))
        keys.update(one.source.key for clock in policy.clocks for one in clock.conditions)
    for clock in policy.record_clocks:
        if clock.table == table.name:
            keys.update((clock.starts_with, clock.done_with, *(one.source.key for one in clock.conditions)))
    return keys & {column.key for column in table.watched}


def ending_keys(policy: Policy, table: Table) -> Set[str]:
    """The columns, by key, that end a clock of the policy although the clock names another one (decision 18)."""
    if table.name != COMPLAINTS.name:
        return frozenset()
    return {key for clock in policy.clocks for key in equal_to(clock.done_with)} - counting_keys(policy, table)


def _named(policy: Policy) -> Iterator[Source]:
    for rule in policy.rules:
        yield from (source for source in (rule.anchor, rule.ends_before) if source)
        yield from (condition.source for condition in rule.conditions)
    yield from (state.source for state in policy.states)


@dataclass(frozen=True, kw_only=True)
class Register:
    """One register as it is to be counted by: its history, which keys count, and how to look up what is not there.

    ``archived`` gives the row of that number in the version of the workbook with that hash; ``given_up`` says whether a
    person wrote off the row of that number; ``renumbered`` are the customers who got another number, and which.
    ``undated`` says from when on approved customers without 审核日期 count, where it is the register of customers.
    ``ending`` are further columns, of moments, that end a clock: it goes by what was first seen there.
    """

    history: TableHistory
    keys: Set[str]
    archived: Callable[[str, str], Row | None]
    given_up: Callable[[str], bool]
    renumbered: Mapping[str, str] = field(default_factory=dict)
    undated: Mapping[str, date] = field(default_factory=dict)
    ending: Set[str] = frozenset()

    @property
    def table(self) -> Table:
        """Its declaration."""
        return self.history.table

    def rows(self, present: Iterable[Row]) -> Iterator[Row]:
        """The rows that are there with the cells that count, then those that are gone, as they were last seen."""
        unique = self.table.unique[0]
        told: set[str] = set()
        for row in present:
            number = row[unique]
            history = self.history.changed.get(number) if number and number not in told else None
            told.add(number)
            yield self._counting(row, number, history) if history and history.counted else row
        yield from self.gone(self.missing()).values()

    def gone(self, missing: Iterable[tuple[str, RowHistory]]) -> dict[str, Row]:
        """Those of the missing rows that are on file, as they were last seen, by number."""
        found = {}
        for number, history in missing:
            row = self.archived(number, history.version)
            if row:
                sheet = Sheet(self.table.workbook, self.table.name, {})
                found[number] = self._counting(Row(row.values, sheet, 0, row.broken), number, history)
        return found

    @property
    def first_numbers(self) -> dict[str, str]:
        """The number that each row had first, by the one that a 更正单 gave it."""
        before = {new: old for old, new in self.history.renamed.items()}
        first = dict(before)
        for new in first:
            while first[new] in before:
                first[new] = before[first[new]]
        return first

    def missing(self, written_off: bool = False) -> Iterator[tuple[str, RowHistory]]:
        """The numbers and histories of rows that are gone and were not taken back, those that a person wrote off only
        where they are asked for.
        """
        for number, history in self.history.changed.items():
            if history.gone_at and not history.taken_back and (written_off or not self.given_up(number)):
                yield number, history

    def likely_renumbered(self) -> dict[str, str]:
        """By the number of a new row, that of the one that went when it came and said the same in every cell that is
        watched: likely the same row, although no 更正单 says so yet.
        """
        gone: dict[SeenCells, list[tuple[str, RowHistory]]] = {}
        for number, history in self.missing():
            gone.setdefault(tuple(history.texts.values()), []).append((number, history))
        likely = {}
        for number, cells in self.history.rows.items() if gone else ():
            seen = self.history.first_seen(number) if cells in gone else None
            for one in gone.get(cells, ()) if seen else ():
                if one[1].gone_at and seen and seen >= one[1].gone_at:
                    likely[number] = one[0]
                    gone[cells].remove(one)
                    break
        return likely

    def differing(self) -> Iterator[tuple[str, RowHistory, str]]:
        """The cells, by number and key, of rows that are there in which something else counts than what stands.

        A moment that ends a clock may be written over by a later one: the clock has its own.
        """
        for number, history in self.history.changed.items():
            if not history.gone_at:
                for key in history.counted.keys() & (self.keys | self.ending):
                    counts, stands = history.counted[key].text, history.texts[key]
                    if key in self.ending and stands and counts and stands > counts:
                        continue
                    if key != _CUSTOMER or self.value(number, history, key) != stands:
                        yield number, history, key

    def first_written(self) -> dict[str, dict[str, Any]]:
        """The moments first seen of ``ending`` cells that were written over, by number and key."""
        written = (
            (number, history, history.counted.keys() & self.ending) for number, history in self.history.changed.items()
        )
        return {number: {key: self.value(number, one, key) for key in keys} for number, one, keys in written if keys}

    def _counting(self, row: Row, number: str, history: RowHistory) -> Row:
        held = {key: self.value(number, history, key) for key in history.counted.keys() & self.keys}
        if row[_CUSTOMER] in self.renumbered and self.table.name != CUSTOMERS.name:
            held.setdefault(_CUSTOMER, self.renumbered[row[_CUSTOMER]])
        return Row({**row.values, **held}, row.sheet, row.number, row.broken - held.keys()) if held else row

    def value(self, number: str, history: RowHistory, key: str) -> Any:
        """The value that counts of a cell in which something else stands."""
        column, counted = self.table.by_key[key], history.counted[key]
        if key == _CUSTOMER and counted.text:
            return self.renumbered.get(counted.text, counted.text)
        if counted.text is None or not is_digest(column):
            return value_of(column, counted.text)
        row = self.archived(number, counted.version)
        return row[key] if row else None


def values_of(table: Table, texts: Mapping[str, str | None]) -> dict[str, Any]:
    """The cells of a leg by column key; those of persons, of which only a digest is kept, are left out."""
    columns = (column for column in table.watched if not is_digest(column))
    return {column.key: value_of(column, texts.get(column.key)) for column in columns}
