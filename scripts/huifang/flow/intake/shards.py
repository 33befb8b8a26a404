"""A shard: some judged sheets that are posted together, by one line of the journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from huifang.core.findings import Finding, count_errors
from huifang.core.text import file_name
from huifang.edges.arriving.arrivals import Arrival, keep_container
from huifang.edges.arriving.laying_by import take_out
from huifang.edges.store.files import sync_folder, workbook_ending
from huifang.edges.store.keeping import announce, free_to_keep, keep
from huifang.edges.store.office import ARCHIVE
from huifang.flow.intake.judging import Judged
from huifang.flow.office.desk import Desk
from huifang.ledger.posting import Change, Posting
from huifang.ledger.records import FIELDS
from huifang.ledger.sheets_said import KeptChange, KeptFinding, PostedSheet, Settled, SheetsPosted
from huifang.ledger.state import FORMAT

#: A run that is interrupted has to do no more than this again.
MAX_SHEETS = 24


def get_ready_to_post() -> None:
    """What the first :meth:`Shard.commit` would have to wait for."""
    import huifang.edges.store.segments  # noqa: F401, PLC0415  (frames take long to import)


@dataclass(frozen=True, kw_only=True)
class SheetForLedger:
    """One judged sheet on its way into the ledger, under its submission number.

    ``asked`` are the changes to be confirmed, ``settled`` those that it takes back, ``findings`` all that is said.
    """

    number: str
    arrival: Arrival
    content: bytes
    sha: str
    cells: str
    judged: Judged
    posting: Posting
    asked: Sequence[Change]
    settled: Sequence[Settled]
    findings: tuple[Finding, ...]
    arrived_at: datetime
    arrival_by: str

    @property
    def agent(self) -> str:
        """Whose sheet it is."""
        return self.judged.identity.agent

    @property
    def period(self) -> str:
        """The batch it belongs to."""
        return self.judged.identity.period.name

    @property
    def errors(self) -> int:
        """How many of its findings are errors."""
        return count_errors(self.findings)

    @property
    def accepted(self) -> bool:
        """Whether something of it was posted, or nothing was wrong."""
        return bool(self.posting.numbers) or not self.errors

    @cached_property
    def archived(self) -> str:
        """Where the original is to be kept."""
        name = file_name(f"{self.number}-{PurePosixPath(self.arrival.name).stem}")
        return f"{ARCHIVE}/提交/{self.period}/{name}{workbook_ending(self.arrival.name)}"

    def to_journal(self, path: str) -> PostedSheet:
        """What the journal says of it, and that its original is kept there."""
        return PostedSheet(
            number=self.number,
            file=self.arrival.kept_as,
            agent=self.agent,
            period=self.period,
            sha256=self.sha,
            path=path,
            arrived_at=f"{self.arrived_at:{FORMAT}}",
            arrival_by=self.arrival_by,
            rows=len(self.posting.numbers),
            accepted=self.accepted and self.judged.answered > 0,
            errors=self.errors,
            warnings=len(self.findings) - self.errors,
            findings=tuple(KeptFinding.of(finding, self.arrival.kept_as) for finding in self.findings),
            pending=tuple(KeptChange(**asdict(change)) for change in self.asked),
            settled=tuple(self.settled),
            book="" if self.judged.identity.findings else self.judged.identity.book.file,
            refused=self.judged.refused,
        )


class Shard:
    """Sheets of different agents about different calls, so that none of them depends on another being posted."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.sheets: list[SheetForLedger] = []
        self.unplanned = desk.state.unplanned
        self._agents: set[str] = set()
        self._subjects: set[str] = set()

    @property
    def next_number(self) -> str:
        """The submission number of the next sheet."""
        return f"T{len(self._desk.state.submissions) + len(self.sheets) + 1:04d}"

    def touches(self, judged: Judged) -> bool:
        """Whether the sheet has to wait until this shard is posted."""
        return judged.identity.agent in self._agents or not self._subjects.isdisjoint(judged.entered.subjects)

    def add(self, sheet: SheetForLedger) -> None:
        """Take one more sheet in."""
        self.sheets.append(sheet)
        self._agents.add(sheet.agent)
        self._subjects |= sheet.judged.entered.subjects
        self.unplanned += sheet.posting.unplanned

    def commit(self) -> tuple[Finding, ...]:
        """Archive the sheets, write their new records as one segment, then the journal line that makes it happen.

        What could not be taken out of the inbox afterwards is said.
        """
        if not self.sheets:
            return ()
        office, segments = self._desk.office, self._segments()
        paths = {sheet.number: free_to_keep(office, sheet.archived, sheet.content) for sheet in self.sheets}
        announce(office, (*paths.values(), *segments))
        archived: dict[str, str] = {}
        for sheet in self.sheets:
            archived |= [keep(office, paths[sheet.number], sheet.content, sync=False)]
            archived |= keep_container(office, sheet.arrival.inside)
        for folder in {office.path(path).parent for path in paths.values()}:
            sync_folder(folder)
        self._desk.commit(
            SheetsPosted(
                sheets=tuple(sheet.to_journal(paths[sheet.number]) for sheet in self.sheets),
                unplanned=self.unplanned,
                archived=archived,
                segments=dict(keep(office, path, content) for path, content in segments.items()),
                cells={paths[sheet.number]: sheet.cells for sheet in self.sheets},
            )
        )
        return tuple(note for sheet in self.sheets for note in take_out(sheet.arrival))

    def _segments(self) -> dict[str, bytes]:
        """The new records, by the path of the one segment that holds them; none where there are none."""
        from huifang.edges.store.segments import segment_path, to_parquet  # noqa: PLC0415  (frames take long to import)

        seq = self._desk.journal.next_seq
        columns: dict[str, list[Any]] = {name: [] for name in FIELDS}
        for sheet in self.sheets:
            numbers = sheet.posting.numbers
            known: dict[str, list[Any]] = {"record_no": list(numbers.values()), "seq": [seq] * len(numbers)}
            known |= {"submission": [sheet.number] * len(numbers), **sheet.judged.entered.at(list(numbers))}
            for name, column in columns.items():
                column.extend(known[name])
        if not columns["seq"]:
            return {}
        return {segment_path(seq): to_parquet(columns)}
