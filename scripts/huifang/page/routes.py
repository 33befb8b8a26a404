"""Which view answers which address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from werkzeug import Response

from huifang.page.views import doing, opening, results, start, today

View: TypeAlias = Callable[..., Response]

ROUTES: Final[tuple[tuple[str, str, View], ...]] = (
    ("GET", "/", today.show),
    ("GET", "/page.css", opening.style),
    ("GET", "/page.js", opening.script),
    ("POST", "/open/<key>", opening.open_file),
    ("GET", "/files/<key>", opening.fetch),
    ("GET", "/do", doing.listed),
    ("GET", "/do/<name>", doing.show),
    ("POST", "/do/<name>", doing.run),
    ("GET", "/jobs", results.listed),
    ("GET", "/jobs/<number>", results.show),
    ("POST", "/jobs/<number>/again", results.again),
    ("GET", "/start", start.show),
)
#: What is there before there is an office.
FREE: Final = frozenset({"/page.css", "/page.js", "/start", "/jobs", "/jobs/<number>", "/do/<name>", "/files/<key>"})
