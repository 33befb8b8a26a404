"""Spot checks from the draw to the boss, of a ten-day office (S5) and a car dealer's station (S8): drawn after the
close, telephoned, sent by the auditor's mail through real servers, compared, extended from the same sealed order, told.
"""

from __future__ import annotations

import smtplib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import getaddresses
from pathlib import Path
from typing import Any

import pytest
from imapclient import IMAPClient

from checks_made import CONTENT, NOBODY, SILENT
from huifang.edges.store.office import Office
from huifang.flow.office.desk import Desk
from huifang.flow.screen.auditing import frames
from mail_servers import DOMAIN, HOST, PASSWORD, MailServers, mail_servers
from mailbox_stub import set_mailbox
from month_office import STAFF, MonthOffice
from office import edited, load, put, table
from tools import require_mail_servers

pytestmark = pytest.mark.slow

PEOPLE = (
    ("C01", "钱老板", "老板", None), ("B01", "赵主管", "主管", "C01"), ("D01", "吴监督", "监督岗", "C01"),
    ("A01", "李明", "业务员", "B01"), ("A02", "王强", "业务员", "B01"),
)  # fmt: skip
TEN_DAYS, MONTH = "2026-11上旬", "2026-11"
NUMBERS = [f"K{n:02d}" for n in range(1, 17)]
XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


@dataclass(frozen=True)
class Play:
    """Where it is played, with which mailbox, and when: the period, the days of its calls, of the draw and of the
    auditor's calls.
    """

    preset: str
    account: str
    period: str
    customer_class: str
    calls_on: date
    drawn_on: date
    rung_on: date


PLAYS = [
    Play(
        "sales-ten-day", "office", "2026-11上旬", "普通客户", date(2026, 11, 5), date(2026, 11, 11), date(2026, 11, 12)
    ),
    Play("car-dealer", "station", "2026-11", "VIP客户", date(2026, 11, 12), date(2026, 12, 1), date(2026, 12, 2)),
]


@pytest.fixture(scope="module")
def servers() -> Iterator[MailServers]:
    require_mail_servers()
    with mail_servers(["office", "station", "d01"]) as running, pytest.MonkeyPatch.context() as patched:
        patched.setenv("HUIFANG_MAIL_PASSWORD", PASSWORD)
        patched.setenv("SSL_CERT_FILE", str(running.folder / "cert.pem"))
        yield running


def founded(folder: Path, play: Play, servers: MailServers) -> MonthOffice:
    """K01 to K15 are A01's, K16 is A02's; all their cars left the workshop on 11-03, where that matters."""
    customers = [
        {"customer_no": no, "customer_name": f"{no}商行", "customer_class": play.customer_class,
         "agent": "A02" if no == "K16" else "A01", "contact": "王女士", "phone": f"138000000{no[1:]}",
         "review_status": "已审核", "reviewed_by": "C01", "reviewed_on": date(2026, 10, 31),
         "registered_on": date(2026, 10, 30)}
        for no in NUMBERS
    ]  # fmt: skip
    month = MonthOffice(folder, play.preset, datetime(2026, 11, 2, 8, 0), PEOPLE, customers)
    for row, (no, *_) in enumerate(PEOPLE, start=2):
        month.enter(STAFF, "人员", row, {"邮箱": f"{no.lower()}@{DOMAIN}"})
    if play.preset == "car-dealer":
        left = datetime(2026, 11, 3, 16, 0)
        month.add(
            "服务单.xlsx", "服务单",
            *({"服务单号": f"F{no}", "客户编号": no, "服务类型": "维修", "报修时间": left - timedelta(hours=6),
               "完工时间": left, "委托书": f"W{no}", "结算单": f"S{no}"} for no in NUMBERS),
        )  # fmt: skip
    set_mailbox(
        month.office,
        服务商="其他",
        邮箱地址=f"{play.account}@{DOMAIN}",
        IMAP服务器=HOST,
        IMAP端口=servers.imaps,
        IMAP加密="SSL",
    )
    return month


def claimed(month: MonthOffice, play: Play) -> None:
    """Both agents report a good call to every customer, and hand their sheets in."""
    month.run(3 if play.preset == "sales-ten-day" else 4, "08:30")
    for at, no in enumerate(NUMBERS):
        hour = f"{9 + at // 6:02d}:{at % 6 * 10:02d}"
        month.call("A02" if no == "K16" else "A01", no, play.calls_on, hour)
    for agent in ("A01", "A02"):
        month.hand_in(agent, play.period)
    took = month.office.collect(now=f"{play.calls_on + timedelta(days=1)} 17:00").data
    assert sum(sheet["rows"] for sheet in took["accepted"]) == len(NUMBERS), took["returned"]


def rung(path: Path, play: Play, sheet: str, answers: Sequence[dict[str, Any]]) -> None:
    """The auditor telephones down a sheet, a call every ten minutes."""
    begin = datetime.combine(play.rung_on, datetime.min.time()).replace(hour=9 if sheet == "抽查" else 14)
    with edited(path) as book:
        for at, answer in enumerate(answers):
            when = {"核查时间": begin + timedelta(minutes=10 * at), "客户原话": f"{sheet}第 {at + 1} 位"}
            put(book[sheet], at + 2, {**CONTENT, **when, **answer})


def posted(servers: MailServers, account: str, path: Path, count: int) -> None:
    """From the auditor's mailbox into the office's, where it is then the mail number ``count``."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = servers.address("d01"), servers.address(account), "核查表"
    mail["Message-ID"] = f"<{time.time_ns()}@{DOMAIN}>"
    mail.set_content("打完了。")
    mail.add_attachment(path.read_bytes(), *XLSX, filename=path.name)
    with smtplib.SMTP(HOST, servers.submission, timeout=20) as post:
        post.starttls(context=servers.trust)
        post.login(servers.address("d01"), PASSWORD)
        post.send_message(mail)
    with IMAPClient(HOST, port=servers.imaps, ssl_context=servers.trust, timeout=20) as box:
        box.login(servers.address(account), PASSWORD)
        until = time.monotonic() + 20
        while box.select_folder("INBOX", readonly=True)[b"EXISTS"] < count:
            assert time.monotonic() < until, "it did not come"
            time.sleep(0.1)


def secret(text: str) -> bool:
    """Whether the words say something of what the auditor heard, or of who was drawn."""
    return any(word in text for word in ("不符", "相符", "复核", "没有人打来", *NUMBERS))


@pytest.mark.parametrize("play", PLAYS, ids=lambda play: play.preset)
def test_from_the_draw_to_the_boss(tmp_path: Path, servers: MailServers, play: Play) -> None:
    month = founded(tmp_path, play, servers)
    office = month.office
    claimed(month, play)
    drawn_at = f"{play.drawn_on} 09:00"
    office.run("spotcheck", "draw", "--period", play.period, now=f"{play.drawn_on - timedelta(days=1)} 18:30")
    drawn = office.run("spotcheck", "draw", "--period", play.period, "--seed", "福彩3D 417", now=drawn_at)
    assert (drawn.code, drawn.data["sealed_before"]) == (0, True)
    order = [one["customer_no"] for one in (*drawn.data["draws"], *drawn.data["reserve"]) if one["agent"] == "A01"]
    assert len(order) == 12 and {"K16"} == {
        one["customer_no"] for one in drawn.data["draws"] if one["agent"] == "A02"
    }  # fmt: skip

    # On the telephone: two say that nobody called, one does not answer; of the reserve two more say so.
    path = tmp_path / "抽查-A01.xlsx"
    path.write_bytes(next(office.path(f"抽查/{play.period}").glob("抽查-A01-*.xlsx")).read_bytes())
    rung(path, play, "抽查", [NOBODY, NOBODY, SILENT])
    rung(path, play, "备用", [NOBODY, {}, SILENT, NOBODY, {}, {}, {}, {}, {}])
    posted(servers, play.account, path, 1)
    fetched = office.run("mail", "fetch", now=f"{play.rung_on} 17:00")
    (form,) = fetched.data["forms"]
    assert (form["by"], "reason" in form) == ("D01 吴监督", False) and not secret(fetched.err)
    (checks,) = office.entries("checks")
    assert (len(checks["rows"]), "errors" in checks) == (12, False)
    assert len([*office.path("收件箱").glob("*.eml")]) == 0 and len(checks["archived"]) == 2

    # 10 reached, 4 of them differ: 12 are to be reached, so the next of the same order stand on a further sheet.
    (more,) = office.path(f"抽查/{play.period}").glob("*-续.xlsx")
    listed = [row["客户编号"] for row in table(more, "抽查") if row["客户编号"]]
    assert len(listed) == 2 and not {*listed} & {*order}
    assert office.run("spotcheck", "verify", "--period", play.period, now=f"{play.rung_on} 17:00").data["same"] is True
    desk = Desk(Office(office.root), datetime.combine(play.rung_on, datetime.min.time()).replace(hour=17))
    (frame,) = frames(desk)
    assert [one.label for one in frame.draws[0].opens] == ["核查表 A01 李明", "核查表 A02 王强", "续表 A01 李明"]
    second = tmp_path / "抽查-A01-续.xlsx"
    second.write_bytes(more.read_bytes())
    rung(second, play, "抽查", [{}, {}])
    posted(servers, play.account, second, 2)
    assert office.run("mail", "fetch", now=f"{play.rung_on} 18:00").data["forms"][0]["applied"] == 2
    last = office.run("spotcheck", "collect", second, now=f"{play.rung_on} 18:05")
    (a01,) = (one for one in last.data["agents"] if one["agent"] == "A01")
    said = ("checked", "confirmed", "contradicted", "unreachable", "verdict", "waiting")
    assert [a01[key] for key in said] == [12, 8, 4, 2, "建议全面复核", []]
    assert 4 / 15 <= a01["upper_fake_share"] < 0.7 and last.data["extended"] == []

    told_to_the_boss(month, play)
    nobody_else_knows(month, play)
    assert office.run("verify", now=f"{play.rung_on} 18:10").data["ok"]


def told_to_the_boss(month: MonthOffice, play: Play) -> None:
    """A report after each sheet that said something new, each written to the boss alone; the newest has it all."""
    office = month.office
    made = [entry["files"] for entry in office.entries("audit-report")]
    assert [len(files) for files in made] == [2, 2]
    text = "".join(
        str(cell) for sheet in load(office.path(next(f for f in made[-1] if f.endswith(".xlsx"))))
        for row in sheet.iter_rows(values_only=True) for cell in row if cell
    )  # fmt: skip
    assert "建议全面复核" in text and "客户说没有接到过回访" in text and "备用第 3 位" not in text
    letters = [message_from_bytes(path.read_bytes()) for path in office.path("发件箱").glob("*.eml")]
    about = [letter for letter in letters if "抽查报告" in str(make_header(decode_header(letter["Subject"])))]
    assert about and {address for letter in about for _, address in getaddresses([letter["To"]])} == {f"c01@{DOMAIN}"}


def nobody_else_knows(month: MonthOffice, play: Play) -> None:
    """No report, ledger or sheet of an agent's names what the auditor heard or concluded."""
    office = month.office
    office.run("report", "--period", play.period, now=f"{play.rung_on} 18:20")
    for folder in ("报告", "台账", "回访计划"):
        for path in office.path(folder).rglob("*.xlsx"):
            book = load(path)
            cells = (str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell)
            assert not any(word in cell for cell in cells for word in ("没有人打来", "建议全面复核", "备用第"))
