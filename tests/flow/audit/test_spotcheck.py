"""``spotcheck draw`` and ``verify`` in made-up offices: what is sealed when, who is drawn, what the auditor gets."""

from __future__ import annotations

import json
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from huifang.core.catalogue import because
from huifang.edges.store.files import OfficeError
from huifang.ledger.journal import next_entry, to_line
from office import (
    PERIOD,
    Ran,
    TestOffice,
    add_rows,
    change,
    codes,
    collected_office,
    customer,
    edited,
    load,
    planned_office,
    run,
    snapshot,
    table,
)

pytestmark = pytest.mark.slow

CLOSED, LATER = "2026-11-30 18:00", "2026-12-01 09:00"
BOOK = "客户资料库.xlsx"
HEADERS = [
    "抽查编号", "客户编号", "联系人", "电话", "是否接通", "接听人", "是否接到回访", "回访日期(客户说)",
    "满意度(客户说)", "问题是否解决(客户说)", "客户原话", "核查人", "核查时间",
]  # fmt: skip
LISTS = {
    "A01": ["K0001", "K0002", "K0003", "K0004", "K0005", "K0006", "K0080"], "A02": ["K0007", "K0008", "K0009"],
    "A03": ["K0010", "K0011"],
}  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    return collected_office(tmp_path)


def draw(office: TestOffice, seed: str | None = None, now: str = LATER, period: str = PERIOD) -> Ran:
    return office.run("spotcheck", "draw", "--period", period, *(["--seed", seed] if seed is not None else []), now=now)


def verify(office: TestOffice, now: str = LATER) -> Ran:
    return office.run("spotcheck", "verify", "--period", PERIOD, now=now)


def expected(seed: str, per_agent: int = 3) -> list[tuple[str, int, str, str]]:
    """(agent, order, customer, ticket) by hand."""
    rows = []
    for agent, numbers in LISTS.items():
        tickets = sorted((sha256(f"{seed}|{agent}|{number}".encode()).hexdigest(), number) for number in numbers)
        rows += [(agent, order, number, hashed) for order, (hashed, number) in enumerate(tickets[:per_agent], start=1)]
    return rows


def drawn(ran: Ran) -> list[tuple[str, int, str, str]]:
    return [(d["agent"], d["order"], d["customer_no"], d["ticket"]) for d in ran.data["draws"]]


def books(office: TestOffice, period: str = PERIOD) -> list[str]:
    return sorted(path.name for path in office.path(f"抽查/{period}").glob("*"))


def frame_file(office: TestOffice) -> Path:
    (path,) = office.path("归档/抽查").iterdir()
    return path


# --- sealing and drawing


def test_sealing_then_drawing(office: TestOffice) -> None:
    sealed = draw(office, now=CLOSED)
    assert sealed.code == 0
    assert {**sealed.data, "frame_sha256": ""} == {
        "period": PERIOD, "frame_sha256": "", "sealed_before": True, "seed": None, "number": None, "draws": [],
        "reserve": [], "files": [], "findings": [],
    }  # fmt: skip
    assert books(office) == []
    made = draw(office, "0711")
    assert made.code == 0
    assert made.data["frame_sha256"] == sealed.data["frame_sha256"]
    assert (made.data["period"], made.data["seed"], made.data["sealed_before"]) == (PERIOD, "0711", True)
    assert drawn(made) == expected("0711")
    assert set(made.data["draws"][0]) == {"agent", "order", "customer_no", "record_no", "ticket"}
    assert made.data["files"] == [
        f"抽查/{PERIOD}/抽查-{name}.xlsx" for name in ("A01-李晓明", "A02-王海燕", "A03-张志强")
    ]
    assert books(office) == sorted(Path(file).name for file in made.data["files"])
    assert "未事先封存" not in made.err


def test_the_frame_is_stored_and_journaled_with_its_hash(office: TestOffice) -> None:
    sha = draw(office, now=CLOSED).data["frame_sha256"]
    (entry,) = office.entries("frame")
    path = office.path(entry["path"])
    assert sha256(path.read_bytes()).hexdigest() == sha == entry["frame_sha256"] == entry["archived"][entry["path"]]
    frame = json.loads(path.read_bytes())
    assert (frame["period"], frame["from"], frame["until"]) == (PERIOD, "2026-11-21", "2026-11-30")
    assert {a["agent"]: [c["customer_no"] for c in a["customers"]] for a in frame["agents"]} == LISTS
    records = {c["customer_no"]: c["record_no"] for a in frame["agents"] for c in a["customers"]}
    assert {number for number, record in records.items() if record is None} == {"K0080", "K0010", "K0011"}
    assert office.ledger(now=LATER)[records["K0001"]]["客户编号"] == "K0001"


def test_sealing_again_changes_nothing(office: TestOffice) -> None:
    first = draw(office, now=CLOSED)
    before = snapshot(office.root)
    assert draw(office, now=LATER).data == first.data
    assert snapshot(office.root) == before


def test_a_seed_without_a_seal_is_marked(office: TestOffice) -> None:
    made = draw(office, "0711")
    assert (made.code, made.data["sealed_before"]) == (0, False)
    assert drawn(made) == expected("0711")
    assert "未事先封存" in made.err
    assert [entry["kind"] for entry in office.journal()][-2:] == ["frame", "draw"]
    for file in made.data["files"]:
        assert "未事先封存" in all_text(office.path(file))
        book = load(office.path(file))
        assert "未事先封存" in book["抽查"].oddHeader.center.text
    sealed_now = draw(office, "0711")  # giving it again does not make it sealed before
    assert (sealed_now.data["sealed_before"], "未事先封存" in sealed_now.err) == (False, True)
    assert "未事先封存" in verify(office).err


def test_the_same_seed_again_writes_nothing_new(office: TestOffice) -> None:
    first = draw(office, "0711")
    before = snapshot(office.root)
    again = draw(office, "0711", now="2026-12-05 09:00")
    assert (again.code, again.data) == (0, first.data)
    assert snapshot(office.root) == before


def test_a_filled_sheet_is_left_alone_and_a_lost_one_comes_back(office: TestOffice) -> None:
    first, second, _ = (office.path(file) for file in draw(office, "0711").data["files"])
    change(first, (2, {"是否接通": "是"}), sheet="抽查")
    before, lost = first.read_bytes(), second.read_bytes()
    second.unlink()
    entries = len(office.journal())
    draw(office, "0711")
    assert (first.read_bytes(), second.read_bytes(), len(office.journal())) == (before, lost, entries)


def test_a_draw_is_journaled_before_anybody_can_see_it(office: TestOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever keeps the sheets from being written, the seed is known; the same seed again brings the sheets."""

    def fail(*_: object) -> bytes:
        raise OfficeError(because("Y802", file="x", error="磁盘已满"))

    with monkeypatch.context() as broken:
        broken.setattr("huifang.edges.books.spotcheck_sheet.spotcheck_book", fail)
        assert draw(office, "0711").code == 3
    assert [entry["seed"] for entry in office.entries("draw")] == ["0711"]
    made = draw(office, "0711")
    assert (made.code, len(office.entries("draw")), len(books(office))) == (0, 1, 3)


def test_a_file_that_is_in_the_way_stays(office: TestOffice) -> None:
    way = office.path(f"抽查/{PERIOD}/抽查-A01-李晓明.xlsx")
    way.parent.mkdir()
    way.write_bytes(b"mine")
    made = draw(office, "0711")
    assert way.read_bytes() == b"mine"
    assert way.name not in {Path(file).name for file in made.data["files"]}
    assert len(books(office)) == 4


def test_a_second_seed_is_journaled_and_reported(office: TestOffice) -> None:
    draw(office, now=CLOSED)
    first = draw(office, "0711")
    before = snapshot(office.path("抽查"))
    second = draw(office, "0712")
    assert (second.code, codes(second.data["findings"])) == (1, ["S901"])
    assert "0711" in second.data["findings"][0]["message"]
    assert "0712" in second.data["findings"][0]["message"]
    assert (second.data["number"], drawn(second)) == (2, expected("0712"))
    assert not set(first.data["files"]) & set(second.data["files"])
    assert {k: v for k, v in snapshot(office.path("抽查")).items() if k in before} == before
    assert [entry["seed"] for entry in office.entries("draw")] == ["0711", "0712"]
    third = draw(office, "0713")
    assert (third.code, codes(third.data["findings"])) == (1, ["S901", "S901"])
    again = draw(office, "0711")
    assert (again.code, again.data["draws"], len(office.entries("draw"))) == (1, first.data["draws"], 3)
    assert codes(draw(office).data["findings"]) == ["S901", "S901"]
    numbers = [row["抽查编号"] for file in (first, second) for row in rows(office, file.data["files"][0])]
    assert len(set(numbers)) == len(numbers)


def test_fewer_customers_than_checks_are_all_drawn(office: TestOffice) -> None:
    made = draw(office, "0711")
    assert sorted(d["customer_no"] for d in made.data["draws"] if d["agent"] == "A03") == LISTS["A03"]
    book = load(office.path(made.data["files"][2]))
    assert "备用" not in book.sheetnames
    assert "全部核查" in all_text(office.path(made.data["files"][2]))
    assert "全部核查" not in all_text(office.path(made.data["files"][0]))


def test_the_number_of_checks_is_the_policys_at_the_end(office: TestOffice) -> None:
    set_checks(office, 2)
    office.run("plan", now="2026-11-29 09:00")
    set_checks(office, 1)
    made = draw(office, "0711")
    assert drawn(made) == expected("0711", 2)
    assert len(made.data["reserve"]) == 5 + 1
    set_checks(office, 5)
    assert drawn(draw(office, "0712")) == expected("0712", 2)


def test_no_checks_give_no_sheets(office: TestOffice) -> None:
    set_checks(office, 0)
    office.run("plan", now="2026-11-29 09:00")
    made = draw(office, "0711")
    assert (made.code, made.data["draws"], made.data["files"], books(office)) == (0, [], [], [])
    assert "frame" not in [e["kind"] for e in office.journal()][:-2]
    assert verify(office).data["same"] is True


def set_checks(office: TestOffice, count: int) -> None:
    with edited(office.path("制度.xlsx")) as book:
        (row,) = [r for r in range(2, book["基本"].max_row + 1) if book["基本"].cell(r, 1).value == "每人抽查数"]
        book["基本"].cell(row, 2).value = str(count)


def test_agents_of_one_name_in_other_case_get_files_of_their_own(office: TestOffice) -> None:
    add_rows(office.path("人员.xlsx"), "人员", {"工号": "a01", "姓名": "李晓明", "角色": "业务员", "状态": "在职"})
    add_rows(office.path(BOOK), "客户", customer("K0060", "a01"))
    office.run("check", now="2026-11-29 09:00")
    made = draw(office, "0711", now=CLOSED)
    assert len({file.lower() for file in made.data["files"]}) == len(made.data["files"]) == 4


# --- what counts is the period's end


def give_away(office: TestOffice, row: int, **values: Any) -> None:
    change(office.path(BOOK), (row, values), sheet="客户")


def test_changes_after_the_end_do_not_matter(office: TestOffice) -> None:
    """Transferred, approved or out of use on 1 December: the list of 30 November counts, however late it is sealed."""
    give_away(office, 2, 业务员="A02")
    give_away(office, 3, 审核状态="停用", 电话="13900009999")
    add_rows(office.path(BOOK), "客户", customer("K0070", "A03"))
    made = draw(office, "0711")
    assert drawn(made) == expected("0711")
    assert draw(office, "0711", now="2026-12-09 09:00").data == made.data
    phones = {r["客户编号"]: r["电话"] for file in made.data["files"] for r in rows(office, file)}
    assert "13900009999" not in phones.values()


def test_changes_after_the_seal_do_not_matter(office: TestOffice) -> None:
    sha = draw(office, now=CLOSED).data["frame_sha256"]
    give_away(office, 2, 业务员="A02", 电话="13900009999", 联系人="冒名者")
    made = draw(office, "0711", now="2026-11-30 20:00")
    assert (made.data["frame_sha256"], drawn(made)) == (sha, expected("0711"))
    assert all("冒名者" not in all_text(office.path(file)) for file in made.data["files"])
    assert verify(office).data["same"] is True


def test_changes_before_the_end_count(office: TestOffice) -> None:
    for row in (2, 11):
        give_away(office, row, 业务员="A02")
    made = draw(office, "0711", now=CLOSED)
    frame = json.loads(frame_file(office).read_bytes())
    held = {a["agent"]: {c["customer_no"] for c in a["customers"]} for a in frame["agents"]}
    assert "K0010" in held["A02"] - held["A03"]
    assert "K0001" in held["A02"] & held["A01"]  # who called her may be asked about it
    assert made.code == 0


def test_only_agents_with_approved_customers_get_a_sheet(office: TestOffice) -> None:
    add_rows(office.path(BOOK), "客户", customer("K0095", "A04", 审核状态="待审核", 审核日期=None))
    for row in (11, 12):  # what was approved and is owed stays in the frame, whatever is written over it
        give_away(office, row, 审核状态="待审核")
    made = draw(office, "0711", now=CLOSED)
    assert {d["agent"] for d in made.data["draws"]} == {"A01", "A02", "A03"}
    assert len(made.data["files"]) == 3


@pytest.mark.parametrize("seed", [None, "0711"])
@pytest.mark.parametrize("now", ["2026-11-24 09:00", "2026-11-30 17:59"])
def test_a_period_that_is_not_over_is_refused(office: TestOffice, seed: str | None, now: str) -> None:
    draw_of_before = snapshot(office.root)
    refused = draw(office, seed, now=now)
    assert (refused.code, refused.out) == (2, "")
    assert "2026-11-30 18:00" in refused.err
    assert {k for k in snapshot(office.root) if "抽查" in k} == {k for k in draw_of_before if "抽查" in k}
    assert not office.entries("frame")


def test_a_month_can_be_drawn_from_too(office: TestOffice) -> None:
    made = draw(office, "0711", now=CLOSED, period="2026-11")
    assert (made.code, made.data["period"]) == (0, "2026-11")
    assert books(office, "2026-11") == sorted(Path(f).name for f in made.data["files"])


@pytest.mark.parametrize(
    "words",
    [
        ("draw",),
        ("verify",),
        ("draw", "--period", "昨天"),
        ("draw", "--period", PERIOD, "--seed", ""),
        ("draw", "--period", PERIOD, "--seed", " 1"),
        ("draw", "--period", PERIOD, "--seed", "1\n2"),
        ("verify", "--period", PERIOD),
        ("drew", "--period", PERIOD),
    ],
)
def test_wrong_use(office: TestOffice, words: tuple[str, ...]) -> None:
    before = snapshot(office.root)
    refused = office.run("spotcheck", *words, now=LATER)
    assert (refused.code, refused.out) == (2, "")
    assert snapshot(office.root) == before


def test_outside_an_office(tmp_path: Path) -> None:
    assert run("-C", str(tmp_path), "spotcheck", "draw", "--period", PERIOD).code == 3


def test_a_clock_that_goes_back_is_a_warning(office: TestOffice) -> None:
    draw(office, now="2026-12-05 09:00")
    ran = draw(office, "0711")
    assert (ran.code, codes(ran.data["findings"]), drawn(ran)) == (1, ["J801"], expected("0711"))


# --- run


def steps(office: TestOffice, now: str) -> list[str]:
    return [step["step"] for step in office.run("run", now=now).data["steps"]]


def test_run_seals_once_and_before_it_reports(office: TestOffice) -> None:
    assert "seal" not in steps(office, "2026-11-30 17:59")
    ran = office.run("run", now=CLOSED)
    assert [step["step"] for step in ran.data["steps"]] == ["seal", "report", "letters"]
    (entry,) = office.entries("frame")
    assert ran.data["steps"][0]["period"] == PERIOD
    assert ran.data["steps"][0]["frame_sha256"] == entry["frame_sha256"]
    assert "seal" not in steps(office, "2026-11-30 18:00") + steps(office, "2026-12-01 09:00")
    made = draw(office, "0711")
    assert (made.data["sealed_before"], made.data["frame_sha256"]) == (True, entry["frame_sha256"])
    kinds = [entry["kind"] for entry in office.journal()]
    assert kinds.index("frame") < len(kinds) - 1 - kinds[::-1].index("report")  # that on this period is the last one


def test_run_seals_every_closed_batch(office: TestOffice) -> None:
    office.run("plan", "--period", "2026-12上旬", now="2026-12-01 09:00")
    assert steps(office, "2026-12-15 09:00").count("seal") == 2
    assert [entry["period"] for entry in office.entries("frame")] == [PERIOD, "2026-12上旬"]


def test_run_seals_nothing_where_nobody_is_checked(office: TestOffice) -> None:
    set_checks(office, 0)
    assert "seal" not in steps(office, CLOSED)


# --- verify


def test_verify_draws_again(office: TestOffice) -> None:
    draw(office, "0711")
    assert (verify(office).code, verify(office).data["same"]) == (0, True)
    draw(office, "0712")
    give_away(office, 2, 业务员="A03")
    before = snapshot(office.root)
    said = verify(office)
    assert (said.code, said.data["same"]) == (0, True)
    assert "0711" in said.err
    assert "0712" in said.err
    assert snapshot(office.root) == before


def test_the_office_verifies_after_a_draw_and_when_sheets_are_filled_in(office: TestOffice) -> None:
    made = draw(office, "0711")
    change(office.path(made.data["files"][0]), (2, {"是否接通": "是"}), sheet="抽查")
    assert office.run("verify", now=LATER).data["ok"] is True


@pytest.mark.parametrize("how", ["altered", "missing"])
def test_a_frame_that_was_tampered_with(office: TestOffice, how: str) -> None:
    draw(office, "0711")
    path = frame_file(office)
    if how == "altered":
        path.write_bytes(path.read_bytes().replace(b"K0003", b"K0013"))
    else:
        path.unlink()
    said = verify(office)
    assert (said.code, said.data["same"]) == (1, False)
    assert draw(office, "0712").code == 3
    problems = office.run("verify", now=LATER).data["problems"]
    assert [(p["kind"], p["file"]) for p in problems] == [(how, path.relative_to(office.root).as_posix())]


def forge(office: TestOffice, kind: str, **values: Any) -> None:
    """Write the journal anew with these values in every entry of that kind, all hashes fitting."""
    forged, last = b"", None
    for entry in office.journal():
        data = {**entry["data"], **(values if entry["kind"] == kind else {})}
        last = next_entry(last, entry["at"], entry["kind"], data)
        forged += to_line(last)
    office.write_journal(forged)


def test_a_draw_that_was_swapped_in_the_journal(office: TestOffice) -> None:
    made = draw(office, "0711").data
    swapped = [{**made["draws"][0], "customer_no": made["reserve"][0]["customer_no"]}, *made["draws"][1:]]
    forge(office, "draw", draws=swapped)
    assert (verify(office).code, verify(office).data["same"]) == (1, False)


def test_a_seed_that_was_swapped_in_the_journal(office: TestOffice) -> None:
    draw(office, "0711")
    forge(office, "draw", seed="0712")
    assert verify(office).data["same"] is False


def test_a_frame_that_was_swapped_in_the_journal(office: TestOffice) -> None:
    draw(office, "0711")
    forge(office, "frame", frame_sha256="0" * 64)
    assert verify(office).data["same"] is False


def test_a_broken_journal_is_refused(office: TestOffice) -> None:
    draw(office, "0711")
    journal = office.path(".huifang/journal.jsonl")
    journal.write_bytes(journal.read_bytes().replace(b'"seed":"0711"', b'"seed":"0712"'))
    assert verify(office).code == 3
    assert draw(office, "0711").code == 3


# --- the sheet


def rows(office: TestOffice, file: str, sheet: str = "抽查") -> list[dict[str, Any]]:
    return table(office.path(file), sheet)


def all_text(path: Path, *skipped: str) -> str:
    """Every cell of a workbook."""
    book = load(path)
    return "\n".join(
        str(cell.value)
        for sheet in book
        if sheet.title not in skipped
        for cells in sheet.iter_rows()
        for cell in cells
        if cell.value is not None
    )


def test_the_sheet_holds_whom_to_call_and_nothing_else(office: TestOffice) -> None:
    made = draw(office, "0711").data
    file = made["files"][0]
    listed = rows(office, file)
    assert list(listed[0]) == HEADERS
    assert [row["客户编号"] for row in listed] == [d["customer_no"] for d in made["draws"] if d["agent"] == "A01"]
    for row in listed:
        assert (row["联系人"], row["电话"]) == ("王女士", f"1380000{row['客户编号'][1:]}")
        assert [row[header] for header in HEADERS[4:]] == [None] * 9
    book = load(office.path(file))
    phone = book["抽查"]["D2"]
    assert (phone.data_type, phone.number_format) == ("s", "@")


def test_the_reserve_stands_apart_in_the_order_of_tickets(office: TestOffice) -> None:
    made = draw(office, "0711").data
    spare = rows(office, made["files"][0], "备用")
    everybody = sorted(LISTS["A01"], key=lambda n: sha256(f"0711|A01|{n}".encode()).hexdigest())
    assert [row["客户编号"] for row in spare] == everybody[3:]
    assert [(d["order"], d["customer_no"]) for d in made["reserve"]] == list(enumerate(everybody[3:], start=4))
    assert list(spare[0]) == HEADERS
    assert not {row["抽查编号"] for row in spare} & {row["抽查编号"] for row in rows(office, made["files"][0])}


def test_there_are_three_reserves_for_each_check(office: TestOffice) -> None:
    add_rows(office.path(BOOK), "客户", *(customer(f"K{n:04d}", "A01") for n in range(30, 60)))
    made = draw(office, "0711", now=CLOSED).data
    assert len([d for d in made["reserve"] if d["agent"] == "A01"]) == 9


def test_the_sheet_is_blind(tmp_path: Path) -> None:
    office = planned_office(tmp_path)
    claims = {"客户意见或需求": "想看样品乙", "处理措施": "寄了目录丙", "备注": "备注丁"}
    office.collect(office.filled("A01", **claims), office.filled("A02", **claims))
    made = draw(office, "0711").data
    assert made["draws"][0]["record_no"]
    for file in made["files"][:2]:
        text = all_text(office.path(file))
        unwanted = [*claims.values(), "2026-11-23", "H2611", "李晓明", "王海燕"]
        assert [word for word in unwanted if word in text] == []


def test_how_the_sheet_is_made(office: TestOffice) -> None:
    book = load(office.path(draw(office, "0711").data["files"][0]))
    assert book.sheetnames[0] == "抽查"
    assert {"备用", "核查说明", "怎样核对抽签", "_huifang"} <= set(book.sheetnames)
    assert (book.active.title, book["_huifang"].sheet_state) == ("抽查", "veryHidden")
    for name, last in (("抽查", 4), ("备用", 5)):
        sheet = book[name]
        assert {t.name: t.ref for t in sheet.tables.values()} == {name: f"A1:M{last}"}
        assert (sheet.freeze_panes, sheet.print_title_rows, sheet.page_setup.paperSize) == ("C2", "$1:$1", 9)
        lists = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation if v.type == "list"}
        assert lists == {
            f"E2:E{last}": '"是,否"', f"F2:F{last}": '"本人,别人"', f"G2:G{last}": '"是,否,记不清"',
            f"J2:J{last}": '"是,否,无问题"', f"I2:I{last}": '"非常满意,满意,一般,不满意,非常不满意"',
        }  # fmt: skip
        assert {str(v.sqref) for v in sheet.data_validations.dataValidation if v.type == "date"} == {
            f"H2:H{last}", f"M2:M{last}",
        }  # fmt: skip


def test_the_hidden_record(office: TestOffice) -> None:
    made = draw(office, "0711").data
    record = json.loads(load(office.path(made["files"][0]))["_huifang"]["A1"].value)
    (entry,) = office.entries("draw")
    assert record["office_id"] == office.entries("office")[0]["office_id"]
    assert (record["period"], record["agent"], record["draw"]) == (PERIOD, "A01", 1)
    assert {"file": made["files"][0], "agent": "A01", "digest": record["digest"]} == entry["sheets"][0]


def test_the_script_is_for_the_auditor(office: TestOffice) -> None:
    text = all_text(office.path(draw(office, "0711").data["files"][0]), "抽查", "备用")
    for words in ("您好", "谢谢", "哪一天", "满意", "解决", "备用", "不要告诉客户", "只交给老板"):
        assert words in text


@pytest.mark.parametrize("seed", ["0711", "双色球 07,11", "it's \u2018so\u2019 $HOME `x` \\"])
def test_the_page_says_how_to_recompute_the_first_ticket(office: TestOffice, seed: str) -> None:
    made = draw(office, seed).data
    first = made["draws"][0]
    lines = [cell.value for cell in load(office.path(made["files"][0]))["怎样核对抽签"]["B"]]
    assert f"{seed}|A01|{first['customer_no']}" in lines
    assert {first["ticket"], made["frame_sha256"]} <= set(lines)
    assert any(line and "certutil" in line for line in lines)
    (powershell,) = [line for line in lines if line and "ComputeHash" in line]
    assert f"'{seed}|".replace("it's", "it''s").replace("\u2018so\u2019", "\u2018\u2018so\u2019\u2019") in powershell
    tools = {line.rpartition("| ")[2]: line for line in lines if line and line.startswith("printf")}
    assert set(tools) == {"shasum -a 256", "sha256sum"}
    for tool, line in tools.items():
        if shutil.which(tool.split()[0]):
            said = subprocess.run(["/bin/sh", "-c", line], check=True, capture_output=True, text=True)
            assert said.stdout.split()[0] == first["ticket"]


def test_the_same_draw_gives_the_same_bytes(office: TestOffice, tmp_path: Path) -> None:
    twin = TestOffice(tmp_path / "副本", tmp_path / "副本寄出")
    shutil.copytree(office.root, twin.root)
    for each in (office, twin):
        draw(each, "0711")
    assert snapshot(office.path("抽查")) == snapshot(twin.path("抽查"))


def test_a_filled_sheet_can_be_checked(office: TestOffice) -> None:
    file = draw(office, "0711").data["files"][0]
    assert office.run("check", office.path(file), now=LATER).data["findings"] == []
    change(office.path(file), (2, {"是否接通": "通了", "核查时间": "昨天"}), sheet="抽查")
    change(office.path(file), (3, {"满意度(客户说)": "还行"}), sheet="备用")
    found = office.run("check", office.path(file), now=LATER).data["findings"]
    assert [(f["code"], f["sheet"], f["cell"]) for f in found] == [
        ("C205", "抽查", "E2"), ("C202", "抽查", "M2"), ("C205", "备用", "I3"),
    ]  # fmt: skip


def test_a_sheet_to_write_on_has_the_script_and_every_customer_with_boxes(office: TestOffice) -> None:
    made = draw(office, "0711")
    book = load(office.path(made.data["files"][0]))
    paper = book["纸上记录"]
    said = [str(cell.value) for row in paper.iter_rows() for cell in row if cell.value is not None]
    mine = [one for one in (*made.data["draws"], *made.data["reserve"]) if one["agent"] == "A01"]
    listed = [text for text in said if any(text == f"{one['customer_no']}　王女士" for one in mine)]
    assert listed == [f"{one['customer_no']}　王女士" for one in mine]
    assert said.count("要打的") == 3 and said.count("备用：前面有人没接通才打") == len(mine) - 3
    assert said.count("接到过回访：□ 是　□ 否　□ 记不清") == len(mine) == said.count("客户怎样说：")
    assert any(text.startswith("2. 问候：") for text in said) and not any("H2611" in text for text in said)
    assert (paper.page_setup.orientation, paper.page_setup.paperSize) == ("landscape", 9)
