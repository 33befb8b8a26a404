"""What a customer told the auditor, beside what the ledger says of the agent's calls.

The records are those that stood when the frame was sealed, so that a correction made after the draw helps nobody; one
that was accepted later counts only for what the ledger would lack. Where forgetting, somebody else at the telephone or
another way than the telephone explains it as well, nothing is concluded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from huifang.decisions.audit.audited import Agreement
from huifang.ledger.checks_said import CheckedRow
from huifang.ledger.records import CallRecord
from huifang.tables.declared.spot_checks import CANNOT_SAY, SOMEBODY_ELSE
from huifang.tables.options import (
    BY_PHONE,
    CONNECTED,
    DEAD_NUMBER,
    NO,
    NO_PROBLEM,
    SOLVED,
    UNRESOLVED,
    YES,
)

#: A customer may be mistaken by so many days about when a call was.
DAYS_OFF = 1
#: Answers that lie so many steps apart are not the same.
STEPS_APART = 2
#: After so many days nobody can be held to what he remembers of a call.
LONG_AGO = 45
#: What people write where somebody else answered.
_ANOTHER = re.compile(r"换.{0,3}人接|(不是|非)本人|(别人|家人|家里人|同事|前台|老人|孩子|爱人)(代)?接")


class Why(StrEnum):
    """Why nothing can be concluded."""

    CANNOT_SAY = "客户记不清有没有接到过回访"
    SOMEBODY_ELSE = "接电话的不是登记的联系人"
    OTHER_CONTACT = "登记的回访找的是另一位联系人"
    OTHER_WAY = "登记的回访不是打电话"
    OTHER_AGENT = "登记的回访是别的业务员打的"
    NO_DAY = "登记的是没有接通，客户说接到过，说不出是哪一天"
    OTHER_CALL = "客户说的像是另一次回访"
    FORGOTTEN = "话单上有这次通话，像是客户忘了"
    SOLVED_SINCE = "登记时还没有解决，以后可能解决了"
    LONG_AGO = "时间太久"


@dataclass(frozen=True, kw_only=True)
class Claims:
    """What the ledger says of one customer of an agent's list: ``sealed`` are the calls of the period as they stood
    when the frame was sealed, ``later`` those that were accepted afterwards, of whichever agent. ``contact`` is who
    stood on the auditor's sheet; ``steps`` are the answers about satisfaction from the best to the worst.
    """

    agent: str
    sealed: Sequence[CallRecord] = ()
    later: Sequence[CallRecord] = ()
    contact: str = ""
    steps: Sequence[str] = ()

    @property
    def claimed(self) -> Sequence[CallRecord]:
        """The calls that are asked about: the agent's own, else whoever made them; what came later only where there
        were none.
        """
        known = self.sealed or self.later
        return [record for record in known if record.agent == self.agent] or known


@dataclass(frozen=True, kw_only=True)
class Compared:
    """What comes of it; ``record_no`` is the record that it is about (None: nothing was claimed). ``is_denied``: the
    customer says that nobody called, and nothing else explains it.
    """

    agreement: Agreement
    record_no: str | None = None
    differences: tuple[str, ...] = ()
    unsure: str = ""
    is_denied: bool = False

    def where_proved(self) -> Compared:
        """The same where 话单 shows that the call took place: a customer who denies it has forgotten it."""
        if not self.is_denied:
            return self
        unsure = f"{'；'.join(self.differences)}。{Why.FORGOTTEN}"
        return replace(self, agreement=Agreement.UNSURE, differences=(), unsure=unsure)


def compare(row: CheckedRow, claims: Claims) -> Compared:
    """What one row of the auditor's says about the records."""
    claimed = claims.claimed
    newest = max(claimed, key=lambda record: record.moment, default=None)
    number = newest.record_no if newest else None
    if row.reached != YES:
        return Compared(agreement=Agreement.UNREACHED, record_no=number)
    if row.was_called == CANNOT_SAY:
        return Compared(agreement=Agreement.UNSURE, record_no=number, unsure=_how_long(Why.CANNOT_SAY, newest, row))
    if row.was_called == NO:
        return _denied(row, claims)
    return _told(row, claims)


def _denied(row: CheckedRow, claims: Claims) -> Compared:
    """The customer says that nobody called."""
    reached = [record for record in claims.claimed if record.result == CONNECTED]
    if not reached:
        dead = next((record for record in claims.claimed if record.result in DEAD_NUMBER), None)
        number = max((record.record_no for record in claims.claimed), default=None)
        if dead:
            unsure = f"登记的是{dead.result}，这次打通了；号码可能又恢复了"
            return Compared(agreement=Agreement.UNSURE, record_no=dead.record_no, unsure=unsure)
        return Compared(agreement=Agreement.AGREES, record_no=number)
    about = max(reached, key=lambda record: record.moment)
    calls = "、".join(f"{record.called_on:%m-%d} {record.started_at}".strip() for record in reached)
    weighed = _weighed(row, claims, about, (f"客户说没有接到过回访；登记的是 {calls} 已接通",))
    return replace(weighed, is_denied=weighed.agreement is Agreement.DIFFERS)


def _told(row: CheckedRow, claims: Claims) -> Compared:
    """The customer tells of a call."""
    known = [record for record in claims.claimed if record.result == CONNECTED]
    that_day = [record for record in known if _is_of(row, record)]
    if known and (that_day or row.called_on is None):
        return _nearest(row, claims, that_day or known)
    if row.called_on is None:
        spoke = [record for record in (*claims.sealed, *claims.later) if record.result not in _NOBODY_SPOKE]
    else:
        spoke = [r for r in (*claims.sealed, *claims.later) if r.result not in _NOBODY_SPOKE and _is_of(row, r)]
    number = max((record.record_no for record in claims.claimed), default=None)
    if spoke and known:
        return Compared(agreement=Agreement.UNSURE, record_no=number, unsure=Why.OTHER_CALL.value)
    if spoke:
        return Compared(agreement=Agreement.AGREES, record_no=spoke[-1].record_no)
    said = f"客户说 {row.called_on:%m-%d} 接到过回访" if row.called_on else "客户说接到过回访"
    if known:
        about = min(known, key=lambda record: _apart(row, record))
        days = "、".join(f"{record.called_on:%m-%d}" for record in known)
        return _weighed(row, claims, about, (f"{said}；登记的是 {days}", *_answers(row, claims, about)))
    if claims.claimed:
        about = claims.claimed[-1]
        if row.called_on is None:
            return Compared(agreement=Agreement.UNSURE, record_no=number, unsure=_how_long(Why.NO_DAY, about, row))
        return _weighed(row, claims, about, (f"{said}；登记的是“{about.result}”",))
    return Compared(agreement=Agreement.DIFFERS, differences=(f"{said}；台账里没有这次回访",))


#: Results after which the customer cannot tell of a call.
_NOBODY_SPOKE = ("无人接听", "占线", "关机", *DEAD_NUMBER)


def _is_of(row: CheckedRow, record: CallRecord) -> bool:
    return row.called_on is not None and _apart(row, record) <= DAYS_OFF


def _apart(row: CheckedRow, record: CallRecord) -> int:
    return abs(((row.called_on or record.called_on) - record.called_on).days)


def _nearest(row: CheckedRow, claims: Claims, records: Iterable[CallRecord]) -> Compared:
    """Compared with the call that it can be meant: of several the one with the fewest differences, the newest."""
    newest_first = sorted(records, key=lambda record: record.moment, reverse=True)
    about = min(newest_first, key=lambda record: len([*_answers(row, claims, record)]))
    return _weighed(row, claims, about, tuple(_answers(row, claims, about)))


def _answers(row: CheckedRow, claims: Claims, record: CallRecord) -> Iterator[str]:
    """Which answers differ."""
    steps = claims.steps
    if row.satisfaction in steps and record.satisfaction in steps:
        apart = abs(steps.index(row.satisfaction) - steps.index(record.satisfaction))
        if apart >= STEPS_APART:
            yield f"客户说“{row.satisfaction}”；登记的是“{record.satisfaction}”"
    if row.solved == NO and record.handling in (SOLVED, NO_PROBLEM):
        yield f"客户说问题没有解决；登记的是“{record.handling}”"


def _weighed(row: CheckedRow, claims: Claims, about: CallRecord, differences: tuple[str, ...]) -> Compared:
    """Differences, unless something else explains them."""
    if not differences:
        if _was_open(row, about):
            return Compared(agreement=Agreement.UNSURE, record_no=about.record_no, unsure=Why.SOLVED_SINCE.value)
        return Compared(agreement=Agreement.AGREES, record_no=about.record_no)
    why = next(_excuses(row, claims, about), None)
    if why:
        unsure = f"{'；'.join(differences)}。{_how_long(why, about, row)}"
        return Compared(agreement=Agreement.UNSURE, record_no=about.record_no, unsure=unsure)
    return Compared(agreement=Agreement.DIFFERS, record_no=about.record_no, differences=differences)


def _was_open(row: CheckedRow, about: CallRecord) -> bool:
    """Whether the customer calls solved what was not when the agent rang: that says nothing of the record."""
    return about.handling == UNRESOLVED and row.solved in (YES, NO_PROBLEM)


def _excuses(row: CheckedRow, claims: Claims, about: CallRecord) -> Iterator[Why]:
    if row.answered_by == SOMEBODY_ELSE or _ANOTHER.search(row.words):
        yield Why.SOMEBODY_ELSE
    if about.agent != claims.agent:
        yield Why.OTHER_AGENT
    if about.contact and claims.contact and about.contact != claims.contact:
        yield Why.OTHER_CONTACT
    if about.method and about.method != BY_PHONE and row.was_called == NO:
        yield Why.OTHER_WAY
    if days_between(about.called_on, row) > LONG_AGO:
        yield Why.LONG_AGO


def days_between(called_on: date, row: CheckedRow) -> int:
    """How many days lie between a call and the auditor's."""
    return (row.checked_at.date() - called_on).days


def _how_long(why: Why, about: CallRecord | None, row: CheckedRow) -> str:
    """The reason, and how long ago the call was."""
    return f"{why.value}（回访在核查前 {days_between(about.called_on, row)} 天）" if about else why.value
