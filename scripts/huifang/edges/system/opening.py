"""Opening a file or a folder with the program that the computer has for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path


class CannotOpen(Exception):
    """This computer has no screen, or no program for such files."""


def open_here(path: Path) -> None:
    """Open it as a double click would.

    Raises:
        CannotOpen: nothing opens it.
    """
    if sys.platform == "win32":
        try:
            os.startfile(path)
        except OSError as error:
            raise CannotOpen(str(error)) from error
        return
    program = "open" if sys.platform == "darwin" else "xdg-open"
    has_screen = sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if not has_screen or not shutil.which(program):
        raise CannotOpen(program)
    quiet = subprocess.DEVNULL
    try:
        done = subprocess.run([program, str(path)], stdin=quiet, stdout=quiet, stderr=quiet, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise CannotOpen(str(error)) from error
    if done.returncode:
        raise CannotOpen(program)
