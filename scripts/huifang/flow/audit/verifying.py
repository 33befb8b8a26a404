"""Verifying: the journal's chain, every archived and produced file, and the ledger against the archive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from huifang.decisions.calls.triggers import NEEDED
from huifang.edges.known.public_holidays import differing_page
from huifang.edges.reading.cell_digest import digest_of
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.xlsx_read import read_book
from huifang.edges.store.conflicts import require_one_journal
from huifang.edges.store.customer_cache import cached_customers
from huifang.edges.store.files import OfficeError, digest
from huifang.edges.store.journal_file import Journal
from huifang.edges.store.losses import KnownOutside, head_on, known_outside, lost_by
from huifang.edges.store.office import INNER, JOURNAL, LEDGER, REPORTS, Office
from huifang.edges.store.printed_head import is_named_as_report
from huifang.flow.audit.comparing import differing_records
from huifang.flow.audit.task_draws import other_draws
from huifang.ledger.folding import apply
from huifang.ledger.formats import NewerFormat
from huifang.ledger.journal import DIGITS_SHOWN, GENESIS, Entry
from huifang.ledger.kinds import Draw, FrameSealed, ListImported, ReportMade, VersionKept, said_by
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
from huifang.policy.register_read import read_registers
from huifang.tables.declared.registers import EVERYWHERE

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
    RecordsSealed: "period",
    TasksIssued: "",
}
#: So many of them are named.
MAX_NAMED = 6
SEGMENTS = f"{INNER}/segments"


@dataclass(frozen=True, slots=True)
class Fault:
    """``kind``: altered, resaved (same cells, other bytes), missing, chain, or newer (a newer release wrote it);
    ``detail`` says what it affects.
    """

    kind: str
    file: str
    detail: str


@dataclass
class Written:
    """What one release wrote: entries of the journal, and what came with them: segments of the ledger, lists of issued
    calls, and workbooks for people.
    """

    entries: int = 0
    segments: int = 0
    issued: int = 0
    workbooks: int = 0


@dataclass(frozen=True)
class Verified:
    """The result; ``head_at`` is the entry with the asked-for chain head (None: not asked or not in the chain).

    ``releases`` says by which release what was written, the first one first.
    """

    entries: int
    head: str
    problems: tuple[Fault, ...]
    releases: Mapping[str, Written]
    head_at: int | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing at all is wrong."""
        return not self.problems


def verify(office: Office, printed_head: str | None = None) -> Verified:
    """Check everything; never stops at the first problem."""
    outside = known_outside(office)
    try:
        journal = Journal(office)
    except OfficeError as error:
        return Verified(0, GENESIS, (Fault("chain", JOURNAL, str(error).removesuffix("。")),), {})
    problems = [*_chain(office, journal)]
    try:
        require_one_journal(office)
    except OfficeError as error:
        problems.append(Fault("chain", JOURNAL, str(error)))
    state, known, unknown = _as_far_as_known(journal.chain.trusted)
    problems += unknown
    if journal.entries and not problems:
        problems += _lost(office, outside, journal, state)
        problems += _printed_heads(office, journal, known)
    problems += _kept_customers(office, state)
    problems += _kept_holidays(office)
    problems += _files(office, watched_files(state), state)
    if not any(problem.file in state.segments for problem in problems):
        problems += _ledger_against_archive(office, state, known)
    for task in other_draws(office, known, state.archived):
        problems.append(Fault("altered", JOURNAL, f"任务 {task.number} 抽中的记录，与封存的名单和抽签不符"))
    head_at = None
    if printed_head:
        wanted = printed_head.strip().lower()
        known_as = (entry for entry in journal.entries if len(wanted) >= DIGITS_SHOWN and entry.hash.startswith(wanted))
        head_at = next((entry.seq for entry in known_as), None)
        if head_at is None:
            problems.append(Fault("chain", JOURNAL, "报告上印的校验码不在日志里：日志在那之后被改写过"))
    return Verified(len(journal.entries), journal.chain.head, tuple(problems), _releases(journal, known), head_at)


def watched_files(state: State) -> dict[str, str]:
    """The files that nobody may change, by path with their SHA-256: what is kept, ledger workbooks and reports."""
    made = {path: sha for path, sha in state.produced.items() if path.startswith((f"{LEDGER}/", f"{REPORTS}/"))}
    return {**state.archived, **state.segments, **made}


def _as_far_as_known(entries: Iterable[Entry]) -> tuple[State, list[tuple[Entry, Said]], list[Fault]]:
    """The state up to the first entry that this release cannot read, what was said up to there, and why not on."""
    state, known = State(), list[tuple[Entry, Said]]()
    for entry in entries:
        try:
            said = said_by(entry)
        except ValueError as error:
            kind = "newer" if isinstance(error, NewerFormat) else "chain"
            return state, known, [Fault(kind, JOURNAL, str(error).removesuffix("。"))]
        apply(state, entry, said)
        known.append((entry, said))
    return state, known, []


def _releases(journal: Journal, known: Iterable[tuple[Entry, Said]]) -> Mapping[str, Written]:
    releases: dict[str, Written] = {}
    for entry in journal.entries:
        releases.setdefault(entry.release, Written()).entries += 1
    for entry, said in known:
        written = releases[entry.release]
        written.segments += len(said.segments)
        written.issued += len(said.books) if isinstance(said, PlanIssued) else 0
        written.workbooks += len(said.workbooks)
    return releases


def _ledger_against_archive(office: Office, state: State, known: Iterable[tuple[Entry, Said]]) -> Iterator[Fault]:
    posted = (said for _, said in known if isinstance(said, SheetsPosted))
    try:
        for one in differing_records(office, state, posted):
            yield Fault("altered", one.segment, f"记录 {one.record_no} 与归档的原表 {one.sheet} 不符")
    except OfficeError as error:
        yield Fault("newer", SEGMENTS, str(error).removesuffix("。"))


def _kept_holidays(office: Office) -> Iterator[Fault]:
    """The public holidays that were kept are those that were published, as far as this release knows."""
    path = differing_page(office)
    if path:
        yield Fault("altered", office.relative(path), "与国家公布的放假安排不符；请删除它，系统会重新生成")


def _kept_customers(office: Office, state: State) -> Iterator[Fault]:
    """The customers that were kept are those of the archived register."""
    newest = {name: version for name, version in state.versions_at(None).items() if name in EVERYWHERE}
    cached = cached_customers(office, {name: version.sha256 for name, version in newest.items()})
    if cached is None:
        return
    try:
        books = {name: read_book(office.path(version.archived).read_bytes()).sheets for name, version in newest.items()}
        days = {name: state.first_kept(name, one.sha256) or one.at.date() for name, one in newest.items()}
        same = dict(cached.items()) == dict(read_registers(books, NEEDED, read_on=days).customers.items())
    except (OSError, Unreadable):
        return  # a version that is missing or altered is reported as that
    except OfficeError:
        same = False
    if not same:
        yield Fault("altered", cached.name, "与客户资料库的内容不符；请删除它，系统会重新生成")


def _chain(office: Office, journal: Journal) -> Iterator[Fault]:
    if not office.journal.exists():
        yield Fault("missing", JOURNAL, "日志文件不见了，请用 huifang restore 恢复最近的备份")
    elif not journal.entries and journal.chain.broken_at is None:
        yield Fault("chain", JOURNAL, "日志是空的，请用 huifang restore 恢复最近的备份")
    elif journal.chain.broken_at is not None:
        line, entries = journal.chain.broken_at, journal.entries[len(journal.chain.trusted) :]
        affected = [what for entry in entries for what in _affected(entry)]
        more = f"等 {len(affected)} 项" if len(affected) > MAX_NAMED else ""
        said = f"受影响的有：{'、'.join(affected[:MAX_NAMED])}{more}" if affected else "那里没有可以读出的内容"
        yield Fault("chain", JOURNAL, f"第 {line} 行{journal.chain.reason}；从这一行起都不能作数，{said}")


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


def _lost(office: Office, outside: KnownOutside, journal: Journal, state: State) -> Iterator[Fault]:
    """What the journal lacks of what the office knows."""
    try:
        lost = lost_by(office, outside, journal, state)
    except OfficeError:
        return  # a list that is missing or altered is reported as that
    if lost:
        yield Fault("chain", JOURNAL, lost.what)
        yield from (Fault("chain", path, "归档里有这个文件，日志里没有") for path in lost.files)
        yield from (Fault("chain", path, "上面印的链首不在日志里") for path in lost.heads)


def _printed_heads(office: Office, journal: Journal, known: Iterable[tuple[Entry, Said]]) -> Iterator[Fault]:
    """Every report that was made prints a head that the chain had before it, and the one that the journal says."""
    before: set[str] = set()
    for entry, said in known:
        if isinstance(said, ReportMade):
            for path in filter(is_named_as_report, said.files):
                printed = head_on(office, path)
                if said.printed_head not in before or not said.printed_head.startswith(printed or ""):
                    yield Fault("chain", path, "报告上印的链首不在它之前的日志里：日志在那之后被改写过")
        before.add(entry.hash)


def _files(office: Office, hashes: Mapping[str, str], state: State) -> Iterator[Fault]:
    for path, sha in hashes.items():
        file = office.path(path)
        try:
            content = file.read_bytes()
        except FileNotFoundError:
            yield Fault("missing", path, "文件不见了")
            continue
        except OSError:
            yield Fault("missing", path, "文件不能读取")
            continue
        if digest(content) == sha:
            continue
        same = bool(state.cells.get(path)) and digest_of(content) == state.cells[path]
        if same:
            yield Fault("resaved", path, "被重新保存过，单元格内容没有变")
        else:
            yield Fault("altered", path, "内容与入账时不同")
