"""批示单 whenever somebody wants to print it: the cards of the problems that wait for a decision, now."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from huifang.core.text import file_name, half_width, nearest
from huifang.edges.store.files import free_path, write_bytes
from huifang.edges.store.office import OUTBOX
from huifang.flow.forms.subjects import UnknownNumber
from huifang.flow.office.desk import Desk
from huifang.flow.reports.asking import decisions_asked
from huifang.flow.reports.counting import problems_of
from huifang.tables.declared.decisions import SHEET


def print_decisions(desk: Desk, numbers: Sequence[str], folder: Path | None = None) -> list[str]:
    """A form for everybody who has to decide, into 发件箱 or the folder; their paths. Nothing is sent or journaled.

    Only about the problems of these records, calls or customers, where any number is given.

    Raises:
        UnknownNumber: no problem that waits for a decision has one of the numbers.
        OfficeError: the ledger cannot be read, or a file not be written.
    """
    now = desk.present
    period = now.policy.period_of(now.today)
    waiting = [problem for problem in problems_of(now, period) if not problem.decision]
    known = {
        number: problem for problem in waiting for number in _numbers(problem.record.cells)
    }  # fmt: skip
    wanted = [half_width(number).upper() for number in numbers]
    for number in wanted:
        if number not in known:
            close = nearest(number, known)
            hint = f"是不是“{close}”？" if close else ""
            raise UnknownNumber(f"没有编号为“{number}”的、等待批示的问题。{hint}")
    chosen = [problem for problem in waiting if not wanted or {*_numbers(problem.record.cells)} & {*wanted}]
    files = []
    for one in decisions_asked(desk, now, period.name, chosen):
        called = file_name(f"{SHEET}-{period.name}-{one.decider}")
        path = free_path((folder or desk.office.path(OUTBOX)) / f"{called}.xlsx")
        write_bytes(path, one.form)
        files.append(desk.office.relative(path))
    return files


def _numbers(cells: dict[str, object]) -> tuple[str, ...]:
    """What a problem may be called by: its record, the call that it was, its customer."""
    return tuple(half_width(str(cells[key])).upper() for key in ("record_no", "plan_no", "customer_no") if cells[key])
