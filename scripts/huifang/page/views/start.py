"""The first start: a few questions to the first plan, and the offices that are there already."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from werkzeug import Request, Response
from werkzeug.exceptions import NotFound

from huifang.page import begun
from huifang.page.forms import choices
from huifang.page.forms.folders import beside, near
from huifang.page.forms.model import WrongAnswer, option
from huifang.page.frame import Screen, see_other
from huifang.page.jobs import JobOrder, PageJob
from huifang.page.views.start_answers import ANSWERS
from huifang.page.views.start_told import told_of_past, told_of_plan, told_of_staff, told_of_unit
from huifang.tables.declared.past_calls import PAST_CALLS

#: What each step shows besides what was typed.
_TOLD = {
    "unit": told_of_unit, "policy": told_of_unit, "people": told_of_staff, "customers": told_of_staff,
    "past": told_of_past, "plan": told_of_plan,
}  # fmt: skip


def lead(page: Screen, asked: Request, **found: str) -> Response:
    """Without an office, everything leads here; so does the page of today while a first start is under way. Where there
    is but one office, and nothing was asked yet, that one is opened.
    """
    offices = [one.root.name for one in page.place.offices()]
    if page.office is None and not page.begun and len(offices) == 1 and page.place.choose(offices[0]):
        return see_other("/")
    return see_other("/start")


def is_under_way(page: Screen) -> bool:
    """Whether an office was made, and its first plan is still to come."""
    return page.office is not None and not page.is_auditor and bool(begun.step_now(page))


def show(page: Screen, asked: Request) -> Response:
    """Where a first start is now; else the offices that are there, and how to make one."""
    step = begun.step_now(page)
    others = [one.root.name for one in page.place.offices() if not page.office or one.root != page.office.root]
    if page.is_auditor or (not begun.typed_at(page, "unit") and (step == "" or others)):
        return page.draw("start", offices=others, may_make=not page.is_auditor)
    return see_other(f"/start/{step or 'unit'}")


def ask(page: Screen, asked: Request, step: str) -> Response:
    """One question, with what was typed before."""
    _require(page, step)
    return _draw(page, step)


def answer(page: Screen, asked: Request, step: str) -> Response:
    """An answer: the next question, or a job that does what follows from it."""
    _require(page, step)
    begun.keep(page, step, {key: text for key, text in asked.form.items() if key != "csrf"})
    if running := page.running():
        return _draw(page, step, {"": f"{running}。请等它做完再点，填的内容还在。"}, 409)
    try:
        return see_other(ANSWERS[step](page, asked))
    except WrongAnswer as wrong:
        return _draw(page, step, {wrong.field_name: wrong.text}, 422)


def working(page: Screen, asked: Request, number: str) -> Response:
    """What an answer set going: until it is done, and then the next question."""
    job = page.jobs.get(number)
    if job is None:
        return see_other("/start")
    if job.is_running:
        return page.draw("start_working", job=job)
    if job.form == "init":
        return _made(page, job)
    if page.office is None:
        return see_other("/start")
    table = next(iter(job.typed.get("table", ())), "")
    step = {"人员": "people", "客户": "customers", PAST_CALLS.name: "past"}.get(table, "plan")
    if job.code not in (0, 1):
        return _draw(page, step, {"": "\n".join(job.said) or "没有做成，请再试一次。"}, 422)
    if job.form == "plan":
        begun.end(page)
        return page.draw("start_done", job=job)
    if begun.step_now(page) == step:  # and not looked at once more
        begun.keep(page, step, {})
        begun.go_to(page, begun.IN_OFFICE[begun.IN_OFFICE.index(step) + 1])
    return see_other("/start")


def open_office(page: Screen, asked: Request) -> Response:
    """Open an office that lies in the folder."""
    if not page.place.choose(asked.form.get("name", "")):
        return page.trouble("这个文件夹已经不在了，或者不再是办公文件夹。", 410, "/start")
    page.begun.clear()
    return see_other("/")


def another(page: Screen, asked: Request) -> Response:
    """Make one more: the office that was open stays as it is."""
    _require_supervisor(page)
    page.place.office = None
    page.begun.clear()
    return see_other("/start/unit")


def sample(page: Screen, asked: Request) -> Response:
    """Make a made-up office to try things with."""
    _require_supervisor(page)
    known = {choice.value for choice in choices.regulations(page)}
    preset = asked.form.get("preset", "") or (page.desk().state.preset if page.office else "")
    if preset not in known:
        return _draw(page, "policy", {"preset": "请先选一个制度。"}, 422)
    words = ("init", *option("--policy", preset), "--sample", "--", near(beside(page, "样例单位")))
    page.place.office = None
    return see_other(_working(page, JobOrder(form="init", title="做一个样例单位", argv=words)))


def leave(page: Screen, asked: Request) -> Response:
    """Ask no further: the office is used as it is."""
    _require_supervisor(page)
    begun.end(page)
    return see_other("/")


def _working(page: Screen, order: JobOrder) -> str:
    return f"/start/working/{page.do(order).number}"


def _made(page: Screen, job: PageJob) -> Response:
    """An office that was made is opened; where it was not, the question is asked again."""
    if not job.body.get("office") or not page.place.choose(Path(job.body["office"]).name):
        said = "\n".join(job.said) or "没有建成，请再试一次。"
        return _draw(page, "policy", {"": said}, 422)
    typed = dict(page.begun)
    page.begun.clear()
    if "--sample" not in job.argv:
        for step, text in typed.items():
            if step in begun.STEPS:
                begun.keep(page, step, text)
        begun.go_to(page, "people")
    return see_other("/")


def _draw(page: Screen, step: str, wrong: Mapping[str, str] | None = None, status: int = 200) -> Response:
    told: dict[str, Any] = _TOLD[step](page)
    return page.draw(
        f"start_{step}", step=step, steps=begun.STEPS, typed=begun.typed_at(page, step), wrong=wrong or {},
        status=status, **told,
    )  # fmt: skip


def _require(page: Screen, step: str) -> None:
    """Whether the step can be asked now."""
    _require_supervisor(page)
    if step not in begun.STEPS or (page.office is None) == (step in begun.IN_OFFICE):
        raise NotFound


def _require_supervisor(page: Screen) -> None:
    if page.is_auditor:
        raise NotFound
