"""日志: a text file for each month in which every run leaves a line, for people to read."""

from __future__ import annotations

from datetime import datetime

from huifang.edges.store.office import Office

RUN_NOTES = "日志"


def note_run(office: Office, at: datetime, text: str, quiet: bool = False) -> None:
    """Add a line of what a run did; none where the last one of that day says the same. A ``quiet`` run, which had
    nothing to do, leaves one only where it is the first of its day.

    Raises:
        OSError: it cannot be written.
    """
    path = office.path(f"{RUN_NOTES}/{at:%Y-%m}.txt")
    line = f"{at:%Y-%m-%d %H:%M}  {' '.join(text.split())}"
    try:
        before = [one for one in path.read_text(encoding="utf-8-sig").splitlines() if one.startswith(f"{at:%Y-%m-%d}")]
    except (FileNotFoundError, UnicodeDecodeError):
        before = []
    if before and (quiet or before[-1].partition("  ")[2] == line.partition("  ")[2]):
        return
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8" if path.exists() else "utf-8-sig") as file:
        file.write(line + "\n")
