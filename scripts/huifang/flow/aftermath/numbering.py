"""Numbers for new rows of a register: none that stands there, was ever given, or was ever called under."""

from __future__ import annotations

from collections.abc import Iterable

from huifang.decisions.moving_in import new_numbers
from huifang.flow.office.desk import Desk
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.model import Table


def numbers_for(desk: Desk, table: Table, standing: Iterable[str | None], count: int, key: str = "") -> list[str]:
    """So many new numbers, written as the office writes them; ``standing`` are those of the register, newest last,
    ``key`` is their column, where the table's own number is not meant.
    """
    imports = (done for done in desk.state.imports if done.table == table.name)
    used = dict.fromkeys(number for done in imports for number in done.numbers if number)
    used.update(dict.fromkeys(desk.state.heard.numbers.get(table.name, ())))
    if table.name == CUSTOMERS.name:
        used.update(dict.fromkeys(desk.ledger.issued().by_customer()))
    listed = [number for number in standing if number]
    return new_numbers([*used, *listed], count, table.by_key[key or table.unique[0]].example, desk.present.today)
