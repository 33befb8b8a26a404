"""A month of complaints for each regulation that has them, played with a scripted office, against lists made by hand.

``complaint_plays/*.toml``: what people enter and when ("now": the moment itself), and from which moment on each
complaint stands how. It is compared one minute before every change, at it, and every morning and evening.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from complaints_made import BOOK, SHEET, STAFF, complaint_office, moment
from huifang.core.worktime import WorkCalendar, WorkHours
from huifang.decisions.complaints.clocks import ComplaintStatus, status_of
from huifang.decisions.complaints.reading import ClockView
from huifang.decisions.complaints.watch import newly_dissatisfied, rounds_of
from huifang.edges.known.presets import load_preset, presets
from huifang.policy.people import People, Person
from huifang.tables.declared.complaints import COMPLAINTS, WORKBOOK
from huifang.tables.model import Row, Sheet
from office import TestOffice, edited, put
from places import DATA

pytestmark = pytest.mark.slow

FOLDER = DATA / "complaint_plays"
PLAYS = sorted(path.stem for path in FOLDER.glob("*.toml"))
LAST_DAY = date(2026, 11, 30)
CONTENT = "服务不周"
PEOPLE = People(
    tuple(
        Person(person_no=n, name=name, role=role, superior=superior or "", department=of)
        for n, name, role, of, superior in STAFF
    )
)
Line = tuple[str, str, str, str, str]


class Play:
    """One month: what is entered when, and how each complaint stands from when on."""

    def __init__(self, name: str) -> None:
        self.name = name
        script = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
        self.events = sorted(
            ((moment(at), number, self._cells(at, cells)) for number, at, cells in script["events"]),
            key=lambda event: event[0],
        )
        self.expected: dict[str, list[tuple[datetime, Line]]] = {}
        for text in script["expected"].strip().splitlines():
            number, at, *line = (part.strip() for part in text.split("|"))
            self.expected.setdefault(number, []).append((moment(at), tuple(line)))  # type: ignore[arg-type]
        self.findings = sorted(script["findings"])
        self.numbers = list(dict.fromkeys(number for _, number, _ in self.events))

    @staticmethod
    def _cells(at: str, cells: dict[str, str]) -> dict[str, Any]:
        return {header: moment(at) if value == "now" else value or None for header, value in cells.items()}

    def moments(self) -> list[datetime]:
        """When to look: at every change and a minute before, and twice a day."""
        changes = [at for at, _, _ in self.events] + [at for lines in self.expected.values() for at, _ in lines]
        first = min(changes).date()
        days = [first + timedelta(days=n) for n in range((LAST_DAY - first).days + 1)]
        daily = [datetime.combine(day, at) for day in days for at in (time(9), time(18))]
        return sorted({*changes, *(at - timedelta(minutes=1) for at in changes), *daily})

    def expected_at(self, number: str, now: datetime) -> Line | None:
        """How the complaint stands then; None before it came."""
        return next((line for at, line in reversed(self.expected[number]) if at <= now), None)


@pytest.fixture(scope="module", params=PLAYS)
def play(request: pytest.FixtureRequest) -> Play:
    return Play(request.param)


def line_of(due: str | None, stage: str, state: str, owner: str | None, told: list[str]) -> Line:
    return stage, state, due[5:] if due else "-", owner or "-", " ".join(told) or "-"


def as_line(status: ComplaintStatus) -> Line:
    due = f"{status.due:%Y-%m-%d %H:%M}" if status.due else None
    return line_of(due, status.stage, status.state, status.owner.person_no, [*status.told])


def looks(play: Play) -> Iterator[tuple[datetime, dict[str, ComplaintStatus]]]:
    """The month, moment by moment: people enter, then a run notes and reads the clocks."""
    policy = load_preset(play.name).policy
    hours = WorkHours(WorkCalendar(policy.workdays), policy.work_spans)
    rows: dict[str, dict[str, Any]] = {}
    noted: dict[tuple[str, str], datetime] = {}
    waiting = list(play.events)
    for now in play.moments():
        while waiting and waiting[0][0] <= now:
            _, number, cells = waiting.pop(0)
            row = rows.setdefault(number, {"complaint_no": number, "content": CONTENT})
            row |= {COMPLAINTS.by_header[header].key: value for header, value in cells.items()}
        sheet = Sheet(WORKBOOK, SHEET, {})
        listed = [Row(values, sheet, at) for at, values in enumerate(rows.values(), start=2)]
        noted |= dict.fromkeys(newly_dissatisfied(listed, noted), now)
        view = ClockView(policy=policy, hours=hours, people=PEOPLE, now=now, rounds=rounds_of(noted))
        yield now, {row["complaint_no"]: status_of(view, row) for row in listed}


def test_there_is_a_play_for_each_regulation_with_complaints() -> None:
    assert sorted(p.preset for p in presets() if WORKBOOK in p.workbooks) == PLAYS


def test_every_deadline_level_and_closing_is_as_worked_out_by_hand(play: Play) -> None:
    compared = 0
    for now, statuses in looks(play):
        for number in play.numbers:
            line = as_line(statuses[number]) if number in statuses else None
            assert line == play.expected_at(number, now), f"{number} {now}"
            compared += 1
    assert compared > 60


def test_overdue_minutes_run_from_the_deadline(play: Play) -> None:
    for now, statuses in looks(play):
        for status in statuses.values():
            over = int((now - status.due).total_seconds()) // 60 if status.due else 0
            assert status.overdue_minutes == max(0, over), f"{status.complaint_no} {now}"


def played(play: Play, tmp_path: Path) -> Iterator[tuple[datetime, TestOffice]]:
    """The month in a real office: the cells are typed into the workbook, one event after the other."""
    office = complaint_office(tmp_path, play.name, as_shipped=True)
    row_of = {number: row for row, number in enumerate(play.numbers, start=2)}
    for now, number, cells in play.events:
        with edited(office.path(BOOK)) as book:
            put(book[SHEET], row_of[number], {"投诉编号": number, "投诉内容": CONTENT, **cells})
        yield now, office


def test_the_command_says_the_same_and_check_finds_what_is_wrong(play: Play, tmp_path: Path) -> None:
    for now, office in played(play, tmp_path):
        ran = office.run("complaints", now=f"{now:%Y-%m-%d %H:%M}")
        for one in ran.data["complaints"]:
            line = line_of(one["due"], one["stage"], one["state"], one["owner"], one["told"])
            assert line == play.expected_at(one["complaint_no"], now), f"{one['complaint_no']} {now}"
            assert one["escalate_to"] in (None, *one["told"][-1:])
            assert one["derivation"]
        urgent = any(one["state"] == "overdue" or one["step"] == "重新办理" for one in ran.data["complaints"])
        near = [finding for finding in ran.data["findings"] if finding["code"] == "D117"]
        assert ran.code == (1 if urgent or near else 0)
    findings = office.run("check", now=f"{LAST_DAY} 18:00").data["findings"]
    ours = [f for f in findings if f["file"] == BOOK]
    assert sorted(_brief(play, finding) for finding in ours) == play.findings
    assert office.run("verify").data["ok"]


def _brief(play: Play, finding: dict[str, Any]) -> str:
    """Code, complaint and header of a finding; the code alone where it is about the whole sheet."""
    if not finding["cell"]:
        return str(finding["code"])
    letters = finding["cell"].rstrip("0123456789")
    table = load_preset(play.name).fitted(COMPLAINTS)
    header = next(column.header for column in table.columns if table.letter(column.key) == letters)
    return f"{finding['code']} {play.numbers[int(finding['cell'].removeprefix(letters)) - 2]} {header}"
