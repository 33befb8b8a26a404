"""The rows that rules may count from, as the registers and the ledger have them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from huifang.decisions.calls.facts import BY_HAND, FIRST_NO, HANDLING, ORIGIN, Cells, Facts
from huifang.decisions.calls.owed import Contact
from huifang.edges.store.segments import collect_rows
from huifang.flow.calls.calls_about import connected_calls, first_numbers, subjects_of_calls
from huifang.flow.office.moment import Moment
from huifang.policy.complaints import last_word
from huifang.policy.customers import Customer
from huifang.policy.model import Policy
from huifang.policy.rules import SOURCES, Source
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.model import Row, Table
from huifang.tables.options import DISSATISFIED

RECORD_NO = "记录编号"


def facts_of(moment: Moment) -> Facts:
    """The rows of every table that one of the policy's rules names; no other is read."""
    sheets = {source.sheet for source in _sources(moment.policy)}
    facts: dict[str, list[Cells]] = {}
    for sheet in sheets:
        if sheet == CUSTOMERS.name:
            facts[sheet] = [customer.cells() for customer in moment.customers.values()]
        elif sheet == CALLS.name:
            facts[sheet] = [_record_cells(row) for row in collect_rows(moment.records)]
        else:
            facts[sheet] = [*_rows_of(moment, SOURCES[sheet])]
    return Facts(facts)


def _rows_of(moment: Moment, table: Table) -> Iterator[Cells]:
    calls = _revisits(moment) if table is COMPLAINTS and moment.policy.revisits_complaints else None
    first = first_numbers(moment, table)
    for row in moment.rows(table):
        cells = {column.header: row[column.key] for column in table.columns} | {ORIGIN: row.origin}
        if first and (number := first.get(row[table.unique[0]])):
            cells |= {FIRST_NO: number}
        if calls is not None:
            made = calls.get(row["complaint_no"] or "", {})
            unhappy = [at for at, satisfaction in made.items() if satisfaction in DISSATISFIED]
            cells |= {HANDLING: _handling(row, unhappy), BY_HAND: _is_revisited_by_hand(row, made, moment.at)}
        yield cells


def _is_revisited_by_hand(row: Row, made: Mapping[datetime, str], until: datetime) -> bool:
    """Whether a person entered a revisit up to then, and the customer was not dissatisfied (decision 18).

    What came after that time, by hand or written back from a call, does not undo that it was owed at the time.
    """
    revisited, rated = row["revisited_at"], row["revisit_satisfaction"]
    return bool(revisited and revisited <= until and rated and rated not in DISSATISFIED and revisited not in made)


def _handling(row: Row, unhappy: Sequence[datetime]) -> int:
    """Which time a complaint was dealt with, by the revisits in which the customer was not content; the time after such
    a revisit counts unless the customer said when told the result that it is good now.
    """
    handled: datetime | None = row["carried_out_at"]
    told = last_word(row.without("revisit_satisfaction").values)
    if handled is None or (told.satisfied and told.at and told.at >= handled):
        return 1
    return 1 + sum(revisited < handled for revisited in unhappy)


def _revisits(moment: Moment) -> dict[str, dict[datetime, str]]:
    """The revisits by call, by complaint: when, and how content the customer was."""
    subjects, made = subjects_of_calls(moment, COMPLAINTS), dict[str, dict[datetime, str]]()
    for call in connected_calls(moment, subjects, "satisfaction"):
        for number in subjects[call["plan_no"]]:
            made.setdefault(number, {})[datetime.fromisoformat(call["moment"])] = call["satisfaction"]
    return made


def _sources(policy: Policy) -> list[Source]:
    named = [rule.anchor for rule in policy.rules] + [state.source for state in policy.states]
    return [source for source in named if source]


def _record_cells(row: dict[str, object]) -> Cells:
    cells = {CALLS.by_key[key].header: value for key, value in row.items() if key in CALLS.by_key}
    return {**cells, RECORD_NO: row["record_no"]}


def contacts_of(customers: Mapping[str, Customer]) -> dict[tuple[str, str], Contact]:
    """The first contact of each role of each customer."""
    contacts: dict[tuple[str, str], Contact] = {}
    for customer in customers.values():
        for person in customer.contacts:
            contacts.setdefault((customer.customer_no, person.role), Contact(person.name, person.phone))
    return contacts
