"""What the auditor's first page shows: the reports to read, and the frames with their draws."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huifang.flow.office.desk import Desk
from huifang.flow.screen.waits import Opens


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
                        Opens(f"核查表 {desk.present.people.label(sheet.agent)}", sheet.file)
                        for sheet in draw.sheets
                        if desk.office.path(sheet.file).is_file()
                    ),
                )
                for draw in desk.state.draws_of(frame.period)
            ),
        )
        for frame in desk.state.frames.values()
    )  # fmt: skip
    return tuple(sorted(shown, key=lambda one: one.at, reverse=True))
