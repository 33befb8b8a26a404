"""Letters: what happened on an occasion of 通知 becomes one draft for each person who is written to, once.

An :class:`Occasion` finds the matters that stand now; the rows of 通知 say who is written to; what was written is in
the journal. So a matter is written of to a person once, however often anybody looks, and a person has one letter a day
about all that an occasion brings: while it was not sent yet, the next takes its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.text import file_name
from huifang.edges.store.files import digest, read_bytes
from huifang.edges.store.office import OUTBOX
from huifang.edges.store.outbox import put_in_outbox
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.post.drafts import lying, same_letter
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
    with. ``nobody`` is what is said where there is nobody to write to (None: J807). A letter to a ``customer`` is about
    this matter alone, and sent by the first of those whom it concerns; ``files`` of the office go with it.
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


@dataclass(frozen=True)
class Attached:
    """What goes along with a letter: files by name; the title of a form that should, and could not be filled, and what
    is wrong with its template.
    """

    files: Mapping[str, bytes]
    lacking: str = ""
    notes: tuple[Finding, ...] = ()


#: Below a letter whose form could not be filled.
_NOT_ATTACHED = "\n（本来要附上《{title}》，但本单位的模板填不了，没有附上；请向主管要一份。）\n"


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """An occasion of 通知, and what its letters are made from and called.

    ``find`` gives the matters that stand now by a row of 通知, those that were written of before, too; None where they
    come up in the course of other work, which hands them over. ``afterwards`` is done whenever that was looked at, and
    gives what stood in the way. What ``lapses`` is put aside when its matters stand no longer. With a ``page`` one
    letter goes to everybody, and with it a page to be put up. What ``attached`` gives of the matters goes along.
    ``alarm`` says in a few words why somebody has to act; ``step`` is what ``run`` calls writing them, ``listed_as``
    the numbers of its matters.
    """

    name: str
    template: str
    subject: Callable[[Moment, Sequence[Matter]], str]
    find: Callable[[Desk, Notice], Iterable[Matter]] | None = None
    afterwards: Callable[[Desk], Iterable[Finding]] | None = None
    lapses: bool = False
    page: str = ""
    attached: Callable[[Desk, Sequence[Matter]], Attached] | None = None
    alarm: str = ""
    step: str = "letters"
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
    to_write: dict[_To, list[Matter]] = {}
    told: dict[_To, list[Matter]] = {}
    lacking: dict[Finding | None, int] = {}
    for matter in matters:
        receivers = _receivers(desk.present, notice, matter)
        if not receivers:
            lacking[matter.nobody] = lacking.get(matter.nobody, 0) + 1
        for to in _letters_of(occasion, matter, receivers):
            written = _is_written(desk, occasion, matter, to.receiver)
            (told if written else to_write).setdefault(to, []).append(matter)
    done.notes.extend(finding or _nobody(occasion, notice, count) for finding, count in lacking.items())
    letters = [
        _write(desk, occasion, notice, to, [*_told_today(desk, occasion, to, told.get(to, ())), *mine], done)
        for to, mine in to_write.items()
    ]
    if letters:
        desk.commit(LettersWritten(occasion=occasion.name, letters=tuple(letters)))


@dataclass(frozen=True)
class _To:
    """To whom a letter goes: ``receiver`` is the 工号 of who gets it, or sends it to the customer; empty: everybody.
    ``label`` is what the file is called after.
    """

    receiver: str
    label: str
    persons: tuple[Person, ...]
    customer: Person | None = None

    @property
    def name(self) -> str:
        """How the letter begins."""
        return self.customer.name if self.customer else self.persons[0].name


def _told_today(desk: Desk, occasion: Occasion, to: _To, told: Iterable[Matter]) -> list[Matter]:
    """Those of the matters that a letter of today to the same person is about that still lies in 发件箱."""
    if occasion.page or to.customer:
        return []
    lie, stem = lying(desk.office), _stem(desk, occasion, to)
    about = {
        key
        for path, (name, keys) in desk.state.letters.drafts.items()
        if name == occasion.name and same_letter(path, f"{stem}-") and PurePosixPath(path).name in lie
        for key in keys
    }
    return [matter for matter in told if matter.key in about]


def _stem(desk: Desk, occasion: Occasion, to: _To) -> str:
    """How the names of today's letters to somebody on the occasion begin; what they are about follows."""
    return f"{OUTBOX}/{occasion.name}-{desk.present.today}-{file_name(to.label)}"


def _letters_of(occasion: Occasion, matter: Matter, receivers: Sequence[Person]) -> Iterator[_To]:
    if not receivers:
        return
    if occasion.page:
        yield _To("", matter.label, tuple(receivers))
    elif matter.customer:
        sender = receivers[0]
        yield _To(sender.person_no, f"{matter.label}-请{sender.label}发出", (sender,), matter.customer)
    else:
        yield from (_To(person.person_no, person.label, (person,)) for person in receivers)


def _is_written(desk: Desk, occasion: Occasion, matter: Matter, receiver: str) -> bool:
    """Whether that person was written to about it; a customer once, whoever sends it."""
    letter = desk.state.letters.of(occasion.name, matter.key)
    return letter is not None and (matter.customer is not None or not letter.receivers or receiver in letter.receivers)


def _receivers(now: Moment, notice: Notice, matter: Matter) -> tuple[Person, ...]:
    """Whom the row names, who work here today; whom the matter concerns, where it names nobody."""
    if not any(notice.receivers):
        return matter.concerns
    named = [*people_of(now, notice.roles)]
    for word in notice.departments:
        named += heads_of(now, matter.department if word == OF_THE_CASE else word)
    return tuple(dict.fromkeys(named))


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


def _nobody(occasion: Occasion, notice: Notice, count: int) -> Finding:
    named = "、".join((*notice.roles, *notice.departments)) or "负责人"
    return found("J807", Place("人员.xlsx", "人员"), count=count, occasion=occasion.name, roles=named)


def _write(
    desk: Desk, occasion: Occasion, notice: Notice, to: _To, matters: Sequence[Matter], done: LettersDone
) -> WrittenLetter:
    """One draft; what cannot be put into 发件箱 now waits for the next run, which is noted."""
    from huifang.edges.post.mail_drafts import Draft, covering_text, draft_mail  # noqa: PLC0415  (letters are rare)

    now, keys = desk.present, [matter.key for matter in matters]
    values: dict[str, Any] = {
        "name": to.name, "cases": [matter.about for matter in matters], "today": now.today, "label": now.people.label,
        "moment": shown, "unit_name": now.policy.unit_name,
    }  # fmt: skip
    stem = f"{_stem(desk, occasion, to)}-{digest('、'.join(keys).encode())[:8]}"
    attached = {PurePosixPath(path).name: read_bytes(desk.office.path(path)) for m in matters for path in m.files}
    along = occasion.attached(desk, matters) if occasion.attached else Attached({})
    attached |= along.files
    done.notes.extend(note for note in along.notes if note not in done.notes)
    if occasion.page:
        page = covering_text(occasion.page, **values).encode()
        attached[f"{PurePosixPath(stem).name}.html"] = page
        _put(desk, f"{stem}.html", page, done)
    addressed = (to.customer,) if to.customer else to.persons
    text = _own_words(desk, occasion, notice, to, matters, covering_text(occasion.template, **values))
    text += _NOT_ATTACHED.format(title=along.lacking) if along.lacking else ""
    draft = Draft(addressed, occasion.subject(now, matters), text, attached, desk.now)
    _put(desk, f"{stem}.eml", draft_mail(draft), done)
    for matter in matters:
        if matter.label not in done.subjects:
            done.subjects.append(matter.label)
            done.numbers.append(matter.number or matter.label)
    done.receivers += [person.person_no for person in to.persons if person.person_no not in done.receivers]
    done.files.append(f"{stem}.eml")
    return WrittenLetter(receiver=to.receiver, about=tuple(keys), file=f"{stem}.eml")


def _own_words(desk: Desk, occasion: Occasion, notice: Notice, to: _To, matters: Sequence[Matter], text: str) -> str:
    """The letter by the office's own text, where the row names one; what is wrong with that is said of the settings."""
    if not notice.template:
        return text
    from huifang.edges.forms.marks import WrongMark  # noqa: PLC0415  (few have texts of their own)
    from huifang.edges.post.own_texts import own_text  # noqa: PLC0415

    now = desk.present
    values = {
        "收件人": to.name, "单位": now.policy.unit_name, "日期": f"{now.today}", "场合": occasion.name,
        "事项": "、".join(matter.label for matter in matters), "正文": text,
    }  # fmt: skip
    try:
        return own_text(desk.office, notice.template, values)
    except WrongMark:
        return text


def _put(desk: Desk, path: str, content: bytes, done: LettersDone) -> None:
    refused = put_in_outbox(desk.office, path, content)
    if refused:
        done.notes.append(found("J831", Place(path), file=path, reason=refused.reason))
