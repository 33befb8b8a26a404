"""调查整改: items of the survey that somebody was not content with, and that nobody has put right yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from huifang.flow.office.desk import Desk
from huifang.flow.office.moment import Moment
from huifang.flow.post.letters import Matter, Occasion
from huifang.ledger.letters import matter_key
from huifang.policy.notices import Notice
from huifang.tables.declared import notice_rules
from huifang.tables.declared.surveys import SURVEYS
from huifang.tables.options import DISSATISFIED, SUPERVISOR


def _still_bad(desk: Desk, notice: Notice) -> Iterator[Matter]:
    """Each of them once a month, from when it is first seen until it is put right."""
    now = desk.present
    supervisor = now.people.first_of_role(SUPERVISOR, now.today)
    for row in now.rows(SURVEYS):
        if row["survey_no"] and row["rating"] in DISSATISFIED and row["put_right_on"] is None:
            customer = now.customers.get(row["customer_no"] or "")
            yield Matter(
                key=matter_key(row["survey_no"], f"{now.today:%Y-%m}"), number=row["survey_no"],
                label=row["survey_no"], about={"row": row, "customer": customer.name if customer else ""},
                concerns=(supervisor,) if supervisor else (),
            )  # fmt: skip


def _subject(now: Moment, matters: Sequence[Matter]) -> str:
    return f"【意见调查】{len(matters)} 个不满意的项目还没有整改"


NOT_PUT_RIGHT = Occasion(
    name=notice_rules.NOT_PUT_RIGHT, template="survey_mail.txt.j2", subject=_subject, find=_still_bad, lapses=True,
)  # fmt: skip
