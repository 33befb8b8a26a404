"""What runs saw of the registers up to one time, and the rows and customers that are to be counted by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from huifang.decisions.complaints.filled_late import EntriesSeen
from huifang.decisions.complaints.legs import ComplaintLeg
from huifang.decisions.complaints.watch import Dissatisfaction, newly_dissatisfied, said_by
from huifang.decisions.evidence.counting import Register, counting_keys, ending_keys, values_of
from huifang.decisions.evidence.customers import kept_customers, undated
from huifang.decisions.evidence.history import DISSATISFIED, Leg, RowHistory, TableHistory
from huifang.decisions.evidence.telling import Unsettled, unsettled
from huifang.edges.store.customer_cache import WORTH_KEEPING
from huifang.edges.store.office import Office
from huifang.edges.store.seen import KeptHistory, cached_history, keep_history, seen_in
from huifang.flow.office.readings import Readings, Versions
from huifang.ledger.seen import Look, Settlement, cells_of
from huifang.ledger.state import State
from huifang.policy.customers import Customer, Customers, build_customers
from huifang.tables.declared.afterwards import as_said
from huifang.tables.declared.complaints import COMPLAINTS, WORKBOOK
from huifang.tables.declared.customers import CONTACTS, CUSTOMERS
from huifang.tables.declared.registers import EVERYWHERE, SEEN
from huifang.tables.model import Row, Table
from huifang.tables.options import GIVE_UP, MAJOR


@dataclass(frozen=True, kw_only=True, eq=False)
class Evidence:
    """The registers of these ``versions`` as they are to be counted by at that time.

    What happened is taken as it is known now; rules, people and customers as they were then, where that ``is_past``.
    A change of a register that no run has noted yet is compared all the same, and counts as seen ``at`` that time,
    unless only what is ``noted`` is asked for.

    Every method raises OfficeError where a register workbook, or what was seen of it, cannot be read.
    """

    office: Office
    state: State
    readings: Readings
    versions: Versions
    at: datetime
    is_past: bool = False
    noted: bool = False
    _known: dict[str, Register] = field(default_factory=dict)
    _archived: dict[tuple[str, str], dict[str, Row]] = field(default_factory=dict)
    _customers: dict[int, Customers] = field(default_factory=dict)

    def of(self, table: Table) -> Register:
        """The table's history, and which of its cells count as they are kept."""
        if table.name not in self._known:
            whole = self.whole(table)
            policy, kept = self.readings.policy(self.versions), self._kept(table)
            if kept:
                history = TableHistory.of_changed(whole, kept.changed, kept.renamed, kept.version)
            else:
                history = self.history(table)
            self._known[table.name] = Register(
                history=history,
                undated=kept.undated if kept else undated(history) if table is CUSTOMERS else {},
                keys=counting_keys(policy, whole),
                ending=ending_keys(policy, whole),
                archived=lambda number, sha: self._row(table, number, sha),
                given_up=lambda number: self._given_up(table, number),
                renumbered=self.state.renumbered,
            )
        return self._known[table.name]

    def whole(self, table: Table) -> Table:
        """The table with the columns that the office has of its own."""
        return self.readings.policy(self.versions).whole(table)

    def rows(self, table: Table, present: tuple[Row, ...]) -> tuple[Row, ...]:
        """The rows of a register by the cells that count, those that are gone behind the others."""
        if table not in SEEN:
            return present
        register = self.of(table)
        if not register.history.changed:
            return present
        rows = register.rows(present)
        return tuple(map(self._as_then, rows) if table is COMPLAINTS else rows)

    def customers(self, present: Customers) -> Customers:
        """The customers by what counts of their rows; those who are gone, too: what was done for them stays done."""
        if id(present) not in self._customers:
            self._customers[id(present)] = self._as_kept(present)
        return self._customers[id(present)]

    def written_off(self, customer_no: str) -> bool:
        """Whether the customer is in the register no more, or not approved any more, and a person gave the calls up."""
        history = self.of(CUSTOMERS).history.changed.get(customer_no)
        is_there = history is None or not (history.gone_at or history.moves)
        return not is_there and self._given_up(CUSTOMERS, customer_no)

    def _as_kept(self, present: Customers) -> Customers:
        register, gone = self.of(CUSTOMERS), dict[str, Customer]()
        people = self.readings.people(self.versions)
        for sha, numbers in _by_version(register.missing(written_off=True)).items():
            rows = register.gone((number, register.history.changed[number]) for number in numbers)
            contacts = self.readings.read(CONTACTS, {**self.versions, CUSTOMERS.workbook: sha}).rows if rows else ()
            gone.update(build_customers(rows.values(), contacts, people))
        return kept_customers(register, present, gone, people)

    def _as_then(self, row: Row) -> Row:
        """The complaint with the cells of the leg in which it was then: they may be written over since."""
        number = row["complaint_no"] or ""
        history = self.of(COMPLAINTS).history.changed.get(number)
        leg = next((leg for leg in history.legs if leg.until > self.at), None) if history else None
        if leg is None:
            return row
        cells = {**row.values, **values_of(COMPLAINTS, leg.texts)}
        before = self._row(COMPLAINTS, number, leg.version) if leg.version else None
        if leg.why == DISSATISFIED and self._was_dissatisfied(number, leg.until):
            cells["reaction"] = leg.why
        elif before:
            cells.update(as_said(before, COMPLAINTS, cells))
        return Row(cells, row.sheet, row.number, row.broken)

    def _was_dissatisfied(self, number: str, seen: datetime) -> bool:
        """Whether the complaint's customer had been dissatisfied by then, as was seen at that time."""
        known = said_by(self.at.date(), self.state.dissatisfied).items()
        return any(said[0] == number and at == seen for said, at in known)

    def unsettled(self, *tables: Table) -> Iterator[Unsettled]:
        """What these registers (none named: all of them) say otherwise than was seen before."""
        for table in tables or SEEN:
            if table.workbook in self.versions and self.of(table).history.changed:
                yield from unsettled(self.of(table), self.readings.read(table, self.versions).rows)

    def legs(self) -> dict[str, list[ComplaintLeg]]:
        """The legs of each complaint that were finished by then, by its number."""
        changed = self.of(COMPLAINTS).history.changed.items()
        by_then = ((number, [leg for leg in history.legs if leg.until <= self.at]) for number, history in changed)
        return {number: [*map(_as_complaint, legs)] for number, legs in by_then if legs}

    def major_since(self) -> dict[str, datetime]:
        """When each complaint that had been seen otherwise was first seen as 重大, by its number."""
        changed = self.of(COMPLAINTS).history.changed.items()
        since = ((number, history.since("severity", MAJOR)) for number, history in changed)
        return {number: at for number, at in since if at}

    def _kept(self, table: Table) -> KeptHistory | None:
        """The copy of what changed in a large register, where all of it is asked for and nothing else lies there."""
        if table is not CUSTOMERS or self.is_past or self._may_be_newer(table.workbook):
            return None
        return cached_history(self.office, self._looked(table))

    def keep_large(self) -> None:
        """Make the copy where there is none, and the register is large."""
        if cached_history(self.office, self._looked(CUSTOMERS)) is None:
            history = self.history(CUSTOMERS)
            if len(history.rows) >= WORTH_KEEPING:
                kept = KeptHistory(history.changed, history.renamed, history.version, undated(history))
                keep_history(self.office, self._looked(CUSTOMERS), kept)

    def _looked(self, table: Table) -> list[str]:
        """What the copy is of: every look that found something in the table, and what was settled."""
        looks = [f"{look.seq} {look.versions.get(table.workbook, '')}" for look in self.state.looks]
        files = [self.state.archived.get(look.changes.get(table.name, ""), "") for look in self.state.looks]
        own = (column.key for column in self.readings.policy(self.versions).own.columns_of(table))
        return [*looks, *files, *(str(said.seq) for said in self.state.settlements), *own]

    def entered(self) -> dict[str, EntriesSeen]:
        """What was entered late of each complaint, by its number."""
        changed = self.of(COMPLAINTS).history.changed.items()
        entered = ((number, row) for number, row in changed if row.filled or row.moves)
        return {
            number: EntriesSeen(row.filled, {(move.key, move.new): move.at for move in row.moves}, row.settled)
            for number, row in entered
        }

    def history(self, table: Table) -> TableHistory:
        """What was seen of the table, every row of it."""
        whole, book = self.whole(table), table.workbook
        history = TableHistory(whole)
        if book not in self.versions:
            return history
        for event in self._events(book):
            if isinstance(event, Settlement):
                if event.table == table.name:
                    history.settle(event)
                continue
            path, before = event.changes.get(table.name), history.version
            if path:
                changes = seen_in(self.office, self.state, path)
                history.see(event.at, event.versions[book], changes.rows(whole), changes.gone)
            history.version = event.versions[book]
            for number in event.dissatisfied if table is COMPLAINTS else ():
                history.begin_anew(number, event.at, before)
        if self._may_be_newer(book):
            self._look_now(history)
        return history

    def _events(self, workbook: str) -> list[Look | Settlement]:
        """What was seen and settled of the workbook, in order; where nothing had been by then, the first look."""
        looks = [look for look in self.state.looks if workbook in look.versions]
        settlements = self.state.settlements
        if self.is_past and workbook in EVERYWHERE:
            looks = [look for look in looks if look.at <= self.at] or looks[:1]
            settlements = [said for said in settlements if said.at <= self.at]
        return sorted((*looks, *settlements), key=lambda event: event.seq)

    def _may_be_newer(self, workbook: str) -> bool:
        """Whether the workbook lies there otherwise than any run noted it."""
        if self.noted or workbook not in self.versions or (self.is_past and workbook in EVERYWHERE):
            return False
        return self.state.versions_seen.get(workbook) != self.versions[workbook]

    def _look_now(self, history: TableHistory) -> None:
        read = self.readings.read(history.table, self.versions)
        present, before = cells_of(history.table, read.lines, self.state.office_id), history.version
        history.see(self.at, self.versions[history.table.workbook], *history.differences(present))
        if history.table.name == COMPLAINTS.name:
            for number in dict.fromkeys(number for number, _ in self.dissatisfied_unnoted()):
                history.begin_anew(number, self.at, before)

    def dissatisfied_unnoted(self) -> tuple[Dissatisfaction, ...]:
        """Which complaint's customer was dissatisfied when, as far as no run has noted it."""
        if not self._may_be_newer(WORKBOOK):
            return ()
        return newly_dissatisfied(self.readings.read(COMPLAINTS, self.versions).rows, self.state.dissatisfied)

    def _row(self, table: Table, number: str, sha: str) -> Row | None:
        """The row in the version of its workbook with that hash."""
        if (table.name, sha) not in self._archived:
            read = self.readings.read(table, {**self.versions, table.workbook: sha})
            self._archived[table.name, sha] = {row[table.unique[0]]: row for row in reversed(read.rows)}
        return self._archived[table.name, sha].get(number)

    def _given_up(self, table: Table, number: str) -> bool:
        people = self.readings.people(self.versions)
        return people.exemption(table.name, number, self.at.date(), GIVE_UP) is not None


def _by_version(missing: Iterable[tuple[str, RowHistory]]) -> dict[str, list[str]]:
    """The numbers of rows that are gone, by the version in which they last stood."""
    numbers: dict[str, list[str]] = {}
    for number, history in missing:
        numbers.setdefault(history.version, []).append(number)
    return numbers


def _as_complaint(leg: Leg) -> ComplaintLeg:
    return ComplaintLeg(values_of(COMPLAINTS, leg.texts), leg.until, leg.why)


def seen_tables(workbooks: Iterable[str]) -> Iterator[Table]:
    """The tables of these workbooks that every run looks at."""
    yield from (table for table in SEEN if table.workbook in workbooks)
