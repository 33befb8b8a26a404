"""How long commands take in an office with a history, of a year and of more: they should follow the period.

    python tests/bench/history.py [--agents 50] [--customers 20] [--batches 18 36] [--keep FOLDER]

Prints a Markdown table: seconds of the processor that ``check`` and a ``run`` with nothing to do take after so many
batches. Each was planned, filled in and posted by the real flows; every tenth sheet never came.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import made

from huifang.core.periods import Period
from huifang.edges.store.office import Office
from huifang.flow.intake.collecting import collect
from huifang.flow.office.opening import writing_desk
from huifang.flow.running import run

COMMANDS = ("check", "run")


def periods(first: datetime, office: Office, count: int) -> Iterator[Period]:
    """The office's periods from that day on."""
    with writing_desk(office, first) as desk:
        policy = desk.present.policy
    day = first.date()
    for _ in range(count):
        period = policy.period_of(day)
        yield period
        day = period.until_on + timedelta(days=1)


def live(office: Office, period: Period, sheets: Path) -> None:
    """One period: planned on its first morning, handed in on its last afternoon, reported in the evening."""
    with writing_desk(office, at(period.from_on, 8)) as desk:
        run(desk)
        books = desk.state.books_of(period.name)
        issued = Counter(call.agent for call in desk.ledger.issued().of_period(period.name))
    shutil.rmtree(sheets, ignore_errors=True)
    sheets.mkdir()
    for number, book in enumerate(books):
        if number % 10 != period.from_on.month % 10:
            path = office.path(book.file)
            (sheets / path.name).write_bytes(made.filled(path, issued[book.agent], period.from_on))
    with writing_desk(office, at(period.until_on, 16)) as desk:
        collect(desk, [sheets])
    with writing_desk(office, at(period.until_on, 19)) as desk:
        run(desk)


def at(day: date, hour: int) -> datetime:
    return datetime.combine(day, datetime.min.time().replace(hour=hour))


def seconds(office: Path, now: datetime, command: str) -> float:
    """What the command takes of the processor, at best of three."""
    line = [sys.executable, "-m", "huifang", "-C", str(office), "--now", f"{now:%Y-%m-%d %H:%M}", command]
    best = float("inf")
    for _ in range(3):
        before = os.times()
        subprocess.run(line, capture_output=True, check=False)
        after = os.times()
        best = min(best, after[2] + after[3] - before[2] - before[3])
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agents", type=int, default=50)
    parser.add_argument("--customers", type=int, default=20)
    parser.add_argument("--batches", type=int, nargs="+", default=[18, 36])
    parser.add_argument("--keep", type=Path)
    wanted = parser.parse_args()
    folder = wanted.keep or Path(tempfile.mkdtemp())
    office = made.found(folder, wanted.agents, wanted.customers)
    print("| batches | " + " | ".join(COMMANDS) + " |\n| ---: |" + " ---: |" * len(COMMANDS))
    for number, period in enumerate(periods(made.MORNING + timedelta(days=1), office, max(wanted.batches)), start=1):
        began = time.process_time()
        live(office, period, folder / "sheets")
        print(f"{period.name}: {time.process_time() - began:.1f} s", file=sys.stderr)
        if number in wanted.batches:
            now = at(period.until_on + timedelta(days=1), 7)
            print(f"| {number} | " + " | ".join(f"{seconds(office.root, now, name):.2f}" for name in COMMANDS) + " |")
    if not wanted.keep:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
