"""The first start: from nothing to the first plan."""

from __future__ import annotations

from werkzeug import Request, Response

from huifang.page.frame import Screen, see_other


def lead(page: Screen, asked: Request, **found: str) -> Response:
    """Without an office, everything leads here."""
    return see_other("/start")


def show(page: Screen, asked: Request) -> Response:
    """The offices that are there, and how to make one."""
    return page.draw("start", offices=page.place.offices())
