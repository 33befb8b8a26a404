"""Going on with a journal that lost something, because a person who may decide it says so: noted, never in silence.

What was lost stays where it is: nothing of it is overwritten, and its list goes to the archive. A journal that is gone
begins anew, as the same office where something tells which it was: then sheets that agents still have can be collected
once their calls are planned again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from huifang.core.catalogue import because
from huifang.edges.known.presets import UnknownPreset, load_preset
from huifang.edges.store.conflicts import require_one_journal
from huifang.edges.store.files import OfficeError, digest, read_bytes, write_bytes
from huifang.edges.store.journal_file import Journal
from huifang.edges.store.keeping import keep, settle
from huifang.edges.store.lock import writing
from huifang.edges.store.losses import KnownOutside, Lost, LostList, bear_witness, known_outside, lost_by
from huifang.edges.store.office import ARCHIVE, Office
from huifang.flow.office.readings import Readings
from huifang.flow.office.shelf import LiesThere, Shelf
from huifang.ledger.kinds import LossAcknowledged, OfficeFounded
from huifang.ledger.state import State
from huifang.policy.people import Person
from huifang.tables.options import BOSS, SUPERVISOR


class MayNotDecide(OfficeError):
    """Nobody of that number may decide to go on; nothing was written."""


@dataclass(frozen=True)
class Resumed:
    """What was lost (None: nothing, and nothing was written), and the journal as it is now."""

    lost: Lost | None
    entries: int
    head: str


def resume(office: Office, now: datetime, by: str, why: str, preset: str | None = None) -> Resumed:
    """Go on without what the journal lost. ``preset`` is asked for only where nothing else tells the regulation.

    Raises:
        MayNotDecide: ``by`` is no supervisor or boss of the staff.
        OfficeError: the office cannot be read or written.
    """
    with writing(office, now):
        require_one_journal(office)
        known = known_outside(office)
        journal = Journal(office)
        broken = _broken(journal)
        if not broken and lost_by(office, known, journal, journal.state()) is None:
            return Resumed(None, len(journal.entries), journal.chain.head)
        entries = len(journal.chain.trusted)
        founded = None if entries else _founded_again(office, known, preset, now)
        person = _who_decides(office, State(preset=founded.preset) if founded else journal.state(), by, now)
        kept: dict[str, str] = {}
        if broken:
            kept = _set_aside(office, journal)
            journal = Journal(office)
        lost = lost_by(office, known, journal, journal.state(), leniently=False) or Lost(broken, (), {})
        lost = replace(lost, what=broken or lost.what)
        if founded:
            journal.append(now, founded)
        path, sha = _keep_list(office, lost)
        said = LossAcknowledged(
            by=person.label, why=why, what=lost.what, entries=entries, files=len(lost.files), reports=len(lost.heads),
            listed=path, archived={path: sha, **kept, **_keep_reports(office, lost)},
        )  # fmt: skip
        journal.append(now, said)
        settle(office, said.archived)
        bear_witness(office, journal, journal.state())
        return Resumed(lost, len(journal.entries), journal.chain.head)


def _broken(journal: Journal) -> str:
    """What is wrong with the chain, in words; empty where it is whole."""
    chain = journal.chain
    return "" if chain.broken_at is None else f"日志第 {chain.broken_at} 行{chain.reason}"


def _set_aside(office: Office, journal: Journal) -> dict[str, str]:
    """Keep a copy of the broken journal, and leave the lines before its first bad link; the copy's path and hash."""
    content = read_bytes(office.journal)
    kept = keep(office, f"{ARCHIVE}/丢失/{digest(content)[:12]}-{office.journal.name}", content)
    lines = content.splitlines(keepends=True)[: len(journal.chain.trusted)]
    write_bytes(office.journal, b"".join(lines))
    return dict([kept])


def _founded_again(office: Office, known: KnownOutside, preset: str | None, now: datetime) -> OfficeFounded:
    """The first entry of a journal that begins anew."""
    witness = next(iter(known.witnesses.values()), None)
    told = witness.preset if witness else preset
    try:
        name = load_preset(told or "").name
    except UnknownPreset as error:
        raise OfficeError(because("Y834")) from error
    new_id = sha256(f"{office.root.resolve()}|{told}|{now.isoformat()}".encode()).hexdigest()[:16]
    return OfficeFounded(office_id=witness.office_id if witness else new_id, preset=told or "", name=name)


def _who_decides(office: Office, state: State, by: str, now: datetime) -> Person:
    shelf = Shelf(office, state)
    person = Readings(office, shelf, lambda *_: now.date()).people(LiesThere(shelf)).find(by)
    if person is None:
        raise MayNotDecide(because("Y403", value=by))
    if person.role not in (SUPERVISOR, BOSS) or not person.active_on(now.date()):
        raise MayNotDecide(because("Y404", person=person.label))
    return person


def _keep_list(office: Office, lost: Lost) -> tuple[str, str]:
    content = LostList(files=lost.files, heads=dict(lost.heads)).to_json()
    return keep(office, f"{ARCHIVE}/丢失/{digest(content)[:12]}.json", content)


def _keep_reports(office: Office, lost: Lost) -> dict[str, str]:
    """Copies of the reports that the journal does not know, and of the messages beside them: new ones may take their
    names.
    """
    beside = dict.fromkeys(f"{path.rpartition('.')[0]}.txt" for path in lost.heads)
    lying = [*lost.heads, *(path for path in beside if office.path(path).is_file())]
    contents = {path: read_bytes(office.path(path)) for path in lying}
    wanted = {
        path: f"{ARCHIVE}/丢失/{digest(content)[:12]}-{path.rpartition('/')[2]}" for path, content in contents.items()
    }
    return dict(keep(office, wanted[path], content) for path, content in contents.items())
