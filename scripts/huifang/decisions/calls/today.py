"""The calls of one day: who is to make which of them, and when the telephone of the caller rings for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import chain

from msgspec.structs import replace

from huifang.core.periods import Period
from huifang.core.worktime import DAY, Span, minute_of
from huifang.decisions.calls.asked import given_up
from huifang.decisions.calls.callers import caller_of_issue
from huifang.decisions.calls.owed import Open, PlanningView, open_obligations
from huifang.decisions.calls.standing import is_handed_over
from huifang.decisions.calls.telling import Told, about, fitted, one_line, shortened
from huifang.ledger.issues import IssuedCall
from huifang.tables.declared.calls import CALLS

#: Calls begin every so many minutes at most, and at least, where the day has room; an appointment keeps as many free.
SELDOM, OFTEN, KEPT_FREE = 30, 5, 15
#: How many characters say what a call is about.
SUBJECT = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardOfDay:
    """What is known of calls that were made: ``tried`` are the plan numbers, and the customers of calls without one,
    that were called today and did not agree to be called again today. ``appointed`` are the times that were agreed for
    the day, by customer and role of the contact (empty: whoever is called).
    """

    tried: frozenset[str] = frozenset()
    appointed: Mapping[tuple[str, str], datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """One call of the day, as the ``agent`` makes it. The ``call`` has contact, telephone and planned day of now.

    ``agreed``: the customer wants it on that day, at ``appointed`` if a time was agreed.
    """

    call: IssuedCall
    agent: str
    subject: str
    agreed: bool = False
    appointed: time | None = None

    def is_left_over(self, day: date) -> bool:
        """Whether it was planned for an earlier day."""
        return not self.agreed and self.call.planned_on < day


def day_to_look_at(view: PlanningView, today: date) -> date:
    """Today; on a day off the next working day, unless a call stands on that very day."""
    if view.calendar.is_workday(today) or any(_planned_on(view, call) == today for call in view.batch):
        return today
    return view.calendar.workday_after(today)


def calls_of_day(view: PlanningView, period: Period, today: date, day: date, heard: HeardOfDay) -> tuple[Todo, ...]:
    """The open calls of the batch that are to be made on the day, which is ``today`` or ahead: planned or agreed for
    it, or left from days before. Those at an agreed time come first, then those agreed for the day, then the day's,
    then what was left.

    Left out is what was made, ended, given up or paused, what waits for a correction, and what was tried today already.
    """
    served: dict[str, list[Open]] = {}
    for one in open_obligations(view, today, period.until_on):
        issue = one.obligation.issue
        if issue and _is_to_be_made(view, one, today, day):
            served.setdefault(issue.plan_no, []).append(one)
    found = []
    for call in view.batch:
        opened = served.get(call.plan_no)
        if opened and not (view.is_done(call) or _rests(view, call, day) or _was_tried(call, heard)):
            todo = _todo(view, call, opened, day, heard)
            if todo.agreed or todo.call.planned_on <= day:
                found.append(todo)
    return tuple(sorted(found, key=lambda todo: _order(todo, day)))


def _is_to_be_made(view: PlanningView, one: Open, today: date, day: date) -> bool:
    lapses = one.obligation.lapses_on
    lapsed = lapses is not None and lapses < day
    return not (one.ended or lapsed or one.is_exhausted(view.policy.max_attempts, today))


def _rests(view: PlanningView, call: IssuedCall, day: date) -> bool:
    """Whether a person said that nobody calls on the day, or the last answer waits to be corrected."""
    rests = view.is_paused(call, day) or view.waits_for_correction(call.plan_no, day)
    return rests or given_up(view.people, call, day)


def _was_tried(call: IssuedCall, heard: HeardOfDay) -> bool:
    return not heard.tried.isdisjoint((*call.covers, call.plan_no, call.customer_no))


def _planned_on(view: PlanningView, call: IssuedCall) -> date:
    agreed = view.agreed_for(call)
    return agreed.on if agreed else call.planned_on


def _todo(view: PlanningView, call: IssuedCall, opened: Sequence[Open], day: date, heard: HeardOfDay) -> Todo:
    first, planned_on = opened[0], _planned_on(view, call)
    customer, contact = first.customer, first.contact
    at = heard.appointed.get((customer.customer_no, contact.role)) or heard.appointed.get((customer.customer_no, ""))
    is_agreed = any(one.agreed and one.agreed.on == day for one in opened)
    now = replace(
        call, planned_on=planned_on, customer_name=customer.name, contact=contact.name, phone=contact.phone,
        purpose=customer.purpose,
    )  # fmt: skip
    return Todo(
        call=now, agent=_caller(view, call, day), subject=_subject(view, now, opened, day),
        agreed=is_agreed or at is not None, appointed=at.time() if at else None,
    )  # fmt: skip


def _caller(view: PlanningView, call: IssuedCall, day: date) -> str:
    """Whoever makes it on that day: its agent, or who is to make it by now; a stand-in where that one is away."""
    by_rule = caller_of_issue(view, call, day) if is_handed_over(view, call, day) else None
    first = by_rule.person_no if by_rule else call.agent
    return view.people.caller_on(first, day) or view.people.fallback_for(first, day) or first


def _subject(view: PlanningView, call: IssuedCall, opened: Sequence[Open], day: date) -> str:
    """Why it is made, and what about: from registers only, nothing of what was said in calls before."""
    told = Told(policy=view.policy, people=view.people, facts=view.facts, customer=opened[0].customer, day=day)
    titled = [(one.rule.title, row) for one in opened for row in one.about if row.source.sheet != CALLS.name]
    pieces = [piece for piece in about(told, titled) if not piece.text.startswith("【")]
    what = one_line(fitted(pieces, SUBJECT)) or one_line(call.purpose)
    return "：".join(filter(None, (call.reason_to_call, shortened(what, SUBJECT).rstrip("。"))))


def _order(todo: Todo, day: date) -> tuple[bool, time, bool, bool, date, str]:
    call = todo.call
    return (
        todo.appointed is None, todo.appointed or time.min, not todo.agreed, todo.is_left_over(day), call.due_on,
        call.plan_no,
    )  # fmt: skip


def times_of(view: PlanningView, todos: Sequence[Todo], day: date, now: datetime) -> tuple[datetime, ...]:
    """When each call of one agent is to be made: agreed times stand, the others are spread over what is left of the
    day's working time in which customers may be called, and not in their 勿扰时段.
    """
    policy = view.policy
    slots = slots_of_day(policy.work_spans, policy.call_spans)
    begun = minute_of(now.time()) if day == now.date() else 0
    slots = [slot for slot in slots if slot >= begun] or slots
    fixed = [minute_of(todo.appointed) for todo in todos if todo.appointed]
    free = [slot for slot in slots if all(abs(slot - other) >= KEPT_FREE for other in fixed)] or slots
    quiet = [view.customers[todo.call.customer_no].quiet_hours for todo in todos if not todo.appointed]
    minutes = iter(spread_over(free, quiet))
    times = (todo.appointed or time(*divmod(next(minutes), 60)) for todo in todos)
    return tuple(datetime.combine(day, at) for at in times)


def slots_of_day(work: Iterable[Span], calls: Iterable[Span]) -> list[int]:
    """The minutes of the day at which a call may begin: in working time, if that has any hours for calls at all."""
    at_work, for_calls = _slots(work), _slots(calls)
    return [slot for slot in for_calls if slot in at_work] or for_calls or at_work


def _slots(spans: Iterable[Span]) -> list[int]:
    ends = [(span.from_minute, span.until_minute) for span in spans]
    return [m for m in range(0, DAY, OFTEN) if any(low <= m < high or m + DAY < high for low, high in ends)]


def spread_over(slots: Sequence[int], quiet: Sequence[Sequence[Span]]) -> list[int]:
    """A slot for each call, in their order: evenly, at most half an hour apart; a call whose customer is not to be
    disturbed then has the next slot in which that is over, else the last one before.
    """
    count = len(quiet)
    step = min(SELDOM // OFTEN, len(slots) // count) if count else 0
    at = [place * step if step else place * len(slots) // count for place in range(count)]
    return [_not_in(slots, first, spans) for first, spans in zip(at, quiet, strict=True)]


def _not_in(slots: Sequence[int], first: int, quiet: Sequence[Span]) -> int:
    after = (slot for slot in slots[first:] if _is_free(slot, quiet))
    before = (slot for slot in reversed(slots[:first]) if _is_free(slot, quiet))
    return next(chain(after, before), slots[first])


def _is_free(slot: int, quiet: Sequence[Span]) -> bool:
    moment = time(*divmod(slot, 60))
    return all(moment not in span or moment == span.end for span in quiet)
