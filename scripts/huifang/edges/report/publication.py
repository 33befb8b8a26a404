"""The page that an office may publish on a round of visits."""

from __future__ import annotations

from functools import cache

from jinja2 import Template

from huifang.decisions.reports.published import Publication
from huifang.edges.drawing.templates import templates


@cache
def _page() -> Template:
    return templates().get_template("publication.html.j2")


def publication_page(page: Publication) -> str:
    """Its HTML; everything that came from a cell is escaped."""
    return _page().render(page=page, days=_days)


def _days(page: Publication) -> str:
    first, last = page.from_on, page.until_on
    start = f"{first.year}年{first.month}月{first.day}日"
    if first == last:
        return start
    year = f"{last.year}年" if last.year != first.year else ""
    month = f"{last.month}月" if (last.year, last.month) != (first.year, first.month) else ""
    return f"{start}至{year}{month}{last.day}日"
