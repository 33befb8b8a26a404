"""What is to be reached beyond the calls of one rule: the rows of 指标."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding
from huifang.core.text import split_list
from huifang.policy.rules import Rule
from huifang.tables.declared.indicator_rules import (
    AT_LEAST,
    AT_MOST,
    COMPLAINED,
    CONNECTED,
    DONE,
    IN_TIME,
    INDICATOR_RULES,
    OFFICE,
    RETURNED,
    SATISFIED,
)
from huifang.tables.model import NOT_READ, Origin, Row
from huifang.tables.options import Options

#: What can say of which calls a measure is told; the others look at no call, or at none that was made.
_BY_RULE, _BY_METHOD = (DONE, IN_TIME, CONNECTED, SATISFIED), (CONNECTED, SATISFIED)
_BY_CLASS = (*_BY_RULE, COMPLAINED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A row of 指标: ``measure`` is to be at least, or at most (``bound``), ``target`` percent, for each of ``each``.
    Where ``rules``, ``classes`` or ``methods`` are named, only these count.
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
    origin: Origin = field(default=NOT_READ, compare=False)

    @property
    def wanted(self) -> str:
        """How the target is read."""
        return f"{self.bound} {self.target:g}%"

    def is_reached_by(self, count: int, total: int) -> bool:
        """Whether so many of so many are enough, or few enough."""
        share = 100 * count / total
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
        is_odd = row["bound"] == (AT_LEAST if measure in (COMPLAINED, RETURNED) else AT_MOST)
        if is_odd:
            reason = because("Y621", value=measure, other=AT_MOST if row["bound"] == AT_LEAST else AT_LEAST)
            yield found("P605", row.place("bound"), value=row["indicator"], reason=reason)
            continue
        yield Indicator(
            name=row["indicator"], measure=measure, each=row["each"] or OFFICE, bound=row["bound"],
            target=row["target"], rules=_of(words, numbers), classes=_of(words, classes),
            methods=_of(words, methods), clause=row["clause"] or "", origin=row.origin,
        )  # fmt: skip


def _of(words: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word in known)
