"""Where the template of a form comes from: the office's own beside its workbooks, else the one that ships."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from importlib.resources import files

from huifang.edges.forms.drawn import template_of
from huifang.edges.forms.own import OWN
from huifang.edges.store.files import read_bytes
from huifang.edges.store.office import Office
from huifang.tables.printed import PrintedForm


@dataclass(frozen=True)
class Template:
    """A template; ``path`` is the office's own file, empty where it is ours."""

    content: bytes
    path: str = ""


def template_for(office: Office, form: PrintedForm, left_out: Set[str]) -> Template:
    """The office's own template of the form, else ours without the columns that the office does not use.

    Raises:
        OfficeError: the office's own cannot be read.
    """
    for name in form.names:
        path = f"{OWN}/{name}.xlsx"
        if office.path(path).is_file():
            return Template(read_bytes(office.path(path)), path)
    return Template(ours(form, left_out))


def ours(form: PrintedForm, left_out: Set[str]) -> bytes:
    """Our template of the form without these columns."""
    return template_of(form, left_out) if left_out else shipped(form)


def shipped(form: PrintedForm) -> bytes:
    """The template as it ships: with every column."""
    return files("huifang.templates").joinpath("forms", f"{form.title}.xlsx").read_bytes()
