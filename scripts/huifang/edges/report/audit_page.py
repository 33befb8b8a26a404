"""抽查报告 as one HTML page: for a mail program and a telephone, without scripts or outside parts."""

from __future__ import annotations

from functools import cache

from jinja2 import Template

from huifang.decisions.audit import told
from huifang.decisions.audit.audited import Agreement, PeriodAudit, Verdict
from huifang.edges.drawing.looks import COLOURS
from huifang.edges.drawing.templates import templates
from huifang.ledger.journal import DIGITS_SHOWN

#: So many lines of a list stand on the page, so many that only show what was done; all of them stand in the workbook.
MOST_LINES, EVIDENCE = 30, 5
_CLASSES = {Verdict.REVIEW: "warn", Verdict.GO_ON: "brand", Verdict.NOTHING_FOUND: "muted"}


@cache
def _page() -> Template:
    pages = templates()
    pages.globals |= {"told": told, "colour": COLOURS, "colours": _CLASSES, "differs": Agreement.DIFFERS}
    return pages.get_template("audit.html.j2")


def audit_page(audit: PeriodAudit, title: str, head: str) -> str:
    """The page's HTML; everything that came from a cell is escaped."""
    agents = told.ordered(audit.agents)
    return _page().render(
        audit=audit,
        title=title,
        digits=head[:DIGITS_SHOWN],
        agents=agents,
        to_do=told.needing(audit),
        with_steps=[one for one in agents if one.steps],
        most=MOST_LINES,
        evidence_shown=EVIDENCE,
    )
