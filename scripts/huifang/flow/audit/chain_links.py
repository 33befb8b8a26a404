"""The journal's chain: broken lines, lost ones, and the heads that past reports print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from huifang.edges.store.files import OfficeError
from huifang.edges.store.journal_file import Journal
from huifang.edges.store.losses import KnownOutside, head_on, lost_by
from huifang.edges.store.office import JOURNAL, Office
from huifang.edges.store.printed_head import is_named_as_report
from huifang.flow.audit.faults import Fault
from huifang.ledger.audits_said import AuditReported
from huifang.ledger.imported_said import ListImported, PastCallsKept, PastCallsWithdrawn
from huifang.ledger.journal import Entry
from huifang.ledger.kinds import Draw, FrameSealed, ReportMade, VersionKept, said_by
from huifang.ledger.said import Said
from huifang.ledger.sheets_said import (
    ArrivalCorrected,
    ChangesDeclined,
    PlanIssued,
    PlanWithdrawn,
    RecordCorrected,
    SheetsPosted,
    SheetWithdrawn,
)
from huifang.ledger.state import State
from huifang.ledger.tasks_said import RecordsSealed, TasksIssued

#: The entries that are named where they cannot be relied on: those that change something that people see, each with
#: the field that says what it is about.
_SEEN: Mapping[type[Said], str] = {
    VersionKept: "workbook",
    PlanIssued: "period",
    RecordCorrected: "subject_no",
    ArrivalCorrected: "subject_no",
    SheetWithdrawn: "subject_no",
    PlanWithdrawn: "subject_no",
    ChangesDeclined: "",
    ReportMade: "period",
    FrameSealed: "period",
    Draw: "period",
    ListImported: "",
    PastCallsKept: "number",
    PastCallsWithdrawn: "subject_no",
    RecordsSealed: "period",
    TasksIssued: "",
    AuditReported: "period",
}
#: So many of them are named.
MAX_NAMED = 6


def chain_faults(office: Office, journal: Journal) -> Iterator[Fault]:
    """A journal that is missing or empty, or the first line that does not fit, with what it takes along."""
    if not office.journal.exists():
        yield Fault("missing", JOURNAL, "日志文件不见了，请用 huifang restore 恢复最近的备份")
    elif not journal.entries and journal.chain.broken_at is None:
        yield Fault("chain", JOURNAL, "日志是空的，请用 huifang restore 恢复最近的备份")
    elif journal.chain.broken_at is not None:
        line, entries = journal.chain.broken_at, journal.entries[len(journal.chain.trusted) :]
        affected = [what for entry in entries for what in _affected(entry)]
        more = f"等 {len(affected)} 项" if len(affected) > MAX_NAMED else ""
        said = f"受影响的有：{'、'.join(affected[:MAX_NAMED])}{more}" if affected else "那里没有可以读出的内容"
        yield Fault("chain", JOURNAL, f"第 {line} 行{journal.chain.reason}；从这一行起都不能作数，{said}", line)


def _affected(entry: Entry) -> Iterator[str]:
    """What an entry that cannot be relied on is about, in words for people; it may hold anything."""
    try:
        said = said_by(entry)
    except ValueError:
        return
    if isinstance(said, SheetsPosted):
        yield from (f"提交 {sheet.number}({sheet.agent})" for sheet in said.sheets)
    elif type(said) in _SEEN:
        about = _SEEN[type(said)]
        yield f"{said.FORMAT.name} {getattr(said, about) if about else ''}".strip()


def lost_faults(office: Office, outside: KnownOutside, journal: Journal, state: State) -> Iterator[Fault]:
    """What the journal lacks of what the office knows."""
    try:
        lost = lost_by(office, outside, journal, state)
    except OfficeError:
        return  # a list that is missing or altered is reported as that
    if lost:
        yield Fault("chain", JOURNAL, lost.what)
        yield from (Fault("chain", path, "归档里有这个文件，日志里没有") for path in lost.files)
        yield from (Fault("chain", path, "上面印的链首不在日志里") for path in lost.heads)


def printed_heads(office: Office, journal: Journal, known: Iterable[tuple[Entry, Said]]) -> Iterator[Fault]:
    """Every report that was made prints a head that the chain had before it, and the one that the journal says."""
    before: set[str] = set()
    for entry, said in known:
        if isinstance(said, ReportMade | AuditReported):
            of_spot_checks = isinstance(said, AuditReported)
            for path in (path for path in said.files if of_spot_checks or is_named_as_report(path)):
                printed = head_on(office, path)
                if said.printed_head not in before or not said.printed_head.startswith(printed or ""):
                    yield Fault("chain", path, "报告上印的链首不在它之前的日志里：日志在那之后被改写过", entry.seq)
        before.add(entry.hash)
