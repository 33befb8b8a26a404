"""What the journal's entries say of letters: the struct that is written, and the one of an earlier release."""

from __future__ import annotations

from typing import ClassVar

from huifang.ledger.formats import Format, StoredPart
from huifang.ledger.said import Said


class ToldOf(StoredPart, frozen=True, kw_only=True):
    """One complaint of which people were told: of which stage and deadline (empty: none), and who, by 工号."""

    complaint_no: str
    stage: str
    due: str
    receivers: tuple[str, ...]


class ComplaintsTold(Said, frozen=True, kw_only=True):
    """Complaints of which people were told on an ``occasion``; ``letters`` are the drafts in 发件箱.

    Not written any more: :class:`LettersWritten` says it.
    """

    KIND, FORMAT = "complaints-told", Format("投诉的告知")
    #: The occasion of a major complaint; the other one was that a deadline came near.
    MAJOR_SEEN: ClassVar = "重大"

    occasion: str
    told: tuple[ToldOf, ...]
    letters: tuple[str, ...]


class WrittenLetter(StoredPart, frozen=True, kw_only=True):
    """A draft: to whom (工号; empty: to the customer), what it is about, by the keys of the matters, and its path."""

    receiver: str
    about: tuple[str, ...]
    file: str


class LettersWritten(Said, frozen=True, kw_only=True):
    """Letters that were written on one occasion of 通知; see :class:`huifang.ledger.letters.LettersSoFar`."""

    KIND, FORMAT = "letters", Format("写好的信")

    occasion: str
    letters: tuple[WrittenLetter, ...]
