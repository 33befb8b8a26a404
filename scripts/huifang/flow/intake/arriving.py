"""When a sheet counts as handed in, and what becomes of the mail or archive that it came in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding, Place
from huifang.core.reasons import Reason
from huifang.edges.arriving.arrivals import Arrival, Container, keep_container
from huifang.edges.arriving.laying_by import lay_by, put_aside, take_out
from huifang.flow.intake.forms_to_confirm import CHECK_SHEET, why_somebody_else
from huifang.flow.office.desk import Desk
from huifang.ledger.fetched_said import MailKind
from huifang.ledger.issues import Book
from huifang.ledger.sheets_said import BY_RUN, BY_SERVER, UNCHECKED, ContainerKept
from huifang.ledger.state import FORMAT

#: Clocks of honest servers and computers are no further apart.
_CLOCKS = timedelta(minutes=5)


@dataclass(frozen=True)
class Came:
    """When a sheet was handed in, by whose clock, and what is to be doubted about it."""

    at: datetime
    by: str
    doubts: tuple[Finding, ...] = ()


def arrival_of(desk: Desk, arrival: Arrival, book: Book) -> Came:
    """When its mail reached the server that receives the office's mail, else now. Of one that was fetched that server
    said so itself; nothing that stands in the mail counts.

    A mail from the future, or from before the day the sheet was issued, has a wrong clock: then now as well.
    """
    letter, place = arrival.letter, Place(arrival.shown)
    if letter is None:
        return Came(desk.now, BY_RUN)
    doubts = [*_about_sender(desk, letter.sender, book.agent, place)]
    fetched_at = desk.state.fetched.arrived_at(arrival.inside.sha) if arrival.inside else None
    if fetched_at:
        letter = replace(letter, at=fetched_at, is_checked=True, others=())
    if letter.at is None:
        return Came(desk.now, BY_RUN, (found("F119", place, value=letter.lacking), *doubts))
    mailed = f"{letter.at:{FORMAT}}"
    if letter.others:
        doubts.insert(0, found("F120", place, mailed=mailed, value="；".join(letter.others)))
    issued_on = desk.journal.entries[book.seq - 1].at[:10]
    if mailed[:10] < issued_on:
        return Came(desk.now, BY_RUN, (found("F111", place, mailed=mailed, issued_on=issued_on), *doubts))
    if letter.at > desk.now:
        if letter.at - desk.now > _CLOCKS:
            doubts.insert(0, found("F119", place, value=f"邮件上的收到时间 {mailed} 在现在之后"))
        return Came(desk.now, BY_RUN, tuple(doubts))
    return Came(letter.at, BY_SERVER if letter.is_checked else UNCHECKED, tuple(doubts))


def _about_sender(desk: Desk, sender: str, agent: str, place: Place) -> Iterator[Finding]:
    """F121 where somebody else sent the sheet of an agent whose address is known."""
    people = desk.present.people
    person = people.by_no.get(agent)
    if person and person.email and sender != person.email.strip().lower():
        yield found("F121", place, agent=people.label(agent), value=sender or "(没有写发件人)")


def why_not_by_mail(desk: Desk, arrival: Arrival, reason: Reason) -> Reason:
    """Why a form waits for a person, and where a mail brought it that we fetched, why it does not count from there."""
    mail = desk.state.fetched.mails.get(arrival.inside.sha) if arrival.inside else None
    by = desk.present.people.by_no.get(mail.person) if mail else None
    other = why_somebody_else(by, is_checks=CHECK_SHEET in reason.text) if by else None
    doubt = mail.doubt or (other.text if other else "") if mail else ""
    return replace(reason, text=f"{reason.text}({doubt})") if doubt else reason


@dataclass(frozen=True)
class Closed:
    """A mail or archive that was dealt with: why it was left (None: it is kept), and what stood in the way."""

    left: Reason | None
    notes: tuple[Finding, ...]


def close_container(desk: Desk, arrival: Arrival, container: Container, form: Reason | None) -> Closed:
    """Keep a mail or archive whose files were dealt with and take it out of the inbox.

    If none of them was one of our sheets, it is put aside, for what it is instead; where it brought a ``form`` for a
    person, it is laid beside that, for the reason of the form.
    """
    known = {
        *(sheet.sha256 for sheet in desk.state.submissions),
        *desk.state.forms,
        *desk.state.fetched.forms_done,
        *desk.state.checks.files,
    }
    if not container.members & known:
        reason = form or _why_nothing(desk, arrival, container)
        moved = lay_by if form else put_aside
        return Closed(reason, tuple(moved(desk.office, arrival, reason.text)))
    if arrival.from_inbox:
        kept = keep_container(desk.office, container)
        if not kept.keys() <= desk.state.archived.keys():  # it brought nothing but what had come before
            desk.commit(ContainerKept(file=arrival.kept_as, archived=kept))
        return Closed(None, tuple(take_out(arrival)))
    return Closed(None, ())


def _why_nothing(desk: Desk, arrival: Arrival, container: Container) -> Reason:
    """Why there is no sheet of ours in a mail or archive."""
    from huifang.edges.arriving.mail_kinds import look_at  # noqa: PLC0415  (most arrivals are no mails)
    from huifang.edges.arriving.mail_senders import sender_in  # noqa: PLC0415
    from huifang.flow.post.senders import Senders  # noqa: PLC0415

    if arrival.path.suffix.lower() != ".eml":
        return because("Y307")
    seen = look_at(container.content)
    if container.members & {book.sha256 for book in desk.state.books}:
        return because("Y356")
    if seen.kind is MailKind.CLOUD:
        return because("Y355", clouds="、".join(seen.clouds))
    if seen.kind in (MailKind.AWAY, MailKind.READ):
        sender = Senders(desk).label(sender_in(container.content).address) or "对方"
        return because("Y357" if seen.kind is MailKind.AWAY else "Y358", sender=sender)
    return because("Y354" if seen.kind is MailKind.LETTER else "Y307")
