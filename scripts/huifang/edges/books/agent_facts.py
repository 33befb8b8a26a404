"""What the macros of an agent's sheet know of this very sheet, as lines of the hidden sheet below its record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from xlsxwriter.worksheet import Worksheet

from huifang.core.periods import Period
from huifang.core.worktime import Span, WorkCalendar, joined
from huifang.ledger.issues import IssuedCall
from huifang.policy.model import Policy
from huifang.tables.cells import shown
from huifang.tables.declared.calls import ISSUED_KEYS
from huifang.tables.model import Kind, Table
from huifang.tables.options import Options

Fact = tuple[str | int, ...]
#: In which order a call's line has the cells that were issued.
ISSUED_ORDER = ISSUED_KEYS
#: What the macros call the headers whose cells they read aloud.
HEADERS_SAID: Mapping[str, str] = {
    "HEADER_CUSTOMER": "customer_name", "HEADER_CONTACT": "contact", "HEADER_ROLE": "contact_role",
    "HEADER_PHONE": "phone", "HEADER_REASON": "reason_to_call", "HEADER_MESSAGE": "message",
    "HEADER_LAST": "last_call", "HEADER_STARTED": "started_at", "HEADER_ENDED": "ended_at",
}  # fmt: skip
#: The first row of the hidden sheet that has one, from 0.
FIRST_LINE = 2
#: Days so far before and behind the batch are known as worked or not.
_AROUND = timedelta(days=400)
_SERIAL_DAYS = date(1899, 12, 30).toordinal()


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What a sheet with macros is handed out with besides: the calendar, when customers are not to be called (by
    number), the name under which it is to come back, and to whom it goes, in words.
    """

    calendar: WorkCalendar
    quiet: Mapping[str, tuple[Span, ...]]
    name: str
    hand_to: str


def write_facts(sheet: Worksheet, lines: Iterable[Fact]) -> None:
    """Write the lines below the record."""
    for row, line in enumerate(lines, start=FIRST_LINE):
        for column, value in enumerate(line):
            if isinstance(value, int):
                sheet.write_number(row, column, value)
            else:
                sheet.write_string(row, column, value)


def facts(
    table: Table, calls: Sequence[IssuedCall], options: Options, policy: Policy, period: Period, around: Surroundings
) -> Iterator[Fact]:
    """The lines: a word that says what it is, and values."""
    yield ("交表", around.name, around.hand_to)
    yield ("期间", serial(period.from_on), serial(period.until_on))
    yield from _days(around.calendar, period)
    yield ("时段", ",".join(str(span) for span in policy.call_spans))
    yield from (("段", low, high) for low, high in joined(tuple(policy.call_spans)))
    if policy.max_call_minutes:
        yield ("最长", policy.max_call_minutes)
    if policy.written_report:
        yield ("书面",)
    asked = [question for question in policy.questions if question.key in table.by_key]
    yield ("问", *(question.key for question in asked))
    yield ("必答", *(question.key for question in asked if question.mandatory))
    yield ("方式", *policy.methods_of(""))
    for column in table.columns:
        if not column.unread:
            choices = options.get(column.options or "", ()) if column.kind is Kind.CHOICE else ()
            yield ("列", column.key, column.header, column.kind.value, column.example, *choices)
    sharing = {rule.rule for rule in policy.rules if rule.shares}
    for call in calls:
        whom = "|".join((call.customer_no, call.contact_role, call.phone)) if call.rule in sharing else ""
        issued = (shown(getattr(call, key)).strip() for key in ISSUED_ORDER)
        yield ("计划", call.plan_no, whom, "、".join(policy.methods_for(call.rule, call.keys)), *issued)
    for customer_no in dict.fromkeys(call.customer_no for call in calls):
        if spans := around.quiet.get(customer_no):
            ends = (minute for span in spans for minute in (span.from_minute, span.until_minute))
            yield ("勿扰", customer_no, ",".join(str(span) for span in spans), *ends)


def _days(calendar: WorkCalendar, period: Period) -> Iterator[Fact]:
    yield ("工作日", "".join("1" if day in calendar.weekdays else "0" for day in range(7)))
    first, last = period.from_on - _AROUND, period.until_on + _AROUND
    off = {day: name for day, name in calendar.days_off.items() if first <= day <= last}
    yield from (("休", serial(day), name) for day, name in sorted(off.items()))
    yield from (("班", serial(day)) for day in sorted(calendar.days_on) if first <= day <= last)


def serial(day: date) -> int:
    """The number by which a spreadsheet counts the day."""
    return day.toordinal() - _SERIAL_DAYS
