"""The rows that were returned and not corrected, as of a moment; which calls wait for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from huifang.flow.office.moment import Moment
from huifang.ledger.issues import Issued
from huifang.ledger.refused import ReturnedRow, still_refused
from huifang.ledger.state import State
from huifang.tables.options import ABOUT_CUSTOMER, ABOUT_PLAN, GIVE_UP


def refused_of(moment: Moment) -> list[ReturnedRow]:
    """Those of calls up to that day that nobody has given up, as they are known now."""
    submissions = moment.state.submissions
    rows = [row for sheet in submissions for row in sheet.refused or ()]
    if not rows:
        return []
    records = moment.ledger.sharing({row.plan_no for row in rows} - {""}, {row.customer_no for row in rows} - {""})
    waiting = still_refused(submissions, records)
    return [row for row in waiting if row.day <= moment.today and not _is_given_up(moment, row)]


def _is_given_up(moment: Moment, row: ReturnedRow) -> bool:
    people, said = moment.people, row.said
    return bool(
        people.exemption(ABOUT_PLAN, said.plan_no, moment.today, GIVE_UP)
        or people.exemption(ABOUT_CUSTOMER, said.customer_no, moment.today, GIVE_UP)
    )


def returned_calls(refused: Iterable[ReturnedRow], issued: Issued, state: State) -> dict[str, date]:
    """By plan number, those served by the same call among them, when a row was returned that was not issued since."""
    seqs = {book.file: book.seq for book in state.books}
    newest = {call.plan_no: call for calls in issued.by_customer().values() for call in calls}
    returned: dict[str, date] = {}
    for row in refused:
        call = newest.get(row.said.plan_no)
        if call and seqs.get(call.book, 0) < row.sheet.seq:
            returned.update(dict.fromkeys(call.covers, row.sheet.posted_on))
    return returned
