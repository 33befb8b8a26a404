"""What 发件箱 holds: the marked sheet, the form for the supervisor, and beside each a mail draft to send it with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from huifang.core.alike import grouped
from huifang.core.findings import Finding
from huifang.core.text import file_name
from huifang.edges.drawing.sheet_names import RESULTS
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.xlsx_read import read_book
from huifang.edges.store.files import OfficeError, digest, read_bytes, workbook_ending
from huifang.edges.store.office import OUTBOX
from huifang.flow.office.desk import Desk
from huifang.flow.office.locks import opened
from huifang.flow.office.moment import Moment
from huifang.ledger.posting import Change
from huifang.policy.people import People, Person
from huifang.policy.register_read import cell_options
from huifang.tables.declared.calls import CALLS
from huifang.tables.declared.corrections import offered_subjects
from huifang.tables.options import Options

if TYPE_CHECKING:
    from huifang.edges.marking.rounds import LastRound
    from huifang.edges.post.mail_drafts import Draft


@dataclass(frozen=True)
class About:
    """The sheet that something is sent about: whose, which batch, how it was called, and its hash."""

    agent: str
    period: str
    file: str
    sha: str

    def label(self, people: People) -> str:
        """What the files that go back are called after: person, batch, and the content's fingerprint."""
        return file_name(f"{people.label(self.agent)}-{self.period}-{self.sha[:8]}")


@dataclass(frozen=True)
class Sent:
    """The file that was put into 发件箱 (None: the next run does it), and what stood in the way."""

    path: str | None
    notes: tuple[Finding, ...]


def send_marked(desk: Desk, about: About, content: bytes, findings: Sequence[Finding], posted: int) -> Sent:
    """The marked copy of a faulty sheet, and a draft to its agent; ``posted`` is how many rows were taken."""
    from huifang.edges.marking.marked_copy import mark  # noqa: PLC0415
    from huifang.edges.post.mail_drafts import Draft, covering_text  # noqa: PLC0415  (most sheets are good: nothing goes back)

    now = desk.present
    path = f"{OUTBOX}/退回-{about.label(now.people)}{workbook_ending(about.file)}"
    person = _person(now.people, about.agent)
    text = covering_text(
        "returned_mail.txt.j2",
        name=person.name or about.agent,
        period=about.period,
        file=about.file,
        errors=grouped(finding for finding in findings if finding.is_error),
        posted=posted,
        results=RESULTS,
        newest=_newest_sheet(desk, about.agent),
        unit_name=now.policy.unit_name,
    )
    subject = f"【回访表退回】{about.period} {person.name or about.agent}"
    marked = mark(opened(desk, content, about.file), findings, _last_round(desk, about))
    return send(desk, path, marked, Draft(to=(person,), subject=subject, text=text, periods=(about.period,)))


def send_marked_form(
    desk: Desk, form: str, file: str, content: bytes, findings: Sequence[Finding], to: Sequence[Person]
) -> Sent:
    """The marked copy of a printed form that came back with errors, and a draft to whoever sent it, as far as that is
    known.
    """
    from huifang.edges.marking.marked_copy import mark  # noqa: PLC0415
    from huifang.edges.post.mail_drafts import Draft, covering_text  # noqa: PLC0415  (as above)

    path = f"{OUTBOX}/退回-{file_name(f'{form}-{digest(content)[:8]}')}{workbook_ending(file)}"
    text = covering_text(
        "returned_form_mail.txt.j2", form=form, file=file, results=RESULTS, unit_name=desk.present.policy.unit_name,
        errors=grouped(finding for finding in findings if finding.is_error),
    )  # fmt: skip
    marked = mark(opened(desk, content, file), findings)
    return send(desk, path, marked, Draft(to=to, subject=f"【退回】{form}", text=text))


def _newest_sheet(desk: Desk, agent: str) -> str:
    """What the agent's sheet is called that takes the place of all before it."""
    return next((PurePosixPath(book.file).name for book in reversed(desk.state.books) if book.agent == agent), "")


def _last_round(desk: Desk, about: About) -> LastRound | None:
    """The copy that this agent sent for the batch before, as it is kept in the archive; None if there is none."""
    from huifang.edges.marking.rounds import LastRound  # noqa: PLC0415  (as above)

    before = [s for s in desk.state.submissions if (s.agent, s.period) == (about.agent, about.period)]
    if not before:
        return None
    try:
        content = opened(desk, read_bytes(desk.office.path(before[-1].archived)), before[-1].archived)
        grid = read_book(content).sheets.get(CALLS.name, ())
    except (OfficeError, Unreadable):
        return None  # verify tells of it
    return LastRound(CALLS, grid, before[-1].findings)


def send_form(desk: Desk, about: About, changes: Sequence[Change]) -> Sent:
    """A form on which the supervisor confirms the changes, and a draft to the supervisor."""
    from huifang.edges.books.correction_form import correction_book  # noqa: PLC0415  (changes are rare)
    from huifang.edges.post.mail_drafts import Draft, covering_text  # noqa: PLC0415

    now = desk.present
    path = f"{OUTBOX}/更正单-{about.label(now.people)}.xlsx"
    supervisors = now.people.supervisors_of(about.agent, now.today)
    person = _person(now.people, about.agent)
    text = covering_text(
        "correction_mail.txt.j2",
        name="、".join(supervisor.name for supervisor in supervisors) or "主管",
        agent=person.label,
        period=about.period,
        changes=changes,
        unit_name=now.policy.unit_name,
    )
    subject = f"【更正待确认】{about.period} {person.name or about.agent}"
    form = correction_book(changes, desk.state.office_id, options_of(desk, now), now.policy.unit_name)
    return send(desk, path, form, Draft(to=supervisors, subject=subject, text=text, periods=(about.period,)))


def options_of(desk: Desk, now: Moment) -> Options:
    """The lists that the columns of a form name."""
    return {**cell_options(now.policy), **offered_subjects(desk.workbooks)}


def _person(people: People, agent: str) -> Person:
    return people.by_no.get(agent) or Person(person_no=agent)


def send(desk: Desk, path: str, content: bytes, draft: Draft) -> Sent:
    """Write the file and a draft that has it attached; what cannot be put there now waits, which is noted and stops
    nothing.
    """
    from huifang.flow.post.drafting import put_draft, put_file  # noqa: PLC0415  (as above)

    name = PurePosixPath(path)
    waits = put_file(desk, path, content)
    put = put_draft(desk, str(name.with_suffix("")), replace(draft, attached={name.name: content}))
    return Sent(None if waits else path, (*waits, *put.notes))
