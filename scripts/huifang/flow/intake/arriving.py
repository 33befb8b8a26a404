"""When a sheet counts as handed in, and what becomes of the mail or archive that it came in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding, Place
from huifang.core.reasons import Reason
from huifang.edges.arriving.arrivals import Arrival, Container, keep_container
from huifang.edges.arriving.laying_by import lay_by, put_aside, take_out
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


@dataclass(frozen=True)
class Closed:
    """A mail or archive that was dealt with: why it was left (None: it is kept), and what stood in the way."""

    left: Reason | None
    notes: tuple[Finding, ...]


def close_container(desk: Desk, arrival: Arrival, container: Container, form: Reason | None) -> Closed:
    """Keep a mail or archive whose files were dealt with and take it out of the inbox.

    If none of them was one of our sheets, it is put aside; where it brought a ``form`` for a person, it is laid beside
    that, for the reason of the form.
    """
    if not container.members & {submission.sha256 for submission in desk.state.submissions}:
        reason = form or because("Y307")
        moved = lay_by if form else put_aside
        return Closed(reason, tuple(moved(desk.office, arrival, reason.text)))
    if arrival.from_inbox:
        kept = keep_container(desk.office, container)
        if not kept.keys() <= desk.state.archived.keys():  # it brought nothing but what had come before
            desk.commit(ContainerKept(file=arrival.kept_as, archived=kept))
        return Closed(None, tuple(take_out(arrival)))
    return Closed(None, ())
