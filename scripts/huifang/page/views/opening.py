"""Opening files that a page showed, and the page's own style sheet and script."""

from __future__ import annotations

from mimetypes import guess_type
from urllib.parse import quote

from werkzeug import Request, Response
from werkzeug.exceptions import NotFound

from huifang.edges.page import drawing
from huifang.edges.system.opening import CannotOpen
from huifang.page.frame import Screen, back_to
from huifang.page.guard import POLICY_OF_FILES

#: Kinds of files that the browser shows itself, without any rights.
_SHOWN = {".html": "text/html", ".txt": "text/plain"}


def style(page: Screen, asked: Request) -> Response:
    """The style sheet."""
    return Response(drawing.style(), mimetype="text/css", headers={"Cache-Control": "max-age=60"})


def script(page: Screen, asked: Request) -> Response:
    """The script."""
    return Response(drawing.script(), mimetype="text/javascript", headers={"Cache-Control": "max-age=60"})


def open_file(page: Screen, asked: Request, key: str) -> Response:
    """Open a file or folder on this computer, as a double click would."""
    path = page.openable.path(key)
    if path is None or not page.may_be_opened(path):
        raise NotFound
    back, name = back_to(asked), page.office.relative(path) if page.office else path.name
    if not path.exists():
        return page.trouble(f"“{name}”已经不在了，可能被移走或删掉了。请回到前一页刷新。", 410, back)
    try:
        page.opener(path)
    except CannotOpen:
        return page.draw("cannot_open", name=name, path=path, is_folder=path.is_dir(), back=back, status=200)
    return page.draw("opened", name=name, back=back)


def fetch(page: Screen, asked: Request, key: str) -> Response:
    """A file's content: pages and texts to be read, everything else to be saved."""
    path = page.openable.path(key)
    if path is None or not path.is_file() or not page.may_be_opened(path):
        raise NotFound
    kind = _SHOWN.get(path.suffix.lower())
    headers = {"Content-Security-Policy": POLICY_OF_FILES}
    if kind is None:
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(path.name)}"
        kind = guess_type(path.name)[0] or "application/octet-stream"
    content_type = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
    return Response(path.read_bytes(), content_type=content_type, headers=headers)
