"""Letters of ours that come back: which, to whom, why; and whose address is doubtful from then on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import mails_arriving as made
from huifang.flow.post.senders import Senders
from mailbox_stub import ADDRESSES, OFFICE, Mailbox, desk_of, inbox, mailbox_served, sent, with_mailbox
from mails import forwarded
from office import NOW, Ran, TestOffice, planned_office

pytestmark = pytest.mark.slow


@pytest.fixture
def box(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    monkeypatch.setenv("HUIFANG_MAIL_PASSWORD", "authcode")
    with mailbox_served(Mailbox()) as served:
        yield served


@pytest.fixture
def office(tmp_path: Path, box: Mailbox) -> TestOffice:
    return with_mailbox(planned_office(tmp_path), box.port)


def fetch(office: TestOffice, now: str = NOW) -> Ran:
    return office.run("mail", "fetch", now=now)


def doubtful(office: TestOffice, address: str) -> str:
    desk = desk_of(office)
    lost = desk.state.fetched.doubtful(Senders(desk).digest(address))
    return lost.why if lost else ""


def test_who_did_not_get_which_letter(office: TestOffice, box: Mailbox) -> None:
    sent(office, ADDRESSES["A01"])
    content = made.of_postfix(ADDRESSES["A01"])
    box.add(content)
    ran = fetch(office)
    (back,) = ran.data["bounced"]
    assert ran.code == 1 and ran.data["fetched"] == [] and inbox(office) == []
    assert (back["to"], back["message_id"], back["final"]) == ("A01 李晓明", made.OURS, True)
    assert back["reason"] == "发给 A01 李晓明 的信“回访表-A01 李晓明-2026-11下旬”没有送达：没有这个邮箱地址"
    assert "邮箱地址" in back["hint"]
    assert [one["reason_code"] for one in ran.data["ignored"]] == ["Y359"]
    (said,) = office.entries("mail-bounced")
    assert (said["why"], said["is_final"]) == ("Y320", True) and ADDRESSES["A01"] not in str(said)
    assert [path.read_bytes() for path in office.path("归档/邮件").iterdir()] == [content]
    assert office.run("verify").data["ok"]
    assert doubtful(office, ADDRESSES["A01"]) == "Y320" and doubtful(office, ADDRESSES["A02"]) == ""
    assert fetch(office).data["bounced"] == []


def test_an_address_from_which_something_comes_is_doubtful_no_more(office: TestOffice, box: Mailbox) -> None:
    sent(office, ADDRESSES["A01"])
    box.add(made.of_exchange(ADDRESSES["A01"]))
    fetch(office)
    assert doubtful(office, ADDRESSES["A01"]) == "Y321"
    box.add(made.letter(made.text_part("我清理了邮箱"), message_id="new@x"))
    fetch(office, "2026-11-24 18:00")
    assert doubtful(office, ADDRESSES["A01"]) == ""


@pytest.mark.parametrize("how", [made.of_qq, made.of_163])
def test_a_report_in_words(office: TestOffice, box: Mailbox, how: object) -> None:
    sent(office, ADDRESSES["A01"], ADDRESSES["A02"])
    box.add(how(ADDRESSES["A02"]))  # type: ignore[operator]
    assert [one["to"] for one in fetch(office).data["bounced"]] == ["A02 王海燕"]


def test_a_report_that_does_not_say_who_it_was(office: TestOffice, box: Mailbox) -> None:
    sent(office, ADDRESSES["A01"])
    box.add(made.of_qq("someone@else.example"))
    assert [one["to"] for one in fetch(office).data["bounced"]] == ["A01 李晓明"]


def test_one_that_is_tried_again_is_no_doubt(office: TestOffice, box: Mailbox) -> None:
    sent(office, ADDRESSES["A01"])
    box.add(made.of_postfix(ADDRESSES["A01"], action="delayed"))
    (back,) = fetch(office).data["bounced"]
    assert not back["final"] and "还在继续试" in back["reason"] and doubtful(office, ADDRESSES["A01"]) == ""


def test_a_report_without_the_letters_name_is_about_the_newest(office: TestOffice, box: Mailbox) -> None:
    sent(office, ADDRESSES["A01"])
    box.add(made.of_postfix(ADDRESSES["A01"], message_id="rewritten@gateway.example"))
    assert [one["message_id"] for one in fetch(office).data["bounced"]] == [made.OURS]


def test_a_report_about_no_letter_of_ours_is_a_strangers(office: TestOffice, box: Mailbox) -> None:
    sent(office, ADDRESSES["A01"])
    box.add(made.of_postfix("x@elsewhere.example", message_id="theirs@elsewhere.example"))
    box.add(made.of_postfix(OFFICE))
    ran = fetch(office)
    assert ran.data["bounced"] == [] and doubtful(office, ADDRESSES["A01"]) == ""
    assert [one["reason_code"] for one in ran.data["ignored"]] == ["Y330", "Y330"]


def test_who_passes_on_what_came_back_to_her_writes_a_letter(office: TestOffice, box: Mailbox) -> None:
    theirs = made.of_postfix("x@elsewhere.example", message_id="theirs@elsewhere.example")
    box.add(made.letter(made.text_part("看看这个"), forwarded(theirs), sender=ADDRESSES["A02"]))
    ran = fetch(office)
    assert [one["about_code"] for one in ran.data["fetched"]] == ["Y354"] and ran.data["bounced"] == []


def test_the_copy_of_a_letter_that_we_sent_is_passed_over(office: TestOffice, box: Mailbox) -> None:
    sent(office, ADDRESSES["A01"])
    box.add(made.letter(made.text_part("回访表"), sender=f"办公室 <{OFFICE}>", message_id=made.OURS))
    ran = fetch(office)
    assert (ran.code, ran.data["fetched"], ran.data["ignored"]) == (0, [], [])


def test_who_sends_again_is_told_whose_address_is_doubtful(office: TestOffice, box: Mailbox) -> None:
    sent(office, ADDRESSES["A01"])
    box.add(made.of_postfix(ADDRESSES["A01"]))
    fetch(office)
    draft = f"X-Unsent: 1\nTo: {ADDRESSES['A01']}, {ADDRESSES['A02']}\nSubject: x\n\nx\n"
    office.path("发件箱/回访表-再发.eml").write_text(draft, encoding="utf-8")
    (one,) = office.run("mail", "send").data["doubtful"]
    assert (one["to"], one["reason_code"]) == ("A01 李晓明", "Y360") and "没有这个邮箱地址" in one["reason"]
    assert "请核对《人员》" in office.run("mail", "send", json_wanted=False).out
