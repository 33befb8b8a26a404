"""Which view answers which address."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from werkzeug import Response

from huifang.page.views import confirming, customers, doing, importing, opening, results, start, today

View: TypeAlias = Callable[..., Response]

ROUTES: Final[tuple[tuple[str, str, View], ...]] = (
    ("GET", "/", today.show),
    ("POST", "/inbox", today.put_in),
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
    ("GET", "/import/<number>", importing.show),
    ("POST", "/import/<number>", importing.again),
    ("POST", "/import/<number>/write", importing.write),
    ("GET", "/confirm", confirming.show),
    ("GET", "/customers", customers.find),
    ("GET", "/customers/<path:number>", customers.show),
    ("GET", "/start", start.show),
    ("POST", "/start/open", start.open_office),
    ("POST", "/start/another", start.another),
    ("POST", "/start/sample", start.sample),
    ("POST", "/start/leave", start.leave),
    ("GET", "/start/working/<number>", start.working),
    ("GET", "/start/<step>", start.ask),
    ("POST", "/start/<step>", start.answer),
)
#: What is there before there is an office.
FREE: Final = frozenset(
    {path for _, path, _ in ROUTES if path.startswith("/start")}
    | {"/page.css", "/page.js", "/jobs", "/jobs/<number>", "/do", "/do/<name>", "/files/<key>"}
)
