"""What the auditor's first page shows: what waits, whom to ring next, what was found, the frames with their draws."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huifang.decisions.audit.audited import PeriodAudit
from huifang.decisions.audit.told import TITLE
from huifang.edges.store.files import OfficeError
from huifang.flow.audit.evaluating import audit
from huifang.flow.audit.standings import drawn_periods
from huifang.flow.office.desk import Desk
from huifang.flow.screen.recent import Result, opened_with
from huifang.flow.screen.to_confirm import to_confirm
from huifang.flow.screen.waits import Opens
from huifang.ledger.kinds import Draw
from huifang.ledger.spot_checks import DrawnSheet


@dataclass(frozen=True)
class DrawShown:
    """One draw from a frame: its number and seed, how many customers, and the sheets that are there."""

    number: int
    seed: str
    customers: int
    sealed_before: bool
    opens: tuple[Opens, ...]


@dataclass(frozen=True)
class FrameShown:
    """The sealed frame of a period, when it was sealed, its check value, and what was drawn from it."""

    period: str
    at: datetime
    sha256: str
    draws: tuple[DrawShown, ...]


def _sheets(desk: Desk, draw: Draw) -> list[tuple[str, DrawnSheet]]:
    """The draw's sheets, the further ones behind the others, each with what it is called."""
    more = desk.state.checks.more_of(draw.period, draw.number)
    return [*(("核查表", sheet) for sheet in draw.sheets), *(("续表", one.sheet) for one in more)]


def frames(desk: Desk) -> tuple[FrameShown, ...]:
    """All sealed frames, the newest first."""
    shown = (
        FrameShown(
            frame.period,
            frame.at,
            frame.sha256,
            tuple(
                DrawShown(
                    draw.number, draw.seed, len(draw.chosen), draw.sealed_before,
                    tuple(
                        Opens(f"{what} {desk.present.people.label(sheet.agent)}", sheet.file)
                        for what, sheet in _sheets(desk, draw)
                        if desk.office.path(sheet.file).is_file()
                    ),
                )
                for draw in desk.state.draws_of(frame.period)
            ),
        )
        for frame in desk.state.frames.values()
    )  # fmt: skip
    return tuple(sorted(shown, key=lambda one: one.at, reverse=True))


@dataclass(frozen=True)
class Checking:
    """How far the checking is: ``waiting`` are filled sheets that nobody took in, ``now`` the newest period in which
    somebody was drawn (None: none was, or ``trouble`` says why it cannot be told).
    """

    waiting: tuple[str, ...]
    now: PeriodAudit | None
    trouble: str = ""


def checking(desk: Desk) -> Checking:
    """Look at it: the newest period only, without the six steps, which are in the report."""
    waiting = tuple(form.path for form in to_confirm(desk).files if form.is_secret)
    periods = drawn_periods(desk)
    try:
        return Checking(waiting, audit(desk, periods[-1], with_steps=False) if periods else None)
    except OfficeError as error:
        return Checking(waiting, None, str(error))


def audits_made(desk: Desk) -> tuple[Result, ...]:
    """All versions of 抽查报告, the newest first."""
    made = []
    for one in reversed(desk.state.audits):
        version = f" 第 {one.said.version} 版" if one.said.version > 1 else ""
        said = f"{TITLE} {one.said.period}{version}"
        made.append(Result(one.seq, one.at, said, opened_with(desk, one.said.files)))
    return tuple(made)
