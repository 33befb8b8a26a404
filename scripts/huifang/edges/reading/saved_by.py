"""Who saved a workbook last, and when, as the program that saved it wrote down."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape

CORE = "docprops/core.xml"
MAX_BYTES = 64 * 1024
_FIELD = re.compile(r"<(?:\w+:)?(lastModifiedBy|created|modified)\b[^>]*>([^<]{0,500})<")
_BROKEN = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, LookupError, ValueError)


@dataclass(frozen=True, slots=True)
class Saved:
    """The name of who saved it last, empty where there is none, and the moment in UTC; None where it was not saved
    since it was made, or nothing is said.
    """

    by: str
    at: datetime | None


NOTHING_SAID = Saved("", None)


def saved_by(content: bytes) -> Saved:
    """What a workbook says; nothing where it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            name = next((name for name in package.namelist() if name.lower() == CORE), None)
            if name is None:
                return NOTHING_SAID
            with package.open(name) as part:
                text = part.read(MAX_BYTES).decode("utf-8", "replace")
    except _BROKEN:
        return NOTHING_SAID
    said = {field: unescape(value).strip() for field, value in _FIELD.findall(text)}
    at = _moment(said.get("modified", ""))
    return Saved(said.get("lastModifiedBy", ""), None if at == _moment(said.get("created", "")) else at)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
