"""Printing forms: a name and numbers → what the office knows of them → one workbook to print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.text import file_name, nearest
from huifang.edges.forms.kept import fill
from huifang.edges.forms.marks import Names
from huifang.edges.forms.page import FormPage, WrongTemplate
from huifang.edges.forms.templates import template_for
from huifang.edges.known.presets import fitted
from huifang.edges.store.files import free_path, write_bytes
from huifang.edges.store.office import OUTBOX
from huifang.flow.forms.subjects import FormSubject, subjects_of
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.tables.cells import shown
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.declared.forms import FORMS, column_of
from huifang.tables.model import Kind, Table
from huifang.tables.options import YES_NO
from huifang.tables.printed import LINE, PLANNED, QUESTION, FormQuestion, PrintedForm, mark_name, mark_names

#: Lines of a list to be filled in by hand.
BLANK_LINES = 15
#: Where to tick an answer.
_BOX, _APART = "□ ", "　　"
_GENERAL = ("单位名称", "表名", "编号", "计划编号", "今天", "题数")


class UnknownForm(ValueError):
    """The office has no form of that name; the message lists those that it has."""


@dataclass(frozen=True)
class Printed:
    """The files that were written, with how many forms, whether blank ones; what is wrong with the template."""

    title: str
    files: tuple[str, ...]
    count: int
    is_blank: bool
    findings: tuple[Finding, ...] = ()


def forms_of(desk: Desk) -> tuple[PrintedForm, ...]:
    """The forms that an office can print: those about its registers and its calls."""
    return tuple(form for form in FORMS if form.table is CALLS or form.table.workbook in desk.workbooks)


def form_named(desk: Desk, name: str) -> PrintedForm:
    """The office's form of that name.

    Raises:
        UnknownForm: it has none.
    """
    own = forms_of(desk)
    for form in own:
        if form.named(name):
            return form
    titles = [form.title for form in own]
    close = nearest(name, titles)
    hint = f"是不是“{close}”？" if close else ""
    elsewhere = next((form for form in FORMS if form.named(name)), None)
    why = (
        f"本单位没有“{elsewhere.table.workbook}”，不能填《{elsewhere.title}》" if elsewhere else f"没有名为“{name}”的表"
    )
    raise UnknownForm(f"{why}。{hint}本单位可以打印：{'、'.join(titles)}。")


def print_form(desk: Desk, name: str, numbers: Sequence[str], folder: Path | None = None) -> Printed:
    """Fill the form for each of the numbers, without any for what is open, else blank; into 发件箱, or the folder.

    All stand in one workbook; in one each where the office's template holds what cannot be repeated, such as a logo.

    Raises:
        UnknownForm: the office has no such form.
        UnknownNumber: the office has nothing of one of the numbers; nothing is written.
        OfficeError: a register cannot be read, or the file not be written.
    """
    form, now = form_named(desk, name), desk.present
    source = subjects_of(now, form)
    if numbers:
        subjects = [subject for number in dict.fromkeys(numbers) for subject in source.numbered(number)]
    else:
        subjects = source.open()
    title = form.named(name)
    pages = [_page(desk, form, title, subject) for subject in subjects or [FormSubject()]]
    template = template_for(desk.office, form, left_out(desk, form))
    try:
        books = fill(template.content, pages, names_of(form), ours=not template.path)
    except WrongTemplate as error:
        wrong = tuple(
            found("F130", Place(template.path, one.sheet or None, one.cell), why=one.why) for one in error.wrong
        )
        return Printed(title, (), 0, False, wrong)
    files = []
    for place, book in enumerate(books):
        about = subjects if len(books) == 1 else subjects[place : place + 1]
        path = free_path((folder or desk.office.path(OUTBOX)) / f"{_called(title, about)}.xlsx")
        write_bytes(path, book)
        files.append(desk.office.relative(path))
    return Printed(title, tuple(files), len(pages), not subjects)


def _called(title: str, subjects: Sequence[FormSubject]) -> str:
    if not subjects:
        return f"{title}-空白"
    first = subjects[0].number or shown(subjects[0].customer.get("customer_no"))
    return file_name(f"{title}-{first}" + (f"等{len(subjects)}张" if len(subjects) > 1 else ""))


def left_out(desk: Desk, form: PrintedForm) -> frozenset[str]:
    """The keys of the form's columns that the office does not use, or has out of sight."""
    keys = (*form.listed, *(key for _, block in form.blocks for key in block))
    gone = set()
    for key in keys:
        table, column = column_of(form, key)
        used = fitted(desk.state.preset, table).by_key.get(column.key) if table is not PLANNED else column
        if used is None or used.hidden:
            gone.add(key)
    return frozenset(gone)


def names_of(form: PrintedForm) -> Names:
    """What the marks of the form may name."""
    tables = {table.name: frozenset(mark_names(table.columns)) for table in (form.table, CUSTOMERS, CALLS, PLANNED)}
    lists = {QUESTION: frozenset({"题目", "选项"}), LINE: frozenset(mark_names(CALLS.columns))}
    own = dict.fromkeys((*_GENERAL, *mark_names(form.table.columns)))
    return {**own, **tables, **lists}


def _page(desk: Desk, form: PrintedForm, title: str, subject: FormSubject) -> FormPage:
    now = desk.present
    own = _said(now, form.table, subject.cells)
    questions = _questions(now, form, subject)
    call = own if form.table is CALLS else _said(now, CALLS, subject.call)
    values: dict[str, str | Mapping[str, str]] = {
        **own,
        form.table.name: own,
        CUSTOMERS.name: _said(now, CUSTOMERS, subject.customer),
        CALLS.name: call,
        PLANNED.name: _said(now, PLANNED, subject.cells if form.listed else {}),
        "单位名称": now.policy.unit_name,
        "表名": title,
        "编号": subject.number,
        "计划编号": call[mark_name(CALLS.by_key["plan_no"])],
        "今天": shown(now.today),
        "题数": str(len(questions) or ""),
    }
    lines = [_said(now, CALLS, line) for line in subject.lines or ({},) * (BLANK_LINES if form.listed else 0)]
    return FormPage(subject.number, values, {QUESTION: questions, LINE: lines})


def _said(now: Moment, table: Table, cells: Mapping[str, Any]) -> dict[str, str]:
    """The cells as they are printed, by their name in marks; people by their names."""
    said = {}
    for column in table.columns:
        value = cells.get(column.key)
        person = now.people.find(value) if column.kind is Kind.PERSON and isinstance(value, str) else None
        said[mark_name(column)] = person.name if person else shown(value)
    return said


def _questions(now: Moment, form: PrintedForm, subject: FormSubject) -> list[dict[str, str]]:
    """What is asked on the form, with the boxes to tick."""
    if not form.asks:
        return []
    rules = {subject.rule} if subject.rule else {
        rule.rule for rule in now.policy.rules if rule.anchor and rule.anchor.sheet == form.table.name
    }  # fmt: skip
    choices = {"满意度": now.policy.options["满意度"], "是否": YES_NO}
    own = [
        FormQuestion(question.text, choices.get(question.form, question.choices))
        for question in now.policy.questions
        if not question.rules or rules & {*question.rules}
    ]
    asked = [*(own or form.questions), *form.further]
    return [{"题目": one.text, "选项": _APART.join(_BOX + choice for choice in one.choices)} for one in asked]
