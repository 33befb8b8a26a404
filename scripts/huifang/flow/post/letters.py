"""Letters: what happened on an occasion of 通知 becomes one draft for each person who is written to, once.

An :class:`Occasion` finds the matters that stand now; the rows of 通知 say who is written to; what was written is in
the journal. So a matter is written of to a person once, however often anybody looks, and a person has one letter a day
about all that an occasion brings: while it was not sent yet, the next takes its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from huifang.core.catalogue import found
from huifang.core.findings import Finding
from huifang.core.text import clean
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.policy.mail import ADDRESS
from huifang.policy.model import Policy
from huifang.policy.notices import Notice
from huifang.policy.people import Person


@dataclass(frozen=True, kw_only=True)
class Matter:
    """Something to be written of. ``key`` is what the journal knows it by, ``label`` what people call it; ``number`` is
    that of what it is about, where the label says more; ``about`` is handed to the template.

    ``concerns`` are those who are written to where the row of 通知 names nobody, ``department`` is the one that it is
    with. ``nobody`` is what is said where there is nobody to write to (None: J807). A letter to a ``customer`` is about
    this matter alone, and sent by the first of those whom it concerns; ``files`` of the office go with it. Letters of
    one ``period`` stand together in a mailbox.
    """

    key: str
    label: str
    about: Any
    number: str = ""
    concerns: tuple[Person, ...] = ()
    department: str = ""
    nobody: Finding | None = None
    customer: Person | None = None
    files: tuple[str, ...] = ()
    period: str = ""


@dataclass(frozen=True)
class Attached:
    """What goes along with a letter: files by name, which are packed or sent in several mails where they are too large
    together; the title of a form that should, and could not be filled, and what is wrong with its template.
    """

    files: Mapping[str, bytes]
    lacking: str = ""
    notes: tuple[Finding, ...] = ()


#: What goes along with a letter about these matters to these persons.
GoesAlong = Callable[[Desk, Sequence[Matter], Sequence[Person]], Attached]


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """An occasion of 通知, and what its letters are made from and called.

    ``find`` gives the matters that stand now by a row of 通知, those that were written of before, too; None where they
    come up in the course of other work, which hands them over. ``afterwards`` is done whenever that was looked at, and
    gives what stood in the way. What ``lapses`` is put aside when its matters stand no longer. With a ``page`` one
    letter goes to everybody, and with it a page to be put up. What ``attached`` gives goes along.
    One ``of_the_work`` has no rows in 通知: it is written of where the office has a mailbox, to whom it concerns, in a
    letter for each matter. ``alarm`` says in a few words why somebody has to act; ``step`` is what ``run`` calls
    writing them, ``listed_as`` the numbers of its matters.
    """

    name: str
    template: str
    subject: Callable[[Moment, Sequence[Matter]], str]
    find: Callable[[Desk, Notice], Iterable[Matter]] | None = None
    afterwards: Callable[[Desk], Iterable[Finding]] | None = None
    lapses: bool = False
    page: str = ""
    attached: GoesAlong | None = None
    of_the_work: bool = False
    alarm: str = ""
    step: str = "letters"
    listed_as: str = "about"

    def notices(self, policy: Policy) -> tuple[Notice, ...]:
        """By which rows of 通知 it is written of."""
        if self.of_the_work:
            return (Notice(occasion=self.name),) if policy.mailbox.is_used else ()
        return policy.notices_of(self.name)


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

    def as_json(self, listed_as: str) -> dict[str, Any]:
        """What ``run`` says of them, the numbers under that name."""
        notes = [note.as_json() for note in self.notes]
        return {
            "occasion": self.occasion, listed_as: self.numbers, "letters": self.receivers, "files": self.files,
            "notes": notes,
        }  # fmt: skip

    def said(self, label: Callable[[str], str]) -> str:
        """Of what letters were written to whom; empty where none was."""
        about, people = "、".join(self.subjects), "、".join(map(label, self.receivers))
        return f"{self.occasion}：{about}，已写好给 {people} 的信，请从发件箱发出。" if self.files else ""


def people_of(now: Moment, words: Iterable[str]) -> tuple[Person, ...]:
    """Who works here today and has one of these roles, or is named by 工号 or name."""
    staff = [person for person in now.people.by_no.values() if person.active_on(now.today)]
    words = tuple(words)
    named = [person for person in staff if person.role in words]
    named += [person for word in words if (person := now.people.find(word)) and person in staff]
    return tuple(dict.fromkeys(named))


def heads_of(now: Moment, department: str) -> tuple[Person, ...]:
    """The department's head; where nobody is known as that, everybody of it who works here today."""
    head = now.people.head_of(department, now.today)
    if head or not department:
        return (head,) if head else ()
    return tuple(p for p in now.people.by_no.values() if p.department == department and p.active_on(now.today))


def can_be_mailed(person: Person) -> bool:
    """Whether a mail can be addressed to the person."""
    return ADDRESS.fullmatch(clean(person.email)) is not None


def without_address(now: Moment, person_no: str, what: str) -> Finding:
    """J851: what was not written as a mail, as the person has no address."""
    return found("J851", now.people.place(person_no, "email"), person=now.people.label(person_no), what=what)
