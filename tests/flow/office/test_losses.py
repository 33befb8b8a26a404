"""A journal that is gone, empty, shorter than what is known, or another one: nothing goes on with it in silence."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from huifang.core.catalogue import because
from huifang.edges.store.files import OfficeError
from huifang.edges.store.journal_file import Journal
from huifang.edges.store.losses import WITNESSES
from huifang.edges.store.office import Office
from huifang.edges.store.printed_head import is_named_as_report, printed_head
from huifang.ledger.journal import next_entry, to_line
from office import DUE_DAY, PERIOD, PLANNED, TestOffice, blank_office, collected_office, planned_office, snapshot

JOURNAL = ".huifang/journal.jsonl"
READING = (["check"], ["complaints"], ["explain", "K0001"], ["spotcheck", "verify", "--period", PERIOD])
WRITING = (["plan"], ["collect"], ["report"], ["run"], ["spotcheck", "draw", "--period", PERIOD], ["correct"])
LATER = "2026-12-01 09:00"


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    """Planned, two sheets accepted, a report made."""
    office = collected_office(tmp_path)
    office.report()
    return office


def lines(office: TestOffice) -> list[bytes]:
    return office.path(JOURNAL).read_bytes().splitlines(keepends=True)


def shortened(by: int) -> Callable[[TestOffice], None]:
    return lambda office: office.path(JOURNAL).write_bytes(b"".join(lines(office)[:-by]))


def cut(office: TestOffice) -> None:
    office.path(JOURNAL).write_bytes(office.path(JOURNAL).read_bytes()[:-20])


def founded_anew(office: TestOffice) -> None:
    """The journal of an office that has just been founded."""
    other = blank_office(office.outside.parent / "另一个")
    shutil.copy(other.path(JOURNAL), office.path(JOURNAL))


def rewritten(office: TestOffice) -> None:
    """The same entries, all of them linked anew, as of another day."""
    last, content = None, b""
    for entry in office.journal():
        last = next_entry(last, "2026-11-19 09:00", entry["kind"], entry["data"])
        content += to_line(last)
    office.path(JOURNAL).write_bytes(content)


def without_inner_folder(office: TestOffice) -> None:
    shutil.rmtree(office.path(".huifang"))


def inner_folder_of_before(office: TestOffice) -> None:
    """A sync tool puts back the folder as it was before the sheets came."""
    before = planned_office(office.outside.parent / "早先")
    shutil.rmtree(office.path(".huifang"))
    shutil.copytree(before.path(".huifang"), office.path(".huifang"))


LOSSES: dict[str, Callable[[TestOffice], object]] = {
    "gone": lambda office: office.path(JOURNAL).unlink(),
    "empty": lambda office: office.path(JOURNAL).write_bytes(b""),
    "the last line": shortened(1),
    "the last two lines": shortened(2),
    "all but the first": lambda office: office.path(JOURNAL).write_bytes(lines(office)[0]),
    "cut in its last line": cut,
    "that of another office": founded_anew,
    "rewritten": rewritten,
    "its folder is gone": without_inner_folder,
    "its folder is an older one": inner_folder_of_before,
}  # fmt: skip


def refused(office: TestOffice, command: list[str]) -> None:
    before = snapshot(office.root)
    ran = office.run(*command, now=LATER)
    assert (ran.code, ran.data.get("reason_code")) == (3, "Y833"), (command, ran.data)
    assert "huifang restore" in ran.err and "huifang resume" in ran.err
    after = snapshot(office.root)
    assert after == before, command


@pytest.mark.parametrize("loss", LOSSES.values(), ids=LOSSES)
def test_nothing_goes_on(office: TestOffice, loss: Callable[[TestOffice], object]) -> None:
    loss(office)
    for command in (["check"], ["run"]):
        refused(office, command)
    ran = office.run("verify", now=LATER)
    assert (ran.code, ran.data["ok"]) == (1, False)
    assert JOURNAL in {problem["file"] for problem in ran.data["problems"]}


@pytest.mark.slow
@pytest.mark.parametrize("loss", ["gone", "empty", "the last line", "that of another office", "its folder is gone"])
def test_no_command_goes_on(office: TestOffice, loss: str) -> None:
    LOSSES[loss](office)
    office.send(office.filled("A03"))
    for command in (*READING, *WRITING):
        refused(office, command)


def without_witnesses(office: TestOffice) -> None:
    for path in WITNESSES:
        office.path(path).unlink(missing_ok=True)


def test_a_report_that_prints_a_later_head_is_a_witness(office: TestOffice) -> None:
    """An old copy of the whole office was put over it: only what is newer than the copy is left of the time since."""
    before = planned_office(office.outside.parent / "早先")
    for name in (".huifang/journal.jsonl", *WITNESSES):
        shutil.copy(before.path(name), office.path(name))
    shutil.rmtree(office.path("归档/提交"))
    shutil.rmtree(office.path(".huifang/segments"))
    refused(office, ["check"])
    problems = office.run("verify").data["problems"]
    named = {problem["file"] for problem in problems if problem["kind"] == "chain"}
    assert named == {JOURNAL, f"报告/旬报-{PERIOD}.xlsx", f"报告/旬报-{PERIOD}.html"}


@pytest.mark.parametrize("room", ["归档/提交", ".huifang/segments"])
def test_what_was_kept_later_is_a_witness(tmp_path: Path, room: str) -> None:
    office, before = collected_office(tmp_path), planned_office(tmp_path / "早先")
    for name in (".huifang/journal.jsonl", *WITNESSES):
        shutil.copy(before.path(name), office.path(name))
    shutil.rmtree(office.path(".huifang/segments" if room == "归档/提交" else "归档/提交"))
    refused(office, ["check"])
    files = [p["file"] for p in office.run("verify").data["problems"]]
    assert any(file.startswith(room) for file in files)


def test_real_reports_print_heads_that_are_read_back(office: TestOffice) -> None:
    head = office.entries("report")[0]["printed_head"]
    reports = [path for path in office.path("报告").iterdir() if path.suffix in (".xlsx", ".html")]
    assert len(reports) == 2
    for path in reports:
        printed = head if path.suffix == ".xlsx" else head[:12]
        assert printed_head(path.read_bytes()) == printed and is_named_as_report(f"报告/{path.name}")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xff" * 99, "链首 abc".encode()])
def test_other_files_print_none(content: bytes) -> None:
    assert printed_head(content) is None


def test_what_people_put_there_is_no_witness(office: TestOffice) -> None:
    archived = office.path(office.submissions()[0]["path"])
    shutil.copy(archived, archived.with_name(f"{archived.stem} (冲突副本).xlsx"))
    version = next(office.path("归档/版本").glob("人员-*.xlsx"))
    shutil.copy(version, version.with_name("人员-旧.xlsx"))
    for name in (
        "归档/Thumbs.db",
        "归档/我的旧表/合同.xlsx",
        "归档/提交/说明-0123456789ab.txt",
        "报告/我的报告-2026.xlsx",
    ):
        office.path(name).parent.mkdir(exist_ok=True)
        office.path(name).write_bytes(b"x")
    shutil.copy(office.path(f"报告/旬报-{PERIOD}.xlsx"), office.path(f"报告/给老板-{PERIOD}.xlsx"))
    assert office.run("check", now=LATER).code in (0, 1)
    assert office.run("verify", now=LATER).data["ok"]


def test_an_office_that_no_run_of_this_release_wrote_opens(office: TestOffice) -> None:
    """Release 0.1.0 left no witnesses and announced nothing; what a dead run of it left is let pass."""
    without_witnesses(office)
    office.path(f"归档/提交/{PERIOD}/T0003-残留.xlsx").write_bytes(b"x")
    following = len(office.journal()) + 1
    office.path(f".huifang/segments/{following:06d}.parquet").write_bytes(b"x")
    assert office.run("check", now=LATER).code in (0, 1)
    office.path(f".huifang/segments/{following + 1:06d}.parquet").write_bytes(b"x")
    refused(office, ["check"])


def test_an_office_of_an_interrupted_init_says_so(tmp_path: Path) -> None:
    office = blank_office(tmp_path)
    office.path(JOURNAL).unlink()
    office.path(".huifang/unfinished").write_bytes(b"")
    ran = office.run("check")
    assert (ran.code, ran.data["reason_code"]) == (3, "Y835") and "huifang init" in ran.err


# Going on knowingly


def resume(office: TestOffice, *more: str, by: str = "B01") -> dict[str, object]:
    ran = office.run("resume", "--by", by, "--why", "电脑坏了，没有备份", *more, now=LATER)
    assert ran.code == 0, ran.err
    return ran.data


def test_where_nothing_is_lost_nothing_is_written(office: TestOffice) -> None:
    before = snapshot(office.root)
    assert resume(office)["resumed"] is False
    assert snapshot(office.root) == before


@pytest.mark.parametrize("by", ["A01", "D01", "没有这个人"])
def test_not_everybody_may_decide(office: TestOffice, by: str) -> None:
    office.path(JOURNAL).unlink()
    before = snapshot(office.root)
    ran = office.run("resume", "--by", by, "--why", "x", now=LATER)
    assert ran.code == 3 and ran.data["reason_code"] in ("Y403", "Y404")
    assert snapshot(office.root) == before


def test_it_goes_on_with_a_shorter_journal(office: TestOffice) -> None:
    """The loss is journaled with who and why, nothing is overwritten, and the sheets can be collected again."""
    before = snapshot(office.root)
    content = lines(office)
    at = next(number for number, line in enumerate(content) if b'"kind":"submission"' in line)
    office.path(JOURNAL).write_bytes(b"".join(content[:at]))
    done = resume(office)
    assert done["resumed"] and f"报告/旬报-{PERIOD}.xlsx" in done["lost"]
    said = office.entries("loss")[0]
    assert (said["by"], said["why"], said["entries"]) == ("B01 周丽华", "电脑坏了，没有备份", at)
    assert said["files"] == 3 and said["reports"] == 2
    assert office.run("verify", now=LATER).data["ok"]
    again = office.run("collect", office.path(f"归档/提交/{PERIOD}"), now=LATER)
    assert len(again.data["accepted"]) == 2 and again.code == 0
    assert office.report(now=LATER).data["figures"]["reported"] == 9
    assert office.run("verify", now=LATER).data["ok"]
    after = snapshot(office.root)
    lost = [path for path in before if path.startswith(("归档/", ".huifang/segments/", ".huifang/issued/"))]
    assert lost and all(after[path] == before[path] for path in lost)
    kept = {sha for path, sha in after.items() if path.startswith("归档/丢失/")}
    assert {sha for path, sha in before.items() if path.startswith(f"报告/旬报-{PERIOD}")} <= kept


@pytest.mark.parametrize("loss", ["gone", "empty", "its folder is gone", "that of another office"])
def test_it_goes_on_without_a_journal(office: TestOffice, loss: str) -> None:
    before = snapshot(office.root)
    LOSSES[loss](office)
    assert resume(office)["resumed"]
    assert [entry["kind"] for entry in office.journal() if entry["kind"] in ("office", "loss")] == ["office", "loss"]
    assert office.run("run", now=LATER).code in (0, 1)
    assert office.run("verify", now=LATER).data["ok"]
    after = snapshot(office.root)
    assert all(after[path] == sha for path, sha in before.items() if path.startswith("归档/"))


def test_one_acknowledgement_is_enough_where_nothing_else_remembers(office: TestOffice) -> None:
    """Without a witness only some of what was lost is seen at first; all of it is acknowledged."""
    office.path(JOURNAL).write_bytes(b"".join(lines(office)[:3]))
    for witness in WITNESSES:
        office.path(witness).unlink()
    assert resume(office)["resumed"]
    assert office.run("run", now=LATER).code in (0, 1)
    assert office.run("verify", now=LATER).data["ok"]


def changed_line(office: TestOffice, at: int) -> None:
    content = lines(office)
    content[at] = content[at].replace(b'"at":"2026', b'"at":"2025')
    office.path(JOURNAL).write_bytes(b"".join(content))


BROKEN: dict[str, Callable[[TestOffice], object]] = {
    "a line in the middle": lambda office: changed_line(office, -2),
    "the first line": lambda office: changed_line(office, 0),
    "text behind the last": lambda office: office.path(JOURNAL).write_bytes(b"".join(lines(office)) + b"{}\n"),
    "nothing but text": lambda office: office.path(JOURNAL).write_bytes(b"x\n"),
}  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_it_goes_on_with_what_is_sound_of_a_broken_chain(
    office: TestOffice, broken: Callable[[TestOffice], object]
) -> None:
    """The broken file is kept as it was; what stood before the bad link counts on."""
    broken(office)
    spoilt, before = office.path(JOURNAL).read_bytes(), snapshot(office.root)
    ran = office.run("check", now=LATER)
    assert (ran.code, ran.data["reason_code"]) == (3, "Y811") and "huifang resume" in ran.err
    resume(office)
    assert [path.read_bytes() for path in office.path("归档/丢失").glob("*-journal.jsonl")] == [spoilt]
    assert office.run("verify", now=LATER).data["ok"]
    assert office.run("run", now=LATER).code in (0, 1)
    after = snapshot(office.root)
    assert all(after[path] == sha for path, sha in before.items() if path.startswith("归档/"))


@pytest.mark.parametrize("loss", ["gone", "a line in the middle", "the last two lines"])
def test_an_interrupted_resume_can_be_done_again(
    office: TestOffice, loss: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    {**LOSSES, **BROKEN}[loss](office)
    append, calls = Journal.append, []

    def killed(journal: Journal, *said: object) -> object:
        calls.append(said)
        if len(calls) in (1, 3):
            raise OfficeError(because("Y812", error="磁盘已满"))
        return append(journal, *said)

    monkeypatch.setattr(Journal, "append", killed)
    for _ in range(3 if loss == "gone" else 1):
        ran = office.run("resume", "--by", "B01", "--why", "x", now=LATER)
        if ran.code == 0:
            break
        assert office.run("check", now=LATER).data["reason_code"] == "Y833"
    monkeypatch.undo()
    resume(office)
    assert office.run("verify", now=LATER).data["ok"]


def test_sheets_of_before_can_be_collected_once_their_calls_are_planned(office: TestOffice) -> None:
    office.path(JOURNAL).unlink()
    resume(office)
    assert office.run("plan", "--period", PERIOD, now=PLANNED).code in (0, 1)
    again = office.run("collect", office.path(f"归档/提交/{PERIOD}"), now=LATER)
    assert [one["rows"] for one in again.data["accepted"]] == [6, 3]
    assert office.report(now=LATER).data["figures"]["reported"] == 9


def test_the_regulation_is_asked_for_where_nothing_tells_it(office: TestOffice) -> None:
    without_inner_folder(office)
    without_witnesses(office)
    ran = office.run("resume", "--by", "B01", "--why", "x", now=LATER)
    assert (ran.code, ran.data["reason_code"]) == (3, "Y834")
    assert resume(office, "--policy", "sales-ten-day")["resumed"]
    assert office.run("check", now=LATER).code in (0, 1)


def test_an_edited_list_of_what_was_lost_is_not_relied_on(office: TestOffice) -> None:
    shortened(2)(office)
    resume(office)
    listed = office.entries("loss")[0]["listed"]
    office.path(listed).write_text("{}", encoding="utf-8")
    assert office.run("check", now=LATER).data["reason_code"] == "Y815"


def test_the_witnesses_are_small_and_tell_no_names(office: TestOffice) -> None:
    for path in WITNESSES:
        said = json.loads(office.path(path).read_bytes())
        assert said["seq"] == len(office.journal()) and said["head"] == office.journal()[-1]["hash"]
        assert set(said) == {"v", "office_id", "preset", "seq", "head"}
    assert Office(office.root).journal.exists() and DUE_DAY < LATER
