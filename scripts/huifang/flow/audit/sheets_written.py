"""The auditor's workbooks of a draw: their names, and writing those that are not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huifang.core.periods import Period
from huifang.edges.store.files import write_bytes
from huifang.flow.audit.frames import sealed_frame, stored_frame
from huifang.flow.audit.who_to_ring import customers_to_ring, moment_of
from huifang.flow.office.desk import Desk
from huifang.ledger.kinds import Draw
from huifang.ledger.spot_checks import DrawnCustomer, DrawnSheet
from huifang.policy.register_read import cell_options


def sheet_name(desk: Desk, stem: str, others: Sequence[str] = ()) -> str:
    """A name that is free, and that neither a draw of the office nor one of the ``others`` has in any case."""
    taken = {file.lower() for draw in desk.state.draws for file in draw.workbooks}
    taken |= {more.sheet.file.lower() for more in desk.state.checks.extended} | {file.lower() for file in others}
    path, count = f"{stem}.xlsx", 1
    while path.lower() in taken or desk.office.path(path).exists():
        count += 1
        path = f"{stem}-{count}.xlsx"
    return path


def write_missing(desk: Desk, period: Period, drawn: Draw) -> None:
    """Write the draw's workbooks that are not there, the further ones too; the auditor may have filled in the others.

    Raises:
        OfficeError: the sealed frame cannot be read, or a workbook not be written.
    """
    for sheet in drawn.sheets:
        chosen, reserve = (
            tuple(one for one in part if one.agent == sheet.agent) for part in (drawn.chosen, drawn.reserve)
        )
        _write(desk, period, drawn, _Sheet(sheet, chosen, reserve, is_more=False))
    write_further(desk, period, drawn)


def write_further(desk: Desk, period: Period, drawn: Draw) -> None:
    """The same of the further ones alone."""
    for more in desk.state.checks.more_of(drawn.period, drawn.number):
        _write(desk, period, drawn, _Sheet(more.sheet, more.chosen, more.reserve, is_more=True))


@dataclass(frozen=True)
class _Sheet:
    """One workbook: whom it is about, and who stands on it."""

    sheet: DrawnSheet
    chosen: Sequence[DrawnCustomer]
    reserve: Sequence[DrawnCustomer]
    is_more: bool


def _write(desk: Desk, period: Period, drawn: Draw, wanted: _Sheet) -> None:
    from huifang.edges.books.spotcheck_sheet import SheetContent, spotcheck_book  # noqa: PLC0415  (rarely drawn)

    path, sealed = desk.office.path(wanted.sheet.file), sealed_frame(desk, period)
    if sealed is None or path.exists():
        return
    then, frame = moment_of(desk, sealed, period), stored_frame(desk, sealed)
    numbers = [one.customer_no for one in (*wanted.chosen, *wanted.reserve)]
    content = SheetContent(
        period=frame.period,
        draw=drawn,
        frame=sealed,
        agent=wanted.sheet.agent,
        chosen=wanted.chosen,
        reserve=wanted.reserve,
        customers=customers_to_ring(desk, sealed, period, numbers),
        per_agent=frame.per_agent,
        unit_name=then.policy.unit_name,
        office_id=desk.state.office_id,
        digest=wanted.sheet.digest,
        seeds_from=then.policy.seeds_from,
        is_more=wanted.is_more,
    )
    write_bytes(path, spotcheck_book(content, cell_options(then.policy)))
