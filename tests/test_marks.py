"""The sheet that comes back: what is marked, what stays as it was, and text that must stay text everywhere."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment

from office import (
    PERIOD,
    PLANNED,
    RESULTS,
    SHEET,
    TestOffice,
    at,
    blank_office,
    change,
    digest,
    edited,
    load,
    patched,
    plan_numbers,
    planned_office,
    put,
    snapshot,
    table,
)

FORMULA_LIKE = ("=1+1", "+8613800000001", "-x", "@SUM(A1)", '=HYPERLINK("http://x.example","点")', "=cmd|'/c calc'!A0")


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    return planned_office(tmp_path)


def faulty(office: TestOffice) -> Path:
    """Two errors in row 2, a warning in row 3."""
    return change(
        office.filled(),
        (2, {"满意度": None, "处理情况": "好了"}),
        (3, {"开始时间": time(8, 0), "结束时间": time(8, 4)}),
    )


def returned(office: TestOffice, sheet: Path) -> Path:
    """The marked copy of a faulty sheet."""
    ran = office.collect(sheet)
    (entry,) = ran.data["returned"]
    assert entry["marked"].startswith("发件箱/")
    return office.path(entry["marked"])


def values(book: Workbook) -> dict[tuple[str, str], Any]:
    """Every filled cell of every sheet that is not a mark."""
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        if sheet.title not in (RESULTS, "_huifang标记")
        for cells in sheet.iter_rows()
        for cell in cells
        if cell.value is not None
    }


def colours(book: Workbook) -> dict[str, str | None]:
    sheet = book[SHEET]
    return {
        cell.coordinate: cell.fill.fgColor.rgb if cell.fill.fill_type == "solid" else None
        for cells in sheet.iter_rows()
        for cell in cells
    }


def comments(book: Workbook, sheet: str = SHEET) -> dict[str, str]:
    return {c.coordinate: c.comment.text for cells in book[sheet].iter_rows() for c in cells if c.comment}


def strings(path: Path, wanted: str) -> Iterator[tuple[str, str]]:
    """(address, data type) of every cell with that value, in any sheet."""
    book = load(path)
    for sheet in book:
        for cells in sheet.iter_rows():
            for cell in cells:
                if cell.value == wanted:
                    yield f"{sheet.title}!{cell.coordinate}", cell.data_type
    book.close()


# The marked copy


def test_every_cell_keeps_its_value(office: TestOffice) -> None:
    sheet = faulty(office)
    original, marked = load(sheet), load(returned(office, sheet))
    assert values(marked) == values(original)
    assert [ws.title for ws in marked if ws.title not in (RESULTS, "_huifang标记")] == [ws.title for ws in original]
    assert {ws.title: ws.sheet_state for ws in original}.items() <= {ws.title: ws.sheet_state for ws in marked}.items()


def test_drop_downs_and_colours_survive(office: TestOffice) -> None:
    sheet = faulty(office)
    original, marked = load(sheet)[SHEET], load(returned(office, sheet))[SHEET]
    assert len(marked.data_validations.dataValidation) == len(original.data_validations.dataValidation) > 5
    assert len(list(marked.conditional_formatting)) == len(list(original.conditional_formatting)) > 5
    assert marked.freeze_panes == original.freeze_panes
    assert set(marked.tables) == set(original.tables)
    assert [d.width for d in marked.column_dimensions.values()] == [
        d.width for d in original.column_dimensions.values()
    ]


def test_only_the_cells_with_findings_are_coloured(office: TestOffice) -> None:
    sheet = faulty(office)
    before, after = colours(load(sheet)), colours(load(returned(office, sheet)))
    changed = {address for address in before if before[address] != after[address]}
    # a row with a broken cell is judged by no rule: 满意度 of row 2 is not asked for
    assert changed == {at("处理情况", 2), at("开始时间", 3)}
    assert after[at("处理情况", 2)] != after[at("开始时间", 3)]


def test_comments_say_what_to_do(office: TestOffice) -> None:
    sheet = change(office.filled(), (2, {"满意度": None, "处理情况": None}), (3, {"满意度": "好"}))
    ran = office.collect(sheet)
    said = comments(load(office.path(ran.data["returned"][0]["marked"])))
    findings = ran.data["returned"][0]["findings"]
    assert set(said) == {f["cell"] for f in findings} == {at("满意度", 2), at("处理情况", 2), at("满意度", 3)}
    for finding in findings:
        assert finding["message"] in said[finding["cell"]]
        assert finding["hint"] in said[finding["cell"]]


def test_several_findings_of_a_cell_share_its_comment(office: TestOffice) -> None:
    early = ({"开始时间": time(8, minute), "结束时间": time(8, minute + 4)} for minute in (0, 2))
    ran = office.collect(change(office.filled(), *enumerate(early, start=2)))
    (entry,) = ran.data["returned"]
    said = comments(load(office.path(entry["marked"])))
    here = [f for f in entry["findings"] if f["cell"] == at("开始时间", 3)]
    assert sorted(f["code"] for f in here) == ["R305", "X402"]
    assert all(f["message"] in said[at("开始时间", 3)] for f in here)


def test_the_list_links_to_the_cells(office: TestOffice) -> None:
    sheet = faulty(office)
    ran = office.collect(sheet)
    (entry,) = ran.data["returned"]
    book = load(office.path(entry["marked"]))
    listed = book[RESULTS]
    headers = [cell.value for cell in listed[1]]
    rows = [dict(zip(headers, [c.value for c in cells], strict=True)) for cells in listed.iter_rows(min_row=2)]
    assert [(r["代码"], r["工作表"], r["单元格"]) for r in rows] == [
        (f["code"], f["sheet"], f["cell"]) for f in entry["findings"]
    ]
    assert {r["级别"] for r in rows} == {"错误", "提醒"}
    assert listed.auto_filter.ref
    for row, finding in enumerate(entry["findings"], start=2):
        link = listed.cell(row, headers.index("单元格") + 1).hyperlink
        target = (link.location or link.target).lstrip("#")
        name, _, address = target.rpartition("!")
        assert name.strip("'") in book.sheetnames
        assert address == finding["cell"]


def test_a_finding_without_a_cell_is_listed_without_a_link(office: TestOffice) -> None:
    sheet = faulty(office)
    with edited(sheet) as book:
        del book["_huifang"]
    listed = load(returned(office, sheet))[RESULTS]
    row = next(cells for cells in listed.iter_rows(min_row=2) if cells[2].value == "F104")
    assert row[5].hyperlink is None


def test_a_corrected_marked_copy_is_accepted(office: TestOffice) -> None:
    marked = returned(office, faulty(office))
    change(marked, (2, {"满意度": "满意", "处理情况": "无问题"}))
    back = office.outside / "改好了.xlsx"
    shutil.copy(marked, back)
    ran = office.collect(back)
    assert ran.data["returned"] == []
    (entry,) = ran.data["accepted"]
    assert (entry["rows"], [f["code"] for f in entry["findings"]]) == (1, ["R305"])
    assert office.report().data["figures"]["reported"] == 6


def test_a_corrected_marked_copy_straight_from_the_outbox(office: TestOffice) -> None:
    marked = returned(office, faulty(office))
    change(marked, (2, {"满意度": "满意", "处理情况": "无问题"}))
    assert office.collect(marked).data["accepted"][0]["rows"] == 1
    assert marked.exists()


def test_marks_of_the_round_before_are_gone(office: TestOffice) -> None:
    original = faulty(office)
    first = returned(office, original)
    change(first, (2, {"满意度": "满意", "处理情况": "无问题"}), (4, {"回访方式": "上门"}))
    second = returned(office, first)
    assert second != first
    book = load(second)
    assert set(comments(book)) == {at("开始时间", 3), at("回访方式", 4)}
    before, after = colours(load(original)), colours(book)
    changed = {address for address in after if after[address] != before.get(address)}
    assert changed == {at("开始时间", 3), at("回访方式", 4)}
    assert book.sheetnames.count(RESULTS) == 1
    assert [name for name in book.sheetnames if name.startswith((RESULTS, "_huifang标记"))] == [
        RESULTS, "_huifang标记",
    ]  # fmt: skip
    assert [row[2].value for row in book[RESULTS].iter_rows(min_row=2)] == ["R305", "R310"]


def test_a_third_round_without_errors_leaves_no_marks_behind(office: TestOffice) -> None:
    """``check --mark`` on a marked copy with one warning left marks just that one."""
    first = returned(office, faulty(office))
    change(first, (2, {"满意度": "满意", "处理情况": "无问题"}))
    (marked,) = office.run("check", first, "--mark").data["marked"]
    assert set(comments(load(office.path(marked)))) == {at("开始时间", 3)}


def test_a_comment_that_the_agent_wrote_stays(office: TestOffice) -> None:
    sheet = faulty(office)
    mine = {at("备注", 4): "客户让我下周再打", at("处理情况", 2): "这里怎么填"}
    with edited(sheet) as book:
        for address, text in mine.items():
            book[SHEET][address].comment = Comment(text, "李晓明")
    said = comments(load(returned(office, sheet)))
    assert said[at("备注", 4)] == mine[at("备注", 4)]
    assert mine[at("处理情况", 2)] in said[at("处理情况", 2)]


def test_the_original_is_not_touched(office: TestOffice) -> None:
    sheet = faulty(office)
    before = sheet.read_bytes()
    returned(office, sheet)
    assert sheet.read_bytes() == before
    (entry,) = office.submissions()
    assert digest(office.path(entry["path"])) == digest(sheet)


# check --mark


def test_checking_a_sheet_with_marks(office: TestOffice) -> None:
    sheet = faulty(office)
    before = sheet.read_bytes()
    ran = office.run("check", sheet, "--mark")
    assert ran.code == 1
    (path,) = ran.data["marked"]
    assert path.startswith("发件箱/")
    assert set(comments(load(office.path(path)))) == {f["cell"] for f in ran.data["findings"] if f["cell"]}
    assert sheet.read_bytes() == before
    assert office.submissions() == []


def test_a_clean_workbook_is_not_marked(office: TestOffice) -> None:
    assert office.run("check", office.filled(), "--mark").data["marked"] == []
    assert list(office.path("发件箱").iterdir()) == []


def test_registers_are_marked_and_not_touched(office: TestOffice) -> None:
    with edited(office.path("客户资料库.xlsx")) as book:
        put(book["客户"], 3, {"电话": "123", "业务员": "A77"})
    with edited(office.path("制度.xlsx")) as book:
        put(book["基本"], 4, {"值": "昨天"})
    before = snapshot(office.root)
    ran = office.run("check", "--mark")
    assert sorted(Path(p).name for p in ran.data["marked"]) == ["校验-制度.xlsx", "校验-客户资料库.xlsx"]
    after = snapshot(office.root)
    assert {k: v for k, v in after.items() if not k.startswith("发件箱/")} == before
    book = load(office.path("发件箱/校验-客户资料库.xlsx"))
    assert set(comments(book, "客户")) == {"F3", "D3"}
    assert values(book) == values(load(office.path("客户资料库.xlsx")))


def test_two_sheets_of_one_name_are_both_marked(office: TestOffice) -> None:
    """Two agents (or a new and an old version) call their file alike."""
    first, second = faulty(office), change(office.filled("A02"), (2, {"满意度": None}))
    for folder, sheet in (("甲", first), ("乙", second)):
        (office.outside / folder).mkdir()
        sheet.rename(office.outside / folder / "回访表.xlsx")
    ran = office.run("check", office.outside / "甲", office.outside / "乙", "--mark")
    assert len(set(ran.data["marked"])) == 2
    assert all(office.path(path).exists() for path in ran.data["marked"])


# Text stays text


def typed(office: TestOffice, text: str) -> Path:
    """A sheet with that text in a free cell, a name of a document and a reason."""
    said = {"满意度": "不满意", "不满意原因": text, "客户意见或需求": text, "备注": text}
    return change(office.filled(), (2, {**said, "处理情况": "未解决", "上报对象": "B01", "上报文件": text}))


@pytest.mark.parametrize("text", FORMULA_LIKE)
def test_formula_like_text_stays_text(office: TestOffice, text: str) -> None:
    sheet = change(typed(office, text), (3, {"满意度": None}))
    marked = returned(office, sheet)
    made = office.report()
    change(sheet, (3, {"满意度": "满意"}), (2, {"备注": f"{text}改", "不满意原因": "别的"}))
    assert len(office.collect(sheet).data["pending"]) == 2
    (form,) = office.forms()
    places = {
        "marked": marked,
        "ledger": office.path(f"台账/{PERIOD}.xlsx"),
        "report": office.path(next(f for f in made.data["files"] if f.startswith("报告/") and f.endswith(".xlsx"))),
        "form": form,
    }
    for name, path in places.items():
        kinds = list(strings(path, text))
        assert kinds, f"{name} does not hold the text at all"
        assert {kind for _, kind in kinds} == {"s"}, (name, kinds)
    assert list(strings(form, f"{text}改"))[0][1] == "s"


def test_formula_like_customer_names_stay_text(tmp_path: Path) -> None:
    """Names come from the register and go into call sheets, marks, ledger and report."""
    office = blank_office(tmp_path)
    with edited(office.path("客户资料库.xlsx")) as book:
        put(book["客户"], 2, {"客户名称": "=1+1", "联系人": "@王"})
    office.run("plan", "--period", PERIOD, now=PLANNED)
    sheet = change(office.filled(), (3, {"满意度": None}))
    marked = returned(office, sheet)
    made = office.report()
    report = next(f for f in made.data["files"] if f.startswith("报告/") and f.endswith(".xlsx"))
    for path in (office.issued(), marked, office.path(f"台账/{PERIOD}.xlsx"), office.path(report)):
        assert {kind for _, kind in strings(path, "=1+1")} == {"s"}, path
    assert office.run("verify").data["ok"]


def test_a_hostile_text_does_not_get_into_the_html_report(office: TestOffice) -> None:
    office.collect(typed(office, "<script>alert(1)</script>"))
    made = office.report()
    page = office.path(next(f for f in made.data["files"] if f.endswith(".html"))).read_text(encoding="utf-8")
    assert "<script>alert(1)" not in page
    assert "alert(1)" in page


def test_control_characters_are_cleaned(office: TestOffice) -> None:
    """As some programs export them: escaped in the package, real characters once read."""
    sheet = typed(office, "甲PLACEHOLDER乙")
    change(sheet, (3, {"满意度": None}))
    patched(sheet, lambda name: name.endswith(".xml"), lambda xml: xml.replace(b"PLACEHOLDER", b"_x0007__x000B_"))
    marked = returned(office, sheet)
    number = f"{plan_numbers(sheet)[0]}-1"
    row = office.ledger()[number]
    assert row["备注"] == row["不满意原因"] == "甲乙"
    assert load(marked)[RESULTS].max_row > 1
    assert office.run("verify").data["ok"]


def test_line_breaks_stay(office: TestOffice) -> None:
    sheet = change(office.filled(), (2, {"客户意见或需求": "第一行\n第二行"}))
    assert office.collect(sheet).code == 0
    assert office.ledger()[f"{plan_numbers(sheet)[0]}-1"]["客户意见或需求"] == "第一行\n第二行"


def test_a_text_as_long_as_a_cell_may_be(office: TestOffice) -> None:
    long = "长" * 32_767
    sheet = change(office.filled(), (2, {"备注": long, "满意度": None}))
    assert load(returned(office, sheet))[SHEET][at("备注", 2)].value == long
    assert office.collect(change(sheet, (2, {"满意度": "满意"}))).data["accepted"][0]["rows"] == 1
    assert office.ledger()[f"{plan_numbers(sheet)[0]}-1"]["备注"] == long


def test_a_long_wrong_value_does_not_swell_the_finding(office: TestOffice) -> None:
    sheet = change(office.filled(), (2, {"满意度": "好" * 5_000}))
    ran = office.collect(sheet)
    (finding,) = ran.data["returned"][0]["findings"]
    assert len(finding["message"]) < 200
    listed = table(office.path(ran.data["returned"][0]["marked"]), RESULTS)
    assert len(listed) == 1


# What openpyxl finds hard must not stop a run: the sheet was read and judged, and the next ones wait behind it


def test_a_finding_inside_merged_cells_is_marked(office: TestOffice) -> None:
    sheet = change(office.filled(), (2, {"结束时间": time(8, 0)}))
    with edited(sheet) as book:
        book[SHEET].merge_cells(f"{at('开始时间', 2)}:{at('结束时间', 2)}")
    office.send(sheet, office.filled("A02"))
    ran = office.collect()
    assert len(ran.data["returned"]) == 1
    assert "A02-王海燕.xlsx" in ran.listed["accepted"]


def test_a_sheet_that_cannot_be_marked_is_still_returned(office: TestOffice) -> None:
    """calamine reads it, openpyxl does not: an attribute that another program wrote into a validation."""
    sheet = change(office.filled(), (2, {"满意度": None}))
    odd = b'<dataValidation errorStyle="weird" '
    patched(sheet, lambda name: "worksheets/sheet1" in name, lambda xml: xml.replace(b"<dataValidation ", odd, 1))
    office.send(sheet, office.filled("A02"))
    ran = office.collect()
    assert [f["code"] for f in ran.data["returned"][0]["findings"]] == ["R311"]
    assert {name: sorted(files) for name, files in ran.listed.items()} == {
        "accepted": ["A01-李晓明.xlsx", "A02-王海燕.xlsx"], "returned": ["A01-李晓明.xlsx"],
    }  # fmt: skip
    assert office.run("check", sheet, "--mark").data["errors"] == 1
