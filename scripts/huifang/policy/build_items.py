"""Sheets of items: what is set, value by value, by those that the sheet may have."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding, Place
from huifang.core.text import clean, nearest
from huifang.policy.item_values import Item, WrongValue
from huifang.tables.cells import shown
from huifang.tables.model import Row, Table
from huifang.tables.odd_cells import BadCell
from huifang.tables.options import Options
from huifang.tables.reading import Grid, TableRead


@dataclass(frozen=True)
class ItemSheets:
    """The sheets of 制度 whose rows are items: as they were read, and the cells as they stand in the ``file``."""

    reads: Mapping[str, TableRead]
    grids: Mapping[str, Grid]
    file: str
    lists: Options

    def read(
        self, table: Table, items: Sequence[Item], later: Collection[str] | None = None
    ) -> Iterator[tuple[str, Any] | Finding]:
        """Each item's field and value, and what is wrong; one that is not there has its default, of which nothing is
        said where it came ``later`` (None: any of them may be lacking).
        """
        known = {item.name: item for item in items}
        given: dict[str, tuple[Row, Any]] = {}
        for row in self.reads[table.name].rows:
            name = row["item"]
            if name and name not in known:
                close = nearest(name, known)
                yield found("P601", row.place("item"), value=name, nearest=f"是不是“{close}”？" if close else "")
            elif name and name not in given:
                given[name] = row, self._raw(table, row)
        for item in items:
            if item.name in given:
                yield from self._value(item, *given[item.name])
                continue
            if later is not None and item.name not in later:
                yield found("P604", Place(self.file, table.name), value=item.name, default=item.default)
            yield item.field, item.read(item.default)

    def _raw(self, table: Table, row: Row) -> Any:
        """The value's cell as it stands there."""
        cells, header = self.grids[table.name], table.by_key["value"].header
        headers = [clean(shown(cell)) for cell in cells[0]]
        at, line = headers.index(header) if header in headers else None, cells[row.number - 1]
        return line[at] if at is not None and at < len(line) else None

    def _value(self, item: Item, row: Row, raw: Any) -> Iterator[tuple[str, Any] | Finding]:
        try:
            if isinstance(raw, BadCell):
                raise WrongValue(because("Y514"))
            value = item.read(raw)
            if item.words_of and not {*value} <= {*self.lists[item.words_of]}:
                raise WrongValue(because("Y503", options="、".join(self.lists[item.words_of])))
            yield item.field, value
        except WrongValue as wrong:
            place = row.place("value")
            yield found("P602", place, item=item.name, value=shown(raw), reason=wrong.reason, default=item.default)
            yield item.field, item.read(item.default)
