"""What a returned row says that cannot wait: a customer who is not content, or a problem, although the row was not
entered. Whoever decides hears of it the same day, by a letter of its own; entered, it takes the usual way (003/三 4.3).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huifang.flow.calls.refused import refused_of
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.post.letters import Matter, Occasion
from huifang.ledger.letters import matter_key
from huifang.ledger.refused import ReturnedRow
from huifang.policy.customers import Customer
from huifang.policy.notices import Notice
from huifang.tables.declared.notice_rules import RETURNED_NEWS


@dataclass(frozen=True, slots=True)
class ReturnedNews:
    """A returned row as the letter tells it: ``name`` and ``phone`` by the register, as far as it knows the customer;
    ``file`` and ``row`` are where it stands.
    """

    row: ReturnedRow
    customer_no: str
    name: str
    phone: str
    agent: str

    @property
    def said(self) -> str:
        """What the row says, in the agent's words."""
        return self.row.said.said or ("不满意" if self.row.said.is_dissatisfied else "问题没有解决")


def _standing(desk: Desk, notice: Notice) -> Iterator[Matter]:
    """The returned rows with bad news that nobody has corrected."""
    now = desk.present
    if not any(row.unhappy for sheet in desk.state.submissions for row in sheet.refused or ()):
        return
    for one in refused_of(now):
        if one.said.unhappy:
            yield _matter(now, one)


def _matter(now: Moment, one: ReturnedRow) -> Matter:
    customer = _customer(now, one)
    subject = one.said.plan_no or customer.customer_no or one.sheet.agent
    return Matter(
        key=matter_key(subject, one.sheet.agent, one.sheet.period, one.said.called_on),
        label=f"{one.sheet.period} 第 {one.said.row} 行",
        number=subject,
        about=ReturnedNews(one, customer.customer_no, customer.name, customer.phone, one.sheet.agent),
        concerns=now.people.supervisors_of(one.sheet.agent, now.today),
        period=one.sheet.period,
    )


def _customer(now: Moment, one: ReturnedRow) -> Customer:
    """The customer of the row, by number, else by the call that it answers."""
    number = one.said.customer_no
    if not number and one.said.plan_no:
        issued = (c for calls in now.ledger.issued().by_customer().values() for c in calls)
        number = next((call.customer_no for call in issued if call.plan_no == one.said.plan_no), "")
    return now.customers.get(number) or Customer(customer_no=number)


def _subject(now: Moment, matters: Sequence[Matter]) -> str:
    return f"【退回的不满】{now.today} 退回改正的回访里有 {len(matters)} 件不满或未解决的问题"


RETURNED = Occasion(
    name=RETURNED_NEWS, template="returned_news_mail.txt.j2", subject=_subject, find=_standing,
    alarm="退回的行里有客户不满意",
)  # fmt: skip
