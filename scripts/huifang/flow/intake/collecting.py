"""Collecting: file → whose sheet → checks → archive → segment → journal → back to the sender what is wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from huifang.core.catalogue import because, found
from huifang.core.findings import Finding, Place
from huifang.core.reasons import Reason
from huifang.edges.arriving.arrivals import Arrival, find_arrivals, unpacked
from huifang.edges.arriving.laying_by import lay_by, put_aside, take_out
from huifang.edges.arriving.unfinished import Unfinished
from huifang.edges.reading.unreadable import NotTakenOut, Unreadable
from huifang.flow.aftermath.passing_on import pass_on
from huifang.flow.aftermath.writing_back import write_back
from huifang.flow.intake.arriving import arrival_of, close_container, why_not_by_mail
from huifang.flow.intake.collected import Accepted, Collected, Returned
from huifang.flow.intake.entering_forms import take_form
from huifang.flow.intake.judging import ForAPerson, Judged, Stranger
from huifang.flow.intake.reading import Outcome, read_sheet, read_sheets
from huifang.flow.intake.register_forms import FilledForm
from huifang.flow.intake.shards import MAX_SHEETS, Shard, SheetForLedger, get_ready_to_post
from huifang.flow.office.desk import Desk
from huifang.flow.post.sending import About, send_form, send_marked
from huifang.ledger.posting import Change, Posting, post
from huifang.ledger.records import CallRecord
from huifang.ledger.sheets_said import ChangesSettled, Settled
from huifang.tables.declared.calls import CALLS


def collect(desk: Desk, paths: Iterable[Path]) -> Collected:
    """Take the files (or the inbox) into the ledger, in their order."""
    return collect_arrivals(desk, find_arrivals(desk.office, paths))


def collect_arrivals(desk: Desk, found_there: Iterable[Arrival]) -> Collected:
    """The same with what was found already."""
    run = _Run(desk)
    arrivals = run.without_unfinished(found_there)
    done, server = 0, desk.present.policy.mail_server
    fetched = desk.state.fetched.arrived_at if desk.state.fetched.mails else None
    for some in read_sheets(desk, unpacked(arrivals, server, fetched), run.is_to_be_read, get_ready_to_post):
        run.look_up(some)
        for arrival, outcome in some:
            run.take(arrival, outcome)
        done += sum(arrival.inside is None for arrival, _ in some)
        desk.progress("收表", done, len(arrivals))
    run.flush()
    run.result.notes.extend(_receipts(desk))
    run.result.back = write_back(desk)
    run.result.passed = pass_on(desk)
    return run.result


def _receipts(desk: Desk) -> Iterable[Finding]:
    """What the senders are told of what was entered, where the office has a mailbox; what stood in the way."""
    if not desk.present.policy.mailbox.is_used:
        return ()
    from huifang.flow.intake.receipts import RECEIPTS  # noqa: PLC0415  (few offices have one)
    from huifang.flow.post.writing import write_letters  # noqa: PLC0415

    return write_letters(desk, RECEIPTS).notes


class _Run:
    """One run of ``collect``: sheets are gathered into shards, each of which is posted as a whole."""

    def __init__(self, desk: Desk) -> None:
        self.result = Collected(notes=list(desk.clock_findings))
        self._desk = desk
        self._unfinished = Unfinished(desk.office, desk.now)
        #: Why a form for a person was laid by, by the hash of the mail or archive that brought it.
        self._forms: dict[str, Reason] = {}
        self._shard = Shard(desk)
        self._posted_agents: set[str] = set()
        self._posted_subjects: set[str] = set()
        #: What is being compared, and what the ledger held of it before this run.
        self._looked_up: set[str] = set()
        self._records: list[CallRecord] = []
        self._had_records = bool(desk.state.segments)
        #: Files that were handed in, and those of them without an error: their bytes bring nothing new.
        self._came_before = {s.sha256 for s in desk.state.submissions if not s.withdrawn}
        self._known = {s.sha256 for s in desk.state.submissions if not s.withdrawn and not s.errors}
        for known in (desk.state.forms, desk.state.checks.files):
            self._known |= {sha for sha, whole in known.items() if whole}
        #: The sheets as they were handed out: in a mail one of them is only quoted.
        self._handed_out = {book.sha256 for book in desk.state.books}

    def without_unfinished(self, arrivals: Iterable[Arrival]) -> list[Arrival]:
        """Those that can be taken for what they are; the others stay where they are, which is said."""
        ready = []
        for arrival in arrivals:
            waits = self._unfinished.why_it_waits(arrival)
            if waits is None:
                ready.append(arrival)
            else:
                self.result.ignored.append((arrival.shown, waits))
        self._unfinished.remember()
        return ready

    def is_to_be_read(self, arrival: Arrival) -> bool:
        """Whether it is a workbook that is not known yet."""
        if arrival.opened or arrival.why_ignored or arrival.problem:
            return False
        try:
            return not self._is_known(arrival.read()[1])
        except (OSError, Unreadable):
            return True  # reading it says what is wrong

    def _is_known(self, sha: str) -> bool:
        """While changes wait to be confirmed, a known sheet may take one back: then it is looked at again."""
        return sha in self._known and not self._desk.state.pending

    def look_up(self, some: Iterable[tuple[Arrival, Outcome | None]]) -> None:
        """Ask the ledger at once for what these sheets may be compared with."""
        entered = [outcome.judged.entered for _, outcome in some if outcome and outcome.judged]
        self._looked_up = {subject for sheet in entered for subject in sheet.subjects}
        if not self._had_records:
            return
        plan_nos = {number for sheet in entered for number in sheet.plan_nos}
        customers = {number for sheet in entered for number in sheet.unplanned_customers}
        self._records = self._desk.ledger.sharing(plan_nos, customers)

    def take(self, arrival: Arrival, outcome: Outcome | None) -> None:
        """Deal with one file."""
        if arrival.opened:
            self.flush()
            closed = close_container(self._desk, arrival, arrival.opened, self._forms.get(arrival.opened.sha))
            self.result.notes.extend(closed.notes)
            if closed.left and all(returned.file != arrival.shown for returned in self.result.returned):
                self.result.ignored.append((arrival.shown, closed.left))
        elif arrival.why_ignored:
            self._ignore(arrival, arrival.why_ignored)
        elif arrival.problem:
            self._return_unreadable(arrival, arrival.problem)
        elif outcome is None:
            self._pass_over(arrival)
        else:
            self._take_sheet(arrival, outcome)

    def _take_sheet(self, arrival: Arrival, outcome: Outcome) -> None:
        try:
            content, sha = arrival.read()
        except (OSError, Unreadable) as error:
            self._return_unreadable(arrival, error)
            return
        if outcome.judged and self._shard.touches(outcome.judged):
            self.flush()
        if self._is_known(sha) or sha in self._desk.state.fetched.forms_done:
            self._pass_over(arrival)
            return
        if arrival.letter and sha in self._handed_out:
            self.result.ignored.append((arrival.shown, because("Y356")))
            return
        overtaken = outcome.judged is not None and outcome.judged.identity.agent in self._posted_agents
        if overtaken or sha != outcome.sha:
            outcome = read_sheet(self._desk, arrival, content)
        if outcome.judged:
            self._enter(arrival, content, outcome, outcome.judged)
        elif outcome.form:
            self._take_form(replace(arrival, content=content), outcome.form)
        elif isinstance(outcome.problem, ForAPerson):
            reason = why_not_by_mail(self._desk, arrival, outcome.problem.reason)
            self._lay_by(replace(arrival, content=content), reason)
        elif isinstance(outcome.problem, Stranger):
            self._ignore(arrival, outcome.problem.reason)
        elif outcome.problem:
            self._return_unreadable(arrival, outcome.problem)

    def _take_form(self, arrival: Arrival, form: FilledForm) -> None:
        """A form that goes into a register: sheets before it are judged by the register as it was."""
        self.flush()
        try:
            waits = take_form(self._desk, arrival, form, self.result)
        except Stranger as stranger:
            self._ignore(arrival, stranger.reason)
            return
        if waits and arrival.inside:
            self._forms[arrival.inside.sha] = waits
        self._known = {*self._known, *(sha for sha, whole in self._desk.state.forms.items() if whole)}

    def flush(self) -> None:
        """Post what was gathered, and say what became of it."""
        sheets = self._shard.sheets
        for sheet in sheets:
            self._send_back(sheet)
        self.result.notes.extend(self._shard.commit())
        for sheet in sheets:
            self._posted_agents.add(sheet.agent)
            self._posted_subjects |= sheet.judged.entered.subjects
            self._came_before.add(sheet.sha)
            if not sheet.errors:
                self._known.add(sheet.sha)
            if sheet.accepted:
                warnings = tuple(finding for finding in sheet.findings if not finding.is_error)
                rows = len(sheet.posting.numbers)
                accepted = Accepted(
                    file=sheet.arrival.shown,
                    agent=sheet.agent,
                    period=sheet.period,
                    rows=rows,
                    sha256=sheet.sha,
                    warnings=warnings,
                    arrived_at=sheet.arrived_at,
                    arrival_by=sheet.arrival_by,
                )
                self.result.accepted.append(accepted)
        self._shard = Shard(self._desk)

    def _ignore(self, arrival: Arrival, reason: Reason) -> None:
        self.result.notes.extend(put_aside(self._desk.office, arrival, reason.sentence))
        self.result.ignored.append((arrival.shown, reason))

    def _lay_by(self, arrival: Arrival, reason: Reason) -> None:
        """A form for a person: the mail that brought it is evidence of who sent it."""
        self.result.notes.extend(lay_by(self._desk.office, arrival, reason.text))
        self.result.ignored.append((arrival.shown, reason))
        if arrival.inside:
            self._forms[arrival.inside.sha] = reason

    def _pass_over(self, arrival: Arrival) -> None:
        self.result.notes.extend(take_out(arrival))
        self.result.duplicates.append(arrival.shown)

    def _return_unreadable(self, arrival: Arrival, error: Exception) -> None:
        waits = self._unfinished.why_it_waits(arrival)
        if waits:  # it was changed since it was looked at
            self.result.ignored.append((arrival.shown, waits))
            return
        if isinstance(error, Unreadable):
            reason = error.reason
            self.result.notes.extend(put_aside(self._desk.office, arrival, reason.sentence))
        else:
            reason = because("Y118")
        finding = found("F110" if isinstance(error, NotTakenOut) else "F101", Place(arrival.shown), reason=reason)
        self.result.returned.append(Returned(arrival.shown, reason, (finding,), None))

    def _enter(self, arrival: Arrival, content: bytes, outcome: Outcome, judged: Judged) -> None:
        """Compare a sheet with the ledger and put it into the shard, unless it brings nothing new."""
        state = self._desk.state
        posting = post(judged.entered, self._to_compare_with(judged), self._shard.unplanned)
        pending, declined = self._sort_changes(posting.changes, arrival.shown)
        settled = self._settled(posting, pending)
        asked = [c for c in pending if state.pending.get((c.record_no, c.key)) != (c.old, c.new)]
        self.result.pending.extend((arrival.shown, change) for change in pending)
        if outcome.sha in self._came_before and not posting.numbers and not asked:
            if settled:
                self._desk.commit(ChangesSettled(settled=tuple(settled)))
            self._pass_over(arrival)
            return
        came = arrival_of(self._desk, arrival, judged.identity.book)
        findings = (*judged.findings, *declined, *came.doubts)
        sheet = SheetForLedger(
            number=self._shard.next_number,
            arrival=arrival,
            content=content,
            sha=outcome.sha,
            cells=outcome.cells,
            judged=judged,
            posting=posting,
            asked=asked,
            settled=settled,
            findings=findings,
            arrived_at=came.at,
            arrival_by=came.by,
        )
        self._shard.add(sheet)
        if len(self._shard.sheets) >= MAX_SHEETS:
            self.flush()

    def _to_compare_with(self, judged: Judged) -> list[CallRecord]:
        """Records that may be the same as rows of the sheet: those posted by this very run included, and also where
        the sheet could only be read, or was saved once more, after the others were looked up.
        """
        plan_nos, customers = judged.entered.plan_nos, judged.entered.unplanned_customers
        subjects = judged.entered.subjects
        if not self._posted_subjects.isdisjoint(subjects) or not self._looked_up.issuperset(subjects):
            return self._desk.ledger.sharing(plan_nos, customers)
        return [r for r in self._records if (r.plan_no in plan_nos if r.plan_no else r.customer_no in customers)]

    def _sort_changes(self, changes: Iterable[Change], shown: str) -> tuple[list[Change], list[Finding]]:
        """Changes that wait for the supervisor, and findings for those that were declined before."""
        pending, declined = [], []
        for change in changes:
            if (change.record_no, change.key, change.new) in self._desk.state.declined:
                declined.append(
                    found(
                        "L708", Place(shown, CALLS.name), record_no=change.record_no, column=change.column,
                        old=change.old, new=change.new,
                    )
                )  # fmt: skip
            else:
                pending.append(change)
        return pending, declined

    def _settled(self, posting: Posting, pending: Iterable[Change]) -> list[Settled]:
        """Pending changes that this sheet takes back: the row came again with the accepted value."""
        still = {(change.record_no, change.key) for change in pending}
        return [
            Settled(record_no=record_no, key=key)
            for record_no, key in self._desk.state.pending
            if record_no in posting.seen and (record_no, key) not in still
        ]

    def _send_back(self, sheet: SheetForLedger) -> None:
        """Put into 发件箱 what goes to the agent, and what to the supervisor."""
        about = About(sheet.agent, sheet.period, sheet.arrival.name, sheet.sha)
        if sheet.errors:
            sent = send_marked(self._desk, about, sheet.content, sheet.findings, len(sheet.posting.numbers))
            self.result.notes.extend(sent.notes)
            reason = because("Y310", count=sheet.errors)
            whose = (sheet.agent, sheet.period)
            self.result.returned.append(Returned(sheet.arrival.shown, reason, sheet.findings, sent.path, *whose))
        if sheet.asked:
            sent = send_form(self._desk, about, sheet.asked)
            self.result.notes.extend(sent.notes)
            self.result.forms.extend([sent.path] if sent.path else [])
