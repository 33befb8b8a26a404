"""Handing out blank forms: regulation → workbooks → a folder."""

from __future__ import annotations

from pathlib import Path

from huifang.core.catalogue import because
from huifang.edges.books.blank_books import blanks_of
from huifang.edges.forms.kept import fill
from huifang.edges.forms.templates import ours
from huifang.edges.known.presets import Preset
from huifang.edges.store.files import OfficeError, write_bytes
from huifang.flow.forms.pages import FormFiller, left_out, names_of
from huifang.flow.forms.printing import blank_form, forms_of
from huifang.flow.forms.subjects import FormSubject
from huifang.flow.office.desk import Desk
from huifang.tables.declared.forms import forms_about

#: Where printed forms are put, beside the workbooks: some are called alike.
PRINTED = "打印"


class AlreadyThere(OfficeError):
    """A file of that name is in the folder; nothing was written."""


def hand_out_blanks(folder: Path, preset: Preset, desk: Desk | None = None) -> tuple[Path, ...]:
    """Write every blank workbook that the regulation uses into the folder, and in ``打印`` below it every form that is
    printed; of an office (``desk``), with its own choices and on its own templates.

    Raises:
        AlreadyThere: names the files that would have been overwritten.
        WrongTemplate: one of the office's own templates cannot be filled; nothing was written.
        OfficeError: the folder cannot be written.
    """
    forms = _blank_forms(desk) if desk else _printed(preset)
    blanks = {**blanks_of(preset, desk.present.policy if desk else None), **forms}
    books = {folder / name: content for name, content in blanks.items()}
    there = [path.name for path in books if path.exists()]
    if there:
        raise AlreadyThere(because("Y828", folder=folder, files="、".join(there)))
    for path, content in books.items():
        write_bytes(path, content, private=False)
    return tuple(books)


def _printed(preset: Preset) -> dict[str, bytes]:
    """The printed forms of the regulation, blank, by their paths."""
    blank = {}
    for form in forms_about(preset.workbooks):
        template = ours(form, left_out(form, preset.fitted))
        page = FormFiller(form, form.title, preset.policy).page(FormSubject())
        (content,) = fill(template, [page], names_of(form), ours=True)
        blank[f"{PRINTED}/{form.title}.xlsx"] = content
    return blank


def _blank_forms(desk: Desk) -> dict[str, bytes]:
    """The printed forms of the office, those that only it has among them, blank, by their paths."""
    return {f"{PRINTED}/{form.title}.xlsx": blank_form(desk, form) for form in forms_of(desk)}
