"""回执: who handed in a sheet that was accepted is told what was entered of it, and what is still missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import PurePosixPath

from huifang.core.periods import Period
from huifang.decisions.reports.handing_in import BatchDuty
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.post.letters import Matter, Occasion, can_be_mailed
from huifang.flow.reports.handed_in import batch_duties
from huifang.ledger.issues import IssuedCall
from huifang.ledger.letters import matter_key
from huifang.ledger.state import Submission
from huifang.policy.notices import Notice
from huifang.tables.declared.mail_rules import RECEIPT

#: A receipt that nobody could write at once is written for so many days.
DAYS_LATE = 2
#: So many customers are named who are still to be called; so many digits of the sheet's hash are told.
NAMED, DIGITS = 5, 12


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What is said of a sheet: ``rows`` were entered, ``waiting`` changes wait for the supervisor, ``missing`` calls of
    the batch have no result, of which some are ``named``; it was due on ``due_on`` (None: nothing was).
    """

    file: str
    period: str
    rows: int
    arrived_at: datetime
    due_on: date | None
    fingerprint: str
    waiting: int
    warnings: int
    missing: int
    named: tuple[str, ...]

    @property
    def days_late(self) -> int:
        """How many days after its due day it came."""
        return max((self.arrived_at.date() - self.due_on).days, 0) if self.due_on else 0


def _accepted(desk: Desk, notice: Notice) -> Iterator[Matter]:
    """The sheets without an error that came these days; of the others the marked copy is sent."""
    now = desk.present
    for sheet in reversed(desk.state.submissions):
        if (now.today - sheet.posted_on).days > DAYS_LATE:
            return
        person = now.people.by_no.get(sheet.agent)
        if sheet.withdrawn or sheet.errors or not sheet.accepted or person is None or not can_be_mailed(person):
            continue
        key = matter_key(sheet.number, sheet.agent)
        is_written = desk.state.letters.of(RECEIPT, key) is not None
        yield Matter(
            key=key, label=sheet.period, number=sheet.number,
            about=None if is_written else _receipt(desk, sheet), concerns=(person,), period=sheet.period,
        )  # fmt: skip


def _receipt(desk: Desk, sheet: Submission) -> Receipt:
    duty = _duties(desk).get(sheet.period)
    owed = duty.owed.get(sheet.agent, frozenset()) if duty else frozenset()
    still_open = {number for number in owed if duty and number not in duty.results}
    calls = [call for call in _calls(desk, sheet.period, sheet.agent) if call.plan_no in still_open]
    customers = dict.fromkeys(f"{call.customer_no} {call.customer_name}" for call in calls)
    return Receipt(
        file=PurePosixPath(sheet.file).name, period=sheet.period, rows=sheet.rows, arrived_at=sheet.arrived_at,
        due_on=duty.due_on if duty else None, fingerprint=sheet.sha256[:DIGITS],
        waiting=sum(number == sheet.number for number in desk.state.asked_by.values()), warnings=sheet.warnings,
        missing=len(still_open), named=tuple(customers)[:NAMED],
    )  # fmt: skip


def _duties(desk: Desk) -> Mapping[str, BatchDuty]:
    """What agents have to hand in for the batches that came these days, by the batch's name."""
    now = desk.present

    def worked_out() -> Mapping[str, BatchDuty]:
        recent = {s.period for s in desk.state.submissions if (now.today - s.posted_on).days <= DAYS_LATE}
        ends = [batch.until_on for batch in desk.state.batches() if batch.name in recent]
        if not ends:
            return {}
        duties = batch_duties(desk, now, Period(min(ends), max(ends) + timedelta(days=1), ""))
        return {duty.period.name: duty for duty in duties}

    return desk.once(("receipts", now.at, len(desk.state.submissions), len(desk.state.corrections)), worked_out)


def _calls(desk: Desk, period: str, agent: str) -> Sequence[IssuedCall]:
    """The agent's calls of the batch."""

    def worked_out() -> Mapping[str, Sequence[IssuedCall]]:
        calls: dict[str, list[IssuedCall]] = {}
        for call in desk.ledger.issued().of_period(period):
            calls.setdefault(call.agent, []).append(call)
        return calls

    return desk.once(("calls by agent", period, len(desk.state.books)), worked_out).get(agent, ())


def _subject(now: Moment, matters: Sequence[Matter]) -> str:
    receipts = [matter.about for matter in matters]  # several, where several sheets came at once: the newest first
    missing = f"，还缺 {receipts[0].missing} 个" if receipts[0].missing else ""
    return f"【回执】{receipts[0].period} 回访表已收到，入账 {sum(one.rows for one in receipts)} 行{missing}"


RECEIPTS = Occasion(
    name=RECEIPT, template="receipt_mail.txt.j2", subject=_subject, find=_accepted, lapses=True, of_the_work=True
)
