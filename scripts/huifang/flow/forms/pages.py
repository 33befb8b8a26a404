"""What stands on a form: the values of its marks, as text, and the questions with their boxes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from huifang.edges.forms.marks import Names
from huifang.edges.forms.page import ComesBack, FormPage
from huifang.flow.forms.subjects import FormSubject
from huifang.policy.model import Policy
from huifang.policy.people import People
from huifang.policy.register_read import cell_options, offered_options
from huifang.tables.cells import shown
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.declared.forms import column_of
from huifang.tables.model import Column, Kind, Table
from huifang.tables.options import YES_NO
from huifang.tables.printed import (
    LINE,
    PLAN_NO,
    PLANNED,
    QUESTION,
    FormQuestion,
    PrintedForm,
    mark_name,
    mark_names,
)

#: Lines of a list to be filled in by hand.
BLANK_LINES = 15
#: Where to tick an answer.
_BOX, _TICK, _APART = "□", "√", "　　"
_GENERAL = ("单位名称", "表名", "编号", PLAN_NO, "今天", "题数", "时限", "逐级上报")


def left_out(form: PrintedForm, used: Callable[[Table], Table]) -> frozenset[str]:
    """The keys of the form's columns that an office does not use, or has out of sight; ``used`` fits a table to it."""
    keys = (*form.listed, *(key for _, block in form.blocks for key in block))
    gone = set()
    for key in keys:
        table, column = column_of(form, key)
        here = used(table).by_key.get(column.key) if table is not PLANNED else column
        if here is None or here.hidden:
            gone.add(key)
    return frozenset(gone)


def names_of(form: PrintedForm) -> Names:
    """What the marks of the form may name."""
    tables = {table.name: frozenset(mark_names(table.columns)) for table in (form.table, CUSTOMERS, CALLS, PLANNED)}
    lists = {QUESTION: frozenset({"题目", "选项"}), LINE: frozenset(mark_names(CALLS.columns))}
    own = dict.fromkeys((*_GENERAL, *mark_names(form.table.columns)))
    return {**own, **tables, **lists}


def comes_back(form: PrintedForm, office_id: str, policy: Policy) -> ComesBack | None:
    """How the form's answers are found again when it comes back; None where none are read."""
    entries = form.entries
    if not (form.answers or entries):
        return None
    columns = {key: (CALLS, CALLS.by_key[key]) for key in form.answers} or _of_rows(form)
    marks = {mark: key for key, (table, column) in columns.items() for mark in _marks(form, table, column)}
    offered = {**(offered_options(policy) if entries else {}), **cell_options(policy)}
    own = {key: one for key, (_, one) in columns.items() if "." not in key and (entries or one.kind is Kind.CHOICE)}
    lists = {key: one.options or "" for key, one in own.items()}
    return ComesBack(
        office_id=office_id, title=form.title, marks=marks, questions=(f"{QUESTION}.题目", f"{QUESTION}.选项"),
        signature=entries.signed if entries else form.signed,
        choices={key: offered[name] for key, name in lists.items() if name in offered},
        of_rows=entries is not None, adds=entries is not None and entries.adds,
    )  # fmt: skip


def _of_rows(form: PrintedForm) -> dict[str, tuple[Table, Column]]:
    """What is read of a form about a row: its own cells, and what else of customer and call somebody may have written
    over.
    """
    keys = dict.fromkeys([*form.entered, *(key for _, block in form.blocks for key in block if "." in key)])
    return {key: column_of(form, key) for key in keys}


def _marks(form: PrintedForm, table: Table, column: Column) -> tuple[str, ...]:
    """What marks the column's cell: its own table need not be named."""
    name = mark_name(column)
    return (f"{table.name}.{name}", *([name] if table is form.table else []))


@dataclass(frozen=True)
class FormFiller:
    """Fills pages of one form under that title; a blank one where there is nothing to say (``today``: None)."""

    form: PrintedForm
    title: str
    policy: Policy
    people: People = field(default_factory=People)
    today: date | None = None

    def page(self, subject: FormSubject) -> FormPage:
        """The page about that."""
        form = self.form
        own = self._said(form.table, subject.cells)
        questions = self._questions(subject)
        call = own if form.table is CALLS else self._said(CALLS, subject.call)
        values: dict[str, str | Mapping[str, str]] = {
            **own,
            form.table.name: own,
            CUSTOMERS.name: self._said(CUSTOMERS, subject.customer),
            CALLS.name: call,
            PLANNED.name: self._said(PLANNED, subject.cells if form.listed else {}),
            "单位名称": self.policy.unit_name,
            "表名": self.title,
            "编号": subject.number,
            PLAN_NO: call[mark_name(CALLS.by_key["plan_no"])],
            "今天": shown(self.today),
            "时限": subject.deadlines,
            "逐级上报": subject.trace,
            "题数": str(len(questions) or ""),
        }
        blank: tuple[Mapping[str, Any], ...] = ({},) * (BLANK_LINES if form.listed else 0)
        lines = [self._said(CALLS, line) for line in subject.lines or blank]
        customer_no = subject.customer.get("customer_no") or subject.cells.get("customer_no") or ""
        return FormPage(subject.number, values, {QUESTION: questions, LINE: lines}, customer_no)

    def _said(self, table: Table, cells: Mapping[str, Any]) -> dict[str, str]:
        """The cells as they are printed, by their name in marks; people by their names."""
        said = {}
        for column in table.columns:
            value = cells.get(column.key)
            person = self.people.find(value) if column.kind is Kind.PERSON and isinstance(value, str) else None
            said[mark_name(column)] = person.name if person else shown(value)
        return said

    def _questions(self, subject: FormSubject) -> list[dict[str, str]]:
        """What is asked on the form, with the boxes to tick; what was answered already is ticked."""
        own = [FormQuestion(text) for text in subject.asked] or self._of_policy(subject.rule) or self.form.questions
        asked = dict.fromkeys([*own, *self.form.further] if self.form.asks else [])
        return [{"题目": one.text, "选项": _boxes(one.choices, subject.asked.get(one.text, ""))} for one in asked]

    def _of_policy(self, rule_no: str) -> list[FormQuestion]:
        """What 问卷 asks under that rule; without one, under any that is about rows of the form's table."""
        table, policy = self.form.table, self.policy
        rules = {rule_no} if rule_no else {
            rule.rule for rule in policy.rules if table is CALLS or (rule.anchor and rule.anchor.sheet == table.name)
        }  # fmt: skip
        choices = {"满意度": policy.options["满意度"], "是否": YES_NO}
        return [
            FormQuestion(question.text, choices.get(question.form, question.choices))
            for question in policy.questions
            if question.text != self.form.details and (not question.rules or rules & {*question.rules})
        ]


def _boxes(choices: Sequence[str], chosen: str) -> str:
    return _APART.join(f"{_TICK if choice == chosen else _BOX} {choice}" for choice in choices)
