"""What a 批示单 asks: a card for each problem, and who decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class DecisionCard:
    """A problem as the card shows it. ``asked`` is how many times it has been asked for, this one included; ``carrier``
    and ``until_on`` are what is filled in to begin with.
    """

    record_no: str
    customer: str
    phone: str
    said: str
    proposal: str
    agent: str
    called_on: date
    document: str
    open_days: int
    asked: int
    carrier: str
    until_on: date


@dataclass(frozen=True, kw_only=True)
class DecisionForm:
    """The form for one decider: ``decider`` is how the person is written where it is signed, ``staff`` who may carry
    out what is decided.
    """

    title: str
    name: str
    decider: str
    cards: Sequence[DecisionCard]
    staff: Sequence[str]
