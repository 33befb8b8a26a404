"""A calendar file (.ics) that telephones take: the calls of one agent with alarms, and those that were called off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from huifang.core.text import clean
from huifang.edges.arriving.mail_headers import CHINA

if TYPE_CHECKING:
    from icalendar import Calendar, Component, Event

_ZONE = "Asia/Shanghai"
#: How long an entry is; how long before it the alarm rings.
_LENGTH, _AHEAD = timedelta(minutes=10), timedelta(minutes=5)
#: An entry that was called off is told of for so long: not everybody takes the file every day.
_TOLD = timedelta(days=30)
_CANCELLED = "CANCELLED"
#: Entries count their versions in minutes from here.
_FIRST = datetime(2020, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarEntry:
    """One call in the calendar; ``uid`` names it for ever, ``at`` is the office's wall clock."""

    uid: str
    at: datetime
    title: str
    text: str


def calendar_file(name: str, entries: Sequence[CalendarEntry], before: bytes, now: datetime) -> bytes:
    """The calendar of that name as of ``now``; empty where there is nothing to say.

    What the file held ``before`` (empty: nothing, or it is none) and holds no longer is called off under its UID: a
    telephone that took it over would ring all the same.
    """
    from icalendar import Calendar  # noqa: PLC0415  (no other command needs it)

    known = {str(event["UID"]): event for event in _events(before)}
    listed = {entry.uid for entry in entries}
    gone = [_called_off(event, now) for uid, event in known.items() if uid not in listed]
    told = [event for event in gone if _day_of(event) >= now.date() - _TOLD]
    if not (entries or told):
        return b""
    calendar = Calendar()
    for key, value in (("VERSION", "2.0"), ("PRODID", "-//huifang//today//ZH"), ("CALSCALE", "GREGORIAN"),
                       ("METHOD", "PUBLISH"), ("X-WR-CALNAME", name), ("X-WR-TIMEZONE", _ZONE)):  # fmt: skip
        calendar.add(key, value)
    calendar.add_component(_zone())
    for event in (
        *(_event(entry, known.get(entry.uid), now) for entry in entries),
        *sorted(told, key=lambda one: str(one["UID"])),
    ):
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _events(content: bytes) -> Iterable[Component]:
    """The entries of a file that an earlier run wrote, those that are whole."""
    from icalendar import Calendar  # noqa: PLC0415

    try:
        calendar: Calendar | Component = Calendar.from_ical(content.decode("utf-8")) if content else Calendar()
    except ValueError:  # somebody wrote over it
        return ()
    events = calendar.walk("VEVENT")
    return [event for event in events if event.get("UID") and isinstance(_start(event), datetime)]


def _version(event: Component) -> int:
    """Which version of its entry it is; -1 where somebody wrote over that."""
    version = event.get("SEQUENCE")
    return version if isinstance(version, int) else -1


def _start(event: Component) -> object:
    from icalendar import vDDDTypes  # noqa: PLC0415

    start = event.get("DTSTART")
    return start.dt if isinstance(start, vDDDTypes) else None


def _day_of(event: Component) -> date:
    start = _start(event)
    return start.date() if isinstance(start, datetime) else date.min


def _called_off(event: Component, now: datetime) -> Component:
    """The entry as one that is called off; unchanged where it was before."""
    if event.get("STATUS") == _CANCELLED:
        return event
    event.subcomponents = []
    last = _version(event)
    for key in ("STATUS", "SEQUENCE", "DTSTAMP"):
        event.pop(key, None)
    return _versioned(event, _CANCELLED, now, after=last)


def _event(entry: CalendarEntry, before: Component | None, now: datetime) -> Event:
    from icalendar import Alarm, Event  # noqa: PLC0415

    event = Event()
    event.add("UID", entry.uid)
    start = entry.at.replace(tzinfo=ZoneInfo(_ZONE))
    event.add("DTSTART", start)
    event.add("DTEND", start + _LENGTH)
    event.add("SUMMARY", clean(entry.title))
    event.add("DESCRIPTION", clean(entry.text))
    alarm = Alarm()
    alarm.add("ACTION", "DISPLAY")
    alarm.add("DESCRIPTION", clean(entry.title))
    alarm.add("TRIGGER", -_AHEAD)
    event.add_component(alarm)
    is_back = before is not None and before.get("STATUS") == _CANCELLED
    _versioned(event, "CONFIRMED", now, after=_version(before) if before is not None and is_back else -1)
    return event


def _versioned(event: Component, status: str, now: datetime, after: int = -1) -> Component:
    """Of two versions of an entry the later one counts, with a number above that of the one ``after`` which it is."""
    event.add("STATUS", status)
    event.add("SEQUENCE", max(after + 1, int((now - _FIRST) / timedelta(minutes=1))))
    event.add("DTSTAMP", now.replace(tzinfo=CHINA).astimezone(UTC))
    return event


def _zone() -> Component:
    """The zone as telephones want it described; it has had no summer time since 1991."""
    from icalendar import Timezone, TimezoneStandard  # noqa: PLC0415

    standard = TimezoneStandard()
    standard.add("DTSTART", datetime(1991, 9, 15))
    standard.add("TZNAME", "CST")
    for key in ("TZOFFSETFROM", "TZOFFSETTO"):
        standard.add(key, timedelta(hours=8))
    zone = Timezone()
    zone.add("TZID", _ZONE)
    zone.add_component(standard)
    return zone
