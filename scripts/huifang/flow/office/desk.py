"""The opened office: its journal, its state, its shelf and its ledger, and the moments that all is judged by."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from huifang.core.catalogue import because
from huifang.core.periods import Period
from huifang.edges.known.public_holidays import keep_public_days
from huifang.edges.reading.cell_digest import digest_of
from huifang.edges.store.conflicts import require_one_journal
from huifang.edges.store.customer_cache import cached_customers, keep_customers
from huifang.edges.store.files import OfficeError, digest, read_bytes, write_bytes
from huifang.edges.store.journal_file import Journal, clock_findings, is_far_ahead
from huifang.edges.store.keeping import keep, settle
from huifang.edges.store.ledger import Ledger
from huifang.edges.store.losses import KnownOutside, bear_witness, known_outside, lost_by
from huifang.edges.store.office import ARCHIVE, UNFINISHED, Office
from huifang.flow.office.evidence import Evidence
from huifang.flow.office.moment import Moment
from huifang.flow.office.noting import look_at_registers
from huifang.flow.office.readings import Readings, Versions, of_every_run
from huifang.flow.office.registers_used import registers_used
from huifang.flow.office.shelf import LiesThere, Shelf
from huifang.ledger.folding import apply
from huifang.ledger.journal import Entry
from huifang.ledger.kinds import ClockConfirmed, VersionKept
from huifang.ledger.said import Said
from huifang.ledger.state import FORMAT, State, Version
from huifang.policy.model import Policy
from huifang.policy.register_read import Registers, lacking_in
from huifang.tables.declared.registers import BOOKS, EVERYWHERE
from huifang.tables.model import Table

if TYPE_CHECKING:
    from huifang.edges.excel.open_register import OpenRegister
    from huifang.edges.patching import Value

T = TypeVar("T")


class Desk:
    """One run's view of an office. ``now`` is the run's clock; nothing here asks another.

    Where another process has read the ``registers`` just now, they are not read again.

    Raises:
        OfficeError: the journal's chain is broken or lacks what the office knows, or there are two journals.
    """

    def __init__(self, office: Office, now: datetime, registers: Registers | None = None) -> None:
        self.office = office
        self.now = now
        #: Told how far a long piece of work has come: what is done, how many of how many.
        self.progress: Callable[[str, int, int], None] = lambda what, done, total: None
        #: The registers that are open in Excel, where the command is to write into them there.
        self.open_registers: Mapping[str, OpenRegister] = {}
        #: Whether the last run died: perhaps of a file that is still there.
        self.after_crash = False
        require_one_journal(office)
        known = known_outside(office) if registers is None else None  # else the other process has looked
        self.journal = Journal(office)
        self.journal.require_whole()
        self.state: State = self.journal.state()
        if known:
            self._require_a_journal(known)
        self.clock_findings = tuple(clock_findings(self.state, now))
        #: Whether it is to be confirmed that the clock is right.
        self.clock_is_doubtful = is_far_ahead(self.state, now)
        self.shelf = Shelf(office, self.state)
        self.ledger = Ledger(office, self.state)
        self._readings = Readings(office, self.shelf, lambda name, sha: self.state.first_kept(name, sha) or now.date())
        self._known: dict[Hashable, Any] = {}
        self._first_seq = self.journal.next_seq
        if registers is not None:
            self._readings.know(self._lying(), registers)

    def _require_a_journal(self, known: KnownOutside) -> None:
        """Refuse an office that was never founded to the end, and one whose journal lost something."""
        if not self.journal.entries and self.office.path(UNFINISHED).exists():
            raise OfficeError(because("Y835", folder=self.office.root.name))
        lost = lost_by(self.office, known, self.journal, self.state)
        if lost:
            raise OfficeError(because("Y833", what=lost.what))

    @property
    def workbooks(self) -> tuple[str, ...]:
        """The register workbooks that this office uses now; nothing else says which they are.

        Raises:
            OfficeError: 制度 cannot be read.
        """
        return self._used_by(self._readings.policy(LiesThere(self.shelf)))

    def _used_by(self, policy: Policy) -> tuple[str, ...]:
        """Those that it uses under these rules."""
        return registers_used(self.state.preset, policy, lambda name: self.shelf.has(name) or name in self._once_kept)

    @property
    def _once_kept(self) -> Mapping[str, Version]:
        """The newest versions of all workbooks that the office ever used."""
        return self.state.versions_at(None)

    def used_until_this_run(self) -> tuple[str, ...]:
        """The register workbooks that the office used by the rules that the last run knew."""
        return self._used_by(self.before(self._first_seq).policy)

    def _lying(self) -> LiesThere:
        """The versions that lie there now."""
        return LiesThere(self.shelf, lambda: self.workbooks)

    @property
    def present(self) -> Moment:
        """The office as it is now."""
        versions = self._lying()
        return self._moment(self.now, versions, evidence=self._evidence(self.now, versions))

    def of_versions(self, versions: Versions) -> Moment:
        """The office as it is now, but with these versions of its registers: those of a batch, of a sealed frame."""
        return self._moment(self.now, versions)

    def at_end_of(self, period: Period) -> Moment:
        """The office as it was when the period ended; as it is now, while the period has not ended.

        Rules, people and customers are those of then (idea 6). What happened is taken as it is known now: what was
        entered late belongs to its period.
        """
        end = datetime.combine(period.until_on, datetime.max.time())
        if self.now <= end:
            return self.present
        return self.as_of(end, self._with(self.state.versions_at(end).values()))

    def as_of(self, at: datetime, versions: Versions) -> Moment:
        """The office as it was at that time, when it had these versions of its rules, people and customers."""
        return self._moment(at, versions, evidence=self._evidence(at, versions, is_past=True), is_past=True)

    def before(self, seq: int) -> Moment:
        """The office as it is now, but with the rules, people and customers that it had before that journal entry."""
        return self.of_versions(self._with(version for version in self.state.versions if version.seq < seq))

    def _with(self, earlier: Iterable[Version]) -> Versions:
        """The registers as they are now, but the newest of these versions of rules, people and customers; and what the
        office used by those rules and does no more, as it was in the end.
        """
        then = {version.workbook: version.sha256 for version in earlier if version.workbook in EVERYWHERE}
        versions = {**self.present.versions, **then}
        gone = (name for name in self._used_by(self._readings.policy(versions)) if name not in versions)
        return {**versions, **{name: self._once_kept[name].sha256 for name in gone if name in self._once_kept}}

    def _evidence(self, at: datetime, versions: Versions, is_past: bool = False, noted: bool = False) -> Evidence:
        """What was seen up to that time; the same as long as nothing is seen, settled or changed."""
        state = self.state
        key = ("evidence", at, is_past, noted, len(state.looks), len(state.settlements), len(state.versions))

        def worked_out() -> Evidence:
            return Evidence(
                office=self.office, state=self.state, readings=self._readings, versions=versions, at=at,
                is_past=is_past, noted=noted,
            )  # fmt: skip

        return self.once(key, worked_out)

    def _moment(
        self, at: datetime, versions: Versions, evidence: Evidence | None = None, is_past: bool = False
    ) -> Moment:
        return Moment(
            at=at,
            versions=versions,
            office=self.office,
            state=self.state,
            readings=self._readings,
            ledger=self.ledger,
            evidence=evidence,
            is_past=is_past,
        )

    def edit_register(self, table: Table, rows: Sequence[Mapping[str, Value]], cells: Mapping[str, Value]) -> None:
        """Append rows (by column letter) to a register, change cells (by address), and archive its new version.

        Raises:
            FileBusy: it is open elsewhere; nothing was changed.
            OfficeError: somebody changed it in the meantime, or it cannot be written.
        """
        from huifang.edges.books.register_edit import edited  # noqa: PLC0415  (most runs change no register)

        name = table.workbook
        path, content = self.office.path(name), edited(self.shelf.content(name), table.name, rows, cells, name)
        if digest(read_bytes(path)) != self.shelf.hash(name):
            raise OfficeError(because("Y820", file=name))
        if name in self.open_registers:
            self.open_registers[name].enter(table.name, self.shelf.content(name), content)
        else:
            write_bytes(path, content)
        self.shelf.look_again(name)
        self.keep_versions()

    def require_sound_registers(self) -> None:
        """Refuse to plan, post or report on registers that lack a sheet or a required column.

        Raises:
            OfficeError: names what is missing.
        """
        lacking = (*self.present.registers.lacking, *self._lacking_since())
        if lacking:
            raise OfficeError(because("Y821", items="、".join(lacking[:3])))

    def _lacking_since(self) -> Iterator[str]:
        """What those workbooks lack that not every run reads, where they changed since their last version."""
        newest = self.state.versions_at(None)
        for name in self.workbooks:
            sha = "" if name in EVERYWHERE else self.shelf.hash(name)
            if sha and (name not in newest or newest[name].sha256 != sha):
                yield from lacking_in(BOOKS[name], self.shelf.sheets(name, sha))

    def commit(self, said: Said) -> Entry:
        """Append one journal entry, which says this, and carry the state over it."""
        entry = self.journal.append(self.now, said)
        apply(self.state, entry, said)
        return entry

    def confirm_clock(self) -> None:
        """Journal that the clock is right although it is far ahead of the last entry."""
        self.commit(ClockConfirmed(last=f"{self.state.last_at:{FORMAT}}"))
        self.clock_findings, self.clock_is_doubtful = (), False

    def close(self) -> None:
        """The end of a run that may have written: what was committed is announced no more, and has its witnesses."""
        settle(self.office, {**self.state.archived, **self.state.segments})
        bear_witness(self.office, self.journal, self.state)

    def keep_versions(self) -> None:
        """Archive every register workbook that changed since its last version, and note what changed in it (idea 6)."""
        newest = self.state.versions_at(None)
        for name in self.workbooks:
            sha = self.shelf.hash(name)
            if name in newest and newest[name].sha256 == sha:
                continue
            content = self.shelf.content(name)
            path, _ = keep(self.office, f"{ARCHIVE}/版本/{name.removesuffix('.xlsx')}-{sha[:12]}.xlsx", content)
            cells = {path: digest_of(content)}
            self.commit(VersionKept(workbook=name, sha256=sha, path=path, archived={path: sha}, cells=cells))
        noted = self._evidence(self.now, self._lying(), noted=True)
        seen = look_at_registers(noted, self.journal.next_seq)
        if seen:
            self.commit(seen)
        self._evidence(self.now, self._lying(), noted=True).keep_large()
        read = of_every_run(self.present.versions)
        if cached_customers(self.office, read) is None:
            keep_customers(self.office, read, self.present.registers.customers)
        keep_public_days(self.office, range(self.now.year - 1, self.now.year + 2))

    def once(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """What was worked out under this key before in this run, else what ``work_out`` gives now."""
        if key not in self._known:
            self._known[key] = work_out()
        known: T = self._known[key]
        return known
