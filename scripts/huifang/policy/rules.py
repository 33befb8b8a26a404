"""What a row of 回访规则 and a row of 客户类别 say, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.declared.feedback import FEEDBACK
from huifang.tables.declared.house_rules import FIXED_OPTIONS
from huifang.tables.declared.projects import PROJECTS
from huifang.tables.declared.services import SERVICES
from huifang.tables.declared.surveys import SURVEYS
from huifang.tables.model import Kind, Table

ROLLING, MONTHLY, BY_DATE, SHARE, SERVED, DORMANT, CAMPAIGN = FIXED_OPTIONS["触发"]
THIS_MONTH, EQUALS, SUM_AT_LEAST, ANY_ROW = FIXED_OPTIONS["判断"]

#: The tables whose columns a rule may name, by sheet.
SOURCES: Mapping[str, Table] = {
    table.name: table for table in (CUSTOMERS, CALLS, COMPLAINTS, SERVICES, SURVEYS, FEEDBACK, PROJECTS)
}
#: Columns that no sheet has, because they follow from others (decision 12).
HANDLED = "处理完成"
DERIVED = {("投诉", HANDLED)}


@dataclass(frozen=True, slots=True)
class Source:
    """One column of one table, written ``表.列``."""

    sheet: str
    header: str

    def __str__(self) -> str:
        return f"{self.sheet}.{self.header}"

    @property
    def is_day(self) -> bool:
        """Whether its cells are days or moments."""
        if (self.sheet, self.header) in DERIVED:
            return True
        return SOURCES[self.sheet].by_header[self.header].kind in (Kind.DATE, Kind.DATETIME)


class UnknownSource(ValueError):
    """There is no such table or column; the message says which, in Chinese."""


def parse_source(text: str) -> Source:
    """The column that ``表.列`` names.

    Raises:
        UnknownSource: there is none.
    """
    sheet, dot, header = text.strip().partition(".")
    if not dot or sheet not in SOURCES:
        raise UnknownSource(f"“{text}”应写成“表.列”，表可以是：{'、'.join(SOURCES)}")
    if (sheet, header) not in DERIVED and header not in SOURCES[sheet].by_header:
        raise UnknownSource(f"“{sheet}”表里没有“{header}”这一列")
    return Source(sheet, header)


@dataclass(frozen=True, slots=True)
class Condition:
    """A row counts only where the column holds one of the values."""

    source: Source
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """When a customer is called, by whom to be reached and how.

    ``classes`` empty means every class; ``methods`` are the allowed ones, the first is the planned one, unless the
    customer is of one of ``on_site_classes``. What counts where depends on the ``trigger``:

    * 滚动: every ``interval`` ``unit`` since the last connected call.
    * 每月: ``times`` in each month, in windows that split it evenly.
    * 日期: from ``window[0]`` ``unit`` after the day in ``anchor`` (negative: before it) to ``window[1]`` ``unit``
      later, both inclusive, for every row that has such a day; where ``ends_before`` is filled, the window ends the
      day before that.
    * 比例: ``share`` percent of the rows whose ``anchor`` lies in the month, counted over all customers.
    * 当月服务: whoever has a row whose ``anchor`` lies in the month, once.
    * 久未服务: whoever has none in the ``interval`` months before the month.
    * 专项: whoever a row of 专项 names by class and 区域, once in its days.

    Only rows that meet all ``conditions`` count. ``urgency`` 1 comes first. ``merge`` says whether one call may serve
    this rule together with others.
    """

    rule: str
    title: str
    interval: int
    unit: str
    classes: tuple[str, ...]
    methods: tuple[str, ...]
    message: str
    clause: str
    trigger: str = ROLLING
    anchor: Source | None = None
    window: tuple[int, int] = (0, 0)
    ends_before: Source | None = None
    times: int = 1
    share: int = 100
    contact_role: str = ""
    conditions: tuple[Condition, ...] = ()
    tags: tuple[str, ...] = ()
    on_site_classes: tuple[str, ...] = ()
    merge: bool = True
    urgency: int = 5


@dataclass(frozen=True, slots=True)
class State:
    """A class that follows from the data, and need not be typed: how ``source`` is tested, and against what."""

    name: str
    source: Source
    test: str
    values: tuple[str, ...]
    amount: float = 0.0
