"""Printed forms about rows of registers that come back filled in: what they say goes into the register."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl.worksheet.protection import SheetProtection

import forms_filled
from forms_filled import CUSTOMER, cells_at, fill, form_office, signed, tick
from huifang.edges.forms.returned import PrintedRecord, printed_record
from huifang.edges.reading.xlsx_read import read_book
from huifang.flow.intake.register_forms import register_form
from huifang.tables.cells import shown
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.forms import FORMS
from huifang.tables.declared.surveys import SURVEYS
from huifang.tables.printed import PrintedForm
from letterheads import letterhead
from mails import mail, named
from office import Ran, TestOffice, add_rows, edited, load, put, table
from patched import by_libreoffice

NOW = "2026-11-28 17:00"
#: What comes back in no form: a plan says what is to be done, and what was done is told call by call.
STAYS = {"客户回访计划"}
ABOUT_ROWS = [form for form in FORMS if form.entries]
OPEN = {
    "投诉编号": "T2611-001", "接收时间": datetime(2026, 11, 21, 9, 5), "投诉内容": "约好周五送货，周日才到",
    "客户编号": "K1",
}  # fmt: skip
#: For each form: the regulation of an office that has its register, and the row that it is printed about.
ROWS: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "客户意见调查表": (
        "property",
        {"调查编号": "D2611-001", "客户编号": "K1", "调查日期": date(2026, 11, 21), "调查项目": "保洁"},
    ),
    "客户投诉处理单": ("property", OPEN),
    "客户投诉登记表": ("property", OPEN),
    "客户回访报告表": ("service-desk", {"报告编号": "B2611-001"}),
    "信息反馈单": ("equipment-lifecycle", {"反馈单号": "X2611-001", "客户编号": "K1", "内容": "希望增加夜间送货"}),
    "费用报销单": (
        "service-desk",
        {"报销单号": "E2611-001", "报销人": "A01", "发生日期": date(2026, 11, 23), "金额(元)": 86},
    ),
}
#: Columns whose example is of another row that this office does not have.
ELSEWHERE = {"record_no"}


def office_with(folder: Path, policy: str, **rows: Any) -> TestOffice:
    others = {"人员": [{"工号": "A02", "姓名": "王海燕", "角色": "业务员", "上级": "B01", "状态": "在职"}]}
    given = {"客户": [CUSTOMER, {**CUSTOMER, "客户编号": "K2", "客户名称": "孙先生", "电话": "13800000211"}], **rows}
    return form_office(folder, policy, {**others, **given})


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    """A property office with a complaint, and no survey yet."""
    return office_with(tmp_path, "property", 投诉=[OPEN])


def printed(office: TestOffice, form: str, *numbers: str) -> Path:
    office.outside.mkdir(exist_ok=True)
    return forms_filled.printed(office, office.outside, form, *numbers, now=NOW)


def record_of(path: Path) -> PrintedRecord:
    record = printed_record(read_book(path.read_bytes()).sheets)
    assert record is not None
    return record


def rows_of(office: TestOffice, form: PrintedForm) -> list[dict[str, Any]]:
    number = form.table.columns[0].header
    return [row for row in table(office.path(form.table.workbook), form.table.name) if row[number]]


def complaint(office: TestOffice) -> dict[str, Any]:
    (row,) = (row for row in table(office.path("投诉登记表.xlsx"), "投诉") if row["投诉编号"] == "T2611-001")
    return row


def surveys(office: TestOffice) -> dict[str, dict[str, Any]]:
    return {row["调查项目"]: row for row in table(office.path("意见调查.xlsx"), "调查") if row["调查编号"]}


def found(ran: Ran) -> list[tuple[str, str | None]]:
    return [(f["code"], f["cell"]) for one in ran.data["returned"] for f in one["findings"] if f["severity"] == "error"]


def entered(ran: Ran) -> list[tuple[str, list[str]]]:
    return [(row["number"], row["entered"]) for one in ran.data["filled"] for row in one["rows"] if row["entered"]]


def test_every_form_comes_back_or_is_known_not_to():
    silent = {form.title for form in FORMS if not (form.answers or form.entries)}
    assert silent == STAYS and ROWS.keys() == {form.title for form in ABOUT_ROWS}
    for form in ABOUT_ROWS:
        assert form.entries is not None and {*form.entries.decided} <= {*form.entered}


def answered(path: Path, form: PrintedForm) -> dict[str, str]:
    """Every cell of the row that is empty on the form, filled in with the example of its column; by header."""
    given = {}
    (_, at), *_ = record_of(path).pages
    with edited(path) as book:
        for key in form.entered:
            column = form.table.by_key[key]
            if key in at and not book.worksheets[0][at[key]].value and column.example and key not in ELSEWHERE:
                book.worksheets[0][at[key]].value = given[column.header] = column.example
    return given


@pytest.mark.parametrize("form", ABOUT_ROWS, ids=lambda form: form.title)
def test_each_cell_of_the_row_comes_back(form, tmp_path):
    """All columns of every declared form: those that somebody decides wait until they are confirmed."""
    policy, row = ROWS[form.title]
    office = office_with(tmp_path, policy, **{form.table.name: [row]})
    number = next(iter(row.values()))
    path = printed(office, form.title, number)
    given = answered(path, form)
    if form.entries.line:
        given = {}
        fill(path, {"保洁": tick("满意"), "不满意的\n原因、建议": "楼道灯不亮"})
        given = {"评价": "满意", "意见": "楼道灯不亮"}
    decided = {form.table.by_key[key].header for key in form.entries.decided} & given.keys()
    office.send(path)
    ran = office.collect(now=NOW)
    assert found(ran) == [] and {*given} - decided and (decided or not form.entries.decided)

    def there() -> dict[str, str]:
        (read,) = rows_of(office, form)
        return {header: shown(read[header]).removesuffix(" 00:00") for header in given}

    assert there() == {header: "" if header in decided else value for header, value in given.items()}
    ((numbered, headers),) = entered(ran)
    assert (numbered, {*headers}) == (number, {*given} - decided)
    assert {header for one in ran.data["filled"] for row in one["rows"] for header in row["waiting"]} == decided
    waiting = [*office.path("收件箱").glob("待确认/*.xlsx")]
    assert len(waiting) == bool(decided) == len(ran.data["ignored"])
    if decided:
        assert ran.data["ignored"][0]["reason_code"] == "Y314"
        confirmed = office.run("correct", waiting[0], now=NOW)
        assert (confirmed.code, confirmed.data["applied"]) == (0, len(decided)), confirmed.err
        assert there() == given and office.entries("form")[-1]["by"] == "B01 周丽华"
    assert office.run("verify", now=NOW).data["ok"]
    assert office.collect(path, now=NOW).data["duplicates"] and len(rows_of(office, form)) == 1


def test_the_same_form_is_entered_once_and_another_copy_overwrites_nothing(office):
    path = fill(printed(office, "客户投诉处理单", "T2611-001"), {"责任部门": "物流部", "处理结果": "运费已退还"})
    other = shutil.copy(path, path.with_name("又一份.xlsx"))
    assert entered(office.collect(path, now=NOW)) == [("T2611-001", ["责任部门", "处理结果"])]
    before = office.journal()
    again = office.collect(path, now=NOW)
    assert [Path(one["file"]) for one in again.data["duplicates"]] == [path] and office.journal() == before
    fill(other, {"责任部门": "客服部", "处理结果": "运费已退还", "原因": "排班遗漏"})
    ran = office.collect(other, now=NOW)
    (at,) = (cell.coordinate for cell in cells_at(load(other).active, "责任部门"))
    assert found(ran) == [("F132", at)] and entered(ran) == [("T2611-001", ["原因"])]
    message = ran.data["returned"][0]["findings"][0]["message"]
    assert "责任部门" in message and "物流部" in message and "客服部" in message and "T2611-001" in message
    assert [complaint(office)[header] for header in ("责任部门", "处理结果", "原因")] == [
        "物流部",
        "运费已退还",
        "排班遗漏",
    ]
    assert office.collect(other, now=NOW).data["duplicates"]


def test_what_is_wrong_on_a_page_stands_at_its_cell_and_keeps_the_other_pages(office, tmp_path):
    add_rows(office.path("投诉登记表.xlsx"), "投诉", {**OPEN, "投诉编号": "T2611-002", "投诉内容": "电梯又坏了"})
    form = printed(office, "客户投诉处理单")
    wrong = {
        "分派时间": "2026-11-31 10:00",
        "是否成立": "也许",
        "补偿金额(元)": "五十",
        "执行完成时间": "2026-11-01 10:00",
    }
    fill(form, {**wrong, "责任人": "没有这个人", "原因": "不登记"})
    fill(form, {"处理结果": "修好了"}, 1)
    ran = office.collect(form, now=NOW)
    sheet = load(form).active
    at = {header: next(cells_at(sheet, header)).coordinate for header in (*wrong, "责任人")}
    codes = {"分派时间": "C202", "是否成立": "C205", "补偿金额(元)": "C204"}
    assert {*found(ran)} == {(code, at[header]) for header, code in codes.items()}
    assert entered(ran) == [("T2611-002", ["处理结果"])] and complaint(office)["原因"] is None
    fill(form, dict.fromkeys(codes))
    assert {*found(office.collect(form, now=NOW))} == {("T507", at["责任人"]), ("T518", at["执行完成时间"])}
    fill(form, {"责任人": "王海燕", "执行完成时间": "11-22 11:00"})
    assert entered(office.collect(form, now=NOW)) == [("T2611-001", ["责任人", "原因", "执行完成时间"])]
    read = complaint(office)
    assert (read["责任人"], read["执行完成时间"], read["原因"]) == ("A02", datetime(2026, 11, 22, 11), "不登记")


def test_the_marked_copy_can_be_corrected_and_sent_back(office):
    form = fill(printed(office, "客户投诉处理单", "T2611-001"), {"分派时间": "后天", "原因": "排班遗漏"})
    office.send(form)
    (returned,) = office.collect(now=NOW).data["returned"]
    marked = office.path(returned["marked"])
    assert marked.is_file() and marked.with_suffix(".eml").is_file() and not [*office.path("收件箱").glob("*.xlsx")]
    with edited(marked) as book:
        next(cells_at(book["客户投诉处理单"], "分派时间")).value = datetime(2026, 11, 21, 10)
    assert entered(office.collect(marked, now=NOW)) == [("T2611-001", ["分派时间", "原因"])]


def test_a_survey_has_a_row_for_each_answer(office):
    form = fill(
        printed(office, "客户意见调查表", "K1"),
        {
            "保洁": tick("满意"), "保安": tick("不满意"), "绿化": "√非常满意",
            "不满意的\n原因、建议": "门禁常坏；绿化：草枯了", "客户签字": signed("2026 年 11 月 26 日"),
        },
    )  # fmt: skip
    ran = office.collect(form, now=NOW)
    assert found(ran) == []
    read = surveys(office)
    assert {item: (row["评价"], row["意见"]) for item, row in read.items()} == {
        "保洁": ("满意", None), "保安": ("不满意", "门禁常坏"), "绿化": ("非常满意", "草枯了"),
    }  # fmt: skip
    assert {(row["客户编号"], row["调查日期"].date()) for row in read.values()} == {("K1", date(2026, 11, 26))}
    numbers = [row["调查编号"] for row in read.values()]
    assert numbers == ["D2611-001", "D2611-002", "D2611-003"] and all(
        row["added"] for row in ran.data["filled"][0]["rows"]
    )
    copy = fill(Path(shutil.copy(form, form.with_name("副本.xlsx"))), {"维修": tick("满意"), "保安": "√ 满意"})
    again = office.collect(copy, now=NOW)
    (at,) = (cell.coordinate for cell in cells_at(load(copy).active, "保安"))
    assert found(again) == [("F132", at)] and surveys(office)["维修"]["调查编号"] == "D2611-004"


def test_a_round_of_a_survey_takes_up_what_it_lacks(office):
    said = {"客户编号": "K1", "调查日期": date(2026, 11, 20)}
    rated = {**said, "调查编号": "D1", "调查项目": "电梯", "评价": "不满意"}
    add_rows(office.path("意见调查.xlsx"), "调查", rated, {**said, "调查编号": "D2", "调查项目": "绿化"})
    form = printed(office, "客户意见调查表", "D2")
    fill(form, {"绿化": tick("一般"), "不满意的\n原因、建议": "电梯：常停", "电话": "13900000000"})
    ran = office.collect(form, now=NOW)
    (at,) = (cell.coordinate for cell in cells_at(load(form).active, "电话"))
    assert found(ran) == [("F133", at)]  # a telephone that was written over is in no register of answers
    assert {item: (row["评价"], row["意见"]) for item, row in surveys(office).items()} == {
        "电梯": ("不满意", "常停"), "绿化": ("一般", None),
    }  # fmt: skip


def test_a_blank_form_makes_a_new_row(office):
    office.run("correct", now=NOW)
    blank = office.outside / "空白"
    assert office.run("form", "--blank", blank, now=NOW).code == 0
    entry = fill(
        blank / "打印/客户投诉登记表.xlsx",
        {"接收时间": "2026-11-26 08:30", "投诉人": "赵先生", "投诉内容": "水管漏水", "首问责任人": "李晓明"},
    )
    ran = office.collect(entry, now=NOW)
    assert found(ran) == [] and entered(ran)[0][0] == "T2611-002"
    added = table(office.path("投诉登记表.xlsx"), "投诉")
    (row,) = (row for row in added if row["投诉编号"] == "T2611-002")
    assert (row["投诉人"], row["首问责任人"], row["接收时间"]) == ("赵先生", "A01", datetime(2026, 11, 26, 8, 30))
    fill(entry, {"责任部门": "工程部"})  # the same complaint, with more
    more = office.collect(entry, now=NOW)
    assert entered(more) == [("T2611-002", ["责任部门"])]
    assert [row["added"] for row in more.data["filled"][0]["rows"]] == [False]


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ({"客户名称": "孙先生"}, ""), ({"客户名称": "K2"}, ""), ({"电话": "13800000211"}, ""),
        ({"客户名称": "钱先生"}, "Y316"), ({"客户名称": "张先生"}, "Y317"),
        ({"客户名称": "张先生", "电话": "13800000333"}, ""), ({}, "C201"),
    ],
    ids=str,
)  # fmt: skip
def test_whom_a_blank_form_is_about_is_written_on_it(office, named, code):
    two = [
        {**CUSTOMER, "客户编号": f"K{n}", "客户名称": "张先生", "联系人": "", "电话": f"13800000{n}33"} for n in (3, 4)
    ]
    add_rows(office.path("客户资料库.xlsx"), "客户", *two)
    form = fill(printed(office, "客户意见调查表"), {**named, "调查日期": "2026-11-26", "保洁": tick("满意")})
    ran = office.collect(form, now=NOW)
    if not code:
        whose = {"客户名称": "K2", "电话": "K2"} if "张先生" not in named.values() else {"客户名称": "K3"}
        assert found(ran) == [] and surveys(office)["保洁"]["客户编号"] in whose.values()
        return
    (returned,) = ran.data["returned"]
    (at,) = (cell.coordinate for cell in cells_at(load(form).active, "客户名称"))
    assert found(ran) == [("C201" if code == "C201" else "F131", at)] and surveys(office) == {}
    assert returned["marked"]


def test_a_claim_of_ones_own_waits_for_its_audit_alone(tmp_path):
    office = office_with(tmp_path, "service-desk")
    claim = {"报销人": "李晓明", "发生日期": "2026-11-23", "费用类型": "交通费", "金额(元)": "86"}
    form = fill(printed(office, "费用报销单"), {**claim, "审核人": "李晓明", "审核结果": "同意"})
    office.send(form)
    ran = office.collect(now=NOW)
    assert entered(ran) == [("E2611-001", ["报销人", "发生日期", "费用类型", "金额(元)"])]
    (waits,) = office.path("收件箱/待确认").glob("*.xlsx")
    confirmed = office.run("correct", waits, now=NOW)
    assert confirmed.data["applied"] == 0 and [f["code"] for f in confirmed.data["refused"]] == ["F131"]
    assert "李晓明" in confirmed.err or "A01" in confirmed.err
    fill(waits, {"审核人": "周丽华"})
    assert office.run("correct", waits, now=NOW).data["applied"] == 2
    (row,) = (row for row in table(office.path("费用报销.xlsx"), "报销") if row["报销单号"])
    assert (row["审核人"], row["审核结果"]) == ("B01", "同意")


def test_nobody_decides_without_a_name(office):
    form = fill(printed(office, "客户投诉处理单", "T2611-001"), {"处罚意见": "扣奖金"})
    confirmed = office.run("correct", form, now=NOW)
    (refused,) = confirmed.data["refused"]
    assert refused["code"] == "F131" and "批准人" in refused["message"] and complaint(office)["处罚意见"] is None


def test_a_form_of_a_row_that_is_gone_is_kept_and_returned(office):
    form = fill(printed(office, "客户投诉处理单", "T2611-001"), {"原因": "排班遗漏"})
    with edited(office.path("投诉登记表.xlsx")) as book:
        put(book["投诉"], 2, {"投诉编号": "T2611-009"})
    ran = office.collect(form, now=NOW)
    assert [code for code, _ in found(ran)] == ["F131"] and "T2611-001" in ran.data["returned"][0]["findings"][0][
        "message"
    ]
    (entry,) = office.entries("form")
    assert office.path(entry["path"]).read_bytes() == form.read_bytes() and entry["errors"] == 1
    with edited(office.path("投诉登记表.xlsx")) as book:
        put(book["投诉"], 2, {"投诉编号": "T2611-001"})
    assert entered(office.collect(form, now=NOW)) == [("T2611-001", ["原因"])]


def test_a_form_of_another_office_is_none_of_ours(office, tmp_path):
    form = fill(printed(office, "客户投诉处理单", "T2611-001"), {"原因": "排班遗漏"})
    other = office_with(tmp_path / "其他", "property", 投诉=[OPEN])
    other.send(form)
    ran = other.collect(now=NOW)
    assert [one["reason_code"] for one in ran.data["ignored"]] == ["Y302"] and ran.data["filled"] == []
    assert [path.name for path in other.path("收件箱/搁置").glob("*.xlsx")] == [form.name]
    assert other.run("correct", form, now=NOW).code == 3


@pytest.mark.parametrize(
    ("old", "new"), [('"B12"', '"12B"'), ('"stood":[{', '"stood":[{},{'), ('"cause"', '"客户.没有"')]
)
def test_whatever_somebody_made_of_the_hidden_record_breaks_nothing(office, old, new):
    form = fill(printed(office, "客户投诉处理单", "T2611-001"), {"原因": "排班遗漏", "证据": "照片"})
    with edited(form) as book:
        cell = book["_huifang"]["A1"]
        assert old in cell.value
        cell.value = cell.value.replace(old, new)
    ran = office.collect(form, now=NOW)
    assert complaint(office)["原因"] is None and ran.code in (0, 1) and any(ran.listed.values())


def test_a_filled_form_can_be_read_in_another_process(office):
    form = fill(printed(office, "客户投诉处理单", "T2611-001"), {"原因": "排班遗漏"})
    filled = register_form(read_book(form.read_bytes()), form.name)
    assert filled is not None and pickle.loads(pickle.dumps(filled)) == filled


def test_an_empty_form_says_nothing(office):
    ran = office.collect(printed(office, "客户投诉处理单", "T2611-001"), now=NOW)
    assert [f["code"] for one in ran.data["filled"] for f in one["findings"]] == ["F134"] and entered(ran) == []


def test_what_is_looked_at_is_not_entered(office):
    form = fill(printed(office, "客户投诉处理单", "T2611-001"), {"原因": "排班遗漏", "是否成立": "也许"})
    before = office.path("投诉登记表.xlsx").read_bytes()
    findings = office.run("check", form, now=NOW).data["findings"]
    assert [f["code"] for f in findings] == ["C205"] and office.path("投诉登记表.xlsx").read_bytes() == before


def test_a_register_that_cannot_be_written_waits_with_its_form(office):
    office.send(fill(printed(office, "客户投诉处理单", "T2611-001"), {"原因": "排班遗漏"}))
    with edited(office.path("投诉登记表.xlsx")) as book:
        book["投诉"].protection.set_password("secret")
    ran = office.collect(now=NOW)
    assert [one["reason_code"] for one in ran.data["ignored"]] == ["Y712"] and office.entries("form") == []
    assert len([*office.path("收件箱").glob("*.xlsx")]) == 1
    with edited(office.path("投诉登记表.xlsx")) as book:
        book["投诉"].protection = SheetProtection()
    assert entered(office.collect(now=NOW)) == [("T2611-001", ["原因"])]
    assert not [*office.path("收件箱").glob("*.xlsx")]


def test_a_register_without_the_column_says_so(office):
    form = fill(printed(office, "客户投诉处理单", "T2611-001"), {"原因": "排班遗漏", "证据": "照片"})
    with edited(office.path("投诉登记表.xlsx")) as book:
        sheet = book["投诉"]
        (at,) = (cell.column for cell in sheet[1] if cell.value == "证据")
        sheet.delete_cols(at)
        sheet.tables.clear()
    ran = office.collect(form, now=NOW)
    assert [code for code, _ in found(ran)] == ["F131"] and "证据" in ran.data["returned"][0]["findings"][0]["message"]
    assert complaint(office)["原因"] == "排班遗漏"


def test_a_mail_brings_forms_too(office):
    form = fill(printed(office, "客户投诉处理单", "T2611-001"), {"原因": "排班遗漏"})
    decided = fill(Path(shutil.copy(form, form.with_name("批.xlsx"))), {"原因": None, "处罚意见": "扣奖金"})
    office.path("收件箱/信.eml").write_bytes(mail(named(form.read_bytes(), "单.xlsx")))
    office.path("收件箱/批.eml").write_bytes(mail(named(decided.read_bytes(), "批.xlsx")))
    ran = office.collect(now=NOW)
    assert entered(ran) == [("T2611-001", ["原因"])]
    assert sorted(path.name for path in office.path("收件箱").rglob("*") if path.suffix in (".xlsx", ".eml")) == [
        "批.eml", "批.xlsx",
    ]  # fmt: skip
    (entry,) = office.entries("form")
    assert len(entry["archived"]) == 2 and office.run("verify", now=NOW).data["ok"]


def test_what_came_by_mail_goes_back_to_who_sent_it(office):
    with edited(office.path("人员.xlsx")) as book:
        put(book["人员"], 3, {"邮箱": "a@example.com"})
    form = fill(printed(office, "客户投诉处理单", "T2611-001"), {"是否成立": "也许"})
    office.path("收件箱/信.eml").write_bytes(mail(named(form.read_bytes(), "单.xlsx")))
    ran = office.run("collect", now=NOW, json_wanted=False)
    assert "请把它发给 A01 李晓明" in ran.err + ran.out
    (draft,) = office.path("发件箱").glob("退回-客户投诉处理单-*.eml")
    assert b"<a@example.com>" in draft.read_bytes()


@pytest.mark.slow
def test_a_form_that_another_program_saved_is_read(office, libreoffice, tmp_path):
    form = printed(office, "客户投诉处理单", "T2611-001")
    fill(form, {"原因": "排班遗漏", "分派时间": datetime(2026, 11, 21, 10), "补偿金额(元)": 50, "是否成立": "成立"})
    saved = tmp_path / "另存.xlsx"
    saved.write_bytes(by_libreoffice(libreoffice, tmp_path / "lo", {"单": form.read_bytes()})["单"])
    ran = office.collect(saved, now=NOW)
    assert (
        found(ran) == []
        and entered(ran) == [("T2611-001", ["是否成立", "分派时间", "补偿金额(元)", "原因"])]
        or ran.err
    )
    read = complaint(office)
    assert (read["分派时间"], read["补偿金额(元)"]) == (datetime(2026, 11, 21, 10), 50)


def test_a_form_on_the_office_s_letterhead_comes_back_too(office):
    template = office.path("模板/客户投诉处理单.xlsx")
    template.parent.mkdir(exist_ok=True)
    template.write_bytes(
        letterhead(["投诉", "{{ 投诉编号 }}"], ["原因", "{{ 投诉.原因 }}"], ["结果", "{{ 处理结果 }}"])
    )
    form = printed(office, "客户投诉处理单", "T2611-001")
    assert entered(office.collect(fill(form, {"原因": "排班遗漏", "结果": "已退"}), now=NOW)) == [
        ("T2611-001", ["原因", "处理结果"])
    ]
    template.write_bytes(letterhead(["投诉 {{ 投诉编号 }}：原因 {{ 原因 }}"]))
    plain = printed(office, "客户投诉处理单", "T2611-001")
    assert record_of(plain).pages == (("T2611-001", {}),)
    assert [f["code"] for one in office.collect(plain, now=NOW).data["filled"] for f in one["findings"]] == ["F134"]


def test_what_forms_know_of_themselves_may_be_longer_than_a_cell(office):
    more = [{**OPEN, "投诉编号": f"T2611-{n:03}", "投诉内容": f"第 {n} 件" + "很长" * 60} for n in range(2, 62)]
    add_rows(office.path("投诉登记表.xlsx"), "投诉", *more)
    form = printed(office, "客户投诉处理单")
    assert len(record_of(form).to_json()) > 40_000
    fill(form, {"原因": "最后一件"}, 60)
    assert entered(office.collect(form, now=NOW)) == [("T2611-061", ["原因"])]


def test_what_is_one_of_a_list_can_be_chosen(office):
    def lists(path: Path) -> Iterator[str]:
        for rule in load(path).worksheets[0].data_validations.dataValidation:
            yield rule.formula1.strip('"').split(",")[0]

    offered = {*lists(printed(office, "客户投诉处理单", "T2611-001"))}
    assert {"成立", "道歉", "非常满意"} <= offered
    assert COMPLAINTS.by_key["upheld"].options == "是否成立" and SURVEYS.by_key["rating"].options == "满意度"


def test_people_are_told_which_form_went_where(office):
    form = fill(printed(office, "客户投诉处理单", "T2611-001"), {"原因": "排班遗漏", "处罚意见": "扣奖金"})
    office.send(form)
    said = office.run("collect", now=NOW, json_wanted=False).out + office.run("collect", now=NOW).err
    assert "《客户投诉处理单》，投诉 T2611-001)：登记 1 格(原因)；等待确认 1 格(处罚意见)。" in said
    office.send(fill(printed(office, "客户投诉处理单", "T2611-001"), {"调查结论": "属实"}))
    steps = {step["step"]: step for step in office.run("run", now=NOW).data["steps"]}
    assert len(steps["collect"]["filled"]) == 1
