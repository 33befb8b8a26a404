"""Printing forms: a name and numbers → what the office knows of them → one workbook to print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.text import file_name, nearest
from huifang.edges.forms.filled import opened
from huifang.edges.forms.kept import fill
from huifang.edges.forms.own import own_names
from huifang.edges.forms.page import WrongTemplate, marked_cells
from huifang.edges.forms.templates import template_for
from huifang.edges.known.presets import fitted, forms_with_plan
from huifang.edges.store.files import free_path, write_bytes
from huifang.edges.store.office import OUTBOX
from huifang.flow.forms.pages import FormFiller, comes_back, left_out, names_of
from huifang.flow.forms.special_subjects import ComplaintSubjects, SurveySubjects
from huifang.flow.forms.subjects import CallSubjects, FormSubject, PlanSubjects, Subjects
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.tables.cells import shown
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.decisions import SHEET
from huifang.tables.declared.forms import FORMS, forms_about
from huifang.tables.declared.surveys import SURVEYS
from huifang.tables.printed import PrintedForm


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
    """The forms that the office can print: about its registers and calls, and those of a name that it has a template
    for, which are about calls.
    """
    declared = {name for form in FORMS for name in form.names}
    own = [name for name in own_names(desk.office) if name not in declared]
    return (*forms_about(desk.workbooks), *(PrintedForm(title=name, table=CALLS, blocks=()) for name in own))


def wrong_templates(desk: Desk) -> Iterator[Finding]:
    """What cannot be filled in the office's own templates."""
    for form in forms_of(desk):
        template = template_for(desk.office, form, frozenset())
        if template.path:
            try:
                marked_cells(opened(template.content).worksheets[0], names_of(form))
            except WrongTemplate as error:
                yield from told_of(error.of(template.path))


def told_of(error: WrongTemplate) -> Iterator[Finding]:
    """Where a template cannot be filled, and why."""
    for one in error.wrong:
        yield found("F130", Place(error.path, one.sheet or None, one.cell), why=one.why)


def subjects_of(now: Moment, form: PrintedForm) -> Subjects:
    """What the form can be about."""
    if form.listed:
        return PlanSubjects(now, form)
    kinds = {CALLS.name: CallSubjects, COMPLAINTS.name: ComplaintSubjects, SURVEYS.name: SurveySubjects}
    return kinds.get(form.table.name, Subjects)(now, form)


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
    raise UnknownForm(f"{why}。{hint}本单位可以打印：{'、'.join(titles)}、{SHEET}。")


def print_form(desk: Desk, name: str, numbers: Sequence[str], folder: Path | None = None) -> Printed:
    """Fill the form for each of the numbers, without any for what is open, else blank; into 发件箱, or the folder.

    All stand in one workbook; in one each where the office's template holds what cannot be repeated, such as a logo.

    Raises:
        UnknownForm: the office has no such form.
        UnknownNumber: the office has nothing of one of the numbers; nothing is written.
        OfficeError: a register cannot be read, or the file not be written.
    """
    form = form_named(desk, name)
    source, title = subjects_of(desk.present, form), form.named(name)
    if numbers:
        subjects = [subject for number in dict.fromkeys(numbers) for subject in source.numbered(number)]
    else:
        subjects = source.open()
    try:
        books = _books(desk, form, title, subjects or [source.blank()])
    except WrongTemplate as error:
        return Printed(title, (), 0, False, tuple(told_of(error)))
    files = []
    for called, content in books:
        path = free_path((folder or desk.office.path(OUTBOX)) / f"{called if subjects else f'{title}-空白'}.xlsx")
        write_bytes(path, content)
        files.append(desk.office.relative(path))
    return Printed(title, tuple(files), len(subjects or [None]), not subjects)


def blank_form(desk: Desk, form: PrintedForm) -> bytes:
    """The form with nothing on it, on the office's own template where it has one.

    Raises:
        WrongTemplate: that cannot be filled.
        OfficeError: it cannot be read.
    """
    ((_, content),) = _books(desk, form, form.title, [subjects_of(desk.present, form).blank()])
    return content


def print_planned(desk: Desk, period: str, plan_nos: Sequence[str]) -> tuple[list[str], list[Finding]]:
    """The forms that the regulation wants of calls that were planned just now, into 发件箱: their paths, and what of
    the office's own templates cannot be filled.

    Raises:
        OfficeError: a register cannot be read, or a file not be written.
    """
    files: list[str] = []
    wrong: list[Finding] = []
    for form in forms_about(desk.workbooks):
        if form.title not in forms_with_plan(desk.state.preset):
            continue
        source = subjects_of(desk.present, form)
        subjects = source.open() if form.listed else [one for number in plan_nos for one in source.known(number)]
        try:
            books = _books(desk, form, form.title, subjects) if subjects else []
        except WrongTemplate as error:
            wrong += told_of(error)
            continue
        for place, (_, content) in enumerate(books):
            part = f"-{place + 1}" if place else ""
            path = free_path(desk.office.path(f"{OUTBOX}/{file_name(f'{form.title}-{period}{part}')}.xlsx"))
            write_bytes(path, content)
            files.append(desk.office.relative(path))
    return files, wrong


def filled_in(desk: Desk, form: PrintedForm, numbers: Sequence[str]) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """The workbooks about the rows of these numbers, by file name, none about a number that the office does not have;
    and what of its own template cannot be filled.

    Raises:
        OfficeError: a register cannot be read.
    """
    source = subjects_of(desk.present, form)
    subjects = [subject for number in dict.fromkeys(numbers) for subject in source.known(number)]
    try:
        books = _books(desk, form, form.title, subjects) if subjects else []
    except WrongTemplate as error:
        return {}, tuple(told_of(error))
    return {f"{called}.xlsx": content for called, content in books}, ()


def _books(desk: Desk, form: PrintedForm, title: str, subjects: Sequence[FormSubject]) -> list[tuple[str, bytes]]:
    """The workbooks about these, with what they are to be called."""
    now = desk.present
    filler = FormFiller(form, title, now.policy, now.people, now.today)
    pages = [filler.page(subject) for subject in subjects]
    template = template_for(desk.office, form, left_out(form, partial(fitted, desk.state.preset)))
    back = comes_back(form, desk.state.office_id, desk.present.policy)
    try:
        books = fill(template.content, pages, names_of(form), ours=not template.path, back=back)
    except WrongTemplate as error:
        raise error.of(template.path) from None
    if len(books) == 1:
        return [(_called(title, subjects), books[0])]
    return [(_called(title, [subject]), book) for subject, book in zip(subjects, books, strict=True)]


def _called(title: str, subjects: Sequence[FormSubject]) -> str:
    first = subjects[0].number or shown(subjects[0].customer.get("customer_no"))
    return file_name(f"{title}-{first}" + (f"等{len(subjects)}张" if len(subjects) > 1 else ""))
