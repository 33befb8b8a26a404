"""Accepted rows on disk: one immutable Parquet segment per journal entry, read back as lazy frames.

A segment says in its metadata in which format, by which release and with which columns it was written; one of release
0.1.0 says nothing. The columns are those that were declared then: one that is declared later is empty.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from huifang import __version__
from huifang.core.catalogue import because
from huifang.edges.store.files import OfficeError, digest
from huifang.edges.store.office import INNER, Office
from huifang.ledger.formats import Body, Format, NewerFormat
from huifang.ledger.records import EMPTY, FIELDS, CallRecord
from huifang.ledger.state import State

if TYPE_CHECKING:
    from huifang.ledger.questions import Frame

_POLARS: Mapping[type, Any] = {
    str: pl.String, int: pl.Int64, float: pl.Float64, bool: pl.Boolean, date: pl.Date, datetime: pl.Datetime("us"),
}  # fmt: skip
SCHEMA = pl.Schema({name: _POLARS[kind] for name, kind in FIELDS.items()})
_METADATA = "huifang"


def _out_of_answers(body: Body) -> Body:
    """To version 2: cells that only some regulations used stood among the answers to the questions, as text."""
    texts = ("appointed_place", "participants", "announced", "documents_sent", "decision")
    said: dict[str, pl.Expr] = {
        key: body["answers"].str.json_path_match(f"$.{key}") for key in ("appointed_at", "told_on", *texts)
    }

    def questions(answers: pl.Series) -> pl.Series:
        rest = ({key: said for key, said in json.loads(text).items() if key not in moved} for text in answers)
        return pl.Series([json.dumps(left, ensure_ascii=False) for left in rest], dtype=pl.String)

    moved = {
        **{key: said[key].fill_null("") for key in texts},
        "appointed_at": said["appointed_at"].str.to_datetime("%Y-%m-%d %H:%M"),
        "told_on": said["told_on"].str.to_date("%Y-%m-%d"),
    }
    return {**body, **moved, "answers": body["answers"].map_batches(questions, return_dtype=pl.String)}


#: A body is an expression for each column of a segment.
FORMAT = Format("账目", (_out_of_answers,))


@dataclass(frozen=True, slots=True)
class Writing:
    """How a segment was written: the version of the format, the release, and the columns, in their order."""

    version: int
    release: str
    columns: tuple[str, ...]


def segment_path(seq: int) -> str:
    """The relative path of the segment that journal entry ``seq`` writes."""
    return f"{INNER}/segments/{seq:06d}.parquet"


def past_segment_path(seq: int) -> str:
    """The same of calls that were made before the office began."""
    return f"{INNER}/past/{seq:06d}.parquet"


def to_parquet(columns: Mapping[str, Sequence[Any]]) -> bytes:
    """Records, column by column, as the content of a segment."""
    frame = pl.DataFrame({name: columns[name] for name in SCHEMA}, schema=SCHEMA)
    stream = io.BytesIO()
    written = {"format": FORMAT.version, "release": __version__, "columns": [*SCHEMA]}
    frame.write_parquet(stream, compression="zstd", statistics=True, metadata={_METADATA: json.dumps(written)})
    return stream.getvalue()


def writing_of(path: Path) -> Writing:
    """How the segment was written."""
    said = pl.read_parquet_metadata(path).get(_METADATA)
    if said is None:
        return Writing(1, "0.1.0", tuple(pl.read_parquet_schema(path)))
    body = json.loads(said)
    return Writing(int(body["format"]), str(body["release"]), tuple(body["columns"]))


@cache
def _sound_writing(path: Path, sha: str, changed_ns: int, size: int) -> Writing:
    """The same, of a segment that is what was kept; one that was not touched since is not read again in this run.

    Raises:
        OfficeError: it was changed.
    """
    if digest(path.read_bytes()) != sha:
        raise OfficeError(because("Y832", file=path.name))
    return writing_of(path)


def _scan(paths: Sequence[Path], writing: Writing) -> pl.LazyFrame:
    """Segments that were written alike, as this release knows records.

    Raises:
        OfficeError: a later release wrote them.
    """
    try:
        body = FORMAT.lifted({name: pl.col(name) for name in writing.columns}, writing.version)
        if not body.keys() <= FIELDS.keys():
            raise NewerFormat(FORMAT.name)
    except NewerFormat as error:
        raise OfficeError(error.reason) from error
    frame = pl.scan_parquet([*paths])
    if writing == Writing(FORMAT.version, writing.release, tuple(SCHEMA)):
        return frame
    absent = {name: pl.lit(EMPTY[name], dtype=kind) for name, kind in SCHEMA.items() if name not in body}
    return frame.select(**{**body, **absent}).select(*SCHEMA)


def open_segments(office: Office, state: State, since: int = 0) -> Frame:
    """All segments that the journal knows, the first ``since`` left out, as one lazy frame.

    Raises:
        OfficeError: a segment is missing, or is not what was kept; or a later release wrote one.
    """
    return _opened(office, [*state.segments.items()][since:])


def open_past_calls(office: Office, state: State) -> Frame:
    """The same of the calls that were made before the office began, and brought in.

    Raises:
        OfficeError: see :func:`open_segments`.
    """
    return _opened(office, [(kept.segment, kept.archived[kept.segment]) for kept in state.past_lists])


def _opened(office: Office, segments: Sequence[tuple[str, str]]) -> Frame:
    import narwhals as nw  # noqa: PLC0415  (writing does without it)

    hashes = {office.path(path): sha for path, sha in segments}
    missing = [path.name for path in hashes if not path.exists()]
    if missing:
        raise OfficeError(because("Y816", files="、".join(missing)))
    alike: dict[Writing, list[Path]] = {}
    for path, sha in hashes.items():
        touched = path.stat()
        alike.setdefault(_sound_writing(path, sha, touched.st_mtime_ns, touched.st_size), []).append(path)
    frames = [_scan(paths, writing) for writing, paths in alike.items()]
    return nw.from_native(pl.concat(frames) if frames else pl.LazyFrame(schema=SCHEMA))


def collect_rows(frame: Frame) -> list[dict[str, Any]]:
    """The rows of a lazy frame as plain values."""
    return list(frame.collect(backend="polars").iter_rows(named=True))


def collect_tuples(frame: Frame) -> list[tuple[Any, ...]]:
    """The same in the order of the columns, where there are many."""
    return list(frame.collect(backend="polars").iter_rows())


def collected(frame: Frame) -> Frame:
    """The frame with its rows in memory."""
    return frame.collect(backend="polars").lazy()


def to_records(frame: Frame) -> Iterator[CallRecord]:
    """The rows of a lazy frame of records, as records."""
    return map(CallRecord, collect_rows(frame.select(*FIELDS)))


def read_segment(path: Path) -> list[CallRecord]:
    """The records of one segment, as that journal entry wrote them.

    Raises:
        OfficeError: a later release wrote it.
    """
    return [*map(CallRecord, _scan([path], writing_of(path)).collect().iter_rows(named=True))]
