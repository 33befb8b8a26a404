"""The opened office: its journal, its state and its registers, now and as they were."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from huifang.core.catalogue import found
from huifang.core.findings import Finding, Place
from huifang.core.periods import Period
from huifang.core.worktime import WorkCalendar
from huifang.decisions.calls.triggers import NEEDED
from huifang.edges.known.presets import workbooks_of
from huifang.edges.known.public_holidays import keep_public_days, public_days
from huifang.edges.reading.cell_digest import digest_of
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.xlsx_read import read_book
from huifang.edges.store.conflicts import require_one_journal
from huifang.edges.store.customer_cache import cached_customers, keep_customers
from huifang.edges.store.files import OfficeError, digest, read_bytes, write_bytes
from huifang.edges.store.issued_calls import calls_of_all
from huifang.edges.store.journal_file import Journal, clock_findings
from huifang.edges.store.ledger import Ledger
from huifang.edges.store.office import ARCHIVE, Office
from huifang.ledger.folding import apply
from huifang.ledger.issues import Issued
from huifang.ledger.journal import Entry
from huifang.ledger.kinds import VersionKept
from huifang.ledger.said import Said
from huifang.ledger.sheets_said import PlanIssued, PlanWithdrawn
from huifang.ledger.state import State
from huifang.policy.build import merged_calendar_marks, read_policy
from huifang.policy.model import Policy
from huifang.policy.register_read import Registers, Sheets, lacking_in, read_further, read_registers
from huifang.tables.declared import customers, house_rules
from huifang.tables.declared.registers import BOOKS, EVERYWHERE, further_tables
from huifang.tables.model import Row, Table
from huifang.tables.reading import TableRead

if TYPE_CHECKING:
    from huifang.ledger.questions import Frame

T = TypeVar("T")


class Desk:
    """One run's view of an office. ``now`` is the run's clock; nothing here asks another.

    Raises:
        OfficeError: the journal's chain is broken, or there are two journals.
    """

    def __init__(self, office: Office, now: datetime) -> None:
        self.office = office
        self.now = now
        #: Told how far a long piece of work has come: what is done, how many of how many.
        self.progress: Callable[[str, int, int], None] = lambda what, done, total: None
        #: Whether the last run died: perhaps of a file that is still there.
        self.after_crash = False
        require_one_journal(office)
        self.journal = Journal(office)
        self.journal.require_whole()
        self.state: State = self.journal.state()
        self.clock_findings = tuple(clock_findings(self.state, now))
        self._known: dict[Hashable, Any] = {}
        self._issued: Issued | None = None

    @property
    def today(self) -> date:
        """The day of ``now``."""
        return self.now.date()

    @cached_property
    def workbooks(self) -> tuple[str, ...]:
        """The register workbooks that this office has, by its preset."""
        return workbooks_of(self.state.preset)

    def content(self, name: str) -> bytes:
        """A register workbook as it is now.

        Raises:
            OfficeError: it is missing or cannot be read.
        """
        return self.once(("content", name), lambda: read_bytes(self.office.path(name)))

    def hash(self, name: str) -> str:
        """The hash of a register workbook as it is now."""
        return self.once(("hash", name), lambda: digest(self.content(name)))

    @property
    def contents(self) -> Mapping[str, bytes]:
        """All register workbooks as they are now."""
        return {name: self.content(name) for name in self.workbooks}

    @cached_property
    def _hashes(self) -> Mapping[str, str]:
        """The hashes of the workbooks that every run reads."""
        return {name: self.hash(name) for name in EVERYWHERE}

    @cached_property
    def registers(self) -> Registers:
        """The rules, people and customers as they are now.

        Raises:
            OfficeError: a register workbook cannot be read.
        """
        return self._read(self._hashes, self.content)

    def registers_anew(self) -> Registers:
        """All registers as they are now, every cell of them read again.

        Raises:
            OfficeError: a register workbook cannot be read.
        """
        books = {name: _sheets(name, content) for name, content in self.contents.items()}
        return read_registers(books, NEEDED, further=further_tables(self.workbooks))

    def read_register(self, table: Table) -> TableRead:
        """A register's table as it is now, every cell of it read.

        Raises:
            OfficeError: the workbook cannot be read.
        """
        return read_further(table, _sheets(table.workbook, self.content(table.workbook)), self.policy)

    def replace_register(self, name: str, content: bytes) -> None:
        """Put a changed register workbook in place of the one that this run read, and archive its version.

        Raises:
            FileBusy: it is open elsewhere; nothing was changed.
            OfficeError: somebody changed it in the meantime, or it cannot be written.
        """
        path = self.office.path(name)
        if digest(read_bytes(path)) != self.hash(name):
            raise OfficeError(f"“{name}”刚刚被改动过，这次没有写入。请再运行一次。")
        write_bytes(path, content)
        self._known.clear()
        for cached in ("_hashes", "registers"):
            self.__dict__.pop(cached, None)
        self.keep_versions()

    def register_rows(self, table: Table, hashes: Mapping[str, str] | None = None) -> tuple[Row, ...]:
        """The rows of a register that not every run reads, as it is now or as it was in the version of these hashes.

        None where the office has no such workbook; rows with a gap are among them. A workbook is read once, with all
        its tables.

        Raises:
            OfficeError: the workbook cannot be read.
        """
        name = table.workbook
        if hashes is None:
            hashes = {**self._hashes, name: self.hash(name)} if name in self.workbooks else {}
        if name not in hashes:
            return ()
        policy, sha = self._policy_of(hashes[house_rules.WORKBOOK]), hashes[name]

        def read() -> dict[str, tuple[Row, ...]]:
            sheets = _sheets(name, self._version(name, sha))
            return {each.name: read_further(each, sheets, policy).rows for each in BOOKS[name]}

        return self.once(("rows", name, sha, hashes[house_rules.WORKBOOK]), read)[table.name]

    def _policy_of(self, sha: str) -> Policy:
        """The rules in that version of 制度.xlsx; nothing else is read for them."""
        name = house_rules.WORKBOOK
        if sha == self.hash(name):
            return self.policy
        return self.once(
            ("policy", sha), lambda: read_policy(_sheets(name, self._version(name, sha)), name, NEEDED).policy
        )

    def _version(self, name: str, sha: str) -> bytes:
        """The register workbook of that hash: as it is now, or out of the archive."""
        if name in self.workbooks and sha == self.hash(name):
            return self.content(name)
        return read_bytes(self.office.path(next(v.archived for v in self.state.versions if v.sha256 == sha)))

    def _read(self, hashes: Mapping[str, str], content_of: Callable[[str], bytes]) -> Registers:
        """The registers of these versions; customers that were read before are not read again."""
        known = cached_customers(self.office, hashes)
        wanted = [name for name in hashes if known is None or name != customers.WORKBOOK]
        return read_registers({name: _sheets(name, content_of(name)) for name in wanted}, NEEDED, known)

    def require_sound_registers(self) -> None:
        """Refuse to plan, post or report on registers that lack a sheet or a required column.

        Raises:
            OfficeError: names what is missing.
        """
        lacking = (*self.registers.lacking, *self._lacking_since())
        if lacking:
            raise OfficeError(f"缺少{'、'.join(lacking[:3])}。请恢复后再运行；可以运行 huifang check 查看全部问题。")

    def _lacking_since(self) -> Iterator[str]:
        """What those workbooks lack that not every run reads, where they changed since their last version."""
        newest = self.state.versions_at(None)
        for name in self.workbooks:
            if name not in EVERYWHERE and (name not in newest or newest[name].sha256 != self.hash(name)):
                yield from lacking_in(BOOKS[name], _sheets(name, self.content(name)))

    def setting_findings(self) -> Iterator[Finding]:
        """The errors in 制度: until they are put right, defaults are used."""
        return (f for f in self.registers.findings if f.is_error and f.place.file == house_rules.WORKBOOK)

    @property
    def policy(self) -> Policy:
        """The policy as it is now."""
        return self.registers.policy

    @cached_property
    def ledger(self) -> Ledger:
        """The accepted records."""
        return Ledger(self.office, self.state)

    def segments(self) -> Frame:
        """All versions of all call records, as a lazy frame."""
        return self.ledger.frame()

    @property
    def issued(self) -> Issued:
        """All calls that were ever issued."""
        if self._issued is None:
            books = sorted((*self.state.books, *self.state.withdrawn_books), key=lambda book: (book.seq, book.start))
            self._issued = Issued(calls_of_all(self.office, books), {book.file for book in self.state.books})
        return self._issued

    def commit(self, said: Said) -> Entry:
        """Append one journal entry, which says this, and carry the state over it."""
        entry = self.journal.append(self.now, said)
        apply(self.state, entry, said)
        if isinstance(said, PlanIssued | PlanWithdrawn):
            self._issued = None
        return entry

    def keep_versions(self) -> None:
        """Archive every register workbook that changed since its last version (idea 6)."""
        newest = self.state.versions_at(None)
        for name, content in self.contents.items():
            sha = self.hash(name)
            if name in newest and newest[name].sha256 == sha:
                continue
            path = f"{ARCHIVE}/版本/{name.removesuffix('.xlsx')}-{sha[:12]}.xlsx"
            write_bytes(self.office.path(path), content)
            cells = {path: digest_of(content)}
            self.commit(VersionKept(workbook=name, sha256=sha, path=path, archived={path: sha}, cells=cells))
        if cached_customers(self.office, self._hashes) is None:
            keep_customers(self.office, self._hashes, self.registers.customers)
        keep_public_days(self.office, range(self.today.year - 1, self.today.year + 2))

    def version_hashes(self, period: Period | None = None) -> dict[str, str]:
        """The hashes of the newest versions of the register workbooks; of rules, people and customers those at the
        period's end. What happened is taken as it is known now: what was entered late belongs to its period.
        """
        moment = None if period is None or self.now <= _end_of(period) else _end_of(period)
        newest, at_its_end = self.state.versions_at(None), self.state.versions_at(moment)
        return {name: (at_its_end if name in EVERYWHERE else newest)[name].sha256 for name in newest}

    def registers_of(self, hashes: Mapping[str, str]) -> Registers:
        """The rules, people and customers as they were in these versions."""
        wanted = {name: sha for name, sha in hashes.items() if name in EVERYWHERE}
        if wanted == self._hashes:
            return self.registers

        def read() -> Registers:
            return self._read(wanted, lambda name: self._version(name, wanted[name]))

        return self.once(("registers", *sorted(wanted.items())), read)

    def once(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """What was worked out under this key before in this run, else what ``work_out`` gives now."""
        if key not in self._known:
            self._known[key] = work_out()
        known: T = self._known[key]
        return known

    def registers_at_end_of(self, period: Period) -> Registers:
        """The registers as they were when the period ended (now, while it has not ended)."""
        if self.now <= _end_of(period) or not self.state.versions:
            return self.registers
        return self.registers_of(self.version_hashes(period))

    def calendar(self, policy: Policy, from_on: date, until_on: date) -> WorkCalendar:
        """The working days around a span of days."""
        years = range((from_on - timedelta(days=40)).year, (until_on + timedelta(days=40)).year + 1)
        public = public_days(years, self.office)
        days_off, days_on = merged_calendar_marks(policy, public.days_off, public.days_on)
        return WorkCalendar(policy.workdays, days_off, days_on)

    def calendar_findings(self, policy: Policy, period: Period) -> Iterator[Finding]:
        """P606 for a year whose make-up days are not known, until 日历 states that year (decision 6)."""
        for year in public_days({period.from_on.year, period.until_on.year}, self.office).unknown_years:
            if not any(day.year == year for day in policy.day_marks):
                yield found("P606", Place(house_rules.WORKBOOK, house_rules.DAYS.name), year=year)


def _end_of(period: Period) -> datetime:
    return datetime.combine(period.until_on, datetime.max.time())


def _sheets(name: str, content: bytes) -> Sheets:
    try:
        return read_book(content).sheets
    except Unreadable as error:
        raise OfficeError(f"“{name}”{error.reason}。{error.advice}") from error
