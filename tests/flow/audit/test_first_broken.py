"""``verify`` names the first broken link of everything at once, and what depends on it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest

from checks_made import NOBODY, RANG, drawn_office, rang, taken
from huifang.ledger.journal import Entry, next_entry, to_line
from huifang.ledger.spot_checks import DrawnCustomer, sheet_digest
from office import PERIOD, TestOffice, collected_office

pytestmark = pytest.mark.slow

LATER = "2026-12-01 09:00"
FRAME, DRAW, REPORT = f"{PERIOD} 封存的抽查名单", f"{PERIOD} 的第 1 次抽签", f"旬报 {PERIOD} 第 1 版"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    """Sheets accepted, a frame sealed and drawn from, a report made."""
    office = collected_office(tmp_path_factory.mktemp("made"))
    office.run("spotcheck", "draw", "--period", PERIOD, now="2026-11-30 19:00")
    office.run("spotcheck", "draw", "--period", PERIOD, "--seed", "0711", now="2026-11-30 20:00")
    assert office.run("report", "--period", PERIOD, now=LATER).data["version"] == 1
    return office


@pytest.fixture
def office(made: TestOffice, tmp_path: Path) -> TestOffice:
    shutil.copytree(made.root, tmp_path / "办公室")
    return TestOffice(tmp_path / "办公室", tmp_path / "寄出")


def broken(office: TestOffice) -> dict[str, Any] | None:
    ran = office.run("verify", now=LATER)
    first: dict[str, Any] | None = ran.data["first_broken"]
    assert (first is None) == all(problem["kind"] == "resaved" for problem in ran.data["problems"])
    return first


def depending(first: dict[str, Any] | None) -> list[str]:
    assert first
    assert all(sentence.endswith("要靠这一环，查清以前请不要引用。") for sentence in first["depends"])
    return [sentence.removesuffix("要靠这一环，查清以前请不要引用。") for sentence in first["depends"]]


def seq_of(office: TestOffice, kind: str) -> int:
    return next(entry["seq"] for entry in office.journal() if entry["kind"] == kind)


def forge(office: TestOffice, kind: str, **values: Any) -> None:
    """Write the journal anew with these values in every entry of that kind, all hashes fitting."""
    forged, last = b"", None
    for entry in office.journal():
        data = {**entry["data"], **(values if entry["kind"] == kind else {})}
        last = next_entry(last, entry["at"], entry["kind"], data, entry.get("by"), entry.get("v"))
        forged += to_line(last)
    office.write_journal(forged)


def test_a_whole_office_has_none(office: TestOffice) -> None:
    assert broken(office) is None


def test_all_that_was_counted_rests_on_an_accepted_sheet(office: TestOffice) -> None:
    sheet = office.submissions()[0]["path"]
    office.path(sheet).unlink()
    first = broken(office)
    assert first and first["at"] == seq_of(office, "submission") and "提交" in first["what"]
    assert depending(first) == [FRAME, DRAW, REPORT]


def test_a_draw_rests_on_its_frame_and_no_report_does(office: TestOffice) -> None:
    (frame,) = office.path("归档/抽查").iterdir()
    frame.write_bytes(frame.read_bytes().replace(b"K0001", b"K0002"))
    first = broken(office)
    assert first and first["at"] == seq_of(office, "frame") and "抽查名单" in first["what"]
    assert depending(first) == [DRAW]


def test_of_several_the_first_one_is_named(office: TestOffice) -> None:
    office.path(f"报告/旬报-{PERIOD}.html").write_bytes(b"")
    first = broken(office)
    assert first and (first["at"], first["depends"]) == (seq_of(office, "report"), [])
    segment = next(iter(office.submissions()[0]["segments"]))
    office.path(segment).write_bytes(b"")
    again = broken(office)
    assert again and again["at"] == seq_of(office, "submission")


def test_from_a_line_that_does_not_fit_nothing_counts(office: TestOffice) -> None:
    at = seq_of(office, "frame")
    content = office.path(".huifang/journal.jsonl").read_bytes().splitlines(keepends=True)
    content[at - 1] = content[at - 1].replace(b'"at":"2026', b'"at":"2025')
    office.write_journal(b"".join(content))
    first = broken(office)
    assert first and first["at"] == at
    assert depending(first) == [FRAME, DRAW, REPORT]


def test_draws_are_drawn_again(office: TestOffice) -> None:
    drawn = next(entry["data"] for entry in office.journal() if entry["kind"] == "draw")
    other = [{**drawn["draws"][0], "customer_no": drawn["reserve"][0]["customer_no"]}, *drawn["draws"][1:]]
    for values, said in (
        ({"draws": other}, "结果不同"),
        ({"seed": "0712"}, "结果不同"),
        ({"frame_sha256": "0" * 64}, "名单"),
    ):
        forge(office, "draw", **{**drawn, **values})
        details = [problem["detail"] for problem in office.run("verify", now=LATER).data["problems"]]
        assert any("第 1 次抽签" in detail and said in detail for detail in details)


def test_a_sheet_that_was_made_with_other_customers(office: TestOffice) -> None:
    drawn = next(entry["data"] for entry in office.journal() if entry["kind"] == "draw")
    forge(office, "draw", sheets=[{**sheet, "digest": "0" * 64} for sheet in drawn["sheets"]])
    details = [problem["detail"] for problem in office.run("verify", now=LATER).data["problems"]]
    assert any("核查表" in detail for detail in details)


def test_results_are_compared_with_the_auditors_sheet(tmp_path: Path) -> None:
    office = drawn_office(tmp_path)
    assert taken(office, rang(office, {}, NOBODY, {})).code == 0
    assert broken(office) is None
    (entry,) = office.entries("checks")
    better = [{**row, "was_called": "是"} for row in entry["rows"]]
    forge(office, "checks", rows=better)
    details = [problem["detail"] for problem in office.run("verify", now=RANG).data["problems"]]
    assert [detail for detail in details if "抽查结果" in detail and "不符" in detail]
    assert depending(broken(office)) == [f"抽查报告 {PERIOD} 第 1 版"]


def test_a_further_sheet_holds_the_next_customers_in_their_order(tmp_path: Path) -> None:
    office = drawn_office(tmp_path)
    (drawn,) = office.entries("draw")
    stand_by = [one for one in drawn["reserve"] if one["agent"] == "A01"]
    office_id, content = office.entries("office")[0]["office_id"], office.path(".huifang/journal.jsonl").read_bytes()
    last = msgspec.json.decode(content.splitlines()[-1], type=Entry)
    for rows, said in ((stand_by, []), (stand_by[::-1], ["不是签号次序里接着的客户"])):
        digest = sheet_digest(office_id, PERIOD, 1, "A01", [DrawnCustomer(**one) for one in rows])
        more = {
            "period": PERIOD, "draw": 1, "sheet": {"file": "抽查/续.xlsx", "agent": "A01", "digest": digest},
            "chosen": rows, "reserve": [], "archived": {}, "segments": {}, "produced": {}, "cells": {},
        }  # fmt: skip
        entry = next_entry(last, LATER, "draw-more", more, last.by, last.v)
        office.write_journal(content + to_line(entry))
        details = [problem["detail"] for problem in office.run("verify", now=RANG).data["problems"]]
        assert [detail.partition("：")[2] for detail in details] == said


def test_people_read_it_in_sentences(office: TestOffice) -> None:
    (frame,) = office.path("归档/抽查").iterdir()
    frame.unlink()
    said = office.run("verify", now=LATER, json_wanted=False).out
    assert "最先断开的一环是日志第" in said and f"  {DRAW}要靠这一环" in said
