"""What the caller is told of a call: why it is made, how, and what to say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from huifang.core.periods import month_period
from huifang.decisions.calls.assigning import Due
from huifang.decisions.calls.catching_up import newest_of_each
from huifang.decisions.calls.facts import classes_of
from huifang.decisions.calls.merging import common_end, ways_in_common
from huifang.decisions.calls.owed import PlanningView
from huifang.decisions.calls.telling import Piece, Told, about, ends, fitted, one_line, own_said, sentence
from huifang.policy.customers import ContactPerson, Customer
from huifang.policy.model import Campaign
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.options import BY_TELEPHONE, ON_SITE

#: What stands before everything else where the last answer was returned and nobody corrected it.
RETURNED = "退回未改：上次填写的内容有错误，已退回，没有改正；请重新回访并填写。"
#: How many characters a caller reads at a glance; how many are left in any case for what registers say, and for each
#: row where there are several.
LENGTH, LEAST, EACH = 90, 70, 45


def reason_of(call: Due) -> str:
    """Why somebody is called: the names of the rules."""
    return "、".join(dict.fromkeys(one.rule.title for one in call.served))


def method_of(view: PlanningView, call: Due) -> str:
    """The first method that all of the rules allow (where nobody knows a telephone, the first that needs none); on site
    where one of them asks for it, or allows nothing else.
    """
    served = newest_of_each(call.served)
    rules = [one.rule for one in served]
    common = ways_in_common(served)
    for one in served:
        on_site = one.rule.on_site_classes
        if on_site:
            day = one.obligation.from_on
            classes = classes_of(view.policy, view.facts, call.customer, month_period(day.year, day.month))
            if classes & {*on_site} and (ON_SITE in common or not any(other.pays.methods for other in served)):
                return ON_SITE
    if not call.served[0].contact.phone:
        common = [method for method in common if method not in BY_TELEPHONE] or common
    return (common or [ON_SITE if any(rule.methods[0] == ON_SITE for rule in rules) else rules[0].methods[0]])[0]


def message_of(view: PlanningView, call: Due, day: date, method: str) -> str:
    """What to say: what was decided about open problems, what the rows say that the call is about, the rules' own
    content, the boss's special content for that day, where to go, when not to call, and who it is.

    What somebody ordered to be said is never cut; what registers say is, so that all can be read at a glance.
    """
    customer = call.customer
    told = Told(policy=view.policy, people=view.people, facts=view.facts, customer=customer, day=day)
    titled = [(one.rule.title, subject) for one in call.served for subject in one.about]
    before, behind = [*_first_of_all(view, call)], [*_ordered(view, call, day, method)]
    pieces = [*before, *about(told, titled), *behind, *_who(call), *_own(told)]
    ordered = sum(len(piece.text) for piece in (*before, *behind))
    return fitted(pieces, max(LENGTH, ordered + LEAST, ordered + EACH * len(titled)))


def _first_of_all(view: PlanningView, call: Due) -> Iterator[Piece]:
    """That the last answer was returned; what was decided about open problems, for which the customer waits."""
    if any(one.obligation.plan_no in view.returned for one in call.served):
        yield Piece(RETURNED)
    for problem in view.problems.get(call.customer.customer_no, ()):
        if problem.is_open and problem.record.decision and problem.told_first:
            yield Piece(sentence(f"先回告：{problem.record.decision}"))


def _ordered(view: PlanningView, call: Due, day: date, method: str) -> Iterator[Piece]:
    """What somebody ordered to be said or to be heeded, word by word."""
    customer = call.customer
    if until := common_end(call.served):
        yield Piece(f"请在 {call.window[1]:%m-%d} {until:%H:%M} 以前回访。")
    if said := one_way_for_all(call):
        yield Piece(said)
    yield from (
        Piece(sentence(text)) for text in dict.fromkeys(one.rule.message for one in newest_of_each(call.served))
    )
    for text in dict.fromkeys(special_content(view, customer, day)):
        yield Piece(f"专项：{text}{'' if ends(text) else '。'}")
    if method == ON_SITE and customer.address:
        yield Piece(sentence(f"地址：{customer.address}"))
    if customer.quiet_hours:
        yield Piece(f"勿扰 {'、'.join(f'{span}'.replace('-', '–') for span in customer.quiet_hours)}。")


def one_way_for_all(call: Due) -> str:
    """In which way one call does for several cadences, where one of them allows others that would not."""
    served = newest_of_each(call.served)
    common = ways_in_common(served)
    if not any(one.pays.methods for one in served) or all({*one.rule.methods} == {*common} for one in served):
        return ""
    titles = "、".join(f"“{title}”" for title in dict.fromkeys(one.rule.title for one in served))
    return f"请用{'或'.join(common)}：一次算{titles}，用别的方式不算。"


def _who(call: Due) -> Iterator[Piece]:
    """Who is to be reached, beyond the name, and how the customer buys."""
    contact = call.served[0].contact
    person = next((p for p in call.customer.contacts if contact.name and p.name == contact.name), None)
    if person and (said := _person(person)):
        yield Piece(f"{contact.name}：{said}。", 9)
    if habits := one_line(call.customer.habits):
        yield Piece(sentence(f"消费特点：{habits}"), 8, 12)


def _own(told: Told) -> Iterator[Piece]:
    """What the office wrote about the customer in columns of its own, for those who call."""
    for said in own_said(told, CUSTOMERS.name, {**dict(told.customer.own), **dict(told.customer.days)}):
        yield Piece(sentence(said), 7, 12)


def _person(person: ContactPerson) -> str:
    age = f"{person.age} 岁" if person.age else ""
    return "，".join(text for text in (f"{person.department}{person.position}", age) if text)


def special_content(view: PlanningView, customer: Customer, day: date) -> list[str]:
    """What the boss has ordered the customer to be told on that day."""
    return [campaign.told for campaign in _campaigns(view, customer, day)]


def taking_part(view: PlanningView, customer: Customer, day: date) -> str:
    """Who takes part in the call besides its caller, as it was decided for the round (000/四 2)."""
    return "、".join(dict.fromkeys(c.taking_part for c in _campaigns(view, customer, day) if c.taking_part))


def _campaigns(view: PlanningView, customer: Customer, day: date) -> list[Campaign]:
    ordered = [campaign for campaign in view.policy.campaigns if campaign.is_on(day)]
    if not ordered:
        return []
    classes = classes_of(view.policy, view.facts, customer, month_period(day.year, day.month))
    return [campaign for campaign in ordered if campaign.covers(classes, customer.region)]
