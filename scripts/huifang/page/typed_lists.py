"""Lists that were typed, a line for each: 姓名 电话, or 客户名称 联系人 电话 业务员 in any order after the name."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from huifang.core.text import clean, half_width

_PHONE = re.compile(r"\+?[\d()-]{7,20}")
_SIGNS = re.compile(r"[,，、;；\t]")
#: Rows of a list, by header.
TypedRows = Sequence[Mapping[str, str]]


class WrongLine(ValueError):
    """A line that cannot be understood; the message says which, and what to do."""


def people_of(text: str, role: str) -> TypedRows:
    """Those who are listed, with that role.

    Raises:
        WrongLine: a line has more than a name, a telephone and a mail address.
    """
    rows = []
    for number, words in _lines(text):
        row = {"姓名": words[0], "角色": role}
        for word in words[1:]:
            header = "邮箱" if "@" in word else "电话" if _is_phone(word) else ""
            if not header or header in row:
                raise WrongLine(f"第 {number} 行的“{word}”看不懂。一行写一位：姓名，电话和邮箱可以不写。")
            row[header] = word
        rows.append(row)
    return rows


def customers_of(text: str, agents: Collection[str], classes: Collection[str]) -> TypedRows:
    """The customers that are listed; ``agents`` are what their agents may be called. Where there is only one agent, or
    the lines name none, ``agents`` need not stand there.

    Raises:
        WrongLine: a line has no telephone, or something that is none of these.
    """
    rows = []
    for number, words in _lines(text):
        row = {"客户名称": words[0]}
        for word in words[1:]:
            header = _header(word, row, agents, classes)
            if not header:
                raise WrongLine(f"第 {number} 行的“{word}”看不懂。一行写一位：客户名称、联系人、电话、业务员。")
            row[header] = word
        if "电话" not in row:
            raise WrongLine(
                f"第 {number} 行“{words[0]}”没有电话（或号码不对）。一行写一位：客户名称、联系人、电话、业务员。"
            )
        rows.append(row)
    return rows


def _header(word: str, row: Mapping[str, str], agents: Collection[str], classes: Collection[str]) -> str:
    """Which column a word is of; empty where there is none left."""
    if word in agents and "业务员" not in row:
        return "业务员"
    if word in classes and "客户类别" not in row:
        return "客户类别"
    if _is_phone(word) and "电话" not in row:
        return "电话"
    return "联系人" if "联系人" not in row and not word[0].isdigit() else ""


def _is_phone(word: str) -> bool:
    return bool(_PHONE.fullmatch(half_width(word)))


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The words of each line that has any, with its number: parted by commas where it has some, else by blanks."""
    for number, line in enumerate(text.splitlines(), start=1):
        parts = _SIGNS.split(line) if _SIGNS.search(line.strip()) else line.split()
        if words := [word for part in parts if (word := clean(part))]:
            yield number, words


def write_list(path: Path, rows: TypedRows) -> None:
    """The rows as a list that ``import`` takes.

    Raises:
        OSError: it cannot be written.
    """
    headers = [*dict.fromkeys(header for row in rows for header in row)]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, headers, restval="")
        writer.writeheader()
        writer.writerows(rows)
