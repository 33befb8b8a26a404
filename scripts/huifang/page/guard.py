"""Who is let in: this computer alone, by the address that was printed once, and from the page itself.

The address holds a token that can be used once; it is changed for a cookie that only this process knows. Another page
in the same browser can send neither: its Origin differs, the cookie stays at home (SameSite), and each form that
changes something carries a token besides. A name that somebody else points at this computer (rebinding) is no host of
ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hmac import compare_digest
from threading import Lock
from typing import Final

from werkzeug import Request, Response

#: Where the token of the address is changed for the cookie.
ENTRANCE: Final = "/"
TOKEN, CSRF = "token", "csrf"
#: What pages may load: their own style sheet and script, nothing from anywhere else, and nothing that stands in a page.
POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: The same for a page that lies in the office, such as a report: it has a style block of its own, and no rights at all.
POLICY_OF_FILES: Final = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, kw_only=True)
class Secrets:
    """What one process of the page drew at its start: the token of the address, the cookie, and the token of forms."""

    once: str
    cookie: str
    csrf: str


class NotLetIn(Exception):
    """Somebody is not let in; ``text`` says what to do, ``status`` is the answer's."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status, self.text = status, text


@dataclass
class Guard:
    """Lets requests in, or not."""

    secrets: Secrets
    port: int = 0
    _used: bool = False
    _lock: Lock = field(default_factory=Lock)

    @property
    def hosts(self) -> Sequence[str]:
        """The names under which the page may be asked for."""
        return (f"127.0.0.1:{self.port}", f"localhost:{self.port}")

    @property
    def cookie_name(self) -> str:
        """Browsers keep one jar for all ports of a computer."""
        return f"huifang-{self.port}"

    def enter(self, asked: Request) -> Response | None:
        """The answer that hands out the cookie, where the request brings the token of the address; else None.

        Raises:
            NotLetIn: it is not let in.
        """
        self._require_our_address(asked)
        token = asked.args.get(TOKEN)
        if asked.method == "GET" and asked.path == ENTRANCE and token is not None:
            return self._change(asked, token)
        if not self._has_cookie(asked):
            raise NotLetIn(403, "这个窗口没有登记。请从“启动”重新打开回访台，用它打开的窗口。")
        return None

    def require_own_form(self, asked: Request) -> None:
        """Whether what is sent came from a form of ours.

        Raises:
            NotLetIn: it did not.
        """
        if not _same(asked.form.get(CSRF, ""), self.secrets.csrf):
            raise NotLetIn(403, "这一页是回访台重新启动以前打开的，没有照办。请回到首页再做一次。")

    def _require_our_address(self, asked: Request) -> None:
        if asked.environ.get("HTTP_HOST", "") not in self.hosts:
            raise NotLetIn(400, "回访台只在这台电脑上使用。请用启动时显示的地址打开。")
        origin = asked.headers.get("Origin")
        if origin is not None and origin not in {f"http://{host}" for host in self.hosts}:
            raise NotLetIn(403, "这个请求来自别的网页，没有照办。")
        site = asked.headers.get("Sec-Fetch-Site", "none")
        if asked.method not in {"GET", "HEAD"} and site not in {"same-origin", "none"}:
            raise NotLetIn(403, "这个请求来自别的网页，没有照办。")

    def _change(self, asked: Request, token: str) -> Response:
        with self._lock:
            if self._has_cookie(asked):  # the same window again, or its bookmark
                return _to_the_entrance()
            if self._used or not _same(token, self.secrets.once):
                raise NotLetIn(403, "这个地址只能用一次，已经用过了。请从“启动”重新打开回访台。")
            self._used = True
        answer = _to_the_entrance()
        answer.set_cookie(self.cookie_name, self.secrets.cookie, httponly=True, samesite="Strict")
        return answer

    def _has_cookie(self, asked: Request) -> bool:
        return _same(asked.cookies.get(self.cookie_name, ""), self.secrets.cookie)


def _same(given: str, wanted: str) -> bool:
    """Whether they are equal, in a time that tells nothing."""
    return compare_digest(given.encode(errors="replace"), wanted.encode())


def _to_the_entrance() -> Response:
    return Response(status=303, headers={"Location": ENTRANCE})
