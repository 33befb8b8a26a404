"""交表: which sheets were due, when they came, what being late costs, and whom to ask for the missing ones."""

from __future__ import annotations

from huifang.decisions.reports.fines import fines_of
from huifang.decisions.reports.handing_in import INCOMPLETE, ON_TIME, HandIn
from huifang.decisions.reports.part import Listing, Part, Share, Tile
from huifang.decisions.reports.parts_view import PartsView
from huifang.ledger.sheets_said import BY_SERVER, UNCHECKED
from huifang.tables.options import APPEAL, EXCUSE

NAME = "交表"
NO_SHEETS = "本期没有要交的回访表。"
_TOTALS = ("业务员", "应交", "迟交或未交", "不完整", "免责", "申诉中", "罚款(元)")


def hand_ins(view: PartsView) -> Part:
    """The register of the sheets of the period, fines per person, and the list of those to chase."""
    sheets = view.figures.hand_ins
    in_time = Share(sum(s.state == ON_TIME for s in sheets), len(sheets))
    missing = [sheet for sheet in sheets if sheet.missing]
    total = sum(sheet.fine_yuan for sheet in sheets)
    incomplete = sum(sheet.state == INCOMPLETE for sheet in sheets)
    in_part = f"不完整 {incomplete} 份，" if incomplete else ""
    sentence = f"应交 {len(sheets)} 份，按时 {in_time}，{in_part}还没有交 {len(missing)} 份，罚款合计 {total:g} 元。"
    if not sheets:
        sentence = NO_SHEETS
    by_mail = any(sheet.arrival_by in (BY_SERVER, UNCHECKED) for sheet in sheets)
    rows = [
        (
            view.label(s.agent), s.batch, s.due_on, s.submitted_at, *([s.arrival_by] if by_mail else []),
            s.late_days or "", _state(view, s), s.excused_by, s.reason, s.fine_yuan or "",
        )
        for s in sheets
    ]  # fmt: skip
    people = sorted({sheet.agent for sheet in sheets})
    fined = [(view.label(agent), *_totals([s for s in sheets if s.agent == agent])) for agent in people]
    chased = [
        (view.label(s.agent), s.batch, s.due_on, s.still_open, _days_since(view, s), view.superior(s.agent) or "—")
        for s in sheets if s.is_told and s.still_open and not s.excused_by
    ]  # fmt: skip
    came = ("交表时间", "到达依据") if by_mail else ("交表时间",)
    headers = ("业务员", "批次", "应交", *came, "迟交(天)", "状态", "批准人", "原因", "罚款(元)")
    return Part(
        NAME, (sentence,),
        (
            Tile("按时交表(占应交)", in_time, in_time.count < in_time.total, "交表登记"),
            Tile("罚款合计(元)", total, bool(total), "交表登记"),
        ),
        (
            Listing("交表登记", headers, rows, NO_SHEETS),
            Listing("每人合计", _TOTALS, fined, NO_SHEETS),
            *_fines(view),
            Listing("催交名单", ("业务员", "批次", "应交", "还缺(行)", "已迟(天)", "上级"), chased, "没有要催的。"),
        ),
    )  # fmt: skip


def _fines(view: PartsView) -> list[Listing]:
    """For whoever pays the wages, where being late costs something."""
    duty = view.policy.sheet_duty
    fined = fines_of(view.figures.hand_ins, view.people)
    if not fined and not (duty and duty.fine_yuan):
        return []
    rows: list[tuple[str, int, float, str]] = [
        (one.label, len(one.sheets), one.yuan, "；".join(one.sheets)) for one in fined
    ]
    if rows:
        rows.append(("合计", sum(row[1] for row in rows), sum(row[2] for row in rows), ""))
    about = "发工资时按此扣罚；正在申诉的、已经免责的不在内。"
    return [Listing("罚款名单", ("业务员", "次数", "罚款(元)", "哪几份"), rows, "本期没有罚款。", about)]


def _state(view: PartsView, sheet: HandIn) -> str:
    if sheet.verdict and sheet.is_told:
        return f"{sheet.said}，{sheet.verdict}"
    left = view.left_of(sheet)
    return (sheet.said or "未到期") + (f"(退回 {left} 行没有改好)" if left else "")


def _days_since(view: PartsView, sheet: HandIn) -> int:
    return max(0, (view.now.date() - sheet.due_on).days)


def _totals(sheets: list[HandIn]) -> tuple[int, int, int, int, int, float]:
    told = [sheet for sheet in sheets if sheet.is_told]
    incomplete = sum(sheet.state == INCOMPLETE for sheet in told)
    excused, appealed = (sum(s.verdict == verdict for s in told) for verdict in (EXCUSE, APPEAL))
    fines = sum(sheet.fine_yuan for sheet in sheets)
    return len(sheets), len(told) - incomplete, incomplete, excused, appealed, fines
