"""The calls of imported lists (话单) on disk: one immutable Parquet segment for each list, with its version in it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Any

import polars as pl

from huifang import __version__
from huifang.core.catalogue import because
from huifang.edges.store.files import OfficeError
from huifang.edges.store.keeping import read_kept
from huifang.edges.store.office import INNER, Office
from huifang.ledger.formats import Format, NewerFormat
from huifang.ledger.phone_said import PhoneCall, PhoneListKept

FORMAT = Format("话单的通话")
_METADATA = "huifang"
_KINDS: Mapping[str, Any] = {"datetime": pl.Datetime("us"), "int": pl.Int64, "bool": pl.Boolean, "str": pl.String}
SCHEMA = pl.Schema({one.name: _KINDS[str(one.type)] for one in fields(PhoneCall)})


def phone_segment_path(seq: int) -> str:
    """The relative path of the segment that journal entry ``seq`` writes."""
    return f"{INNER}/phone/{seq:06d}.parquet"


def to_phone_segment(calls: Sequence[PhoneCall]) -> bytes:
    """The calls as the content of a segment."""
    columns = {name: [*map(attrgetter(name), calls)] for name in SCHEMA}
    stream = io.BytesIO()
    written = json.dumps({"format": FORMAT.version, "release": __version__})
    pl.DataFrame(columns, schema=SCHEMA).write_parquet(stream, compression="zstd", metadata={_METADATA: written})
    return stream.getvalue()


def from_phone_segment(content: bytes) -> list[PhoneCall]:
    """The calls of a segment.

    Raises:
        NewerFormat: a later release wrote it.
    """
    said = json.loads(pl.read_parquet_metadata(io.BytesIO(content)).get(_METADATA) or "{}")
    if int(said.get("format", 1)) > FORMAT.version:
        raise NewerFormat(FORMAT.name)
    frame = pl.read_parquet(io.BytesIO(content))
    if not {*frame.columns} <= {*SCHEMA}:
        raise NewerFormat(FORMAT.name)
    return [PhoneCall(**row) for row in frame.iter_rows(named=True)]


def kept_phone_calls(
    office: Office, lists: Iterable[PhoneListKept], from_at: datetime, until_at: datetime
) -> list[PhoneCall]:
    """The calls of the lists that reach into that time; each call once.

    Raises:
        OfficeError: a segment is missing, is not what was kept, or was written by a later release.
    """
    calls: dict[tuple[datetime, str, str, bool], PhoneCall] = {}
    for kept in lists:
        if kept.from_at <= until_at and from_at <= kept.until_at:
            content = read_kept(office, kept.segment, kept.archived[kept.segment])
            try:
                read = from_phone_segment(content)
            except NewerFormat as error:
                raise OfficeError(error.reason) from error
            except (pl.exceptions.PolarsError, ValueError, TypeError) as error:
                raise OfficeError(because("Y815", file=kept.segment)) from error
            for call in read:
                calls.setdefault(call.key, call)
    return [*calls.values()]
