"""What became of a job."""

from __future__ import annotations

from werkzeug import Request, Response
from werkzeug.exceptions import NotFound

from huifang.page.forms.listed import BY_NAME
from huifang.page.frame import Screen, see_other


def show(page: Screen, asked: Request, number: str) -> Response:
    """One job: how far it is, or what it did."""
    job = page.jobs.get(number)
    if job is None:
        raise NotFound
    return page.draw("result", job=job)


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
