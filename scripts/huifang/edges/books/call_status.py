"""What the agent's sheet says of a row while it is filled in: 状态 in words, and colours beside the words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from xlsxwriter.worksheet import Worksheet

from huifang.edges.books.call_layout import IN_WRITING, Layout
from huifang.edges.drawing.forms import Drawing
from huifang.edges.drawing.looks import ALARM, DONE, LATE, MUTED, PAPER, TODAY
from huifang.ledger.issues import IssuedCall
from huifang.policy.model import Policy
from huifang.tables.declared.calls import ANSWER_KEYS, CLOCK_KEYS, CONNECTED_KEYS, TELLING_KEYS
from huifang.tables.options import BY_LETTER, CONNECTED, DISSATISFIED, NO_MORE_ATTEMPTS, UNRESOLVED

IS_LATE, IS_TODAY, AGAIN, DONE_SIGN, MISSING_SIGN = "逾期", "今天", "再打", "√", "缺"


def status_of(call: IssuedCall, today: date, is_agreed: bool) -> str:
    """What the sheet says of a call that nobody has made yet; one that was agreed is not late before its day is over
    (decision 13).
    """
    if call.due_on < today and not (is_agreed and call.planned_on >= today):
        return IS_LATE
    return IS_TODAY if call.planned_on <= today else f"{call.planned_on:%m-%d}"


@dataclass(frozen=True)
class RowFormulas:
    """Formulas about one row of the sheet, of functions that Excel, WPS and LibreOffice all have.

    ``is_agreed``: the customer wants the call on the day that it is planned on.
    """

    layout: Layout
    policy: Policy
    row: int = 2
    is_agreed: bool = False

    def at(self, key: str) -> str:
        """The row's cell of that column."""
        return self.layout.cell(key, self.row)

    def is_empty(self, *keys: str) -> str:
        """That one of the cells is empty."""
        return _any_of([f'{self.at(key)}=""' for key in keys])

    def is_any(self, key: str, values: tuple[str, ...]) -> str:
        """That the cell holds one of the values."""
        return _any_of([f'{self.at(key)}="{value}"' for value in values])

    @property
    def has_begun(self) -> str:
        """That something of a call was entered."""
        return f"COUNTA({','.join(self._ranges())})>0"

    def _ranges(self) -> Iterator[str]:
        """What is typed about a call, side by side as far as possible."""
        places = sorted(self.layout.at(key) for key in (*TELLING_KEYS, *self._questions()))
        keys = list(self.layout.table.by_key)
        start = before = places[0]
        for place in [*places[1:], -1]:
            if place != before + 1:
                yield f"{self.at(keys[start])}:{self.at(keys[before])}" if start < before else self.at(keys[start])
                start = place
            before = place

    def _questions(self) -> list[str]:
        return [question.key for question in self.policy.questions if question.key in self.layout.table.by_key]

    @property
    def mandatory(self) -> tuple[str, ...]:
        """The questions that must be answered."""
        asked = {question.key for question in self.policy.questions if question.mandatory}
        return tuple(key for key in self._questions() if key in asked)

    @property
    def lacks_reason(self) -> str:
        """That the customer is dissatisfied and nothing says why."""
        return f"AND({self.is_any('satisfaction', DISSATISFIED)},{self.is_empty('dissatisfied_because')})"

    @property
    def lacks_time(self) -> str:
        """That nobody knows when it was; of a letter the day is enough."""
        return _any_of([self.lacks(key) for key in ("called_on", *CLOCK_KEYS)])

    def lacks(self, key: str) -> str:
        """That the cell is empty and has to be filled."""
        if key in CLOCK_KEYS and BY_LETTER in self.policy.methods_of(""):
            return f'AND({self.at("method")}<>"{BY_LETTER}",{self.is_empty(key)})'
        return self.is_empty(key)

    @property
    def status(self) -> str:
        """状态: of a call that was made the first thing that is missing; of an open one when it is to be made."""
        planned = self.at("planned_on")
        is_late = f"{self.at('due_on')}<TODAY()"
        if self.is_agreed:
            is_late = f"AND({is_late},{planned}<TODAY())"
        is_open = (
            f'IF({self.is_empty("plan_no", "planned_on")},"",IF({is_late},"{IS_LATE}",'
            f'IF({planned}<=TODAY(),"{IS_TODAY}",TEXT({planned},"mm-dd"))))'
        )
        formula = f'"{DONE_SIGN}"'
        for condition, said in reversed([*self._steps()]):
            formula = f'IF({condition},"{said}",{formula})'
        return f"=IF({self.has_begun},{formula},{is_open})"

    def _steps(self) -> Iterator[tuple[str, str]]:
        """What is looked at of a call that was made, in order, and what is then said."""
        known = ("plan_no", "customer_no", "customer_name")
        yield f"COUNTA({','.join(map(self.at, known))})=0", f"{MISSING_SIGN}客户"
        yield self.lacks_time, f"{MISSING_SIGN}时间"
        yield self.is_empty("result"), f"{MISSING_SIGN}结果"
        yield self.is_empty("method"), f"{MISSING_SIGN}方式"
        yield self.is_any("result", NO_MORE_ATTEMPTS), DONE_SIGN
        yield f'{self.at("result")}<>"{CONNECTED}"', AGAIN
        yield self.is_empty("satisfaction"), f"{MISSING_SIGN}满意"
        yield self.lacks_reason, f"{MISSING_SIGN}原因"
        if self.mandatory:
            yield self.is_empty(*self.mandatory), f"{MISSING_SIGN}回答"
        yield self.is_empty("wishes"), f"{MISSING_SIGN}意见"
        yield self.is_empty("handling"), f"{MISSING_SIGN}处理"
        if self.policy.written_report:
            yield f"AND({self.is_any('handling', (UNRESOLVED,))},{self.is_empty(*IN_WRITING)})", f"{MISSING_SIGN}上报"


def colour_rows(drawing: Drawing, sheet: Worksheet, formulas: RowFormulas, total: int) -> None:
    """Colours of whole rows by their 状态, and of cells that are missing something."""
    layout, at, status = formulas.layout, formulas.at, formulas.at("status")
    missing = {"bg_color": TODAY}

    def colour(first: int, last: int, condition: str, look: Mapping[str, object]) -> None:
        rule = {"type": "formula", "criteria": f"={condition}", "format": drawing.book.add_format(dict(look))}
        sheet.conditional_format(1, first, total, last, rule)

    name = layout.frozen - 1
    colour(0, 0, f'LEFT({status},1)="{MISSING_SIGN}"', {"bg_color": ALARM, "font_color": PAPER})
    colour(0, name, f'OR({status}="{IS_TODAY}",{status}="{AGAIN}")', {"bg_color": TODAY})
    colour(0, name, f'{status}="{IS_LATE}"', {"bg_color": LATE})
    colour(0, layout.printed - 1, f'{status}="{DONE_SIGN}"', {"bg_color": DONE, "font_color": MUTED})
    for key in ANSWER_KEYS:
        colour(*_column(layout, key), f"AND({formulas.has_begun},{formulas.lacks(key)})", missing)
    for key in (*CONNECTED_KEYS, *formulas.mandatory):
        colour(*_column(layout, key), f'AND({at("result")}="{CONNECTED}",{formulas.is_empty(key)})', missing)
    if formulas.policy.written_report:
        for key in IN_WRITING:
            is_open = formulas.is_any("handling", (UNRESOLVED,))
            colour(*_column(layout, key), f"AND({is_open},{formulas.is_empty(key)})", missing)
    without_reason = {"bg_color": LATE, "border": 1, "border_color": ALARM}
    colour(*_column(layout, "dissatisfied_because"), formulas.lacks_reason, without_reason)


def _column(layout: Layout, key: str) -> tuple[int, int]:
    return layout.at(key), layout.at(key)


def _any_of(conditions: list[str]) -> str:
    return conditions[0] if len(conditions) == 1 else f"OR({','.join(conditions)})"
