"""滚动: every ``interval`` ``unit`` since the last call that connected (decision 2; worked out in ``obligations``).

Of several such rules that are for one customer the first in 回访规则 holds.
"""

from __future__ import annotations

from collections.abc import Sequence

from huifang.decisions.calls.ages import holds_in
from huifang.decisions.calls.trigger import Trigger
from huifang.policy.rules import Rule


def _first(rules: Sequence[Rule]) -> Sequence[Rule]:
    return rules[:1]


def _rhythm(rule: Rule) -> str:
    return f"每 {rule.interval} {rule.counter}一次"


TRIGGER = Trigger(
    name="滚动",
    about="从上一次接通起算",
    details=(
        "从上一次接通起，过了“间隔”就应访；还没有接通过的，从审核日期起算，没有审核日期的从第一次见到已审核的那天起算。",
        "提前天数见“基本”表。同一时间只有一次应访；没有接通的不重新起算，接通了才算完成，不会失效。",
        "填了“适用期(月)”的，只在“起算”(不填是审核日期)以后的这几个月适用，按当月最后一天算；填了“止于”的，到那一列日期的前一天为止。",
        "一类客户只能有一条这样的规则；一位客户(因为标签或几个类别)适用几条时，按排在最前的一条。",
    ),
    needed=("interval",),
    reads=("unit", "anchor", "age", "ends_before"),
    holds_in=holds_in,
    rhythm=_rhythm,
    rolls=True,
    about_rows=False,
    holding=_first,
    one_per_class=True,
)
