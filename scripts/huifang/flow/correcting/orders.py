"""批示: what was decided about a problem, for whoever carries it out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from huifang.edges.store.files import digest
from huifang.flow.calls.problems import carried_out_by
from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.post.letters import LettersDone, Matter, Occasion
from huifang.flow.post.writing import write_by
from huifang.ledger.letters import matter_key
from huifang.ledger.problems import DROPPED
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


@dataclass(frozen=True, kw_only=True)
class Order:
    """A decision for who carries it out: until when (None: nothing was said), whether the customer is told first, and
    the line that can be sent on as it is.
    """

    record: CallRecord
    until_on: date | None
    tell_back: bool
    message: str


def _matter(now: Moment, record: CallRecord) -> Matter:
    carrier = now.people.by_no.get(carried_out_by(now, record))
    said = digest(record.decision.encode())[:8]
    return Matter(
        key=matter_key(record.record_no, said), label=record.record_no, about=order_about(now, record),
        concerns=(carrier,) if carrier else (),
    )  # fmt: skip


def order_about(now: Moment, record: CallRecord) -> Order:
    """What was decided about the problem, for whoever carries it out."""
    made = now.state.decided(now.at).get(record.record_no)
    kept = made.decision if made else None
    until_on = date.fromisoformat(kept.until_on) if kept and kept.until_on else None
    who = next((p.name for p in now.people.by_no.values() if made and p.label == made.by), "")
    until = f"，{until_on:%m-%d} 前" if until_on else ""
    message = f"【批示】{record.customer_name}：{who}{record.decision}。"
    if DROPPED not in record.decision:
        message += f"请你办{until}；办完在回访表写“已解决”。"
    return Order(record=record, until_on=until_on, tell_back=bool(kept and kept.tell_back), message=message)
