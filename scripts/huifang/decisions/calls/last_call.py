"""上次回访: what a caller should know of the calls before this one, in one cell, the newest first.

What comes from a superior stands in front and is never cut. Of the rest what the customer said gives way first, never
an open problem, nor what was promised.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huifang.decisions.calls.telling import NOTHING, day_and_month, one_line, shortened
from huifang.tables.options import CONNECTED, DISSATISFIED, SOLVED, UNRESOLVED

FIRST = "第一次回访"
#: How long the part behind the decision may be.
LENGTH = 48
#: A decision that is longer is told in 回访内容 as a whole; so is what somebody promised to do, in explain.
_LONGEST_DECISION, _LONGEST_PROMISE, _SHORTEST = 30, 10, 4
#: Between what the superior decided, the attempts since, and the last call that connected: nowhere else.
_APART = "\u3000"
_DECIDED = "【批示"


@dataclass(slots=True, kw_only=True)
class PastCall:
    """One call of the ledger, as far as the next caller should know of it.

    It is not changed once it is made; that is left unchecked because there are many of them.
    """

    record_no: str
    called_on: date
    result: str
    role: str = ""
    satisfaction: str = ""
    because: str = ""
    wishes: str = ""
    handling: str = ""
    measures: str = ""
    next_contact_on: date | None = None

    @property
    def connected(self) -> bool:
        """Whether the customer was reached."""
        return self.result == CONNECTED


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenProblem:
    """A problem that is not solved, by the record of its call."""

    record_no: str
    since: date
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a superior decided about a problem: who, on which day (None: nobody knows), who carries it out and until
    when (None: nothing was said).
    """

    said: str
    by: str = ""
    on: date | None = None
    carried_out_by: str = ""
    until_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What happened before a call to somebody in that ``role``: the last call that connected and all later ones, in
    order of time, the problems that are open, the oldest first, and what was decided, the newest first.
    """

    today: date
    calls: Sequence[PastCall]
    problems: Sequence[OpenProblem] = ()
    decisions: Sequence[Decision] = ()
    role: str = ""


def last_call(before: Before) -> str:
    """What stands in the cell."""
    decided = _decided(before)
    rest = _heard(before)
    return _APART.join(part for part in (decided, rest) if part) or FIRST


def _decided(before: Before) -> str:
    if not before.decisions:
        return ""
    newest = before.decisions[0]
    when = f" {day_and_month(newest.on, before.today)}" if newest.on else ""
    said = one_line(newest.said).replace(_APART, " ").rstrip("。；")
    text = f"{_DECIDED}{when}{f' {newest.by}' if newest.by else ''}】{shortened(said, _LONGEST_DECISION)}。"
    until = f"，限 {day_and_month(newest.until_on, before.today)}" if newest.until_on else ""
    return f"{text}{newest.carried_out_by}办{until}" if newest.carried_out_by else text


def _heard(before: Before) -> str:
    """The attempts since and the last call that connected, with what is open and what was promised."""
    connected = min((call for call in before.calls if call.connected), key=_worst_first, default=None)
    promised = next((call for call in reversed(before.calls) if call.next_contact_on), None)
    promise = _promise(before, promised) if promised else ""
    mood = _mood(before, connected) if connected else ""
    for wordy, specific in ((True, True), (False, True), (False, False)):
        head = _APART.join(part for part in (_missed(before, wordy), mood) if part)
        tail = _open(before, connected, specific) + promise
        room = LENGTH - len(head) - len(tail)
        if room >= 0:
            break
    how = _fitted(_how(promised), room) if promised else ""
    said = _fitted(_said(connected), room - len(how)) if connected else ""
    return f"{head}{said}{tail}{how}"


def _worst_first(call: PastCall) -> tuple[bool, bool]:
    """Of several rows about one conversation the one with the problem tells most."""
    return call.satisfaction not in DISSATISFIED, call.handling != UNRESOLVED


def _fitted(said: str, room: int) -> str:
    """What was said, as far as there is room; with less than a few characters it says nothing."""
    return said if len(said) <= room else shortened(said, room) if room >= _SHORTEST else ""


def _missed(before: Before, wordy: bool) -> str:
    """The attempts that did not connect; ``wordy``: and why."""
    missed = [call for call in before.calls if not call.connected]
    if not missed:
        return ""
    why = "、".join(dict.fromkeys(call.result for call in missed)) if wordy or len(missed) == 1 else ""
    count = f"{len(missed)} 次" if len(missed) > 1 else ""
    known = "：".join(text for text in (count, why) if text)
    return f"{day_and_month(missed[-1].called_on, before.today)} 没接通（{known}）"


def _mood(before: Before, call: PastCall) -> str:
    """When, and how content the customer was; and who it was, if it was somebody else than this time."""
    who = f"（{call.role}）" if call.role and call.role != before.role else ""
    return f"{day_and_month(call.called_on, before.today)}{who} {call.satisfaction or call.result}"


def _said(call: PastCall) -> str:
    """What the customer said, and what was done about it."""
    said = [text for text in map(one_line, (call.because, call.wishes)) if text not in NOTHING]
    measures = one_line(call.measures)
    if measures not in NOTHING and not call.next_contact_on:
        said.append(f"已解决：{measures}" if call.handling == SOLVED else measures)
    text = "，".join(part.replace(_APART, " ").rstrip("。；，") for part in dict.fromkeys(said))
    return f"{'：' if call.satisfaction in DISSATISFIED else '。'}{text}" if text else ""


def _open(before: Before, connected: PastCall | None, specific: bool) -> str:
    """The problems that are open, and for how long; ``specific``: which one, where it is not of the last call."""
    if not before.problems:
        return ""
    oldest = before.problems[0]
    days = f"{(before.today - oldest.since).days} 天"
    if len(before.problems) > 1:
        return f"｜未解决 {len(before.problems)} 个，最久 {days}"
    if not specific or connected is not None and oldest.record_no == connected.record_no:
        return f"｜未解决 {days}"
    what = shortened(one_line(oldest.what).replace(_APART, " "), _LONGEST_PROMISE)
    return f"｜{day_and_month(oldest.since, before.today)} {what}未解决 {days}"


def _promise(before: Before, call: PastCall) -> str:
    """For when something was promised or agreed."""
    assert call.next_contact_on is not None
    day = day_and_month(call.next_contact_on, before.today)
    return f"｜答应 {day} 回话" if call.connected else f"｜约好 {day} 再打"


def _how(call: PastCall) -> str:
    """What was promised."""
    measures = one_line(call.measures).replace(_APART, " ")
    return "" if measures in NOTHING else f"：{shortened(measures, _LONGEST_PROMISE)}"
