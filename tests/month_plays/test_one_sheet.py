"""November 2026 of S2 and of S14 by a daily ``run``: something is finished nearly every day, the agents call and hand
in; each has one current sheet all the while (decision 24). A month is played once and asked many things.
"""

from __future__ import annotations

import email
import email.policy
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from huifang.edges.store.office import Office
from huifang.flow.office.desk import Desk
from huifang.ledger.issues import IssuedCall
from month_office import REACHED, MonthOffice
from office import plan_numbers, table

pytestmark = [pytest.mark.slow, pytest.mark.sampled(1, 2)]

MONTH = "2026-11"
PEOPLE = (
    ("C01", "钱总", "老板", None), ("B01", "赵主管", "主管", "C01"), ("A01", "李明", "业务员", "B01"),
    ("A02", "王强", "业务员", "B01"),
)  # fmt: skip
NAMES = {"A01": "李明", "A02": "王强"}
AGENTS = tuple(NAMES)
CUSTOMERS = {f"K{n}": AGENTS[n % 2] for n in range(1, 10)}
#: Every day from the 3rd to the 27th, Sundays too, something is finished for the customer whose turn it is.
FINISHED = {day: f"K{1 + day % 9}" for day in range(3, 28)}
CLASSES = {"property": "业主", "workshop-reminders": "车主"}
ASKED = {
    "property": {"维修人员的态度": "满意", "维修的效率": "满意", "维修的效果": "满意"},
    "workshop-reminders": {"维修质量": "满意"},
}


@dataclass
class Day:
    """What a day's run brought: the new sheets by agent, and what was open for each agent then."""

    sheets: dict[str, list[Path]]
    open_calls: dict[str, set[str]]
    calls: Mapping[str, IssuedCall]


@dataclass
class Month:
    """A month that was played."""

    play: MonthOffice
    days: dict[date, Day] = field(default_factory=dict)
    reached: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)  # of these, what was handed in
    report: dict[str, Any] = field(default_factory=dict)

    @property
    def issues(self) -> Iterator[tuple[date, str, Path]]:
        """Every sheet that was issued, in order."""
        for day, what in self.days.items():
            for agent, sheets in what.sheets.items():
                yield from ((day, agent, sheet) for sheet in sheets)


def made(folder: Path, preset: str) -> MonthOffice:
    customers = [
        {"customer_no": no, "customer_name": f"{no}客户", "customer_class": CLASSES[preset], "agent": owner,
         "contact": "王女士", "phone": f"1380000000{no[1]}", "review_status": "已审核", "reviewed_by": "B01",
         "reviewed_on": date(2026, 10, 5)}
        for no, owner in CUSTOMERS.items()
    ]  # fmt: skip
    return MonthOffice(folder, preset, datetime(2026, 11, 2, 8, 0), PEOPLE, customers)


def run(month: Month, day: date) -> None:
    """The evening's run, and what the office knows of then."""
    play = month.play
    before = set(play.office.path("回访计划").rglob("*.xlsx"))
    play.run(day)
    new = sorted(set(play.office.path("回访计划").rglob("*.xlsx")) - before)
    desk = Desk(Office(play.office.root), datetime.combine(day, time(18, 5)))
    calls = {call.plan_no: call for call in desk.ledger.issued().of_period(MONTH)}
    still = {agent: {n for n, c in calls.items() if c.agent == agent and n not in month.told} for agent in AGENTS}
    month.days[day] = Day({a: [s for s in new if s.name.startswith(a)] for a in AGENTS}, still, calls)


def made_calls(month: Month, preset: str, day: date) -> None:
    """A01 makes up to two calls a day of those on the sheet, the oldest first; A02 one every other day."""
    known = month.days[day - timedelta(days=1)]
    for agent, count in (("A01", 2), ("A02", day.day % 2)):
        for place, number in enumerate(sorted(known.open_calls[agent] - month.reached)[:count]):
            customer = known.calls[number].customer_no
            answers = {**REACHED, **ASKED[preset]}
            month.play.call(agent, customer, day, f"{10 + place}:00", answers, 计划编号=number)
            month.reached.add(number)


@pytest.fixture(scope="module", params=sorted(CLASSES))
def month(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Month:
    """Both hand in on Fridays."""
    preset = str(request.param)
    play = made(tmp_path_factory.mktemp(preset), preset)
    month = Month(play)
    for number in range(2, 31):
        day = play.day(number)
        if number in FINISHED:
            finished = datetime.combine(day, time(9, 0))
            kind = "维修" if preset == "property" else "保养"
            row = {"服务单号": f"F{number}", "客户编号": FINISHED[number], "服务类型": kind, "完工时间": finished}
            play.add("服务单.xlsx", "服务单", row)
        if 4 <= number < 28 and day.weekday() < 5:
            made_calls(month, preset, day)
        if number in (6, 13, 20, 27):
            for agent in AGENTS:
                play.hand_in(agent, MONTH)
            month.told |= month.reached
        run(month, day)
    play.run(date(2026, 12, 1))
    month.report = play.report(MONTH, "2026-12-02 09:00")
    return month


def test_nobody_gets_more_than_one_sheet_a_day_and_none_on_a_day_off(month: Month) -> None:
    counted = Counter((day, agent) for day, agent, _ in month.issues)
    assert set(counted.values()) == {1}
    assert {day.weekday() for day, _ in counted} == set(range(5)) and len(counted) > 20


def test_each_is_called_after_its_day(month: Month) -> None:
    seen = set[str]()
    for day, agent, sheet in month.issues:
        name = f"{agent}-{NAMES[agent]}-{MONTH}"
        assert sheet.name == (f"{name}-补{day:%m%d}.xlsx" if agent in seen else f"{name}.xlsx")
        seen.add(agent)


def test_each_is_complete_in_itself(month: Month) -> None:
    """All that is open for the agent, and nothing else; what is new stands first."""
    issued = set[str]()
    for day, agent, sheet in month.issues:
        numbers = plan_numbers(sheet)
        assert set(numbers) == month.days[day].open_calls[agent] and len(set(numbers)) == len(numbers), sheet
        new = [number not in issued for number in numbers if month.days[day].calls[number].agent == agent]
        assert new == sorted(new, reverse=True)
        issued |= set(numbers)


def test_a_call_on_many_sheets_is_owed_once(month: Month) -> None:
    """And every call that was made is in the books, from whichever sheet."""
    issued = {number for _, _, sheet in month.issues for number in plan_numbers(sheet)}
    figures = month.report["figures"]
    assert figures["planned"] <= len(issued) and figures["reported"] == figures["connected"] == len(month.reached)
    rows = table(month.play.office.path(f"台账/{MONTH}.xlsx"), "台账")
    assert len([row for row in rows if row["记录编号"]]) == len(month.reached)


def test_nobody_was_told_of_an_error(month: Month) -> None:
    letters = month.play.office.path("发件箱").glob("退回-*.eml")
    assert [email.message_from_bytes(p.read_bytes(), policy=email.policy.default)["subject"] for p in letters] == []
    assert month.play.office.run("verify", now="2026-12-02 09:00").data["ok"]
