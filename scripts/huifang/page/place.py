"""Where the page works: an office, or a folder in which offices lie or one is going to be made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from huifang.edges.store.office import Office, office_around


@dataclass
class Whereabouts:
    """The folder in which offices lie side by side, and the one that is open, if any is."""

    base: Path
    office: Office | None = None

    @classmethod
    def at(cls, folder: Path) -> Whereabouts:
        """The office that the folder is in, with its neighbours; else the folder itself, as one for offices."""
        office = office_around(folder)
        if office is None:
            return cls(folder.resolve())
        return cls(office.root.parent, office)

    def offices(self) -> Sequence[Office]:
        """The offices that lie directly in the base folder, by name."""
        try:
            folders = sorted(path for path in self.base.iterdir() if path.is_dir())
        except OSError:
            return ()
        found = (office_around(path) for path in folders)
        return [one for one in found if one is not None and one.root.parent == self.base]

    def choose(self, name: str) -> bool:
        """Open the office whose folder has that name; whether there is one."""
        for office in self.offices():
            if office.root.name == name:
                self.office = office
                return True
        return False
