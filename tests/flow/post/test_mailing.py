"""``mail send``: what goes out, what stays and why, and where everything lies afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from click.testing import CliRunner

from huifang.cli.main import group
from huifang.edges.store.office import Office
from huifang.flow.office.opening import writing_desk
from huifang.ledger.mails import address_digest
from mails_refused import OFFICE, Memory, keyring_of
from office import NOW, TestOffice, blank_office, edited, put
from post_office import BOSS, LI, START, WANG, PostOffice, parsed, post_office, put_draft, set_mailbox, subject_of
from smtp_stub import Fault

PLAIN = "From: 王 <wang@home.test>\nTo: {to}\nSubject: 你好\n\n您好！\n.\n..第二行\n"


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    return blank_office(tmp_path)


@pytest.fixture
def post(office: TestOffice) -> Iterator[PostOffice]:
    with post_office(office) as running:
        yield running


def codes(post: PostOffice) -> dict[str, str]:
    return {Path(one.file).stem: one.reason.code for one in post.results[-1].kept}


def test_what_lies_in_the_outbox_goes_out_once(post: PostOffice) -> None:
    put_draft(post.office, "报告-甲", BOSS)
    put_draft(post.office, "回执-乙", LI, WANG)
    done = post.send()
    assert done.is_clean and {(one.file, one.to) for one in done.sent} == {
        ("发件箱/报告-甲.eml", (BOSS,)),
        ("发件箱/回执-乙.eml", (LI, WANG)),
    }
    assert post.came() == [(BOSS, "信 报告-甲"), (LI, "信 回执-乙"), (WANG, "信 回执-乙")] and post.taken.talks == 1
    assert post.lies() == [] and {"报告-甲.eml", "回执-乙.eml"} < {*post.lies("已发送")}
    assert post.send(5).sent == [] and len(post.came()) == 3
    assert len(post.taken.inbox) == 2, "the office has a copy of each"


def test_headers_are_completed_and_the_body_is_not_touched(post: PostOffice) -> None:
    draft = put_draft(post.office, "报告-甲", BOSS, attached={"报告.xlsx": b"PK" + bytes(range(256)) * 9}).read_bytes()
    post.send(35)
    (_, content), *_ = post.taken.mails
    mail = parsed(content)
    body = draft.partition(b"\r\n\r\n")[2]
    assert content.partition(b"\r\n\r\n")[2] == body
    assert mail["X-Unsent"] is None and mail["Date"] == "Tue, 24 Nov 2026 17:35:00 +0800"
    assert mail["Message-ID"] == post.results[0].sent[0].message_id and OFFICE in mail["From"]
    assert mail["References"] and "Bcc" not in mail


def test_a_mail_of_a_persons_own_goes_out_in_ascii_from_the_office(post: PostOffice) -> None:
    path = post.office.path("发件箱/给客户.eml")
    path.write_bytes(PLAIN.format(to="李四 <li@office.test>, wang@office.test").encode() + b"Bcc")
    text = PLAIN.format(to=LI).replace("Subject", "Bcc: boss@office.test\nX-Unsent: 1\nSubject")
    post.office.path("发件箱/暗送.eml").write_bytes(text.encode("gb18030"))
    done = post.send()
    assert done.is_clean, done
    assert post.came() == [(BOSS, "你好"), (LI, "你好"), (LI, "你好"), (WANG, "你好")]
    for _, content in post.taken.mails:
        mail = message_from_bytes(content, policy=policy.default)
        assert content.isascii() and "home.test" not in str(mail["From"]) and OFFICE in str(mail["From"])
        assert "boss" not in content.decode()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("无人", PLAIN.replace("To: {to}\n", ""), "Y921"),
        ("空的", PLAIN.format(to=""), "Y921"),
        ("中文地址", PLAIN.format(to="王总@例子.cn"), "Y922"),
        ("两个@", PLAIN.format(to="a@b.test@c.test"), "Y922"),
        ("不是信", "你好", "Y933"),
        ("没有", "", "Y933"),
        ("太大", PLAIN.format(to=LI) + "x" * 1_100_000, "Y923"),
    ],
    ids=lambda one: one if len(one) == 4 else "",
)
def test_what_cannot_be_sent_stays(office: TestOffice, name: str, content: str, code: str) -> None:
    with post_office(office) as post:
        set_mailbox(office, **{"每封最大(MB)": 1})
        office.path(f"发件箱/{name}.eml").write_text(content, encoding="utf-8")
        put_draft(office, "报告-甲", BOSS)
        post.send()
        assert codes(post) == {name: code} and post.came() == [(BOSS, "信 报告-甲")]
        assert post.lies() == [f"{name}.eml"] and office.journal()[-1]["kind"] == "mail-ended"


def test_a_name_is_no_address(post: PostOffice) -> None:
    """Nobody gets a mail because his address stands in somebody's name, and no header comes in by one."""
    text = PLAIN.format(to='"boss@office.test, <wang@office.test>" <li@office.test>')
    post.office.path("发件箱/戏法.eml").write_text(text, encoding="utf-8")
    hidden = PLAIN.format(to="li@office.test\n\rBcc: x@evil.test").replace("\n", "\r\n")
    post.office.path("发件箱/藏着一行.eml").write_text(hidden, encoding="utf-8")
    set_mailbox(post.office, 发件人名称="城南\nBcc: x@evil.test")
    post.send()
    assert [to for to, _ in post.taken.mails if to != OFFICE] == [LI, LI]
    for _, content in post.taken.mails:
        assert parsed(content)["Bcc"] is None and OFFICE in parsed(content)["From"]


def test_of_several_receivers_one_is_refused_and_one_is_tried_again(office: TestOffice) -> None:
    faults = Fault("RCPT", "550 5.1.1 no such user", None, LI), Fault("RCPT", "450 4.2.0 greylisted", 1, WANG)
    with post_office(office, *faults) as post:
        put_draft(office, "报告-甲", BOSS, LI, WANG)
        first = post.send()
        assert first.sent[0].to == (BOSS,) and first.kept[0].reason.code == "Y928" and first.kept[0].retry
        assert post.lies() == ["报告-甲.eml"]
        post.send(1)
        assert codes(post) == {"报告-甲": "Y928"}, "not yet"
        last = post.send(6)
        assert last.sent[0].to == (WANG,) and codes(post) == {"报告-甲": "Y929"}
        assert post.came() == [(BOSS, "信 报告-甲"), (WANG, "信 报告-甲")]
        why = office.path("发件箱/未能发出/报告-甲.txt").read_text(encoding="utf-8-sig")
        assert LI in why and "收件邮箱不存在" in why and f"已经送到：{BOSS}、{WANG}" in why
        assert post.lies() == [] and "报告-甲.eml" in post.lies("未能发出")


@pytest.mark.parametrize("how", ["452 4.2.2 mailbox full", "552 5.2.2 mailbox full"])
def test_the_offices_own_mailbox_is_full(office: TestOffice, how: str) -> None:
    """Everybody else has the mail; that there is no copy of ours is no reason to send it again."""
    with post_office(office, Fault("RCPT", how, None, OFFICE)) as post:
        put_draft(office, "报告-甲", BOSS, LI)
        first = post.send()
        assert first.sent[0].to == (BOSS, LI) and first.is_clean and post.lies() == []
        post.send(60)
        assert post.came() == [(BOSS, "信 报告-甲"), (LI, "信 报告-甲")] and post.lies("未能发出") == []


def test_a_mail_that_is_put_back_goes_to_whom_it_did_not_reach(office: TestOffice) -> None:
    with post_office(office, Fault("RCPT", "552 5.2.2 full", 1, LI)) as post:
        put_draft(office, "报告-甲", BOSS, LI)
        post.send()
        assert codes(post) == {"报告-甲": "Y929"}
        office.path("发件箱/未能发出/报告-甲.eml").rename(office.path("发件箱/报告-甲.eml"))
        post.send(1)
        assert post.came() == [(BOSS, "信 报告-甲"), (LI, "信 报告-甲")] and post.lies("未能发出") == []


def test_what_was_sent_is_not_sent_again_whatever_it_is_called(post: PostOffice) -> None:
    put_draft(post.office, "报告-甲", BOSS)
    post.send()
    post.office.path("发件箱/已发送/报告-甲.eml").rename(post.office.path("发件箱/报告-甲改名.eml"))
    again = post.send(60)
    assert codes(post) == {"报告-甲改名": "Y927"} and again.is_clean and len(post.came()) == 1
    assert "17:00" in again.kept[0].reason.text and post.lies() == []


def test_a_draft_that_was_changed_goes_out_as_it_is_now(office: TestOffice) -> None:
    with post_office(office, Fault("END", "451 4.3.0 later")) as post:
        put_draft(office, "报告-甲", BOSS)
        post.send()
        path = put_draft(office, "报告-甲", BOSS, text="改过的话")
        assert path.exists() and post.send(1).is_clean
        assert len(post.came()) == 1 and "5pS56L+H55qE6K+d" in post.taken.mails[0][1].decode()


@pytest.mark.slow
def test_three_days_are_enough(office: TestOffice) -> None:
    with post_office(office, Fault("RCPT", "450 4.2.1 busy", None, BOSS)) as post:
        put_draft(office, "报告-甲", BOSS)
        pauses, minute = [], 0
        while not post.lies("未能发出"):
            kept = post.send(minute).kept[0]
            if kept.retry:
                pauses.append(int((kept.retry - START).total_seconds() / 60) - minute)
            minute += pauses[-1]
        assert pauses[:5] == [5, 15, 60, 240, 240] and 3 * 1440 <= minute < 3 * 1440 + 600
        assert codes(post) == {"报告-甲": "Y929"} and post.came() == []


@pytest.mark.slow
def test_a_server_that_takes_no_more_today_is_left_alone(office: TestOffice) -> None:
    """Some say so as if it were for good: no mail is set aside for that, and not all are tried in vain."""
    with post_office(office, Fault("END", "550 Connection frequency limited", None, BOSS)) as post:
        for name in "甲乙丙丁戊":
            put_draft(office, f"报告-{name}", BOSS)
        trouble = post.send().trouble
        assert trouble and trouble.code == "Y917" and "frequency" in trouble.text
        assert sorted(codes(post).values()) == ["Y917", "Y917", "Y928", "Y928", "Y928"] and len(post.lies()) == 5
        post.taken.faults.clear()
        assert len(post.send(60).sent) == 5


def test_a_large_mail_goes_over_a_slow_line(post: PostOffice) -> None:
    """Its dots at the beginning of lines arrive as they were."""
    lines = "\n".join(f".{number}" * 9 for number in range(20_000))
    text = PLAIN.format(to=LI).replace("您好", "hello").replace("王", "w").replace("你好", "x").replace("第二行", lines)
    post.office.path("发件箱/大.eml").write_text(text.replace("！", "!"), encoding="utf-8")
    assert post.send().is_clean
    assert text.replace("！", "!").partition("\n\n")[2].replace("\n", "\r\n").encode() in post.taken.mails[0][1]


def test_the_auditors_sheet_goes_to_nobody_else(post: PostOffice) -> None:
    put_draft(post.office, "抽查-2026-11下旬-孙正平", LI)
    post.send()
    assert post.came() == [(LI, "信 抽查-2026-11下旬-孙正平")] and post.taken.inbox == []


def test_copies_of_what_is_attached_go_along_and_forms_to_be_filled_stay(post: PostOffice) -> None:
    for name in ("退回-甲", "更正单-乙", "退回-丙"):
        put_draft(post.office, name, LI, attached={f"{name}.xlsx": b"PK" + name.encode()})
        post.office.path(f"发件箱/{name}.xlsx").write_bytes(b"PK" + name.encode())
    post.office.path("发件箱/退回-丙.xlsx").write_bytes(b"PK changed by somebody")
    post.send()
    assert post.lies() == ["更正单-乙.xlsx", "退回-丙.xlsx"] and "退回-甲.xlsx" in post.lies("已发送")


@pytest.mark.slow
def test_unattended_only_what_may_go_goes(post: PostOffice) -> None:
    set_mailbox(post.office, 自动发送="回执")
    for name in ("回执-甲", "报告-乙", "我写的信"):
        put_draft(post.office, name, BOSS)
    post.send(unattended=True)
    assert post.came() == [(BOSS, "信 回执-甲")] and codes(post) == {"报告-乙": "Y925", "我写的信": "Y926"}
    set_mailbox(post.office, 自动发送="全部")
    post.send(1, unattended=True)
    assert codes(post) == {"我写的信": "Y926"} and len(post.came()) == 2
    assert post.send(2).is_clean and len(post.came()) == 3


@pytest.mark.slow
def test_so_many_a_day(post: PostOffice) -> None:
    set_mailbox(post.office, **{"每日最多发信(封)": 2})
    for name in "甲乙丙":
        put_draft(post.office, f"报告-{name}", BOSS)
    kept = post.send().kept[0]
    assert kept.reason.code == "Y924" and kept.retry == datetime(2026, 11, 25) and len(post.came()) == 2
    assert post.send(60).sent == [] and len(post.send(24 * 60).sent) == 1


def test_only_files_of_the_outbox_are_sent_by_name(post: PostOffice) -> None:
    one, _ = put_draft(post.office, "报告-甲", BOSS), put_draft(post.office, "报告-乙", BOSS)
    outside = post.office.root.parent / "外面.eml"
    outside.write_bytes(one.read_bytes())
    post.send(files=[one, outside, one])
    assert post.came() == [(BOSS, "信 报告-甲")] and codes(post) == {"外面": "Y932"}


def test_no_address_of_a_customer_is_in_the_journal(post: PostOffice) -> None:
    put_draft(post.office, "谢函-甲", "customer@shop.test")
    post.taken.faults.append(Fault("RCPT", "550 5.1.1 <customer@shop.test>: unknown", 1, "customer@shop.test"))
    post.send()
    text = post.office.path(".huifang/journal.jsonl").read_text(encoding="utf-8")
    assert "shop.test" not in text and "authcode" not in text and "550" in text


def test_people_read_what_was_sent(office: TestOffice) -> None:
    with edited(office.path("人员.xlsx")) as book:
        put(book["人员"], 2, {"邮箱": BOSS})
    with post_office(office, Fault("RCPT", "450 4.2.2 full", 1, LI)) as post:
        put_draft(office, "报告-甲", BOSS, LI, WANG)
        post.send()
        post.send(5)
        lines = office.path("发件箱/已发送/发信记录-2026-11.txt").read_text(encoding="utf-8-sig").splitlines()
    assert lines == [
        "2026-11-24 17:00  稍后再试  其他收件人  报告-甲.eml  收件方的邮箱满了(450 4.2.2 full)",
        "2026-11-24 17:00  已发出  C01 马建国、其他收件人  报告-甲.eml  服务器：250 2.0.0 Ok: queued as 4F1B2",
        "2026-11-24 17:05  已发出  其他收件人  报告-甲.eml  服务器：250 2.0.0 Ok: queued as 4F1B2",
    ]


def test_without_a_password_nothing_is_lost(post: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    put_draft(post.office, "报告-甲", BOSS)
    monkeypatch.delenv("HUIFANG_MAIL_PASSWORD")
    for backend, code in ((Memory(), "Y902"), (Memory(locked=True), "Y903")):
        with keyring_of(backend):
            trouble = post.send().trouble
        assert trouble and trouble.code == code and codes(post) == {"报告-甲": code}
    assert post.taken.talks == 0 and not post.office.entries("mail-started")


def test_the_command_says_it(office: TestOffice) -> None:
    put_draft(office, "报告-甲", BOSS)
    told = office.run("mail", "send")
    assert told.code == 1 and told.data["kept"][0]["reason_code"] == "Y901" and told.data["trouble"]
    with post_office(office, Fault("RCPT", "450 4.2.2 full", 1, LI)) as post:
        put_draft(office, "报告-乙", LI)
        told = office.run("mail", "send")
        assert told.code == 1 and told.data["sent"][0]["to"] == [BOSS]
        assert told.data["kept"] == [
            {
                "file": "发件箱/报告-乙.eml", "retry": "2026-11-24 17:05", "reason_code": "Y928",
                "reason": "等下一次再试(17:05 以后)：收件方的邮箱满了(450 4.2.2 full)", "advice": "信还在发件箱里。",
            }
        ]  # fmt: skip
        assert office.run("mail", "send", office.path("发件箱/报告-乙.eml")).code == 0 and len(post.came()) == 2
        assert office.run("mail", "send", "没有.eml").code == 2
    assert office.run("verify").data["ok"] and office.run("check").code == 0


def test_addresses_in_the_journal_are_digests_of_this_office(post: PostOffice) -> None:
    put_draft(post.office, "报告-甲", BOSS)
    post.send()
    office_id = post.office.entries("office")[0]["office_id"]
    (started,) = post.office.entries("mail-started")
    assert started["receivers"] == [address_digest(office_id, one) for one in (BOSS, OFFICE)]
    assert subject_of(post.taken.mails[0][1]) == "信 报告-甲"


def test_two_at_once_send_nothing_twice(post: PostOffice) -> None:
    put_draft(post.office, "报告-甲", BOSS)
    with writing_desk(Office(post.office.root), START):
        told = post.office.run("mail", "send")
        assert told.code == 3 and told.data["reason_code"] == "Y807" and post.came() == []
    assert post.office.run("mail", "send").code == 0 and len(post.came()) == 1


def test_a_password_that_was_stored_is_tried(post: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUIFANG_MAIL_PASSWORD")
    words = ["--json", "-C", str(post.office.root), "--now", NOW, "mail", "password"]
    with keyring_of(Memory()) as ring:
        told = CliRunner().invoke(group, words, input="authcode\n")
        assert told.exit_code == 0 and "试着登录收信：可以。" in told.output and "authcode" not in told.output
        assert ring.get_password("huifang", OFFICE) == "authcode"
        told = CliRunner().invoke(group, words, input="wrong\n")
        assert told.exit_code == 1 and told.output.count("Y911") == 2 and "wrong" not in told.output
        assert CliRunner().invoke(group, words, input="\n").exit_code == 2
        told = CliRunner().invoke(group, [*words, "李晓明"], input="甲乙丙丁\n")
        assert told.exit_code == 0 and ring.get_password("huifang", "附件密码 A01") == "甲乙丙丁"
        assert CliRunner().invoke(group, [*words, "--delete"]).exit_code == 0
        assert ring.get_password("huifang", OFFICE) is None
