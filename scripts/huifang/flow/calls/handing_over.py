"""Handing customers over: the register names another agent, and their open calls go into that agent's next sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huifang.core.text import nearest
from huifang.decisions.calls.owed import open_obligations
from huifang.flow.calls.planning import planning_view
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.ledger.issues import IssuedCall
from huifang.policy.people import People, Person
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.model import Row

_OWNER = CUSTOMERS.by_key["agent"]


class CannotHandOver(ValueError):
    """Somebody or some customer that was named is not there to be handed over; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Given:
    """A customer who gets another agent."""

    customer_no: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Handover:
    """What is to be handed over by whom (``giver``: 工号, or what stands in the register) to whom.

    ``calls`` are the open ones of the batch, each with the days that it is overdue today; ``cells`` those of the
    register that change, by address.
    """

    giver: str
    taker: Person
    customers: tuple[Given, ...]
    calls: tuple[tuple[IssuedCall, int], ...]
    cells: Mapping[str, str]


def propose(desk: Desk, giver: str, taker: str, numbers: Sequence[str]) -> Handover:
    """What handing over the customers of these numbers (none: all that the giver has) comes to; nothing is written.

    Raises:
        CannotHandOver: somebody or something that was named is not there.
    """
    now = desk.present
    from_no, to = _number(now.people, giver), _taker(now, taker)
    if from_no == to.person_no:
        raise CannotHandOver(f"{to.label} 交给的是自己，请用 --to 写明接手的人。")
    rows = [row for row in now.read(CUSTOMERS).rows if row["customer_no"] and _owner(now.people, row) == from_no]
    if not rows and from_no not in now.people.by_no:
        raise CannotHandOver(f"《人员》和《客户资料库》里都没有“{giver}”。{now.people.suggestion(giver)}")
    if numbers:
        _require_theirs(now, {row["customer_no"] for row in rows}, numbers, now.people.label(from_no))
        rows = [row for row in rows if row["customer_no"] in numbers]
    given = {row["customer_no"]: Given(row["customer_no"], row["customer_name"] or "") for row in rows}
    return Handover(
        giver=from_no, taker=to, customers=tuple(given.values()), calls=_open_calls(now, given),
        cells={row.place(_OWNER.key).cell or "": _as_written(now.people, row, to) for row in rows},
    )  # fmt: skip


def carry_out(desk: Desk, handover: Handover) -> bool:
    """Write the new agent into the register; whether there was anything to write.

    Raises:
        OfficeError: the register is open elsewhere, or cannot be written; nothing was changed.
    """
    if handover.cells:
        desk.edit_register(CUSTOMERS, (), handover.cells)
    return bool(handover.cells)


def _number(people: People, text: str) -> str:
    person = people.find(text)
    return person.person_no if person else text


def _owner(people: People, row: Row) -> str:
    return _number(people, row[_OWNER.key] or "")


def _taker(now: Moment, text: str) -> Person:
    person = now.people.find(text)
    if person is None:
        raise CannotHandOver(now.people.why_nobody(text))
    if not person.active_on(now.today):
        raise CannotHandOver(f"{person.label} 已离职，不能接手。请改为在职的人。")
    return person


def _require_theirs(now: Moment, theirs: set[str], numbers: Sequence[str], giver: str) -> None:
    """Refuse customers who are not the giver's, before anything is handed over."""
    strange = [number for number in numbers if number not in theirs]
    if not strange:
        return
    customer = now.customers.get(strange[0])
    if customer is not None:
        why = f"{customer.customer_no} {customer.name} 的业务员是“{now.people.label(customer.owner)}”，不是 {giver}。"
    else:
        close = nearest(strange[0], sorted(theirs))
        why = f"《客户资料库》里没有客户“{strange[0]}”。" + (f"是不是“{close}”？" if close else "")
    raise CannotHandOver(why + (f"这样的客户共 {len(strange)} 位。" if strange[1:] else ""))


def _as_written(people: People, row: Row, taker: Person) -> str:
    """The taker as the office names its people in that cell: by name where the name is unique, else by 工号."""
    by_name = row[_OWNER.key] not in people.by_no and people.find(taker.name) == taker
    return taker.name if by_name else taker.person_no


def _open_calls(now: Moment, given: Mapping[str, Given]) -> tuple[tuple[IssuedCall, int], ...]:
    """The calls of this period's batch to these customers that are still to be made, earliest first."""
    period = now.policy.period_of(now.today)
    view = planning_view(now, period)
    issues = (
        one.obligation.issue for one in open_obligations(view, now.today, period.until_on)
        if one.customer.customer_no in given and one.caller.person_no == one.customer.owner
    )  # fmt: skip
    open_numbers = {
        issue.plan_no for issue in issues if issue and not view.waits_for_correction(issue.plan_no, now.today)
    }
    calls = sorted(
        (call for call in view.batch if call.plan_no in open_numbers), key=lambda c: (c.planned_on, c.plan_no)
    )
    return tuple((call, view.days_late(call, now.today)) for call in calls)
