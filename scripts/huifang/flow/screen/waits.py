"""等谁: what waits for whom, how long, and what there is to press with: the form, the letter, words to send."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath

from huifang.core.text import file_name
from huifang.decisions.reports.parts.waiting import (
    HANDLE,
    OVERDUE_ORDER,
    OVERDUE_TASK,
    TO_CONFIRM,
    TO_CORRECT,
    TO_DECIDE,
    Waiting,
)
from huifang.edges.post.mail_drafts import text_of
from huifang.edges.store.files import WORKBOOK_ENDINGS
from huifang.edges.store.office import OUTBOX
from huifang.flow.calls.planning import planning_view
from huifang.flow.calls.refused import refused_of
from huifang.flow.office.desk import Desk
from huifang.flow.post.sending import About
from huifang.flow.reports.counting import problems_of
from huifang.flow.reports.handed_in import never_came
from huifang.flow.reports.parts import waiting_now
from huifang.flow.screen.names import name_of
from huifang.ledger.refused import ReturnedRow
from huifang.ledger.state import Submission
from huifang.tables.declared.notice_rules import CHASE

#: After so many days of waiting somebody has to ask.
LONG = 7
#: A line names so many of what waits.
_NAMED = 2
TO_HAND_IN = "交回访表"
#: How the names of files in 发件箱 begin.
_DECISIONS, _CORRECTIONS, _RETURNED = "批示单", "更正单", "退回"
_LATE = (OVERDUE_ORDER, OVERDUE_TASK)


@dataclass(frozen=True)
class Opens:
    """A file to be opened: what people call it, and its path in the office."""

    label: str
    path: str


@dataclass(frozen=True, kw_only=True)
class Wait:
    """What waits for a person under one heading. ``days`` is how long the first has waited (None: nobody wrote down
    since when), ``bad_news`` what is known of refused rows that nobody has entered. ``message`` can be sent as it is.
    ``person`` has 工号 and name, ``name`` the name alone.
    """

    person: str
    name: str
    matter: str
    subjects: tuple[str, ...]
    count: int
    days: int | None
    is_late: bool
    bad_news: str
    opens: tuple[Opens, ...]
    message: str

    @property
    def unit(self) -> str:
        """How what waits is counted."""
        return "行" if self.matter == TO_CORRECT else "份" if self.matter == TO_HAND_IN else "件"

    @property
    def first(self) -> tuple[str, ...]:
        """The first of what waits, by name."""
        return self.subjects[:_NAMED]

    @property
    def more(self) -> str:
        """Behind them, where there are others."""
        return " 等" if len(self.subjects) > _NAMED else ""

    @property
    def listed(self) -> str:
        """The first in one line."""
        return "、".join(self.first) + self.more


def waits(desk: Desk) -> tuple[Wait, ...]:
    """Everything that waits, who has waited longest first; of one person all together."""
    now = desk.present
    period = now.policy.period_of(now.today)
    listed = waiting_now(desk, now, planning_view(now, period), problems_of(now, period))
    listed += [
        Waiting(now.people.label(one.agent), TO_HAND_IN, one.batch, one.due_on)
        for one in never_came(desk)
        if not one.excused_by
    ]
    groups: dict[tuple[str, str], list[Waiting]] = {}
    for one in listed:
        if one.matter.startswith(HANDLE):  # complaints are listed by themselves, with their clocks
            continue
        groups.setdefault((one.person, one.matter), []).append(one)
    pressing = _Pressing(desk)
    found = [_wait(desk, pressing, person, matter, mine) for (person, matter), mine in groups.items()]
    longest: dict[str, int] = {}
    for wait in found:
        longest[wait.person] = max(longest.get(wait.person, 0), wait.days or 0)
    return tuple(sorted(found, key=lambda one: (-longest[one.person], one.person, -(one.days or 0), one.matter)))


def _wait(desk: Desk, pressing: _Pressing, person: str, matter: str, mine: Sequence[Waiting]) -> Wait:
    days = max(((desk.now.date() - one.since).days for one in mine if one.since), default=None)
    rows = pressing.refused.get(person, ()) if matter == TO_CORRECT else ()
    subjects = tuple(_of_rows(rows)) if rows else tuple(dict.fromkeys(one.subject for one in mine))
    opens = tuple(pressing.opens(person, matter, mine, rows))
    late = matter.startswith(_LATE) or (days is not None and days >= LONG)
    wait = Wait(
        person=person, name=_name(desk, person), matter=matter, subjects=subjects, count=len(mine), days=days,
        is_late=late, bad_news=_bad_news(rows), opens=opens, message="",
    )  # fmt: skip
    message = pressing.letter(person, matter, mine, opens) or _words(desk, wait)
    return replace(wait, message=message)


def _name(desk: Desk, person: str) -> str:
    """The name alone of somebody, or of several."""
    people = desk.present.people
    labels = {one.label: one.person_no for one in people.persons}
    return "、".join(name_of(people, labels.get(one, one)) for one in person.split("、"))


def _of_rows(rows: Iterable[ReturnedRow]) -> Iterator[str]:
    """``2026-11下旬 第 9、14 行``."""
    by_sheet: dict[str, list[int]] = {}
    for row in rows:
        by_sheet.setdefault(row.sheet.period, []).append(row.said.row)
    for period, numbers in by_sheet.items():
        yield f"{period} 第 {'、'.join(map(str, sorted(numbers)[:8]))}{' …' if len(numbers) > 8 else ''} 行"


def _bad_news(rows: Sequence[ReturnedRow]) -> str:
    unhappy = sum(row.said.is_dissatisfied for row in rows)
    unsolved = sum(row.said.unsolved for row in rows)
    said = [f"{unhappy} 位不满意"] if unhappy else []
    said += [f"{unsolved} 个未解决"] if unsolved else []
    return f"里面有 {'、'.join(said)}" if said else ""


def _words(desk: Desk, wait: Wait) -> str:
    """What can be sent to the person, where no letter was written."""
    since = f"，最久的已等 {wait.days} 天" if wait.days else ""
    listed = f"：{wait.listed}" if wait.listed else ""
    said = f"有 {wait.count} {wait.unit}等您办{since}。{wait.matter}{listed}。"
    return f"{wait.name}，您好。{said}请尽快办理，办好告诉我一声。"


class _Pressing:
    """What lies in 发件箱 to press with."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        now = desk.present
        self.refused: dict[str, list[ReturnedRow]] = {}
        for row in refused_of(now):
            agent = now.people.by_no.get(row.sheet.agent)
            gone = agent is not None and not agent.active_on(now.today)
            above = now.people.chain_above(row.sheet.agent, now.today) if gone else ()
            who = above[0].label if above else now.people.label(row.sheet.agent)
            self.refused.setdefault(who, []).append(row)

    @cached_property
    def _lying(self) -> tuple[str, ...]:
        """The names in 发件箱, the newest first."""
        folder = self._desk.office.path(OUTBOX)
        files = [path for path in folder.iterdir() if path.is_file()] if folder.is_dir() else []
        return tuple(
            path.name for path in sorted(files, key=lambda path: (path.stat().st_mtime, path.name), reverse=True)
        )

    def _first(self, *, starting: str, holding: str = "", ending: tuple[str, ...] = WORKBOOK_ENDINGS) -> Iterator[str]:
        names = (one for one in self._lying if one.startswith(starting) and holding in one and one.endswith(ending))
        name = next(names, "")
        if name:
            yield f"{OUTBOX}/{name}"

    def opens(self, person: str, matter: str, mine: Sequence[Waiting], rows: Sequence[ReturnedRow]) -> Iterator[Opens]:
        """The form, the returned sheet or the register."""
        if matter == TO_DECIDE:
            yield from (Opens("批示单", one) for one in self._first(starting=_DECISIONS, holding=file_name(person)))
        elif matter == TO_CORRECT:
            for sheet in {row.sheet.number: row.sheet for row in rows}.values():
                yield from (Opens("退回的表", one) for one in self._first(starting=f"{_RETURNED}-{self._stem(sheet)}"))
        elif matter == TO_CONFIRM:
            asked = {*self._desk.state.asked_by.values()}
            for sheet in (one for one in self._desk.state.submissions if one.number in asked):
                yield from (Opens("更正单", one) for one in self._first(starting=f"{_CORRECTIONS}-{self._stem(sheet)}"))
        for book in dict.fromkeys(one.book for one in mine if one.book):
            if self._desk.office.path(book).is_file():
                yield Opens(PurePosixPath(book).stem, book)

    def _stem(self, sheet: Submission) -> str:
        return About(sheet.agent, sheet.period, sheet.file, sheet.sha256).label(self._desk.present.people)

    def letter(self, person: str, matter: str, mine: Sequence[Waiting], opens: Sequence[Opens]) -> str:
        """What the draft says that is written about it and not sent yet: that beside the form, else the newest to the
        person about one of the numbers.
        """
        beside = [str(PurePosixPath(one.path).with_suffix(".eml")) for one in opens if one.path.startswith(OUTBOX)]
        if matter == TO_HAND_IN:
            beside += self._first(starting=CHASE, holding=file_name(person), ending=(".eml",))
        numbers = {one.subject.partition(" ")[0] for one in mine} - {""}
        for path, (_, keys) in reversed(self._desk.state.letters.drafts.items()):
            if file_name(person) in path and numbers & {key.partition("|")[0] for key in keys}:
                beside.append(path)
        for path in beside:
            try:
                return text_of(self._desk.office.path(path).read_bytes())
            except OSError:
                continue  # it was sent
        return ""
