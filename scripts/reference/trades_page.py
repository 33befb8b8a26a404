"""docs/trades.md: thirty public regulations of many trades, each duty in our words and the row of 制度 that says it.

They stand in docs/trades, one file a regulation: ``title``, ``trade``, its ``classes`` of customers, the ``workbooks``
that it needs, the kinds of ``events`` that it counts from; ``[[duty]]`` with ``says`` and what becomes of it: ``put``
are rows of 制度.xlsx by header, each with its ``sheet``; ``given``: the product does it without a row; ``cannot``: what
there is no place for, and what an office may do instead.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from huifang.edges.known.presets import Preset
from huifang.tables.declared import house_rules
from huifang.tables.declared.events import EVENTS
from reference.markdown import page, table

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "trades"
_SHEET = "sheet"
_RULES, _SETTINGS, _CLASSES, _CHOICES = (
    one.name for one in (house_rules.RULES, house_rules.SETTINGS, house_rules.CLASSES, house_rules.CHOICES)
)


@dataclass(frozen=True, kw_only=True)
class Duty:
    """What a regulation orders in one sentence, and what becomes of it."""

    says: str
    put: tuple[Mapping[str, Any], ...] = ()
    given: str = ""
    cannot: str = ""


@dataclass(frozen=True, kw_only=True)
class Regulation:
    """One public regulation; ``name`` is its file's."""

    name: str
    title: str
    trade: str
    classes: tuple[str, ...]
    duty: tuple[Duty, ...]
    workbooks: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    events: tuple[str, ...] = ()

    @property
    def number(self) -> int:
        """Its place among the thirty, from 1."""
        return int(self.name.removeprefix("R"))

    @property
    def said(self) -> int:
        """How many of its duties can be said whole."""
        return sum(not duty.cannot for duty in self.duty)

    @property
    def preset(self) -> Preset:
        """The regulation as an office could bring it: what can be said of it, as a TOML file of 制度 says it."""
        content: dict[str, Any] = {
            "preset": self.name, "name": self.title, "document": self.title, "whom": self.trade, "asks": "",
            "workbooks": ["制度.xlsx", "人员.xlsx", "客户资料库.xlsx", *self.workbooks], "columns": list(self.columns),
            _SETTINGS: {"制度": self.title}, _CLASSES: [{"类别": name} for name in self.classes],
            _CHOICES: [{"类型": EVENTS.by_key["event_type"].options, "值": kind} for kind in self.events],
        }  # fmt: skip
        for sheet, row in self.rows():
            if sheet == _SETTINGS:
                content[_SETTINGS][row["项目"]] = row["值"]
            elif row not in content.setdefault(sheet, []):
                content[sheet].append(row)
        return Preset(self.name, self.title, "", "S0", content)

    def rows(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The rows of 制度 with their sheets; rules are numbered, and called by telephone where nothing is said."""
        number = 0
        for duty in self.duty:
            for cells in duty.put:
                row = {header: value for header, value in cells.items() if header != _SHEET}
                if cells[_SHEET] == _RULES:
                    number += 1
                    row = {
                        "规则编号": f"R{number}",
                        "回访方式": "电话",
                        "依据": f"《{self.title}》：{duty.says}",
                        **row,
                    }
                yield cells[_SHEET], row


def regulations() -> tuple[Regulation, ...]:
    """All of them, by name."""
    return tuple(
        msgspec.convert({"name": path.stem, **tomllib.loads(path.read_text(encoding="utf-8"))}, Regulation)
        for path in sorted(FOLDER.glob("*.toml"))
    )


def trades_page() -> str:
    """The page: how much of each regulation can be said, then its duties one by one."""
    listed = regulations()
    duties = sum(len(one.duty) for one in listed)
    said = sum(one.said for one in listed)
    whole = sum(one.said == len(one.duty) for one in listed)
    sums = [(one.number, one.trade, one.title, len(one.duty), one.said) for one in listed]
    return page(
        "各行业的制度",
        f"{len(listed)} 部公开的制度，每一条用我们自己的话说，后面是《制度》里说它的那一行。"
        f"{duties} 条里能说 {said} 条，整部都能说的 {whole} 部；说不了的写明为什么、可以怎么办。"
        "这些行由测试逐部读过，没有一处要改。",
        table(("序号", "行业", "制度", "条", "能说的"), sums),
        *(block for one in listed for block in _regulation(one)),
    )


def _regulation(one: Regulation) -> list[str]:
    rows = [(duty.says, "；".join(filter(None, (*map(_row, duty.put), duty.given))), duty.cannot) for duty in one.duty]
    return [f"## {one.number} {one.trade}：{one.title}", table(("规定", "怎么写", "还说不了的"), rows)]


def _row(cells: Mapping[str, Any]) -> str:
    said = "，".join(f"{header} {value}" for header, value in cells.items() if header != _SHEET)
    return f"《{cells[_SHEET]}》{said}"
