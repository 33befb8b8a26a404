"""When a sheet counts as handed in, and what becomes of the mail or archive that it came in."""

from __future__ import annotations

from datetime import datetime

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding, Place
from huifang.core.reasons import Reason
from huifang.edges.arriving.arrivals import Arrival, Container, keep_container, put_aside, take_out
from huifang.flow.office.desk import Desk
from huifang.ledger.issues import Book
from huifang.ledger.sheets_said import ContainerKept
from huifang.ledger.state import FORMAT


def arrival_time(desk: Desk, arrival: Arrival, book: Book) -> tuple[datetime, tuple[Finding, ...]]:
    """When the sheet was handed in: when its mail came, else now.

    A mail from the future, or from before the day the sheet was issued, has a wrong clock: then now as well.
    """
    mailed = arrival.mailed_at
    if mailed is None or mailed >= desk.now:
        return desk.now, ()
    issued_on = desk.journal.entries[book.seq - 1].at[:10]
    if f"{mailed:%Y-%m-%d}" >= issued_on:
        return mailed, ()
    return desk.now, (found("F111", Place(arrival.shown), mailed=f"{mailed:{FORMAT}}", issued_on=issued_on),)


def close_container(desk: Desk, arrival: Arrival, container: Container) -> Reason | None:
    """Keep a mail or archive whose files were dealt with and take it out of the inbox.

    If none of them was one of our sheets, it is put aside, and the reason is returned.
    """
    if not container.members & {submission.sha256 for submission in desk.state.submissions}:
        reason = because("Y307")
        put_aside(desk.office, arrival, reason.text)
        return reason
    if arrival.from_inbox:
        kept = keep_container(desk.office, container)
        if not kept.keys() <= desk.state.archived.keys():  # it brought nothing but what had come before
            desk.commit(ContainerKept(file=arrival.kept_as, archived=kept))
        take_out(arrival)
    return None
