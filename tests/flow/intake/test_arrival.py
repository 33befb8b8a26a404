"""When a sheet arrived, and who sent it: what the receiving server wrote counts, whatever else the mail says."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path

import pytest

from huifang.edges.arriving.letters import letter_in
from mails import mail, named
from office import TestOffice, change, edited, load, planned_office

ON_TIME, EVENING, NIGHT = (f"Mon, 30 Nov 2026 {at} +0800" for at in ("16:00:00", "19:00:00", "23:30:00"))
NEXT_DAY, NOW = "Tue, 1 Dec 2026 09:00:00 +0800", "2026-12-02 09:00"
OURS, RELAY = "mx.office.example", "relay.other.example"


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    return planned_office(tmp_path)


def letter(
    *received: tuple[str, str], date: str = ON_TIME, sender: str = "a@example.com", content: bytes = b"x"
) -> bytes:
    """A mail with these lines of Received, from the top: by which server, and when."""
    lines = "".join(
        f"Received: from x (x [1.2.3.4])\r\n by {by} (Postfix) with SMTP;\r\n {at}\r\n" for by, at in received
    )
    whole = mail(named(content, "A01.xlsx"), date=date, received=())
    return lines.encode() + whole.replace(b"a@example.com", sender.encode())


@pytest.mark.parametrize(
    ("server", "received", "at", "others"),
    [
        ("", [(OURS, NEXT_DAY)], "12-01 09:00", 1),
        ("", [(OURS, ON_TIME)], "11-30 16:00", 0),
        ("", [(OURS, NEXT_DAY), (RELAY, ON_TIME)], "12-01 09:00", 2),
        (OURS, [(OURS, NEXT_DAY), (OURS, ON_TIME)], "12-01 09:00", 2),
        (OURS, [(RELAY, NEXT_DAY), (OURS, ON_TIME)], "11-30 16:00", 1),
        ("office.example", [(RELAY, NEXT_DAY), (OURS, ON_TIME)], "11-30 16:00", 1),
        ("MX.Office.Example.", [(OURS, ON_TIME)], "11-30 16:00", 0),
        (OURS, [("evil-mx.office.example", ON_TIME)], None, 0),
        (OURS, [(RELAY, ON_TIME)], None, 0),
        (OURS, [], None, 0),
        ("", [], None, 0),
        ("", [(OURS, "yesterday"), (RELAY, ON_TIME)], None, 0),
    ],
)
def test_the_receiving_server_decides(
    server: str, received: list[tuple[str, str]], at: str | None, others: int
) -> None:
    read = letter_in(letter(*received), server)
    assert (f"{read.at:%m-%d %H:%M}" if read.at else None, len(read.others)) == (at, others)
    assert bool(read.lacking) is (at is None) and read.is_checked is bool(server and at)


def test_the_sender_is_the_address_in_from() -> None:
    assert letter_in(letter((OURS, ON_TIME), sender="Li.Xiaoming@Example.COM"), "").sender == "li.xiaoming@example.com"


def arrive(office: TestOffice, *received: tuple[str, str], date: str = ON_TIME, sender: str = "a@example.com") -> None:
    content = letter(*received, date=date, sender=sender, content=office.filled().read_bytes())
    (office.path("收件箱") / "邮件.eml").write_bytes(content)


def codes_of(office: TestOffice, now: str = NOW) -> tuple[str, str, set[str]]:
    ran = office.collect(now=now)
    (accepted,) = ran.data["accepted"]
    assert office.submissions()[-1]["arrival_by"] == accepted["arrival"]
    return accepted["arrived_at"], accepted["arrival"], {finding["code"] for finding in accepted["findings"]}


def test_an_honest_mail_is_marked_unchecked_where_nobody_said_which_server(office: TestOffice) -> None:
    arrive(office, (OURS, ON_TIME))
    assert codes_of(office) == ("2026-11-30 16:00", "邮件(未核对)", set())


def arrivals_in_report(office: TestOffice, now: str = "2026-12-05 09:00") -> list[object] | None:
    """What the report says of by whose clock the sheets came; None where it has no such column."""
    ran = office.report(now)
    book = next(office.path(file) for file in ran.data["files"] if file.startswith("报告") and file.endswith(".xlsx"))
    rows = [*load(book)["交表"].iter_rows(values_only=True)]
    first = next(number for number, row in enumerate(rows) if "交表时间" in row)
    place = rows[first].index("交表时间") + 1
    listed = takewhile(any, rows[first + 1 :])
    listed_so = [row[place] for row in listed if row[place - 1]] if rows[first][place] == "到达依据" else None
    cover = [str(cell.value) for row in load(book).worksheets[0].iter_rows() for cell in row if cell.value]
    assert any("未核对" in text for text in cover) == ("邮件(未核对)" in (listed_so or ()))
    return listed_so


def test_the_report_marks_what_nobody_checked_until_somebody_says_when_it_came(office: TestOffice) -> None:
    arrive(office, (OURS, ON_TIME))
    codes_of(office)
    assert arrivals_in_report(office) == ["邮件(未核对)"]
    row = ("提交", office.submissions()[-1]["number"], "到达时间", "2026-11-30 16:00", "2026-11-30 15:00")
    assert office.correct((*row, "B01", "电话确认"), now="2026-12-05 10:00").data["applied"] == 1
    assert arrivals_in_report(office, "2026-12-05 11:00") is None  # nothing is left that came by a mail's clock


def test_the_report_says_nothing_of_clocks_where_no_sheet_came_by_mail(office: TestOffice) -> None:
    office.send(office.filled())
    office.collect(now="2026-11-30 16:00")
    assert arrivals_in_report(office) is None


def set_server(office: TestOffice, name: str) -> None:
    with edited(office.path("制度.xlsx")) as book:
        page = book["基本"]
        row = next(
            (row for row in range(2, page.max_row + 1) if page.cell(row, 1).value == "收信服务器"), page.max_row + 1
        )
        page.cell(row, 1).value, page.cell(row, 2).value = "收信服务器", name


def test_a_line_that_the_sender_wrote_does_not_make_a_late_sheet_early(office: TestOffice) -> None:
    set_server(office, OURS)
    arrive(office, (OURS, NEXT_DAY), (OURS, ON_TIME))
    assert codes_of(office) == ("2026-12-01 09:00", "邮件", {"F120"})
    line = next(a for a in office.report("2026-12-05 09:00").data["agents"] if a["agent"] == "A01")
    assert (line["submitted_at"], line["late_days"]) == ("2026-12-01 09:00", 1)


@pytest.mark.parametrize("received", [[], [(RELAY, ON_TIME)], [(OURS, "some day")]], ids=["none", "foreign", "undated"])
def test_without_a_line_of_the_server_it_came_when_it_was_first_seen(
    office: TestOffice, received: list[tuple[str, str]]
) -> None:
    set_server(office, OURS)
    arrive(office, *received)
    assert codes_of(office) == (NOW, "收表", {"F119"})


def test_a_mail_from_the_future_came_when_it_was_first_seen(office: TestOffice) -> None:
    arrive(office, (OURS, NEXT_DAY), date=NEXT_DAY)
    assert codes_of(office, "2026-11-30 16:00") == ("2026-11-30 16:00", "收表", {"F119"})


@pytest.mark.parametrize(
    ("sender", "codes"), [("li@example.com", set()), ("LI@Example.com", set()), ("wang@x.com", {"F121"})]
)
def test_a_sender_who_is_not_the_agent_is_a_warning(office: TestOffice, sender: str, codes: set[str]) -> None:
    change(office.path("人员.xlsx"), (5, {"邮箱": "li@example.com"}), sheet="人员")
    arrive(office, (OURS, ON_TIME), sender=sender)
    assert codes_of(office)[2] == codes


def test_a_file_that_came_in_no_mail_is_not_doubted(office: TestOffice) -> None:
    office.send(office.filled())
    assert codes_of(office) == (NOW, "收表", set())
