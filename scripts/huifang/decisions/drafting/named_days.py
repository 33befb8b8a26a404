"""The parts of the year and the feasts that rules name and no calendar has: rows of 日历, whose days a person fills in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from huifang.decisions.drafting.proposals import UNSURE, ProposedRow
from huifang.tables.declared import house_rules
from huifang.tables.declared.call_rules import CYCLES, FEASTS

_OF_FEASTS = "节日"
_KNOWN = {*CYCLES, *FEASTS}


def each_for_itself(rows: Iterable[ProposedRow]) -> Iterator[ProposedRow]:
    """A row of 回访规则 for each of the parts of the year, or the feasts, that it names: 寒假、暑假."""
    for row in rows:
        named = f"{row.values.get('周期', '')}".split("、")
        for name in named:
            yield row if len(named) == 1 else row.with_values({"周期": name})


def days_to_name(rows: Sequence[ProposedRow]) -> Iterator[ProposedRow]:
    """A row of 日历 for each name that rules go by and that is none of the known ones."""
    seen = set()
    for row in rows:
        name = f"{row.values.get('周期', '')}"
        if row.sheet != house_rules.RULES.name or not name or name in _KNOWN or name in seen:
            continue
        seen.add(name)
        mark = _OF_FEASTS if row.values.get("触发") == _OF_FEASTS else "期间"
        values = {"日期": "", "类型": mark, "名称": name, "至": "", "每年重复": "是"}
        yield ProposedRow(
            sheet=house_rules.DAYS.name, values=values, clause=row.clause, quote=row.quote, text=row.text, sure=UNSURE
        )
