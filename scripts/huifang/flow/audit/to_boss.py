"""抽查报告 goes to the boss, and to nobody else unless the rules say so."""

from __future__ import annotations

from collections.abc import Sequence

from huifang.core.findings import Finding
from huifang.decisions.audit import told
from huifang.decisions.audit.audited import PeriodAudit
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.post.letters import LettersDone, Matter, Occasion, can_be_mailed, people_of, without_address
from huifang.flow.post.writing import write_by
from huifang.ledger.audits_said import AuditReported
from huifang.ledger.letters import matter_key
from huifang.policy.notices import Notice
from huifang.tables.declared.mail_rules import AUDIT_REPORT
from huifang.tables.options import BOSS, SUPERVISOR


def _subject(now: Moment, matters: Sequence[Matter]) -> str:
    (said, _) = matters[0].about
    return f"【抽查】{said.period} {told.TITLE}{f'（第 {said.version} 版）' if said.version > 1 else ''}"


#: A letter for each version, in no thread, and no copy of it stays in the office's own mailbox.
TO_BOSS = Occasion(name=AUDIT_REPORT, template="audit_mail.txt.j2", subject=_subject, of_the_work=True)


def send_to_boss(desk: Desk, said: AuditReported, made: PeriodAudit) -> list[Finding]:
    """A draft with the report's files to every boss, once for each version; what is noted."""
    now, done = desk.present, LettersDone(AUDIT_REPORT)
    if not TO_BOSS.notices(now.policy):
        return []
    roles = (BOSS, SUPERVISOR) if now.policy.audit_to_supervisor else (BOSS,)
    readers = people_of(now, roles)
    reached = tuple(filter(can_be_mailed, readers))
    done.notes = [without_address(now, one.person_no, told.TITLE) for one in readers if one not in reached]
    if reached or not readers:
        notice = Notice(occasion=AUDIT_REPORT, roles=() if readers else (BOSS,))
        matter = Matter(
            key=matter_key(said.period, str(said.version)), label=said.period, about=(said, told.five_lines(made)),
            concerns=reached, files=said.files,
        )  # fmt: skip
        write_by(desk, TO_BOSS, notice, [matter], done)
    return done.notes
