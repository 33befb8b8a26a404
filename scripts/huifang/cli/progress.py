"""How far a long piece of work has come, for whoever is waiting in front of the screen."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import click

#: Seconds without a word, and between two of them.
QUIET, PAUSE = 2.0, 1.0


class Progress:
    """Says on stderr how many of how many are done, once it takes longer than two seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._due = clock() + QUIET
        self._on_screen = sys.stderr.isatty()
        self._open_line = False

    def __call__(self, what: str, done: int, total: int) -> None:
        """Told after each part of the work."""
        finished = done >= total
        if self._clock() < self._due and not (finished and self._open_line):
            return
        self._due = self._clock() + PAUSE
        text = f"{what}：已完成 {done} / {total}"
        click.echo(f"\r{text}" if self._on_screen else text, err=True, nl=finished or not self._on_screen)
        self._open_line = self._on_screen and not finished
