"""docs/triggers.md: what each word of 触发 means, from the triggers themselves."""

from __future__ import annotations

from collections.abc import Sequence

from huifang.decisions.calls.trigger import Trigger
from huifang.decisions.calls.triggers import NEEDED, TRIGGERS, trigger_of
from huifang.edges.known.presets import Preset
from huifang.policy.rules import RuleCells
from huifang.tables.declared.house_rules import RULES, TRIGGER_LIST
from reference.markdown import page, table

_HEADERS = ("触发", "意思", "必填的列")


def triggers_page(presets: Sequence[Preset]) -> str:
    """The page."""
    listed = [(f"[{trigger.name}](#{trigger.name})", trigger.about, _needed(trigger)) for trigger in TRIGGERS]
    return page(
        f"回访规则的{TRIGGER_LIST}",
        f"《制度》的“{RULES.name}”表每行一条规则，“{TRIGGER_LIST}”决定什么时候应访、看哪几列。其他各列见[表格与列](tables.md#{RULES.name})。",
        table(_HEADERS, listed),
        f"下表是每种{TRIGGER_LIST}看哪些列。“—”的格不看，填了是错误（P608）；表里没有的列，各种{TRIGGER_LIST}都看。",
        table(("列", *NEEDED), _looked_at()),
        *(block for trigger in TRIGGERS for block in _trigger(trigger, presets)),
    )


def _looked_at() -> list[tuple[str, ...]]:
    """A line for each column that some triggers read and others do not."""
    of_triggers = {key for cells in NEEDED.values() for key in cells.read}
    return [
        (column.header, *(_how(key, cells) for cells in NEEDED.values()))
        for key, column in RULES.by_key.items()
        if key in of_triggers
    ]


def _how(key: str, cells: RuleCells) -> str:
    if key in cells.needed:
        return "必填"
    if key in cells.only:
        return f"只能填“{cells.only[key]}”"
    return "可填" if key in cells.read else "—"


def _needed(trigger: Trigger) -> str:
    return "、".join(RULES.by_key[key].header for key in trigger.needed)


def _trigger(trigger: Trigger, presets: Sequence[Preset]) -> list[str]:
    rows = [
        (f"[`{preset.preset}`](presets.md#{preset.preset})", f"{rule.rule} {rule.title}", trigger.rhythm(rule))
        for preset in presets
        for rule in preset.policy.rules
        if trigger_of(rule) is trigger
    ]
    return [
        f"## {trigger.name}",
        "\n".join(f"- {detail}" for detail in trigger.details),
        table(("制度", "规则", "安排"), rows) if rows else "",
    ]
