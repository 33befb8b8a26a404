"""A believable made-up office: staff, customers, and one period of history. Every number in it is fictitious."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from huifang.core.made_up import digit
from huifang.core.periods import Period
from huifang.decisions.calls.triggers import trigger_of
from huifang.edges.books.register_books import RowsBySheet
from huifang.edges.known.presets import Preset
from huifang.edges.known.trade import Trade
from huifang.edges.store.office import INBOX
from huifang.flow.calls.planning import plan_batch
from huifang.flow.intake.collecting import collect
from huifang.flow.moving_in.founding import Founded, found_office
from huifang.flow.office.opening import writing_desk
from huifang.flow.reports.reporting import make_report
from huifang.flow.samples.calls import fill_in, habits_of, trade_of
from huifang.flow.samples.complaints import answer_slips, deal_with_heard
from huifang.flow.samples.registers import sample_registers
from huifang.flow.samples.tasks import do_tasks
from huifang.flow.samples.visits import write_up_visits

AGENTS, CUSTOMERS = 6, 180
_AGENT_NAMES = ("李晓明", "王海燕", "张志强", "刘雅琴", "陈国栋", "赵文静")
_OF_DEPARTMENTS = ("吴建平", "郑卫东", "孙丽萍")
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
_PLACES = ("永安", "城东", "新华", "和平", "建设", "长青", "金桥", "南湖", "东升", "福临", "兴隆", "顺达")
_REGIONS = ("城东", "城西", "城南", "城北", "高新区", "开发区")


@dataclass(frozen=True)
class SampleOffice:
    """The founded office and everything that is in it now."""

    founded: Founded
    files: tuple[str, ...]


def sample_rows(preset: Preset, history: Period, today: date) -> RowsBySheet:
    """The registers of the made-up office; approvals are dated so that ``history`` has calls to make."""
    classes = [row["类别"] for row in preset.content["客户类别"] if "依据列" not in row]
    roles = [row["值"] for row in preset.content.get("选项", ()) if row["类型"] == "联系角色"]
    people: list[dict[str, Any]] = [
        _person("C01", "马建国", "老板", "", 1), _person("B01", "周丽华", "主管", "C01", 2),
        _person("D01", "孙正平", "监督岗", "C01", 3),
    ]  # fmt: skip
    further = (row["值"] for row in preset.content.get("选项", ()) if row["类型"] == "角色")
    people += [
        _person(f"E{n:02d}", f"{_SURNAMES[n]}经理", role, "C01", 20 + n) for n, role in enumerate(further, start=1)
    ]
    for index, name in enumerate(_AGENT_NAMES, start=1):
        person = _person(f"A{index:02d}", name, "业务员", "B01", 10 + index)
        people.append({**person, "region": _REGIONS[index - 1], "daily_limit": 12})
    people = [{**person, "department": trade_of(preset).department} for person in people]
    people += _of_departments(preset)
    reviewer = next(p["person_no"] for p in people if p["role"] == preset.content["基本"]["审核角色"])
    trade = trade_of(preset)
    customers = [dict(_customer(n, history.from_on, _class(classes, n), reviewer, trade)) for n in range(CUSTOMERS)]
    for number, customer in enumerate(customers):
        customer |= _days(number, history, today)
    contacts = [
        _contact(customer["customer_no"], role)
        for customer in customers
        for role in (roles if {*roles} >= CONTACTS_FOR_ALL else ())
    ]
    registers = sample_registers(preset, customers, history, today)
    return {"人员": people, "客户": customers, "联系人": contacts, "专项": _rounds(preset, history, today), **registers}


def _of_departments(preset: Preset) -> Iterator[dict[str, Any]]:
    """Somebody in each department that has tasks of its own."""
    words = (word for task in preset.policy.tasks for word in task.who)
    roles = preset.policy.options["角色"]
    departments = dict.fromkeys(word for word in words if word not in roles)
    for number, (name, department) in enumerate(zip(_OF_DEPARTMENTS, departments, strict=False), start=1):
        yield {**_person(f"E{number:02d}", name, "业务员", "C01", 30 + number), "department": department}


def _rounds(preset: Preset, history: Period, today: date) -> list[dict[str, Any]]:
    """Two rounds of visits of three days, before today and from today on, each to three places."""
    if not any(trigger_of(rule).by_place for rule in preset.policy.rules):
        return []
    return [
        {
            "from_on": start, "until_on": start + timedelta(days=2), "regions": region,
            "message": "走访种植户，现场答疑",
        }
        for start in (history.from_on, today)
        for region in _REGIONS[:3]
    ]  # fmt: skip


def _class(classes: Sequence[str], index: int) -> str:
    """The last class where there are two: few are special. Of more classes the last is the ordinary one."""
    if len(classes) == 2:
        return classes[1] if index % 15 == 7 else classes[0]
    return classes[index % 15] if index % 15 < len(classes) else classes[-1]


#: Where these roles are known, somebody is known for each of them.
CONTACTS_FOR_ALL = {"前台", "客房部"}


def _contact(customer_no: str, role: str) -> dict[str, Any]:
    seed = f"{customer_no}|{role}"
    name = _SURNAMES[digit(seed, len(_SURNAMES))] + ("先生", "女士")[digit(f"{seed}|称呼", 2)]
    phone = f"136{digit(f'{seed}|电话', 10**8):08d}"
    return {"customer_no": customer_no, "contact_role": role, "name": name, "phone": phone}


def _days(number: int, history: Period, today: date) -> dict[str, Any]:
    """The days that a regulation may count from; the sheet has those that it uses."""
    span = (today - history.from_on).days + 20
    near = history.from_on + timedelta(days=digit(f"{number}|日期", span) - 8)
    year = timedelta(days=365)
    return {
        "experienced_on": near,
        "opened_on": near if number % 10 == 3 else near - year,
        "expires_on": near if number % 10 == 6 else near + year,
        "last_served_on": near - timedelta(days=40 + number % 300),
        "maintenance_due_on": near + timedelta(days=10) if number % 3 else None,
        "insurance_due_on": near + timedelta(days=12) if number % 5 == 0 else None,
    }


def _person(number: str, name: str, role: str, superior: str, serial: int) -> dict[str, Any]:
    return {
        "person_no": number, "name": name, "role": role, "department": "销售部", "superior": superior,
        "email": f"{number.lower()}@example.com", "phone": f"1390000{serial:04d}", "status": "在职",
    }  # fmt: skip


def _customer(
    index: int, history_from: date, customer_class: str, reviewer: str, trade: Trade
) -> Iterator[tuple[str, Any]]:
    number = f"K{index + 1:04d}"
    place = _PLACES[index % len(_PLACES)]
    agent = index % AGENTS
    approved_on = history_from - timedelta(days=10 - digit(f"{number}|审核", 10))
    contact = _SURNAMES[digit(number, len(_SURNAMES))] + ("先生", "女士")[digit(f"{number}|称呼", 2)]
    waiting = index % 30 == 29
    yield from {
        "customer_no": number,
        "customer_name": _name(trade, index, place, contact),
        "customer_class": customer_class,
        "agent": f"A{agent + 1:02d}",
        "contact": contact,
        "phone": f"1380000{index + 1:04d}",
        "address": f"{_REGIONS[agent]}{place}路 {index % 90 + 1} 号",
        "region": _REGIONS[agent],
        "review_status": "待审核" if waiting else "已审核",
        "reviewed_by": None if waiting else reviewer,
        "reviewed_on": None if waiting else approved_on,
        "registered_on": approved_on - timedelta(days=3),
        "quiet_hours": "12:00-14:00" if index % 11 == 4 else None,
        "major_mark": "重点" if index % 15 == 7 else None,
        "habits": trade.habits[index % len(trade.habits)] or None,
    }.items()


def _name(trade: Trade, index: int, place: str, contact: str) -> str:
    """What the customer is called."""
    house, flat = divmod(index, 36)
    return trade.name.format(
        place=place, kind=trade.kinds[index // len(_PLACES) % len(trade.kinds)], who=contact, number=index + 1,
        plate=trade.plate.format(number=index + 1), house=house + 1, room=f"{flat // 2 + 1}0{flat % 2 + 1}",
    )  # fmt: skip


def sample_office(folder: Path, preset: Preset, now: datetime) -> SampleOffice:
    """Found the made-up office and play the period before the current one through it.

    Raises:
        OfficeError: the folder is not empty or cannot be written.
    """
    policy = preset.policy
    history = policy.period_before(policy.period_of(now.date()))
    morning = datetime.combine(history.from_on, time(8, 30))
    founded = found_office(folder, preset, morning, sample_rows(preset, history, now.date()), trade_of(preset).unit)
    with writing_desk(founded.office, morning) as desk:
        issued = plan_batch(desk, history).files
        habits = habits_of(desk)
    for file in issued:
        content = founded.office.path(file).read_bytes()
        (folder / INBOX / Path(file).name).write_bytes(fill_in(content, until=history.until_on, habits=habits))
    with writing_desk(founded.office, datetime.combine(history.until_on, time(16, 30))) as desk:
        collect(desk, ())
        deal_with_heard(desk, preset)
        write_up_visits(desk)
        do_tasks(desk)
    with writing_desk(founded.office, datetime.combine(history.until_on, time(18, 0))) as desk:
        report = make_report(desk, history)
    with writing_desk(founded.office, now) as desk:
        answer_slips(desk)
        do_tasks(desk)
    return SampleOffice(founded, (*founded.files, *issued, *report.files))
