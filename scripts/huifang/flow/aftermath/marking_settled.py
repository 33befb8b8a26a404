"""The day after a complaint was dealt with its customer is marked for attention, and what it was about is remarked in
the customer's row (003/一, 003/二 四.3); once for each complaint.

A mark that is there stays as it is; one that a person takes away again is not put back. A remark stands behind what
people wrote there; where they named the complaint themselves, none is added.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding, Place
from huifang.decisions.complaints.remarks import remark_of
from huifang.edges.store.files import FileBusy, OfficeError
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.ledger.kinds import CustomersMarked
from huifang.policy.complaints import handled_at
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.model import Row
from huifang.tables.options import BUILT_IN

_MARKED, _REMARK = "major_mark", "notes"
_MARK = BUILT_IN[CUSTOMERS.by_key[_MARKED].header][0]


@dataclass(frozen=True)
class Marked:
    """The numbers of the customers who were marked, of those who got a remark, and what kept others from it."""

    customers: tuple[str, ...] = ()
    remarked: tuple[str, ...] = ()
    notes: tuple[Finding, ...] = ()


def mark_settled(desk: Desk) -> Marked:
    """Mark the customers whose complaints were dealt with before today, and remark why, where the policy says so."""
    now = desk.present
    if not now.policy.marked_when_settled or COMPLAINTS.workbook not in desk.workbooks:
        return Marked()
    settled = list(_settled(now, desk.state.heard.marked))
    if not settled:
        return Marked()
    customers = now.customers
    lacking = tuple(sorted({row["customer_no"] for row in settled if not customers[row["customer_no"]].major_mark}))
    remarks = _remarks(now, settled)
    name = CUSTOMERS.workbook
    try:
        if lacking or remarks:
            _write(desk, lacking, remarks)
    except FileBusy:
        return Marked(notes=(found("J802", Place(name), file=name),))
    except OfficeError as error:  # never stops a posting
        count = len({*lacking, *remarks})
        return Marked(notes=(found("J808", Place(name, CUSTOMERS.name), count=count, reason=error.reason),))
    desk.commit(CustomersMarked(marked=tuple(row["complaint_no"] for row in settled), customers=lacking))
    return Marked(lacking, tuple(remarks))


def _settled(now: Moment, marked: Set[str]) -> Iterator[Row]:
    """The complaints of known customers that were dealt with before today and that nothing followed from yet."""
    for row in now.rows(COMPLAINTS):
        if row["complaint_no"] in marked or not row["complaint_no"] or row["customer_no"] not in now.customers:
            continue
        handled = handled_at(row.values)
        if handled is not None and handled.date() < now.today:
            yield row


def _remarks(now: Moment, settled: Sequence[Row]) -> dict[str, str]:
    """What is to stand in 备注 of each customer, by number; none where the register has no such column."""
    register = now.read(CUSTOMERS)
    if _REMARK not in register.letters:
        return {}
    there = {row["customer_no"]: row[_REMARK] or "" for row in reversed(register.rows)}
    remarks: dict[str, str] = {}
    for row in settled:
        number = row["customer_no"]
        before = remarks.get(number, there.get(number, ""))
        if row["complaint_no"] not in before:
            remarks[number] = f"{before}\n{remark_of(row.values)}" if before else remark_of(row.values)
    return remarks


def _write(desk: Desk, customer_nos: Sequence[str], remarks: Mapping[str, str]) -> None:
    """Put the mark into the empty cells of these customers, and the remarks into theirs."""
    register = desk.present.read(CUSTOMERS)
    if customer_nos and _MARKED not in register.letters:
        raise OfficeError(because("Y825", sheet=CUSTOMERS.name, column=CUSTOMERS.by_key[_MARKED].header))
    rows = {row["customer_no"]: row for row in reversed(register.rows)}
    cells: dict[str, Any] = {
        rows[number].place(key).cell or "": value
        for key, values in ((_MARKED, dict.fromkeys(customer_nos, _MARK)), (_REMARK, remarks))
        for number, value in values.items()
        if number in rows
    }
    desk.edit_register(CUSTOMERS, (), cells)
