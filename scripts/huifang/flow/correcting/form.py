"""What the files of this room hand to each other: the form, one row that asks for something, and why it is refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from msgspec.structs import replace

from huifang.core.catalogue import because
from huifang.core.reasons import Reason, Refusal
from huifang.edges.reading.cell_digest import digest_of
from huifang.edges.store.keeping import keep
from huifang.edges.store.segments import segment_path, to_parquet
from huifang.flow.office.desk import Desk
from huifang.ledger.records import CallRecord, columns_of
from huifang.ledger.said import Said
from huifang.ledger.sheets_said import KeptDecision
from huifang.policy.people import Person
from huifang.tables.model import Row


class Refused(Refusal):
    """A row of the form cannot be applied; ``key`` says which cell is meant."""

    def __init__(self, reason: Reason, key: str = "subject_no") -> None:
        super().__init__(reason, key)
        self.key = key


def require_sender(signed: Person, sent_by: Person | None) -> None:
    """Refuse what somebody signed and somebody else sent by mail.

    Raises:
        Refused: it is so.
    """
    if sent_by and signed.person_no != sent_by.person_no:
        raise Refused(because("Y346", signed=signed.label, person=sent_by.label), "corrected_by")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A row of the form, who asks for it and why; ``whole``: its subject is to be taken back, not one value changed.

    ``decision`` is what a card of a 批示单 says beside its words.
    """

    row: Row
    by: str
    why: str
    whole: bool
    decision: KeptDecision | None = None

    @property
    def number(self) -> str:
        """What it is about."""
        return str(self.row["subject_no"])

    @property
    def old(self) -> str:
        """The value that it says is in force."""
        return self.row["old"] or ""

    @property
    def said(self) -> dict[str, Any]:
        """What the journal says of every correction."""
        return {
            "subject_no": self.number, "column": self.row["column"], "old": self.old, "new": self.row["new"] or "",
            "by": self.by, "why": self.why, "whole": self.whole,
        }  # fmt: skip


@dataclass
class Form:
    """The form being applied, and the records as they stand by now; it is archived with its first commit.

    ``asked`` are the rows that somebody who may correct has signed: all that the form will have said in the end.
    """

    path: str
    content: bytes
    records: dict[str, CallRecord]
    asked: list[Asked] = field(default_factory=list)

    def commit(self, desk: Desk, said: Said) -> None:
        """Journal one correction, with the form that asked for it."""
        kept = keep(desk.office, self.path, self.content)
        archived = {kept.path: kept.sha, **said.archived}
        desk.commit(replace(said, archived=archived, cells={kept.path: digest_of(self.content)}))

    def commit_records(self, desk: Desk, said: Said, changed: Sequence[CallRecord]) -> None:
        """Journal one correction that makes new versions of records: their segment first, then the line."""
        kept = []
        if changed:
            kept = [keep(desk.office, segment_path(desk.journal.next_seq), to_parquet(columns_of(changed)))]
        self.commit(desk, replace(said, segments=dict(kept)))
        for record in changed:
            self.records[record.record_no] = record


#: Carries out what a row asks about one kind of subject: True where that changed something, False where it was applied
#: before. Raises Refused.
Correcting: TypeAlias = Callable[[Desk, Form, Asked], bool]
