"""滚动: every ``interval`` ``unit`` since the last call that connected (decision 2; worked out in ``obligations``).

Of several such rules that are for one customer, with the same 回访方式 and 联系角色, the first in 回访规则 holds.
"""

from __future__ import annotations

from huifang.decisions.calls.ages import holds_in
from huifang.decisions.calls.trigger import Trigger
from huifang.decisions.calls.ways import first_of_each
from huifang.policy.rules import Rule


def _rhythm(rule: Rule) -> str:
    return f"每 {rule.interval} {rule.counter}一次"


TRIGGER = Trigger(
    name="滚动",
    about="从上一次接通起算",
    details=(
        "从上一次接通起，过了“间隔”就应访；还没有接通过的，从审核日期起算，没有审核日期的从第一次见到已审核的那天起算。",
        "提前天数见“基本”表。同一时间只有一次应访；没有接通的不重新起算，接通了才算完成，不会失效。",
        "填了“适用期(月)”的，只在“起算”(不填是审核日期)以后的这几个月适用，按当月最后一天算；填了“止于”的，到那一列日期的前一天为止。",
        "“回访方式”和“联系角色”都相同的这种规则，一类客户只能有一条；一位客户(因为标签或几个类别)适用几条时，按排在最前的一条。",
        "“回访方式”或“联系角色”不同的几条同时有效，各从自己的上一次接通起算：用那条规则允许的方式接通的才算。"
        "例如许电话和上门的每月一次，只许上门的每季一次：上门一次两条都算，打电话只算前一条；日子碰到一起的合成一次，用两条都允许的方式。",
        "填了“联系角色”的，只有和这个角色的联系才算。只有一条适用、也没有填“联系角色”的，什么方式都算。",
    ),
    needed=("interval",),
    reads=("unit", "anchor", "age", "ends_before"),
    holds_in=holds_in,
    rhythm=_rhythm,
    rolls=True,
    about_rows=False,
    holding=first_of_each,
    one_per_class=True,
)
