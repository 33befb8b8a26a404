"""The limits of other registers' rows, and all time that was granted: lists of the part 投诉, and of 待办."""

from __future__ import annotations

from collections.abc import Iterator

from huifang.decisions.complaints.clocks import ComplaintStatus
from huifang.decisions.complaints.reading import ClockReading, in_words
from huifang.decisions.complaints.records import extensions_in
from huifang.decisions.reports.part import Listing, Share
from huifang.decisions.reports.parts_view import PartsView

_COUNTED = "本期起算的；还在时限之内、没有完成的，不计入按时的比例。"


def limits_of_registers(view: PartsView) -> Iterator[Listing]:
    """How the limits stand that started in the period, and which were missed; nothing where no register has any."""
    if not view.policy.record_clocks:
        return
    begun = [*_begun_in(view)]
    rows = []
    for clock in view.policy.record_clocks:
        mine = [reading for _, reading in begun if reading.clock == clock]
        decided = [one for one in mine if one.is_decided and not one.ends_before_it_starts]
        share = Share(sum(one.in_time for one in decided), len(decided))
        rows.append((clock.table, clock.stage, len(mine), share, sum(bool(one.overdue_minutes) for one in mine)))
    yield Listing("登记的时限", ("表", "阶段", "起算", "按时(占已完成和超时)", "超过"), rows, "", _COUNTED)
    late = [
        (one.table, one.complaint_no, r.clock.stage, r.started_at, r.due, r.done_at, in_words(r.overdue_minutes),
         one.owner.person.label if one.owner.person else "")
        for one, r in begun
        if r.overdue_minutes
    ]  # fmt: skip
    headers = ("表", "编号", "阶段", "起算", "应在", "完成", "超过", "负责人")
    yield Listing("登记的事超过时限的", headers, late, "没有超过时限的。", "没有完成的，算到报告的时刻。")


def extensions(view: PartsView) -> Iterator[Listing]:
    """Every deadline that was moved by somebody in the period, with who did; nothing where nobody may."""
    clocks = (*view.policy.clocks, *view.policy.record_clocks)
    if not any(clock.extended_by for clock in clocks):
        return
    rows = [
        (one.table, one.complaint_no, r.clock.stage, r.first_due, r.due, view.label(said.approved_by), said.from_on,
         said.reason)
        for one, r in extensions_in((*view.complaints, *view.limited))
        for said in r.extensions
        if said.from_on in view.period
    ]  # fmt: skip
    headers = ("表", "编号", "阶段", "原定", "延到", "批准人", "批准日期", "原因")
    yield Listing("延期的", headers, rows, "本期没有延期的。", "由“可延期”写的人在期限以内同意的；别人同意的不算。")


def _begun_in(view: PartsView) -> Iterator[tuple[ComplaintStatus, ClockReading]]:
    for one in view.limited:
        for reading in (*(past.reading for past in one.earlier), *one.clocks):
            if reading.started_at and reading.started_at.date() in view.period:
                yield one, reading
