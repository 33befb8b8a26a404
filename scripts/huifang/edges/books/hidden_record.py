"""What a workbook says about itself, in a sheet that nobody sees."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from huifang.policy.items import STRUCTURE_VERSION

RECORD = "_huifang"


@dataclass(frozen=True)
class HiddenRecord:
    """What a workbook says about itself: which office issued it to whom, for which batch, and the fingerprint."""

    office_id: str
    agent: str
    period: str
    book: str
    digest: str
    structure: int = STRUCTURE_VERSION

    def to_text(self) -> str:
        """As it stands in the hidden sheet."""
        return json.dumps({k: getattr(self, k) for k in self.__dataclass_fields__}, ensure_ascii=False, sort_keys=True)


def parse_record(text: Any) -> HiddenRecord | None:
    """The record from the hidden sheet's first cell; None if it is no record."""
    try:
        data = json.loads(text)
        record = HiddenRecord(**data)
    except (TypeError, ValueError):
        return None
    words = (record.office_id, record.agent, record.period, record.book, record.digest)
    return record if all(isinstance(word, str) for word in words) else None
