"""What older and newer releases stored as a document with its version in it, for every kind of document alike."""

import importlib
import json
import pkgutil
from typing import Any

import msgspec
import pytest

import huifang
from huifang.decisions.audit.draws import StoredFrame
from huifang.decisions.tasks.drawing import RecordFrame
from huifang.edges.arriving.unfinished import WaitingFiles
from huifang.edges.books.hidden_record import CheckRecord, FormRecord, HiddenRecord, record_in
from huifang.edges.forms.returned import PrintedRecord
from huifang.edges.known.public_holidays import KeptDays
from huifang.edges.reading.unreadable import Unreadable
from huifang.edges.store.backups import Manifest
from huifang.edges.store.lock import Holder
from huifang.edges.store.losses import LostList, Witness
from huifang.flow.moving_in.founding import BegunOffice
from huifang.ledger.formats import Format, NewerFormat, StoredDocument
from huifang.ledger.issues import IssuedCalls
from huifang.ledger.seen import SeenChanges
from huifang.page.jobs import JobOrder

#: As release 0.1.0 stored them; of what it kept as a cache (KeptDays) or did not store, as this one does.
STORED: dict[type[StoredDocument], str] = {
    IssuedCalls: '{"agent":"A01","calls":{"agent":["A01"],"covers":[["H2611-0001"]],"plan_no":["H2611-0001"]},'
    '"office":"0123456789abcdef","period":"2026-11下旬"}',
    HiddenRecord: '{"agent": "A01", "book": "回访计划/2026-11下旬/A01-李晓明.xlsx", "digest": "d0", '
    '"office_id": "0123456789abcdef", "period": "2026-11下旬", "structure": 1}',
    FormRecord: '{"office_id": "0123456789abcdef", '
    '"changes": [["H2611-0001-1", "satisfaction", "满意度", "满意", "一般"]]}',
    CheckRecord: '{"agent": "A01", "digest": "d0", "draw": 1, "office_id": "0123456789abcdef", '
    '"period": "2026-11下旬", "structure": 1}',
    PrintedRecord: '{"form": "工程维修回访意见表", "office_id": "0123456789abcdef", "pages": [["H2611-0001", '
    '{"signed": "A12"}]], "sheet": "工程维修回访意见表"}',
    StoredFrame: '{"agents":[{"agent":"A01","customers":[{"customer_no":"K1","record_no":"H2611-0001-1"},'
    '{"customer_no":"K2","record_no":null}]}],'
    '"from":"2026-11-21","per_agent":1,"period":"2026-11下旬","until":"2026-11-30"}',
    RecordFrame: '{"from":"2026-11-01","period":"2026-11","records":[{"agent":"A01","record_no":"H2611-0001-1"}],'
    '"until":"2026-11-30"}',
    Witness: '{"head":"ab","office_id":"0123456789abcdef","preset":"sales-ten-day","seq":7}',
    LostList: '{"files":["归档/提交/2026-11下旬/T0001-表.xlsx"],"heads":{"报告/旬报-2026-11下旬.html":"ab"}}',
    Manifest: '{"entries":7,"files":{"人员.xlsx":"ab"},"head":"cd","last_at":"2026-11-24 17:00",'
    '"made_at":"2026-11-30 18:30","office_id":"0123456789abcdef","preset":"sales-ten-day","release":"0.2.0"}',
    Holder: '{"host": "PC-1", "user": "周丽华", "pid": 42, "since": "2026-11-20 09:00"}',
    KeptDays: '{"years":[{"is_known":true,"off":{"2026-01-01":"元旦"},"on":["2026-01-04"],"year":2026}]}',
    WaitingFiles: '{"files":{"收件箱/张三.xlsx":[4096,1763949600000000000,"2026-11-24 17:00"]}}',
    JobOrder: '{"argv":["-C","办公室","--json","check"],"form":"check","host":"PC-1","pid":42,"role":"主管",'
    '"started_at":"2026-11-24 17:00","title":"检查表格","typed":{"mark":["1"]}}',
    BegunOffice: '{"files":{"制度.xlsx":"00"}}',
    SeenChanges: '{"columns":{"received_at":["2026-11-20 10:00:00","2026-11-21 09:05:00"],"severity":[null]},'
    '"gone":["T3"],"numbers":["T1","T2"],"table":"投诉"}',
}
SENTENCE = "由较新的版本写成，请先升级 huifang。"


def every_document(name: str) -> Any:
    return pytest.mark.parametrize(name, STORED, ids=lambda kind: kind.__name__)


def test_every_document_is_tried_here() -> None:
    for module in pkgutil.walk_packages(huifang.__path__, "huifang."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    ours = {kind for kind in StoredDocument.__subclasses__() if kind.__module__.startswith("huifang.")}
    assert ours == STORED.keys() and len({kind.FORMAT.name for kind in ours}) == len(ours)


@every_document("kind")
def test_what_0_1_0_stored_is_read_and_nothing_of_it_is_lost(kind: type[StoredDocument]) -> None:
    read = kind.from_json(STORED[kind])
    assert json.loads(read.to_json()) == {**json.loads(STORED[kind]), "v": kind.FORMAT.version}
    assert kind.from_json(read.to_json()) == read and kind.from_json(read.to_json().decode()) == read


@every_document("kind")
def test_a_field_more(kind: type[StoredDocument]) -> None:
    """The next release adds a field: it reads what this one stored, and this one refuses what it stores."""
    newer: Any = msgspec.defstruct(
        "Newer", [("said_since", str, "as before")], bases=(kind,), frozen=True, kw_only=True
    )
    assert newer.from_json(kind.from_json(STORED[kind]).to_json()).said_since == "as before"
    told = newer.from_json(json.dumps({**json.loads(STORED[kind]), "said_since": "something"}))
    with pytest.raises(NewerFormat) as refused:
        kind.from_json(told.to_json())
    assert str(refused.value) == f"{kind.FORMAT.name}{SENTENCE}"


@every_document("kind")
def test_a_version_more(kind: type[StoredDocument]) -> None:
    with pytest.raises(NewerFormat, match=SENTENCE):
        kind.from_json(json.dumps({**json.loads(STORED[kind]), "v": kind.FORMAT.version + 1}))


@every_document("kind")
def test_a_step_from_the_version_before(kind: type[StoredDocument]) -> None:
    body = json.loads(STORED[kind])
    first = next(iter(body))

    def named(old: Any) -> Any:
        return {(first if key == "formerly" else key): value for key, value in old.items()}

    newer = type("Newer", (kind,), {"FORMAT": Format(kind.FORMAT.name, (*kind.FORMAT.steps, named))})
    before = {"formerly": body.pop(first), **body}
    assert newer.from_json(json.dumps(before)).to_json() == newer.from_json(STORED[kind]).to_json()
    assert json.loads(newer.from_json(STORED[kind]).to_json())["v"] == kind.FORMAT.version + 1


@every_document("kind")
@pytest.mark.parametrize("text", ["", "[", "[1]", "7", "null", "{}x", '{"v": 0}', '{"v": "1"}', '{"v": true}', b"\xff"])
def test_anything_else_is_none_of_them(kind: type[StoredDocument], text: str | bytes) -> None:
    with pytest.raises(ValueError):
        kind.from_json(text)


@pytest.mark.parametrize("kind", [HiddenRecord, FormRecord, CheckRecord])
def test_the_record_of_a_workbook(kind: Any) -> None:
    read = kind.from_json(STORED[kind])
    assert record_in({"_huifang": [[STORED[kind]]]}, kind) == read
    for cells in ([], [[]], [[None]], [[7.0]], [["{}"]], [["随便"]]):
        assert record_in({"_huifang": cells}, kind) is None
    assert record_in({}, kind) is None
    with pytest.raises(Unreadable, match=f"{kind.FORMAT.name}{SENTENCE[:-1]}"):
        record_in({"_huifang": [[STORED[kind][:-1] + ', "signed": 1}']]}, kind)
