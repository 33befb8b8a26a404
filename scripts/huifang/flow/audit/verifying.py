"""Verifying: the journal's chain, every archived and produced file, and the ledger against the archive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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
from huifang.edges.store.office import JOURNAL, LEDGER, REPORTS, Office
from huifang.flow.audit.comparing import differing_records
from huifang.ledger.journal import Entry
from huifang.ledger.state import State
from huifang.policy.register_read import read_registers
from huifang.tables.declared.registers import EVERYWHERE

#: What the entries of the journal are about; those that change nothing that people see are left out.
_KINDS = {
    "version": "版本", "plan": "计划", "correction": "更正", "declined": "更正的否决", "arrival": "到达时间的更正",
    "sheet-withdrawn": "撤销的提交", "plan-withdrawn": "撤销的计划", "report": "报告", "frame": "抽查名单",
    "draw": "抽签", "import": "导入",
}  # fmt: skip
#: So many of them are named.
MAX_NAMED = 6


@dataclass(frozen=True, slots=True)
class Problem:
    """``kind``: altered, resaved (same cells, other bytes), missing or chain; ``detail`` says what it affects."""

    kind: str
    file: str
    detail: str


@dataclass(frozen=True)
class Verified:
    """The result; ``head_at`` is the entry with the asked-for chain head (None: not asked or not in the chain)."""

    entries: int
    head: str
    problems: tuple[Problem, ...]
    head_at: int | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing at all is wrong."""
        return not self.problems


def verify(office: Office, printed_head: str | None = None) -> Verified:
    """Check everything; never stops at the first problem."""
    journal = Journal(office)
    problems = [*_chain(office, journal)]
    try:
        require_one_journal(office)
    except OfficeError as error:
        problems.append(Problem("chain", JOURNAL, str(error)))
    state = journal.state()
    problems += _kept_customers(office, state)
    problems += _kept_holidays(office)
    problems += _files(office, {**state.archived, **state.segments}, state)
    kept = {path: sha for path, sha in state.produced.items() if path.startswith((f"{LEDGER}/", f"{REPORTS}/"))}
    problems += _files(office, kept, state)
    if not any(problem.file in state.segments for problem in problems):
        for one in differing_records(office, state, journal.chain.trusted):
            problems.append(Problem("altered", one.segment, f"记录 {one.record_no} 与归档的原表 {one.sheet} 不符"))
    head_at = None
    if printed_head:
        wanted = printed_head.strip().lower()
        head_at = next((entry.seq for entry in journal.entries if entry.hash == wanted), None)
        if head_at is None:
            problems.append(Problem("chain", JOURNAL, "报告上印的链首不在日志里：日志在那之后被改写过"))
    return Verified(len(journal.entries), journal.chain.head, tuple(problems), head_at)


def _kept_holidays(office: Office) -> Iterator[Problem]:
    """The public holidays that were kept are those that were published, as far as this release knows."""
    path = differing_page(office)
    if path:
        yield Problem("altered", office.relative(path), "与国家公布的放假安排不符；请删除它，系统会重新生成")


def _kept_customers(office: Office, state: State) -> Iterator[Problem]:
    """The customers that were kept are those of the archived register."""
    newest = {name: version for name, version in state.versions_at(None).items() if name in EVERYWHERE}
    cached = cached_customers(office, {name: version.sha256 for name, version in newest.items()})
    if cached is None:
        return
    try:
        books = {name: read_book(office.path(version.archived).read_bytes()).sheets for name, version in newest.items()}
        same = dict(cached.items()) == dict(read_registers(books, NEEDED).customers.items())
    except (OSError, Unreadable):
        return  # a version that is missing or altered is reported as that
    except OfficeError:
        same = False
    if not same:
        yield Problem("altered", cached.name, "与客户资料库的内容不符；请删除它，系统会重新生成")


def _chain(office: Office, journal: Journal) -> Iterator[Problem]:
    if not office.journal.exists():
        yield Problem("missing", JOURNAL, "日志文件不见了，请从备份恢复")
    elif not journal.entries and journal.chain.broken_at is None:
        yield Problem("chain", JOURNAL, "日志是空的，请从备份恢复")
    elif journal.chain.broken_at is not None:
        line, entries = journal.chain.broken_at, journal.entries[len(journal.chain.trusted) :]
        affected = [what for entry in entries for what in _affected(entry)]
        more = f"等 {len(affected)} 项" if len(affected) > MAX_NAMED else ""
        said = f"受影响的有：{'、'.join(affected[:MAX_NAMED])}{more}" if affected else "那里没有可以读出的内容"
        yield Problem("chain", JOURNAL, f"第 {line} 行{journal.chain.reason}；从这一行起都不能作数，{said}")


def _affected(entry: Entry) -> Iterator[str]:
    """What an entry that cannot be relied on is about, in words for people; it may hold anything."""
    data = entry.data
    sheets = data.get("sheets")
    if entry.kind == "submission" and isinstance(sheets, list):
        yield from (f"提交 {sheet.get('number')}({sheet.get('agent')})" for sheet in sheets if isinstance(sheet, dict))
    elif entry.kind in _KINDS:
        about = data.get("period") or data.get("workbook") or data.get("subject_no") or ""
        yield f"{_KINDS[entry.kind]} {about}".strip()


def _files(office: Office, hashes: Mapping[str, str], state: State) -> Iterator[Problem]:
    for path, sha in hashes.items():
        file = office.path(path)
        try:
            content = file.read_bytes()
        except FileNotFoundError:
            yield Problem("missing", path, "文件不见了")
            continue
        except OSError:
            yield Problem("missing", path, "文件不能读取")
            continue
        if digest(content) == sha:
            continue
        same = bool(state.cells.get(path)) and digest_of(content) == state.cells[path]
        if same:
            yield Problem("resaved", path, "被重新保存过，单元格内容没有变")
        else:
            yield Problem("altered", path, "内容与入账时不同")
