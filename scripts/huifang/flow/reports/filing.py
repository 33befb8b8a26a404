"""Filing: closed complaints get their number in the register, and the index of the file is made."""

from __future__ import annotations

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.decisions.complaints.filing import cases, unnumbered
from huifang.edges.store.files import FileBusy, OfficeError
from huifang.flow.office.desk import Desk
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.visit_reports import VISIT_REPORTS

_CELL = "file_no"


def number_cases(desk: Desk) -> tuple[Finding, ...]:
    """Enter the 归档号 of closed complaints that have none; returns what kept it from being done now.

    While somebody has the register open nothing is lost: the next run does it.
    """
    name, now = COMPLAINTS.workbook, desk.present
    numbered = unnumbered(now.policy, now.rows(COMPLAINTS))
    cells = {row.place(_CELL).cell or "": number for row, number in numbered if _CELL in row.sheet.letters}
    if not cells:
        return ()
    try:
        desk.edit_register(COMPLAINTS, (), cells)
    except FileBusy:
        return (found("J802", Place(name), file=name),)
    except OfficeError as error:  # never stops a report
        return (found("J805", Place(name, COMPLAINTS.name), sheet=COMPLAINTS.name, reason=error.reason),)
    return ()


def file_index(desk: Desk) -> bytes | None:
    """The index of everything that is filed; None where the regulation files nothing."""
    if not {COMPLAINTS.workbook, VISIT_REPORTS.workbook} & {*desk.workbooks}:
        return None
    from huifang.edges.books.filing_book import filing_book  # noqa: PLC0415  (few regulations file anything)

    now = desk.present
    filed = cases(now.policy, now.people, now.rows(COMPLAINTS), now.rows(VISIT_REPORTS))
    return filing_book(filed, now.policy.unit_name, now.today)
