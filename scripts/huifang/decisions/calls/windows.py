"""The window of a rule that counts from a row: so many units behind the day, or the moment, that stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from huifang.decisions.calls.facts import Cells, value_of
from huifang.decisions.calls.trigger import Asking
from huifang.policy.rules import Rule


@dataclass(frozen=True, slots=True)
class RowWindow:
    """From when to when, and how that came about, in words; ``until`` is the time of day on the last day."""

    from_on: date
    due_on: date
    steps: tuple[str, str]
    until: time | None = None


def window_of(asking: Asking, rule: Rule, cells: Cells, day: date) -> RowWindow:
    """The rule's window about a row of that day."""
    return _in_hours(asking, rule, cells) if rule.in_hours else _in_days(asking, rule, day)


def _in_days(asking: Asking, rule: Rule, day: date) -> RowWindow:
    start = rule.after(day, rule.window[0], asking.facts.calendar)
    end = rule.after(start, rule.window[1], asking.facts.calendar)
    return RowWindow(start, end, (
        f"应访起 = {rule.anchor} {day} {_signed(rule.window[0])} {rule.counter} = {start}",
        f"应访止 = 应访起 {start} + {rule.window[1]} {rule.counter} = {end}",
    ))  # fmt: skip


def _in_hours(asking: Asking, rule: Rule, cells: Cells) -> RowWindow:
    """From a moment to a moment. Where nobody may be called any more before the last one on its day, the day before is
    the last; where it began too late to be called on that either, it is late at once, and says so.
    """
    assert rule.anchor is not None
    counted_from: datetime = value_of(cells, rule.anchor)
    start = counted_from + timedelta(hours=rule.window[0])
    end = start + timedelta(hours=rule.window[1])
    first = min((span.start for span in asking.policy.call_spans), default=time())
    is_early = end.time() <= first and end.date() > start.date()
    last, until = (end.date() - timedelta(days=1), None) if is_early else (end.date(), end.time())
    said = f" = {end:%Y-%m-%d %H:%M}" + (f"，那天还没有到通话时段，按前一天 {last}" if is_early else "")
    spans = asking.policy.call_spans
    if is_early and spans and start.date() == last and start.time() >= max(span.end for span in spans):
        said += "；从头到尾都不在通话时段里，来不及在那以前回访，请在下一个通话时段尽早回访"
    return RowWindow(start.date(), last, (
        f"应访起 = {rule.anchor} {counted_from:%Y-%m-%d %H:%M} {_signed(rule.window[0])} 小时 = {start:%Y-%m-%d %H:%M}",
        f"应访止 = 应访起 {start:%Y-%m-%d %H:%M} + {rule.window[1]} 小时{said}",
    ), until)  # fmt: skip


def _signed(count: int) -> str:
    return f"+ {count}" if count >= 0 else f"- {-count}"
