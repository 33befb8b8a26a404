"""The rows that rules may count from, as the registers and the ledger have them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from huifang.decisions.calls.agreements import Agreements, Contact, InVain, agreed_for
from huifang.decisions.calls.facts import (
    AGREEMENT,
    BY_HAND,
    CUSTOMER_NO,
    FIRST_NO,
    HANDLING,
    HEARD_WHEN_SELECTED,
    ORIGIN,
    RECORD_NO,
    Cells,
    Facts,
    MadeContact,
)
from huifang.decisions.calls.leavers import rows_of_leavers
from huifang.decisions.calls.trigger import rule_and_subject
from huifang.decisions.calls.triggers import trigger_of
from huifang.edges.store.segments import collect_rows
from huifang.flow.calls.calls_about import connected_calls, first_numbers, likely_renumbered, subjects_of_calls
from huifang.flow.office.moment import Moment
from huifang.ledger.seen import text_of, value_of
from huifang.policy.complaints import last_word
from huifang.policy.customers import Customer
from huifang.policy.model import Policy
from huifang.policy.rules import NEXT_CONTACT, SOURCES, Source
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.declared.past_calls import IMPORTED
from huifang.tables.declared.people import PEOPLE
from huifang.tables.model import Row, Table
from huifang.tables.options import ABOUT_CUSTOMER, CONNECTED, DISSATISFIED, GIVE_UP

#: So far back windows are counted in working days; the holidays of older ones are not looked up.
YEARS_BACK = timedelta(days=366)
#: What of a call is looked at where a day was agreed in it.
_SAID = ("called_on", "started_at", "result", "plan_no", "contact_role", "phone", "next_contact_on")


def facts_of(moment: Moment, since: date) -> Facts:
    """The rows of every table that one of the policy's rules names; no other is read. Of what was agreed with customers
    those are left out that were kept before the day ``since``.
    """
    sheets = {source.sheet for source in _sources(moment.policy)}
    facts: dict[str, list[Cells]] = {}
    for sheet in sheets:
        if sheet == CUSTOMERS.name:
            facts[sheet] = [one.cells() for one in moment.customers.values() if not one.is_complainant]
        elif sheet == PEOPLE.name:
            facts[sheet] = [*rows_of_leavers(moment.customers.values(), moment.people, _kept_as(moment))]
        elif sheet == CALLS.name:
            facts[sheet] = [*_calls_in(moment, since)]
        else:
            facts[sheet] = [*_rows_of(moment, SOURCES[sheet])]
    return Facts(
        facts, _reached(moment), moment.calendar(since - YEARS_BACK, moment.today + YEARS_BACK), _given_up(moment),
        _contacted(moment),
    )  # fmt: skip


def _contacted(moment: Moment) -> tuple[MadeContact, ...]:
    """Every contact for whoever made it; those of before the office began are nobody's: they say whose turn it is."""
    if not moment.policy.quotas:
        return ()
    from huifang.ledger.questions import connections  # noqa: PLC0415  (frames take long to import)

    rows = sorted(collect_rows(connections(moment.contacts)), key=lambda row: (row["moment"], row["record_no"]))
    return tuple(
        MadeContact(
            row["agent"] if row["batch"] != IMPORTED else "", row["customer_no"], row["called_on"], row["method"]
        )
        for row in rows
    )


def _kept_as(moment: Moment) -> Callable[[str], str]:
    """How the text of a 业务员 is known after it was written over."""
    column = CUSTOMERS.by_key["agent"]
    return lambda text: text_of(column, text, moment.state.office_id) or ""


def _given_up(moment: Moment) -> frozenset[str]:
    if not moment.policy.quotas and not any(
        trigger_of(rule).pool and rule.anchor is None for rule in moment.policy.rules
    ):
        return frozenset()
    given = (one for one in moment.people.exemptions if (one.subject, one.treatment) == (ABOUT_CUSTOMER, GIVE_UP))
    return frozenset(one.subject_no for one in given if one.covers(moment.today))


def _reached(moment: Moment) -> dict[tuple[str, str], list[date]]:
    """On which days customers were reached for the rules that rest after that."""
    resting = {rule.rule for rule in moment.policy.rules if rule.rest}
    if not resting:
        return {}
    from huifang.ledger.questions import connected_numbers  # noqa: PLC0415  (frames take long to import)

    days = {row["plan_no"]: row["called_on"] for row in collect_rows(connected_numbers(moment.records))}
    found: dict[tuple[str, str], list[date]] = {}
    for number, calls in moment.issued.by_customer().items():
        for call in calls:
            for rule in resting & {rule_and_subject(key)[0] for key in call.keys}:
                if call.plan_no in days:
                    found.setdefault((number, rule), []).append(days[call.plan_no])
    return found


def _rows_of(moment: Moment, table: Table) -> Iterator[Cells]:
    calls = _revisits(moment) if table is COMPLAINTS and moment.policy.revisits_complaints else None
    selected = _heard_when_selected(moment) if table is COMPLAINTS else frozenset()
    first = first_numbers(moment, table)
    likely, whole = likely_renumbered(moment, table), moment.policy.whole(table)
    for row in moment.rows(table):
        if likely and row[table.unique[0]] in likely:  # what is owed goes by the row that is gone
            continue
        cells = {column.header: row[column.key] for column in whole.columns} | {ORIGIN: row.origin}
        if table is COMPLAINTS and (number := row["complaint_no"]):
            cells |= _by_the_complaint(moment, first.get(number, number))
        if row[table.unique[0]] in selected:
            cells |= {HEARD_WHEN_SELECTED: True}
        if first and (number := first.get(row[table.unique[0]])):
            cells |= {FIRST_NO: number}
        if calls is not None:
            made = calls.get(row["complaint_no"] or "", {})
            unhappy = [at for at, satisfaction in made.items() if satisfaction in DISSATISFIED]
            cells |= {HANDLING: _handling(row, unhappy), BY_HAND: _is_revisited_by_hand(row, made, moment.at)}
        yield cells


def _by_the_complaint(moment: Moment, number: str) -> Cells:
    """Who complained and is no customer is known by the complaint."""
    return {CUSTOMER_NO: number} if number in moment.complainants else {}


def _heard_when_selected(moment: Moment) -> frozenset[str]:
    """The numbers of the complaints that were registered because of calls that a rule selected."""
    registered = moment.state.heard.registered
    selecting = {rule.rule for rule in moment.policy.rules if trigger_of(rule).pool}
    if not registered or not selecting:
        return frozenset()
    calls = moment.issued.newest_of({record_no.rpartition("-")[0] for record_no in registered})
    return frozenset(
        number
        for record_no, number in registered.items()
        if (call := calls.get(record_no.rpartition("-")[0]))
        and selecting & {rule_and_subject(key)[0] for key in call.keys}
    )


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
    named = [source for rule in policy.all_rules for source in (rule.anchor, rule.ends_before)]
    named += [state.source for state in policy.states]
    return [source for source in named if source]


def _calls_in(moment: Moment, since: date) -> Iterator[Cells]:
    """The calls that rules count from: those in which a day was agreed, all others only where a rule looks at them."""
    from huifang.ledger.questions import agreed_days  # noqa: PLC0415  (frames take long to import)

    calendar = moment.calendar(since, moment.today)
    rows = collect_rows(agreed_days(moment.records, since))
    agreed = {
        row["record_no"]: agreed_for(row["next_contact_on"], row["record_no"], calendar, row["kept_on"]) for row in rows
    }
    named, own = (
        {one for one in _sources(moment.policy) if one.sheet == CALLS.name},
        moment.policy.own.columns_of(CALLS),
    )
    for row in rows if named == {NEXT_CONTACT} else collect_rows(moment.records):
        cells = {CALLS.by_key[key].header: value for key, value in row.items() if key in CALLS.by_key}
        cells[RECORD_NO] = row["record_no"]
        if own and (said := json.loads(row["answers"] or "{}")):
            cells |= {one.header: value_of(one, said.get(one.key)) for one in own}
        known = agreed.get(row["record_no"])
        yield {**cells, AGREEMENT: known} if known else {**cells, NEXT_CONTACT.header: None}


def agreements_of(moment: Moment, facts: Facts) -> Agreements:
    """What customers said of being called again, as far as no call answered it since."""
    from huifang.ledger.questions import ended_attempts  # noqa: PLC0415  (frames take long to import)

    moved: dict[str, list[InVain]] = {}
    for cells in facts.rows(CALLS.name) if moment.policy.keeps_agreed_days else ():
        agreed, said = cells.get(AGREEMENT), {key: cells[CALLS.by_key[key].header] for key in _SAID}
        if agreed and agreed.kept_on is None and said["result"] != CONNECTED:
            said |= {"record_no": agreed.record_no, "moment": f"{said['called_on']} {said['started_at']}"}
            moved.setdefault(str(cells[CUSTOMER_NO]), []).append(_said(said))
    ended: dict[str, list[InVain]] = {}
    for row in collect_rows(ended_attempts(moment.records)):
        ended.setdefault(row["customer_no"], []).append(_said(row))
    return Agreements(moved=moved, ended=ended)


def _said(row: Mapping[str, Any]) -> InVain:
    return InVain(
        record_no=row["record_no"], called_on=row["called_on"], moment=row["moment"], result=row["result"],
        plan_no=row["plan_no"], role=row["contact_role"], phone=row["phone"], agreed_on=row["next_contact_on"],
    )  # fmt: skip


def contacts_of(customers: Mapping[str, Customer]) -> dict[tuple[str, str], Contact]:
    """The first contact of each role of each customer."""
    contacts: dict[tuple[str, str], Contact] = {}
    for customer in customers.values():
        for person in customer.contacts:
            contacts.setdefault((customer.customer_no, person.role), Contact(person.name, person.phone))
    return contacts
