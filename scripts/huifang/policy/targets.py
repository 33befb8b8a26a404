"""What a rule is to reach, as 目标 of 回访规则 says it: a share of its calls, or so many a month for everybody."""

from __future__ import annotations

import re
from dataclasses import dataclass

from huifang.core.text import half_width

_AT_LEAST = "(?:≥|>=|不少于|不低于|至少)?"
_SHARE = re.compile(rf"(?P<classed>.*?){_AT_LEAST}(?P<percent>\d{{1,3}})%")
_MONTHLY = re.compile(rf"每(?:个)?月{_AT_LEAST}(?P<times>\d{{1,2}})次")
#: A cell in which somebody typed 30 % holds a number: 0.3.
_TYPED = re.compile(r"0\.\d+|1")


@dataclass(frozen=True, slots=True)
class RuleTarget:
    """At least so many ``percent`` (0: none) of the calls, to customers of one class where it names one
    (``customer_class``); or at least so many ``times`` a month for everybody (0: none). ``text`` is how it is read.
    """

    text: str
    percent: int = 0
    times: int = 0
    customer_class: str = ""

    def needed(self, total: int) -> int:
        """Of so many how many are needed; a part counts as a whole one."""
        return -(-total * self.percent // 100) if self.percent else total


def parse_target(text: str) -> RuleTarget | None:
    """What the cell says; None where it cannot be read as a target."""
    plain = half_width(text)
    if _TYPED.fullmatch(plain):
        plain = f"{round(float(plain) * 100)}%"
    monthly, share = _MONTHLY.fullmatch(plain), _SHARE.fullmatch(plain)
    if monthly and 1 <= (times := int(monthly["times"])) <= 31:
        return RuleTarget(f"每月 {times} 次", times=times)
    if share and 1 <= (percent := int(share["percent"])) <= 100:
        said = "100%" if percent == 100 else f"不少于 {percent}%"
        return RuleTarget(f"{share['classed']} {said}".strip(), percent=percent, customer_class=share["classed"])
    return None
