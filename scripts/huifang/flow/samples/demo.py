"""The demonstration: a made-up office lives through one ten-day period, with the things that really happen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from huifang.core.periods import Period
from huifang.edges.known.presets import load_preset
from huifang.edges.patching import SetCell, Value, patch
from huifang.edges.reading.xlsx_read import read_book
from huifang.edges.store.office import INBOX, Office
from huifang.flow.calls.planning import plan_batch
from huifang.flow.correcting.applying import correct
from huifang.flow.intake.collected import Collected
from huifang.flow.intake.collecting import collect
from huifang.flow.office.opening import writing_desk
from huifang.flow.reports.reporting import make_report
from huifang.flow.running import run
from huifang.flow.samples.calls import fill_in
from huifang.flow.samples.sample import sample_office
from huifang.tables.cells import shown
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.corrections import CORRECTIONS
from huifang.tables.model import Table, column_letter

PRESET = "sales-ten-day"


@dataclass(frozen=True)
class Played:
    """The period that was played, and the files worth opening with what they show."""

    period: str
    worth_opening: tuple[tuple[str, str], ...]


def play(folder: Path, now: datetime) -> Played:
    """Play the last complete period before ``now`` in an empty (or new) folder.

    One sheet comes back with mistakes and again corrected, one comes late, one is changed afterwards and the change
    confirmed; then the period's report is made and the next period planned.

    Raises:
        OfficeError: the folder is not empty or cannot be written.
    """
    preset = load_preset(PRESET)
    policy = preset.policy
    current = policy.period_of(now.date())
    period = policy.period_before(current)
    first_day = datetime.combine(period.from_on, time(8, 0))
    office = sample_office(folder, preset, first_day).founded.office
    with writing_desk(office, first_day + timedelta(minutes=30)) as desk:
        issued = plan_batch(desk, period).files
    sheets = {Path(file).name: fill_in(office.path(file).read_bytes()) for file in issued}
    names = sorted(sheets)
    faulty, late = names[1], names[-1]
    returned = _hand_in(
        office, period, 14, {n: _spoil(c) if n == faulty else c for n, c in sheets.items() if n != late}
    )
    _hand_in(office, period, 15, {faulty: sheets[faulty]})
    changed = _hand_in(office, period, 16, {names[0]: _change(sheets[names[0]])})
    with writing_desk(office, _at(period, 17)) as desk:
        for form in changed.forms:
            path = office.path(form)
            path.write_bytes(_confirm(path.read_bytes()))
            correct(desk, path)
    with writing_desk(office, _at(period, 18)) as desk:
        run(desk)
    _hand_in(office, period, 9, {late: sheets[late]}, days_later=1)
    with writing_desk(office, _at(period, 10, days_later=1)) as desk:
        again = make_report(desk, period)
        following = plan_batch(desk, current)  # on its first day, whatever day it is today
    marked = returned.returned[0].marked or ""
    return Played(
        period.name,
        (
            (again.files[1], "老板的报告(网页)，补交后的第 2 版"),
            (again.files[0], "同一份报告(工作簿)"),
            (following.files[0], "业务员的回访计划表(下一期)"),
            (marked, "有错误的表，标记后退给业务员"),
            (changed.forms[0], "主管确认过的更正单"),
            ("制度.xlsx", "单位自己的制度，可以修改"),
        ),
    )


def _at(period: Period, hour: int, days_later: int = 0) -> datetime:
    return datetime.combine(period.until_on + timedelta(days=days_later), time(hour, 0))


def _hand_in(office: Office, period: Period, hour: int, sheets: dict[str, bytes], days_later: int = 0) -> Collected:
    for name, content in sheets.items():
        (office.root / INBOX / name).write_bytes(content)
    with writing_desk(office, _at(period, hour, days_later)) as desk:
        return collect(desk, ())


def _edit(content: bytes, table: Table, edits: dict[tuple[int, str], Value]) -> bytes:
    """The workbook with cells changed by (row, column key), as a person would type."""
    headers = [shown(header) for header in read_book(content).sheets[table.name][0]]
    letters = {key: column_letter(headers.index(table.by_key[key].header)) for _, key in edits}
    changes = [SetCell(table.name, f"{letters[key]}{row}", value) for (row, key), value in edits.items()]
    return patch(content, changes)


def _spoil(content: bytes) -> bytes:
    """Mistakes that people make: a changed telephone, a date in words, an end before the start, a day too late."""
    return _edit(
        content,
        CALLS,
        {
            (2, "phone"): "13700000000",
            (3, "called_on"): "上周三",
            (4, "ended_at"): time(7, 0),
            (5, "method"): "微信或QQ",
        },
    )


def _change(content: bytes) -> bytes:
    """A second thought about what was handed in already."""
    return _edit(content, CALLS, {(2, "notes"): "客户来电补充：下月想再订一批"})


def _confirm(content: bytes) -> bytes:
    """The supervisor signs the form."""
    return _edit(content, CORRECTIONS, {(2, "corrected_by"): "B01", (2, "reason"): "已与客户核对"})
