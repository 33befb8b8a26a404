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
from huifang.flow.forms.subjects import FormSubject
from huifang.policy.model import Policy
from huifang.tables.declared.forms import forms_about

#: Where printed forms are put, beside the workbooks: some are called alike.
PRINTED = "打印"


class AlreadyThere(OfficeError):
    """A file of that name is in the folder; nothing was written."""


def hand_out_blanks(folder: Path, preset: Preset, policy: Policy | None = None) -> tuple[Path, ...]:
    """Write every blank workbook that the regulation uses into the folder, and in ``打印`` below it every form that is
    printed; with ``policy``, an office's own choices.

    Raises:
        AlreadyThere: names the files that would have been overwritten.
        OfficeError: the folder cannot be written.
    """
    blanks = {**blanks_of(preset, policy), **_printed(preset, policy or preset.policy)}
    books = {folder / name: content for name, content in blanks.items()}
    there = [path.name for path in books if path.exists()]
    if there:
        raise AlreadyThere(because("Y828", folder=folder, files="、".join(there)))
    for path, content in books.items():
        write_bytes(path, content, private=False)
    return tuple(books)


def _printed(preset: Preset, policy: Policy) -> dict[str, bytes]:
    """The printed forms of the regulation, blank, by their paths."""
    blank = {}
    for form in forms_about(preset.workbooks):
        template = ours(form, left_out(form, preset.fitted))
        page = FormFiller(form, form.title, policy).page(FormSubject())
        (content,) = fill(template, [page], names_of(form), ours=True)
        blank[f"{PRINTED}/{form.title}.xlsx"] = content
    return blank
