"""What goes by mail with the work itself: sheets to agents, receipts for what came back, spot checks to the auditor."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from huifang.edges.store.files import digest
from huifang.edges.store.office import Office
from huifang.flow.office.opening import writing_desk
from huifang.ledger.mail_said import MailStarted
from mailbox_made import address_of, attached, drafts, text, with_mailbox
from office import (
    CUSTOMERS,
    DUE_DAY,
    IN_TIME,
    PERIOD,
    PLANNED,
    SHEET,
    TestOffice,
    add_rows,
    blank_office,
    change,
    customer,
    planned_office,
    table,
)

pytestmark = pytest.mark.slow

LATER = "2026-11-23 09:00"


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    """An office with a mailbox in which nothing was planned."""
    return with_mailbox(blank_office(tmp_path), lacking=("A03",))


def plan(office: TestOffice, now: str = PLANNED) -> dict[str, Any]:
    return dict(office.run("plan", "--period", PERIOD, now=now).data)


def written(office: TestOffice, kind: str) -> list[str]:
    """To whom letters of that kind were journaled."""
    entries = [entry for entry in office.entries("letters") if entry["occasion"] == kind]
    return [letter["receiver"] for entry in entries for letter in entry["letters"]]


def test_each_agent_has_a_mail_with_the_workbook(office: TestOffice) -> None:
    planned = plan(office)
    mails = drafts(office, "回访表")
    assert [str(mail["To"]) for mail in mails.values()] == [
        f"{name} <{address_of(no)}>" for no, name in (("A01", "李晓明"), ("A02", "王海燕"))
    ]
    for mail, file in zip(mails.values(), planned["files"], strict=False):
        assert {name: digest(content) for name, content in attached(mail).items()} == {
            Path(file).name: digest(office.path(file).read_bytes())
        }
    (first, _) = mails.values()
    assert f"您本期共有 {len(CUSTOMERS['A01'])} 个回访，请在 2026-11-30 前交回" in text(first)
    assert str(first["Subject"]) == "【回访表】2026-11下旬 请在 11-30 前交回"
    assert {str(mail["References"]) for mail in mails.values()} == {str(first["In-Reply-To"])}
    lacking = [one for one in planned["findings"] if one["code"] == "J851"]
    assert [one["message"] for one in lacking] == ["A03 张志强 没有邮箱，回访表没有写成邮件。"]


def test_nothing_is_written_twice_and_a_further_book_is_a_mail_of_its_own(office: TestOffice) -> None:
    plan(office)
    before = {name: mail.as_bytes() for name, mail in drafts(office, "回访表").items()}
    assert not [one for one in plan(office, LATER)["findings"] if one["code"] == "J851"]  # which was said
    office.run("run", now=LATER)
    assert {name: mail.as_bytes() for name, mail in drafts(office, "回访表").items()} == before
    assert written(office, "回访表") == ["A01", "A02"]
    add_rows(office.path("客户资料库.xlsx"), "客户", customer("K0099", "A02"))
    assert len(plan(office, LATER)["files"]) == 1
    (more,) = [mail for name, mail in drafts(office, "回访表").items() if name not in before]
    assert "代替以前发给您的表" in text(more) and "（补）" in str(more["Subject"])
    assert [*attached(more)] == ["A02-王海燕-2026-11下旬-补1123.xlsx"]
    assert written(office, "回访表") == ["A01", "A02", "A02"]


def test_what_was_not_sent_is_put_aside_with_its_plan_and_replaced(office: TestOffice) -> None:
    plan(office)
    assert office.correct(("回访计划", PERIOD, "整批", "", "撤销", "B01", "重排"), now=PLANNED).code == 0
    assert drafts(office, "回访表") == {} and len(drafts(office, "回访表", "已作废")) == 2
    plan(office, "2026-11-20 10:00")
    assert len(drafts(office, "回访表")) == 2
    assert written(office, "回访表") == ["A01", "A02"] * 2


def test_one_that_may_have_been_sent_is_not_put_aside(office: TestOffice) -> None:
    """The line was cut while it was handed over: it is looked for first."""
    plan(office)
    (handed, _) = drafts(office, "回访表")
    said = MailStarted(
        file=f"发件箱/{handed}", kind="回访表", message_id="<x@y>", receivers=("x",),
        sha256=digest(office.path(f"发件箱/{handed}").read_bytes()),
    )  # fmt: skip
    with writing_desk(Office(office.root), datetime.fromisoformat(PLANNED)) as desk:
        desk.commit(said)
    assert office.correct(("回访计划", PERIOD, "整批", "", "撤销", "B01", "重排"), now=PLANNED).code == 0
    assert [*drafts(office, "回访表")] == [handed] and len(drafts(office, "回访表", "已作废")) == 1


def test_a_run_that_died_before_the_mails_is_made_good_by_the_next(office: TestOffice, tmp_path: Path) -> None:
    other = planned_office(tmp_path / "ohne")
    with_mailbox(other)
    other.run("run", now=LATER)
    assert written(other, "回访表") == ["A01", "A02", "A03"]
    change(other.issued("A01"), (2, {"通话结果": "接通"}))
    assert len(drafts(other, "回访表")) == 3


def test_a_book_that_its_agent_fills_in_where_it_lies_is_sent_to_nobody(tmp_path: Path) -> None:
    other = planned_office(tmp_path)
    change(other.issued("A01"), (2, {"通话结果": "接通"}))
    with_mailbox(other).run("run", now=LATER)
    assert written(other, "回访表") == ["A02", "A03"]


def test_without_a_mailbox_there_are_no_such_mails(tmp_path: Path) -> None:
    other = planned_office(tmp_path)
    other.send(other.filled("A01"))
    other.collect(now=IN_TIME)
    other.run("run", now=DUE_DAY)
    other.run("spotcheck", "draw", "--period", PERIOD, "--seed", "1", now="2026-12-01 09:00")
    assert not [*other.path("发件箱").glob("回访表-*")] + [*other.path("发件箱").glob("回执-*")]
    assert not [*other.path("发件箱").glob("抽查-*")]


def test_a_receipt_says_what_was_entered_and_what_is_missing(office: TestOffice) -> None:
    plan(office)
    sheet = office.filled("A01", count=4)
    office.send(sheet)
    office.collect(now=IN_TIME)
    ((name, mail),) = drafts(office, "回执").items()
    assert name.startswith("回执-2026-11-30-A01 李晓明 2026-11下旬-") and str(mail["To"]).endswith("<a01@example.com>")
    said = text(mail)
    assert "已经收到，入账 4 行" in said and "收到时间：2026-11-30 16:00，按时（应交日 2026-11-30）" in said
    assert f"核对码：{digest(sheet.read_bytes())[:12]}" in said
    listed = re.search(
        r"本期还有 2 个回访没有结果：\s+1\. (K000\d) 000\d 号商行\s+2\. (K000\d) 000\d 号商行\s+请打完", said
    )
    rows = table(sheet, SHEET)
    assert listed and {*listed.groups()} == {row["客户编号"] for row in rows if row["客户编号"] and not row["通话结果"]}
    assert str(mail["Subject"]) == "【回执】2026-11下旬 回访表已收到，入账 4 行，还缺 2 个"
    (out, *_) = drafts(office, "回访表").values()
    assert mail["References"] == out["References"]
    office.send(office.filled("A01", name="全部.xlsx"))
    office.collect(now="2026-12-02 09:00")
    (late,) = [other for key, other in drafts(office, "回执").items() if key != name]
    assert "入账 2 行" in text(late) and "比应交日 2026-11-30 晚 2 天" in text(late)
    assert "您本期应交的回访都有了结果" in text(late)
    office.collect(office.outside / "全部.xlsx", now="2026-12-02 09:30")
    office.run("run", now="2026-12-02 09:40")
    assert written(office, "回执") == ["A01", "A01"]


def test_who_has_errors_gets_the_marked_copy_and_no_receipt(office: TestOffice) -> None:
    plan(office)
    office.collect(change(office.filled("A01"), (2, {"通话结果": "乱"})), now=IN_TIME)
    (back,) = drafts(office, "退回").values()
    assert drafts(office, "回执") == {} and "没有错误的 5 行已经入账" in text(back)
    assert str(back["From"]).endswith("<office@example.com>") and back["References"]


def test_an_accepted_sheet_that_is_taken_back_needs_no_receipt(office: TestOffice) -> None:
    plan(office)
    office.collect(office.filled("A01"), now=IN_TIME)
    (number,) = [sheet["number"] for sheet in office.submissions()]
    assert office.correct(("提交", number, "整表", "", "撤销", "B01", "交错了"), now=IN_TIME).code == 0
    office.run("run", now="2026-11-30 16:30")
    assert drafts(office, "回执") == {} and len(drafts(office, "回执", "已作废")) == 1


def test_the_auditor_alone_gets_what_was_drawn(office: TestOffice) -> None:
    plan(office)
    drawn = office.run("spotcheck", "draw", "--period", PERIOD, "--seed", "7", now="2026-12-01 09:00")
    ((name, mail),) = drafts(office, "抽查").items()
    assert str(mail["To"]).endswith("<d01@example.com>") and mail["Cc"] is None and mail["References"] is None
    assert [*attached(mail)] == [Path(file).name for file in drawn.data["files"]]
    said = name + text(mail) + text(mail, "html") + str(mail["Subject"])
    assert not [one for one in drawn.data["draws"] if one["customer_no"] in said or one["agent"] in said]
    before = office.path(f"发件箱/{name}").read_bytes()
    office.run("spotcheck", "draw", "--period", PERIOD, "--seed", "7", now="2026-12-01 10:00")
    assert office.path(f"发件箱/{name}").read_bytes() == before and written(office, "抽查") == ["D01"]


def test_a_draw_that_reaches_no_auditor_says_so(office: TestOffice) -> None:
    with_mailbox(office)
    change(office.path("人员.xlsx"), (4, {"邮箱": None}), sheet="人员")
    plan(office)
    drawn = office.run("spotcheck", "draw", "--period", PERIOD, "--seed", "7", now="2026-12-01 09:00")
    assert [one["code"] for one in drawn.data["findings"]] == ["J851"] and drafts(office, "抽查") == {}
    change(office.path("人员.xlsx"), (4, {"状态": "离职", "离职日期": date(2026, 12, 1)}), sheet="人员")
    drawn = office.run("spotcheck", "draw", "--period", PERIOD, "--seed", "7", now="2026-12-01 09:30")
    assert [one["code"] for one in drawn.data["findings"]] == ["J807"] and "监督岗" in drawn.data["findings"][0][
        "message"
    ]


def test_who_has_open_rows_is_reminded_on_the_working_day_before_and_on_the_due_day(office: TestOffice) -> None:
    """The sheets are due on Monday, 11-30: the working day before is Friday."""
    plan(office)
    office.collect(office.filled("A02"), now="2026-11-26 10:00")
    office.run("run", now="2026-11-26 18:00")
    assert drafts(office, "交表提醒") == {}
    office.run("run", now="2026-11-27 09:00")
    before = drafts(office, "交表提醒-2026-11-27")
    assert [str(mail["To"]) for mail in before.values()] == ["李晓明 <a01@example.com>", "None"]  # A03 has no address
    assert "要在 2026-11-30交，还有 6 个回访没有结果" in text(next(iter(before.values())))
    office.run("run", now="2026-11-29 09:00")
    assert {*drafts(office, "交表提醒")} == {*before}
    office.run("run", now="2026-11-30 09:00")
    assert len(drafts(office, "交表提醒-2026-11-30")) == 2 and len(drafts(office, "交表提醒", "已作废")) == 2
    assert drafts(office, "催交") == {} == drafts(office, "催交名单")


def test_a_reminder_that_nobody_wrote_in_time_is_written_before_the_due_day(office: TestOffice) -> None:
    plan(office)
    office.run("run", now="2026-11-29 09:00")
    assert len(drafts(office, "交表提醒-2026-11-29")) == 3


def test_the_morning_after_the_supervisor_gets_the_list_with_letters_ready(office: TestOffice) -> None:
    plan(office)
    office.collect(office.filled("A01", count=2), now=IN_TIME)
    office.collect(office.filled("A02"), now=IN_TIME)
    office.run("run", now=DUE_DAY)
    office.run("run", now="2026-12-01 08:30")
    ((name, mail),) = drafts(office, "催交名单").items()
    assert str(mail["To"]) == "周丽华 <b01@example.com>" and "2 份回访表没有交齐" in str(mail["Subject"])
    said = text(mail)
    assert "A01 李晓明：交了一部分，还有 4 个回访没有结果" in said and "A03 张志强：没有交，2 个回访没有结果" in said
    assert "应在 2026-11-30 交" in said and "A03 张志强，您的 2026-11下旬 回访表应在 2026-11-30 交，还没有收到" in said
    assert "A02" not in said and [one.split("-")[4][:3] for one in drafts(office, "催交")] == ["A01", "A03"]
    office.run("run", now="2026-12-02 08:30")
    assert {*drafts(office, "催交名单")} == {name}
    office.collect(office.filled("A01", name="全.xlsx"), office.filled("A03"), now="2026-12-02 10:00")
    office.run("run", now="2026-12-02 10:30")
    assert drafts(office, "催交名单") == {} and len(drafts(office, "催交名单", "已作废")) == 1
