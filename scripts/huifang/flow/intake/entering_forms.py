"""Entering filled forms into the registers that they are about: archive → register → journal → back what is wrong.

Nothing that stands in a register is overwritten. A run that dies in between leaves cells that stand as the form says:
the next one finds them there and says in the journal where they come from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from huifang.core.catalogue import because
from huifang.core.reasons import Reason
from huifang.core.text import file_name
from huifang.edges.arriving.arrivals import Arrival, Container, keep_container
from huifang.edges.arriving.laying_by import lay_by, take_out
from huifang.edges.reading.cell_digest import digest_of
from huifang.edges.store.files import OfficeError, digest, workbook_ending
from huifang.edges.store.keeping import keep
from huifang.edges.store.office import ARCHIVE
from huifang.flow.intake.collected import Collected, Returned, TakenForm, TakenRow
from huifang.flow.intake.judging_forms import JudgedForm, JudgedRow, judge_form
from huifang.flow.intake.register_forms import FilledForm
from huifang.flow.office.desk import Desk
from huifang.flow.post.sending import send_marked_form
from huifang.ledger.forms_said import EnteredRow, FormEntered


@dataclass(frozen=True)
class FormFile:
    """The file that a form came as: how it is named in what is stored, its bytes, the mail that brought it."""

    name: str
    content: bytes
    inside: Container | None = None


def enter_form(desk: Desk, judged: JudgedForm, file: FormFile, by: str = "") -> None:
    """Put what is new on the form into its register, and say so in the journal; ``by`` confirmed what is decided there.

    Raises:
        OfficeError: the register cannot be written; then nothing was entered.
    """
    letters, table, sha = desk.present.read(judged.table).letters, judged.table, digest(file.content)
    title, name = file_name(judged.filled.form.title), PurePosixPath(file.name.rpartition("!")[2])
    path = f"{ARCHIVE}/表单/{title}/{file_name(f'{sha[:12]}-{name.stem}')}{workbook_ending(name.name)}"
    kept = keep(desk.office, path, file.content)
    container = keep_container(desk.office, file.inside)
    added = [
        {letters[key]: value for key, value in row.new.items() if key in letters} for row in judged.rows if row.added
    ]
    cells: dict[str, Any] = {
        row.row.place(key).cell or "": value for row in judged.rows if row.row for key, value in row.new.items()
    }
    if added or cells:
        desk.edit_register(table, added, cells)
    rows = (EnteredRow(number=row.number, keys=(*row.new, *row.there), added=row.added) for row in judged.rows)
    desk.commit(
        FormEntered(
            form=judged.filled.form.title, table=table.name, file=file.name, sha256=sha, path=kept.path,
            rows=tuple(row for row in rows if row.keys), errors=judged.errors, by=by,
            waiting=sum(len(row.waiting) for row in judged.rows), archived={kept.path: kept.sha, **container},
            cells={kept.path: digest_of(file.content)},
        )
    )  # fmt: skip


def take_form(desk: Desk, arrival: Arrival, filled: FilledForm, result: Collected) -> Reason | None:
    """Deal with a form that came in: the reason why it waits for a person, if it does.

    Raises:
        Stranger: it is none of this office's forms.
        OfficeError: a register cannot be read.
    """
    content, sha = arrival.read()
    judged = judge_form(desk, filled, arrival.shown)
    waits = _why_it_waits(judged)
    if sha in desk.state.forms and not judged.brings_something and not waits:
        result.notes.extend(take_out(arrival))
        result.duplicates.append(arrival.shown)
        return None
    if not waits or judged.errors or any(row.new or row.there for row in judged.rows):
        try:
            enter_form(desk, judged, FormFile(arrival.kept_as, content, arrival.inside))
        except OfficeError as error:  # it stays where it is, and the next run enters it
            result.ignored.append((arrival.shown, error.reason))
            return None
    result.filled.append(_told(judged, arrival.shown, sha))
    if judged.errors:
        _send_back(desk, judged, arrival, content, result)
    if waits:
        result.notes.extend(lay_by(desk.office, replace(arrival, content=content), waits.text))
        result.ignored.append((arrival.shown, waits))
    else:
        result.notes.extend(take_out(arrival))
    return waits


def _why_it_waits(judged: JudgedForm) -> Reason | None:
    if not judged.waiting:
        return None
    return because("Y314", form=judged.filled.form.title, what="、".join(judged.waiting))


def _told(judged: JudgedForm, shown: str, sha: str) -> TakenForm:
    warnings = tuple(finding for finding in judged.findings if not finding.is_error)
    rows = tuple(_row(judged, row) for row in judged.rows if row.new or row.there or row.waiting)
    return TakenForm(shown, judged.filled.form.title, judged.table.name, sha, rows, warnings)


def _row(judged: JudgedForm, row: JudgedRow) -> TakenRow:
    numbers = judged.table.unique[:1]

    def headers(keys: Iterable[str]) -> tuple[str, ...]:
        return tuple(judged.table.by_key[key].header for key in keys if key not in numbers)

    return TakenRow(row.number, row.added, headers(row.new), headers(row.there), headers(row.waiting))


def _send_back(desk: Desk, judged: JudgedForm, arrival: Arrival, content: bytes, result: Collected) -> None:
    title = judged.filled.form.title
    sender = arrival.letter.sender if arrival.letter else ""
    people = desk.present.people.by_no.values()
    whose = [person for person in people if sender and person.email.strip().lower() == sender][:1]
    sent = send_marked_form(desk, title, arrival.name, content, judged.findings, whose)
    result.notes.extend(sent.notes)
    reason, agent = because("Y310", count=judged.errors), "".join(person.person_no for person in whose)
    result.returned.append(Returned(arrival.shown, reason, judged.findings, sent.path, agent, title if agent else ""))
