"""A command as a form: what is asked, and the words of the command line that the answers become."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from huifang.page.frame import Screen
from huifang.page.jobs import PageJob
from huifang.page.roles import Role

#: What was typed, by the name of the field; uploads stand as the paths under which they were kept.
Typed: TypeAlias = Mapping[str, Sequence[str]]
FieldKind: TypeAlias = Literal["text", "lines", "choice", "many", "check", "file", "files", "password", "hidden"]

#: Where it is shown what became of most jobs.
RESULTS = "/jobs"
BOTH = frozenset(Role)
SUPERVISOR, AUDITOR = frozenset({Role.SUPERVISOR}), frozenset({Role.AUDITOR})


@dataclass(frozen=True)
class Choice:
    """One of several answers: what is sent, what stands there, and what is said of it."""

    value: str
    label: str
    more: str = ""


@dataclass(frozen=True, kw_only=True)
class Field:
    """One thing that is asked. ``choices`` are worked out when the form is drawn; ``start`` stands there first;
    ``none`` is how no answer is called where one is optional.
    """

    name: str
    label: str
    kind: FieldKind = "text"
    help: str = ""
    required: bool = False
    choices: Callable[[Screen], Sequence[Choice]] | None = None
    start: Callable[[Screen], str] | None = None
    accept: str = ""
    none: str = "不指定"


@dataclass(frozen=True)
class NextStep:
    """What can be done with what a job made: ``what`` is the path to open or to fetch, or an office's folder."""

    kind: Literal["open", "fetch", "office"]
    label: str
    what: str


class WrongAnswer(Exception):
    """What was typed cannot be: at which field, and what to do."""

    def __init__(self, field_name: str, text: str) -> None:
        super().__init__(text)
        self.field_name, self.text = field_name, text


@dataclass(frozen=True, kw_only=True)
class CommandForm:
    """A command as people meet it on the page.

    ``words`` makes of the answers what follows ``huifang`` on a command line (it may raise ``WrongAnswer``); ``told``
    what is typed into the command, such as a password, which is kept nowhere. Where it ``previews``, the command runs
    without ``--yes`` first, and its result offers to do it. What became of it is shown at ``after``/NUMBER, with what
    it ``offers`` to do next.
    """

    name: str
    command: tuple[str, ...]
    title: str
    explained: str
    button: str
    words: Callable[[Screen, Typed], Sequence[str]]
    fields: tuple[Field, ...] = ()
    roles: frozenset[Role] = SUPERVISOR
    needs_office: bool = True
    previews: bool = False
    told: Callable[[Typed], str] = lambda typed: ""
    after: str = RESULTS
    offers: Callable[[PageJob], Sequence[NextStep]] = lambda job: ()


def one(typed: Typed, name: str) -> str:
    """The answer to a field that has one, without blanks around it."""
    return next(iter(typed.get(name, ())), "").strip()


def option(flag: str, value: str) -> tuple[str, ...]:
    """The flag with its value, where there is one; one that begins with a hyphen is no flag."""
    return (f"{flag}={value}",) if value else ()
