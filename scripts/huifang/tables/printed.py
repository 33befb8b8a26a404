"""What a printed form is made of: pages that are filled from a row of a register, finished by hand, and signed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from huifang.core.text import half_width
from huifang.tables.model import Column, Kind, Table
from huifang.tables.options import BUILT_IN

#: As what the rows of a list, and the questions, stand in the marks of a form.
LINE, QUESTION = "行", "题"
#: As what the day of the signature, and before the text of a question its answer, are known in what comes back.
SIGNED, ANSWER = "signed", "题:"
#: As what the number of the customer that a form was printed about is kept in it.
CUSTOMER = "customer_no"
#: The mark of the number of the call that a form is about.
PLAN_NO = "计划编号"
#: What a list of calls is of.
PLANNED = Table(
    "计划",
    "",
    "客户回访计划",
    (
        Column("期间", "period", width=13),
        Column("业务员", "agent", Kind.PERSON, width=10),
        Column("位数", "count", Kind.INTEGER, width=8),
    ),
)
_UNIT = re.compile(r"[(（].*?[)）]")
_NO_NAME = re.compile(r"\W")


@dataclass(frozen=True)
class FormQuestion:
    """A question that is answered on the form; without ``choices`` in words.

    ``key`` is the column of a call that the answer is for, ``means`` what each of the choices is called there.
    """

    text: str
    choices: tuple[str, ...] = BUILT_IN["满意度"]
    key: str = ""
    means: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Entries:
    """What a form that comes back filled in enters into the register whose row it is about: each cell of the row that
    stands on it, where the register has nothing yet.

    ``decided`` are the columns that somebody decides: they take effect when the person in the column ``decided_by``,
    who may decide, or another one who may, confirms the form. ``signed`` is the signature whose day goes into
    ``signed_for``, where that is empty. One that ``adds`` may be about a row that the register does not have yet. Where
    it asks questions, what each is about and its answer are in the columns of ``line``: each answer has its own row.
    """

    decided: tuple[str, ...] = ()
    decided_by: str = ""
    signed: str = ""
    signed_for: str = ""
    adds: bool = False
    line: tuple[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class PrintedForm:
    """A printed form, about one row of ``table`` each.

    ``blocks`` are captions with the keys of columns below them: bare ones are the table's own, others have the name of
    their table and a point before them. ``listed`` are the keys of a list, a line for each row; then the form is about
    all of them together. A form that ``asks`` has what the office's 问卷 asks about the row, ``questions`` where it
    asks nothing, and ``further`` ones always. ``remarks`` is a caption, and the key of the column that holds what the
    customer writes there. A row is known by the cells of ``by`` (none: by the table's own number). It is open as long
    as the cells of ``done`` are not all filled; without any, as long as a call about it is to be made. ``also`` are
    other names that regulations give to the form, which it is printed under where it is asked for by them.

    One that comes back filled in answers a call, if it has ``answers``: the columns of a call that are read from its
    cells. ``signed`` is the signature whose day is that of the call, ``means`` are the columns that coming back so
    fills by itself. ``counts_from`` is the column from whose day the calls count that it is for (empty: all about its
    rows), ``details`` the question of 问卷 that what was answered to the ``further`` ones is told under. With
    ``entries``, what comes back goes into the form's own register instead.
    """

    title: str
    table: Table
    blocks: tuple[tuple[str, tuple[str, ...]], ...]
    listed: tuple[str, ...] = ()
    asks: bool = False
    questions: tuple[FormQuestion, ...] = ()
    further: tuple[FormQuestion, ...] = ()
    remarks: tuple[str, str] | None = None
    signatures: tuple[str, ...] = ()
    note: str = ""
    by: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    signed: str = ""
    means: tuple[tuple[str, str], ...] = ()
    counts_from: str = ""
    details: str = ""
    entries: Entries | None = None

    @property
    def entered(self) -> tuple[str, ...]:
        """The keys of the row's own cells that stand on the form, other than its numbers."""
        keys = [key for _, block in self.blocks for key in block if "." not in key]
        keys += [self.remarks[1]] if self.remarks else []
        return tuple(key for key in keys if key not in (*self.table.unique, *self.by))

    @property
    def names(self) -> tuple[str, ...]:
        """What the form is called."""
        return (self.title, *self.also)

    def named(self, name: str) -> str:
        """Which of its names somebody means, with or without 《》; empty where none."""
        plain = half_width(name).strip("《》")
        return plain if plain in self.names else ""


def mark_name(column: Column) -> str:
    """What a column is called in a mark: its header without the unit, and without signs that no name has."""
    return _NO_NAME.sub("", _UNIT.sub("", column.header))


def mark_names(columns: Iterable[Column]) -> dict[str, Column]:
    """Columns by their name in a mark."""
    return {mark_name(column): column for column in columns}
