"""What customers who complained are told in writing, step by step; a person reads each draft and sends it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from huifang.decisions.complaints.clocks import ComplaintStatus
from huifang.flow.complaints.complaining import complaints
from huifang.flow.complaints.telling import answering, number_of
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.post.letters import Matter, Occasion
from huifang.policy.complaints import is_valid, last_word
from huifang.policy.notices import Notice
from huifang.policy.people import Person
from huifang.tables.declared import notice_rules

#: So many days after the customer was told the result thanks are in place.
THANKED_WITHIN = 7
Asks = Callable[[Moment, ComplaintStatus], bool]
Sender = Callable[[Moment, ComplaintStatus], tuple[Person, ...]]


def _to_accept(now: Moment, one: ComplaintStatus) -> bool:
    row = one.row
    return not one.life.is_closed and not any(row[k] for k in ("accepted_told_at", "outcome_told_at", "carried_out_at"))


def _under_way(now: Moment, one: ComplaintStatus) -> bool:
    """Investigated, and nothing carried out yet: the customer is told how far it is."""
    row = one.row
    told = any(row[key] for key in ("progress_told_at", "outcome_told_at", "carried_out_at"))
    return not one.life.is_closed and row["investigated_at"] is not None and is_valid(row.values) and not told


def _settled(now: Moment, one: ComplaintStatus) -> bool:
    row = one.row
    handled = row["carried_out_at"] is not None and row["outcome_told_at"] is None
    return not one.life.is_closed and handled and is_valid(row.values)


def _refused(now: Moment, one: ComplaintStatus) -> bool:
    return not one.life.is_closed and not is_valid(one.row.values) and one.row["outcome_told_at"] is None


def _to_thank(now: Moment, one: ComplaintStatus) -> bool:
    told = one.row["outcome_told_at"]
    recent = told is not None and now.at - told <= timedelta(days=THANKED_WITHIN)
    return recent and is_valid(one.row.values) and last_word(one.row.values).satisfied is not False


def _thanking(now: Moment, one: ComplaintStatus) -> tuple[Person, ...]:
    """The manager of the level that dealt with it: 致谢人, else who chose the remedy, else the nearest manager from who
    answers for it upwards.
    """
    staff, day = now.people, now.today
    named = (staff.find(one.row[key]) for key in ("thanked_by", "approved_by"))
    owner = one.owner.person
    managers = {superior.person_no for person in staff.persons if (superior := staff.find(person.superior))}
    upwards = (owner, *staff.chain_above(owner.person_no, day)) if owner else ()
    levels = (person for person in upwards if person.person_no in managers)
    person = next((person for person in (*named, *levels) if person and person.active_on(day)), None)
    return (person,) if person else answering(now, one)


def _finder(asks: Asks, sender: Sender) -> Callable[[Desk, Notice], Iterator[Matter]]:
    def find(desk: Desk, notice: Notice) -> Iterator[Matter]:
        now = desk.present
        for one in complaints(desk).statuses:
            received = one.row["received_at"]
            if received is not None and received.date() >= desk.state.founded_on and asks(now, one):
                yield Matter(
                    key=number_of(desk, one), number=one.complaint_no, label=one.label, about=one,
                    concerns=sender(now, one), department=one.row["department"] or "", customer=_customer(one),
                )  # fmt: skip

    return find


def _customer(one: ComplaintStatus) -> Person:
    """The complainant; what is no address of a mail is left out by the draft."""
    return Person(person_no="", name=one.row["complainant"] or "客户", email=one.row["contact_details"] or "")


def _subject(words: str) -> Callable[[Moment, Sequence[Matter]], str]:
    return lambda now, matters: f"{words}（{'、'.join(matter.label for matter in matters)}）"


def _occasion(name: str, template: str, words: str, asks: Asks, sender: Sender = answering) -> Occasion:
    return Occasion(
        name=name, template=template, subject=_subject(words),
        find=_finder(asks, sender), lapses=True, listed_as="complaints",
    )  # fmt: skip


TO_CUSTOMERS = (
    _occasion(notice_rules.ACCEPTED, "accepted_mail.txt.j2", "您反映的问题已经受理", _to_accept),
    _occasion(notice_rules.PROGRESS, "progress_mail.txt.j2", "您反映的问题的处理进展", _under_way),
    _occasion(notice_rules.RESULT, "result_mail.txt.j2", "您反映的问题已经处理", _settled),
    _occasion(notice_rules.REFUSAL, "refusal_mail.txt.j2", "关于您反映的问题", _refused),
    _occasion(notice_rules.THANKS, "thanks_mail.txt.j2", "感谢您的意见", _to_thank, _thanking),
)
