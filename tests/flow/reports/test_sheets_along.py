"""The boss gets the completed sheets of the period along with the report: as they came, marked as accepted."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from huifang.edges.marking.accepted_copy import accepted_copy
from huifang.policy.mail import Mailbox
from mailbox_made import attached, drafts, read_workbook, text
from mails import zipped
from office import (
    DUE_DAY,
    IN_TIME,
    PERIOD,
    RESULTS,
    SHEET,
    TestOffice,
    change,
    edited,
    planned_office,
    put,
)

pytestmark = pytest.mark.slow

REPORT = [f"旬报-{PERIOD}.xlsx", f"旬报-{PERIOD}.html"]
ALONG = [f"李晓明-{PERIOD}.xlsx", f"王海燕-{PERIOD}.xlsx", f"王海燕-{PERIOD}-2.xlsx"]
LONG = "".join(f"{number:06d}" for number in range(5000))


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    """A01 hands in all of it, A02 a sheet with an error and the corrected one, which is large as nothing in it is
    packed; A03 nothing.
    """
    office = planned_office(tmp_path)
    with edited(office.path("制度.xlsx")) as book:
        put(book["报告"], 2, {"收件角色": "老板，主管，监督岗"})
    office.run("run", now="2026-11-20 18:05")
    office.collect(office.filled("A01"), now=IN_TIME)
    office.collect(change(office.filled("A02"), (2, {"通话结果": "乱"})), now=IN_TIME)
    with edited(next(office.path("发件箱").glob("退回-*.xlsx"))) as book:
        put(book[SHEET], 2, {"通话结果": "接通"})
        for row in range(1, 21):
            (book["附记"] if row > 1 else book.create_sheet("附记")).cell(row, 1).value = f"{row}：{LONG}"
        book.save(office.outside / "改好.xlsx")
    office.collect(unpacked(office.outside / "改好.xlsx"), now="2026-11-30 16:30")
    return office


def unpacked(path: Path) -> Path:
    """The workbook with its parts as they are."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    path.write_bytes(zipped(parts, packed=False))
    return path


def mails(office: TestOffice, now: str = DUE_DAY) -> dict[str, EmailMessage]:
    office.run("run", now=now)
    return drafts(office, "报告-2026-11-30")


def sheets(mail: EmailMessage) -> list[str]:
    return [name for name in attached(mail) if name not in REPORT]


def test_bosses_and_supervisors_get_the_sheets_and_others_the_report_alone(office: TestOffice) -> None:
    by_person = {name.split("-")[4][:3]: mail for name, mail in mails(office).items()}
    assert {no: [*attached(mail)][:2] for no, mail in by_person.items()} == dict.fromkeys(("B01", "C01", "D01"), REPORT)
    assert {no: sheets(mail) for no, mail in by_person.items()} == {"B01": ALONG, "C01": ALONG, "D01": []}
    assert "（3 份）也附上" in text(by_person["C01"]) and "也附上" not in text(by_person["D01"])


def front(content: bytes) -> dict[Any, Any]:
    book = read_workbook(content)
    assert book.sheetnames[0] == "已入账" and RESULTS not in book.sheetnames
    return {row[0].value: row[1].value for row in book["已入账"].iter_rows(min_row=2, max_row=7)}


def test_a_sheet_says_what_was_entered_of_it_and_is_what_came(office: TestOffice) -> None:
    boss = attached(next(mail for name, mail in mails(office).items() if "C01" in name))
    first, again = (front(boss[f"王海燕-{PERIOD}{end}.xlsx"]) for end in ("", "-2"))
    assert first == {
        "业务员": "A02 王海燕", "期间": PERIOD, "入账": "2 行，另有 1 处错误退回改正", "收到时间": "2026-11-30 16:00",
        "提交编号": "T0002", "核对码": office.submissions()[1]["sha256"][:12],
    }  # fmt: skip
    assert (again["入账"], again["收到时间"]) == ("1 行", "2026-11-30 16:30")
    kept = load_workbook(office.path(office.submissions()[2]["path"]))[SHEET]
    sent = read_workbook(boss[f"王海燕-{PERIOD}-2.xlsx"])[SHEET]
    assert [[c.value for c in row] for row in sent] == [[c.value for c in row] for row in kept]
    assert not [cell.coordinate for row in sent for cell in row if cell.comment]


def test_the_same_sheets_give_the_same_bytes(office: TestOffice) -> None:
    content, said = office.path(office.submissions()[0]["path"]).read_bytes(), {"业务员": "A01 李晓明"}
    marked = accepted_copy(content, said)
    assert marked == accepted_copy(content, said)
    assert read_workbook(accepted_copy(marked, said)).sheetnames.count("已入账") == 1


def limited(office: TestOffice, largest: int, monkeypatch: pytest.MonkeyPatch) -> list[EmailMessage]:
    """The boss's mails where a mail may be so large."""
    monkeypatch.setattr(Mailbox, "largest", largest)
    mine = [mail for name, mail in mails(office).items() if "C01" in name]
    assert all(len(mail.as_bytes()) <= largest for mail in mine)
    return mine


def test_what_is_too_large_is_packed(office: TestOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    (mail,) = limited(office, 600_000, monkeypatch)
    (archive,) = sheets(mail)
    assert archive.startswith("报告-2026-11-30-C01 马建国-") and archive.endswith(".zip")
    with zipfile.ZipFile(io.BytesIO(attached(mail)[archive])) as package:
        assert package.namelist() == ALONG
        assert all(front(package.read(name))["期间"] == PERIOD for name in package.namelist())


def test_what_cannot_be_packed_that_small_comes_in_several_mails(
    office: TestOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, other = limited(office, 120_000, monkeypatch)
    assert [*attached(first)] + [*attached(other)] == [*REPORT, *ALONG[:2]]
    assert [str(mail["Subject"])[-5:] for mail in (first, other)] == ["（1/2）", "（2/2）"]
    assert text(first).startswith("（附件较大，分 2 封发出，这是第 1 封。）")
    assert f"{ALONG[2]} 太大，邮件装不下" in text(other)
    letters = [one for entry in office.entries("letters") if entry["occasion"] == "报告" for one in entry["letters"]]
    assert len({one["file"] for one in letters if one["receiver"] == "C01" and "-11-30-" in one["file"]}) == 2
    assert mails(office, "2026-11-30 18:30").keys() == mails(office, "2026-11-30 18:31").keys()
