"""Segments of this release and of older ones, read side by side."""

import json
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from huifang import __version__
from huifang.edges.store.files import OfficeError, digest
from huifang.edges.store.office import Office
from huifang.edges.store.segments import (
    FORMAT,
    SCHEMA,
    open_segments,
    read_segment,
    segment_path,
    to_parquet,
    to_records,
    writing_of,
)
from huifang.ledger.questions import connections, newest
from huifang.ledger.records import EMPTY, CallRecord, columns_of
from huifang.ledger.state import State

#: The columns of release 0.1.0, in its order; of these two are days, two numbers, one says yes or no.
OLD = [
    "record_no",
    "seq",
    "submission",
    "plan_no",
    "customer_no",
    "customer_name",
    "contact_role",
    "contact",
    "phone",
    "agent",
    "batch",
    "rule",
    "called_on",
    "started_at",
    "ended_at",
    "moment",
    "method",
    "result",
    "satisfaction",
    "dissatisfied_because",
    "wishes",
    "handling",
    "measures",
    "reported_to",
    "report_document",
    "next_contact_on",
    "notes",
    "answers",
    "source_file",
    "source_row",
    "withdrawn",
]
NEW = {
    "record_no": "H2611-0001-1", "seq": 9, "submission": "T0003", "plan_no": "H2611-0001", "customer_no": "K1",
    "called_on": date(2026, 11, 23), "started_at": "09:00", "moment": "2026-11-23 09:00", "result": "接通",
    "appointed_at": datetime(2026, 11, 24, 10, 0), "announced": "冬季新品", "answers": '{"问卷.Q1": "是"}',
    "source_file": "收件箱/a.xlsx", "source_row": 2, "withdrawn": False,
}  # fmt: skip
ANSWERS = {
    "问卷.Q1": "是", "appointed_at": "2026-11-20 09:15", "participants": "李明、王芳", "told_on": "2026-11-21",
    "decision": "同意换货", "问卷.Q2": "“好”",
}  # fmt: skip


def old(path: Path, *answers: str) -> None:
    """A segment as release 0.1.0 wrote it: a record for each text of answers."""
    rows = [
        {
            **{name: NEW.get(name, "") for name in OLD}, "record_no": f"H2611-000{at}-1", "seq": 3,
            "next_contact_on": None, "answers": text,
        }
        for at, text in enumerate(answers, start=1)
    ]  # fmt: skip
    schema = {**dict.fromkeys(OLD, pl.String), "seq": pl.Int64, "source_row": pl.Int64, "withdrawn": pl.Boolean}
    schema |= {"called_on": pl.Date, "next_contact_on": pl.Date}
    pl.DataFrame(rows, schema=schema).write_parquet(path)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    (tmp_path / ".huifang" / "segments").mkdir(parents=True)
    return Office(tmp_path)


def put(office: Office, seq: int, **cells: object) -> str:
    path = office.path(segment_path(seq))
    path.write_bytes(to_parquet(columns_of([CallRecord({**EMPTY, **NEW, "seq": seq, **cells})])))
    return segment_path(seq)


def kept(office: Office, *paths: str) -> State:
    """What a journal would say of these segments."""
    return State(segments={path: digest(office.path(path).read_bytes()) for path in paths})


def test_an_edited_segment_is_refused(office: Office) -> None:
    path = put(office, 1)
    state = kept(office, path)
    assert len(list(to_records(open_segments(office, state)))) == 1
    put(office, 1, satisfaction="满意")
    with pytest.raises(OfficeError, match="000001"):
        open_segments(office, state)


def test_a_segment_says_how_it_was_written(office: Office) -> None:
    written = writing_of(office.path(put(office, 1)))
    assert (written.version, written.release, written.columns) == (FORMAT.version, __version__, tuple(SCHEMA))
    old(office.path(segment_path(2)), "{}")
    assert (writing_of(office.path(segment_path(2))).version, writing_of(office.path(segment_path(2))).release) == (
        1, "0.1.0",
    )  # fmt: skip


def test_what_is_written_reads_the_same(office: Office) -> None:
    assert read_segment(office.path(put(office, 9))) == [CallRecord({**EMPTY, **NEW})]


def test_cells_of_an_old_segment_leave_the_answers(office: Office) -> None:
    path = office.path(segment_path(1))
    old(path, json.dumps(ANSWERS, ensure_ascii=False), "{}")
    first, second = read_segment(path)
    assert json.loads(first.answers) == {"问卷.Q1": "是", "问卷.Q2": "“好”"}
    assert first.cells["appointed_at"] == datetime(2026, 11, 20, 9, 15)
    assert (first.cells["told_on"], first.cells["participants"], first.decision) == (
        date(2026, 11, 21), "李明、王芳", "同意换货",
    )  # fmt: skip
    empty = {**EMPTY, **{name: NEW.get(name, "") for name in OLD}, "answers": "{}", "next_contact_on": None, "seq": 3}
    assert second == CallRecord({**empty, "record_no": "H2611-0002-1"})


def test_old_and_new_are_one_frame_of_all_columns(office: Office) -> None:
    old(office.path(segment_path(3)), json.dumps(ANSWERS), "{}")
    state = kept(office, segment_path(3), put(office, 9), put(office, 10, record_no="U00001"))
    frame = open_segments(office, state)
    assert frame.collect_schema().names() == [*SCHEMA]
    records = {record.record_no: record for record in to_records(newest(connections(frame)))}
    assert {number: record.seq for number, record in records.items()} == {
        "H2611-0001-1": 9, "H2611-0002-1": 3, "U00001": 10,
    }  # fmt: skip
    assert records["H2611-0001-1"].cells["announced"] == "冬季新品"
    assert [record.seq for record in to_records(open_segments(office, state, since=1))] == [9, 10]


def test_a_column_that_was_declared_later_is_empty(office: Office) -> None:
    path = office.path(put(office, 9))
    kept = [name for name in SCHEMA if name not in ("announced", "told_on")]
    said = {"format": FORMAT.version, "release": "0.1.9", "columns": kept}
    pl.read_parquet(path).select(kept).write_parquet(path, metadata={"huifang": json.dumps(said)})
    assert read_segment(path) == [CallRecord({**EMPTY, **NEW, "announced": "", "told_on": None})]


@pytest.mark.parametrize(
    "said",
    [{"format": FORMAT.version + 1, "columns": [*SCHEMA]}, {"format": FORMAT.version, "columns": [*SCHEMA, "mood"]}],
    ids=["a later format", "an unknown column"],
)
def test_what_a_later_release_wrote_is_refused(office: Office, said: dict[str, object]) -> None:
    path = put(office, 9)
    frame = pl.read_parquet(office.path(path)).with_columns(mood=pl.lit("平静"))
    frame.write_parquet(office.path(path), metadata={"huifang": json.dumps({**said, "release": "9.0"})})
    for read in (lambda: open_segments(office, kept(office, path)), lambda: read_segment(office.path(path))):
        with pytest.raises(OfficeError, match="^账目由较新的版本写成，请先升级 huifang。$"):
            read()
