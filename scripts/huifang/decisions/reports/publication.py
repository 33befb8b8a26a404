"""What an office publishes of a round of visits (003/四): where, who went, what people care about, whom to ask.

Nothing internal is in it: no customers' names or telephones, no record numbers, no shares, no complaints, no decisions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from huifang.core.text import clean, split_list
from huifang.decisions.reports.parts_view import PartsView
from huifang.decisions.reports.published import Concern, Publication, PublishedPlace
from huifang.ledger.records import CallRecord
from huifang.policy.customers import Customer
from huifang.policy.model import Campaign
from huifang.policy.people import Person
from huifang.tables.options import CONNECTED, DISSATISFIED, SUPERVISOR, says_nothing

#: So many concerns of one place stand on the page.
MOST_CONCERNS = 6
_NUMBER = re.compile(r"\d[\d\s-]{5,}\d")
_SHORTEST_NAME = 2


def publication_of(view: PartsView, visits: Sequence[CallRecord]) -> Publication | None:
    """The page on these visits; None where nobody was met."""
    met = [visit for visit in visits if visit.result == CONNECTED]
    if not met:
        return None
    days = sorted({visit.called_on for visit in met})
    rounds = [one for one in view.policy.campaigns if one.from_on <= days[-1] and one.until_on >= days[0]]
    author = _author(view, rounds, met)
    return Publication(
        unit_name=view.policy.unit_name, from_on=days[0], until_on=days[-1], whom=_whom(view, met),
        met=len({visit.customer_no for visit in met}), told=tuple(dict.fromkeys(one.told for one in rounds)),
        places=tuple(_places(view, met)), promised=sum(visit.next_contact_on is not None for visit in met),
        team=_team(view, rounds, visits), author=author.name if author else "", contacts=tuple(_contacts(view, author)),
        written_on=days[-1],
    )  # fmt: skip


def _whom(view: PartsView, met: Iterable[CallRecord]) -> str:
    classes = {one.customer_class for visit in met if (one := view.customers.get(visit.customer_no))}
    return "、".join(sorted(classes)) or "客户"


def _author(view: PartsView, rounds: Sequence[Campaign], met: Sequence[CallRecord]) -> Person | None:
    """Who led the newest round; where nobody is named, who met most."""
    led = [person for one in rounds if (person := view.people.find(one.led_by))]
    most = max(sorted({visit.agent for visit in met}), key=lambda no: sum(visit.agent == no for visit in met))
    return led[-1] if led else view.people.find(most)


def _contacts(view: PartsView, author: Person | None) -> Iterator[str]:
    """Whom a reader may ask: the supervisor, else the author; with what of telephone and mail is known."""
    supervisors = (p for p in view.people.persons if p.role == SUPERVISOR and p.active_on(view.day))
    asked = next((person for person in supervisors if person.phone or person.email), author)
    if asked:
        yield "　".join(filter(None, (f"联系人：{asked.name}", asked.phone and f"电话：{asked.phone}", asked.email)))


def _team(view: PartsView, rounds: Iterable[Campaign], visits: Sequence[CallRecord]) -> tuple[str, ...]:
    """Everybody who went, who led first, whoever kept the sheet."""
    led = [person.name for one in rounds if (person := view.people.find(one.led_by))]
    callers = [person.name for no in dict.fromkeys(v.agent for v in visits) if (person := view.people.find(no))]
    others = [name for one in rounds for name in split_list(one.participants)]
    others += [name for visit in visits for name in split_list(visit.text("participants"))]
    known = [person.name if (person := view.people.find(name)) else name for name in others]
    return tuple(dict.fromkeys([*led, *callers, *known]))


def _places(view: PartsView, met: Sequence[CallRecord]) -> Iterator[PublishedPlace]:
    """The places in the order in which people came there."""
    by_place: dict[str, list[CallRecord]] = {}
    for visit in sorted(met, key=lambda visit: visit.moment):
        customer = view.customers.get(visit.customer_no)
        by_place.setdefault((customer.region if customer else "") or "其他地方", []).append(visit)
    hidden = _names(view.customers.values())
    for name, visits in by_place.items():
        days = "、".join(f"{day.month}月{day.day}日" for day in sorted({visit.called_on for visit in visits}))
        concerns = tuple(dict.fromkeys(_concerns(view, visits, hidden)))[:MOST_CONCERNS]
        yield PublishedPlace(name, days, len({visit.customer_no for visit in visits}), concerns)


def _concerns(view: PartsView, visits: Iterable[CallRecord], hidden: Sequence[tuple[str, str]]) -> Iterator[Concern]:
    """What was said by those who are content, and what they asked to be followed up."""
    for visit in visits:
        if visit.satisfaction in DISSATISFIED:
            continue
        answers = [visit.text(question.key) for question in view.policy.questions if question.form == "文字"]
        said = [text for text in (visit.wishes, *answers) if text and not says_nothing(text)]
        if said:
            answered = "" if says_nothing(visit.measures) else visit.measures
            yield Concern(_public("；".join(dict.fromkeys(said)), hidden), _public(answered, hidden))


def _names(customers: Iterable[Customer]) -> list[tuple[str, str]]:
    """What is not to be published, and what stands for it; the longest first."""
    names = {name: one.customer_class for one in customers for name in (one.name, one.contact, *_others(one)) if name}
    long = [(clean(name), f"一位{kind}") for name, kind in names.items() if len(name) >= _SHORTEST_NAME]
    return sorted(long, key=lambda pair: (-len(pair[0]), pair[0]))


def _others(customer: Customer) -> Iterator[str]:
    yield from (person.name for person in customer.contacts)


def _public(text: str, hidden: Sequence[tuple[str, str]]) -> str:
    """The text without customers' names and without telephone numbers."""
    plain = _NUMBER.sub("…", clean(text))
    for name, instead in hidden:
        plain = plain.replace(name, instead)
    return plain
