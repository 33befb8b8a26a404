"""The calls and visits that reports are written on."""

from __future__ import annotations

from datetime import date

from huifang.flow.office.moment import Moment
from huifang.policy.visit_reports import Visit
from huifang.tables.options import CONNECTED


def visits_of(moment: Moment) -> dict[str, Visit]:
    """The calls and visits of the ledger up to that day (inclusive) by record number."""
    from huifang.edges.store.segments import collect_rows  # noqa: PLC0415  (frames take long to import)
    from huifang.ledger.questions import within  # noqa: PLC0415

    wanted = ("record_no", "called_on", "agent", "customer_no", "customer_name", "result")
    rows = collect_rows(within(moment.records, date.min, moment.today).select(*wanted))
    return {
        row["record_no"]: Visit(
            row["called_on"], row["agent"], f"{row['customer_no']} {row['customer_name']}", row["result"] == CONNECTED
        )
        for row in rows
    }
