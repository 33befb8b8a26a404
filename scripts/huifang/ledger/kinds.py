"""What the journal's entries say: one struct for each kind, in one explicit tuple.

A kind is added by its struct here and by what it means in :mod:`huifang.ledger.folding`. Every field says what its key
holds; one with a default is one that an older release does not write.
"""

from __future__ import annotations

from datetime import datetime

from msgspec import field

from huifang.core.catalogue import because
from huifang.core.reasons import Refusal
from huifang.ledger.audits_said import AuditReported
from huifang.ledger.checks_said import ABOUT_CHECKS
from huifang.ledger.customers_said import SameCustomersTold
from huifang.ledger.fetched_said import ABOUT_FETCHED
from huifang.ledger.formats import Format, NewerFormat, StoredPart
from huifang.ledger.forms_said import FormEntered
from huifang.ledger.imported_said import ListImported, PastCallsKept, PastCallsWithdrawn
from huifang.ledger.journal import Entry
from huifang.ledger.letters_said import ComplaintsTold, LettersWritten
from huifang.ledger.mail_said import ABOUT_MAILS
from huifang.ledger.phone_said import PhoneListKept
from huifang.ledger.said import Said
from huifang.ledger.sheets_said import (
    ArrivalCorrected,
    ChangesDeclined,
    ChangesSettled,
    ContainerKept,
    Correction,
    PlanIssued,
    PlanWithdrawn,
    RecordCorrected,
    SheetsPosted,
    SheetWithdrawn,
)
from huifang.ledger.spot_checks import DrawnCustomer, DrawnSheet
from huifang.ledger.tasks_said import RecordsSealed, TasksIssued, TasksToldLate


class OfficeFounded(Said, frozen=True, kw_only=True):
    """The first entry."""

    KIND, FORMAT = "office", Format("建立")

    office_id: str
    preset: str
    name: str


class VersionKept(Said, frozen=True, kw_only=True):
    """A register workbook that was changed, and where its version is archived."""

    KIND, FORMAT = "version", Format("版本")

    workbook: str
    sha256: str
    path: str


class ClockConfirmed(Said, frozen=True, kw_only=True):
    """The clock is right though the entry before is of ``last``: somebody said so, or runs had nothing to do since."""

    KIND, FORMAT = "clock", Format("时间的确认")

    last: str


class ReportMade(Said, frozen=True, kw_only=True):
    """One version of a report; ``tiles`` is what the figures of its parts said (None: it kept none), ``agents`` what
    its cover counted of each agent, for the covers of later periods (None: it kept nothing).
    """

    KIND, FORMAT = "report", Format("报告")

    report: str
    period: str
    version: int
    files: tuple[str, ...]
    figures: dict[str, int | float]
    tiles: dict[str, dict[str, str]] | None = None
    agents: dict[str, dict[str, int]] | None = None
    printed_head: str


class LedgerRefreshed(Said, frozen=True, kw_only=True):
    """A ledger workbook that was open when its report was made."""

    KIND, FORMAT = "ledger", Format("台账")

    file: str


class FrameSealed(Said, frozen=True, kw_only=True):
    """The frame of a period, stored at ``path``; ``versions`` are the registers that it was made from."""

    KIND, FORMAT = "frame", Format("抽查名单")

    period: str
    frame_sha256: str
    path: str
    versions: dict[str, str]


class Draw(Said, frozen=True, kw_only=True):
    """One draw; ``number`` counts from 1 within its period. ``chosen`` are to be called, ``reserve`` where needed.

    ``sealed_before``: an earlier run had sealed the frame before this seed was given.
    """

    KIND, FORMAT = "draw", Format("抽签")

    period: str
    number: int
    seed: str
    frame_sha256: str
    sealed_before: bool
    chosen: tuple[DrawnCustomer, ...] = field(name="draws")
    reserve: tuple[DrawnCustomer, ...]
    sheets: tuple[DrawnSheet, ...]

    @property
    def workbooks(self) -> tuple[str, ...]:
        """The workbooks of the draw."""
        return tuple(sheet.file for sheet in self.sheets)


class Dissatisfied(StoredPart, frozen=True, kw_only=True):
    """One time that a customer was dissatisfied; ``at`` is empty where no moment was filled in."""

    complaint_no: str
    at: str


class ComplaintsNoted(Said, frozen=True, kw_only=True):
    """What was new in the version ``sha256`` of the register of complaints: who was asked first, who is unhappy.

    Not written any more: :class:`RegistersSeen` says it.
    """

    KIND, FORMAT = "complaints", Format("投诉的变化")

    sha256: str
    first_asked: dict[str, str]
    dissatisfied: tuple[Dissatisfied, ...]


class RegistersSeen(Said, frozen=True, kw_only=True):
    """What a run found in register workbooks that changed since the last look, by their hashes in ``versions``.

    ``changes`` is the stored file (:class:`huifang.ledger.seen.SeenChanges`) of each table in which watched cells or
    rows changed; ``dissatisfied`` which customers were dissatisfied that nobody had seen so before.
    """

    KIND, FORMAT = "seen", Format("登记表的变化")

    versions: dict[str, str]
    changes: dict[str, str] = {}
    dissatisfied: tuple[Dissatisfied, ...] = ()


class MissedDeadline(StoredPart, frozen=True, kw_only=True):
    """A deadline of a complaint that ran out: of which stage, from which moment it had started, until when it was, and
    which columns (by key) had started it and would have met it. Of another register it names the ``table``, and the
    row's number as ``complaint_no``.
    """

    complaint_no: str
    stage: str
    started_at: datetime
    due: datetime | None = None
    starts_with: str = ""
    done_with: str = ""
    table: str = ""


class OverdueTold(Said, frozen=True, kw_only=True):
    """Deadlines of complaints that people were told of as missed; whatever is filled in later, that they were."""

    KIND, FORMAT = "overdue", Format("告知的超时")

    missed: tuple[MissedDeadline, ...]


class RegisterCorrected(Correction, frozen=True, kw_only=True):
    """Which value of a register's cell counts from now on; the cell of a person is named by its digest.

    ``key`` is the column, ``subject_no`` the row's number as it was; that column means that the row got another one.
    """

    KIND, FORMAT = "register-correction", Format("登记表的更正")

    table: str
    key: str


class RegisteredCall(StoredPart, frozen=True, kw_only=True):
    """A call whose grievance has a row: in which register, under which number."""

    record_no: str
    sheet: str
    number: str


class GrievancesHeard(Said, frozen=True, kw_only=True):
    """What was done about grievances heard in calls; see :class:`huifang.ledger.heard.HeardSoFar`.

    ``told`` is not written any more: :class:`huifang.ledger.letters_said.LettersWritten` says it.
    """

    KIND, FORMAT = "heard", Format("回访中的不满")

    registered: tuple[RegisteredCall, ...]
    passed: tuple[str, ...]
    looked_at: int
    told: tuple[str, ...] = ()


class ReportsPrepared(Said, frozen=True, kw_only=True):
    """The visits whose report has its row in 回访报告, ready to be written."""

    KIND, FORMAT = "visit-reports", Format("准备好的回访报告")

    rows: tuple[RegisteredCall, ...]


class CustomersMarked(Said, frozen=True, kw_only=True):
    """The settled complaints (``marked``) whose customers were marked, those of them that had no mark."""

    KIND, FORMAT = "marked", Format("重点标记")

    marked: tuple[str, ...]
    customers: tuple[str, ...]


class LossAcknowledged(Said, frozen=True, kw_only=True):
    """Somebody goes on with a journal that lacks what the office knows: ``listed`` is the archived list of that.

    ``entries`` is how many entries the journal had before this one, ``files`` and ``reports`` how much it lacks.
    """

    KIND, FORMAT = "loss", Format("认可的丢失")

    by: str
    why: str
    what: str
    entries: int
    files: int
    reports: int
    listed: str


KINDS: tuple[type[Said], ...] = (
    OfficeFounded, VersionKept, PlanIssued, SheetsPosted, ChangesSettled, RecordCorrected, ArrivalCorrected,
    SheetWithdrawn, PlanWithdrawn, ChangesDeclined, ReportMade, LedgerRefreshed, FrameSealed, Draw, ListImported,
    PastCallsKept, PastCallsWithdrawn,
    ComplaintsNoted, ComplaintsTold, LettersWritten, GrievancesHeard, ReportsPrepared, CustomersMarked, ContainerKept,
    ClockConfirmed, RegistersSeen, RegisterCorrected, LossAcknowledged, OverdueTold, SameCustomersTold,
    RecordsSealed, TasksIssued, TasksToldLate, FormEntered, PhoneListKept, *ABOUT_CHECKS, *ABOUT_MAILS,
    *ABOUT_FETCHED, AuditReported,
)  # fmt: skip


_BY_NAME = {kind.KIND: kind for kind in KINDS}


class Incomplete(Refusal, ValueError):
    """An entry of the journal is not what its kind says."""


def said_by(entry: Entry) -> Said:
    """What the entry says.

    Raises:
        NewerFormat: a newer release wrote it.
        Incomplete: it is not what its kind says.
    """
    where, kind = f"日志第 {entry.seq} 条", _BY_NAME.get(entry.kind)
    if kind is None:
        raise NewerFormat(where)
    try:
        return kind.read(entry.data, entry.version)
    except NewerFormat as error:
        raise NewerFormat(f"{where}({kind.FORMAT.name})") from error
    except ValueError as error:
        raise Incomplete(because("Y829", what=f"{where}({kind.FORMAT.name})")) from error
