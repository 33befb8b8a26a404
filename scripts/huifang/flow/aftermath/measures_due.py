"""措施到期: measures are called to mind before their day, asked for after it, and handed to who verifies them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from huifang.decisions.reports.parts.measures import LATE, OPEN, TO_VERIFY, state_of
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.post.letters import Matter, Occasion
from huifang.ledger.letters import matter_key, unnumbered
from huifang.policy.notices import Notice
from huifang.policy.people import Person
from huifang.tables.declared import complaints, feedback, notice_rules
from huifang.tables.model import Row
from huifang.tables.options import SUPERVISOR


def _not_verified(desk: Desk, notice: Notice) -> Iterator[Matter]:
    """Those that are due in so many days or less, or late, for who carries them out; those that are done, for who
    verifies them. Of each stage once.
    """
    now = desk.present
    ahead = timedelta(days=notice.ahead.amount if notice.ahead else 0)
    for row in now.rows(feedback.MEASURES) or now.rows(complaints.MEASURES):
        state = state_of(row, now.today)
        if state == TO_VERIFY:
            yield _matter(desk, row, state, row["done_on"], "verified_by")
        elif state in (LATE, OPEN) and row["due_on"] and row["due_on"] - ahead <= now.today:
            yield _matter(desk, row, state, row["due_on"], "owner")


def _matter(desk: Desk, row: Row, state: str, day: date, who: str) -> Matter:
    number = row["measure_no"] or row["measure"] or ""
    known_by = row["measure_no"] or unnumbered(desk.state.office_id, row["origin"], row["measure"])
    return Matter(
        key=matter_key(known_by, state, f"{day}"), number=number, label=number, about={"row": row, "state": state},
        concerns=_person(desk.present, row[who]),
    )  # fmt: skip


def _person(now: Moment, named: str | None) -> tuple[Person, ...]:
    person = now.people.find(named)
    if person is None or not person.active_on(now.today):
        person = now.people.first_of_role(SUPERVISOR, now.today)
    return (person,) if person else ()


def _subject(now: Moment, matters: Sequence[Matter]) -> str:
    return f"【改进措施】{len(matters)} 项措施请办理或验证"


MEASURES_DUE = Occasion(
    name=notice_rules.MEASURE_DUE, template="measure_mail.txt.j2", subject=_subject, find=_not_verified, lapses=True,
)  # fmt: skip
