"""The rows that rules may count from, as the registers and the ledger have them now."""

from __future__ import annotations

from collections.abc import Mapping

from huifang.decisions.facts import Cells, Facts
from huifang.decisions.owed import Contact
from huifang.edges.segments import collect_rows
from huifang.flow.desk import Desk
from huifang.ledger.questions import Frame
from huifang.policy.register_read import Registers
from huifang.policy.rules import SOURCES, Source
from huifang.tables.calls import CALLS
from huifang.tables.customers import CUSTOMERS

RECORD_NO = "记录编号"


def facts_of(desk: Desk, registers: Registers, records: Frame, hashes: Mapping[str, str] | None = None) -> Facts:
    """The rows of every table that one of the policy's rules names; no other is read.

    ``hashes`` are the versions of the registers that are meant; None: as they are now.
    """
    sheets = {source.sheet for source in _sources(registers)}
    facts: dict[str, list[Cells]] = {}
    for sheet in sheets:
        if sheet == CUSTOMERS.name:
            facts[sheet] = [customer.cells() for customer in registers.customers.values()]
        elif sheet == CALLS.name:
            facts[sheet] = [_record_cells(row) for row in collect_rows(records)]
        else:
            table = SOURCES[sheet]
            facts[sheet] = [
                {column.header: row[column.key] for column in table.columns}
                for row in desk.register_rows(table, hashes)
            ]
    return Facts(facts)


def _sources(registers: Registers) -> list[Source]:
    policy = registers.policy
    named = [rule.anchor for rule in policy.rules] + [state.source for state in policy.states]
    return [source for source in named if source]


def _record_cells(row: dict[str, object]) -> Cells:
    cells = {CALLS.by_key[key].header: value for key, value in row.items() if key in CALLS.by_key}
    return {**cells, RECORD_NO: row["record_no"]}


def contacts_of(registers: Registers) -> dict[tuple[str, str], Contact]:
    """The first contact of each role of each customer."""
    contacts: dict[tuple[str, str], Contact] = {}
    for customer in registers.customers.values():
        for role, name, phone in customer.contacts:
            contacts.setdefault((customer.customer_no, role), Contact(name, phone))
    return contacts
