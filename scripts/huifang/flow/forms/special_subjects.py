"""Forms whose subject is more than one row of a register: complaints with their deadlines, rounds of a survey."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from huifang.decisions.complaints.clocks import ComplaintStatus
from huifang.decisions.complaints.reading import ClockReading, in_words
from huifang.decisions.complaints.trace import in_words as in_words_of
from huifang.flow.complaints.complaining import statuses_of
from huifang.flow.forms.subjects import FormSubject, Keyed, Subjects
from huifang.tables.declared.surveys import SURVEYS
from huifang.tables.options import DISSATISFIED

#: So many items of a survey have room on its form.
MOST_ITEMS = 10


class ComplaintSubjects(Subjects):
    """Complaints, with what is due when and what was done by then."""

    @cached_property
    def _statuses(self) -> Mapping[str, ComplaintStatus]:
        return {one.complaint_no: one for one in statuses_of(self.now, self.now.rows(self.form.table))}

    def _of_row(self, row: Keyed) -> FormSubject:
        status = self._statuses.get(row.get("complaint_no") or "")
        readings = (*status.first_clocks, *status.clocks_again) if status else ()
        trace = in_words_of(status.trace, self.now.people) if status else ""
        deadlines = "；".join(map(_deadline, filter(_has_begun, readings)))
        return replace(super()._of_row(row), deadlines=deadlines, trace=trace)


def _has_begun(reading: ClockReading) -> bool:
    return reading.due is not None


def _deadline(reading: ClockReading) -> str:
    due, done = (f"{at:%m-%d %H:%M}" if at else "" for at in (reading.due, reading.done_at))
    late = f"，迟 {in_words(reading.overdue_minutes)}" if reading.overdue_minutes else ""
    return f"{reading.clock.stage} {due} 前，{f'已做 {done}' if done else '还没有做'}{late}"


class SurveySubjects(Subjects):
    """Rounds of a survey: what one customer said on one day, item by item."""

    def numbered(self, number: str) -> list[FormSubject]:
        """Each round once, whichever of its items the number is of."""
        return list({one.number or number: one for one in super().numbered(number)}.values())

    def open(self) -> list[FormSubject]:
        """The rounds with an item that is to be put right."""
        return list({one.number: one for one in super().open()}.values())

    def _is_open(self, row: Keyed) -> bool:
        return row.get("rating") in DISSATISFIED and not row.get("put_right_on")

    def _of_row(self, row: Keyed) -> FormSubject:
        items = [one for one in self._rows if _round(one) == _round(row)]
        whole = super()._of_row({**items[0], "opinion": "；".join(_said(items))})
        return replace(whole, asked=dict(self._items(items)))

    def _items(self, items: list[Keyed]) -> Iterator[tuple[str, str]]:
        """What the office asks about, with what this customer answered."""
        rated = {one["item"]: one.get("rating") or "" for one in items if one.get("item")}
        others = (one["item"] for one in self._rows if one.get("item"))
        for item in list(dict.fromkeys([*rated, *others]))[:MOST_ITEMS]:
            yield item, rated.get(item, "")

    def _of_customer(self, number: str) -> FormSubject:
        return replace(super()._of_customer(number), asked=dict(self._items([])))

    def blank(self) -> FormSubject:
        """The office's own items, to be answered."""
        return FormSubject(asked=dict(self._items([])))


def _round(row: Keyed) -> tuple[object, object]:
    return row.get("customer_no"), row.get(SURVEYS.by_key["surveyed_on"].key)


def _said(items: list[Keyed]) -> Iterator[str]:
    several = len(items) > 1
    for one in items:
        if one.get("opinion"):
            yield f"{one['item']}：{one['opinion']}" if several else one["opinion"]
