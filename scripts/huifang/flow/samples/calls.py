"""Filling in a call sheet as an agent would, cell by cell in the workbook that was issued."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from huifang.core.made_up import digit
from huifang.edges.known.presets import Preset, load_preset
from huifang.edges.known.trade import Trade
from huifang.edges.known.trades import SALES
from huifang.edges.patching import Alteration, SetCell, patch
from huifang.edges.reading.xlsx_read import read_book
from huifang.edges.store.issued_calls import calls_of_all
from huifang.flow.office.desk import Desk
from huifang.policy.row_needs import RowNeed
from huifang.tables.cells import shown
from huifang.tables.declared.calls import CALLS
from huifang.tables.model import column_letter
from huifang.tables.options import CONNECTED

_MISSED = ("无人接听", "无人接听", "占线", "关机", "改约")
_MORNING, _AFTERNOON = time(9, 5), time(14, 5)
_STEP = 9
#: What days of a spreadsheet are counted from.
_DAY_0 = date(1899, 12, 30)

Answer = dict[str, Any]


@dataclass(frozen=True)
class Habits:
    """What the regulation asks of a call: the planned method by number, how long it may be, the questions' answers,
    and which columns of the office's own have to be filled.
    """

    methods: Mapping[str, str] = field(default_factory=dict)
    max_minutes: int = 60
    answers: Mapping[str, str] = field(default_factory=dict)
    trade: Trade = SALES
    needs: tuple[RowNeed, ...] = ()


def trade_of(preset: Preset) -> Trade:
    """The trade of a made-up office: the regulation's, or sales where it says none."""
    return preset.trade or SALES


def habits_of(desk: Desk) -> Habits:
    """As the office's own rules want it; people speak of what the regulation's trade is about."""
    answers = {"满意度": "满意", "是否": "是", "文字": "没有"}
    policy = desk.present.policy
    issued = calls_of_all(desk.office, desk.state.books)
    return Habits(
        {call.plan_no: call.method for _, calls, _ in issued for call in calls},
        policy.max_call_minutes or 60,
        {
            q.text: q.choices[0] if q.form == "选项" else answers.get(q.form, "")
            for q in policy.questions
            if not q.is_own
        },
        trade_of(load_preset(desk.state.preset)),
        tuple(need for need in policy.row_needs if need.sheet == CALLS.name),
    )


NO_HABITS = Habits()


def answer(plan_no: str, day: date, start: time, habits: Habits = NO_HABITS) -> Answer:
    """What came of one call: always the same for the same plan number."""
    luck = digit(f"{plan_no}|{day}", 100)  # a call that is made again may come out otherwise
    length = 1 if luck >= 86 else 2 + digit(f"{plan_no}|时长", 6)
    end = _later(start, min(length, habits.max_minutes))
    method = habits.methods.get(plan_no, "电话")
    entered: Answer = {"called_on": day, "started_at": start, "ended_at": end, "method": method, "result": "接通"}
    if luck >= 86:
        entered["result"] = _MISSED[digit(f"{plan_no}|未接", len(_MISSED))]
        return entered
    trade = habits.trade
    entered["wishes"] = trade.wishes[digit(f"{plan_no}|意见", len(trade.wishes))]
    entered["satisfaction"] = "非常满意" if luck < 30 else "满意" if luck < 70 else "一般" if luck < 80 else "不满意"
    entered["handling"] = "无问题"
    if luck >= 80:
        entered["dissatisfied_because"] = trade.grievances[digit(f"{plan_no}|原因", len(trade.grievances))]
        entered["wishes"] = "希望尽快处理"
        entered["handling"] = "已解决" if luck < 84 else "未解决"
        entered["measures"] = "已致歉并当天处理" if luck < 84 else "已书面上报，等待批示"
        if luck >= 84:
            entered["reported_to"] = "B01"
            entered["report_document"] = f"问题上报单-{plan_no}"
    return entered


def fill_in(
    content: bytes,
    skip: Callable[[str], bool] = lambda plan_no: False,
    until: date | None = None,
    habits: Habits = NO_HABITS,
) -> bytes:
    """The workbook with its calls answered, those planned after ``until`` and those to ``skip`` left open."""
    grid = read_book(content).sheets[CALLS.name]
    at = {shown(header): index for index, header in enumerate(grid[0])}
    columns = {column.key: at[column.header] for column in CALLS.columns if column.header in at}
    calls_a_day: Counter[date] = Counter()
    changes: list[Alteration] = []
    for row, cells in enumerate(grid[1:], start=2):
        whole = [*cells, *[""] * (len(grid[0]) - len(cells))]
        plan_no, day = shown(whole[columns["plan_no"]]), whole[columns["planned_on"]]
        if not plan_no or skip(plan_no) or (until and day > until):
            continue
        entered = answer(plan_no, day, _slot(calls_a_day[day]), habits)
        typed = {**entered, "called_on": (entered["called_on"] - _DAY_0).days}  # the cell shows a number as a day
        changes += [SetCell(CALLS.name, f"{column_letter(columns[key])}{row}", value) for key, value in typed.items()]
        lacking = {column.header for need in habits.needs for column, _ in need.lacking(entered, day)}
        filed = ((at[header], f"{plan_no}-{day:%m%d}") for header in lacking if header in at)  # 录音编号 and the like
        changes += [SetCell(CALLS.name, f"{column_letter(index)}{row}", number) for index, number in filed]
        if entered["result"] == CONNECTED:
            said = ((at[text], reply) for text, reply in habits.answers.items() if text in at)
            changes += [SetCell(CALLS.name, f"{column_letter(index)}{row}", reply) for index, reply in said]
        calls_a_day[day] += 1
    return patch(content, changes)


def _slot(index: int) -> time:
    """The start of the day's ``index``-th call; nobody is called at noon."""
    base, step = (_MORNING, index) if index < 18 else (_AFTERNOON, index - 18)
    return _later(base, step * _STEP)


def _later(moment: time, minutes: int) -> time:
    hour, minute = divmod(moment.hour * 60 + moment.minute + minutes, 60)
    return time(hour, minute)
