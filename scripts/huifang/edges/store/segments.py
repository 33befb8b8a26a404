"""Accepted rows on disk: one immutable Parquet segment per journal entry, read back as lazy frames."""

from __future__ import annotations

import io
import types
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import polars as pl

from huifang.edges.store.files import OfficeError
from huifang.edges.store.office import INNER, Office
from huifang.ledger.records import NAMES, CallRecord
from huifang.ledger.state import State

if TYPE_CHECKING:
    from huifang.ledger.questions import Frame

_POLARS = {str: pl.String, int: pl.Int64, bool: pl.Boolean, date: pl.Date}


def _plain(hint: Any) -> type:
    if isinstance(hint, types.UnionType):
        hint = next(arg for arg in get_args(hint) if arg is not type(None))
    return hint  # type: ignore[no-any-return]


SCHEMA = pl.Schema({name: _POLARS[_plain(hint)] for name, hint in get_type_hints(CallRecord).items()})


def segment_path(seq: int) -> str:
    """The relative path of the segment that journal entry ``seq`` writes."""
    return f"{INNER}/segments/{seq:06d}.parquet"


def to_parquet(columns: Mapping[str, Sequence[Any]]) -> bytes:
    """Records, column by column, as the content of a segment."""
    frame = pl.DataFrame({name: columns[name] for name in SCHEMA}, schema=SCHEMA)
    stream = io.BytesIO()
    frame.write_parquet(stream, compression="zstd", statistics=True)
    return stream.getvalue()


def open_segments(office: Office, state: State, since: int = 0) -> Frame:
    """All segments that the journal knows, the first ``since`` left out, as one lazy frame.

    Raises:
        OfficeError: a segment is missing; it can be rebuilt from journal and archive.
    """
    import narwhals as nw  # noqa: PLC0415  (writing does without it)

    paths = [office.path(path) for path in [*state.segments][since:]]
    missing = [path.name for path in paths if not path.exists()]
    if missing:
        raise OfficeError(
            f"账目文件缺失：{'、'.join(missing)}。请运行 huifang verify，并从备份恢复 .huifang/segments 文件夹。"
        )
    frame = pl.scan_parquet(paths) if paths else pl.LazyFrame(schema=SCHEMA)
    return nw.from_native(frame)


def collect_rows(frame: Frame) -> list[dict[str, Any]]:
    """The rows of a lazy frame as plain values."""
    return list(frame.collect(backend="polars").iter_rows(named=True))


def collected(frame: Frame) -> Frame:
    """The frame with its rows in memory."""
    return frame.collect(backend="polars").lazy()


def to_records(frame: Frame) -> Iterator[CallRecord]:
    """The rows of a lazy frame of records, as records."""
    for row in collect_rows(frame.select(*NAMES)):
        yield CallRecord(**row)


def read_segment(path: Path) -> list[CallRecord]:
    """The records of one segment, as that journal entry wrote them."""
    return [CallRecord(**row) for row in pl.read_parquet(path).iter_rows(named=True)]
