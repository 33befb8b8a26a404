"""What many tests begin with is made once for a whole run, however many processes share it; each test has a copy."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

#: Where the folder of this run stands: whoever imports this first makes it, the processes that it starts find it.
_FOLDER = "HUIFANG_MADE_ONCE"

if _FOLDER not in os.environ:
    os.environ[_FOLDER] = tempfile.mkdtemp(prefix="huifang-made-")
    atexit.register(shutil.rmtree, os.environ[_FOLDER], ignore_errors=True)


def made_once(name: str, make: Callable[[Path], None]) -> Path:
    """The folder of that name, which ``make`` fills where nobody did; it is never changed.

    It comes into its place by one step: of two processes that make it at a time, the later one takes the other's.
    """
    place = Path(os.environ[_FOLDER]) / name
    if not place.exists():
        scratch = Path(tempfile.mkdtemp(dir=os.environ[_FOLDER], prefix="unfinished-"))
        make(scratch / name)
        try:
            (scratch / name).rename(place)
        except OSError:
            if not place.is_dir():
                raise
        shutil.rmtree(scratch, ignore_errors=True)
    return place
