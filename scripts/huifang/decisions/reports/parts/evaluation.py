"""评估: how complaints are handled, department by department and person by person, and what is to be trained (002)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from huifang.decisions.complaints.clocks import ComplaintStatus
from huifang.decisions.complaints.reading import CLOSED
from huifang.decisions.reports.part import Cell, Listing, Part, Share, Tile, bars
from huifang.decisions.reports.parts.complaint_lists import money, remedies, yuan_of
from huifang.decisions.reports.parts.complaint_month import (
    NO_CAUSE,
    cause_of,
    in_time,
    late_steps,
    owner_label,
    received_in,
)
from huifang.decisions.reports.parts_view import PartsView, counted, headers_of
from huifang.policy.complaints import is_valid, last_word
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.options import NOT_UPHELD

NAME = "评估"
_NOT_STATED = "(没有填写)"
#: From so many complaints of one cause in a period on, it counts as a common one.
COMMON = 2
_SHOWN = ("received_at", "category", "department", "responsible", "cause", "upheld", "reaction", "revisit_satisfaction")
_Statuses = Sequence[ComplaintStatus]


def evaluation(view: PartsView) -> Part:
    """The complaints received in the period, held against the limits, the customers' answers and the period before."""
    received = [one for one in view.complaints if received_in(one, view.period)]
    before = [one for one in view.complaints if received_in(one, view.before)]
    punctual, content = in_time(received), _content(received)
    causes, training = list(_common_causes(received, before)), list(_training(view, received, before))
    categories = counted([_category(one) for one in received])
    sentences = [
        f"评估投诉 {len(received)} 件(上期 {len(before)} 件)：时限按时 {punctual}，有反馈的里面满意 {content}，"
        f"常见的原因 {len(causes)} 个，建议培训 {len(training)} 项。"
    ]
    if not received:
        sentences = [f"本期没有接到投诉(上期 {len(before)} 件)，没有要评估的。"]
    if categories:
        sentences.append(f"最多的是“{categories[0][0]}”类，{categories[0][1]} 件。")
    cost = yuan_of(received)
    if cost:
        sentences.append(f"处理方案的补偿共 {money(cost)} 元。")
    return Part(
        NAME, tuple(sentences),
        (
            Tile("评估的投诉", len(received), source="评估的投诉"),
            Tile("按时(占已完成和超时的步骤)", punctual, punctual.count < punctual.total, "超过时限的"),
            Tile("满意(占有反馈)", content, content.count < content.total, "评估的投诉"),
            Tile("建议培训", len(training), bool(training), "培训计划"),
        ),
        (
            _groups(view, "责任部门", received, lambda one: one.row["department"] or _NOT_STATED),
            _groups(view, "责任人", received, lambda one: view.label(one.row["responsible"]) or _NOT_STATED),
            _areas(received, before),
            Listing("常见的原因", ("原因", "本期", "上期", "责任部门", "投诉编号"), causes, "没有常见或重复的原因。",
                    f"本期有 {COMMON} 件，或者上期也有的；不成立的不计。"),
            late_steps(received), remedies(received), _told(received),
            Listing("培训计划", ("培训内容", "为什么", "讨论的案例", "参加", "时间", "主讲", "效果"), training,
                    "没有需要培训的。", "后三列在会议上商定后填写。"),
            _complaints(view, received),
        ),
        bars("投诉高发的领域", categories[:8]),
        to_sign=("会议结论和改进措施", "主持人(签字)、日期"),
    )  # fmt: skip


def _told(received: _Statuses) -> Listing:
    """Whether customers were told how far it is, and what came of it."""
    under_way = [one for one in received if one.row["upheld"] != NOT_UPHELD]
    done = [one for one in received if one.row["carried_out_at"] or one.row["upheld"] == NOT_UPHELD]
    steps = (
        ("处理的进度", under_way, "progress_told_at"), ("处理的结果", done, "outcome_told_at"),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (what, len(asked), Share(len(told), len(asked)), _numbers(one for one in asked if one not in told))
        for what, asked, key in steps
        if asked
        for told in ([one for one in asked if one.row[key]],)
    ]
    headers = ("告诉客户什么", "应告诉", "已告诉(占应告诉)", "还没有告诉的")
    return Listing(
        "告诉客户的", headers, rows, "本期没有要告诉的。", "不成立的不用告诉进度；办完的和不成立的要告诉结果。"
    )


def _content(complaints: _Statuses) -> Share:
    """The satisfied ones of those who said whether they are."""
    said = [last_word(one.row.values).satisfied for one in complaints]
    return Share(said.count(True), said.count(True) + said.count(False))


def _category(one: ComplaintStatus) -> str:
    return one.row["category"] or _NOT_STATED


def _numbers(complaints: Iterable[ComplaintStatus]) -> str:
    return "、".join(one.complaint_no for one in complaints)


def _groups(view: PartsView, title: str, received: _Statuses, group_of: Callable[[ComplaintStatus], str]) -> Listing:
    """One line per group: how many complaints, each limit's share in time, what became of them."""
    stages = list(dict.fromkeys(clock.stage for clock in view.policy.clocks))
    rows: list[tuple[Cell, ...]] = []
    for name, total in counted([group_of(one) for one in received]):
        mine = [one for one in received if group_of(one) == name]
        rows.append((
            name, total, sum(is_valid(one.row.values) for one in mine), *(in_time(mine, stage) for stage in stages),
            Share(sum(one.state == CLOSED for one in mine), total), _content(mine),
            sum(bool(one.life.reopened) for one in mine),
        ))  # fmt: skip
    limits = (f"{stage}按时" for stage in stages)
    headers = (title, "件数", "成立或未判断", *limits, "已办结(占件数)", "满意(占有反馈)", "重新办理")
    about = "按时的比例占已完成和超时的；还在时限之内的不计。"
    return Listing(f"按{title}评估", headers, rows, "本期没有投诉。", about)


def _areas(received: _Statuses, before: _Statuses) -> Listing:
    """The classes of complaints, most first, against the period before."""
    earlier = dict(counted([_category(one) for one in before]))
    now = dict(counted([_category(one) for one in received]))
    rows = [
        (name, now.get(name, 0), earlier.get(name, 0), f"{now.get(name, 0) - earlier.get(name, 0):+d}",
         Share(now.get(name, 0), len(received)))
        for name in dict.fromkeys([*now, *earlier])
    ]  # fmt: skip
    return Listing("高发的领域", ("投诉类别", "本期", "上期", "变化", "占本期"), rows, "本期和上期都没有投诉。")


def _common_causes(received: _Statuses, before: _Statuses) -> Iterator[tuple[str, int, int, str, str]]:
    """Causes that came several times, or in the period before as well."""
    valid = [one for one in received if is_valid(one.row.values)]
    earlier = dict(counted([cause_of(one) for one in before if is_valid(one.row.values)]))
    for cause, count in counted([cause_of(one) for one in valid]):
        if cause != NO_CAUSE and (count >= COMMON or cause in earlier):
            cases = [one for one in valid if cause_of(one) == cause]
            yield cause, count, earlier.get(cause, 0), _departments(cases), _numbers(cases)


def _departments(cases: _Statuses) -> str:
    return "、".join(dict.fromkeys(one.row["department"] or _NOT_STATED for one in cases))


def _training(view: PartsView, received: _Statuses, before: _Statuses) -> Iterator[tuple[str, ...]]:
    """What the cases say should be trained: common causes by department, limits that were missed by those who did."""
    for cause, count, earlier, departments, numbers in _common_causes(received, before):
        again = f"，上期 {earlier} 件" if earlier else ""
        yield f"怎样避免“{cause}”", f"本期 {count} 件{again}", numbers, departments, "", "", ""
    for stage in dict.fromkeys(clock.stage for clock in view.policy.clocks):
        late = [one for one in received if any(r.clock.stage == stage and r.overdue_minutes for r in one.first_clocks)]
        if late:
            people = "、".join(dict.fromkeys(owner_label(one) or _NOT_STATED for one in late))
            yield f"按时完成“{stage}”", f"超过时限 {len(late)} 件", _numbers(late), people, "", "", ""
    unhappy = [one for one in received if last_word(one.row.values).satisfied is False or one.life.reopened]
    if unhappy:
        why = f"投诉人不满意或重新办理 {len(unhappy)} 件"
        yield "怎样提出投诉人能接受的方案", why, _numbers(unhappy), _departments(unhappy), "", "", ""


def _complaints(view: PartsView, received: _Statuses) -> Listing:
    rows = [
        (one.complaint_no, one.stage, one.life.reopened or None, *view.cells(one.row, COMPLAINTS, *_SHOWN))
        for one in received
    ]
    headers = ("投诉编号", "办到", "重新办理(次)", *headers_of(COMPLAINTS, *_SHOWN))
    return Listing("评估的投诉", headers, rows, "本期没有投诉。")
