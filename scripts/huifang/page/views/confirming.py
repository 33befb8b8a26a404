"""待确认: what waits for a person to say yes or no."""

from __future__ import annotations

from werkzeug import Request, Response
from werkzeug.exceptions import NotFound

from huifang.flow.screen.to_confirm import to_confirm
from huifang.page.frame import Screen


def show(page: Screen, asked: Request) -> Response:
    """Files that came, changes of accepted values, forms that lie ready; all of it is the supervisor's."""
    if page.is_auditor:
        raise NotFound
    return page.draw("confirm", waiting=to_confirm(page.desk()))
