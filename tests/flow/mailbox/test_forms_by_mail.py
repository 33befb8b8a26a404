"""Forms that the office's mailbox brings: carried out from who may decide, kept for a person from everybody else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

import mails_arriving as made
from checks_made import NOBODY, RANG, SEED, rang
from huifang.edges.post.locking import locked
from mailbox_stub import ADDRESSES, ARRIVED, Mailbox, inbox, mailbox_served, set_mailbox, with_mailbox
from mails import named
from office import NOW, PERIOD, Ran, TestOffice, collected_office, edited, planned_office, put, table

pytestmark = pytest.mark.slow

AFTER = "2026-12-01 09:00"
HEADERS = ("表", "编号", "列", "原值", "新值", "更正人", "原因")


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    monkeypatch.setenv("HUIFANG_MAIL_PASSWORD", "authcode")
    with mailbox_served(Mailbox()) as served:
        yield served


@pytest.fixture
def office(tmp_path: Path, box: Mailbox) -> TestOffice:
    return with_mailbox(collected_office(tmp_path), box.port)


def corrections(office: TestOffice, *rows: tuple[Any, ...], name: str = "更正单.xlsx") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "更正单"
    for cells in (HEADERS, *rows):
        sheet.append(cells)
    office.outside.mkdir(exist_ok=True)
    book.save(office.outside / name)
    return named((office.outside / name).read_bytes(), name)


def remark(office: TestOffice, by: str = "B01", why: str = "核对", new: str = "补充") -> tuple[Any, ...]:
    return ("回访记录", f"{office.calls('A01')[0]['plan_no']}-1", "备注", None, new, by, why)


def letter(*parts: bytes, sender: str = ADDRESSES["B01"], **more: Any) -> bytes:
    return made.letter(made.text_part("请看附件"), *parts, sender=sender, subject="更正", **more)


def fetch(office: TestOffice, now: str = AFTER) -> Ran:
    return office.run("mail", "fetch", now=now)


def waiting(office: TestOffice) -> list[str]:
    folder = office.path("收件箱/待确认")
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def why(office: TestOffice) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in office.path("收件箱/待确认").glob("更正单*.原因.txt"))


def test_a_form_from_the_supervisor_is_carried_out(office: TestOffice, box: Mailbox) -> None:
    content = letter(corrections(office, remark(office)))
    box.add(content)
    ran = fetch(office)
    (form,) = ran.data["forms"]
    assert (form["by"], form["applied"], form["refused"], "reason" in form) == ("B01 周丽华", 1, [], False)
    assert ran.code == 0
    (entry,) = office.entries("correction")
    assert (entry["by"], entry["new"]) == ("B01 周丽华", "补充")
    assert any(path.startswith("归档/更正/") for path in entry["archived"])
    (said,) = office.entries("form-by-mail")
    assert (said["by"], said["applied"], said["is_done"]) == ("B01", 1, True)
    assert inbox(office) == [] and waiting(office) == []
    assert [path.read_bytes() for path in office.path("归档/邮件").glob("*.eml")] == [content]
    assert office.run("verify").data["ok"]
    assert fetch(office).data["forms"] == [] and office.collect(now=AFTER).data["ignored"] == []


def test_a_filled_card_from_who_decides(tmp_path: Path, box: Mailbox) -> None:
    office = with_mailbox(planned_office(tmp_path), box.port)
    path = office.filled("A02")
    with edited(path) as book:
        put(
            book["回访记录"], 2, {"处理情况": "未解决", "上报对象": "B01", "上报文件": "单-1", "不满意原因": "门锁坏了"}
        )
    assert office.collect(path, now="2026-11-24 17:00").code == 0
    (form,) = office.report().data["forms"]
    with edited(office.path(form)) as book:
        sheet = book["批示单"]
        rows = {cell.value: cell.row for cell in sheet["A"]}
        sheet[f"B{rows['批示']}"].value, sheet[f"C{rows['批示']}"].value = "同意", "补发"
        sheet[f"E{rows['由谁办']}"].value = date(2026, 12, 2)
    number = f"{table(office.issued('A02'), '回访记录')[0]['计划编号']}-1"
    filled = named(office.path(form).read_bytes(), "批示单.xlsx")
    box.add(letter(filled, sender=ADDRESSES["C01"]))
    (done,) = fetch(office).data["forms"]
    assert done["applied"] == 0 and "B01 周丽华" in done["refused"][0]["message"] and done["reason_code"] == "Y347"
    box.add(letter(filled))
    (done,) = fetch(office).data["forms"]
    assert (done["applied"], done["by"]) == (1, "B01 周丽华")
    (entry,) = office.entries("correction")
    assert (entry["subject_no"], entry["new"]) == (number, "同意，补发")


def test_a_locked_form_from_who_was_given_the_password(
    office: TestOffice, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUIFANG_SHEET_PASSWORD_B01", "暗号 2026")
    corrections(office, remark(office))
    content = locked((office.outside / "更正单.xlsx").read_bytes(), "暗号 2026")
    box.add(letter(named(content, "更正单.xlsx")))
    (form,) = fetch(office).data["forms"]
    assert (form["applied"], "reason" in form) == (1, False) and inbox(office) == []


def test_who_signed_must_have_sent_it(office: TestOffice, box: Mailbox) -> None:
    box.add(letter(corrections(office, remark(office, "C01"), remark(office, "B01", new="另一句"))))
    ran = fetch(office)
    (form,) = ran.data["forms"]
    assert (form["applied"], form["reason_code"], form["refused"][0]["reason_code"]) == (1, "Y347", "Y346")
    assert ran.code == 1 and "C01 马建国" in why(office)
    assert any(name.endswith(".eml") for name in waiting(office)) and inbox(office) == []
    assert fetch(office).data["forms"] == []


def test_a_form_that_nobody_filled(office: TestOffice, box: Mailbox) -> None:
    box.add(letter(corrections(office)))
    (form,) = fetch(office).data["forms"]
    assert (form["reason_code"], form["applied"]) == ("Y348", 0) and "更正单.xlsx" in waiting(office)


NOT_COUNTED = {
    "an agent": ({"sender": ADDRESSES["A01"]}, "Y344"),
    "the auditor": ({"sender": ADDRESSES["D01"]}, "Y344"),
    "a partner": ({"sender": "x@partner.example"}, "Y345"),
    "another says that it is hers": ({"headers": [f"Sender: {ADDRESSES['A01']}"]}, "Y342"),
    "her name and another address": ({"sender": f'"{ADDRESSES["B01"]}" <{ADDRESSES["A02"]}>'}, "Y341"),
    "the server says that it is not": (
        {"headers": ["Authentication-Results: mx.office.test; dmarc=fail header.from=office.test"]}, "Y343",
    ),
}  # fmt: skip


@pytest.mark.parametrize("who", NOT_COUNTED)
def test_from_anybody_else_it_waits(office: TestOffice, box: Mailbox, who: str) -> None:
    more, code = NOT_COUNTED[who]
    set_mailbox(office, 另外接收="@partner.example", 收信服务器="mx.office.test")
    box.add(letter(corrections(office, remark(office)), **more))  # type: ignore[arg-type]
    assert fetch(office).data["forms"] == [] and office.entries("correction") == []
    ran = office.collect(now=AFTER)
    assert [one["reason_code"] for one in ran.data["ignored"]] == ["Y311", "Y311"]
    (mail,) = office.entries("mails-fetched")[0]["mails"]
    doubt = mail.get("doubt") or "发信的 D01 孙正平 不是在职的主管或老板"  # who may decide others, not this one
    assert doubt in why(office)
    assert "更正单.xlsx" in waiting(office) and inbox(office) == []
    assert code  # the reasons: tests/edges/arriving/test_mail_senders.py


@pytest.mark.parametrize(
    "sender",
    [
        '"老板" <x@evil.example>',
        f'"{ADDRESSES["B01"]}" <x@evil.example>',
        f"{made.word('<' + ADDRESSES['B01'] + '>')} <x@evil.example>",
        f"{ADDRESSES['B01']}, x@evil.example",
        f"{ADDRESSES['B01']}\nFrom: x@evil.example",
        f"{ADDRESSES['B01']} <x@evil.example>",
    ],
)
def test_who_only_calls_himself_so_is_not_even_fetched(office: TestOffice, box: Mailbox, sender: str) -> None:
    box.add(letter(corrections(office, remark(office)), sender=sender))
    data = fetch(office).data
    assert (data["fetched"], data["forms"], len(data["ignored"])) == ([], [], 1)
    assert office.entries("correction") == []


def test_a_shared_address_is_nobodys(office: TestOffice, box: Mailbox) -> None:
    with edited(office.path("人员.xlsx")) as book:
        put(book["人员"], 5, {"邮箱": ADDRESSES["B01"]})
    box.add(letter(corrections(office, remark(office))))
    assert fetch(office).data["forms"] == []
    assert "不是恰好一个人的邮箱" in str(office.entries("mails-fetched"))


def test_the_auditors_sheet_is_taken_from_the_auditor_and_waits_from_the_supervisor(
    office: TestOffice, box: Mailbox
) -> None:
    """Who fetches the mails learns that it came, nothing of what it says; a resent copy brings nothing new."""
    assert office.run("spotcheck", "draw", "--period", PERIOD, "--seed", SEED, now=AFTER).code in (0, 1)
    filled = named(rang(office, NOBODY, NOBODY, {}).read_bytes(), "核查.xlsx")
    box.add(letter(filled))
    assert fetch(office).data["forms"] == [] and office.entries("checks") == []
    office.collect(now=AFTER)
    laid = office.path("收件箱/待确认/核查.xlsx.原因.txt").read_text(encoding="utf-8")
    assert "不是监督岗或老板" in laid and "spotcheck collect" in laid
    box.add(letter(filled, sender=ADDRESSES["D01"]))
    ran = fetch(office, now=RANG)
    (form,) = ran.data["forms"]
    assert (form["by"].split()[0], form["applied"], "reason" in form) == ("D01", 3, False)
    assert "不符" not in ran.err and "K0004" not in ran.err
    (entry,) = office.entries("checks")
    assert len(entry["rows"]) == 3 and entry["archived"].keys() > {entry["path"]}  # its mail, too
    box.add(letter(filled, sender=ADDRESSES["D01"], message_id="again@d01.test"))
    assert fetch(office, now=RANG).data["forms"] == [] and len(office.entries("checks")) == 1
    assert inbox(office) == [] and office.run("verify", now=RANG).data["ok"]


def test_a_sheet_of_the_auditors_that_is_empty_waits(office: TestOffice, box: Mailbox) -> None:
    assert office.run("spotcheck", "draw", "--period", PERIOD, "--seed", SEED, now=AFTER).code in (0, 1)
    blind = next(iter(office.path("抽查").rglob("*.xlsx")))
    box.add(letter(named(blind.read_bytes(), "抽查.xlsx"), sender=ADDRESSES["D01"]))
    (form,) = fetch(office).data["forms"]
    assert form["reason_code"] == "Y373" and "抽查.xlsx" in waiting(office)


def test_a_form_beside_a_sheet(office: TestOffice, box: Mailbox) -> None:
    office.correct(("提交", "T0001", "整表", None, "撤销", "B01", "重交"), now="2026-11-25 09:00")
    more = named(office.filled("A01", 客户意见或需求="下月再看").read_bytes(), "A01.xlsx")
    row = ("回访记录", f"{office.calls('A02')[0]['plan_no']}-1", "备注", None, "补充", "B01", "核对")
    box.add(letter(corrections(office, row), more))
    ran = fetch(office)
    assert ran.data["forms"][0]["applied"] == 1 and len(inbox(office)) == 1
    collected = office.collect(now=AFTER)
    assert [one["agent"] for one in collected.data["accepted"]] == ["A01"]
    assert [Path(one["file"]).name for one in collected.data["duplicates"]] == [
        "2026-11-24 1559-B01 周丽华-更正.eml!更正单.xlsx"
    ]
    assert inbox(office) == [] and waiting(office) == []


def test_it_is_carried_out_though_the_run_that_fetched_it_died(
    office: TestOffice, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.add(letter(corrections(office, remark(office))), ARRIVED)
    with monkeypatch.context() as patch:
        patch.setattr("huifang.flow.mailbox.fetching.carry_out_forms", lambda desk, result: None)
        assert fetch(office).data["forms"] == []
    assert len(inbox(office)) == 1
    assert fetch(office).data["forms"][0]["applied"] == 1 and inbox(office) == []


def test_a_form_put_into_the_inbox_by_hand_waits_as_ever(office: TestOffice, box: Mailbox) -> None:
    office.path("收件箱/更正.eml").write_bytes(letter(corrections(office, remark(office))))
    assert fetch(office).data["forms"] == []
    assert {one["reason_code"] for one in office.collect(now=NOW).data["ignored"]} == {"Y311"}
    assert office.entries("correction") == []
