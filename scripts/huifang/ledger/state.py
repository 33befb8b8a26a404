"""What the journal says, folded into one view: issued calls, submissions, versions, pending changes, reports, draws."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from huifang.core.periods import Period
from huifang.ledger.heard import HeardSoFar
from huifang.ledger.issues import Book
from huifang.ledger.journal import GENESIS, Entry
from huifang.ledger.spot_checks import Draw, SealedFrame, draw_from_json

FORMAT = "%Y-%m-%d %H:%M"


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a register workbook, archived by hash by the journal entry ``seq``."""

    workbook: str
    sha256: str
    archived: str
    at: datetime
    seq: int


@dataclass(slots=True)
class Submission:
    """One sheet that came back. ``rows`` is how many it posted; ``accepted`` whether it counts as handed in."""

    number: str
    seq: int
    file: str
    agent: str
    period: str
    sha256: str
    archived: str
    arrived_at: datetime
    rows: int
    accepted: bool
    errors: int
    warnings: int
    findings: tuple[Mapping[str, Any], ...]
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class MadeReport:
    """One report that was made; ``version`` counts from 1 within its kind and period.

    ``seq`` is its journal entry, ``tiles`` what the figures of its parts said (None: an older release kept none).
    """

    kind: str
    period: str
    version: int
    at: datetime
    figures: Mapping[str, Any]
    files: tuple[str, ...]
    seq: int
    tiles: Mapping[str, Mapping[str, str]] | None


@dataclass(frozen=True, slots=True)
class Import:
    """One list that was brought into a register: which columns of it (by header) became which; empty: left out.

    ``headers`` are those of the list, in its order; ``numbers`` the ones that its new rows were given or had.
    """

    table: str
    sha256: str
    headers: tuple[str, ...]
    mapping: Mapping[str, str]
    numbers: tuple[str, ...]


@dataclass
class State:
    """The journal's content as it stands after its last entry.

    ``books`` are the workbooks that were issued, ``withdrawn_books`` those taken back with their plan. ``pending`` maps
    (record_no, key) to (old, new), ``asked_by`` to the submission that asked; ``segments``, ``archived`` and
    ``produced`` map paths to SHA-256, ``cells`` to the fingerprint of the cells. ``first_asked`` is who was asked
    first, by 投诉编号; ``dissatisfied`` which customer was dissatisfied when, up to the version ``complaints_noted``.
    """

    office_id: str = ""
    founded_on: date = date.max
    preset: str = ""
    head: str = GENESIS
    last_at: datetime | None = None
    versions: list[Version] = field(default_factory=list)
    books: list[Book] = field(default_factory=list)
    withdrawn_books: list[Book] = field(default_factory=list)
    submissions: list[Submission] = field(default_factory=list)
    pending: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    asked_by: dict[tuple[str, str], str] = field(default_factory=dict)
    declined: set[tuple[str, str, str]] = field(default_factory=set)
    corrections: list[Mapping[str, Any]] = field(default_factory=list)
    reports: list[MadeReport] = field(default_factory=list)
    frames: dict[str, SealedFrame] = field(default_factory=dict)
    draws: list[Draw] = field(default_factory=list)
    imports: list[Import] = field(default_factory=list)
    segments: dict[str, str] = field(default_factory=dict)
    archived: dict[str, str] = field(default_factory=dict)
    produced: dict[str, str] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    refreshed: set[str] = field(default_factory=set)
    unplanned: int = 0
    first_asked: dict[str, str] = field(default_factory=dict)
    dissatisfied: set[tuple[str, str]] = field(default_factory=set)
    complaints_noted: str = ""
    heard: HeardSoFar = field(default_factory=HeardSoFar)

    def books_of(self, period: str, agent: str | None = None) -> list[Book]:
        """The workbooks of a batch, of all agents or of one, in order of issue."""
        return [book for book in self.books if book.period == period and agent in (None, book.agent)]

    def batches(self) -> list[Period]:
        """The periods that have a batch, in the order of their first issue."""
        return list({book.period: book.span for book in self.books}.values())

    def versions_at(self, moment: datetime | None) -> dict[str, Version]:
        """The newest version of each workbook at that moment (None: now); before the first one, the first."""
        chosen: dict[str, Version] = {}
        for version in self.versions:
            if version.workbook not in chosen or moment is None or version.at <= moment:
                chosen[version.workbook] = version
        return chosen

    def reports_of(self, kind: str, period: str) -> list[MadeReport]:
        """The versions of one report, oldest first."""
        return [report for report in self.reports if report.kind == kind and report.period == period]

    def draws_of(self, period: str) -> list[Draw]:
        """The draws from the period's frame, in their order."""
        return [draw for draw in self.draws if draw.period == period]


def fold(entries: Iterable[Entry]) -> State:
    """The state after all entries; kinds this release does not know are passed over."""
    state = State()
    for entry in entries:
        apply(state, entry)
    return state


def apply(state: State, entry: Entry) -> None:
    """Carry the state over one more entry."""
    state.head = entry.hash
    state.last_at = datetime.strptime(entry.at, FORMAT)
    state.archived.update(entry.data.get("archived", {}))
    state.segments.update(entry.data.get("segments", {}))
    state.produced.update(entry.data.get("produced", {}))
    state.cells.update(entry.data.get("cells", {}))
    step = _STEPS.get(entry.kind)
    if step:
        step(state, entry)


def _office(state: State, entry: Entry) -> None:
    state.office_id, state.preset = entry.data["office_id"], entry.data["preset"]
    state.founded_on = datetime.strptime(entry.at, FORMAT).date()


def _version(state: State, entry: Entry) -> None:
    data = entry.data
    at = datetime.strptime(entry.at, FORMAT)
    state.versions.append(Version(data["workbook"], data["sha256"], data["path"], at, entry.seq))


def _plan(state: State, entry: Entry) -> None:
    data = entry.data
    span = Period(date.fromisoformat(data["from"]), date.fromisoformat(data["until"]), data["period"])
    rules = frozenset(data["rules"])
    state.books.extend(
        Book(
            book["file"], book["agent"], span, book["digest"], book["sha256"], entry.seq, data["calls_in"],
            book["start"], book["length"], rules, data["versions"],
        )
        for book in data["books"]
    )  # fmt: skip


def _submission(state: State, entry: Entry) -> None:
    state.unplanned = max(state.unplanned, entry.data["unplanned"])
    for sheet in entry.data["sheets"]:
        state.submissions.append(
            Submission(
                sheet["number"], entry.seq, sheet["file"], sheet["agent"], sheet["period"], sheet["sha256"],
                sheet["path"], datetime.strptime(sheet["arrived_at"], FORMAT), sheet["rows"], sheet["accepted"],
                sheet["errors"], sheet["warnings"], tuple(sheet["findings"]),
            )
        )  # fmt: skip
        _take_back(state, sheet["settled"])
        for change in sheet["pending"]:
            state.pending[change["record_no"], change["key"]] = (change["old"], change["new"])
            state.asked_by[change["record_no"], change["key"]] = sheet["number"]


def _settled(state: State, entry: Entry) -> None:
    _take_back(state, entry.data["settled"])


def _take_back(state: State, changes: Iterable[Mapping[str, str]]) -> None:
    for change in changes:
        state.pending.pop((change["record_no"], change["key"]), None)


def _note_correction(state: State, entry: Entry) -> None:
    state.corrections.append({**entry.data, "at": entry.at, "seq": entry.seq})


def _correction(state: State, entry: Entry) -> None:
    data = entry.data
    _note_correction(state, entry)
    if data["whole"]:
        for key in [key for key in state.pending if key[0] == data["subject_no"]]:
            del state.pending[key]
    else:
        state.pending.pop((data["subject_no"], data["key"]), None)


def _declined(state: State, entry: Entry) -> None:
    for change in entry.data["changes"]:
        state.pending.pop((change["record_no"], change["key"]), None)
        state.declined.add((change["record_no"], change["key"], change["new"]))


def _arrival(state: State, entry: Entry) -> None:
    _note_correction(state, entry)
    for submission in state.submissions:
        if submission.number == entry.data["subject_no"]:
            submission.arrived_at = datetime.strptime(entry.data["new"], FORMAT)


def _sheet_withdrawn(state: State, entry: Entry) -> None:
    _note_correction(state, entry)
    number, gone = entry.data["subject_no"], frozenset(entry.data["records"])
    for submission in state.submissions:
        if submission.number == number:
            submission.withdrawn = True
    for key in [key for key in state.pending if key[0] in gone or state.asked_by.get(key) == number]:
        del state.pending[key]


def _plan_withdrawn(state: State, entry: Entry) -> None:
    _note_correction(state, entry)
    seq = entry.data["plan_seq"]
    state.withdrawn_books.extend(book for book in state.books if book.seq == seq)
    state.books = [book for book in state.books if book.seq != seq]


def _report(state: State, entry: Entry) -> None:
    data = entry.data
    state.refreshed = {path for path in state.refreshed if data["period"] not in path}
    state.reports.append(
        MadeReport(
            data["report"], data["period"], data["version"], datetime.strptime(entry.at, FORMAT), data["figures"],
            tuple(data["files"]), entry.seq, data.get("tiles"),
        )
    )  # fmt: skip


def _frame(state: State, entry: Entry) -> None:
    data, at = entry.data, datetime.strptime(entry.at, FORMAT)
    frame = SealedFrame(data["period"], data["frame_sha256"], data["path"], data["versions"], at)
    state.frames.setdefault(frame.period, frame)  # once sealed, it never changes


def _draw(state: State, entry: Entry) -> None:
    state.draws.append(draw_from_json(entry.data))


def _import(state: State, entry: Entry) -> None:
    data = entry.data
    state.imports.append(
        Import(data["table"], data["sha256"], tuple(data["headers"]), data["mapping"], tuple(data["numbers"]))
    )


def _ledger(state: State, entry: Entry) -> None:
    state.refreshed.add(entry.data["file"])


def _complaints(state: State, entry: Entry) -> None:
    data = entry.data
    state.complaints_noted = data["sha256"]
    state.first_asked = {**data["first_asked"], **state.first_asked}  # who was noted first stays
    state.dissatisfied.update((one["complaint_no"], one["at"]) for one in data["dissatisfied"])


def _heard(state: State, entry: Entry) -> None:
    state.heard.note(entry.data)


_STEPS = {
    "office": _office,
    "version": _version,
    "plan": _plan,
    "submission": _submission,
    "settled": _settled,
    "correction": _correction,
    "declined": _declined,
    "arrival": _arrival,
    "sheet-withdrawn": _sheet_withdrawn,
    "plan-withdrawn": _plan_withdrawn,
    "report": _report,
    "ledger": _ledger,
    "frame": _frame,
    "draw": _draw,
    "import": _import,
    "complaints": _complaints,
    "heard": _heard,
    "marked": _heard,
}
