"""Noting: what changed in registers whose cells start and stop clocks and obligations, kept as every run finds it."""

from __future__ import annotations

from huifang.decisions.complaints.watch import newly_dissatisfied
from huifang.edges.store.keeping import keep
from huifang.edges.store.seen import seen_path
from huifang.flow.office.evidence import Evidence, seen_tables
from huifang.ledger.kinds import Dissatisfied, RegistersSeen
from huifang.ledger.seen import SeenChanges, cells_of
from huifang.tables.declared.complaints import COMPLAINTS, WORKBOOK


def look_at_registers(noted: Evidence, seq: int) -> RegistersSeen | None:
    """What is to be journaled, as entry ``seq``, of the registers that changed since the last look; None: none did.

    ``noted`` is what was seen up to now. What is found stands in files beside the journal, which are written here.
    """
    seen, office_id = noted.state.versions_seen, noted.state.office_id
    books = sorted({table.workbook for table in seen_tables(noted.versions)})
    versions = {name: noted.versions[name] for name in books if seen.get(name) != noted.versions[name]}
    changes: dict[str, str] = {}
    archived: dict[str, str] = {}
    for table in seen_tables(versions):
        whole = noted.whole(table)
        present = cells_of(whole, noted.readings.read(table, noted.versions).lines, office_id)
        rows, gone = noted.history(table).differences(present)
        if rows or gone:
            found = SeenChanges.of(whole, rows, gone).to_json()
            changes[table.name], sha = keep(noted.office, seen_path(seq, table.name), found)
            archived[changes[table.name]] = sha
    if not versions:
        return None
    complaints = noted.readings.read(COMPLAINTS, noted.versions).rows if WORKBOOK in versions else ()
    unhappy = newly_dissatisfied(complaints, noted.state.dissatisfied)
    dissatisfied = tuple(Dissatisfied(complaint_no=number, at=at) for number, at in unhappy)
    return RegistersSeen(versions=versions, changes=changes, dissatisfied=dissatisfied, archived=archived)
