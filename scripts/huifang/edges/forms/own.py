"""The templates that an office puts beside its workbooks, with its letterhead and its logo."""

from __future__ import annotations

from huifang.edges.store.office import Office

#: The folder of an office's own templates.
OWN = "模板"


def own_names(office: Office) -> list[str]:
    """The names of the templates that the office has of its own, in order."""
    folder = office.path(OWN)
    names = (path.stem for path in folder.glob("*.xlsx")) if folder.is_dir() else ()
    return sorted(name for name in names if not name.startswith(("~$", ".")))
