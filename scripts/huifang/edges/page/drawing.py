"""Drawing the pages of 回访台: everything that came from a cell or was typed is escaped."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment

from huifang.edges.drawing.looks import COLOURS
from huifang.edges.drawing.templates import template_source, templates

FOLDER, STYLE, SCRIPT = "page", "page.css", "page.js"


@cache
def _pages() -> Environment:
    pages = templates(folder=FOLDER)
    pages.globals["colour"] = COLOURS
    return pages


def drawn(template: str, /, **values: Any) -> str:
    """The HTML of a page."""
    return _pages().get_template(template).render(values)


@cache
def style() -> str:
    """The style sheet that all pages share."""
    return _pages().get_template(f"{STYLE}.j2").render()


@cache
def script() -> str:
    """The little script that pages can do without."""
    return template_source(f"{FOLDER}/{SCRIPT}")
