"""批示单 to everybody who has to decide about unresolved problems, with a draft; each report asks again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from huifang.core.text import file_name
from huifang.decisions.reports.report import Problem
from huifang.edges.books.decision_cards import DecisionCard, DecisionForm
from huifang.edges.store.files import OfficeError, read_bytes
from huifang.edges.store.office import OUTBOX
from huifang.flow.calls.problems import carried_out_by
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.post.sending import Sent, options_of, send
from huifang.ledger.letters import matter_key
from huifang.ledger.letters_said import LettersWritten, WrittenLetter
from huifang.policy.people import Person
from huifang.tables.declared.decisions import SHEET

#: The occasion under which the journal keeps who was asked about which problem.
ASKED = "请批示"
#: So many working days are proposed for what is decided.
DAYS_TO_CARRY_OUT = 3


@dataclass(frozen=True)
class FormOfDecider:
    """A form for one person who has to decide: with a card for each of the problems."""

    decider: str
    person: Person
    problems: tuple[Problem, ...]
    form: bytes


def send_decisions(desk: Desk, then: Moment, period: str, problems: Sequence[Problem]) -> list[Sent]:
    """To everybody who has to decide: a form with a card for each problem, the longest wait first, and a draft.

    Who that is the staff of the report says; the mail goes to where they are reached now.
    """
    from huifang.edges.post.mail_drafts import Draft, covering_text  # noqa: PLC0415  (rarely asked)

    now, sent, letters = desk.present, list[Sent](), list[WrittenLetter]()
    for one in decisions_asked(desk, then, period, problems):
        person, mine = one.person, one.problems
        text = covering_text("decision_mail.txt.j2", name=person.name, problems=mine, unit_name=now.policy.unit_name)
        path = _free(desk, f"{OUTBOX}/{SHEET}-{file_name(f'{period}-{one.decider}')}")
        subject = f"【请批示】{len(mine)} 个没有解决的问题"
        keys = tuple(matter_key(problem.record.record_no, period) for problem in mine)
        if _has_gone(desk, path, keys):
            continue
        draft = Draft(to=(person,), subject=subject, text=text, periods=(period,))
        sent.append(send(desk, path, one.form, draft))
        letters.append(WrittenLetter(receiver=person.person_no, about=keys, file=path))
    new = [one for one in letters if any(desk.state.letters.of(ASKED, key) is None for key in one.about)]
    if new:
        desk.commit(LettersWritten(occasion=ASKED, letters=tuple(new)))
    return sent


def _has_gone(desk: Desk, form: str, keys: Iterable[str]) -> bool:
    """Whether the form with these cards went out from the office's mailbox: a report that is made again asks nothing
    new.
    """
    mail = str(PurePosixPath(form).with_suffix(".eml"))
    asked = all(desk.state.letters.of(ASKED, key) for key in keys)
    return asked and desk.state.mails.has_gone(mail) and not desk.office.path(mail).exists()


def decisions_asked(desk: Desk, then: Moment, period: str, problems: Sequence[Problem]) -> Iterator[FormOfDecider]:
    """The forms for everybody who has to decide about one of the problems, the longest wait first."""
    from huifang.edges.books.correction_form import decision_book  # noqa: PLC0415  (rarely asked)

    by_decider: dict[str, list[Problem]] = {}
    for problem in sorted(problems, key=lambda one: -one.open_days):
        by_decider.setdefault(problem.decider, []).append(problem)
    now = desk.present
    staff = [person.label for person in now.people.by_no.values() if person.active_on(now.today)]
    for decider, mine in by_decider.items():
        asked = then.people.find(mine[0].record.reported_to) or Person(person_no="", name=decider)
        person = now.people.by_no.get(asked.person_no, asked)
        cards = DecisionForm(
            title=period, name=person.name or decider, decider=person.label,
            cards=[_card(desk, period, problem) for problem in mine], staff=staff,
        )  # fmt: skip
        form = decision_book(cards, desk.state.office_id, options_of(desk, now), now.policy.unit_name)
        yield FormOfDecider(decider, person, tuple(mine), form)


def _free(desk: Desk, stem: str) -> str:
    """The form's path; one that somebody has begun to fill in is left as it is."""
    from huifang.edges.reading.decision_cards import filled_cards  # noqa: PLC0415
    from huifang.edges.reading.unreadable import Unreadable  # noqa: PLC0415
    from huifang.edges.reading.xlsx_read import read_book  # noqa: PLC0415

    for number in range(1, 100):
        path = f"{stem}{f'-{number}' if number > 1 else ''}.xlsx"
        if not desk.office.path(path).exists():
            return path
        try:
            grid = read_book(read_bytes(desk.office.path(path))).sheets.get(SHEET, ())
        except (OfficeError, Unreadable):
            continue
        if not any(card.is_filled for card in filled_cards(grid)):
            return path
    return path


def _card(desk: Desk, period: str, problem: Problem) -> DecisionCard:
    now, record = desk.present, problem.record
    said = "；".join(dict.fromkeys(text for text in (record.dissatisfied_because, record.wishes) if text))
    before = {key for occasion, key in desk.state.letters.written if occasion == ASKED}
    mine = {key for key in before if key.startswith(matter_key(record.record_no, ""))}
    return DecisionCard(
        record_no=record.record_no,
        customer=f"{record.customer_name} {record.contact}".strip(),
        phone=record.phone,
        said=said,
        proposal=record.measures,
        agent=problem.agent_label,
        called_on=record.called_on,
        document=record.report_document,
        open_days=problem.open_days,
        asked=len(mine - {matter_key(record.record_no, period)}) + 1,
        carrier=now.people.label(carried_out_by(now, record)),
        until_on=_in_working_days(now, DAYS_TO_CARRY_OUT),
    )


def _in_working_days(now: Moment, count: int) -> date:
    calendar, day = now.calendar(now.today, now.today), now.today
    for _ in range(count):
        day = calendar.workday_after(day)
    return day
