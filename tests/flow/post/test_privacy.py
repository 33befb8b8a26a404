"""Whom telephone numbers concern, and whose attachments are locked; nothing that customers say is taken for a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from huifang.edges.post.locking import is_locked, locked, unlocked
from mailbox_made import attached, drafts, read_workbook, text, with_locked_attachments, with_mailbox
from mails_refused import Memory, keyring_of
from office import (
    DUE_DAY,
    IN_TIME,
    PERIOD,
    PLANNED,
    SHEET,
    TestOffice,
    blank_office,
    change,
    edited,
    put,
)

pytestmark = pytest.mark.slow

PHONE = re.compile(r"1380000\d{4}")
HIDDEN = re.compile(r"138\*{4}\d{4}")
EVIL = "<img src=x onerror=alert(1)> <script>x</script> 电话13800009999"
UNHAPPY = {
    "满意度": "不满意", "不满意原因": EVIL, "处理情况": "未解决", "处理措施": "退货",
    "上报对象": "C01", "上报文件": "退货单.docx",
}  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> TestOffice:
    """The report and what was heard go to the auditor as well, who needs no telephone numbers."""
    office = with_mailbox(blank_office(tmp_path))
    with edited(office.path("制度.xlsx")) as book:
        put(book["报告"], 2, {"收件角色": "老板，监督岗"})
        last = next(row for row in range(2, 99) if book["通知"].cell(row, 1).value is None)
        put(book["通知"], last, {"场合": "当天通知", "收件角色": "老板，主管，监督岗"})
    office.run("plan", "--period", PERIOD, now=PLANNED)
    office.run("run", now="2026-11-20 18:05")
    return office


def heard(office: TestOffice) -> None:
    office.collect(change(office.filled("A01"), (2, UNHAPPY)), now=IN_TIME)
    office.run("run", now=DUE_DAY)


def mails_to(office: TestOffice, person: str, kind: str) -> list[str]:
    """All texts that the person sees of these mails: both parts, pages and cells."""
    seen = list[str]()
    for mail in (mail for name, mail in drafts(office, kind).items() if person in name):
        seen += [text(mail), text(mail, "html")]
        for name, content in attached(mail).items():
            if name.endswith(".html"):
                seen.append(content.decode())
            elif name.endswith(".xlsx"):
                cells = (c for sheet in read_workbook(content) for row in sheet.iter_rows() for c in row)
                seen.append("\n".join(str(cell.value) for cell in cells if cell.value is not None))
    return seen


def test_numbers_are_masked_for_who_needs_none(office: TestOffice) -> None:
    heard(office)
    for kind in ("报告-2026-11-30", "当天通知"):
        for person, sees in (("C01", True), ("D01", False)):
            seen = "\n".join(mails_to(office, person, kind))
            assert seen, (kind, person)
            assert bool(PHONE.search(seen)) == sees and bool(HIDDEN.search(seen)) != sees, (kind, person)
    stored = office.path(f"报告/旬报-{PERIOD}.html").read_text(encoding="utf-8")
    assert PHONE.search(stored) and not HIDDEN.search(stored)


def test_the_agents_own_sheet_and_what_says_whom_to_call_keep_them(office: TestOffice) -> None:
    heard(office)
    office.run("spotcheck", "draw", "--period", PERIOD, "--seed", "1", now="2026-12-01 09:00")
    for person, kind in (("A01", "回访表"), ("D01", "抽查")):
        seen = "\n".join(mails_to(office, person, kind))
        assert PHONE.search(seen) and not HIDDEN.search(seen), kind


@pytest.mark.parametrize("settings", [{"隐去电话": "否"}, {"邮箱地址": ""}])
def test_an_office_may_leave_them_as_they_are(office: TestOffice, settings: dict[str, str]) -> None:
    with_mailbox(office, **settings)
    heard(office)
    assert PHONE.search("\n".join(mails_to(office, "D01", "报告-2026-11-30")))


def test_what_customers_say_is_text_in_every_mail(office: TestOffice) -> None:
    heard(office)
    office.collect(change(office.filled("A02"), (2, {"不满意原因": EVIL, "通话结果": EVIL})), now="2026-11-30 17:00")
    office.run("run", now="2026-11-30 18:30")
    said = 0
    for kind in ("回访表", "回执", "退回", "报告", "当天通知", "批示", "交表提醒"):
        for name, mail in drafts(office, kind).items():
            page = text(mail, "html")
            assert not re.search(r"<(img|script)", page), name
            assert not {"Bcc", "Cc"} & {*mail.keys()}, name
            said += "&lt;img" in page
    assert said >= 3


@pytest.fixture
def passwords(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    known = {"A01": "开 锁 1", "C01": "boss's", "B01": "x"}
    for number, password in known.items():
        monkeypatch.setenv(f"HUIFANG_SHEET_PASSWORD_{number}", password)
    yield known


def test_attachments_are_locked_for_whom_it_is_said(tmp_path: Path, passwords: dict[str, str]) -> None:
    office = with_locked_attachments(with_mailbox(blank_office(tmp_path)), "A01", "C01")
    planned = office.run("plan", "--period", PERIOD, now=PLANNED)
    by_agent = {name.split("-")[4][:3]: mail for name, mail in drafts(office, "回访表").items()}
    ((name, content),) = attached(by_agent["A01"]).items()
    assert is_locked(content) and unlocked(content, [passwords["A01"]]) == office.issued("A01").read_bytes()
    assert unlocked(content, [passwords["C01"]]) is None and name == office.issued("A01").name
    assert "附件里的表格已加密" in text(by_agent["A01"]) and passwords["A01"] not in by_agent["A01"].as_string()
    assert not is_locked(*attached(by_agent["A02"]).values()) and "加密" not in text(by_agent["A02"])
    office.collect(office.filled("A01"), now=IN_TIME)
    office.run("run", now=DUE_DAY)
    (boss,) = [mail for name, mail in drafts(office, "报告-2026-11-30").items() if "C01" in name]
    names = attached(boss)
    assert f"李晓明-{PERIOD}.xlsx" in names and not [one for one in names if one.endswith(".html")]
    assert all(unlocked(content, [passwords["C01"]]) for content in names.values())
    assert planned.code == 0


def test_without_a_password_nothing_is_sent_open(tmp_path: Path) -> None:
    office = with_locked_attachments(with_mailbox(blank_office(tmp_path)), "A01")
    with keyring_of(Memory()):
        planned = office.run("plan", "--period", PERIOD, now=PLANNED)
        assert [one["code"] for one in planned.data["findings"]] == ["J852"]
        assert "huifang mail password A01" in planned.data["findings"][0]["message"]
        assert not [name for name in drafts(office, "回访表") if "A01" in name]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HUIFANG_SHEET_PASSWORD_A01", "jetzt")
        office.run("run", now="2026-11-23 09:00")
    (mail,) = [mail for name, mail in drafts(office, "回访表").items() if "A01" in name]
    assert is_locked(*attached(mail).values())


def test_an_answer_that_is_locked_is_opened_and_kept_as_it_came(
    tmp_path: Path, passwords: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    office = with_locked_attachments(with_mailbox(blank_office(tmp_path)), "B01", "A01", "C01")
    office.run("plan", "--period", PERIOD, now=PLANNED)
    path = change(office.filled("A01"), (2, {"通话结果": "乱"}))
    path.write_bytes(locked(path.read_bytes(), passwords["A01"]))
    back = office.collect(path, now=IN_TIME).data
    assert len(back["returned"]) == 1 and len(back["accepted"]) == 1
    assert office.path(office.submissions()[0]["path"]).read_bytes() == path.read_bytes()
    (mail,) = drafts(office, "退回").values()
    ((name, content),) = attached(mail).items()
    opened = unlocked(content, [passwords["A01"]])
    assert opened and "校验结果" in read_workbook(opened).sheetnames
    fixed = read_workbook(opened)
    put(fixed[SHEET], 2, {"通话结果": "接通"})
    fixed.save(path)
    path.write_bytes(locked(path.read_bytes(), passwords["A01"]))
    office.send(path)
    assert office.run("check", path, now=IN_TIME).data["errors"] == 0
    assert [one["rows"] for one in office.collect(now=IN_TIME).data["accepted"]] == [1]
    assert office.run("verify", now=DUE_DAY).data["ok"]
    office.run("run", now=DUE_DAY)
    (boss,) = [mail for name, mail in drafts(office, "报告-2026-11-30").items() if "C01" in name]
    kept = unlocked(attached(boss)[f"李晓明-{PERIOD}-2.xlsx"], [passwords["C01"]])
    assert kept and read_workbook(kept).sheetnames[0] == "已入账"
    monkeypatch.delenv("HUIFANG_SHEET_PASSWORD_A01")
    assert office.run("verify", now=DUE_DAY).data["ok"]  # what cannot be opened is passed over
