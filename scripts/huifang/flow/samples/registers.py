"""Believable rows for the registers that a regulation uses: services, complaints, surveys, feedback, projects."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial

from huifang.core.made_up import digit
from huifang.core.periods import Period, add_months
from huifang.edges.known.presets import Preset
from huifang.edges.known.trade import Trade
from huifang.flow.samples.calls import trade_of
from huifang.flow.samples.complaints import MadeRow, sample_complaint, still_to_be_revisited
from huifang.tables.declared import complaints, events, feedback, projects, services, surveys

_SURVEYED = (("保洁", "楼道打扫不及时"), ("绿化", "草坪有枯死的"), ("维修", "报修后等得太久"), ("安全", "门禁常坏"))
_FEEDBACK = (
    ("产品质量", "开关偶尔跳闸", "更换了元件"), ("服务质量", "现场人员没有说明操作", "补做了培训"),
    ("建议", "希望附上中文图纸", "下一批起随货附上"),
)  # fmt: skip


def sample_registers(
    preset: Preset, customers: Sequence[MadeRow], history: Period, today: date
) -> dict[str, list[MadeRow]]:
    """The rows of the registers of the preset, by table: from shortly before ``history`` to a week before ``today``."""
    last = max(today - timedelta(days=7), history.from_on)
    days = Period(history.from_on - timedelta(days=10), last, history.name)
    made: Mapping[str, Callable[[Sequence[MadeRow], Period], dict[str, list[MadeRow]]]] = {
        services.WORKBOOK: partial(_services, trade_of(preset)), events.WORKBOOK: partial(_events, preset),
        complaints.WORKBOOK: partial(_complaints, preset),
        surveys.WORKBOOK: _surveys,
        feedback.WORKBOOK: _feedback, projects.WORKBOOK: _projects,
    }  # fmt: skip
    rows: dict[str, list[MadeRow]] = {}
    for workbook in preset.workbooks:
        if workbook in made:
            rows |= made[workbook](customers, days)
    return rows


def _day(seed: str, days: Period) -> date:
    """One of the days."""
    return days.from_on + timedelta(days=digit(seed, (days.until_on - days.from_on).days + 1))


def _services(trade: Trade, customers: Sequence[MadeRow], days: Period) -> dict[str, list[MadeRow]]:
    rows = []
    for number, customer in enumerate(customers[::3], start=1):
        kind, content = trade.work[digit(f"{number}|服务", len(trade.work))]
        day = _day(f"{number}|完工", days)
        if number % 9 == 0:  # these have not come for a while
            day = add_months(days.from_on, -7) + timedelta(days=number % 20)
        rows.append({
            "service_no": f"F{day:%y%m}-{number:03d}", "customer_no": customer["customer_no"], "service_type": kind,
            "plate": trade.plate.format(number=3 * number - 2) or None,
            "reported_at": datetime.combine(day, time(9, 5)), "content": content, "served_by": trade.worker,
            "finished_at": datetime.combine(day, time(16, 30)),
            **{c.key: f"{c.example[0]}{day:%y%m}-{number:03d}" for c in services.SERVICES.columns if c.paper},
        })  # fmt: skip
    return {services.SERVICES.name: rows}


def _events(preset: Preset, customers: Sequence[MadeRow], days: Period) -> dict[str, list[MadeRow]]:
    """What the rules count from happened to every other customer, each kind in turn, seen to by who calls them."""
    rules = [rule for rule in preset.policy.rules if rule.anchor and rule.anchor.sheet == events.EVENTS.name]
    table = preset.policy.own.added_to(events.EVENTS)
    rows = []
    for number, customer in enumerate(customers[::2] if rules else (), start=1):
        day = _day(f"{number}|事件", days)
        meant = rules[number % len(rules)].conditions
        rows.append({
            "event_no": f"E{day:%y%m}-{number:03d}", "customer_no": customer["customer_no"],
            "happened_at": datetime.combine(day, time(10, 30)), "handled_by": customer["agent"],
            **{table.by_header[one.source.header].key: one.values[0] for one in meant},
        })  # fmt: skip
    return {events.EVENTS.name: rows}


def _complaints(preset: Preset, customers: Sequence[MadeRow], days: Period) -> dict[str, list[MadeRow]]:
    """Where a rule orders revisits, some of the last day still wait for theirs."""
    revisits = any(
        str(rule.get("起算", "")).startswith(complaints.COMPLAINTS.name) for rule in preset.content.get("回访规则", ())
    )
    rows: list[MadeRow] = []
    for number, customer in enumerate(customers[5::8], start=1):
        is_new = revisits and number % 7 == 1
        row = sample_complaint(
            preset, customer, number, days.until_on if is_new else _day(f"{number}|投诉", days), rows
        )
        rows.append(still_to_be_revisited(row) if is_new else row)
    return {complaints.COMPLAINTS.name: rows}


def _surveys(customers: Sequence[MadeRow], days: Period) -> dict[str, list[MadeRow]]:
    rows = []
    for number, customer in enumerate(customers[2::12], start=1):
        item, opinion = _SURVEYED[number % len(_SURVEYED)]
        day, unhappy = _day(f"{number}|调查", days), number % 3 == 0
        rows.append({
            "survey_no": f"D{day:%y%m}-{number:03d}", "customer_no": customer["customer_no"], "surveyed_on": day,
            "item": item, "rating": "不满意" if unhappy else "满意", "opinion": opinion if unhappy else None,
            "put_right_on": day + timedelta(days=4) if unhappy else None,
        })  # fmt: skip
    return {surveys.SURVEYS.name: rows}


def _feedback(customers: Sequence[MadeRow], days: Period) -> dict[str, list[MadeRow]]:
    rows = []
    for number, customer in enumerate(customers[4::25], start=1):
        kind, content, outcome = _FEEDBACK[number % len(_FEEDBACK)]
        day = _day(f"{number}|反馈", days)
        rows.append({
            "feedback_no": f"X{day:%y%m}-{number:03d}", "customer_no": customer["customer_no"], "feedback_type": kind,
            "content": content, "department": "技术部", "issued_on": day, "reply_due_on": day + timedelta(days=7),
            "outcome": outcome if number % 3 else None, "handled_on": day + timedelta(days=3) if number % 3 else None,
        })  # fmt: skip
    return {feedback.FEEDBACK.name: rows}


def _projects(customers: Sequence[MadeRow], days: Period) -> dict[str, list[MadeRow]]:
    """Projects in every stage: being installed, one month, half a year and longer after power-on."""
    rows = []
    for number, customer in enumerate(customers[1::6], start=1):
        age = (0, 1, 6, 12, 24, 36)[number % 6]
        powered = add_months(days.from_on, -age) - timedelta(days=digit(f"{number}|送电", 10))
        installed = powered - timedelta(days=20)
        row: MadeRow = {
            "project_no": f"P{number:03d}", "project_name": f"{customer['customer_name']}配电工程",
            "customer_no": customer["customer_no"], "model": "KYN28-12", "quantity": 4 + number % 9,
            "contract_wan_yuan": 60 + 35 * (number % 11), "shipped_on": installed - timedelta(days=30),
            "installed_on": installed, "powered_on": powered if age else None,
        }  # fmt: skip
        for column in projects.PROJECTS.columns:
            if column.header.endswith(("负责人", "联系人")):
                row[column.key] = f"{'王李张刘陈'[digit(f'{number}|{column.header}', 5)]}工"
            elif column.header.endswith("电话"):
                row[column.key] = f"137{digit(f'{number}|{column.header}', 10**8):08d}"
        rows.append(row)
    return {projects.PROJECTS.name: rows}
