"""``spotcheck collect``: the auditor's sheet comes back, is compared, corrected, refused, and asks for more calls."""

from __future__ import annotations

import json
import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from checks_made import DRAWN, NOBODY, RANG, SEED, SILENT, about, drawn_office, rang, rows_of, sheet_of, taken
from huifang.core.catalogue import because
from huifang.edges.store.files import OfficeError
from huifang.edges.store.office import Office
from huifang.flow.audit.checked import checked_in, checking_notes, still_to_ring
from huifang.flow.office.desk import Desk
from mails import mail, named
from office import PERIOD, TestOffice, change, codes, collected_office, edited, good_answer, put, snapshot, table

pytestmark = pytest.mark.slow

OPEN = 8  # the first open row of A01's sheet


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    return drawn_office(tmp_path)


def desk(office: TestOffice, now: str = RANG) -> Desk:
    return Desk(Office(office.root), datetime.fromisoformat(now))


def period(office: TestOffice) -> Any:
    return desk(office).present.policy.parse_period(PERIOD)


def test_a_good_sheet_is_entered_and_compared(office: TestOffice) -> None:
    """The second customer has no record: nobody called, and nobody says so."""
    path = rang(office, {}, NOBODY, {})
    ran = taken(office, path)
    assert (ran.code, ran.data["returned"]) == (0, [])
    assert {key: about(ran)[key] for key in ("agent", "checked", "confirmed", "contradicted", "unsure")} == {
        "agent": "A01", "checked": 3, "confirmed": 3, "contradicted": 0, "unsure": 0,
    }  # fmt: skip
    assert about(ran)["verdict"] in {"无异常", "继续抽查"} and 0 < about(ran)["upper_fake_share"] < 1
    (entry,) = office.entries("checks")
    assert [row["order"] for row in entry["rows"]] == [1, 2, 3]
    assert office.path(entry["path"]).read_bytes() == path.read_bytes() and entry["path"].startswith("归档/抽查/")
    before = snapshot(office.root)
    again = taken(office, path)
    assert (again.code, len(again.data["duplicates"]), again.data["agents"]) == (0, 1, ran.data["agents"])
    assert snapshot(office.root) == before and office.run("verify", now=RANG).data["ok"]


def test_each_call_says_what_differs(office: TestOffice) -> None:
    """A denial, a call that the ledger lacks, an answer two steps away: in words; the customer's own stand beside."""
    ran = taken(office, rang(office, NOBODY, {"回访日期(客户说)": date(2026, 11, 25)}, {"满意度(客户说)": "不满意"}))
    assert (about(ran)["contradicted"], about(ran)["wanted"]) == (3, 12)
    a01 = checked_in(desk(office), period(office))[0]
    said = [(call.customer_no, str(call.agreement), call.record_no is None) for call in a01.calls]
    assert said == [("K0004", "不符", False), ("K0080", "不符", True), ("K0002", "不符", False)]
    denied, lacking, unhappy = (call.differences[0] for call in a01.calls)
    assert "没有接到过回访" in denied and "11-25" in lacking and "“不满意”" in unhappy
    assert (a01.calls[0].words, a01.calls[0].checked_by) == ("没有人打来", "D01")
    assert (a01.claimed, a01.drawn, a01.listed) == (6, 3, 7)


def test_no_answer_takes_the_next_ticket_and_stays_listed(office: TestOffice) -> None:
    ran = taken(office, rang(office, SILENT, NOBODY))
    assert (about(ran)["unreachable"], about(ran)["waiting"]) == (1, [f"{PERIOD}-A01-03", f"{PERIOD}-A01-04"])
    path = rang(office, {}, sheet="备用")
    passed_over = taken(office, path)
    assert codes(passed_over.data["entered"][0]["findings"]) == ["S915"]
    assert about(passed_over)["waiting"] == [f"{PERIOD}-A01-03"]
    assert "第 3 位还没有核查" in "".join(checking_notes(desk(office), period(office)))
    whole = taken(office, rang(office, SILENT, NOBODY, {}))
    assert (about(whole)["checked"], about(whole)["unreachable"], about(whole)["waiting"]) == (3, 1, [])
    assert checking_notes(desk(office), period(office)) == ()


def test_a_faulty_row_goes_back_and_the_good_ones_are_in(office: TestOffice) -> None:
    path = rang(office, {}, NOBODY, {"是否接到回访": "也许"})
    ran = taken(office, path)
    (back,) = ran.data["returned"]
    assert (ran.code, ran.data["entered"][0]["rows"], codes(back["findings"])) == (1, 2, ["C205"])
    assert back["marked"].startswith("发件箱/退回-抽查核查表") and office.path(back["marked"]).is_file()
    draft = office.path(back["marked"]).with_suffix(".eml").read_bytes()
    assert b"To: " not in draft or b"d01@" in draft.lower() or b"D01" in draft
    marked = office.outside / "改好.xlsx"
    shutil.copy(office.path(back["marked"]), marked)
    change(marked, (4, {"是否接到回访": "是"}), sheet="抽查")
    mended = taken(office, marked)
    assert (mended.code, mended.data["entered"][0]["rows"], about(mended)["checked"]) == (0, 1, 3)


def test_a_later_sheet_corrects_an_earlier_one_and_that_is_noted(office: TestOffice) -> None:
    first = rang(office, NOBODY, NOBODY, {}, name="一.xlsx")
    assert about(taken(office, first))["contradicted"] == 1
    later = rang(office, {}, NOBODY, {}, name="二.xlsx")
    ran = taken(office, later)
    assert (ran.data["entered"][0]["changed"], about(ran)["contradicted"]) == (1, 0)
    assert len(office.entries("checks")) == 2
    assert any("重新交来的表改过" in note for note in checking_notes(desk(office), period(office)))
    assert about(taken(office, first))["contradicted"] == 0  # bytes that are known correct nothing


def test_more_is_drawn_where_the_sheet_runs_out(office: TestOffice) -> None:
    """A02 has three customers, all of them drawn; of A01 one of seven is left when the frame has nobody behind."""
    assert taken(office, rang(office, NOBODY, {}, NOBODY, agent="A02")).data["extended"] == []
    rang(office, NOBODY, {}, {"满意度(客户说)": "不满意"})
    ran = taken(office, rang(office, SILENT, SILENT, SILENT, SILENT, sheet="备用"))
    assert (about(ran)["contradicted"], about(ran)["unreachable"], about(ran)["waiting"]) == (3, 4, [])


def test_the_record_that_counts_is_that_of_the_sealing(office: TestOffice) -> None:
    """A correction after the draw helps nobody; a call that was handed in later is no lack of the ledger's."""
    number = next(row["记录编号"] for row in office.ledger(now=RANG).values() if row["客户编号"] == "K0004")
    ran = office.run(
        "correct", "--record", number, "--set", "满意度=不满意", "--set", "不满意原因=慢", "--by", "B01", "--why", "x",
        now=DRAWN,
    )  # fmt: skip
    assert ran.code == 0, ran.err
    assert office.collect(late_call(office), now=DRAWN).data["accepted"]
    checked = taken(
        office, rang(office, {"满意度(客户说)": "非常不满意"}, {"回访日期(客户说)": date(2026, 11, 24)}, {})
    )
    assert (about(checked)["contradicted"], about(checked)["confirmed"]) == (1, 2)


def late_call(office: TestOffice) -> Path:
    """K0080 was called without a plan, and that is handed in after the draw."""
    path = office.filled("A01", name="迟.xlsx")
    with edited(path) as book:
        put(book["回访记录"], OPEN, {**good_answer(OPEN), "客户编号": "K0080"})
    return path


# --- what is not taken


def spoilt(office: TestOffice, **said: Any) -> Path:
    path = rang(office, {}, name="改.xlsx")
    with edited(path) as book:
        record = json.loads(book["_huifang"]["A1"].value)
        book["_huifang"]["A1"].value = json.dumps({**record, **said}, ensure_ascii=False)
    return path


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"digest": "0" * 64}, "Y372"), ({"period": "2026-11中旬"}, "Y372"), ({"agent": "A02"}, "Y372"),
        ({"draw": 2}, "Y372"), ({"office_id": "x"}, "Y371"),
    ],
)  # fmt: skip
def test_a_sheet_whose_record_was_changed_is_refused(office: TestOffice, said: dict[str, Any], code: str) -> None:
    ran = taken(office, spoilt(office, **said))
    (back,) = ran.data["returned"]
    assert (ran.code, back["reason_code"], back["marked"], ran.data["agents"]) == (1, code, None, [])
    assert "没有系统的隐藏记录" not in ran.err and not office.entries("checks")


def test_what_is_no_sheet_of_the_auditors_is_refused_and_an_empty_one_is_told(office: TestOffice) -> None:
    other, empty = taken(office, office.filled("A01")), taken(office, sheet_of(office))
    assert other.data["returned"][0]["reason_code"] == "Y370"
    assert (empty.code, empty.data["ignored"][0]["reason_code"]) == (0, "Y373")


def test_a_copied_sheet_is_known_by_its_rows(office: TestOffice) -> None:
    path = rang(office, {}, NOBODY, {})
    with edited(path) as book:
        del book["_huifang"]
    ran = taken(office, path)
    assert (codes(ran.data["entered"][0]["findings"]), about(ran)["checked"]) == (["S919"], 3)


def test_a_customer_who_was_never_drawn_is_noted_and_does_not_count(office: TestOffice) -> None:
    path = rang(office, {}, NOBODY, {})
    change(path, (5, {"抽查编号": "加的", "客户编号": "K0099", "是否接通": "是", "是否接到回访": "是"}), sheet="抽查")
    ran = taken(office, path)
    assert about(ran)["checked"] == 3
    assert any("K0099" in note for note in checking_notes(desk(office), period(office)))


# --- what waits


def test_what_waits_is_taken_and_the_supervisor_sees_nothing_of_it(office: TestOffice) -> None:
    path = rang(office, NOBODY, NOBODY, {})
    shutil.copy(path, office.path("收件箱/核查.xlsx"))
    ran = office.collect(now=RANG)
    assert (ran.listed, ran.data["ignored"][0]["reason_code"]) == ({"ignored": ["核查.xlsx"]}, "Y311")
    assert "spotcheck collect" in ran.err and "K0004" not in ran.err
    assert about(taken(office))["contradicted"] == 1
    assert [*office.path("收件箱/待确认").iterdir()] == []
    shutil.copy(path, office.path("收件箱/又来.xlsx"))
    assert office.collect(now=RANG).listed == {"duplicates": ["又来.xlsx"]}


def test_what_was_filled_in_where_the_draw_left_it_is_taken_once_and_stays(office: TestOffice) -> None:
    """Sheets that nobody began are passed over without a word."""
    assert "没有等着收的核查表" in taken(office).err
    path = rang(office, {}, NOBODY, {})
    there = sheet_of(office)
    shutil.copy(path, there)
    ran = taken(office)
    assert (ran.code, [one["rows"] for one in ran.data["entered"]], ran.data["ignored"]) == (0, [3], [])
    assert there.read_bytes() == path.read_bytes()
    again = taken(office)
    assert (again.data["entered"], again.data["duplicates"]) == ([], [])


def test_one_in_a_mail_in_the_inbox_is_taken_with_its_mail(office: TestOffice) -> None:
    content = rang(office, {}, NOBODY, {}).read_bytes()
    letter = mail(named(content, "核查.xlsx"))
    office.path("收件箱/信.eml").write_bytes(letter)
    office.send(office.filled("A03"))
    assert about(taken(office))["checked"] == 3
    assert [path.name for path in office.path("收件箱").iterdir() if path.is_file()] == [office.issued("A03").name]
    assert [path.read_bytes() for path in office.path("归档/邮件").glob("*.eml")] == [letter]


@pytest.mark.parametrize("after", ["keep", "commit"])
def test_a_run_that_dies_is_repeated(office: TestOffice, after: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = office.path("收件箱/核查.xlsx")
    shutil.copy(rang(office, NOBODY, {}, {"满意度(客户说)": "不满意"}), path)

    def fail(*_: object, **__: object) -> None:
        raise OfficeError(because("Y802", file="x", error="磁盘已满"))

    with monkeypatch.context() as broken:
        where = "huifang.flow.audit.checking." + ("ChecksEntered" if after == "keep" else "_take_away")
        broken.setattr(where, fail)
        assert taken(office).code == 3
    ran = taken(office)
    assert (about(ran)["contradicted"], len(office.entries("checks")), path.exists()) == (3, 1, False)
    assert office.run("verify", now=RANG).data["ok"]


# --- whom to ring


def test_a_seed_that_was_used_before_draws_nothing(office: TestOffice) -> None:
    before = snapshot(office.root)
    words = ("spotcheck", "draw", "--period", "2026-11", "--seed", SEED)
    ran = office.run(*words, now=DRAWN)
    assert (ran.code, codes(ran.data["findings"]), ran.data["draws"], ran.data["seed"]) == (1, ["S902"], [], SEED)
    assert {name for name in snapshot(office.root) if name not in before} <= {
        name for name in snapshot(office.root) if name.startswith(("归档/抽查/2026-11-", ".huifang/"))
    }
    reused = office.run(*words, "--reuse-seed", now=DRAWN)
    assert (reused.code, bool(reused.data["draws"])) == (0, True)


def test_whom_to_ring_of_customers_who_are_gone(tmp_path: Path) -> None:
    """Deleted, renumbered, handed over, out of use: all of a claimed call are in the frame, and can be rung."""
    office = collected_office(tmp_path)
    office.run("check", now="2026-11-25 09:00")
    with edited(office.path("客户资料库.xlsx")) as book:
        sheet = book["客户"]
        headers = {cell.value: cell.column for cell in sheet[1]}
        at = {sheet.cell(row, headers["客户编号"]).value: row for row in range(2, sheet.max_row + 1)}
        sheet.cell(at["K0002"], headers["业务员"]).value = "A03"
        sheet.cell(at["K0003"], headers["审核状态"]).value = "停用"
        sheet.cell(at["K0004"], headers["客户编号"]).value = "K0904"
        for cell in sheet[at["K0001"]]:
            cell.value = None
    assert office.run("run", now="2026-11-30 18:30").code in (0, 1)
    drawn = office.run("spotcheck", "draw", "--period", PERIOD, "--seed", SEED, now=DRAWN).data
    mine = [one["customer_no"] for one in (*drawn["draws"], *drawn["reserve"]) if one["agent"] == "A01"]
    assert {"K0001", "K0002", "K0003", "K0004"} <= {*mine}
    path = sheet_of(office)
    rows = {row["客户编号"]: row for name in ("抽查", "备用") for row in rows_of(path, name)}
    for number in ("K0001", "K0002", "K0003", "K0004"):
        assert (rows[number]["联系人"], rows[number]["电话"]) == ("王女士", f"1380000{number[1:]}")


def test_a_customer_who_got_another_number_after_the_draw_is_compared_all_the_same(office: TestOffice) -> None:
    with edited(office.path("客户资料库.xlsx")) as book:
        (cell,) = (cell for cell in book["客户"]["A"] if cell.value == "K0004")
        cell.value = "K0904"
    changed = office.correct(("客户", "K0004", "客户编号", "K0004", "K0904", "B01", "换了编号"), now=DRAWN)
    assert changed.data["applied"] == 1, changed.data
    assert about(taken(office, rang(office, NOBODY, NOBODY, {})))["contradicted"] == 1
    first = checked_in(desk(office), period(office))[0].calls[0]
    assert (first.customer_no, first.customer, bool(first.record_no)) == ("K0004", "0004 号商行", True)


def test_who_is_still_to_be_rung_follows_the_tickets(office: TestOffice) -> None:
    office_desk = desk(office)
    assert [one.order for one in still_to_ring(office_desk, period(office), "A01", 3)] == [1, 2, 3]
    assert [one.order for one in still_to_ring(office_desk, period(office), "A01", 12)] == [*range(1, 8)]
    assert table(sheet_of(office), "抽查")[0]["是否接通"] is None
