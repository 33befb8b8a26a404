"""The page that an office may publish on a round of visits, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Concern:
    """Something that people of a place brought up, and what was done about it."""

    said: str
    answered: str


@dataclass(frozen=True, slots=True)
class PublishedPlace:
    """One place: on which days, how many were met there, what they care about."""

    name: str
    days: str
    met: int
    concerns: tuple[Concern, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The page: ``whom`` is what those who were visited are called, ``told`` what the visits were for, ``promised`` how
    many were promised to hear again; ``team`` are names, ``author`` is one, ``contacts`` name whom to ask, and how.
    """

    unit_name: str
    from_on: date
    until_on: date
    whom: str
    met: int
    told: tuple[str, ...]
    places: tuple[PublishedPlace, ...]
    promised: int
    team: tuple[str, ...]
    author: str
    contacts: tuple[str, ...]
    written_on: date

    @property
    def title(self) -> str:
        """Where people went, and to whom."""
        return f"走进{'、'.join(place.name for place in self.places)}，回访{self.whom}"
