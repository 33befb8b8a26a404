"""每期: ``times`` in each ``cycle``, in windows that split it evenly; what was missed lapses with the period."""

from __future__ import annotations

from huifang.decisions.calls.cycles import each, keeps_quota, largest, quota_demands
from huifang.decisions.calls.trigger import Trigger
from huifang.policy.rules import Rule


def _rhythm(rule: Rule) -> str:
    return f"{each(rule)} {rule.times} 次"


TRIGGER = Trigger(
    name="每期",
    about="每个周期几次",
    details=(
        "每个“周期”(周、旬、月、季、半年或年)“次数”次：把一期平分为同样多的段，每段一次，多出的天数归前面的段。",
        "过了期末不再补做，计为没有完成。",
        "一位客户适用几条周期相同的规则时，每个联系角色按次数最多的一条；周期不同的同时有效，日子碰到一起的合成一次。",
        "其余和“每月”一样：“每月”就是周期为月的“每期”。",
    ),
    needed=("times", "cycle"),
    rhythm=_rhythm,
    demands=quota_demands,
    holding=largest,
    keeps=keeps_quota,
    counted_by_role=True,
)
