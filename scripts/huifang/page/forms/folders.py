"""Where the commands of forms put what they make, and how they call it: no whole path where a name will do."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import count
from pathlib import Path

from huifang.core.text import file_name
from huifang.page.forms.model import NextStep
from huifang.page.frame import Screen
from huifang.page.jobs import PageJob


def near(path: Path) -> str:
    """The path as seen from where the commands run; as it is, where nothing leads there."""
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:  # another drive
        return str(path)


def beside(page: Screen, name: str, ending: str = "") -> Path:
    """A new file or folder in the folder of the offices, called so, with a number where something is already there."""
    return unused(page.place.base, name, ending)


def unused(folder: Path, name: str, ending: str = "") -> Path:
    """A path in the folder that nothing has, called so, with a number where that is taken."""
    safe = file_name(name)
    paths = (folder / f"{safe}{'' if number == 1 else f'-{number}'}{ending}" for number in count(1))
    return next(path for path in paths if not path.exists())


def office_name(page: Screen) -> str:
    """What the office is called in names of files."""
    return page.office.root.name if page.office else "办公室"


def new_office(job: PageJob) -> Sequence[NextStep]:
    """The office that a job made can be opened."""
    if not job.body.get("office"):
        return ()
    name = Path(job.body["office"]).name
    return (NextStep("office", f"打开“{name}”", name),)
