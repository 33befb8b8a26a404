"""Every code of the catalogue, provoked through real workbooks and the command line: right severity, right cell."""

from __future__ import annotations

import random
import shutil
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

import checks_made
import heard_made
from complaints_made import BOOK as COMPLAINT_BOOK
from complaints_made import GOOD, complain, complaint_office, fill
from forms_refused import FOUND as FORMS_FOUND
from huifang.core.catalogue import CATALOGUE
from huifang.edges.known.presets import fitted
from huifang.edges.store import files
from huifang.edges.store.office import Office
from huifang.flow.office.desk import Desk
from huifang.flow.samples.calls import fill_in, habits_of
from huifang.tables.declared.campaigns import CAMPAIGNS
from huifang.tables.declared.complaints import COMPLAINTS
from huifang.tables.declared.customers import CUSTOMERS
from huifang.tables.declared.expenses import EXPENSES
from huifang.tables.declared.house_rules import RULES as RULES_TABLE
from huifang.tables.declared.people import PEOPLE
from lists import plain, text
from mailbox_made import with_locked_attachments, with_mailbox
from mails import encrypted, mail, named
from mails_refused import Memory, keyring_of
from office import (
    GIVEN_UP,
    IN_TIME,
    MONDAY,
    NOW,
    OUT_OF_USE,
    PERIOD,
    PLANNED,
    RECORD,
    REVIEWED,
    SHEET,
    Formula,
    Ran,
    TestOffice,
    add_rows,
    at,
    behind_last,
    blank_office,
    change,
    codes,
    columns,
    customer,
    edited,
    emptied,
    find,
    good_answer,
    missed,
    plan_numbers,
    planned_office,
    put,
    sample_office,
    snapshot,
    table,
)
from records_made import except_for, repairs_office
from tasks_made import a_late_task, a_register_of_tasks_under_a_password, a_task_of_ones_own

#: What only warns, by the contract and its decisions; everything else is an error.
_WARNINGS = """
    J830 J831 J850 J851 J852 F118 F119 F120 F121 F134 T550
    F104 F106 F107 F108 F111 F112 F113 F114 F115 F116 F117 C206 C207 C208 C214 C215 C218 C219 C221 C222 R304 R305 R306
    R307 T504 T506 T511 T513 T519 T520 T522 T523 T524 T525 T540 T541 T542 P604 P606 P613 R316 R317 R320 R321 X404 D101
    D105 D106 D107 D108 D109 D110 D111 D112 D113 D114 D115 D117 D118 D119 D131 J841 L731 J806 J807 J808 J809 J810 P620
    L701 L702 L703 L704 L705 L706 L707 L708 L709 L710 L711 L712 L713 L714 L715 L716 L717 L718 L719 S901 J801 J802 J804
    M031 M032 M033 M034 M035 M037
    S911 S915 S916 S917 S919 L721 D120 D121 P660
    J805 J815 M003 M004 M005 M006 M007 M010 M012 M013 M014 M015 M023 M024 M026 D130 D132 R331 P631 P632 P633 P634 P642
"""
WARNINGS = frozenset(_WARNINGS.split())
DECIDED = {"起": MONDAY, "止": MONDAY, "内容": "新品", "决定人": "C01"}
OPEN = 8  # the first open row of A01's sheet
Findings = list[Mapping[str, Any]]
Provoke = Callable[[TestOffice], Findings]


@dataclass(frozen=True)
class Case:
    """How a finding comes about, where it stands, and which other codes come with it (None: any)."""

    code: str
    sheet: str | None
    cell: str | None
    provoke: Provoke
    also: tuple[str, ...] | None = ()
    planned: bool = True
    name: str = ""


def all_findings(ran: Ran) -> Findings:
    """Of every sheet of a ``collect``."""
    return [f for entry in ran.data["returned"] for f in entry["findings"]] + [
        f
        for entry in ran.data["accepted"]
        if entry["file"] not in {r["file"] for r in ran.data["returned"]}
        for f in entry["findings"]
    ]


def on_sheet(*changes: tuple[int, Mapping[str, Any]], now: str = NOW) -> Provoke:
    """A01's sheet, all answered well, with these cells changed, collected."""

    def provoke(office: TestOffice) -> Findings:
        return all_findings(office.collect(change(office.filled(), *changes), now=now))

    return provoke


def cell(code: str, header: str, values: Mapping[str, Any], row: int = 2, now: str = NOW, **more: Any) -> Case:
    """A case of one row of A01's sheet, the finding in that row under ``header``."""
    given = values if row < OPEN else {**good_answer(40), **values}
    return Case(code, SHEET, at(header, row), on_sheet((row, given), now=now), **more)


def on_book(edit: Callable[[Workbook], None], file: str, *arguments: str, now: str = PLANNED) -> Provoke:
    """A register edited, then ``check`` (or another command)."""

    def provoke(office: TestOffice) -> Findings:
        with edited(office.path(file)) as book:
            edit(book)
        return list(office.run(*(arguments or ("check",)), now=now).data["findings"])

    return provoke


def entered(sheet: str, row: int, values: Mapping[str, Any]) -> Callable[[Workbook], None]:
    return lambda book: put(book[sheet], row, values)


PEOPLE_BOOK, CUSTOMER_BOOK, RULE_BOOK = "人员.xlsx", "客户资料库.xlsx", "制度.xlsx"
A01_ROW, FREE = 5, 30  # A01's row in 人员; a row below everything


def register(code: str, address: str, file: str, sheet: str, row: int, values: Mapping[str, Any], **more: Any) -> Case:
    """A case of one row of a register, found by ``check``."""
    return Case(code, sheet, address, on_book(entered(sheet, row, values), file), planned=False, **more)


def of_customer(code: str, letter: str, values: Mapping[str, Any], row: int = 2, **more: Any) -> Case:
    return register(code, f"{letter}{row}", CUSTOMER_BOOK, "客户", row, values, **more)


def setting(code: str, row: int, address: str, values: Mapping[str, Any], **more: Any) -> Case:
    return register(code, address, RULE_BOOK, "基本", row, values, **more)


def setting_row(item: str = "") -> int:
    """The row of an item in 基本; without a name the first one below all of them."""
    from huifang.policy.items import ITEMS

    return 2 + [*(i.name for i in ITEMS), ""].index(item)


def planned_with(values: Mapping[str, Any], row: int = 2, now: str = PLANNED) -> Provoke:
    """A customer changed, then ``plan``."""
    return on_book(entered("客户", row, values), CUSTOMER_BOOK, "plan", "--period", PERIOD, now=now)


def planned_by(values: Mapping[str, Any], gap: int = 0) -> Provoke:
    """The rule changed for one customer (and 最短间隔), then ``plan``."""

    def provoke(office: TestOffice) -> Findings:
        with edited(office.path(CUSTOMER_BOOK)) as book:
            put(book["客户"], 2, {"标签": "试行，老客户"})
        with edited(office.path(RULE_BOOK)) as book:
            put(book["回访规则"], 2, {**values, "适用标签": "试行"})
            put(book["基本"], setting_row("最短间隔(天)"), {"值": str(gap)})
        return list(office.run("plan", "--period", "2026-12", now=PLANNED).data["findings"])

    return provoke


def complaint(
    code: str, header: str, values: Mapping[str, Any], preset: str = "travel-complaints", **more: Any
) -> Case:
    """A case of one complaint, otherwise in good order, found by ``check`` under ``header``."""

    def provoke(office: TestOffice) -> Findings:
        other = complaint_office(office.root.parent, preset)
        complain(other, {**GOOD, **values})
        return list(other.run("check", now=IN_TIME).data["findings"])

    address = f"{fitted(preset, COMPLAINTS).letter(COMPLAINTS.by_header[header].key)}2"
    return Case(code, COMPLAINTS.name, address, provoke, planned=False, **more)


def first_asked_changed(office: TestOffice) -> Findings:
    other = complaint_office(office.root.parent)
    complain(other, {**GOOD, "关闭时间": None, "归档号": None})
    assert other.run("complaints", now="2026-11-05 13:00").code == 0
    with edited(other.path(COMPLAINT_BOOK)) as book:
        put(book[COMPLAINTS.name], 2, {"首问责任人": "A03"})
    return list(other.run("check", now="2026-11-05 14:00").data["findings"])


def passed_on(office: TestOffice) -> Findings:
    """服务部 had it; a run saw that; then 产品部 was written, and no 分派时间."""
    other = complaint_office(office.root.parent)
    complain(other, {**GOOD, "关闭时间": None, "归档号": None})
    assert other.run("complaints", now="2026-11-05 13:00").code == 0
    fill(other, 2, 责任部门="产品部", 投诉类别="产品")
    return list(other.run("check", now="2026-11-05 14:00").data["findings"])


def written_over(office: TestOffice) -> Findings:
    """A run saw the complaint; then another time of receipt was typed."""
    other = seen_complaint(office)
    fill(other, 2, 接收时间="2026-11-03 09:05")
    return list(other.run("check", now="2026-11-05 14:00").data["findings"])


def out_of_use(office: TestOffice) -> Findings:
    with edited(office.path(CUSTOMER_BOOK)) as book:
        put(book["客户"], 2, {"审核状态": "停用"})
    return [f for f in office.run("check", now=NOW).data["findings"] if f["code"] == "T542"]


def row_gone(office: TestOffice) -> Findings:
    other = seen_complaint(office)
    fill(other, 2, **dict.fromkeys(GOOD))
    return list(other.run("check", now="2026-11-05 14:00").data["findings"])


def seen_complaint(office: TestOffice) -> TestOffice:
    other = complaint_office(office.root.parent)
    complain(other, GOOD)
    assert other.run("complaints", now="2026-11-05 13:00").code == 0
    return other


def office_of_projects(office: TestOffice) -> TestOffice:
    """S12, with the departments that deliver every Friday."""
    other = complaint_office(office.root.parent, "equipment-lifecycle")
    heads = (("P01", "吴建平", "生产部"), ("P02", "何秀英", "售后服务部"))
    rows = ({"工号": no, "姓名": name, "角色": "业务员", "部门": of, "状态": "在职"} for no, name, of in heads)
    add_rows(other.path(PEOPLE_BOOK), "人员", *rows)
    return other


def unanswered_feedback(office: TestOffice) -> Findings:
    """S12: what went to the department was to be answered by the 20th."""
    other = office_of_projects(office)
    days = {"发出日期": date(2026, 11, 10), "回复期限": date(2026, 11, 20)}
    rows = [{**days, "反馈单号": "X1", "内容": "跳闸"}, {**days, "反馈单号": "X2", "内容": "异响"}]
    add_rows(other.path("信息反馈单.xlsx"), "反馈", rows[0], {**rows[1], "处理完成日期": date(2026, 11, 24)})
    assert other.run("check", now="2026-11-20 23:59").data["findings"] == []
    return list(other.run("check", now="2026-11-21 00:00").data["findings"])


def slip(values: Mapping[str, Any]) -> Provoke:
    """S6: a slip that says this."""

    def provoke(office: TestOffice) -> Findings:
        other = complaint_office(office.root.parent, "hotel-subscription")
        add_rows(other.path("信息反馈单.xlsx"), "反馈", {"反馈单号": "X1", "内容": "想加房间", **values})
        return list(other.run("check", now="2026-11-21 09:00").data["findings"])

    return provoke


HOTELS = fitted("hotel-subscription", CUSTOMERS)


def contract_over(office: TestOffice) -> Findings:
    """S6: a hotel that expired before the office began, so that nobody asks it any more."""
    other = complaint_office(office.root.parent, "hotel-subscription")
    with edited(other.path(RULE_BOOK)) as book:
        put(book["基本"], setting_row("启用日期"), {"值": "2026-11-01"})
    hotel = {"开通日期": date(2025, 9, 1), "到期日": date(2026, 8, 31), "客户类别": "常规客户", "审核人": "B01"}
    add_rows(other.path(CUSTOMER_BOOK), "客户", customer("K0009", "A01", **hotel))
    return list(other.run("check", now="2026-11-21 09:00").data["findings"])


#: A sales opportunity whose owner has reported everything back.
LEAD = {
    "反馈类型": "销售机会", "区域负责人": "A01", "咨询问题": "能否分期", "意向程度": "强", "预计合作时间": "明年",
    "发出日期": date(2026, 11, 20),
}  # fmt: skip


def measure(values: Mapping[str, Any]) -> Provoke:
    """S12: a measure that says this."""

    def provoke(office: TestOffice) -> Findings:
        other = office_of_projects(office)
        row = {"措施编号": "C1", "类别": "服务质量", "评审部门": "品质部", "验证人": "A01", "措施": "培训", **values}
        with edited(other.path(PEOPLE_BOOK)) as book:
            (at,) = (cell.row for cell in book["人员"]["A"] if cell.value == "A01")
            put(book["人员"], at, {"部门": "服务中心"})
        add_rows(other.path("信息反馈单.xlsx"), "措施", row)
        return list(other.run("check", now="2026-11-21 09:00").data["findings"])

    return provoke


def heard(spoil: Callable[[TestOffice], None]) -> Provoke:
    """S8: what a dissatisfied customer brings about in an office with that in the way."""

    def provoke(office: TestOffice) -> Findings:
        other = heard_made.office_of(office.outside)
        spoil(other)
        path = heard_made.sheet(other, heard_made.UNHAPPY)
        return list(other.collect(path, now=heard_made.NOW).data["notes"])

    return provoke


def locked(book: str, sheet: str) -> Callable[[TestOffice], None]:
    def spoil(office: TestOffice) -> None:
        with edited(office.path(book)) as opened:
            opened[sheet].protection.set_password("secret")

    return spoil


def nobody_is_above(office: TestOffice) -> None:
    with edited(office.path(PEOPLE_BOOK)) as book:
        for row in range(2, 9):
            put(book["人员"], row, {"角色": "业务员", "上级": None})


def major(spoil: Callable[[TestOffice], None]) -> Provoke:
    """What a run notes when a major complaint is to be reported with that in the way."""

    def provoke(office: TestOffice) -> Findings:
        other = complaint_office(office.root.parent)
        complain(other, {**GOOD, "严重程度": "重大"})
        spoil(other)
        steps = other.run("run", now="2026-11-06 12:00").data["steps"]
        return [note for step in steps if step["step"] == "major" for note in step["notes"]]

    return provoke


def paused_by(person: str) -> Provoke:
    """A pause of a complaint that this person approved."""

    def provoke(office: TestOffice) -> Findings:
        other = complaint_office(office.root.parent)
        complain(other, GOOD)
        pause = {
            "对象": "投诉", "编号": GOOD["投诉编号"], "起": datetime(2026, 11, 4, 9, 0), "处理": "暂停",
            "止": datetime(2026, 11, 5, 9, 0), "批准人": person, "原因": "等样品",
        }  # fmt: skip
        add_rows(other.path(PEOPLE_BOOK), "例外", pause)
        return list(other.run("check", now="2026-11-06 12:00").data["findings"])

    return provoke


def repairs(now: str, said: Mapping[str, Any] | None = None) -> Provoke:
    """Repairs that have a limit, as ``check`` sees them then; ``said`` is a row of 例外 about the first."""

    def provoke(office: TestOffice) -> Findings:
        other = repairs_office(office.root.parent)
        add_rows(other.path(RULE_BOOK), "通知", {"场合": "投诉到期前", "提前": 1, "单位": "天"})
        if said:
            except_for(other, "F1", "延期", **said)
        found = other.run("check", now=now).data["findings"]
        return [f for f in found if f["code"].startswith("D12") and f["cell"][1:] == "2"]

    return provoke


def added(office: TestOffice, number: str, now: str) -> Ran:
    """One more customer of A01's, and what ``plan`` says."""
    add_rows(office.path(CUSTOMER_BOOK), "客户", customer(number, "A01"))
    return office.run("plan", "--period", PERIOD, now=now)


def answered_on_two_sheets(office: TestOffice) -> Findings:
    first = office.filled(count=1)
    added(office, "K0012", "2026-11-23 09:00")
    office.collect(first)
    return all_findings(office.collect(change(office.sheet(), (3, good_answer(2)))))


def with_need(office: TestOffice, **wanted: str) -> None:
    """The office, which registers no complaints, with a row in 投诉要求."""
    with edited(office.path(RULE_BOOK)) as book:
        sheet = book.create_sheet("投诉要求")
        cells = {**wanted, "适用": "", "依据": ""}
        sheet.append([*cells])
        sheet.append([*cells.values()])


def needing(otherwise: str) -> Provoke:
    """A01's sheet, where 制度 wants 备注 of every connected call."""

    def provoke(office: TestOffice) -> Findings:
        with_need(office, 表="回访记录", 办到="通话结果=接通", 应填="备注", 不符时=otherwise)
        assert office.run("plan", "--period", PERIOD, now=PLANNED).code == 0
        return all_findings(office.collect(office.filled(count=1)))

    return provoke


def customer_without_notes(office: TestOffice) -> Findings:
    with_need(office, 表="客户", 办到="客户编号=K0001", 应填="备注")
    return list(office.run("check", now=PLANNED).data["findings"])


def added_twice_a_day(office: TestOffice) -> Findings:
    assert added(office, "K0012", "2026-11-23 09:00").data["files"]
    again = added(office, "K0013", "2026-11-23 15:00")
    assert not again.data["files"]
    return list(again.data["findings"])


def printed_with_a_wrong_mark(office: TestOffice) -> Findings:
    template = Workbook()
    template.active.append(["客户", "{{ 客户名 }}"])
    office.path("模板").mkdir()
    template.save(office.path("模板/回访客户记录.xlsx"))
    return office.run("form", "回访客户记录").data["findings"]


def filled_in(code: str) -> Provoke:
    """A form that came back, in an office beside this one."""
    return lambda office: list(FORMS_FOUND[code][2](office.root.parent / "表"))


def nobody_decides(office: TestOffice) -> None:
    with edited(office.path(PEOPLE_BOOK)) as book:
        for row in (2, 3, 4):
            put(book["人员"], row, {"状态": "离职"})


def settled_under_a_password(office: TestOffice) -> None:
    complain(office, heard_made.closed("T1", "K0001"))
    locked(CUSTOMER_BOOK, "客户")(office)


def claimed(code: str, header: str, values: Mapping[str, Any], **more: Any) -> Case:
    """A case of one claim of a made-up office, otherwise in good order, found by ``check`` under ``header``."""

    def provoke(office: TestOffice) -> Findings:
        now = "2026-11-12 09:00"
        other = sample_office(office.root.parent / "服务部", "service-desk", now)
        with edited(other.path(RULE_BOOK)) as book:
            put(book["基本"], setting_row("费用限额(元)"), {"值": "交通费 80"})
        ledger = next(other.path("台账").glob("2026*.xlsx"))
        visit = table(ledger, "台账")[0]
        good = {
            "报销单号": "E1", "报销人": "A01", "发生日期": visit["回访日期"], "关联记录": visit["记录编号"],
            "费用类型": "交通费", "金额(元)": 86, "凭证号": "00017", "自付(元)": 6, "审核人": "B01",
            "审核日期": visit["回访日期"], "审核结果": "同意", "财务付款日期": visit["回访日期"],
        }  # fmt: skip
        first = {**good, "报销单号": "E0", "凭证号": "00016"}
        changed = {key: value(good[key]) if callable(value) else value for key, value in values.items()}
        add_rows(emptied(other.path("费用报销.xlsx")), "报销", first, {**good, **changed})
        found = other.run("check", now=now).data["findings"]
        return [finding for finding in found if finding["file"] == "费用报销.xlsx"]

    address = f"{EXPENSES.letter(EXPENSES.by_header[header].key)}3"
    return Case(code, EXPENSES.name, address, provoke, planned=False, **more)


def after_visits(*loans: Mapping[str, Any], without: str = "") -> Provoke:
    """``check`` of 回访报告.xlsx in a made-up office; all visits have their reports, those of ``without`` none."""

    def provoke(office: TestOffice) -> Findings:
        now = "2026-11-12 09:00"
        other = sample_office(office.root.parent / "服务部", "service-desk", now)
        visits = [row for path in other.path("台账").glob("2026*.xlsx") for row in table(path, "台账")]
        book = emptied(other.path("回访报告.xlsx"))
        written = {r["记录编号"]: r for r in visits if r["通话结果"] == "接通" and r["工号"] != without}
        reports = ({"记录编号": n, "报告人": "A01", "报告日期": row["回访日期"]} for n, row in written.items())
        add_rows(book, "回访报告", *reports)
        first = min((row for row in visits if row["通话结果"] == "接通"), key=lambda row: row["回访日期"])
        lent = {"记录编号": first["记录编号"], "资料": "合同副本", "借用人": "A01", "借出日期": first["回访日期"]}
        add_rows(book, "资料借还", *({**lent, **loan} for loan in loans))
        return [f for f in other.run("check", now=now).data["findings"] if f["file"] == "回访报告.xlsx"]

    return provoke


UNPAID = {"财务付款日期": None, "审核日期": None}
OPEN_COMPLAINT = {"告知客户时间": None, "客户反馈": None, "关闭时间": None, "归档号": None}
#: Nothing was done about it.
UNANSWERED = {header: None for header in GOOD if header.endswith("时间") and header != "接收时间"}
#: So long before the check that a day is over in ten minutes.
GRANTED = {"起": date(2026, 11, 4), "止": date(2026, 11, 9)}
A_DAY_BEFORE = f"{datetime.fromisoformat(IN_TIME) - timedelta(minutes=1430):%Y-%m-%d %H:%M}"


def of_k1(key: str) -> str:
    """The cell of the first customer, who stands in the second row."""
    return f"{CUSTOMERS.letter(key)}2"


# Cases that take more than one cell


def garbage(office: TestOffice) -> Findings:
    path = office.path("收件箱/坏.xlsx")
    path.write_bytes(b"PK\x03\x04 not a workbook")
    assert office.collect().data["ignored"]  # it may be on its way still
    return all_findings(office.collect(now="2026-11-24 17:30"))


def locked_away(office: TestOffice) -> Findings:
    office.path("收件箱/表.zip").write_bytes(encrypted({"A01.xlsx": b"x"}))
    return all_findings(office.collect())


def mailed_before_it_was_issued(office: TestOffice) -> Findings:
    sheet = named(office.filled().read_bytes(), "A01.xlsx")
    office.path("收件箱/邮件.eml").write_bytes(mail(sheet, date="Thu, 1 Jan 2026 00:10:00 +0800"))
    return all_findings(office.collect())


def without_stand_ins(book: Workbook) -> None:
    book["代班"].title = "代班安排"


def changed_sheet(change_it: Callable[[Any], object]) -> Provoke:
    """A01's sheet, all answered well, the page itself changed."""

    def provoke(office: TestOffice) -> Findings:
        sheet = office.filled()
        with edited(sheet) as book:
            change_it(book[SHEET])
        return all_findings(office.collect(sheet))

    return provoke


def put_header(page: Any, header: str, word: str) -> None:
    page[at(header, 1)].value = word


def two_measures(page: Any) -> None:
    """Two columns, both filled, that may be 处理措施."""
    put_header(page, "处理措施", "措施")
    page[BEHIND_LAST].value = "采取的措施"
    for row in (2, 3):
        page[at("处理措施", row)].value = page.cell(row, page[BEHIND_LAST].column).value = "已登记"


def renamed_header(office: TestOffice) -> Findings:
    sheet = office.filled()
    with edited(sheet) as book:
        book[SHEET][at("备注", 1)].value = "心得"
    return all_findings(office.collect(sheet))


def further_header(header: str) -> Provoke:
    def provoke(office: TestOffice) -> Findings:
        sheet = office.filled()
        with edited(sheet) as book:
            book[SHEET][BEHIND_LAST].value = header
        return all_findings(office.collect(sheet))

    return provoke


BEHIND_LAST = behind_last(1)


def without_record(office: TestOffice) -> Findings:
    sheet = office.filled()
    with edited(sheet) as book:
        del book[RECORD]
    return all_findings(office.collect(sheet))


def with_other_record(office: TestOffice) -> Findings:
    sheet = office.filled()
    with edited(sheet) as book:
        book[RECORD]["A1"].value = book[RECORD]["A1"].value.replace("A01", "A02")
    return all_findings(office.collect(sheet))


def unanswered(office: TestOffice) -> Findings:
    return all_findings(office.collect(office.sheet()))


def stranger_checked(office: TestOffice) -> Findings:
    office.outside.mkdir()
    book = Workbook()
    book.active["A1"] = "别的"
    book.save(office.outside / "别的.xlsx")
    return list(office.run("check", office.outside / "别的.xlsx").data["findings"])


def phone_as_number(office: TestOffice) -> Findings:
    sheet = office.filled()
    phone = table(sheet, SHEET)[0]["电话"]
    return all_findings(office.collect(change(sheet, (2, {"电话": int(phone)}))))


def merged_down(office: TestOffice) -> Findings:
    sheet = office.filled()
    with edited(sheet) as book:
        book[SHEET].merge_cells(f"{at('回访日期', 2)}:{at('回访日期', 4)}")
    return all_findings(office.collect(sheet))


def copied_with_an_answer(office: TestOffice) -> Findings:
    sheet = office.filled(count=5)
    with edited(sheet) as book:
        copied = book.copy_worksheet(book[SHEET])
        copied.title = f"{SHEET} (2)"
        for header, value in good_answer(40).items():
            copied[at(header, 7)].value = value
    return all_findings(office.collect(sheet, now="2026-11-24 09:00"))


def row_deleted(office: TestOffice) -> Findings:
    sheet = office.filled()
    with edited(sheet) as book:
        book[SHEET].delete_rows(7)
    return all_findings(office.collect(sheet))


def row_left_open(office: TestOffice) -> Findings:
    return all_findings(office.collect(office.filled(count=5), now="2026-11-25 09:00"))


def same_call_twice(office: TestOffice) -> Findings:
    sheet = office.filled()
    again = {**good_answer(2), "计划编号": plan_numbers(sheet)[0]}
    return all_findings(office.collect(change(sheet, (OPEN, again))))


def no_classes(book: Workbook) -> None:
    for row in (2, 3):
        put(book["客户类别"], row, {"类别": None, "说明": None})


def expired_before_it_began(book: Workbook) -> None:
    book["客户"]["R1"].value, book["客户"]["S1"].value = "开通日期", "到期日"
    put(book["客户"], 2, {"开通日期": MONDAY, "到期日": MONDAY - timedelta(days=1)})


def no_longer_approved(office: TestOffice) -> Findings:
    """Called once, then back to 待审核: what the rule asks for after that call concerns nobody who may be called."""
    office.collect(office.filled())
    number = office.calls("A01")[0]["customer_no"]
    with edited(office.path(CUSTOMER_BOOK)) as book:
        row = next(cell.row for cell in book["客户"]["A"] if cell.value == number)
        put(book["客户"], row, {"审核状态": "待审核"})
    with edited(office.path(RULE_BOOK)) as book:
        after_a_call = {"触发": "日期", "起算": "回访记录.回访日期", "窗口起": 10, "窗口长": 7}
        put(book["回访规则"], 3, {**RULE, **after_a_call, "条件列": "回访记录.客户编号", "条件值": number})
    return list(office.run("plan", "--period", "2026-12上旬", now="2026-12-01 09:00").data["findings"])


def a_round_to_nowhere(book: Workbook) -> None:
    put(book["回访规则"], 3, {"规则编号": "R9", "规则名称": "走访", "触发": "专项"})
    put(book["专项"], 2, {"起": MONDAY, "止": MONDAY, "内容": "走访", "区域": "无人镇"})


def a_round_on_a_weekend(book: Workbook) -> None:
    put(book["回访规则"], 3, {"规则编号": "R9", "规则名称": "走访", "触发": "专项"})
    put(book["专项"], 2, {"起": date(2026, 11, 28), "止": date(2026, 11, 28), "内容": "走访"})


def a_weekend_of_a01(office: TestOffice) -> Findings:
    findings = on_book(a_round_on_a_weekend, RULE_BOOK, "plan", "--period", PERIOD)(office)
    return [finding for finding in findings if "A01" in finding["message"]]


def told_to_nobody(book: Workbook) -> None:
    last = book["选项"].max_row
    put(book["选项"], last + 1, {"类型": "角色", "值": "客服"})
    put(book["报告"], 2, {"收件角色": "老板，客服"})


CALLER = RULES_TABLE.letter("caller") + "2"


def called_by_nobody(book: Workbook) -> None:
    put(book["选项"], book["选项"].max_row + 1, {"类型": "角色", "值": "客服"})
    put(book["回访规则"], 2, {"执行": "角色:客服"})


def another_rule(book: Workbook) -> None:
    values = {"规则名称": "每月一次", "触发": "每月", "次数": 1, "间隔": None, "间隔单位": None}
    put(book["回访规则"], 2, values)


def three_attempts_missed(office: TestOffice) -> Findings:
    sheet = office.sheet()
    number = plan_numbers(sheet)[0]
    rows = [(2, missed(2)), (8, {**missed(8), "计划编号": number}), (9, {**missed(9), "计划编号": number})]
    office.collect(change(sheet, *rows))
    return list(office.run("plan", "--period", "2026-12上旬", now="2026-12-01 09:00").data["findings"])


def ended_at_once(result: str) -> Provoke:
    def provoke(office: TestOffice) -> Findings:
        office.collect(change(office.sheet(), (2, {**missed(2), "通话结果": result})))
        return list(office.run("plan", "--period", "2026-12上旬", now="2026-12-01 09:00").data["findings"])

    return provoke


def called_though_paused(office: TestOffice) -> Findings:
    number = office.calls("A01")[0]["customer_no"]
    pause = {"对象": "客户", "编号": number, "起": date(2026, 11, 21), "处理": "暂停", "批准人": "B01", "原因": "出国"}
    add_rows(office.path(PEOPLE_BOOK), "例外", pause)
    return all_findings(office.collect(office.filled()))


def missing_sheet(office: TestOffice) -> Findings:
    office.collect(office.filled("A01"), office.filled("A02"))
    return [f for f in office.run("check", now="2026-12-01 09:00").data["findings"] if f["code"] == "L706"]


def register_not_used(office: TestOffice) -> Findings:
    shutil.copy(office.path("人员.xlsx"), office.path("投诉登记表.xlsx"))
    return list(office.run("check", now=PLANNED).data["findings"])


def pending(office: TestOffice) -> Findings:
    office.collect(office.filled("A01"))
    office.collect(change(office.filled("A01"), (2, {"满意度": "一般"})))
    return list(office.run("check").data["findings"])


def declined_before(office: TestOffice) -> Findings:
    pending(office)
    with edited(office.forms()[0]) as book:
        book["更正单"].delete_rows(2)
    assert office.run("correct", office.forms()[0]).data["declined"] == 1
    return all_findings(office.collect(change(office.filled("A01"), (2, {"满意度": "一般"}), (9, {"备注": "再发"}))))


def overdue(office: TestOffice) -> Findings:
    return [f for f in office.run("check", now="2026-12-01 09:00").data["findings"] if f["code"] == "L709"]


def clock_back(office: TestOffice) -> Findings:
    return list(office.run("check", now="2026-11-19 09:00").data["findings"])


def clock_ahead(office: TestOffice) -> Findings:
    return list(office.run("check", now="2027-02-01 09:00").data["findings"])


def copied_register(office: TestOffice) -> Findings:
    shutil.copy(office.path("人员.xlsx"), office.path("人员(1).xlsx"))
    return list(office.run("check").data["findings"])


def ledger_open(office: TestOffice) -> Findings:
    office.collect(*(office.filled(agent) for agent in ("A01", "A02", "A03")))
    assert office.report().code == 0
    office.path(f"台账/~${PERIOD}.xlsx").write_bytes(b"")
    ran = office.report()
    assert (ran.code, "J802" in ran.err) == (1, True)
    return [*ran.data["findings"], *ran.data.get("notes", ())]


def with_macros(office: TestOffice) -> Findings:
    path = office.filled()
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/vbaProject.bin", b"x")
    return all_findings(office.collect(path))


def in_a_mail(**more: Any) -> Provoke:
    def provoke(office: TestOffice) -> Findings:
        letter = office.path("收件箱") / "信.eml"
        letter.write_bytes(mail(named(office.filled().read_bytes(), "a.xlsx"), **more))
        return all_findings(office.collect())

    return provoke


def by_somebody_else(office: TestOffice) -> Findings:
    change(office.path("人员.xlsx"), (5, {"邮箱": "li@example.com"}), sheet="人员")
    return in_a_mail(date="Tue, 24 Nov 2026 08:00:00 +0800")(office)


def inbox_open(office: TestOffice) -> Findings:
    office.send(office.filled())

    unlink = Path.unlink

    def held(path: Path, missing_ok: bool = False) -> None:
        if path.parent.name == "收件箱":
            raise PermissionError(13, "Permission denied", str(path))
        unlink(path, missing_ok)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Path, "unlink", held)
        return list(office.collect().data["notes"])


def outbox_full(office: TestOffice) -> Findings:
    write = files._write

    def full(beside: Path, *args: Any) -> None:
        if beside.parent.name == "发件箱":
            raise OSError(13, "Permission denied", str(beside))
        write(beside, *args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "_write", full)
        return list(office.collect(change(office.filled(), (2, {"通话结果": "乱"}))).data["notes"])[:1]


def larger_than_a_mail(office: TestOffice) -> Findings:
    with_mailbox(office, 邮箱地址="", **{"每封最大(MB)": 1})
    path = change(office.filled(), (2, {"通话结果": "乱"}))
    with edited(path) as book:
        for row in range(1, 90):
            book.create_sheet("附记") if row == 1 else None
            book["附记"].cell(row, 1).value = random.Random(row).randbytes(15_000).hex()
    notes = [note for note in office.collect(path).data["notes"] if note["code"] == "J850"]
    (draft,) = office.path("发件箱").glob("退回-*.eml")
    assert draft.stat().st_size < 1_000_000 and [*office.path("发件箱").glob("退回-*.xlsx")]
    return notes


def agent_without_address(office: TestOffice) -> Findings:
    with_mailbox(office, lacking=("A02",))
    return list(office.run("plan", "--period", PERIOD, now=PLANNED).data["findings"])


def no_password_to_lock_with(office: TestOffice) -> Findings:
    with_locked_attachments(with_mailbox(office), "A02")
    with keyring_of(Memory()):
        return list(office.run("plan", "--period", PERIOD, now=PLANNED).data["findings"])


def overlaps_the_ledger(office: TestOffice) -> Findings:
    office.collect(office.filled())
    other = {**good_answer(OPEN), "客户编号": GIVEN_UP, "开始时间": time(9, 22), "结束时间": time(9, 26)}
    return all_findings(office.collect(change(office.sheet(), (OPEN, other))))


def two_of_one_name(office: TestOffice) -> Findings:
    """Both are the agent's, and the open row says no more than the name."""
    with edited(office.path(CUSTOMER_BOOK)) as book:
        page = book["客户"]
        hers = [row for row in range(2, page.max_row + 1) if page.cell(row, columns(page)["业务员"]).value == "A01"]
        for row in hers[:2]:
            put(page, row, {"客户名称": "同名商行"})
    return all_findings(office.collect(change(office.filled(), (OPEN, {**good_answer(40), "客户名称": "同名商行"}))))


def too_many_for_three_days(office: TestOffice) -> Findings:
    with edited(office.path(PEOPLE_BOOK)) as book:
        put(book["人员"], A01_ROW, {"每日上限": 1})
    ran = office.run("plan", "--period", PERIOD, now="2026-11-26 09:00")
    return list(ran.data["findings"])


UNSAID = {"是否接到回访": None, "满意度(客户说)": None, "问题是否解决(客户说)": None}


def drawn_with_the_seed_of_another_period(office: TestOffice) -> Findings:
    words = ("spotcheck", "draw", "--seed", "0711", "--period")
    office.run(*words, PERIOD, now="2026-12-01 09:00")
    return list(office.run(*words, "2026-11", now="2026-12-01 09:00").data["findings"])


def checks(*rows: Mapping[str, Any] | None, without_record: bool = False) -> Provoke:
    """A sheet of the auditor's whose first rows (None: left empty) differ from good calls like this."""

    def provoke(office: TestOffice) -> Findings:
        office.run("spotcheck", "draw", "--period", PERIOD, "--seed", "8-15-22-31", now="2026-12-01 09:00")
        path = checks_made.rang(office, *rows)
        if without_record:
            with edited(path) as book:
                del book["_huifang"]
        data = checks_made.taken(office, path).data
        return [one for sheet in (*data["entered"], *data["returned"]) for one in sheet["findings"]]

    return provoke


def drawn_twice(office: TestOffice) -> Findings:
    drawn = [
        office.run("spotcheck", "draw", "--period", PERIOD, "--seed", seed, now="2026-12-01 09:00")
        for seed in ("0711", "0712")
    ]
    assert [ran.code for ran in drawn] == [0, 1]
    return list(drawn[1].data["findings"])


def unknown_record(office: TestOffice) -> Findings:
    return list(office.correct(("回访记录", "H2611-9999-1", "满意度", "满意", "一般", "B01", "核对")).data["refused"])


WITH_PERSON = {"处理情况": "未解决", "上报文件": "上报单"}
NEW_PERSON = {"工号": "A99", "姓名": "周新", "角色": "业务员", "状态": "在职"}
NEW_STAND_IN = {"工号": "A01", "起": MONDAY, "止": MONDAY, "代理人": "A02"}
NEW_EXCEPTION = {"起": MONDAY, "处理": "放弃", "批准人": "B01", "原因": "停业"}
NEW_CONTACT = {"客户编号": "K0001", "联系角色": "采购", "姓名": "丁一", "电话": "13800000099"}
RULE = {"规则编号": "R9", "规则名称": "另一规则", "触发": "滚动", "间隔": 30, "间隔单位": "天"}
THREE_A_MONTH = {"触发": "每月", "次数": 3, "间隔": None, "间隔单位": None}
DORMANT = {"规则编号": "R9", "规则名称": "久未来店", "触发": "久未服务", "间隔": 3, "起算": "客户.首次登记日期"}

PHONE = "13900001111"
LIST, LISTED = ("客户名称", "业务员", "客户类别", "电话"), ("甲店", "A01", "普通客户", PHONE)


def brought_in(*rows: Sequence[Any]) -> Provoke:
    """A list of the office's own, proposed for 客户."""

    def provoke(office: TestOffice) -> Findings:
        path = plain(office.outside / "名单.xlsx", *rows)
        return list(office.run("import", path, "--to", "客户", now=PLANNED).data["findings"])

    return provoke


def regulation_of_ones_own(old: str, new: str) -> Provoke:
    """An office that would be founded by a text of its own, with these words instead of those."""

    def provoke(office: TestOffice) -> Findings:
        text = (resources.files("huifang.workbooks") / "policies" / "sales-ten-day.toml").read_text(encoding="utf-8")
        assert old in text
        path = office.outside / "办法.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return list(office.run("init", office.outside / "新", "--policy", path, now=PLANNED).data["findings"])

    return provoke


def regulation_drafted(cells: Mapping[str, str]) -> Provoke:
    """A draft whose first rule has these cells besides, as the regulation of a new office."""

    def provoke(office: TestOffice) -> Findings:
        office.outside.mkdir(exist_ok=True)
        source, book = office.outside / "条文.txt", office.outside / "制度草案.xlsx"
        source.write_text("第一条 普通客户每十天电话回访一次。\n", encoding="utf-8")
        office.run("draft", source, "--out", book, now=PLANNED)
        drafted = load_workbook(book)
        sheet = drafted["回访规则"]
        headers = [cell.value for cell in sheet[1]]
        for header, value in cells.items():
            at = headers.index(header) if header in headers else len(headers)
            sheet.cell(1, at + 1).value, sheet.cell(2, at + 1).value = header, value
        drafted.save(book)
        return list(office.run("init", office.outside / "新", "--policy", book, now=PLANNED).data["findings"])

    return provoke


def book_of_another_office(office: TestOffice) -> Findings:
    path = office.outside / "制度.xlsx"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(office.path("制度.xlsx").read_bytes())
    with edited(path) as book:
        book.create_sheet("内部说明")["A1"] = "内部"
    return list(office.run("init", office.outside / "新", "--policy", path, now=PLANNED).data["findings"])


def typed(*lines: str) -> Provoke:
    """The same from a text file of these lines."""

    def provoke(office: TestOffice) -> Findings:
        office.outside.mkdir(exist_ok=True)
        path = office.outside / "名单.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        return list(office.run("import", path, "--to", "客户", now=PLANNED).data["findings"])

    return provoke


def calls_of(*row: str, told: Sequence[str] = ()) -> Provoke:
    """A list of calls with this one in it, proposed."""

    def provoke(office: TestOffice) -> Findings:
        headers = ("起始时间", "对方号码", "通话时长", "通信方式")
        lines = [headers, ("2026-11-09 09:30:05", PHONE, "1分5秒", "主叫"), row]
        path = text(office.outside / "话单.csv", lines, "gb18030")
        words = [word for one in told for word in ("--set", one)]
        return list(office.run("import", path, "--to", "话单", *words, now=PLANNED).data["findings"])

    return provoke


def past_calls(number: str, name: str, *cells: Any, times: int = 1) -> Provoke:
    """A list with one past call in it, proposed; of the customer whose name is that of the customer ``name``. So many
    ``times`` it stands there.
    """

    def provoke(office: TestOffice) -> Findings:
        named = {row["客户编号"]: row["客户名称"] for row in table(office.path("客户资料库.xlsx"), "客户")}
        row = (number, named.get(name, name), *cells)
        path = plain(office.outside / "过去.xlsx", ("客户编号", "客户名称", "回访日期", "通话结果"), *[row] * times)
        return list(office.run("import", path, "--to", "回访记录", now=PLANNED).data["findings"])

    return provoke


def numbered_calls(office: TestOffice) -> Findings:
    headers = ("本机号码", "起始时间", "对方号码", "通话时长")
    path = plain(office.outside / "话单.xlsx", headers, ("8009", "2026-11-09 09:30:05", PHONE, "65"), sheet="话单")
    return list(office.run("import", path, "--to", "话单", now=PLANNED).data["findings"])


def two_lists(office: TestOffice) -> Findings:
    path = plain(office.outside / "名单.xlsx", LIST, LISTED)
    with edited(path) as book:
        book.copy_worksheet(book["Sheet1"]).title = "旧名单"
    return list(office.run("import", path, "--to", "客户", now=PLANNED).data["findings"])


def goes_on_elsewhere(office: TestOffice) -> Findings:
    path = plain(office.outside / "名单.xlsx", LIST, LISTED)
    with edited(path) as book:
        book.create_sheet("续")["A1"] = "乙店"
        book.create_sheet("空的")
    return list(office.run("import", path, "--to", "客户", now=PLANNED).data["findings"])


def projects_under_a_password(office: TestOffice) -> Findings:
    other = sample_office(office.outside, "equipment-lifecycle", "2026-11-20 08:30")
    other.run("plan", now=PLANNED)
    with edited(other.path("项目台账.xlsx")) as book:
        book["台账"].protection.set_password("secret")
    habits = habits_of(Desk(Office(other.root), datetime(2026, 12, 12, 9)))
    for path in other.path("回访计划/2026-11").glob("*.xlsx"):
        other.path(f"收件箱/{path.name}").write_bytes(fill_in(path.read_bytes(), habits=habits))
    return list(other.collect(now="2026-11-30 17:00").data["notes"])


CASES = (
    Case("F101", None, None, garbage),
    Case("F102", None, None, on_book(without_stand_ins, PEOPLE_BOOK), planned=False),
    Case("F103", SHEET, "A1", renamed_header, also=("F107",)),
    Case("F112", SHEET, "A3", changed_sheet(lambda page: page.insert_rows(1, 2)), also=None),
    Case("F113", SHEET, at("满意度", 1), changed_sheet(lambda page: put_header(page, "满意度", "滿意程度"))),
    Case("F114", SHEET, at("处理措施", 1), changed_sheet(two_measures), also=("F103",)),
    Case("F115", SHEET, "A3", changed_sheet(lambda page: page.row_dimensions[3].__setattr__("hidden", True))),
    Case("F116", "记事", None, changed_sheet(lambda page: page.parent.create_sheet("记事").append(["记得回电"]))),
    Case("F117", "表一", None, changed_sheet(lambda page: page.__setattr__("title", "表一"))),
    Case("F104", SHEET, None, without_record),
    Case("F105", RECORD, None, with_other_record),
    Case("F106", SHEET, None, unanswered),
    Case("F107", SHEET, BEHIND_LAST, further_header("标记")),
    Case("F108", SHEET, BEHIND_LAST, further_header("备注")),
    Case("F109", None, None, stranger_checked),
    Case("F110", None, None, locked_away),
    Case("F111", None, None, mailed_before_it_was_issued),
    cell("C201", "回访方式", {"回访方式": None}),
    cell("C201", "回访日期", {"回访日期": None}),
    cell("C201", "开始时间", {"开始时间": None}),
    cell("C201", "结束时间", {"结束时间": None}),
    cell("C201", "通话结果", {"通话结果": None, "满意度": None}),
    register("C201", "B30", PEOPLE_BOOK, "人员", FREE, {**NEW_PERSON, "姓名": None}),
    of_customer("C201", "F", {"电话": None}),
    cell("C202", "回访日期", {"回访日期": "昨天"}),
    cell("C202", "回访日期", {"回访日期": "2026-02-30"}),
    cell("C202", "下次联系日期", {"下次联系日期": "下个月"}),
    of_customer("C202", "K", {"审核日期": "十一月"}, also=None),
    cell("C203", "开始时间", {"开始时间": "上班时"}),
    cell("C203", "开始时间", {"开始时间": 11}),
    cell("C203", "结束时间", {"结束时间": "25:10"}),
    register("C204", "I5", PEOPLE_BOOK, "人员", A01_ROW, {"每日上限": "很多"}),
    register("C204", "I5", PEOPLE_BOOK, "人员", A01_ROW, {"每日上限": 2.5}),
    cell("C205", "满意度", {"满意度": "还行"}),
    cell("C205", "通话结果", {"通话结果": "通了"}),
    of_customer("C205", "C", {"客户类别": "贵宾"}),
    cell("C206", "客户意见或需求", {"客户意见或需求": "  想看样品 "}),
    cell("C206", "回访方式", {"回访方式": "\u3000电话"}),
    cell("C207", "回访日期", {"回访日期": "2026年11月23日"}),
    cell("C207", "开始时间", {"开始时间": "9\uff1a20"}),
    Case("C208", SHEET, at("电话", 2), phone_as_number),
    cell("C209", "满意度", {"满意度": Formula("#N/A")}),
    of_customer("C209", "D", {"业务员": Formula("#REF!")}, also=None),
    cell("C210", "备注", {"备注": Formula("=1+1")}),
    of_customer("C211", "F", {"电话": "1380000"}),
    register("C211", "G2", CUSTOMER_BOOK, "联系人", 2, {**NEW_CONTACT, "电话": "12345"}),
    register("C212", "F2", CUSTOMER_BOOK, "联系人", 2, {**NEW_CONTACT, "年龄": 200}),
    register("C214", "I5", PEOPLE_BOOK, "人员", A01_ROW, {"每日上限": "12个"}),
    cell("C215", "回访日期", {"回访日期": "11月23日"}),
    of_customer("C215", "K", {"审核日期": "11月19日"}, also=None),
    of_customer("C216", "F", {"电话": 138000000011380000}, also=None),
    register("C216", "A2", CUSTOMER_BOOK, "联系人", 2, {**NEW_CONTACT, "客户编号": 330102199001011234}, also=None),
    of_customer("C217", "F", {"电话": date(2026, 1, 2)}, also=None),
    register("C212", "I5", PEOPLE_BOOK, "人员", A01_ROW, {"每日上限": 0}),
    of_customer("C213", "M", {"勿扰时段": "中午"}),
    of_customer("C218", "O", {"重点标记": "√"}, also=None),
    cell("C219", "下次联系日期", {"下次联系日期": 31}),
    Case("C222", SHEET, at("回访日期", 3), merged_down),
    Case("F122", f"{SHEET} (2)", None, copied_with_an_answer, also=None),
    cell("C220", "备注", {"备注": Formula('=_xlfn.DISPIMG("ID_1234",1)')}),
    of_customer("C221", "F", {"电话": "13800000001(王女士)"}, also=None),
    of_customer("C213", "M", {"勿扰时段": "14:00-14:00"}),
    cell("R301", "回访日期", {"回访日期": date(2026, 11, 20)}),
    cell(
        "R301", "回访日期", {"客户编号": GIVEN_UP, "回访日期": date(2026, 12, 1)}, row=OPEN, now="2026-12-02 09:00",
        also=("R320",),
    ),  # fmt: skip
    cell("R302", "回访日期", {"回访日期": date(2026, 11, 25)}),
    cell("R303", "结束时间", {"结束时间": time(9, 19)}),
    cell("R304", "结束时间", {"结束时间": time(10, 41)}, row=7),
    Case("R320", SHEET, at("回访日期", 2), called_though_paused),
    cell("R321", "结束时间", {"结束时间": time(9, 20, 8)}),
    cell("R316", "结束时间", {"开始时间": time(23, 50), "结束时间": time(0, 10)}, also=("R305",)),
    cell("R305", "开始时间", {"开始时间": time(8, 29), "结束时间": time(8, 31)}),
    cell("R306", "开始时间", {"客户编号": "K0002", "开始时间": time(12, 30), "结束时间": time(12, 34)}, row=OPEN),
    cell("R307", "回访日期", {"回访日期": date(2026, 11, 22)}),
    cell("R308", "不满意原因", {"满意度": "非常不满意"}),
    cell("R309", "上报文件", {"处理情况": "未解决", "上报对象": "B01"}),
    cell("R309", "上报对象", {"处理情况": "未解决", "上报文件": "上报单"}),
    cell("R317", "处理措施", {"处理情况": "已解决", "处理措施": "/"}),
    cell("R310", "回访方式", {"回访方式": "微信或QQ"}),
    cell("R310", "回访方式", {"客户编号": "K0001", "回访方式": "上门"}, row=OPEN),
    cell("R311", "满意度", {"满意度": None}),
    cell("R311", "处理情况", {"处理情况": None}),
    cell("R311", "客户意见或需求", {"客户意见或需求": None}),
    Case("R330", SHEET, at("备注", 2), needing("退回"), planned=False),
    Case("R331", SHEET, at("备注", 2), needing("提醒"), planned=False),
    cell("R312", "满意度", {"通话结果": "占线"}),
    cell("R313", "下次联系日期", {"下次联系日期": MONDAY - timedelta(days=1)}),
    cell("R314", "计划编号", {"计划编号": "H2611-9999", "客户编号": "K0001"}, row=OPEN),
    cell("R315", "客户编号", {}, row=OPEN),
    cell("R318", "客户名称", {"客户名称": "没有这家店"}, row=OPEN),
    Case("R319", SHEET, at("客户名称", OPEN), two_of_one_name),
    Case("X401", SHEET, at("开始时间", OPEN), same_call_twice),
    cell("X402", "开始时间", {"开始时间": time(9, 22)}, row=3),
    Case("X403", SHEET, at("开始时间", OPEN), overlaps_the_ledger, also=("R320",)),
    Case("X404", SHEET, at("回访日期", 3), answered_on_two_sheets),
    cell("T501", "客户编号", {"客户编号": "K9999"}, row=OPEN),
    register("T501", "A2", CUSTOMER_BOOK, "联系人", 2, {**NEW_CONTACT, "客户编号": "K9999"}),
    cell("T502", "客户编号", {"客户编号": OUT_OF_USE}, row=OPEN),
    cell("T503", "客户编号", {"客户编号": "K0007"}, row=OPEN),
    Case("T504", SHEET, None, row_deleted),
    cell("T505", "客户名称", {"客户名称": "另一家"}),
    cell("T505", "电话", {"电话": "13900001111"}),
    cell("T505", "应访止", {"应访止": date(2026, 11, 29)}),
    cell("T505", "联系人", {"联系人": None}),
    Case("T506", SHEET, at("回访日期", 7), row_left_open),
    cell("T507", "上报对象", {**WITH_PERSON, "上报对象": "查无此人"}),
    of_customer("T507", "D", {"业务员": "A77"}),
    cell("T508", "上报对象", {**WITH_PERSON, "上报对象": "A06"}),
    register("T508", "D2", PEOPLE_BOOK, "代班", 2, {**NEW_STAND_IN, "代理人": "A06"}),
    cell("T509", "上报对象", {**WITH_PERSON, "上报对象": "王伟"}),
    of_customer("T509", "D", {"业务员": "王伟"}),
    of_customer("T510", "A", customer("K0001", "A01"), row=FREE),
    register("T510", "A30", PEOPLE_BOOK, "人员", FREE, {**NEW_PERSON, "工号": "A01"}),
    of_customer("T511", "J", {"审核人": None}),
    of_customer("T511", "K", {"审核日期": None}, also=None),
    of_customer("T512", "J", {"审核人": "B01"}),
    of_customer("T513", "I", {"审核状态": "待审核"}),
    of_customer("T514", "D", {"业务员": "A06"}),
    register("T515", "C2", PEOPLE_BOOK, "代班", 2, {**NEW_STAND_IN, "止": date(2026, 11, 22)}),
    register("T515", "D2", PEOPLE_BOOK, "例外", 2, {"止": REVIEWED - timedelta(days=1)}),
    Case("T516", "客户", "C2", on_book(no_classes, RULE_BOOK), also=("P605", "P607"), planned=False),
    register("T517", "D2", PEOPLE_BOOK, "代班", 2, {**NEW_STAND_IN, "代理人": "A01"}),
    Case("T518", "客户", "S2", on_book(expired_before_it_began, CUSTOMER_BOOK), planned=False),
    claimed("T519", "关联记录", {"关联记录": None}),
    claimed("T519", "关联记录", {"关联记录": "H2610-9999-1"}),
    claimed("T520", "发生日期", {"发生日期": lambda day: day + timedelta(days=2)} | UNPAID),
    claimed("T521", "凭证号", {"凭证号": "00016"}),
    claimed("T522", "财务付款日期", {"审核日期": None}),
    claimed("T522", "审核人", {"审核人": "A02"}),
    claimed("T522", "审核人", {"审核人": "B01", "报销人": "B01"}),
    claimed("T523", "自付(元)", {"自付(元)": None}),
    Case("T524", "资料借还", "E2", after_visits({}), planned=False),
    Case("T524", "资料借还", "E2", after_visits({"批准人": "A02"}), planned=False),
    Case("T525", "回访报告", None, after_visits(without="A02"), planned=False),
    Case("T540", "投诉", "B2", written_over, planned=False),
    Case("T541", "投诉", None, row_gone, planned=False),
    Case("T542", "客户", of_k1("review_status"), out_of_use),
    complaint("D101", "证据", {"证据": None}),
    complaint("D102", "关闭说明", {"客户反馈": "不满意"}, also=("D111",)),
    complaint("D102", "关闭说明", {"客户反馈": None}, also=("D101",)),
    complaint("D103", "关闭时间", {"执行完成时间": None}),
    complaint("D104", "调查完成时间", {"调查完成时间": "2026-12-09 09:00"}, also=("D115",)),
    Case("D105", "投诉", "M2", first_asked_changed, planned=False),
    complaint("D106", "投诉类别", {"投诉类别": "餐饮"}),
    complaint("D107", "责任部门", {"责任部门": "产品部"}),
    complaint("D108", "接收时间", {"接收时间": "2026-11-03 00:00"}),
    complaint("D109", "致谢人", {"致谢人": "A01", "原因": "漏排"}, preset="scenic-complaints"),
    Case("D132", "客户", of_k1("notes"), customer_without_notes, planned=False),
    complaint("D130", "补偿金额(元)", {"补偿金额(元)": None}),
    complaint("D110", "首次响应时间", UNANSWERED),
    complaint("D115", "首次响应时间", {"首次响应时间": None}),
    Case("D116", "例外", "F2", paused_by("A02"), planned=False),
    Case("D120", "服务单", "H2", repairs("2026-11-09 10:00"), planned=False),
    Case("D121", "服务单", "H2", repairs("2026-11-06 10:00"), planned=False),
    Case("D122", "例外", "F2", repairs("2026-11-04 10:00", {**GRANTED, "批准人": "A01"}), planned=False),
    Case("D122", "例外", "D2", repairs("2026-11-04 10:00", {**GRANTED, "止": None}), planned=False),
    complaint("D117", "首次响应时间", {**UNANSWERED, "接收时间": A_DAY_BEFORE}),
    Case("D118", "投诉", "T2", passed_on, planned=False),
    complaint("D111", "客户反馈", {**OPEN_COMPLAINT, "告知客户时间": "2026-11-05 11:00", "客户反馈": "不满意"}),
    Case("D112", "反馈", "J2", unanswered_feedback, planned=False),
    Case("D131", "任务", "A3", a_task_of_ones_own, planned=False),
    Case("L731", "任务", "G2", a_late_task, planned=False),
    Case("J841", "任务", None, a_register_of_tasks_under_a_password, planned=False),
    Case("D113", "反馈", "G2", slip({"反馈类型": "咨询"}), planned=False),
    Case("D113", "反馈", "H2", slip({**LEAD, "区域负责人": None}), planned=False),
    Case("D113", "反馈", "K2", slip({**LEAD, "咨询问题": None}), planned=False),
    Case("D113", "反馈", "L2", slip({**LEAD, "意向程度": None}), planned=False),
    Case("D113", "反馈", "M2", slip({**LEAD, "预计合作时间": None}), planned=False),
    Case("D114", "措施", "D2", measure({"评审部门": None}), planned=False),
    Case("D114", "措施", "I2", measure({"验证人": None}), planned=False),
    Case("D119", "措施", "D2", measure({"评审部门": "食堂", "类别": "建议"}), planned=False),
    setting("P601", setting_row(), f"A{setting_row()}", {"项目": "报告曰", "值": "10"}),
    setting("P602", setting_row("报告日"), f"B{setting_row('报告日')}", {"值": "10,20,40"}),
    setting("P602", setting_row("报告时刻"), f"B{setting_row('报告时刻')}", {"值": "傍晚"}),
    setting("P602", setting_row("每人抽查数"), f"B{setting_row('每人抽查数')}", {"值": -1}),
    setting("P602", setting_row("批次"), f"B{setting_row('批次')}", {"值": None}),
    setting("P603", setting_row(), f"A{setting_row()}", {"项目": "批次", "值": "月"}),
    Case(
        "P604", "基本", None, planned=False,
        provoke=on_book(entered("基本", setting_row("顺延"), {"项目": None, "值": None, "说明": None}), RULE_BOOK),
    ),
    register("P605", "A3", RULE_BOOK, "回访规则", 3, {**RULE, "适用类别": "贵宾"}, also=("P607",)),
    register("P605", "E2", RULE_BOOK, "问卷", 2, {"题号": "Q1", "题目": "收到了吗", "题型": "选项"}),
    Case(
        "P606", "日历", None, planned=False, also=None,
        provoke=lambda office: list(office.run("plan", now="2035-03-01 09:00").data["findings"]),
    ),
    register("P607", "F2", RULE_BOOK, "回访规则", 2, {"适用类别": "普通客户,贵宾"}),
    setting("P607", setting_row("反馈单交给"), f"B{setting_row('反馈单交给')}", {"值": "产品 生产部"}),
    register("P607", "C2", RULE_BOOK, "专项", 2, {**DECIDED, "适用类别": "贵宾"}),
    register("P608", RULES_TABLE.letter("share") + "2", RULE_BOOK, "回访规则", 2, {"比例(%)": 30}),
    register("P609", "E3", RULE_BOOK, "回访规则", 3, {**DORMANT, "间隔单位": "天"}),
    register("P610", "F3", RULE_BOOK, "回访规则", 3, RULE),
    register("P660", "D2", RULE_BOOK, "回访规则", 2, {"间隔": 5}),
    register("P611", "J3", RULE_BOOK, "回访规则", 3, {**DORMANT, "起算": "服务单.完工时间"}),
    register("P612", "D2", RULE_BOOK, "报告", 2, {"收件角色": "老板，总经理"}),
    Case("P613", "报告", "D2", on_book(told_to_nobody, RULE_BOOK), planned=False),
    Case("P614", "回访规则", "A2", on_book(another_rule, RULE_BOOK)),
    register("P651", CALLER, RULE_BOOK, "回访规则", 2, {"执行": "角色:质检"}, name="role"),
    register("P651", CALLER, RULE_BOOK, "回访规则", 2, {"执行": "人员:甲"}, name="person"),
    Case("P613", "回访规则", CALLER, on_book(called_by_nobody, RULE_BOOK), planned=False, name="caller"),
    register("P618", RULES_TABLE.letter("target") + "2", RULE_BOOK, "回访规则", 2, {"目标": "全部"}),
    register("T526", "B3", PEOPLE_BOOK, "例外", 3, {**NEW_EXCEPTION, "对象": "计划", "编号": "H2611-0999"}),
    register("T528", "E3", PEOPLE_BOOK, "例外", 3, {**NEW_EXCEPTION, "对象": "人员", "编号": "A01"}),
    register("P617", "E2", RULE_BOOK, "通知", 2, {"场合": "投诉到期前", "提前": 1}, also=("P611",)),
    register("P620", "F2", RULE_BOOK, "专项", 2, {**DECIDED, "决定人": "A01"}),
    register("P619", "F2", RULE_BOOK, "通知", 2, {"场合": "批示", "模板": "没有的"}),
    setting("P616", setting_row(), f"B{setting_row()}", {"项目": "当天通知", "值": "老板", "说明": "旧"}),
    setting(
        "P631", setting_row("另用登记表"), f"B{setting_row('另用登记表')}", {"值": "回访报告"},
    ),
    setting(
        "P632", setting_row("另用登记表"), f"B{setting_row('另用登记表')}", {"值": "《投诉登记表》"}, also=("P631",),
    ),
    setting(
        "P633", setting_row("另用登记表"), f"B{setting_row('另用登记表')}", {"值": "服务单.xlsx"}, also=("P631",),
    ),
    setting(
        "P607", setting_row("另用登记表"), f"B{setting_row('另用登记表')}", {"值": "费用报销，投诉表"}, also=("P631",),
        name="unknown further register",
    ),
    Case("P634", None, None, register_not_used),
    register("P615", "D3", RULE_BOOK, "客户类别", 3, {"判断": "当月"}),
    register("T527", "E2", PEOPLE_BOOK, "人员", 2, {"上级": "C01"}),
    Case("L701", "人员", f"{PEOPLE.letter('daily_limit')}{A01_ROW}", too_many_for_three_days, planned=False),
    Case(
        "L702", "客户", of_k1("customer_no"), planned=False,
        provoke=planned_with({"审核日期": date(2026, 11, 11)}, now="2026-11-21 09:00"),
    ),
    Case("L703", "客户", of_k1("phone"), three_attempts_missed),
    Case("L704", "客户", of_k1("agent"), planned_with({"业务员": "A06"}), planned=False),
    Case("L705", "客户", of_k1("reviewed_on"), planned_with({"审核日期": None, "首次登记日期": None}), planned=False),
    Case("L706", "人员", f"A{A01_ROW + 2}", missing_sheet),
    Case("L707", None, None, pending),
    Case("L708", SHEET, None, declined_before),
    Case("L709", "客户", of_k1("customer_no"), overdue),
    Case("L710", "人员", f"A{A01_ROW}", a_weekend_of_a01, planned=False),
    Case("L711", "客户", of_k1("customer_no"), planned_by({"联系角色": "采购"}), planned=False),
    Case("L721", "客户", of_k1("customer_no"), planned_by({"执行": "人员:A06"}), planned=False),
    Case("L712", "客户", of_k1("customer_no"), planned_by(THREE_A_MONTH, gap=60), planned=False),
    Case("L713", "客户", of_k1("review_status"), no_longer_approved, also=None),
    Case(
        "L714", "专项", f"{CAMPAIGNS.letter('regions')}2", planned=False,
        provoke=on_book(a_round_to_nowhere, RULE_BOOK, "plan", "--period", PERIOD),
    ),
    Case("L715", "人员", f"A{A01_ROW}", added_twice_a_day),
    Case("L716", "客户", of_k1("customer_no"), ended_at_once("拒访")),
    Case("L717", "客户", of_k1("phone"), ended_at_once("空号")),
    Case(
        "L718", "客户", f"{CUSTOMERS.letter('phone')}3", planned=False,
        provoke=planned_with({"电话": "138-0000-0001"}, row=3),
    ),
    Case("L719", "客户", f"{HOTELS.letter('expires_on')}2", contract_over),
    Case("S901", None, None, drawn_twice),
    Case("S902", None, None, drawn_with_the_seed_of_another_period),
    Case("S910", "抽查", "B2", checks({"客户编号": "K0001"})),
    Case("S911", "抽查", "D2", checks({"电话": "13900009999"})),
    Case("S912", "抽查", "G2", checks({"是否接通": "否", **UNSAID, "是否接到回访": "是"})),
    Case("S913", "抽查", "M2", checks({"核查时间": datetime(2026, 12, 9, 9, 0)}), name="later"),
    Case("S913", "抽查", "M2", checks({"核查时间": datetime(2026, 11, 28, 9, 0)}), name="before the sealing"),
    Case("S914", "抽查", "L2", checks({"核查人": "A01"})),
    Case("S915", "抽查", "A3", checks(None, {})),
    Case("S916", "抽查", "A2", checks({"抽查编号": "另加的"})),
    Case("S917", "抽查", "I2", checks({"满意度(客户说)": None})),
    Case("S918", "抽查", "A3", checks({}, {"抽查编号": f"{PERIOD}-A01-01"}), also=None),
    Case("S919", "抽查", None, checks({}, without_record=True)),
    Case("J801", None, None, clock_back),
    Case("J815", None, None, clock_ahead, also=None),
    Case("J802", None, None, ledger_open),
    Case("J830", None, None, inbox_open),
    register("T550", "A10", PEOPLE_BOOK, "人员", 10, {**NEW_PERSON, "工号": "a01"}),
    register("T550", "A10", PEOPLE_BOOK, "人员", 10, {**NEW_PERSON, "工号": "\u041008"}, name="Cyrillic"),
    register("T550", "A10", PEOPLE_BOOK, "人员", 10, {**NEW_PERSON, "工号": "AO1"}, name="O for nought"),
    Case("F118", None, None, with_macros),
    Case("F119", None, None, in_a_mail(received=())),
    Case("F120", None, None, in_a_mail(received=("Tue, 24 Nov 2026 08:00:00 +0800",))),
    Case("F121", None, None, by_somebody_else),
    Case("J831", None, None, outbox_full),
    Case("J851", "人员", f"{PEOPLE.letter('email')}{A01_ROW + 1}", agent_without_address, planned=False),
    Case("J852", None, None, no_password_to_lock_with, planned=False),
    Case("J850", None, None, larger_than_a_mail),
    Case("J803", "更正单", "B2", unknown_record),
    Case("J804", None, None, copied_register),
    Case("J805", "台账", None, projects_under_a_password),
    Case("J806", "投诉", None, heard(locked("投诉登记表.xlsx", "投诉")), planned=False),
    Case("J809", "投诉", "L2", major(nobody_is_above), planned=False),
    Case("J810", "投诉", None, major(locked("投诉登记表.xlsx", "投诉")), planned=False),
    Case("F130", "Sheet", "B1", printed_with_a_wrong_mark, planned=False),
    *(Case(code, sheet, cell, filled_in(code), planned=False) for code, (sheet, cell, _) in FORMS_FOUND.items()),
    Case("J807", "人员", None, heard(nobody_decides), planned=False),
    Case("J808", "客户", None, heard(settled_under_a_password), planned=False),
    Case("M001", None, None, brought_in(["甲", "乙"], ["1", "2"]), planned=False),
    Case("M002", "Sheet1", "A2", brought_in(["客户名称", "电话"], ["甲", "13900001111"]), planned=False),
    Case("M003", "Sheet1", "E1", brought_in([*LIST, "微信号"], [*LISTED, "wx"]), planned=False),
    Case("M004", "Sheet1", "E1", brought_in([*LIST[:3], "备注", "列5"], [*LISTED[:3], "", PHONE]), planned=False),
    Case(
        "M005", "Sheet1", "E1", planned=False,
        provoke=brought_in([*LIST, "登记日期", "建档日期"], [*LISTED, "2026-11-01", "2026-11-02"]),
    ),
    Case("M006", "Sheet1", None, two_lists, planned=False),
    Case("M007", "Sheet1", "A2", brought_in([*LIST[:2], LIST[3]], [*LISTED[:2], PHONE]), planned=False),
    Case("M008", "名单", "A3", typed(",".join(LIST), ",".join(LISTED), '"乙店,A02,普通客户,138'), planned=False),
    Case("M009", "名单", "A2", typed(",".join(LIST), f"甲店,东门,A01,普通客户,{PHONE}"), planned=False, also=None),
    Case(
        "M010", "Sheet1", "A3", planned=False, also=("M003",),
        provoke=brought_in([*LIST, "去处"], [*LISTED], ["", "", "", "", "搬走了"]),
    ),
    Case("M013", "Sheet1", None, goes_on_elsewhere, planned=False),
    Case("M015", "Sheet1", "A3", brought_in(LIST, LISTED, ["合计", "", "", "1"]), planned=False),
    Case("M014", "Sheet1", "E2", brought_in([*LIST, "座机"], [*LISTED, "8800"]), planned=False),
    Case(
        "M012", "Sheet1", "A2", planned=False,
        provoke=brought_in(["客户编号", *LIST], ["K0001", "别的店", *LISTED[1:]]),
    ),
    Case("M011", "Sheet1", "D2", brought_in(LIST, [*LISTED[:3], 1062345678]), planned=False, also=("C208",)),
    Case("P640", None, None, regulation_of_ones_own('["基本"]', '["基本"'), planned=False),
    Case("P641", "基本规定", None, regulation_of_ones_own('["基本"]', '["基本规定"]'), planned=False, also=None),
    Case("P642", "内部说明", None, book_of_another_office, planned=False),
    Case("P645", None, None, regulation_drafted({}), planned=False),
    Case("P646", "回访规则", "A2", regulation_drafted({"采用": "要"}), planned=False, also=("P645",)),
    Case("P647", "回访规则", "L2", regulation_drafted({"采用": "是", "没有的列": "3"}), planned=False),
    Case("M021", "话单", "A3", calls_of("昨天", PHONE, "65", told=["业务员=A01"]), planned=False),
    Case("M022", "话单", "C3", calls_of("2026-11-09 11:00", PHONE, "很久", told=["业务员=A01"]), planned=False),
    Case("M023", "话单", None, calls_of(told=["业务员=A01", "时区=UTC"]), planned=False),
    Case("M024", "话单", None, numbered_calls, planned=False),
    Case("M025", "话单", None, calls_of(), planned=False),
    Case("M031", "Sheet1", "A2", past_calls("", "没有这家", date(2026, 11, 2), "接通")),
    Case("M032", "Sheet1", "A2", past_calls("K0001", "K0002", date(2026, 11, 2), "接通")),
    Case("M033", "Sheet1", "C2", past_calls("K0001", "", date(2026, 12, 30), "接通")),
    Case("M034", "Sheet1", None, past_calls("K0001", "", date(2026, 11, 2), "接通"), planned=False),
    Case("M035", "Sheet1", "A2", past_calls("K0001", "", date(2026, 11, 2), "")),
    Case("M037", "Sheet1", "C3", past_calls("K0001", "", date(2026, 11, 2), "接通", times=2)),
    Case("M036", "Sheet1", "C2", brought_in(LIST, *(["甲", "A01", "A", PHONE], ["乙", "A01", "B", ""])), planned=False),
    Case("M026", "话单", None, calls_of("2026-11-09 10:00", "10086", "", "短信", told=["业务员=A01"]), planned=False),
)  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    return planned_office(tmp_path)


def _names() -> list[str]:
    counts: dict[str, int] = {}
    names = []
    for case in CASES:
        counts[case.code] = counts.get(case.code, 0) + 1
        names.append(f"{case.code}-{counts[case.code]}")
    return names


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=_names())
def test_code(case: Case, tmp_path: Path) -> None:
    office = planned_office(tmp_path) if case.planned else blank_office(tmp_path)
    findings = case.provoke(office)
    severity = "warning" if case.code in WARNINGS else "error"
    here = find(findings, case.code)
    assert (severity, case.sheet, case.cell) in here, findings
    assert len(here) == 1, findings
    if case.also is not None:
        assert set(codes(findings)) == {case.code, *case.also}, findings
    (finding,) = [f for f in findings if f["code"] == case.code]
    assert set(finding) >= {"code", "severity", "file", "sheet", "cell", "message", "hint"}
    assert finding["message"] and finding["hint"]
    assert "{" not in finding["message"] + finding["hint"]
    assert "None" not in finding["message"] + finding["hint"]


def test_every_code_has_a_provoking_case() -> None:
    assert set(CATALOGUE) == {case.code for case in CASES}


def test_the_catalogue_agrees_about_severity() -> None:
    assert {code for code, entry in CATALOGUE.items() if entry.severity == "warning"} == WARNINGS


# What a clean sheet and a broken cell give


def test_a_clean_sheet_gives_nothing(office: TestOffice) -> None:
    assert on_sheet()(office) == []
    nothing = {"findings": [], "errors": 0, "warnings": 0, "marked": [], "waiting": [], "out": []}
    assert office.run("check", office.filled("A02")).data == nothing


def test_a_clean_office_gives_nothing(office: TestOffice) -> None:
    ran = office.run("check", now=PLANNED)
    assert (ran.code, ran.data["findings"]) == (0, [])


@pytest.mark.parametrize("file", [RULE_BOOK, PEOPLE_BOOK, CUSTOMER_BOOK])
def test_a_clean_register_gives_nothing(office: TestOffice, file: str) -> None:
    assert office.run("check", office.path(file), now=PLANNED).data["findings"] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("broken", "code"),
    [({"开始时间": "九点多"}, "C203"), ({"满意度": "还行"}, "C205"), ({"备注": Formula("=1+1")}, "C210")],
)
def test_a_broken_cell_gives_exactly_one_finding_for_its_row(
    office: TestOffice, broken: Mapping[str, Any], code: str
) -> None:
    """The row also breaks half a dozen rules; none of them sees it."""
    wrong = {
        "结束时间": time(7, 0), "回访日期": date(2026, 12, 24), "处理情况": "未解决", "回访方式": "上门",
        "客户意见或需求": None, "下次联系日期": date(2026, 1, 1), **broken,
    }  # fmt: skip
    findings = on_sheet((2, wrong), now=IN_TIME)(office)
    assert codes(findings) == [code]


def test_two_broken_cells_give_two_findings(office: TestOffice) -> None:
    findings = on_sheet((2, {"开始时间": "九点", "满意度": "还行"}))(office)
    assert sorted(f["cell"] for f in findings) == sorted([at("开始时间", 2), at("满意度", 2)])


def test_normalised_text_is_mentioned_once_with_its_count(office: TestOffice) -> None:
    changes = [(row, {"客户意见或需求": " 好 ", "备注": "\u3000记"}) for row in (3, 4, 5)]
    findings = on_sheet(*changes)(office)
    assert find(findings, "C206") == [("warning", SHEET, at("客户意见或需求", 3))]
    assert len(findings) == 1
    assert "6" in findings[0]["message"]
    assert office.ledger()[f"{plan_numbers(office.issued())[1]}-1"]["备注"] == "记"


def test_errors_keep_a_row_out_and_warnings_do_not(office: TestOffice) -> None:
    sheet = change(
        office.filled(),
        (2, {"满意度": None}),
        (3, {"开始时间": time(8, 0), "结束时间": time(8, 4)}),
        (4, {"回访日期": date(2026, 11, 22)}),
        (5, {"客户名称": "另一家"}),
    )
    ran = office.collect(sheet)
    assert ran.data["accepted"][0]["rows"] == 4
    assert ran.data["accepted"][0]["warnings"] == 2
    rows = {row["来源行"] for row in office.ledger().values()}
    assert rows == {3, 4, 6, 7}


def test_findings_stand_in_the_order_of_the_sheet(office: TestOffice) -> None:
    findings = on_sheet((6, {"满意度": None}), (2, {"处理情况": None, "回访方式": "上门"}), (4, {"满意度": "?"}))(
        office
    )
    assert [f["cell"] for f in findings] == [at("处理情况", 2), at("回访方式", 2), at("满意度", 4), at("满意度", 6)]


@pytest.mark.slow
def test_check_and_collect_say_the_same(office: TestOffice) -> None:
    sheet = change(office.filled(), (2, {"满意度": None}), (3, {"开始时间": "九点多"}), (4, {"备注": " x"}))
    checked = office.run("check", sheet).data
    assert checked["findings"] == all_findings(office.collect(sheet))
    assert (checked["errors"], checked["warnings"]) == (2, 1)


def test_checking_a_sheet_changes_nothing(office: TestOffice) -> None:
    before = snapshot(office.root)
    assert office.run("check", change(office.filled(), (2, {"满意度": None}))).code == 1
    assert snapshot(office.root) == before


# The edges, inclusive


@pytest.mark.slow
@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 11, 20), "R301"),
        (date(2026, 11, 21), "R307"),
        (date(2026, 11, 30), None),
        (date(2026, 12, 1), None),
    ],
)
def test_edges_of_the_period(office: TestOffice, day: date, code: str | None) -> None:
    findings = on_sheet((2, {"回访日期": day}), now="2026-12-01 12:00")(office)
    assert codes(findings) == ([code] if code else [])


@pytest.mark.slow
@pytest.mark.parametrize(("day", "fine"), [(date(2026, 11, 24), True), (date(2026, 11, 25), False)])
def test_today_is_not_in_the_future(office: TestOffice, day: date, fine: bool) -> None:
    assert codes(on_sheet((2, {"回访日期": day}), now="2026-11-24 00:01")(office)) == ([] if fine else ["R302"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("start", "end", "code"),
    [
        (time(8, 30), time(8, 34), None),
        (time(8, 29), time(8, 34), "R305"),
        (time(19, 55), time(20, 0), None),
        (time(19, 59), time(20, 0), None),
        (time(19, 58), time(20, 1), "R305"),
        (time(0, 0), time(0, 4), "R305"),
    ],
)
def test_edges_of_the_calling_hours(office: TestOffice, start: time, end: time, code: str | None) -> None:
    findings = on_sheet((2, {"开始时间": start, "结束时间": end}))(office)
    assert find(findings, "R305") == ([("warning", SHEET, at("开始时间", 2))] if code else [])
    assert set(codes(findings)) <= {"R305"}


SOLVED = {"处理情况": "已解决", "处理措施": "当天补发"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("start", "end", "disturbed"),
    [
        (time(11, 55), time(12, 0), False),
        (time(11, 55), time(12, 1), True),
        (time(12, 0), time(12, 1), True),
        (time(13, 59), time(14, 5), True),
        (time(14, 0), time(14, 5), False),
        (time(11, 50), time(14, 10), True),
    ],
)
def test_edges_of_the_quiet_hours(office: TestOffice, start: time, end: time, disturbed: bool) -> None:
    """K0002 is not to be disturbed from 12:00 to 14:00."""
    row = {**good_answer(OPEN), "客户编号": "K0002", "开始时间": start, "结束时间": end, **SOLVED}
    findings = on_sheet((OPEN, row))(office)
    assert codes(findings) == (["R306"] if disturbed else [])


@pytest.mark.slow
@pytest.mark.parametrize(("minutes", "more", "code"), [(30, {}, None), (31, {}, "R304"), (31, SOLVED, None)])
def test_edges_of_the_longest_call(office: TestOffice, minutes: int, more: Mapping[str, Any], code: str | None) -> None:
    end = (datetime.combine(MONDAY, time(10, 10)) + timedelta(minutes=minutes)).time()
    assert codes(on_sheet((7, {"结束时间": end, **more}))(office)) == ([code] if code else [])


def test_an_attempt_may_end_when_it_starts_and_touch_the_next(office: TestOffice) -> None:
    unanswered = {**missed(2), "结束时间": time(9, 20), "满意度": None, "客户意见或需求": None, "处理情况": None}
    assert on_sheet((2, unanswered), (3, {"结束时间": time(9, 40)}))(office) == []


def test_only_what_was_heard_on_the_telephone_takes_time(office: TestOffice) -> None:
    by_message = {"回访方式": "短信", "结束时间": time(9, 20)}
    assert find(on_sheet((2, by_message), (3, {"结束时间": time(9, 31)}))(office), "R321") == []


@pytest.mark.slow
def test_calls_over_midnight_overlap_with_those_of_the_next_day(office: TestOffice) -> None:
    """In one sheet, and with what was accepted before; it touches the one that begins when it ends."""
    tuesday, wednesday = date(2026, 11, 24), date(2026, 11, 25)
    late = {"回访日期": tuesday, "开始时间": time(23, 50), "结束时间": time(0, 10)}
    early = {"回访日期": wednesday, "开始时间": time(0, 5), "结束时间": time(0, 20)}
    touching = {**early, "开始时间": time(0, 10)}
    assert find(on_sheet((2, late), (3, early), now="2026-11-26 12:00")(office), "X402") == [
        ("error", SHEET, at("开始时间", 3))
    ]
    assert find(on_sheet((2, late), (3, touching), now="2026-11-26 12:00")(office), "X402") == []


@pytest.mark.slow
def test_a_make_up_working_day_is_no_day_off(tmp_path: Path) -> None:
    """日历 of the office wins: its 班 on a Sunday, its 休 on a Tuesday."""
    office = blank_office(tmp_path)
    sunday, tuesday = date(2026, 11, 22), date(2026, 11, 24)
    add_rows(
        office.path(RULE_BOOK), "日历", {"日期": sunday, "类型": "班", "名称": "补班"}, {"日期": tuesday, "类型": "休"}
    )
    office.run("plan", "--period", PERIOD, now=PLANNED)
    findings = on_sheet((2, {"回访日期": sunday}), (3, {"回访日期": tuesday}))(office)
    assert find(findings, "R307") == [("warning", SHEET, at("回访日期", 3))]
    assert len(findings) == 1


# Findings that must not multiply


def test_a_sorted_sheet_with_an_untouched_rest_gives_no_missing_rows(office: TestOffice) -> None:
    sheet = office.filled(count=3)
    with edited(sheet) as book:
        page = book[SHEET]
        rows = [[c.value for c in page[r]] for r in range(2, 8)]
        for number, cells in enumerate(sorted(rows, key=lambda r: r[1], reverse=True), start=2):
            for column, value in enumerate(cells, start=1):
                page.cell(number, column).value = value
    assert all_findings(office.collect(sheet)) == []


def test_a_given_up_customer_may_still_be_called_and_that_is_said(office: TestOffice) -> None:
    assert [f["code"] for f in on_sheet((OPEN, {**good_answer(30), "客户编号": GIVEN_UP}))(office)] == ["R320"]


def test_a_call_before_or_after_its_window_is_no_finding(office: TestOffice) -> None:
    assert (
        on_sheet((2, {"回访日期": date(2026, 11, 27)}), (3, {"回访日期": date(2026, 11, 30)}), now=IN_TIME)(office)
        == []
    )


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sheet", "correction", "register"])
def test_standard_workbooks_given_to_check(office: TestOffice, kind: str) -> None:
    office.collect(office.filled())
    office.collect(change(office.filled(), (2, {"满意度": "一般"})))
    path = {"sheet": office.issued("A03"), "correction": office.forms()[0], "register": office.path(PEOPLE_BOOK)}[kind]
    copy = office.outside / f"副本{path.name}"
    shutil.copy(path, copy)
    ran = office.run("check", copy)
    assert (ran.data["errors"], {f["code"] for f in ran.data["findings"]} <= {"F106"}) == (0, True)
