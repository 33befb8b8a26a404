"""Copies that sync folders make when two computers changed the same file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from huifang.edges.store.files import OfficeError
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


def require_one_journal(office: Office) -> None:
    """Refuse to work beside a second journal: two computers wrote the office.

    Raises:
        OfficeError: says where the two part, and what to do.
    """
    for path in sorted((office.root / INNER).glob("*journal*")):
        if path.name == office.journal.name or not path.is_file() or path.name.endswith(".tmp"):
            continue
        ours, theirs = (parse_chain(file.read_bytes()).entries for file in (office.journal, path))
        same = 0
        while same < min(len(ours), len(theirs)) and ours[same] == theirs[same]:
            same += 1
        raise OfficeError(
            f"发现同步冲突：{INNER}/{path.name} 与 {JOURNAL} 的前 {same} 条相同，"
            f"之后另有 {len(theirs) - same} 条只在前者里。这个办公文件夹被两台电脑写过。"
            f"请只用一台：把 {path.name} 移到别处，再重新收取那台电脑上收过的表。"
        )
