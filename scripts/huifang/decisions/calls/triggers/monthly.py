"""每月: ``times`` in each month, in windows that split it evenly; what was missed lapses with the month.

Of several quotas for one role the largest holds (decision 8); one that may not merge is apart. A quota of which a call
was issued covers the customer to the month's end: who renews in the month in which the contract ends is called as one
whose contract ends, and not by another quota besides. What is owed to each role is counted for each role.
"""

from __future__ import annotations

from huifang.decisions.calls.cycles import keeps_quota, largest, quota_demands
from huifang.decisions.calls.trigger import Trigger
from huifang.policy.rules import MONTHLY, Rule


def _rhythm(rule: Rule) -> str:
    return f"每月 {rule.times} 次"


TRIGGER = Trigger(
    name="每月",
    about="每月几次",
    details=(
        "每个月“次数”次：把当月平分为同样多的段，每段一次，多出的天数归前面的段。",
        "按“当月”的日期归类的客户，在一段过去以后才开始的，那一次改到开始的那天至月末，次数不减。",
        "过了月末不再补做，计为没有完成。",
        "一位客户适用几条这样的规则时，每个联系角色按次数最多的一条；“合并”为“否”的另算。各联系角色分别计算，不合成一次。",
        "已经发放了当月回访的规则，到月末为止不变，客户的类别在月中变了也一样。",
    ),
    needed=("times",),
    reads=("cycle",),
    only=(("cycle", MONTHLY),),
    rhythm=_rhythm,
    demands=quota_demands,
    holding=largest,
    keeps=keeps_quota,
    counted_by_role=True,
)
