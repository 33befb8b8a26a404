"""报告表: a written report the day after every visit, the supervisor's opinion, the file it went to (000/一)."""

from __future__ import annotations

from datetime import date, timedelta

from huifang.decisions.part import Bars, Listing, Part, Share, Tile
from huifang.decisions.parts_view import PartsView, counted, headers_of
from huifang.ledger.records import CallRecord
from huifang.tables.model import Row
from huifang.tables.options import CONNECTED
from huifang.tables.visit_reports import LOANS, VISIT_REPORTS

NAME = "报告表"
_WRITTEN = ("reported_on", "process_rating", "result_rating", "supervisor_opinion", "file_category")
_LENT = ("record_no", "paper", "borrower", "lent_on")


def due_on(record: CallRecord) -> date:
    """The day by which the visit's report is to be written."""
    return record.called_on + timedelta(days=1)


def visit_reports(view: PartsView) -> Part:
    """Every visit of the period with its report, and papers that did not come back."""
    visits = [record for record in view.records if record.result == CONNECTED]
    by_record: dict[str, Row] = {row["record_no"]: row for row in view.rows(VISIT_REPORTS) if row["record_no"]}
    written = [(visit, by_record.get(visit.record_no)) for visit in visits]
    in_time = Share(sum(_is_in_time(visit, report) for visit, report in written), len(written))
    opinions = Share(sum(bool(r and r["supervisor_opinion"]) for _, r in written), len(written))
    filed = [r["file_category"] for _, r in written if r and r["file_category"]]
    rows = [
        (
            visit.record_no, visit.customer, view.label(visit.agent), visit.called_on,
            due_on(visit), _state(view, visit, report),
            *(view.cells(report, VISIT_REPORTS, *_WRITTEN) if report else (None,) * len(_WRITTEN)),
        )
        for visit, report in sorted(written, key=lambda pair: (_is_in_time(*pair), pair[0].moment))
    ]  # fmt: skip
    kept = [row for row in view.rows(LOANS) if row["lent_on"] and not row["returned_on"] and not row["approved_by"]]
    lent = [view.cells(row, LOANS, *_LENT) for row in kept]
    headers = ("记录编号", "客户", "回访人", "回访日期", "应交", "状态", *headers_of(VISIT_REPORTS, *_WRITTEN))
    filed_share = Share(len(filed), len(visits))
    sentences = (
        f"回访 {len(visits)} 次，次日写好报告 {in_time}，主管写了意见 {opinions}，已归档 {filed_share}。",
        f"借出的资料没有归还、也没有批准留存的有 {len(kept)} 份。",
    )
    return Part(
        NAME, sentences,
        (
            Tile("次日交报告(占回访)", in_time, in_time.count < in_time.total, "回访与报告"),
            Tile("未还的资料", len(kept), bool(kept), "未归还的资料"),
        ),
        (
            Listing("回访与报告", headers, rows, "本期没有回访。", "没有按时写报告的在前。"),
            Listing("未归还的资料", headers_of(LOANS, *_LENT), lent, "资料都已归还或批准留存。"),
        ),
        (Bars("归档类别", counted(filed)),) if filed else (),
    )  # fmt: skip


def _is_in_time(visit: CallRecord, report: Row | None) -> bool:
    return bool(report and report["reported_on"] and report["reported_on"] <= due_on(visit))


def _state(view: PartsView, visit: CallRecord, report: Row | None) -> str:
    if report and report["reported_on"]:
        late = (report["reported_on"] - due_on(visit)).days
        return f"迟 {late} 天" if late > 0 else "按时"
    return "未交" if due_on(visit) < view.now.date() else "未到期"
