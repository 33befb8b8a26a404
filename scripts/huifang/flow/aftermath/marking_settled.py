"""The day after a complaint is settled its customer is marked for attention (003/一 四.3), once for each complaint.

A mark that is there stays as it is; one that a person takes away again is not put back.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding, Place
from huifang.edges.store.files import FileBusy, OfficeError
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.ledger.kinds import CustomersMarked
from huifang.policy.complaints import is_closed
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.model import Row
from huifang.tables.options import BUILT_IN

_MARK = BUILT_IN[CUSTOMERS.by_key["major_mark"].header][0]


@dataclass(frozen=True)
class Marked:
    """The numbers of the customers who were marked, and what kept others from it."""

    customers: tuple[str, ...] = ()
    notes: tuple[Finding, ...] = ()


def mark_settled(desk: Desk) -> Marked:
    """Mark the customers whose complaints were settled before today, where the policy says so."""
    now = desk.present
    if not now.policy.marked_when_settled or COMPLAINTS.workbook not in desk.workbooks:
        return Marked()
    settled = list(_settled(now, desk.state.heard.marked))
    customers = now.customers
    lacking = tuple(sorted({row["customer_no"] for row in settled if not customers[row["customer_no"]].major_mark}))
    name = CUSTOMERS.workbook
    try:
        if lacking:
            _mark(desk, lacking)
    except FileBusy:
        return Marked(notes=(found("J802", Place(name), file=name),))
    except OfficeError as error:  # never stops a posting
        return Marked(notes=(found("J808", Place(name, CUSTOMERS.name), count=len(lacking), reason=error.reason),))
    if settled:
        desk.commit(CustomersMarked(marked=tuple(row["complaint_no"] for row in settled), customers=lacking))
    return Marked(lacking)


def _settled(now: Moment, marked: Set[str]) -> Iterator[Row]:
    """The complaints of known customers that were settled before today and that nothing followed from yet."""
    for row in now.rows(COMPLAINTS):
        if row["complaint_no"] in marked or not row["complaint_no"] or row["customer_no"] not in now.customers:
            continue
        if is_closed(row.values, now.policy.satisfied_to_close) and row["closed_at"].date() < now.today:
            yield row


def _mark(desk: Desk, customer_nos: tuple[str, ...]) -> None:
    """Put the mark into the empty cells of these customers."""
    register = desk.present.read(CUSTOMERS)
    if "major_mark" not in register.letters:
        header = CUSTOMERS.by_key["major_mark"].header
        raise OfficeError(because("Y825", sheet=CUSTOMERS.name, column=header))
    rows = {row["customer_no"]: row for row in reversed(register.rows)}
    cells = {rows[number].place("major_mark").cell or "": _MARK for number in customer_nos if number in rows}
    desk.edit_register(CUSTOMERS, (), cells)
