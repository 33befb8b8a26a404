"""反馈单: slips that wait for an answer, for the region's owner or the department; 新客户: who is new this month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from huifang.flow.forms.going_along import with_form
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.post.letters import Matter, Occasion, heads_of
from huifang.ledger.letters import matter_key
from huifang.policy.customers import Customer
from huifang.policy.feedback import asked_of
from huifang.policy.notices import Notice
from huifang.policy.people import Person
from huifang.tables.declared import notice_rules
from huifang.tables.declared.customers import CONTACTS
from huifang.tables.declared.feedback import FEEDBACK
from huifang.tables.declared.forms import SLIP
from huifang.tables.options import SUPERVISOR


def _slips(desk: Desk, notice: Notice) -> Iterator[Matter]:
    now = desk.present
    receivers = dict(now.policy.slip_receivers)
    for row in now.rows(FEEDBACK):
        if row["feedback_no"] and row["issued_on"] and not row["handled_on"]:
            owner, department = asked_of(row, receivers, now.people, now.customers, now.today)
            to_whom = row["region_owner"] or (owner.person_no if owner else "") or department
            if to_whom:
                yield Matter(
                    key=matter_key(row["feedback_no"], to_whom), number=row["feedback_no"], label=row["feedback_no"],
                    about=row, concerns=_asked(now, owner, department), department=department,
                )  # fmt: skip


def _asked(now: Moment, owner: Person | None, department: str) -> tuple[Person, ...]:
    supervisor = now.people.first_of_role(SUPERVISOR, now.today)
    return (owner,) if owner else heads_of(now, department) or ((supervisor,) if supervisor else ())


def _slip_subject(now: Moment, matters: Sequence[Matter]) -> str:
    return f"【信息反馈单】{'、'.join(matter.label for matter in matters[:3])} 请处理并答复"


SLIPS = Occasion(
    name=notice_rules.SLIP, template="slip_mail.txt.j2", subject=_slip_subject, find=_slips, lapses=True,
    attached=with_form(SLIP, lambda matter: matter.number),
)  # fmt: skip


def _new_customers(desk: Desk, notice: Notice) -> Iterator[Matter]:
    """The customers who were registered this month, since the office began."""
    now = desk.present
    since = max(now.today.replace(day=1), desk.state.founded_on)
    new = [one for one in now.customers.values() if one.registered_on and since <= one.registered_on <= now.today]
    contacts = now.read(CONTACTS).rows if new else ()
    for one in new:
        rows = [row for row in contacts if row["customer_no"] == one.customer_no]
        owner = now.people.by_no.get(one.owner)
        yield Matter(
            key=one.customer_no, label=one.customer_no, about=_with_contacts(one, rows),
            concerns=now.people.supervisors_of(owner.person_no, now.today) if owner else (),
        )  # fmt: skip


def _with_contacts(customer: Customer, rows: Sequence[Any]) -> dict[str, Any]:
    return {"customer": customer, "contacts": rows}


def _new_subject(now: Moment, matters: Sequence[Matter]) -> str:
    return f"【新增客户】{now.today:%Y-%m} 新增 {len(matters)} 家客户的联系人"


NEW_CUSTOMERS = Occasion(
    name=notice_rules.NEW_CUSTOMER, template="new_customers_mail.txt.j2", subject=_new_subject,
    find=_new_customers,
)  # fmt: skip
