"""Offices as earlier releases left them, with what their read-only commands said then."""

from __future__ import annotations

import json
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from office import TestOffice
from places import DATA

RELEASES = DATA / "releases"
FROZEN = sorted(RELEASES.glob("*/*.zip"))


@dataclass(frozen=True)
class FrozenOffice:
    """A frozen office that was unpacked, and what is expected of it."""

    office: TestOffice
    name: str
    expected: dict[str, Any]

    @property
    def now(self) -> str:
        """The clock to go on at."""
        return str(self.expected["now"])

    def copy(self, folder: Path) -> TestOffice:
        """One more of it, which may be written to."""
        shutil.copytree(self.office.root, folder / "office")
        return TestOffice(folder / "office", folder / "寄出")


def unpacked(archive: Path, folder: Path) -> FrozenOffice:
    """The office as it was, files that are copies of others included."""
    with zipfile.ZipFile(archive) as package:
        package.extractall(folder)
    expected = json.loads((folder / "expected.json").read_bytes())
    for name, original in expected["copies"].items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(folder / original, folder / name)
    office = TestOffice(folder / "office", folder / "寄出")
    return FrozenOffice(office, f"{archive.parent.name}/{archive.stem}", expected)
