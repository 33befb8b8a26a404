"""Whoever waits is told how far it has come: on stderr, after two seconds, and never among the results."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from huifang.cli import progress
from huifang.cli.progress import Progress
from office import planned_office


class Clock:
    """Goes on by itself: each time it is asked, by so much."""

    def __init__(self, step: float) -> None:
        self.now, self.step = 0.0, step

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def told(capsys: pytest.CaptureFixture[str], step: float, total: int = 8) -> list[str]:
    say = Progress(Clock(step))
    for done in range(1, total + 1):
        say("收表", done, total)
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err.splitlines()


def test_quick_work_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, 0.2) == []


def test_slow_work_says_so_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    said = told(capsys, 0.4, 20)
    assert said[0] == "收表：已完成 5 / 20" and 3 <= len(said) <= 10
    assert told(capsys, 5.0) == [f"收表：已完成 {done} / 8" for done in range(1, 9)]


def test_on_a_screen_one_line_is_rewritten(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    say = Progress(Clock(5.0))
    for done in (1, 2, 3):
        say("收表", done, 3)
    assert capsys.readouterr().err == "\r收表：已完成 1 / 3\r收表：已完成 2 / 3\r收表：已完成 3 / 3\n"


@pytest.mark.slow
def test_commands_say_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "QUIET", -1.0)
    monkeypatch.setattr(progress, "PAUSE", -1.0)
    office = planned_office(tmp_path)
    office.send(*(office.filled(agent) for agent in ("A01", "A02")))
    ran = office.collect()
    assert ran.err.startswith("收表：已完成 1 / 2\n收表：已完成 2 / 2\n") and ran.data["accepted"]
    assert "制作回访表：已完成 3 / 3" in office.run("plan", "--period", "2026-12上旬").err
