"""What a row of 回访规则 and a row of 客户类别 say, as values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from fractions import Fraction
from typing import Any

from huifang.core.catalogue import because
from huifang.core.periods import add_months
from huifang.core.reasons import Refusal
from huifang.core.text import half_width
from huifang.core.worktime import WorkCalendar
from huifang.policy.own_columns import NO_OWN_COLUMNS, OwnColumns
from huifang.policy.rule_units import BY_DAYS, COUNTERS, DAYS_OF, HOURS, MONTHS_OF, WORKDAYS
from huifang.policy.targets import RuleTarget
from huifang.tables.cells import shown
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.declared.events import EVENTS
from huifang.tables.declared.feedback import FEEDBACK
from huifang.tables.declared.house_rules import FIXED_OPTIONS
from huifang.tables.declared.people import PEOPLE
from huifang.tables.declared.projects import PROJECTS
from huifang.tables.declared.services import SERVICES
from huifang.tables.declared.surveys import SURVEYS
from huifang.tables.model import Column, Kind, Table
from huifang.tables.options import BY_PHONE, ON_SITE

#: The periods of a rule that names none.
MONTHLY = "月"
MERGED, CATCHING_UP, _, APART = FIXED_OPTIONS["合并"]
#: What a condition may say besides the values of a cell: it is empty, it is not.
NOTHING, ANYTHING = WHETHER_FILLED = ("空", "非空")
THIS_MONTH, EQUALS, SUM_AT_LEAST, ANY_ROW, OVER = FIXED_OPTIONS["判断"]
#: The tests that look at a day.
OF_DAYS = (THIS_MONTH, OVER)

#: The tables whose columns a rule may name, by sheet.
SOURCES: Mapping[str, Table] = {
    table.name: table for table in (CUSTOMERS, CALLS, COMPLAINTS, SERVICES, EVENTS, SURVEYS, FEEDBACK, PROJECTS, PEOPLE)
}
#: Columns that no sheet has, because they follow from others (decision 12).
HANDLED = "处理完成"
DERIVED = {("投诉", HANDLED)}
#: What a call that keeps an agreed day is called: its rule, and how it works. No row of 回访规则 says so.
AGREED = "约定"


@dataclass(frozen=True, slots=True)
class Source:
    """One column of one table, written ``表.列``."""

    sheet: str
    header: str
    own: Column | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return f"{self.sheet}.{self.header}"

    @property
    def is_day(self) -> bool:
        """Whether its cells are days or moments."""
        return self.column is None or self.column.kind in (Kind.DATE, Kind.DATETIME)

    @property
    def is_moment(self) -> bool:
        """Whether its cells say the time of day, too."""
        return self.column is None or self.column.kind is Kind.DATETIME

    @property
    def lies_ahead(self) -> bool:
        """Whether its days may be to come: something ends or is due on them; on others something began."""
        return self.column is not None and self.column.ahead

    @property
    def key(self) -> str:
        """What the column is called in code; empty for one that follows from others."""
        return self.column.key if self.column else ""

    @property
    def column(self) -> Column | None:
        """The column: of the house, or of the office's own; None for one that follows from others."""
        return self.own or SOURCES[self.sheet].by_header.get(self.header)


#: The day on which the customer is to be called again, as it was agreed in a call.
NEXT_CONTACT = Source(CALLS.name, CALLS.by_key["next_contact_on"].header)


#: The share in percent that wants everybody.
EVERYBODY = 100


class UnknownSource(Refusal):
    """There is no such table or column."""


def parse_source(text: str, own: OwnColumns = NO_OWN_COLUMNS) -> Source:
    """The column that ``表.列`` names; the office may have columns of its ``own``.

    Raises:
        UnknownSource: there is none.
    """
    sheet, dot, header = text.strip().partition(".")
    if not dot or sheet not in SOURCES:
        raise UnknownSource(because("Y601", value=text, options="、".join(SOURCES)))
    column = own.find(sheet, header)
    if column is None and (sheet, header) not in DERIVED and header not in SOURCES[sheet].by_header:
        raise UnknownSource(because("Y602", sheet=sheet, column=header, nearest=""))
    return Source(sheet, header, column)


#: A share in percent.
Percent = int | Fraction
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)%?|(\d{1,2})/(\d{1,2})")


def parse_share(text: str) -> Percent | None:
    """The share that the cell says: 30, 12.5, 30% or 2/3; None where it is none."""
    found = _PERCENT.fullmatch(half_width(text))
    if found is None or found[3] and not int(found[3]):
        return None
    share = Fraction(found[1]) if found[1] else EVERYBODY * Fraction(int(found[2]), int(found[3]))
    if found[1] and share < 1 and "%" not in text:  # Excel keeps a typed 30% as 0.3
        share *= EVERYBODY
    whole: Percent = int(share) if share.denominator == 1 else share
    return whole if 0 < whole <= EVERYBODY else None


def share_text(rule: Rule) -> str:
    """The share of the rule, as people write it."""
    if isinstance(rule.share, int):
        return f"{rule.share}%"
    of_one = rule.share / EVERYBODY
    return f"{of_one.numerator}/{of_one.denominator}" if of_one.denominator < 10 else f"{float(rule.share):g}%"


@dataclass(frozen=True, slots=True)
class CallBy:
    """Who makes the calls, as 执行 says it: its ``word``, the role or person that is ``named``, or the column in whose
    cell somebody is.
    """

    word: str
    named: str = ""
    source: Source | None = None

    def __str__(self) -> str:
        return str(self.source) if self.source else "：".join(filter(None, (self.word, self.named)))


@dataclass(frozen=True, slots=True)
class Condition:
    """A row counts only where the column holds one of the values; two words ask whether it holds any."""

    source: Source
    values: tuple[str, ...]

    def holds(self, value: Any) -> bool:
        """Whether what the cell says (None: nothing) is one of the values."""
        if value in (None, ""):
            return NOTHING in self.values
        return ANYTHING in self.values or (value if isinstance(value, str) else shown(value)) in self.values


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCells:
    """What a word in 触发 makes of the cells of a rule, all by key: the columns that such a rule cannot do without, all
    those that it reads, those that may say one thing ``only``; whether a class may have one such rule only, and whether
    each of its calls is about one row (``by_row``); whether its 周期 is a 节日.

    A column that no word reads is read whatever the word is.
    """

    needed: tuple[str, ...]
    read: tuple[str, ...]
    only: Mapping[str, str]
    one_per_class: bool
    by_row: bool
    at_feasts: bool = False


#: By the words that may stand in 触发.
Triggers = Mapping[str, RuleCells]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When a customer is called, by whom to be reached and how.

    ``classes`` and ``tags`` empty mean every customer; ``methods`` are the allowed ones, the first is the planned
    one, unless the customer is of one of ``on_site_classes``. ``trigger`` is the word in 触发: what ``interval``,
    ``rest``, ``times``, ``cycle``, ``share``, ``anchor``, ``window`` (from, length) and ``ends_before`` mean stands
    with each trigger, where its calls are worked out. Only rows that meet all ``conditions`` count. ``urgency`` 1 comes
    first. ``age`` are the months from the first to the last one (None: open) in which it holds, where the trigger looks
    at that. On its last day a window is open ``until`` then (None: all day). ``merge`` says whether one call may
    serve this rule together with others, ``shares`` whether several calls to one person may be made in one
    conversation; ``catches_up`` whether a later call about a row makes up for those that were missed.
    ``target`` is what is to be reached of its calls (None: nothing is said), ``caller`` who makes them (None: the
    customer's 业务员). ``replaced`` says what stood in its place before it was changed, in anything by which calls
    become due.
    """

    rule: str
    title: str
    trigger: str
    methods: tuple[str, ...]
    classes: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    message: str = ""
    clause: str = ""
    interval: int = 0
    unit: str = BY_DAYS
    times: int = 1
    cycle: str = MONTHLY
    share: Percent = 100
    anchor: Source | None = None
    window: tuple[int, int] = (0, 0)
    until: time | None = None
    has_window: bool = False
    age: tuple[int, int | None] | None = None
    ends_before: Source | None = None
    rest: int = 0
    conditions: tuple[Condition, ...] = ()
    contact_role: str = ""
    on_site_classes: tuple[str, ...] = ()
    merge: bool = True
    shares: bool = True
    catches_up: bool = False
    urgency: int = 5
    target: RuleTarget | None = None
    caller: CallBy | None = None
    replaced: Replaced | None = field(default=None, compare=False, repr=False)

    def after(self, day: date, count: int, calendar: WorkCalendar) -> date:
        """The day so many of the rule's units later (negative: earlier); months are clamped to their end."""
        if self.unit == WORKDAYS:
            return calendar.workdays_later(day, count)
        if self.unit in MONTHS_OF:
            return add_months(day, count * MONTHS_OF[self.unit])
        return day + timedelta(days=count * DAYS_OF[self.unit])

    @property
    def in_hours(self) -> bool:
        """Whether its window is counted from a moment, to the minute."""
        return self.unit == HOURS

    @property
    def counter(self) -> str:
        """The rule's unit, as it is said behind a number."""
        return COUNTERS.get(self.unit, self.unit)

    @property
    def asks(self) -> Rule:
        """By what it asks for calls, and for whom: without its number, what is said and done in them, its target."""
        return replace(
            self, rule="", title="", methods=(), message="", clause="", contact_role="", on_site_classes=(),
            merge=True, shares=True, catches_up=False, urgency=0, target=None, caller=None,
        )  # fmt: skip

    @property
    def selects(self) -> bool:
        """Whether it wants a share only of the rows that it counts from."""
        return self.share < EVERYBODY

    @property
    def keeps_agreed_days(self) -> bool:
        """Whether its calls are those that were agreed with customers."""
        return self.anchor == NEXT_CONTACT

    @property
    def revisits_complaints(self) -> bool:
        """Whether it asks for a call after a complaint was dealt with."""
        return self.anchor == Source(COMPLAINTS.name, HANDLED)

    def covers(self, customer_class: str, tags: Iterable[str]) -> bool:
        """Whether it is for customers of that class, and with one of its tags if it names any."""
        return (not self.classes or customer_class in self.classes) and (not self.tags or bool({*self.tags} & {*tags}))


def agreed_rule(rules: Iterable[Rule]) -> Rule:
    """What stands beside the rules of an office: a day that was agreed with a customer is kept (decision 13).

    Such a call may be made in any way that one of the rules allows; by telephone too, where they allow visits alone:
    what was promised on a visit need not wait for the next.
    """
    methods = tuple(dict.fromkeys(method for rule in rules for method in rule.methods))
    methods = (BY_PHONE, ON_SITE) if methods == (ON_SITE,) else methods
    return Rule(
        rule=AGREED, title="约定回访", trigger=AGREED, methods=methods, message="按上次约定的日子再联系。",
        clause="《制度》“基本”表的“约定回访”：约好的日子到了再回访", anchor=NEXT_CONTACT, urgency=1,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Replaced:
    """All rules as they stood before one of them was changed or added, and the day on which that was first seen."""

    seen_on: date
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class DerivedClass:
    """A class that follows from the data, and need not be typed: how ``source`` is tested, and against what."""

    name: str
    source: Source
    test: str
    values: tuple[str, ...]
    amount: float = 0.0
