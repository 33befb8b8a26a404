"""Fetching from the office's mailbox: each mail once, whatever goes wrong, and nothing changed there unasked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

import mails_arriving as made
from mailbox_stub import ADDRESSES, ARRIVED, OFFICE, Mailbox, inbox, mailbox_served, set_mailbox, with_mailbox
from mails import XLSX, named, part
from office import DUE_DAY, NOW, Ran, TestOffice, codes, edited, planned_office, put

pytestmark = pytest.mark.slow


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    monkeypatch.setenv("HUIFANG_MAIL_PASSWORD", "authcode")
    with mailbox_served(Mailbox()) as served:
        yield served


@pytest.fixture
def office(tmp_path: Path, box: Mailbox) -> TestOffice:
    return with_mailbox(planned_office(tmp_path), box.port)


def sheet(office: TestOffice, agent: str = "A01", name: str = "", **more: Any) -> bytes:
    return named(office.filled(agent).read_bytes(), name or f"{agent}.xlsx")


def sheet_mail(office: TestOffice, agent: str = "A01", **more: Any) -> bytes:
    more = {"sender": ADDRESSES[agent], "message_id": f"{agent}@client.test", "subject": "回访表", **more}
    return made.letter(made.text_part("请查收"), sheet(office, agent), **more)


def fetch(office: TestOffice, now: str = NOW) -> Ran:
    return office.run("mail", "fetch", now=now)


def test_a_sheet_comes_by_mail_and_its_arrival_is_the_servers(office: TestOffice, box: Mailbox) -> None:
    content = sheet_mail(office)
    box.add(content)
    ran = fetch(office)
    assert ran.code == 0
    (came,) = ran.data["fetched"]
    assert came == {
        "file": "收件箱/2026-11-24 1559-A01 李晓明-回访表.eml", "from": "A01 李晓明", "subject": "回访表",
        "arrived_at": "2026-11-24 15:59",
    }  # fmt: skip
    assert ran.data["ignored"] == [] and office.path(came["file"]).read_bytes() == content
    collected = office.collect(now=DUE_DAY)
    assert (collected.code, collected.listed["accepted"]) == (0, ["2026-11-24 1559-A01 李晓明-回访表.eml!A01.xlsx"])
    (entry,) = collected.data["accepted"]
    assert (entry["arrived_at"], entry["arrival"]) == ("2026-11-24 15:59", "邮件")
    (kept,) = [path for path in office.submissions()[0]["archived"] if path.startswith("归档/邮件/")]
    assert office.path(kept).read_bytes() == content
    assert office.run("verify").data["ok"]


def test_looking_changes_nothing_and_takes_nothing_twice(office: TestOffice, box: Mailbox) -> None:
    box.add(sheet_mail(office))
    fetch(office)
    assert box.flags == {1: set()} and not any(line.startswith(("SELECT", "UID STORE")) for line in box.said)
    entries = len(office.journal())
    for _ in range(2):
        assert fetch(office).data["fetched"] == []
    assert len(office.journal()) == entries and len(inbox(office)) == 1
    assert ADDRESSES["A01"] not in office.path(".huifang/journal.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize("wanted", ["标为已读", "删除"])
def test_what_the_office_wants_is_done_once_the_journal_has_it(office: TestOffice, box: Mailbox, wanted: str) -> None:
    set_mailbox(office, 取信以后=wanted)
    box.add(sheet_mail(office))
    box.add(made.letter(made.text_part("广告"), sender="x@shop.example", message_id="ad@x"))
    box.add(made.letter(made.text_part("旧"), sender="y@shop.example", message_id="old@x")).flags.add(r"\Deleted")
    fetch(office)
    left = {2: set(), 3: {r"\Deleted"}}
    assert box.flags == (left if wanted == "删除" else {1: {r"\Seen"}, **left})
    assert len(inbox(office)) == 1 and fetch(office).data["fetched"] == []


def test_a_server_that_deletes_only_everything_deletes_nothing_of_others(office: TestOffice, box: Mailbox) -> None:
    set_mailbox(office, 取信以后="删除")
    box.offers = "IMAP4rev1 ID"
    box.add(sheet_mail(office))
    box.add(b"From: x@shop.example\n\nx").flags.add(r"\Deleted")
    fetch(office)
    assert box.flags == {1: {r"\Deleted"}, 2: {r"\Deleted"}}
    box.mails = box.mails[:1]
    box.add(sheet_mail(office, "A02"))
    fetch(office)
    assert box.mails == []


def test_who_is_not_known_is_counted_and_fetched_once_known(office: TestOffice, box: Mailbox) -> None:
    box.add(made.letter(sheet(office), sender="li@private.example", subject="我的表", message_id="p@x"))
    box.add(made.letter(sheet(office, "A02"), sender="wang@partner.example", message_id="q@x"))
    box.add(sheet_mail(office, "A03"))
    ran = fetch(office)
    assert [one["from"] for one in ran.data["fetched"]] == ["A03 张志强"]
    assert [(one["subject"], one["reason_code"]) for one in ran.data["ignored"]] == [
        ("我的表", "Y330"),
        ("回访表", "Y330"),
    ]
    assert ran.code == 0 and not any("BODY.PEEK[]" in line and line.split()[2] in ("1", "2") for line in box.said)
    with edited(office.path("人员.xlsx")) as book:
        put(book["人员"], 5, {"邮箱": "Li@private.example"})
    set_mailbox(office, 另外接收="@partner.example")
    ran = fetch(office)
    assert [one["from"] for one in ran.data["fetched"]] == ["A01 李晓明", "wang@partner.example"]
    assert fetch(office).data == {**ran.data, "fetched": [], "ignored": []}
    assert codes(office.collect(now=DUE_DAY).data["accepted"][1]["findings"]) == []


def test_the_server_numbers_everything_anew(office: TestOffice, box: Mailbox) -> None:
    for agent in ("A01", "A02"):
        box.add(sheet_mail(office, agent))
    box.add(sheet_mail(office, "A03").replace(b"Message-ID: <A03@client.test>\n", b""))
    assert len(fetch(office).data["fetched"]) == 3
    box.renumber()
    given = box.given
    assert fetch(office).data["fetched"] == [] and box.given == given + 1  # the one that has no name
    box.add(made.letter(made.text_part("有问题"), message_id="new@x"))
    assert len(fetch(office).data["fetched"]) == 1
    box.mails = box.mails[:1]
    box.renumber(1)
    assert fetch(office).data["fetched"] == []
    assert len(office.collect(now=DUE_DAY).data["accepted"]) == 3


def test_another_mailbox_is_looked_through_from_the_beginning(office: TestOffice, box: Mailbox) -> None:
    for number in range(3):
        box.add(made.letter(made.text_part("x"), message_id=f"{number}@x", subject=f"问题{number}"))
    assert len(fetch(office).data["fetched"]) == 3
    box.mails, box.last_uid = [], 0
    box.add(sheet_mail(office))
    set_mailbox(office, 邮箱地址="huifang2@office.test")
    assert len(fetch(office).data["fetched"]) == 1


def test_mails_from_before_the_office_are_left_alone(office: TestOffice, box: Mailbox) -> None:
    box.add(sheet_mail(office), datetime(2026, 11, 1))
    assert fetch(office).data["fetched"] == []


def test_the_connection_breaks_in_the_middle(office: TestOffice, box: Mailbox) -> None:
    for number in range(5):
        box.add(made.letter(made.text_part(f"问题{number}"), subject=f"问题{number}", message_id=f"{number}@x"))
    box.hangs_up_after = 2
    ran = fetch(office)
    assert (ran.code, len(ran.data["fetched"]), ran.data["trouble"]["reason_code"]) == (1, 2, "Y916")
    assert len(inbox(office)) == 2
    box.hangs_up_after = None
    assert [one["subject"] for one in fetch(office).data["fetched"]] == ["问题2", "问题3", "问题4"]
    assert len(inbox(office)) == 5 and fetch(office).data["fetched"] == []


def test_a_mail_that_the_server_does_not_give_is_asked_for_again(office: TestOffice, box: Mailbox) -> None:
    for number in range(3):
        box.add(made.letter(made.text_part(f"问题{number}"), subject=f"问题{number}", message_id=f"{number}@x"))
    box.refuses = {2}
    ran = fetch(office)
    assert [one["subject"] for one in ran.data["fetched"]] == ["问题0", "问题2"]
    assert [(one["subject"], one["reason_code"]) for one in ran.data["ignored"]] == [("问题1", "Y332")]
    assert fetch(office).data["fetched"] == []
    box.refuses = set()
    assert [one["subject"] for one in fetch(office).data["fetched"]] == ["问题1"]
    assert fetch(office).data == {**ran.data, "fetched": [], "ignored": []}


def test_a_mail_that_is_too_large_is_named_and_not_loaded(
    office: TestOffice, box: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huifang.flow.mailbox.fetching.MAX_FILE_BYTES", 1_000_000)
    box.add(made.letter(part(b"x" * 1_200_000, 'attachment; filename="a.xlsx"'), subject="大"))
    ran = fetch(office)
    assert [(one["subject"], one["reason_code"]) for one in ran.data["ignored"]] == [("大", "Y331")]
    assert box.given == 0 and fetch(office).data["ignored"] == []


@pytest.mark.parametrize(
    ("how", "code"), [({"hangs_up_at": "LOGIN"}, "Y916"), ({"hangs_up_at": "EXAMINE"}, "Y916"), ({}, "Y911")]
)
def test_no_way_into_the_mailbox(
    office: TestOffice, box: Mailbox, how: dict[str, str], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    box.hangs_up_at = how.get("hangs_up_at", "")
    if not how:
        monkeypatch.setenv("HUIFANG_MAIL_PASSWORD", "wrong")
    ran = fetch(office)
    assert (ran.code, ran.data["fetched"], ran.data["trouble"]["reason_code"]) == (1, [], code)


def test_a_server_that_opens_nothing_for_who_is_not_named(office: TestOffice, box: Mailbox) -> None:
    box.demands_id = True
    box.add(sheet_mail(office))
    assert len(fetch(office).data["fetched"]) == 1


def test_an_office_without_a_mailbox(tmp_path: Path) -> None:
    ran = planned_office(tmp_path).run("mail", "fetch")
    assert (ran.code, ran.data["trouble"]["reason_code"]) == (1, "Y901")


def test_names_of_files_are_safe_and_each_its_own(office: TestOffice, box: Mailbox) -> None:
    evil = "../../收件箱/a:b|c?*\x00\x07<x>\u202e" + "长" * 200
    for number in range(2):
        box.add(made.letter(made.text_part("x"), subject=evil, message_id=f"{number}@x"))
    names = [Path(one["file"]).name for one in fetch(office).data["fetched"]]
    assert len(set(names)) == 2 and sorted(names) == inbox(office)
    for name in names:
        assert len(name) < 100 and not set(name) & set('<>:"/\\|?*\0\u202e')


# By whose clock


def test_nothing_in_the_mail_says_when_it_came(office: TestOffice, box: Mailbox) -> None:
    forged = ["Received: from a by mx.office.test; Fri, 20 Nov 2026 09:30:00 +0800"]
    box.add(sheet_mail(office, headers=forged), ARRIVED + timedelta(days=1))
    fetch(office, "2026-11-26 09:00")
    (entry,) = office.collect(now=DUE_DAY).data["accepted"]
    assert (entry["arrived_at"], entry["arrival"], entry["findings"]) == ("2026-11-25 15:59", "邮件", [])


def test_a_mail_that_was_changed_after_it_came_is_not_the_one_that_came(office: TestOffice, box: Mailbox) -> None:
    box.add(sheet_mail(office))
    (came,) = fetch(office).data["fetched"]
    path = office.path(came["file"])
    path.write_bytes(path.read_bytes().replace(b"Subject: ", b"Subject: x", 1))
    (entry,) = office.collect(now=DUE_DAY).data["accepted"]
    assert (entry["arrived_at"], entry["arrival"]) == (DUE_DAY, "收表")


def test_two_sheets_of_one_person_have_one_receipt(office: TestOffice, box: Mailbox) -> None:
    box.add(made.letter(named(office.filled(count=2).read_bytes(), "一.xlsx"), message_id="1@x", subject="一部分"))
    box.add(made.letter(sheet(office, name="二.xlsx"), message_id="2@x", subject="全部"))
    fetch(office)
    assert len(office.collect(now=DUE_DAY).data["accepted"]) == 2
    (receipt,) = office.path("发件箱").glob("回执-*.eml")
    text = message_from_bytes(receipt.read_bytes(), policy=policy.default)
    assert "入账 6 行" in text["subject"]
    said = text.get_body(("plain",)).get_content()
    assert "入账 2 行" in said and "入账 4 行" in said and said.count("核对码") == 2


def test_sheets_are_taken_in_the_order_in_which_they_came(office: TestOffice, box: Mailbox) -> None:
    late = sheet_mail(office)
    early = late.replace(b"A01@client.test", b"A01-2@client.test")
    box.add(late, ARRIVED + timedelta(days=1))
    box.add(early, ARRIVED)
    fetch(office, "2026-11-26 09:00")
    ran = office.collect(now=DUE_DAY)
    assert ran.data["accepted"][0]["arrived_at"] == f"{ARRIVED:%Y-%m-%d %H:%M}" and len(ran.data["duplicates"]) == 1


def test_a_sheet_from_somebody_else_is_a_warning(office: TestOffice, box: Mailbox) -> None:
    box.add(sheet_mail(office, sender=ADDRESSES["A02"]))
    fetch(office)
    assert codes(office.collect(now=DUE_DAY).data["accepted"][0]["findings"]) == ["F121"]


# What brings no sheet


def test_a_question_is_kept_for_the_supervisor(office: TestOffice, box: Mailbox) -> None:
    box.add(made.letter(made.text_part("K0003 搬走了，还打吗？", "gb2312"), subject="Re: 回访表"))
    ran = fetch(office)
    (came,) = ran.data["fetched"]
    assert ran.code == 1 and came["about_code"] == "Y354"
    (left,) = office.collect().data["ignored"]
    assert left["reason_code"] == "Y354"
    assert (office.path("收件箱/搁置") / Path(came["file"]).name).is_file()


def test_a_link_is_no_sheet(office: TestOffice, box: Mailbox) -> None:
    page = next(iter(made.CLOUDS))
    box.add(made.cloud(page))
    ran = fetch(office)
    assert ran.data["fetched"][0]["about_code"] == "Y355" and made.CLOUDS[page] in ran.data["fetched"][0]["about"]
    assert office.collect().data["ignored"][0]["reason_code"] == "Y355"


def test_who_sent_a_link_is_asked_for_the_sheet_once(office: TestOffice, box: Mailbox) -> None:
    box.add(made.cloud(next(iter(made.CLOUDS))))
    for _ in range(2):
        fetch(office)
    office.run("run", now=DUE_DAY)
    (draft,) = office.path("发件箱").glob("退回-*.eml")
    mail = message_from_bytes(draft.read_bytes(), policy=policy.default)
    body = mail.get_body(("plain",))
    assert body is not None and "直接发来" in body.get_content() and ADDRESSES["A01"] in str(mail["To"])


@pytest.mark.parametrize("which", ["outlook", "qq"])
def test_a_machines_answer_goes_to_the_archive(office: TestOffice, box: Mailbox, which: str) -> None:
    box.add(made.away(which))
    box.add(made.read_receipt(ADDRESSES["A02"]))
    ran = fetch(office)
    assert [one["reason_code"] for one in ran.data["ignored"]] == ["Y357", "Y358"] and inbox(office) == []
    assert "A01 李晓明" in ran.data["ignored"][0]["reason"] and ran.code == 1
    assert len(list(office.path("归档/邮件").iterdir())) == 2
    assert office.run("verify").data["ok"] and fetch(office).data["ignored"] == []


def test_a_machines_answer_that_brings_a_sheet_is_a_sheet(office: TestOffice, box: Mailbox) -> None:
    box.add(sheet_mail(office, headers=["Auto-Submitted: auto-forwarded"]))
    fetch(office)
    assert len(office.collect(now=DUE_DAY).data["accepted"]) == 1


def test_several_sheets_in_one_mail(office: TestOffice, box: Mailbox) -> None:
    box.add(made.letter(made.text_part("都在"), sheet(office), sheet(office, "A02"), sender=ADDRESSES["B01"]))
    fetch(office)
    ran = office.collect(now=DUE_DAY)
    assert [(one["agent"], one["arrived_at"]) for one in ran.data["accepted"]] == [
        ("A01", "2026-11-24 15:59"), ("A02", "2026-11-24 15:59")
    ]  # fmt: skip


def test_our_own_sheet_quoted_is_not_handed_in(office: TestOffice, box: Mailbox) -> None:
    empty = named(office.issued().read_bytes(), office.issued().name)
    box.add(made.letter(made.text_part("收到"), empty, message_id="1@x"))
    box.add(made.letter(made.text_part("填好了"), empty, sheet(office), message_id="2@x", subject="填好"))
    fetch(office)
    ran = office.collect(now=DUE_DAY)
    assert len(ran.data["accepted"]) == 1 and ran.data["returned"] == []
    assert [one["reason_code"] for one in ran.data["ignored"]] == ["Y356", "Y356", "Y356"]
    assert len(list(office.path("收件箱/搁置").glob("*.eml"))) == 1


def test_an_odd_attachment_is_answered_as_before(office: TestOffice, box: Mailbox) -> None:
    box.add(
        made.letter(
            made.text_part("x"), part(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 'attachment; filename="a.xlsx"', XLSX)
        )
    )
    fetch(office)
    (back,) = office.collect(now=DUE_DAY).data["returned"]
    assert back["reason_code"] == "Y102"


def test_a_copy_of_what_we_sent_is_passed_over(office: TestOffice, box: Mailbox) -> None:
    box.add(made.letter(made.text_part("x"), sender=OFFICE, message_id="other@x", subject="自己写的"))
    assert [one["subject"] for one in fetch(office).data["ignored"]] == ["自己写的"]
