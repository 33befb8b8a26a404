"""The report as one HTML page: for a mail program and a telephone, without scripts or outside parts."""

from __future__ import annotations

from functools import cache

from jinja2 import Template

from huifang.decisions.reports.cover.model import Cover
from huifang.decisions.reports.cover.words import FALL, arrow, plus
from huifang.decisions.reports.part import said
from huifang.decisions.reports.report import Report, share
from huifang.edges.drawing.looks import COLOURS
from huifang.edges.drawing.templates import templates

#: So many rows of a list stand on the page; all of them stand in the workbook.
MOST_ROWS = 30


@cache
def _page() -> Template:
    pages = templates()
    pages.filters["share"] = share
    pages.filters["cell"] = said
    return pages.get_template("report.html.j2")


def report_page(report: Report, cover: Cover) -> str:
    """The page's HTML, the cover first; everything that came from a cell is escaped."""
    return _page().render(
        report=report,
        cover=cover,
        errors=sum(finding.is_error for finding in report.findings),
        most=MOST_ROWS,
        colour=COLOURS,
        arrow=arrow,
        plus=plus,
        fall=FALL,
        blocks=lambda count: max(1, round(count / cover.voices.per_block)),
    )
