"""What is to be reached beyond the calls of one rule: the rows of 指标."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding
from huifang.core.reasons import Reason
from huifang.core.text import split_list
from huifang.policy.rules import MONTHLY, Rule
from huifang.tables.declared.indicator_rules import (
    AGENTS,
    AT_LEAST,
    AT_MOST,
    COMPLAINED,
    CONNECTED,
    DONE,
    IN_TIME,
    INDICATOR_RULES,
    OFFICE,
    QUOTA,
    RETURNED,
    SATISFIED,
    YES,
)
from huifang.tables.model import NOT_READ, Origin, Row
from huifang.tables.options import BY_PHONE, ON_SITE, Options

#: What can say of which calls a measure is told; the others look at no call, or at none that was made.
_BY_RULE, _BY_METHOD = (DONE, IN_TIME, CONNECTED, SATISFIED), (CONNECTED, SATISFIED, QUOTA)
_BY_CLASS = (*_BY_RULE, COMPLAINED, QUOTA)
_LEAST, _MOST = 1, 100
#: What parts the number of a rule from the rest of a key.
_PLAIN = str.maketrans("|#", "｜＃")


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A row of 指标: ``measure`` is to be at least, or at most (``bound``), ``target`` percent, for each of ``each``.
    Where ``rules``, ``classes`` or ``methods`` are named, only these count.

    Of a quota ``target`` is a number of contacts of each person in a ``cycle``; where it is ``apart``, of customers.
    """

    name: str
    measure: str
    each: str
    bound: str
    target: float
    rules: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    clause: str = ""
    cycle: str = ""
    apart: bool = False
    origin: Origin = field(default=NOT_READ, compare=False)

    @property
    def is_quota(self) -> bool:
        """Whether it is a number of contacts, and no share."""
        return self.measure == QUOTA

    @property
    def counted_in(self) -> str:
        """What a quota counts."""
        return "位客户" if self.apart else "次"

    @property
    def wanted(self) -> str:
        """How the target is read."""
        return f"{self.bound} {self.target:g} {self.counted_in}" if self.is_quota else f"{self.bound} {self.target:g}%"

    def is_reached_by(self, count: int, total: int) -> bool:
        """Whether so many of so many are enough, or few enough."""
        share = count if self.is_quota else 100 * count / total
        return share >= self.target if self.bound == AT_LEAST else share <= self.target


def read_indicators(
    rows: Iterable[Row], rules: Iterable[Rule], classes: tuple[str, ...], lists: Options
) -> Iterator[Indicator | Finding]:
    """The indicators that can be counted; a row that says something else is a finding."""
    numbers, methods = tuple(rule.rule for rule in rules), lists["回访方式"]
    for row in rows:
        words = split_list(row["scope"] or "")
        known = (*numbers, *classes, *methods)
        for word in words:
            if word not in known:
                header, options = INDICATOR_RULES.by_key["scope"].header, "、".join(known)
                yield found("P607", row.place("scope"), column=header, value=word, options=options)
        measure = row["measure"]
        asked = {"规则": numbers, "客户类别": classes, "回访方式": methods}
        looked_at = {"规则": _BY_RULE, "客户类别": _BY_CLASS, "回访方式": _BY_METHOD}
        unread = [(kind, word) for kind, among in asked.items() for word in words
                  if word in among and measure not in looked_at[kind]]  # fmt: skip
        if unread:
            kind, word = unread[0]
            reason = because("Y620", value=measure, column=kind)
            yield found("P605", row.place("scope"), value=f"{row['indicator']}：{word}", reason=reason)
            continue
        wrong = _wrong(row)
        if wrong:
            key, reason = wrong
            yield found("P605", row.place(key), value=row["indicator"], reason=reason)
            continue
        yield Indicator(
            name=row["indicator"], measure=measure, each=_each(row), bound=row["bound"],
            target=row["target"], rules=_of(words, numbers), classes=_of(words, classes),
            methods=_of(words, methods), clause=row["clause"] or "",
            cycle=(row["cycle"] or MONTHLY) if measure == QUOTA else "", apart=row["apart"] == YES, origin=row.origin,
        )  # fmt: skip


def _each(row: Row) -> str:
    return row["each"] or (AGENTS if row["measure"] == QUOTA else OFFICE)


def _wrong(row: Row) -> tuple[str, Reason] | None:
    """What of the row contradicts what is counted: the key of the cell, and why."""
    measure = row["measure"]
    wanted = AT_MOST if measure in (COMPLAINED, RETURNED) else AT_LEAST
    if row["bound"] != wanted:
        return "bound", because("Y621", value=measure, other=wanted)
    if measure == QUOTA:
        if _each(row) != AGENTS:
            return "each", because("Y690", value=measure, other=AGENTS)
        if row["target"] < _LEAST or row["target"] != int(row["target"]):
            return "target", because("Y691", value=measure)
        return None
    for key in ("cycle", "apart"):
        if row[key]:
            return key, because("Y620", value=measure, column=INDICATOR_RULES.by_key[key].header)
    return ("target", because("Y502", low=0, high=_MOST)) if row["target"] > _MOST else None


def _of(words: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word in known)


def quota_rule(one: Indicator, rules: Iterable[Rule]) -> Rule:
    """What stands beside the rules of an office for a quota: calls of a person's own choice are offered."""
    methods = one.methods or tuple(dict.fromkeys(method for rule in rules for method in rule.methods))
    return Rule(
        rule=f"{QUOTA}：{one.name}".translate(_PLAIN),
        title=one.name,
        trigger=QUOTA,
        methods=methods or (BY_PHONE, ON_SITE),
        classes=one.classes,
        cycle=one.cycle,
        times=int(one.target),
        message="定额内的自选回访，也可以换别的客户。",
        clause=one.clause or f"《制度》“指标”表的“{one.name}”",
        urgency=9,
    )
