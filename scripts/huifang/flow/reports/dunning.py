"""交表提醒, 催交 and 报告: agents are reminded of their sheets and asked for what did not come, and their supervisors
are told who is late; reports are sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from huifang.core.periods import Period
from huifang.decisions.reports.changes import says_otherwise
from huifang.decisions.reports.handing_in import INCOMPLETE, MISSING, HandIn, hand_ins_of
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.post.letters import Matter, Occasion, can_be_mailed, people_of
from huifang.flow.reports.handed_in import batch_duties
from huifang.flow.reports.sheets_along import sheets_along
from huifang.ledger.letters import matter_key
from huifang.ledger.state import MadeReport
from huifang.policy.notices import Notice
from huifang.policy.people import Person
from huifang.tables.declared import notice_rules
from huifang.tables.declared.mail_rules import CHASE_LIST

#: Sheets are asked for, and reports sent, for so many days.
DAYS_ASKED = 20


def _hand_ins(desk: Desk) -> tuple[HandIn, ...]:
    """The sheets that are due around today, as they stand now."""
    now = desk.present
    around = Period(now.today - timedelta(days=DAYS_ASKED), now.today + timedelta(days=DAYS_ASKED), "")

    def worked_out() -> tuple[HandIn, ...]:
        duties = batch_duties(desk, now, around)
        return tuple(hand_ins_of(duties, now.policy, now.people, now.at)) if duties else ()

    key = ("hand-ins", now.at, len(desk.state.submissions), len(desk.state.books), *now.versions.values())
    return desk.once(key, worked_out)


def _before(desk: Desk, notice: Notice) -> Iterator[Matter]:
    """The sheets that lack something and are due in so many days or less: on the working day before that, where nobody
    works then, and on the next that somebody looks; on the due day itself only by a row that says so.
    """
    now, ahead = desk.present, notice.ahead.amount if notice.ahead else 0
    calendar = now.calendar(now.today - timedelta(days=DAYS_ASKED), now.today + timedelta(days=DAYS_ASKED))
    for one in _hand_ins(desk):
        first = one.due_on - timedelta(days=ahead)
        if ahead and not calendar.is_workday(first):
            first = calendar.workday_before(first)
        is_time = first <= now.today < one.due_on if ahead else now.today == one.due_on
        if one.still_open and is_time:
            yield _matter(now, one, f"{ahead} 天")


def _matter(now: Moment, one: HandIn, what: str) -> Matter:
    person = now.people.by_no.get(one.agent)
    there = person is not None and person.active_on(now.today)
    asked = [person] if person and there else [*now.people.chain_above(one.agent, now.today)][:1]  # who has left
    return Matter(
        key=matter_key(one.agent, one.batch, what), label=f"{now.people.label(one.agent)} {one.batch}", about=one,
        number=one.agent, concerns=tuple(asked), period=one.batch,
    )  # fmt: skip


def _due_subject(now: Moment, matters: Sequence[Matter]) -> str:
    return f"【请交回访表】{'、'.join(matter.about.batch for matter in matters)}"


def _late_ones(desk: Desk) -> Iterator[HandIn]:
    """The sheets of which nothing came, or that lack something, after their due day, unless somebody excused it."""
    for one in _hand_ins(desk):
        asked = one.state in (MISSING, INCOMPLETE) and one.still_open and not one.excused_by
        if asked and one.due_on < desk.present.today:
            yield one


def _late(desk: Desk, notice: Notice) -> Iterator[Matter]:
    for one in _late_ones(desk):
        yield _matter(desk.present, one, f"{one.due_on}")


def _chase_subject(now: Moment, matters: Sequence[Matter]) -> str:
    return f"【催交回访表】{'、'.join(matter.about.batch for matter in matters)}"


@dataclass(frozen=True)
class ChaseList:
    """What a supervisor is told of a batch: whose sheets are missing or lack something, since ``due_on``."""

    batch: str
    due_on: date
    late: tuple[HandIn, ...]


def _chase_lists(desk: Desk, notice: Notice) -> Iterator[Matter]:
    """For each supervisor and batch the sheets that are late, once."""
    now = desk.present
    lists: dict[tuple[Person, str, date], list[HandIn]] = {}
    for one in _late_ones(desk):
        for person in filter(can_be_mailed, now.people.supervisors_of(one.agent, now.today)):
            lists.setdefault((person, one.batch, one.due_on), []).append(one)
    for (person, batch, due_on), late in lists.items():
        yield Matter(
            key=matter_key(batch, f"{due_on}", person.person_no), label=batch,
            about=ChaseList(batch, due_on, tuple(late)), concerns=(person,), period=batch,
        )  # fmt: skip


def _list_subject(now: Moment, matters: Sequence[Matter]) -> str:
    (listed,) = (matter.about for matter in matters)
    return f"【催交名单】{listed.batch} 还有 {len(listed.late)} 份回访表没有交齐"


def _reports(desk: Desk, notice: Notice) -> Iterator[Matter]:
    """The newest version of each report that says something new, for its receivers, as long as it is new."""
    now = desk.present
    newest: dict[tuple[str, str], MadeReport] = {}
    for made in desk.state.reports:
        before = newest.get((made.kind, made.period))
        if before is None or _says_more(before, made):
            newest[made.kind, made.period] = made
    for made in newest.values():
        duty = now.policy.duty_of(made.kind)
        if duty and now.at - made.at <= timedelta(days=DAYS_ASKED):
            books = tuple(path for path in made.files if made.kind in path and not path.endswith(".txt"))
            yield Matter(
                key=matter_key(made.kind, made.period, str(made.version)), about=made, files=books,
                label=f"{made.kind} {made.period}", concerns=people_of(now, duty.recipients), period=made.period,
            )  # fmt: skip


def _says_more(before: MadeReport, made: MadeReport) -> bool:
    """Whether it says more than that who is late is later by now."""
    figures = {key: value for key, value in made.figures.items() if key != "late_days"}
    return says_otherwise(before, figures, made.tiles or {})


def _report_subject(now: Moment, matters: Sequence[Matter]) -> str:
    return "、".join(f"{matter.about.kind} {matter.about.period}" for matter in matters)


REMINDED = Occasion(
    name=notice_rules.BEFORE_HAND_IN, template="due_mail.txt.j2", subject=_due_subject, find=_before,
    lapses=True,
)  # fmt: skip
CHASED = Occasion(
    name=notice_rules.CHASE, template="chase_mail.txt.j2", subject=_chase_subject, find=_late,
    lapses=True,
)  # fmt: skip
CHASE_LISTS = Occasion(
    name=CHASE_LIST, template="chase_list_mail.txt.j2", subject=_list_subject, find=_chase_lists, lapses=True,
    of_the_work=True,
)  # fmt: skip
REPORTED = Occasion(
    name=notice_rules.REPORT, template="report_mail.txt.j2", subject=_report_subject, find=_reports,
    lapses=True, attached=sheets_along,
)  # fmt: skip
