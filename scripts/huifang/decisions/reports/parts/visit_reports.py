"""报告表: a written report the day after every visit, the supervisor's opinion, the file it went to (000/一)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from huifang.decisions.reports.part import Cell, Listing, Part, Share, Tile, bars
from huifang.decisions.reports.parts_view import PartsView, counted, headers_of
from huifang.ledger.records import CallRecord
from huifang.policy.visit_reports import report_due_on, return_due_on, unreported, why_kept
from huifang.tables.declared.visit_reports import LOANS, VISIT_REPORTS
from huifang.tables.model import Row
from huifang.tables.options import CONNECTED

NAME = "报告表"
_APPOINTED = "约好时间的回访"
_WRITTEN = ("reported_on", "process_rating", "result_rating", "supervisor_opinion", "file_category")
_LENT = ("record_no", "paper", "borrower", "lent_on")


def visit_reports(view: PartsView) -> Part:
    """Every visit of the period with its report, older ones that have none, and papers that did not come back."""
    visits = [record for record in view.records if record.result == CONNECTED]
    begun = (row for row in view.rows(VISIT_REPORTS) if row["record_no"] and any(row[key] for key in _WRITTEN))
    by_record: dict[str, Row] = {row["record_no"]: row for row in begun}
    written = [(visit, by_record.get(visit.record_no)) for visit in visits]
    due = [pair for pair in written if pair[1] or report_due_on(pair[0].called_on) < view.told_on]
    in_time = Share(sum(_is_in_time(visit, report) for visit, report in due), len(due))
    opinions = Share(sum(bool(r and r["supervisor_opinion"]) for _, r in written), len(written))
    filed = [r["file_category"] for _, r in written if r and r["file_category"]]
    lent, earlier = unreturned(view), _unwritten_before(view)
    sentences = [
        f"回访 {len(visits)} 次，应交报告 {len(due)} 份，次日写好 {in_time}，"
        f"主管写了意见 {opinions}，已归档 {Share(len(filed), len(visits))}。"
        if visits
        else "本期没有接通的回访，没有要交的报告。",
        f"借出的资料没有归还、也没有批准留存的有 {len(lent)} 份。",
    ]
    arrivals = _arrivals(view, visits)
    in_time_there = Share(len(arrivals) - len(late := [one for one in arrivals if one[-1]]), len(arrivals))
    if arrivals:
        sentences.append(f"约好时间的 {len(arrivals)} 次，准时到 {in_time_there}。")
    if earlier.rows:
        sentences.append(f"往期的回访还有 {len(earlier.rows)} 次没有写报告。")
    return Part(
        NAME, tuple(sentences),
        (
            Tile("次日交报告(占应交)", in_time, in_time.count < in_time.total, "回访与报告"),
            Tile("未还的资料", len(lent), bool(lent), "未归还的资料"),
            *([Tile("准时到访(占约好的)", in_time_there, bool(late), _APPOINTED)] if arrivals else ()),
        ),
        (_visits(view, written), *([_appointed(arrivals)] if arrivals else ()), earlier, _lent(view, lent)),
        bars("归档类别", counted(filed)),
    )  # fmt: skip


def _visits(view: PartsView, written: Sequence[tuple[CallRecord, Row | None]]) -> Listing:
    rows = [
        (
            visit.record_no, visit.customer, view.label(visit.agent), visit.called_on,
            report_due_on(visit.called_on), _state(view, visit, report),
            *(view.cells(report, VISIT_REPORTS, *_WRITTEN) if report else (None,) * len(_WRITTEN)),
        )
        for visit, report in sorted(written, key=lambda pair: (_is_in_time(*pair), pair[0].moment))
    ]  # fmt: skip
    headers = ("记录编号", "客户", "回访人", "回访日期", "应交", "状态", *headers_of(VISIT_REPORTS, *_WRITTEN))
    return Listing("回访与报告", headers, rows, "本期没有回访。", "没有按时写报告的在前。")


def _arrivals(view: PartsView, visits: Sequence[CallRecord]) -> list[tuple[Cell, ...]]:
    """The visits that were appointed for a time, with how many minutes later than that they began; late ones first."""
    appointed = [visit for visit in visits if visit.value("appointed_at")]
    return [
        (visit.record_no, visit.customer, view.label(visit.agent), visit.value("appointed_place"),
         visit.value("appointed_at"), datetime.fromisoformat(visit.moment), _minutes_late(visit))
        for visit in sorted(appointed, key=lambda one: (-(_minutes_late(one) or 0), one.moment))
    ]  # fmt: skip


def _minutes_late(visit: CallRecord) -> int | None:
    late = datetime.fromisoformat(visit.moment) - visit.value("appointed_at")
    return max(0, int(late.total_seconds() // 60)) or None


def _appointed(arrivals: Sequence[Sequence[Cell]]) -> Listing:
    headers = ("记录编号", "客户", "回访人", "预约地点", "预约时间", "到达(开始)", "迟到(分钟)")
    about = "迟到的在前；约好又改了时间的，请改预约时间。"
    return Listing(_APPOINTED, headers, arrivals, "没有写明预约时间的回访。", about)


def _unwritten_before(view: PartsView) -> Listing:
    rows = [
        (
            number,
            visit.customer,
            view.label(visit.agent),
            visit.called_on,
            (view.told_on - report_due_on(visit.called_on)).days,
        )
        for number, visit in unreported(view.visits, view.rows(VISIT_REPORTS), view.told_on)
        if visit.called_on < view.period.from_on
    ]
    headers = ("记录编号", "客户", "回访人", "回访日期", "已迟(天)")
    return Listing("往期还没有写报告的", headers, rows, "往期的回访都写了报告。")


def _lent(view: PartsView, lent: Sequence[Row]) -> Listing:
    rows = [(*view.cells(loan, LOANS, *_LENT), *_waited(view, loan)) for loan in lent]
    headers = (*headers_of(LOANS, *_LENT), "应还", "已过(天)", "说明")
    return Listing("未归还的资料", headers, rows, "资料都已归还或批准留存。")


def unreturned(view: PartsView) -> list[Row]:
    """The papers that were borrowed by the end of the period and are not back, nor let be kept."""
    lent = (row for row in view.rows(LOANS) if row["lent_on"] and row["lent_on"] <= view.period.until_on)
    return [row for row in lent if why_kept(row, view.people)]


def _waited(view: PartsView, loan: Row) -> tuple[Cell, ...]:
    """By when the paper was to be back, how many days ago that was, and why it counts as kept."""
    due = return_due_on(loan, view.visits)
    late = (view.told_on - due).days if due else 0
    return due, late if late > 0 else None, why_kept(loan, view.people)


def _is_in_time(visit: CallRecord, report: Row | None) -> bool:
    return bool(report and report["reported_on"] and report["reported_on"] <= report_due_on(visit.called_on))


def _state(view: PartsView, visit: CallRecord, report: Row | None) -> str:
    if report and report["reported_on"]:
        late = (report["reported_on"] - report_due_on(visit.called_on)).days
        return f"迟 {late} 天" if late > 0 else "按时"
    return "未交" if report_due_on(visit.called_on) < view.told_on else "未到期"
