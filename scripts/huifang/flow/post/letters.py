"""Letters: what happened on an occasion of 通知 becomes one draft for each person who is written to, once.

An :class:`Occasion` finds the matters that stand now; the rows of 通知 say who is written to; what was written is in
the journal. So a matter is written of to a person once, however often anybody looks, and a person has one letter about
all that is new on an occasion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.text import file_name
from huifang.edges.store.files import digest
from huifang.edges.store.office import OUTBOX
from huifang.edges.store.outbox import put_in_outbox
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.ledger.letters_said import LettersWritten, WrittenLetter
from huifang.policy.notices import Notice
from huifang.policy.people import Person
from huifang.tables.cells import shown
from huifang.tables.declared.notice_rules import OF_THE_CASE


@dataclass(frozen=True, kw_only=True)
class Matter:
    """Something to be written of. ``key`` is what the journal knows it by, ``label`` what people call it; ``number`` is
    that of what it is about, where the label says more; ``about`` is handed to the template.

    ``concerns`` are those who are written to where the row of 通知 names nobody, ``department`` is the one that it is
    with. ``nobody`` is what is said where there is nobody to write to (None: J807).
    """

    key: str
    label: str
    about: Any
    number: str = ""
    concerns: tuple[Person, ...] = ()
    department: str = ""
    nobody: Finding | None = None


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """An occasion of 通知: what its letters are made from and called, and ``step``, what ``run`` calls writing them.

    ``find`` gives the matters that stand now by a row of 通知, those that were written of before, too; None where they
    come up in the course of other work, which hands them over. ``afterwards`` is done whenever that was looked at, and
    gives what stood in the way. ``alarm`` says in a few words why somebody has to act when such a letter was written,
    ``listed_as`` is what the numbers of its matters are called where ``run`` says what it did.
    """

    name: str
    template: str
    step: str
    subject: Callable[[Moment, Sequence[Matter]], str]
    find: Callable[[Desk, Notice], Iterable[Matter]] | None = None
    afterwards: Callable[[Desk], Iterable[Finding]] | None = None
    alarm: str = ""
    listed_as: str = "about"


@dataclass
class LettersDone:
    """The letters of an occasion: about what (labels, numbers), to whom (工号), which files, what stood in the way."""

    occasion: str
    subjects: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    receivers: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)

    @property
    def did_something(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.files or self.notes)

    def said(self, label: Callable[[str], str]) -> str:
        """Of what letters were written to whom; empty where none was."""
        about, people = "、".join(self.subjects), "、".join(map(label, self.receivers))
        return f"{self.occasion}：{about}，已写好给 {people} 的信，请从发件箱发出。" if self.files else ""


def write_letters(desk: Desk, occasion: Occasion) -> LettersDone:
    """Write of all matters that stand on the occasion, by each row of 通知 about it, and journal what was written."""
    done = LettersDone(occasion.name)
    if occasion.find:
        for notice in desk.present.policy.notices_of(occasion.name):
            write_by(desk, occasion, notice, occasion.find(desk, notice), done)
    if occasion.afterwards:
        done.notes.extend(occasion.afterwards(desk))
    return done


def write_by(desk: Desk, occasion: Occasion, notice: Notice, matters: Iterable[Matter], done: LettersDone) -> None:
    """The same by one row, of these matters."""
    by_person: dict[str, list[Matter]] = {}
    lacking: dict[Finding | None, int] = {}
    for matter in matters:
        receivers = _receivers(desk.present, notice, matter)
        if not receivers:
            lacking[matter.nobody] = lacking.get(matter.nobody, 0) + 1
        for person in receivers:
            if not _is_written(desk, occasion, matter, person):
                by_person.setdefault(person.person_no, []).append(matter)
    done.notes.extend(finding or _nobody(occasion, notice, count) for finding, count in lacking.items())
    letters = [_write(desk, occasion, notice, number, mine, done) for number, mine in by_person.items()]
    if letters:
        desk.commit(LettersWritten(occasion=occasion.name, letters=tuple(letters)))


def _is_written(desk: Desk, occasion: Occasion, matter: Matter, person: Person) -> bool:
    letter = desk.state.letters.of(occasion.name, matter.key)
    return letter is not None and (not letter.receivers or person.person_no in letter.receivers)


def _receivers(now: Moment, notice: Notice, matter: Matter) -> tuple[Person, ...]:
    """Whom the row names, who work here today; whom the matter concerns, where it names nobody."""
    if not (notice.roles or notice.departments):
        return matter.concerns
    staff = [person for person in now.people.by_no.values() if person.active_on(now.today)]
    named = [person for person in staff if person.role in notice.roles]
    named += [person for word in notice.roles if (person := now.people.find(word)) in staff and person]
    for word in notice.departments:
        department = matter.department if word == OF_THE_CASE else word
        head = now.people.head_of(department, now.today)
        named += [head] if head else [person for person in staff if department and person.department == department]
    return tuple(dict.fromkeys(named))


def _nobody(occasion: Occasion, notice: Notice, count: int) -> Finding:
    named = "、".join((*notice.roles, *notice.departments)) or "负责人"
    return found("J807", Place("人员.xlsx", "人员"), count=count, occasion=occasion.name, roles=named)


def _write(
    desk: Desk, occasion: Occasion, notice: Notice, number: str, matters: Sequence[Matter], done: LettersDone
) -> WrittenLetter:
    """One draft to that person; what cannot be put into 发件箱 now waits for the next run, which is noted."""
    from huifang.edges.post.mail_drafts import Draft, draft_mail  # noqa: PLC0415  (letters are rare)

    now = desk.present
    person = now.people.by_no[number]
    text = _text(desk, occasion, notice, person, [matter.about for matter in matters])
    subject = occasion.subject(now, matters)
    mark = digest("、".join(matter.key for matter in matters).encode())[:8]
    path = f"{OUTBOX}/{occasion.name}-{now.today}-{file_name(person.label)}-{mark}.eml"
    refused = put_in_outbox(desk.office, path, draft_mail(Draft((person,), subject, text, "", b"", desk.now)))
    if refused:
        done.notes.append(found("J831", Place(path), file=path, reason=refused.reason))
    for matter in matters:
        if matter.label not in done.subjects:
            done.subjects.append(matter.label)
            done.numbers.append(matter.number or matter.label)
    done.receivers += [] if number in done.receivers else [number]
    done.files.append(path)
    return WrittenLetter(receiver=number, about=tuple(matter.key for matter in matters), file=path)


def _text(desk: Desk, occasion: Occasion, notice: Notice, person: Person, cases: Sequence[Any]) -> str:
    from huifang.edges.post.mail_drafts import covering_text  # noqa: PLC0415  (as above)

    now = desk.present
    values: Mapping[str, Any] = {
        "name": person.name, "cases": cases, "today": now.today, "label": now.people.label, "moment": shown,
        "unit_name": now.policy.unit_name,
    }  # fmt: skip
    return covering_text(occasion.template, **values)
