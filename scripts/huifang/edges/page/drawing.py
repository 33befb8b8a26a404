"""Drawing the pages of 回访台: everything that came from a cell or was typed is escaped."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from huifang.edges.drawing.looks import COLOURS

STYLE, SCRIPT = "page.css", "page.js"


def _source(name: str) -> str:
    return (files("huifang.templates") / "page" / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FunctionLoader(_source),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["colour"] = COLOURS
    return environment


def drawn(template: str, /, **values: Any) -> str:
    """The HTML of a page."""
    return _environment().get_template(template).render(values)


@cache
def style() -> str:
    """The style sheet that all pages share."""
    return _environment().get_template(f"{STYLE}.j2").render()


@cache
def script() -> str:
    """The little script that pages can do without."""
    return _source(SCRIPT)
