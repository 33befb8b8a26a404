"""抽查: the sheets of a draw go to the auditor, and to nobody else."""

from __future__ import annotations

from collections.abc import Sequence

from huifang.core.findings import Finding
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.post.letters import LettersDone, Matter, Occasion, can_be_mailed, people_of, without_address
from huifang.flow.post.writing import write_by
from huifang.ledger.kinds import Draw
from huifang.ledger.letters import matter_key
from huifang.policy.notices import Notice
from huifang.tables.declared.mail_rules import SPOT_CHECK
from huifang.tables.options import AUDITOR


def _subject(now: Moment, matters: Sequence[Matter]) -> str:
    (draw,) = (matter.about for matter in matters)
    return f"【抽查】{draw.period} 抽查核查表{f'（第 {draw.number} 次）' if draw.number > 1 else ''}"


#: Its mail names nobody who was drawn, and stands in no thread: whoever sees the draft or the list of mails learns
#: nothing but that a draw was made.
TO_AUDITOR = Occasion(name=SPOT_CHECK, template="spotcheck_mail.txt.j2", subject=_subject, of_the_work=True)


def send_to_auditor(desk: Desk, draw: Draw, more: str = "") -> list[Finding]:
    """A draft with the sheets of the draw to every auditor, once; what is noted. ``more`` names one further sheet."""
    now, done = desk.present, LettersDone(SPOT_CHECK)
    if not (draw.workbooks and TO_AUDITOR.notices(now.policy)):
        return []
    auditors = people_of(now, (AUDITOR,))
    reached = tuple(filter(can_be_mailed, auditors))
    done.notes = [without_address(now, one.person_no, "抽查核查表") for one in auditors if one not in reached]
    if reached or not auditors:
        notice = Notice(occasion=SPOT_CHECK, roles=() if auditors else (AUDITOR,))
        matter = Matter(
            key=matter_key(draw.period, str(draw.number), *filter(None, [more])), label=draw.period, about=draw,
            concerns=reached, files=draw.workbooks,
        )  # fmt: skip
        write_by(desk, TO_AUDITOR, notice, [matter], done)
    return done.notes
