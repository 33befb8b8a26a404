"""What can be chosen in forms, as the office has it at this moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path

from huifang.core.periods import Period
from huifang.edges.known.presets import presets
from huifang.edges.system.scheduling import WINDOWS, kind_here
from huifang.flow.forms.printing import forms_of
from huifang.flow.moving_in.importing import importable
from huifang.flow.office.moment import Moment
from huifang.page.forms.model import Choice
from huifang.page.frame import Screen
from huifang.policy.people import Person
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.declared.decisions import SHEET as DECISIONS
from huifang.tables.declared.phone_lists import PHONE_LIST

#: So many periods before the one of today are offered.
_BEFORE = 6
BACKUP = "备份"


def regulations(page: Screen) -> Sequence[Choice]:
    """Every regulation, with whom it is for and what it asks."""
    return [Choice(one.preset, one.name, f"适合{one.whom}：{one.asks}。") for one in presets()]


def periods(page: Screen) -> Sequence[Choice]:
    """The period of today, the next one, and those before since the office began."""
    desk = page.desk()
    policy, today = desk.present.policy, page.now().date()
    current = policy.period_of(today)
    following = policy.period_of(current.until_on + timedelta(days=1))
    began = min((book.issued_on for book in desk.state.books), default=today)
    before = [one for one in _before(desk.present, current) if one.until_on >= began]
    return [_period(current, "现在这一期"), _period(following, "下一期"), *map(_period, before)]


def ended_periods(page: Screen) -> Sequence[Choice]:
    """The periods that are over."""
    current = page.desk().present.policy.period_of(page.now().date())
    return [_period(one) for one in _before(page.desk().present, current)]


def this_period(page: Screen) -> str:
    """The period that contains today."""
    return page.desk().present.policy.period_of(page.now().date()).name


def last_period(page: Screen) -> str:
    """The one before that."""
    policy = page.desk().present.policy
    return policy.period_before(policy.period_of(page.now().date())).name


def drawn_periods(page: Screen) -> Sequence[Choice]:
    """The periods of which somebody was drawn for spot checks."""
    return [Choice(name, name) for name in dict.fromkeys(one.period for one in reversed(page.desk().state.draws))]


def report_kinds(page: Screen) -> Sequence[Choice]:
    """The reports that the regulation asks for."""
    return [Choice(one.report, one.report) for one in page.desk().present.policy.reports]


def first_report(page: Screen) -> str:
    """The first of them."""
    return next((choice.value for choice in report_kinds(page)), "")


def agents(page: Screen) -> Sequence[Choice]:
    """Who has customers or may have them."""
    now = page.desk().present
    owners = {one.owner for one in now.customers.values()}
    return _people(one for one in now.people.persons if one.role == "业务员" or one.person_no in owners)


def staff(page: Screen) -> Sequence[Choice]:
    """All who work here."""
    today = page.now().date()
    return _people(one for one in page.desk().present.people.persons if one.active_on(today))


def tables(page: Screen) -> Sequence[Choice]:
    """The tables that lists may be brought into; whoever audits brings in lists of calls alone."""
    known = importable(page.desk())
    shown = {PHONE_LIST.name: PHONE_LIST} if page.is_auditor else known
    return [Choice(name, name, "通话清单" if table is PHONE_LIST else table.workbook) for name, table in shown.items()]


def first_table(page: Screen) -> str:
    """The one that stands there first."""
    return PHONE_LIST.name if page.is_auditor else CUSTOMERS.name


def printable(page: Screen) -> Sequence[Choice]:
    """The forms that the office can print."""
    return [*(Choice(form.title, form.title) for form in forms_of(page.desk())), Choice(DECISIONS, DECISIONS)]


def backups(page: Screen) -> Sequence[Choice]:
    """The backups that lie beside the offices, the newest first."""
    return [Choice(path.name, path.name) for path in backup_files(page)]


def backup_files(page: Screen) -> list[Path]:
    """Where they lie."""
    found = [path for path in page.place.base.glob("*.zip") if BACKUP in path.name and path.is_file()]
    return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)


def has_mailbox(page: Screen) -> bool:
    """Whether the office has a mailbox."""
    return page.office is not None and page.desk().present.policy.mailbox.is_used


def is_windows() -> bool:
    """Whether the system's scheduler can be told by us."""
    return kind_here() == WINDOWS


def _before(now: Moment, current: Period) -> list[Period]:
    listed, period = [], current
    for _ in range(_BEFORE):
        period = now.policy.period_before(period)
        listed.append(period)
    return listed


def _period(period: Period, what: str = "") -> Choice:
    days = f"{period.from_on:%m-%d} 至 {period.until_on:%m-%d}"
    return Choice(period.name, period.name, f"{what}，{days}" if what else days)


def _people(people: Iterable[Person]) -> list[Choice]:
    return [Choice(one.person_no, one.label, one.role) for one in people]
