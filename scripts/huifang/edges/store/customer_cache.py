"""The customers as they were last read: a register of many thousands is read once, not by every run and every worker.

The file is a copy of what the registers of these versions say; without it they are read again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, ItemsView, Iterator, Mapping, ValuesView
from contextlib import closing
from dataclasses import fields
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, get_type_hints

import msgspec

from huifang import __version__
from huifang.core.catalogue import because
from huifang.core.worktime import Span, parse_spans
from huifang.edges.store.caches import FOLDER, cache, cached
from huifang.edges.store.files import OfficeError
from huifang.edges.store.office import Office
from huifang.ledger.formats import Format
from huifang.policy.customers import Customer, Customers
from huifang.tables.cells import shown
from huifang.tables.declared.registers import EVERYWHERE
from huifang.tables.model import Origin, Sheet

#: Smaller registers are read faster than they are worth keeping; how many copies stay.
WORTH_KEEPING, KEPT = 1_000, 4

#: The version of the files; one of another version has another name, and nobody looks for it.
FORMAT = Format("客户缓存")
_NOT_CACHED = ("origin", "seen_on", "ended_on", "moved", "is_complainant")
_NAMES = tuple(field.name for field in fields(Customer) if field.name not in _NOT_CACHED)
_HINTS = {name: hint for name, hint in get_type_hints(Customer).items() if name in _NAMES}
#: What is kept as people read it; everything else is kept as JSON.
_AS_TEXT: Mapping[Any, Callable[[str], Any]] = {
    str: str,
    date | None: lambda text: date.fromisoformat(text) if text else None,
    tuple[Span, ...]: lambda text: parse_spans(text) if text else (),
}
_DECODE = tuple(_AS_TEXT.get(hint) or msgspec.json.Decoder(hint).decode for hint in _HINTS.values())


class CachedCustomers(Customers):
    """Customers by number, in the order of the register, each made when it is asked for.

    Raises:
        OfficeError: the file is damaged.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def name(self) -> str:
        """The file, relative to its office."""
        return f"{FOLDER}/{self._path.name}"

    def __reduce__(self) -> tuple[type[CachedCustomers], tuple[Path]]:
        return CachedCustomers, (self._path,)

    def _ask(self, what: str, *values: str) -> list[tuple[Any, ...]]:
        address = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
        try:
            with closing(sqlite3.connect(address, uri=True)) as database:
                return database.execute(f"SELECT {what}", values).fetchall()
        except sqlite3.Error as error:
            raise _damaged(self._path) from error

    def _customers(self, where: str, *values: str) -> list[Customer]:
        try:
            return [self._customer(*row) for row in self._ask(f"* FROM customers {where}", *values)]
        except ValueError as error:
            raise _damaged(self._path) from error

    def _customer(self, row: int, *texts: str) -> Customer:
        told = {name: decode(text) for name, decode, text in zip(_NAMES, _DECODE, texts, strict=True)}
        return Customer(**told, origin=Origin(self._sheet, row))

    @cached_property
    def _sheet(self) -> Sheet:
        file, name, letters = self._ask("file, name, letters FROM sheet")[0]
        return Sheet(file, name, msgspec.json.decode(letters))

    def __getitem__(self, number: str) -> Customer:
        found = self._customers("WHERE customer_no = ?", number)
        if not found:
            raise KeyError(number)
        return found[0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return int(self._ask("count(*) FROM customers")[0][0])

    def quiet_hours(self) -> Mapping[str, tuple[Span, ...]]:
        """When not to call, by 客户编号, for those who have said so."""
        kept = self._customers("WHERE quiet_hours != ''")
        return {customer.customer_no: customer.quiet_hours for customer in kept}

    @cached_property
    def _all(self) -> dict[str, Customer]:
        return {customer.customer_no: customer for customer in self._customers("ORDER BY rowid")}

    def values(self) -> ValuesView[Customer]:
        """All customers, in the order of the register."""
        return self._all.values()

    def items(self) -> ItemsView[str, Customer]:
        """All customers with their numbers, in the order of the register."""
        return self._all.items()


def _damaged(path: Path) -> OfficeError:
    return OfficeError(because("Y814", file=path.name, folder=FOLDER))


def _encoded(name: str, value: Any) -> str:
    return shown(value) if _HINTS[name] in _AS_TEXT else msgspec.json.encode(value).decode()


def _name(hashes: Mapping[str, str]) -> str:
    """One file for each state of the registers and each release: another may read the same cells differently."""
    read = sorted((name, sha) for name, sha in hashes.items() if name in EVERYWHERE)
    return f"customers-{sha256(repr((__version__, FORMAT.version, _NAMES, read)).encode()).hexdigest()[:16]}.db"


def cached_customers(office: Office, hashes: Mapping[str, str]) -> CachedCustomers | None:
    """The customers of the registers with these hashes, if they are kept, and as they were kept."""
    path = cached(office, _name(hashes))
    return CachedCustomers(path) if path else None


def keep_customers(office: Office, hashes: Mapping[str, str], customers: Mapping[str, Customer]) -> None:
    """Keep the customers of the registers with these hashes; the oldest copies go."""
    if len(customers) < WORTH_KEEPING:
        return
    database = sqlite3.connect(":memory:")
    columns = ", ".join(f"{name} TEXT" for name in _NAMES[1:])
    database.execute(f"CREATE TABLE customers (row INTEGER, {_NAMES[0]} TEXT PRIMARY KEY, {columns})")
    marks = ", ".join("?" * (1 + len(_NAMES)))
    rows = ([c.origin.number, *(_encoded(name, getattr(c, name)) for name in _NAMES)] for c in customers.values())
    database.executemany(f"INSERT INTO customers VALUES ({marks})", rows)
    database.execute("CREATE TABLE sheet (file TEXT, name TEXT, letters TEXT)")
    for sheet in [customer.origin.sheet for customer in customers.values()][:1]:  # all of them stand in the same
        kept_sheet = (sheet.file, sheet.name, msgspec.json.encode(dict(sheet.letters)).decode())
        database.execute("INSERT INTO sheet VALUES (?, ?, ?)", kept_sheet)
    database.commit()
    cache(office, _name(hashes), database.serialize(), KEPT)
    database.close()
