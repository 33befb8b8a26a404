"""The auditor's results: every entered row says what the archived sheet says, and further sheets follow their draw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from huifang.core.text import half_width
from huifang.core.traditional import simplified
from huifang.decisions.audit.draws import Frame, in_order, parse_frame
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.reading.xlsx_read import RawBook, read_book
from huifang.edges.store.files import OfficeError
from huifang.edges.store.keeping import read_kept
from huifang.edges.store.office import JOURNAL, Office
from huifang.flow.audit.faults import Fault
from huifang.flow.office.locks import opened_for
from huifang.ledger.checks_said import CheckedRow, ChecksEntered, DrawExtended
from huifang.ledger.formats import NewerFormat
from huifang.ledger.journal import Entry
from huifang.ledger.kinds import Draw, FrameSealed
from huifang.ledger.said import Said
from huifang.ledger.spot_checks import sheet_digest
from huifang.ledger.state import State
from huifang.tables.anywhere import read_anywhere
from huifang.tables.cells import shown
from huifang.tables.days import Days
from huifang.tables.declared.spot_checks import FIXED_OPTIONS, RESERVE, SPOT_CHECKS
from huifang.tables.model import Row

#: What the auditor fills in; 核查人 is entered as the 工号 of whoever stands there.
_FILLED = (
    "customer_no", "reached", "answered_by", "was_called", "called_on", "satisfaction", "solved", "words", "checked_at",
)  # fmt: skip


def result_faults(office: Office, state: State, known: Iterable[tuple[Entry, Said]]) -> Iterator[Fault]:
    """Results that their sheet does not say, and further sheets with others than the next customers. What is missing
    or altered is told of with the other files.
    """
    sealed: dict[tuple[str, str], FrameSealed] = {}
    draws: dict[tuple[str, int], Draw] = {}

    def frame_of(draw: Draw) -> Frame | None:
        return _stored(office, sealed.get((draw.period, draw.frame_sha256)))

    for entry, said in known:
        if isinstance(said, FrameSealed):
            sealed[said.period, said.frame_sha256] = said
        elif isinstance(said, Draw):
            draws[said.period, said.number] = said
        elif isinstance(said, ChecksEntered | DrawExtended):
            draw = draws.get((said.period, said.draw))
            if draw is None:
                yield Fault("altered", JOURNAL, f"{said.period} 的{said.FORMAT.name}：日志里没有它的抽签", entry.seq)
            elif frame := frame_of(draw):
                yield from (
                    Fault("altered", JOURNAL, what, entry.seq)
                    for what in (
                        _differing(office, said, frame, entry)
                        if isinstance(said, ChecksEntered)
                        else _not_next(state, frame, draw, said)
                    )
                )


def _stored(office: Office, sealed: FrameSealed | None) -> Frame | None:
    try:
        return parse_frame(read_kept(office, sealed.path, sealed.frame_sha256)) if sealed else None
    except (OfficeError, NewerFormat, ValueError):
        return None


def _differing(office: Office, said: ChecksEntered, frame: Frame, entry: Entry) -> Iterator[str]:
    try:
        book = read_book(opened_for(office.path(said.path).read_bytes(), said.agent))
    except (OSError, Unreadable):
        return
    came_on = datetime.fromisoformat(entry.at).date()
    days = Days(batch=(frame.period.from_on, frame.period.until_on), from_1904=book.from_1904, came_on=came_on)
    rows = {(row.sheet.name, row.number): row for row in _rows_of(book, said, days)}
    for row in said.rows:
        if not _says(rows.get((row.sheet, row.row)), row):
            yield f"抽查结果 {row.check_no} 与归档的核查表 {said.path} 不符"


def _rows_of(book: RawBook, said: ChecksEntered, days: Days) -> Iterator[Row]:
    """The rows of the sheet; what was entered about satisfaction may stand there, whatever the office offers today."""
    options = {**FIXED_OPTIONS, "满意度": tuple({row.satisfaction for row in said.rows})}
    for table in (SPOT_CHECKS, RESERVE):
        if book.has(table.name):
            yield from read_anywhere(table, book.sheets[table.name], "", options, days=days).rows


def _says(row: Row | None, entered: CheckedRow) -> bool:
    return row is not None and all(_plain(row[key]) == _plain(getattr(entered, key)) for key in _FILLED)


def _plain(value: object) -> str:
    """Text without what reading a cell may change in it."""
    return simplified(half_width(shown(value)))


def _not_next(state: State, frame: Frame, draw: Draw, more: DrawExtended) -> Iterator[str]:
    """What is wrong with a further sheet: others stand on it, or in another order."""
    rows = [*more.chosen, *more.reserve]
    ordered = in_order(frame, draw.seed, more.sheet.agent)
    if [one for one in ordered if one in rows] != rows:
        yield f"续抽的核查表“{more.sheet.file}”：不是签号次序里接着的客户"
    elif sheet_digest(state.office_id, more.period, more.draw, more.sheet.agent, rows) != more.sheet.digest:
        yield f"核查表“{more.sheet.file}”的校验值与抽签不符"
