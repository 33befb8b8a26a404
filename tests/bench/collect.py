"""How fast are sheets collected, against what a user would write otherwise and against the floor?

    python -m pip install ".[bench]" && python tests/bench/collect.py [--scale]

Prints Markdown tables. Every ratio is taken in one run on the same files; each collecting run is a process of its own,
started as a user starts it. ``--scale`` adds 30, 300 and 3,000 sheets of 20 rows, which takes some minutes to make.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import made
import plain

NOW = f"{made.EVENING:%Y-%m-%d %H:%M}"
#: Runs the command line as the console script does, then says how much memory this process and a worker took at most.
CHILD = """
import re, resource, sys
from pathlib import Path
from huifang.cli.main import main
if __name__ == "__main__":
    try:
        main()
    finally:
        status = Path("/proc/self/status")
        mine = re.search(r"VmHWM:\\s*(\\d+)", status.read_text())[1] if status.exists() else "0"
        worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        print(int(mine) // 1024, worker // 1024, file=sys.stderr)
"""


@dataclass(frozen=True)
class Run:
    """One run of ``collect``: seconds from start to end, megabytes of the process and of its largest worker."""

    seconds: float
    megabytes: int
    worker_megabytes: int
    rows: int
    duplicates: int


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def inflate(files: list[Path]) -> None:
    for file in files:
        with zipfile.ZipFile(file) as package:
            for info in package.infolist():
                package.read(info)


def parse(files: list[Path]) -> None:
    """Every sheet of every workbook through the parser, one after the other, and nothing else."""
    from python_calamine import CalamineWorkbook

    for file in files:
        book = CalamineWorkbook.from_filelike(io.BytesIO(file.read_bytes()))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def collect(work: made.Made) -> Run:
    script = work.office.parent / "run.py"
    script.write_text(CHILD, encoding="utf-8")
    command = [sys.executable, str(script), "-C", str(work.office), "--now", NOW, "--json", "collect", str(work.sheets)]
    began = time.perf_counter()
    ran = subprocess.run(command, capture_output=True, text=True)
    seconds = time.perf_counter() - began
    said = json.loads(ran.stdout)
    mine, worker = ran.stderr.split()[-2:]
    rows = sum(sheet["rows"] for sheet in said["accepted"])
    return Run(seconds, int(mine), int(worker), rows, len(said["duplicates"]))


def startup() -> float:
    command = [sys.executable, "-c", "from huifang.cli.main import main; main()", "--help"]
    return min(timed(lambda: subprocess.run(command, capture_output=True, check=True)) for _ in range(5))


def against_others(sheets: int, rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        work = made.make(Path(folder), sheets, rows)
        files = sorted(work.sheets.iterdir())
        parse(files[:20])
        floor = min(timed(lambda: parse(files)) for _ in range(5))
        runs = [collect(made.copied(work, Path(folder) / f"copy{n}")) for n in range(5)]
        first = min(runs, key=lambda run: run.seconds)
        work = made.Made(Path(folder) / "copy0" / "office", work.sheets)
        again = min((collect(work) for _ in range(3)), key=lambda run: run.seconds)
        assert (first.rows, again.duplicates) == (sheets * rows, sheets), (first, again)
        issued = plain.issued_cells(work.office)
        figures = {
            "inflate every part": timed(lambda: inflate(files)),
            "parse every sheet (calamine, serial)": floor,
            "huifang collect": first.seconds,
            "huifang collect again, nothing changed": again.seconds,
            "pandas + openpyxl, the same checks in plain code": timed(lambda: plain.collect(work, issued)),
        }
    print(f"\n{sheets} sheets of {rows} rows, {sheets * rows} customers\n")
    print(
        "| what | seconds | ms a sheet | times the parse | huifang is faster by |\n| --- | ---: | ---: | ---: | ---: |"
    )
    for what, seconds in figures.items():
        ratios = f"{seconds / floor:.2f} | {seconds / first.seconds:.1f}"
        print(f"| {what} | {seconds:.2f} | {1000 * seconds / sheets:.1f} | {ratios} |")
    print(f"\nPeak memory: {first.megabytes} MB, a worker {first.worker_megabytes} MB.", end=" ")
    print(f"Second run: {again.seconds / first.seconds:.2f} of the first. `--help`: {1000 * startup():.0f} ms.")


def at_scale(rows: int = 20) -> None:
    print(f"\nSheets of {rows} rows\n")
    print("| sheets | seconds | ms a sheet | peak MB | a worker's MB |\n| ---: | ---: | ---: | ---: | ---: |")
    for sheets in (30, 300, 3000):
        with tempfile.TemporaryDirectory() as folder:
            run = collect(made.make(Path(folder), sheets, rows))
        each = 1000 * run.seconds / sheets
        print(f"| {sheets} | {run.seconds:.2f} | {each:.1f} | {run.megabytes} | {run.worker_megabytes} |")


if __name__ == "__main__":
    sizes = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
    against_others(*(sizes or (300, 200)))
    if "--scale" in sys.argv[1:]:
        at_scale()
