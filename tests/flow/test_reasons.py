"""Every reason for which something is refused, provoked: in the function that refuses, or through the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from cards_refused import CARDS, SHEETS
from checks_refused import CHECKS_REFUSED
from excel_refused import EXCEL
from files_refused import FILES
from forms_refused import REFUSED as FORMS
from huifang.core.catalogue import REASONS
from huifang.core.findings import Finding
from huifang.core.reasons import Reason, Refusal
from huifang.edges.arriving.containers import Parcel
from huifang.edges.books.hidden_record import RECORD
from huifang.edges.post.locking import locked
from huifang.flow.intake import reading
from huifang.flow.moving_in.own_regulation import read_own
from lists import plain
from mailbox_made import with_locked_attachments
from mails import zipped
from mails_kept import MAILS
from mails_not_taken import NOT_TAKEN, TO_AN_OFFICE
from mails_refused import MAILBOXES
from office import (
    NOW,
    PERIOD,
    PLANNED,
    SHEET,
    TestOffice,
    blank_office,
    change,
    collected_office,
    edited,
    good_answer,
    issued_rows,
    plan_numbers,
    planned_office,
    put,
    table,
)
from offices_refused import OFFICES, dying_workers, job_of
from packs_refused import PACKS
from patches_refused import REFUSED
from settings_refused import SETTINGS


def an_empty_book() -> bytes:
    stream = BytesIO()
    Workbook().save(stream)
    return stream.getvalue()


ALONE: dict[str, Callable[[], object]] = {
    "Y845": lambda: read_own("[基本".encode(), "办法.toml").findings,
    "Y846": lambda: read_own(an_empty_book(), "制度.xlsx").findings,
    **FILES,
    **SETTINGS,
    **MAILBOXES,
    **NOT_TAKEN,
    **PACKS,
    **{case.code: case.provoke for case in REFUSED},
}


def codes_said(provoke: Callable[[], object]) -> set[str]:
    """The codes of the refusal that is raised, or of the problems and findings that come back."""
    try:
        said: Any = provoke()
    except Refusal as refusal:
        return {refusal.reason.code}
    return {code for one in said or () if (code := _code_of(one))}


def _code_of(one: Parcel | Finding | str) -> str | None:
    if isinstance(one, str):
        return one
    if isinstance(one, Finding):
        return one.reason_code
    return one.problem.reason.code if one.problem else None


@pytest.mark.parametrize("code", ALONE)
def test_a_reason_is_given(code: str) -> None:
    assert codes_said(ALONE[code]) == {code}


@pytest.mark.slow
@pytest.mark.parametrize("code", MAILS)
def test_a_mail_that_stays(tmp_path: Path, code: str) -> None:
    assert [*MAILS[code](blank_office(tmp_path))] == [code]


@pytest.mark.slow
@pytest.mark.parametrize("code", OFFICES)
def test_an_office_that_cannot_go_on(tmp_path: Path, code: str) -> None:
    office = collected_office(tmp_path)
    assert codes_said(lambda: OFFICES[code](office)) == {code}


# Files that come to an office

Said = Iterable[str | None]


def written(office: TestOffice, name: str, content: bytes) -> Path:
    office.outside.mkdir(exist_ok=True)
    (office.outside / name).write_bytes(content)
    return office.outside / name


def unrelated(office: TestOffice) -> Path:
    path, book = written(office, "无关.xlsx", b""), Workbook()
    book.active["A1"] = "与回访无关"
    book.save(path)
    return path


def collected(office: TestOffice, *paths: Path) -> Said:
    data = office.collect(*paths).data
    return [entry["reason_code"] for entry in (*data["returned"], *data["ignored"])]


def checked(office: TestOffice, path: Path) -> Said:
    return [finding.get("reason_code") for finding in office.run("check", path).data["findings"]]


def recorded(office: TestOffice, old: str, new: str, numbered: bool = True) -> Path:
    """A01's sheet whose hidden record says something else, with or without its 计划编号."""
    path = office.filled()
    with edited(path) as book:
        cell = book[RECORD]["A1"]
        assert old in cell.value
        cell.value = cell.value.replace(old, new)
        if not numbered:
            unnumbered(book)
    return path


def unnumbered(book: Workbook) -> None:
    for row in issued_rows(book):
        put(book[SHEET], row, {"计划编号": None})


def of_a_plan_taken_back(office: TestOffice) -> Said:
    sheet = office.filled()
    assert office.correct(("回访计划", PERIOD, "整批", None, "撤销", *WHO), now=PLANNED).data["applied"] == 1
    return collected(office, sheet)


def without_record(office: TestOffice) -> Said:
    path = office.filled()
    with edited(path) as book:
        del book[RECORD]
        unnumbered(book)
    return collected(office, path)


def while_it_is_open(office: TestOffice) -> Said:
    path = office.filled()

    def busy(_: Path) -> bytes:
        raise PermissionError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading.Errand, "read", busy)
        return collected(office, path)


def in_the_inbox(office: TestOffice, name: str, content: bytes) -> Said:
    (office.path("收件箱") / name).write_bytes(content)
    return collected(office)


def form_in_the_inbox(office: TestOffice) -> Said:
    assert office.run("correct").code == 0
    return collected(office, *office.path("发件箱").glob("*.xlsx"))


def over_which_a_worker_dies(office: TestOffice) -> Said:
    with dying_workers(office) as workers:
        problem = workers._read_alone(job_of(office.filled())).problem
    assert isinstance(problem, Refusal)
    return [problem.reason.code]


def locked_otherwise(office: TestOffice) -> Said:
    with_locked_attachments(office, "A01")
    path = written(office, "A01-李晓明.xlsx", locked(office.filled().read_bytes(), "ein anderes"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HUIFANG_SHEET_PASSWORD_A01", "geheim")
        return collected(office, path)


ARRIVED: dict[str, Callable[[TestOffice], Said]] = {
    "Y117": over_which_a_worker_dies,
    "Y118": while_it_is_open,
    "Y133": locked_otherwise,
    "Y301": lambda office: collected(office, unrelated(office)),
    "Y302": lambda office: collected(office, recorded(office, '"office_id":"', '"office_id":"x')),
    "Y303": of_a_plan_taken_back,
    "Y304": lambda office: collected(office, recorded(office, '"digest":"', '"digest":"x', numbered=False)),
    "Y305": without_record,
    "Y306": lambda office: collected(office, written(office, "说明.rar", b"Rar!")),
    "Y307": lambda office: list(collected(office, written(office, "空.zip", zipped({"说明.txt": b"x"}))))[1:],
    "Y308": lambda office: checked(office, written(office, "说明.txt", b"x")),
    "Y309": lambda office: checked(office, unrelated(office)),
    "Y361": lambda office: collected(office, written(office, "张三.jpg", b"\xff\xd8")),
    "Y311": form_in_the_inbox,
    **CHECKS_REFUSED,
    "Y312": lambda office: in_the_inbox(office, "张三.xlsx.part", b"x"),
    "Y313": lambda office: in_the_inbox(office, "张三.xlsx", office.filled().read_bytes()[:9000]),
    "Y310": lambda office: collected(office, change(office.filled(), (2, {"开始时间": "25点"}))),
    **TO_AN_OFFICE,
    **EXCEL,
}


@pytest.mark.slow
@pytest.mark.parametrize("code", ARRIVED)
def test_a_file_is_refused(tmp_path: Path, code: str) -> None:
    assert list(ARRIVED[code](planned_office(tmp_path))) == [code]


# Rows of a 更正单

WHO = ("B01", "已与客户核对")
Row = tuple[Any, ...]


def of_call(office: TestOffice, column: str, old: Any, new: Any, *who: Any) -> Row:
    return ("回访记录", f"{plan_numbers(office.issued())[0]}-1", column, old, new, *(who or WHO))


def of_sheet(office: TestOffice, column: str, old: Any, new: Any) -> Row:
    return ("提交", office.submissions()[0]["number"], column, old, new, *WHO)


def of_plan(column: str, new: Any, period: str = PERIOD) -> Row:
    return ("回访计划", period, column, None, new, *WHO)


def of_customer(column: str, old: Any, new: Any, number: str = "K0001") -> Row:
    return ("客户", number, column, old, new, *WHO)


def taken_back_before(office: TestOffice) -> Row:
    assert office.correct(of_call(office, "整行", None, "撤销")).data["applied"] == 1
    return of_call(office, "满意度", "满意", "一般")


def of_past_calls(column: str, new: str, number: str = "") -> Callable[[TestOffice], Row]:
    """A row about a list of past calls that was brought in, or about that number."""

    def asked(office: TestOffice) -> Row:
        name = table(office.path("客户资料库.xlsx"), "客户")[0]["客户名称"]
        path = plain(office.outside / "过去.xlsx", ("客户名称", "回访日期", "通话结果"), (name, "2026-11-02", "接通"))
        ran = office.run("import", path, "--to", "回访记录", "--yes", now=NOW)
        return ("过去的回访", number or ran.data["number"], column, None, new, *WHO)

    return asked


def past_calls_taken_back_before(office: TestOffice) -> Row:
    row = of_past_calls("整表", "撤销")(office)
    assert office.correct(row, name="撤销.xlsx").data["applied"] == 1
    return (*row[:6], "又一次")


def made_one_call(office: TestOffice) -> Row:
    number = plan_numbers(office.issued())[0]
    office.collect(change(office.filled(), (9, {**good_answer(30), "计划编号": number})))
    return ("回访记录", f"{number}-2", "开始时间", "14:00", "09:20", *WHO)


def reported_to_the_boss(office: TestOffice) -> Row:
    for column, old, new in (("上报对象", None, "马建国"), ("处理情况", "无问题", "未解决")):
        ran = office.correct(of_call(office, column, old, new), name=f"{column}.xlsx")
        assert ran.data["applied"] == 1, ran.data
    return of_call(office, "批示", None, "换货")


def another_plan_after(office: TestOffice) -> Row:
    office.run("plan", "--period", "2026-12上旬", now="2026-12-01 09:00")
    return of_plan("整批", "撤销")


CORRECTED: dict[str, Callable[[TestOffice], Row]] = {
    "Y401": lambda office: of_call(office, "满意度", "满意", "一般", None, "核对"),
    "Y402": lambda office: of_call(office, "满意度", "满意", "一般", "B01", None),
    "Y403": lambda office: of_call(office, "满意度", "满意", "一般", "Z99", "核对"),
    "Y404": lambda office: of_call(office, "满意度", "满意", "一般", "A01", "核对"),
    "Y405": lambda office: of_call(office, "整行", None, "删除"),
    "Y406": lambda office: ("回访记录", "H2611-0999-1", "满意度", "满意", "一般", *WHO),
    "Y407": taken_back_before,
    "Y408": lambda office: of_call(office, "满意度", "一般", "不满意"),
    "Y409": made_one_call,
    "Y410": lambda office: of_call(office, "批示", None, "换货"),
    "Y411": reported_to_the_boss,
    "Y412": lambda office: of_call(office, "回访日期", "2026-11-23", "2027-11-23"),
    "Y413": lambda office: of_call(office, "没有这一列", "x", "y"),
    "Y414": lambda office: of_call(office, "满意度", "满意", "还行"),
    "Y415": lambda office: of_call(office, "通话结果", "接通", None),
    "Y416": lambda office: ("提交", "T0999", "整表", None, "撤销", *WHO),
    "Y417": lambda office: of_sheet(office, "文件", None, "别的.xlsx"),
    "Y418": lambda office: of_sheet(office, "到达时间", None, "傍晚"),
    "Y419": lambda office: of_sheet(office, "到达时间", "2026-11-01 09:00", "2026-11-20 17:30"),
    "Y420": lambda office: of_sheet(office, "到达时间", NOW, "2027-01-01 09:00"),
    "Y421": lambda _: of_plan("计划日期", "2026-11-25"),
    "Y422": lambda _: of_plan("整批", "撤销", "2026-10上旬"),
    "Y423": another_plan_after,
    "Y424": lambda _: of_plan("整批", "撤销"),
    "Y425": lambda _: ("服务单", "F1", "完工时间", None, "2026-11-20 09:00", *WHO),
    "Y426": lambda _: of_customer("审核日期", "2026-11-14", "2026-11-10", "K9999"),
    "Y427": lambda _: of_customer("整行", None, "撤销"),
    "Y428": lambda _: of_customer("客户编号", "K0001", "K0002"),
    "Y440": of_past_calls("回访日期", "2026-11-03"),
    "Y441": past_calls_taken_back_before,
    "Y442": of_past_calls("整表", "撤销", "DR000999"),
    "Y429": lambda _: of_customer("审核日期", "2026-11-01", "2026-11-10"),
}


@pytest.mark.slow
@pytest.mark.parametrize("code", CORRECTED)
def test_a_correction_is_refused(tmp_path: Path, code: str) -> None:
    office = collected_office(tmp_path)
    row = CORRECTED[code](office)
    ran = office.correct(row, now="2026-12-01 10:00" if code == "Y423" else NOW)
    assert [finding["reason_code"] for finding in ran.data["refused"]] == [code]
    assert (ran.code, ran.data["applied"]) == (1, 0)


@pytest.mark.slow
@pytest.mark.parametrize("code", FORMS)
def test_what_stands_on_a_form_is_refused(tmp_path: Path, code: str) -> None:
    assert [said["reason_code"] for said in FORMS[code](tmp_path)] == [code]


def test_every_reason_is_provoked() -> None:
    provoked = [
        *ALONE,
        *OFFICES,
        *MAILS,
        *ARRIVED,
        *CORRECTED,
        *FORMS,
        *CARDS,
        *SHEETS,
    ]  # the last two with the cards themselves
    assert len(set(provoked)) == len(provoked)
    assert set(provoked) == set(REASONS)


def test_a_reason_says_of_what_it_is() -> None:
    reason = Reason("Y101", "文件不是 Excel 工作簿", "请核对。")
    assert reason.after("“甲.xlsx”") == Reason("Y101", "“甲.xlsx”文件不是 Excel 工作簿", "请核对。")
