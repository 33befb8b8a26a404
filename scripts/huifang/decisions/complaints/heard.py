"""A grievance that was heard in a call, as the row of 投诉 or 反馈 that it becomes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from huifang.ledger.records import CallRecord, bad_answers_of, header_of
from huifang.policy.questions import Question
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.feedback import FEEDBACK
from huifang.tables.model import Table
from huifang.tables.options import BUILT_IN, DISSATISFIED, ON_SITE, SUGGESTED

#: Where grievances may be registered, by the name that 制度 uses.
REGISTERS: Mapping[str, Table] = {table.name: table for table in (COMPLAINTS, FEEDBACK)}
#: The column that holds the record number, by table.
ORIGIN: Mapping[str, str] = {COMPLAINTS.name: "origin_record", FEEDBACK.name: "origin"}
#: What agents write where the customer said nothing.
_NOTHING = frozenset({"", "无", "没有", "暂无"})
_UNSAID = "回访时有问题没有解决"
_CHANNELS = {ON_SITE: "现场"}


def said(record: CallRecord, questions: Iterable[Question] = ()) -> str:
    """What the customer is not content with, in the agent's words; where those give no reason, by the answers."""
    words = (reason_of(record, questions), record.wishes)
    return "；".join(dict.fromkeys(word for word in words if word.strip() not in _NOTHING)) or _UNSAID


def reason_of(record: CallRecord, questions: Iterable[Question] = ()) -> str:
    """Why the customer is not content: the agent's words, else the questions that were answered like that; it may be
    empty.
    """
    if record.dissatisfied_because.strip() not in _NOTHING:
        return record.dissatisfied_because
    return "，".join(f"{header_of(key, questions)}：{answer}" for key, answer in bad_answers_of(record).items())


def channel_of(record: CallRecord, offered: tuple[str, ...] = ()) -> str | None:
    """The 渠道 of a complaint heard in such a call, by the office's own list; None where no word of it fits."""
    words = offered or SUGGESTED["投诉渠道"]
    return next((word for word in (record.method, _CHANNELS.get(record.method)) if word in words), None)


def mentions(text: str, record_no: str) -> bool:
    """Whether the text names that record, and not only one whose number begins or ends like it."""
    return re.search(rf"(?<![\w-]){re.escape(record_no)}(?![\w-])", text) is not None


def complaint_row(
    record: CallRecord, address: str, channel: str | None, questions: Iterable[Question] = ()
) -> dict[str, Any]:
    """The row of 投诉, by column key, without its number; what nobody knows yet is left out."""
    cells = {
        "received_at": datetime.fromisoformat(record.moment), "channel": channel, "origin_record": record.record_no,
        "complainant": record.contact or record.customer_name, "contact_details": record.phone, "address": address,
        "customer_no": record.customer_no, "content": said(record, questions), "first_asked": record.agent,
    }  # fmt: skip
    return {key: value for key, value in cells.items() if value}


def unsatisfactory(record: CallRecord, questions: Iterable[Question]) -> tuple[str, ...]:
    """Of which kinds of slips the questions are that the customer answered with a no; empty where none is."""
    kinds = BUILT_IN["反馈类型"]
    return tuple(one.text for one in questions if one.text in kinds and record.text(one.key) in DISSATISFIED)


def feedback_row(
    record: CallRecord, today: date, reply_days: int | None, questions: Iterable[Question] = ()
) -> dict[str, Any]:
    """The row of 反馈, by column key, without its number: issued today, to be answered within the policy's days."""
    wishes = record.wishes if record.wishes.strip() not in _NOTHING else ""
    because = reason_of(record, questions)
    due = None if reply_days is None else today + timedelta(days=reply_days)
    cells = {
        "origin": record.record_no, "customer_no": record.customer_no, "content": because or wishes or _UNSAID,
        "suggestion": wishes if because else "", "issued_on": today, "reply_due_on": due,
    }  # fmt: skip
    return {key: value for key, value in cells.items() if value}


def in_the_words(table: Table, row: Mapping[str, Any], has_origin: bool) -> dict[str, Any]:
    """The row for a register whose sheet may lack the column for the record number: then it stands in the words."""
    key = ORIGIN[table.name]
    if has_origin:
        return dict(row)
    return {**{k: v for k, v in row.items() if k != key}, "content": f"{row['content']}(回访记录 {row[key]})"}
