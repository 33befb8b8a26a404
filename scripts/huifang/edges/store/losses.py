"""What an office knows of its journal outside of it, and what the journal that lies there lacks of that.

Every run that writes leaves the head of the chain in two small files beside; reports print it; and what is kept has a
name that only the system gives. A journal that lacks any of this lost its last lines, or is another one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from huifang.core.catalogue import because
from huifang.edges.store.files import OfficeError, digest, write_bytes
from huifang.edges.store.journal_file import Journal
from huifang.edges.store.keeping import announced, read_kept
from huifang.edges.store.office import ARCHIVE, INNER, JOURNAL, REPORTS, Office
from huifang.edges.store.printed_head import is_named_as_report, printed_head
from huifang.ledger.formats import Format, StoredDocument
from huifang.ledger.state import State

#: Two places, as a sync tool may put one folder back without the other.
WITNESSES = (f"{INNER}/head.json", f"{REPORTS}/.链首.json")
#: What the system calls what it keeps: by the number of a journal's entry, of a submission, by its own hash.
_BY_ENTRY = re.compile(rf"(?:{re.escape(INNER)}/[^/]+|{ARCHIVE}/撤回)/(\d{{6}})\b")
_BY_SUBMISSION = re.compile(rf"{ARCHIVE}/提交/[^/]+/T(\d{{4,}})-")
_BY_HASH = re.compile(r"(?<![0-9a-f])(?:[0-9a-f]{16}|[0-9a-f]{12})(?![0-9a-f])")


class Witness(StoredDocument, frozen=True, kw_only=True):
    """How far the journal was when a run ended: its last entry and the hash of that."""

    FORMAT = Format("链首")

    office_id: str
    preset: str
    seq: int
    head: str


class LostList(StoredDocument, frozen=True, kw_only=True):
    """What a journal lacks, as somebody acknowledged: kept files by path, and heads that reports print, by report."""

    FORMAT = Format("丢失的内容")

    files: tuple[str, ...]
    heads: dict[str, str]


@dataclass(frozen=True)
class KnownOutside:
    """What was found outside of the journal before it was read, so that nothing of it is newer than the journal."""

    witnesses: Mapping[str, Witness]
    kept: tuple[str, ...]
    announced: frozenset[str]
    reports: tuple[str, ...]


@dataclass(frozen=True)
class Lost:
    """What the journal lacks: ``what`` in words for people, kept files, and heads of reports by report."""

    what: str
    files: tuple[str, ...]
    heads: Mapping[str, str]


def known_outside(office: Office) -> KnownOutside:
    """What is known of the journal outside of it."""
    witnesses = {path: witness for path in WITNESSES if (witness := _witness(office, path))}
    inner = (path for path in _files_below(office, INNER) if _BY_ENTRY.match(path))
    return KnownOutside(
        witnesses,
        (*inner, *_files_below(office, ARCHIVE)),
        announced(office),
        tuple(path for path in _files_below(office, REPORTS) if is_named_as_report(path)),
    )


def _witness(office: Office, path: str) -> Witness | None:
    """One that cannot be read is none."""
    try:
        return Witness.from_json(office.path(path).read_bytes())
    except (OSError, ValueError):
        return None


def _files_below(office: Office, folder: str) -> Iterator[str]:
    """The relative paths of the files in a folder of the office, temporary ones left out."""
    with suppress(OSError), os.scandir(office.path(folder)) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            path = f"{folder}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from _files_below(office, path)
            elif not entry.name.startswith((".", "~$")):
                yield path


def bear_witness(office: Office, journal: Journal, state: State) -> None:
    """Leave the head of the chain beside the journal; where that fails, an older one stays, which is as true."""
    if not journal.entries:
        return
    head = Witness(office_id=state.office_id, preset=state.preset, seq=journal.entries[-1].seq, head=journal.chain.head)
    for path in WITNESSES:
        if _witness(office, path) != head:
            with suppress(OfficeError):
                write_bytes(office.path(path), head.to_json(), sync=False)


def lost_by(office: Office, known: KnownOutside, journal: Journal, state: State, leniently: bool = True) -> Lost | None:
    """What the journal lacks; None where it lacks nothing, or nothing that nobody acknowledged.

    ``leniently``, an office that has no witness may be one of a release before this one: what may be left of a dead
    run of it is let pass.

    Raises:
        OfficeError: what was acknowledged cannot be read.
    """
    unnamed = tuple(path for path in known.kept if path not in state.archived and path not in state.segments)
    accepted = _acknowledged(office, state)
    last = len(journal.entries)
    if known.witnesses or not last or not leniently:
        lacking = {path for path in {*unnamed} - known.announced if _is_kept_later(office, path, last, state)}
    else:
        lacking = {path for path in unnamed if (entry := _BY_ENTRY.match(path)) and int(entry[1]) > last + 1}
    files = tuple(lacking - {*accepted.files})
    unread = [path for path in known.reports if path not in state.produced and path not in accepted.heads]
    printed = {path: head for path in unread if (head := head_on(office, path))}
    heads = {path: head for path, head in printed.items() if not any(e.hash.startswith(head) for e in journal.entries)}
    what = _in_words(known, journal, files, heads)
    return Lost(what, tuple(sorted(files)), heads) if what else None


def _acknowledged(office: Office, state: State) -> LostList:
    files: list[str] = []
    heads: dict[str, str] = {}
    for path in state.acknowledged:
        try:
            one = LostList.from_json(read_kept(office, path, state.archived[path]))
        except ValueError as error:
            raise OfficeError(because("Y815", file=path)) from error
        files += one.files
        heads |= one.heads
    return LostList(files=tuple(files), heads=heads)


def _is_kept_later(office: Office, path: str, last: int, state: State) -> bool:
    """Whether it is what a run kept after that entry, by its name; what a person put there is not."""
    entry, submission = _BY_ENTRY.match(path), _BY_SUBMISSION.match(path)
    if entry:
        return int(entry[1]) > last
    if submission:
        return int(submission[1]) > len(state.submissions)
    stated = _BY_HASH.findall(path)
    if not stated:
        return False
    try:
        sha = digest(office.path(path).read_bytes())
    except OSError:
        return False
    return sha.startswith(tuple(stated)) and sha not in state.archived.values()


def head_on(office: Office, path: str) -> str | None:
    """The head that a report prints; None where there is none to be read."""
    try:
        return printed_head(office.path(path).read_bytes())
    except OSError:
        return None


def _in_words(known: KnownOutside, journal: Journal, files: tuple[str, ...], heads: Mapping[str, str]) -> str:
    """What people are told first; empty where nothing is lost."""
    entries = journal.entries
    if not journal.is_there:
        return f"日志文件“{JOURNAL}”不见了"
    if not entries:
        return f"日志文件“{JOURNAL}”是空的"
    for witness in known.witnesses.values():
        if witness.seq > len(entries):
            return f"日志只有 {len(entries)} 条，以前运行时已有 {witness.seq} 条，后面的丢失了"
        if witness.seq < 1 or entries[witness.seq - 1].hash != witness.head:
            return f"日志的第 {witness.seq} 条与以前运行时的不同，日志被换成了另一份"
    if heads:
        report = next(iter(heads))
        return f"报告“{report}”上印的链首不在日志里，日志丢失了内容或被换成了另一份(不是本单位的报告，请移到别处)"
    if files:
        more = f"等 {len(files)} 个文件" if len(files) > 1 else ""
        return f"日志里没有“{min(files)}”{more}，日志丢失了内容或被换成了另一份"
    return ""
