"""The application: guard, routes, and what is said when something goes wrong."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug import Request, Response
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound, RequestEntityTooLarge
from werkzeug.routing import Map, Rule

from huifang.edges.page.serving import MOST_BYTES
from huifang.edges.store.files import OfficeError, refused_by_system
from huifang.page.frame import Screen
from huifang.page.guard import HEADERS, NotLetIn
from huifang.page.routes import FREE, ROUTES, View
from huifang.page.words import linked

_SAID = {
    404: "没有这一页。可能是旧的链接，请回到首页。",
    405: "这一页不能这样打开。请回到首页。",
    500: "这一页出错了，正在做的事不受影响。请回到首页再试；还不行的，请把黑色窗口里的话发给装回访台的人。",
    413: f"一次放进来的文件太大，合起来不能超过 {MOST_BYTES // (1024 * 1024)} MB。请分几次放。",
}


class LimitedRequest(Request):
    """A request within limits."""

    max_content_length = MOST_BYTES
    max_form_memory_size = 2 * 1024 * 1024
    max_form_parts = 3_000


class Application:
    """Answers requests for one ``Screen``."""

    def __init__(self, page: Screen) -> None:
        self._page = page
        page.linked = lambda text: [*linked(text, page.role)]
        self._map = Map(
            [Rule(path, methods=[method], endpoint=(view, path)) for method, path, view in ROUTES], strict_slashes=False
        )

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """As WSGI has it."""
        asked = LimitedRequest(environ)
        answer = self._answer(asked)
        asked.close()  # what was uploaded is kept by now
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        return answer(environ, start_response)

    def _answer(self, asked: Request) -> Response:
        page = self._page
        try:
            entered = page.guard.enter(asked)
            if entered is not None:
                return entered
            (view, path), found = self._map.bind_to_environ(asked.environ).match()
            if asked.method == "POST":
                page.guard.require_own_form(asked)
            return self._view(view, path)(page, asked, **found)
        except NotLetIn as refused:
            return Response(_plain(refused.text), status=refused.status, mimetype="text/html")
        except RequestEntityTooLarge:
            return page.trouble(_SAID[413], 413)
        except (NotFound, MethodNotAllowed) as error:
            return page.trouble(_SAID[error.code or 404], error.code or 404)
        except HTTPException as error:
            return page.trouble("浏览器发来的内容读不了。请回到首页再试一次。", error.code or 400)
        except (OfficeError, OSError) as raised:
            reason = raised if isinstance(raised, OfficeError) else refused_by_system(raised)
            return page.trouble(f"无法继续：{reason}", 503)
        except Exception:  # noqa: BLE001  (nobody thought of it, and people wait for an answer)
            traceback.print_exc()
            return page.trouble(_SAID[500], 500)

    def _view(self, view: View, path: str) -> View:
        """Without an office, everything but the first start leads there; so does the first page until it is done."""
        from huifang.page.views import start  # noqa: PLC0415

        leads = path not in FREE if self._page.office is None else path == "/" and start.is_under_way(self._page)
        return start.lead if leads else view


def _plain(text: str) -> str:
    """A page for who is not let in: it says nothing of the office."""
    return (
        '<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>回访台</title>'
        f"<h1>回访台</h1><p>{text}</p></html>"
    )
