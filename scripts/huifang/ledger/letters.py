"""What the journal says of letters: which matter was written of on which occasion, to whom, and in which draft."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from huifang.ledger.letters_said import ComplaintsTold, LettersWritten
from huifang.tables.declared.notice_rules import BEFORE_DEADLINE, MAJOR_COMPLAINT, SAME_DAY

#: Between the parts of a matter's key; the first is the number of what it is about.
_PART = "|"


def matter_key(*parts: str) -> str:
    """What a matter is known by in the journal: the number of what it is about, then what tells it apart."""
    return _PART.join(parts)


def unnumbered(office_id: str, *cells: object) -> str:
    """What a complaint without a number is known by in the journal: a digest of these cells, which tells nothing."""
    said = "|".join((office_id, *(str(cell or "") for cell in cells)))
    return f"(没有编号){sha256(said.encode()).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class Letter:
    """When people were first written to about a matter, all who were (工号), and when each of them was first."""

    at: datetime
    receivers: tuple[str, ...]
    times: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class ToldPerson:
    """One person who was written to for the first time about a matter, and on which occasion."""

    person_no: str
    at: datetime
    occasion: str


@dataclass
class LettersSoFar:
    """By occasion and matter, who was written to; by draft (its path), its occasion and the matters it is about."""

    written: dict[tuple[str, str], Letter] = field(default_factory=dict)
    drafts: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    def note(self, said: LettersWritten, at: datetime) -> None:
        """Carry it over one entry, written ``at`` that time."""
        for one in said.letters:
            self.drafts[one.file] = said.occasion, one.about
            for key in one.about:
                self._add(said.occasion, key, at, (one.receiver,) if one.receiver else ())

    def note_told(self, said: ComplaintsTold, at: datetime) -> None:
        """The same of an entry of an earlier release, which knew two occasions."""
        for one in said.told:
            if said.occasion == ComplaintsTold.MAJOR_SEEN:
                self._add(MAJOR_COMPLAINT, one.complaint_no, at, one.receivers)
            else:
                self._add(BEFORE_DEADLINE, matter_key(one.complaint_no, one.stage, one.due), at, one.receivers)

    def note_heard(self, record_nos: tuple[str, ...], at: datetime) -> None:
        """The same of calls of which an earlier release told everybody who was to be."""
        for number in record_nos:
            self._add(SAME_DAY, number, at, ())

    def _add(self, occasion: str, key: str, at: datetime, receivers: tuple[str, ...]) -> None:
        before = self.written.get((occasion, key))
        times = dict(zip(before.receivers, before.times, strict=True)) if before else {}
        for receiver in receivers:
            times.setdefault(receiver, at)
        self.written[occasion, key] = Letter(before.at if before else at, tuple(times), tuple(times.values()))

    def told_of(self, occasions: Collection[str]) -> dict[str, list[ToldPerson]]:
        """By the number of what it is about, who was written to on these occasions, and when."""
        told: dict[str, list[ToldPerson]] = {}
        for (occasion, key), letter in self.written.items():
            if occasion in occasions:
                number = key.partition(_PART)[0]
                pairs = zip(letter.receivers, letter.times, strict=True)
                told.setdefault(number, []).extend(ToldPerson(person, at, occasion) for person, at in pairs)
        return told

    def of(self, occasion: str, key: str) -> Letter | None:
        """The letters about that matter; None: nobody was written to."""
        return self.written.get((occasion, key))

    def renumber(self, old: str, new: str) -> None:
        """What is about that number has another one now."""

        def renumbered(key: str) -> str:
            number, part, rest = key.partition(_PART)
            return f"{new}{part}{rest}" if number == old else key

        self.written = {(occasion, renumbered(key)): letter for (occasion, key), letter in self.written.items()}
        self.drafts = {path: (occasion, tuple(map(renumbered, keys))) for path, (occasion, keys) in self.drafts.items()}
