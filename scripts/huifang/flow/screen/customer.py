"""A customer as the page shows one: who it is, what is open, the next call and why, the whole history, who is alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from huifang.core.text import half_width
from huifang.decisions.calls.explained import DueCall, Explanation
from huifang.decisions.calls.last_call import Decision
from huifang.decisions.calls.same_customers import PHONE, may_be_one
from huifang.decisions.calls.telling import day_and_month
from huifang.decisions.calls.told_of_rules import rhythm_of
from huifang.edges.report.customer_page import CustomerSeen
from huifang.flow.calls.explaining import explain
from huifang.flow.calls.last_calls import decision_about, last_call_of
from huifang.flow.calls.problems import problems_of_customers
from huifang.flow.calls.whole_history import customer_seen
from huifang.flow.forms.printing import forms_of
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.screen.customer_events import Event, events_of
from huifang.flow.screen.names import name_of
from huifang.ledger.problems import KnownProblem
from huifang.policy.customers import Customer
from huifang.tables.options import OUT_OF_USE

#: So much of two names is the same where they are near each other; so many customers whose names begin alike are.
_ALIKE, _BEGIN_ALIKE, _MOST = 0.75, 5, 8
#: So many characters of a name begin it.
_BEGINNING = 2


@dataclass(frozen=True, kw_only=True)
class ProblemSeen:
    """An open problem: since when, what, what was decided about it (None: nothing yet), and the record of its call."""

    days: int
    what: str
    decision: str
    record_no: str
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class NextCall:
    """A call that is open: how much time is left, in words, its last day, and why, step by step."""

    left: str
    is_late: bool
    is_near: bool
    until: str
    due: DueCall
    agent: str


@dataclass(frozen=True, slots=True)
class AlikeCustomer:
    """Another customer who may be the same; ``calls_twice``: two people may call one telephone."""

    customer: Customer
    why: str
    owner: str
    calls_twice: bool = False


@dataclass(frozen=True, kw_only=True)
class CustomerOnScreen:
    """Everything that the page of one customer says; ``forms`` are the titles of what can be printed about it."""

    seen: CustomerSeen
    owner: str
    rhythms: Sequence[str]
    problems: Sequence[ProblemSeen]
    calls: Sequence[NextCall]
    events: Sequence[Event]
    alike: Sequence[AlikeCustomer]
    forms: Sequence[str]
    message: str

    @property
    def customer(self) -> Customer:
        """Whose page it is."""
        return self.seen.explained.customer

    @property
    def explained(self) -> Explanation:
        """What ``explain`` says."""
        return self.seen.explained


def customer_on_screen(desk: Desk, customer: Customer) -> CustomerOnScreen:
    """Look at one customer.

    Raises:
        OfficeError: a register or the ledger cannot be read.
    """
    now = desk.present
    explained = explain(now, customer)
    problems = problems_of_customers(now).get(customer.customer_no, [])
    opened = [*_problems(now, problems)]
    calls = [*_next_calls(now, explained)]
    return CustomerOnScreen(
        seen=customer_seen(now, explained),
        owner=name_of(now.people, customer.owner),
        rhythms=[*dict.fromkeys(rhythm_of(told.rule) for told in explained.rules)],
        problems=opened,
        calls=calls,
        events=events_of(desk, now, explained),
        alike=[*_alike(now, customer)][:_MOST],
        forms=[form.title for form in forms_of(desk) if not form.listed],
        message=_message(now, customer, problems, calls),
    )


def _problems(now: Moment, problems: Iterable[KnownProblem]) -> Iterator[ProblemSeen]:
    decided = now.state.decided(now.at)
    for one in problems:
        if one.is_open:
            decision = decision_about(now, one, decided) if one.record.decision else None
            record = one.record
            yield ProblemSeen(
                days=(now.today - record.called_on).days,
                what=record.dissatisfied_because or record.wishes or "没有写明",
                decision=_in_words(decision, now.today) if decision else "",
                record_no=record.record_no,
                is_late=bool(decision and decision.until_on and decision.until_on < now.today),
            )


def _in_words(decision: Decision, today: date) -> str:
    """The whole decision, with who carries it out until when."""
    when = f" {day_and_month(decision.on, today)}" if decision.on else ""
    text = f"批示{when}{f' {decision.by}' if decision.by else ''}：{decision.said.rstrip('。；')}"
    if decision.carried_out_by:
        until = f"，限 {day_and_month(decision.until_on, today)}" if decision.until_on else ""
        text += f"；{decision.carried_out_by}办{until}"
    return f"{text}。"


def _next_calls(now: Moment, explained: Explanation) -> Iterator[NextCall]:
    for due in explained.due:
        days = (date.fromisoformat(due.due_on) - now.today).days
        begins = (date.fromisoformat(due.from_on) - now.today).days
        yield NextCall(
            left=_left(days, begins, due),
            is_late=days < 0,
            is_near=0 <= days <= 1,
            until=day_and_month(date.fromisoformat(due.due_on), now.today),
            due=due,
            agent=name_of(now.people, due.agent),
        )


def _left(days: int, begins: int, due: DueCall) -> str:
    """How much time is left; where something else is to be known of the call, that."""
    if days < 0 or due.status != "待回访":
        return due.status
    if begins > 0:
        return f"{begins} 天后开始"
    return {0: "今天到期", 1: "明天到期"}.get(days, f"还有 {days} 天")


def _alike(now: Moment, customer: Customer) -> Iterator[AlikeCustomer]:
    """Those who have the same telephone, or name and address; then those whose name is near."""
    others = {customer.customer_no}
    for group in may_be_one(now.customers.values()):
        if customer.customer_no in group.numbers:
            for one in group.customers:
                if one.customer_no not in others:
                    others.add(one.customer_no)
                    same_phone = group.what == PHONE
                    twice = same_phone and one.owner != customer.owner
                    why = f"电话相同（{one.phone}）" if same_phone and one.phone else f"{group.what}相同"
                    yield AlikeCustomer(one, why, name_of(now.people, one.owner), twice)
    for one in _near_names(now, customer):
        if one.customer_no not in others:
            yield AlikeCustomer(one, "名字相近", name_of(now.people, one.owner))


def _near_names(now: Moment, customer: Customer) -> Iterator[Customer]:
    """Those whose name begins as this one, where that says much or the rest is much the same, too; and those of whose
    name this one is a part, or the other way round.
    """
    name = half_width(customer.name)
    if not name:
        return
    named = [(half_width(one.name), one) for one in now.customers.values() if one.review_status != OUT_OF_USE]
    beginning = name[:_BEGINNING]
    few = sum(other.startswith(beginning) for other, _ in named) <= _BEGIN_ALIKE
    for other, one in named:
        if _numbers(other) == _numbers(name):  # 1 栋 101 is not near 1 栋 102
            begins_alike = other.startswith(beginning)
            if begins_alike and (few or SequenceMatcher(None, other, name).ratio() >= _ALIKE) or _is_part(other, name):
                yield one


def _numbers(name: str) -> str:
    return "".join(filter(str.isdecimal, name))


def _is_part(one: str, other: str) -> bool:
    return min(len(one), len(other)) > _BEGINNING and (one in other or other in one)


def _message(now: Moment, customer: Customer, problems: Sequence[KnownProblem], calls: Sequence[NextCall]) -> str:
    """What to send to whoever calls the customer next, as a message."""
    who = "　".join(part for part in (customer.name or customer.customer_no, customer.contact, customer.phone) if part)
    lines = [f"【客户】{who}（{customer.customer_no}）", f"以前：{last_call_of(now, customer.customer_no, problems)}"]
    for call in calls:
        number = f"，计划编号 {call.due.plan_no}" if call.due.plan_no else ""
        lines.append(f"下次回访：{call.due.title}，{call.until} 前（{call.left}{number}）")
    return "\n".join(lines)
