"""The customers as they were last read: a register of many thousands is read once, not by every run and every worker.

The file is a copy of what the registers of these versions say; without it they are read again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, get_type_hints

from huifang import __version__
from huifang.core.worktime import Span, parse_spans
from huifang.edges.files import OfficeError, write_bytes
from huifang.edges.office import INNER, Office
from huifang.policy.customers import Customer, Customers
from huifang.tables.cells import shown

FOLDER = f"{INNER}/cache"
#: Smaller registers are read faster than they are worth keeping; how many copies stay.
WORTH_KEEPING, KEPT = 1_000, 4

_NAMES = tuple(field.name for field in fields(Customer))
_DECODERS: Mapping[Any, Callable[[str], Any]] = {
    str: str,
    date | None: lambda text: date.fromisoformat(text) if text else None,
    tuple[Span, ...]: lambda text: parse_spans(text) if text else (),
}
_DECODE = tuple(_DECODERS[get_type_hints(Customer)[name]] for name in _NAMES)


class CachedCustomers(Customers):
    """Customers by number, in the order of the register, each made when it is asked for.

    Raises:
        OfficeError: the file is damaged.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[type[CachedCustomers], tuple[Path]]:
        return CachedCustomers, (self._path,)

    @cached_property
    def _database(self) -> sqlite3.Connection:
        return sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            yield self._database
        except (sqlite3.Error, ValueError) as error:
            raise OfficeError(f"缓存“{self._path.name}”已损坏。请删除 {FOLDER} 文件夹后再运行一次。") from error

    def __getitem__(self, number: str) -> Customer:
        with self._reading() as database:
            row = database.execute("SELECT * FROM customers WHERE customer_no = ?", (number,)).fetchone()
            if row is None:
                raise KeyError(number)
            return _customer(row)

    def __iter__(self) -> Iterator[str]:
        with self._reading() as database:
            yield from [number for (number,) in database.execute("SELECT customer_no FROM customers ORDER BY rowid")]

    def __len__(self) -> int:
        with self._reading() as database:
            return int(database.execute("SELECT count(*) FROM customers").fetchone()[0])

    def quiet_hours(self) -> Mapping[str, tuple[Span, ...]]:
        """When not to call, by 客户编号, for those who have said so."""
        with self._reading() as database:
            rows = database.execute("SELECT customer_no, quiet_hours FROM customers WHERE quiet_hours != ''")
            return {number: parse_spans(text) for number, text in rows}

    @cached_property
    def _all(self) -> dict[str, Customer]:
        with self._reading() as database:
            return {row[0]: _customer(row) for row in database.execute("SELECT * FROM customers ORDER BY rowid")}

    def values(self) -> Any:
        """All customers, in the order of the register."""
        return self._all.values()

    def items(self) -> Any:
        """All customers with their numbers, in the order of the register."""
        return self._all.items()


def _customer(row: tuple[str, ...]) -> Customer:
    return Customer(*(decode(text) for decode, text in zip(_DECODE, row, strict=True)))


def _path(office: Office, hashes: Mapping[str, str]) -> Path:
    """One file for each state of the registers and each release: another may read the same cells differently."""
    name = sha256(repr((__version__, _NAMES, sorted(hashes.items()))).encode()).hexdigest()[:16]
    return office.path(f"{FOLDER}/customers-{name}.db")


def cached_customers(office: Office, hashes: Mapping[str, str]) -> CachedCustomers | None:
    """The customers of the registers with these hashes, if they are kept."""
    path = _path(office, hashes)
    return CachedCustomers(path) if path.exists() else None


def keep_customers(office: Office, hashes: Mapping[str, str], customers: Mapping[str, Customer]) -> None:
    """Keep the customers of the registers with these hashes; the oldest copies go."""
    if len(customers) < WORTH_KEEPING:
        return
    database = sqlite3.connect(":memory:")
    columns = ", ".join(f"{name} TEXT" for name in _NAMES[1:])
    database.execute(f"CREATE TABLE customers ({_NAMES[0]} TEXT PRIMARY KEY, {columns})")
    marks = ", ".join("?" * len(_NAMES))
    rows = ([shown(getattr(customer, name)) for name in _NAMES] for customer in customers.values())
    database.executemany(f"INSERT INTO customers VALUES ({marks})", rows)
    database.commit()
    path = _path(office, hashes)
    write_bytes(path, database.serialize())
    database.close()
    kept = sorted(path.parent.glob("customers-*.db"), key=lambda file: file.stat().st_mtime, reverse=True)
    for old in kept[KEPT:]:
        old.unlink(missing_ok=True)
