"""Writing letters: one draft for each person who is to be written to about the matters of an occasion, once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.phones import masked
from huifang.core.text import file_name
from huifang.edges.store.files import digest, read_bytes
from huifang.edges.store.office import OUTBOX
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.post.drafts import lying, same_letter
from huifang.flow.post.letters import Attached, LettersDone, Matter, Occasion, heads_of, people_of
from huifang.ledger.letters_said import LettersWritten, WrittenLetter
from huifang.policy.notices import Notice
from huifang.policy.people import Person
from huifang.tables.cells import shown
from huifang.tables.declared.mail_rules import WITH_NUMBERS
from huifang.tables.declared.notice_rules import OF_THE_CASE
from huifang.tables.options import BOSS, SUPERVISOR

#: Below a letter whose form could not be filled.
_NOT_ATTACHED = "\n（本来要附上《{title}》，但本单位的模板填不了，没有附上；请向主管要一份。）\n"


def write_letters(desk: Desk, occasion: Occasion) -> LettersDone:
    """Write of all matters that stand on the occasion, by each row of 通知 about it, and journal what was written."""
    done = LettersDone(occasion.name)
    if occasion.find:
        for notice in occasion.notices(desk.present.policy):
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
        letter
        for to, mine in to_write.items()
        for letter in _write(
            desk, occasion, notice, to, [*_told_today(desk, occasion, to, told.get(to, ())), *mine], done
        )
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
    if occasion.page or occasion.of_the_work or to.customer:
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
        about = f" {matter.label}" if occasion.of_the_work else ""
        yield from (_To(person.person_no, f"{person.label}{about}", (person,)) for person in receivers)


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


def _nobody(occasion: Occasion, notice: Notice, count: int) -> Finding:
    named = "、".join((*notice.roles, *notice.departments)) or "负责人"
    return found("J807", Place("人员.xlsx", "人员"), count=count, occasion=occasion.name, roles=named)


def _write(
    desk: Desk, occasion: Occasion, notice: Notice, to: _To, matters: Sequence[Matter], done: LettersDone
) -> list[WrittenLetter]:
    """One draft; what cannot be put into 发件箱 now waits for the next run, which is noted."""
    from huifang.edges.post.mail_drafts import Draft, covering_text  # noqa: PLC0415  (letters are rare)
    from huifang.flow.post.drafting import put_draft, put_file  # noqa: PLC0415

    now, keys = desk.present, [matter.key for matter in matters]
    stem = f"{_stem(desk, occasion, to)}-{digest('、'.join(keys).encode())[:8]}"
    files = {PurePosixPath(path).name: read_bytes(desk.office.path(path)) for m in matters for path in m.files}
    along = occasion.attached(desk, matters, to.persons) if occasion.attached else Attached({})
    done.notes.extend(note for note in along.notes if note not in done.notes)
    values: dict[str, Any] = {
        "name": to.name, "cases": [matter.about for matter in matters], "today": now.today, "label": now.people.label,
        "moment": shown, "unit_name": now.policy.unit_name, "along": tuple(along.files),
    }  # fmt: skip
    if occasion.page:
        page = covering_text(occasion.page, **values).encode()
        files[f"{PurePosixPath(stem).name}.html"] = page
        done.notes.extend(put_file(desk, f"{stem}.html", page))
    text = _own_words(desk, occasion, notice, to, matters, covering_text(occasion.template, **values))
    draft = Draft(
        to=(to.customer,) if to.customer else to.persons,
        subject=occasion.subject(now, matters),
        text=text + (_NOT_ATTACHED.format(title=along.lacking) if along.lacking else ""),
        attached=files,
        periods=tuple(dict.fromkeys(matter.period for matter in matters if matter.period)),
    )
    along_files = along.files
    if _hides_numbers(now, occasion, to):
        draft = replace(draft, text=masked(draft.text), attached=_masked(files))
        along_files = _masked(along.files)
    put = put_draft(desk, stem, draft, along_files)
    done.notes.extend(note for note in put.notes if note not in done.notes)
    if not put.paths:
        return []
    for matter in matters:
        if matter.label not in done.subjects:
            done.subjects.append(matter.label)
            done.numbers.append(matter.number or matter.label)
    done.receivers += [person.person_no for person in to.persons if person.person_no not in done.receivers]
    done.files.extend(put.paths)
    return [WrittenLetter(receiver=to.receiver, about=tuple(keys), file=path) for path in put.paths]


def _hides_numbers(now: Moment, occasion: Occasion, to: _To) -> bool:
    """Whether telephone numbers are masked in the letter: in one to a boss, a supervisor or a customer they never are,
    nor in one whose content is whom to reach.
    """
    needs_them = to.customer is not None or all(person.role in (BOSS, SUPERVISOR) for person in to.persons)
    return now.policy.mailbox.hides_phones and not needs_them and occasion.name not in WITH_NUMBERS


def _masked(files: Mapping[str, bytes]) -> dict[str, bytes]:
    from huifang.edges.post.masking import masked_file  # noqa: PLC0415  (letters are rare)

    return {name: masked_file(name, content) for name, content in files.items()}


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
