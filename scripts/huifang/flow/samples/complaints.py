"""Believable complaints: most of them closed, some judged 不成立, some still being handled in time; answered slips."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from huifang.core.made_up import digit
from huifang.edges.known.presets import Preset
from huifang.flow.office.desk import Desk
from huifang.flow.samples.calls import trade_of
from huifang.policy.complaints import next_file_no
from huifang.tables.declared import complaint_rules
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.feedback import FEEDBACK
from huifang.tables.options import NOT_UPHELD, ORDINARY, PAID_BACK, UPHELD

MadeRow = dict[str, Any]
_CHANNELS = ("电话", "现场", "网络", "书信")
_SUPERVISOR, _WORKSHOP = "B01", "技术部"


def sample_complaint(
    preset: Preset, customer: Mapping[str, Any], number: int, day: date, taken: Sequence[Mapping[str, Any]]
) -> MadeRow:
    """The n-th complaint of a customer, received that day; of every seven one is open still, one was 不成立."""
    received = datetime.combine(day, time(9, digit(f"{number}|投诉时刻", 50)))
    row = {
        "complaint_no": f"T{day:%y%m}-{number:03d}", "received_at": received, "channel": _CHANNELS[number % 4],
        "complainant": customer["contact"], "contact_details": customer["phone"], "address": customer["address"],
        "customer_no": customer["customer_no"], "content": _story(preset, number)[0],
        "first_asked": customer["agent"],
    }  # fmt: skip
    return row | _handled(preset, number, received, customer["agent"], taken)


def _story(preset: Preset, number: int) -> tuple[str, str, str, str, str]:
    """What the n-th complaint is about: what was said, its class, the cause, the remedy and its kind."""
    stories = trade_of(preset).stories
    return stories[number % len(stories)]


def still_to_be_revisited(row: MadeRow) -> MadeRow:
    """The complaint before the call that asks how content the customer is, and before its closing."""
    later = _closed(row["received_at"], ())
    return {key: value for key, value in row.items() if key not in later}


def deal_with_heard(desk: Desk, preset: Preset) -> None:
    """What was heard in calls more than a week ago has been dealt with like any other complaint."""
    if COMPLAINTS.workbook not in desk.workbooks:
        return
    rows = desk.present.rows(COMPLAINTS)
    taken: list[Mapping[str, Any]] = [row.values for row in rows]
    cells = {}
    for row in rows:
        if row["origin_record"] and desk.now - row["received_at"] > timedelta(days=7):
            story = _handled(preset, 0, row["received_at"], row["first_asked"], taken)
            taken.append(story)
            cells.update({row.place(key).cell or "": value for key, value in story.items()})
    if cells:
        desk.edit_register(COMPLAINTS, (), cells)


def answer_slips(desk: Desk) -> None:
    """The slips that came of calls have a department; what it was given two days ago it has answered, but for one."""
    if FEEDBACK.workbook not in desk.workbooks:
        return
    heard = [row for row in desk.present.rows(FEEDBACK) if row["origin"]]
    cells: dict[str, Any] = {}
    for number, row in enumerate(heard):
        answered_on = row["issued_on"] + timedelta(days=2)
        story: MadeRow = {"department": _WORKSHOP}
        if number and answered_on <= desk.now.date():
            story |= {"outcome": "已派人处理，客户认可", "handled_on": answered_on}
        cells.update({row.place(key).cell or "": value for key, value in story.items()})
    if cells:
        desk.edit_register(FEEDBACK, (), cells)


def _handled(
    preset: Preset, number: int, received: datetime, agent: str, taken: Sequence[Mapping[str, Any]]
) -> MadeRow:
    """What became of the n-th complaint."""
    _, category, cause, remedy, kind = _story(preset, number)
    departments = _departments(preset)
    category = category if category in departments or not departments else [*departments][-1]
    row: MadeRow = {
        "complained_of": departments.get(category, "客服部"), "category": category, "demand": remedy,
        "severity": ORDINARY, "accepted_told_at": received + timedelta(minutes=5),
        "started_at": received + timedelta(minutes=8), "responded_at": received + timedelta(minutes=30),
        "department": departments.get(category, "客服部"), "assigned_at": received + timedelta(hours=1),
        "approved_by": _SUPERVISOR, "investigated_at": received + timedelta(hours=5), "conclusion": "情况属实",
        "evidence": "记录和照片", "upheld": UPHELD, "cause": cause, "responsible": agent,
    }  # fmt: skip
    if number % 7 == 3:
        row |= {"upheld": NOT_UPHELD, "conclusion": "与事实不符，已说明", "cause": "约定有误会", "responsible": None}
        return row | _told(received + timedelta(hours=6)) | _closed(received + timedelta(days=3), taken)
    if number % 7 == 5:
        return row
    done = received + timedelta(days=1)
    row |= {
        "remedy": remedy, "remedy_kind": kind, "approved_at": received + timedelta(hours=6), "carried_out_at": done,
        "compensation_yuan": 50 + 10 * (number % 5) if kind in PAID_BACK else None,
        "outcome": "已经照办", "progress_told_at": received + timedelta(hours=7), "punishment": "批评教育",
    }  # fmt: skip
    return row | _told(done + timedelta(hours=1)) | _closed(received + timedelta(days=3), taken)


def _departments(preset: Preset) -> dict[str, str]:
    """The department of each class, where the regulation says."""
    return {row["投诉类别"]: row["责任部门"] for row in preset.content.get(complaint_rules.DISPATCHES.name, ())}


def _told(moment: datetime) -> MadeRow:
    return {"outcome_told_at": moment, "reaction": "满意", "outcome": "已经说明"}


def _closed(moment: datetime, taken: Sequence[Mapping[str, Any]]) -> MadeRow:
    """Revisited, thanked, closed and filed."""
    return {
        "revisited_at": moment, "revisit_satisfaction": "满意", "thanked_by": _SUPERVISOR,
        "closed_at": moment + timedelta(hours=1),
        "file_no": next_file_no((row.get("file_no") for row in taken), moment.date()),
    }  # fmt: skip
