"""抽查报告 of an office: made when something was heard, made again when that changed, written to the boss alone."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from huifang.decisions.audit.audited import Signal
from huifang.edges.store.files import digest
from huifang.edges.store.office import Office
from huifang.flow.audit.audit_report import AuditsMade, make_audit_reports
from huifang.flow.audit.evaluating import audit
from huifang.flow.office.desk import Desk
from huifang.flow.office.opening import writing_desk
from huifang.ledger.checks_said import CheckedRow, ChecksEntered
from huifang.page.roles import Role
from mailbox_made import address_of, attached, drafts, text, with_mailbox
from office import PERIOD, TestOffice, collected_office, columns, edited, load, snapshot
from page_made import made_page

pytestmark = pytest.mark.slow

CLOSED, LATER = "2026-11-30 18:00", "2026-12-01 09:00"
STEM = f"抽查/{PERIOD}/抽查报告-{PERIOD}"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> TestOffice:
    """An office with a mailbox in which somebody was drawn of each agent; copied for each test."""
    office = with_mailbox(collected_office(tmp_path_factory.mktemp("drawn")))
    assert office.run("spotcheck", "draw", "--period", PERIOD, now=CLOSED).code == 0
    assert office.run("spotcheck", "draw", "--period", PERIOD, "--seed", "0711", now=LATER).code == 0
    return office


@pytest.fixture
def office(drawn: TestOffice, tmp_path: Path) -> TestOffice:
    shutil.copytree(drawn.root, tmp_path / "office")
    return TestOffice(tmp_path / "office", tmp_path / "outside")


def heard(office: TestOffice, agent: str, answers: Mapping[int, Mapping[str, Any]], now: str) -> AuditsMade:
    """Enter what the auditor heard from the agent's customers, by their places, and make what is to be made."""
    at = datetime.strptime(now, "%Y-%m-%d %H:%M")
    (draw,) = office.entries("draw")
    places = {one["order"]: one for one in (*draw["draws"], *draw["reserve"]) if one["agent"] == agent}
    rows = [
        CheckedRow(
            check_no=f"{PERIOD}-{agent}-{order:02d}", order=order, customer_no=places[order]["customer_no"],
            row=order + 1, sheet="抽查", checked_by="D01", checked_at=at.replace(minute=order * 5),
            **{"reached": "是", "was_called": "是", "satisfaction": "满意", "solved": "是", **said},
        )
        for order, said in answers.items()
    ]  # fmt: skip
    with writing_desk(Office(office.root), at) as desk:
        if rows:
            desk.commit(
                ChecksEntered(
                    period=PERIOD, agent=agent, draw=1, file=f"抽查-{agent}.xlsx", sha256=f"{agent}{now}", path="",
                    rows=tuple(rows),
                )
            )  # fmt: skip
        return make_audit_reports(desk)


AGREED: dict[int, dict[str, Any]] = {1: {}, 3: {}}
DENIED: dict[int, dict[str, Any]] = {1: {"was_called": "否", "words": "没有人打过"}, 2: {"reached": "否"}}


def test_before_anybody_was_rung_there_is_nothing_to_tell(office: TestOffice) -> None:
    before = snapshot(office.root)
    assert heard(office, "A01", {}, "2026-12-01 10:00") == AuditsMade()
    assert snapshot(office.root) == before


def test_it_is_made_once_journaled_and_written_to_the_boss_alone(office: TestOffice) -> None:
    made = heard(office, "A02", DENIED, "2026-12-01 10:00")
    assert (made.files, made.notes) == ((f"{STEM}.xlsx", f"{STEM}.html"), ())
    (entry,) = office.entries("audit-report")
    assert entry["produced"] == {path: digest(office.path(path).read_bytes()) for path in made.files}
    head = next(one["prev"] for one in office.journal() if one["kind"] == "audit-report")
    assert entry["printed_head"] == head and head[:12] in office.path(f"{STEM}.html").read_text(encoding="utf-8")
    ((name, mail),) = drafts(office, "抽查报告").items()
    assert [mail["To"], mail["Cc"], mail["Bcc"]] == [f"马建国 <{address_of('C01')}>", None, None]
    assert str(mail["Subject"]) == f"【抽查】{PERIOD} 抽查报告" and "A02" not in name and mail["References"] is None
    assert {file: digest(content) for file, content in attached(mail).items()} == {
        Path(file).name: digest(office.path(file).read_bytes()) for file in made.files
    }
    lines = [line for line in text(mail).splitlines() if line[:2] in {"1 ", "2 ", "3 ", "4 ", "5 "}]
    assert len(lines) == 5 and "1 位不符" in lines[0]
    before = snapshot(office.root)
    assert heard(office, "A02", {}, "2026-12-02 10:00") == AuditsMade()
    assert snapshot(office.root) == before


def test_what_was_heard_since_is_the_next_version(office: TestOffice) -> None:
    first = heard(office, "A02", DENIED, "2026-12-01 10:00").files
    contents = {path: office.path(path).read_bytes() for path in first}
    made = heard(office, "A01", AGREED, "2026-12-01 14:00")
    assert made.files == (f"{STEM}-第2版.xlsx", f"{STEM}-第2版.html")
    assert {path: office.path(path).read_bytes() for path in first} == contents
    assert [entry["version"] for entry in office.entries("audit-report")] == [1, 2]
    assert sum("（第 2 版）" in str(mail["Subject"]) for mail in drafts(office, "抽查报告").values()) == 1
    cover = [str(c.value) for row in load(office.path(made.files[0]))["封面"].iter_rows() for c in row if c.value]
    assert cover[0] == f"抽查报告 {PERIOD}（第 2 版）" and any("A01 李晓明" in one for one in cover)


def test_a_letter_that_a_run_could_not_write_is_written_by_the_next(office: TestOffice) -> None:
    with edited(office.path("人员.xlsx")) as book:
        sheet = book["人员"]
        header = [cell.value for cell in sheet[1]]
        row = next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == "C01")
        sheet.cell(row, header.index("邮箱") + 1).value = None
    lacking = heard(office, "A02", DENIED, "2026-12-01 10:00")
    assert [note.code for note in lacking.notes] == ["J851"] and drafts(office, "抽查报告") == {}
    with edited(office.path("人员.xlsx")) as book:
        book["人员"].cell(row, header.index("邮箱") + 1).value = address_of("C01")
    assert heard(office, "A02", {}, "2026-12-01 11:00") == AuditsMade()
    assert len(drafts(office, "抽查报告")) == 1


@pytest.mark.parametrize(("item", "receivers"), [("否", {"C01"}), ("是", {"C01", "B01"})])
def test_the_rules_may_give_it_to_the_supervisor_and_never_to_an_agent(
    office: TestOffice, item: str, receivers: set[str]
) -> None:
    with edited(office.path("制度.xlsx")) as book:
        sheet = book["基本"]
        (row,) = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == "抽查结果给主管"]
        sheet.cell(row, 2).value = item
    heard(office, "A02", DENIED, "2026-12-01 10:00")
    written = [letter["receiver"] for entry in office.entries("letters") for letter in entry["letters"]
               if entry["occasion"] == "抽查报告"]  # fmt: skip
    assert set(written) == receivers


def test_call_lists_that_come_later_make_the_next_version(office: TestOffice) -> None:
    """All calls of A02 but one are in 话单; that one is named, in the workbook and on the page."""
    heard(office, "A02", DENIED, "2026-12-01 10:00")
    with edited(office.path("人员.xlsx")) as book:
        sheet = book["人员"]
        at = columns(sheet)
        row = next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == "A02")
        sheet.cell(row, at["外呼号码"]).value = "8002"
    records = [one for one in office.ledger(now="2026-12-01 10:30").values() if one["工号"] == "A02"]
    lines = ["timestart,callfrom,callto,callduration,talkduration,status,type"]
    for one in records[1:]:
        lines.append(f"{one['回访日期']:%Y-%m-%d} {one['开始时间']}:20,8002,9{one['电话']},70,60,ANSWERED,Outbound")
    calls = office.outside / "calls.csv"
    office.outside.mkdir()
    calls.write_text("\n".join(lines), encoding="utf-8")
    brought = office.run("import", calls, "--to", "话单", "--yes", now="2026-12-01 11:00")
    assert brought.code in (0, 1), brought.err
    made = heard(office, "A02", {}, "2026-12-01 12:00")
    assert made.files == (f"{STEM}-第2版.xlsx", f"{STEM}-第2版.html")
    (missing,) = [row for row in load(office.path(made.files[0]))["话单核对"].iter_rows(values_only=True)
                  if row[3] == "记了，话单里没有"]  # fmt: skip
    assert missing[:3] == ("A02 王海燕", len(records) - 1, len(records)) and records[0]["客户编号"] in str(missing[4])
    assert str(missing[4]) in unescape(office.path(made.files[1]).read_text(encoding="utf-8"))


def test_signals_stand_in_the_report_with_how_usual_they_are(
    office: TestOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = Signal(agent="A02", what="时长一样", place="11-23 的表", figure="3 次都是 6 分钟", usual="别人 1 次")
    monkeypatch.setattr("huifang.flow.audit.evaluating.signals_of", lambda desk, period: (seen,))
    made = heard(office, "A01", AGREED, "2026-12-01 10:00")
    rows = [*load(office.path(made.files[0]))["记录里看到的"].iter_rows(values_only=True)]
    assert ("A02 王海燕", "时长一样", "3 次都是 6 分钟", "别人 1 次", "11-23 的表") in rows


def test_verify_watches_its_files(office: TestOffice) -> None:
    heard(office, "A02", DENIED, "2026-12-01 10:00")
    assert office.run("verify", now="2026-12-01 12:00").code == 0
    page = office.path(f"{STEM}.html")
    page.write_text(page.read_text(encoding="utf-8").replace("不符", "相符"), encoding="utf-8")
    assert office.run("verify", now="2026-12-01 12:00").code == 1


def test_each_step_has_its_evidence(office: TestOffice) -> None:
    desk = Desk(Office(office.root), datetime(2026, 12, 1, 10))
    found = audit(desk, desk.present.policy.parse_period(PERIOD))
    steps = {step.name[0]: step for step in found.agents[0].steps}
    assert [*steps] == ["1", "2", "3", "4", "5", "6"] and all(
        step.done == len(step.evidence) for step in steps.values()
    )
    assert "K0001 0001 号商行：已审核 2026-11-14" in steps["1"].evidence
    assert any("2026-11-23 接通，记录 H2611-0001-1" in one for one in steps["2"].evidence)
    assert any(one.startswith("H2611-0001-1：K0001") and "提交 T0001" in one for one in steps["3"].evidence)
    assert steps["4"].evidence == ["2026-11下旬(应交 2026-11-30)：按时，2026-11-24 17:00 收到，收表"]
    assert audit(desk, desk.present.policy.parse_period(PERIOD), with_steps=False).agents[0].steps == ()


def test_the_auditors_page_says_whom_to_ring_and_what_was_found_and_the_supervisors_does_not(
    office: TestOffice,
) -> None:
    heard(office, "A02", DENIED, "2026-12-01 10:00")
    page = made_page(office.root, "2026-12-01 11:00", Role.AUDITOR)
    said = page.text("/")
    (draw,) = office.entries("draw")
    waiting = [one["customer_no"] for one in draw["draws"] if one["agent"] == "A01"]
    order = [said.index(number) for number in waiting]
    assert order == sorted(order) and "接下来打给谁" in said
    assert "不符：客户说" in said and "没有人打过" in said and f"抽查报告 {PERIOD}" in said
    mine = made_page(office.root, "2026-12-01 11:00").text("/")
    assert "不符" not in mine and "抽查报告" not in mine and "没有人打过" not in mine
