"""Sheets that come in mails and archives, and the drafts that go back: all through the command line."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from huifang.edges.post.mail_drafts import Draft, SendingOffice, draft_mail
from huifang.policy.people import Person
from mails import encrypted, forwarded, mail, named, part, zipped
from office import (
    DUE_DAY,
    IN_TIME,
    NOW,
    PERIOD,
    Ran,
    TestOffice,
    at,
    change,
    codes,
    collected_office,
    digest,
    edited,
    find,
    plan_numbers,
    planned_office,
    put,
    snapshot,
)

pytestmark = pytest.mark.slow

MOMENT = datetime(2026, 11, 24, 17)
PLAIN = "Mon, 30 Nov 2026 16:00:00 +0800"


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    return planned_office(tmp_path)


@pytest.fixture
def done(tmp_path: Path) -> TestOffice:
    return collected_office(tmp_path)


def arrive(office: TestOffice, name: str, content: bytes) -> Path:
    """A file in the inbox."""
    path = office.path("收件箱") / name
    path.write_bytes(content)
    return path


def sheet(office: TestOffice, agent: str = "A01", name: str = "", **more: Any) -> bytes:
    """A part of a mail: the agent's sheet, answered well."""
    return named(office.filled(agent, **more).read_bytes(), name or f"{agent}.xlsx")


def with_email(office: TestOffice, **addresses: str) -> None:
    """Enter 邮箱 of people into 人员."""
    with edited(office.path("人员.xlsx")) as book:
        for row in range(2, book["人员"].max_row + 1):
            if (number := book["人员"].cell(row, 1).value) in addresses:
                put(book["人员"], row, {"邮箱": addresses[number]})


def files(ran: Ran, name: str) -> list[str]:
    return [entry["file"] for entry in ran.data[name]]


# What is accepted


def test_a_sheet_in_a_mail(office: TestOffice) -> None:
    content = office.filled().read_bytes()
    letter = arrive(office, "邮件.eml", mail(named(content, "张三.xlsx")))
    original = letter.read_bytes()
    ran = office.collect(now=DUE_DAY)
    assert (ran.code, ran.listed) == (0, {"accepted": ["邮件.eml!张三.xlsx"]})
    (entry,) = ran.data["accepted"]
    assert (entry["file"], entry["agent"], entry["rows"]) == ("收件箱/邮件.eml!张三.xlsx", "A01", 6)
    assert entry["sha256"] == sha256(content).hexdigest()
    assert list(office.path("收件箱").iterdir()) == []
    (journaled,) = office.submissions()
    assert journaled["file"] == "收件箱/邮件.eml!张三.xlsx"
    assert office.path(journaled["path"]).read_bytes() == content
    (kept,) = [path for path in journaled["archived"] if path.startswith("归档/邮件/")]
    assert office.path(kept).read_bytes() == original
    assert journaled["archived"][kept] == sha256(original).hexdigest()
    assert office.report().data["figures"]["reported"] == 6
    assert office.run("verify").data["ok"]


def test_several_sheets_in_one_mail_and_one_archive(office: TestOffice) -> None:
    arrive(office, "一.eml", mail(sheet(office, "A01"), sheet(office, "A02")))
    arrive(office, "二.zip", zipped({"回访/王伟.xlsx": office.filled("A03").read_bytes()}, "gbk"))
    ran = office.collect(now=IN_TIME)
    assert ran.code == 0
    assert ran.listed["accepted"] == ["一.eml!A01.xlsx", "一.eml!A02.xlsx", "二.zip!王伟.xlsx"]
    kept = [set(entry["archived"]) for entry in office.submissions()]
    assert kept[0] & kept[1] and not kept[1] & kept[2]
    assert len(list(office.path("归档/邮件").iterdir())) == len(list(office.path("归档/压缩包").iterdir())) == 1


def test_forwarded_and_zipped(office: TestOffice) -> None:
    archive = named(zipped({"表.xlsx": office.filled("A02").read_bytes()}), "表.zip", "application/zip")
    arrive(office, "转.eml", mail(forwarded(mail(sheet(office), archive, mark="B8"))))
    ran = office.collect(now=IN_TIME)
    assert (ran.code, sorted(ran.listed["accepted"])) == (
        0,
        ["转.eml!转发的邮件.eml!A01.xlsx", "转.eml!转发的邮件.eml!表.zip!表.xlsx"],
    )


def test_a_given_mail_stays_in_place(office: TestOffice) -> None:
    office.outside.mkdir()
    letter = office.outside / "邮件.eml"
    letter.write_bytes(mail(sheet(office)))
    before = letter.read_bytes()
    ran = office.collect(letter, now=IN_TIME)
    assert (ran.code, ran.listed) == (0, {"accepted": ["邮件.eml!A01.xlsx"]})
    assert letter.read_bytes() == before
    (journaled,) = office.submissions()
    assert journaled["file"] == "邮件.eml!A01.xlsx"
    assert len(list(office.path("归档/邮件").iterdir())) == 1
    again = snapshot(office.root)
    assert office.collect(letter).listed == {"duplicates": ["邮件.eml!A01.xlsx"]}
    assert snapshot(office.root) == again


def test_run_takes_mails_too(office: TestOffice) -> None:
    arrive(office, "邮件.eml", mail(sheet(office)))
    steps = office.run("run").data["steps"]
    assert next(step for step in steps if step["step"] == "collect")["accepted"] == 1


# When it arrived


@pytest.mark.parametrize(
    ("received", "date", "collected", "submitted", "late"),
    [
        ([PLAIN], PLAIN, "2026-12-02 09:00", "2026-11-30 16:00", 0),
        (["Tue, 1 Dec 2026 08:00:00 +0800"], PLAIN, "2026-12-03 09:00", "2026-12-01 08:00", 1),
        (["Mon, 30 Nov 2026 15:59:30 +0000"], PLAIN, "2026-12-02 09:00", "2026-11-30 23:59", 0),
        (["Tue, 1 Dec 2026 00:00:10 +0800"], PLAIN, "2026-12-02 09:00", "2026-12-01 00:00", 1),
        (["Fri, 1 Jan 2038 00:00:00 +0800"], PLAIN, "2026-12-02 09:00", "2026-12-02 09:00", 2),
        (["Thu, 1 Jan 2026 00:00:00 +0800"], PLAIN, "2026-12-02 09:00", "2026-12-02 09:00", 2),
        ([], PLAIN, "2026-12-02 09:00", "2026-12-02 09:00", 2),
        (["yesterday"], PLAIN, "2026-12-02 09:00", "2026-12-02 09:00", 2),
        ([], None, "2026-12-02 09:00", "2026-12-02 09:00", 2),
        (["Fri, 20 Nov 2026 00:01:00 +0800"], PLAIN, "2026-11-24 09:00", "2026-11-20 00:01", 0),
    ],
)
def test_the_mail_decides_about_lateness(
    office: TestOffice, received: list[str], date: str | None, collected: str, submitted: str, late: int
) -> None:
    arrive(office, "邮件.eml", mail(sheet(office), date=date, received=received))
    office.collect(now=collected)
    assert office.submissions()[-1]["arrived_at"] == submitted
    line = next(a for a in office.report("2026-12-05 09:00").data["agents"] if a["agent"] == "A01")
    assert (line["submitted_at"], line["late_days"]) == (submitted, late)


def test_an_archive_without_a_mail_arrives_now(office: TestOffice) -> None:
    arrive(office, "表.zip", zipped({"A01.xlsx": office.filled().read_bytes()}))
    office.collect(now=IN_TIME)
    assert office.submissions()[-1]["arrived_at"] == IN_TIME


def test_a_sheet_that_lies_beside_its_mail_arrived_with_the_mail(office: TestOffice) -> None:
    content = office.filled().read_bytes()
    arrive(office, "A01.xlsx", content)
    arrive(office, "邮件.eml", mail(named(content, "A01.xlsx")))
    ran = office.collect(now="2026-12-02 09:00")
    assert ran.listed == {"accepted": ["邮件.eml!A01.xlsx"], "duplicates": ["A01.xlsx"]}
    assert office.submissions()[-1]["arrived_at"] == "2026-11-30 16:00"


def test_two_mails_of_one_agent_are_taken_in_the_order_they_arrived(office: TestOffice) -> None:
    """The later one brings more rows; taken first, the earlier one would look like a change."""
    later, earlier = (
        sheet(office, count=6),
        named(change(office.filled(count=2), (2, {"备注": "先"})).read_bytes(), "A01.xlsx"),
    )
    arrive(office, "1.eml", mail(later, date="Fri, 27 Nov 2026 09:00:00 +0800"))
    arrive(office, "2.eml", mail(earlier, date="Wed, 25 Nov 2026 09:00:00 +0800"))
    ran = office.collect(now=DUE_DAY)
    assert ran.listed["accepted"] == ["2.eml!A01.xlsx", "1.eml!A01.xlsx"]
    assert [(p["file"], p["old"], p["new"]) for p in ran.data["pending"]] == [("收件箱/1.eml!A01.xlsx", "先", "")]


# Again


def test_the_same_mail_again_is_a_duplicate(office: TestOffice) -> None:
    content = mail(sheet(office, "A01"), sheet(office, "A02"))
    arrive(office, "邮件.eml", content)
    office.collect()
    before = snapshot(office.root)
    arrive(office, "又一次.eml", content)
    ran = office.collect()
    assert (ran.code, ran.listed) == (0, {"duplicates": ["又一次.eml!A01.xlsx", "又一次.eml!A02.xlsx"]})
    assert snapshot(office.root) == before


def test_another_mail_with_a_known_sheet_is_kept(office: TestOffice) -> None:
    """The attachment came before; who sent it again and when stands only in the mail."""
    content = sheet(office)
    arrive(office, "一.eml", mail(content))
    office.collect()
    second = mail(content, date="Tue, 1 Dec 2026 09:00:00 +0800")
    arrive(office, "二.eml", second)
    assert office.collect().listed == {"duplicates": ["二.eml!A01.xlsx"]}
    (kept,) = office.entries("container")
    assert [office.path(path).read_bytes() for path in kept["archived"]] == [second]
    assert not list(office.path("收件箱").iterdir())
    assert office.run("verify").data["ok"]


def test_a_mail_that_was_changed_in_the_archive_is_found(office: TestOffice) -> None:
    arrive(office, "邮件.eml", mail(sheet(office)))
    office.collect()
    (kept,) = office.path("归档/邮件").iterdir()
    kept.write_bytes(kept.read_bytes().replace(b"16:00", b"15:00"))
    assert [(p["kind"], p["file"]) for p in office.run("verify").data["problems"]] == [
        ("altered", kept.relative_to(office.root).as_posix())
    ]


def test_a_run_that_stopped_in_the_middle_of_a_mail_goes_on(
    office: TestOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huifang.flow.intake import collecting

    monkeypatch.setattr(collecting, "MAX_SHEETS", 1)
    letter = arrive(office, "邮件.eml", mail(sheet(office, "A01"), sheet(office, "A02")))
    posted = []

    def stop_at_the_second(shard: Any) -> Any:
        posted.append(shard)
        if len(posted) == 2:
            raise SystemExit(9)
        return whole(shard)

    whole = collecting.Shard.commit
    monkeypatch.setattr(collecting.Shard, "commit", stop_at_the_second)
    assert office.collect().code == 9
    monkeypatch.undo()
    assert letter.exists()
    assert office.collect().listed == {"accepted": ["邮件.eml!A02.xlsx"], "duplicates": ["邮件.eml!A01.xlsx"]}
    assert not letter.exists()


# What is not ours, and what is broken


def test_a_mail_of_a_stranger_is_put_aside_with_all_its_files(office: TestOffice) -> None:
    content = mail(named(b"%PDF", "合同.pdf", "application/pdf"), named(b"Rar!", "表.rar"))
    arrive(office, "广告.eml", content)
    ran = office.collect()
    assert (ran.code, ran.listed) == (1, {"ignored": ["广告.eml!合同.pdf", "广告.eml!表.rar", "广告.eml"]})
    assert ".zip" in ran.data["ignored"][1]["reason"]
    assert (office.path("收件箱/搁置") / "广告.eml").read_bytes() == content
    assert (office.path("收件箱/搁置") / "广告.eml.原因.txt").exists()
    assert office.collect().listed == {}


@pytest.mark.parametrize(("name", "content"), [("空.zip", zipped({})), ("信.eml", mail()), ("空.eml", b"\n")])
def test_a_container_with_nothing_in_it_is_ignored(office: TestOffice, name: str, content: bytes) -> None:
    arrive(office, name, content)
    ran = office.collect()
    assert (ran.code, ran.listed) == (1, {"ignored": [name]})
    assert (office.path("收件箱/搁置") / name).exists()


def test_a_container_with_nothing_usable_stays_if_it_was_given(office: TestOffice) -> None:
    office.outside.mkdir()
    given = office.outside / "信.eml"
    given.write_bytes(mail())
    before = snapshot(office.root)
    assert office.collect(given).listed == {"ignored": ["信.eml"]}
    assert given.exists()
    assert snapshot(office.root) == before


def test_a_stranger_beside_a_sheet_keeps_nothing_back(office: TestOffice) -> None:
    arrive(office, "邮件.eml", mail(named(b"%PDF", "合同.pdf"), sheet(office), part(b"x", "", "application/ms-tnef")))
    ran = office.collect()
    assert (ran.code, ran.listed) == (
        1,
        {"accepted": ["邮件.eml!A01.xlsx"], "ignored": ["邮件.eml!合同.pdf", "邮件.eml!winmail.dat"]},
    )
    assert "RTF" in ran.data["ignored"][1]["reason"]
    assert not list(office.path("收件箱").iterdir())


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [
        ("坏.zip", b"no archive", "坏.zip"),
        ("锁.zip", encrypted({"A01.xlsx": b"x"}), "锁.zip!A01.xlsx"),
        ("信.eml", mail(part(b"", 'attachment; filename="A01.xlsx"', body=b"UEsDB")), "信.eml!A01.xlsx"),
    ],
)
def test_what_cannot_be_taken_out_is_returned_with_advice(
    office: TestOffice, name: str, content: bytes, shown: str
) -> None:
    arrive(office, name, content)
    ran = office.collect()
    assert (ran.code, ran.listed["returned"]) == (1, [shown])
    (entry,) = ran.data["returned"]
    assert (codes(entry["findings"]), entry["marked"]) == (["F110"], None)
    assert entry["findings"][0]["hint"]
    assert ran.listed.get("ignored", []) == ([] if shown == name else [name])
    assert (office.path("收件箱/搁置") / name).read_bytes() == content


def test_a_damaged_workbook_in_a_mail_is_returned_and_the_rest_accepted(office: TestOffice) -> None:
    half = office.filled("A02").read_bytes()[:2000]
    arrive(office, "邮件.eml", mail(named(half, "坏.xlsx"), sheet(office)))
    ran = office.collect()
    assert ran.listed == {"accepted": ["邮件.eml!A01.xlsx"], "returned": ["邮件.eml!坏.xlsx"]}
    assert codes(ran.data["returned"][0]["findings"]) == ["F101"]
    assert not list(office.path("收件箱").iterdir())


def test_a_mail_that_cannot_be_read_now_is_left(office: TestOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    letter = arrive(office, "邮件.eml", mail(sheet(office)))
    whole = Path.open

    def busy(path: Path, *args: Any, **more: Any) -> Any:
        if path.name == letter.name:
            raise PermissionError(13, "busy")
        return whole(path, *args, **more)

    monkeypatch.setattr(Path, "open", busy)
    ran = office.collect()
    monkeypatch.undo()
    assert (ran.code, ran.listed) == (1, {"returned": ["邮件.eml"]})
    assert letter.exists()
    assert office.collect().listed == {"accepted": ["邮件.eml!A01.xlsx"]}


def test_an_old_workbook_gets_advice(office: TestOffice) -> None:
    arrive(office, "旧表.xls", b"\xd0\xcf\x11\xe0")
    assert ".xlsx 后再发送" in office.collect().data["ignored"][0]["reason"]


# Drafts


def read_draft(path: Path) -> EmailMessage:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def body(message: EmailMessage) -> str:
    part_ = message.get_body(("plain",))
    assert part_ is not None
    return str(part_.get_content())


def faulty(office: TestOffice) -> Path:
    return change(office.filled(), *((row, {"满意度": None}) for row in range(2, 6)), (7, {"开始时间": "上班时"}))


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm"])
def test_a_marked_sheet_has_a_draft_beside_it(office: TestOffice, suffix: str) -> None:
    with_email(office, A01="li.xiaoming@example.com")
    given = faulty(office)
    ran = office.collect(given.rename(given.with_suffix(suffix)))
    marked = office.path(ran.data["returned"][0]["marked"])
    draft = read_draft(marked.with_suffix(".eml"))
    assert draft["Subject"] == f"【回访表退回】{PERIOD} 李晓明"
    (to,) = draft["To"].addresses
    assert (to.display_name, to.addr_spec) == ("李晓明", "li.xiaoming@example.com")
    assert (draft["X-Unsent"], draft["From"], draft["Message-ID"]) == ("1", None, None)
    assert draft["Date"].datetime.isoformat() == "2026-11-24T17:00:00+08:00"
    (attached,) = draft.iter_attachments()
    assert attached.get_filename() == marked.name
    assert attached.get_content() == marked.read_bytes()
    text = body(draft)
    assert "李晓明，您好" in text and "5 处错误" in text and "1 行已经入账" in text
    assert f"{at('满意度', 2)}:{at('满意度', 5)} 共 4 处" in text and at("满意度", 4) not in text
    assert f"{at('开始时间', 7)}：" in text
    assert "校验结果" in text
    assert all(len(line) <= 998 for line in marked.with_suffix(".eml").read_bytes().split(b"\r\n"))
    assert b"\n" not in marked.with_suffix(".eml").read_bytes().replace(b"\r\n", b"")


def test_the_draft_itself_can_be_collected(office: TestOffice) -> None:
    """The agent's answer carries the workbook again; here nothing was corrected."""
    office.collect(change(office.filled(), (2, {"满意度": None})))
    (draft,) = office.path("发件箱").glob("退回-*.eml")
    ran = office.collect(draft)
    assert find(ran.data["returned"][0]["findings"], "C201") or find(ran.data["returned"][0]["findings"], "R311")


ADDRESSES = ("", "没有", "a b@c.d", "a@b", "李@example.com", "a@example.com\nBcc: x@y.z", "a..b@c.de")


@pytest.mark.parametrize("address", ADDRESSES)
def test_without_a_usable_address_the_draft_has_no_receiver(address: str) -> None:
    person = Person(person_no="A01", name="李晓明\n换行", role="业务员", email=address)
    content = draft_mail(
        Draft(to=[person], subject="主题\n换行", text="正文", attached={"表.xlsx": b"PK"}), SendingOffice(at=MOMENT)
    )
    message = message_from_bytes(content, policy=policy.default)
    assert message["To"] is None
    assert message["Bcc"] is None
    assert message["Subject"] == "主题 换行"


@pytest.mark.parametrize("name", [f"退回-{'长' * 80}.xlsx", "退回-A01 李晓明-2026-11下旬-0123abcd.xlsx", "a.xlsm"])
def test_a_draft_is_reproducible_and_keeps_any_name(name: str) -> None:
    person = Person(person_no="A01", name="李" * 12, role="", email="a@b.cn")
    draft = Draft(to=[person], subject="题" * 80, text="文" * 500, attached={name: bytes(3000)})
    content = draft_mail(draft, SendingOffice(at=MOMENT))
    assert content == draft_mail(draft, SendingOffice(at=MOMENT))
    message = message_from_bytes(content, policy=policy.default)
    (attached,) = message.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == (name, bytes(3000))
    assert (message["Subject"], message["To"].addresses[0].display_name) == ("题" * 80, "李" * 12)


def test_a_sheet_from_a_mail_comes_back_too(office: TestOffice) -> None:
    content = change(office.filled(), (2, {"满意度": None})).read_bytes()
    arrive(office, "邮件.eml", mail(named(content, "李.xlsx")))
    ran = office.collect()
    assert ran.listed == {"accepted": ["邮件.eml!李.xlsx"], "returned": ["邮件.eml!李.xlsx"]}
    marked = office.path(ran.data["returned"][0]["marked"])
    draft = read_draft(marked.with_suffix(".eml"))
    assert "（李.xlsx）" in body(draft)
    assert draft["To"] is None


def test_a_correction_form_has_a_draft_for_the_supervisor(done: TestOffice) -> None:
    with_email(done, B01="zhou@example.com", C01="boss@example.com")
    given = change(done.filled(), (2, {"满意度": "一般"}))
    number = f"{plan_numbers(given)[0]}-1"
    done.collect(given)
    (form,) = done.forms()
    draft = read_draft(form.with_suffix(".eml"))
    assert draft["Subject"] == f"【更正待确认】{PERIOD} 李晓明"
    assert [address.addr_spec for address in draft["To"].addresses] == ["zhou@example.com"]
    (attached,) = draft.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == (form.name, form.read_bytes())
    assert f"{number} 的“满意度”由“满意”改为“一般”" in body(draft)
    assert "周丽华，您好" in body(draft)


def test_a_draft_that_is_open_elsewhere_is_noted(office: TestOffice) -> None:
    given = change(office.filled(), (2, {"满意度": None}))
    name = f"退回-A01 李晓明-{PERIOD}-{digest(given)[:8]}.eml"
    office.path(f"发件箱/{name}").write_bytes(b"open")
    office.path(f"发件箱/~${name}").write_bytes(b"")
    ran = office.collect(given)
    assert codes(ran.data["notes"]) == ["J831"]
    assert ran.data["returned"][0]["marked"].endswith(".xlsx")
    office.path(f"发件箱/~${name}").unlink()
    office.run("run")
    assert office.path(f"发件箱/{name}").read_bytes() != b"open"


def test_what_is_said_without_json(office: TestOffice) -> None:
    arrive(office, "邮件.eml", mail(named(faulty(office).read_bytes(), "A01.xlsx")))
    ran = office.run("collect", json_wanted=False, now=NOW)
    assert "收件箱/邮件.eml!A01.xlsx" in ran.out
    assert "同名的 .eml 是写好的邮件草稿" in ran.out
