"""What became of each sheet, for the page: whose, how many rows were taken, which were returned and why, what of bad
news is in either.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from huifang.core.alike import grouped
from huifang.core.findings import Finding
from huifang.flow.intake.collected import Accepted, Collected, Returned
from huifang.flow.office.desk import Desk
from huifang.ledger.questions import newest, of_submission
from huifang.ledger.records import CallRecord
from huifang.ledger.state import Submission
from huifang.tables.options import DISSATISFIED, UNRESOLVED

_ROW = re.compile(r"[A-Z]+(\d+)")


def by_person(desk: Desk, result: Collected) -> list[dict[str, Any]]:
    """A value for each sheet, those that somebody has to look at first.

    Raises:
        OfficeError: the ledger cannot be read.
    """
    taken: dict[str, tuple[Accepted | None, Returned | None]] = {one.file: (one, None) for one in result.accepted}
    taken |= {one.file: (taken.get(one.file, (None, None))[0], one) for one in result.returned}
    listed = [_of_sheet(desk, accepted, returned) for accepted, returned in taken.values()]
    return sorted(listed, key=lambda one: not one["wrong"])


def _of_sheet(desk: Desk, accepted: Accepted | None, returned: Returned | None) -> dict[str, Any]:
    sheet = accepted or returned
    assert sheet is not None
    submission = _submission(desk, sheet)
    person = desk.present.people.by_no.get(sheet.agent)
    findings = returned.findings if returned else ()
    entered = _entered(desk, submission) if submission and accepted and accepted.rows else ()
    refused = (submission.refused or ()) if submission and returned else ()
    reports = {(one.kind, one.period) for one in desk.state.reports if one.period == sheet.period}
    return {
        "file": sheet.file, "agent": sheet.agent, "name": person.name if person else "", "period": sheet.period,
        "rows": accepted.rows if accepted else 0, "returned_rows": len(refused) or len(_rows(findings)),
        "reason": returned.reason.text if returned else "", "wrong": [*_wrong(findings)],
        "warnings": [*_wrong(accepted.warnings)] if accepted and not returned else [],
        "bad_returned": _bad(sum(row.is_dissatisfied for row in refused), sum(row.unsolved for row in refused)),
        "bad_entered": _bad(
            sum(record.satisfaction in DISSATISFIED for record in entered),
            sum(record.handling == UNRESOLVED for record in entered),
        ),
        "marked": returned.marked if returned else None, "submission": submission.number if submission else "",
        "reports": [{"kind": kind, "period": period} for kind, period in sorted(reports)] if entered else [],
    }  # fmt: skip


def _submission(desk: Desk, sheet: Accepted | Returned) -> Submission | None:
    """As what the sheet was entered in the journal."""
    name = PurePosixPath(sheet.file.rpartition("!")[2]).name
    mine = (one for one in reversed(desk.state.submissions) if (one.agent, one.period) == (sheet.agent, sheet.period))
    if isinstance(sheet, Accepted):
        return next((one for one in mine if one.sha256 == sheet.sha256), None)
    return next((one for one in mine if PurePosixPath(one.file.rpartition("!")[2]).name == name), None)


def _entered(desk: Desk, submission: Submission) -> Sequence[CallRecord]:
    from huifang.edges.store.segments import to_records  # noqa: PLC0415  (while frames are there, no worker is a copy)

    records = to_records(of_submission(newest(desk.ledger.frame()), submission.number))
    return [record for record in records if not record.withdrawn]


def _wrong(findings: Iterable[Finding]) -> Iterator[dict[str, Any]]:
    """What is wrong, errors first, with the rows in which it is."""
    for group in grouped(sorted(findings, key=lambda one: not one.is_error)):
        first = group.first
        yield {
            "severity": str(first.severity), "rows": _rows(group.findings), "cells": group.cells,
            "message": first.message, "hint": first.hint,
        }  # fmt: skip


def _rows(findings: Iterable[Finding]) -> list[int]:
    found = (_ROW.fullmatch(one.place.cell or "") for one in findings)
    return sorted({int(match[1]) for match in found if match})


def _bad(dissatisfied: int, unresolved: int) -> dict[str, int]:
    return {"dissatisfied": dissatisfied, "unresolved": unresolved}
