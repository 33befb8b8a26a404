"""Commands as forms: drawn, checked, and started as jobs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from werkzeug import Request, Response
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound
from werkzeug.utils import secure_filename

from huifang.page.forms.listed import BY_NAME, grouped_for
from huifang.page.forms.model import CommandForm, Typed, WrongAnswer
from huifang.page.frame import Screen, see_other
from huifang.page.jobs import FILES, JobOrder, PageJob

_FILES = {"file", "files"}
_CHOSEN = _FILES | {"choice", "many"}


def listed(page: Screen, asked: Request) -> Response:
    """All that this role can do."""
    return page.draw("doing", groups=[*grouped_for(page.role, page.office is not None)])


def show(page: Screen, asked: Request, name: str) -> Response:
    """A form, with what the link to it already says; files come from a form alone."""
    form = _form(page, name)
    said = {one.name for one in form.fields if one.kind not in _FILES}
    return _draw(page, form, {key: tuple(asked.args.getlist(key)) for key in asked.args if key in said})


def run(page: Screen, asked: Request, name: str) -> Response:
    """Start the command, or draw the form again with what was typed and what is wrong with it."""
    form = _form(page, name)
    typed: dict[str, Sequence[str]] = {
        one.name: tuple(asked.form.getlist(one.name)) for one in form.fields if one.kind not in _FILES
    }
    room = page.jobs.make_room(page.now())
    typed |= _uploads(page, form, asked, room / FILES)
    if running := page.running():
        return _draw(page, form, typed, {"": f"{running}。请等它做完再做这件事，填的内容还在。"}, 409)
    if lacking := {**_not_offered(page, form, typed), **_missing(form, typed)}:
        return _draw(page, form, typed, lacking, 422)
    try:
        words = form.words(page, typed)
    except WrongAnswer as wrong:
        return _draw(page, form, typed, {wrong.field_name: wrong.text}, 422)
    secret = {one.name for one in form.fields if one.kind == "password"}
    order = JobOrder(
        form=form.name,
        title=form.title,
        argv=(*form.command, *words),
        typed={key: tuple(values) for key, values in typed.items() if key not in secret},
    )
    job = page.do(order, room=room, told=form.told(typed))
    return see_other(f"{form.after}/{job.number}")


def _missing(form: CommandForm, typed: Typed) -> dict[str, str]:
    """What has to be filled in, and is not, by field."""
    return {
        one.name: f"请{'选择' if one.kind in _CHOSEN else '填写'}“{one.label}”。"
        for one in form.fields
        if one.required and not any(text.strip() for text in typed.get(one.name, ()))
    }


def _not_offered(page: Screen, form: CommandForm, typed: Typed) -> dict[str, str]:
    """What was chosen, and cannot be, by field."""
    wrong = {}
    for one in form.fields:
        given = [value for value in typed.get(one.name, ()) if value]
        if one.choices and given and not {*given} <= {choice.value for choice in one.choices(page)}:
            wrong[one.name] = f"“{one.label}”里现在没有“{'、'.join(given)}”，请重新选择。"
    return wrong


def _form(page: Screen, name: str) -> CommandForm:
    form = BY_NAME.get(name)
    if form is None or page.role not in form.roles or (form.needs_office and page.office is None):
        raise NotFound
    return form


def draw_again(page: Screen, job: PageJob, wrong: str) -> Response:
    """The form of a command that could not be understood, with what was typed and what was wrong with it."""
    return _draw(page, _form(page, job.form), job.typed, {"": wrong}, 422)


def _draw(
    page: Screen, form: CommandForm, typed: Typed, wrong: Mapping[str, str] | None = None, status: int = 200
) -> Response:
    choices = {one.name: one.choices(page) for one in form.fields if one.choices}
    started = {one.name: (one.start(page),) for one in form.fields if one.start and one.name not in typed}
    uploaded = {
        one.name: [{"key": page.key(Path(path)), "name": Path(path).name} for path in typed.get(one.name, ())]
        for one in form.fields
        if one.kind in _FILES
    }
    return page.draw(
        "do", form=form, typed={**started, **typed}, choices=choices, wrong=wrong or {}, uploaded=uploaded,
        status=status,
    )  # fmt: skip


def _uploads(page: Screen, form: CommandForm, asked: Request, folder: Path) -> dict[str, Sequence[str]]:
    """What was uploaded, kept in the job's folder under its own name; else what an earlier try had kept."""
    kept: dict[str, Sequence[str]] = {}
    for one in form.fields:
        if one.kind not in _FILES:
            continue
        paths = []
        for number, upload in enumerate(asked.files.getlist(one.name)):
            if upload.filename:
                paths.append(str(kept_upload(upload, folder / f"{one.name}-{number}")))
        known = (page.openable.path(key) for key in asked.form.getlist(f"kept-{one.name}"))
        before = (str(path) for path in known if path and path.is_relative_to(folder.parents[1]))
        kept[one.name] = tuple(paths or before)
    return kept


def kept_upload(upload: FileStorage, folder: Path) -> Path:
    """What was uploaded, in that folder under its own name.

    Raises:
        OSError: it cannot be written.
    """
    path = folder / _own_name(upload.filename or "")
    folder.mkdir(parents=True, exist_ok=True)
    upload.save(path)
    return path


def _own_name(name: str) -> str:
    """The name alone, without folders and without what no system takes."""
    base = name.replace("\\", "/").rpartition("/")[2]
    safe = "".join(sign for sign in base if sign.isprintable() and sign not in '<>:"|?*').strip(" .")
    return safe[-120:] or secure_filename(name) or "文件"
