"""表 = 过去的回访: a list of calls of before the office began taken back with all its calls."""

from __future__ import annotations

from huifang.core.catalogue import because
from huifang.core.reasons import Reason
from huifang.flow.correcting.form import Asked, Form, Refused
from huifang.flow.office.desk import Desk
from huifang.ledger.imported_said import PastCallsWithdrawn
from huifang.tables.declared.corrections import OF_PAST, WHOLE


def is_past_call(desk: Desk, number: str) -> bool:
    """Whether it is the number of one call of a list, as the customer's page shows it."""
    return any(number.startswith(f"{kept.number}-") for kept in desk.state.past_lists)


def only_whole() -> Reason:
    """Why a single call of a list is not corrected."""
    return because("Y440", whole=WHOLE[OF_PAST])


def withdraw_past_calls(desk: Desk, form: Form, asked: Asked) -> bool:
    """Take the list back; a form that did so already and is carried out again changes nothing."""
    if not asked.whole:
        raise Refused(only_whole(), "column")
    before = desk.state.withdrawn_past.get(asked.number)
    if before and form.path in before.archived:
        return False
    if before:
        raise Refused(because("Y441", number=asked.number, by=before.by))
    if asked.number not in {kept.number for kept in desk.state.past_lists}:
        raise Refused(because("Y442", number=asked.number))
    form.commit(desk, PastCallsWithdrawn(**asked.said))
    return True
