"""Filled 更正单, 批示单 and sheets of spot checks that the office's mailbox brought from who may decide (decision 31):
carried out as by ``correct`` and ``spotcheck collect``. All others wait in 收件箱/待确认 for a person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from huifang.core.catalogue import because
from huifang.core.reasons import Reason
from huifang.edges.arriving.arrivals import Arrival, find_arrivals, keep_container, unpacked
from huifang.edges.arriving.laying_by import lay_by, take_out
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.xlsx_read import read_book
from huifang.edges.store.files import OfficeError, digest
from huifang.flow.audit.checking import ChecksCollected, finish, take_sheet
from huifang.flow.audit.reading_checks import is_checks
from huifang.flow.correcting.applying import Corrected, apply_form
from huifang.flow.intake.forms_to_confirm import may_be_carried_out, why_it_needs_a_person, why_somebody_else
from huifang.flow.mailbox.fetched import Fetched, FormDone
from huifang.flow.office.desk import Desk
from huifang.flow.office.locks import opened_for
from huifang.ledger.fetched_said import FetchedMail, FormByMail, MailKind
from huifang.ledger.sheets_said import ContainerKept
from huifang.policy.people import Person
from huifang.tables.options import AUDITOR, BOSS, SUPERVISOR

#: How what was refused begins.
_REFUSED = "更正没有执行："


def carry_out_forms(desk: Desk, result: Fetched) -> None:
    """All forms in fetched mails that still lie in 收件箱, those of a run that died before it came so far included."""
    for mail, arrival in _lying(desk):
        by = desk.present.people.by_no.get(mail.person)
        if by and not mail.doubt and by.role in (SUPERVISOR, BOSS, AUDITOR) and by.active_on(desk.present.today):
            _of_mail(desk, mail, arrival, by, result)


def _lying(desk: Desk) -> Iterator[tuple[FetchedMail, Arrival]]:
    """The fetched mails in 收件箱 with something attached, as they were fetched."""
    for arrival in find_arrivals(desk.office, ()):
        mail = desk.state.fetched.of_file(arrival.shown)
        if mail and mail.kind == MailKind.ATTACHED.value:
            try:
                if arrival.read()[1] == mail.sha256:
                    yield mail, arrival
            except (OSError, Unreadable):
                continue  # collecting it says what is wrong


@dataclass(frozen=True)
class _Outcome:
    """What became of a form, and why it waits for a person (None: it was carried out)."""

    done: Corrected
    reason: Reason | None


def _of_mail(desk: Desk, mail: FetchedMail, arrival: Arrival, by: Person, result: Fetched) -> None:
    """Carry out the forms of one mail; it is taken out of 收件箱 unless something else is in it, which is collected."""
    whole, parts = None, []
    for part in unpacked([arrival]):
        whole = part if part.opened else whole
        parts += [] if part.opened else [part]
    forms, waiting = 0, None
    for part in parts:
        form = _form_in(part, by)
        if form is None:
            continue
        forms += 1
        if form.reason:
            result.notes.extend(lay_by(desk.office, part, form.reason.text))
        carry_out = _take_checks if form.is_checks else _carry_out
        waiting = form.reason or carry_out(desk, mail, part, by, result) or waiting
    if not forms or forms < len(parts) or whole is None:
        return
    if waiting:
        result.notes.extend(lay_by(desk.office, arrival, waiting.text))
        return
    kept = keep_container(desk.office, whole.opened)
    if not kept.keys() <= desk.state.archived.keys():
        desk.commit(ContainerKept(file=arrival.kept_as, archived=kept))
    result.notes.extend(take_out(arrival))


@dataclass(frozen=True)
class _FormIn:
    """A form in a mail; ``reason`` is why it waits for a person, whoever sent it. ``is_checks``: it is a sheet of the
    auditor's.
    """

    reason: Reason | None
    is_checks: bool = False


def _form_in(part: Arrival, by: Person) -> _FormIn | None:
    """What form a part of a mail is, be it locked with the password of who sent it; None where it is none."""
    if not part.content or part.problem or not part.is_workbook:
        return None
    try:
        raw = read_book(opened_for(part.content, by.person_no))
    except Unreadable:
        return None
    needs = why_it_needs_a_person(raw)
    if needs is None:
        return None
    checks = is_checks(raw)
    if why_somebody_else(by, is_checks=checks):
        return None  # collecting it says why it waits
    return _FormIn(None if checks or may_be_carried_out(raw) else needs, checks)


def _take_checks(desk: Desk, mail: FetchedMail, part: Arrival, by: Person, result: Fetched) -> Reason | None:
    """One sheet of the auditor's. Whoever fetches the mail learns that it came, and nothing of what it says."""
    sha = digest(part.content or b"")
    before = desk.state.fetched.forms.get(sha)
    if before and before.is_done:
        return None
    checks = ChecksCollected()
    take_sheet(desk, part, checks, is_asked_for=True)
    finish(desk, checks)
    refused = next((one.reason for one in checks.returned if one.marked is None), None)
    reason = refused or next((reason for _, reason in checks.ignored), None)
    rows = sum(sheet.rows for sheet in checks.entered)
    said = FormByMail(
        form=sha, mail=mail.sha256, by=by.person_no, applied=rows, declined=0, refused=0, is_done=reason is None
    )
    if before != said:
        desk.commit(said)
    if reason:
        result.notes.extend(lay_by(desk.office, part, reason.sentence))
    result.forms.append(FormDone(file=part.shown, by=by.label, applied=rows, declined=0, reason=reason, is_checks=True))
    return reason


def _carry_out(desk: Desk, mail: FetchedMail, part: Arrival, by: Person, result: Fetched) -> Reason | None:
    """One form; why it waits for a person, None where it was carried out."""
    content = part.content or b""
    sha, name = digest(content), PurePosixPath(part.name).name
    before = desk.state.fetched.forms.get(sha)
    if before and before.is_done:
        return None
    try:
        outcome = _outcome(apply_form(desk, part.shown, name, opened_for(content, by.person_no), by))
    except OfficeError as error:
        outcome = _Outcome(Corrected(), error.reason)
    done = outcome.done
    said = FormByMail(
        form=sha, mail=mail.sha256, by=by.person_no, applied=done.applied, declined=done.declined,
        refused=len(done.refused), is_done=outcome.reason is None,
    )  # fmt: skip
    if before != said:
        desk.commit(said)
    if outcome.reason:
        result.notes.extend(lay_by(desk.office, part, outcome.reason.sentence))
    result.notes.extend(done.notes)
    result.forms.append(
        FormDone(
            file=part.shown, by=by.label, applied=done.applied, declined=done.declined, refused=done.refused,
            reason=outcome.reason,
        )
    )  # fmt: skip
    return outcome.reason


def _outcome(done: Corrected) -> _Outcome:
    if done.refused:
        return _Outcome(
            done,
            because("Y347", count=len(done.refused), why=done.refused[0].message.removeprefix(_REFUSED).rstrip("。")),
        )
    if not (done.asked or done.declined):
        return _Outcome(done, because("Y348"))
    return _Outcome(done, None)
