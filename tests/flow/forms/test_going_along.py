"""Forms that a regulation asks for go along with the letters to those who are to fill them in."""

from __future__ import annotations

from datetime import date, datetime
from email import message_from_bytes, policy
from io import BytesIO

from openpyxl import Workbook, load_workbook

from complaints_made import complain, complaint_office
from heard_made import NOW, UNHAPPY, office_of, sheet
from office import TestOffice, add_rows, load


def going_along(office: TestOffice, occasion: str) -> dict[str, set[str]]:
    """The workbooks that go along with the letters of that occasion, with their texts."""
    found: dict[str, set[str]] = {}
    for path in office.path("发件箱").glob(f"{occasion}-*.eml"):
        for part in message_from_bytes(path.read_bytes(), policy=policy.default).iter_attachments():
            page = load_workbook(BytesIO(part.get_payload(decode=True))).worksheets[0]
            found[str(part.get_filename())] = {str(cell.value) for row in page.iter_rows() for cell in row}
    return found


def test_a_slip_goes_to_the_department_as_its_form(tmp_path):
    office = complaint_office(tmp_path, "equipment-lifecycle")
    slip = {"反馈单号": "X1", "内容": "跳闸", "责任部门": "技术部", "发出日期": date(2026, 11, 10)}
    add_rows(office.path("信息反馈单.xlsx"), "反馈", slip)
    assert office.run("run", now="2026-11-10 09:00").code in (0, 1)
    (texts,) = going_along(office, "反馈单").values()
    assert {"信息反馈单", "编号 X1", "跳闸", "技术部"} <= texts


def test_a_complaint_goes_to_its_department_as_its_form(tmp_path):
    office = complaint_office(tmp_path, "experience-followup")
    with_department = {"责任部门": "客服部", "分派时间": "11-20 10:00"}
    complain(office, {**with_department, "投诉编号": "T1", "接收时间": "11-20 09:00", "投诉内容": "等太久"})
    assert office.run("run", now="2026-11-20 11:00").code in (0, 1)
    assert [*going_along(office, "投诉分派")] == ["客户投诉处理单-T1.xlsx"]


def test_what_was_heard_goes_to_the_departments_as_the_form_of_complaints(tmp_path):
    office = office_of(tmp_path)
    office.collect(sheet(office, UNHAPPY), now=NOW)
    ((name, texts),) = going_along(office, "当天通知").items()
    assert name.startswith("客户投诉登记表-") and "空调不制冷" in " ".join(texts)


def test_a_plan_of_repairs_comes_with_their_forms(tmp_path):
    """S2: the form of each order is there when its call is; a later run brings those of later calls alone."""
    office = complaint_office(tmp_path, "property")
    who = {"客户类别": "业主", "业务员": "A01", "审核状态": "已审核", "审核人": "B01", "审核日期": date(2026, 10, 1)}
    for number in (1, 2):
        known = {"客户编号": f"K{number}", "客户名称": f"{number} 号", "电话": f"1380000000{number}"}
        add_rows(office.path("客户资料库.xlsx"), "客户", {**who, **known})
    order = {"服务类型": "维修", "报修时间": datetime(2026, 11, 16, 9), "完工时间": datetime(2026, 11, 17, 9)}
    add_rows(office.path("服务单.xlsx"), "服务单", {**order, "服务单号": "W1", "客户编号": "K1"})
    first = [step for step in office.run("run", now="2026-11-18 09:00").data["steps"] if step["step"] == "forms"]
    assert [step["files"] for step in first] == [["发件箱/工程维修回访意见表-2026-11.xlsx"]]
    add_rows(office.path("服务单.xlsx"), "服务单", {**order, "服务单号": "W2", "客户编号": "K2"})
    later = [step for step in office.run("run", now="2026-11-19 09:00").data["steps"] if step["step"] == "forms"]
    ((file,),) = (step["files"] for step in later)
    texts = {str(cell.value) for row in load(office.path(file)).active.iter_rows() for cell in row}
    assert "编号 W2" in texts and "编号 W1" not in texts
    assert [step for step in office.run("run", now="2026-11-19 10:00").data["steps"] if step["step"] == "forms"] == []


def wrong_template(office: TestOffice, name: str) -> None:
    book = Workbook()
    book.active.append(["{{ 没有这一列 }}"])
    office.path("模板").mkdir(exist_ok=True)
    book.save(office.path(f"模板/{name}.xlsx"))


def test_a_letter_whose_form_cannot_be_filled_says_so_and_run_tells(tmp_path):
    office = complaint_office(tmp_path, "equipment-lifecycle")
    wrong_template(office, "信息反馈单")
    slip = {"反馈单号": "X1", "内容": "跳闸", "责任部门": "技术部", "发出日期": date(2026, 11, 10)}
    add_rows(office.path("信息反馈单.xlsx"), "反馈", slip)
    ran = office.run("run", now="2026-11-10 09:00")
    (letter,) = office.path("发件箱").glob("反馈单-*.eml")
    body = message_from_bytes(letter.read_bytes(), policy=policy.default).get_body(("plain",))
    assert body is not None and "没有附上" in body.get_content() and "《信息反馈单》" in body.get_content()
    notes = [
        note
        for step in ran.data["steps"]
        if step["step"] == "letters"
        for one in step["written"]
        for note in one["notes"]
    ]
    assert "F130" in [note["code"] for note in notes] and ran.code == 1
    assert "F130" in [f["code"] for f in office.run("check", now="2026-11-10 09:00").data["findings"]]


def test_a_plan_whose_forms_cannot_be_filled_says_so(tmp_path):
    office = complaint_office(tmp_path, "property")
    wrong_template(office, "工程维修回访意见表")
    who = {"客户类别": "业主", "业务员": "A01", "审核状态": "已审核", "审核人": "B01", "审核日期": date(2026, 10, 1)}
    add_rows(
        office.path("客户资料库.xlsx"), "客户", {**who, "客户编号": "K1", "客户名称": "1 号", "电话": "13800000001"}
    )
    order = {"服务类型": "维修", "报修时间": datetime(2026, 11, 16, 9), "完工时间": datetime(2026, 11, 17, 9)}
    add_rows(office.path("服务单.xlsx"), "服务单", {**order, "服务单号": "W1", "客户编号": "K1"})
    ran = office.run("run", now="2026-11-18 09:00")
    (step,) = (step for step in ran.data["steps"] if step["step"] == "forms")
    assert step["files"] == [] and [one["code"] for one in step["findings"]] == ["F130"]
