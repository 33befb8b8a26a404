"""The first page: what is due today."""

from __future__ import annotations

from werkzeug import Request, Response

from huifang.page.frame import Screen


def show(page: Screen, asked: Request) -> Response:
    """What is due, what waits for whom, and how far everybody is."""
    return page.draw("today")
