"""Verifying: every kind of damage is named with its file, and the object is printed whatever the journal looks like."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from huifang.edges.reading.cell_digest import cell_digest
from huifang.edges.reading.xlsx_read import RawBook
from huifang.edges.store.losses import WITNESSES
from office import (
    PERIOD,
    PLANNED,
    SHEET,
    Ran,
    TestOffice,
    add_rows,
    at,
    blank_office,
    change,
    collected_office,
    edited,
    planned_office,
    sample_office,
    snapshot,
)

JOURNAL = ".huifang/journal.jsonl"


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    """Two sheets accepted."""
    return collected_office(tmp_path)


@pytest.fixture
def reported(tmp_path: Path) -> TestOffice:
    """And a report made."""
    office = collected_office(tmp_path)
    office.report()
    return office


def problems(ran: Ran) -> list[tuple[str, str]]:
    assert ran.data["ok"] is (not ran.data["problems"])
    assert ran.code == (0 if ran.data["ok"] else 1)
    return [(problem["kind"], problem["file"]) for problem in ran.data["problems"]]


def submitted(office: TestOffice, agent: str = "A01") -> str:
    return next(data["path"] for data in office.submissions() if data["agent"] == agent)


def segment(office: TestOffice) -> str:
    return next(iter(office.submissions()[0]["segments"]))


def lines(office: TestOffice) -> list[bytes]:
    return office.path(JOURNAL).read_bytes().splitlines(keepends=True)


def write_lines(office: TestOffice, content: list[bytes]) -> None:
    office.path(JOURNAL).write_bytes(b"".join(content))


# Whole


def test_a_sample_office_is_whole(tmp_path: Path) -> None:
    office = sample_office(tmp_path)
    ran = office.run("verify")
    assert (ran.code, ran.data["ok"], ran.data["problems"]) == (0, True, [])
    assert ran.data["entries"] == len(office.journal())
    assert ran.data["head"] == office.journal()[-1]["hash"]


@pytest.mark.slow
def test_an_office_is_whole_after_every_kind_of_entry(office: TestOffice) -> None:
    number = f"{office.calls()[0]['plan_no']}-1"
    office.collect(change(office.filled(), (2, {"满意度": "一般"})))
    office.correct(("回访记录", number, "满意度", "满意", "不满意", "B01", "核对"))
    office.correct(("提交", "T0002", "整表", None, "撤销", "B01", "重做"), name="二.xlsx")
    office.report()
    office.report()
    assert problems(office.run("verify")) == []


def test_a_sheet_without_answers_that_came_with_others_is_compared_with_nothing(tmp_path: Path) -> None:
    office = planned_office(tmp_path)
    office.send(office.filled("A01"), office.sheet("A02"))
    assert len(office.collect().data["accepted"]) == 2 and len(office.entries("submission")) == 1
    ran = office.run("verify")
    assert (ran.code, ran.data["problems"]) == (0, [])


def test_sheets_that_needed_normalising_still_agree_with_the_ledger(office: TestOffice) -> None:
    sheet = change(
        office.filled("A03"),
        (2, {"回访日期": "2026年11月23日", "开始时间": "9\uff1a20", "客户意见或需求": " 好 ", "回访方式": "电话 "}),
    )
    assert office.collect(sheet).data["accepted"][0]["rows"] == 2
    assert problems(office.run("verify")) == []


@pytest.mark.slow
def test_an_option_with_full_width_signs_agrees_with_the_ledger(tmp_path: Path) -> None:
    """An office adds values of its own to 选项; one holds full-width brackets."""
    option = "改约\uff08门店\uff09"
    office = blank_office(tmp_path)
    add_rows(office.path("制度.xlsx"), "选项", {"类型": "通话结果", "值": option})
    office.run("plan", "--period", PERIOD, now=PLANNED)
    sheet = change(office.filled(), (2, {"通话结果": option, "满意度": None, "处理情况": None, "客户意见或需求": None}))
    assert office.collect(sheet).data["returned"] == []
    assert problems(office.run("verify")) == []


# Files


def test_an_edited_archive_file_is_altered(office: TestOffice) -> None:
    path = submitted(office)
    with edited(office.path(path)) as book:
        book[SHEET][at("满意度", 2)].value = "非常满意"
    found = problems(office.run("verify"))
    assert ("altered", path) in found
    assert {kind for kind, _ in found} == {"altered"}


def test_a_merely_saved_archive_file_is_resaved(office: TestOffice) -> None:
    path = submitted(office)
    with edited(office.path(path)) as book:
        book.properties.title = "saved again"  # other bytes even within the second, the same cells
    ran = office.run("verify")
    assert problems(ran) == [("resaved", path)]
    assert ran.data["ok"] is False


def test_a_formatted_archive_file_is_resaved(office: TestOffice) -> None:
    path = submitted(office)
    with edited(office.path(path)) as book:
        book[SHEET].column_dimensions["A"].width = 40
    assert problems(office.run("verify")) == [("resaved", path)]


def test_garbage_in_the_archive_is_altered(office: TestOffice) -> None:
    path = submitted(office)
    office.path(path).write_bytes(b"PK\x03\x04")
    assert problems(office.run("verify")) == [("altered", path)]


def test_a_removed_archive_file_is_missing(office: TestOffice) -> None:
    path = submitted(office)
    office.path(path).unlink()
    assert problems(office.run("verify")) == [("missing", path)]


def test_a_removed_version_of_a_register_is_missing(office: TestOffice) -> None:
    path = office.entries("version")[-1]["path"]
    office.path(path).unlink()
    assert problems(office.run("verify")) == [("missing", path)]


def test_a_folder_in_place_of_a_file_is_a_problem(office: TestOffice) -> None:
    path = submitted(office)
    office.path(path).unlink()
    office.path(path).mkdir()
    assert [file for _, file in problems(office.run("verify"))] == [path]


def test_a_folder_in_place_of_the_journal_is_a_problem(office: TestOffice) -> None:
    office.path(".huifang/journal.jsonl").unlink()
    office.path(".huifang/journal.jsonl").mkdir()
    ran = office.run("verify")
    assert (ran.code, problems(ran)) == (1, [("chain", ".huifang/journal.jsonl")]) and ran.data["entries"] == 0


def test_a_removed_segment_is_missing(office: TestOffice) -> None:
    path = segment(office)
    office.path(path).unlink()
    assert problems(office.run("verify")) == [("missing", path)]


def test_an_edited_segment_is_altered(office: TestOffice) -> None:
    path = segment(office)
    content = bytearray(office.path(path).read_bytes())
    content[len(content) // 2] ^= 0xFF
    office.path(path).write_bytes(bytes(content))
    assert problems(office.run("verify")) == [("altered", path)]


@pytest.mark.parametrize(
    ("column", "false"),
    [("satisfaction", "非常满意"), ("announced", "春季新品"), ("answers", '{"问卷.Q1": "是"}')],
)
def test_a_rewritten_segment_and_journal_do_not_agree_with_the_archive(
    office: TestOffice, column: str, false: str
) -> None:
    """Somebody who knows the format rewrites ledger and chain: the archived sheet still says what the agent wrote."""
    import polars as pl

    from huifang.edges.store.files import digest
    from huifang.ledger.journal import next_entry, to_line

    path = segment(office)
    said = {"huifang": pl.read_parquet_metadata(office.path(path))["huifang"]}
    frame = pl.read_parquet(office.path(path)).with_columns(pl.lit(false).alias(column))
    frame.write_parquet(office.path(path), metadata=said)
    last, content = None, b""
    for entry in office.journal():
        data = entry["data"]
        if path in data.get("segments", {}):
            data["segments"][path] = digest(office.path(path).read_bytes())
        last = next_entry(last, entry["at"], entry["kind"], data)
        content += to_line(last)
    office.path(JOURNAL).write_bytes(content)
    without_witnesses(office)
    found = problems(office.run("verify"))
    assert set(found) == {("altered", path)}


def without_witnesses(office: TestOffice) -> None:
    """Whoever rewrites the journal removes what says how it was."""
    for path in WITNESSES:
        office.path(path).unlink()


def test_an_altered_report_is_named(reported: TestOffice) -> None:
    path = f"报告/旬报-{PERIOD}.html"
    office = reported
    office.path(path).write_text(office.path(path).read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert problems(office.run("verify")) == [("altered", path)]


def test_an_altered_ledger_workbook_is_named(reported: TestOffice) -> None:
    path = f"台账/{PERIOD}.xlsx"
    with edited(reported.path(path)) as book:
        book.active["A2"].value = "改"
    assert problems(reported.run("verify")) == [("altered", path)]


def test_a_resaved_report_is_resaved(reported: TestOffice) -> None:
    path = f"报告/旬报-{PERIOD}.xlsx"
    reported.path(path).write_bytes(reported.path(path).read_bytes() + b"\n")
    assert problems(reported.run("verify")) == [("resaved", path)]


def test_several_problems_are_all_named(reported: TestOffice) -> None:
    first, second = submitted(reported), submitted(reported, "A02")
    reported.path(first).unlink()
    reported.path(second).write_bytes(reported.path(second).read_bytes() + b"\n")
    reported.path(f"报告/旬报-{PERIOD}.html").write_bytes(b"")
    found = problems(reported.run("verify"))
    assert ("missing", first) in found
    assert ("resaved", second) in found
    assert ("altered", f"报告/旬报-{PERIOD}.html") in found


def test_what_people_own_may_change(reported: TestOffice) -> None:
    """Registers, issued call sheets, the outbox: all of these are for working in."""
    with edited(reported.path("客户资料库.xlsx")) as book:
        book["客户"]["B2"].value = "改名"
    reported.issued().unlink()
    reported.path("说明.txt").write_text("x", encoding="utf-8")
    assert problems(reported.run("verify")) == []


# The chain


def test_the_first_broken_link_is_named_with_what_it_affects(reported: TestOffice) -> None:
    content = lines(reported)
    at = next(number for number, line in enumerate(content) if b'"kind":"submission"' in line)
    content[at] = content[at].replace(b'"rows":6', b'"rows":7')
    write_lines(reported, content)
    (problem,) = [p for p in reported.run("verify").data["problems"] if p["kind"] == "chain"]
    assert f"第 {at + 1} 行" in problem["detail"]
    for affected in ("提交 T0001(A01)", "提交 T0002(A02)", f"报告 {PERIOD}"):
        assert affected in problem["detail"]
    assert f"计划 {PERIOD}" not in problem["detail"]  # it stands before the broken link


def test_of_much_that_is_affected_some_is_named(reported: TestOffice) -> None:
    write_lines(reported, [b"{}\n", *lines(reported)])
    (problem,) = [p for p in reported.run("verify").data["problems"] if p["kind"] == "chain"]
    assert "第 1 行" in problem["detail"] and re.search(r"等 \d+ 项", problem["detail"])


def with_line(index: int, edit: Callable[[bytes], bytes]) -> Callable[[list[bytes]], list[bytes]]:
    def damage(content: list[bytes]) -> list[bytes]:
        content[index] = edit(content[index])
        return content

    return damage


def without(index: int) -> Callable[[list[bytes]], list[bytes]]:
    return lambda content: content[:index] + content[index:][1:]


def swapped(content: list[bytes]) -> list[bytes]:
    content[2], content[3] = content[3], content[2]
    return content


def body(**changes: object) -> Callable[[bytes], bytes]:
    """Top-level keys of a line changed; its hash left as it was."""
    return lambda line: json.dumps({**json.loads(line), **changes}, ensure_ascii=False).encode() + b"\n"


def entry_data(**changes: object) -> Callable[[bytes], bytes]:
    def edit(line: bytes) -> bytes:
        entry = json.loads(line)
        entry["data"].update(changes)
        return json.dumps(entry, ensure_ascii=False).encode() + b"\n"

    return edit


PLAN, FIRST_SHEET = -2, -1
DAMAGE: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "a word changed": with_line(FIRST_SHEET, lambda line: line.replace(b"A01", b"A02", 1)),
    "the day changed": with_line(FIRST_SHEET, body(at="2026-11-23 09:00")),
    "the hash changed": with_line(FIRST_SHEET, body(hash="0" * 64)),
    "a figure changed": with_line(FIRST_SHEET, entry_data(rows=7)),
    "a line deleted": without(3),
    "the plan deleted": without(PLAN),
    "the first line deleted": without(0),
    "two lines swapped": swapped,
    "a line twice": lambda content: [*content, content[-1]],
    "a line torn in the middle": with_line(FIRST_SHEET, lambda line: line[: len(line) // 2] + b"\n"),
    "an empty line": lambda content: [*content[:3], b"\n", *content[3:]],
    "text": lambda content: [*content, "这不是日志\n".encode()],
    "bytes": lambda content: [*content, bytes(range(128, 250)) + b"\n"],
    "nothing but text": lambda content: ["这不是日志\n".encode()],
    "nothing but zeros": lambda content: [bytes(4096) + b"\n"],
    "nothing at all": lambda content: [],
    "a JSON list": with_line(FIRST_SHEET, lambda line: b"[1, 2]\n"),
    "a JSON null": with_line(FIRST_SHEET, lambda line: b"null\n"),
    "an empty object": with_line(FIRST_SHEET, lambda line: b"{}\n"),
    "an entry without data": with_line(FIRST_SHEET, body(data={})),
    "a plan without data": with_line(PLAN, body(data={})),
    "data that is a list": with_line(FIRST_SHEET, body(data=[1])),
    "data that is null": with_line(FIRST_SHEET, body(data=None)),
    "a number for the archive": with_line(FIRST_SHEET, entry_data(archived=5)),
    "a date that is none": with_line(FIRST_SHEET, body(at="gestern")),
    "a date that is a number": with_line(FIRST_SHEET, body(at=5)),
    "a kind that is a list": with_line(FIRST_SHEET, body(kind=[])),
    "a number that is text": with_line(FIRST_SHEET, body(seq="x")),
    "the arrival is no date": with_line(FIRST_SHEET, entry_data(arrived_at="x")),
    "a path out of the office": with_line(FIRST_SHEET, entry_data(archived={"../../../etc/passwd": "0"})),
    "a path with a zero in it": with_line(FIRST_SHEET, entry_data(archived={"a\0b": "0"})),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_journal_is_named_and_the_object_printed(office: TestOffice, name: str) -> None:
    write_lines(office, DAMAGE[name](lines(office)))
    ran = office.run("verify")
    assert ("chain", JOURNAL) in problems(ran)
    assert set(ran.data) >= {"ok", "entries", "head", "problems"}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a word changed", "text", "an entry without data", "a date that is none"])
@pytest.mark.parametrize("command", ["collect", "plan", "report", "check"])
def test_other_commands_refuse_a_damaged_journal_without_a_traceback(
    office: TestOffice, name: str, command: str
) -> None:
    write_lines(office, DAMAGE[name](lines(office)))
    office.send(office.filled("A03"))
    ran = office.run(command)
    assert ran.code in ((0, 1, 3) if command == "check" else (3,))
    if command == "collect":
        assert list(office.path("收件箱").iterdir())


def test_a_damaged_journal_is_not_written_to(office: TestOffice) -> None:
    write_lines(office, DAMAGE["a word changed"](lines(office)))
    before = office.path(JOURNAL).read_bytes()
    office.collect(office.filled("A03"))
    assert office.path(JOURNAL).read_bytes() == before


def test_a_missing_journal_is_missing(office: TestOffice) -> None:
    office.path(JOURNAL).unlink()
    assert ("missing", JOURNAL) in problems(office.run("verify"))


@pytest.mark.slow
@pytest.mark.parametrize("tail", [b"", b'{"seq": 99, "at": "2026'], ids=["clean", "torn"])
def test_a_torn_last_line_did_not_happen(office: TestOffice, tail: bytes) -> None:
    """A crash while appending: what was being written is not in the journal, and the next run goes on."""
    content = lines(office)
    office.path(JOURNAL).write_bytes(b"".join(content) + tail)
    whole = len(content)
    ran = office.run("verify")
    assert (problems(ran), ran.data["entries"]) == ([], whole)
    assert office.collect(office.filled("A03")).data["accepted"][0]["rows"] == 2
    assert problems(office.run("verify")) == []
    assert len(office.journal()) == whole + 1


# The printed head


@pytest.mark.slow
def test_a_printed_head_is_found(office: TestOffice) -> None:
    head = office.report().data["chain_head"]
    office.collect(office.filled("A03"))
    for asked in (head, head.upper(), f" {head} "):
        ran = office.run("verify", "--head", asked)
        assert problems(ran) == []
        assert isinstance(ran.data["head_at"], int)


def test_a_head_that_is_not_in_the_chain(office: TestOffice) -> None:
    assert problems(office.run("verify", "--head", "f" * 64)) == [("chain", JOURNAL)]


def test_a_rewritten_journal_does_not_hold_the_printed_head(office: TestOffice) -> None:
    """The whole chain made anew is in itself sound; the head in the boss's mailbox gives it away."""
    from huifang.ledger.journal import next_entry, to_line

    head = office.report().data["chain_head"]
    last, content = None, b""
    for entry in office.journal():
        if entry["kind"] == "submission":
            entry["data"]["sheets"][0]["arrived_at"] = "2026-11-23 09:00"
        last = next_entry(last, entry["at"], entry["kind"], entry["data"])
        content += to_line(last)
    office.path(JOURNAL).write_bytes(content)
    assert ("chain", JOURNAL) in problems(office.run("verify"))
    without_witnesses(office)
    reports = [("chain", f"报告/旬报-{PERIOD}.{ending}") for ending in ("html", "xlsx")]
    assert sorted(problems(office.run("verify"))) == reports
    assert ("chain", JOURNAL) in problems(office.run("verify", "--head", head))


def test_the_head_is_printed_in_the_report(office: TestOffice) -> None:
    made = office.report()
    page = office.path(next(f for f in made.data["files"] if f.endswith(".html"))).read_text(encoding="utf-8")
    assert f"校验码 {made.data['chain_head'][:12]}" in page


def test_verifying_changes_nothing(office: TestOffice) -> None:
    before = snapshot(office.root)
    office.run("verify")
    assert snapshot(office.root) == before


A_DAY, NINE = date(2026, 11, 20), time(9, 0)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([[True], [1.0]], [[1.0], [True]]),  # equal for a program, not for a reader
        ([[A_DAY], [NINE]], [[NINE], [A_DAY]]),
        ([[A_DAY], [""]], [[str(A_DAY)], ["甲"]]),
        ([["甲", ""], ["", "乙"]], [["", "甲"], ["乙", ""]]),
        ([["甲"], [""], ["乙"]], [["甲"], ["乙"]]),
    ],
)
def test_other_cells_have_another_fingerprint(one: list[list[Any]], other: list[list[Any]]) -> None:
    assert cell_digest(RawBook({"表": one})) != cell_digest(RawBook({"表": other}))


def test_empty_cells_at_the_ends_do_not_matter() -> None:
    whole = [["甲", A_DAY, "", ""], ["乙", A_DAY, "", ""], ["", "", "", ""]]
    assert cell_digest(RawBook({"表": whole})) == cell_digest(RawBook({"表": [["甲", A_DAY], ["乙", A_DAY]]}))
