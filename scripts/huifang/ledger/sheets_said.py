"""What the journal says of sheets: handed out, taken in, corrected, taken back."""

from __future__ import annotations

from datetime import date

from msgspec import field

from huifang.core.findings import Finding, Place, Severity
from huifang.core.periods import Period
from huifang.ledger.formats import Format, StoredPart
from huifang.ledger.said import Said


class IssuedBook(StoredPart, frozen=True, kw_only=True):
    """One workbook of a plan; see :class:`huifang.ledger.issues.Book`."""

    file: str
    agent: str
    digest: str
    sha256: str
    start: int
    length: int


class PlanIssued(Said, frozen=True, kw_only=True):
    """The workbooks that a run added to a batch; what they were issued with is in ``calls_in``."""

    KIND, FORMAT = "plan", Format("计划")

    period: str
    from_on: date = field(name="from")
    until_on: date = field(name="until")
    rules: tuple[str, ...]
    books: tuple[IssuedBook, ...]
    calls_in: str
    versions: dict[str, str]

    @property
    def workbooks(self) -> tuple[str, ...]:
        """The workbooks that were handed out."""
        return tuple(book.file for book in self.books)

    @property
    def span(self) -> Period:
        """The period of the batch."""
        return Period(self.from_on, self.until_on, self.period)


class KeptFinding(StoredPart, frozen=True, kw_only=True):
    """A finding about a sheet, as it was said when the sheet came."""

    code: str
    severity: Severity
    file: str
    sheet: str | None
    cell: str | None
    message: str
    hint: str

    @classmethod
    def of(cls, finding: Finding, file: str) -> KeptFinding:
        """The finding, with the file as the ledger names it."""
        return cls(
            code=finding.code, severity=finding.severity, file=file, sheet=finding.place.sheet,
            cell=finding.place.cell, message=finding.message, hint=finding.hint,
        )  # fmt: skip

    @property
    def finding(self) -> Finding:
        """The finding that was kept."""
        return Finding(self.code, self.severity, Place(self.file, self.sheet, self.cell), self.message, self.hint)


class KeptChange(StoredPart, frozen=True, kw_only=True):
    """A change of an accepted value that waits for the supervisor, or was declined (then without ``column``)."""

    record_no: str
    key: str
    old: str
    new: str
    column: str = ""


class Settled(StoredPart, frozen=True, kw_only=True):
    """A change that waited and was taken back: the accepted value came again."""

    record_no: str
    key: str


#: By whose clock a sheet came: a mail's server, the same where nobody checked that it was ours, the run that first saw
#: it, or a person who said so.
BY_SERVER, UNCHECKED, BY_RUN, BY_CORRECTION = "邮件", "邮件(未核对)", "收表", "更正单"


class RefusedRow(StoredPart, frozen=True, kw_only=True):
    """A row of a sheet that had an answer and was not entered. ``unhappy``: it speaks of dissatisfaction or of an
    unsolved problem (``unsolved``, where it was told apart), ``said`` is in which words, where they were kept;
    ``called_on`` is empty where no day can be read.
    """

    row: int
    plan_no: str
    customer_no: str
    called_on: str
    unhappy: bool
    unsolved: bool = False
    dissatisfied: bool = False
    said: str = ""

    @property
    def is_dissatisfied(self) -> bool:
        """Whether it speaks of dissatisfaction; older releases did not say of which of the two it speaks."""
        return self.dissatisfied or (self.unhappy and not self.unsolved)

    @property
    def subject(self) -> tuple[str, str]:
        """What the row is about: a planned call, else the customer on that day."""
        return (self.plan_no, "") if self.plan_no else (self.customer_no, self.called_on)


class PostedSheet(StoredPart, frozen=True, kw_only=True):
    """One sheet that came back; see :class:`huifang.ledger.state.Submission`.

    ``book`` is the workbook that was handed out for it; empty where the sheet did not say. ``refused`` are the answered
    rows that were not entered; None where an older release kept none. ``arrival_by`` says by whose clock it came.
    """

    number: str
    file: str
    agent: str
    period: str
    sha256: str
    path: str
    arrived_at: str
    rows: int
    accepted: bool
    errors: int
    warnings: int
    findings: tuple[KeptFinding, ...]
    pending: tuple[KeptChange, ...]
    settled: tuple[Settled, ...]
    book: str = ""
    refused: tuple[RefusedRow, ...] | None = None
    arrival_by: str = ""


class SheetsPosted(Said, frozen=True, kw_only=True):
    """Sheets that were posted together; ``unplanned`` calls were numbered so far."""

    KIND, FORMAT = "submission", Format("提交")

    sheets: tuple[PostedSheet, ...]
    unplanned: int


class ChangesSettled(Said, frozen=True, kw_only=True):
    """A sheet that brought nothing but the accepted values again."""

    KIND, FORMAT = "settled", Format("收回的改动")

    settled: tuple[Settled, ...]


class ContainerKept(Said, frozen=True, kw_only=True):
    """A mail or archive whose sheets had come before."""

    KIND, FORMAT = "container", Format("邮件或压缩包")

    file: str


class Correction(Said, frozen=True, kw_only=True):
    """What is common to whatever a 更正单 may say; ``whole``: the subject itself was taken back."""

    subject_no: str
    column: str
    old: str
    new: str
    by: str
    why: str
    whole: bool


class KeptDecision(StoredPart, frozen=True, kw_only=True):
    """What a 批示单 says beside its words: who carries it out (工号), until when, whether the customer is told."""

    choice: str
    carrier: str
    until_on: str
    tell_back: bool


class RecordCorrected(Correction, frozen=True, kw_only=True):
    """A record with another value, or taken back; ``decision`` where a 批示单 decided about it."""

    KIND, FORMAT = "correction", Format("更正")

    key: str
    decision: KeptDecision | None = None


class ArrivalCorrected(Correction, frozen=True, kw_only=True):
    """When a sheet counts as handed in."""

    KIND, FORMAT = "arrival", Format("到达时间的更正")


class SheetWithdrawn(Correction, frozen=True, kw_only=True):
    """A sheet that was taken back, with its records."""

    KIND, FORMAT = "sheet-withdrawn", Format("撤销的提交")

    records: tuple[str, ...]


class PlanWithdrawn(Correction, frozen=True, kw_only=True):
    """The workbooks that one entry had issued, taken back."""

    KIND, FORMAT = "plan-withdrawn", Format("撤销的计划")

    plan_seq: int


class ChangesDeclined(Said, frozen=True, kw_only=True):
    """Changes that the supervisor did not agree to."""

    KIND, FORMAT = "declined", Format("更正的否决")

    changes: tuple[KeptChange, ...]
