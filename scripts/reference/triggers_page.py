"""docs/triggers.md: what each word of 触发 means, from the triggers themselves."""

from __future__ import annotations

from collections.abc import Sequence

from huifang.decisions.calls.trigger import Trigger
from huifang.decisions.calls.triggers import TRIGGERS, trigger_of
from huifang.edges.known.presets import Preset
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
        *(block for trigger in TRIGGERS for block in _trigger(trigger, presets)),
    )


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
