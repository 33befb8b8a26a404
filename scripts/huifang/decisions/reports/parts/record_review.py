"""记录审核: what the head looks at: the calls that need it, open questions, statistics, changed files (003/三 3.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median

from huifang.decisions.reports.part import Cell, Listing, Part, Share, Tile
from huifang.decisions.reports.parts_view import PartsView
from huifang.ledger.records import CallRecord
from huifang.tables.cells import shown
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.model import Row
from huifang.tables.options import CONNECTED, DISSATISFIED, NO_PROBLEM, SATISFIED, UNRESOLVED

NAME = "记录审核"
UNHAPPY, UNSOLVED, TOO_LONG, UNCLEAR = "不满意", "未解决", "通话过长", "没有答清"
#: How many of the period are unsolved is not how many are so at its end.
_NAMES = {UNSOLVED: "本期未解决"}
_RECORDS = (
    "记录编号", "为什么看", "客户", "业务员", "回访日期", "通话(分钟)", "满意度", "不满意原因", "客户意见或需求",
    "处理情况", "处理措施",
)  # fmt: skip
_CHANGES = ("客户编号", "客户名称", "列", "原来", "现在")
_STATISTICS = (
    "业务员", "拨打", "接通(占拨打)", "有评价(占接通)", "满意(占有评价)", "通话分钟(中位数)", "通话过长", "请审核",
)  # fmt: skip


def record_review(view: PartsView) -> Part:
    """What the head reviews, and room for what the head finds."""
    listed = [(record, why) for record in view.records if (why := [*_reasons(view, record)])]
    questions = _questions(view)
    answered = Share(sum(answer is not None for _, answer in questions), len(questions))
    late = sum(answer is None and _is_over(view, asked) for asked, answer in questions)
    changes = list(_file_changes(view))
    counts = {reason: sum(reason in why for _, why in listed) for reason in (UNHAPPY, UNSOLVED, TOO_LONG, UNCLEAR)}
    reasons = "，".join(f"{_NAMES.get(reason, reason)} {count} 条" for reason, count in counts.items() if count)
    sentences = (
        f"请审核 {len(listed)} 条记录：{reasons}。" if listed else "没有要特别审核的记录。",
        f"没有答清、约定再回访的问题 {len(questions)} 个，已经答复 {answered}，过了约定的日子 {late} 个。"
        if questions
        else "没有答不清、约定再回访的问题。",
        f"本期客户档案改动 {len(changes)} 处。",
    )
    return Part(
        NAME, sentences,
        (
            Tile("请审核的记录", len(listed), bool(listed), "请审核的记录"),
            Tile("已答复(占没有答清的)", answered, bool(late), "没有答清的问题"),
            Tile("客户档案的改动", len(changes), source="客户档案的改动"),
        ),
        (
            _records(view, listed), _question_list(view, questions), _statistics(view, listed),
            Listing("客户档案的改动", _CHANGES, changes, "本期客户档案没有改动。"),
        ),
        to_sign=("审核意见", f"审核人 {view.holders(view.policy.reviewer_role)}(签字)、日期"),
    )  # fmt: skip


def _reasons(view: PartsView, record: CallRecord) -> Iterator[str]:
    if record.result == CONNECTED and record.satisfaction in DISSATISFIED:
        yield UNHAPPY
    if record.handling == UNRESOLVED:
        yield UNSOLVED
    if _is_too_long(view, record):
        yield TOO_LONG
    if _is_unclear(record):
        yield UNCLEAR


def _is_too_long(view: PartsView, record: CallRecord) -> bool:
    """4.3 (4): longer than 最长通话, without a complaint or a problem that would explain it."""
    limit, minutes = view.policy.max_call_minutes, record.minutes
    explained = record.satisfaction in DISSATISFIED or record.handling not in ("", NO_PROBLEM)
    return bool(record.result == CONNECTED and limit and minutes and minutes > limit and not explained)


def _is_unclear(record: CallRecord) -> bool:
    """4.3 (4): what could not be answered at once is looked up, and told in a further call on an agreed day."""
    return record.result == CONNECTED and record.next_contact_on is not None


def _questions(view: PartsView) -> list[tuple[CallRecord, CallRecord | None]]:
    """The calls of the period with an open question, and those of the period before that it did not answer; each with
    the first call after it that reached the customer.
    """
    now, before = _reached(view.records), _reached(view.records_before)
    unanswered = [asked for asked in view.records_before if _is_unclear(asked) and not _after(asked, before)]
    return [(asked, _after(asked, now)) for asked in (*unanswered, *filter(_is_unclear, view.records))]


def _reached(records: Iterable[CallRecord]) -> dict[str, list[CallRecord]]:
    """The calls that reached each customer, in their order."""
    calls: dict[str, list[CallRecord]] = {}
    for record in sorted(records, key=lambda record: record.moment):
        if record.result == CONNECTED:
            calls.setdefault(record.customer_no, []).append(record)
    return calls


def _after(asked: CallRecord, reached: Mapping[str, Sequence[CallRecord]]) -> CallRecord | None:
    return next((call for call in reached.get(asked.customer_no, ()) if call.moment > asked.moment), None)


def _is_over(view: PartsView, asked: CallRecord) -> bool:
    return asked.next_contact_on is not None and asked.next_contact_on < view.day


def _records(view: PartsView, listed: Sequence[tuple[CallRecord, Sequence[str]]]) -> Listing:
    rows = [
        (
            r.record_no, "、".join(why), r.customer, view.label(r.agent), r.called_on, r.minutes, r.satisfaction,
            r.dissatisfied_because, r.wishes, r.handling, r.measures,
        )
        for r, why in sorted(listed, key=lambda pair: (UNHAPPY not in pair[1], pair[0].moment))
    ]  # fmt: skip
    limit = view.policy.max_call_minutes
    about = f"通话以 {limit} 分钟为限，有投诉或问题的除外。" if limit else ""
    return Listing("请审核的记录", _RECORDS, rows, "没有需要逐条审核的记录。", about)


def _question_list(view: PartsView, questions: Sequence[tuple[CallRecord, CallRecord | None]]) -> Listing:
    def state(asked: CallRecord, answer: CallRecord | None) -> tuple[Cell, ...]:
        if answer:
            return "已答复", answer.record_no, answer.called_on
        return "过了约定的日子" if _is_over(view, asked) else "等待再回访", "", None

    rows = [
        (asked.record_no, asked.customer, view.label(asked.agent), asked.called_on, asked.wishes, asked.next_contact_on,
         *state(asked, answer))
        for asked, answer in questions
    ]  # fmt: skip
    headers = ("记录编号", "客户", "业务员", "回访日期", "客户意见或需求", "约定日期", "状态", "答复的记录", "答复日期")
    about = "接通时填写了下次联系日期的，上期没有答复的也在内。"
    return Listing("没有答清的问题", headers, rows, "没有约定再回访的问题。", about)


def _statistics(view: PartsView, listed: Sequence[tuple[CallRecord, Sequence[str]]]) -> Listing:
    rows = []
    for agent in sorted({record.agent for record in view.records}):
        mine = [record for record in view.records if record.agent == agent]
        reached = [record for record in mine if record.result == CONNECTED]
        rated = [record for record in reached if record.satisfaction]
        minutes = [record.minutes for record in reached if record.minutes is not None]
        rows.append((
            view.label(agent), len(mine), Share(len(reached), len(mine)), Share(len(rated), len(reached)),
            Share(sum(record.satisfaction in SATISFIED for record in rated), len(rated)),
            median(minutes) if minutes else "—", sum(_is_too_long(view, record) for record in mine),
            sum(record.agent == agent for record, _ in listed),
        ))  # fmt: skip
    return Listing("记录的统计", _STATISTICS, rows, "本期没有回访记录。")


def _file_changes(view: PartsView) -> Iterator[tuple[str, str, str, str, str]]:
    """Every cell of 客户 that is otherwise than when the period began; of a new customer one line."""
    before = _by_number(view.rows_at_start(CUSTOMERS))
    now = _by_number(view.rows(CUSTOMERS))
    for number, row in now.items():
        name, old = row["customer_name"] or "", before.get(number)
        if old is None:
            yield number, name, "(新登记)", "", ""
            continue
        for column in CUSTOMERS.columns:
            if old[column.key] != row[column.key]:
                yield number, name, column.header, shown(old[column.key]), shown(row[column.key])
    for number, row in before.items():
        if number not in now:
            yield number, row["customer_name"] or "", "(已删除)", "", ""


def _by_number(rows: Sequence[Row]) -> Mapping[str, Row]:
    return {row["customer_no"]: row for row in rows if row["customer_no"]}
