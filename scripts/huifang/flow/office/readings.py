"""What the register workbooks of given versions say; each version is read once a run."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from datetime import date
from typing import Any, TypeVar

from huifang.decisions.calls.triggers import NEEDED
from huifang.edges.store.customer_cache import cached_customers
from huifang.edges.store.office import Office
from huifang.flow.office.shelf import Shelf
from huifang.policy.build import read_policy
from huifang.policy.model import Policy
from huifang.policy.people import People, build_people
from huifang.policy.register_read import Registers, Sheets, read_further, read_registers
from huifang.tables.declared import customers, house_rules, people
from huifang.tables.declared.registers import EVERYWHERE, further_tables
from huifang.tables.model import Table
from huifang.tables.reading import NOTHING_READ, TableRead

T = TypeVar("T")
#: Hashes of register workbooks by name.
Versions = Mapping[str, str]
#: The day on which a workbook (by name and hash) was read for the first time as it is.
FirstRead = Callable[[str, str], date]


class Readings:
    """Rules, people, customers and rows by the hashes of their workbooks.

    Every method raises OfficeError where a workbook is missing or cannot be read.
    """

    def __init__(self, office: Office, shelf: Shelf, first_read: FirstRead) -> None:
        self._office = office
        self._shelf = shelf
        self._first_read = first_read
        self._known: dict[Hashable, Any] = {}

    def know(self, versions: Versions, registers: Registers) -> None:
        """Somebody else has read them."""
        self._known[_key(versions)] = registers

    def registers(self, versions: Versions) -> Registers:
        """The rules, people and customers; customers that an earlier run read are not read again."""

        def read() -> Registers:
            known = cached_customers(self._office, of_every_run(versions))
            wanted = [name for name in EVERYWHERE if known is None or name != customers.WORKBOOK]
            books = {name: self.sheets(name, versions) for name in wanted}
            return read_registers(books, NEEDED, known, read_on=self._days(of_every_run(versions)))

        return self._once(_key(versions), read)

    def whole(self, versions: Versions) -> Registers:
        """All registers, every cell of them."""
        books = {name: self.sheets(name, versions) for name in versions}
        further = further_tables(tuple(versions))
        return read_registers(books, NEEDED, further=further, read_on=self._days(versions))

    def policy(self, versions: Versions) -> Policy:
        """The rules; no other workbook is read for them."""
        if _key(versions) in self._known:
            return self.registers(versions).policy
        name = house_rules.WORKBOOK
        return self._once((name, versions[name]), lambda: read_policy(self.sheets(name, versions), name, NEEDED).policy)

    def people(self, versions: Versions) -> People:
        """The staff; the customers are not read for them."""
        if _key(versions) in self._known:
            return self.registers(versions).people

        def read() -> People:
            return build_people(*(self.read(table, versions).rows for table in people.TABLES))

        return self._once((people.WORKBOOK, versions[people.WORKBOOK], versions[house_rules.WORKBOOK]), read)

    def read(self, table: Table, versions: Versions) -> TableRead:
        """A table by the rules of these versions; nothing where the office has no such workbook."""
        name = table.workbook
        if name not in versions:
            return NOTHING_READ

        def read() -> TableRead:
            first = self._first_read(name, versions[name])
            return read_further(table, self.sheets(name, versions), self.policy(versions), first)

        return self._once((table.name, versions[name], versions[house_rules.WORKBOOK]), read)

    def sheets(self, name: str, versions: Versions) -> Sheets:
        """The cells of a workbook."""
        return self._shelf.sheets(name, versions[name])

    def _days(self, versions: Versions) -> Mapping[str, date]:
        return {name: self._first_read(name, sha) for name, sha in versions.items()}

    def _once(self, key: Hashable, read: Callable[[], T]) -> T:
        if key not in self._known:
            self._known[key] = read()
        known: T = self._known[key]
        return known


def of_every_run(versions: Versions) -> Versions:
    """Those of the workbooks that every run reads."""
    return {name: versions[name] for name in EVERYWHERE}


def _key(versions: Versions) -> Hashable:
    return tuple(of_every_run(versions).items())
