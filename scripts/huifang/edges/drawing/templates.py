"""Templates: pages and texts with places for values. What is put into a page is escaped."""

from __future__ import annotations

from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined

_SHIPPED = "huifang.templates"


def template_source(name: str) -> str:
    """A file of the templates that ship, by its path below them."""
    return files(_SHIPPED).joinpath(*name.split("/")).read_text(encoding="utf-8")


def templates(of_pages: bool = True, folder: str = "") -> Environment:
    """The templates in a folder of those that ship; one that lacks a value is an error, not a gap."""
    return Environment(
        loader=FunctionLoader(lambda name: template_source(f"{folder}/{name}".lstrip("/"))),
        autoescape=of_pages,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
