"""Which rows of a sheet that comes again are accepted calls under another time."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from huifang.ledger.records import EMPTY, CallRecord
from huifang.ledger.resending import Known, former_selves
from huifang.tables.declared.calls import CALLS
from huifang.tables.model import Rows, Sheet

DAY, NEXT, LATE = date(2026, 11, 23), date(2026, 11, 24), date(2026, 12, 2)
UNTIL = date(2026, 11, 30)


def record(no: str, at: str, day: date = DAY, **cells: Any) -> CallRecord:
    plan_no = no.rpartition("-")[0]
    known = {"record_no": no, "plan_no": plan_no, "customer_no": "K1", "called_on": day, "started_at": at}
    return CallRecord({**EMPTY, "moment": f"{day} {at}", "result": "接通", **known, **cells})


def rows(*given: tuple[str, str | None, date | None, str]) -> Rows:
    """Rows of (plan number, start, day, wishes), from row 2 on; without a start the cell cannot be read."""
    columns: dict[str, list[Any]] = {key: [None] * len(given) for key in CALLS.by_key}
    for place, (plan_no, at, day, wishes) in enumerate(given):
        cells = {"plan_no": plan_no or None, "customer_no": "K1", "called_on": day, "result": "接通", "wishes": wishes}
        cells["started_at"] = time.fromisoformat(at) if at else None
        for key, value in cells.items():
            columns[key][place] = value
    return Rows(Sheet("表.xlsx", CALLS.name, {}), columns, range(2, 2 + len(given)))


def found(sheet: Rows, *brought: CallRecord, others: tuple[CallRecord, ...] = ()) -> dict[int, str]:
    known = Known((*brought, *others), brought, UNTIL)
    return {row: one.record_no for row, one in former_selves(sheet, range(len(sheet)), known).items()}


ONE, TWO = record("H1-1", "09:20", wishes="甲"), record("H1-2", "14:00", wishes="乙")


@pytest.mark.parametrize(
    ("sheet", "brought", "expected"),
    [
        ([("H1", "09:20", DAY, "甲")], [], {}),
        ([("H1", "09:20", DAY, "甲")], [ONE], {}),
        ([("H1", "09:25", DAY, "甲")], [ONE], {2: "H1-1"}),
        ([("H1", "09:20", NEXT, "甲")], [ONE], {2: "H1-1"}),
        ([("H2", "09:25", DAY, "甲")], [ONE], {}),
        ([("H1", "09:20", DAY, "甲"), ("H1", "14:00", DAY, "乙")], [ONE], {}),
        ([("H1", "14:00", DAY, "乙"), ("H1", "09:25", DAY, "甲")], [ONE], {3: "H1-1"}),
        ([("H1", "09:25", DAY, "甲"), ("H1", "14:05", DAY, "乙")], [ONE, TWO], {2: "H1-1", 3: "H1-2"}),
        ([("H1", "14:05", DAY, "乙"), ("H1", "09:25", DAY, "甲")], [ONE, TWO], {2: "H1-2", 3: "H1-1"}),
        ([("H1", "08:00", DAY, "乙")], [ONE, TWO], {2: "H1-2"}),
        ([("H1", "09:25", DAY, "丙")], [ONE, TWO], {2: "H1-1"}),
        ([("H1", None, DAY, "甲"), ("H1", "15:00", DAY, "丙")], [ONE], {2: "H1-1"}),
        ([("", "09:25", DAY, "甲")], [record("U00001", "09:20").but(plan_no="")], {2: "U00001"}),
        ([("H1", "09:20", LATE, "甲")], [ONE], {2: "H1-1"}),
        ([("H1", "09:20", LATE, "甲")], [ONE.but(result="占线")], {}),
        ([("H1", "09:25", LATE, "甲")], [record("H1-1", "09:20", LATE, result="占线")], {2: "H1-1"}),
    ],
)
def test_former_selves(sheet: list[Any], brought: list[CallRecord], expected: dict[int, str]) -> None:
    assert found(rows(*sheet), *brought) == expected


def test_a_call_that_came_with_another_sheet_is_not_taken_for_a_row_of_this_one() -> None:
    sheet = rows(("H1", "14:00", DAY, "乙"))
    assert found(sheet, others=(ONE,)) == {}
    assert found(sheet, ONE, others=(TWO,)) == {}  # it is that other call itself
