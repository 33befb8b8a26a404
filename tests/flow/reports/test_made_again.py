"""A report on a period that is over says the same when it is made again, whatever the office has changed since.

Of every regulation every kind of report is made on the day after its period. Then the house is turned upside down:
people are renamed, leave and get another superior, customers are renamed and get another agent and class, rules,
questions and deadlines are changed, what was open in the registers is dealt with, and the next batch is planned, called
and handed in. The second version has the figures, owners and names of the first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest

from huifang.core.periods import Period
from huifang.edges.known.presets import presets
from huifang.edges.reading.xlsx_read import read_book
from huifang.edges.store.office import Office
from huifang.flow.calls.planning import plan_batch
from huifang.flow.intake.collecting import collect
from huifang.flow.office.desk import Desk
from huifang.flow.office.opening import writing_desk
from huifang.flow.reports.reporting import duties_of
from huifang.flow.samples.calls import fill_in, habits_of
from huifang.tables.declared import complaint_rules, house_rules
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.declared.expenses import EXPENSES
from huifang.tables.declared.feedback import FEEDBACK, MEASURES
from huifang.tables.declared.people import PEOPLE
from huifang.tables.declared.surveys import SURVEYS
from huifang.tables.declared.visit_reports import LOANS, VISIT_REPORTS
from huifang.tables.model import Row, Table
from office import TestOffice, run

FOUNDED = datetime(2026, 12, 1, 9)
#: What differs from version to version: the version itself, when it was made, the chain's head, and what is ahead by
#: what is known when it is made.
OF_THE_VERSION = re.compile(r"第 \d+ 版|制表 \d|链首 |校验码 |^应访 \d+ 个：|^现在看，没有应访")
#: Of the JSON object: what the report says of its period.
SAID = ("kind", "period", "from", "until", "due_on", "figures", "agents", "findings")


@dataclass(frozen=True)
class Kind:
    """A kind of report, the period that it is made on, and when it is made first."""

    name: str
    period: Period

    @property
    def first_at(self) -> datetime:
        return datetime.combine(self.period.until_on + timedelta(days=1), time(9))


def kinds(office: TestOffice) -> list[Kind]:
    """Every row of 报告, on the period that the played batch ends in."""
    desk = Desk(Office(office.root), FOUNDED)
    policy = desk.present.policy
    played = policy.period_before(policy.period_of(FOUNDED.date()))
    listed = [Kind(duty.report, policy.period_of(played.until_on, duty.span)) for duty in duties_of(policy)]
    return sorted(listed, key=lambda kind: kind.first_at)


def made(office: TestOffice, kind: Kind, now: datetime) -> dict[str, Any]:
    """What the report says: its JSON object, and every cell of its workbook and of 台账."""
    name = kind.period.name
    said = office.run("report", "--kind", kind.name, "--period", name, now=f"{now:%Y-%m-%d %H:%M}").data
    books = {"报告": said["files"][0], "台账": f"台账/{name}.xlsx"}
    return {
        "version": said["version"],
        "said": {key: said[key] for key in SAID},
        "changes": said["changes"],
        **{title: [*cells(office.path(path))] for title, path in books.items()},
    }


def cells(path: Path) -> Iterator[tuple[str, Any]]:
    """Every filled cell with its sheet, without those that name the version."""
    for name, grid in read_book(path.read_bytes()).sheets.items():
        for value in (value for line in grid for value in line if value not in (None, "")):
            if not OF_THE_VERSION.search(str(value)):
                yield name, value


def differing(before: Sequence[tuple[str, Any]], after: Sequence[tuple[str, Any]]) -> Iterator[str]:
    """What only one of the two says, sheet by sheet."""
    for sheet in dict.fromkeys(name for name, _ in (*before, *after)):
        old, new = ([str(value) for name, value in book if name == sheet] for book in (before, after))
        yield from (
            f"{sheet}: {line}"
            for line in unified_diff(old, new, n=0, lineterm="")
            if line[:2] not in ("--", "++", "@@")
        )


def rewrite(desk: Desk, table: Table, of: Callable[[int, Row], Mapping[str, Any]]) -> int:
    """Change cells of every row of a register that the office has; how many were changed."""
    rows = desk.present.rows(table)
    changed = {
        row.place(key).cell or "": value
        for number, row in enumerate(rows)
        for key, value in of(number, row).items()
        if key in row.sheet.letters
    }
    if changed:
        desk.edit_register(table, (), changed)
    return len(changed)


def turn_upside_down(desk: Desk) -> None:
    """Other rules, people and customers, and whatever was open in the registers is dealt with now."""
    policy, today = desk.present.policy, desk.now.date()
    agents = [row["person_no"] for row in desk.present.rows(PEOPLE) if row["role"] == "业务员"]
    classes = [name for name in policy.classes if not any(state.name == name for state in policy.states)]

    def person(number: int, row: Row) -> dict[str, Any]:
        gone = {"status": "离职", "left_on": today} if row["person_no"] == agents[1] else {}
        return {"name": f"新{row['name']}", "superior": "C01" if row["superior"] else None, **gone}

    def customer(number: int, row: Row) -> dict[str, Any]:
        return {
            "customer_name": f"{row['customer_name']}新号", "agent": agents[number % len(agents)],
            "customer_class": classes[number % len(classes)], "region": "新区",
        }  # fmt: skip

    rewrite(desk, CUSTOMERS, customer)
    rewrite(desk, PEOPLE, person)
    rewrite(desk, house_rules.RULES, lambda _, row: {"interval": (row["interval"] or 3) + 2, "title": "新规则"})
    rewrite(desk, house_rules.QUESTIONS, lambda _, row: {"question": f"{row['question']}(新)"})
    rewrite(desk, house_rules.REPORTS, lambda _, row: {"fine_yuan": 99, "recipients": "监督岗"})
    rewrite(desk, house_rules.SETTINGS, lambda _, row: {"单位名称": {"value": "新单位"}}.get(row["item"], {}))
    rewrite(desk, complaint_rules.LIMITS, lambda _, row: {"amount": row["amount"] + 40})
    deal_with_what_is_open(desk, today)


def deal_with_what_is_open(desk: Desk, today: date) -> None:
    """Registers are filled in today, or with today's date."""
    now = desk.now

    def complaint(_: int, row: Row) -> dict[str, Any]:
        told = {"outcome_told_at": now, "reaction": "不满意", "revisited_at": now, "revisit_satisfaction": "不满意"}
        return {} if row["closed_at"] else {"carried_out_at": now, "closed_at": now, "closing_note": "改日再议", **told}

    def when_empty(key: str, **more: Any) -> Callable[[int, Row], dict[str, Any]]:
        return lambda _, row: {} if row[key] else {key: today, **more}

    rewrite(desk, COMPLAINTS, complaint)
    rewrite(desk, FEEDBACK, when_empty("handled_on", outcome="今天才答复"))
    rewrite(desk, MEASURES, when_empty("done_on", verification="有效"))
    rewrite(desk, SURVEYS, when_empty("put_right_on"))
    rewrite(desk, VISIT_REPORTS, when_empty("reviewed_on", supervisor_opinion="今天才看"))
    rewrite(desk, LOANS, when_empty("returned_on"))
    rewrite(desk, EXPENSES, when_empty("audited_on", audited_by="C01", audit_result="同意"))


def live_on(office: TestOffice, now: datetime) -> datetime:
    """The batch of that day is planned, called and handed in; when that is done."""
    opened = Office(office.root)
    with writing_desk(opened, now) as desk:
        batch = plan_batch(desk, desk.present.policy.period_of(now.date()))
        habits = habits_of(desk)
    for file in batch.files:
        office.path(f"收件箱/{Path(file).name}").write_bytes(fill_in(office.path(file).read_bytes(), habits=habits))
    evening = datetime.combine(batch.period.until_on, time(20))
    with writing_desk(opened, evening) as desk:
        collected = collect(desk, ())
    assert bool(collected.accepted) == bool(batch.files)
    return evening


@pytest.mark.slow
@pytest.mark.sampled
@pytest.mark.parametrize("preset", [preset.preset for preset in presets()])
def test_every_report_says_the_same_when_it_is_made_again(preset: str, tmp_path: Path) -> None:
    office = TestOffice(tmp_path / "办公室", tmp_path / "寄出")
    assert run("--now", f"{FOUNDED:%Y-%m-%d %H:%M}", "init", str(office.root), "--policy", preset, "--sample").code == 0
    every = kinds(office)
    first = {}
    for kind in every:
        morning = max(kind.first_at, FOUNDED)
        made(
            office, kind, morning
        )  # whatever is otherwise than in what the sample made the evening before is said here
        first[kind] = made(office, kind, morning + timedelta(hours=1))
    now = max(FOUNDED, *(kind.first_at for kind in every)) + timedelta(days=1)
    with writing_desk(Office(office.root), now) as desk:
        turn_upside_down(desk)
    later = live_on(office, now + timedelta(hours=1)) + timedelta(days=10)
    for kind, before in first.items():
        again = made(office, kind, later)
        assert again["version"] == before["version"] + 1
        assert again["said"] == before["said"]
        assert again["changes"] == before["changes"] == []
        for book in ("报告", "台账"):
            assert "\n".join(differing(before[book], again[book])) == ""
