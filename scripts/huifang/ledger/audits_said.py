"""What the journal says of 抽查报告: which version said what, and in which files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huifang.ledger.formats import Format
from huifang.ledger.said import Said


class AuditReported(Said, frozen=True, kw_only=True):
    """One version of a period's 抽查报告. ``says`` is the digest of what it says, whenever it was made: the next
    version is made when that is another.
    """

    KIND, FORMAT = "audit-report", Format("抽查的报告")

    period: str
    version: int
    says: str
    files: tuple[str, ...]
    printed_head: str


@dataclass(frozen=True, slots=True)
class MadeAudit:
    """A version of 抽查报告 that was made, and when; ``seq`` is its journal entry."""

    said: AuditReported
    at: datetime
    seq: int
