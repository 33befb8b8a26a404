"""What is heard in a call: a row of 投诉 or 反馈 with the call's number, and the same day a letter to who decides."""

from __future__ import annotations

import email
import email.policy
import shutil
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from complaints_made import complain, fill
from heard_made import (
    BATCH,
    COMPLAINTS,
    LATER,
    NOW,
    PLANNED,
    SLIPS,
    UNHAPPY,
    UNSOLVED,
    closed,
    office_of,
    rows,
    setting,
    sheet,
)
from huifang.decisions.complaints.heard import REGISTERS, channel_of, mentions, said
from huifang.edges.known.presets import Preset, presets
from office import SHEET, TestOffice, codes, digest, edited, find, good_answer, planned_office, put, table

pytestmark = pytest.mark.slow


def drafts(office: TestOffice) -> list[Any]:
    paths = sorted(office.path("发件箱").glob("当天通知-*.eml"))
    return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in paths]


def test_a_complaint_heard_has_a_row_with_the_call_in_it(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    calls = table(office.issued("A01", BATCH), SHEET)
    data = office.collect(sheet(office, UNHAPPY), now=NOW).data
    (row,) = rows(office)
    record = f"{calls[0]['计划编号']}-1"
    assert {header: value for header, value in row.items() if value} == {
        "投诉编号": "T2611-001", "接收时间": datetime(2026, 11, 23, 9, 20), "渠道": "电话", "投诉人": "王女士",
        "联系方式": calls[0]["电话"], "地址": f"建设路 {int(calls[0]['客户编号'][1:])} 号",
        "客户编号": calls[0]["客户编号"], "投诉内容": "空调不制冷；要求免费返修", "首问责任人": "A01",
        "来源记录": record,
    }  # fmt: skip
    assert data["heard"] == [{"record_no": record, "sheet": "投诉", "number": "T2611-001"}]
    assert office.run("verify").data["ok"]
    assert office.run("complaints", now=NOW).data["complaints"][0]["complaint_no"] == "T2611-001"


def test_who_is_content_or_was_not_reached_has_none(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    missed = {"通话结果": "占线", "满意度": None, "客户意见或需求": None, "处理情况": None}
    data = office.collect(sheet(office, {"满意度": "一般"}, missed, UNSOLVED), now=NOW).data
    (row,) = rows(office)
    assert [one["number"] for one in data["heard"]] == [row["投诉编号"]]
    assert (
        row["投诉内容"] == "等配件"
        and row["来源记录"] == f"{table(office.issued('A01', BATCH), SHEET)[2]['计划编号']}-1"
    )


def test_a_question_answered_dissatisfied_is_a_grievance_and_gives_the_reason(tmp_path: Path) -> None:
    """Decision 29: content as a whole, and not with the repair; what is content with everything is none."""
    office = office_of(tmp_path)
    answers = {"满意度": "满意", "接待人员的态度": "满意", "维修质量": "非常不满意", "客户意见或需求": "请再查一次"}
    content = {"满意度": "满意", "维修质量": "满意", "客户意见或需求": "说过“不满意”的是邻居"}
    data = office.collect(sheet(office, answers, content), now=NOW).data
    (row,) = rows(office)
    assert row["投诉内容"] == "维修质量：非常不满意；请再查一次" and len(data["heard"]) == 1
    assert all("维修质量：非常不满意" in d.get_body(("plain",)).get_content() for d in drafts(office))
    report = office.run("report", "--period", BATCH, now=LATER)
    page = office.path(next(path for path in report.data["files"] if path.endswith(".html"))).read_text()
    assert "维修质量：非常不满意" in page


@pytest.mark.parametrize("touched", ["", "moved", "renumbered", "deleted"])
def test_no_call_is_registered_twice(tmp_path: Path, touched: str) -> None:
    office = office_of(tmp_path)
    office.collect(sheet(office, UNHAPPY), now=NOW)
    with edited(office.path(COMPLAINTS[0])) as book:
        page = book[COMPLAINTS[1]]
        if touched == "deleted":
            page.delete_rows(2)
        elif touched == "renumbered":
            put(page, 2, {"投诉编号": "客诉-7", "来源记录": None})
        elif touched == "moved":
            page.move_range("A2:AZ2", rows=3)
    before = digest(office.path(COMPLAINTS[0]))
    again = office.collect(sheet(office, UNHAPPY, {"满意度": "满意"}), now=LATER)
    assert again.data["accepted"] and again.data["heard"] == [] == again.data["notices"]
    assert digest(office.path(COMPLAINTS[0])) == before
    assert len(drafts(office)) == 3


def test_the_next_number_is_new_even_when_the_row_was_deleted(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    office.collect(sheet(office, UNHAPPY), now=NOW)
    with edited(office.path(COMPLAINTS[0])) as book:
        book[COMPLAINTS[1]].delete_rows(2)
    data = office.collect(sheet(office, UNHAPPY, UNSOLVED), now=LATER).data
    assert [one["number"] for one in data["heard"]] == ["T2611-002"]


def test_a_row_that_a_person_entered_with_the_record_number_counts(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    record = f"{table(office.issued('A01', BATCH), SHEET)[0]['计划编号']}-1"
    complain(office, {
        "投诉编号": "K-1", "接收时间": "11-23 09:20", "投诉内容": "空调坏了", "来源记录": f"回访 {record}",
    })  # fmt: skip
    before = digest(office.path(COMPLAINTS[0]))
    data = office.collect(sheet(office, UNHAPPY), now=NOW).data
    assert data["heard"] == [{"record_no": record, "sheet": "投诉", "number": "K-1"}]
    assert digest(office.path(COMPLAINTS[0])) == before


def test_a_register_of_an_earlier_release_has_the_number_in_the_words(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    with edited(office.path(COMPLAINTS[0])) as book:
        page = book[COMPLAINTS[1]]
        page.tables.clear()
        page.delete_cols(page.max_column)
    paths = sheet(office, UNHAPPY)
    office.collect(paths, now=NOW)
    (row,) = rows(office)
    assert "来源记录" not in row and row["投诉内容"].endswith("-1)") and "回访记录 H2611" in row["投诉内容"]
    office.collect(sheet(office, UNHAPPY, {}), now=LATER)
    assert len(rows(office)) == 1


@pytest.mark.parametrize("command", ["collect", "report", "run"])
def test_while_the_register_is_open_rows_wait_and_letters_do_not(tmp_path: Path, command: str) -> None:
    office = office_of(tmp_path)
    mark = office.path(f"~${COMPLAINTS[0]}")
    mark.write_bytes(b"")
    ran = office.collect(sheet(office, UNHAPPY), now=NOW)
    assert ran.code == 1 and ran.data["accepted"] and ran.data["heard"] == [] and codes(ran.data["notes"]) == ["J802"]
    assert rows(office) == [] and len(drafts(office)) == 3
    assert all("还没有登记到“投诉”表" in draft.get_body(("plain",)).get_content() for draft in drafts(office))
    mark.unlink()
    words = {"collect": (), "report": ("--period", BATCH), "run": ()}[command]
    assert office.run(command, *words, now=LATER).code in (0, 1)
    assert [row["投诉编号"] for row in rows(office)] == ["T2611-001"] and len(drafts(office)) == 3


def test_run_says_what_followed_from_the_sheets_it_took_and_what_is_in_the_way_once(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    mark = office.path(f"~${COMPLAINTS[0]}")
    mark.write_bytes(b"")
    office.send(sheet(office, UNHAPPY))
    collected, heard, *more = office.run("run", now=NOW).data["steps"]
    assert (collected["step"], heard["step"], len(heard["notices"])) == ("collect", "heard", 3)
    assert "写好通知 3 份" in heard["text"] and COMPLAINTS[0] in heard["text"]
    assert "heard" not in [step["step"] for step in more]
    mark.unlink()
    (heard, *more) = office.run("run", now=LATER).data["steps"]
    assert len(heard["registered"]) == 1 and "登记 1 件" in heard["text"] and COMPLAINTS[0] not in heard["text"]


def test_a_register_that_cannot_be_changed_never_stops_a_posting(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    with edited(office.path(COMPLAINTS[0])) as book:
        book[COMPLAINTS[1]].protection.set_password("secret")
        book[COMPLAINTS[1]].protection.enable()
    data = office.collect(sheet(office, UNHAPPY, UNSOLVED), now=NOW).data
    assert data["accepted"] and codes(data["notes"]) == ["J806"]
    assert "有 2 次" in data["notes"][0]["message"] and "密码" in data["notes"][0]["message"]


def test_the_same_day_everybody_who_decides_has_a_letter(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    data = office.collect(sheet(office, {**UNHAPPY, "处理措施": "已道歉"}, UNSOLVED), now=NOW).data
    names = sorted(Path(path).name.split("-")[4] for path in data["notices"])
    assert names == ["B01 周丽华", "B02 吴志远", "C01 马建国"]  # 003/一: the general manager, and the supervisors
    (first, *_) = drafts(office)
    text = first.get_body(("plain",)).get_content()
    calls = table(office.issued("A01", BATCH), SHEET)
    for call, number in zip(calls[:2], ("T2611-001", "T2611-002"), strict=True):
        for word in (call["客户名称"], call["客户编号"], call["电话"], f"{call['计划编号']}-1", f"投诉 {number}"):
            assert word in text
    assert "空调不制冷；要求免费返修" in text and "已经做的：已道歉" in text and "A01 李晓明 电话回访" in text
    assert "2 件" in first["Subject"] and "2026-11-23" in first["Subject"]


def test_what_comes_later_has_a_letter_of_its_own(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    office.collect(sheet(office, UNHAPPY), now=NOW)
    office.collect(sheet(office, UNHAPPY, UNSOLVED), now=LATER)
    texts = [draft.get_body(("plain",)).get_content() for draft in drafts(office)]
    assert len(texts) == 6 and sum("空调不制冷" in text for text in texts) == 3 == sum("等配件" in t for t in texts)


def test_without_anybody_of_the_role_it_is_said_until_there_is(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    with edited(office.path("人员.xlsx")) as book:
        for row in (2, 3, 4):
            put(book["人员"], row, {"状态": "离职", "离职日期": date(2026, 11, 20)})
    data = office.collect(sheet(office, UNHAPPY), now=NOW).data
    assert codes(data["notes"]) == ["J807"] and data["notices"] == [] and len(data["heard"]) == 1
    with edited(office.path("人员.xlsx")) as book:
        put(book["人员"], 3, {"状态": "在职", "离职日期": None})
    data = office.collect(now=LATER).data
    assert data["notes"] == [] and len(data["notices"]) == 1 and data["heard"] == []


def test_what_is_switched_on_later_begins_with_the_next_batch(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    office.correct(("回访计划", BATCH, "整批", None, "撤销", "B01", "重排"), now=PLANNED)
    setting(office, "回访中的不满登记到", "不登记")
    with edited(office.path("制度.xlsx")) as book:
        (number,) = (cell.row for cell in book["通知"]["A"] if cell.value == "当天通知")
        book["通知"].delete_rows(number)
    assert office.run("plan", now=PLANNED).data["files"]
    assert office.collect(sheet(office, UNHAPPY), now=NOW).data["heard"] == []
    setting(office, "回访中的不满登记到", "投诉")
    assert office.collect(sheet(office, UNHAPPY, UNSOLVED), now=LATER).data["heard"] == []
    assert len(office.entries("heard")[-1]["passed"]) == 2


def test_a_correction_that_says_dissatisfied_is_heard_as_well(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    office.collect(sheet(office, {}), now=NOW)
    record = f"{table(office.issued('A01', BATCH), SHEET)[0]['计划编号']}-1"
    office.correct(
        ("回访记录", record, "满意度", "满意", "不满意", "B01", "听录音"),
        ("回访记录", record, "不满意原因", None, "没有洗车", "B01", "听录音"), now=LATER,
    )  # fmt: skip
    data = office.collect(now=LATER).data
    assert [one["record_no"] for one in data["heard"]] == [record] and rows(office)[0]["投诉内容"] == "没有洗车"


def test_what_was_handled_is_called_again_and_the_answer_stands_in_the_row(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    office.collect(sheet(office, UNHAPPY), now=NOW)
    fill(office, 2, 开始处理时间="11-23 17:30", 执行完成时间="11-24 16:00", 处理方案="返修", 处理结果="修好")
    calls = office.run("plan", now="2026-11-24 17:00").data["calls"]
    (again,) = [call for call in calls if call["rule"] == "R3"]
    assert (again["from"], again["due_on"]) == ("2026-11-24", "2026-11-27")
    (path,) = office.path(f"回访计划/{BATCH}").glob("A01-*补*.xlsx")
    target = office.outside / "补.xlsx"
    shutil.copy(path, target)
    with edited(target) as book:
        put(book[SHEET], 2, {**good_answer(2, 回访日期=date(2026, 11, 25)), **UNHAPPY})
    data = office.collect(target, now="2026-11-25 17:00").data
    (row,) = rows(office)
    assert (row["回访时间"], row["回访满意度"]) == (datetime(2026, 11, 25, 9, 20), "不满意")
    assert data["written_back"] == 1 and [one["number"] for one in data["heard"]] == ["T2611-001"]
    assert "D111" in codes(office.run("check", now="2026-11-25 18:00").data["findings"])
    assert office.collect(now="2026-11-25 18:00").data["written_back"] == 0


def test_a_slip_for_the_department(tmp_path: Path) -> None:
    office = office_of(tmp_path, "equipment-lifecycle")
    calls = table(office.issued("A01", BATCH), SHEET)
    data = office.collect(sheet(office, UNHAPPY, {**UNSOLVED, "满意度": "不满意", "不满意原因": "漏油"}), now=NOW).data
    first, second = rows(office, SLIPS)
    assert {header: value for header, value in first.items() if value} == {
        "反馈单号": "X2611-001", "来源": f"{calls[0]['计划编号']}-1", "客户编号": calls[0]["客户编号"],
        "内容": "空调不制冷", "客户建议": "要求免费返修", "发出日期": datetime(2026, 11, 23),
        "回复期限": datetime(2026, 11, 26), "责任部门": "售后服务部",
    }  # fmt: skip
    assert second["内容"] == "漏油" and [one["sheet"] for one in data["heard"]] == ["反馈", "反馈"]
    assert data["notices"] == [] and office.run("verify").data["ok"]
    assert "D112" not in codes(office.run("check", now="2026-11-26 18:00").data["findings"])
    late = office.run("check", now="2026-11-27 09:00").data["findings"]
    assert len(find(late, "D112")) == 2


def test_a_slip_of_each_kind_that_was_not_good(tmp_path: Path) -> None:
    """003/五 6.2.5: product and service go to a department each, also where the customer is content on the whole."""
    office = office_of(tmp_path, "equipment-lifecycle")
    both, one = {"满意度": "一般", "产品质量": "不满意", "服务质量": "非常不满意"}, {"产品质量": "不满意"}
    calls = [call["计划编号"] for call in table(office.issued("A01", BATCH), SHEET)]
    data = office.collect(sheet(office, both, one, {"产品质量": "一般", "服务质量": "满意"}), now=NOW).data
    expected = [
        (f"{calls[0]}-1", "产品质量", "生产部"), (f"{calls[0]}-1", "服务质量", "售后服务部"),
        (f"{calls[1]}-1", "产品质量", "生产部"),
    ]  # fmt: skip
    assert [(row["来源"], row["反馈类型"], row["责任部门"]) for row in rows(office, SLIPS)] == expected
    assert [heard["number"] for heard in data["heard"]] == ["X2611-001", "X2611-002", "X2611-003"]
    assert office.collect(sheet(office, both, one), now=LATER).data["heard"] == []


def test_what_a_slip_is_about_goes_to_whom_the_office_says(tmp_path: Path) -> None:
    office = office_of(tmp_path, "equipment-lifecycle")
    setting(office, "反馈单交给", "产品质量 区域负责人，其他 客服部")
    with edited(office.path("人员.xlsx")) as book:
        put(book["人员"], 3, {"负责区域": "城西，城东"})
    with edited(office.path("客户资料库.xlsx")) as book:
        for row in (2, 3, 4):
            put(book["客户"], row, {"区域": "城东"})
    office.run("run", now="2026-11-20 09:00")
    office.collect(sheet(office, {"产品质量": "不满意"}, UNSOLVED), now=NOW)
    told = [(row["反馈类型"], row["责任部门"], row["区域负责人"]) for row in rows(office, SLIPS)]
    assert told == [("产品质量", None, "B01"), (None, "客服部", None)]


def test_other_offices_register_nothing(tmp_path: Path) -> None:
    office = planned_office(tmp_path)
    over = {**UNHAPPY, "处理情况": "未解决", "上报对象": "B01", "上报文件": "单"}
    data = office.collect(office.filled(**over), now="2026-11-24 17:00").data
    assert data["accepted"] and data["heard"] == [] == data["notices"] and not office.entries("heard")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("H2611-0001-1", True), ("见 H2611-0001-1、电话", True), ("H2611-0001-11", False), ("XH2611-0001-1", False),
        ("", False),
    ],
)  # fmt: skip
def test_which_record_a_text_names(text: str, expected: bool) -> None:
    assert mentions(text, "H2611-0001-1") is expected


class _Call:
    def __init__(self, **fields: str) -> None:
        self.dissatisfied_because, self.wishes, self.method, self.answers = "", "", "电话", "{}"
        self.__dict__.update(fields)


@pytest.mark.parametrize(
    ("because", "wishes", "words"),
    [
        ("贵", "降价", "贵；降价"), ("贵", "无", "贵"), ("", "降价", "降价"), ("贵", "贵", "贵"),
        ("", "无", "回访时有问题没有解决"),
    ],
)  # fmt: skip
def test_what_the_customer_said(because: str, wishes: str, words: str) -> None:
    assert said(_Call(dissatisfied_because=because, wishes=wishes)) == words  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("method", "offered", "channel"),
    [
        ("电话", (), "电话"), ("上门", (), "现场"), ("传真", (), None), ("上门", ("上门", "现场"), "上门"),
        ("电话", ("来访",), None),
    ],
)  # fmt: skip
def test_the_channel_is_one_of_the_offices_words(method: str, offered: tuple[str, ...], channel: str | None) -> None:
    assert channel_of(_Call(method=method), offered) == channel  # type: ignore[arg-type]


def marks(office: TestOffice) -> dict[str, str | None]:
    return {
        row["客户编号"]: row["重点标记"] for row in table(office.path("客户资料库.xlsx"), "客户") if row["客户编号"]
    }


def test_the_day_after_it_was_dealt_with_the_customer_is_marked_once(tmp_path: Path) -> None:
    """Handled on 11-10 (decision 12), whether it is closed or not; what is not carried out yet marks nobody."""
    office = office_of(tmp_path)
    complain(
        office,
        closed("T1", "K0001", 关闭时间=None),
        closed("T2", "K0001", 是否成立="不成立", 执行完成时间=None),
        closed("T3", "K0003", 执行完成时间=None, 告知客户时间=None, 关闭时间=None),
        closed("T4", None),
        closed("T5", "K9999"),
    )
    (handled,) = {row["执行完成时间"] for row in rows(office) if row["执行完成时间"]}
    assert office.collect(now=f"{handled:%Y-%m-%d} 23:59").data["marked"] == []
    data = office.collect(now=f"{handled + timedelta(days=1):%Y-%m-%d} 00:10").data
    assert data["marked"] == ["K0001"] and data["notes"] == []
    assert marks(office) == {"K0001": "重点", "K0002": None, "K0003": None}
    with edited(office.path("客户资料库.xlsx")) as book:
        put(book["客户"], 2, {"重点标记": None})
    assert office.collect(now=NOW).data["marked"] == [] and not any(marks(office).values())
    assert office.run("verify").data["ok"]


def test_a_mark_that_is_there_stays(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    with edited(office.path("制度.xlsx")) as book:
        add = book["选项"].max_row + 1
        put(book["选项"], add, {"类型": "重点标记", "值": "特级"})
    with edited(office.path("客户资料库.xlsx")) as book:
        put(book["客户"], 2, {"重点标记": "特级"})
    complain(office, closed("T1", "K0001"))
    assert office.collect(now=NOW).data["marked"] == [] and marks(office)["K0001"] == "特级"
    with edited(office.path("客户资料库.xlsx")) as book:
        put(book["客户"], 2, {"重点标记": None})
    assert office.collect(now=LATER).data["marked"] == [] and marks(office)["K0001"] is None


def test_a_remark_says_what_it_was_and_stands_behind_what_people_wrote(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    for row, text in ((2, "喜欢周末来电"), (3, "T2 已当面道歉")):
        with edited(office.path("客户资料库.xlsx")) as book:
            put(book["客户"], row, {"备注": text, "重点标记": "重点"})
    complain(
        office, closed("T1", "K0001", 处理结果="已道歉"), closed("T2", "K0002"), closed("T3", "K0003", 处理方案="返修")
    )
    data = office.collect(now=NOW).data
    assert (data["marked"], data["remarked"]) == (["K0003"], ["K0001", "K0003"])
    said = {row["客户编号"]: row["备注"] for row in table(office.path("客户资料库.xlsx"), "客户") if row["客户编号"]}
    before, added = said["K0001"].split("\n")
    assert before == "喜欢周末来电" and "投诉 T1：" in added and added.endswith("处理：已道歉")
    assert said["K0002"] == "T2 已当面道歉" and said["K0003"].endswith("处理：返修")
    assert office.collect(now=LATER).data["remarked"] == []


@pytest.mark.parametrize("command", ["collect", "report", "run"])
def test_while_the_customers_are_open_marks_wait(tmp_path: Path, command: str) -> None:
    office = office_of(tmp_path)
    complain(office, closed("T1", "K0001"))
    mark = office.path("~$客户资料库.xlsx")
    mark.write_bytes(b"")
    assert codes(office.collect(now=NOW).data["notes"]) == ["J802"] and not any(marks(office).values())
    mark.unlink()
    words = {"collect": (), "report": ("--period", BATCH), "run": ()}[command]
    assert office.run(command, *words, now=LATER).code in (0, 1)
    assert marks(office)["K0001"] == "重点"


def test_customers_that_cannot_be_changed_are_named(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    complain(office, closed("T1", "K0001"))
    with edited(office.path("客户资料库.xlsx")) as book:
        book["客户"].protection.set_password("secret")
        book["客户"].protection.enable()
    assert codes(office.collect(now=NOW).data["notes"]) == ["J808"]


def test_other_regulations_mark_nobody(tmp_path: Path) -> None:
    office = office_of(tmp_path)
    setting(office, "办结后加重点标记", "否")
    complain(office, closed("T1", "K0001"))
    assert office.collect(now=NOW).data["marked"] == [] and not office.entries("marked")


#: What each regulation does: where dissatisfaction is registered, who is told the same day, who is marked.
OF_PRESETS = {
    "property": ("投诉", (), False),
    "hotel-subscription": ("投诉", (), False),
    "car-dealer": ("投诉", ("老板", "主管"), True),
    "car-dealer-store": ("投诉", ("老板", "主管"), True),
    "experience-followup": ("投诉", ("主管",), False),
    "complaint-basic": ("投诉", (), False),
    "equipment-lifecycle": ("反馈", (), False),
    "property-households": ("投诉", (), False),
    "appliance-service": ("反馈", (), False),
    "gas-repair": ("投诉", (), False),
}


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.preset)
def test_what_each_regulation_does(preset: Preset) -> None:
    policy = preset.policy
    expected = OF_PRESETS.get(preset.preset, ("不登记", (), False))
    told = tuple(role for notice in policy.notices_of("当天通知") for role in notice.roles)
    assert (policy.heard_into, told, policy.marked_when_settled) == expected
    books = [table.workbook for table in REGISTERS.values() if table.name == policy.heard_into]
    assert {*books} <= {*preset.workbooks}
