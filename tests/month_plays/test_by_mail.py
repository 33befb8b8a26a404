"""November 2026 of a ten-day office by mail alone, between real servers: what agents, supervisor and boss know, they
know from their mailboxes, and what they say comes by mail. The servers' clock is moved to the day that is played.
"""

from __future__ import annotations

import io
import os
import re
import smtplib
import time
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from mail_servers import DOMAIN, HOST, PASSWORD, MailServers, mail_servers
from month_office import REACHED, RULES, STAFF, MonthOffice, columns
from office import edited, load, put
from tools import require_mail_servers

pytestmark = pytest.mark.slow

FIRST, MIDDLE = "2026-11上旬", "2026-11中旬"
PEOPLE = (
    ("C01", "钱老板", "老板", None), ("B01", "赵主管", "主管", "C01"), ("A01", "李明", "业务员", "B01"),
    ("A02", "王强", "业务员", "B01"), ("A03", "张燕", "业务员", "B01"),
)  # fmt: skip
ACCOUNTS = ("office", "c01", "b01", "a01", "a02", "zhangyan")
#: Nobody takes mails for that domain: what goes there comes back.
LOST = "a03@elsewhere.test"
OWNERS = {"K1": "A01", "K2": "A01", "K3": "A02", "K4": "A02", "K5": "A03"}
UNSOLVED = {
    "通话结果": "接通", "满意度": "不满意", "不满意原因": "空调还是不制冷", "处理情况": "未解决",
    "客户意见或需求": "无", "处理措施": "建议换压缩机", "上报对象": "C01", "上报文件": "关于 K2 的报告",
}  # fmt: skip
XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
PATIENCE = 20


class PostedMonth(MonthOffice):
    """A month in which everybody works from their mailboxes."""

    def __init__(self, folder: Path, servers: MailServers) -> None:
        customers = [
            {"customer_no": no, "customer_name": f"{no}商行", "customer_class": "普通客户", "agent": owner,
             "contact": "王女士", "phone": f"1380000000{no[1]}", "review_status": "已审核", "reviewed_by": "C01",
             "reviewed_on": date(2026, 10, 31), "registered_on": date(2026, 10, 30)}
            for no, owner in OWNERS.items()
        ]  # fmt: skip
        super().__init__(folder, "sales-ten-day", datetime(2026, 11, 2, 8, 0), PEOPLE, customers)
        self.servers = servers
        self.steps: dict[str, dict[str, Any]] = {}
        for row, (no, *_) in enumerate(PEOPLE, start=2):
            self.enter(STAFF, "人员", row, {"邮箱": LOST if no == "A03" else f"{no.lower()}@{DOMAIN}"})
        self.mailbox(
            服务商="其他", 邮箱地址=f"office@{DOMAIN}", 自动发送="全部",
            SMTP服务器=HOST, SMTP端口=servers.smtps, IMAP服务器=HOST, IMAP端口=servers.imaps,
        )  # fmt: skip

    def mailbox(self, **values: object) -> None:
        """Set items of 邮箱."""
        with edited(self.office.path(RULES)) as book:
            sheet = book["邮箱"]
            rows = {sheet.cell(row, 1).value: row for row in range(2, sheet.max_row + 1)}
            for item, value in values.items():
                sheet.cell(rows[item], 2).value = value

    def by_mail(self, day: int, hour: str) -> dict[str, dict[str, Any]]:
        """What ``run --mail`` did at that hour, by step; every agent takes the sheets that came by mail."""
        said = self.office.run("run", "--mail", now=f"{self.day(day)} {hour}")
        self.steps = {step["step"]: step for step in said.data["steps"]}
        for agent in ("a01", "a02"):
            for mail in self.mails(agent):
                for name, content in attached(mail).items():
                    issued = re.fullmatch(r"(A\d\d-.+)-(2026-\d\d.旬)(-补\d+)?\.xlsx", name)
                    if issued and not (copy := self.desks / f"{issued[2]}-{name}").exists():
                        copy.write_bytes(content)
                        self._taken.append(copy)
        return self.steps

    def box(self, account: str) -> Path:
        """Where the server keeps that mailbox."""
        return self.servers.folder / "boxes" / DOMAIN / account / "Maildir"

    def mails(self, account: str) -> list[EmailMessage]:
        """All that came to that mailbox."""
        files = [file for part in ("new", "cur") for file in (self.box(account) / part).glob("*")]
        return [
            message_from_bytes(file.read_bytes(), policy=policy.default)  # type: ignore[misc]
            for file in sorted(files, key=lambda file: file.name)
        ]

    def subjects(self, account: str) -> list[str]:
        """What they are about."""
        return [str(mail["Subject"]) for mail in self.mails(account)]

    def post(self, account: str, day: int, hour: str, subject: str, files: Mapping[str, bytes], **more: str) -> None:
        """Somebody writes to the office; the server takes it at that time."""
        mail = EmailMessage(policy=policy.SMTP)
        sender = f"{account}@{DOMAIN}"
        mail["From"], mail["To"], mail["Subject"] = sender, f"office@{DOMAIN}", subject
        mail["Message-ID"] = f"<{account}.{day}.{hour.replace(':', '')}@{DOMAIN}>"
        for name, value in more.items():
            mail[name.replace("_", "-")] = value
        mail.set_content("见附件。" if files else "我在休假，回来再办。")
        for name, content in files.items():
            mail.add_attachment(content, maintype=XLSX[0], subtype=XLSX[1], filename=name)
        before = {file.name for file in self.box("office").glob("new/*")}
        with smtplib.SMTP_SSL(HOST, self.servers.smtps, timeout=PATIENCE, context=self.servers.trust) as talk:
            talk.login(sender, PASSWORD)
            talk.sendmail(sender, [f"office@{DOMAIN}"], mail.as_bytes())
        came = waited(lambda: {file for file in self.box("office").glob("new/*") if file.name not in before})
        at = datetime.fromisoformat(f"{self.day(day)} {hour}:00+08:00").timestamp()
        for file in came:
            os.utime(file, (at, at))  # what Dovecot says as INTERNALDATE

    def sheets(self, agent: str, period: str) -> dict[str, bytes]:
        """The agent's workbooks of the period as they are now."""
        self._close_all()
        books = self.desks.glob(f"{period}-{agent}-*.xlsx")
        return {book.name.removeprefix(f"{period}-"): book.read_bytes() for book in books}


def attached(mail: EmailMessage) -> dict[str, bytes]:
    return {str(part.get_filename()): part.get_payload(decode=True) for part in mail.iter_attachments()}  # type: ignore[misc]


def waited(look: Any) -> Any:
    until = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < until, "nothing came"
        time.sleep(0.05)
    return found


@pytest.fixture
def play(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PostedMonth]:
    require_mail_servers()
    with mail_servers(ACCOUNTS) as servers:
        monkeypatch.setenv("SSL_CERT_FILE", str(servers.folder / "cert.pem"))
        monkeypatch.setenv("HUIFANG_MAIL_PASSWORD", PASSWORD)
        yield PostedMonth(tmp_path, servers)


def test_a_month_by_mail(play: PostedMonth) -> None:
    """All five customers were approved on 10-31: due on 11-10, from 11-07. K2 has a problem that is not solved."""
    # The sheets go out; A03's address takes none, and the mail comes back.
    steps = play.by_mail(2, "08:30")
    assert {"plan", "mail-send"} <= steps.keys() and len(steps["mail-send"]["sent"]) == 3
    assert [subject for subject in play.subjects("a01") if FIRST in subject] and not play.mails("zhangyan")
    waited(lambda: [s for s in play.subjects("office") if "Undelivered" in s])
    steps = play.by_mail(2, "08:45")
    assert len(steps["mail-fetch"]["bounced"]) == 1 and "张燕" in steps["mail-fetch"]["text"]
    assert not steps.get("mail-send", {}).get("sent")

    # A01 is in time, and gets a receipt; A02 makes a mistake, gets the sheet back, and puts it right the same day.
    play.call("A01", "K1", 9, "09:05")
    play.call("A01", "K2", 9, "09:30", UNSOLVED)
    play.post("a01", 9, "11:50", "上旬的表", play.sheets("A01", FIRST))
    steps = play.by_mail(9, "12:00")
    assert steps["collect"]["accepted"] == 1
    (receipt,) = [mail for mail in play.mails("a01") if "回执" in str(mail["Subject"])]
    assert "入账 2 行" in receipt.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    play.call("A02", "K3", 10, "09:05")
    play.call("A02", "K4", 10, "10:00", {**REACHED, "满意度": "还行"})
    play.post("a02", 10, "10:30", "交表", play.sheets("A02", FIRST))
    steps = play.by_mail(10, "10:45")
    assert len(steps["collect"]["returned"]) == 1
    (marked,) = [name for mail in play.mails("a02") for name in attached(mail) if name.startswith("退回-")]
    with play.on_the_desk("A02", FIRST) as sheet:
        at = columns(sheet)
        row = next(r for r in range(2, 40) if sheet.cell(r, at["满意度"]).value == "还行")
        put(sheet, row, {"满意度": "一般"})
    play.post("a02", 10, "16:00", f"回复：{marked}", play.sheets("A02", FIRST), In_Reply_To="<x@y>")
    # A03 took the sheet from the supervisor, and sends it from an address of her own, which nobody knows yet.
    issued = next(play.office.path(f"回访计划/{FIRST}").glob("A03-*.xlsx"))
    book = load(issued)
    at = columns(book["回访记录"])
    row = next(r for r in range(2, 40) if book["回访记录"].cell(r, at["客户编号"]).value == "K5")
    put(book["回访记录"], row, {"回访日期": date(2026, 11, 10), "开始时间": "09:00", "结束时间": "09:04", **REACHED})
    content = io.BytesIO()
    book.save(content)
    play.post("zhangyan", 10, "16:10", "张燕的表", {issued.name: content.getvalue()})
    steps = play.by_mail(10, "16:15")
    assert steps["collect"]["accepted"] == 1 and steps["mail-fetch"]["strangers"] == 1
    play.mailbox(另外接收=f"zhangyan@{DOMAIN}")
    play.post("zhangyan", 10, "16:20", "张燕的表，再发一次", {issued.name: content.getvalue()})
    steps = play.by_mail(10, "16:30")
    assert steps["collect"]["accepted"] == 1 and "report" in steps  # all is there: no need to wait for 18:00
    handed_in = {f["agent"]: (f["late_days"], f["done"]) for f in play.report(FIRST, "2026-11-10 16:35")["agents"]}
    assert handed_in == {"A01": (0, 2), "A02": (0, 2), "A03": (0, 1)}

    # The boss gets the report with the completed sheets, and what is to be decided; decides by mail.
    play.by_mail(10, "18:05")
    boss = [(str(mail["Subject"]), attached(mail)) for mail in play.mails("c01")]
    names = {name for _, files in boss for name in files}
    assert {f"旬报-{FIRST}.xlsx", *(f"{who}-{FIRST}.xlsx" for who in ("李明", "王强", "张燕"))} <= names
    (card,) = [(name, content) for _, files in boss for name, content in files.items() if name.startswith("批示单")]
    filled = decided(card[1])
    play.post("a02", 11, "08:00", "冒充老板的批示", {card[0]: filled}, Reply_To=f"c01@{DOMAIN}")
    steps = play.by_mail(11, "08:10")
    assert list(play.office.path("收件箱/待确认").glob("*")) and not play.office.entries("correction")
    play.post("c01", 11, "08:20", "自动回复：旬报", {}, Auto_Submitted="auto-replied")
    play.post("c01", 11, "08:30", "批示", {card[0]: filled})
    steps = play.by_mail(11, "08:40")
    assert "批示" in steps["mail-fetch"]["text"] and len(play.office.entries("correction")) == 1

    # 中旬: reminded the working day before and on the due day, then the supervisor is told who is missing.
    for day, hour in ((19, "08:30"), (20, "08:30"), (23, "08:30")):
        play.by_mail(day, hour)
    assert len([s for s in play.subjects("a02") if "请交回访表" in s and MIDDLE in s]) == 2

    (listed,) = waited(lambda: [s for s in play.subjects("b01") if "催交名单" in s])
    assert listed == f"【催交名单】{MIDDLE} 还有 3 份回访表没有交齐"

    # Nothing twice, nothing lost: every mailbox has each mail once, and nothing is left in 发件箱.
    for account in ACCOUNTS:
        numbers = [str(mail["Message-ID"]) for mail in play.mails(account)]
        assert len(numbers) == len(set(numbers)), account
    assert [path.name for path in play.office.path("发件箱").glob("*.eml")] == []
    assert play.office.run("verify", now="2026-11-23 09:00").data["ok"]
    lines = next(play.office.path("日志").glob("*.txt")).read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("2026-11-02 08:30") and "发信：已发出 3 封" in lines[0]


def decided(form: bytes) -> bytes:
    """The 批示单 with 同意, as the boss fills it in on a telephone."""
    book = load(io.BytesIO(form))  # type: ignore[arg-type]
    sheet = book["批示单"]
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == "批示":
                sheet.cell(cell.row, cell.column + 1).value = "同意"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
