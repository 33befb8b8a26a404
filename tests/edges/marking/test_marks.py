"""The sheet that comes back: what is marked, what stays as it was, and text that must stay text everywhere."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.workbook.protection import WorkbookProtection

from huifang.edges.patching import SetCell, patch_file
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
    good_answer,
    load,
    patched,
    plan_numbers,
    planned_office,
    put,
    snapshot,
    table,
)
from patched import by_libreoffice, complaints, differing

pytestmark = pytest.mark.slow

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
    """Every filled cell of every sheet but the list."""
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        if sheet.title != RESULTS
        for cells in sheet.iter_rows()
        for cell in cells
        if cell.value is not None
    }


def colours(book: Workbook, sheet: str = SHEET) -> dict[str, str]:
    """What our conditional formats (those that are always true) say of each marked cell."""
    found = {}
    for ranges in book[sheet].conditional_formatting:
        for rule in ranges.rules:
            if rule.formula and rule.formula[0].startswith('LEN("huifang:'):
                assert rule.priority <= 2
                for area in str(ranges.sqref).split():
                    cells = book[sheet][area]
                    for row in cells if isinstance(cells, tuple) else ((cells,),):
                        found |= {cell.coordinate: rule.dxf.fill.bgColor.rgb for cell in row}
    return found


def looks(book: Workbook) -> dict[str, Any]:
    """The format of each cell itself."""
    return {c.coordinate: (c.fill.fgColor.rgb, c.font.name, c.number_format) for cells in book[SHEET] for c in cells}


def listed(path: Path, *states: str) -> list[dict[str, Any]]:
    """The lines of the list by header; only those in one of the states."""
    book = load(path)
    rows = [[cell.value for cell in cells] for cells in book[RESULTS].iter_rows()]
    lines = [dict(zip(rows[0], cells, strict=True)) for cells in rows[1:] if isinstance(cells[0], int)]
    return [line for line in lines if not states or line["状态"] in states]


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
    assert [ws.title for ws in marked] == [RESULTS, *(ws.title for ws in original)]
    assert {ws.title: ws.sheet_state for ws in original}.items() <= {ws.title: ws.sheet_state for ws in marked}.items()
    assert marked.active.title == original.active.title  # the one that was open
    assert looks(marked) == looks(original)


def test_only_the_parts_concerned_differ(office: TestOffice) -> None:
    sheet = faulty(office)
    before, after = sheet.read_bytes(), returned(office, sheet).read_bytes()
    assert differing(before, after) == {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
        "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels", "xl/worksheets/sheet4.xml",
        "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml",
    }  # fmt: skip


def test_the_marked_copy_is_valid(office: TestOffice, tmp_path: Path) -> None:
    sheet = patched_issue(office)
    marked = returned(office, sheet)
    assert not complaints(marked.read_bytes(), tmp_path / "x") - complaints(sheet.read_bytes(), tmp_path / "x")


def patched_issue(office: TestOffice) -> Path:
    """A faulty sheet that openpyxl never saved: what it writes has faults of its own."""
    sheet = office.sheet()
    wrong = [SetCell(SHEET, at("回访日期", 2), "上周三"), SetCell(SHEET, at("电话", 3), "1")]
    patch_file(sheet, wrong)
    return sheet


def test_drop_downs_and_colours_survive(office: TestOffice) -> None:
    sheet = faulty(office)
    original, marked = load(sheet)[SHEET], load(returned(office, sheet))[SHEET]
    assert len(marked.data_validations.dataValidation) == len(original.data_validations.dataValidation) > 5
    ours = len(list(marked.conditional_formatting)) - len(list(original.conditional_formatting))
    assert (ours, len(list(original.conditional_formatting)) > 5) == (2, True)
    assert marked.freeze_panes == original.freeze_panes
    assert set(marked.tables) == set(original.tables)
    assert [d.width for d in marked.column_dimensions.values()] == [
        d.width for d in original.column_dimensions.values()
    ]


def test_only_the_cells_with_findings_are_coloured(office: TestOffice) -> None:
    sheet = faulty(office)
    assert colours(load(sheet)) == {}
    # a row with a broken cell is judged by no rule: 满意度 of row 2 is not asked for
    assert colours(load(returned(office, sheet))) == {at("处理情况", 2): "FFF8B4AB", at("开始时间", 3): "FFFFE699"}


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
    assert set(colours(book)) == {at("开始时间", 3), at("回访方式", 4)}
    assert looks(book) == looks(load(original))
    assert book.sheetnames.count(RESULTS) == 1
    assert [(line["代码"], line["状态"]) for line in listed(second)] == [
        ("R305", "仍未改正"), ("R310", "新发现"), ("C205", "已改正"),
    ]  # fmt: skip


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
    assert f"A02-王海燕-{PERIOD}.xlsx" in ran.listed["accepted"]


def test_what_another_program_wrote_is_no_obstacle(office: TestOffice) -> None:
    """calamine reads it, openpyxl does not: an attribute that another program wrote into a validation."""
    sheet = change(office.filled(), (2, {"满意度": None}))
    odd = b'<dataValidation errorStyle="weird" '
    patched(sheet, lambda name: "worksheets/sheet1" in name, lambda xml: xml.replace(b"<dataValidation ", odd, 1))
    marked = returned(office, sheet)
    with zipfile.ZipFile(marked) as package:
        xml = package.read("xl/worksheets/sheet1.xml")
    assert odd in xml
    assert b"huifang:error" in xml


def locked_sheet(sheet: Path) -> None:
    with edited(sheet) as book:
        book[SHEET].protection.set_password("1")
        book[SHEET].protection.enable()


def locked_book(sheet: Path) -> None:
    with edited(sheet) as book:
        book.security = WorkbookProtection(workbookPassword="1", lockStructure=True)


def test_a_protected_sheet_is_only_listed(office: TestOffice) -> None:
    sheet = faulty(office)
    locked_sheet(sheet)
    marked = returned(office, sheet)
    assert [line["代码"] for line in listed(marked)] == ["C205", "R305"]
    assert colours(load(marked)) == {}
    assert values(load(marked)) == values(load(sheet))


def test_a_workbook_that_may_get_no_sheet_gives_the_list_alone(office: TestOffice) -> None:
    sheet = faulty(office)
    locked_book(sheet)
    office.send(sheet, office.filled("A02"))
    ran = office.collect()
    marked = office.path(ran.data["returned"][0]["marked"])
    assert load(marked).sheetnames == [RESULTS]
    assert [line["代码"] for line in listed(marked)] == ["C205", "R305"]
    assert f"A02-王海燕-{PERIOD}.xlsx" in ran.listed["accepted"]


# From round to round


def test_the_list_says_what_became_of_each_finding(office: TestOffice) -> None:
    first = returned(office, faulty(office))
    assert {line["状态"] for line in listed(first)} == {"新发现"}
    with edited(first) as book:
        put(book[SHEET], 2, {"满意度": "满意", "处理情况": "无问题"})
        put(book[SHEET], 5, {"结束时间": time(7, 0)})
    second = returned(office, first)
    assert [(line["代码"], line["状态"]) for line in listed(second)] == [
        ("R305", "仍未改正"), ("R303", "新发现"), ("C205", "已改正"),
    ]  # fmt: skip
    change(second, (5, {"结束时间": time(23, 0)}))
    third = returned(office, second)
    assert ("C205", "已改正") not in [(line["代码"], line["状态"]) for line in listed(third)]


def test_rows_that_were_sorted_are_recognised(office: TestOffice) -> None:
    first = returned(office, change(faulty(office), (6, {"回访方式": "上门"})))
    with edited(first) as book:
        rows = [[cell.value for cell in cells] for cells in book[SHEET].iter_rows(min_row=2, max_row=7)]
        for row, old in enumerate(reversed(rows), start=2):
            for column, value in enumerate(old, start=1):
                book[SHEET].cell(row, column).value = value
    second = returned(office, first)
    assert {line["代码"]: line["状态"] for line in listed(second)} == {
        "C205": "仍未改正", "R305": "仍未改正", "R310": "仍未改正",
    }  # fmt: skip
    assert at("处理情况", 7) in colours(load(second))


def test_what_changed_unasked_is_listed_below(office: TestOffice) -> None:
    first = returned(office, faulty(office))
    change(first, (2, {"客户意见或需求": "改了"}), (4, {"备注": "补充", "满意度": "一般"}))
    second = returned(office, first)
    unasked = listed(second, "未要求")
    assert [(line["单元格"], line["类别"]) for line in unasked] == [
        (at("满意度", 4), "满意度"),
        (at("备注", 4), "备注"),
    ]
    assert "“满意”" in unasked[0]["问题"]
    assert "“一般”" in unasked[0]["问题"]
    book = load(second)
    assert book[RESULTS].auto_filter.ref == "A1:I3"
    assert set(colours(book)) == {at("处理情况", 2), at("开始时间", 3)}


def test_a_sheet_typed_anew_is_compared_with_the_archive(office: TestOffice) -> None:
    """The agent corrects the original instead of the marked copy."""
    original = faulty(office)
    returned(office, original)
    change(original, (4, {"备注": "补充"}), (6, {"客户名称": "别名"}))
    change(original, (2, {"处理情况": "无问题"}))
    second = listed(returned(office, original))
    assert [line["单元格"] for line in second if line["状态"] == "未要求"] == [at("备注", 4)]  # the name has a finding
    states = {line["代码"]: line["状态"] for line in second}
    assert (states["R305"], states["C205"], states["T505"]) == ("仍未改正", "已改正", "新发现")


def test_open_calls_that_were_made_since_changed_as_they_should(office: TestOffice) -> None:
    first = returned(office, change(office.filled(count=3), (2, {"满意度": None})))
    with edited(first) as book:
        put(book[SHEET], 6, good_answer(6))
    assert listed(returned(office, first), "未要求") == []


def test_a_copy_that_libreoffice_saved_loses_its_marks(office: TestOffice, libreoffice: str, tmp_path: Path) -> None:
    sheet = faulty(office)
    with edited(sheet) as book:
        book[SHEET][at("处理情况", 2)].comment = Comment("这里怎么填", "李晓明")
    marked = returned(office, sheet)
    assert at("处理情况", 2) in colours(load(marked))
    back = office.outside / "改好了.xlsx"
    back.write_bytes(by_libreoffice(libreoffice, tmp_path / "lo", {"表": marked.read_bytes()})["表"])
    change(back, (4, {"回访方式": "上门"}), (2, {"满意度": "满意", "处理情况": "无问题"}))
    second = returned(office, back)
    book = load(second)
    assert set(colours(book)) == {at("开始时间", 3), at("回访方式", 4)}
    said = comments(book)
    assert said[at("处理情况", 2)].strip() == "这里怎么填"
    assert set(said) == {at("开始时间", 3), at("回访方式", 4), at("处理情况", 2)}
    assert {line["代码"]: line["状态"] for line in listed(second)} == {
        "R305": "仍未改正", "R310": "新发现", "C205": "已改正",
    }  # fmt: skip
