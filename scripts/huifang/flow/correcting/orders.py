"""批示: what was decided about a problem, for whoever carries it out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from huifang.edges.store.files import digest
from huifang.flow.calls.problems import carried_out_by
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.post.letters import LettersDone, Matter, Occasion, write_by
from huifang.ledger.letters import matter_key
from huifang.ledger.records import CallRecord
from huifang.tables.declared import notice_rules


def _subject(now: Moment, matters: Sequence[Matter]) -> str:
    return f"【请按批示办理】{len(matters)} 个没有解决的问题"


DECIDED = Occasion(name=notice_rules.DECISION, template="order_mail.txt.j2", subject=_subject)


def send_orders(desk: Desk, records: Iterable[CallRecord]) -> LettersDone:
    """Write to whoever carries out what was decided about these problems."""
    done, matters = LettersDone(DECIDED.name), [_matter(desk.present, record) for record in records]
    for notice in desk.present.policy.notices_of(DECIDED.name):
        write_by(desk, DECIDED, notice, matters, done)
    return done


def _matter(now: Moment, record: CallRecord) -> Matter:
    carrier = now.people.by_no.get(carried_out_by(now, record))
    said = digest(record.decision.encode())[:8]
    return Matter(
        key=matter_key(record.record_no, said), label=record.record_no, about=record,
        concerns=(carrier,) if carrier else (),
    )  # fmt: skip
