"""Every rule in a period: what was owed by it, what was done, and whether that is what the rule is to reach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from huifang.core.periods import Period, month_period
from huifang.decisions.reports.became import AGREED_FOR, LAPSED
from huifang.decisions.reports.figures import Owed
from huifang.decisions.reports.part import Share
from huifang.decisions.reports.selected import InPool
from huifang.policy.model import Policy
from huifang.policy.rules import Rule
from huifang.policy.targets import RuleTarget

REACHED, MISSED, NOT_YET, NOTHING = "达到", "没有达到", "还没有到期", "没有应访的"
NOT_OVER = "期末才判断"
NOT_A_MONTH = "满一个月才判断"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One rule in a period: the lines that were owed by it (None: it stands in 回访规则 no more), those among which it
    selected, and what it reached: ``share`` of what ``basis`` says, and what that is against its target.

    Where it has no target, ``verdict`` is empty and there is no share.
    """

    number: str
    rule: Rule | None
    owed: Sequence[Owed]
    pooled: Sequence[InPool]
    share: Share | None = None
    basis: str = ""
    verdict: str = ""

    @property
    def title(self) -> str:
        """What the rule is called."""
        return self.rule.title if self.rule else "(制度里已经没有)"

    @property
    def role(self) -> str:
        """The contact role that it is for."""
        return self.rule.contact_role if self.rule else ""

    @property
    def target(self) -> RuleTarget | None:
        """What it is to reach."""
        return self.rule.target if self.rule else None

    @property
    def done(self) -> int:
        """How many of its calls were made."""
        return sum(map(is_done, self.owed))

    @property
    def missed(self) -> list[Owed]:
        """Those that were not made."""
        return [line for line in self.owed if not is_done(line)]


def is_done(line: Owed) -> bool:
    """Whether the call was made."""
    return line.obligation.fulfilled_by is not None


@dataclass(frozen=True, slots=True)
class _Measured:
    """What counts for a target; ``waiting`` are those that are not done, and not late either."""

    share: Share
    basis: str
    waiting: int


def duties_of(
    policy: Policy, period: Period, told_on: date, owed: Iterable[Owed], pooled: Iterable[InPool]
) -> tuple[Duty, ...]:
    """Every rule of 回访规则 in its order; behind them what was owed otherwise: days that were agreed, rules that are
    gone. Each line of ``owed`` stands with one of them.
    """
    lines: dict[str, list[Owed]] = {rule.rule: [] for rule in policy.rules}
    for line in owed:
        lines.setdefault(line.obligation.rule, []).append(line)
    rules = {rule.rule: rule for rule in policy.all_rules}
    rows = list(pooled)
    found = (
        Duty(number=no, rule=rules.get(no), owed=mine, pooled=[row for row in rows if row.rule == no])
        for no, mine in lines.items()
    )
    return tuple(_judged(duty, period, told_on) for duty in found)


def _judged(duty: Duty, period: Period, told_on: date) -> Duty:
    target = duty.target
    if target is None:
        return duty
    if target.times and period != month_period(period.from_on.year, period.from_on.month):
        return _told(duty, NOT_A_MONTH)
    measured = _monthly(duty, target, told_on) if target.times else _share(duty, target, told_on)
    share, needed = measured.share, target.needed(measured.share.total)
    verdict = REACHED if share.count >= needed else NOT_YET if share.count + measured.waiting >= needed else MISSED
    share = replace(share, missed=target.percent or None) if verdict != REACHED else share
    return _told(duty, verdict if share.total else NOTHING, share, measured.basis)


def _told(duty: Duty, verdict: str, share: Share | None = None, basis: str = "") -> Duty:
    return Duty(
        number=duty.number, rule=duty.rule, owed=duty.owed, pooled=duty.pooled, share=share, basis=basis,
        verdict=verdict,
    )  # fmt: skip


def _share(duty: Duty, target: RuleTarget, told_on: date) -> _Measured:
    """Of the calls that were owed; of a rule that wants only some rows, of all those among which it selects."""
    wanted = target.customer_class
    if duty.rule and duty.rule.selects:
        rows = [row for row in duty.pooled if wanted in ("", row.counted_as)]
        called = sum(row.called_on is not None for row in rows)
        waiting = sum(row.called_on is None and row.due_on is not None and row.due_on >= told_on for row in rows)
        return _Measured(Share(called, len(rows)), "占本期的服务" if duty.rule.anchor else "占期初的客户", waiting)
    lines = [line for line in duty.owed if wanted in ("", line.counted_as)]
    waiting = sum(_waits(line, told_on) for line in lines)
    return _Measured(Share(sum(map(is_done, lines)), len(lines)), f"占应访{f'的{wanted}' if wanted else ''}", waiting)


def _monthly(duty: Duty, target: RuleTarget, told_on: date) -> _Measured:
    """Of the customers those who were called so many times."""
    customers: dict[str, list[Owed]] = {}
    for line in duty.owed:
        customers.setdefault(line.customer.customer_no, []).append(line)
    kept = sum(sum(map(is_done, lines)) >= target.times for lines in customers.values())
    may_be = sum(
        sum(is_done(line) or _waits(line, told_on) for line in lines) >= target.times for lines in customers.values()
    )
    return _Measured(Share(kept, len(customers)), "占应访的客户", may_be - kept)


def _waits(line: Owed, told_on: date) -> bool:
    in_time = line.obligation.due_on >= told_on or line.status.startswith(AGREED_FOR)
    return not is_done(line) and line.status != LAPSED and in_time
