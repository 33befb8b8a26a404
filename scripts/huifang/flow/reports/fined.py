"""罚款名单: who is fined for sheets that were due in the month that is over, one list for whoever pays the wages
(003/一, 003/二 五). A decision that changes it brings the whole list once more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from huifang.core.periods import Period, period_of, previous_period
from huifang.decisions.reports.fines import Fined, fines_of
from huifang.decisions.reports.handing_in import HandIn, hand_ins_of
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.post.letters import Matter, Occasion, people_of
from huifang.flow.reports.dunning import DAYS_ASKED
from huifang.flow.reports.handed_in import batch_duties
from huifang.ledger.letters import matter_key
from huifang.policy.notices import Notice
from huifang.tables.declared.notice_rules import FINES
from huifang.tables.options import SUPERVISOR


@dataclass(frozen=True, slots=True)
class FineList:
    """The fines of a month, and their sum."""

    month: str
    fined: tuple[Fined, ...]

    @property
    def total(self) -> float:
        """What they come to, in yuan."""
        return sum(one.yuan for one in self.fined)


def _last_month(desk: Desk, notice: Notice) -> Iterator[Matter]:
    now = desk.present
    days, duty = now.policy.report_days, now.policy.sheet_duty
    month = previous_period(period_of(now.today, "月", days), "月", days)
    if not (duty and duty.fine_yuan) or month.until_on < desk.state.founded_on:
        return
    if (now.today - month.until_on).days > DAYS_ASKED:
        return
    fined = fines_of(_due_in(desk, now, month), now.people)
    if fined:
        told = "|".join(f"{one.agent} {one.yuan:g} {'、'.join(one.sheets)}" for one in fined)
        yield Matter(
            key=matter_key(month.name, sha256(told.encode()).hexdigest()[:8]), label=month.name,
            about=FineList(month.name, fined), concerns=people_of(now, (SUPERVISOR,)),
        )  # fmt: skip


def _due_in(desk: Desk, now: Moment, month: Period) -> list[HandIn]:
    """The sheets that were due in the month, of whatever batch, as they stand now."""
    ended = Period(month.from_on - timedelta(days=DAYS_ASKED * 2), month.until_on, "")
    duties = [one for one in batch_duties(desk, now, ended) if one.due_on in month]
    return [*hand_ins_of(duties, now.policy, now.people, now.at)] if duties else []


def _subject(now: Moment, matters: Sequence[Matter]) -> str:
    return f"【罚款名单】{'、'.join(matter.about.month for matter in matters)}"


FINED = Occasion(name=FINES, template="fines_mail.txt.j2", subject=_subject, find=_last_month, lapses=True)
