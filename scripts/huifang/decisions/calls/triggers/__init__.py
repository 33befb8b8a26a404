"""The triggers, one module each. What the rest of the house wants to know of them, it asks here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from huifang.decisions.calls import agreed_calls, quota_calls
from huifang.decisions.calls.trigger import Trigger
from huifang.decisions.calls.triggers import (
    anniversary,
    by_date,
    campaign,
    dormant,
    each_period,
    monthly,
    named_days,
    rolling,
    served,
    share,
)
from huifang.policy.rules import Rule, RuleCells, Triggers
from huifang.tables.declared.house_rules import TRIGGER_LIST
from huifang.tables.model import Column, Table

#: In the order of the drop-down.
TRIGGERS: tuple[Trigger, ...] = (
    rolling.TRIGGER,
    monthly.TRIGGER,
    each_period.TRIGGER,
    by_date.TRIGGER,
    anniversary.TRIGGER,
    named_days.TRIGGER,
    share.TRIGGER,
    served.TRIGGER,
    dormant.TRIGGER,
    campaign.TRIGGER,
)
#: Those of the rules of an office, and those of the rules that stand beside them.
_BY_NAME = {trigger.name: trigger for trigger in (*TRIGGERS, agreed_calls.TRIGGER, quota_calls.TRIGGER)}
_OFFERING = frozenset(trigger.name for trigger in _BY_NAME.values() if trigger.offers)
_ROLLING = frozenset(trigger.name for trigger in TRIGGERS if trigger.rolls)

#: What reading 制度 has to know of them.
NEEDED: Triggers = {
    trigger.name: RuleCells(
        needed=trigger.needed, read=(*trigger.needed, *trigger.reads), only=dict(trigger.only),
        one_per_class=trigger.one_per_class, at_feasts=trigger.at_feasts, by_row=trigger.by_row,
    )
    for trigger in TRIGGERS
}  # fmt: skip


def trigger_of(rule: Rule) -> Trigger:
    """How the rule works."""
    return _BY_NAME[rule.trigger]


def holding(rules: Sequence[Rule]) -> Sequence[Rule]:
    """Those that hold of all rules that are for one customer."""
    alike: dict[Callable[[Sequence[Rule]], Sequence[Rule]], list[Rule]] = {}
    for rule in rules:
        alike.setdefault(trigger_of(rule).holding, []).append(rule)
    return [rule for picks, ones in alike.items() for rule in picks(ones)]


def is_rolling(key: str) -> bool:
    """Whether the key is one of a rolling obligation: then the trigger's name stands in front."""
    return key.partition("|")[0] in _ROLLING


def is_offered(key: str) -> bool:
    """Whether the key is one of a call that was offered: then the trigger's name begins it."""
    return key.partition("：")[0] in _OFFERING


def told(table: Table) -> Table:
    """The table of rules with what its columns say of the triggers: what each word means, and what it asks for."""
    return replace(table, columns=tuple(map(_told, table.columns)))


def _told(column: Column) -> Column:
    if column.options == TRIGGER_LIST:
        words = "".join(f"{trigger.name}：{trigger.about}。" for trigger in TRIGGERS)
        return replace(column, example=TRIGGERS[0].name, help=words)
    needing = [trigger.name for trigger in TRIGGERS if column.key in trigger.needed]
    reading = [name for name, cells in NEEDED.items() if column.key in cells.read]
    if reading and len(reading) < len(TRIGGERS):
        column = replace(column, help=f"{column.help}只有触发为{_one_of(reading)}的规则看这一列。")
    return replace(column, needed_when=f"触发为{_one_of(needing)}时") if needing else column


def _one_of(names: Sequence[str]) -> str:
    *others, last = [f"“{name}”" for name in names]
    return f"{''.join(others)}{'或' if others else ''}{last}"
