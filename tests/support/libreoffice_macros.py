"""LibreOffice runs the macros of our workbooks: one start for all tests of a process; see libreoffice_side.py.

LibreOffice swallows the errors of macros, and runs none at all of a workbook that holds a module it cannot read: what
counts is what then stands in the cells.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tools import plain_environment, require_bridge, require_tool

SIDE = Path(__file__).with_name("libreoffice_side.py")
#: How long a macro may take; one that waits for a command takes as long as the command.
PATIENCE_SECONDS = 60
Cell = str | float


class MacroTrouble(Exception):
    """What LibreOffice says where something cannot be done; the error of a macro is not among it."""


class Macros:
    """Workbooks by their path, opened when they are first asked for, closed when the test says so."""

    def __init__(self, side: subprocess.Popen[str]) -> None:
        self._side = side

    def run(self, path: Path, macro: str, *arguments: Cell) -> Any:
        """Run ``Module.Procedure``; what a function gives."""
        return self._ask("run", path, macro, *arguments)

    def press(self, path: Path, sheet: str, caption: str) -> None:
        """Run the macro of the button with that caption to its end."""
        self._ask("press", path, sheet, caption)

    def click(self, path: Path, sheet: str, caption: str, changed: str) -> None:
        """Press the button as a person does, and wait until the cell ``changed`` says something else."""
        self._ask("click", path, sheet, caption, changed)

    def cells(self, path: Path, sheet: str, area: str) -> list[list[Cell]]:
        """What stands in an area: texts and numbers, an empty cell as an empty text."""
        rows: list[list[Cell]] = self._ask("cells", path, sheet, area)
        return rows

    def cell(self, path: Path, sheet: str, address: str) -> Cell:
        """What stands in one cell."""
        return self.cells(path, sheet, address)[0][0]

    def fill(self, path: Path, sheet: str, area: str, rows: Sequence[Sequence[Cell | None]]) -> None:
        """Put values into an area of just that size; texts stay texts."""
        self._ask("fill", path, sheet, area, [list(row) for row in rows])

    def set_cell(self, path: Path, sheet: str, address: str, content: Cell | None) -> None:
        """Put a value into one cell."""
        self.fill(path, sheet, address, [[content]])

    def select(self, path: Path, sheet: str, area: str) -> None:
        """Go to a sheet and select an area."""
        self._ask("select", path, sheet, area)

    def selected(self, path: Path) -> str:
        """``sheet.area`` that is selected."""
        return str(self._ask("selected", path))

    def notes(self, path: Path, sheet: str) -> dict[str, str]:
        """The notes of a sheet by cell."""
        notes: dict[str, str] = self._ask("notes", path, sheet)
        return notes

    def colour(self, path: Path, sheet: str, address: str) -> int:
        """A cell's own colour as 0xRRGGBB; -1 where it has none."""
        return int(self._ask("colour", path, sheet, address))

    def save_as(self, path: Path, target: Path) -> None:
        """Save a copy with its macros."""
        self._ask("save_as", path, str(target))

    def close(self, path: Path) -> None:
        """Close without saving."""
        self._ask("close", path)

    def _ask(self, what: str, path: Path, *arguments: object) -> Any:
        assert self._side.stdin and self._side.stdout
        self._side.stdin.write(json.dumps({"do": what, "with": [str(path), *arguments]}) + "\n")
        self._side.stdin.flush()
        if not select.select([self._side.stdout], [], [], PATIENCE_SECONDS)[0]:
            _end(self._side)
            raise MacroTrouble(f"{what} {arguments}: no answer within {PATIENCE_SECONDS} s")
        line = self._side.stdout.readline()
        if not line:
            raise MacroTrouble(f"{what} {arguments}: LibreOffice is gone")
        answer = json.loads(line)
        if "error" in answer:
            raise MacroTrouble(answer["error"])
        return answer["value"]


@contextmanager
def macros_in_libreoffice(folder: Path) -> Iterator[Macros]:
    """LibreOffice with a profile in that folder, ended with the block."""
    soffice, python = require_tool("soffice", "libreoffice"), require_bridge()
    command = [python, str(SIDE), soffice, f"huifang-macros-{os.getpid()}",
               f"-env:UserInstallation={(folder / 'profile').as_uri()}"]  # fmt: skip
    side = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", env=plain_environment(),
        start_new_session=True,
    )  # fmt: skip
    try:
        yield Macros(side)
    finally:
        with contextlib.suppress(BrokenPipeError):
            side.communicate(timeout=30)
        _end(side)


def _end(side: subprocess.Popen[str]) -> None:
    """End it with everything that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(side.pid, signal.SIGKILL)
    side.wait(10)
