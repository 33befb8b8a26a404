"""投诉: what was complained about, why, how fast it was dealt with, and what stays open (000/三, 002, 004)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median

from huifang.core.periods import Period
from huifang.decisions.complaints.clocks import ComplaintStatus
from huifang.decisions.complaints.reading import CLOSED, MISSED, OVERDUE, ClockReading, in_words
from huifang.decisions.complaints.remarks import remark_of
from huifang.decisions.reports.part import Listing, Part, Share, Tile, bars
from huifang.decisions.reports.parts.complaint_lists import (
    compensations,
    made_good,
    money,
    not_told,
    reported_upwards,
    yuan_of,
)
from huifang.decisions.reports.parts.limits import extensions, limits_of_registers
from huifang.decisions.reports.parts_view import PartsView, counted, headers_of
from huifang.policy.complaints import AGAIN, handled_at, is_valid
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.options import NOT_UPHELD

NAME = "投诉"
NO_CAUSE, _NOT_STATED = "(没有写明原因)", "(没有填写)"
_COUNTED = "还在时限之内、没有完成的，不计入按时的比例；完成早于起算的，不能判断，都不计入。"
_SHOWN = (
    "received_at",
    "channel",
    "complainant",
    "category",
    "content",
    "severity",
    "upheld",
    "department",
    "cause",
    "closed_at",
)


def complaint_month(view: PartsView) -> Part:
    """The complaints received in the period; those from before that are still open are named as well."""
    received = [one for one in view.complaints if received_in(one, view.period)]
    before = [one for one in view.complaints if received_in(one, view.before)]
    still_open = [one for one in view.complaints if one.state != CLOSED]
    late = [one for one in still_open if one.state == OVERDUE]
    closed = Share(sum(one.state == CLOSED for one in received), len(received))
    invalid = sum(one.row["upheld"] == NOT_UPHELD for one in received)
    causes = counted([cause_of(one) for one in received if is_valid(one.row.values)])
    known = {cause_of(one) for one in before}
    repeated = [cause for cause, _ in causes if cause in known and cause != NO_CAUSE]
    came = f"接到投诉 {len(received)} 件(上期 {len(before)} 件)，其中不成立 {invalid} 件，已办结 {closed}"
    if not received:
        came = f"本期没有接到投诉(上期 {len(before)} 件)"
    sentences = [f"{came}；现在未办结 {len(still_open)} 件，超时 {len(late)} 件。"]
    if repeated:
        sentences.append(f"上期也有的原因：{'、'.join(repeated)}，请一并整改。")
    again = [one for one in received if one.life.reopened]
    if again:
        sentences.append(f"投诉人对结果不满意、重新办理的有 {len(again)} 件。")
    again_now = _again_in(view)
    paid, concerned = made_good(received), _each_once(received, still_open)
    if paid:
        sentences.append(f"补偿投诉人的损失 {len(paid)} 件，共 {money(yuan_of(paid))} 元。")
    if any(one.trace for one in concerned):
        sentences.append(f"逐级上报见下面的表，应知道而还没有告诉的 {not_told(concerned)} 人次。")
    return Part(
        NAME, tuple(sentences),
        (
            Tile("接到投诉", len(received), source="本期的投诉"),
            Tile("已办结(占接到)", closed, closed.count < closed.total, "本期的投诉"),
            Tile("超时", len(late), bool(late), "未办结的投诉(超时的在前)"),
        ),
        (
            _speed(received, [reading for _, reading in again_now]), late_steps(received, again_now),
            _causes(causes, repeated), _by(received, "类别", "category"),
            _by(received, "责任部门", "department"),
            compensations(view, received), reported_upwards(view, concerned),
            _list_of(view, "未办结的投诉", still_open, "没有未办结的投诉。"), _closed_by_hand(view, received),
            _list_of(view, "本期的投诉", received, "本期没有投诉。"), *_remarked(view),
            *limits_of_registers(view), *extensions(view),
        ),
        bars("投诉的原因", causes[:8]),
    )  # fmt: skip


def _each_once(*lists: Iterable[ComplaintStatus]) -> list[ComplaintStatus]:
    """The complaints of all lists."""
    return [*{(one.complaint_no, one.row.number): one for listed in lists for one in listed}.values()]


def received_in(one: ComplaintStatus, period: Period) -> bool:
    """Whether the complaint was received in the period."""
    moment = one.row["received_at"]
    return moment is not None and moment.date() in period


def cause_of(one: ComplaintStatus) -> str:
    """Why there was something to complain about."""
    return one.row["cause"] or NO_CAUSE


def in_time(complaints: Iterable[ComplaintStatus], stage: str | None = None) -> Share:
    """The deadlines that were met in time (of one stage, or of all), of those that are met or missed; being dealt with
    again is never among them.
    """
    readings = (r for one in complaints for r in one.first_clocks)
    return _share(r for r in readings if stage in (None, r.clock.stage))


def _share(readings: Iterable[ClockReading]) -> Share:
    decided = [r for r in readings if r.started_at and r.is_decided and not r.ends_before_it_starts]
    return Share(sum(r.in_time for r in decided), len(decided))


def _again_in(view: PartsView) -> list[tuple[ComplaintStatus, ClockReading]]:
    """The complaints that were to be dealt with again from a day of the period on, whenever they were received."""
    return [
        (one, reading)
        for one in view.complaints
        for reading in one.clocks_again
        if reading.started_at and reading.started_at.date() in view.period
    ]


def _speed(received: Sequence[ComplaintStatus], again: Iterable[ClockReading]) -> Listing:
    """For each limit: how many were in time, and how long it took those that are done."""
    stages: dict[str, list[ClockReading]] = {}
    for reading in (*(reading for one in received for reading in one.first_clocks), *again):
        if reading.started_at is not None:
            told = [] if reading.ends_before_it_starts else [reading]
            stages.setdefault(reading.clock.stage, []).extend(told)
    rows = []
    for stage, readings in stages.items():
        minutes = sorted(
            int((r.done_at - r.started_at).total_seconds()) // 60
            for r in readings
            if r.done_at and r.started_at and r.done_at >= r.started_at  # of a day alone nobody knows the minutes
        )
        rows.append((stage, len(readings), _share(readings), *_spread_of(minutes)))
    headers = ("阶段", "起算", "按时(占已完成和超时)", "中位数", "九成以内")
    return Listing("办理的快慢", headers, rows, "本期没有起算的时限。", _COUNTED)


def late_steps(
    complaints: Iterable[ComplaintStatus], again: Iterable[tuple[ComplaintStatus, ClockReading]] = ()
) -> Listing:
    """Every deadline that was missed: which, by how long, and who answers for the complaint."""
    first = ((one, past.leg, past.reading) for one in complaints for past in one.earlier)
    now = ((one, None, r) for one in complaints for r in one.clocks if r.clock.stage != AGAIN)
    rows = [
        (
            one.complaint_no, r.clock.stage, r.started_at, r.due, r.done_at, in_words(r.overdue_minutes),
            owner if leg is None else leg.cells.get("department") or owner, f"{leg.why}以前" if leg else "",
        )
        for one, leg, r in (*first, *now, *((one, None, reading) for one, reading in again))
        for owner in (owner_label(one),)
        if r.overdue_minutes or r.state == MISSED
    ]  # fmt: skip
    headers = ("投诉编号", "阶段", "起算", "应在", "完成", "超过", "负责人", "说明")
    about = "没有完成的，超过的时间算到报告的时刻；改由别人办理或客户不满意的，算到那时。"
    return Listing("超过时限的", headers, rows, "没有超过时限的。", about)


def _spread_of(minutes: Sequence[int]) -> tuple[str, str]:
    """The median, and the time that nine of ten did not exceed (90th percentile), in words; ``minutes`` are sorted."""
    if not minutes:
        return "—", "—"
    return in_words(round(median(minutes))), in_words(minutes[(9 * len(minutes) + 9) // 10 - 1])


def _causes(causes: Sequence[tuple[str, int]], repeated: Sequence[str]) -> Listing:
    rows = [(cause, count, "是" if cause in repeated else "") for cause, count in causes]
    return Listing("按原因", ("原因", "件数", "上期也有"), rows, "本期没有成立的投诉。", "不成立的不计。")


def _by(received: Sequence[ComplaintStatus], title: str, key: str) -> Listing:
    groups = counted([one.row[key] or _NOT_STATED for one in received])
    rows = []
    for name, total in groups:
        mine = [one for one in received if (one.row[key] or _NOT_STATED) == name]
        rows.append((name, total, Share(sum(one.state == CLOSED for one in mine), total)))
    return Listing(f"按{title}", (title, "件数", "已办结(占件数)"), rows, "本期没有投诉。")


def _list_of(view: PartsView, title: str, listed: Iterable[ComplaintStatus], empty: str) -> Listing:
    rows = [
        (
            one.complaint_no, one.stage, in_words(one.overdue_minutes) if one.state == OVERDUE else "",
            owner_label(one), one.life.reopened or None, *view.cells(one.row, COMPLAINTS, *_SHOWN),
        )
        for one in sorted(listed, key=lambda one: (one.state != OVERDUE, str(one.row["received_at"]), one.complaint_no))
    ]  # fmt: skip
    headers = ("投诉编号", "办到", "超时", "负责人", "重新办理(次)", *headers_of(COMPLAINTS, *_SHOWN))
    return Listing(title, headers, rows, empty)


def _closed_by_hand(view: PartsView, received: Iterable[ComplaintStatus]) -> Listing:
    """Closed by a person with a written reason, without the customer's yes (decision 7)."""
    keys = ("closed_at", "reaction", "revisit_satisfaction", "closing_note")
    rows = [
        (one.complaint_no, owner_label(one), *view.cells(one.row, COMPLAINTS, *keys))
        for one in received
        if one.state == CLOSED and one.row["closing_note"]
    ]
    headers = ("投诉编号", "负责人", *headers_of(COMPLAINTS, *keys))
    return Listing("写明原因关闭的投诉", headers, rows, "没有由人写明原因关闭的投诉。")


def _remarked(view: PartsView) -> list[Listing]:
    """Whose complaints were dealt with in the period, to be paid attention to from now on (003/一, 003/二 四.3)."""
    if not view.policy.marked_when_settled:
        return []
    mark = CUSTOMERS.by_key["major_mark"].header
    rows = [
        (customer.customer_no, customer.name, customer.major_mark, handled, remark_of(one.row.values))
        for one in view.complaints
        for customer in (view.customers.get(one.row["customer_no"] or ""),)
        for handled in (handled_at(one.row.values),)
        if customer and handled and handled.date() in view.period
    ]
    headers = ("客户编号", "客户", mark, "处理完成", "特别备注")
    rows.sort(key=lambda row: (row[3], row[0]))
    return [Listing("今后重点关注的客户", headers, rows, "本期没有处理完成的投诉。")]


def owner_label(one: ComplaintStatus) -> str:
    """Who answers for the complaint; empty where nobody does."""
    return one.owner.person.label if one.owner.person else ""
