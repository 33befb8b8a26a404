"""执行 of 回访规则: who makes the calls of a rule, as it is written, and who that is for one customer and row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from huifang.core.catalogue import because
from huifang.core.reasons import Refusal
from huifang.core.text import clean, half_width, split_list
from huifang.core.tickets import ticket
from huifang.policy.customers import CUSTOMER_CELLS, Customer
from huifang.policy.impossible import Impossible
from huifang.policy.model import Policy
from huifang.policy.own_columns import NO_OWN_COLUMNS, OwnColumns
from huifang.policy.people import People, Person
from huifang.policy.rules import CallBy, Rule, Source, UnknownSource, parse_source
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.declared.feedback import FEEDBACK
from huifang.tables.declared.house_rules import FIXED_OPTIONS
from huifang.tables.declared.services import SERVICES
from huifang.tables.model import Kind, Row

BY_OWNER, BY_FIRST_ASKED, BY_HEAD, BY_SUPERIOR = FIXED_OPTIONS["执行"]
#: What stands before the colon where a role or a person is named, and what a column is called here.
BY_ROLE, BY_PERSON, BY_COLUMN = "角色", "人员", "列"
_CATEGORY = COMPLAINTS.by_key["category"].header
#: The columns, by sheet, that these words look into.
_IN_ROW = {
    BY_FIRST_ASKED: {COMPLAINTS.name: COMPLAINTS.by_key["first_asked"].header},
    BY_HEAD: {table.name: table.by_key["department"].header for table in (COMPLAINTS, FEEDBACK)},
}
_OWNER = Source(CUSTOMERS.name, CUSTOMERS.by_key["agent"].header)
#: A column that names people without being one of 工号: not all of them need be in 人员.
_SERVED_BY = Source(SERVICES.name, SERVICES.by_key["served_by"].header)


class UnknownCaller(Refusal):
    """Nobody is meant by what 执行 says."""


def parse_caller(text: str, anchor: Source | None, own: OwnColumns = NO_OWN_COLUMNS) -> CallBy | None:
    """Who is meant; None for the customer's 业务员. What stands in a row is looked up in that which the rule counts
    from, or in the customer's.

    Raises:
        UnknownCaller: it says nobody, or looks into a row that the rule does not have.
    """
    plain = half_width(text)
    word, colon, named = plain.partition(":")
    if plain == BY_OWNER:
        return None
    if colon and named and word in (BY_ROLE, BY_PERSON):
        return CallBy(word, clean(text.replace("：", ":").partition(":")[2]))
    if plain == BY_SUPERIOR:
        return CallBy(plain)
    if plain in _IN_ROW:
        if anchor is None or anchor.sheet not in _IN_ROW[plain]:
            raise UnknownCaller(because("Y623", value=plain, options="、".join(_IN_ROW[plain])))
        return CallBy(plain)
    if "." not in plain:
        raise UnknownCaller(because("Y622", value=text, options="、".join(FIXED_OPTIONS["执行"])))
    try:
        source = parse_source(text, own)
    except UnknownSource as unknown:
        raise UnknownCaller(unknown.reason) from None
    if source == _OWNER:
        return None
    if source.sheet != CUSTOMERS.name and (anchor is None or source.sheet != anchor.sheet):
        raise UnknownCaller(because("Y623", value=source, options=source.sheet))
    if not _names_people(source):
        raise UnknownCaller(because("Y624", column=source))
    return CallBy(BY_COLUMN, "", source)


def looked_into(wanted: CallBy) -> tuple[str, str]:
    """The sheet (empty: that which the rule counts from) and the key of the column in whose cell the person stands; two
    empty ones where nothing of a row decides.
    """
    if wanted.source:
        return wanted.source.sheet, wanted.source.key
    return "", {BY_FIRST_ASKED: "first_asked", BY_HEAD: "department"}.get(wanted.word, "")


def read_caller(row: Row, anchor: Source | None, own: OwnColumns, by_row: bool) -> CallBy | None:
    """Who the row says makes the calls; ``by_row`` is whether each of them is about one row of a register.

    Raises:
        Impossible: nobody is meant by it.
    """
    try:
        caller = parse_caller(row["caller"], anchor, own) if row["caller"] else None
        sheet, key = looked_into(caller) if caller else ("", "")
        if key and sheet != CUSTOMERS.name and not by_row:
            raise UnknownCaller(because("Y626", value=caller))
        return caller
    except UnknownCaller as unknown:
        raise Impossible(unknown.reason, "caller") from None


def _names_people(source: Source) -> bool:
    """Whether people stand in the column, and a rule sees them."""
    column = source.column
    if source == _SERVED_BY or column is None:
        return column is not None
    return column.kind is Kind.PERSON and (
        source.sheet != CUSTOMERS.name or source.own is not None or source.header in CUSTOMER_CELLS
    )


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is to make a call by its rule (工号), and why. Where nobody was found, ``missing`` says what was not, and it
    is the superior of the customer's 业务员.
    """

    person_no: str
    why: str = ""
    missing: str = ""


def caller_of(
    policy: Policy, people: People, rule: Rule, customer: Customer, cells: Mapping[str, Any] | None, day: date
) -> Caller:  # fmt: skip
    """Who is to make the rule's call to the customer about that row, by the registers of that day. Whoever stands in
    is not asked for here.
    """
    wanted = rule.caller
    if wanted is None:
        return Caller(customer.owner)
    person, why = _found(_Asked(policy, people, customer, cells or {}, day), wanted)
    if person is not None and person.active_on(day):
        return Caller(person.person_no, f"规则 {rule.rule} 的“执行”是“{wanted}”{why}")
    missing = f"{person.label} 已离职" if person else why
    above = [one for one in people.chain_above(customer.owner, day) if one != person]
    above += [one for one in people.chain_above(person.person_no, day) if person] if person else []
    return Caller(above[0].person_no if above else customer.owner, f"“执行”是“{wanted}”，{missing}，由上级打", missing)


def callers_of(policy: Policy, people: People, customer: Customer, day: date) -> tuple[str, ...]:
    """Who may call the customer beside the 业务员, whatever a row says: 工号 by the rules that are for the customer."""
    rules = (rule for rule in policy.rules if rule.caller and rule.caller.word in (BY_ROLE, BY_PERSON, BY_SUPERIOR))
    mine = (rule for rule in rules if rule.covers(customer.customer_class, customer.tags))
    return tuple(caller_of(policy, people, rule, customer, None, day).person_no for rule in mine)


@dataclass(frozen=True, slots=True)
class _Asked:
    policy: Policy
    people: People
    customer: Customer
    cells: Mapping[str, Any]
    day: date


def _found(asked: _Asked, wanted: CallBy) -> tuple[Person | None, str]:
    """The person with what is to be said of how it was found; nobody with what was not found."""
    people = asked.people
    if wanted.word == BY_PERSON:
        return people.find(wanted.named), "" if people.find(wanted.named) else f"《人员》里没有“{wanted.named}”"
    if wanted.word == BY_SUPERIOR:
        owner = people.find(asked.customer.owner)
        superior = people.find(owner.superior) if owner else None
        if superior:
            return superior, f"，是业务员 {people.label(asked.customer.owner)} 的上级"
        return None, f"业务员“{people.label(asked.customer.owner) or '(空)'}”没有上级"
    if wanted.word == BY_ROLE:
        return _of_role(asked, wanted.named)
    if wanted.word == BY_HEAD:
        return _head(asked)
    return _in_cell(asked, wanted)


def _of_role(asked: _Asked, role: str) -> tuple[Person | None, str]:
    """The one of that role: the 业务员, who has it; else of those who have the customer's region, else of all, by lot,
    which gives the same one as long as that one has the role.
    """
    customer = asked.customer
    holders = [one for one in asked.people.by_no.values() if one.role == role and one.active_on(asked.day)]
    if not holders:
        return None, f"没有在职的{role}"
    if any(one.person_no == customer.owner for one in holders):
        return asked.people.by_no[customer.owner], "，就是客户的业务员"
    there = [one for one in holders if customer.region and customer.region in one.regions]
    among = there or holders
    person = min(among, key=lambda one: ticket(role, one.person_no, customer.customer_no))
    if len(among) == 1:
        return person, f"，负责{customer.region}" if there and len(holders) > 1 else ""
    return person, f"，{len(among)} 人按客户编号分到"


def _head(asked: _Asked) -> tuple[Person | None, str]:
    """The head of the department that the row, or its 投诉类别, is given to."""
    dispatch = asked.policy.dispatch_of(asked.cells.get(_CATEGORY))
    department = asked.cells.get("责任部门") or (dispatch.department if dispatch else "")
    if not department:
        return None, "这一行没有责任部门"
    named = asked.people.find(dispatch.head) if dispatch and dispatch.department == department else None
    head = named or asked.people.head_of(department, asked.day)
    return head, f"，{department}" if head else f"《人员》里看不出{department}的负责人"


def _in_cell(asked: _Asked, wanted: CallBy) -> tuple[Person | None, str]:
    """Who is named in the row, of several the first one whom 人员 knows."""
    source = wanted.source or Source(COMPLAINTS.name, _IN_ROW[BY_FIRST_ASKED][COMPLAINTS.name])
    cells = asked.customer.cells() if source.sheet == CUSTOMERS.name else asked.cells
    text = cells.get(source.header)
    known = (asked.people.find(word) for word in split_list(str(text or "")))
    person = next((one for one in known if one), None)
    if person:
        return person, "" if wanted.source is None else f"，写的是“{text}”"
    return None, f"“{source.header}”写的是“{text}”，《人员》里没有" if text else f"“{source.header}”没有填写"
