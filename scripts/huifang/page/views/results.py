"""What became of a job."""

from __future__ import annotations

from urllib.parse import urlencode

from werkzeug import Request, Response
from werkzeug.exceptions import NotFound

from huifang.page.forms.listed import BY_NAME
from huifang.page.forms.model import RESULTS
from huifang.page.frame import Screen, see_other
from huifang.page.jobs import PageJob
from huifang.page.outcome import is_wrong_use, outcome_of, why_wrong
from huifang.page.views.doing import draw_again


def show(page: Screen, asked: Request, number: str) -> Response:
    """One job: how far it is, or what it did; the form again, where what was typed could not be understood."""
    job = page.jobs.get(number)
    if job is None:
        raise NotFound
    form = BY_NAME.get(job.form)
    if job.is_running:
        return page.draw("working", job=job)
    if is_wrong_use(job) and form is not None:
        return draw_again(page, job, why_wrong(job))
    can_be_done = form is not None and form.previews and bool(job.body) and "--yes" not in job.argv
    if form is not None and can_be_done and form.after != RESULTS:
        return see_other(f"{form.after}/{number}")
    return page.draw(
        "result", job=job, outcome=outcome_of(job, page.office),
        form=form, can_be_done=can_be_done, typed_again=_query(job), offers=form.offers(job) if form else (),
    )  # fmt: skip


def _query(job: PageJob) -> str:
    """What was typed, behind the address of the form; what was uploaded is to be chosen anew."""
    kept = {
        key: [value for value in values if not value.startswith(str(job.folder))] for key, values in job.typed.items()
    }
    said = urlencode(kept, doseq=True)
    return f"?{said}" if said else ""


def again(page: Screen, asked: Request, number: str) -> Response:
    """What a job only showed is done: the same command once more, with --yes."""
    job = page.jobs.get(number)
    form = BY_NAME.get(job.form) if job else None
    if job is None or form is None or not form.previews or not job.body or "--yes" in job.argv:
        raise NotFound
    if running := page.running():
        return page.trouble(f"{running}。请等它做完再点。", back=f"/jobs/{number}")
    done = page.again(job)
    return see_other(f"/jobs/{done.number}")


def listed(page: Screen, asked: Request) -> Response:
    """The jobs of this role, the newest first."""
    return page.draw("jobs", jobs=page.jobs.recent())
