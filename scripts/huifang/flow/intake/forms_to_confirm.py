"""Forms that only a person may carry out: 更正单, 批示单, 抽查. Dropping one into the inbox does nothing."""

from __future__ import annotations

from huifang.core.catalogue import because
from huifang.core.reasons import Reason
from huifang.core.text import clean
from huifang.edges.reading.xlsx_read import RawBook
from huifang.policy.people import Person
from huifang.tables.cells import shown
from huifang.tables.declared.calls import DECISION
from huifang.tables.declared.corrections import CORRECTIONS
from huifang.tables.declared.decisions import SHEET as DECISIONS
from huifang.tables.declared.spot_checks import RESERVE, SPOT_CHECKS
from huifang.tables.locating import locate
from huifang.tables.options import AUDITOR, BOSS, SUPERVISOR
from huifang.tables.reading import Grid

_CORRECT = "请主管核对是谁填的，再运行 huifang correct"
CHECK_SHEET, _AUDIT = "抽查核查表", "请监督岗或老板运行 huifang spotcheck collect"
#: By these columns a sheet of another name is known to be one of corrections.
_TELLING = frozenset({"subject_no", "column", "new", "corrected_by"})


def why_it_needs_a_person(raw: RawBook) -> Reason | None:
    """Which form it is, and who carries it out; None for every other workbook."""
    if raw.has(SPOT_CHECKS.name) or raw.has(RESERVE.name):
        return because("Y311", form=CHECK_SHEET, how=_AUDIT)
    if raw.has(DECISIONS):
        return because("Y311", form=DECISIONS, how=_CORRECT)
    for name, grid in raw.sheets.items():
        if name == CORRECTIONS.name or _is_of_corrections(grid):
            return because("Y311", form="批示单" if _decides(grid) else "更正单", how=_CORRECT)
    return None


def why_somebody_else(by: Person, *, is_checks: bool) -> Reason | None:
    """Why a form of that kind decides nothing though who sent it may decide others: the auditor answers to the boss."""
    if by.role in (BOSS, AUDITOR if is_checks else SUPERVISOR):
        return None
    return because("Y349" if is_checks else "Y344", person=by.label)


def may_be_carried_out(raw: RawBook) -> bool:
    """Whether it is a form that ``correct`` carries out, sheet by sheet as it is called; the auditor's is none."""
    return not (raw.has(SPOT_CHECKS.name) or raw.has(RESERVE.name)) and (
        raw.has(DECISIONS) or raw.has(CORRECTIONS.name)
    )


def _is_of_corrections(grid: Grid) -> bool:
    located = locate(CORRECTIONS, grid)
    return located is not None and {match.column.key for match in located.matches} >= _TELLING


def _decides(grid: Grid) -> bool:
    """Whether its rows are decisions about problems."""
    return any(clean(shown(raw)) == DECISION.header for cells in grid for raw in cells)
