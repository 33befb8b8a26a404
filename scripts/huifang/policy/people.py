"""Who works here, who stands in for whom, and exceptions that a person answers for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

from huifang.core.dialled import lines_in
from huifang.core.findings import Place
from huifang.core.lookalikes import foreign_letters, look_alike
from huifang.core.text import half_width, nearest, split_list
from huifang.core.traditional import simplified
from huifang.tables.declared.people import PEOPLE
from huifang.tables.model import NOT_READ, Origin, Row
from huifang.tables.options import (
    ABOUT_CUSTOMER,
    ABOUT_PERSON,
    ABOUT_PLAN,
    AGENT,
    BOSS,
    LEFT,
    PAUSE,
    SUPERVISOR,
    YES,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One row of 人员 (``origin``). From ``left_on`` on (inclusive) the person takes no more calls. What is attached to
    mails to the person is locked where ``locks_attachments`` says so.
    """

    person_no: str
    name: str = ""
    role: str = ""
    superior: str = ""
    daily_limit: int | None = None
    status: str = "在职"
    left_on: date | None = None
    email: str = ""
    phone: str = ""
    department: str = ""
    regions: tuple[str, ...] = ()
    locks_attachments: bool = False
    outgoing_lines: str = ""
    origin: Origin = field(default=NOT_READ, compare=False)

    def active_on(self, day: date) -> bool:
        """Whether the person works here on that day."""
        if self.left_on is not None:
            return day < self.left_on
        return self.status != LEFT

    @property
    def lines(self) -> tuple[str, ...]:
        """The numbers and extensions from which the person calls."""
        return lines_in(self.outgoing_lines or self.phone)

    @property
    def label(self) -> str:
        """How the person is named to people: ``A01 李明``."""
        return f"{self.person_no} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class StandIn:
    """From ``from_on`` to ``until_on``, both inclusive, ``substitute`` calls for ``person_no``."""

    person_no: str
    from_on: date
    until_on: date
    substitute: str

    def covers(self, day: date) -> bool:
        """Whether the person is away on that day."""
        return self.from_on <= day <= self.until_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """A row of 例外: from ``from_on`` to ``until_on`` (None: for good), both inclusive.

    ``starts_at`` and ``ends_at`` (None: the day's end) are the times of these two days, where they were written.
    """

    subject: str
    subject_no: str
    from_on: date
    until_on: date | None
    treatment: str
    approved_by: str
    reason: str
    starts_at: time = time.min
    ends_at: time | None = None
    origin: Origin = field(default=NOT_READ, compare=False)

    def covers(self, day: date) -> bool:
        """Whether it is in force on that day."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)

    @property
    def starts(self) -> datetime:
        """The first moment."""
        return datetime.combine(self.from_on, self.starts_at)

    @property
    def ends(self) -> datetime | None:
        """The moment at which it is over; None: nobody knows yet."""
        if self.until_on is None:
            return None
        if self.ends_at is None:
            return datetime.combine(self.until_on, time.min) + timedelta(days=1)
        return datetime.combine(self.until_on, self.ends_at)


@dataclass(frozen=True)
class People:
    """The staff, found by 工号 or by a name that only one of them has."""

    persons: tuple[Person, ...] = ()
    stand_ins: tuple[StandIn, ...] = ()
    exemptions: tuple[Exemption, ...] = ()

    @cached_property
    def by_no(self) -> Mapping[str, Person]:
        """People by 工号; of two rows with one 工号 the first counts."""
        return {person.person_no: person for person in reversed(self.persons)}

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[Person, ...]]:
        names: dict[str, tuple[Person, ...]] = {}
        for person in self.by_no.values():
            name = simplified(half_width(person.name))
            names[name] = (*names.get(name, ()), person)
        return names

    def find(self, text: str | None) -> Person | None:
        """The person with that 工号, or the only one of that name."""
        if not text:
            return None
        if text in self.by_no:
            return self.by_no[text]
        named = self._by_name.get(simplified(half_width(text)), ())
        return named[0] if len(named) == 1 else None

    def is_ambiguous(self, text: str) -> bool:
        """Whether it is the name of several people."""
        return text not in self.by_no and len(self._by_name.get(simplified(half_width(text)), ())) > 1

    def suggestion(self, text: str) -> str:
        """Who may be meant by a text that is nobody's 工号 or name, as a sentence; empty where nobody looks like it."""
        alike = look_alike(text, self.by_no)
        if alike:
            why = "里面有看起来像英文的别国字母" if foreign_letters(text) else "只是大小写或字形不同"
            return f"它看起来与工号“{alike}”一样，{why}，请改为“{alike}”。"
        close = nearest(text, [*self.by_no, *(person.name for person in self.persons)])
        return f"是不是“{close}”？" if close else ""

    def why_nobody(self, text: str) -> str:
        """Why :meth:`find` knows nobody by the text, and what to write, as sentences."""
        if self.is_ambiguous(text):
            return f"有几个人叫“{text}”，请写工号。"
        return f"《人员》里没有“{text}”。{self.suggestion(text)}"

    def label(self, person_no: str) -> str:
        """``A01 李明``, or the bare number of somebody unknown."""
        person = self.by_no.get(person_no)
        return person.label if person else person_no

    def place(self, person_no: str, key: str) -> Place:
        """Where the person's cell stands; the sheet, for somebody unknown."""
        person = self.by_no.get(person_no)
        return person.origin.place(key) if person else Place(PEOPLE.workbook, PEOPLE.name)

    def absence(self, person_no: str, day: date) -> StandIn | None:
        """The stand-in arrangement that is in force for the person on that day."""
        return next((s for s in self.stand_ins if s.person_no == person_no and s.covers(day)), None)

    def supervisors_of(self, person_no: str, day: date) -> tuple[Person, ...]:
        """Who confirms what the person changed: the superior if a supervisor, else all supervisors at work that day."""
        person = self.by_no.get(person_no)
        superior = self.find(person.superior) if person else None
        at_work = tuple(p for p in self.by_no.values() if p.role == SUPERVISOR and p.active_on(day))
        return (superior,) if superior in at_work and superior else at_work

    def chain_above(self, person_no: str, day: date) -> tuple[Person, ...]:
        """The superior, theirs and so on up, nobody twice; who has left is passed over, their superior is not."""
        chain: dict[str, Person] = {}
        person = self.by_no.get(person_no)
        while person:
            person = self.find(person.superior)
            if person is None or person.person_no in chain or person.person_no == person_no:
                break
            chain[person.person_no] = person
        return tuple(person for person in chain.values() if person.active_on(day))

    def first_of_role(self, role: str, day: date) -> Person | None:
        """The person of that role at work that day, of several the one with the smallest 工号."""
        of_role = (p for p in self.by_no.values() if p.role == role and p.active_on(day))
        return min(of_role, key=lambda person: person.person_no, default=None)

    def head_of(self, department: str, day: date) -> Person | None:
        """The department's one supervisor; where it has none, its one member whose superior is not of it."""
        members = [p for p in self.by_no.values() if department and p.department == department and p.active_on(day)]
        heads = [p for p in members if p.role == SUPERVISOR] or [
            p for p in members if self.find(p.superior) not in members
        ]
        return heads[0] if len(heads) == 1 else None

    def in_charge_of(self, region: str, day: date) -> Person | None:
        """Who answers for the region: of those who have it as 负责区域 and work here that day the highest, as long as
        one alone is.
        """
        known = [p for p in self.by_no.values() if region and region in p.regions and p.active_on(day)]
        top = [p for p in known if self.find(p.superior) not in known]
        heads = [p for p in top if p.role == SUPERVISOR] or top
        return heads[0] if len(heads) == 1 else None

    def caller_on(self, person_no: str, day: date) -> str | None:
        """Who makes the person's calls on that day: the person, a substitute (or theirs), None if nobody can."""
        seen: set[str] = set()
        while person_no not in seen:
            seen.add(person_no)
            absent = self.absence(person_no, day)
            if absent is None:
                person = self.by_no.get(person_no)
                return person_no if person and person.active_on(day) else None
            person_no = absent.substitute
        return None

    def fallback_for(self, person_no: str, day: date) -> str | None:
        """Who takes the calls of somebody unknown or gone: the superior, else a supervisor, a boss, an agent."""
        person = self.by_no.get(person_no)
        superior = self.find(person.superior) if person else None
        staff = sorted(self.by_no.values(), key=lambda p: p.person_no)
        candidates = [superior] if superior else []
        candidates += [p for role in (SUPERVISOR, BOSS, AGENT) for p in staff if p.role == role]
        callers = (self.caller_on(candidate.person_no, day) for candidate in candidates)
        return next((caller for caller in callers if caller), None)

    @cached_property
    def _exemptions(self) -> Mapping[tuple[str, str], tuple[Exemption, ...]]:
        found: dict[tuple[str, str], tuple[Exemption, ...]] = {}
        for entry in sorted(self.exemptions, key=lambda entry: entry.from_on):
            key = (entry.subject, entry.subject_no)
            found[key] = (*found.get(key, ()), entry)
        return found

    def pauses_of(self, customer_no: str, plan_no: str = "") -> tuple[Exemption, ...]:
        """The pauses of a customer, and those of one call; the earliest first."""
        of_call = self.exempted(ABOUT_PLAN, plan_no, PAUSE) if plan_no else ()
        return (*self.exempted(ABOUT_CUSTOMER, customer_no, PAUSE), *of_call)

    def exempted(self, subject: str, subject_no: str, *treatments: str) -> tuple[Exemption, ...]:
        """The rows of 例外 about it with one of these 处理, whoever approved them; the earliest first."""
        about = self._exemptions.get((subject, subject_no), ())
        return tuple(entry for entry in about if entry.treatment in treatments)

    def exemption(self, subject: str, subject_no: str, day: date, *treatments: str) -> Exemption | None:
        """The exception of one of these treatments that is in force for the subject on that day."""
        return next(
            (
                e
                for e in self.exemptions
                if e.subject == subject and e.subject_no == subject_no and e.treatment in treatments and e.covers(day)
            ),
            None,
        )


def build_people(people: Iterable[Row], stand_ins: Iterable[Row], exceptions: Iterable[Row]) -> People:
    """The staff from the rows of 人员.xlsx; a row with a gap still counts as far as it goes."""
    persons = tuple(
        Person(
            person_no=row["person_no"], name=row["name"] or "", role=row["role"] or "", superior=row["superior"] or "",
            daily_limit=row["daily_limit"], status=row["status"] or "", left_on=row["left_on"],
            email=row["email"] or "", phone=row["phone"] or "", department=row["department"] or "",
            regions=split_list(row["region"] or ""), locks_attachments=row["locks_attachments"] == YES,
            outgoing_lines=row["outgoing_lines"] or "",
            origin=row.origin,
        )
        for row in people
        if row["person_no"]
    )  # fmt: skip
    staff = People(persons)

    def number(text: str) -> str:
        person = staff.find(text)
        return person.person_no if person else text

    return People(
        persons,
        tuple(
            StandIn(number(row["person_no"]), row["from_on"], row["until_on"], number(row["substitute"]))
            for row in stand_ins
            if not row.broken
        ),
        tuple(
            Exemption(
                subject=row["subject"], treatment=row["treatment"], approved_by=row["approved_by"],
                subject_no=number(row["subject_no"]) if row["subject"] == ABOUT_PERSON else row["subject_no"],
                reason=row["reason"], from_on=row["from_on"].date(), starts_at=row["from_on"].time(),
                until_on=row["until_on"] and row["until_on"].date(),
                ends_at=_ends_at(row["until_on"]), origin=row.origin,
            )
            for row in exceptions
            if not row.broken
        ),
    )  # fmt: skip


def _ends_at(moment: datetime | None) -> time | None:
    """The time of day at which something ends; None where only the day was written."""
    return moment.time() if moment and moment.time() > time.min else None
