"""Copies that sync folders make when two computers changed the same file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from huifang.core.catalogue import because
from huifang.edges.store.files import OfficeError, lies_there, read_bytes
from huifang.edges.store.office import INNER, JOURNAL, Office
from huifang.ledger.journal import parse_chain

#: How sync tools mark such a copy: a word, a number in brackets, or the name of a computer.
_MARK = re.compile(r"冲突|副本|conflict|[(\uff08]\d+[)\uff09]|-(?:DESKTOP|LAPTOP|PC|MAC)\b", re.IGNORECASE)


def register_copies(office: Office, registers: Iterable[str]) -> list[str]:
    """Workbooks beside these registers that look like conflict copies of them, by name."""
    stems = [Path(name).stem for name in registers]
    return sorted(
        path.name
        for path in office.root.glob("*.xls*")
        if not path.name.startswith(("~", "."))
        and any(path.stem.startswith(stem) and _MARK.search(path.stem.removeprefix(stem)) for stem in stems)
    )


def _may_be_written(name: str) -> bool:
    """Whether a file of that name may be a journal that somebody goes on with: no .bak that a person keeps is one."""
    return name.endswith(".jsonl") or (not name.startswith(".") and _MARK.search(name) is not None)


def require_one_journal(office: Office) -> None:
    """Refuse to work beside a second journal: two computers wrote the office.

    Raises:
        OfficeError: says where the two part, and what to do.
    """
    if not lies_there(office.journal):  # then there is none, which is worse
        return
    for path in sorted((office.root / INNER).glob("*journal*")):
        if path.name == office.journal.name or not path.is_file() or not _may_be_written(path.name):
            continue
        ours, theirs = (parse_chain(read_bytes(file)).entries for file in (office.journal, path))
        same = 0
        while same < min(len(ours), len(theirs)) and ours[same] == theirs[same]:
            same += 1
        there, only_there = f"{INNER}/{path.name}", len(theirs) - same
        reason = because("Y813", path=there, journal=JOURNAL, same=same, count=only_there, file=path.name)
        raise OfficeError(reason)
