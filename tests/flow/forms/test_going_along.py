"""Forms that a regulation asks for go along with the letters to those who are to fill them in."""

from __future__ import annotations

from datetime import date
from email import message_from_bytes, policy
from io import BytesIO

from openpyxl import load_workbook

from complaints_made import complain, complaint_office
from heard_made import NOW, UNHAPPY, office_of, sheet
from office import TestOffice, add_rows


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
