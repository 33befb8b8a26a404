"""What the rows that a call is about say to whoever makes it: their registers declare it, clause by clause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from string import Formatter
from typing import Any

from huifang.decisions.calls.facts import HANDLING, Cause, Facts
from huifang.decisions.calls.warranty import warranty_end
from huifang.policy.customers import Customer
from huifang.policy.model import Policy
from huifang.policy.people import People
from huifang.policy.rules import SOURCES
from huifang.tables.cells import shown
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.declared.projects import PROJECTS
from huifang.tables.model import WORKED_OUT, Clause, Kind, Table, Telling

#: What people write where there is nothing to say.
NOTHING = frozenset({"", "无", "没有", "暂无", "无意见", "没有意见", "-", "--", "—", "/"})
#: A day that is not further away than this is told without its year.
_SAME_YEAR = timedelta(days=180)
#: Several rows are numbered.
_NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ENDS = "。！？；…"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text that may be too long; ``cut`` and ``shortest`` as of :class:`huifang.tables.model.Clause`."""

    text: str
    cut: int = 0
    shortest: int = 0


@dataclass(frozen=True, kw_only=True)
class Told:
    """What telling looks at: the rules, the people, all rows, who is called, and the day of the call."""

    policy: Policy
    people: People
    facts: Facts
    customer: Customer
    day: date


def day_and_month(day: date, called_on: date) -> str:
    """``11-18``; with its year where it is far from the day of the call."""
    return f"{day.month:02d}-{day.day:02d}" if abs(called_on - day) <= _SAME_YEAR else day.isoformat()


def sentence(text: str) -> str:
    """The text on one line, as a sentence; empty if it is."""
    line = one_line(text)
    return line if not line or ends(line) else f"{line}。"


def ends(text: str) -> bool:
    """Whether the text ends like a sentence."""
    return text.endswith(tuple(_ENDS))


def one_line(text: str) -> str:
    """The text of a cell that was read, without line breaks."""
    return " ".join(text.split())


def shortened(text: str, length: int) -> str:
    """The text in at most so many characters, one of them … where some are missing."""
    return text if len(text) <= length else text[: max(length - 1, 0)].rstrip("，。；：、 ") + "…"


def fitted(pieces: Iterable[Piece], length: int) -> str:
    """The pieces as one text of at most ``length`` characters, as far as what stays in any case leaves room for it.

    What is least important gives way first, of equals what stands last.
    """
    texts = dict(enumerate(pieces))
    too_long = sum(len(piece.text) for piece in texts.values()) - length
    order = sorted((at for at, piece in texts.items() if piece.cut), key=lambda at: (texts[at].cut, at), reverse=True)
    for at in order:
        if too_long <= 0:
            break
        piece = texts[at]
        text = shortened(piece.text, max(piece.shortest, len(piece.text) - too_long)) if piece.shortest else ""
        too_long -= len(piece.text) - len(text)
        texts[at] = Piece(text)
    return "".join(piece.text for piece in texts.values())


def about(told: Told, titled: Iterable[tuple[str, Cause]]) -> list[Piece]:
    """What the rows say, each under the titles of the rules that are about it: several under one title are numbered."""
    titles: dict[str | int, dict[str, None]] = {}
    rows: dict[str | int, Cause] = {}
    for title, subject in titled:
        key = _row(subject)
        rows.setdefault(key, subject)
        titles.setdefault(key, {})[title] = None
    together: dict[str, list[Cause]] = {}
    for key, subject in rows.items():
        together.setdefault("、".join(titles[key]), []).append(subject)
    pieces: list[Piece] = []
    for title, subjects in together.items():
        pieces += [Piece(f"【{title}】"), *_listed(told, subjects)]
    return pieces


def _row(subject: Cause) -> str | int:
    """Which row it is: rules share the rows of a register. Of a customer's own row, which of its days counts."""
    return f"{subject.source}" if subject.source.sheet == CUSTOMERS.name else id(subject.cells)


def _listed(told: Told, subjects: Sequence[Cause]) -> Iterator[Piece]:
    """The rows, numbered where there are several; then what is to be said and asked because of them."""
    for place, subject in enumerate(subjects):
        if len(subjects) > 1:
            yield Piece(_NUMBERS[place] if place < len(_NUMBERS) else f"({place + 1})")
        yield from _clauses(told, subject)
        yield Piece("；" if place + 1 < len(subjects) else "。")
    yield Piece("".join(dict.fromkeys(telling_of(subject).ask for subject in subjects)))


def telling_of(subject: Cause) -> Telling:
    """What the register of the row declares."""
    return SOURCES[subject.source.sheet].tells or Telling(())


def _clauses(told: Told, subject: Cause) -> Iterator[Piece]:
    table = SOURCES[subject.source.sheet]
    values = _Values(told, subject, table)
    for clause in telling_of(subject).clauses:
        text = _said(clause, values)
        if text:
            yield Piece(text, clause.cut, clause.shortest)
    of_row = subject.source.sheet != CUSTOMERS.name  # what is said of customers stands in every call
    for said in own_said(told, subject.source.sheet, subject.cells) if of_row else ():
        yield Piece(f"，{said}", 6, 8)


def own_said(told: Told, sheet: str, cells: Mapping[str, Any]) -> Iterator[str]:
    """What stands in the columns of the office's own that callers are told."""
    for one in told.policy.own.of(sheet):
        value = cells.get(one.column.header)
        person = told.people.find(value) if one.column.kind is Kind.PERSON and value else None
        text = person.name if person else as_read(value, told.day)
        if one.told and text:
            yield f"{one.column.header} {text}"


def _said(clause: Clause, values: _Values) -> str:
    if clause.where and values[clause.where[0]] != clause.where[1]:
        return ""
    for text in clause.texts:
        said = {key: values[key] for key in keys_of(text)}
        if all(said.values()):
            return text.format_map(said)
    return ""


def as_read(value: Any, called_on: date) -> str:
    """A cell as a caller reads it on that day; empty where it says nothing."""
    if isinstance(value, date):
        return day_and_month(value.date() if isinstance(value, datetime) else value, called_on)
    text = "" if value is None else one_line(shown(value)).rstrip("。；，")
    return "" if text in NOTHING else text


def keys_of(text: str) -> list[str]:
    """What stands in braces in the text of a clause."""
    return [key for _, key, _, _ in Formatter().parse(text) if key]


class _Values:
    """What may stand in a clause about a row, as a caller reads it; empty where nothing is known."""

    def __init__(self, told: Told, subject: Cause, table: Table) -> None:
        self._told, self._subject, self._table = told, subject, table

    def __getitem__(self, key: str) -> str:
        if key in WORKED_OUT:
            return self._as_read(getattr(self, f"_{key}"))
        column = self._table.by_key[key]
        value = self._subject.cells.get(column.header)
        if column.kind is Kind.PERSON and value:
            person = self._told.people.find(value)
            return person.name if person else self._as_read(value)
        return self._as_read(value)

    def _as_read(self, value: Any) -> str:
        return as_read(value, self._told.day)

    @property
    def _counted(self) -> str:
        return self._subject.source.header

    @property
    def _counted_on(self) -> date:
        return self._subject.on

    @property
    def _warranty_until(self) -> str:
        end = warranty_end(self._told.policy, self._subject.cells) if self._table is PROJECTS else None
        return end.isoformat() if end else ""

    @property
    def _again(self) -> int | None:
        handling = int(self._subject.cells.get(HANDLING) or 1)
        return handling if handling > 1 else None

    @property
    def _thing(self) -> str:
        return "、".join(things_of(self._told.facts, self._told.customer))


def things_of(facts: Facts, customer: Customer) -> list[str]:
    """The things of the customer that rows of registers name (cars by their plates), at most three."""
    named: dict[str, None] = {}
    for sheet, table in SOURCES.items():
        if table.tells and table.tells.thing:
            header = table.by_key[table.tells.thing].header
            named |= dict.fromkeys(_text(cells, header) for cells in reversed(facts.of(sheet, customer)))
    return [name for name in named if name][:3]


def _text(cells: Mapping[str, Any], header: str) -> str:
    return one_line(shown(cells.get(header) or ""))
